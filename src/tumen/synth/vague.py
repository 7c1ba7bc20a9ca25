"""Dates as people tell them, in EDTF: to the day, a season, a year, about, perhaps, or not at all."""

from __future__ import annotations

import threading
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from korean_lunar_calendar import KoreanLunarCalendar

from tumen.synth.dice import Dice, Weighted
from tumen.synth.situation import Situation

if TYPE_CHECKING:
    from tumen.synth.people import Person

OWN = Weighted([("day", 22), ("month", 36), ("season", 8), ("year", 20), ("about", 5), ("unsure", 2), ("decade", 1),
                ("span", 2), ("none", 4)])  # fmt: skip
HEARD = Weighted([("day", 3), ("month", 17), ("season", 10), ("year", 38), ("about", 10), ("unsure", 5),
                  ("decade", 3), ("span", 3), ("none", 11)])  # fmt: skip
_OWN_BIRTH = Weighted([("day", 62), ("month", 10), ("year", 20), ("about", 4), ("none", 4)])
_HEARD_BIRTH = Weighted([("day", 4), ("month", 6), ("year", 32), ("about", 28), ("decade", 4), ("none", 26)])
_LOCAL = threading.local()
_LENGTHS = {"day": 10, "month": 7, "year": 4}
_SEASONS = {
    "03": 21,
    "04": 21,
    "05": 21,
    "06": 22,
    "07": 22,
    "08": 22,
    "09": 23,
    "10": 23,
    "11": 23,
    "12": 24,
}


@lru_cache(maxsize=60_000)
def exact(day: int) -> str:
    """A day as ISO 8601. Kept: a world has some ten thousand different days and names each of them often."""
    return date.fromordinal(day).isoformat()


def at(day: int, precision: str) -> str:
    """A day written with a precision.

    January and February have no season here: which year a winter belongs to is read in two ways.
    """
    text = exact(day)
    length = _LENGTHS.get(precision)
    if length is not None:
        return text[:length]
    if precision == "season":
        season = _SEASONS.get(text[5:7])
        return text[:7] if season is None else f"{text[:4]}-{season}"
    return _by_year(text[:4], precision)


def _by_year(year: str, precision: str) -> str:
    if precision == "about":
        return f"{year}~"
    if precision == "unsure":
        return f"{year}?"
    if precision == "span":
        return f"{year}/{int(year) + 1}"
    return f"{year[:3]}X" if precision == "decade" else ""


def birth(dice: Dice, situation: Situation, person: Person, *, own: bool) -> str:
    """A date of birth as somebody tells it, with the mistakes that calendars and ways of counting invite."""
    precision = dice.pick(_OWN_BIRTH if own else _HEARD_BIRTH)
    counted = dice.unit()
    confused = dice.chance(0.4)
    day = person.born
    if precision == "day" and person.lunar_birthday and confused:
        return _lunar_as_if_solar(day)
    if precision in ("year", "about") and counted < situation.file.customs.age_counted_from_one * 0.5:
        day -= 365  # an age counted from one at birth, turned into a year as if counted from zero
    if precision == "about":
        day += (dice.below(5) - 2) * 365
    return at(day, precision)


def _lunar_as_if_solar(day: int) -> str:
    when = date.fromordinal(day)
    year, month, of_month = lunar(when)
    try:
        return date(year, month, of_month).isoformat()
    except ValueError:  # a lunar month may have a day that the solar month of that number has not
        return f"{year}-{month:02d}"


@lru_cache(maxsize=40_000)
def lunar(when: date) -> tuple[int, int, int]:
    """Year, month and day of the Korean lunar calendar. Kept: a conversion counts through years and months."""
    calendar = getattr(_LOCAL, "calendar", None)
    if (
        calendar is None
    ):  # making one costs as much as twenty conversions, and it keeps state: one for each thread
        calendar = _LOCAL.calendar = KoreanLunarCalendar()
    calendar.setSolarDate(when.year, when.month, when.day)
    return calendar.lunarYear, calendar.lunarMonth, calendar.lunarDay
