"""What a figure's page shows of its checks: charts kept as specifications, rows for the tables beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tumen.estimation import METHODS, PASSING, Appraisal, Chart
from tumen_desk.count.looks import LEAST

CHARTS = ("methods", "otherwise", "hidden", "replayed")
_ABOUT = 5
_TONES = {
    "the checks hold together": "yes",
    "use with care": "unsure",
    "only the lower end is known": "unsure",
    "no number": "no",
}


def charts_of(found: Appraisal) -> dict[str, dict[str, Any]]:
    """The charts of an appraisal, plain, so that a page draws them without computing anything."""
    drawn: dict[str, Chart | None] = {
        "methods": found.plot(),
        "otherwise": found.sensitivity.plot(),
        "hidden": found.consistency.plot() if found.consistency.hidden else None,
        "replayed": None if found.predictive is None else found.predictive.plot(least=LEAST),
    }
    return {
        name: {"title": chart.title, "words": chart.words, "spec": dict(chart.spec)}
        for name, chart in drawn.items()
        if chart is not None
    }


def shown(results: Mapping[str, Any]) -> dict[str, Any]:
    """An appraisal for the page: titles of methods, and no count of fewer people than may be shown."""
    replayed = results["predictive"]
    rows = [] if replayed is None else [r for r in replayed["compared"] if r["observed"] >= LEAST]
    return {
        "tone": _TONES.get(results["verdict"], "unsure"),
        "main": results["main"],
        "methods": [_method(one) for one in results["estimates"]],
        "otherwise": results["sensitivity"],
        "hidden": {
            **results["consistency"],
            "hidden": [_hidden(each) for each in results["consistency"]["hidden"]],
        },
        "replayed": None
        if replayed is None
        else {"compared": rows, "outside": sum(r["outside"] for r in rows), "passing": PASSING},
        "charts": results["charts"],
    }


def _hidden(row: Mapping[str, Any]) -> dict[str, Any]:
    """A hidden list as ratios: exact sizes would let small combinations be worked out."""
    ends = {name: None if row[name] is None else row[name] / row["size"] for name in ("point", "low", "high")}
    size = _ABOUT * round(row["size"] / _ABOUT)
    return {"name": row["name"], "size": size, "status": row["status"], "covered": row["covered"], **ends}


def _method(one: Mapping[str, Any]) -> dict[str, Any]:
    known = METHODS.get(one["method"])
    return {
        "id": one["method"],
        "title": known.title if known else one["method"],
        "point": one["point"],
        "low": (one["interval"] or {}).get("low"),
        "high": (one["interval"] or {}).get("high"),
        "status": one["status"],
        "assumptions": [_for_readers(words) for words in one["assumptions"]],
        "cautions": one["diagnostics"].get("cautions", ()),
        "grid": _grid(one["diagnostics"].get("sensitivity"), one["diagnostics"].get("other_shapes")),
    }


def _for_readers(words: str) -> str:
    """The library names its fields; a page has a list there."""
    return words.replace("`sensitivity`", "the list below").replace("`other_shapes`", "the list below")


_PEOPLE = {
    "0": "people alike", "t": "people alike", "h": "people differ", "th": "people differ",
}  # fmt: skip
_ASSUMED = {
    "xi": "interaction of all lists, times", "psi": "odds ratio", "prior_count": "prior people in each combination",
    "max_unseen_ratio": "at most so many unseen for one seen",
}  # fmt: skip


def _shape(name: str) -> str:
    """`Mth darroch` in words: do lists and people differ, and in what shape."""
    model, _, shape = name.partition(" ")
    kind = model.removeprefix("M")
    if kind not in _PEOPLE:
        return name.replace("_", " ")
    lists = "lists differ" if kind in ("t", "th") else "lists alike"
    return f"{_PEOPLE[kind]}{f' ({shape})' if shape else ''}, {lists}"


def _grid(rows: Any, shapes: Any) -> list[dict[str, Any]]:
    """What other assumed values give (xi, psi, a prior, a shape), named; a shape has a point and no interval here."""
    if isinstance(shapes, Mapping):
        return [
            {"named": _shape(name), "point": point} for name, point in shapes.items() if point is not None
        ]
    if not isinstance(rows, list):
        return []
    ends = {"point", "low", "high"}
    return [
        {
            "named": ", ".join(
                f"{_ASSUMED.get(name, name)} {value}" for name, value in row.items() if name not in ends
            )
        }
        | {end: row[end] for end in ends}
        for row in rows
    ]
