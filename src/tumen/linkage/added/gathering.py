"""Some mentions of an index with new ones, side by side as `compare` and the rules take them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from tumen import names
from tumen.linkage.added.shelf import BOUNDED, HEARD, kept_keys, marks
from tumen.linkage.attributes import Attribute
from tumen.linkage.bounds import Bounds, bounds_of
from tumen.linkage.columns import Columns
from tumen.linkage.density import flat
from tumen.linkage.fields import Field
from tumen.linkage.kin import Kin, KinColumn, Relatives, kin_of, kinship_of
from tumen.linkage.kinds import Column, DateColumn, Levels, PlaceColumn, ValueColumn, numbered
from tumen.linkage.mentions import FIELDS, Mentions
from tumen.linkage.register import RegisterColumn
from tumen.linkage.standing import StatusColumn
from tumen.linkage.state import rarity_in
from tumen.linkage.told import mention_columns

if TYPE_CHECKING:
    from tumen.linkage.added.index import Index

Ints = NDArray[np.int64]
Pairs = frozenset[tuple[int, int]]
_NOBODY: Final[Pairs] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Mentions read from what was told: new ones, those added since, and the kin of either.

    Attributes:
        position: where they stand, ascending; new ones behind all that are there.
        mentions: what was told.
        columns: the same as numbers.
        kin: who is whose relative, counted within them.
        bounds: what bounds them.
    """

    position: Ints
    mentions: Mentions
    columns: Columns
    kin: Kin
    bounds: Bounds


def behind(there: Mentions, new: Mentions) -> Mentions:
    """Mentions with new ones behind them, whatever their ids."""
    return Mentions(**{field: (*getattr(there, field), *getattr(new, field)) for field in FIELDS})


