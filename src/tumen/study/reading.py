"""Read the tables a recipe names, join mentions with their sources, filter, and say who stands on which list."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tumen.errors import StudyInputError
from tumen.model import ListMembership, input_sha256
from tumen.study.recipe import FilterSection, StudyRecipe

__all__ = ["Inputs", "memberships", "read_inputs"]

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Inputs:
    """Tables as read, and the hash of every file. The repr shows nothing: rows hold names."""

    mentions: Sequence[Row]
    tables: Mapping[str, Sequence[Row]]
    hashes: Mapping[str, str] = field(default_factory=dict)


def read_inputs(recipe: StudyRecipe) -> Inputs:
    """Read every file the recipe names, each once.

    Raises:
        StudyInputError: a file is missing, not UTF-8 CSV, or lacks a column; all faults at once.
    """
    wanted = {recipe.inputs.mentions, *(f.table for f in recipe.filters if f.table)}
    wanted |= {name for name in (recipe.inputs.sources, recipe.inputs.judgements) if name}
    tables: dict[str, list[dict[str, str]]] = {}
    hashes: dict[str, str] = {}
    faults = []
    for name in sorted(wanted):
        try:
            content = recipe.path(name).read_bytes()
            tables[name] = _rows(content)
            hashes[name] = input_sha256(content)
        except (OSError, UnicodeDecodeError, csv.Error) as wrong:
            faults.append(f"{name} cannot be read as UTF-8 CSV ({type(wrong).__name__}).")
    if faults:
        raise StudyInputError(" ".join(faults), faults=tuple(faults))
    mentions = _with_sources(tables[recipe.inputs.mentions], tables.get(recipe.inputs.sources, []))
    _check_columns(recipe, mentions, tables)
    return Inputs(mentions=mentions, tables=tables, hashes=hashes)


def _rows(content: bytes) -> list[dict[str, str]]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")), strict=True, restkey="", restval="")
    return [{name: cell.strip() for name, cell in row.items() if name and cell is not None} for row in rows]


def _with_sources(mentions: Sequence[Row], sources: Sequence[Row]) -> list[Row]:
    """Lend the columns of the source to its mentions; what the mention itself says comes first."""
    by_id = {row.get("source_id", ""): row for row in sources}
    joined: list[Row] = []
    for row in mentions:
        lent = by_id.get(row.get("source_id", ""), {})
        joined.append({**lent, **{name: cell for name, cell in row.items() if cell or name not in lent}})
    return joined


def _check_columns(recipe: StudyRecipe, mentions: Sequence[Row], tables: Mapping[str, Sequence[Row]]) -> None:
    faults = _lacking(recipe.inputs.mentions, mentions, ("mention_id", recipe.lists.column))
    for each in recipe.filters:
        if each.table:
            faults += _lacking(each.table, tables[each.table], ("mention_id", each.column))
        else:
            faults += _lacking(recipe.inputs.mentions, mentions, (each.column,))
    if faults:
        raise StudyInputError(" ".join(faults), faults=tuple(faults))


def _lacking(name: str, rows: Sequence[Row], columns: Sequence[str]) -> list[str]:
    if not rows:
        return [f"{name} has no rows."]
    known = set().union(*(row.keys() for row in rows[:1]))
    return [f"{name} has no column {column!r}." for column in columns if column not in known]


def _passing(each: FilterSection, inputs: Inputs) -> set[str]:
    rows = inputs.tables[each.table] if each.table else inputs.mentions
    allowed = set(each.any_of)
    return {row["mention_id"] for row in rows if row.get(each.column, "") in allowed}


def memberships(recipe: StudyRecipe, inputs: Inputs) -> tuple[ListMembership, ...]:
    """Which mention stands on which list, after the filters. Sorted, so that order of rows means nothing.

    Raises:
        StudyInputError: nothing is left.
    """
    kept = {row["mention_id"] for row in inputs.mentions}
    for each in recipe.filters:
        kept &= _passing(each, inputs)
    merged = {old: new for new, olds in recipe.lists.merge.items() for old in olds}
    found = set()
    for row in inputs.mentions:
        name = row.get(recipe.lists.column, "")
        name = merged.get(name, name)
        if row["mention_id"] in kept and name and (not recipe.lists.only or name in recipe.lists.only):
            found.add((row["mention_id"], name))
    if not found:
        raise StudyInputError("No mention passes the filters and stands on a list.")
    return tuple(ListMembership(mention_id=mention, list_id=name) for mention, name in sorted(found))
