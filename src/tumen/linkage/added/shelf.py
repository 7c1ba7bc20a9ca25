"""What comparing needs of each mention of a linkage, kept as arrays, so that a few are gathered out of very many.

Texts are read once, when the index is written. Numbers that tables have in common are made from the texts themselves
(`lasting`), so that mentions from the shelf and new ones are put side by side without looking at the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tumen import dates, names
from tumen.linkage.attributes import Attribute
from tumen.linkage.kin import KinColumn, kin_of, kinship_of, surname_weight
from tumen.linkage.kinds import DateColumn, PlaceColumn, ValueColumn, lasting, numbered
from tumen.linkage.mentions import Mentions
from tumen.linkage.register import RegisterColumn
from tumen.linkage.result import Linkage
from tumen.linkage.standing import StatusColumn
from tumen.names import Texts

Ints = NDArray[np.int64]
Arrays = dict[str, NDArray[Any]]

BETWEEN: Final = "\x1f"
HEARD: Final = "interviewee"
BOUNDED: Final = ("group", "died", "alive", "born_first", "born_last", "after", "before")
"""What bounds a mention by itself, see `Bounds`."""
_STAYS: Final = ("stay_place", "stay_from", "stay_to")
_DATES: Final = ("count", "low", "high", "first", "last", "told", "digits", "lunar")


def shelved(linkage: Linkage, mentions: Mentions) -> tuple[Arrays, dict[str, object]]:
    """A linkage as arrays, and what is small of it as plain data."""
    kin = kin_of(
        mentions.mention_id, mentions.related_to, mentions.relation, kinship_of(linkage.state.settings.pack)
    )
    bounds, count = linkage.held.bounds, len(mentions)
    arrays: Arrays = {
        "source": marks(mentions.source_id),
        "organisation": marks(mentions.organisation),
        "kept": marks(kept_keys(mentions)),
        "heard": np.array([role == HEARD for role in mentions.role], dtype=np.bool_),
        "kin_start": kin.start,
        "kin_role": kin.role.astype(np.int8),
        "kin": kin.relative.astype(np.int32),
        **_surnames(linkage.columns.coarse["surname"]),
        **{f"bound_{name}": getattr(bounds, name) for name in BOUNDED},
        **{f"bound_{name}": getattr(bounds, name) for name in ("stay_start", *_STAYS)},
        **_beside("tied", bounds.tied, count),
        **_beside("apart", linkage.held.apart_codes, count),
        **_beside(
            "together",
            np.array(sorted(a * count + b for a, b in linkage.held.together), dtype=np.int64),
            count,
        ),
    }
    habits: dict[str, object] = {}
    for column, factor in zip(linkage.columns.told, linkage.columns.density, strict=True):
        name = column.field.name
        if isinstance(column, KinColumn | RegisterColumn):
            continue
        arrays |= {f"told_{name}": column.number.astype(np.int32), f"density_{name}": factor}
        if isinstance(column, StatusColumn):
            continue
        if isinstance(column, DateColumn):
            arrays |= {f"dates_{name}_{part}": told for part, told in column.table.columns.items()}
            habits[name] = [list(column.table.habits.lunar), column.table.habits.year_off]
        elif isinstance(column, PlaceColumn | ValueColumn):
            words = column.codes if isinstance(column, PlaceColumn) else numbered(getattr(mentions, name))[0]
            arrays |= texts_as_arrays(f"words_{name}", words)
        else:
            raise TypeError(f"No index holds columns like that of {name}.")
    return arrays, {"habits": habits}


def kept_keys(mentions: Mentions) -> list[str]:
    """For each mention the organisation with the number under which it keeps the person; empty where it has none."""
    return [
        f"{organisation}{BETWEEN}{number}" if number else ""
        for organisation, number in zip(mentions.organisation, mentions.deponent, strict=True)
    ]


def marks(texts: Sequence[str]) -> Ints:
    """A number for each text that is the same in every table; 0 for none."""
    known = {text: lasting(text) if text else 0 for text in set(texts)}
    return np.array([known[text] for text in texts], dtype=np.int64)


def texts_as_arrays(name: str, texts: Sequence[str]) -> Arrays:
    """Texts as two arrays."""
    told = Texts.of(texts)
    return {f"{name}_start": told.start, f"{name}_bytes": told.bytes}


def _surnames(surname: Attribute) -> Arrays:
    """Surnames by ascending mark, what sharing each one says, and which of them each mention may have."""
    mark = marks(surname.words)
    order = np.argsort(mark)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    weight = surname_weight(surname)[:-1]
    return {
        "surname_mark": mark[order], "surname_weight": weight[order], "surname_start": surname.start,
        "surname": place[surname.value].astype(np.int32),
    }  # fmt: skip


def _beside(name: str, codes: NDArray[Any], count: int) -> Arrays:
    """Pairs `low * count + high`, to be found from either side."""
    low, high = (part.astype(np.int64) for part in np.divmod(codes, max(count, 1)))
    one, other = np.concatenate([low, high]), np.concatenate([high, low])
    order = np.lexsort((other, one))
    start = np.searchsorted(one[order], np.arange(count + 1))
    return {f"{name}_start": start, name: other[order].astype(np.int32)}


class Shelf:
    """The arrays of `shelved`, mapped into memory; everything is asked for by position.

    Args:
        array: gives an array by its name.
        plain: what is small.
    """

    def __init__(self, array: Callable[[str], NDArray[Any]], plain: Mapping[str, Any]) -> None:
        self.array = array
        self._habits = {
            name: dates.Habits(lunar=tuple(lunar), year_off=year_off)
            for name, (lunar, year_off) in plain["habits"].items()
        }
        self._tables: dict[str, dates.IdentityTable] = {}

    def along(self, name: str, positions: Ints) -> tuple[Ints, Ints]:
        """How many of something each position has, and what, one after the other."""
        start, values = self.array(f"{name}_start"), self.array(name)
        _, places = self.places(name, positions)
        return start[positions + 1] - start[positions], values[places].astype(np.int64)

    def places(self, name: str, positions: Ints) -> tuple[Ints, Ints]:
        """Where what each position has begins when it is gathered, and the places it is gathered from."""
        start = self.array(f"{name}_start")
        return names.along(start[positions + 1] - start[positions], start[positions])

    def texts(self, name: str) -> Texts:
        """Texts of the index."""
        return Texts(start=self.array(f"{name}_start"), bytes=self.array(f"{name}_bytes"))

    def dates(self, name: str) -> dates.IdentityTable:
        """The distinct dates of a field."""
        if name not in self._tables:
            told = {part: self.array(f"dates_{name}_{part}") for part in _DATES}
            self._tables[name] = dates.IdentityTable.of_columns(told, habits=self._habits[name])
        return self._tables[name]