class Reader:
    """Reads new mentions with those that must be read with them; not twice."""

    def __init__(self, index: Index, new: Mentions) -> None:
        self._index, self._new = index, new
        self._known: dict[bytes, Told] = {}

    def __call__(self, wanted: Ints) -> Told:
        """The new mentions, with those of `wanted` that are not on the shelf or whose kin are not, and their kin."""
        family = self._index.family(wanted, self._new)
        key = family.tobytes()
        if key not in self._known:
            self._known[key] = self._read(family)
        return self._known[key]

    def _read(self, family: Ints) -> Told:
        index, pack = self._index, self._index.settings.pack
        mentions = behind(index.mentions(family.tolist()), self._new)
        return Told(
            position=np.concatenate([family, len(index) + np.arange(len(self._new))]),
            mentions=mentions,
            columns=mention_columns(mentions, pack=pack, rarity=rarity_in(index.rarity, mentions)),
            kin=kin_of(mentions.mention_id, mentions.related_to, mentions.relation, kinship_of(pack)),
            bounds=bounds_of(mentions, _NOBODY, pack),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Mentions to be compared.

    Attributes:
        position: where they stand in the index, ascending.
        columns: what was told of them as numbers; without attributes to block by.
        bounds: what bounds them.
    """

    position: Ints
    columns: Columns
    bounds: Bounds

    def at(self, positions: Ints) -> Ints:
        """Where some of the positions stand in this table."""
        return np.searchsorted(self.position, positions)

    def holds(self, positions: Ints) -> NDArray[np.bool_]:
        """Which positions are in this table."""
        return np.asarray(np.isin(positions, self.position), dtype=np.bool_)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounded:
    """Mentions with what no one person can be.

    Attributes:
        position: where they stand in the index, ascending.
        bounds: what bounds them.
        apart: pairs judged different, as `Bounds.tied` has pairs.
    """

    position: Ints
    bounds: Bounds
    apart: Ints

    def may_be_one(self, some: Ints, others: Ints) -> bool:
        """Whether the mentions at some positions and those at others may be of one person."""
        a = np.searchsorted(self.position, np.repeat(some, len(others)))
        b = np.searchsorted(self.position, np.tile(others, len(some)))
        code = np.minimum(a, b) * len(self.position) + np.maximum(a, b)
        return not (self.bounds.rules(a, b).any() or np.isin(code, self.apart).any())


class _Distinct(Protocol):
    """Distinct values, compared by their numbers; the last, -1, is none."""

    def levels(self, a: Ints, b: Ints) -> Levels: ...


class _Numbered:
    """A column whose distinct values are held elsewhere."""

    def __init__(self, field: Field, number: Ints, distinct: _Distinct) -> None:
        self.field, self.number, self.distinct = field, number, distinct

    def levels(self, a: Ints, b: Ints) -> Levels:
        return self.distinct.levels(self.number[a], self.number[b])


def table(index: Index, wanted: Ints, read: Told, *, together: Iterable[tuple[int, int]] = ()) -> Table:
    """Put mentions side by side.

    Args:
        index: where those come from that were not read.
        wanted: their positions, ascending.
        read: at least those of them that are not on the shelf, or whose kin are not.
        together: pairs of positions that somebody said are one.
    """
    return _Gathering(index, wanted, read).table(together)


def bounded(
    index: Index,
    wanted: Ints,
    read: Told,
    together: Iterable[tuple[int, int]],
    apart: Iterable[tuple[int, int]],
) -> Bounded:
    """What bounds mentions, with what was said of pairs of them before.

    Args:
        index, wanted, read: see `table`.
        together: further pairs of positions that somebody said are one.
        apart: further pairs that were judged different.
    """
    found = _Gathering(index, wanted, read)
    return Bounded(
        position=wanted,
        bounds=found.bounds(found.said_before("together", together)),
        apart=found.codes(found.said_before("apart", apart)),
    )


class _Gathering:
    """Rows from the shelf and rows that were read, in one order: those wanted first, then their relatives."""

    def __init__(self, index: Index, wanted: Ints, read: Told) -> None:
        self._index, self._shelf, self._read = index, index.shelf, read
        shelved = wanted[~np.isin(wanted, read.position)]
        several, relatives = self._shelf.along("kin", shelved)
        self._wanted, self._wanted_shelved = wanted, shelved
        self._from_shelf = np.setdiff1d(np.concatenate([shelved, relatives]), read.position)
        position = np.concatenate([self._from_shelf, read.position])
        self._order = np.lexsort((position, ~np.isin(position, wanted)))
        self._position = position[self._order]
        self._by_position = np.argsort(self._position)
        self._kin_of_shelved = np.repeat(shelved, several), relatives

    def table(self, together: Iterable[tuple[int, int]]) -> Table:
        count, columns = len(self._wanted), self._columns()
        return Table(
            position=self._position[:count], columns=columns, bounds=self.bounds(_as_pairs(together))
        )

    def said_before(self, name: str, more: Iterable[tuple[int, int]]) -> Ints:
        """Pairs of positions that were said to be one, or two, when the index was written; and more of them."""
        several, other = self._shelf.along(name, self._wanted[self._wanted < self._index.count])
        one = np.repeat(self._wanted[self._wanted < self._index.count], several)
        return np.concatenate([np.stack([one, other], axis=1), _as_pairs(more)])

    def _at(self, positions: Ints) -> Ints:
        """The row of each position."""
        return self._by_position[np.searchsorted(self._position[self._by_position], positions)]

    def _both(self, name: str, read: NDArray[Any]) -> NDArray[Any]:
        """An array of the shelf and the same of what was read."""
        return np.concatenate([self._shelf.array(name)[self._from_shelf], read])[self._order]

    def _columns(self) -> Columns:
        count = len(self._wanted)
        distinct, name_number = self._names()
        alone: list[Column] = []
        whole: dict[str, _Numbered] = {}
        density: list[NDArray[np.float32]] = []
        for row, column in enumerate(self._read.columns.told):
            if isinstance(column, KinColumn | RegisterColumn | StatusColumn):
                continue
            found = whole[column.field.name] = self._told(column)
            mine = _Numbered(found.field, found.number[:count], found.distinct)
            alone.append(mine)
            density.append(self._density(mine, row))
        known = Relatives(
            names=distinct, name_number=name_number, birth=whole["birth"], sex=whole["sex"], **self._surnames()
        )  # fmt: skip
        kin = self._kin()
        together: list[Column] = []
        for column in self._read.columns.told:
            if isinstance(column, RegisterColumn):
                together.append(self._register())
            elif isinstance(column, StatusColumn):
                together.append(self._status(column, count))
            elif isinstance(column, KinColumn):
                together.append(KinColumn(column.field, kin, known))
        words = [*distinct, ""]
        return Columns(
            names=tuple([words[at] for at in name_number[:count].tolist()]),
            name_number=name_number[:count],
            told=(*alone, *together),
            density=(*density, *(flat(column) for column in together)),
            source=np.unique(self._sources(), return_inverse=True)[1][:count],
            coarse={}, rules=(), strata=(),
        )  # fmt: skip

    def _sources(self) -> Ints:
        return np.asarray(self._both("source", marks(self._read.mentions.source_id)), dtype=np.int64)

    def _names(self) -> tuple[list[str], Ints]:
        number = self._shelf.array("name")[self._from_shelf].astype(np.int64)
        wanted, back = np.unique(number, return_inverse=True)
        return self._unified(self._index.known_names(wanted), back, self._read.columns.names)

    def _unified(self, shelved: Sequence[str], number: Ints, read: Sequence[str]) -> tuple[list[str], Ints]:
        """Distinct texts, and the number of each row; -1 for none.

        Args:
            shelved: texts from the shelf.
            number: which of them each row from the shelf has; -1 for none.
            read: the text of each row that was read.
        """
        distinct, again = numbered([*shelved, *read, ""])
        rows = np.concatenate([again[number], again[len(shelved) : -1]])
        return distinct, rows[self._order]

    def _told(self, column: Column) -> _Numbered:
        name = column.field.name
        number = self._shelf.array(f"told_{name}")[self._from_shelf].astype(np.int64)
        stated = np.unique(number[number >= 0])
        number = np.where(number >= 0, np.searchsorted(stated, number), -1)
        if isinstance(column, DateColumn):
            dates = self._shelf.dates(name).take(stated).with_more(column.table)
            read = np.where(column.number >= 0, column.number + len(stated), -1)
            return _Numbered(column.field, np.concatenate([number, read])[self._order], dates)
        words = self._shelf.texts(f"words_{name}").take(stated)
        distinct, rows = self._unified(list(words), number, getattr(self._read.mentions, name))
        if isinstance(column, PlaceColumn):
            place, values = self._index.place_column(distinct)
            return _Numbered(column.field, place[rows], values)
        return _Numbered(column.field, rows, ValueColumn(column.field, [*distinct, ""]))

    def _density(self, column: _Numbered, row: int) -> NDArray[np.float32]:
        """How rare the values are: as kept, and as kept for those that were read."""
        name, read = column.field.name, self._read.columns
        kept = self._shelf.array(f"density_{name}")[self._shelf.array(f"told_{name}")[self._from_shelf]]
        of_read = read.density[row][read.told[row].number]
        by_row = np.concatenate([kept, of_read])[self._order][: len(column.number)]
        factor = np.zeros((int(column.number.max(initial=-1)) + 2, by_row.shape[1]), dtype=np.float32)
        factor[column.number] = by_row
        factor[-1] = 0.0
        return factor

    def _surnames(self) -> dict[str, Any]:
        """Surnames by their place on the shelf; behind them those that are not there."""
        known, weight = self._shelf.array("surname_mark"), self._shelf.array("surname_weight")
        read = self._read.columns.coarse["surname"]
        mark = marks(read.words)
        place = np.searchsorted(known, mark)
        there = (
            (place < len(known)) & (known[np.minimum(place, len(known) - 1)] == mark)
            if len(known)
            else mark < 0
        )
        place = np.where(there, place, len(known) + np.arange(len(mark)))
        unseen = np.full(len(mark), np.log(max(self._index.count, 1)))
        several, values = self._shelf.along("surname", self._from_shelf)
        start, at = names.along(
            np.concatenate([several, np.diff(read.start)])[self._order],
            np.concatenate([np.cumsum(several) - several, read.start[:-1] + len(values)])[self._order],
        )
        value = np.concatenate([values, place[read.value]])[at]
        return {
            "surname": Attribute(start=start, value=value),
            "surname_weight": np.concatenate([weight, unseen, [0.0]]),
        }

    def _kin(self) -> Kin:
        """The relatives of those that are wanted."""
        read, kin = self._read, self._read.kin
        mine = np.repeat(read.position, np.diff(kin.start))
        which = np.isin(mine, self._wanted)
        _, at = self._shelf.places("kin", self._wanted_shelved)
        me = self._at(np.concatenate([self._kin_of_shelved[0], mine[which]]))
        role = np.concatenate([self._shelf.array("kin_role")[at], kin.role[which]]).astype(np.int64)
        relative = self._at(np.concatenate([self._kin_of_shelved[1], read.position[kin.relative[which]]]))
        order = np.argsort(me, kind="stable")
        start = np.searchsorted(me[order], np.arange(len(self._wanted) + 1))
        return Kin(start=start, role=role[order], relative=relative[order])

    def _register(self) -> RegisterColumn:
        count, read = len(self._wanted), self._read.mentions
        organisation = self._both("organisation", marks(read.organisation))[:count]
        kept = self._both("kept", marks(kept_keys(read)))[:count]
        heard = self._both("heard", np.array([role == HEARD for role in read.role], dtype=np.bool_))[:count]
        written = [[str(mark) if mark else "" for mark in row.tolist()] for row in (organisation, kept)]
        return RegisterColumn(written[0], written[1], heard.tolist())

    def _status(self, column: StatusColumn, count: int) -> StatusColumn:
        state = self._both(f"told_{column.field.name}", column.number)[:count]
        return StatusColumn(column.field, state.astype(np.int64))

    def bounds(self, said: Ints) -> Bounds:
        """What bounds those that are wanted; `said` are pairs of positions that are one."""
        count, read = len(self._wanted), self._read
        alone = {name: self._both(f"bound_{name}", getattr(read.bounds, name))[:count] for name in BOUNDED}
        several, _ = self._shelf.along("tied", self._wanted_shelved)
        told = [
            (np.repeat(self._wanted_shelved, several), self._shelf.along("tied", self._wanted_shelved)[1]),
            tuple(read.position[part] for part in np.divmod(read.bounds.tied, len(read.position))),
        ]
        tied = np.concatenate([np.stack(pair, axis=1) for pair in told])
        return Bounds(
            source=np.unique(self._sources()[:count], return_inverse=True)[1].astype(np.int64),
            tied=self.codes(tied), said=self.codes(said), **alone, **self._stays(),
        )  # fmt: skip

    def codes(self, pairs: Ints) -> Ints:
        """Pairs of positions as `Bounds.tied` has them; only those both of which are wanted."""
        pairs = pairs[np.isin(pairs, self._wanted).all(axis=1)]
        rows = np.sort(self._at(pairs.ravel()).reshape(-1, 2), axis=1)
        return np.unique(rows[:, 0] * len(self._wanted) + rows[:, 1])

    def _stays(self) -> dict[str, NDArray[Any]]:
        """The stays of those that are wanted."""
        read, wanted = self._read.bounds, self._wanted
        _, at = self._shelf.places("bound_stay", self._from_shelf)
        shelved = self._shelf.array("bound_stay_start")
        several = np.concatenate(
            [shelved[self._from_shelf + 1] - shelved[self._from_shelf], np.diff(read.stay_start)]
        )
        first = np.cumsum(several) - several
        start, places_of = names.along(several[self._order][: len(wanted)], first[self._order][: len(wanted)])
        parts = ("stay_place", "stay_from", "stay_to")
        return {
            "stay_start": start,
            **{
                name: np.concatenate([self._shelf.array(f"bound_{name}")[at], getattr(read, name)])[places_of]
                for name in parts
            },
        }


def _as_pairs(pairs: Iterable[tuple[int, int]]) -> Ints:
    return np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
