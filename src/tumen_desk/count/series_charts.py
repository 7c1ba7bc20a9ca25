"""Charts of a series, made from the rows that may be shown and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tumen.estimation.charts import FIRST, SECOND, over_time_chart

_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_WIDE, _NARROW = 420, 230
_MOST = 6  # panels beside each other; more stand in rows


def strata(result: Mapping[str, Any]) -> dict[str, Any]:
    """Small multiples: a panel for each value of the last dimension, a line for each of the others; diamonds: seen.

    All panels have the same axis, so that parts can be compared.
    """
    rows = [_strata_row(row, len(result["dimensions"])) for row in result["rows"]]
    who = {"field": "who", "type": "nominal", "title": None, "axis": {"labelLimit": 240}}
    across = {"type": "quantitative", "title": result["unit"], "scale": {"zero": True}}
    several = len(result["dimensions"]) > 1

    def layer(mark: dict[str, Any], x: str, **more: Any) -> dict[str, Any]:
        return {
            "transform": [{"filter": f"datum.{x} != null"}], "mark": mark,
            "encoding": {"y": who, "x": {"field": x, **across}, **more},
        }  # fmt: skip

    layers = [
        layer({"type": "rule", "color": FIRST, "strokeWidth": 3}, "low", x2={"field": "high"}),
        layer({"type": "point", "color": FIRST, "filled": True, "size": 80, "opacity": 1}, "point"),
        layer({"type": "point", "shape": "diamond", "color": SECOND, "size": 80, "strokeWidth": 2}, "seen"),
    ]
    spec: dict[str, Any] = {"$schema": _SCHEMA, "data": {"values": rows}}
    inner = {"width": _NARROW if several else _WIDE, "height": {"step": 24}, "layer": layers}
    if several:
        spec |= {
            "facet": {"field": "panel", "type": "nominal", "title": None}, "columns": min(_MOST, 3), "spec": inner,
            "resolve": {"scale": {"y": "independent"}},
        }  # fmt: skip
    else:
        spec |= inner
    words = "; ".join(_said(row, result["unit"]) for row in rows[:20])
    return {"title": "Part by part (diamond: seen)", "words": f"{words}.", "spec": spec}


def _strata_row(row: Mapping[str, Any], dimensions: int) -> dict[str, Any]:
    key = [str(part) for part in row["key"]]
    named = [part for part in key if part]
    panel, rest = (key[-1] or "together", key[:-1]) if dimensions > 1 else ("", named)
    return {
        "who": ", ".join(part for part in rest if part), "panel": panel, "all": ", ".join(named),
        **{name: row[name] for name in ("seen", "point", "low", "high")},
    }  # fmt: skip


def _said(row: Mapping[str, Any], unit: str) -> str:
    if row["point"] is None:
        return f"{row['all']}: at least {row['seen']:,} {unit}, no number"
    return f"{row['all']}: {row['point']:,.0f} ({row['low']:,.0f} to {row['high']:,.0f})"


def trend(result: Mapping[str, Any]) -> dict[str, Any]:
    """Rates with intervals above, what was told as it is below; gaps where there is no rate or too few to show."""
    rows = [{name: row[name] for name in ("period", "rate", "low", "high", "told")} for row in result["rows"]]
    chart = over_time_chart(
        rows,
        title="Rate by period, and the events told as they are",
        words=f"{result['change']} {'; '.join(map(_period_said, result['rows']))}.",
        rate=result["unit"],
        told="told a year",
    )
    return {"title": chart.title, "words": chart.words, "spec": dict(chart.spec)}


def _period_said(row: Mapping[str, Any]) -> str:
    if row["few"]:
        return f"{row['period']} too few to show"
    if row["rate"] is None:
        return f"{row['period']} no rate"
    return f"{row['period']} {row['rate']:.3g} ({row['low']:.3g} to {row['high']:.3g})"


__all__ = ["strata", "trend"]
