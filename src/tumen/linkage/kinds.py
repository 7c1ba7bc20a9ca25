"""The kinds of column: how the values of one field are held, and how pairs of them are compared.

A column holds distinct values once and, for each record, which of them it states; so the cost of reading
a value is paid once, and pairs are compared by number.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from hashlib import blake2b
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from tumen import dates, places
from tumen.linkage.fields import MISSING, Field

Ints = NDArray[np.int64]
Levels = NDArray[np.int8]

NOT_STATED: Final = -1


class Column(Protocol):
    """One field of n records.

    Attributes:
        field: its name and levels.
        number: the number of each record's value, shape (n,); `NOT_STATED` where there is none.
    """

    field: Field
    number: Ints

    def levels(self, a: Ints, b: Ints) -> Levels:
        """How the records at positions `a` agree with those at `b`; levels of `field`, shape (pairs,)."""
        ...


class ValueColumn:
    """Values that are the same or not.

    Args:
        field: with the levels of `value_field`.
        values: one for each record, empty where not stated.
    """

    def __init__(self, field: Field, values: Sequence[str]) -> None:
        self.field = field
        _, self.number = numbered(values)

    def levels(self, a: Ints, b: Ints) -> Levels:
        one, other = self.number[a], self.number[b]
        found = np.where(one == other, 1, 2)
        return np.where((one < 0) | (other < 0), MISSING, found).astype(np.int8)


class DateColumn:
    """Dates, compared with what is known of how dates of one person come out differently.

    Args:
        field: with the levels of `date_field`.
        values: dates that `tumen.dates` reads, empty where not stated.
        habits: lunar birthdays, ages counted from one.

    Attributes:
        table: the distinct dates by their numbers.
    """

    def __init__(self, field: Field, values: Sequence[str], *, habits: dates.Habits) -> None:
        self.field = field
        distinct, self.number = numbered(values)
        read = [dates.parse(value) for value in distinct]
        self.table = dates.IdentityTable(read, habits=habits)
        bounds = [(_day(date.earliest, -np.inf), _day(date.latest, np.inf)) for date in read]
        self._bounds = np.array([*bounds, (np.nan, np.nan)], dtype=np.float64)
        # A date that leaves every day open states nothing.
        self.number[np.isinf(self._bounds[self.number]).all(axis=1)] = NOT_STATED

    def levels(self, a: Ints, b: Ints) -> Levels:
        return self.table.levels(self.number[a], self.number[b])

    @property
    def days(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """First and last possible day number of each record; NaN where not stated, infinite where open."""
        bounds = self._bounds[self.number]
        return bounds[:, 0], bounds[:, 1]


class PlaceColumn:
    """Places, compared by what lies in what and how far apart they are.

    Args:
        field: with the levels of `place_field`.
        values: codes or written places, empty where not stated.
        gazetteer: where they are looked up.
        country: where names are looked up first.
    """

    def __init__(
        self, field: Field, values: Sequence[str], *, gazetteer: places.Gazetteer, country: str | None
    ) -> None:
        self.field = field
        told = sorted(set(values) - {""})
        standard = {text: _code(text, gazetteer, country) for text in told}
        self.codes, self.number = numbered([standard.get(value, "") for value in values])
        self._table = places.PlaceTable(gazetteer, self.codes)

    def levels(self, a: Ints, b: Ints) -> Levels:
        return self._table.levels(self.number[a], self.number[b])


def numbered(values: Sequence[str]) -> tuple[list[str], Ints]:
    """The distinct values in order, and the number of each value; `NOT_STATED` for empty ones."""
    distinct = sorted(set(values) - {""})
    order = {value: index for index, value in enumerate(distinct)}
    return distinct, np.array([order.get(value, NOT_STATED) for value in values], dtype=np.int64)


def lasting(text: str) -> int:
    """A number for a text that is the same in every table."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little", signed=True)


def _code(written: str, gazetteer: places.Gazetteer, country: str | None) -> str:
    """The code of a place where the gazetteer has no doubt; else what was written."""
    if written in gazetteer:
        return written
    at_home = gazetteer.find(written, country=country).place if country is not None else None
    place = at_home or gazetteer.find(written).place
    return written if place is None else place.code


def _day(day: datetime.date | None, default: float) -> float:
    return default if day is None else float(day.toordinal())
