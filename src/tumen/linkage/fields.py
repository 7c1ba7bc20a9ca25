"""What is compared besides the name, in which levels, and how often one person's mentions should agree.

A level belongs to a group: a comparison is judged only against the others that were possible with
dates this precise. Two exact days can agree or differ to the day, two years only to the year.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

MISSING: Final = 0
_YEAR: Final = 366.0
_DAY: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One outcome of a comparison.

    Attributes:
        words: what it means, in plain words.
        group: outcomes that were possible together; rates sum to 1 within a group.
        prior: how often two mentions of one person come out here, before any pair was seen.
        chance: how often two different people do, before any pair was seen.
        same_value: both state one value, so that a rare value counts for more.
    """

    words: str
    group: int
    prior: float
    chance: float
    same_value: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field with its levels; level 0 is always "not stated by both"."""

    name: str
    levels: tuple[Level, ...]


def _date_levels(what: str) -> tuple[Level, ...]:
    rows = (
        ("on the same day", 0, 0.70, 0.0002),
        ("days apart, within a year", 0, 0.22, 0.03),
        ("one to three years apart", 0, 0.06, 0.06),
        ("more than three years apart", 0, 0.02, 0.91),
        ("in the same year", 1, 0.76, 0.03),
        ("about a year apart", 1, 0.16, 0.05),
        ("one to three years apart", 1, 0.06, 0.08),
        ("more than three years apart", 1, 0.02, 0.84),
        ("possibly at the same time, loosely dated", 2, 0.94, 0.3),
        ("up to three years apart though loosely dated", 2, 0.04, 0.2),
        ("more than three years apart though loosely dated", 2, 0.02, 0.5),
    )
    missing = Level(words=f"{what}: not stated by both", group=-1, prior=1.0, chance=1.0)
    return (
        missing,
        *(
            Level(words=f"{what} {words}", group=group, prior=prior, chance=chance)
            for words, group, prior, chance in rows
        ),
    )


def _value_levels(what: str, agree: float, chance: float) -> tuple[Level, ...]:
    return (
        Level(words=f"{what}: not stated by both", group=-1, prior=1.0, chance=1.0),
        Level(words=f"same {what}", group=0, prior=agree, chance=chance, same_value=True),
        Level(words=f"different {what}", group=0, prior=1 - agree, chance=1 - chance),
    )


def _place_levels() -> tuple[Level, ...]:
    return (
        Level(words="birthplace: not stated by both", group=-1, prior=1.0, chance=1.0),
        Level(words="same birthplace", group=0, prior=0.65, chance=0.08, same_value=True),
        Level(words="birthplaces fit: one lies in the other", group=0, prior=0.20, chance=0.10),
        Level(words="birthplaces in the same region", group=0, prior=0.07, chance=0.12),
        Level(words="birthplaces in different regions", group=0, prior=0.08, chance=0.70),
    )


FIELDS: Final = (
    Field(name="sex", levels=_value_levels("sex", 0.98, 0.5)),
    Field(name="birth", levels=_date_levels("born")),
    Field(name="birthplace", levels=_place_levels()),
    Field(name="left", levels=_date_levels("left")),
    Field(name="died", levels=_date_levels("died")),
)

RARE: Final = tuple(
    row for row, field in enumerate(FIELDS) if any(level.same_value for level in field.levels)
)
"""Fields of which a rare common value counts for more."""
SAME: Final = 1
"""The level of such a field at which both state one value."""


def value_levels(a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int8]:
    """Levels of pairs of value numbers, shape (pairs,); -1 means "not stated"."""
    level = np.where(a == b, 1, 2)
    return np.where((a < 0) | (b < 0), MISSING, level).astype(np.int8)


def place_levels(
    a: NDArray[np.int64], b: NDArray[np.int64], region: NDArray[np.int64], nested: NDArray[np.int64]
) -> NDArray[np.int8]:
    """Levels of pairs of place numbers.

    Args:
        a, b: place numbers, shape (pairs,); -1 means "not stated".
        region: number of the region of each place, shape (places,).
        nested: `low * places + high` for each two places of which one lies in the other.
    """
    stated = (a >= 0) & (b >= 0)
    low, high = np.minimum(a, b)[stated], np.maximum(a, b)[stated]
    within = np.isin(low * len(region) + high, nested)
    level = np.zeros(len(a), dtype=np.int8)
    level[stated] = np.select([low == high, within, region[low] == region[high]], [1, 2, 3], 4)
    return level


def date_levels(
    a: tuple[NDArray[np.float64], NDArray[np.float64]], b: tuple[NDArray[np.float64], NDArray[np.float64]]
) -> NDArray[np.int8]:
    """Levels of pairs of date intervals.

    Args:
        a, b: first and last possible day as day numbers, shape (pairs,) each; infinite where open,
            NaN where not stated.
    """
    with np.errstate(invalid="ignore"):
        gap = np.maximum(np.maximum(a[0], b[0]) - np.minimum(a[1], b[1]), 0.0)
        width = np.maximum(a[1] - a[0], b[1] - b[0])
        far = np.select([gap <= 0, gap <= _YEAR, gap <= 3 * _YEAR], [0, 1, 2], 3)
        exact, yearly = 1 + far, 5 + far
        loose = 9 + np.where(far == 0, 0, np.where(far < 3, 1, 2))
        level = np.where(width < _DAY, exact, np.where(width <= _YEAR, yearly, loose))
        stated = ~np.isnan(gap)
    return np.where(stated, level, MISSING).astype(np.int8)
