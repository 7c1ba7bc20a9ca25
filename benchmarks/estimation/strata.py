"""Strata in bulk: what do workers, files and a second run cost beside estimating the same tables one after the other?

python benchmarks/estimation/strata.py                     200 strata, two workers: about a CPU minute
python benchmarks/estimation/strata.py --strata 1000 --workers 8
python benchmarks/estimation/strata.py --strata 10000 --through --workers 1
                                                           once and for all: stopped after a third, gone on, read again
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress

import numpy as np

from tumen.errors import Stopped
from tumen.estimation import GraphAveraging, OverlapTable, Strata, StrataEstimates, estimate, estimate_strata
from tumen.progress import SILENT, Progress

METHOD = GraphAveraging(
    try_priors=False
)  # a tenth of a CPU second a table: little work shows what handing it out costs


def made_up(number: int) -> tuple[Strata, int]:
    """Populations of 50 to 2,000 people on five lists that find 10 to 33 % of them each; the people."""
    rng = np.random.default_rng(7)
    tables, truth = {}, 0
    for k in range(number):
        people, rates = int(rng.integers(50, 2000)), rng.uniform(0.1, 0.33, 5)
        truth += people
        on = (rng.random((people, 5)) < rates).astype(np.int64)
        tables[(f"{k:05d}",)] = OverlapTable.from_people([f"list{j}" for j in range(5)], on)
    return Strata.from_tables(tables, dimensions=["stratum"]), truth


def cpu(work: Callable[[], object]) -> tuple[float, object]:
    """CPU seconds of this process and of those it started and waited for."""

    def spent() -> float:
        own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
        return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime

    before = spent()
    found = work()
    return spent() - before, found


class _StoppedAfter:
    """A person who presses stop after so many strata."""

    def __init__(self, strata: int) -> None:
        self.left = strata

    def start(self, total: int | None, label: str) -> None:
        """Nothing to show."""

    def note(self, text: str) -> None:
        """Nothing to keep."""

    def advance(self, n: int = 1) -> None:
        """More are there."""
        self.left -= n

    @property
    def should_stop(self) -> bool:
        """Whether stop was pressed."""
        return self.left <= 0


def through(strata: Strata, truth: int, workers: int) -> None:
    """Every stratum once, with a stop on the way: time, what was not made again, memory, size, the sum of all."""
    number = len(strata.parts)
    with tempfile.TemporaryDirectory() as folder:

        def ask(progress: Progress = SILENT) -> StrataEstimates:
            return estimate_strata(strata, method=METHOD, workers=workers, folder=folder, progress=progress)

        def stop() -> None:
            with suppress(Stopped):
                ask(_StoppedAfter(number // 3))

        begun = time.perf_counter()
        first, _ = cpu(stop)
        kept = sum(len(names) for _, _, names in os.walk(folder))
        rest, found = cpu(ask)
        passed = time.perf_counter() - begun
        again, same = cpu(ask)
        size = sum(os.path.getsize(os.path.join(at, n)) for at, _, names in os.walk(folder) for n in names)
    adding, total = cpu(found.total)  # type: ignore[attr-defined]
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(
        json.dumps(
            {
                "strata": number, "workers": workers, "cpu_seconds": round(first + rest, 1),
                "wall_seconds_on_a_shared_machine": round(passed, 1), "kept_when_stopped": kept,
                "cpu_until_the_stop": round(first, 1), "cpu_after_it": round(rest, 1),
                "cpu_to_read_all_again": round(again, 1), "the_same": found.to_csv() == same.to_csv(),  # type: ignore[attr-defined]
                "bytes_a_stratum": round(size / number), "peak_memory_of_a_process_mb": round(peak / 1024),
                "cpu_to_add_all": round(adding, 1),
                "with_a_number": sum(e.point is not None for e in found.estimates),  # type: ignore[attr-defined]
                "sum": total.words, "truth": truth,  # type: ignore[attr-defined]
            },
            indent=2,
        )
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strata", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--through", action="store_true", help="once, with a stop on the way")
    asked = parser.parse_args()
    strata, truth = made_up(asked.strata)
    if asked.through:
        through(strata, truth, asked.workers)
        return
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
