"""The ring of keys comes back through its doors, and through no other."""

import base64
import hashlib
import json
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tumen import vault
from tumen.errors import CapsuleDamaged, SharesDoNotFit, ShareUnreadable, WrongPassphrase

PASSPHRASE = "여섯 단어로 된 긴 암호"
MADE, RING = vault.create_capsule(PASSPHRASE, kdf=vault.QUICK)
DOOR, SHEETS = vault.make_shares()
BOTH = vault.keep_shares(MADE, RING, DOOR)


def same(one: vault.Ring, other: vault.Ring) -> bool:
    return one.to_bytes() == other.to_bytes()


def test_the_ring_comes_back_with_the_passphrase_only():
    again = vault.Capsule.from_json(MADE.to_json())
    assert same(vault.open_capsule(again, PASSPHRASE), RING)
    with pytest.raises(WrongPassphrase):
        vault.open_capsule(again, "여섯 단어로 된 짧은 암호")
    assert RING.epochs[0].hex() not in MADE.to_json()


def test_a_decomposed_keyboard_types_the_same_passphrase():
    assert same(vault.open_capsule(MADE, unicodedata.normalize("NFD", PASSPHRASE)), RING)


@pytest.mark.parametrize("pair", [(0, 1), (0, 2), (1, 2), (2, 0), (0, 1, 2)])
def test_any_two_of_three_sheets_open_it(pair):
    assert same(vault.open_with_shares(BOTH, [SHEETS[n] for n in pair]), RING)


@pytest.mark.parametrize("sheets", [(), (0,), (1, 1)])
def test_one_sheet_never_does(sheets):
    with pytest.raises(SharesDoNotFit):
        vault.open_with_shares(BOTH, [SHEETS[n] for n in sheets])


def test_sheets_of_another_set_or_an_earlier_one_open_nothing():
    door, others = vault.make_shares()
    with pytest.raises(SharesDoNotFit):
        vault.open_with_shares(BOTH, others[:2])
    with pytest.raises(SharesDoNotFit):
        vault.open_with_shares(BOTH, [SHEETS[0], others[1]])
    later = vault.keep_shares(BOTH, RING, door)
    assert same(vault.open_with_shares(later, others[1:]), RING)
    with pytest.raises(SharesDoNotFit):
        vault.open_with_shares(later, SHEETS[:2])
    with pytest.raises(SharesDoNotFit):
        vault.open_with_shares(MADE, SHEETS[:2])


def test_a_changed_passphrase_opens_and_the_old_one_does_not_while_the_sheets_still_do():
    changed = vault.change_passphrase(BOTH, RING, "another one", kdf=vault.QUICK)
    assert same(vault.open_capsule(changed, "another one"), RING)
    assert same(vault.open_with_shares(changed, SHEETS[1:]), RING)
    with pytest.raises(WrongPassphrase):
        vault.open_capsule(changed, PASSPHRASE)


def test_a_ring_sealed_anew_opens_through_the_same_doors_without_anybody_typing():
    fewer = RING.without(persons=[7])
    resealed = vault.reseal(BOTH, fewer)
    assert same(vault.open_capsule(resealed, PASSPHRASE), fewer)
    assert same(vault.open_with_shares(resealed, SHEETS[:2]), fewer)
    # Under a fresh master key: what was wrapped before is of no use for what was sealed afterwards.
    assert {d.wrapped for d in resealed.doors}.isdisjoint(d.wrapped for d in BOTH.doors)


def test_a_sheet_may_be_typed_with_four_letters_numbers_and_capitals():
    typed = " ".join(f"{n}. {word[:4].upper()}," for n, word in enumerate(SHEETS[0].split(), start=1))
    read = vault.read_sheet(typed)
    assert " ".join(read.words) == SHEETS[0]
    assert read.number == 1
    assert {vault.read_sheet(s).set_id for s in SHEETS} == {read.set_id}
    assert [vault.read_sheet(s).number for s in SHEETS] == [1, 2, 3]


