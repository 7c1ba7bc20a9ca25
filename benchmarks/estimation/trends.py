"""Does the trend hold the truth where doors close and open again, and what would the naive trend have said?

python benchmarks/estimation/trends.py --sets 100        about three CPU minutes

Made-up people leave over 25 years; those who arrive while doors are shut are hardly interviewed, and others than
before. The rate in the last years over that in the first is known. Set r is drawn with seed r.
"""

from __future__ import annotations

import argparse
import math
import time

import numpy as np

from tumen.estimation import Arrivals, Change, RateTrend, ToldEvents, Trend, trend
from tumen.synth import ChangingAccess, tell_years

COMPARED = ((2002, 2007), (2014, 2019))
FACTORS = (0.5, 1.0, 2.0)
GROUPS = ("region", "sex")


def truth(settings: ChangingAccess) -> float:
    """The later rate over the earlier one."""
    early, late = (
        np.mean([settings.rate_in(year + 0.5) for year in range(first, last + 1)]) for first, last in COMPARED
    )
    return float(late / early)


def trends(settings: ChangingAccess) -> dict[str, Trend]:
    """Every form, on the same people."""
    tables = tell_years(settings)
    told = ToldEvents.from_csv(tables["people"], tables["events"], keep=(*GROUPS, "arrived"))
    arrivals = Arrivals.from_csv(tables["arrivals"])
    base = {"years": (2000, 2023), "width": 2, "compare": COMPARED, "windows": (2016, 2021)}
    like = RateTrend(**base, standardise=GROUPS, before_leaving=(1.0, 4.0))
    return {
        "rates, nothing kept alike": trend(told, method=RateTrend(**base)),
        "groups and years before leaving": trend(told, method=like),
        "and weighted to the arrivals": trend(told, method=like, arrivals=arrivals),
    }


def row(name: str, changes: list[tuple[float, Change]]) -> str:
    """Coverage, bias and width of one form."""
    good = [(true, one.ratio, one.interval) for true, one in changes if one.ratio and one.interval]
    held = np.mean([ends.low <= true <= (ends.high or math.inf) for true, _, ends in good])
    off = np.median([math.log(ratio / true) for true, ratio, _ in good])
    width = np.median([(ends.high or math.inf) / ends.low for _, _, ends in good])
    return f"{name}\t{len(good)}/{len(changes)}\t{held:.2f}\t{off:+.2f}\t{width:.2f}"


def main() -> None:
    """Print a line a form."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sets", type=int, default=10, help="sets for each factor")
    parser.add_argument("--people", type=int, default=4000)
    asked = parser.parse_args()
    begun = time.process_time()
    found: dict[str, list[tuple[float, Change]]] = {}
    naive, alarms, windows = [], 0, 0
    for factor in FACTORS:
        for seed in range(asked.sets):
            settings = ChangingAccess(people=asked.people, seed=seed, factor=factor)
            true = truth(settings)
            for name, one in trends(settings).items():
                found.setdefault(name, []).append((true, one.change))
                found.setdefault(f"{name}, direct", []).append((true, one.otherwise))
            naive.append(math.log((one.change.naive or math.nan) / true))
            told = [window for window in one.windows if window.ratio is not None]
            alarms, windows = alarms + sum(window.differs for window in told), windows + len(told)
    print("form\tnumbers\tcoverage\tmedian log ratio\thigh / low")
    print(f"events told a year (naive)\t{len(naive)}/{len(naive)}\t–\t{np.nanmedian(naive):+.2f}\t–")
    for name, changes in found.items():
        print(row(name, changes))
    print(f"windows said to differ: {alarms} of {windows}; {time.process_time() - begun:.0f} CPU seconds")


if __name__ == "__main__":
    main()
