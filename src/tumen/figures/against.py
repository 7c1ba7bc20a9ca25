"""A statement beside what can be counted: numbers of series, tables of a record, and what none of them can decide.

What is said in words ("mostly in one country") has no number of its own to compare. The pack names the series by which
it can be looked at, the tables of a record that tell of the same, how each differs from what was said, and what stays
open. Nothing here says that a statement is right or wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tumen.errors import FiguresError
from tumen.figures.nouns import Claim, Series, Subject

__all__ = ["Measured", "Yardstick", "against"]

_YEARS: Final = 2
"""So many years before and after the time of a statement are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """What a pack names to look at a statement by.

    Attributes:
        claim: Code of the statement.
        names: Language to the sentence: how it differs, or what cannot be decided.
        series: Code of a series that is counted; empty for none.
        of: The part of that series.
        place: The place of that series, for a series split by country.
        table: Name of a table of a record, as a desk keeps it; empty for none.

    With neither a series nor a table the sentence says what cannot be decided.
    """

    claim: str
    names: Mapping[str, str] = field(compare=False)
    series: str = ""
    of: str = ""
    place: Subject | None = None
    table: str = ""

    def says(self, language: str = "en") -> str:
        """The sentence, in English if need be."""
        return self.names.get(language) or self.names["en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One series or table beside a statement.

    Attributes:
        what: What the pack says of it.
        series: The series; None for a table of a record and for what stays open.
        years: Year to number, of the time of the statement and two years to either side; years without one are out.
        most: The year with the greatest number of all, and that number; None where there is none.
    """

    what: Yardstick
    series: Series | None = None
    years: Mapping[int, float] = field(default_factory=dict)
    most: tuple[int, float] | None = None

    @property
    def kind(self) -> str:
        """`series`, `record` or `open`."""
        return "series" if self.series is not None else "record" if self.what.table else "open"

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "claim": self.what.claim, "kind": self.kind, "series": self.what.series, "of": self.what.of,
            "place": "" if self.what.place is None else self.what.place.code, "table": self.what.table,
            "years": {str(year): value for year, value in self.years.items()}, "most": self.most,
            "says": self.what.says(),
        }  # fmt: skip


def against(claim: Claim, named: Iterable[Yardstick], series: Mapping[str, Series]) -> tuple[Measured, ...]:
    """What stands beside one statement, in the order of the pack; empty where the pack names nothing.

    Args:
        claim: The statement.
        named: What the pack puts against statements (`Ledger.against`).
        series: Code to series (`Ledger.series`).

    Raises:
        FiguresError: The pack names a series that it does not have.
    """
    return tuple(_measured(claim, one, series) for one in named if one.claim == claim.code)


def _measured(claim: Claim, one: Yardstick, series: Mapping[str, Series]) -> Measured:
    if not one.series:
        return Measured(what=one)
    found = series.get(one.series)
    if found is None:
        raise FiguresError(
            f"{claim.code} is set against the series {one.series}, which is not there.",
            hint=f"There are: {', '.join(series)}.",
        )
    place = "" if one.place is None else one.place.code
    split = any(row.place for row in found.rows)
    numbers = {
        row.period.earliest.year: row.value
        for row in found.current(one.of)
        if row.period.earliest is not None
        and len(row.period.edtf) == 4
        and not row.status
        and (not split or row.place == place)
    }
    first, last = claim.as_of.earliest, claim.as_of.latest
    low = min(numbers, default=0) if first is None else first.year - _YEARS
    high = max(numbers, default=0) if last is None else last.year + _YEARS
    most = max(numbers.items(), key=lambda pair: pair[1], default=None)
    years = {year: numbers[year] for year in sorted(numbers) if low <= year <= high}
    return Measured(what=one, series=found, years=years, most=most)
