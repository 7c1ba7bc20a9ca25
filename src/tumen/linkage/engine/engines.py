"""What an engine is: it reads names, and has batches of candidate pairs compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from tumen.linkage.engine.meetings import Batch
from tumen.linkage.engine.sieving import Kept, Sieve
from tumen.progress import Progress


class Engine(Protocol):
    """Who does the work of a linkage that can be cut up. No engine changes any number."""

    def read(self, spelt: Sequence[str], progress: Progress) -> None:
        """Read names, each given once, so that this process knows them (`tumen.names.remember`)."""

    def sift(self, sieve: Sieve, batches: Sequence[Batch], progress: Progress) -> Iterator[Kept]:
        """Compare batches, in any order; `progress` is told of the pairs, and may stop between batches."""
