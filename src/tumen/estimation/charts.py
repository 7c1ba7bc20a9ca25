"""A chart as plain Vega-Lite: drawn by a notebook as it stands, by `svg()` where a renderer is installed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tumen.errors import ChartError

__all__ = ["Chart", "band_chart", "bar_chart", "over_time_chart", "upset_chart"]

_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_NOTEBOOK = "application/vnd.vegalite.v5+json"
INK, SOFT, FIRST, SECOND, PALE = "#1c2733", "#52606d", "#0f6b6b", "#b3541e", "#9fb8c8"
_WIDTH = 480
_COLUMN, _ROW = 26, 22  # of the dots under the bars

Rows = Sequence[Mapping[str, Any]]
Plain = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One picture.

    Attributes:
        title: what it shows.
        words: the same in sentences, for those who hear it.
        spec: Vega-Lite, with its rows inside it; nothing is fetched.
    """

    title: str
    words: str
    spec: Mapping[str, Any]

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """What a notebook shows."""
        return {_NOTEBOOK: dict(self.spec), "text/plain": f"{self.title}. {self.words}"}

    def svg(self) -> str:
        """The picture as SVG.

        Raises:
            ChartError: no renderer is installed; `spec` can be drawn by any Vega-Lite.
        """
        try:
            import vl_convert
        except ImportError:
            raise ChartError("No renderer for charts is installed.") from None
        return str(vl_convert.vegalite_to_svg(dict(self.spec), allowed_base_urls=[]))


def _layer(rows: Rows, mark: Plain, encoding: Plain) -> Plain:
    return {"data": {"values": [dict(row) for row in rows]}, "mark": mark, "encoding": encoding}


def _chart(title: str, words: str, **spec: object) -> Chart:
    return Chart(title=title, words=words, spec={"$schema": _SCHEMA, **spec})


def band_chart(
    rows: Rows, *, title: str, words: str, axis: str, mark_at: str = "", line: float | None = None
) -> Chart:
    """One row a line: a dot (`point`) in its interval (`low` to `high`), and perhaps what is known (`mark_at`).

    Args:
        rows: `who`, `point`, `low`, `high`, and the column `mark_at`; a row without a point shows its name only.
        title: what it shows.
        words: the same in sentences.
        axis: title of the horizontal axis.
        mark_at: column drawn as a diamond: the truth, or what was seen.
        line: a value drawn as a line through all rows.
    """
    order = [row["who"] for row in rows]
    who = {"field": "who", "type": "nominal", "title": None, "sort": order, "axis": {"labelLimit": 460}}
    across = {"type": "quantitative", "title": axis, "scale": {"zero": False}}
    shown = [row for row in rows if row.get("point") is not None]
    layers = [
        _layer(rows, {"type": "point", "opacity": 0}, {"y": who}),
        _layer(
            shown, {"type": "rule", "color": FIRST, "strokeWidth": 3},
            {"y": who, "x": {"field": "low", **across}, "x2": {"field": "high"}},
        ),
        _layer(
            shown, {"type": "point", "color": FIRST, "filled": True, "size": 90, "opacity": 1},
            {"y": who, "x": {"field": "point", **across}},
        ),
    ]  # fmt: skip
    if mark_at:
        diamond = {"type": "point", "shape": "diamond", "color": SECOND, "size": 110, "strokeWidth": 2}
        layers.append(_layer(rows, diamond, {"y": who, "x": {"field": mark_at, **across}}))
    if line is not None:
        rule = {"type": "rule", "color": SECOND, "strokeDash": [5, 4]}
        layers.append(_layer([{"line": line}], rule, {"x": {"field": "line", **across}}))
    return _chart(title, words, width=_WIDTH, height={"step": 24}, layer=layers)


def bar_chart(rows: Rows, *, title: str, words: str, axis: str) -> Chart:
    """A histogram: `start`, `end` and `share` of each bar."""
    encoding = {
        "x": {
            "field": "start",
            "bin": "binned",
            "type": "quantitative",
            "title": axis,
            "scale": {"zero": False},
        },
        "x2": {"field": "end"},
        "y": {"field": "share", "type": "quantitative", "title": "share of draws"},
    }
    return _chart(
        title, words, width=_WIDTH, height=200, layer=[_layer(rows, {"type": "bar", "color": PALE}, encoding)]
    )


