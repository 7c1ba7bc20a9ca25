"""A workbook is read in a process that may die: little memory, little time, no network, no keys, no files.

`python -m tumen_desk.record.importing.workbook <table> [<sheet>…]` is that process: bytes in, one line of JSON out. It
alone loads the reader of workbooks; a desk that opens does not.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from tumen.documents.cells import environment
from tumen.documents.confine import limit_resources, lock
from tumen.errors import TableUnreadable
from tumen_desk.record.importing.table import MAX_ROWS, Fault, Rows, header

MEMORY: Final = 1024 * 1024 * 1024
CPU_SECONDS: Final = 60.0
_WAIT_SECONDS: Final = 120.0
_TOO_MUCH: Final = "The workbook needs more memory or time than a table may."
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


def read_in_child(content: bytes, table: str) -> Rows:
    """Rows of the first sheet of a workbook from strangers.

    Raises:
        TableUnreadable: damaged, or built to take more than a table needs.
    """
    return _rows(_ask_child(content, table))


def read_sheets(content: bytes, names: Sequence[str]) -> dict[str, Rows]:
    """Rows of the sheets of these names, as far as the workbook has them and they are not empty.

    Raises:
        TableUnreadable: as `read_in_child`.
    """
    return {name: _rows(sheet) for name, sheet in _ask_child(content, "", *names)["sheets"].items()}


def _ask_child(content: bytes, *asked: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tumen_desk.record.importing.workbook", *asked]
    try:
        done = subprocess.run(  # noqa: S603  (our own interpreter and module)
            command, input=content, capture_output=True, timeout=_WAIT_SECONDS, check=False, env=environment()
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise TableUnreadable(_TOO_MUCH, hint="Save it as CSV, or split it.") from error
    if "refused" in answer:
        raise TableUnreadable(answer["refused"], hint=answer["hint"])
    return answer


def _rows(answer: Mapping[str, Any]) -> Rows:
    return Rows(
        columns=answer["columns"],
        rows=[(number, cells) for number, cells in answer["rows"]],
        faults=[Fault(**fault) for fault in answer["faults"]],
    )


def read_workbook(content: bytes, table: str) -> Rows:
    """Rows of the first sheet of a workbook, read in this process.

    Raises:
        TableUnreadable: damaged as a whole, or larger than a table may be.
    """
    with _opened(content) as book:
        return _sheet(book.worksheets[0].iter_rows(), table)


def read_named(content: bytes, names: Sequence[str]) -> dict[str, Rows]:
    """Rows of the sheets of these names, read in this process; names are compared without regard to capitals.

    Raises:
        TableUnreadable: as `read_workbook`.
    """
    with _opened(content) as book:
        there = {sheet.title.strip().lower(): sheet for sheet in book.worksheets}
        lines = {name: there[name].iter_rows() for name in names if name in there}
        first = {name: next(rows, ()) for name, rows in lines.items()}
        return {
            name: _sheet(itertools.chain([first[name]], rows), name)
            for name, rows in lines.items()
            if any(_text(cell.value) for cell in first[name])
        }


@contextlib.contextmanager
def _opened(content: bytes) -> Iterator[Any]:
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


def _sheet(lines: Iterator[tuple[Any, ...]], table: str) -> Rows:
    columns = header([_text(c.value) for c in next(lines, ())], table)
    while not columns[-1]:
        columns.pop()
    faults: list[Fault] = []
    rows: list[tuple[int, dict[str, str]]] = []
    for number, cells in enumerate(lines, start=2):
        if number > MAX_ROWS:
            raise TableUnreadable(f"More than {MAX_ROWS:,} rows.", hint="Split the file.")
        values: dict[str, str] = {}
        for column, cell in itertools.zip_longest(columns, cells, fillvalue=None):
            wrong = _wrong_cell(column, cell)
            if wrong:
                faults.append(Fault(table=table, row=number, column=column or "", message=wrong))
            elif column and cell is not None:
                values[column] = _text(cell.value)
        if any(values.values()):
            rows.append((number, {c: values.get(c, "") for c in columns if c}))
    return Rows(columns=[c for c in columns if c], rows=rows, faults=faults)


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
    """Read one workbook behind the lock: its first sheet, or those that are named."""
    from openpyxl import Workbook

    limit_resources(memory=MEMORY, cpu_seconds=CPU_SECONDS)
    # Whatever reading loads is loaded before the lock, over a workbook of our own.
    own = io.BytesIO()
    Workbook().save(own)
    with contextlib.suppress(TableUnreadable):
        read_workbook(own.getvalue(), table)
    lock()
    try:
        content = sys.stdin.buffer.read()
        if sheets:
            read = read_named(content, sheets)
            answer: dict[str, Any] = {"sheets": {name: asdict(rows) for name, rows in read.items()}}
        else:
            answer = asdict(read_workbook(content, table))
    except TableUnreadable as error:
        answer = {"refused": error.message, "hint": error.hint}
    except (MemoryError, RecursionError):
        answer = {"refused": _TOO_MUCH, "hint": "Save it as CSV, or split it."}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
