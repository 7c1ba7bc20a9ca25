"""Columns of words and of digits, compared by how they are mistyped, shortened and put into the wrong field."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from tumen.linkage.fields import MISSING, Field, Level, field
from tumen.linkage.kinds import Ints, Levels, numbered

_NEAR: Final = 0.92
_ALIKE: Final = 0.85
_FAINT: Final = 0.72
_TWO_SLIPS: Final = 2
_SHORTEST_BEGINNING: Final = 3


class TextLevel(IntEnum):
    """How two texts agree."""

    MISSING = 0
    SAME = 1
    SLIP = 2
    NEAR = 3
    BEGINS = 4
    ALIKE = 5
    FAINT = 6
    DIFFERENT = 7
    EXCHANGED = 8
    INITIAL_FITS = 9
    INITIAL_DIFFERS = 10


class DigitsLevel(IntEnum):
    """How two numbers written in digits agree."""

    MISSING = 0
    SAME = 1
    SLIP = 2
    TWO_SLIPS = 3
    DIFFERENT = 4


def text_field(name: str) -> Field:
    """A field of words, in the levels of `TextLevel`."""
    rows = (
        ("the same", 0, 0.80, 0.01),
        ("one letter differs, or two neighbours are exchanged", 0, 0.08, 0.003),
        ("nearly the same", 0, 0.03, 0.003),
        ("one begins with the other", 0, 0.01, 0.002),
        ("much alike", 0, 0.01, 0.01),
        ("somewhat alike", 0, 0.01, 0.05),
        ("different", 0, 0.04, 0.92),
        ("the same, but in another field", 0, 0.01, 0.002),
        ("an initial that fits", 1, 0.95, 0.08),
        ("an initial that does not fit", 1, 0.05, 0.92),
    )
    levels = (Level(words=words, group=group, prior=p, chance=c) for words, group, p, c in rows)
    return field(name, name.replace("_", " "), *levels)


def digits_field(name: str) -> Field:
    """A field of digits, in the levels of `DigitsLevel`."""
    rows = (
        ("the same", 0.84, 0.01),
        ("one digit differs, or two neighbours are exchanged", 0.09, 0.01),
        ("two digits differ", 0.03, 0.03),
        ("different", 0.04, 0.95),
    )
    levels = (Level(words=words, group=0, prior=p, chance=c) for words, p, c in rows)
    return field(name, name.replace("_", " "), *levels)


class TextColumn:
    """Words, such as a surname or a street.

    Args:
        field: with the levels of `text_field`.
        values: one for each record, empty where not stated.
        exchanged: the values of another field, with which this one is sometimes exchanged.
    """

    def __init__(
        self, field: Field, values: Sequence[str], *, exchanged: Sequence[str] | None = None
    ) -> None:
        self.field = field
        told = each(folded, values)
        distinct, self.number = numbered(told)
        self._texts = np.array([*distinct, ""], dtype=object)
        self._initial = np.array([len(text) == 1 for text in (*distinct, "")])
        self._here, self._there = _in_common(told, each(folded, exchanged or ()))

    def levels(self, a: Ints, b: Ints) -> Levels:
        one, other = self.number[a], self.number[b]
        code, back = _pairs_of_values(one, other, len(self._texts))
        found = self._between(*np.divmod(code, len(self._texts)))[back]
        crossed = (self._here[a] == self._there[b]) | (self._there[a] == self._here[b])
        stated = (one >= 0) & (other >= 0)
        found[crossed & stated & (one != other)] = TextLevel.EXCHANGED
        found[~stated] = MISSING
        return found

    def _between(self, one: Ints, other: Ints) -> Levels:
        """Levels of distinct values by number."""
        left, right = self._texts[one], self._texts[other]
        near = process.cpdist(left, right, scorer=JaroWinkler.similarity, dtype=np.float32)
        level = np.select(
            [near >= _NEAR, near >= _ALIKE, near >= _FAINT],
            [TextLevel.NEAR, TextLevel.ALIKE, TextLevel.FAINT],
            TextLevel.DIFFERENT,
        ).astype(np.int8)
        close = np.flatnonzero(near >= _FAINT)
        level[close[_begins(left[close], right[close])]] = TextLevel.BEGINS
        edits = process.cpdist(left[close], right[close], scorer=OSA.distance, score_cutoff=1, dtype=np.int32)
        level[close[edits <= 1]] = TextLevel.SLIP
        short = np.flatnonzero(self._initial[one] | self._initial[other])
        fits = [bool(x) and bool(y) and x[0] == y[0] for x, y in zip(left[short], right[short], strict=True)]
        level[short] = np.where(fits, TextLevel.INITIAL_FITS, TextLevel.INITIAL_DIFFERS)
        level[one == other] = TextLevel.SAME
        return level


class DigitsColumn:
    """Digits, such as a post code or a number on a card.

    Args:
        field: with the levels of `digits_field`.
        values: one for each record, empty where not stated.
    """

    def __init__(self, field: Field, values: Sequence[str]) -> None:
        self.field = field
        distinct, self.number = numbered(each(folded, values))
        self._texts = np.array([*distinct, ""], dtype=object)

    def levels(self, a: Ints, b: Ints) -> Levels:
        one, other = self.number[a], self.number[b]
        code, back = _pairs_of_values(one, other, len(self._texts))
        left, right = np.divmod(code, len(self._texts))
        edits = process.cpdist(
            self._texts[left],
            self._texts[right],
            scorer=OSA.distance,
            score_cutoff=_TWO_SLIPS,
            dtype=np.int32,
        )
        # No edit is the same, one a slip, two two slips, and more are different.
        found = (edits + DigitsLevel.SAME).astype(np.int8)[back]
        return np.where((one < 0) | (other < 0), MISSING, found).astype(np.int8)


def folded(text: str) -> str:
    """A text without what differs between two ways to write it: case, accents, spaces at the ends."""
    apart = unicodedata.normalize("NFKD", text.casefold()).strip()
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def each(change: Callable[[str], str], values: Sequence[str]) -> list[str]:
    """The changed values, each distinct one changed once."""
    known = {value: change(value) for value in set(values)}
    return [known[value] for value in values]


def sound(text: str) -> str:
    """The first letter and the consonants after it, at most four: what misspellings mostly leave."""
    letters = [letter for letter in folded(text) if letter.isalnum()]
    kept = letters[:1] + [letter for letter in letters[1:] if letter not in "aeiouyhw"]
    return "".join(x for x, before in zip(kept, ["", *kept], strict=False) if x != before)[:4]


def _pairs_of_values(one: Ints, other: Ints, size: int) -> tuple[Ints, Ints]:
    """The distinct pairs of value numbers as codes, the lower first, and which each row has; -1 is the last number."""
    one, other = one % size, other % size
    code, back = np.unique(np.minimum(one, other) * size + np.maximum(one, other), return_inverse=True)
    return code, back


def _begins(left: NDArray[np.object_], right: NDArray[np.object_]) -> NDArray[np.bool_]:
    return np.array(
        [
            min(len(x), len(y)) >= _SHORTEST_BEGINNING and (x.startswith(y) or y.startswith(x))
            for x, y in zip(left, right, strict=True)
        ],
        dtype=np.bool_,
    )


def _in_common(here: Sequence[str], there: Sequence[str]) -> tuple[Ints, Ints]:
    """Numbers of the values of two fields such that equal values have equal numbers; unlike where not stated."""
    if not there:
        return np.full(len(here), -1, dtype=np.int64), np.full(len(here), -2, dtype=np.int64)
    _, both = numbered([*here, *there])
    one, other = both[: len(here)], both[len(here) :]
    return one, np.where(other < 0, -2, other)
