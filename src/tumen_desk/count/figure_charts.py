"""The chart of a figure and the table beside it."""

from __future__ import annotations

from typing import Any

from tumen_desk.count import charts
from tumen_desk.count.models import Figure


def overlap_rows(figure: Figure) -> list[dict[str, Any]]:
    """Inclusion patterns in words: on which lists, how many people, most first."""
    table = figure.run.table
    rows = [
        {
            "lists": [name for name, on in zip(table["lists"], pattern, strict=True) if on],
            "on": [bool(cell) for cell in pattern],
            "count": count,
        }
        for pattern, count in zip(table["patterns"], table["counts"], strict=True)
    ]
    return sorted(rows, key=lambda r: -int(r["count"]))


def lists_and_estimate(figure: Figure) -> str:
    """Bars for each list and for everybody seen; a line for the estimate's interval, a dot for the estimate."""
    import altair

    table = figure.run.table
    sizes = [
        sum(c for pattern, c in zip(table["patterns"], table["counts"], strict=True) if pattern[at])
        for at in range(len(table["lists"]))
    ]
    bars = [{"who": name, "people": n} for name, n in zip(table["lists"], sizes, strict=True)]
    bars.append({"who": "On at least one list", "people": figure.observed or 0})
    order = [row["who"] for row in bars] + ["Estimate"]
    axis = altair.Y("who:N", sort=order, title=None)
    scale = altair.X("people:Q", title=figure.unit)
    chart: Any = (
        altair.Chart(altair.Data(values=bars)).mark_bar(color="#9fb8c8", height=16).encode(y=axis, x=scale)
    )
    if figure.point is not None:
        estimate = altair.Data(
            values=[{"who": "Estimate", "people": figure.point, "low": figure.low, "high": figure.high}]
        )
        line = (
            altair.Chart(estimate)
            .mark_rule(color=charts.COLOURS[0], strokeWidth=4)
            .encode(y=axis, x=altair.X("low:Q"), x2="high:Q")
        )
        dot = altair.Chart(estimate).mark_point(color=charts.COLOURS[0], filled=True, size=130, opacity=1)
        chart = chart + line + dot.encode(y=axis, x=scale)
    return charts.draw(chart.properties(width=560), title=figure.title, text=in_words(figure))


def in_words(figure: Figure) -> str:
    """What the chart shows, for those who hear it."""
    seen = f"{figure.observed} {figure.unit} stand on at least one of {len(figure.sources)} lists."
    if figure.point is None:
        return f"{seen} No estimate: {figure.status}."
    return f"{seen} Estimate {figure.point:,.0f}, interval {figure.low:,.0f} to {figure.high:,.0f}."
