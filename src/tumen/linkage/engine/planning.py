"""What a linkage will take, said before it begins: pairs, time and memory."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from typing import Final

import numpy as np

from tumen.linkage.engine.meetings import Batch
from tumen.linkage.engine.sieving import Sieve
from tumen.linkage.settings import LinkSettings

_TRIED: Final = 100_000
_BYTES_COMPARED: Final = 400
"""Bytes that comparing a pair takes while its batch is in hand (measured)."""
_BYTES_KEPT: Final = 32
"""Bytes of a kept pair beside one for each field."""
_COPIES: Final = 3
"""How often kept pairs are held at most: as found, as possible, and those outside all groups."""
_BYTES_GROUPED: Final = 24
"""Bytes of a pair of mentions that are resolved together."""
_MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a linkage will take.

    Attributes:
        mentions: how many there are.
        pairs: candidate pairs at most; a pair that shares several keys is counted several times, and compared once.
        taught: from how many of them rates are learnt, at most.
        batches: in how many batches they are compared.
        seconds: about how many seconds of a processor comparing them takes, measured on a few of them.
        kept: about how many are kept.
        megabytes: about the most memory that it takes in this process, with a worker for each processor and all groups
            as full as they may be.
        megabytes_now: what it took until the plan was made: the table and its blocks.
    """

    mentions: int
    pairs: int
    taught: int
    batches: int
    seconds: float
    kept: int
    megabytes: int
    megabytes_now: int

    def __str__(self) -> str:
        return (
            f"{self.mentions:,} mentions have at most {self.pairs:,} candidate pairs; rates are learnt from at most "
            f"{self.taught:,}. Comparing them takes a processor about {_spelt(self.seconds)}, in {self.batches:,} "
            f"batches; about {self.kept:,} pairs stay. Memory: about {self.megabytes:,} MB at most, of which "
            f"{self.megabytes_now:,} are taken already."
        )


def planned(learning: Sieve, linking: Sieve, settings: LinkSettings, *, step: int) -> Plan:
    """Try a few pairs of mentions all over the table, and reckon what all of them take.

    Args:
        learning: what keeps the pairs that teach.
        linking: what keeps the pairs that link.
        settings: see `LinkSettings`.
        step: the pairs of every so many-th mention teach.
    """
    met = learning.meetings
    most = int(met.most.sum())
    batch = _few(learning, most)
    learning.sift(batch)  # code is compiled, tables grow
    began = time.thread_time()
    taught = learning.sift(batch)
    each = (time.thread_time() - began) / max(batch.most, 1)
    linked = linking.sift(batch) if step > 1 else taught
    share = [len(kept) / max(batch.most, 1) for kept in (taught, linked)]
    kept = int(max(share[0] * most / step, share[1] * most))
    now = _megabytes_now()
    held = kept * (_BYTES_KEPT + len(learning.columns.told))
    in_hand = min(most, settings.batch_pairs * (os.cpu_count() or 1)) * _BYTES_COMPARED
    grouped = len(met) * (settings.group_cap - 1) // 2 * _BYTES_GROUPED
    draws = settings.draws * len(met) * np.dtype(np.int32).itemsize
    return Plan(
        mentions=len(met), pairs=most, taught=most // step, kept=kept,
        batches=len(met.batches(pairs=settings.batch_pairs)),
        seconds=each * (most + (most // step if step > 1 else 0)),
        megabytes=now + max(in_hand + held, _COPIES * held + grouped + draws) // _MEGABYTE, megabytes_now=now,
    )  # fmt: skip


def _few(sieve: Sieve, most: int) -> Batch:
    """Some pairs, of mentions all over the table."""
    step = max(1, most // _TRIED)
    return sieve.meetings.batches(step=step, pairs=2 * _TRIED)[0]


def _megabytes_now() -> int:
    """The most memory that this process held until now; 0 where the system does not say."""
    if sys.platform == "win32":
        return 0
    import resource

    kilobyte = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * kilobyte // _MEGABYTE


def _spelt(seconds: float) -> str:
    return f"{seconds / 60:,.0f} min" if seconds >= 120 else f"{seconds:,.0f} s"
