"""Putting marks of doubt on a date: `~` approximate, `?` uncertain, `%` both."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from tumen.dates.date import Date, End, Interval, make_date, map_run
from tumen.dates.notation import make_set
from tumen.dates.point import Point

Mark = Literal["~", "?", "%"]


def mark(date: Date, sign: Mark) -> Date:
    """The date told as approximate, uncertain or both; marks already there are kept."""
    form = date.form
    if isinstance(form, Point):
        return make_date(_mark_point(form, sign))
    if isinstance(form, Interval):
        return make_date(Interval(start=_mark_end(form.start, sign), end=_mark_end(form.end, sign)))
    return make_date(make_set([map_run(run, lambda end: _mark_end(end, sign)) for run in form.runs]))


def _mark_end(end: End, sign: Mark) -> End:
    return _mark_point(end, sign) if isinstance(end, Point) else end


def _mark_point(point: Point, sign: Mark) -> Point:
    written = 1 + bool(point.month) + bool(point.day)
    marks = [_both(old, sign) if i < written else "" for i, old in enumerate(point.marks)]
    return replace(point, marks=(marks[0], marks[1], marks[2]))


def _both(old: str, new: str) -> str:
    return new if old in {"", new} else "%"
