"""How well, and how fast, are names compared? Prints the results and writes them beside this file.

python benchmarks/names/run.py                        all tables but the next, about a minute
python benchmarks/names/run.py --check                compare with results.json; exit 1 if quality fell
python benchmarks/names/run.py --rates                the rates chosen on half of the people; two CPU minutes
python benchmarks/names/run.py --peers PYTHON         also the matchers of another environment, see peers.py
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from fitting import chosen_on_half, folds  # noqa: E402  (sibling scripts, not a package)
from keying import blocking_keys  # noqa: E402
from measures import auc, best_f1, best_threshold, brier, f1, logistic, reliability  # noqa: E402
from peers import others, string_ratios  # noqa: E402
from people import Scored, columns, half, held_out  # noqa: E402

from tumen import names  # noqa: E402
from tumen.names.matching import Matcher  # noqa: E402
from tumen.names.tables import default_tables  # noqa: E402

Floats = NDArray[np.float64]
# What meets what: two scripts, or one that meets any.
GROUPS = {
    "Latin with Latin": frozenset({"latn"}),
    "Hangul with Latin": frozenset({"ko", "latn"}),
    "hanja with Hangul": frozenset({"han", "ko"}),
    "hanja with Latin": frozenset({"han", "latn"}),
    "hanja with hanja": frozenset({"han"}),
    "pinyin with any": frozenset({"pinyin"}),
    "Cyrillic with any": frozenset({"cyrl"}),
}
SAMPLE = 1_500
WAYS: tuple[tuple[Any, Any], ...] = (
    ("dprk", "spaced"), ("dprk", "joined"), ("rr", "joined"), ("rr", "hyphen"), ("mr", "hyphen"),
    ("mr-plain", "hyphen"), ("", None), ("", None),
)  # fmt: skip
# A fall of more than this fails --check; timings are never checked, only printed as a ratio.
TOLERANCE = 0.002


def main() -> int:
    """Measure, print, keep or check."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--peers", type=Path, help="Python of an environment with other matchers.")
    parser.add_argument(
        "--rates", action="store_true", help="Only choose the rates anew on half of the people."
    )
    chosen = parser.parse_args()
    kept = HERE / "results.json"
    before = json.loads(kept.read_text(encoding="utf-8"))
    if chosen.rates:
        judged = {"rates chosen on half of the people": chosen_on_half()}
        print(json.dumps(judged, indent=2))
        keep(kept, before | judged)
        return 0
    scored = held_out()
    found = {
        "quality": quality(scored),
        "calibration": calibration(scored),
        "opponents": opponents(scored, chosen.peers),
        "keys": blocking_keys(),
        "probe": probe(),
    }
    print(json.dumps(found, ensure_ascii=False, indent=2))
    print(json.dumps({"speed": speed()}, indent=2))
    if not chosen.check:
        # matchers of another environment stay as they were measured with --peers
        found["opponents"] = before["opponents"] | found["opponents"]
        keep(kept, before | found)
        return 0
    after, before = found["quality"]["held out"], before["quality"]["held out"]
    fallen = [m for m in ("auc", "f1_default") if after[m] < before[m] - TOLERANCE]
    print(f"fell: {', '.join(fallen)}" if fallen else "no worse than before", file=sys.stderr)
    return 1 if fallen else 0


def keep(path: Path, found: dict[str, Any]) -> None:
    """Write the results; parts that this run did not measure stay as an earlier one left them."""
    path.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def quality(scored: list[Scored]) -> dict[str, Any]:
    """All pairs, each held out, then by what meets what, and by fold."""
    return {
        "held out": figures(scored),
        "attested spellings only": figures([s for s in scored if "derived" not in s[0]["source"]]),
        "North Korean office holders only": figures(
            [s for s in scored if "kra" not in s[0]["id_a"] + s[0]["id_b"]]
        ),
        "by scripts": {
            group: figures([s for s in scored if belongs(s[0]["category"], group)]) for group in GROUPS
        },
        "by fold": folds(scored),
    }


def belongs(category: str, group: str) -> bool:
    """Whether a category of the pairs (ko-latn) belongs to a group (Hangul with Latin)."""
    sides = {side.replace("latnforeign", "latn") for side in category.split("-")}
    return GROUPS[group] == sides or ("any" in group and GROUPS[group] <= sides)


def calibration(scored: list[Scored]) -> dict[str, Any]:
    """Does a probability mean what it says? With the shipped prior odds, and with the odds that suit these pairs."""
    truth, score = columns(scored)
    shipped = names.probabilities(score)
    intercept, slope = logistic(score, truth)
    halves = [columns([s for s in scored if half(s[0]["id_a"]) == part]) for part in (0, 1)]
    crossed = [
        (names.probabilities(slope_b * score_a, prior_log_odds=intercept_b), truth_a)
        for (truth_a, score_a), (intercept_b, slope_b) in zip(
            halves, [logistic(s, t) for t, s in reversed(halves)], strict=True
        )
    ]
    refitted, refitted_truth = (np.concatenate(part) for part in zip(*crossed, strict=True))
    base = float(truth.mean())
    return {
        "Brier score": round(brier(shipped, truth), 4),
        "Brier score, slope and intercept fitted on the other half": round(
            brier(refitted, refitted_truth), 4
        ),
        "Brier score of always saying the share of true pairs": round(base * (1 - base), 4),
        "intercept and slope of the log odds on the score": [round(intercept, 2), round(slope, 2)],
        "reliability": reliability(shipped, truth),
    }


