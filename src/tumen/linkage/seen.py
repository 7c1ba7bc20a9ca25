"""Compared pairs, boiled down to what changes together while rates are learnt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.comparison import Comparisons
from tumen.linkage.name_weight import NameWeight

FITS: Final = (0.0, 4.0, 8.0, 12.0)
"""Scores of names above which they fit, better and better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Compared pairs, boiled down to what changes together while learning; p = number of pairs.

    Attributes:
        combination: the distinct combinations of levels, shape (fields, combinations).
        fit: how well names fit in each, 0 where they do not, see `FITS`; shape (combinations,).
        code: which of them each pair has, shape (p,).
        rare: natural-log weight of how rare the values are, over all fields, shape (p,).
        name: weight of the names as far as no curve changes it, shape (p,); 0 for those that fit.
        likeness: weight of the names that fit before the curve, shape (names that fit,).
        fitting: positions of the pairs they belong to.
    """

    combination: NDArray[np.int64]
    fit: NDArray[np.int64]
    code: NDArray[np.int64]
    rare: NDArray[np.float64]
    name: NDArray[np.float64]
    likeness: NDArray[np.float64]
    fitting: NDArray[np.int64]


def seen_in(pairs: Comparisons, names: NameWeight) -> Seen:
    told = names.told(pairs.name)
    fitting = np.flatnonzero(told > 0)
    likeness = told[fitting]
    told[fitting] = 0.0
    combination, fit, code = _combinations(pairs)
    return Seen(
        combination=combination,
        fit=fit,
        code=code,
        rare=-pairs.density.sum(axis=0, dtype=np.float64),
        name=told,
        likeness=likeness,
        fitting=fitting,
    )


def fit_of(score: NDArray[np.floating]) -> NDArray[np.int64]:
    """How well names fit, by their score: 0 where they do not or are not stated, then by `FITS`; shape (pairs,)."""
    return np.searchsorted(FITS, np.nan_to_num(np.asarray(score, dtype=np.float64)), side="left").astype(
        np.int64
    )


def _combinations(pairs: Comparisons) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The distinct combinations of levels, how well names fit in each, and which of them each pair has."""
    shape = (1 + len(FITS), *(len(field.levels) for field in pairs.fields))
    code = fit_of(pairs.name)
    for size, levels in zip(shape[1:], pairs.levels, strict=True):
        code *= size
        code += levels
    distinct, back = np.unique(code, return_inverse=True)
    fit, *levels = np.unravel_index(distinct, shape)
    combination = np.array(levels, dtype=np.int64).reshape(len(pairs.fields), len(distinct))
    return combination, np.asarray(fit, dtype=np.int64), back.astype(np.int64)
