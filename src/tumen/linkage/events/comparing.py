"""Accounts compared field by field: pairs of them by number, each answer a level of `levels`."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen import bodies, dates, names, places, vocab
from tumen.bodies import BodyLevel
from tumen.dates import DateLevel
from tumen.linkage.events.accounts import Account, Accounts
from tumen.linkage.events.levels import BY_KIND, FIELDS, KIND, MISSING, SAME_KIND
from tumen.linkage.events.numbers import Told, agree, told
from tumen.places import PlaceLevel

Ints = NDArray[np.int64]
Levels = NDArray[np.int8]
Floats = NDArray[np.float64]

_FEW_DAYS, _MONTH, _TWO_MONTHS, _YEAR = 4.0, 31.0, 62.0, 366.0
_CLEAR_NAME, _SOME_NAME, _OTHER_NAME = 6.0, 2.0, -1.0

_PLACE: Final = {
    PlaceLevel.SAME: 1, PlaceLevel.MAY_BE_SAME: 2, PlaceLevel.INSIDE: 3, PlaceLevel.INSIDE_THEN: 3, PlaceLevel.NEAR: 4,
    PlaceLevel.ACROSS_BORDER: 4, PlaceLevel.SAME_REGION: 5, PlaceLevel.IN_COUNTRY: 6, PlaceLevel.OTHER_REGION: 7,
    PlaceLevel.OTHER_COUNTRY: 8,
}  # fmt: skip
_BODY: Final = {
    BodyLevel.SAME: 1, BodyLevel.SAME_WEAKLY: 1, BodyLevel.MAY_BE_SAME: 2, BodyLevel.KIND_OF: 2,
    BodyLevel.SAME_ELSEWHERE: 2, BodyLevel.SAME_KIND: 3, BodyLevel.SAME_SIDE: 3, BodyLevel.DIFFERENT: 4,
}  # fmt: skip
_EXPLAINED: Final = (DateLevel.SWAPPED, DateLevel.LUNAR, DateLevel.SLIP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Distinct:
    """The distinct values of a field, and which of them each account told.

    Attributes:
        values: each once.
        at: shape (accounts,); -1 where not stated.
    """

    values: tuple[str, ...]
    at: Ints

    @classmethod
    def of(cls, told_values: Sequence[str]) -> Distinct:
        """Number the values; an empty one is not stated."""
        values = sorted(set(told_values) - {""})
        order = {value: index for index, value in enumerate(values)}
        return cls(values=tuple(values), at=np.array([order.get(v, -1) for v in told_values], dtype=np.int64))


class Comparer:
    """Compares accounts of one table; distinct values are read once."""

    def __init__(self, accounts: Accounts, *, pack: str) -> None:
        loaded = vocab.load_pack(pack)
        self._accounts = accounts
        calendars = loaded.settings.get("calendars", ())
        self._places = _PlaceField(accounts, loaded)
        self._dates = _DateField(accounts, calendars)
        self._kinds = Distinct.of([row.kind for row in accounts])
        self._kind_levels = _kind_table(self._kinds.values, loaded.vocabulary("act_type"))
        numbers = [_standard(row.number) for row in accounts]
        self._numbers = Distinct.of(numbers)
        self._number_levels = _number_table(self._numbers.values)
        self._participants = _ParticipantField(accounts)
        self._bodies = Distinct.of([row.agency for row in accounts])
        known = bodies.register(loaded)
        self._body_table = bodies.BodyTable(known, [_named(known, value) for value in self._bodies.values])
        self._methods = _Sets([row.method for row in accounts])
        self._outcomes = Distinct.of([row.outcome for row in accounts])
        self._origins = _Origins(accounts)

    @property
    def values(self) -> tuple[Ints, ...]:
        """Of each field the number of the value each account told; -1 where not stated."""
        none = np.full(len(self._accounts), -1, dtype=np.int64)
        kinds, numbers, told_bodies = self._kinds.at, self._numbers.at, self._bodies.at
        return (self._places.told.at, none, kinds, numbers, none, told_bodies, none, none, none)

    @property
    def places_inside(self) -> Floats:
        """Which told place is, or lies in, which; 1 or 0, shape (places, places), the outer one first."""
        return self._places.inside()

    @property
    def days(self) -> tuple[Floats, Floats]:
        """First and last possible day of each account, NaN where not stated."""
        return self._dates.days

    @property
    def stated(self) -> NDArray[np.bool_]:
        """Whether an account states a field, shape (accounts, fields)."""
        rows = self._accounts.rows
        said = [(*(bool(v) for v in values_told(row)), bool(row.cites or row.heard_from)) for row in rows]
        return np.array(said, dtype=np.bool_)

    def levels(self, a: Ints, b: Ints) -> Levels:
        """Levels of pairs of accounts by position, shape (pairs, fields)."""
        found = np.zeros((len(a), len(FIELDS)), dtype=np.int8)
        found[:, 0] = self._places.levels(a, b)
        found[:, 1] = self._dates.levels(a, b)
        found[:, 2] = _looked_up(self._kind_levels, self._kinds.at, a, b)
        found[:, 3] = _looked_up(self._number_levels, self._numbers.at, a, b)
        found[:, 4] = self._participants.levels(a, b)
        found[:, 5] = _BODY_LEVELS[self._body_table.levels(self._bodies.at[a], self._bodies.at[b])]
        found[:, 6] = self._methods.levels(a, b)
        one, other = self._outcomes.at[a], self._outcomes.at[b]
        found[:, 7] = np.where((one < 0) | (other < 0), 0, np.where(one == other, 1, 2))
        found[:, 8] = self._origins.levels(a, b)
        other_kinds = found[:, KIND] != SAME_KIND
        for field, several in BY_KIND.items():
            found[other_kinds & (found[:, field] != MISSING), field] += several
        return found

    def reasons(self, a: int, b: int) -> dict[str, str]:
        """What else there is to say of a pair, by field, without values."""
        said = self._places.reasons(a, b)
        return {} if not said else {"place": said}


class _PlaceField:
    def __init__(self, accounts: Accounts, pack: vocab.Pack) -> None:
        self.told = Distinct.of([row.place for row in accounts])
        self._table = places.PlaceTable(places.gazetteer(pack), self.told.values)

    def levels(self, a: Ints, b: Ints) -> Levels:
        found: Levels = _PLACE_LEVELS[self._table.levels(self.told.at[a], self.told.at[b])]
        return found

    def inside(self) -> Floats:
        """1 where the second place is the first or lies in it, shape (places, places)."""
        n = len(self.told.values)
        a, b = np.repeat(np.arange(n), n), np.tile(np.arange(n), n)
        nested = np.isin(_PLACE_LEVELS[self._table.levels(a, b)], (1, 3, 6)).reshape(n, n)
        # of two that are nested the outer one has more that is nested with it
        width = nested.sum(axis=1)
        return np.asarray(nested & (width[:, None] >= width[None, :]), dtype=np.float64)

    def reasons(self, a: int, b: int) -> str:
        one, other = int(self.told.at[a]), int(self.told.at[b])
        if one < 0 or other < 0 or one == other:
            return ""
        return "; ".join(self._table.compare(one, other).reasons)


class _DateField:
    """First and last possible day, the precision, and what slips and calendars explain."""

    def __init__(self, accounts: Accounts, calendars: Sequence[str]) -> None:
        self._told = Distinct.of([row.date for row in accounts])
        read = [dates.parse(value) for value in self._told.values]
        bounds = [(_day(d.fuzzy_earliest, -np.inf), _day(d.fuzzy_latest, np.inf)) for d in read]
        both = np.array([*bounds, (np.nan, np.nan)], dtype=np.float64)
        self._low, self._high = both[:, 0], both[:, 1]
        lunar = dates.Habits.of_calendars(calendars).lunar
        self._table = dates.IdentityTable(read, habits=dates.Habits(lunar=lunar, year_off=False))

    @property
    def days(self) -> tuple[Floats, Floats]:
        return self._low[self._told.at], self._high[self._told.at]

    def levels(self, a: Ints, b: Ints) -> Levels:
        one, other = self._told.at[a], self._told.at[b]
        low, high = (
            np.maximum(self._low[one], self._low[other]),
            np.minimum(self._high[one], self._high[other]),
        )
        gap = np.maximum(low - high, 0.0)
        width = np.maximum(self._high[one] - self._low[one], self._high[other] - self._low[other])
        days = np.select([gap <= 0, gap <= _FEW_DAYS, gap <= _MONTH, gap <= _YEAR], [1, 2, 4, 5], 6)
        explained = (gap > _FEW_DAYS) & np.isin(self._table.levels(one, other), _EXPLAINED)
        days = np.where(explained, 3, days)
        months = np.select([gap <= 0, gap <= _TWO_MONTHS, gap <= _YEAR], [7, 8, 9], 10)
        years = np.select([gap <= 0, gap <= _YEAR, gap <= 3 * _YEAR], [11, 12, 13], 14)
        loose = np.select([gap <= 0, gap <= 3 * _YEAR], [15, 16], 17)
        # a season counts as a month told broadly
        found = np.select([width < 1, width <= 3 * _MONTH + 2, width <= _YEAR], [days, months, years], loose)
        return np.where(np.isnan(gap), 0, found).astype(np.int8)


class _Origins:
    """Whether one account says that it comes from the other: it quotes its source or was told by its informant."""

    def __init__(self, accounts: Accounts) -> None:
        self._count = len(accounts)
        self._derived = np.array([bool(row.cites or row.heard_from) for row in accounts], dtype=np.bool_)
        by_source: dict[str, list[int]] = {}
        for at, row in enumerate(accounts):
            for name in {row.source_id, row.teller}:
                by_source.setdefault(name, []).append(at)
        codes = {
            at * self._count + other
            for at, row in enumerate(accounts)
            for name in (*row.cites, *row.heard_from)
            for other in by_source.get(name, ())
        }
        self._codes = np.array(sorted(codes), dtype=np.int64)

    def levels(self, a: Ints, b: Ints) -> Levels:
        """1 where one comes from the other, 2 where one comes from somebody else, 0 where neither says so."""
        linked = np.isin(a * self._count + b, self._codes) | np.isin(b * self._count + a, self._codes)
        derived = self._derived[a] | self._derived[b]
        return np.where(linked, 1, np.where(derived, 2, 0)).astype(np.int8)


class _ParticipantField:
    """Linked persons first; then names, the best pair, held against how many pairs there were to choose from."""

    def __init__(self, accounts: Accounts) -> None:
        self._persons = _Sets([row.persons for row in accounts])
        self._names, self._lists = _listed([row.participants for row in accounts])
        self._count = np.array([len(each) for each in self._lists], dtype=np.int64)

    def levels(self, a: Ints, b: Ints) -> Levels:
        linked = self._persons.levels(a, b)
        found = np.where(linked == 1, 1, np.where(linked == 2, 5, 0)).astype(np.int8)
        rows = np.flatnonzero((found != 1) & (self._count[a] > 0) & (self._count[b] > 0))
        if len(rows):
            best = self._best(a[rows], b[rows])
            found[rows] = np.select(
                [best >= _CLEAR_NAME, best >= _SOME_NAME, best > _OTHER_NAME], [2, 3, 4], 5
            )
        return found

    def _best(self, a: Ints, b: Ints) -> Floats:
        """Log-likelihood ratio of the best pair of names, less the log of how many pairs there were."""
        several = self._count[a] * self._count[b]
        pair = np.repeat(np.arange(len(a)), several)
        within = np.arange(len(pair)) - np.repeat(np.cumsum(several) - several, several)
        left = self._at(a, pair, within // self._count[b][pair])
        right = self._at(b, pair, within % self._count[b][pair])
        best = np.full(len(a), -np.inf)
        np.maximum.at(best, pair, names.compare_at(self._names, left, right))
        return np.asarray(best - np.log(several), dtype=np.float64)

    def _at(self, accounts: Ints, pair: Ints, place: Ints) -> Ints:
        start = np.concatenate([[0], np.cumsum(self._count)])
        flat = np.array([name for each in self._lists for name in each], dtype=np.int64)
        return np.asarray(flat[start[accounts[pair]] + place], dtype=np.int64)


def _lookup(levels: dict[PlaceLevel, int] | dict[BodyLevel, int], size: int) -> Levels:
    found = np.zeros(size, dtype=np.int8)
    for level, value in levels.items():
        found[level] = value
    return found


_PLACE_LEVELS: Final = _lookup(_PLACE, len(PlaceLevel))
_BODY_LEVELS: Final = _lookup(_BODY, len(BodyLevel))


def _looked_up(table: Levels, at: Ints, a: Ints, b: Ints) -> Levels:
    """Levels from a table of distinct values; its last row stands for "not stated"."""
    return np.asarray(table[at[a], at[b]], dtype=np.int8)


def _kind_table(kinds: Sequence[str], known: vocab.Vocabulary) -> Levels:
    table = np.zeros((len(kinds) + 1, len(kinds) + 1), dtype=np.int8)
    for i, one in enumerate(kinds):
        for j, other in enumerate(kinds):
            table[i, j] = kind_level(one, other, known)
    return table


def kind_level(one: str, other: str, known: vocab.Vocabulary) -> int:
    """How two kinds of acts agree: 1 the same, 2 one includes the other, 3 of one heading, 4 different."""
    if one == other:
        return 1
    if one not in known or other not in known:
        return 4
    if other in {t.code for t in known.ancestors(one)} or one in {t.code for t in known.ancestors(other)}:
        return 2
    return 3 if known[one].group is not None and known[one].group == known[other].group else 4


def _named(known: bodies.Register, told_body: str) -> str:
    """A name under which the register finds a body, where the code was told; else what was told."""
    if told_body not in known.pack.vocabulary("agency"):
        return told_body
    labels = list(known.pack.vocabulary("agency")[told_body].labels.values())
    sure = [
        label for label in labels if (found := known.find(label).body) is not None and found.code == told_body
    ]
    return (sure or labels)[0]


def _standard(number: str) -> str:
    """One way of writing for every number told alike."""
    read = told(number) if number else None
    return "" if read is None else f"{read.low};{read.high};{read.about:d}"


def _number_table(values: Sequence[str]) -> Levels:
    parts = [value.split(";") for value in values]
    read = [Told(low=float(low), high=float(high), about=about == "1") for low, high, about in parts]
    table = np.zeros((len(read) + 1, len(read) + 1), dtype=np.int8)
    for i, one in enumerate(read):
        for j, other in enumerate(read):
            table[i, j] = agree(one, other)
    return table


def _listed(cells: Sequence[tuple[str, ...]]) -> tuple[list[str], list[list[int]]]:
    distinct = sorted({value for cell in cells for value in cell})
    order = {value: index for index, value in enumerate(distinct)}
    return distinct, [[order[value] for value in cell] for cell in cells]


class _Sets:
    """Which accounts hold a value in common, where cells hold several."""

    def __init__(self, cells: Sequence[tuple[str, ...]]) -> None:
        self._some = np.array([bool(cell) for cell in cells], dtype=np.bool_)
        holders: dict[str, list[int]] = {}
        for row, cell in enumerate(cells):
            for value in cell:
                holders.setdefault(value, []).append(row)
        codes = {x * len(cells) + y for rows in holders.values() for x in rows for y in rows}
        self._codes = np.array(sorted(codes), dtype=np.int64)

    def levels(self, a: Ints, b: Ints) -> Levels:
        """1 where two sets share a value, 2 where they do not, 0 where one is empty."""
        shared = np.isin(a * len(self._some) + b, self._codes)
        missing = ~self._some[a] | ~self._some[b]
        return np.where(missing, 0, np.where(shared, 1, 2)).astype(np.int8)


def _day(day: datetime.date | None, default: float) -> float:
    return default if day is None else float(day.toordinal())


def values_told(account: Account) -> tuple[tuple[str, ...], ...]:
    """What an account says, field by field in the order of `FIELDS`."""
    return (
        *((value,) if value else () for value in (account.place, account.date, account.kind, account.number)),
        account.participants or account.persons,
        (account.agency,) if account.agency else (),
        account.method,
        (account.outcome,) if account.outcome else (),
    )