def upset_chart(
    combinations: Rows, sizes: Mapping[str, int], *, title: str, words: str, unit: str = "persons"
) -> Chart:
    """Which lists people stand on together: bars over a grid of dots, and the size of each list beside it.

    Args:
        combinations: `on` (names of lists; empty for those shown as one) and `people`, in the order of drawing.
        sizes: people on each list, in the order of drawing.
        title: what it shows.
        words: the same in sentences.
        unit: what is counted.

    Source: Lex, Gehlenborg, Strobelt, Vuillemot and Pfister (2014), IEEE Transactions on Visualization and Computer
        Graphics 20, 1983.
    """
    bars = [{"at": at, "people": row["people"], "few": not row["on"]} for at, row in enumerate(combinations)]
    dots = [
        {"at": at, "list": name, "on": name in row["on"]}
        for at, row in enumerate(combinations)
        for name in sizes
    ]
    joins = [
        {"at": at, "first": mine[0], "last": mine[-1]}
        for at, row in enumerate(combinations)
        if len(mine := [name for name in sizes if name in row["on"]]) > 1
    ]
    column = {"field": "at", "type": "ordinal", "axis": None}
    line = {
        "field": "list", "type": "nominal", "title": None, "sort": list(sizes),
        "axis": {"labelLimit": 260, "ticks": False, "domain": False},
    }  # fmt: skip
    columns, lines = _COLUMN * len(bars), _ROW * len(sizes)
    top = {
        "width": columns, "height": 180,
        "layer": [
            _layer(bars, {"type": "bar", "width": 15}, {
                "x": column, "y": {"field": "people", "type": "quantitative", "title": unit},
                "color": {"condition": {"test": "datum.few", "value": PALE}, "value": FIRST},
            }),
            _layer(bars, {"type": "text", "dy": -7, "color": INK}, {
                "x": column, "y": {"field": "people", "type": "quantitative"},
                "text": {"field": "people", "format": ","},
            }),
        ],
    }  # fmt: skip
    grid = {
        "width": columns, "height": lines,
        "layer": [
            _layer(dots, {"type": "circle", "size": 110, "opacity": 1}, {
                "x": column, "y": line,
                "color": {"condition": {"test": "datum.on", "value": FIRST}, "value": "#dfe5ea"},
            }),
            _layer(joins, {"type": "rule", "color": FIRST, "strokeWidth": 2.5}, {
                "x": column, "y": {"field": "first", "type": "nominal", "sort": list(sizes)}, "y2": {"field": "last"},
            }),
        ],
    }  # fmt: skip
    lengths = [{"list": name, "people": n} for name, n in sizes.items()]
    beside = _layer(lengths, {"type": "bar", "color": PALE, "height": 13}, {
        "y": {**line, "axis": None}, "x": {"field": "people", "type": "quantitative", "title": "size of the list"},
    }) | {"width": 130, "height": lines}  # fmt: skip
    return _chart(
        title, words, vconcat=[top, {"hconcat": [grid, beside], "spacing": 14}], spacing=6,
        resolve={"scale": {"x": "independent"}},
    )  # fmt: skip


def over_time_chart(rows: Rows, *, title: str, words: str, rate: str, told: str) -> Chart:
    """Dots in intervals by period, and bars of what was told under them; a gap where there is no dot.

    Args:
        rows: `period`, `rate`, `low`, `high` (None where not known) and `told`.
        title: what it shows.
        words: the same in sentences.
        rate: title of the upper axis.
        told: title of the lower axis.
    """
    order = [row["period"] for row in rows]
    across = {"field": "period", "type": "ordinal", "title": None, "sort": order, "scale": {"domain": order}}
    known = [row for row in rows if row["rate"] is not None]
    up = {"type": "quantitative", "title": rate, "axis": {"titleLimit": 260}}
    above = {
        "height": 220, "width": {"step": 26},
        "layer": [
            _layer(known, {"type": "rule", "color": FIRST, "strokeWidth": 3},
                   {"x": across, "y": {"field": "low", **up}, "y2": {"field": "high"}}),
            _layer(known, {"type": "point", "color": FIRST, "filled": True, "size": 80, "opacity": 1},
                   {"x": across, "y": {"field": "rate", **up}}),
        ],
    }  # fmt: skip
    below = {
        "height": 80, "width": {"step": 26},
        **_layer(rows, {"type": "bar", "color": PALE, "width": 15},
                 {"x": across, "y": {"field": "told", "type": "quantitative", "title": told}}),
    }  # fmt: skip
    return _chart(title, words, vconcat=[above, below], spacing=14)
