"""Prices over time: what was told for each year in one currency, with the line of context under it. No currency is
turned into another, and prices of other things are told apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from tumen.figures import Claim, Money, constant
from tumen_desk.count import charts, claims_lanes
from tumen_desk.count.claims_beside import Beside
from tumen_desk.count.claims_queries import Axis
from tumen_desk.count.claims_words import number
from tumen_desk.shell.spoken import spoken

_WIDTH = 620


def rows(axis: Axis) -> list[dict[str, Any]]:
    """One row a claim of known years: the first of them, its ends, and of whom it is."""
    found = []
    for scope in axis.scopes:
        for line in scope.lines:
            ends, begun = line.claim.ends, line.claim.as_of.earliest
            if ends is None or begun is None:
                continue
            low, high = (end if math.isfinite(end) else None for end in ends)
            row = {
                "year": begun.year,
                "label": line.claim.code,
                "who": _whose(str(scope.population), str(scope.place)),
            }
            row |= {"low": high if low is None else low, "high": low if high is None else high}
            found.append({**row, "point": line.claim.value})
    return sorted(found, key=lambda row: (row["year"], row["label"]))


def over_time(axis: Axis, entries: Sequence[Beside]) -> dict[str, Any] | None:
    """The picture, in the words of Vega-Lite; None where all prices are of one year."""
    return _picture(rows(axis), axis.unit, entries)


def _whose(population: str, place: str) -> str:
    return f"{spoken(population)}, {spoken(place)}"


def in_dollars(claims: Sequence[Claim], money: Money) -> list[dict[str, Any]]:
    """Rows as of `rows`, in dollars of one year; prices without a known rate are left out."""
    found = []
    for claim in claims:
        one = constant(claim, money)
        if one is not None:
            low, high = (
                (one.high if one.low is None else one.low),
                (one.low if one.high is None else one.high),
            )
            found.append(
                {
                    "year": one.year, "label": claim.code,
                    "who": _whose(claim.population.name(), claim.place.name()),
                    "low": low, "high": high, "point": low if one.low == one.high else None, "of": one.of,
                    "told": claim,
                }
            )  # fmt: skip
    return sorted(found, key=lambda row: (row["year"], row["label"]))


def constant_picture(
    claims: Sequence[Claim], money: Money, entries: Sequence[Beside]
) -> dict[str, Any] | None:
    """All prices of a quantity in dollars of one year; None unless they come in several currencies and years."""
    values = in_dollars(claims, money)
    if len({row["told"].unit for row in values}) < 2:
        return None
    plain = [{k: v for k, v in row.items() if k != "told"} for row in values]
    return _picture(plain, f"USD of {values[0]['of']}", entries)


def _picture(values: list[dict[str, Any]], unit: str, entries: Sequence[Beside]) -> dict[str, Any] | None:
    years = sorted({row["year"] for row in values})
    if len(years) < 2:
        return None
    beside = [span[0] for b in entries if (span := b.span) is not None and span[0] <= years[-1]]
    years = [min(years[0], *[y for y in beside if y >= years[0] - 5], years[0]), *years]
    x = {
        "field": "year", "type": "quantitative", "title": None,
        "scale": {"domain": [years[0] - 1, years[-1] + 1], "nice": False},
        "axis": {"format": "d", "grid": False, "tickMinStep": 1},
    }  # fmt: skip
    y = {
        "field": "low",
        "type": "quantitative",
        "title": unit,
        "scale": {"zero": True},
        "axis": {"format": ",.10~g"},
    }
    whose = list(dict.fromkeys(row["who"] for row in values))
    colour = {
        "field": "who", "type": "nominal", "title": None, "scale": {"domain": whose, "range": list(charts.COLOURS)},
        "legend": {"orient": "top", "labelLimit": 420},
    }  # fmt: skip
    text = {"type": "text", "align": "left", "dx": 7, "fontSize": 11}
    drawn = {
        "width": _WIDTH, "height": 220, "data": {"values": values},
        "layer": [
            {"mark": {"type": "rule", "strokeWidth": 3},
             "encoding": {"x": x, "y": y, "y2": {"field": "high"}, "color": colour}},
            {"mark": {"type": "point", "filled": True, "size": 60, "opacity": 1, "invalid": "filter"},
             "encoding": {"x": x, "y": {**y, "field": "point"}, "color": colour}},
            {"mark": text, "encoding": {"x": x, "y": {**y, "field": "high"}, "text": {"field": "label"},
                                        "color": {"value": charts.INK}}},
        ],
    }  # fmt: skip
    lanes = claims_lanes.drawn(entries, [years[0], years[-1]], x, width=_WIDTH)
    return {"vconcat": [drawn, lanes], "spacing": 6} if lanes else drawn


def told(axis: Axis) -> str:
    """The same in a sentence; empty where there is no picture over time."""
    values = rows(axis)
    if len({row["year"] for row in values}) < 2:
        return ""
    first, last = (
        (number(row["point"] or row["high"]), f"{row['year']}, {row['label']}")
        for row in (values[0], values[-1])
    )
    return (
        f"Over time, by the first year of each: from {first[0]} ({first[1]}) to {last[0]} {axis.unit} ({last[1]}); "
        "other sources, so no course of one price."
    )
