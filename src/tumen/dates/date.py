"""`Date`: when something happened, as precisely as it was told and no more."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from tumen.dates.days import LAST_DAY, OPEN_END, OPEN_START, Span, Spans, as_date, join
from tumen.dates.point import NO_MARKS, PARTS_OF_YEAR, Point, write_point

OPEN: Final = ".."
UNKNOWN: Final = ""
End: TypeAlias = Point | str


class Precision(StrEnum):
    """How precisely a date is told."""

    DAY = "day"
    MONTH = "month"
    PART_OF_YEAR = "part of year"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    RANGE = "range"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """From somewhere in `start` to somewhere in `end`; an end may be open (`..`) or unknown (empty)."""

    start: End
    end: End


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf:
    """One of several dates: pairs of the first and last of each run; a single date is a run of itself."""

    runs: tuple[tuple[End, End], ...]


Form: TypeAlias = Point | Interval | OneOf


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A date of any precision. Made by `parse`; equal when its EDTF is equal; hashable.

    Attributes:
        edtf: Normal form in Extended Date/Time Format; `parse(d.edtf) == d`.
        earliest: First day it may be, by its digits alone; None when open or unknown.
        latest: Last day it may be, likewise. Marks of doubt do not move these two; see `fuzzy_earliest`.
        form: The parsed structure.
    """

    edtf: str
    earliest: datetime.date | None = field(compare=False)
    latest: datetime.date | None = field(compare=False)
    form: Form = field(compare=False, repr=False)

    def __str__(self) -> str:
        return self.edtf

    @property
    def strict_spans(self) -> Spans:
        """The days it may be, as runs of day numbers, by its digits alone."""
        return spans_of(self.form, fuzzy=False)

    @property
    def possible_spans(self) -> Spans:
        """The days it may be, as runs of day numbers, with the margins of its marks of doubt."""
        return spans_of(self.form, fuzzy=True)

    @property
    def fuzzy_earliest(self) -> datetime.date | None:
        """First day it may be, marks of doubt counted: `1998~` reaches back to 1997-01-01."""
        return as_date(self.possible_spans[0][0])

    @property
    def fuzzy_latest(self) -> datetime.date | None:
        """Last day it may be, marks of doubt counted."""
        return as_date(self.possible_spans[-1][1])

    @property
    def approximate(self) -> bool:
        """Told as about that time (`~` or `%`) in any part."""
        return "~" in self.edtf or "%" in self.edtf

    @property
    def uncertain(self) -> bool:
        """Told as doubtful (`?` or `%`) in any part."""
        return "?" in self.edtf or "%" in self.edtf

    @property
    def precision(self) -> Precision:
        """How precisely it is told; `range` for intervals and sets, and for masked months and days."""
        return precision_of(self.form)

    @property
    def year(self) -> int | None:
        """The calendar year when there is only one it can be by its digits, else None."""
        if self.earliest is None or self.latest is None or self.earliest.year != self.latest.year:
            return None
        return self.earliest.year


def precision_of(form: Form) -> Precision:
    """The precision of one form; see `Date.precision`."""
    if not isinstance(form, Point):
        return Precision.RANGE
    month, day = form.month.replace("XX", ""), form.day.replace("XX", "")
    if form.year == "XXXX":
        return Precision.UNKNOWN
    if "X" in month or "X" in day or (form.year.endswith("X") and month) or (day and not month):
        return Precision.RANGE
    if day:
        return Precision.DAY
    if month:
        return Precision.PART_OF_YEAR if month in PARTS_OF_YEAR else Precision.MONTH
    by_mask = {0: Precision.YEAR, 1: Precision.DECADE, 2: Precision.CENTURY}
    return by_mask.get(form.year.count("X"), Precision.RANGE)


def ends_of(form: Interval | tuple[End, End], *, fuzzy: bool) -> tuple[Span, Span]:
    """Where an interval may start and where it may end, each as one span of day numbers."""
    start, end = (form.start, form.end) if isinstance(form, Interval) else form
    first = _hull(start, fuzzy=fuzzy) if isinstance(start, Point) else (OPEN_START, LAST_DAY)
    last = _hull(end, fuzzy=fuzzy) if isinstance(end, Point) else (OPEN_START + 1, OPEN_END)
    # It cannot end before it starts, whatever the digits leave open.
    return (first[0], min(first[1], last[1])), (max(last[0], first[0]), last[1])


def _hull(point: Point, *, fuzzy: bool) -> Span:
    spans = point.possible() if fuzzy else point.spans()
    return spans[0][0], spans[-1][1]


def spans_of(form: Form, *, fuzzy: bool) -> Spans:
    """The days a form may be; an interval counts as one unknown day within it."""
    if isinstance(form, Point):
        return form.possible() if fuzzy else form.spans()
    if isinstance(form, Interval):
        start, end = ends_of(form, fuzzy=fuzzy)
        return ((start[0], end[1]),)
    return join(span for run in form.runs for span in _run_spans(run, fuzzy=fuzzy))


def _run_spans(run: tuple[End, End], *, fuzzy: bool) -> Spans:
    first, last = run
    if first is last and isinstance(first, Point):
        return first.possible() if fuzzy else first.spans()
    start, end = ends_of(run, fuzzy=fuzzy)
    return ((start[0], end[1]),)


def make_date(form: Form) -> Date:
    """A date from a checked form, its bounds computed.

    Raises:
        DateImpossible: It names a day that no calendar has.
    """
    spans = spans_of(form, fuzzy=False)
    return Date(edtf=write_form(form), earliest=as_date(spans[0][0]), latest=as_date(spans[-1][1]), form=form)


def map_run(run: tuple[End, End], change: Callable[[End], End]) -> tuple[End, End]:
    """Both ends of a run changed; a single date stays one."""
    first, last = run
    changed = change(first)
    return (changed, changed) if first is last else (changed, change(last))


def _write_end(end: End) -> str:
    return write_point(end) if isinstance(end, Point) else end


def write_form(form: Form) -> str:
    """A form in EDTF."""
    if isinstance(form, Point):
        return write_point(form)
    if isinstance(form, Interval):
        return f"{_write_end(form.start)}/{_write_end(form.end)}"
    return "[" + ",".join(_write_run(run) for run in form.runs) + "]"


def _write_run(run: tuple[End, End]) -> str:
    first, last = run
    if first is last:
        return _write_end(first)
    return "..".join(_write_end(end) if isinstance(end, Point) else "" for end in (first, last))


def plain_day(day: datetime.date) -> Date:
    """A single day as a `Date`."""
    point = Point(year=f"{day.year:04d}", month=f"{day.month:02d}", day=f"{day.day:02d}", marks=NO_MARKS)
    return Date(edtf=day.isoformat(), earliest=day, latest=day, form=point)
