"""Comparing dates with three answers, and ordering them.

A date is one unknown day among those it may be. An answer is yes or no only when it holds for every such day;
otherwise it is "cannot tell". Marks of doubt widen what a date may be (see `Point.margin`), so an approximate
date is decided only where the margins do not overlap. Days are compared, not hours: two events on one day are
not before one another.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, TypeAlias

from tumen.dates.date import Date, Interval, ends_of
from tumen.dates.days import Span, common, inside

SortKey: TypeAlias = tuple[int, int, str]


class Truth(StrEnum):
    """An answer that may be withheld."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot tell"

    def __invert__(self) -> Truth:
        if self is Truth.CANNOT_TELL:
            return self
        return Truth.NO if self is Truth.YES else Truth.YES

    def __bool__(self) -> bool:
        # `if before(a, b):` would silently read "cannot tell" as yes.
        raise TypeError("Truth has three values; compare with `is Truth.YES`.")


class _Extent(NamedTuple):
    """Where something may start and where it may end."""

    start: Span
    end: Span


def _extent(date: Date, *, lasting: bool) -> _Extent:
    if lasting and isinstance(date.form, Interval):
        return _Extent(*ends_of(date.form, fuzzy=True))
    spans = date.possible_spans
    hull = (spans[0][0], spans[-1][1])
    return _Extent(hull, hull)


def before(a: Date, b: Date, *, lasting: bool = False) -> Truth:
    """Was `a` over before the first day of `b`?

    Args:
        a: A date.
        b: A date.
        lasting: Read an interval as something that lasted from its start to its end (a detention), rather
            than as one day somewhere within.
    """
    first, second = _extent(a, lasting=lasting), _extent(b, lasting=lasting)
    if first.end[1] < second.start[0]:
        return Truth.YES
    return Truth.NO if first.end[0] >= second.start[1] else Truth.CANNOT_TELL


def after(a: Date, b: Date, *, lasting: bool = False) -> Truth:
    """Did `a` begin after the last day of `b`? The same as `before(b, a)`."""
    return before(b, a, lasting=lasting)


def overlaps(a: Date, b: Date, *, lasting: bool = False) -> Truth:
    """Do the two share a day? NO means that the dates contradict one another as dates of one event.

    Args:
        a: A date.
        b: A date.
        lasting: As in `before`. Two months' detention told as `2003-05/2003-07` certainly overlaps
            `2003-06-15` when it lasted; an arrest told as within those months only may have been that day.
    """
    if not common(a.possible_spans, b.possible_spans):
        return Truth.NO
    first, second = _extent(a, lasting=lasting), _extent(b, lasting=lasting)
    surely = first.start[1] <= second.end[0] and second.start[1] <= first.end[0]
    return Truth.YES if surely else Truth.CANNOT_TELL


def equal(a: Date, b: Date) -> Truth:
    """Are the two the same day? Two dates "2004" are the same words but not surely the same day.

    For "written the same", compare `a == b`.
    """
    mine, other = a.possible_spans, b.possible_spans
    if not common(mine, other):
        return Truth.NO
    single = mine == other and mine[0][0] == mine[-1][1]
    return Truth.YES if single else Truth.CANNOT_TELL


def contains(vaguer: Date, date: Date) -> bool:
    """Is every day that `date` may be also one that `vaguer` may be (marks of doubt counted in both)?"""
    return inside(date.possible_spans, vaguer.possible_spans)


def sort_key(date: Date) -> SortKey:
    """A total order: by earliest day (open starts first), then latest day, then EDTF.

    Keys are equal only for equal dates, so sorting is stable across runs and machines.
    """
    spans = date.strict_spans
    return spans[0][0], spans[-1][1], date.edtf
