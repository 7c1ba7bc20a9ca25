"""How much more often than other values each value meets an outcome by chance.

In a table of people who left in one decade two years of leaving agree often, but a year before it hardly
ever; a common birthplace is shared by many, and a province holds many towns. So the chance of an outcome
is that of the field, times a factor for each of the two values: how often a value meets the outcome among
the records, against the average value. The factor is shrunk to 1 where few records tell.

This carries the frequency of values (I. P. Fellegi and A. B. Sunter, JASA 64 (1969), section 3.3.1) from
values that are equal to all outcomes of a comparison.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.fields import NEUTRAL
from tumen.linkage.kinds import Column, Ints

_COMPARISONS: Final = 1_000_000
_FEWEST: Final = 50
_SHRINKING: Final = 4.0
_A_BATCH: Final = 250_000


def density(column: Column) -> NDArray[np.float32]:
    """Natural-log factor of each value and level, shape (values + 1, levels); the last row is for none stated.

    Cost: about a million comparisons, fewer in small tables.
    """
    levels = len(column.field.levels)
    stating = np.flatnonzero(column.number >= 0)
    values = int(column.number.max(initial=-1)) + 1
    factor = np.zeros((values + 1, levels), dtype=np.float32)
    if not len(stating):
        return factor
    stating = stating[np.argsort(column.number[stating], kind="stable")]
    first = stating[np.flatnonzero(np.diff(column.number[stating], prepend=-1))]
    others = _spaced(stating, max(_FEWEST, _COMPARISONS // len(first)))
    met = _met(column, first, others, levels)
    frequency = np.bincount(column.number[stating])[column.number[first]].astype(np.float64)
    factor[column.number[first]] = _log_factor(met, frequency, column.field.groups)
    return factor


def flat(column: Column) -> NDArray[np.float32]:
    """Factors that change nothing, for a column whose values are rare or common in themselves."""
    values = int(column.number.max(initial=-1)) + 1
    return np.zeros((values + 1, len(column.field.levels)), dtype=np.float32)


def _spaced(records: Ints, most: int) -> Ints:
    """At most so many of the records, evenly spaced."""
    if len(records) <= most:
        return records
    return records[((np.arange(most) + 0.5) * len(records) / most).astype(np.int64)]


def _met(column: Column, first: Ints, others: Ints, levels: int) -> NDArray[np.float64]:
    """How often a record of each value meets each level among the others, shape (values, levels)."""
    met = np.zeros((len(first), levels))
    step = max(1, _A_BATCH // len(others))
    for begin in range(0, len(first), step):
        some = first[begin : begin + step]
        found = column.levels(np.repeat(some, len(others)), np.tile(others, len(some)))
        cell = np.repeat(np.arange(len(some)), len(others)) * levels + found
        met[begin : begin + step] = np.bincount(cell, minlength=len(some) * levels).reshape(-1, levels)
    return met


def _log_factor(
    met: NDArray[np.float64], frequency: NDArray[np.float64], groups: NDArray[np.int64]
) -> NDArray[np.float64]:
    factor = np.zeros_like(met)
    for group in set(groups.tolist()) - {NEUTRAL}:
        inside = np.flatnonzero(groups == group)
        tried = met[:, inside].sum(axis=1, keepdims=True)
        # The average over records, not over values: that is what chance agreement is learnt from.
        total = frequency @ met[:, inside]
        average = total / max(total.sum(), 1.0)
        factor[:, inside] = np.log((met[:, inside] + _SHRINKING) / (tried * average + _SHRINKING))
    return factor
