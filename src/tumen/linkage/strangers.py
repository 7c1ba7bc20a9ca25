"""How often two different people agree by chance: alone, in two things together, and where their names fit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.fields import NEUTRAL, Field, normalised
from tumen.linkage.seen import FITS, Seen

_CHANCE_STRENGTH: Final = 100.0
_NAMESAKE_STRENGTH: Final = 100.0
_EXCESS_STRENGTH: Final = 10.0


def chance_counts(
    fields: Sequence[Field], random: Seen, weight: NDArray[np.float64]
) -> tuple[NDArray[np.float64], ...]:
    """How often strangers come out at each level of each field, with what was known before any pair.

    Args:
        fields: the fields.
        random: a sample of pairs.
        weight: how many pairs of two people each stands for, shape (pairs,).
    """
    return tuple(
        field.chances * _CHANCE_STRENGTH + counts
        for field, counts in zip(fields, _level_counts(fields, random, weight), strict=True)
    )


def _level_counts(
    fields: Sequence[Field], seen: Seen, weight: NDArray[np.float64]
) -> list[NDArray[np.float64]]:
    """How much weight falls on each level of each field."""
    cells = np.bincount(seen.code, weights=weight, minlength=seen.combination.shape[1])
    return [
        np.asarray(np.bincount(levels, weights=cells, minlength=len(field.levels)), dtype=np.float64)
        for field, levels in zip(fields, seen.combination, strict=True)
    ]


def namesake_rates(
    fields: Sequence[Field], m: Sequence[NDArray[np.float64]], u: Sequence[NDArray[np.float64]], found: Seen,
    weight: NDArray[np.float64],
) -> tuple[NDArray[np.float64], ...]:  # fmt: skip
    """How often strangers whose names fit come out at each level, by how well they fit; see `Model.namesakes`.

    What speaks for one person is never rarer among them than among others: else all namesakes who agree in it could be
    taken for one person, and those who are left would prove it.

    Args:
        fields: the fields.
        m, u: per field, how often mentions of one person and of any two people do.
        found: pairs that were found by their names alone, and perhaps others of weight 0.
        weight: the chance that each is of two people, shape (pairs,).
    """
    cells = np.bincount(found.code, weights=weight, minlength=found.combination.shape[1])
    classes, rates = len(FITS), []
    for field, same, chance, levels in zip(fields, m, u, found.combination, strict=True):
        size = len(chance)
        met = np.bincount(found.fit * size + levels, weights=cells, minlength=(1 + classes) * size)
        counts = chance * _NAMESAKE_STRENGTH + met.reshape(1 + classes, size)[1:]
        like_others = np.tile(chance, (classes, 1))
        named = (_at_least(field, normalised(field, each), chance, same > chance) for each in counts)
        rates.append(np.stack(list(named)) if field.named else like_others)
    return tuple(rates)


def _at_least(
    field: Field, rates: NDArray[np.float64], least: NDArray[np.float64], where: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """The rates with none of those levels below the least; the others of each group make room."""
    raised = np.where(where, np.maximum(rates, least), rates)
    for group in set(field.groups.tolist()) - {NEUTRAL}:
        others = (field.groups == group) & ~where
        room = 1 - raised[(field.groups == group) & where].sum()
        if others.any():
            raised[others] *= room / raised[others].sum()
    return normalised(field, raised)


def excess(
    fields: Sequence[Field], random: Seen, weight: NDArray[np.float64]
) -> tuple[NDArray[np.float64], ...]:
    """How much more often than alone two fields come out so together by chance, as natural logs; see `Model.excess`."""
    cells = np.bincount(random.code, weights=weight, minlength=random.combination.shape[1])
    grouped = [_by_group(field) for field in fields]
    found = []
    for x, y in combinations(range(len(fields)), 2):
        one, other = len(fields[x].levels), len(fields[y].levels)
        at = random.combination[x] * other + random.combination[y]
        table = np.bincount(at, weights=cells, minlength=one * other).astype(np.float64).reshape(one, other)
        found.append(_log_excess(table, grouped[x], grouped[y]))
    return tuple(found)


def _by_group(field: Field) -> NDArray[np.float64]:
    """Which group each level is of, shape (levels, groups); a neutral level is of none."""
    groups = sorted(set(field.groups.tolist()) - {NEUTRAL})
    return np.equal.outer(field.groups, groups).astype(np.float64)


def _log_excess(
    table: NDArray[np.float64], one: NDArray[np.float64], other: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The excess of each cell over what its row and column alone would hold, group by group; 0 for neutral levels."""
    inside = np.asarray(one.T @ table @ other)
    alone = (one @ (one.T @ table)) * (table @ other @ other.T) / np.maximum(one @ inside @ other.T, 1.0)
    told = np.outer(one.any(axis=1), other.any(axis=1))
    return np.where(told, np.log((table + _EXCESS_STRENGTH) / (alone + _EXCESS_STRENGTH)), 0.0)
