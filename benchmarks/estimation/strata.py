"""Strata in bulk: what do workers, files and a second run cost beside estimating the same tables one after the other?

python benchmarks/estimation/strata.py                     200 strata, two workers: about a CPU minute
python benchmarks/estimation/strata.py --strata 1000 --workers 8
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
from collections.abc import Callable

import numpy as np

from tumen.estimation import GraphAveraging, OverlapTable, Strata, estimate, estimate_strata

METHOD = GraphAveraging(
    try_priors=False
)  # a tenth of a CPU second a table: little work shows what handing it out costs


def made_up(number: int) -> Strata:
    """Populations of 50 to 2,000 people on five lists that find a tenth to a third of them each."""
    rng = np.random.default_rng(7)
    tables = {}
    for k in range(number):
        people, rates = int(rng.integers(50, 2000)), rng.uniform(0.1, 0.33, 5)
        on = (rng.random((people, 5)) < rates).astype(np.int64)
        tables[(f"{k:05d}",)] = OverlapTable.from_people([f"list{j}" for j in range(5)], on)
    return Strata.from_tables(tables, dimensions=["stratum"])


def cpu(work: Callable[[], object]) -> tuple[float, object]:
    """CPU seconds of this process and of those it started and waited for."""

    def spent() -> float:
        own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
        return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime

    before = spent()
    found = work()
    return spent() - before, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strata", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    strata = made_up(asked.strata)
    estimate(
        strata.parts[0].table, method=METHOD, rng=np.random.default_rng(1)
    )  # compile before the clock runs
    plain, _ = cpu(
        lambda: [estimate(p.table, method=METHOD, rng=np.random.default_rng(1)) for p in strata.parts]
    )
    one, alone = cpu(lambda: estimate_strata(strata, method=METHOD, workers=1))
    with tempfile.TemporaryDirectory() as folder:
        pooled, many = cpu(
            lambda: estimate_strata(strata, method=METHOD, workers=asked.workers, folder=folder)
        )
        again, same = cpu(
            lambda: estimate_strata(strata, method=METHOD, workers=asked.workers, folder=folder)
        )
        size = sum(
            os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(folder) for name in names
        )
    print(
        json.dumps(
            {
                "strata": asked.strata,
                "workers": asked.workers,
                "cpu_plain": round(plain, 1),
                "cpu_one_worker_over_plain": round(one / plain, 3),
                "cpu_pool_over_plain": round(pooled / plain, 3),
                "efficiency_of_the_pool": round(plain / pooled, 3),
                "cpu_resumed_over_plain": round(again / plain, 4),
                "bytes_a_stratum": round(size / asked.strata),
                "identical": len({found.to_csv() for found in (alone, many, same)}) == 1,  # type: ignore[attr-defined]
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
