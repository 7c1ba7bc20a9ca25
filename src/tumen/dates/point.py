"""One calendar value of EDTF: a year, season, month or day, with masked digits and marks of doubt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from tumen.dates.days import (
    OPEN_END,
    OPEN_START,
    Span,
    Spans,
    first_of_month,
    join,
    month_length,
    widen,
)
from tumen.errors import DateImpossible, DateOutOfRange

Marks: TypeAlias = tuple[str, str, str]
NO_MARKS: Marks = ("", "", "")

# Part-of-year codes of EDTF level 1 and 2 as (first month counted from January of the year, months).
# Source: Library of Congress, Extended Date/Time Format (2019), "Sub-year groupings". The months are the
# meteorological ones. 21–24 carry no hemisphere; they are read as in the north, and a southern season has its
# own code. A winter crosses the year, and "winter 2004" is said both of the one that ends and of the one that
# begins in 2004, so both are kept.
PARTS_OF_YEAR: dict[str, tuple[tuple[int, int], ...]] = {
    "21": ((3, 3),), "22": ((6, 3),), "23": ((9, 3),), "24": ((0, 3), (12, 3)),
    "25": ((3, 3),), "26": ((6, 3),), "27": ((9, 3),), "28": ((0, 3), (12, 3)),
    "29": ((9, 3),), "30": ((0, 3), (12, 3)), "31": ((3, 3),), "32": ((6, 3),),
    "33": ((1, 3),), "34": ((4, 3),), "35": ((7, 3),), "36": ((10, 3),),
    "37": ((1, 4),), "38": ((5, 4),), "39": ((9, 4),),
    "40": ((1, 6),), "41": ((7, 6),),
}  # fmt: skip

# A date told as approximate to the day is taken to be right within a week either way.
DAY_MARGIN = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A year, part of a year, month or day, as written: digits, then `X` for digits not known.

    Attributes:
        year: Four characters, for example `2004`, `199X`, `XXXX`.
        month: Empty, `01`–`12`, a part-of-year code `21`–`41`, or masked `0X`, `1X`, `XX`.
        day: Empty, `01`–`31`, or masked `0X`–`3X`, `XX`.
        marks: Per component (year, month, day): empty, `?` uncertain, `~` approximate, `%` both.
    """

    year: str
    month: str = ""
    day: str = ""
    marks: Marks = NO_MARKS

    @property
    def is_part_of_year(self) -> bool:
        """A season, quarter, third or half of a year."""
        return self.month in PARTS_OF_YEAR

    @property
    def known_years(self) -> range:
        """The years it may be in; empty when nothing of the year is known."""
        masked = self.year.count("X")
        if masked == 4:
            return range(0)
        first = int(self.year.replace("X", "0"))
        return range(max(1, first), first + 10**masked)

    def spans(self) -> Spans:
        """The days it may be, by its digits alone (marks of doubt not counted)."""
        if not self.known_years:
            _check_yearless(self)
            return ((OPEN_START, OPEN_END),)
        if self.month in {"", "XX"} and self.day in {"", "XX"}:
            years = self.known_years
            return ((first_of_month(years[0], 1), first_of_month(years[-1] + 1, 1) - 1),)
        found = join(span for year in self.known_years for span in self._spans_in(year))
        if not found:
            raise DateImpossible("There is no such day in the calendar.", edtf=write_point(self))
        return found

    def _spans_in(self, year: int) -> list[Span]:
        if self.is_part_of_year:
            return [
                (first_of_month(year, first), first_of_month(year, first + length) - 1)
                for first, length in PARTS_OF_YEAR[self.month]
            ]
        return [span for month in _range(self.month, 1, 12) for span in self._spans_in_month(year, month)]

    def _spans_in_month(self, year: int, month: int) -> list[Span]:
        first = first_of_month(year, month)
        days = _range(self.day, 1, month_length(year, month))
        return [(first + days[0] - 1, first + days[-1] - 1)] if days else []

    def margin(self) -> tuple[int, int]:
        """How far the doubt reaches to either side, as (months, days).

        Marks on the whole value reach one unit of its precision: a week for a day, a month for a month, a
        season for a season, a year for a year, ten for a decade. Marks on some components reach one unit of
        each of those. `%` (uncertain and approximate) reaches twice as far.
        """
        written = 1 + bool(self.month) + bool(self.day)
        marked = [i for i in range(written) if self.marks[i]]
        if len(marked) == written and len(set(self.marks[:written])) == 1:
            marked = [self._precise_component()]
        months = days = 0
        for i in marked:
            times = 2 if self.marks[i] == "%" else 1
            unit_months, unit_days = self._unit(i)
            months, days = months + times * unit_months, days + times * unit_days
        return months, days

    def _precise_component(self) -> int:
        if self.day and self.day != "XX":
            return 2
        return 1 if self.month and self.month != "XX" else 0

    def _unit(self, component: int) -> tuple[int, int]:
        if component == 0:
            return 12 * 10 ** min(3, self.year.count("X")), 0
        if component == 1:
            parts = PARTS_OF_YEAR.get(self.month)
            return (parts[0][1] if parts else len(_range(self.month, 1, 12))), 0
        return 0, DAY_MARGIN if "X" not in self.day else 10

    def possible(self) -> Spans:
        """The days it may be, its marks of doubt counted with the margins of `margin`."""
        strict = self.spans()
        if self.marks == NO_MARKS:
            return strict
        months, days = self.margin()
        return join(widen(span, months=months, days=days) for span in strict)


def _range(digits: str, low: int, high: int) -> range:
    """The numbers a two-character component may stand for, within what the calendar has."""
    first = int(digits.replace("X", "0")) if digits else 0
    width = {0: 1, 1: 10, 2: 100}[digits.count("X")] if digits else 100
    return range(max(low, first), min(high, first + width - 1) + 1)


def _check_yearless(point: Point) -> None:
    """A day without a year must exist in some year; 2000 is a leap year."""
    if point.month in PARTS_OF_YEAR:
        return
    if not any(_range(point.day, 1, month_length(2000, m)) for m in _range(point.month, 1, 12)):
        raise DateImpossible("There is no such day in any year.", edtf=write_point(point))


def check_point(point: Point) -> Point:
    """The point, if its components can exist.

    Raises:
        DateOutOfRange: The year is 0.
        DateImpossible: The month or day cannot exist.
    """
    if point.year == "0000":
        raise DateOutOfRange("There is no year 0.")
    if point.day and (point.is_part_of_year or not point.month):
        raise DateImpossible("A season or part of a year has no days of its own.", edtf=write_point(point))
    if point.month and not point.is_part_of_year and not _range(point.month, 1, 12):
        raise DateImpossible("There is no such month.", edtf=write_point(point))
    return point


def write_point(point: Point) -> str:
    """The point in EDTF: one mark at the end when it is on all components, else marks in front of each."""
    parts = [part for part in (point.year, point.month, point.day) if part]
    marks = point.marks[: len(parts)]
    if len(set(marks)) == 1:
        return "-".join(parts) + marks[0]
    return "-".join(mark + part for mark, part in zip(marks, parts, strict=True))


def point_of_day(day: date) -> Point:
    """A single day as a point."""
    return Point(year=f"{day.year:04d}", month=f"{day.month:02d}", day=f"{day.day:02d}")
