"""One name at one place of a text, and the names of a text in order."""

from __future__ import annotations

import re
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


def mention(
    text: str,
    start: int,
    end: int,
    kind: str,
    confidence: float,
    reason: str,
    *,
    canonical: str | None = None,
) -> Mention:
    """The words of a place as a mention; its canonical form is its own words where none is given."""
    words = " ".join(text[start:end].split())
    return Mention(
        start=start, end=end, text=text[start:end], kind=kind, canonical=canonical or words, country=None,
        confidence=confidence, reason=reason,
    )  # fmt: skip


def at_words(pattern: re.Pattern[str], text: str, places: Sequence[int]) -> Iterator[re.Match[str]]:
    """Matches that begin at certain words, which costs far less than to try everywhere."""
    return (match for place in places if (match := pattern.match(text, place)) is not None)


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
