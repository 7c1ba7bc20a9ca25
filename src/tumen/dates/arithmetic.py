"""Joining, narrowing and moving dates without making them more precise than they were.

Results that are not one calendar unit are written as one of a run of days or months (`[2004-03..2005-02]`):
one unknown day within, not something that lasted.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from tumen.dates.compare import contains, sort_key
from tumen.dates.date import OPEN, Date, End, Interval, OneOf, make_date, map_run
from tumen.dates.days import (
    FIRST_DAY,
    LAST_DAY,
    OPEN_END,
    OPEN_START,
    Span,
    Spans,
    add_days,
    add_months,
    common,
    first_of_month,
    join,
    month_length,
)
from tumen.dates.notation import make_set
from tumen.dates.point import PARTS_OF_YEAR, Point, point_of_day
from tumen.errors import DateUnreadable

Unit = Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A whole number known to lie from `low` to `high`, both inside; None where there is no bound."""

    low: int | None
    high: int | None

    def __contains__(self, number: int) -> bool:
        return (self.low is None or self.low <= number) and (self.high is None or number <= self.high)

    def __str__(self) -> str:
        low, high = ("" if end is None else str(end) for end in (self.low, self.high))
        return low if low == high and low else f"{low}–{high}"


def from_spans(spans: Spans) -> Date:
    """Write runs of day numbers as the shortest date that means exactly those days.

    Raises:
        DateUnreadable: The runs are empty or leave every day open.
    """
    if not spans or spans == ((OPEN_START, OPEN_END),):
        raise DateUnreadable("No days, or all of them: that is not a date.")
    runs = tuple(_run(span) for span in spans)
    first, last = runs[0]
    # The runs are in order and apart already, so they need none of the sorting that a written set does.
    return make_date(
        first if len(runs) == 1 and first is last and isinstance(first, Point) else OneOf(runs=runs)
    )


def _run(span: Span) -> tuple[End, End]:
    unit = _single_unit(span)
    if unit is not None:
        return unit, unit
    low, high = span
    first = OPEN if low == OPEN_START else _unit_from(low, high)
    last = OPEN if high == OPEN_END else _unit_to(low, high)
    return first, last


def _single_unit(span: Span) -> Point | None:
    """The day, month, year, decade or century that fills the span exactly."""
    low, high = span
    if low == OPEN_START or high == OPEN_END:
        return None
    day = point_of_day(datetime.date.fromordinal(low))
    candidates = [day, Point(year=day.year, month=day.month), Point(year=day.year)]
    candidates += [Point(year=day.year[:-n] + "X" * n) for n in (1, 2) if day.year[-n:] == "0" * n]
    return next((point for point in candidates if point.spans() == (span,)), None)


def _unit_from(low: int, high: int) -> Point:
    """The coarsest unit that begins on `low` and does not run beyond `high`."""
    day = datetime.date.fromordinal(low)
    whole = point_of_day(day)
    if (day.month, day.day) == (1, 1) and first_of_month(day.year + 1, 1) - 1 <= high:
        return Point(year=whole.year)
    if day.day == 1 and first_of_month(day.year, day.month + 1) - 1 <= high:
        return Point(year=whole.year, month=whole.month)
    return whole


def _unit_to(low: int, high: int) -> Point:
    """The coarsest unit that ends on `high` and does not begin before `low`."""
    day = datetime.date.fromordinal(high)
    whole = point_of_day(day)
    if (day.month, day.day) == (12, 31) and first_of_month(day.year, 1) >= low:
        return Point(year=whole.year)
    if day.day == month_length(day.year, day.month) and first_of_month(day.year, day.month) >= low:
        return Point(year=whole.year, month=whole.month)
    return whole


def _vaguer(a: Date, b: Date) -> Date | None:
    """The one that contains the other; of two that mean the same days, the one first in order."""
    if contains(a, b) and contains(b, a):
        return min(a, b, key=sort_key)
    return a if contains(a, b) else b if contains(b, a) else None


def intersect(a: Date, b: Date) -> Date | None:
    """When it was, if both dates are true of it; None if they contradict one another.

    When one date already lies within the other it is returned as it is. Otherwise the margins of approximate
    dates have been used to narrow, and the result has plain bounds.
    """
    if contains(a, b) and contains(b, a):
        return min(a, b, key=sort_key)
    if contains(a, b):
        return b
    if contains(b, a):
        return a
    spans = common(a.possible_spans, b.possible_spans)
    return from_spans(spans) if spans else None


def union(a: Date, b: Date) -> Date:
    """One of the two: `2001` and `2003` give `[2001,2003]`, which is not 2002."""
    vaguer = _vaguer(a, b)
    if vaguer is not None:
        return vaguer
    joined = make_date(make_set([*_runs(a), *_runs(b)]))
    # An interval between two masked dates has no run of its own; then the days themselves are written.
    whole = contains(joined, a) and contains(joined, b)
    return joined if whole else from_spans(join([*a.possible_spans, *b.possible_spans]))


def _runs(date: Date) -> list[tuple[End, End]]:
    form = date.form
    if isinstance(form, OneOf):
        return list(form.runs)
    if isinstance(form, Interval):
        return [(form.start or OPEN, form.end or OPEN)]
    return [(form, form)]


