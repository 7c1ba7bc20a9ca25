"""Ages: how old someone was, and when someone of an age was born. Always a range, as both dates are vague."""

from __future__ import annotations

import datetime
from typing import Literal

from tumen.dates.arithmetic import Range, completed_months, from_spans
from tumen.dates.date import Date, Precision
from tumen.dates.days import (
    OPEN_END,
    OPEN_START,
    Span,
    add_days,
    add_months,
    clamp,
    first_of_month,
)
from tumen.dates.marks import mark
from tumen.errors import DateOrder, DateUnreadable

Reckoning = Literal["completed", "korean", "either"]
"""`completed` counts birthdays; `korean` counts calendar years, one at birth; `either` leaves it open."""


def age_at(birth: Date, on: Date, *, reckoning: Reckoning = "completed") -> Range:
    """Age in years at a date.

    Someone born on 29 February completes a year on 1 March in other years.

    Args:
        birth: Date of birth, of any precision.
        on: The date asked about.
        reckoning: How ages are counted.

    Returns:
        The range of ages; a bound is None where a date is open.

    Raises:
        DateOrder: `on` is certainly before the birth.
    """
    born, then = _hull(birth), _hull(on)
    if then[1] < born[0]:
        raise DateOrder("This is before the birth.")
    counts = {"completed": (_completed,), "korean": (_korean,), "either": (_completed, _korean)}[reckoning]
    lows = [count(born[1], then[0]) for count in counts]
    highs = [count(born[0], then[1]) for count in counts]
    least = 0 if reckoning != "korean" else 1
    low = min((max(least, n) for n in lows if n is not None), default=None)
    return Range(low=low, high=None if None in highs else max(n for n in highs if n is not None))


def _hull(date: Date) -> Span:
    spans = date.possible_spans
    return spans[0][0], spans[-1][1]


def _completed(born: int, on: int) -> int | None:
    if {born, on} & {OPEN_START, OPEN_END}:
        return None
    return completed_months(born, on) // 12 if on >= born else 0


def _korean(born: int, on: int) -> int | None:
    if {born, on} & {OPEN_START, OPEN_END}:
        return None
    return datetime.date.fromordinal(on).year - datetime.date.fromordinal(born).year + 1


def birth_from_age(
    age: int | Range, on: Date, *, reckoning: Reckoning = "completed", about: bool = False
) -> Date:
    """When someone of an age at a date was born.

    The bounds are rounded outward to the precision of `on`: "17 in 2011" gives `[1993..1994]`.

    Args:
        age: Age in years, or a range of ages.
        on: When the person had that age.
        reckoning: How the age was counted.
        about: The age was told as approximate; the bounds are marked so.

    Raises:
        DateUnreadable: The age or the date has no bounds.
    """
    youngest, oldest = (age, age) if isinstance(age, int) else (age.low, age.high)
    if youngest is None or oldest is None or not 0 <= youngest <= oldest <= 150:
        raise DateUnreadable("An age is from 0 to 150 years, with both bounds known.")
    when = _hull(on)
    if OPEN_START in when or OPEN_END in when:
        raise DateUnreadable("The date at which the age was held must have both bounds.")
    if reckoning == "either":
        counted = (_born(youngest, oldest, when), _born_korean(youngest, oldest, when))
        span = (min(s[0] for s in counted), max(s[1] for s in counted))
    else:
        span = (_born if reckoning == "completed" else _born_korean)(youngest, oldest, when)
    date = from_spans((_round_out(span, on.precision),))
    return mark(date, "~") if about else date


def _born(youngest: int, oldest: int, when: Span) -> Span:
    earliest = add_days(add_months(when[0], -12 * (oldest + 1)), 1)
    latest = add_months(when[1], -12 * youngest)
    return min(earliest, latest), latest


def _born_korean(youngest: int, oldest: int, when: Span) -> Span:
    first = datetime.date.fromordinal(when[0]).year - oldest + 1
    last = datetime.date.fromordinal(when[1]).year - youngest + 1
    return first_of_month(first, 1), first_of_month(last + 1, 1) - 1


def _round_out(span: Span, precision: Precision) -> Span:
    if precision is Precision.DAY:
        return span
    low, high = (datetime.date.fromordinal(clamp(day)) for day in span)
    if precision is Precision.MONTH:
        return first_of_month(low.year, low.month), first_of_month(high.year, high.month + 1) - 1
    return first_of_month(low.year, 1), first_of_month(high.year + 1, 1) - 1
