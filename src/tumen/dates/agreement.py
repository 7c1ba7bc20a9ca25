"""The ways in which two dates told of one person agree or differ, from "the same day" to "years apart".

A level belongs to a group: what could come out depends on how precisely both dates are told. Two exact days can
agree to the day, two years only to the year; rates of agreement are learned within a group.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final


class Agreement(StrEnum):
    """What a level says for one person, roughly."""

    MISSING = "not stated by both"
    SAME = "same"
    FITS = "fits"
    EXPLAINED = "differs in a known way"
    NEAR = "near"
    DIFFERENT = "different"


class Told(IntEnum):
    """How precisely the vaguer of two dates is told: the group of a level."""

    DAY = 0
    MONTH = 1
    YEAR = 2
    LOOSELY = 3


class DateLevel(IntEnum):
    """How two dates agree. The numbers are stable: batches hold them as `int8`."""

    MISSING = 0
    SAME_DAY = 1
    SWAPPED = 2
    LUNAR = 3
    YEAR_OFF = 4
    SAME_BIRTHDAY = 5
    SLIP = 6
    TWO_SLIPS = 7
    SAME_YEAR = 8
    WITHIN_YEAR = 9
    WITHIN_THREE = 10
    APART = 11
    MONTH_FITS = 12
    MONTH_NEAR = 13
    MONTH_YEAR_OFF = 14
    MONTH_WITHIN_YEAR = 15
    MONTH_WITHIN_THREE = 16
    MONTH_APART = 17
    YEAR_FITS = 18
    YEAR_NEXT = 19
    YEAR_WITHIN_THREE = 20
    YEAR_APART = 21
    LOOSE_FITS = 22
    LOOSE_WITHIN_THREE = 23
    LOOSE_APART = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelMeaning:
    """What a level means.

    Attributes:
        level: The level.
        told: Its group; None for what is not stated.
        agreement: What it says for one person, roughly.
        words: The reason, in plain words, without the dates themselves.
    """

    level: DateLevel
    told: Told | None
    agreement: Agreement
    words: str


def _rows() -> tuple[tuple[DateLevel, Told | None, Agreement, str], ...]:
    level, told, says = DateLevel, Told, Agreement
    return (
        (level.MISSING, None, says.MISSING, "not stated by both"),
        (level.SAME_DAY, told.DAY, says.SAME, "the same day"),
        (level.SWAPPED, told.DAY, says.EXPLAINED, "day and month are exchanged"),
        (level.LUNAR, told.DAY, says.EXPLAINED, "one is the lunar date of the other, written as a solar one"),
        (level.YEAR_OFF, told.DAY, says.EXPLAINED, "the same day of the year before or after, as where age is "
         "counted from one or a year was registered late"),
        (level.SAME_BIRTHDAY, told.DAY, says.EXPLAINED, "the same day of the year, in years further apart"),
        (level.SLIP, told.DAY, says.EXPLAINED, "one digit differs, or two neighbouring digits are exchanged"),
        (level.TWO_SLIPS, told.DAY, says.NEAR, "two digits differ"),
        (level.SAME_YEAR, told.DAY, says.NEAR, "another day of the same year"),
        (level.WITHIN_YEAR, told.DAY, says.NEAR, "within a year of one another"),
        (level.WITHIN_THREE, told.DAY, says.DIFFERENT, "one to three years apart"),
        (level.APART, told.DAY, says.DIFFERENT, "more than three years apart"),
        (level.MONTH_FITS, told.MONTH, says.FITS, "they fit, one being told to the month"),
        (level.MONTH_NEAR, told.MONTH, says.EXPLAINED, "up to two months apart, as a lunar and a solar month may be"),
        (level.MONTH_YEAR_OFF, told.MONTH, says.EXPLAINED, "they would fit a year earlier or later, as where age "
         "is counted from one or a year was registered late"),
        (level.MONTH_WITHIN_YEAR, told.MONTH, says.NEAR, "two to twelve months apart"),
        (level.MONTH_WITHIN_THREE, told.MONTH, says.DIFFERENT, "one to three years apart"),
        (level.MONTH_APART, told.MONTH, says.DIFFERENT, "more than three years apart"),
        (level.YEAR_FITS, told.YEAR, says.FITS, "they fit, one being told to the year"),
        (level.YEAR_NEXT, told.YEAR, says.EXPLAINED, "a year apart, as where age is counted from one"),
        (level.YEAR_WITHIN_THREE, told.YEAR, says.DIFFERENT, "one to three years apart"),
        (level.YEAR_APART, told.YEAR, says.DIFFERENT, "more than three years apart"),
        (level.LOOSE_FITS, told.LOOSELY, says.FITS, "they may be one day, loosely told"),
        (level.LOOSE_WITHIN_THREE, told.LOOSELY, says.DIFFERENT, "up to three years apart, though loosely told"),
        (level.LOOSE_APART, told.LOOSELY, says.DIFFERENT, "more than three years apart, though loosely told"),
    )  # fmt: skip


DATE_LEVELS: Final[tuple[LevelMeaning, ...]] = tuple(
    LevelMeaning(level=level, told=told, agreement=agreement, words=words)
    for level, told, agreement, words in _rows()
)
"""What each level means; `DATE_LEVELS[level]`."""
