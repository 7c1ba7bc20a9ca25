"""Coarse attributes of records, by which blocks are formed: some records have none of one, some several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.kinds import numbered

_WIDEST_BAND: Final = 6
_EPOCH: Final = 719_163  # 1970-01-01 as a day number

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """Numbers that each of n records has of one kind, ascending.

    Attributes:
        start: where the numbers of each record begin, and the end, shape (n + 1,).
        value: the numbers, record by record.
        words: what each number stands for; empty where a number means the same in every table.
    """

    start: Ints
    value: Ints
    words: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.start) - 1


def spread(mention: Ints, parts: Sequence[Attribute]) -> tuple[Ints, list[Ints]]:
    """A row for each way to take one number of every part, for each of the mentions.

    Returns:
        Which of `mention` each row belongs to, and its number of each part.
    """
    at = np.arange(len(mention))
    values: list[Ints] = []
    for part in parts:
        begin, several = part.start[mention[at]], np.diff(part.start)[mention[at]]
        back = np.repeat(np.arange(len(at)), several)
        step = np.arange(len(back)) - np.repeat(np.cumsum(several) - several, several)
        values = [*(each[back] for each in values), part.value[begin[back] + step]]
        at = at[back]
    return at, values


def combined(*parts: Ints) -> Ints:
    """One number for each combination."""
    code = np.zeros(len(parts[0]), dtype=np.int64)
    for part in parts:
        code = code * (int(part.max(initial=0)) + 1) + part
    return code


def listed(texts: Sequence[Sequence[str]]) -> Attribute:
    """A number for each distinct text that a mention has."""
    distinct = [sorted(set(each)) for each in texts]
    words, value = numbered([text for each in distinct for text in each])
    return Attribute(start=_starts([len(each) for each in distinct]), value=value, words=tuple(words))


def single(number: Ints, words: Sequence[str] = ()) -> Attribute:
    """One number each; -1 for none."""
    return Attribute(start=_starts(number >= 0), value=number[number >= 0], words=tuple(words))


def runs(low: Ints, count: Ints) -> Attribute:
    """Consecutive numbers from `low` on."""
    start = _starts(count)
    step = np.arange(start[-1]) - np.repeat(start[:-1], count)
    return Attribute(start=start, value=np.repeat(low, count) + step)


def _starts(counts: Sequence[int] | Ints | NDArray[np.bool_]) -> Ints:
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64)


def band(first: NDArray[np.float64], last: NDArray[np.float64]) -> Attribute:
    """Two-year bands that a date may fall in, each named by its second year; a date looser than that has none.

    Args:
        first, last: first and last possible day number, shape (n,).
    """
    known = np.isfinite(first) & np.isfinite(last)
    low, high = _years(first, known), _years(last, known)
    count = np.where(known, high + 2 - low, 0)
    return runs(low, np.where(count <= _WIDEST_BAND, count, 0))


def _years(day: NDArray[np.float64], known: NDArray[np.bool_]) -> Ints:
    """Years from 1 on of day numbers; 0 where not known."""
    days = (np.where(known, day, 1.0).astype(np.int64) - _EPOCH).astype("datetime64[D]")
    return np.where(known, days.astype("datetime64[Y]").astype(np.int64) + 1970, 0)
