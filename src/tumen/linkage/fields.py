"""The outcomes of a comparison, and how often each should come out before any pair was seen.

A level belongs to a group: a comparison is judged only against the others that were possible with
values told this precisely. Two exact days can agree or differ to the day, two years only to the year.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.dates import DATE_LEVELS, DateLevel, Told
from tumen.places import PLACE_LEVELS, PlaceLevel

MISSING: Final = 0
NEUTRAL: Final = -1
"""The group of outcomes that say nothing, such as "not stated by both"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One outcome of a comparison.

    Attributes:
        words: what it means, in plain words.
        group: outcomes that were possible together; rates sum to 1 within a group. `NEUTRAL` weighs nothing.
        prior: how often two records of one person come out here, before any pair was seen.
        chance: how often two different people do, before any pair was seen.
    """

    words: str
    group: int
    prior: float
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field with its levels; level 0 is always "not stated by both".

    Attributes:
        name: its name.
        levels: its levels.
        named: what goes with a name, so that namesakes come out alike more often than others: the sex, parents of one
            surname.
        last: learnt last, from what all others say. What goes with how fully a person is told of, and not only with who
            it is, would else feed upon itself: namesakes in a large table are mostly both told of fully.
    """

    name: str
    levels: tuple[Level, ...]
    named: bool = False
    last: bool = False

    @property
    def groups(self) -> NDArray[np.int64]:
        """Group of each level."""
        return np.array([level.group for level in self.levels])

    @property
    def priors(self) -> NDArray[np.float64]:
        """`Level.prior` of each level."""
        return np.array([level.prior for level in self.levels])

    @property
    def chances(self) -> NDArray[np.float64]:
        """`Level.chance` of each level."""
        return np.array([level.chance for level in self.levels])


def normalised(field: Field, counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rates that sum to 1 in each group; 1 for a neutral level, so that it weighs nothing."""
    rates = np.ones(len(counts))
    for group in set(field.groups.tolist()) - {NEUTRAL}:
        inside = field.groups == group
        rates[inside] = counts[inside] / counts[inside].sum()
    return rates


def field(name: str, what: str, *levels: Level) -> Field:
    """A field whose levels speak of `what`; "not stated by both" is put before them."""
    missing = Level(words="not stated by both", group=NEUTRAL, prior=1.0, chance=1.0)
    said = tuple(
        Level(words=f"{what}: {level.words}", group=level.group, prior=level.prior, chance=level.chance)
        for level in (missing, *levels)
    )
    return Field(name=name, levels=said)


def value_field(name: str, what: str, *, agree: float, chance: float) -> Field:
    """A field whose values are the same or not."""
    return field(
        name, what,
        Level(words="the same", group=0, prior=agree, chance=chance),
        Level(words="different", group=0, prior=1 - agree, chance=1 - chance),
    )  # fmt: skip


def date_field(name: str, what: str) -> Field:
    """A field of dates, in the levels of `tumen.dates.IdentityTable`."""
    return field(name, what, *(_date_level(level) for level in DateLevel if level != DateLevel.MISSING))


def _date_level(level: DateLevel) -> Level:
    meaning, (prior, chance) = DATE_LEVELS[level], _DATE_RATES[level]
    return Level(words=meaning.words, group=int(meaning.told or Told.DAY), prior=prior, chance=chance)


# Chances of strangers: measured on made-up birthdays of two generations (benchmarks/dates).
_DATE_RATES: Final[dict[DateLevel, tuple[float, float]]] = {
    DateLevel.SAME_DAY: (0.70, 0.0001),
    DateLevel.SWAPPED: (0.01, 0.0001),
    DateLevel.LUNAR: (0.02, 0.00025),
    DateLevel.YEAR_OFF: (0.03, 0.00035),
    DateLevel.SAME_BIRTHDAY: (0.01, 0.0025),
    DateLevel.SLIP: (0.07, 0.0035),
    DateLevel.TWO_SLIPS: (0.03, 0.03),
    DateLevel.SAME_YEAR: (0.05, 0.02),
    DateLevel.WITHIN_YEAR: (0.03, 0.03),
    DateLevel.WITHIN_THREE: (0.03, 0.06),
    DateLevel.APART: (0.02, 0.85),
    DateLevel.MONTH_FITS: (0.75, 0.003),
    DateLevel.MONTH_NEAR: (0.06, 0.01),
    DateLevel.MONTH_YEAR_OFF: (0.05, 0.006),
    DateLevel.MONTH_WITHIN_YEAR: (0.06, 0.03),
    DateLevel.MONTH_WITHIN_THREE: (0.05, 0.07),
    DateLevel.MONTH_APART: (0.03, 0.88),
    DateLevel.YEAR_FITS: (0.76, 0.03),
    DateLevel.YEAR_NEXT: (0.16, 0.05),
    DateLevel.YEAR_WITHIN_THREE: (0.06, 0.08),
    DateLevel.YEAR_APART: (0.02, 0.84),
    DateLevel.LOOSE_FITS: (0.94, 0.30),
    DateLevel.LOOSE_WITHIN_THREE: (0.04, 0.20),
    DateLevel.LOOSE_APART: (0.02, 0.50),
}


def place_field(name: str, what: str) -> Field:
    """A field of places, in the levels of `tumen.places.PlaceTable`."""
    return field(name, what, *(_place_level(level) for level in PlaceLevel if level != PlaceLevel.MISSING))


def _place_level(level: PlaceLevel) -> Level:
    prior, chance = _PLACE_RATES[level]
    # To name only the country is to say nothing on where in it.
    group = NEUTRAL if level is PlaceLevel.IN_COUNTRY else 0
    return Level(words=PLACE_LEVELS[level], group=group, prior=prior, chance=chance)


_PLACE_RATES: Final[dict[PlaceLevel, tuple[float, float]]] = {
    PlaceLevel.SAME: (0.62, 0.08),
    PlaceLevel.MAY_BE_SAME: (0.02, 0.01),
    PlaceLevel.INSIDE: (0.18, 0.10),
    PlaceLevel.INSIDE_THEN: (0.01, 0.01),
    PlaceLevel.NEAR: (0.04, 0.04),
    PlaceLevel.SAME_REGION: (0.05, 0.10),
    PlaceLevel.IN_COUNTRY: (1.0, 1.0),
    PlaceLevel.ACROSS_BORDER: (0.005, 0.01),
    PlaceLevel.OTHER_REGION: (0.03, 0.50),
    PlaceLevel.OTHER_COUNTRY: (0.005, 0.05),
    PlaceLevel.UNKNOWN: (0.04, 0.10),
}
