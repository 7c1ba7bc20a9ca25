"""Prices of several currencies and years in one: dollars of one year, by yearly rates and price levels of the dollar.

A price that is turned is not what anybody paid or told: it is for looking at a course, and the number as told stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tumen.figures.nouns import Claim

__all__ = ["Constant", "Money", "constant"]

BASE: Final = "USD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """What is known of money.

    Attributes:
        rates: (currency, year) to how many of it a dollar cost, on the mean of the year.
        index: Year to the price level of the dollar.
        verified: Whether a source, not memory, carries all of it.
    """

    rates: Mapping[tuple[str, int], float] = field(default_factory=dict)
    index: Mapping[int, float] = field(default_factory=dict)
    verified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """A price in dollars of one year.

    Attributes:
        claim: The price as it was told.
        year: The year that it was told of, the first where there are several.
        of: The year whose dollars these are.
        low, high: Ends; None where open.
    """

    claim: Claim
    year: int
    of: int
    low: float | None
    high: float | None


def constant(claim: Claim, money: Money, *, of: int = 2015) -> Constant | None:
    """A price in dollars of one year; None where it is no price, has no year, or no rate of its year is known."""
    begun = claim.as_of.earliest
    ends = (claim.value, claim.value) if claim.value is not None else (claim.low, claim.high)
    if claim.measure != "price" or begun is None or ends == (None, None):
        return None
    rate = 1.0 if claim.unit == BASE else money.rates.get((claim.unit, begun.year))
    if rate is None or begun.year not in money.index or of not in money.index:
        return None
    times = money.index[of] / money.index[begun.year] / rate
    low, high = (None if end is None else end * times for end in ends)
    return Constant(claim=claim, year=begun.year, of=of, low=low, high=high)
