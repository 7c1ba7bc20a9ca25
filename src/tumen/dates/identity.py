"""Dates compared for linkage: may these two dates, told of somebody, be of one person?

Besides the days that are possible under both, the ways in which dates of one person are known to come out
differently count: day and month exchanged, a lunar birthday written as a solar one, an age counted from one at
birth, a year registered late, a digit wrong. One pair is compared with reasons (`compare_identity`); many pairs of
few distinct dates by number (`IdentityTable`), with exactly the same levels.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tumen.dates.age import Reckoning, birth_from_age
from tumen.dates.agreement import DATE_LEVELS, Agreement, DateLevel, LevelMeaning, Told
from tumen.dates.arithmetic import Range
from tumen.dates.calendars import LunarCalendar, solar_days
from tumen.dates.date import Date
from tumen.dates.days import OPEN_END, OPEN_START, Span

Days = NDArray[np.float64]
Numbers = NDArray[np.int64]
Levels = NDArray[np.int8]

_YEAR: Final = 365.0  # from the last day of one year to the last day of the next
_LEAP_YEAR: Final = 366.0
_MONTH: Final = 31.0
_TWO_MONTHS: Final = 62.0
_DIGITS: Final = 8
# Two calendars, each with a common and a leap month of one number.
_LUNAR_READINGS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How dates of one person are known to come out differently where the people come from.

    Attributes:
        lunar: Lunar calendars in which birthdays are kept; empty where none is.
        year_off: Ages are counted from one at birth, or years of birth registered late.
    """

    lunar: tuple[LunarCalendar, ...] = ("korean", "chinese")
    year_off: bool = True

    @classmethod
    def of_calendars(cls, calendars: Iterable[str]) -> Habits:
        """The habits that go with the calendars a situation uses (`gregorian`, `lunar_korean` ...)."""
        names = set(calendars)
        kept: list[LunarCalendar] = []
        for calendar in ("korean", "chinese"):
            if f"lunar_{calendar}" in names:
                kept.append(calendar)
        return cls(lunar=tuple(kept), year_off=bool(kept))


@dataclass(frozen=True, slots=True, kw_only=True)
class DateComparison:
    """What two dates say about being one person's.

    Attributes:
        level: How they agree.
        reasons: Why, in plain words, without the dates themselves.
    """

    level: DateLevel
    reasons: tuple[str, ...]

    @property
    def meaning(self) -> LevelMeaning:
        """The level's group and what it says, roughly."""
        return DATE_LEVELS[self.level]

    @property
    def agreement(self) -> Agreement:
        """What it says for one person, roughly."""
        return self.meaning.agreement


