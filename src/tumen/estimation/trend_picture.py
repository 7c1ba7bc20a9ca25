"""A trend as a picture: rates with intervals over the events told as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tumen.estimation.charts import Chart, over_time_chart

if TYPE_CHECKING:
    from tumen.estimation.trend_result import PeriodRate, Trend

__all__ = ["trend_chart"]

_SHOWN = 12  # periods in the words


def trend_chart(trend: Trend) -> Chart:
    """Rates (dots in intervals) above, events told per year (bars) below; gaps where no rate is known."""
    return over_time_chart(
        [_row(one) for one in trend.periods],
        title="Rate by period, and the events told as they are",
        words=f"{trend.change.words} {'; '.join(map(_words, trend.periods[-_SHOWN:]))}.",
        rate=trend.unit,
        told="told a year",
    )


def _row(one: PeriodRate) -> dict[str, object]:
    ends = one.interval
    low, high = (None, None) if ends is None else (ends.low, ends.high)
    return {"period": one.name, "rate": one.rate, "low": low, "high": high, "told": one.naive}


def _words(one: PeriodRate) -> str:
    if one.rate is None or one.interval is None:
        return f"{one.name} no rate ({one.covered:.0%} of the standard seen)"
    return f"{one.name} {one.rate:.3g} ({one.interval.low:.3g} to {one.interval.high:.3g})"
