"""Charts of claims and of series. A chart never shows more than its table: open ends stay open, nothing is joined up.

Pictures are kept by what they show: the same claims give the same picture.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, TypeAlias

from tumen.figures import Ledger, SeriesRow
from tumen_desk.count import charts, claims_lanes, claims_prices, claims_series
from tumen_desk.count import claims_queries as queries
from tumen_desk.count.claims_beside import context
from tumen_desk.count.claims_measures import Measure, measures
from tumen_desk.count.claims_queries import Axis, ClaimLine, Scope
from tumen_desk.count.claims_series import SeriesPage
from tumen_desk.count.claims_words import counted, number, said
from tumen_desk.shell.spoken import spoken
from tumen_desk.shell.terms import language

Spec: TypeAlias = dict[str, Any]
"""A chart, or a piece of one, in the words of Vega-Lite."""

CONSTANT = 0
"""The position of the picture of all prices in one currency; axes are numbered from 1."""

WORTH_DRAWING = 2
"""A picture of one number shows nothing that the number does not say."""

_WIDTH = 560
_LABELS = 250
_CONFIDENCE = {"high": charts.COLOURS[0], "medium": "#7a8fa3", "low": "#c98a00"}
_DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4], [10, 4])


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """The ends of an axis: from where to where it is drawn, and where an open end is let run to."""

    low: float
    high: float
    open_low: float
    open_high: float


def axis_text(axis: Axis, label: str) -> str:
    """The picture of an axis in sentences."""
    ends = [e for line in axis.lines if (e := line.claim.ends) is not None]
    stated = [end for pair in ends for end in pair if math.isfinite(end)]
    silent = len(axis.lines) - len(ends)
    told = [f"{label}: {counted(axis.drawn, 'claim')} drawn one above the other, oldest first in each group."]
    if len(axis.scopes) > 1:
        told.append(
            f"They stand in {len(axis.scopes)} groups, because they count different people or places."
        )
    if stated:
        told.append(
            f"The lowest number stated is {number(min(stated), axis.unit)}, "
            f"the highest {number(max(stated), axis.unit)}."
        )
    if silent:
        told.append(f"{counted(silent, 'claim')} without a number cannot be drawn.")
    if axis.measure == "price" and (course := claims_prices.told(axis)):
        told.append(course)
    return " ".join(map(spoken, [*told, "Every value stands in the table."]))


@lru_cache(maxsize=256)
def _drawn(spec: str, title: str, text: str, _language: str) -> str:
    """Kept by what is drawn, in the language of the page."""
    return str(charts.draw(json.loads(spec), title=title, text=text))


def axis_svg(code: str, position: int, *, books: Ledger | None = None) -> str | None:
    """The picture of one axis of a quantity; None when there is nothing to draw."""
    known = books or queries.ledger()
    if position == CONSTANT and known is not None:
        return constant_svg(code, known)
    page = queries.quantity(code, books=books)
    axis = next((a for a in page.axes if a.number == position), None) if page is not None else None
    if page is None or axis is None or axis.drawn < WORTH_DRAWING:
        return None
    title = f"{page.label} ({axis.measure}, {axis.unit})"
    over = (
        claims_prices.over_time(axis, context(code, books or queries.ledger()))
        if axis.measure == "price"
        else None
    )
    return _drawn(json.dumps(over or ranges(axis)), title, axis_text(axis, page.label), language())


def constant_svg(code: str, books: Ledger) -> str | None:
    """All prices of a quantity in dollars of one year; None where one currency is all there is."""
    claims = queries.claims_of(code, books)
    spec = claims_prices.constant_picture(claims, books.money, context(code, books))
    if spec is None:
        return None
    beside = "The numbers stand in the list beside the picture."
    return _drawn(json.dumps(spec), "In one currency", beside, language())


def ranges(axis: Axis) -> Spec:
    """Horizontal ranges by time, one block for each population and place, all on one scale."""
    edges = _edges(axis)
    drawn = [scope for scope in axis.scopes if any(line.claim.ends is not None for line in scope.lines)]
    blocks = [_block(scope, edges, axis.unit, last=scope is drawn[-1]) for scope in drawn]
    return {"vconcat": blocks, "spacing": 16}


def _edges(axis: Axis) -> Edges:
    """Room to the right for open ends and for the numbers written out."""
    stated = [e for line in axis.lines if line.claim.ends for e in line.claim.ends if math.isfinite(e)]
    low, high = min(0.0, *stated), max(0.0, *stated)
    span = (high - low) or 1.0
    return Edges(low=low, high=low + 1.42 * span, open_low=low, open_high=high + 0.07 * span)


def _block(scope: Scope, edges: Edges, unit: str, *, last: bool) -> Spec:
    rows = [row for line in scope.lines if (row := _range_row(line, edges)) is not None]
    axis: Spec = {
        "title": unit if last else None, "labels": last, "ticks": last, "domain": last, "tickCount": 7,
        "labelOverlap": "greedy", "format": _number_format(unit),
    }  # fmt: skip
    if unit == "share" and edges.high > 1:
        axis["values"] = [
            fifth / 5 for fifth in range(6)
        ]  # the room to the right is for words: no share lies there
    scale = {"domain": [edges.low, edges.high], "nice": False}
    y = {
        "field": "label", "type": "nominal", "sort": [row["label"] for row in rows], "title": None,
        "axis": {"minExtent": _LABELS, "ticks": False, "domain": False},
    }  # fmt: skip
    colour = {
        "field": "confidence", "type": "nominal", "title": "Confidence in having the claim right",
        "scale": {"domain": list(_CONFIDENCE), "range": list(_CONFIDENCE.values())},
        "legend": {"orient": "bottom", "direction": "horizontal"},
    }  # fmt: skip

    def layer(mark: Spec, x: str, **more: Any) -> Spec:
        at = {"field": x, "type": "quantitative", "scale": scale, "axis": axis}
        return {"mark": mark, "encoding": {"x": at, "y": y, "color": colour, **more}}

    text = {"type": "text", "align": "left", "dx": 9, "fontSize": 12}
    return {
        "title": {"text": f"{spoken(str(scope.population))}, {spoken(str(scope.place))}"},
        "width": _WIDTH,
        "height": {"step": 24},
        "data": {"values": rows},
        "layer": [
            layer({"type": "rule", "strokeWidth": 5, "opacity": 0.85}, "from", x2={"field": "to"}),
            layer({"type": "rule", "strokeDash": [4, 3]}, "open_from", x2={"field": "open_to"}),
            layer({"type": "point", "filled": True, "size": 75, "opacity": 1}, "point"),
            layer({"type": "tick", "thickness": 2.5, "height": 13}, "end"),
            layer(
                {"type": "point", "filled": True, "size": 55, "opacity": 1, "shape": "triangle-right"},
                "arrow",
            ),
            layer(text, "text_at", color={"value": charts.INK}, text={"field": "amount"}),
        ],
    }


def _number_format(unit: str) -> str:
    return ".0%" if unit == "share" else ",.10~g"


def _range_row(line: ClaimLine, edges: Edges) -> dict[str, Any] | None:
    """What to draw of one claim: a closed range, a point, or a stated end from which a broken line runs on."""
    ends, claim = line.claim.ends, line.claim
    if ends is None:
        return None
    low, high = ends
    row: dict[str, Any] = {
        "label": f"{line.as_of} · {claim.code}",
        "amount": spoken(line.amount),
        "confidence": claim.confidence,
    }
    if math.isfinite(low) and math.isfinite(high):
        row |= {"from": low, "to": high} if low < high else {}
        row["point"] = claim.value
        row["text_at"] = high
    elif math.isfinite(low):
        row |= {"end": low, "open_from": low, "open_to": edges.open_high, "arrow": edges.open_high}
        row["text_at"] = edges.open_high
    else:
        row |= {"end": high, "open_from": edges.open_low, "open_to": high, "text_at": high}
    return row


def series_text(page: SeriesPage) -> str:
    """The picture of a series in sentences."""
    title = f"{page.series.name()}: numbers in {page.series.unit}."
    end = "Every number stands in the table."
    if one_period(page):
        told = [
            f"{spoken(_part(r.of).capitalize())}: {number(r.value, page.series.unit)}."
            for r in page.rows
            if r.published is None
        ]
        return " ".join(map(spoken, [title, f"One bar a part, {page.first}.", *told, end]))
    told = [_part_text(page, of) for of in page.parts]
    left_out = {r.period.edtf for r in page.rows} - {r.period.edtf for r in plain_rows(page)}
    if left_out:
        told.append(f"Not drawn: {counted(len(left_out), 'period')} that are no single year.")
    return " ".join(map(spoken, [title, *filter(None, told), end]))


def _part_text(page: SeriesPage, of: str) -> str:
    rows = [r for r in plain_rows(page) if r.of == of and r.published is None]
    if not rows:
        return ""
    first, top, last = (_point_text(page, r) for r in (rows[0], max(rows, key=lambda r: r.value), rows[-1]))
    return f"{spoken(_part(of).capitalize())}: {first}, highest {top}, last {last}."


def _point_text(page: SeriesPage, row: SeriesRow) -> str:
    return f"{number(row.value, page.series.unit)} ({said(row.period)})"


def plain_rows(page: SeriesPage) -> list[SeriesRow]:
    """Numbers that can be put on a line of years: of one year or a day or month in it, not of several."""
    return [r for r in page.rows if _year(r) is not None]


def drawable(page: SeriesPage) -> bool:
    """Whether a picture would not mislead: one place, and one time in each year, or one time in all."""
    if not page.rows or (page.places and not page.place):
        return False
    periods = {r.period.edtf: _year(r) for r in plain_rows(page)}
    return one_period(page) or len(periods) == len(set(periods.values())) > 1


def _year(row: SeriesRow) -> int | None:
    """The year of a plain time; none for an interval, which counts more or less than the years beside it."""
    first, last = row.period.earliest, row.period.latest
    if first is None or last is None or "/" in row.period.edtf:
        return None
    return first.year if first.year == last.year else None


def one_period(page: SeriesPage) -> bool:
    """Whether the series is of a single time: its parts are then what there is to compare."""
    return len({r.period.edtf for r in page.rows}) == 1


@lru_cache(maxsize=256)
def _series_svg(content_sha256: str, code: str, place: str, _language: str) -> str | None:
    page = claims_series.series(code, place=place)
    if page is None or not drawable(page):
        return None
    chart = bars(page) if one_period(page) else lines(page)
    return str(charts.draw(chart, title=page.series.name(), text=series_text(page)))


def series_svg(code: str, *, place: str = "") -> str | None:
    """The picture of a series, or of one place of it; None when there is nothing to draw."""
    return _series_svg(queries.pack().content_sha256, code, place, language())


def lines(page: SeriesPage) -> Spec:
    """One line a part, of the numbers that stand now; earlier vintages as hollow marks."""
    now, before = _series_rows(page, standing=True), _series_rows(page, standing=False)
    years = sorted({row["year"] for row in (*now, *before)})
    shown = list(range(years[0], years[-1] + 1, 1 + (years[-1] - years[0]) // 16))
    parts = [_part(of) for of in page.parts]
    x = {
        "field": "year", "type": "quantitative", "title": None,
        "scale": {"domain": [years[0], years[-1]], "nice": False},
        "axis": {"format": "d", "grid": False, "values": shown, "labelFlush": False},
    }  # fmt: skip
    y = {
        "field": "value", "type": "quantitative", "title": page.series.unit,
        "axis": {"format": _number_format(page.series.unit), "tickCount": 6},
    }  # fmt: skip
    of = {"field": "of", "type": "nominal", "title": None, "sort": parts}
    colour = {
        **of, "scale": {"domain": parts, "range": list(charts.COLOURS)},
        "legend": {"orient": "top", "symbolType": "stroke", "symbolStrokeWidth": 2.5, "symbolSize": 300},
    }  # fmt: skip
    dash = {**of, "scale": {"domain": parts, "range": [list(d) for d in _DASHES]}}
    marks = [
        {"year": year, "letters": " ".join(m.letter for m in group)}
        for year, group in groupby(series_measures(page), key=lambda m: m.year)
    ]
    line = {"type": "line", "strokeWidth": 2}
    lanes = claims_lanes.drawn(
        context(page.series.code, queries.ledger()), years, x, width=_WIDTH + _LABELS - 60
    )
    dot = {"type": "point", "filled": True, "size": 26, "opacity": 1}
    hollow = {"type": "point", "size": 48, "shape": "diamond", "strokeWidth": 1.3}
    drawn: Spec = {
        "width": _WIDTH + _LABELS - 60,
        "height": 300,
        "layer": [
            {
                "data": {"values": marks},
                "mark": {"type": "rule", "strokeDash": [2, 4], "color": "#8a8175"},
                "encoding": {"x": x},
            },
            {
                "data": {"values": marks},
                "mark": {
                    "type": "text",
                    "y": 8,
                    "dx": 4,
                    "align": "left",
                    "fontSize": 11,
                    "color": "#5f574c",
                },
                "encoding": {"x": x, "text": {"field": "letters", "type": "nominal"}},
            },
            {
                "data": {"values": [*now, *_gaps(now)]},
                "mark": line,
                "encoding": {"x": x, "y": y, "color": colour, "strokeDash": dash},
            },
            {"data": {"values": now}, "mark": dot, "encoding": {"x": x, "y": y, "color": colour}},
            {"data": {"values": before}, "mark": hollow, "encoding": {"x": x, "y": y, "color": colour}},
        ],
    }
    return {"vconcat": [drawn, lanes], "spacing": 6} if lanes else drawn


def series_measures(page: SeriesPage) -> tuple[Measure, ...]:
    """Laws and agreements of the years that a series is drawn over; none where it is not drawn over years."""
    if not drawable(page) or one_period(page):
        return ()
    return measures(queries.pack(), [year for r in plain_rows(page) if (year := _year(r)) is not None])


def _series_rows(page: SeriesPage, *, standing: bool) -> list[dict[str, Any]]:
    """An earlier vintage that says the same as what stands now is not drawn over it."""
    rows = plain_rows(page)
    now = {(r.period.edtf, r.of): r.value for r in rows if r.published is None}
    chosen = (
        r
        for r in rows
        if (r.published is None) is standing and (standing or now.get((r.period.edtf, r.of)) != r.value)
    )
    return [{"year": _year(r), "of": _part(r.of), "value": r.value} for r in chosen]


def _gaps(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row without a number for each year that a part lacks: the line breaks there instead of jumping over it."""
    years: dict[str, set[int]] = {}
    for row in rows:
        years.setdefault(row["of"], set()).add(row["year"])
    return [
        {"year": year, "of": of, "value": None}
        for of, there in years.items()
        for year in range(min(there), max(there))
        if year not in there
    ]


def bars(page: SeriesPage) -> Spec:
    """One bar a part: a series of a single day or period."""
    rows = [
        {"of": _part(r.of), "value": r.value, "text": number(r.value, page.series.unit)}
        for r in page.rows
        if r.published is None
    ]
    axis = {"format": _number_format(page.series.unit), "tickCount": 6}
    encoding = {
        "x": {"field": "value", "type": "quantitative", "title": page.series.unit, "axis": axis},
        "y": {
            "field": "of", "type": "nominal", "sort": None, "title": None,
            "axis": {"ticks": False, "domain": False},
        },
    }  # fmt: skip
    text = {"type": "text", "align": "left", "dx": 5, "fontSize": 12, "color": charts.INK}
    return {
        "width": _WIDTH,
        "height": {"step": 22},
        "data": {"values": rows},
        "encoding": encoding,
        "layer": [
            {"mark": {"type": "bar", "color": charts.COLOURS[0], "height": 13}},
            {"mark": text, "encoding": {"text": {"field": "text"}}},
        ],
    }


def _part(of: str) -> str:
    return of.replace("_", " ")
