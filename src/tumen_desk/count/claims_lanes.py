"""The line of context under a series: a bar for each entry that touches its years, numbered as in the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tumen_desk.count.claims_beside import Beside


def drawn(
    entries: Sequence[Beside], years: Sequence[int], x: dict[str, Any], *, width: int
) -> dict[str, Any] | None:
    """A piece of a chart in the words of Vega-Lite, to stand under one with the same years; None without entries.

    Args:
        entries: The context.
        years: Of the series, in order.
        x: The axis of the years, as the chart above has it.
        width: Of that chart.
    """
    first, last = years[0], years[-1]
    rows = [
        {"number": str(b.number), "year": max(span[0], first), "until": min(span[1], last)}
        for b in entries
        if (span := b.span) is not None and span[0] <= last and span[1] >= first
    ]
    if not rows:
        return None
    y = {
        "field": "number", "type": "nominal", "sort": [row["number"] for row in rows], "title": "context",
        "axis": {"ticks": False, "domain": False, "offset": 16},
    }  # fmt: skip
    at = {**x, "axis": None}
    bar = {"type": "rule", "strokeWidth": 6, "color": "#b9ad97"}
    dot = {"type": "point", "filled": True, "size": 50, "color": "#8a8175", "opacity": 1}
    return {
        "width": width,
        "height": {"step": 14},
        "data": {"values": rows},
        "layer": [
            {"mark": bar, "encoding": {"x": at, "x2": {"field": "until"}, "y": y}},
            {"mark": dot, "encoding": {"x": at, "y": y}},
        ],
    }
