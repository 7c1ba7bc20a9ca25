"""Stretches of a text by place, and its words by spelling: every reader looks only where it may find something."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

from tumen.patterns import later
from tumen.reading.sentences import Sentence, Sentences

T = TypeVar("T")
_WORD = later(r"([A-Za-z]+)")


class Spans(Generic[T]):
    """Stretches with a value each, in order of their beginning."""

    def __init__(self, rows: Iterable[tuple[int, int, T]]) -> None:
        self.rows: list[tuple[int, int, T]] = sorted(rows, key=lambda row: (row[0], row[1]))
        self._starts = [row[0] for row in self.rows]
        self._longest = max((end - start for start, end, _ in self.rows), default=0)

    def within(self, start: int, end: int) -> Sequence[tuple[int, int, T]]:
        """Those that begin from `start` on and before `end`."""
        return self.rows[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def touching(self, start: int, end: int) -> Iterator[tuple[int, int, T]]:
        """Those that share a character with a stretch."""
        for row in self.within(start - self._longest, end):
            if row[1] > start:
                yield row

    def touch(self, start: int, end: int) -> bool:
        """Whether any of them shares a character with a stretch."""
        return next(self.touching(start, end), None) is not None


_MOST = 30_000
_ANSWERS: dict[Callable[[str], object], dict[str, bool]] = {}
"""What was answered about a spelling, kept from text to text, up to so many spellings for each question."""


class Words:
    """The words of a text in Latin letters, each spelling with its places; looked through once for all readers."""

    def __init__(self, text: str) -> None:
        places: defaultdict[str, list[int]] = defaultdict(list)
        parts = _WORD.split(text)  # what stands between words, and the words, by turns
        for word, start in zip(parts[1::2], list(accumulate(map(len, parts)))[::2], strict=False):
            places[word].append(start)
        self.places: dict[str, list[int]] = dict(places)

    def starts(self, wanted: Callable[[str], object]) -> list[int]:
        """Where words stand that are wanted; each spelling is asked about once, in small letters."""
        asked = _ANSWERS.setdefault(wanted, {})
        if len(asked) > _MOST:
            asked.clear()
        found: list[int] = []
        for word, places in self.places.items():
            answer = asked.get(word)
            if answer is None:
                answer = asked[word] = bool(wanted(word.lower()))
            if answer:
                found += places
        return sorted(found)

    def sentences(
        self, wanted: Callable[[str], object], sentences: Sentences, *, also: Iterable[int] = ()
    ) -> list[Sentence]:
        """The sentences in which such words, or places told apart, stand; in order, each once."""
        return sentences.holding((*self.starts(wanted), *also))
