"""What a table over the record is: a question that can be narrowed, rows, and what has to be known to read them."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

from tumen_desk.record.tables.cells import People, telling

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

Cell = str | int | float | None
_Z: Final = 1.959964
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks, and how the table is narrowed; what a table does not ask for is not looked at."""

    user: User
    since: int | None = None
    until: int | None = None
    act_type: str = ""
    leg_kind: str = ""
    facility_type: str = ""
    facility: str = ""
    field: str = ""
    by: str = ""

    def keeps(self, year: int | None) -> bool:
        """Whether something of this year is asked for; of what has no year, only if none is asked for."""
        if year is None:
            return self.since is None and self.until is None
        return (self.since is None or year >= self.since) and (self.until is None or year <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Headings, rows of cells, and notes: what is not in it and why."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One table that can be asked for.

    Attributes:
        name: in its address.
        title, about: as a person reads them; made when the page is.
        asks: which parts of `Asked` narrow it.
        needs: which of these must be given first.
        make: computes it.
    """

    name: str
    title: Any
    about: Any
    asks: tuple[str, ...]
    make: Callable[[Asked], Table]
    needs: tuple[str, ...] = field(default=())


KINDS: Final[dict[str, Kind]] = {}


Make = Callable[[Asked], Table]


def kind(
    name: str, *, title: Any, about: Any, asks: Iterable[str], needs: Iterable[str] = ()
) -> Callable[[Make], Make]:
    """Register a function of `Asked` as a table."""

    def register(make: Make) -> Make:
        KINDS[name] = Kind(
            name=name, title=title, about=about, asks=tuple(asks), needs=tuple(needs), make=make
        )
        return make

    return register


def share(part: int, whole: int) -> tuple[float | None, str]:
    """Percent, and Wilson's interval of it at 95% in words; nothing of nobody. They tell of the people they are of.

    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209.
    """
    if not whole:
        return None, ""
    p, z2 = part / whole, _Z**2
    middle = (p + z2 / (2 * whole)) / (1 + z2 / whole)
    half = _Z * math.sqrt(p * (1 - p) / whole + z2 / (4 * whole**2)) / (1 + z2 / whole)
    people = [n for n in (part, whole) if isinstance(n, People)]
    between = f"{max(0.0, 100 * (middle - half)):.0f}–{min(100.0, 100 * (middle + half)):.0f}"
    return telling(round(100 * p, 1), *people), telling(between, *people)


def grouped(pairs: Iterable[tuple[K, V]]) -> Mapping[K, set[V]]:
    """Each key with everything that came with it, once."""
    found: dict[K, set[V]] = {}
    for key, value in pairs:
        found.setdefault(key, set()).add(value)
    return found
