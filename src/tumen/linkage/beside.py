"""Tables beside the mentions: interviews, legs, stays and acts say when each person was alive, held where, and more."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from tumen.errors import MentionsError

TABLES: Final = {
    "sources": ("source_id", "date"),
    "legs": ("mention_id", "from"),
    "stays": ("mention_id", "facility", "from", "to"),
    "acts": ("mention_id", "type", "place", "date"),
}
"""Table → the columns that are read."""
ADDED: Final = ("alive", "held", "acts")
"""The columns of mentions that the tables add to."""


def with_tables(
    rows: Sequence[Mapping[Any, object]], folder: Path | str, mapping: Mapping[str, str]
) -> list[dict[Any, object]]:
    """The rows of mentions with what the tables of a folder add to `alive`, `held` and `acts`.

    Whoever was interviewed was alive on that day, whoever set out or was taken in on the first day of that. A stay
    without a facility, a first and a last day says nothing of where the person was not.

    Args:
        rows: the mentions.
        folder: with `sources.csv`, `legs.csv`, `stays.csv` or `acts.csv`; those that are not there are passed over.
        mapping: field → column, where they differ.

    Raises:
        MentionsError: the folder has none of the tables, or one cannot be read or lacks a column.
    """
    root = Path(folder)
    there = [name for name in TABLES if (root / f"{name}.csv").is_file()]
    if not there:
        raise MentionsError(
            "The folder beside the mentions holds no table of sources, legs, stays or acts.",
            hint="It needs sources.csv, legs.csv, stays.csv or acts.csv.",
        )
    heard: dict[str, str] = {}
    alive: dict[str, list[str]] = defaultdict(list)
    held: dict[str, list[str]] = defaultdict(list)
    acts: dict[str, list[str]] = defaultdict(list)
    for name in there:
        for cells in _read(root, name):
            if name == "sources":
                heard[cells["source_id"]] = cells["date"]
                continue
            if name == "acts":
                acts[cells["mention_id"]].append(";".join((cells["type"], cells["place"], cells["date"])))
                continue
            alive[cells["mention_id"]].append(cells["from"])
            if name == "stays" and all(cells.values()):
                held[cells["mention_id"]].append(";".join((cells["facility"], cells["from"], cells["to"])))

    def column(row: Mapping[Any, object], field: str) -> str:
        return str(row.get(mapping.get(field, field)) or "").strip()

    def added(row: Mapping[Any, object]) -> dict[Any, object]:
        mention = column(row, "mention_id")
        own = [heard.get(column(row, "source_id"), "")] if column(row, "role") == "interviewee" else []
        seen = {column(row, "alive"), *own, *alive[mention]} - {""}
        where = {column(row, "held"), *held[mention]} - {""}
        done = {column(row, "acts"), *acts[mention]} - {""}
        return {
            **row,
            mapping.get("acts", "acts"): "|".join(sorted(done)),
            mapping.get("alive", "alive"): "|".join(sorted(seen)),
            mapping.get("held", "held"): "|".join(sorted(where)),
        }

    return [added(row) for row in rows]


def _read(root: Path, name: str) -> Iterator[dict[str, str]]:
    try:
        with (root / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            missing = [column for column in TABLES[name] if column not in (reader.fieldnames or ())]
            if missing:
                raise MentionsError(f"{name}.csv lacks {', '.join(missing)}.", missing=missing)
            for row in reader:
                yield {column: (row[column] or "").strip() for column in TABLES[name]}
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise MentionsError(f"{name}.csv cannot be read: {type(fault).__name__}.") from fault