class IdentityTable:
    """Distinct dates as numbers, so that pairs of them can be compared by the million.

    Args:
        dates: The dates; None where not stated. Pairs refer to them by position, -1 being "not stated" too.
        habits: How dates of one person are known to come out differently.
    """

    def __init__(self, dates: Iterable[Date | None], *, habits: Habits | None = None) -> None:
        self.habits = habits or Habits()
        stated = [_spans(date) for date in dates]
        self._size = len(stated)
        # One row more stands for "not stated", so that position -1 finds it.
        stated.append(())
        width = max(1, *(len(spans) for spans in stated))
        self._count = np.array([len(spans) for spans in stated], dtype=np.int64)
        self._low = np.full((len(stated), width), np.nan)
        self._high = np.full((len(stated), width), np.nan)
        for row, spans in enumerate(stated):
            for column, (low, high) in enumerate(spans):
                self._low[row, column], self._high[row, column] = low, high
        self._first = np.array([spans[0][0] if spans else np.nan for spans in stated])
        self._last = np.array([spans[-1][1] if spans else np.nan for spans in stated])
        self._told = np.array([_told(spans) for spans in stated], dtype=np.int8)
        exact = [
            spans[0][0] if spans and told == Told.DAY else None
            for spans, told in zip(stated, self._told, strict=True)
        ]
        self._digits = np.array([_digits(day) for day in exact], dtype=np.int16)
        self._lunar = np.array([_lunar(day, self.habits.lunar) for day in exact], dtype=np.float64)

    @property
    def columns(self) -> dict[str, NDArray[Any]]:
        """Everything but `habits`, as arrays to be kept in files; a row for each date and one for "not stated"."""
        return {name: getattr(self, f"_{name}") for name in _COLUMNS}

    @classmethod
    def of_columns(cls, columns: Mapping[str, NDArray[Any]], *, habits: Habits) -> IdentityTable:
        """What `columns` gave."""
        table = cls.__new__(cls)
        table.habits, table._size = habits, len(columns["count"]) - 1
        for name in _COLUMNS:
            setattr(table, f"_{name}", columns[name])
        return table

    def take(self, at: Numbers) -> IdentityTable:
        """Some of the dates, in the order asked for."""
        rows = np.append(at, self._size)
        return self.of_columns({name: told[rows] for name, told in self.columns.items()}, habits=self.habits)

    def with_more(self, other: IdentityTable) -> IdentityTable:
        """These dates, and those of another table behind them."""
        mine, theirs = self.columns, other.columns
        width = max(len(table["low"][0]) for table in (mine, theirs))
        joined = {
            name: np.concatenate(
                [_widened(mine[name][:-1], name, width), _widened(theirs[name], name, width)]
            )
            for name in _COLUMNS
        }
        return self.of_columns(joined, habits=self.habits)

    def __len__(self) -> int:
        return self._size

    def levels(self, a: Numbers, b: Numbers) -> Levels:
        """How dates at positions `a` agree with those at `b`.

        Args:
            a, b: Positions, shape (pairs,); -1 where not stated.

        Returns:
            `DateLevel` numbers, shape (pairs,). The same for `(a, b)` and `(b, a)`.
        """
        gap = self._gaps(a, b)
        told = np.maximum(self._told[a], self._told[b])
        level = _by_gap(gap, told)
        level[np.isnan(gap)] = DateLevel.MISSING
        self._refine_days(level, a, b, np.flatnonzero((told == Told.DAY) & (gap > 0)))
        if self.habits.year_off:
            self._refine_months(level, a, b, np.flatnonzero((told == Told.MONTH) & (gap > _TWO_MONTHS)))
        return level

    def compare(self, a: int, b: int) -> DateComparison:
        """One pair, with reasons."""
        pair = np.array([a]), np.array([b])
        level = DateLevel(int(self.levels(*pair)[0]))
        gap = float(self._gaps(*pair)[0])
        said = [DATE_LEVELS[level].words]
        if 0 < gap <= _YEAR:
            least = "" if DATE_LEVELS[level].told is Told.DAY else "at least "
            said.append(f"{least}{gap:.0f} day{'' if gap == 1 else 's'} apart")
        return DateComparison(level=level, reasons=tuple(said))

    def _gaps(self, a: Numbers, b: Numbers) -> Days:
        """Days between the nearest possible days: 0 where they may be one day, NaN where one is not stated."""
        low = np.maximum(self._first[a], self._first[b])
        high = np.minimum(self._last[a], self._last[b])
        gap = np.maximum(low - high, 0.0)
        split = np.flatnonzero((np.maximum(self._count[a], self._count[b]) > 1) & (gap == 0))
        if len(split):
            gap[split] = self._gaps_between_spans(a[split], b[split])
        return np.asarray(gap, dtype=np.float64)

    def _gaps_between_spans(self, a: Numbers, b: Numbers) -> Days:
        """The same for dates that leave days out between their first and last, span by span."""
        gap = np.full(len(a), np.inf)
        for i in range(int(self._count[a].max())):
            for j in range(int(self._count[b].max())):
                both = np.flatnonzero((self._count[a] > i) & (self._count[b] > j) & (gap > 0))
                if len(both):
                    low = np.maximum(self._low[a[both], i], self._low[b[both], j])
                    high = np.minimum(self._high[a[both], i], self._high[b[both], j])
                    gap[both] = np.minimum(gap[both], np.maximum(low - high, 0.0))
        return gap

    def _refine_days(self, level: Levels, a: Numbers, b: Numbers, rows: Numbers) -> None:
        """Among different days: what digits, calendars and ways of counting explain; the strongest wins."""
        if not len(rows):
            return
        left, right = self._digits[a[rows]], self._digits[b[rows]]
        differ = left != right
        number = differ.sum(axis=1)
        same_year = ~differ[:, :4].any(axis=1)
        level[rows[same_year]] = DateLevel.SAME_YEAR
        level[rows[number == 2]] = DateLevel.TWO_SLIPS
        level[rows[number == 1]] = DateLevel.SLIP
        exchanged = np.flatnonzero(number == 2)
        level[rows[exchanged[_exchanged(left[exchanged], right[exchanged])]]] = DateLevel.SLIP
        birthday = np.flatnonzero(~differ[:, 4:].any(axis=1))
        level[rows[birthday]] = DateLevel.SAME_BIRTHDAY
        if self.habits.year_off:
            years = _years(left[birthday]) - _years(right[birthday])
            level[rows[birthday[np.abs(years) == 1]]] = DateLevel.YEAR_OFF
        self._refine_lunar(level, a, b, rows)
        swapped = (
            same_year
            & (left[:, 4:6] == right[:, 6:]).all(axis=1)
            & (left[:, 6:] == right[:, 4:6]).all(axis=1)
        )
        level[rows[swapped]] = DateLevel.SWAPPED

    def _refine_lunar(self, level: Levels, a: Numbers, b: Numbers, rows: Numbers) -> None:
        """A lunar date read as solar is three to eight weeks early; only those pairs are looked at closely."""
        if not self.habits.lunar:
            return
        days = np.abs(self._first[a[rows]] - self._first[b[rows]])
        near = rows[days <= _TWO_MONTHS]
        one, other = a[near], b[near]
        meets = (self._lunar[one] == self._first[other][:, None]).any(axis=1)
        meets |= (self._lunar[other] == self._first[one][:, None]).any(axis=1)
        level[near[meets]] = DateLevel.LUNAR

    def _refine_months(self, level: Levels, a: Numbers, b: Numbers, rows: Numbers) -> None:
        if not len(rows):
            return
        one, other = a[rows], b[rows]
        fits = np.zeros(len(rows), dtype=bool)
        for x, y in ((one, other), (other, one)):
            fits |= (self._first[x] + 365 <= self._last[y]) & (self._first[y] <= self._last[x] + 366)
        level[rows[fits]] = DateLevel.MONTH_YEAR_OFF


