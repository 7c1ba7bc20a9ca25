"""The ways in which two places told of one thing agree or differ."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final


class PlaceLevel(IntEnum):
    """How two places agree. The numbers are stable: batches hold them as `int8`."""

    MISSING = 0
    SAME = 1
    MAY_BE_SAME = 2
    INSIDE = 3
    INSIDE_THEN = 4
    NEAR = 5
    SAME_REGION = 6
    IN_COUNTRY = 7
    ACROSS_BORDER = 8
    OTHER_REGION = 9
    OTHER_COUNTRY = 10
    UNKNOWN = 11


PLACE_LEVELS: Final[dict[PlaceLevel, str]] = {
    PlaceLevel.MISSING: "not stated by both",
    PlaceLevel.SAME: "the same place",
    PlaceLevel.MAY_BE_SAME: "a name that fits several places may mean the same one",
    PlaceLevel.INSIDE: "one lies in the other",
    PlaceLevel.INSIDE_THEN: "one lay in the other before borders were changed",
    PlaceLevel.NEAR: "near one another",
    PlaceLevel.SAME_REGION: "in the same region",
    PlaceLevel.IN_COUNTRY: "one names only the country that the other lies in",
    PlaceLevel.ACROSS_BORDER: "near one another, on two sides of a border",
    PlaceLevel.OTHER_REGION: "in different regions of one country",
    PlaceLevel.OTHER_COUNTRY: "in different countries",
    PlaceLevel.UNKNOWN: "one is not in the gazetteer, or told against it, so nothing can be said",
}
"""The reason for each level, in plain words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceComparison:
    """What two places say about being those of one person or happening.

    Attributes:
        level: How they agree.
        reasons: Why, in plain words.
        metres: How far apart their points are; None where one has none.
    """

    level: PlaceLevel
    reasons: tuple[str, ...]
    metres: float | None = None
