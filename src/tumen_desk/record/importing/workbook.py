"""A workbook is read in a process that may die: little memory, little time, no network, no keys, no files.

`python -m tumen_desk.record.importing.workbook <table> [<sheet>…]` is that process: bytes in, lines of JSON out, some
hundred rows each, none longer than `MOST_ANSWERED`. It alone loads the reader of workbooks; a desk that opens does not.
`apart` asks it.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Any, Final

from tumen.documents.confine import limit_resources, lock
from tumen.errors import TableUnreadable
from tumen_desk.record.importing.table import MAX_LINE, MAX_ROWS, Fault, Line, Opened, Rows, header

MEMORY: Final = 1024 * 1024 * 1024
CPU_SECONDS: Final = 60.0
TOO_MUCH: Final = "The workbook needs more memory or time than a table may."
TOO_MUCH_HINT: Final = "Save it as CSV, or split it."
MOST_ANSWERED: Final = 4 * MAX_LINE
"""Bytes of a line of the answer: some rows, each at most `MAX_LINE`."""
_AT_ONCE: Final = 500
_MAX_UNZIPPED: Final = 512 * 1024 * 1024
# Whatever openpyxl raises over a cut or altered workbook, also while rows are still being read.
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    SyntaxError,  # the parsers' own errors derive from it
    LookupError,
    OSError,
    ValueError,
    TypeError,
    AttributeError,
    RuntimeError,  # a part that is packed or sealed in a way nobody reads
)


@contextlib.contextmanager
def opened_here(content: bytes, table: str) -> Iterator[Opened]:
    """The first sheet of a workbook, read row by row in this process.

    Raises:
        TableUnreadable: damaged, or larger than a table may be; also while rows are read.
    """
    with _book(content) as book:
        yield _sheet(book.worksheets[0].iter_rows(), table)


def read_named(content: bytes, names: Sequence[str]) -> dict[str, Rows]:
    """Rows of the sheets of these names, read in this process; names are compared without regard to capitals.

    Raises:
        TableUnreadable: as `opened_here`.
    """
    return {
        name: Rows(
            columns=sheet.columns,
            rows=[line for line in lines if not isinstance(line, Fault)],
            faults=[line for line in lines if isinstance(line, Fault)],
        )
        for name, sheet in _named(content, names)
        for lines in [list(sheet.lines)]
    }


def _named(content: bytes, names: Sequence[str]) -> Iterator[tuple[str, Opened]]:
    with _book(content) as book:
        there = {sheet.title.strip().lower(): sheet for sheet in book.worksheets}
        for name in names:
            rows = there[name].iter_rows() if name in there else iter(())
            first = next(rows, ())
            if any(_text(cell.value) for cell in first):
                yield name, _sheet(itertools.chain([first], rows), name)


@contextlib.contextmanager
def _book(content: bytes) -> Iterator[Any]:
    """The workbook, unless it is damaged; whatever is found damaged while it is read says so as well."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > _MAX_UNZIPPED:
                raise TableUnreadable(
                    "The workbook unpacks to more than 512 MiB.", hint="Split it, or export CSV."
                )
        yield load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    except (*_DAMAGED, InvalidFileException) as error:
        raise TableUnreadable("The workbook is damaged.", hint="Open it in Excel, save it again.") from error


def _sheet(lines: Iterator[tuple[Any, ...]], table: str) -> Opened:
    columns = header([_text(c.value) for c in next(lines, ())], table)
    while not columns[-1]:
        columns.pop()
    return Opened(columns=[c for c in columns if c], lines=_checked(lines, columns, table))


def _checked(lines: Iterator[tuple[Any, ...]], columns: list[str], table: str) -> Iterator[Line]:
    for number, cells in enumerate(lines, start=2):
        if number > MAX_ROWS:
            raise TableUnreadable(f"More than {MAX_ROWS:,} rows.", hint="Split the file.")
        values: dict[str, str] = {}
        for column, cell in itertools.zip_longest(columns, cells, fillvalue=None):
            wrong = _wrong_cell(column, cell)
            if wrong:
                yield Fault(table=table, row=number, column=column or "", message=wrong)
            elif column and cell is not None:
                values[column] = _text(cell.value)
        if any(values.values()):
            yield number, {c: values.get(c, "") for c in columns if c}


def _wrong_cell(column: str | None, cell: Any) -> str:
    """Why a cell cannot be taken; empty if it can."""
    if cell is None or cell.value is None:
        return ""
    if cell.data_type == "f":
        return "The cell is a formula; put its value."
    if cell.data_type == "e":
        return "The cell holds an error of the spreadsheet instead of a value."
    return "The cell stands beyond the last named column." if column is None else ""


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "date") and callable(value.date):
        return str(value.date())
    return str(value).strip()


def main(table: str, *sheets: str) -> None:
    """Read one workbook behind the lock, its first sheet or those that are named, and say each row."""
    from openpyxl import Workbook

    limit_resources(memory=MEMORY, cpu_seconds=CPU_SECONDS)
    # Whatever reading loads is loaded before the lock, over a workbook of our own.
    own = io.BytesIO()
    Workbook().save(own)
    with contextlib.suppress(TableUnreadable), opened_here(own.getvalue(), table):
        pass
    lock()
    try:
        content = sys.stdin.buffer.read()
        if sheets:
            for name, sheet in _named(content, sheets):
                _answer(sheet, name)
        else:
            with opened_here(content, table) as sheet:
                _answer(sheet, table)
        _say({"end": True})
    except TableUnreadable as error:
        _say({"refused": error.message, "hint": error.hint})
    except (MemoryError, RecursionError):
        _say({"refused": TOO_MUCH, "hint": TOO_MUCH_HINT})


def _answer(sheet: Opened, name: str) -> None:
    """Say the columns, then the rows, some hundred a line; a fault is a row of two words instead of cells."""
    _say({"sheet": name, "columns": sheet.columns})
    some: list[str] = []
    length = 0
    for line in sheet.lines:
        told = [line.row, [line.column, line.message]] if isinstance(line, Fault) else line
        some.append(json.dumps(told))
        length += len(some[-1])
        if len(some[-1]) > MAX_LINE:
            raise TableUnreadable(f"A row is longer than {MAX_LINE:,} characters.", hint="Split the file.")
        if len(some) == _AT_ONCE or length > MAX_LINE:
            _say_rows(name, some)
            some, length = [], 0
    _say_rows(name, some)


def _say_rows(name: str, rows: list[str]) -> None:
    sys.stdout.buffer.write(f'{{"sheet": {json.dumps(name)}, "rows": [{", ".join(rows)}]}}\n'.encode())


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
