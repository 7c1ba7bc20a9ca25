"""What words do to dates: early and late parts, before and after, from–to, and the reading engine of a language.

A language is an ordered list of rules. Each rule is a pattern for the whole text and a function that makes the
date, reading the smaller texts inside through the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from tumen.dates.arithmetic import from_spans, shift
from tumen.dates.calendars import lunar
from tumen.dates.date import OPEN, UNKNOWN, Date, End, Interval, OneOf, Precision, make_date, plain_day
from tumen.dates.days import LAST_DAY, OPEN_START, month_length
from tumen.dates.marks import mark
from tumen.dates.notation import check_interval, looks_like_edtf, read_edtf
from tumen.dates.point import PARTS_OF_YEAR, Point, check_point
from tumen.errors import DateNeedsReference, DateUnreadable
from tumen.patterns import later

Part = Literal["early", "mid", "late"]

# A phrase is short; a longer text is not one date and would only cost time.
LONGEST_PHRASE = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads phrases of one language, with the date from which relative ones are reckoned."""

    rules: tuple[Rule, ...]
    reference: Date | None = None

    def read(self, text: str) -> Date:
        """The date of a whole phrase.

        Raises:
            DateUnreadable: No rule reads it.
            DateNeedsReference: It is relative and no reference was given.
        """
        text = text.strip(" \t\n,;。，、")
        if not text or len(text) > LONGEST_PHRASE:
            raise DateUnreadable("This is not a date in words that are read.")
        if looks_like_edtf(text) and not text.endswith("."):
            try:
                return read_edtf(text)
            except DateUnreadable:
                pass  # dotted or abbreviated numbers ("2004.5.6", "1998-99"): the rules below know those
        for rule in self.rules:
            match = rule.pattern.fullmatch(text)
            if match is None:
                continue
            try:
                return rule.make(match, self)
            except DateUnreadable:
                continue
        raise DateUnreadable("This is not a date in words that are read.")

    def anchor(self) -> Date:
        """The reference.

        Raises:
            DateNeedsReference: There is none.
        """
        if self.reference is None:
            raise DateNeedsReference("This date is relative to another one, which was not given.")
        return self.reference

    def anchor_year(self) -> int:
        """The year of the reference.

        Raises:
            DateNeedsReference: There is none, or it may be in more than one year.
        """
        year = self.anchor().year
        if year is None:
            raise DateNeedsReference("The date it is reckoned from does not say one year.")
        return year