@given(st.integers(0, 19), st.integers(0, 19), st.integers(0, 2))
@settings(max_examples=40, deadline=None)
def test_a_mistyped_sheet_is_noticed_before_it_is_relied_on(at, other, sheet):
    words = SHEETS[sheet].split()
    if words[at] == words[other]:
        return
    words[at], words[other] = words[other], words[at]
    with pytest.raises(ShareUnreadable):
        vault.read_sheet(" ".join(words))
    with pytest.raises(ShareUnreadable):
        vault.read_sheet(" ".join(words[:-1]))
    with pytest.raises(ShareUnreadable):
        vault.read_sheet(" ".join([*words[:-1], "tumen"]))


# Official vectors of SLIP-0039, 128 bits, no passphrase: vector 4 (2 of 3) and what must be refused of it.
SLIP39 = (
    "shadow pistol academic always adequate wildlife fancy gross oasis cylinder mustang wrist rescue view short owner "
    "flip making coding armed",
    "shadow pistol academic acid actress prayer class unknown daughter sweater depict flip twice unkind craft early "
    "superior advocate guest smoking",
)


def test_the_published_vector_gives_its_published_secret():
    from shamir_mnemonic import combine_mnemonics

    assert combine_mnemonics(SLIP39, b"TREZOR").hex() == "b43ceb7e57a0ea8766221624d01b0864"
    assert [vault.read_sheet(s).number for s in SLIP39] == [3, 1]
    with pytest.raises(ShareUnreadable):  # vector 2: invalid checksum
        vault.read_sheet(SLIP39[0].replace("armed", "arena"))


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_any_altered_character_of_the_key_file_is_noticed(data):
    text = BOTH.to_json()
    at = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from("0aZ+{ "))
    changed = text[:at] + letter + text[at + 1 :]
    if changed == text or _means_the_same(changed, text):
        return
    with pytest.raises((CapsuleDamaged, WrongPassphrase)):
        vault.open_capsule(vault.Capsule.from_json(changed), PASSPHRASE)


def _means_the_same(one: str, other: str) -> bool:
    try:
        return bool(json.loads(one) == json.loads(other))
    except ValueError:
        return False


def _forged(change) -> str:
    """The capsule with something changed and its sum made anew, as a forger would."""
    raw = json.loads(BOTH.to_json())
    change(raw)
    raw.pop("sum")
    raw["sum"] = hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()
    return json.dumps(raw)


def test_a_door_that_somebody_slipped_in_is_noticed():
    mine, _ = vault.make_shares()

    def slip(raw):
        raw["doors"][1]["public"] = base64.b64encode(mine.public).decode()

    with pytest.raises(CapsuleDamaged, match="did not make"):
        vault.open_capsule(vault.Capsule.from_json(_forged(slip)), PASSPHRASE)


def test_a_ring_of_an_older_key_file_is_noticed():
    older = json.loads(vault.reseal(BOTH, RING).to_json())["ring"]
    with pytest.raises(CapsuleDamaged):
        vault.open_capsule(vault.Capsule.from_json(_forged(lambda raw: raw.update(ring=older))), PASSPHRASE)


def test_a_key_file_that_would_exhaust_the_memory_is_refused():
    def ask(raw):
        raw["doors"][0]["kdf"]["memory_kib"] = 1 << 40

    with pytest.raises(CapsuleDamaged, match="memory"):
        vault.Capsule.from_json(_forged(ask))


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"format": 1}', '{"format": 2, "doors": 3, "ring": ""}']
)
def test_what_is_no_capsule_is_said_to_be_none(text):
    with pytest.raises(CapsuleDamaged):
        vault.Capsule.from_json(text)


def test_a_turned_ring_writes_with_other_keys_and_still_reads_the_old():
    turned = RING.turned()
    assert turned.key("database") != RING.key("database")
    assert turned.key("database", epoch=1) == RING.key("database")
    assert turned.standing_key("file names") == RING.standing_key("file names")
    name, key = RING.backup_key()
    assert turned.backup_key(name) == (name, key)
    assert turned.backup_key()[1] != key


def test_backups_that_were_closed_have_no_key_any_more():
    from tumen.errors import KeyDestroyed

    name, _ = RING.backup_key()
    with pytest.raises(KeyDestroyed):
        RING.without_old_backups().backup_key(name)
