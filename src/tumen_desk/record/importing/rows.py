"""CSV and XLSX as rows of text. Formulas, wrong encodings and cut files are faults, never silently repaired."""

from __future__ import annotations

import csv
import io
import itertools
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from tumen.errors import TableUnreadable

MAX_ROWS = 1_000_000
_MAX_UNZIPPED = 512 * 1024 * 1024
# Whatever openpyxl raises over a cut or altered workbook, also while rows are still being read.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    InvalidFileException,
    SyntaxError,  # the parsers' own errors derive from it
    LookupError,
    OSError,
    ValueError,
    TypeError,
    AttributeError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with one cell or row; `row` counts as the spreadsheet does (the header is row 1)."""

    table: str
    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A table as text.

    Attributes:
        columns: header, stripped.
        rows: (row number, column → text).
        faults: what could not be read.
    """

    columns: list[str]
    rows: list[tuple[int, dict[str, str]]]
    faults: list[Fault] = field(default_factory=list)


def read_rows(content: bytes, *, table: str) -> Rows:
    """Rows of a CSV or XLSX file; which of the two is seen from the bytes.

    Raises:
        TableUnreadable: neither, or damaged as a whole.
    """
    if content[:4] != b"PK\x03\x04":
        return _csv(content, table)
    from tumen_desk.record.importing.workbook import read_in_child  # it reads with what stands below

    return read_in_child(content, table)


def _header(cells: list[str], table: str) -> list[str]:
    columns = [c.strip() for c in cells]
    if not any(columns):
        raise TableUnreadable("The first row has no column names.", hint="Put the column names into row 1.")
    named = [c for c in columns if c]
    twice = sorted({c for c in named if named.count(c) > 1})
    if twice:
        raise TableUnreadable(
            f"Column names stand twice: {', '.join(twice)}.", hint="Give every column a name of its own."
        )
    return columns


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableUnreadable(
        "The file is not UTF-8 text.", hint="Save it as 'CSV UTF-8', or give the Excel file itself."
    )


def _csv(content: bytes, table: str) -> Rows:
    text = _decode(content)
    if "\x00" in text or not text.strip():
        raise TableUnreadable(
            "The file is empty or not a table.", hint="Give a CSV or XLSX file with a header row."
        )
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    faults: list[Fault] = []
    rows: list[tuple[int, dict[str, str]]] = []
    try:
        columns = _header(next(reader), table)
        for number, cells in enumerate(_within_limit(reader), start=2):
            if len(cells) != len(columns) and any(cells):
                faults.append(
                    Fault(
                        table=table,
                        row=number,
                        column="",
                        message=f"{len(cells)} cells, the header has {len(columns)}: the row is cut or shifted.",
                    )
                )
            elif any(c.strip() for c in cells):
                rows.append((number, {c: v.strip() for c, v in zip(columns, cells, strict=True) if c}))
    except csv.Error as error:
        raise TableUnreadable(
            f"The table breaks off after row {rows[-1][0] if rows else 1}: {error}.",
            hint="Export the file again, whole.",
        ) from error
    return Rows(columns=[c for c in columns if c], rows=rows, faults=faults)


def _within_limit(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    for number, cells in enumerate(reader):
        if number >= MAX_ROWS:
            raise TableUnreadable(f"More than {MAX_ROWS:,} rows.", hint="Split the file.")
        yield cells


def read_workbook(content: bytes, table: str) -> Rows:
    """Rows of the first sheet of a workbook, read in this process.

    Raises:
        TableUnreadable: damaged as a whole, or larger than a table may be.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > _MAX_UNZIPPED:
                raise TableUnreadable(
                    "The workbook unpacks to more than 512 MiB.", hint="Split it, or export CSV."
                )
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        return _sheet(book.worksheets[0].iter_rows(), table)
    except _DAMAGED as error:
        raise TableUnreadable("The workbook is damaged.", hint="Open it in Excel, save it again.") from error


def _sheet(lines: Iterator[tuple[Any, ...]], table: str) -> Rows:
    columns = _header([_text(c.value) for c in next(lines, ())], table)
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
