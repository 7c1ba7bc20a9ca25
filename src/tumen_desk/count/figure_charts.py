"""The chart of a figure and the table beside it."""

from __future__ import annotations

from typing import Any

from tumen_desk.count import charts
from tumen_desk.count.models import Figure

_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_SEEN = "On at least one list"


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
    table = figure.run.table
    sizes = [
        sum(c for pattern, c in zip(table["patterns"], table["counts"], strict=True) if pattern[at])
        for at in range(len(table["lists"]))
    ]
    bars = [{"who": name, "people": n} for name, n in zip(table["lists"], sizes, strict=True)]
    bars.append({"who": _SEEN, "people": figure.observed or 0})
    layers = [_layer(bars, {"type": "bar", "color": "#9fb8c8", "height": 16}, x="people")]
    if figure.point is not None:
        found = [{"who": "Estimate", "people": figure.point, "low": figure.low, "high": figure.high}]
        colour = charts.COLOURS[0]
        layers.append(_layer(found, {"type": "rule", "color": colour, "strokeWidth": 4}, x="low", x2="high"))
        dot = {"type": "point", "color": colour, "filled": True, "size": 130, "opacity": 1}
        layers.append(_layer(found, dot, x="people"))
    for layer in layers:
        layer["encoding"]["y"]["sort"] = [*table["lists"], _SEEN, "Estimate"]
        layer["encoding"]["x"]["title"] = figure.unit
    # Plain Vega-Lite: importing altair would make the first reader wait for seconds.
    chart = {"$schema": _SCHEMA, "width": 620, "layer": layers}
    return charts.draw(chart, title=figure.title, text=in_words(figure))


def _layer(rows: list[dict[str, Any]], mark: dict[str, Any], *, x: str, x2: str = "") -> dict[str, Any]:
    encoding: dict[str, Any] = {
        "y": {"field": "who", "type": "nominal", "title": None},
        "x": {"field": x, "type": "quantitative"},
    }
    if x2:
        encoding["x2"] = {"field": x2}
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def in_words(figure: Figure) -> str:
    """What the chart shows, for those who hear it."""
    seen = f"{figure.observed} {figure.unit} stand on at least one of {len(figure.sources)} lists."
    if figure.point is None:
        return f"{seen} No estimate: {figure.status}."
    return f"{seen} Estimate {figure.point:,.0f}, interval {figure.low:,.0f} to {figure.high:,.0f}."


def _rows(rows: list[dict[str, Any]]) -> Any:
    import altair

    return altair.Data(values=rows)  # type: ignore[no-untyped-call]  # altair's generated schema has no types
