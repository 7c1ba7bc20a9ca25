"""Published overlap tables, and what other software says of them: for examples, tests and benchmarks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tumen.errors import MethodError
from tumen.estimation.table import OverlapTable

__all__ = ["PublishedTable", "published_table", "published_tables"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PublishedTable:
    """One table.

    Attributes:
        name, title, source: what it is and where it was printed.
        table: the overlaps.
        truth: the population, where a census or a simulation gives it.
        references: results of other software: method, tool, version, settings, estimate, lower, upper, level,
            and `gate`, which says how to compare.
        pairwise: `"1-2"` → two-list estimates of the first and second list in the printed order.
        printed_lists: the lists in the printed order.
    """

    name: str
    title: str
    source: str
    table: OverlapTable
    truth: float | None
    references: tuple[Mapping[str, Any], ...]
    pairwise: Mapping[str, Mapping[str, float]]
    printed_lists: tuple[str, ...]


@cache
def _rows() -> dict[str, dict[str, Any]]:
    text = files("tumen").joinpath("data", "estimation_published.json").read_text(encoding="utf-8")
    return {row["name"]: row for row in json.loads(text)}


def published_tables() -> tuple[str, ...]:
    """Names of the tables, sorted."""
    return tuple(sorted(_rows()))


def published_table(name: str) -> PublishedTable:
    """One table by its name.

    Raises:
        MethodError: there is no such table.

    Example:
        >>> published_table("kosovo_4").table.observed
        4400
    """
    if name not in _rows():
        raise MethodError(
            f"There is no published table {name!r}.", hint=f"There are: {', '.join(published_tables())}."
        )
    row = _rows()[name]
    return PublishedTable(
        name=name,
        title=row["title"],
        source=row["source"],
        table=OverlapTable.from_patterns(row["lists"], row["patterns"]),
        truth=row["truth"]["value"] if row["truth"] else None,
        references=tuple(row["references"]),
        pairwise=row["pairwise"],
        printed_lists=tuple(row["lists"]),
    )
