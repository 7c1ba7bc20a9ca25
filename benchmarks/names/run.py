"""How well, and how fast, are names compared? Prints the results and writes them beside this file.

python benchmarks/names/run.py            all tables, about a minute
python benchmarks/names/run.py --check    compare with results.json; exit 1 if quality fell
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
REFERENCE = REPOSITORY / "reference/names"
PAIRS = REFERENCE / "frozen/pairs.csv"
sys.path.insert(0, str(REFERENCE / "src"))

from build import build_from  # noqa: E402  (the tables' own build script)
from learn import read_people  # noqa: E402

from tumen import names  # noqa: E402
from tumen.names.matching import Matcher  # noqa: E402
from tumen.names.tables import default_tables, load_tables  # noqa: E402

Row = dict[str, str]
Floats = NDArray[np.float64]
# A fall of more than this fails --check; timings are never checked, only printed as a ratio.
TOLERANCE = 0.002


def main() -> int:
    """Measure, print, keep or check."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    found = {"quality": quality(), "keys": blocking_keys(), "probe": probe()}
    print(json.dumps(found, ensure_ascii=False, indent=2))
    print(json.dumps({"speed": speed()}, indent=2))
    kept = HERE / "results.json"
    if not check:
        kept.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        return 0
    before = json.loads(kept.read_text(encoding="utf-8"))["quality"]["held out"]
    after = found["quality"]["held out"]
    fallen = [m for m in ("auc", "f1_default") if after[m] < before[m] - TOLERANCE]
    print(f"fell: {', '.join(fallen)}" if fallen else "no worse than before", file=sys.stderr)
    return 1 if fallen else 0


def rows() -> list[Row]:
    """All pairs but those of pure pseudonyms, which no model of spelling can join."""
    with PAIRS.open(encoding="utf-8", newline="") as f:
        return [row for row in csv.DictReader(f) if row["category"] != "pseudonym"]


def half(person: str) -> int:
    """Which half a person is in, by a hash of the id."""
    return hashlib.sha256(f"0:{person}".encode()).digest()[-1] % 2


def quality() -> dict[str, Any]:
    """Each half is scored with tables learned from the other half's people only; then both together."""
    scored: list[tuple[Row, float]] = []
    for held_out in (0, 1):
        chosen = [r for r in rows() if half(r["id_a"]) == half(r["id_b"]) == held_out]
        matcher = matcher_without(held_out)
        found = matcher.scores([r["name_a"] for r in chosen], [r["name_b"] for r in chosen])
        scored += list(zip(chosen, found.tolist(), strict=True))
    north = [s for s in scored if "kra" not in s[0]["id_a"] + s[0]["id_b"]]
    attested = [s for s in scored if "derived" not in s[0]["source"]]
    categories = sorted({r["category"] for r, _ in scored})
    by_category = {c: figures([s for s in scored if s[0]["category"] == c]) for c in categories}
    return {
        "held out": figures(scored) | {"auc of Jaro-Winkler on the letters as written": jaro_winkler(scored)},
        "attested spellings only": figures(attested),
        "North Korean office holders only": figures(north),
        "by category": {c: f for c, f in by_category.items() if f["auc"] is not None},
    }


def matcher_without(held_out: int) -> Matcher:
    """A matcher whose tables never saw the held-out half."""
    people = [p for p in read_people(PAIRS) if half(p.id) != held_out]
    with tempfile.TemporaryDirectory() as scratch:
        build_from(people, Path(scratch))
        return Matcher(load_tables(Path(scratch)))


def figures(scored: list[tuple[Row, float]]) -> dict[str, Any]:
    """Pairs, area under the curve, F1 at the shipped decision, and the best F1 any threshold would give."""
    truth = np.array([int(r["match"]) for r, _ in scored])
    score = np.array([s for _, s in scored])
    if truth.min() == truth.max():
        return {"pairs": len(truth), "auc": None}
    return {
        "pairs": len(truth),
        "auc": round(auc(score, truth), 4),
        "f1_default": round(f1(score >= -names.PRIOR_LOG_ODDS, truth), 4),
        "f1_best": round(max(f1(score >= t, truth) for t in np.unique(score)), 4),
    }


