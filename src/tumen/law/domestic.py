"""States' own laws on a day: which version of each was in force.

A version holds from its day until the next version of the same act. A law without a day cannot be told; nothing here
says when a law ended for good, because the register does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tumen import dates
from tumen.dates import Date, Truth
from tumen.law.look_up import find_state
from tumen.law.nouns import DomesticLaw
from tumen.law.register import AnyPack, register


@dataclass(frozen=True, slots=True, kw_only=True)
class DomesticOn:
    """One version of a law, and whether it was the one in force.

    Attributes:
        law: The version.
        truth: Whether it was in force on the date.
        until: First day of the next version; None while it is the latest that the register has.
    """

    law: DomesticLaw
    truth: Truth
    until: Date | None

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; dates as EDTF."""
        return {
            "id": self.law.code, "title": self.law.title, "about": self.law.about, "in_force": self.truth.value,
            "since": None if self.law.since is None else self.law.since.edtf,
            "until": None if self.until is None else self.until.edtf, "sources": list(self.law.sources),
            "confidence": self.law.confidence, "verified": self.law.verified,
        }  # fmt: skip


def domestic_on(state: str, on: Date, pack: AnyPack) -> tuple[DomesticOn, ...]:
    """Every version of every law of a state that the register has, with whether it was in force on that date.

    Raises:
        UnknownState: The register has no such state.
    """
    known = register(pack)
    code = find_state(state, known).code
    mine = [d for d in known.domestic if d.state == code]
    found = [DomesticOn(law=d, truth=_in_force(d, _next(d, mine), on), until=_next(d, mine)) for d in mine]
    order = (Truth.YES, Truth.CANNOT_TELL, Truth.NO)
    return tuple(sorted(found, key=lambda f: order.index(f.truth)))


def _next(law: DomesticLaw, versions: list[DomesticLaw]) -> Date | None:
    """The day on which the next version of the same act begins."""
    if not law.family or law.since is None:
        return None
    later = [
        v.since
        for v in versions
        if v.family == law.family and v.since is not None and dates.before(law.since, v.since) is Truth.YES
    ]
    return min(later, key=dates.sort_key) if later else None


def _in_force(law: DomesticLaw, until: Date | None, on: Date) -> Truth:
    if law.since is None:
        return Truth.CANNOT_TELL
    begun = ~dates.before(on, law.since)
    over = Truth.NO if until is None else ~dates.before(on, until)
    if Truth.NO in (begun, ~over):
        return Truth.NO
    return Truth.YES if begun is Truth.YES and over is Truth.NO else Truth.CANNOT_TELL
