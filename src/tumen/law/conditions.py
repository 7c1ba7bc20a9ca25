"""When coded facts show an element: one line of the pack that a lawyer can read, as a value that code can test.

`act in EXECPUB EXECSEC`, `age <= 17`, `price known`, joined by `and`. Coded facts can show or refute an element;
that a code is missing never refutes anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tumen.errors import LawError

FIELDS: Final = (
    "act", "also", "later_act", "method", "outcome", "sex", "age", "agency", "agency_state", "place_state", "facility",
    "stay_reason", "charge", "leg", "transfer", "purpose", "price", "factor", "status", "label", "motive", "crossings",
    "months_abroad",
)  # fmt: skip
"""What can be coded of an act and its victim."""
NUMBERS: Final = frozenset({"age", "crossings", "months_abroad"})
"""Those that are numbers, told as a range: years, how often, whole months."""
BEARER: Final = "bearer"
"""In a condition: the state whose duty is asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One comparison. `codes` is empty for `known`; `least`/`most` bound a number."""

    field: str
    codes: frozenset[str] = frozenset()
    least: int | None = None
    most: int | None = None

    @property
    def any_code(self) -> bool:
        """Whether anything at all that is told satisfies it."""
        return not self.codes and self.least is None and self.most is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Comparisons that must all hold, and the line they were read from."""

    text: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementTest:
    """Alternatives that show an element, alternatives that refute it, and what bears on it without showing it."""

    shown_by: tuple[Condition, ...] = ()
    refuted_by: tuple[Condition, ...] = ()
    bears: tuple[Condition, ...] = ()


def condition(text: str) -> Condition:
    """Read one line.

    Raises:
        LawError: It is not of a known form, or names a field that nobody codes.
    """
    return Condition(text=text, parts=tuple(_part(p.strip(), text) for p in text.split(" and ")))


def fields(tests: Iterable[ElementTest]) -> frozenset[str]:
    """Every field that some test asks for."""
    return frozenset(
        part.field for test in tests for c in (*test.shown_by, *test.refuted_by) for part in c.parts
    )


def _part(text: str, whole: str) -> Part:
    found = re.fullmatch(r"(\w+) (?:(known)|in ([\w* -]+)|(<=|>=) (\d+))", text)
    if found is None or found[1] not in FIELDS or (found[4] is not None) != (found[1] in NUMBERS):
        raise LawError(
            f"This is not a condition: {whole!r}.",
            hint="Write `act in CODE CODE`, `price known` or `age <= 17`.",
        )
    field, _, codes, order, years = found.groups()
    if order:
        bound = int(years)
        return Part(field=field, most=bound) if order == "<=" else Part(field=field, least=bound)
    return Part(field=field, codes=frozenset((codes or "").split()))
