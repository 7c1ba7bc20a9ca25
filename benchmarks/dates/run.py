"""How fast are dates compared for linkage, and how often do slips of one person look like nothing else?

python benchmarks/dates/run.py            the tables of README.md, under a minute; writes results.json
python benchmarks/dates/run.py --check    exit 1 if what the run finds is below the limits in this file
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from tumen import dates
from tumen.dates import Agreement, DateLevel, IdentityTable
from tumen.dates.calendars import lunar
from tumen.errors import DatesError

HERE = Path(__file__).resolve().parent
PAIRS, DISTINCT, PEOPLE = 2_000_000, 20_000, 20_000
LEAST_PAIRS_A_SECOND = 1_000_000
LEAST_RECOGNISED = 0.95
FIRST = datetime.date(1940, 1, 1)


def main() -> int:
    """Measure, print, keep or check."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    found = {"speed": speed(), "slips": slips()}
    print(json.dumps(found, indent=2))
    if not check:
        (HERE / "results.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
        return 0
    slow = found["speed"]["pairs a CPU second"] < LEAST_PAIRS_A_SECOND
    missed = [cause for cause, row in found["slips"].items() if row["recognised"] < LEAST_RECOGNISED]
    print(f"slow: {slow}; missed: {missed}", file=sys.stderr)
    return int(slow or bool(missed))


def speed() -> dict[str, float]:
    """Pairs a CPU second, beside edit distances of the same pairs as text in the same run."""
    rng = np.random.default_rng(7)
    told = [some_date(rng) for _ in range(DISTINCT)]
    table = IdentityTable(told)
    a, b = rng.integers(0, DISTINCT, PAIRS), rng.integers(0, DISTINCT, PAIRS)
    ours = cpu_seconds(lambda: table.levels(a, b))
    texts = np.array([date.edtf for date in told])
    left, right = texts[a].tolist(), texts[b].tolist()
    theirs = cpu_seconds(lambda: process.cpdist(left, right, scorer=Levenshtein.distance, workers=1))
    return {
        "pairs": PAIRS,
        "distinct dates": DISTINCT,
        "pairs a CPU second": round(PAIRS / ours),
        "time as a share of rapidfuzz edit distances": round(ours / theirs, 2),
    }


def cpu_seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def some_date(rng: np.random.Generator) -> dates.Date:
    day = FIRST + datetime.timedelta(days=int(rng.integers(0, 24_000)))
    share = rng.random()
    whole = day.isoformat()
    return dates.parse(
        whole if share < 0.5 else whole[:7] if share < 0.6 else whole[:4] if share < 0.95 else whole[:3] + "X"
    )


def slips() -> dict[str, dict[str, float]]:
    """For each cause of a slip: how often it is seen as itself or stronger, and how often in two strangers."""
    rng = np.random.default_rng(8)
    born = [FIRST + datetime.timedelta(days=int(n)) for n in rng.integers(0, 24_000, PEOPLE)]
    strangers = Counter(level for level, _ in outcomes(born, rng.permutation(np.array(born)).tolist()))
    found: dict[str, dict[str, float]] = {}
    for cause, (make, level) in CAUSES.items():
        changed = [make(day, rng) for day in born]
        pairs = [
            (day, other)
            for day, other in zip(born, changed, strict=True)
            if other is not None and other != day
        ]
        seen = [said for said, _ in outcomes([p[0] for p in pairs], [p[1] for p in pairs])]
        stronger = sum(1 for said in seen if said <= level)
        found[cause] = {
            "pairs": len(pairs),
            "recognised": round(stronger / len(pairs), 4),
            "among strangers": round(sum(n for said, n in strangers.items() if said <= level) / len(born), 5),
        }
    return found


def outcomes(a: list[datetime.date], b: list[datetime.date]) -> list[tuple[DateLevel, Agreement]]:
    table = IdentityTable([dates.plain_day(day) for day in (*a, *b)])
    levels = table.levels(np.arange(len(a)), np.arange(len(a), 2 * len(a)))
    return [(DateLevel(n), dates.DATE_LEVELS[n].agreement) for n in levels.tolist()]


def swapped(day: datetime.date, rng: np.random.Generator) -> datetime.date | None:
    return day.replace(month=day.day, day=day.month) if day.day <= 12 else None


def lunar_as_solar(day: datetime.date, rng: np.random.Generator) -> datetime.date | None:
    """What the lunar date written in these digits was by the sun."""
    try:
        return lunar(day.year, day.month, day.day, calendar="korean").earliest
    except DatesError:
        return None


def year_off(day: datetime.date, rng: np.random.Generator) -> datetime.date | None:
    return other_year(day, int(rng.choice([-1, 1])))


def years_off(day: datetime.date, rng: np.random.Generator) -> datetime.date | None:
    return other_year(day, int(rng.choice([-4, -3, -2, 2, 3, 4])))


def other_year(day: datetime.date, years: int) -> datetime.date | None:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return None


def one_digit(day: datetime.date, rng: np.random.Generator) -> datetime.date | None:
    digits = list(day.strftime("%Y%m%d"))
    digits[int(rng.integers(2, 8))] = str(rng.integers(0, 10))
    try:
        return datetime.date.fromisoformat("".join(digits))
    except ValueError:
        return None


CAUSES: dict[str, tuple[Callable[[datetime.date, np.random.Generator], datetime.date | None], DateLevel]] = {
    "day and month exchanged": (swapped, DateLevel.SWAPPED),
    "lunar written as solar": (lunar_as_solar, DateLevel.LUNAR),
    "a year off": (year_off, DateLevel.YEAR_OFF),
    "years off, same day": (years_off, DateLevel.SAME_BIRTHDAY),
    "one digit": (one_digit, DateLevel.SLIP),
}


if __name__ == "__main__":
    sys.exit(main())
