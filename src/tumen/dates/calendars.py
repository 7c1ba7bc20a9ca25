"""Other calendars: Juche years, and the lunar calendars of Korea and China.

The two lunar calendars differ in about one month in thirty, because each is reckoned for its own meridian:
mostly by a day, but in 2012 and 2017 the leap month itself fell differently. A speaker rarely says whose
calendar is meant, so by default both readings are kept, and only where they differ is the date wider.
"""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import Literal

from tumen.dates.arithmetic import from_spans
from tumen.dates.date import Date, Interval, make_date, plain_day
from tumen.dates.days import Span, join
from tumen.dates.point import point_of_day
from tumen.errors import DateCalendarMismatch, DateImpossible, DateLunar

LunarCalendar = Literal["korean", "chinese", "either"]

JUCHE_EPOCH = 1911
"""Juche 1 is 1912. Source: decree of 8 July 1997 introducing the Juche era from 9 September 1997."""

_JULIAN_DAY_OF_ORDINAL_0 = 1_721_424.5
_FIRST_YEAR, _LAST_YEAR = 1900, 2049


def juche_year(juche: int, *, year: int | None = None) -> int:
    """The year of our era of a Juche year, checked against the year given beside it.

    Raises:
        DateImpossible: There is no such Juche year.
        DateCalendarMismatch: The two years disagree.
    """
    if juche < 1:
        raise DateImpossible("Juche years begin with 1.", juche=juche)
    if year is not None and year != juche + JUCHE_EPOCH:
        raise DateCalendarMismatch(
            f"Juche {juche} is {juche + JUCHE_EPOCH}, not {year}.", juche=juche, year=year
        )
    return juche + JUCHE_EPOCH


def lunar(
    year: int,
    month: int | None = None,
    day: int | None = None,
    *,
    leap: bool = False,
    calendar: LunarCalendar = "either",
) -> Date:
    """A lunar date as a solar one; a lunar year or month gives the interval of its days.

    Args:
        year: Lunar year, 1900–2049.
        month: Lunar month, 1–12.
        day: Day of the lunar month, 1–30.
        leap: The leap month of that number.
        calendar: Whose calendar.

    Raises:
        DateLunar: There is no such lunar date, or the year is outside the tables.
    """
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise DateLunar("The lunar tables reach from 1900 to 2049.", year=year)
    tables = ("korean", "chinese") if calendar == "either" else (calendar,)
    spans = [span for table in tables if (span := _lunar_span(table, year, month, day, leap=leap))]
    if not spans:
        raise DateLunar("There is no such lunar date in that year.", year=year)
    if day is None and len(set(spans)) == 1:
        start, end = (point_of_day(datetime.date.fromordinal(d)) for d in spans[0])
        return make_date(Interval(start=start, end=end))
    days = join(spans)
    if len(days) == 1 and days[0][0] == days[0][1]:
        return plain_day(datetime.date.fromordinal(days[0][0]))
    return from_spans(days)


def solar_days(year: int, month: int, day: int, *, calendar: LunarCalendar = "either") -> frozenset[int]:
    """Day numbers of a lunar date, in a common and in a leap month; none if there is no such lunar date."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return frozenset()
    tables = ("korean", "chinese") if calendar == "either" else (calendar,)
    spans = (_lunar_span(table, year, month, day, leap=leap) for table in tables for leap in (False, True))
    return frozenset(span[0] for span in spans if span is not None)


def _lunar_span(table: str, year: int, month: int | None, day: int | None, *, leap: bool) -> Span | None:
    months = _korean_months(year) if table == "korean" else _chinese_months(year)
    if month is None:
        return min(low for low, _ in months.values()), max(high for _, high in months.values())
    found = months.get(-month if leap else month)
    if found is None or day is None:
        return found
    low, high = found
    return (low + day - 1, low + day - 1) if 1 <= day <= high - low + 1 else None


@lru_cache(maxsize=256)
def _korean_months(year: int) -> dict[int, Span]:
    """First and last day of each lunar month in Korea; a leap month has a negative number."""
    from korean_lunar_calendar import KoreanLunarCalendar

    table = KoreanLunarCalendar()
    months: dict[int, Span] = {}
    for month in range(1, 13):
        for sign in (1, -1):
            if table.setLunarDate(year, month, 1, sign < 0):
                first = datetime.date(table.solarYear, table.solarMonth, table.solarDay).toordinal()
                length = 30 if table.setLunarDate(year, month, 30, sign < 0) else 29
                months[sign * month] = (first, first + length - 1)
    return months


@lru_cache(maxsize=256)
def _chinese_months(year: int) -> dict[int, Span]:
    """First and last day of each lunar month in China; a leap month has a negative number."""
    from lunar_python import LunarYear

    months: dict[int, Span] = {}
    for month in LunarYear.fromYear(year).getMonths():
        if month.getYear() == year:
            first = int(month.getFirstJulianDay() - _JULIAN_DAY_OF_ORDINAL_0)
            months[month.getMonth()] = (first, first + month.getDayCount() - 1)
    return months
