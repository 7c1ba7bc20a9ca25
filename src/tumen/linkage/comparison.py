"""Compares pairs of mentions field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen import names
from tumen.linkage.columns import Columns
from tumen.linkage.fields import FIELDS, date_levels, place_levels, value_levels
from tumen.progress import SILENT, Progress, check

_CHUNK: Final = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparisons:
    """Compared pairs; p = number of pairs.

    Attributes:
        a, b: positions of the mentions, shape (p,).
        name: natural-log likelihood ratio of the names, shape (p,); NaN where one says nothing.
        levels: level of each field of `FIELDS`, shape (fields, p).
        rarity: share of mentions that state the common value, shape (fields, p); NaN where none.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    name: NDArray[np.float64]
    levels: NDArray[np.int8]
    rarity: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.a)


def compare(
    columns: Columns, a: NDArray[np.int64], b: NDArray[np.int64], progress: Progress = SILENT
) -> Comparisons:
    """Compare the mentions at positions `a` with those at `b`."""
    levels = np.zeros((len(FIELDS), len(a)), dtype=np.int8)
    rarity = np.full((len(FIELDS), len(a)), np.nan)
    for row, field in enumerate(FIELDS):
        if field.name in columns.values:
            numbers = columns.values[field.name]
            if field.name == "birthplace":
                levels[row] = place_levels(numbers[a], numbers[b], columns.region, columns.nested)
            else:
                levels[row] = value_levels(numbers[a], numbers[b])
            same = levels[row] == 1
            rarity[row, same] = columns.frequencies[field.name][numbers[a[same]]]
        else:
            first, last = columns.days[field.name]
            levels[row] = date_levels((first[a], last[a]), (first[b], last[b]))
    return Comparisons(a=a, b=b, name=_names(columns, a, b, progress), levels=levels, rarity=rarity)


def chosen(pairs: Comparisons, which: NDArray[np.bool_] | NDArray[np.int64]) -> Comparisons:
    """Some of the pairs, by mask or by position."""
    return Comparisons(
        a=pairs.a[which], b=pairs.b[which], name=pairs.name[which],
        levels=pairs.levels[:, which], rarity=pairs.rarity[:, which],
    )  # fmt: skip


def _names(
    columns: Columns, a: NDArray[np.int64], b: NDArray[np.int64], progress: Progress
) -> NDArray[np.float64]:
    """Name scores, each distinct pair of names once."""
    distinct = sorted(set(columns.names))
    number = {name: index for index, name in enumerate(distinct)}
    coded = np.array([number[name] for name in columns.names], dtype=np.int64)
    nothing = number.get("", -1)
    low, high = np.minimum(coded[a], coded[b]), np.maximum(coded[a], coded[b])
    stated = (low != nothing) & (high != nothing)
    pair, back = np.unique(low[stated] * len(distinct) + high[stated], return_inverse=True)
    found = np.empty(len(pair))
    progress.start(len(pair), "Comparing names")
    for start in range(0, len(pair), _CHUNK):
        check(progress)
        part = pair[start : start + _CHUNK]
        lows, highs = part // len(distinct), part % len(distinct)
        found[start : start + _CHUNK] = names.compare_many(
            [distinct[index] for index in lows], [distinct[index] for index in highs]
        )
        progress.advance(len(part))
    scores = np.full(len(a), np.nan)
    scores[stated] = found[back]
    return scores
