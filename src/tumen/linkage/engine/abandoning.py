"""Compares candidate pairs field by field, and leaves off where nothing that is left could save a pair.

Nearly all candidate pairs are two people, and a name and a birth say so already. So before each field it is reckoned
how much all that is not compared yet could add at most; a pair that would stay below what is kept even so is let go.
What comes through is compared in full, so that no number depends on what was left off. Fields of few values come first:
how each two of these agree is worked out once.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tumen.compiled import COMPILED, compiled
from tumen.linkage.columns import Columns, Rarities
from tumen.linkage.comparison import Comparisons, chosen, compare, name_scores
from tumen.linkage.keeping import Keep
from tumen.linkage.kin import KinColumn
from tumen.linkage.kinds import Column, DateColumn, PlaceColumn, ValueColumn
from tumen.linkage.model import Model, scales
from tumen.linkage.weighing import Floats, Ints, Levels, Scales, fit_of, name_weight_of, rarity_of

_WORTH_IT: Final = 5_000
_MARGIN: Final = 0.01
"""Sums are rounded; so much is added to what a pair could still weigh."""
_BY_VALUE: Final = (ValueColumn, DateColumn, PlaceColumn)
"""Columns that compare what is stated and nothing else."""
_PAIRS_A_CELL: Final = 10
_MOST_CELLS: Final = 20_000_000


class Most(NamedTuple):
    """The most that fields could say.

    Attributes:
        alone: half of the most that each field says of a pair, by what one mention states; -1 where it states nothing,
            shape (n, fields).
        beside: the most that two fields say together, shape (fields, fields), the first before the second.
        given: the same where the level of the first is known, shape (fields, fields, levels); both ways round.
    """

    alone: NDArray[np.float32]
    beside: Floats
    given: Floats


class Tables(NamedTuple):
    """How the values of some fields agree, each two of them.

    Attributes:
        level: levels, field by field in one run; row and column are numbers as in `Rarities`.
        start: where each field begins in it; -1 for a field that is not worked out beforehand.
        values: how many rows each field has.
    """

    level: Levels
    start: Ints
    values: Ints


def hopeful(
    columns: Columns, model: Model, most: Most, tables: Tables, keep: Keep, a: Ints, b: Ints
) -> tuple[NDArray[np.int64], Comparisons]:
    """The pairs that `keep` may keep: where they are, and their comparison; those it would keep are all among them."""
    if not COMPILED or len(a) < _WORTH_IT or not columns.told:
        return np.arange(len(a)), compare(columns, a, b)
    on, rare = scales(model), columns.rarities
    least = (keep.least - model.prior_log_odds) / model.trust - _MARGIN
    name = name_scores(columns, a, b)
    could, levels = np.empty(len(a)), np.zeros((len(columns.told), len(a)), dtype=np.int8)
    _by_names_and_tables(on, most, rare, tables, a, b, name, levels, could)
    left, known = np.arange(len(a)), tables.start >= 0
    # Relatives are compared last: each pair of them by all that they say.
    later = sorted(np.flatnonzero(~known).tolist(), key=lambda row: isinstance(columns.told[row], KinColumn))
    for field in later:
        saved = could > least
        if keep.fitting:
            saved |= name[left] > 0
        left, could = left[saved], could[saved]
        one, other = a[left], b[left]
        levels[field, left] = columns.told[field].levels(one, other)
        _by_field(on, most, rare, field, known, one, other, name, levels, left, could)
        known[field] = True
    pairs = Comparisons(fields=columns.fields, a=a, b=b, name=name, levels=levels, rarities=rare)
    return left, chosen(pairs, left)


def tables_of(columns: Columns, pairs: int) -> Tables:
    """Tables of the fields of few values.

    Args:
        columns: the mentions.
        pairs: how many are to be compared; a table is worth it where it has far fewer cells.
    """
    level: list[Levels] = [np.zeros(0, dtype=np.int8)]
    start = np.full(len(columns.told), -1, dtype=np.int64)
    values = np.zeros(len(columns.told), dtype=np.int64)
    for row, column in enumerate(columns.told):
        several = int(column.number.max(initial=-1)) + 1
        if isinstance(column, _BY_VALUE) and 0 < several**2 <= min(pairs / _PAIRS_A_CELL, _MOST_CELLS):
            start[row], values[row] = sum(map(len, level)), several + 1
            level.append(_table(column, several))
    return Tables(level=np.concatenate(level), start=start, values=values)


def _table(column: Column, several: int) -> Levels:
    first = np.zeros(several, dtype=np.int64)
    stated = np.flatnonzero(column.number >= 0)
    first[column.number[stated]] = stated
    found = np.zeros((several + 1, several + 1), dtype=np.int8)
    for at, one in enumerate(first.tolist()):
        found[at, :several] = column.levels(np.full(several, one), first)
    return found.reshape(-1)


def most_of(columns: Columns, model: Model) -> Most:
    """The most that fields could say by this model."""
    on, rare = scales(model), columns.rarities
    _, count, widest = on.ratio.shape
    ratio = on.ratio.max(axis=0)
    alone = np.empty((len(columns), count), dtype=np.float32)
    for row, (column, factor) in enumerate(zip(columns.told, columns.density, strict=True)):
        said = np.maximum((ratio[row, : rare.width[row]] - factor).max(axis=1), 0.0) / 2
        alone[:, row] = np.where(column.number < 0, -1.0, said[column.number])
    given = np.zeros((count, count, widest))
    for x in range(count):
        for y in range(x + 1, count):
            given[x, y] = np.maximum((-on.excess[x, y]).max(axis=1), 0.0)
            given[y, x] = np.maximum((-on.excess[x, y]).max(axis=0), 0.0)
    return Most(alone=alone, beside=given.max(axis=2), given=given)


@compiled
def _by_names_and_tables(
    on: Scales, most: Most, rare: Rarities, tables: Tables, a: Ints, b: Ints, name: Floats, levels: Levels,
    could: Floats,
) -> None:  # fmt: skip
    """What each pair could weigh at most, its names being known and the fields that have a table."""
    fields = most.alone.shape[1]
    for pair in range(len(a)):
        i, j = a[pair], b[pair]
        total = name_weight_of(on, name[pair])
        ratio = on.ratio[fit_of(on, name[pair])]
        for x in range(fields):
            one, other = most.alone[i, x], most.alone[j, x]
            if one < 0 or other < 0:
                continue
            has_table = tables.start[x] >= 0
            level = np.int8(0)
            if has_table:
                place = rare.number[i, x] * tables.values[x] + rare.number[j, x]
                level = tables.level[tables.start[x] + place]
                levels[x, pair] = level
                total += ratio[x, level] - rarity_of(rare, x, i, j, level)
            else:
                total += one + other
            for y in range(x):
                if most.alone[i, y] < 0 or most.alone[j, y] < 0:
                    continue
                if tables.start[y] >= 0 and has_table:
                    total -= on.excess[y, x, levels[y, pair], level]
                elif has_table:
                    total += most.given[x, y, level]
                elif tables.start[y] >= 0:
                    total += most.given[y, x, levels[y, pair]]
                else:
                    total += most.beside[y, x]
        could[pair] = total


@compiled
def _by_field(
    on: Scales, most: Most, rare: Rarities, field: int, known: NDArray[np.bool_], a: Ints, b: Ints, name: Floats,
    levels: Levels, left: Ints, could: Floats,
) -> None:  # fmt: skip
    """What each pair could weigh at most, now that this field is known besides those that are."""
    fields = most.alone.shape[1]
    for pair in range(len(a)):
        i, j = a[pair], b[pair]
        one, other = most.alone[i, field], most.alone[j, field]
        if one < 0 or other < 0:
            continue
        level = levels[field, left[pair]]
        ratio = on.ratio[fit_of(on, name[left[pair]]), field, level]
        could[pair] += ratio - rarity_of(rare, field, i, j, level) - one - other
        for x in range(fields):
            if x == field or most.alone[i, x] < 0 or most.alone[j, x] < 0:
                continue
            if known[x]:
                there = levels[x, left[pair]]
                first, second = min(x, field), max(x, field)
                both = on.excess[first, second, there if x < field else level, level if x < field else there]
                could[pair] -= both + most.given[x, field, there]
            else:
                could[pair] += most.given[field, x, level] - most.beside[field, x]