_COLUMNS: Final = ("count", "low", "high", "first", "last", "told", "digits", "lunar")


def _widened(column: NDArray[Any], name: str, width: int) -> NDArray[Any]:
    """Spans with room for as many as the other table has; other columns as they are."""
    if name not in ("low", "high"):
        return column
    return np.pad(column, ((0, 0), (0, width - column.shape[1])), constant_values=np.nan)


def compare_identity(a: Date | None, b: Date | None, *, habits: Habits | None = None) -> DateComparison:
    """How two dates told of somebody agree, with reasons.

    Args:
        a, b: Two dates, for example of birth; None where not stated, which says nothing.
        habits: How dates of one person are known to come out differently; by default all that are known here.

    Example:
        >>> from tumen.dates import parse
        >>> compare_identity(parse("1985-03-04"), parse("1985-04-03")).reasons[0]
        'day and month are exchanged'
        >>> compare_identity(parse("1985"), parse("1986")).level.name
        'YEAR_NEXT'
    """
    return IdentityTable((a, b), habits=habits).compare(0, 1)


def compare_age(
    birth: Date | None, age: int | Range, on: Date, *, reckoning: Reckoning = "either", about: bool = False
) -> DateComparison:
    """Whether somebody born then may have been said to be of an age at a date.

    Args:
        birth: Date of birth; None where not stated.
        age: Age in years as told, or a range.
        on: When the person was of that age.
        reckoning: How the age was counted, where known.
        about: The age was told as approximate.

    Raises:
        DateUnreadable: The age or the date has no bounds.

    Example:
        >>> from tumen.dates import parse
        >>> compare_age(parse("1990-11-20"), 21, parse("2010-03")).reasons
        ('they fit, one being told to the year', 'the age fits if counted from one at birth, not in completed years')
    """
    counted: dict[Reckoning, DateComparison] = {
        count: compare_identity(birth, birth_from_age(age, on, reckoning=count, about=about))
        for count in (("completed", "korean") if reckoning == "either" else (reckoning,))
    }
    # levels grow from agreement to difference within a group, and the groups are few
    best = min(counted.values(), key=lambda found: _rank(found.level))
    return DateComparison(level=best.level, reasons=(*best.reasons[:1], *_counting(counted, best)))


