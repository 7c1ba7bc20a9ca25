"""Compares candidate pairs field by field, and leaves off where nothing that is left could save a pair.

Nearly all candidate pairs are two people, and a name and a birth say so already. So before each field it is reckoned
how much all that is not compared yet could add at most; a pair that would stay below what is kept even so is let go.
What comes through is compared in full, so that no number depends on what was left off.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tumen.compiled import COMPILED, compiled
from tumen.linkage.columns import Columns, Rarities
from tumen.linkage.comparison import Comparisons, chosen, compare, name_scores
from tumen.linkage.weighing import Floats, Ints, Levels, Scales, name_weight_of, rarity_of
from tumen.linkage.weights import Keep, Model, scales

_WORTH_IT: Final = 5_000
_MARGIN: Final = 0.01
"""Sums are rounded; so much is added to what a pair could still weigh."""


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


def hopeful(
    columns: Columns, model: Model, most: Most, keep: Keep, a: Ints, b: Ints
) -> tuple[NDArray[np.int64], Comparisons]:
    """The pairs that `keep` may keep: where they are, and their comparison; those it would keep are all among them."""
    if not COMPILED or len(a) < _WORTH_IT or not columns.told:
        return np.arange(len(a)), compare(columns, a, b)
    on = scales(model)
    least = (keep.least - model.prior_log_odds) / model.trust - _MARGIN
    name = name_scores(columns, a, b)
    could = np.empty(len(a))
    _by_names(on, most, a, b, name, could)
    levels = np.zeros((len(columns.told), len(a)), dtype=np.int8)
    left = np.arange(len(a))
    for field, column in enumerate(columns.told):
        saved = could > least
        if keep.fitting:
            saved |= name[left] > 0
        left, could = left[saved], could[saved]
        one, other = a[left], b[left]
        level = column.levels(one, other)
        levels[field, left] = level
        _by_field(on, most, columns.rarities, field, one, other, levels, left, could)
    return left, chosen(
        Comparisons(fields=columns.fields, a=a, b=b, name=name, levels=levels, rarities=columns.rarities),
        left,
    )


def most_of(columns: Columns, model: Model) -> Most:
    """The most that fields could say by this model."""
    on, rare = scales(model), columns.rarities
    count, widest = on.ratio.shape
    alone = np.empty((len(columns), count), dtype=np.float32)
    for row, (column, factor) in enumerate(zip(columns.told, columns.density, strict=True)):
        said = np.maximum((on.ratio[row, : rare.width[row]] - factor).max(axis=1), 0.0) / 2
        alone[:, row] = np.where(column.number < 0, -1.0, said[column.number])
    given = np.zeros((count, count, widest))
    for x in range(count):
        for y in range(x + 1, count):
            given[x, y] = np.maximum((-on.excess[x, y]).max(axis=1), 0.0)
            given[y, x] = np.maximum((-on.excess[x, y]).max(axis=0), 0.0)
    return Most(alone=alone, beside=given.max(axis=2), given=given)


@compiled
def _by_names(on: Scales, most: Most, a: Ints, b: Ints, name: Floats, could: Floats) -> None:
    """What each pair could weigh at most, its names being known."""
    fields = most.alone.shape[1]
    stated = np.empty(fields, dtype=np.int64)
    for pair in range(len(a)):
        total, count = name_weight_of(on, name[pair]), 0
        for x in range(fields):
            one, other = most.alone[a[pair], x], most.alone[b[pair], x]
            if one >= 0 and other >= 0:
                total += one + other
                for y in range(count):
                    total += most.beside[stated[y], x]
                stated[count] = x
                count += 1
        could[pair] = total


@compiled
def _by_field(
    on: Scales, most: Most, rare: Rarities, field: int, a: Ints, b: Ints, levels: Levels, left: Ints, could: Floats
) -> None:  # fmt: skip
    """What each pair could weigh at most, now that this field is known besides those before it."""
    fields = most.alone.shape[1]
    for pair in range(len(a)):
        i, j = a[pair], b[pair]
        one, other = most.alone[i, field], most.alone[j, field]
        if one < 0 or other < 0:
            continue
        level = levels[field, left[pair]]
        could[pair] += on.ratio[field, level] - rarity_of(rare, field, i, j, level) - one - other
        for x in range(fields):
            if x == field or most.alone[i, x] < 0 or most.alone[j, x] < 0:
                continue
            if x < field:
                known = levels[x, left[pair]]
                could[pair] -= on.excess[x, field, known, level] + most.given[x, field, known]
            else:
                could[pair] += most.given[field, x, level] - most.beside[field, x]
