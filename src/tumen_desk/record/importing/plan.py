"""Checking every row before anything is written. The result is what a dry run shows.

A table of any length is checked row by row, and read again when it is written; what stays in memory is each id, once,
and the first faults.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Final

from tumen.errors import InputError
from tumen.progress import SILENT, Progress, check
from tumen_desk.record.importing.rows import again
from tumen_desk.record.importing.table import Fault, Given, Opened
from tumen_desk.record.importing.tables import TABLES, guess_mapping

Row = dict[str, Any]
_ID: Final = {table: columns[0].name for table, columns in TABLES.items()}
_CHUNK: Final = 2000
_REMEMBERED: Final = 20_000  # distinct cells whose check is not made anew
MOST_FAULTS: Final = 1000
"""So many faults of a table are told one by one; of more, how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodRows:
    """The faultless rows of a table as (row number, column → checked value), read from the file each time."""

    table: str
    mapping: Mapping[str, str]
    open: Callable[[], AbstractContextManager[Opened]]
    number: int

    def __len__(self) -> int:
        return self.number

    def __iter__(self) -> Iterator[tuple[int, Row]]:
        for number, values, _wrong in _each(self.open, self.table, self.mapping):
            if values is not None:
                yield number, values

    def chunks(self) -> Iterator[list[tuple[int, Row]]]:
        """The same, some thousand at a time."""
        some: list[tuple[int, Row]] = []
        for row in self:
            some.append(row)
            if len(some) == _CHUNK:
                yield some
                some = []
        if some:
            yield some


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Some rows of a table, as (row number, column → checked value)."""

    table: str
    rows: Sequence[tuple[int, Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One table whose cells were checked.

    Attributes:
        table: its name.
        mapping: column → heading in the file.
        rows: faultless rows only.
        faults: what is wrong, in row order; of very many the first `MOST_FAULTS`.
        fault_count: how many there are.
    """

    table: str
    mapping: Mapping[str, str]
    rows: GoodRows
    faults: list[Fault]
    fault_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Tables that would be written together."""

    tables: dict[str, Checked]

    @property
    def faults(self) -> list[Fault]:
        """The faults of all tables, as far as they are told one by one."""
        return [f for t in self.tables.values() for f in t.faults]

    @property
    def fault_count(self) -> int:
        """How many faults there are."""
        return sum(t.fault_count for t in self.tables.values())

    @property
    def counts(self) -> dict[str, int]:
        """Table → rows that would be written."""
        return {name: len(t.rows) for name, t in self.tables.items()}


def check_table(
    content: Given, *, table: str, mapping: Mapping[str, str] | None = None, progress: Progress = SILENT
) -> Checked:
    """Check one file as one table. Without a mapping, headings are guessed."""
    reopen = again(content, table=table)
    with reopen() as read:
        columns = read.columns
    mapping = dict(mapping) if mapping else guess_mapping(table, columns)
    found = _Faults(_mapping_faults(table, mapping, columns))
    progress.start(None, f"Checking {table}")
    good, seen, name = 0, dict[object, int](), _ID[table]
    for at, (number, values, wrong) in enumerate(_each(reopen, table, mapping), start=1):
        found.add(wrong)
        if values is not None:
            good += 1
            found.add(_twice(table, number, name, values.get(name), seen))
        if at % _CHUNK == 0:
            check(progress)
            progress.advance(_CHUNK)
    rows = GoodRows(table=table, mapping=mapping, open=reopen, number=good)
    return Checked(table=table, mapping=mapping, rows=rows, faults=found.told(), fault_count=found.number)


class _Faults:
    """The first faults, and how many there are."""

    def __init__(self, first: list[Fault]) -> None:
        self._first, self.number = first, len(first)

    def add(self, more: list[Fault]) -> None:
        self.number += len(more)
        self._first += more[: max(0, MOST_FAULTS - len(self._first))]

    def told(self) -> list[Fault]:
        return sorted(self._first, key=lambda fault: fault.row)


def _each(
    reopen: Callable[[], AbstractContextManager[Opened]], table: str, mapping: Mapping[str, str]
) -> Iterator[tuple[int, Row | None, list[Fault]]]:
    """Each row of a file: its number, its values if none is wrong, and what is."""
    # Cells repeat (codes, dates, organisations): each distinct text of a column is checked once.
    memory: dict[tuple[str, str], object] = {}
    with reopen() as read:
        for line in read.lines:
            if isinstance(line, Fault):
                yield line.row, None, [line]
                continue
            number, cells = line
            if len(memory) > _REMEMBERED:
                memory.clear()
            values, wrong = _check_row(table, number, cells, mapping, memory)
            yield number, None if wrong else values, wrong


def _twice(table: str, number: int, name: str, key: object, seen: dict[object, int]) -> list[Fault]:
    """A fault in each row of an id that stands in more than one: in the first as soon as there is a second."""
    if not key:
        return []
    first = seen.setdefault(key, number)
    if first == number:
        return []
    seen[key] = 0  # the first is told
    rows = [number] if first == 0 else [first, number]
    return [
        Fault(table=table, row=row, column=name, message="This id stands in more than one row.")
        for row in rows
    ]


def _mapping_faults(table: str, mapping: Mapping[str, str], columns: list[str]) -> list[Fault]:
    faults = [
        Fault(table=table, row=1, column=heading, message="The file has no column of this name.")
        for heading in mapping.values()
        if heading not in columns
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
) -> tuple[Row, list[Fault]]:
    values: Row = {}
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