def hull(a: Date, b: Date) -> Date:
    """The shortest unbroken stretch of days that contains both.

    Raises:
        DateUnreadable: Together they leave every day open.
    """
    spans = join([*a.possible_spans, *b.possible_spans])
    whole = ((spans[0][0], spans[-1][1]),)
    for date in sorted((a, b), key=sort_key):
        if date.possible_spans == whole:
            return date
    return from_spans(whole)


def shift(date: Date, *, years: int = 0, months: int = 0, days: int = 0) -> Date:
    """A date moved by a duration; years and months first, then days.

    A unit that the date has is moved as that unit (2004 and a year is 2005). A finer one widens it to what it
    may be (2004 and three months is `[2004-04..2005-03]`). A month that has no such day gives its last day.

    Source: The last-day rule is that of the Korean Civil Act, article 160(3), and of the Civil Code of the
        People's Republic of China, article 202.

    Raises:
        DateUnreadable: A date of which not even a bound is known.
    """
    months += 12 * years
    form = date.form
    if isinstance(form, Point):
        moved = _shift_point(form, months, days)
        return make_date(moved) if moved is not None else _shift_spans(date.possible_spans, months, days)
    ends = [(form.start, form.end)] if isinstance(form, Interval) else list(form.runs)
    try:
        runs = [map_run(run, lambda end: _shift_end(end, months, days)) for run in ends]
    except _TooFine:
        return _shift_spans(date.possible_spans, months, days)
    if isinstance(form, Interval):
        return make_date(Interval(start=runs[0][0], end=runs[0][1]))
    return make_date(make_set(runs))


class _TooFine(Exception):
    """The duration is finer than the date's own unit."""


def _shift_end(end: End, months: int, days: int) -> End:
    if not isinstance(end, Point):
        return end
    moved = _shift_point(end, months, days)
    if moved is None:
        raise _TooFine
    return moved


def _shift_spans(spans: Spans, months: int, days: int) -> Date:
    if spans == ((OPEN_START, OPEN_END),):
        raise DateUnreadable("A date without a year cannot be moved.")
    return from_spans(join(_shift_span(span, months, days) for span in spans))


def _shift_span(span: Span, months: int, days: int) -> Span:
    low, high = span
    last = add_months(high, months)
    if high < LAST_DAY:
        # The end of a month is moved as the end of a month, so that a vaguer date still contains a moved finer one.
        last = max(last, add_months(high + 1, months) - 1) if high != OPEN_START else last
    return add_days(add_months(low, months), days), add_days(last, days)


def _shift_point(point: Point, months: int, days: int) -> Point | None:
    """The point moved in its own unit, or None if it has no unit as fine as the duration."""
    if not months and not days:
        return point
    if point.day.isdigit() and "X" not in point.year + point.month:
        day = point.spans()[0][0]
        moved = add_days(add_months(day, months), days)
        # At the calendar's end the move was cut short; the widened form then says so.
        cut = moved in (FIRST_DAY, LAST_DAY)
        at = point_of_day(datetime.date.fromordinal(moved))
        return None if cut else Point(year=at.year, month=at.month, day=at.day, marks=point.marks)
    if days or (point.day and point.day != "XX"):
        return None
    if point.month.isdigit() and not point.is_part_of_year and point.year.isdigit():
        year, month = divmod(int(point.year) * 12 + int(point.month) - 1 + months, 12)
        return _with_year(point, year, month=f"{month + 1:02d}")
    unit = 10 ** point.year.count("X")
    years, rest = divmod(months, 12)
    if (
        rest
        or years % unit
        or unit > 1000
        or (point.month not in {"", "XX"} and point.month not in PARTS_OF_YEAR)
    ):
        return None
    return _with_year(point, int(point.year.replace("X", "0")) + years, month=point.month)


def _with_year(point: Point, year: int, *, month: str) -> Point | None:
    masked = point.year.count("X")
    if not 1 <= year <= 9999:
        return None
    digits = f"{year:04d}"
    return Point(year=digits[: 4 - masked] + "X" * masked, month=month, day=point.day, marks=point.marks)


def duration(a: Date, b: Date, *, unit: Unit = "day") -> Range:
    """How long from `a` to `b`, as the range of what it may be; negative when `b` may be the earlier.

    Args:
        a: From this date.
        b: To this date.
        unit: `day` counts days; `month` and `year` count completed ones.
    """
    mine, other = a.possible_spans, b.possible_spans
    return Range(low=_between(mine[-1][1], other[0][0], unit), high=_between(mine[0][0], other[-1][1], unit))


def _between(first: int, last: int, unit: Unit) -> int | None:
    if {first, last} & {OPEN_START, OPEN_END}:
        return None
    if unit == "day":
        return last - first
    months = completed_months(first, last)
    # Towards zero, so that half a year before is 0 completed years as half a year after is.
    return months if unit == "month" else int(months / 12)


def completed_months(first: int, last: int) -> int:
    """Whole months from one day number to another; negative when `last` is earlier."""
    if last < first:
        return -completed_months(last, first)
    start, end = datetime.date.fromordinal(first), datetime.date.fromordinal(last)
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
