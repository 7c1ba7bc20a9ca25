"""Do intervals without overlapping lists hold the truth? Populations are made up, drawn from, and estimated.

python benchmarks/estimation/samples.py                  200 samples a design: about two CPU minutes
python benchmarks/estimation/samples.py --samples 50
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tumen.estimation import (
    ChaoCounts,
    GeneralisedScaleUp,
    HouseholdDeaths,
    MortalityRate,
    NetworkReports,
    Plan,
    ReferralChains,
    ReferralShare,
    RepeatCounts,
    RepeatModel,
    ScaleUp,
    Sheet,
    SurveyRatio,
    SurveySample,
    SurveyTotal,
    estimate_from,
)

Case = tuple[str, float, Any, Any]  # name, truth, sample, method


def repeats(rng: np.random.Generator) -> Iterator[Case]:
    """3,000 people: one rate, and gamma-distributed rates."""
    for name, rate in (("one rate", np.full(3000, 0.7)), ("many rates", rng.gamma(1.0, 0.7, 3000))):
        counts = rng.poisson(rate)
        people = {int(k): int((counts == k).sum()) for k in np.unique(counts) if k}
        sample = RepeatCounts.from_frequencies(people)
        yield f"counts, {name}: Poisson", 3000, sample, RepeatModel()
        yield f"counts, {name}: geometric", 3000, sample, RepeatModel(family="geometric")
        yield f"counts, {name}: Chao's bound", 3000, sample, ChaoCounts()


def villages(rng: np.random.Generator) -> Iterator[Case]:
    """Three strata of villages with skewed numbers of migrants; 20 of each are drawn."""
    fixed = np.random.default_rng(1)
    columns: dict[str, list[Any]] = {name: [] for name in ("zone", "N", "y", "x")}
    total = residents = 0.0
    for zone, (n, mean) in {"a": (180, 20.0), "b": (420, 8.0), "c": (900, 2.0)}.items():
        x = fixed.gamma(4, 150, n)
        y = fixed.poisson(mean * fixed.gamma(1.0, 1.0, n) * x / 600)
        total, residents = total + y.sum(), residents + x.sum()
        for at in rng.choice(n, 20, replace=False):
            for name, cell in zip(columns, (zone, n, int(y[at]), float(x[at])), strict=True):
                columns[name].append(cell)
    plan = Plan(strata="zone", populations=["N"])
    sample = SurveySample.from_sheet(Sheet.from_columns(columns), value="y", per="x", plan=plan)
    yield "survey, total", total, sample, SurveyTotal()
    yield "survey, ratio", total, sample, SurveyRatio(known_total=residents)


def households(rng: np.random.Generator) -> Iterator[Case]:
    """30 clusters of 20 households; the rate differs from cluster to cluster."""
    rows = []
    for village in range(30):
        rate = 0.5e-4 * rng.gamma(2.0, 0.5)
        for _ in range(20):
            members = 1 + int(rng.poisson(4))
            died = int(rng.binomial(members, -np.expm1(-rate * 180)))
            rows.append((village, members - died, 0, 0, 0, died, 180, 1))
    names = ("village", "present", "joined", "left", "born", "died", "days", "w")
    sheet = Sheet.from_columns({name: [row[j] for row in rows] for j, name in enumerate(names)})
    sample = HouseholdDeaths.from_sheet(sheet, plan=Plan(clusters=["village"], weight="w"))
    yield "mortality", 0.5, sample, MortalityRate()


def chains(rng: np.random.Generator) -> Iterator[Case]:
    """400 people brought by one another through a network of 4,000 in which like knows like twice as often."""
    n = 4000
    blue = np.random.default_rng(2).random(n) < 0.3
    tie = np.random.default_rng(3)
    first, second = tie.integers(0, n, 60_000), tie.integers(0, n, 60_000)
    kept = (first != second) & ((blue[first] == blue[second]) | (tie.random(60_000) < 0.5))
    a, b = np.concatenate([first[kept], second[kept]]), np.concatenate([second[kept], first[kept]])
    order = np.argsort(a, kind="stable")
    friends = np.split(b[order], np.cumsum(np.bincount(a, minlength=n))[:-1])
    degree = np.array([len(f) for f in friends])
    people = [int(i) for i in rng.choice(n, 8, replace=False, p=degree / degree.sum())]
    by: list[str] = [""] * len(people)
    inside, at = set(people), 0
    while len(people) < 400 and at < len(people):
        free = [int(f) for f in np.unique(friends[people[at]]) if int(f) not in inside]
        for friend in rng.permutation(free)[: rng.integers(1, 4)]:
            people.append(int(friend))
            by.append(str(people[at]))
            inside.add(int(friend))
        at += 1
    columns = {
        "id": people, "recruiter": by, "degree": degree[people].tolist(),
        "colour": ["blue" if blue[i] else "red" for i in people],
    }  # fmt: skip
    sample = ReferralChains.from_sheet(Sheet.from_columns(columns), trait=("colour", "blue"))
    yield "chains, share", float(blue.mean()), sample, ReferralShare(replicates=500)


def networks(rng: np.random.Generator) -> Iterator[Case]:
    """300 respondents, 100 members; friends know of 40% of the members they know."""
    population, size, told = 100_000, 1500, 0.4
    groups = {"a": 1500.0, "b": 4000.0, "c": 900.0, "d": 2500.0}
    knows = rng.gamma(2, 100, 300)
    asked = {g: rng.poisson(knows * n / population).tolist() for g, n in groups.items()}
    asked["hidden"] = rng.poisson(knows * told * size / population).tolist()
    friends = rng.gamma(2, 100, 100)
    members = {g: rng.poisson(friends * told * n / population).tolist() for g, n in groups.items()}
    sample = NetworkReports.from_sheet(
        Sheet.from_columns(asked), hidden="hidden", known=groups, population=population,
        members=Sheet.from_columns(members),
    )  # fmt: skip
    yield "network, told 1 (wrong)", size, sample, ScaleUp(replicates=500)
    yield "network, told 0.4", size, sample, ScaleUp(told=told, replicates=500)
    yield "network, generalised", size, sample, GeneralisedScaleUp(replicates=500)


DESIGNS: tuple[Callable[[np.random.Generator], Iterator[Case]], ...] = (
    repeats, villages, households, chains, networks,
)  # fmt: skip


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--samples", type=int, default=200)
    samples = asked.parse_args().samples
    print("design\tgiven\tcoverage\tmedian log ratio\thigh / low\tCPU s")
    for design in DESIGNS:
        found: dict[str, list[tuple[float, float, float, float]]] = {}
        for r in range(samples):
            for name, truth, sample, method in design(np.random.default_rng(90_000 + r)):
                began = time.process_time()
                one = estimate_from(sample, method=method, rng=np.random.default_rng(r))
                spent = time.process_time() - began
                rows = found.setdefault(name, [])
                if one.point is not None and one.interval is not None and one.interval.high is not None:
                    low, high = one.interval.low, one.interval.high
                    rows.append((float(low <= truth <= high), np.log(one.point / truth), high / low, spent))
        for name, rows in found.items():
            held, ratio, width, spent = np.array(rows).T
            print(
                f"{name}\t{len(rows)}/{samples}\t{held.mean():.2f}\t{np.median(ratio):+.3f}\t"
                f"{np.median(width):.2f}\t{spent.mean():.3f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
