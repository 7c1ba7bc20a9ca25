"""Compares pairs of mentions field by field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen import names
from tumen.linkage.columns import Columns, Rarities
from tumen.linkage.fields import Field
from tumen.progress import SILENT, Progress, check

_CHUNK: Final = 500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparisons:
    """Compared pairs; p = number of pairs.

    Attributes:
        fields: what was compared besides the name.
        a, b: positions of the mentions, shape (p,).
        name: natural-log likelihood ratio of the names, shape (p,); NaN where one says nothing.
        levels: level of each field, shape (fields, p).
        rarities: how often values meet a level by chance, of the table that `a` and `b` count in; looked up when asked
            for, as for each pair it takes the most room.
    """

    fields: tuple[Field, ...]
    a: NDArray[np.int64]
    b: NDArray[np.int64]
    name: NDArray[np.float64]
    levels: NDArray[np.int8]
    rarities: Rarities

    def __len__(self) -> int:
        return len(self.a)

    @property
    def density(self) -> NDArray[np.float32]:
        """Natural log of how much more often than others these values meet that level by chance, shape (fields, p)."""
        return self.rarities.met(self.a, self.b, self.levels)


def compare(
    columns: Columns, a: NDArray[np.int64], b: NDArray[np.int64], progress: Progress = SILENT
) -> Comparisons:
    """Compare the mentions at positions `a` with those at `b`."""
    levels = np.zeros((len(columns.told), len(a)), dtype=np.int8)
    for row, column in enumerate(columns.told):
        levels[row] = column.levels(a, b)
    return Comparisons(
        fields=columns.fields, a=a, b=b, name=name_scores(columns, a, b, progress), levels=levels,
        rarities=columns.rarities,
    )  # fmt: skip


def chosen(pairs: Comparisons, which: NDArray[np.bool_] | NDArray[np.int64] | slice) -> Comparisons:
    """Some of the pairs, by mask, by position, or a run of them (which is not copied)."""
    return Comparisons(
        fields=pairs.fields, a=pairs.a[which], b=pairs.b[which], name=pairs.name[which],
        levels=pairs.levels[:, which], rarities=pairs.rarities,
    )  # fmt: skip


def name_scores(
    columns: Columns, a: NDArray[np.int64], b: NDArray[np.int64], progress: Progress = SILENT
) -> NDArray[np.float64]:
    """Natural-log likelihood ratio of the names of each pair, shape (pairs,); NaN where one says nothing."""
    number = columns.name_number
    scores = np.full(len(a), np.nan)
    stated = np.flatnonzero((number[a] >= 0) & (number[b] >= 0))
    progress.start(len(stated), "Comparing names")
    for start in range(0, len(stated), _CHUNK):
        check(progress)
        part = stated[start : start + _CHUNK]
        scores[part] = names.compare_at(columns.spelt, number[a[part]], number[b[part]])
        progress.advance(len(part))
    return scores


def joined(parts: Sequence[Comparisons]) -> Comparisons:
    """Several comparisons of one table, one after the other."""
    return Comparisons(
        fields=parts[0].fields,
        a=np.concatenate([part.a for part in parts]), b=np.concatenate([part.b for part in parts]),
        name=np.concatenate([part.name for part in parts]),
        levels=np.concatenate([part.levels for part in parts], axis=1),
        rarities=parts[0].rarities,
    )  # fmt: skip
