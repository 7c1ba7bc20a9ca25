"""One name at one place of a text, and the names of a text in order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One name at one place: `text[start:end]`."""

    start: int
    end: int
    text: str
    kind: str
    canonical: str
    country: str | None
    confidence: float
    reason: str
    is_place: bool = False

    @property
    def is_actor(self) -> bool:
        """Whether it names somebody or some body."""
        return not self.is_place


class Mentions:
    """The names of a text in order, none overlapping."""

    def __init__(self, all_: Sequence[Mention]) -> None:
        self.all = all_
        self._starts = [m.start for m in all_]

    def __iter__(self) -> Iterator[Mention]:
        return iter(self.all)

    def within(self, start: int, end: int) -> Sequence[Mention]:
        """Those that begin in a stretch."""
        return self.all[bisect_right(self._starts, start - 1) : bisect_right(self._starts, end - 1)]
