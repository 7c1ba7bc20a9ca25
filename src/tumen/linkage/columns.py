"""Mentions as numbers: what comparison and blocking read, worked out once per distinct value."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tumen import dates, names, places, vocab
from tumen.errors import NamesError
from tumen.linkage.mentions import DATE_FIELDS, Mentions


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Mentions as numbers; n = number of mentions.

    Attributes:
        names: the name with its other forms (`a|b`); empty where the name says nothing.
        name_number: (n,) number of the name; equal names, equal numbers; -1 where it says nothing.
        keys: blocking keys of each name.
        values: field → (n,) number of the value, -1 where not stated.
        frequencies: field → share of the stating mentions with each value number.
        days: field → (first, last) possible day numbers, NaN where not stated, infinite where open.
        source: (n,) number of the source.
        region: for each place number the number of its region.
        nested: `low * places + high` for place numbers of which one lies in the other.
        unread_names: mentions whose name could not be read as one.
    """

    names: tuple[str, ...]
    name_number: NDArray[np.int64]
    keys: tuple[tuple[str, ...], ...]
    values: dict[str, NDArray[np.int64]]
    frequencies: dict[str, NDArray[np.float64]]
    days: dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]
    source: NDArray[np.int64]
    region: NDArray[np.int64]
    nested: NDArray[np.int64]
    unread_names: int


def columns(mentions: Mentions, *, pack: str | None = None) -> Columns:
    """The columns of `mentions`; `pack` names the situation pack whose gazetteer knows the places."""
    spoken = [_spoken(mentions, index) for index in range(len(mentions))]
    keyed = {name: _keys(name) for name in sorted(set(spoken))}
    read = [name if keyed[name] else "" for name in spoken]
    known = places.gazetteer(vocab.load_pack(pack)) if pack is not None else None
    standard = {written: _code(written, known) for written in sorted(set(mentions.birthplace))}
    birthplace = [standard[written] for written in mentions.birthplace]
    values = {"sex": _numbers(mentions.sex), "birthplace": _numbers(birthplace)}
    region, nested = _geography(sorted(set(birthplace) - {""}), known)
    return Columns(
        names=tuple(read),
        name_number=_numbers(read),
        keys=tuple(keyed[name] for name in spoken),
        values=values,
        frequencies={field: _frequencies(found) for field, found in values.items()},
        days={field: _days(getattr(mentions, field)) for field in DATE_FIELDS},
        source=_numbers(mentions.source_id),
        region=region,
        nested=nested,
        unread_names=sum(1 for name, said in zip(read, spoken, strict=True) if said and not name),
    )


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


def _code(written: str, known: places.Gazetteer | None) -> str:
    """The code of a place where the gazetteer knows it and has no doubt; else what was written."""
    if known is None or not written or written in known:
        return written
    place = known.find(written).place
    return written if place is None else place.code


def _geography(
    codes: Sequence[str], known: places.Gazetteer | None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Region of each place, and which places lie in which; a place nobody knows is a region of its own."""
    number = {code: index for index, code in enumerate(codes)}
    above = [known.get(code).admin if known is not None and code in known else () for code in codes]
    chains = [(code, *admin) for code, admin in zip(codes, above, strict=True)]
    # The outermost place is a country; the one inside it is what people call a region.
    regions = [chain[-2] if len(chain) > 1 else chain[0] for chain in chains]
    order = {region: index for index, region in enumerate(sorted(set(regions)))}
    nested = {
        min(index, number[outer]) * len(codes) + max(index, number[outer])
        for index, chain in enumerate(chains)
        for outer in chain[1:]
        if outer in number
    }
    return np.array([order[region] for region in regions], dtype=np.int64), np.array(
        sorted(nested), dtype=np.int64
    )


def _numbers(column: Sequence[str]) -> NDArray[np.int64]:
    order = {value: index for index, value in enumerate(sorted(set(column) - {""}))}
    return np.array([order.get(value, -1) for value in column], dtype=np.int64)


def _frequencies(numbers: NDArray[np.int64]) -> NDArray[np.float64]:
    """Shares with half a count added, so that a value seen once is not taken for unique."""
    counts = np.bincount(numbers[numbers >= 0], minlength=1).astype(np.float64) + 0.5
    return np.asarray(counts / counts.sum(), dtype=np.float64)


def _days(column: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    known = {value: _interval(value) for value in sorted(set(column))}
    both = np.array([known[value] for value in column], dtype=np.float64).reshape(-1, 2)
    return both[:, 0].copy(), both[:, 1].copy()


def _interval(value: str) -> tuple[float, float]:
    if not value:
        return np.nan, np.nan
    date = dates.parse(value)
    if date.earliest is None and date.latest is None:
        return np.nan, np.nan
    return _ordinal(date.earliest, -np.inf), _ordinal(date.latest, np.inf)


def _ordinal(day: datetime.date | None, default: float) -> float:
    return default if day is None else float(day.toordinal())
