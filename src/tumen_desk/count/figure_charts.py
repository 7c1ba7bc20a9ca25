"""The chart of a figure and the table beside it."""

from __future__ import annotations

from typing import Any

import numpy as np

from tumen.estimation import Overlaps, OverlapTable, guarded_overlaps
from tumen_desk.count import charts
from tumen_desk.count.looks import LEAST
from tumen_desk.count.models import Figure

_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_SEEN = "On at least one list"


def table_of(figure: Figure) -> OverlapTable:
    """The overlap table behind a figure, whole: for computing, not for showing."""
    kept = figure.run.table
    lists = tuple(kept["lists"])
    patterns = np.array(kept["patterns"]).reshape(-1, len(lists))
    return OverlapTable(lists=lists, patterns=patterns, counts=np.array(kept["counts"]))


def overlaps(figure: Figure) -> Overlaps:
    """The lists and their overlaps, small combinations guarded."""
    return guarded_overlaps(table_of(figure), least=LEAST)


def lists_and_estimate(figure: Figure) -> str:
    """Bars for each list and for everybody seen; a line for the estimate's interval, a dot for the estimate."""
    sizes = overlaps(figure).sizes
    bars = [{"who": name, "people": n} for name, n in sizes.items()]
    bars.append({"who": _SEEN, "people": figure.observed or 0})
    layers = [_layer(bars, {"type": "bar", "color": "#9fb8c8", "height": 16}, x="people")]
    if figure.point is not None:
        found = [{"who": "Estimate", "people": figure.point, "low": figure.low, "high": figure.high}]
        colour = charts.COLOURS[0]
        layers.append(_layer(found, {"type": "rule", "color": colour, "strokeWidth": 4}, x="low", x2="high"))
        dot = {"type": "point", "color": colour, "filled": True, "size": 130, "opacity": 1}
        layers.append(_layer(found, dot, x="people"))
    for layer in layers:
        layer["encoding"]["y"]["sort"] = [*sizes, _SEEN, "Estimate"]
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
    found = f"No estimate: {figure.status}."
    if figure.point is not None:
        found = f"Estimate {figure.point:,.0f}, interval {figure.low:,.0f} to {figure.high:,.0f}."
    return " ".join((seen, found))
