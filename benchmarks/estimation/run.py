"""Do the intervals hold the truth? Simulated populations, every method; coverage, bias, width, time.

python benchmarks/estimation/run.py                      a minute: three designs, four data sets each
python benchmarks/estimation/run.py --sets 50 --all      hours: all designs
python benchmarks/estimation/run.py --all --least-lists 5 --methods latent-class --full --sets 200 --keep FILE
                                                         latent classes in full; goes on where FILE ends
"""

from __future__ import annotations

import argparse
import itertools
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tumen.estimation import (
    METHODS,
    Estimate,
    LatentClass,
    OverlapTable,
    estimate,
    published_table,
    published_tables,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """A population in classes: size and capture rates of each."""

    name: str
    classes: tuple[tuple[int, tuple[float, ...]], ...]

    @property
    def truth(self) -> int:
        return sum(size for size, _ in self.classes)

    def draw(self, rng: np.random.Generator) -> OverlapTable:
        people: list[NDArray[np.int64]] = [
            (rng.random((size, len(rates))) < np.array(rates)).astype(np.int64)
            for size, rates in self.classes
        ]
        lists = [f"list{j + 1}" for j in range(people[0].shape[1])]
        return OverlapTable.from_people(lists, np.concatenate(people))


DESIGNS = (
    Design(name="independent, 5 lists", classes=((2000, (0.1, 0.15, 0.2, 0.25, 0.1)),)),
    Design(name="two classes, 3 lists", classes=((1500, (0.12, 0.1, 0.2)), (500, (0.5, 0.6, 0.45)))),
    Design(
        name="two classes, 4 lists", classes=((1500, (0.12, 0.1, 0.2, 0.15)), (500, (0.5, 0.6, 0.45, 0.7)))
    ),
    Design(
        name="small easy class, 5 lists",
        classes=((1800, (0.033, 0.033, 0.099, 0.132, 0.033)), (200, (0.66, 0.825, 0.759, 0.99, 0.693))),
    ),
    Design(
        name="lists that exclude, 5 lists",
        classes=((1600, (0.113, 0.113, 0.199, 0.832, 0.733)), (400, (0.86, 0.925, 0.859, 0.19, 0.193))),
    ),
    Design(name="sparse, 5 lists", classes=((3000, (0.02, 0.03, 0.015, 0.04, 0.02)),)),
    Design(
        name="three classes, 5 lists",
        classes=(
            (6500, (0.05, 0.12, 0.10, 0.15, 0.08)),
            (1500, (0.5, 0.35, 0.55, 0.45, 0.6)),
            (500, (0.85, 0.7, 0.8, 0.75, 0.9)),
        ),
    ),
)
QUICK = DESIGNS[:3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one method said of one data set."""

    design: str
    method: str
    number: int
    status: str
    point: float | None
    low: float | None
    high: float | None
    seconds: float


def summary(design: Design, method: str, found: list[Found]) -> dict[str, object]:
    """Coverage and bias over the data sets that gave a number."""
    good = [one for one in found if one.point and one.low]
    covered = [(one.low or 0) <= design.truth <= (one.high or np.inf) for one in good]
    ratios = [float(np.log((one.point or 1) / design.truth)) for one in good]
    widths = [(one.high or np.inf) / (one.low or 1) for one in good]
    return {
        "design": design.name,
        "method": method,
        "truth": design.truth,
        "sets": len(found),
        "numbers": len(good),
        "coverage": round(float(np.mean(covered)), 3) if good else None,
        "median_log_ratio": round(float(np.median(ratios)), 3) if good else None,
        "median_high_over_low": round(float(np.median(widths)), 3) if good else None,
        "cpu_seconds_each": round(sum(one.seconds for one in found) / len(found), 2),
    }


def measured(design: Design, method: str, number: int, *, full: bool) -> Found:
    """One design, one method, one data set: set r is drawn with seed 90000 + r, the same for every method."""
    table = design.draw(np.random.default_rng(90_000 + number))
    chosen = LatentClass() if full else LatentClass().for_pooling()
    begun = time.process_time()
    one: Estimate = estimate(
        table, method=chosen if method == "latent-class" else method, rng=np.random.default_rng(1)
    )
    ends = (one.interval.low, one.interval.high) if one.interval else (None, None)
    return Found(
        design=design.name, method=method, number=number, status=one.status, point=one.point, low=ends[0],
        high=ends[1], seconds=round(time.process_time() - begun, 2),
    )  # fmt: skip


def kept(path: Path | None) -> list[Found]:
    """What an earlier run kept."""
    lines = path.read_text(encoding="utf-8").splitlines() if path and path.exists() else []
    return [Found(**json.loads(line)) for line in lines]


def compare_published(names: list[str]) -> None:
    """Latent classes on published tables, beside the other program's result and as its gate allows."""
    print(
        "table\tstatus\tpoint\tlow\thigh\ttheirs\ttheir_low\ttheir_high\tgate\twithin\trhat\tess\trungs\tsweeps\t"
        "cpu_seconds"
    )
    for name in names or published_tables():
        published = published_table(name)
        theirs = [r for r in published.references if r["tool"] == "LCMCR::lcmCR"][-1]
        begun = time.process_time()
        ours = estimate(published.table, rng=np.random.default_rng(1))
        spent = time.process_time() - begun
        ends = (ours.interval.low, ours.interval.high) if ours.interval else (None, None)
        within = ours.point is not None and bool(
            abs(np.log(ours.point / theirs["estimate"])) <= theirs["tolerance_log_median"]
        )
        checks = [ours.diagnostics.get(key) for key in ("rhat", "ess_bulk", "rungs", "sweeps_per_chain")]
        row = (name, ours.status, ours.point, *ends, theirs["estimate"], theirs["lower"], theirs["upper"],
               theirs["gate"].split("-")[0], within, *checks, round(spent, 1))  # fmt: skip
        print("\t".join(map(str, row)), flush=True)


def main() -> None:
    """Measure and print a table, or JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sets", type=int, default=4, help="data sets a design")
    parser.add_argument("--all", action="store_true", help="all designs, not only the quick three")
    parser.add_argument(
        "--full", action="store_true", help="latent classes at their full settings, not the light ones"
    )
    parser.add_argument("--methods", nargs="+", default=list(METHODS), help="only these methods")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--least-lists", type=int, default=3, help="only designs with so many lists")
    parser.add_argument(
        "--keep", type=Path, help="a file that keeps each answer; what is there is not made again"
    )
    parser.add_argument(
        "--published",
        nargs="*",
        metavar="TABLE",
        help="compare with published results instead: all, or these",
    )
    asked = parser.parse_args()
    if asked.published is not None:
        compare_published(asked.published)
        return
    # the first latent-class run compiles; that is not what is measured
    estimate(
        QUICK[0].draw(np.random.default_rng(0)),
        method=LatentClass(first_sweeps=100, max_sweeps=100),
        rng=np.random.default_rng(0),
    )
    designs = [d for d in (DESIGNS if asked.all else QUICK) if len(d.classes[0][1]) >= asked.least_lists]
    methods = [m for m in asked.methods if m != "odds-ratio"]  # that is for two lists; no design has them
    found = kept(asked.keep)
    there = {(one.design, one.method, one.number) for one in found}
    for number, design, method in itertools.product(range(asked.sets), designs, methods):
        if (design.name, method, number) not in there:
            found.append(measured(design, method, number, full=asked.full))
            if asked.keep:
                with asked.keep.open("a", encoding="utf-8") as stream:
                    stream.write(json.dumps(asdict(found[-1])) + "\n")
    rows = []
    for design, method in itertools.product(designs, methods):
        of = [one for one in found if (one.design, one.method) == (design.name, method)]
        if of:
            rows.append(summary(design, method, of))
    if not asked.json:
        print("\t".join(rows[0]))
        for row in rows:
            print("\t".join(str(value) for value in row.values()))
    if asked.json:
        print(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
