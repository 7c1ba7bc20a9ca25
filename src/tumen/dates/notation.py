"""Reading Extended Date/Time Format (EDTF, the 2019 notation) into `Date`.

Read here rather than with a parser library: see docs/decisions/dates-edtf.md. Times of day, years outside
1–9999, sets in braces (all of several dates) and digits masked from the left are not read.

Source: Library of Congress, Extended Date/Time Format (EDTF) Specification, 4 February 2019, levels 0–2.
"""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

from tumen.dates.date import OPEN, UNKNOWN, Date, End, Interval, OneOf, make_date, spans_of, write_form
from tumen.dates.days import Spans, inside, month_length
from tumen.dates.point import NO_MARKS, PARTS_OF_YEAR, Marks, Point, check_point
from tumen.errors import DateImpossible, DateOrder, DateOutOfRange, DateUnreadable
from tumen.patterns import later

_POINT = later(
    r"(?P<y0>[?~%]?)(?P<year>\d{4}|\d{3}X|\d\dXX|\dXXX|XXXX)(?P<y1>[?~%]?)"
    r"(?:-(?P<m0>[?~%]?)(?P<month>\d\d|[01]X|XX)(?P<m1>[?~%]?)"
    r"(?:-(?P<d0>[?~%]?)(?P<day>\d\d|[0-3]X|XX)(?P<d1>[?~%]?))?)?",
    re.ASCII,
)
# Beyond this, comparing every run of a set with every other costs more than the shorter notation is worth.
_MANY_RUNS = 60
_TOO_FAR = later(r"-\d{4}|Y-?\d+|\+\d+|\d{5,}(?:-\d\d){0,2}$", re.ASCII)
_LOOKS_LIKE = later(r"[0-9X?~%./\[\],Y{}+-]+", re.ASCII)


def looks_like_edtf(text: str) -> bool:
    """Is it made of EDTF's characters only? (`..` and dotted dates are; they may still not be EDTF.)"""
    return _LOOKS_LIKE.fullmatch(text) is not None


def read_plain(text: str) -> Date | None:
    """A day, month or year in plain digits, fast; None for anything else, even if it may be readable."""
    if not text.isascii():
        return None
    length = len(text)
    try:
        if length == 10 and text[4] == "-" == text[7]:
            day = datetime.date.fromisoformat(text)
            return Date(
                edtf=text,
                earliest=day,
                latest=day,
                form=Point(year=text[:4], month=text[5:7], day=text[8:]),
            )
        if length == 7 and text[4] == "-" and text[:4].isdigit() and text[5:].isdigit():
            year, month = int(text[:4]), int(text[5:])
            first = datetime.date(year, month, 1)
            last = datetime.date(year, month, month_length(year, month))
            return Date(edtf=text, earliest=first, latest=last, form=Point(year=text[:4], month=text[5:]))
        if length == 4 and text.isdigit():
            year = int(text)
            first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
            return Date(edtf=text, earliest=first, latest=last, form=Point(year=text))
    except ValueError:
        # Not a plain date after all: a season code, or an impossible day that the full reader names.
        return None
    return None


def read_edtf(text: str) -> Date:
    """Read one EDTF expression.

    Raises:
        DateUnreadable: Not EDTF, or a form that is not read here.
        DateImpossible: A month or day that does not exist.
        DateOutOfRange: A year outside 1–9999.
        DateOrder: An interval that ends before it begins.
    """
    plain = read_plain(text)
    if plain is not None:
        return plain
    if _TOO_FAR.match(text):
        raise DateOutOfRange("Only the years 1 to 9999 of our era can be used.")
    if text.startswith("[") and text.endswith("]"):
        return make_date(_read_set(text[1:-1]))
    if text.startswith("{"):
        raise DateUnreadable(
            "A set of several dates in braces is not one date.", hint="Give each date alone."
        )
    if "/" in text:
        return make_date(_read_interval(text))
    return make_date(_read_point(text))


def _read_point(text: str) -> Point:
    match = _POINT.fullmatch(text)
    if match is None:
        raise DateUnreadable("This is not a date in EDTF.")
    month, day = match["month"] or "", match["day"] or ""
    if month.isdigit() and not 1 <= int(month) <= 12 and month not in PARTS_OF_YEAR:
        raise DateImpossible(f"There is no month {month}.", month=month)
    if day.isdigit() and not 1 <= int(day) <= 31:
        raise DateImpossible(f"There is no day {day}.", day=day)
    return check_point(Point(year=match["year"], month=month, day=day, marks=_marks(match)))


