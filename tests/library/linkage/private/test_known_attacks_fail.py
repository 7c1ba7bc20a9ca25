"""The attacks that break encoded lists, each first against an encoding that falls to it, then against what is sent.

The attacker is an insider throughout: it has the secret, reads every file that travels, and knows how keys are made.
"""

import hashlib
from collections import Counter
from itertools import combinations

import numpy as np
import pytest

from tumen import names
from tumen.errors import ExchangeDamaged, PrivateListError
from tumen.linkage import private
from tumen.linkage.private.comparing import masked_list
from tumen.linkage.private.envelope import Lock, read_header, unpack
from tumen.linkage.private.points import WIDTH, masked_again, masked_keys, new_mask

DOMAIN = bytes(range(32))


def opened(file, table):
    """What whoever has the secret reads in a file."""
    raw = file.read_bytes()
    header = read_header(raw, now=table.now)
    lock = Lock(table.secret, header.exchange)
    return unpack(raw, header, lock.open, check=lock.check)


def rows_of(points):
    """The masked keys of each record."""
    words = np.frombuffer(points, dtype="<u8").reshape(-1, private.PERSONS.slots, WIDTH // 8)
    return [set(each.tolist()) for each in words[:, :, 0]]


def common_people(many: int) -> list[dict[str, str]]:
    """A list in which names, years and places are as unequal as anywhere."""
    rng = np.random.default_rng(1)
    surnames, syllables = "김이박최정", "영철희순금옥춘화명숙"
    share = np.array([0.4, 0.25, 0.15, 0.12, 0.08])
    return [
        {
            "person_id": f"n{number}",
            "may_compare": "yes",
            "name": rng.choice(list(surnames), p=share) + "".join(rng.choice(list(syllables), 2)),
            "birth": f"{rng.integers(1960, 1990)}",
            "birthplace": str(rng.choice(["Hoeryong", "Musan", "Hyesan"], p=[0.6, 0.3, 0.1])),
            "sex": "f",
        }
        for number in range(many)
    ]


def test_a_dictionary_with_every_true_key_opens_keyed_hashes_and_not_masks(table):
    keys = private.make_keys(table.south.records)
    texts = [repr(key).encode() for row in keys.rows for key in row if key]
    hashed = {hashlib.blake2b(text, key=DOMAIN).digest() for text in texts}
    assert all(hashlib.blake2b(text, key=DOMAIN).digest() in hashed for text in texts)
    sent = masked_keys(texts, new_mask(), domain=DOMAIN)
    for mask in (new_mask(), DOMAIN, bytes([8] + [0] * 31)):
        tried = masked_keys(texts, mask, domain=DOMAIN)
        assert not _tokens(tried) & _tokens(sent)


def test_the_dictionary_fails_on_every_file_that_travels(table):
    first = table.south.begin(table.agreed(), table.secret)
    second = table.north.answer(first.file, table.secret)
    third = table.south.answer(second.file, table.secret)
    # The attacker repeats, with the right secret and the right terms, what the first organisation did to its list.
    again = table.organisation("South Archive", table.people(0, 40))
    guess = again.begin(private.terms_of(first.file, secret=table.secret, now=table.now)[0], table.secret)
    tried = _tokens(opened(guess.file, table).parts[0])
    assert len(tried) == 40 * private.PERSONS.slots
    for step in (first, second, third):
        for points in opened(step.file, table).parts:
            assert not tried & _tokens(points)


def test_frequencies_are_flat_where_names_are_not():
    keys = private.make_keys(private.Records.from_rows(common_people(300)))
    surnames = Counter(value for value in keys.shares["name.surname"].values())
    assert max(surnames) > 0.3
    sent = masked_keys(
        [repr(k).encode() if k else None for r in keys.rows for k in r], new_mask(), domain=DOMAIN
    )
    counts = Counter(sent[at : at + WIDTH] for at in range(0, len(sent), WIDTH))
    assert set(counts.values()) == {1}


def test_records_with_more_values_do_not_show_it(table):
    rows = table.people(0, 20) + [{**row, "birth": "", "birthplace": ""} for row in table.people(20, 40)]
    side = table.organisation("South Archive", rows)
    points = opened(side.begin(table.agreed(), table.secret).file, table).parts[0]
    assert {len(row) for row in rows_of(points)} == {private.PERSONS.slots}


def test_patterns_cannot_be_mined_because_no_two_records_share_anything(table):
    similar = [{**row, "name": row["name"][:2] + "희", "birth": "1970"} for row in table.people(0, 40)]
    filters = [_filter(row["name"] + row["birth"]) for row in similar]
    assert sum(len(a & b) > 20 for a, b in combinations(filters, 2)) > 100
    side = table.organisation("South Archive", similar)
    points = opened(side.begin(table.agreed(), table.secret).file, table).parts[0]
    assert not any(a & b for a, b in combinations(rows_of(points), 2))


def test_graph_matching_names_records_of_bloom_filters_and_guesses_on_masks(table):
    """The attacker holds the same list in clear and aligns the graph of similarities, without needing any key."""
    people = common_people(60)
    clear = [_filter(row["name"] + row["birth"]) for row in people]
    order = np.random.default_rng(4).permutation(60)
    keyed = [{hash((b"key", bit)) for bit in clear[i]} for i in order]
    assert _aligned(clear, keyed, order) > 0.8
    side = table.organisation("South Archive", people)
    points = opened(side.begin(table.agreed(), table.secret).file, table).parts[0]
    assert _aligned(clear, rows_of(points), order) < 0.1


def test_what_comes_back_in_an_exchange_of_counts_is_in_another_order(table):
    first = table.south.begin(table.agreed(), table.secret)
    second = table.north.answer(first.file, table.secret)
    sent, back = (rows_of(opened(step.file, table).parts[0]) for step in (first, second))
    assert len(sent) == len(back)
    third = table.south.answer(second.file, table.secret)
    assert rows_of(opened(third.file, table).parts[0]) == back
    # The north masked and shuffled the list of the south; the south cannot undo either.
    assert not set.union(*sent) & set.union(*back)


@pytest.mark.parametrize("low_order", [bytes(32), b"\1" + bytes(31)])
def test_points_that_would_give_a_mask_away_are_refused(low_order):
    with pytest.raises(ExchangeDamaged, match="no honest program"):
        masked_again(low_order, new_mask())


def test_a_list_with_a_mark_in_it_is_refused():
    points = masked_keys([None] * private.PERSONS.slots * 2, new_mask(), domain=DOMAIN)
    with pytest.raises(ExchangeDamaged, match="twice"):
        masked_list(points[:WIDTH] * 2 + points[2 * WIDTH :], {}, slots=private.PERSONS.slots)


def test_guesses_sent_in_find_no_more_than_the_bound():
    """The one attack left: a list made of the likeliest keys, known from another list of the same population."""
    people = common_people(600)
    keys, other = (
        private.make_keys(private.Records.from_rows(each)) for each in (people[:300], people[300:])
    )
    for limit in (0.1, 0.3, 0.6):
        exposed = private.exposure(keys, guesses=100, limit=limit)
        met = set()
        for number in exposed.kept:
            kind = keys.recipe.kinds[number]
            tried = set(private.best_guesses(other.shares, kind.parts, 100 * kind.slots))
            met |= {p for p, row in enumerate(keys.rows) if tried & set(row[keys.recipe.places(number)])}
        assert exposed.bound <= limit
        assert len(met) / len(keys) <= exposed.bound


def test_the_bound_falls_with_the_agreed_length_and_keeps_the_sharp_keys(table):
    keys = private.make_keys(table.south.records)
    few, many = (private.exposure(keys, guesses=n, limit=1.0) for n in (5, 50))
    assert few.bound < many.bound
    assert all(a <= b for a, b in zip(few.share, many.share, strict=True))
    assert set(private.exposure(keys, guesses=50, limit=0.2).kept) <= set(many.kept)


def test_a_list_that_exposes_too_much_is_not_sent(table):
    with pytest.raises(PrivateListError, match="Every kind of key"):
        table.south.begin(table.agreed(exposure=0.0001, largest=20_000), table.secret)


def test_equal_people_never_get_equal_points_in_two_exchanges(table):
    one = table.south.begin(table.agreed(), table.secret)
    two = table.south.begin(table.agreed(), table.secret, reason="a trial")
    first, second = (_tokens(opened(step.file, table).parts[0]) for step in (one, two))
    assert not first & second


def test_points_are_those_of_the_curve_as_the_library_maps_them():
    from nacl.bindings import (
        crypto_core_ed25519_from_uniform,
        crypto_scalarmult,
        crypto_sign_ed25519_pk_to_curve25519,
    )

    texts, mask = [b"a", b"b", b"c"], new_mask()
    seeds = [hashlib.blake2b(text, key=DOMAIN, digest_size=32).digest() for text in texts]
    expected = [
        crypto_scalarmult(mask, crypto_sign_ed25519_pk_to_curve25519(crypto_core_ed25519_from_uniform(seed)))
        for seed in seeds
    ]
    assert masked_keys(texts, mask, domain=DOMAIN) == b"".join(expected)


def test_masks_commute():
    a, b, texts = new_mask(), new_mask(), [b"x", b"y", None]
    one = masked_again(masked_keys(texts, a, domain=DOMAIN), b)
    other = masked_again(masked_keys(texts, b, domain=DOMAIN), a)
    assert one[: 2 * WIDTH] == other[: 2 * WIDTH]
    assert one[2 * WIDTH :] != other[2 * WIDTH :]


def _tokens(points: bytes) -> set[bytes]:
    return {points[at : at + WIDTH] for at in range(0, len(points), WIDTH)}


def _filter(text: str) -> set[int]:
    """A Bloom filter as organisations have used them: pairs of letters, ten hashes each, 512 places."""
    spelt = "".join(names.romanise(text[:3], system="dprk").lower().split()) + text[3:]
    pairs = {spelt[at : at + 2] for at in range(len(spelt) - 1)}
    return {
        int.from_bytes(hashlib.blake2b(f"{pair}{n}".encode(), digest_size=4).digest(), "big") % 512
        for pair in pairs
        for n in range(10)
    }


def _aligned(clear: list[set[int]], encoded: list[set[int]], order: np.ndarray) -> float:
    """Share of encoded records named by matching each one's similarities to all others (Culnane et al. 2017)."""
    ours, theirs = (_profiles(each) for each in (clear, encoded))
    distance = ((theirs[:, None, :] - ours[None, :, :]) ** 2).sum(axis=2)
    return float((distance.argmin(axis=1) == order).mean())


def _profiles(sets: list[set[int]]) -> np.ndarray:
    dice = np.array([[2 * len(a & b) / (len(a) + len(b)) for b in sets] for a in sets])
    np.fill_diagonal(dice, 0)
    return np.sort(dice, axis=1)
