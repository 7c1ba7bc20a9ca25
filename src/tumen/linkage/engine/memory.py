"""In this process and on this machine: pairs in threads, names in processes where they are very many."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, TypeVar

from tumen.errors import LinkageError
from tumen.linkage.engine.meetings import Batch
from tumen.linkage.engine.reading import pieces, read, remembered
from tumen.linkage.engine.sieving import Kept, Sieve
from tumen.progress import Progress, check

_WORTH_PROCESSES: Final = 60_000
"""Fewer names are read sooner than processes begin to."""

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Everything in the memory of this machine: the default.

    Attributes:
        workers: how many batches are compared at a time; None for one a processor.
    """

    workers: int | None = None

    def __post_init__(self) -> None:
        if self.workers is not None and self.workers < 1:
            raise LinkageError("There must be at least one worker.", hint="Leave it out for one a processor.")

    @property
    def _count(self) -> int:
        return self.workers or os.cpu_count() or 1

    def read(self, spelt: Sequence[str], progress: Progress) -> None:
        """Read names, in processes of their own where that is worth it."""
        progress.start(len(spelt), "Reading names")
        if self._count < 2 or len(spelt) < _WORTH_PROCESSES:
            remembered(map(read, pieces(spelt)), progress)
            return
        # Forked workers would inherit the locks of compiled code that runs in threads.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(max_workers=self._count, mp_context=context) as pool:
            remembered(_ahead(pool, self._count, read, pieces(spelt)), progress)

    def sift(self, sieve: Sieve, batches: Sequence[Batch], progress: Progress) -> Iterator[Kept]:
        """Compare batches in threads: compiled code and arrays leave the interpreter to others."""
        with ThreadPoolExecutor(max_workers=self._count) as pool:
            done = _ahead(pool, self._count, sieve.sift, batches)
            for batch, kept in zip(batches, done, strict=True):
                check(progress)
                yield kept
                progress.advance(batch.most)


def _ahead(
    pool: Executor, workers: int, work: Callable[[_Given], _Made], given: Sequence[_Given]
) -> Iterator[_Made]:
    """What is made of each, in order; a few are begun before they are asked for, and dropped if they are not."""
    running: deque[Future[_Made]] = deque()
    try:
        for each in given:
            running.append(pool.submit(work, each))
            if len(running) > workers:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
    finally:
        for left in running:
            left.cancel()