def _marks(match: re.Match[str]) -> Marks:
    """Marks per component. One to the left of a component counts for it alone, one to the right for it and
    everything before it (EDTF level 2, "group qualification" and "qualification of individual component")."""
    marks = ["", "", ""]
    for i, component in enumerate("ymd"):
        if match[f"{component}0"]:
            marks[i] = _both(marks[i], match[f"{component}0"])
        if match[f"{component}1"]:
            marks[: i + 1] = [_both(mark, match[f"{component}1"]) for mark in marks[: i + 1]]
    return (marks[0], marks[1], marks[2]) if any(marks) else NO_MARKS


def _both(old: str, new: str) -> str:
    return new if old in {"", new} else "%"


def _read_interval(text: str) -> Interval:
    parts = text.split("/")
    if len(parts) != 2:
        raise DateUnreadable("An interval has two ends and one stroke between them.")
    start, end = (part if part in {OPEN, UNKNOWN} else _read_point(part) for part in parts)
    return check_interval(Interval(start=start, end=end))


def check_interval(interval: Interval) -> Interval:
    """The interval, if it says something and does not end before it begins."""
    start, end = interval.start, interval.end
    if isinstance(start, str) and isinstance(end, str):
        raise DateUnreadable("An interval without any date says nothing.", hint="Leave the field empty.")
    check_order(start, end)
    return interval


def check_order(first: End, last: End) -> None:
    """Refuse a pair that runs backwards by its digits."""
    if isinstance(first, str) or isinstance(last, str):
        return
    if first.spans()[0][0] > last.spans()[-1][1]:
        raise DateOrder("It ends before it begins.")


def _read_set(text: str) -> OneOf | Point:
    return make_set([_read_run(part.strip()) for part in text.split(",")])


def _read_run(text: str) -> tuple[End, End]:
    if ".." not in text:
        point = _read_point(text)
        return point, point
    left, right = text.split("..", 1)
    first: End = _read_point(left) if left else OPEN
    last: End = _read_point(right) if right else OPEN
    return first, last


def make_set(runs: list[tuple[End, End]]) -> OneOf | Point:
    """One of several runs, in order and without repeats; a set of a single date is that date.

    Raises:
        DateUnreadable: A run without any date.
        DateOrder: A run that ends before it begins.
    """
    unique: dict[str, _Run] = {}
    for first, last in runs:
        if isinstance(first, str) and isinstance(last, str):
            raise DateUnreadable("A set without any date says nothing.", hint="Leave the field empty.")
        check_order(first, last)
        run = _measured((first, first) if first == last and _unbroken(first) else (first, last))
        unique.setdefault(run.key[2], run)
    ordered = [run.ends for run in _without_covered(sorted(unique.values(), key=lambda run: run.key))]
    if len(ordered) == 1 and ordered[0][0] is ordered[0][1] and isinstance(ordered[0][0], Point):
        return ordered[0][0]
    return OneOf(runs=tuple(ordered))


class _Run(NamedTuple):
    """A run of a set with what it is ordered and compared by."""

    key: tuple[int, int, str]
    ends: tuple[End, End]
    strict: Spans
    fuzzy: Spans


def _measured(ends: tuple[End, End]) -> _Run:
    form = OneOf(runs=(ends,))
    strict = spans_of(form, fuzzy=False)
    return _Run((strict[0][0], strict[-1][1], write_form(form)), ends, strict, spans_of(form, fuzzy=True))


def _unbroken(end: End) -> bool:
    """From a winter to the same winter is all of the year; only an unbroken date from itself to itself is itself."""
    return isinstance(end, Point) and len(end.spans()) == 1


def _without_covered(runs: list[_Run]) -> list[_Run]:
    """Leave out what another run contains: 2003 or a time from 2002 to 2004 is a time from 2002 to 2004."""
    if len(runs) > _MANY_RUNS:
        return runs
    kept: list[_Run] = []
    for i, run in enumerate(runs):
        others = [*kept, *runs[i + 1 :]]
        if not any(inside(run.strict, o.strict) and inside(run.fuzzy, o.fuzzy) for o in others):
            kept.append(run)
    return kept
