"""Mentions as numbers: what comparison and blocking read, worked out once per distinct value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen import dates, names, places, vocab
from tumen.errors import NamesError
from tumen.linkage.density import density
from tumen.linkage.fields import Field, date_field, place_field, value_field
from tumen.linkage.kinds import Column, DateColumn, PlaceColumn, ValueColumn, numbered
from tumen.linkage.mentions import Mentions

SEX: Final = value_field("sex", "sex", agree=0.98, chance=0.5)
BIRTH: Final = date_field("birth", "born")
LEFT: Final = date_field("left", "left")
DIED: Final = date_field("died", "died")
BIRTHPLACE: Final = place_field("birthplace", "birthplace")
BARE_BIRTHPLACE: Final = value_field("birthplace", "birthplace", agree=0.85, chance=0.1)
"""Where no gazetteer knows any place: the same or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Mentions as numbers; n = number of mentions.

    Attributes:
        names: the name with its other forms (`a|b`); empty where the name says nothing.
        name_number: (n,) number of the name; equal names, equal numbers; -1 where it says nothing.
        keys: blocking keys of each name.
        told: what is compared besides the name, field by field.
        density: for each of these columns how often its values meet an outcome by chance, see `density`.
        days: field → (first, last) possible day numbers, NaN where not stated, infinite where open.
        source: (n,) number of the source.
        region: (n,) number of the region of birth; -1 where not stated.
        unread_names: mentions whose name could not be read as one.
    """

    names: tuple[str, ...]
    name_number: NDArray[np.int64]
    keys: tuple[tuple[str, ...], ...]
    told: tuple[Column, ...]
    density: tuple[NDArray[np.float32], ...]
    days: dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]
    source: NDArray[np.int64]
    region: NDArray[np.int64]
    unread_names: int

    def __len__(self) -> int:
        return len(self.names)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The compared fields in the order of their columns."""
        return tuple(column.field for column in self.told)

    def column(self, name: str) -> Column:
        """The column of a field."""
        return next(column for column in self.told if column.field.name == name)


def mention_fields(pack: str | None) -> tuple[Field, ...]:
    """The fields that mentions are compared by, in the order of their columns."""
    return SEX, BIRTH, BARE_BIRTHPLACE if pack is None else BIRTHPLACE, LEFT, DIED


def columns(mentions: Mentions, *, pack: str | None = None) -> Columns:
    """The columns of `mentions`; `pack` names the situation pack that knows places, calendars and habits."""
    spoken = [_spoken(mentions, index) for index in range(len(mentions))]
    keyed = {name: _keys(name) for name in sorted(set(spoken))}
    read = [name if keyed[name] else "" for name in spoken]
    told = _told(mentions, vocab.load_pack(pack) if pack is not None else None)
    return Columns(
        names=tuple(read),
        name_number=numbered(read)[1],
        keys=tuple(keyed[name] for name in spoken),
        told=told,
        density=tuple(density(column) for column in told),
        days={column.field.name: column.days for column in told if isinstance(column, DateColumn)},
        source=numbered(mentions.source_id)[1],
        region=_regions(told[2], pack),
        unread_names=sum(1 for name, said in zip(read, spoken, strict=True) if said and not name),
    )


def _told(mentions: Mentions, pack: vocab.Pack | None) -> tuple[Column, ...]:
    habits = dates.Habits() if pack is None else dates.Habits.of_calendars(pack.settings["calendars"])
    # Only ages are counted from one, and only births registered late.
    events = dates.Habits(lunar=habits.lunar, year_off=False)
    return (
        ValueColumn(SEX, mentions.sex),
        DateColumn(BIRTH, mentions.birth, habits=habits),
        _birthplace(mentions.birthplace, pack),
        DateColumn(LEFT, mentions.left, habits=events),
        DateColumn(DIED, mentions.died, habits=events),
    )


def _birthplace(values: Sequence[str], pack: vocab.Pack | None) -> Column:
    if pack is None:
        return ValueColumn(BARE_BIRTHPLACE, values)
    country = pack.settings["country"]
    return PlaceColumn(BIRTHPLACE, values, gazetteer=places.gazetteer(pack), country=country)


def _spoken(mentions: Mentions, index: int) -> str:
    """The name as far as it may speak for identity: a pseudonym does not."""
    if mentions.name_kind[index] == "pseudonym":
        return ""
    return "|".join(part for part in (mentions.name[index], mentions.name_other[index]) if part)


def _keys(name: str) -> tuple[str, ...]:
    if not name:
        return ()
    try:
        return tuple(names.keys(name))
    except NamesError:
        return ()


def _regions(birthplace: Column, pack: str | None) -> NDArray[np.int64]:
    """Region of each birthplace: the finest area that sources agree on; a place nobody knows is its own."""
    if not isinstance(birthplace, PlaceColumn) or pack is None:
        return birthplace.number.copy()
    known = places.gazetteer(vocab.load_pack(pack))
    # The outermost place is a country; the one inside it is what people call a region.
    chains = [(code, *(known.get(code).admin if code in known else ())) for code in birthplace.codes]
    _, region = numbered([chain[-2] if len(chain) > 1 else chain[0] for chain in chains])
    return np.append(region, -1)[birthplace.number]