def jaro_winkler(scored: list[tuple[Row, float]]) -> float:
    truth = np.array([int(r["match"]) for r, _ in scored])
    score = np.array(
        [JaroWinkler.similarity(r["name_a"].casefold(), r["name_b"].casefold()) for r, _ in scored]
    )
    return round(auc(score, truth), 4)


def auc(score: Floats, truth: NDArray[np.int64]) -> float:
    """Probability that a pair of one person scores above a pair of two (ties count half)."""
    _, inverse, counts = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    positive = int(truth.sum())
    return float(
        (rank[truth == 1].sum() - positive * (positive + 1) / 2) / (positive * (len(truth) - positive))
    )


def f1(chosen: NDArray[np.bool_], truth: NDArray[np.int64]) -> float:
    return float(2 * (chosen & (truth == 1)).sum() / max(chosen.sum() + truth.sum(), 1))


def blocking_keys() -> dict[str, float]:
    """Share of true pairs that meet under a key, and of random pairs of different people that do."""
    found = rows()
    owner = {n: i for r in found for n, i in ((r["name_a"], r["id_a"]), (r["name_b"], r["id_b"]))}
    keys = {name: set(names.keys(name)) for name in owner}
    true = [bool(keys[r["name_a"]] & keys[r["name_b"]]) for r in found if r["match"] == "1"]
    rng = np.random.default_rng(1)
    everyone = sorted(owner)
    drawn = rng.choice(len(everyone), size=(50_000, 2))
    pairs = [
        (everyone[i], everyone[k]) for i, k in drawn.tolist() if owner[everyone[i]] != owner[everyone[k]]
    ]
    return {
        "recall": round(float(np.mean(true)), 4),
        "share of random pairs": round(float(np.mean([bool(keys[a] & keys[b]) for a, b in pairs])), 5),
        "keys a name": round(float(np.mean([len(k) for k in keys.values()])), 2),
    }


def probe() -> dict[str, Any]:
    """Ten made-up names, each in seven spellings: how many of 210 true pairs join, and of 2,205 false ones."""
    people = [line.split("\t") for line in (HERE / "probe.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    spelled = [(k, s) for k, spellings in enumerate(people) for s in spellings]
    pairs = [(x, y) for i, x in enumerate(spelled) for y in spelled[i + 1 :]]
    score = names.compare_many([x[1] for x, _ in pairs], [y[1] for _, y in pairs])
    same = score >= -names.PRIOR_LOG_ODDS
    truth = np.array([x[0] == y[0] for x, y in pairs])
    near = [
        line.split("\t") for line in (HERE / "near_misses.tsv").read_text(encoding="utf-8").splitlines()[1:]
    ]
    joined = names.compare_many([a for a, _ in near], [b for _, b in near]) >= -names.PRIOR_LOG_ODDS
    return {
        "true pairs joined": f"{int((same & truth).sum())} of {int(truth.sum())}",
        "false pairs joined": f"{int((same & ~truth).sum())} of {int((~truth).sum())}",
        "near misses joined": f"{int(joined.sum())} of {len(near)}",
    }


def speed() -> dict[str, float]:
    """Pairs a second, once the names are read, against rapidfuzz on the same pairs in the same run."""
    found = rows()
    rng = np.random.default_rng(2)
    drawn = rng.choice(len(found), size=200_000)
    a = [found[i]["name_a"] for i in drawn.tolist()]
    b = [found[i]["name_b"] for i in rng.permutation(drawn).tolist()]
    fresh = Matcher(default_tables())
    fresh.scores(["김영희", "金英姬"], ["Kim Yong Hui", "Jin Yingji"])
    start = time.perf_counter()
    for name in dict.fromkeys((*a, *b)):
        fresh.forms(name)
    reading = time.perf_counter() - start
    names.compare_many(a[:1000], b[:1000])
    ours = best_of_three(lambda: names.compare_many(a, b))
    theirs = best_of_three(lambda: process.cpdist(a, b, scorer=JaroWinkler.similarity))
    return {
        "milliseconds to read a new name": round(1000 * reading / len({*a, *b}), 2),
        "pairs a second": round(len(a) / ours),
        "times the time of Jaro-Winkler": round(ours / theirs, 1),
    }


def best_of_three(work: Any) -> float:
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    sys.exit(main())
