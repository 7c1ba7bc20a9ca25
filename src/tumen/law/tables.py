"""What may be amended: tables of the law of a pack, what a row of each holds, and rows as text for a form and back.

Everything is read from the schema of the rows, so one page and one form serve every table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

import yaml
from pydantic import BaseModel

from tumen import dates, vocab
from tumen.errors import DatesError, LawError, UnknownFacts
from tumen.law import rows

_SET_BY_AMENDMENT: Final = ("id", "sources", "verified")
_HOW_SURE: Final = ("remark", "confidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table that may be amended.

    Attributes:
        name: Id.
        file: File of facts in which it stands.
        title: What its rows are, in words.
        schema: What a row must look like.
    """

    name: str
    file: str
    title: str
    schema: type[BaseModel]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One value of a row.

    Attributes:
        kind: `text`, `choice`, `date`, `number`, `yes_no`, `list` (one a line), `by_key` (`en: …` a line) or `yaml`.
        choices: Of a choice.
        needed: Whether a row must have it.
    """

    name: str
    kind: str
    choices: tuple[str, ...] = ()
    needed: bool = False


TABLES: Final[Mapping[str, Table]] = {
    name: Table(name=name, file=file, title=title, schema=schema)
    for name, file, title, schema in (
        ("positions", "positions", "positions, votes, reports, visits", rows.Position),
        ("bodies", "positions", "bodies and groups of states", rows.Body),
        ("status", "law", "what a state did with a treaty", rows.Status),
        ("instruments", "law", "instruments and agreements", rows.Instrument),
        ("articles", "law", "articles", rows.Article),
        ("reservations", "law", "reservations and declarations", rows.Reservation),
        ("denunciations", "law", "notices of withdrawal", rows.Denunciation),
        ("declarations", "law", "acceptances of procedures", rows.Declaration),
        ("domestic", "law", "laws of states", rows.Domestic),
        ("rules", "law", "rules", rows.Rule),
        ("elements", "law", "elements of rules", rows.Element),
        ("doors", "law", "bodies that can be seized", rows.Door),
        ("states", "law", "states", rows.State),
        ("status_tests", "law", "tests of status", rows.StatusTest),
        ("known_errors", "law", "known errors of sources", rows.KnownError),
        ("channels", "channels", "channels", rows.Channel),
        ("fields", "channels", "fields of channels", rows.ChannelField),
        ("addressees", "channels", "offices", rows.Addressee),
        ("occasions", "channels", "days of the calendar", rows.Occasion),
    )
}
"""Everything that may be amended, in the order in which it is offered."""


def table(name: str) -> Table:
    """One table that may be amended.

    Raises:
        LawError: There is none of this name.
    """
    if name not in TABLES:
        raise LawError(f"This cannot be amended: {name!r}.", hint=f"Tables are {', '.join(TABLES)}.")
    return TABLES[name]


def columns_of(name: str) -> tuple[Column, ...]:
    """What a row of a table holds, without its id and what the amendment itself sets; how well it is founded last."""
    found = table(name).schema.model_fields
    own = [key for key in found if key not in (*_SET_BY_AMENDMENT, *_HOW_SURE)]
    return tuple(
        _column(found[key].alias or key, found[key].annotation, needed=found[key].is_required())
        for key in (*own, *(key for key in _HOW_SURE if key in found))
    )


def rows_of(pack: vocab.Pack, name: str) -> Mapping[str, Mapping[str, Any]]:
    """Id to row of one table as it is now; empty when the pack has no such file."""
    try:
        tables = pack.facts(table(name).file)["tables"]
    except UnknownFacts:
        return {}
    return {row["id"]: row for row in tables.get(name, ())}


def row_as_text(row: Mapping[str, Any], name: str) -> dict[str, str]:
    """The values of a row as text for a form."""
    return {
        c.name: _text(vocab.thaw(row[c.name]), c) for c in columns_of(name) if row.get(c.name) is not None
    }


def row_from_text(told: Mapping[str, str], name: str) -> dict[str, Any]:
    """Values from what was written in a form; what is empty becomes None.

    Raises:
        LawError: A value cannot be read; the fault is the name of its column.
    """
    return {c.name: _value(told.get(c.name, "").strip(), c) for c in columns_of(name)}


def _column(name: str, annotation: Any, *, needed: bool) -> Column:
    parts = [a for a in get_args(annotation) if a is not NoneType] if _is_union(annotation) else [annotation]
    kind = parts[0]
    if get_origin(kind) is Literal:
        return Column(name=name, kind="choice", choices=tuple(c for c in get_args(kind) if c), needed=needed)
    simple: dict[Any, str] = {str: "text", rows.Day: "date", int: "number", bool: "yes_no", list[str]: "list"}
    by_key = {dict[str, str], dict[str, int]}
    return Column(name=name, kind="by_key" if kind in by_key else simple.get(kind, "yaml"), needed=needed)


def _is_union(annotation: Any) -> bool:
    return get_origin(annotation) in (Union, UnionType)


def _text(value: Any, column: Column) -> str:
    if column.kind == "list":
        return "\n".join(map(str, value))
    if column.kind == "by_key":
        return "\n".join(f"{k}: {v}" for k, v in value.items())
    if column.kind == "yaml":
        return str(
            yaml.safe_dump(value, allow_unicode=True, sort_keys=False, default_flow_style=None)
        ).strip()
    return "yes" if value is True else "no" if value is False else str(value)


def _value(text: str, column: Column) -> Any:
    if not text:
        return None
    try:
        if column.kind == "number":
            return int(text)
        if column.kind == "date":
            return dates.parse(text).edtf
        if column.kind == "yes_no":
            return {"yes": True, "no": False}[text]
        if column.kind == "list":
            return [line.strip() for line in text.splitlines() if line.strip()]
        if column.kind == "by_key":
            return dict(_pair(line) for line in text.splitlines() if line.strip())
        return yaml.safe_load(text) if column.kind == "yaml" else text
    except (ValueError, KeyError, yaml.YAMLError, DatesError):
        raise LawError(
            f"“{column.name.replace('_', ' ')}” cannot be read.",
            hint="Write days as 2013-11, one entry a line, texts by language as lines like “en: words”.",
            faults=(column.name,),
        ) from None


def _pair(line: str) -> tuple[str, str | int]:
    key, colon, value = line.partition(":")
    if not colon:
        raise ValueError(line)
    told = value.strip()
    return key.strip(), int(told) if told.isdigit() else told
