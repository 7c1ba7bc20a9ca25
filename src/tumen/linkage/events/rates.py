"""How often each level happens within one event (m) and between two (u), and the weights that follow.

Source: Fellegi, I. P. and Sunter, A. B. (1969), A theory for record linkage, JASA 64, eq. 17: the weight of a level
is log(m/u). Rates are learnt from partitions and not from single pairs: what three accounts of one event say of one
another counts for two comparisons, and pairs that only the loosest of ties connects teach nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.events.chances import Chances
from tumen.linkage.events.levels import FIELDS, MISSING, WIDEST

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Levels = NDArray[np.int8]

_SMALLEST: Final = 1e-4
_U_COUNTS: Final = 40.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What agreement is worth.

    Attributes:
        m: share of pairs of one event that show each level, within the level's group; shape (fields, levels).
        u: the same of all pairs. In a table where many pairs are of one event that makes evidence weaker, on purpose:
            fields are taken for independent and are not quite.
        chances: how often two accounts of different events would agree as a pair does, given what they told.
    """

    m: Floats
    u: Floats
    chances: Chances

    def of_pairs(self, levels: Levels, a: Ints, b: Ints) -> Floats:
        """Natural-log weights of pairs by field, shape (pairs, fields)."""
        found = np.zeros(levels.shape)
        for row, field in enumerate(FIELDS):
            told = levels[:, row]
            found[:, row] = np.log(self.m[row, told]) - np.log(self.u[row, told])
            for level in field.fits:
                agree = np.flatnonzero(told == level)
                chance = self.chances.of(row, level, a[agree], b[agree])
                found[agree, row] = np.log(self.m[row, level]) - np.log(chance)
        return np.where(levels == MISSING, 0.0, found)


def tally(levels: Levels, weight: Floats | None = None) -> Floats:
    """How often each level stands in `levels`, weighted; shape (fields, levels)."""
    counted = [np.bincount(levels[:, row], weights=weight, minlength=WIDEST) for row in range(len(FIELDS))]
    return np.stack(counted).astype(np.float64)


def hand_set() -> tuple[Floats, Floats]:
    """The hand-set m and u, shape (fields, levels) each."""
    m, u = np.ones((2, len(FIELDS), WIDEST))
    for row, field in enumerate(FIELDS):
        m[row, : len(field.levels)] = [level.m for level in field.levels]
        u[row, : len(field.levels)] = [level.u for level in field.levels]
    return m, u


def shares(counts: Floats) -> Floats:
    """Counts of levels as shares within the levels' groups."""
    found = np.ones_like(counts)
    for row, places in _groups():
        found[row, places] = np.maximum(counts[row, places] / counts[row, places].sum(), _SMALLEST)
    return found


def drawn(counts: Floats, rng: np.random.Generator) -> Floats:
    """Shares drawn from the Dirichlet distributions whose parameters are `counts`."""
    found = np.ones_like(counts)
    for row, places in _groups():
        found[row, places] = np.maximum(rng.dirichlet(counts[row, places]), _SMALLEST)
    return found


def chance(counts: Floats) -> Floats:
    """u, from how often each level stands among all pairs, with the hand-set rates for a few pairs.

    What a small table does not show is not impossible.

    Args:
        counts: shape (fields, levels).
    """
    return shares(counts + _U_COUNTS * hand_set()[1])


def _groups() -> list[tuple[int, list[int]]]:
    found = []
    for row, field in enumerate(FIELDS):
        names = sorted({level.group for level in field.levels[1:]})
        found += [(row, [p for p, x in enumerate(field.levels) if p and x.group == name]) for name in names]
    return found