def opponents(scored: list[Scored], python: Path | None) -> dict[str, Any]:
    """Area under the curve, and the best F1 that each could reach with a threshold chosen on these very pairs.

    Matchers of another environment take milliseconds a pair: a sample, and ours on the same sample.
    """
    truth, score = columns(scored)
    pairs = [(r["name_a"], r["name_b"]) for r, _ in scored]
    found = {"tumen": standing(score, truth)}
    for name, likeness in string_ratios(pairs).items():
        found[name] = standing(np.array(likeness), truth)
    if python is not None:
        sample = np.random.default_rng(4).permutation(len(pairs))[:SAMPLE]
        found[f"tumen, {SAMPLE} pairs"] = standing(score[sample], truth[sample])
        for name, likeness in others(python, [pairs[i] for i in sample.tolist()]).items():
            found[f"{name}, {SAMPLE} pairs"] = standing(np.array(likeness), truth[sample])
    return found


def standing(score: Floats, truth: NDArray[np.int64]) -> dict[str, float]:
    return {"auc": round(auc(score, truth), 4), "f1_best": round(best_f1(score, truth), 4)}


def figures(scored: list[Scored]) -> dict[str, Any]:
    """Area under the curve; F1, false and missed pairs at the shipped decision; the best F1 of any threshold."""
    truth, score = columns(scored)
    if truth.min() == truth.max():
        return {"pairs": len(truth), "auc": None}
    joined = score >= -names.PRIOR_LOG_ODDS
    return {
        "pairs": len(truth),
        "auc": round(auc(score, truth), 4),
        "f1_default": round(f1(joined, truth), 4),
        "false": int((joined & (truth == 0)).sum()),
        "missed": int((~joined & (truth == 1)).sum()),
        "f1_best": round(best_f1(score, truth), 4),
        "best_threshold": best_threshold(score, truth),
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
    """CPU time of one core, against rapidfuzz on the same pairs in the same run."""
    everyone = made_up_table(10_000)
    rng = np.random.default_rng(2)
    left, right = (rng.integers(len(everyone), size=1_000_000) for _ in range(2))
    a, b = [everyone[i] for i in left.tolist()], [everyone[k] for k in right.tolist()]
    fresh = Matcher(default_tables())
    fresh.scores(["김영희", "金英姬"], ["Kim Yong Hui", "Jin Yingji"])
    reading = seconds(lambda: [fresh.forms(name) for name in everyone])
    keying = seconds(lambda: [fresh.keys(name) for name in everyone])
    names.compare_at(everyone, left[:10_000], right[:10_000])
    by_place = best_of_three(lambda: names.compare_at(everyone, left, right))
    by_name = best_of_three(lambda: names.compare_many(a, b))
    theirs = best_of_three(lambda: process.cpdist(a, b, scorer=JaroWinkler.similarity))
    return {
        "milliseconds to read a new name": round(1000 * reading / len(everyone), 3),
        "milliseconds for the keys of a name": round(1000 * keying / len(everyone), 3),
        "pairs a second, by place": round(len(a) / by_place),
        "pairs a second, by name": round(len(a) / by_name),
        "by place: times the time of Jaro-Winkler": round(by_place / theirs, 2),
        "by name: times the time of Jaro-Winkler": round(by_name / theirs, 2),
        "reading a name: times the time of one Jaro-Winkler": round(
            reading / len(everyone) * len(a) / theirs
        ),
    }


def made_up_table(size: int) -> list[str]:
    """Distinct names by the frequencies of the tables, in Hangul and six romanisations, one in fifty with a slip."""
    rng = np.random.default_rng(1)
    tables = default_tables()
    drawn = [drawn_from(tables.share[position], 2 * size, rng) for position in (0, 1, 2)]
    found = []
    for surname, first, later in zip(*drawn, strict=True):
        system, joining = WAYS[rng.integers(len(WAYS))]
        text = f"{surname} {first}{later}"
        text = names.romanise(text, system, joining=joining) if system else text.replace(" ", "")
        if system and rng.random() < 0.15:
            text = " ".join(reversed(text.split(" ", 1)))
        if rng.random() < 0.02:
            at = int(rng.integers(1, len(text)))
            text = text[: at - 1] + text[at:]
        found.append(text)
    return list(dict.fromkeys(found))[:size]


def drawn_from(share: Mapping[str, float], size: int, rng: np.random.Generator) -> list[str]:
    keys = sorted(share)
    weight = np.array([share[key] for key in keys])
    return [keys[i] for i in rng.choice(len(keys), size=size, p=weight / weight.sum()).tolist()]


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def best_of_three(work: Callable[[], object]) -> float:
    return min(seconds(work) for _ in range(3))


if __name__ == "__main__":
    sys.exit(main())
