"""The season in a series: what share of a year each quarter has, from years of which only parts are known.

Every year is taken to divide over the quarters alike, whatever its number. Years differ more than that: beside each
share stands how far it moves when one year is left out, which is the honest width with few years.

Source: Dempster, Laird and Rubin (1977), Journal of the Royal Statistical Society B 39, 1 (counts of which only sums
are known).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from tumen.figures.forecasts import yearly
from tumen.figures.moving import covered
from tumen.figures.nouns import Series

__all__ = ["Seasons", "seasons"]

QUARTERS: Final = (1, 2, 3, 4)
_TURNS: Final = 200
Known = Mapping[int, tuple[Mapping[int, float], float]]
"""Year → numbers of the quarters that are known, and the number of the whole year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seasons:
    """How a year divides over its quarters.

    Attributes:
        shares: Quarter to its share of a year, 0–1.
        ranges: Quarter to the least and the greatest share when one year is left out.
        years: Years that were used.
        latest: The last whole year and its number.
    """

    shares: Mapping[int, float]
    ranges: Mapping[int, tuple[float, float]]
    years: tuple[int, ...]
    latest: tuple[int, float]

    def expected(self, quarter: int, year_number: float) -> tuple[float, float, float]:
        """What a quarter of a year with that number would have: middle, least and greatest."""
        low, high = self.ranges[quarter]
        return self.shares[quarter] * year_number, low * year_number, high * year_number

    @property
    def said(self) -> str:
        """In a sentence."""
        told = ", ".join(
            f"quarter {q} {self.shares[q]:.0%} ({self.ranges[q][0]:.0%} to {self.ranges[q][1]:.0%})"
            for q in QUARTERS
        )
        middle, low, high = self.expected(1, self.latest[1])
        return (
            f"Of a year: {told}; each has 25% if the season does nothing. In brackets: with one year left out. "
            f"Years: {', '.join(map(str, self.years))}. After a year like {self.latest[0]} ({self.latest[1]:,.0f}) "
            f"expect {middle:,.0f} ({low:,.0f} to {high:,.0f}) in the first quarter."
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "shares": {str(q): self.shares[q] for q in QUARTERS},
            "ranges": {str(q): list(self.ranges[q]) for q in QUARTERS}, "years": list(self.years), "says": self.said,
        }  # fmt: skip


def seasons(parts: Series, series: Mapping[str, Series]) -> Seasons | None:
    """The season, from a series of parts of years and one of whole years; None without three years.

    Args:
        parts: Numbers of quarters, or of months that make them up.
        series: Where to find the whole years: a series of the same population, unit and place.
    """
    whole = next(
        (s for s in series.values() if s.code != parts.code and _counts_alike(s, parts) and yearly(s)), None
    )
    if whole is None:
        return None
    totals, spans = yearly(whole), {}
    for row in parts.current("total"):
        if row.period.earliest is not None and row.period.latest is not None and not row.status:
            spans[row.period.earliest, row.period.latest] = row
    known: dict[int, tuple[Mapping[int, float], float]] = {}
    for year, total in totals.items():
        quarters = {q: n for q in QUARTERS if (n := covered(spans, _quarter(year, q))) is not None}
        if quarters and sum(quarters.values()) <= total:
            known[year] = (quarters, total)
    if len(known) < 3 or set(QUARTERS) - {q for quarters, _ in known.values() for q in quarters}:
        return None
    shares = _fit(known)
    left_out = [_fit({y: v for y, v in known.items() if y != year}) for year in known]
    ranges = {
        q: (min(s[q] for s in (shares, *left_out)), max(s[q] for s in (shares, *left_out))) for q in QUARTERS
    }
    return Seasons(shares=shares, ranges=ranges, years=tuple(sorted(known)), latest=max(totals.items()))


def _counts_alike(a: Series, b: Series) -> bool:
    return (a.population, a.unit, a.place) == (b.population, b.unit, b.place)


def _quarter(year: int, quarter: int) -> tuple[date, date]:
    after = date(year + quarter // 4, (3 * quarter) % 12 + 1, 1)
    return date(year, 3 * quarter - 2, 1), after - timedelta(days=1)


def _fit(known: Known) -> dict[int, float]:
    """Shares that make the numbers likeliest: what is known of a year as its rest alone is dealt out as shares say."""
    shares = dict.fromkeys(QUARTERS, 0.25)
    for _ in range(_TURNS):
        filled = dict.fromkeys(QUARTERS, 0.0)
        for quarters, total in known.values():
            rest = total - sum(quarters.values())
            open_ones = sum(shares[q] for q in QUARTERS if q not in quarters)
            for q in QUARTERS:
                filled[q] += quarters[q] if q in quarters else rest * shares[q] / open_ones
        everybody = sum(filled.values())
        shares = {q: n / everybody for q, n in filled.items()}
    return shares
