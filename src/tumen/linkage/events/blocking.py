"""Which pairs of a large table are compared: those that share a key of time and place, kind and place, or people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen import dates, names, places, vocab
from tumen.errors import NamesError
from tumen.linkage.events.accounts import Account, Accounts

Ints = NDArray[np.int64]

_MOST: Final = 400
_BATCH: Final = 400_000
_MOST_YEARS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedPairs:
    """Pairs of accounts that share a key.

    Attributes:
        codes: `a * accounts + b`, ascending, a < b.
        accounts: how many accounts there are.
        notes: what was left out.
    """

    codes: Ints
    accounts: int
    notes: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many pairs."""
        return len(self.codes)

    def batches(self) -> Iterator[tuple[Ints, Ints]]:
        """The pairs in batches; at least one batch."""
        for first in range(0, max(len(self.codes), 1), _BATCH):
            part = self.codes[first : first + _BATCH]
            yield part // self.accounts, part % self.accounts


def keyed_pairs(accounts: Accounts, pack: str) -> KeyedPairs:
    """Pairs that share a key; keys shared by more than 400 accounts are left out, and it is said how many."""
    known = places.gazetteer(vocab.load_pack(pack))
    above = {place: _above(place, known) for place in sorted({row.place for row in accounts})}
    blocks: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for at, row in enumerate(accounts.rows):
        for key in set(_keys(row, above[row.place])):
            blocks[key].append(at)
    full = [key for key, held in blocks.items() if len(held) > _MOST]
    parts = [_codes(held, len(accounts)) for held in blocks.values() if 1 < len(held) <= _MOST]
    codes = np.unique(np.concatenate(parts)) if parts else np.empty(0, dtype=np.int64)
    note = f"{len(full)} keys are shared by more than {_MOST} accounts and were not used to find pairs."
    return KeyedPairs(codes=codes, accounts=len(accounts), notes=(note,) if full else ())


def _codes(held: list[int], accounts: int) -> Ints:
    positions = np.array(held, dtype=np.int64)
    x, y = np.triu_indices(len(positions), 1)
    return np.asarray(positions[x] * accounts + positions[y], dtype=np.int64)


def _above(written: str, known: places.Gazetteer) -> tuple[str, ...]:
    """The place and what it lies in, the country left out."""
    place = known.find(written).place if written and written not in known else None
    code = place.code if place is not None else written
    if code not in known:
        return (code,) if code else ()
    chain = (code, *known.get(code).admin)
    return chain[:-1] if len(chain) > 1 else chain


def _keys(row: Account, above: tuple[str, ...]) -> Iterator[tuple[object, ...]]:
    for person in row.persons:
        yield "person", person
    for name in row.participants:
        yield from (("name", key) for key in _name_keys(name))
    years = _years(row.date)
    for place in above:
        yield from (("when", year, place) for year in years)
        yield "what", row.kind, place, row.number
    if not above:
        yield from (("kind", year, row.kind, row.number) for year in years)


def _name_keys(name: str) -> tuple[str, ...]:
    try:
        return tuple(names.keys(name))
    except NamesError:
        return ()


def _years(told: str) -> tuple[int, ...]:
    """The years it may have been, where they are few; a year told wrong by one is met from the other side."""
    if not told:
        return ()
    date = dates.parse(told)
    if date.fuzzy_earliest is None or date.fuzzy_latest is None:
        return ()
    years = range(date.fuzzy_earliest.year, date.fuzzy_latest.year + 1)
    return tuple(years) if len(years) <= _MOST_YEARS else ()
