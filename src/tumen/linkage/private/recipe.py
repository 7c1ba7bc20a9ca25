"""Which values of two records are compared, and how exactly: kinds of keys, each made of parts of columns.

Two records meet when they share a key. Each kind tolerates something else (a vague date, a misspelt name), so that
no value that says how *similar* two records are ever has to leave the house.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Final

from tumen.errors import ExchangeTermsError

TRANSFORMS: Final = (
    "", "skeleton", "hangul", "given", "surname", "day", "month", "year", "years", "month_day",
)  # fmt: skip
_PART: Final = re.compile(r"^[a-z][a-z0-9_]*(\.[a-z_]+)?$")
_MOST_SLOTS: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of key.

    Attributes:
        parts: `column` (as written, folded) or `column.transform`; all of them must be stated.
        slots: how many keys of this kind a record may have, since a name can be read in several ways.
    """

    parts: tuple[str, ...]
    slots: int = 1

    @property
    def name(self) -> str:
        """What people call it: its parts."""
        return " + ".join(self.parts)


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """The kinds of keys that all organisations of an exchange make, in one order.

    Raises:
        ExchangeTermsError: no kinds, too many slots, or a part that does not exist.
    """

    kinds: tuple[Kind, ...]

    def __post_init__(self) -> None:
        bad = [part for part in self.parts if not _PART.match(part) or _transform(part) not in TRANSFORMS]
        if bad or not self.kinds or not all(kind.parts and kind.slots > 0 for kind in self.kinds):
            raise ExchangeTermsError(
                f"A recipe needs kinds of known parts; not known: {', '.join(bad) or 'none'}."
            )
        if self.slots > _MOST_SLOTS:
            raise ExchangeTermsError(f"A recipe has at most {_MOST_SLOTS} slots; this one has {self.slots}.")

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Every part of any kind, once."""
        return tuple(sorted({part for kind in self.kinds for part in kind.parts}))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read."""
        return tuple(sorted({part.partition(".")[0] for part in self.parts}))

    @property
    def slots(self) -> int:
        """Keys of one record, of all kinds."""
        return sum(kind.slots for kind in self.kinds)

    def places(self, number: int) -> slice:
        """The slots of the kind with this number."""
        first = sum(kind.slots for kind in self.kinds[:number])
        return slice(first, first + self.kinds[number].slots)

    def as_plain(self) -> list[dict[str, Any]]:
        """The recipe as plain data."""
        return [asdict(kind) for kind in self.kinds]

    @classmethod
    def from_plain(cls, plain: list[dict[str, Any]]) -> Recipe:
        """A recipe from plain data; see `as_plain`."""
        return cls(kinds=tuple(Kind(parts=tuple(k["parts"]), slots=int(k["slots"])) for k in plain))


def _transform(part: str) -> str:
    return part.partition(".")[2]


PERSONS: Final = Recipe(
    kinds=(
        Kind(parts=("name.skeleton", "birth.day"), slots=2),
        Kind(parts=("name.given", "birth.day")),
        Kind(parts=("name.surname", "birth.day", "birthplace", "sex")),
        Kind(parts=("name.skeleton", "birth.month"), slots=2),
        Kind(parts=("name.hangul", "birth.month_day"), slots=2),
        Kind(parts=("name.skeleton", "birth.year", "birthplace"), slots=2),
        Kind(parts=("name.hangul", "birth.year"), slots=2),
        Kind(parts=("name.hangul", "birth.years", "birthplace"), slots=4),
        Kind(parts=("name.skeleton", "birth.years", "birthplace", "sex"), slots=4),
        Kind(parts=("name.hangul", "birthplace", "sex"), slots=2),
    )
)
"""Persons by name in any script, birth, place of birth and sex. Twenty-two keys a record; the last kinds, which carry
persons without a date, are the first to be left out where they would let a cheat guess too much."""
