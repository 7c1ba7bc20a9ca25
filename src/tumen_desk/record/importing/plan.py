"""Checking every row before anything is written. The result is what a dry run shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from tumen.errors import InputError
from tumen.progress import SILENT, Progress, check
from tumen_desk.record.importing.rows import read_rows
from tumen_desk.record.importing.table import Fault, Rows
from tumen_desk.record.importing.tables import TABLES, guess_mapping

_ID = {table: columns[0].name for table, columns in TABLES.items()}
_CHUNK = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One table whose cells were checked.

    Attributes:
        table: its name.
        mapping: column → heading in the file.
        rows: (row number, column → checked value), faultless rows only.
        faults: everything that is wrong, in row order.
    """

    table: str
    mapping: Mapping[str, str]
    rows: list[tuple[int, dict[str, object]]]
    faults: list[Fault]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Tables that would be written together."""

    tables: dict[str, Checked]

    @property
    def faults(self) -> list[Fault]:
        """All faults of all tables."""
        return [f for t in self.tables.values() for f in t.faults]

    @property
    def counts(self) -> dict[str, int]:
        """Table → rows that would be written."""
        return {name: len(t.rows) for name, t in self.tables.items()}


def check_table(
    content: bytes, *, table: str, mapping: Mapping[str, str] | None = None, progress: Progress = SILENT
) -> Checked:
    """Check one file as one table. Without a mapping, headings are guessed."""
    rows = read_rows(content, table=table)
    mapping = dict(mapping) if mapping else guess_mapping(table, rows.columns)
    faults = [*_mapping_faults(table, mapping, rows), *rows.faults]
    good: list[tuple[int, dict[str, object]]] = []
    progress.start(len(rows.rows), f"Checking {table}")
    # Cells repeat (codes, dates, organisations): each distinct text of a column is checked once.
    memory: dict[tuple[str, str], object] = {}
    for at, (number, cells) in enumerate(rows.rows):
        values, wrong = _check_row(table, number, cells, mapping, memory)
        faults += wrong
        if not wrong:
            good.append((number, values))
        if at % _CHUNK == _CHUNK - 1:
            check(progress)
            progress.advance(_CHUNK)
    faults += _duplicate_ids(table, good)
    return Checked(table=table, mapping=mapping, rows=good, faults=sorted(faults, key=lambda f: f.row))


def _mapping_faults(table: str, mapping: Mapping[str, str], rows: Rows) -> list[Fault]:
    faults = [
        Fault(table=table, row=1, column=heading, message="The file has no column of this name.")
        for heading in mapping.values()
        if heading not in rows.columns
    ]
    return faults + [
        Fault(
            table=table,
            row=1,
            column=c.name,
            message=f"No column was chosen for '{c.label}', which is needed.",
        )
        for c in TABLES[table]
        if c.required and c.name not in mapping
    ]


def _check_row(
    table: str,
    number: int,
    cells: dict[str, str],
    mapping: Mapping[str, str],
    memory: dict[tuple[str, str], object],
) -> tuple[dict[str, object], list[Fault]]:
    values: dict[str, object] = {}
    faults: list[Fault] = []
    for column in TABLES[table]:
        text = cells.get(mapping.get(column.name, ""), "")
        if column.required and not text:
            faults.append(Fault(table=table, row=number, column=column.name, message="Needed, but empty."))
            continue
        key = (column.name, text)
        if key not in memory:
            try:
                memory[key] = column.check(text)
            except InputError as error:
                memory[key] = error
        value = memory[key]
        if isinstance(value, InputError):
            faults.append(Fault(table=table, row=number, column=column.name, message=value.message))
        else:
            values[column.name] = value
    return values, faults


def _duplicate_ids(table: str, rows: list[tuple[int, dict[str, object]]]) -> list[Fault]:
    name = _ID[table]
    seen = Counter(values.get(name) for _, values in rows)
    return [
        Fault(table=table, row=number, column=name, message="This id stands in more than one row.")
        for number, values in rows
        if values.get(name) and seen[values[name]] > 1
    ]
