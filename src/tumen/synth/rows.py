"""The tables of a made-up world: their columns in order, and the rows of one block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

Row = tuple[str, ...]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "sources": ("source_id", "organisation", "kind", "date", "language", "place", "made_up"),
    "mentions": ("mention_id", "source_id", "organisation", "role", "name", "name_other", "name_kind", "sex", "birth",
                 "birthplace", "left", "died", "related_to", "relation"),
    "accounts": ("account_id", "source_id", "mention_id", "title", "connection"),
    "acts": ("act_id", "account_id", "source_id", "mention_id", "type", "place", "date", "agency", "method",
             "outcome"),
    "stays": ("stay_id", "account_id", "source_id", "mention_id", "facility", "facility_type", "from", "to", "reason",
              "outcome"),
    "legs": ("leg_id", "account_id", "source_id", "mention_id", "journey", "sequence", "kind", "from_place",
             "to_place", "from", "to", "mode", "helper_role", "price", "currency", "intercepted", "outcome"),
    "transfers": ("transfer_id", "account_id", "source_id", "mention_id", "seller_role", "buyer_role", "price",
                  "currency", "purpose", "place", "date"),
    "consents": ("consent_id", "source_id", "mention_id", "purpose", "audience", "decision", "decided_on", "expires"),
    "truth/persons": ("person_id", "name", "adopted_name", "sex", "birth", "birthplace", "left", "died", "mother",
                      "father", "spouse", "where_now", "journeys", "reach_class", "reachable", "populations"),
    "truth/mentions": ("mention_id", "person_id", "name_kind"),
    "truth/events": ("event_id", "person_id", "type", "date", "place", "agency"),
    "truth/acts": ("act_id", "event_id"),
}  # fmt: skip

PREFIX: Mapping[str, str] = {
    "sources": "S", "mentions": "M", "accounts": "A", "acts": "X", "stays": "D", "legs": "L", "transfers": "T",
    "consents": "C", "events": "E",
}  # fmt: skip

_BITS = 40
_MASK = (1 << _BITS) - 1
_PER_TABLE = 1 << 18
_BATCH = 256


class Ids:
    """Ids that say nothing: a number of block and table, stirred so that neighbours look unrelated.

    Multiplying by an odd number and folding the high bits down are both reversible, so no two are equal.
    """

    __slots__ = ("_next",)

    def __init__(self, *, seed: int, block: int) -> None:
        salt = (seed * 0x9E3779B97F4A7C15 + 0x1234567) & _MASK
        first = block * len(PREFIX)
        self._next = {
            table: chain.from_iterable(_stirred(prefix, (first + number) * _PER_TABLE, salt)).__next__
            for number, (table, prefix) in enumerate(PREFIX.items())
        }

    def new(self, table: str) -> str:
        """The next id of a table."""
        return self._next[table]()


def _stirred(prefix: str, first: int, salt: int) -> Iterator[list[str]]:
    """Batches of ids for the numbers from `first` on. Bits lost beyond the sixty-fourth are not of the forty kept."""
    for start in range(first, first + _PER_TABLE, _BATCH):
        numbers = np.arange(start, start + _BATCH, dtype=np.uint64)
        mixed = (numbers * np.uint64(0x9E3779B1) + np.uint64(salt)) & np.uint64(_MASK)
        mixed ^= mixed >> np.uint64(19)
        mixed = (mixed * np.uint64(0x85EBCA6B)) & np.uint64(_MASK)
        mixed ^= mixed >> np.uint64(17)
        digits = mixed.astype(">u8").tobytes().hex()
        yield [prefix + digits[last - _BITS // 4 : last] for last in range(16, 16 * _BATCH + 1, 16)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """What one block of people adds to a world.

    Attributes:
        block: number of the block.
        people: how many people it holds.
        tables: table name → rows, in the order of `COLUMNS`.
        texts: (source_id, text) of interviews that got a readable text.
        populations: population → number of people in it.
        seen: population → organisation → number of its people whom that organisation recorded as such,
            and under the empty name the number recorded by any organisation.
        reachable: how many people organisations can record at all.
    """

    block: int
    people: int
    tables: Mapping[str, list[Row]]
    texts: list[tuple[str, str]]
    populations: Mapping[str, int]
    seen: Mapping[str, Mapping[str, int]]
    reachable: int


@dataclass(slots=True, kw_only=True)
class Rows:
    """Rows of one block while it is being made."""

    ids: Ids
    tables: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
