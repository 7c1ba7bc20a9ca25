"""Calendar arithmetic in day numbers: months and years moved, spans joined. Proleptic Gregorian, years 1–9999.

A span is a pair of day numbers (`date.toordinal`), both ends inside. `OPEN_START` and `OPEN_END` lie just
outside the calendar and stand for an end that is open or unknown.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]
Spans: TypeAlias = tuple[Span, ...]

FIRST_DAY = date.min.toordinal()
LAST_DAY = date.max.toordinal()
OPEN_START = FIRST_DAY - 1
OPEN_END = LAST_DAY + 1

_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def month_length(year: int, month: int) -> int:
    """Days in a month."""
    return 29 if month == 2 and isleap(year) else _LENGTHS[month - 1]


def first_of_month(year: int, month: int) -> int:
    """Day number of the first of a month; months may run over (0 is December before), years are clamped."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if year < 1:
        return FIRST_DAY
    if year > 9999:
        return LAST_DAY + 1
    return date(year, month, 1).toordinal()


def clamp(day: int) -> int:
    """The day, or the end of the calendar it ran over. Open ends stay open."""
    return day if day in (OPEN_START, OPEN_END) else max(FIRST_DAY, min(LAST_DAY, day))


def add_months(day: int, months: int, *, overflow: bool = False) -> int:
    """A day number moved by whole months.

    Where the target month has no such day (31 January plus a month) the last day of the month is taken, or,
    with `overflow`, the days that are too many run into the next month. Both are ways people count.
    """
    if day in (OPEN_START, OPEN_END) or not months:
        return day
    at = date.fromordinal(day)
    index = at.year * 12 + at.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return FIRST_DAY if year < 1 else LAST_DAY
    length = month_length(year, month + 1)
    moved = date(year, month + 1, min(at.day, length)).toordinal()
    return clamp(moved + max(0, at.day - length)) if overflow else moved


def add_days(day: int, days: int) -> int:
    """A day number moved by days; open ends stay open, the calendar's ends hold."""
    return day if day in (OPEN_START, OPEN_END) else clamp(day + days)


def widen(span: Span, *, months: int, days: int) -> Span:
    """A span with a margin on both sides. Its end is moved as the beginning of the day after, so that the end
    of April plus a month is the end of May."""
    low, high = span
    if high < LAST_DAY:
        high = add_months(high + 1, months) - 1
    return add_days(add_months(low, -months), -days), add_days(high, days)


def join(spans: Iterable[Span]) -> Spans:
    """Spans in order, with those that touch or overlap made one."""
    joined: list[Span] = []
    for low, high in sorted(spans):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return tuple(joined)


def common(a: Spans, b: Spans) -> Spans:
    """The days in both. Both must be in order, as `join` leaves them."""
    shared: list[Span] = []
    i = j = 0
    while i < len(a) and j < len(b):
        low, high = max(a[i][0], b[j][0]), min(a[i][1], b[j][1])
        if low <= high:
            shared.append((low, high))
        if a[i][1] < b[j][1]:
            i += 1
        else:
            j += 1
    return tuple(shared)


def inside(a: Spans, b: Spans) -> bool:
    """Is every day of `a` also in `b`?"""
    return common(a, b) == a


def as_date(day: int) -> date | None:
    """A day number as a date; None for an open or unknown end."""
    return None if day in (OPEN_START, OPEN_END) else date.fromordinal(day)
