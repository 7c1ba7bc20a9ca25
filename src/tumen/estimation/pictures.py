"""Charts of estimates: one, or every method beside the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from tumen.estimation.charts import Chart, band_chart, bar_chart

if TYPE_CHECKING:
    from tumen.estimation.contract import Estimate

__all__ = ["estimate_chart", "estimates_chart"]

_BARS = 60
_TRIMMED = 0.005  # of the draws at each end, left out of the picture


def estimate_chart(one: Estimate) -> Chart:
    """The draws as a histogram; without draws the estimate in its interval."""
    if one.draws is None or one.point is None or one.interval is None:
        return estimates_chart([one])
    drawn = np.asarray(one.draws, dtype=float)
    low, high = np.quantile(drawn, [_TRIMMED, 1 - _TRIMMED])
    shares, edges = np.histogram(drawn, bins=_BARS, range=(low, max(high, low + 1)))
    rows = [
        {"start": float(start), "end": float(end), "share": float(n) / len(drawn)}
        for start, end, n in zip(edges[:-1], edges[1:], shares, strict=True)
    ]
    words = (
        f"{one.method}: half of the draws lie below {one.point:,.0f}; {one.interval.level:.0%} between "
        f"{one.interval.low:,.0f} and {one.interval.high:,.0f}."
    )
    return bar_chart(rows, title="Draws of the population", words=words, axis="population")


def estimates_chart(found: Iterable[Estimate]) -> Chart:
    """One line a method, and the people seen as diamonds."""
    rows = [
        {
            "who": one.method, "point": one.point, "low": None if one.interval is None else one.interval.low,
            "high": None if one.interval is None else one.interval.high, "seen": one.observed,
        }
        for one in found
    ]  # fmt: skip
    told = "; ".join(
        f"{row['who']} {row['point']:,.0f} ({row['low']:,.0f} to {row['high']:,.0f})"
        if row["point"] is not None and row["high"] is not None
        else f"{row['who']} no number"
        for row in rows
    )
    return band_chart(
        rows,
        title="Every method beside the others",
        words=f"{told}.",
        axis="population (diamond: seen)",
        mark_at="seen",
    )