def _counting(counted: dict[Reckoning, DateComparison], best: DateComparison) -> tuple[str, ...]:
    """Which way of counting makes the age fit, where two were tried."""
    if len(counted) < 2 or best.agreement not in (Agreement.SAME, Agreement.FITS):
        return ()
    completed, korean = (counted[count].agreement is best.agreement for count in ("completed", "korean"))
    if completed and korean:
        return ("the age fits however it was counted",)
    if korean:
        return ("the age fits if counted from one at birth, not in completed years",)
    return ("the age fits in completed years, not if counted from one at birth",)


_ORDER: Final = tuple(Agreement)


def _rank(level: DateLevel) -> tuple[int, int]:
    return _ORDER.index(DATE_LEVELS[level].agreement), level


def _by_gap(gap: Days, told: Levels) -> Levels:
    """The level by precision and distance alone."""
    with np.errstate(invalid="ignore"):
        far = np.select([gap <= 0, gap <= _TWO_MONTHS, gap <= _YEAR, gap <= 3 * _YEAR], [0, 1, 2, 3], 4)
    return np.asarray(_BY_GAP[told, far], dtype=np.int8)


def _gap_rows() -> Levels:
    rows = (
        (DateLevel.SAME_DAY, DateLevel.WITHIN_YEAR, DateLevel.WITHIN_YEAR, DateLevel.WITHIN_THREE, DateLevel.APART),
        (DateLevel.MONTH_FITS, DateLevel.MONTH_NEAR, DateLevel.MONTH_WITHIN_YEAR, DateLevel.MONTH_WITHIN_THREE,
         DateLevel.MONTH_APART),
        (DateLevel.YEAR_FITS, DateLevel.YEAR_NEXT, DateLevel.YEAR_NEXT, DateLevel.YEAR_WITHIN_THREE,
         DateLevel.YEAR_APART),
        (DateLevel.LOOSE_FITS, *[DateLevel.LOOSE_WITHIN_THREE] * 3, DateLevel.LOOSE_APART),
    )  # fmt: skip
    return np.array(rows, dtype=np.int8)


_BY_GAP: Final = _gap_rows()


def _spans(date: Date | None) -> tuple[tuple[float, float], ...]:
    """The days a date may be; nothing where it is not stated or leaves every day open."""
    if date is None or date.possible_spans == ((OPEN_START, OPEN_END),):
        return ()
    return tuple(_bounds(span) for span in date.possible_spans)


def _bounds(span: Span) -> tuple[float, float]:
    low, high = span
    return (-np.inf if low == OPEN_START else float(low)), (np.inf if high == OPEN_END else float(high))


def _told(spans: tuple[tuple[float, float], ...]) -> int:
    """How precisely a date is told, by the number of days it may be."""
    days = sum(high - low + 1 for low, high in spans)
    if days <= 1:
        return Told.DAY
    return Told.MONTH if days <= _MONTH else Told.YEAR if days <= _LEAP_YEAR else Told.LOOSELY


def _digits(day: float | None) -> tuple[int, ...]:
    if day is None:
        return (-1,) * _DIGITS
    return tuple(
        int(digit) for digit in datetime.date.fromordinal(int(day)).strftime("%Y%m%d").zfill(_DIGITS)
    )


def _lunar(day: float | None, calendars: tuple[LunarCalendar, ...]) -> tuple[float, ...]:
    """The solar days that a date means if its month and day were lunar; NaN, which equals nothing, for none."""
    found: set[int] = set()
    if day is not None:
        written = datetime.date.fromordinal(int(day))
        for calendar in calendars:
            found |= solar_days(written.year, written.month, written.day, calendar=calendar)
    return tuple([*(float(one) for one in sorted(found)), *[np.nan] * _LUNAR_READINGS][:_LUNAR_READINGS])


def _years(digits: NDArray[np.int16]) -> NDArray[np.int64]:
    return np.asarray(digits[:, :4].astype(np.int64) @ np.array([1000, 100, 10, 1]), dtype=np.int64)


def _exchanged(left: NDArray[np.int16], right: NDArray[np.int16]) -> NDArray[np.bool_]:
    """Of dates that differ in two digits, those in which two neighbouring digits stand the other way round."""
    turned = (left[:, :-1] == right[:, 1:]) & (left[:, 1:] == right[:, :-1]) & (left[:, :-1] != right[:, :-1])
    return np.asarray(turned.any(axis=1), dtype=np.bool_)