Make: TypeAlias = Callable[[re.Match[str], Reader], Date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A pattern for a whole phrase and what date it makes."""

    pattern: re.Pattern[str]
    make: Make


def rule(pattern: str, make: Make) -> Rule:
    """A rule; patterns ignore case."""
    return Rule(pattern=later(pattern, re.IGNORECASE), make=make)


def point(year: int | None, month: str | int | None = None, day: int | None = None) -> Date:
    """A date from numbers; no year gives `XXXX`. A part of the year is given by its code.

    Raises:
        DateImpossible: There is no such day.
    """
    months = "" if month is None else month if isinstance(month, str) else f"{month:02d}"
    days = "" if day is None else f"{day:02d}"
    text = "-".join(part for part in (f"{year:04d}" if year is not None else "XXXX", months, days) if part)
    return read_edtf(text)


def decade(first_year: int) -> Date:
    """Ten years that begin with a year ending in 0."""
    return read_edtf(f"{first_year // 10:03d}X")


def century(number: int) -> Date:
    """The nth century: 20 is 1901 to 2000."""
    if not 1 <= number <= 99:
        raise DateUnreadable("There is no such century.")
    return read_edtf(f"{(number - 1) * 100 + 1:04d}/{number * 100:04d}")


def part_of(date: Date, part: Part) -> Date:
    """The early, middle or late part of a month, season, year, decade or century.

    A month is cut at the 10th and the 20th, exactly. Parts of longer times are thirds with approximate ends:
    nobody who says "late 1990s" means a certain day.

    Raises:
        DateUnreadable: The date has no such parts.
    """
    form = date.form
    if isinstance(form, Interval) and date.earliest and date.latest and form.start != form.end:
        return _part_of_years(date.earliest.year, date.latest.year, part)
    if not isinstance(form, Point) or form.year == "XXXX":
        raise DateUnreadable("This has no early or late part.")
    if date.precision is Precision.MONTH:
        return _part_of_month(form, part)
    if date.precision is Precision.PART_OF_YEAR and len(PARTS_OF_YEAR[form.month]) == 1:
        first, length = PARTS_OF_YEAR[form.month][0]
        month = first + {"early": 0, "mid": (length - 1) // 2, "late": length - 1}[part]
        return mark(point(int(form.year), month), "~")
    if date.precision is Precision.YEAR:
        first = {"early": 1, "mid": 5, "late": 9}[part]
        return read_edtf(f"{form.year}-{first:02d}~/{form.year}-{first + 3:02d}~")
    if date.precision is Precision.DECADE:
        year = form.known_years[0]
        first, last = {"early": (0, 2), "mid": (4, 6), "late": (7, 9)}[part]
        return read_edtf(f"{year + first:04d}~/{year + last:04d}~")
    raise DateUnreadable("This has no early or late part.")


def _part_of_years(first: int, last: int, part: Part) -> Date:
    third = (last - first + 1) // 3
    low = {"early": first, "mid": first + third, "late": last - third}[part]
    return read_edtf(f"{low:04d}~/{min(last, low + third):04d}~")


def _part_of_month(form: Point, part: Part) -> Date:
    year, month = int(form.year), int(form.month)
    first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, month_length(year, month))}[part]
    stem = f"{form.year}-{form.month}"
    return read_edtf(f"{stem}-{first:02d}/{stem}-{last:02d}")


def since(date: Date) -> Date:
    """From that date on; the date itself may be it."""
    return check(Interval(start=_ends(date)[0], end=OPEN))


def until(date: Date) -> Date:
    """That date or earlier."""
    return check(Interval(start=OPEN, end=_ends(date)[1]))


def started(date: Date) -> Date:
    """From that date to an unknown end."""
    return check(Interval(start=_ends(date)[0], end=UNKNOWN))


def ended(date: Date) -> Date:
    """From an unknown start to that date."""
    return check(Interval(start=UNKNOWN, end=_ends(date)[1]))


def earlier_than(date: Date) -> Date:
    """Before a date that it cannot itself be: before 2004 is 2003 or earlier.

    Where the date has no sharp beginning (approximate, a winter, an interval) the date itself stays possible.
    """
    return until(_step(date, -1) or date)


def later_than(date: Date) -> Date:
    """After a date that it cannot itself be: after 2004 is 2005 or later. See `earlier_than`."""
    return since(_step(date, 1) or date)


def _step(date: Date, direction: int) -> Date | None:
    """The unit next to a sharp one; None if there is none."""
    form = date.form
    if not isinstance(form, Point) or date.approximate or date.uncertain or "X" in form.month + form.day:
        return None
    if date.precision is Precision.DAY:
        return shift(date, days=direction)
    if date.precision is Precision.MONTH:
        return shift(date, months=direction)
    if date.precision in {Precision.YEAR, Precision.DECADE}:
        return shift(date, years=direction * 10 ** form.year.count("X"))
    spans = date.strict_spans
    if len(spans) > 1 or spans[0][0] == OPEN_START:
        return None
    edge = spans[0][0] - 1 if direction < 0 else spans[0][1] + 1
    return from_spans(((edge, edge),)) if 1 <= edge <= LAST_DAY else None


def stretch(first: Date, last: Date) -> Date:
    """From one date to another; the year left out on one side is that of the other.

    "November to March 2004" begins in the year before; "from November 2003 to March" ends in the year after.

    Raises:
        DateOrder: It ends before it begins.
        DateUnreadable: A side is itself open or one of several.
    """
    start, end = _ends(first)[0], _ends(last)[1]
    if isinstance(start, Point) and isinstance(end, Point):
        start, end = _fill(start, end, -1), _fill(end, start, 1)
    return check(Interval(start=start, end=end))


def alternatives(first: Date, last: Date) -> tuple[Date, Date]:
    """Two dates joined by "or", the year left out on one side filled in from the other."""
    if isinstance(first.form, Point) and isinstance(last.form, Point):
        a, b = _fill(first.form, last.form, -1), _fill(last.form, first.form, 1)
        return make_date(check_point(a)), make_date(check_point(b))
    return first, last


def _fill(point: Point, other: Point, direction: int) -> Point:
    """`point` with the year and month that only `other` has; moved a year if that puts it on the wrong side."""
    if point.year != "XXXX" or other.year == "XXXX":
        return point
    filled = replace(point, year=other.year)
    if point.month == "XX" and other.month:
        return replace(filled, month=other.month)
    wrong_side = (point.month > other.month) if direction < 0 else (point.month < other.month)
    if wrong_side and other.month and other.year.isdigit() and not point.is_part_of_year:
        return replace(filled, year=f"{int(other.year) + direction:04d}")
    return filled


def _ends(date: Date) -> tuple[End, End]:
    form = date.form
    if isinstance(form, Interval):
        return form.start, form.end
    if isinstance(form, OneOf):
        return form.runs[0][0], form.runs[-1][1]
    return form, form


def check(interval: Interval) -> Date:
    """An interval as a date, refused if it says nothing or runs backwards."""
    return make_date(check_interval(interval))


def at_lunar(date: Date, *, leap: bool = False, chinese_only: bool = False) -> Date:
    """A date read off a lunar calendar, as a solar one; marks of doubt are kept.

    Raises:
        DateLunar: There is no such lunar date.
        DateUnreadable: It is not a year, month or day.
    """
    form = date.form
    if not isinstance(form, Point) or not form.year.isdigit() or form.is_part_of_year:
        raise DateUnreadable("A lunar date needs a year, and a month and day if there are any.")
    month, day = (int(part) if part.isdigit() else None for part in (form.month, form.day))
    found = lunar(int(form.year), month, day, leap=leap, calendar="chinese" if chinese_only else "either")
    for sign in "?~":
        if sign in date.edtf:
            found = mark(found, "~" if sign == "~" else "?")
    return found


def away(reader: Reader, amount: int, unit: Literal["year", "month", "week", "day"]) -> Date:
    """So many years, months, weeks or days from the reference; what is reckoned in years is told in years.

    Days are exact. The others are approximate in their own unit: "two years later" is rarely to the day.
    """
    start = reader.anchor()
    if unit == "day":
        return shift(start, days=amount)
    if unit == "week":
        return mark(shift(start, days=7 * amount), "~")
    coarse = coarsen(start, unit)
    return mark(shift(coarse, years=amount) if unit == "year" else shift(coarse, months=amount), "~")


def coarsen(date: Date, unit: Literal["year", "month", "day"]) -> Date:
    """The year or month a date is in, or the run of those it may be in.

    Raises:
        DateNeedsReference: The date is open.
    """
    if date.earliest is None or date.latest is None:
        raise DateNeedsReference("The date it is reckoned from is open.")
    if unit == "day":
        if date.earliest != date.latest:
            raise DateNeedsReference("The date it is reckoned from is not known to the day.")
        return plain_day(date.earliest)
    form = "%04d" if unit == "year" else "%04d-%02d"
    first, last = (form % ((d.year, d.month)[: 1 + (unit == "month")]) for d in (date.earliest, date.latest))
    return read_edtf(first if first == last else f"[{first}..{last}]")


def past(reader: Reader, amount: int, unit: Literal["year", "month", "day"]) -> Date:
    """The last so many years up to the reference: `2008~/2018` for the past ten years seen from 2018."""
    end = coarsen(reader.anchor(), unit)
    start = mark(shift(end, years=-amount) if unit == "year" else
                 shift(end, months=-amount) if unit == "month" else shift(end, days=-amount), "~")  # fmt: skip
    return stretch(start, end)


def last_one(reader: Reader, month: str) -> Date:
    """This past May: the last one that began before the reference."""
    year = reader.anchor_year()
    this = point(year, month)
    began = this.strict_spans[-1][0] <= reader.anchor().strict_spans[0][0]
    return this if began else point(year - 1, month)


def most_recent(reader: Reader, month: str) -> Date:
    """The last May, seen from the reference.

    In September, "last May" is said of this year's and of last year's; both are kept. In March it is last
    year's.
    """
    year = reader.anchor_year()
    this, last = point(year, month), point(year - 1, month)
    reference = reader.anchor().strict_spans
    if this.strict_spans[-1][1] < reference[0][0]:
        return read_edtf(f"[{last.edtf},{this.edtf}]")
    # Otherwise it is still to come or not over: only last year's can be meant.
    return last
