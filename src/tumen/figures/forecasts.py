"""Was a forecast right? Checked against the series that it names, year by year, and never declared more than that.

A forecast expects a rise, a fall, or that things go on. The year before its time is the measure: a rise holds in a year
with more than that, a fall in a year with less, going on in a year with at least half as much.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tumen.figures.nouns import Claim, Series

__all__ = ["Checked", "check_forecasts", "checked", "due", "yearly"]

_GOES_ON: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A forecast beside what came.

    Attributes:
        claim: The forecast.
        base: The year before its time, and the number of that year; None where there is none.
        years: Year to number, whole years of its time for which the series has a number that stands now.
        held: Years in which it held.
        says: The outcome in a sentence.
    """

    claim: Claim
    base: tuple[int, float] | None
    years: Mapping[int, float]
    held: tuple[int, ...]
    says: str

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "forecast": self.claim.code, "words": self.claim.words, "series": self.claim.series, "base": self.base,
            "years": {str(year): value for year, value in self.years.items()}, "held": list(self.held),
            "says": self.says,
        }  # fmt: skip


def check_forecasts(claims: Iterable[Claim], series: Mapping[str, Series]) -> tuple[Checked, ...]:
    """Every forecast among some claims, beside the series it names."""
    return tuple(checked(c, series.get(c.series)) for c in claims if c.nature == "forecast")


def checked(claim: Claim, series: Series | None) -> Checked:
    """One forecast beside a series; without a series, or before there are numbers, it says so."""
    start, end = claim.as_of.earliest, claim.as_of.latest
    if series is None or not claim.expects or start is None:
        return _silent(claim, "There is no series by which it can be checked.")
    numbers = yearly(series)
    first = start.year if (start.month, start.day) == (1, 1) else start.year + 1
    last = end.year if end is not None else max(numbers, default=first)
    years = {year: numbers[year] for year in range(first, last + 1) if year in numbers}
    before = start.year - 1
    if not years or before not in numbers:
        return _silent(claim, f"{series.name()}: no numbers to check it by yet.")
    base = numbers[before]
    held = tuple(year for year, value in years.items() if _holds(claim.expects, value, base))
    return Checked(
        claim=claim,
        base=(before, base),
        years=years,
        held=held,
        says=_said(claim, series, before, years, held),
    )


def yearly(series: Series) -> dict[int, float]:
    """Whole year to the number of all that stands now; provisional numbers and forecasts are left out."""
    return {
        row.period.earliest.year: row.value
        for row in series.current("total")
        if row.period.earliest is not None and len(row.period.edtf) == 4 and not row.status and not row.place
    }


def _holds(expects: str, value: float, base: float) -> bool:
    if expects == "rise":
        return value > base
    return value < base if expects == "fall" else value >= _GOES_ON * base


_MEANS: Final = {"rise": "more than", "fall": "fewer than", "go-on": "at least half as many as"}


def _said(
    claim: Claim, series: Series, before: int, years: Mapping[int, float], held: tuple[int, ...]
) -> str:
    span = f"{min(years)} to {max(years)}" if len(years) > 1 else f"{min(years)}"
    outcome = (
        "It came true"
        if len(held) == len(years)
        else "It did not come true"
        if not held
        else "It held in part"
    )
    return (
        f"{outcome}: {_MEANS[claim.expects]} in {before} in {len(held)} of {len(years)} years, {span} "
        f"({series.name()}, which stands for what nobody counts)."
    )


def _silent(claim: Claim, says: str) -> Checked:
    return Checked(claim=claim, base=None, years={}, held=(), says=says)


def due(claims: Iterable[Claim], today: datetime.date) -> tuple[Claim, ...]:
    """Claims whose day of review has come, the longest due first."""
    found = [
        (c.review.latest, c)
        for c in claims
        if c.review is not None and c.review.latest is not None and c.review.latest <= today
    ]
    return tuple(c for _, c in sorted(found, key=lambda pair: (pair[0], pair[1].code)))
