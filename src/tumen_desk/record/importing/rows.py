"""CSV and XLSX as rows of text. Formulas, wrong encodings and cut files are faults, never silently repaired.

Both are read row by row: of a table of any length a single row is in memory, and of a workbook some hundred. It is read
in a child process, which has the file and its texts, and no more memory than it is given.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from tumen.errors import TableUnreadable
from tumen_desk.record.importing.apart import opened_apart
from tumen_desk.record.importing.packed import Packed
from tumen_desk.record.importing.table import MAX_LINE, MAX_ROWS, Fault, Given, Line, Opened, Rows, header

_ZIP = b"PK\x03\x04"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_EMPTY = "The file is empty or not a table."
_HEADED = "Give a CSV or XLSX file with a header row."
_ELSEWHERE = "Documents come in by “Add documents” on the page of imports."
_DOCUMENTS = ("%pdf-", "{\\rtf", "<!doctype", "<html", "<?xml")
"""How files begin that may be all letters and are documents."""


def read_rows(content: Given, *, table: str) -> Rows:
    """The whole of a CSV or XLSX file; which of the two is seen from the bytes.

    Raises:
        TableUnreadable: neither, or damaged as a whole.
    """
    with opened(content, table=table) as read:
        lines = list(read.lines)
    return Rows(
        columns=read.columns,
        rows=[line for line in lines if not isinstance(line, Fault)],
        faults=[line for line in lines if isinstance(line, Fault)],
    )


def again(content: Given, *, table: str) -> Callable[[], AbstractContextManager[Opened]]:
    """What opens a table from its beginning, as often as it is called. A workbook is read once, and held packed.

    Raises:
        TableUnreadable: as `opened`, of a workbook.
    """
    with io.BytesIO(content) if isinstance(content, bytes) else content() as file:
        book = file.read(len(_ZIP)) == _ZIP
    if not book:
        return lambda: opened(content, table=table)
    with opened(content, table=table) as read:
        columns, packed = read.columns, Packed(read.lines)
    return lambda: nullcontext(Opened(columns=columns, lines=iter(packed)))


@contextmanager
def opened(content: Given, *, table: str) -> Iterator[Opened]:
    """A CSV or XLSX file to be read row by row.

    Raises:
        TableUnreadable: neither, or damaged as a whole; what is damaged further on is found when it is read.
    """
    with io.BytesIO(content) if isinstance(content, bytes) else content() as file:
        head = file.read(len(_ZIP))
        file.seek(0)
        if head == _ZIP:
            with opened_apart(file, table) as book:
                yield book
            return
        encoding = "utf-16" if head[:2] in _UTF16 else "utf-8-sig"
        text = io.TextIOWrapper(file, encoding=encoding, newline="")
        try:
            yield _csv(_lines(text), table)
        finally:
            text.detach()


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Lines of a text, none of which is longer than a row may be."""
    try:
        while line := text.readline(MAX_LINE):
            if "\x00" in line:
                raise TableUnreadable(_EMPTY, hint=_HEADED)
            if len(line) == MAX_LINE:
                raise TableUnreadable(
                    f"A row is longer than {MAX_LINE:,} characters.", hint="Give a CSV or XLSX file."
                )
            yield line
    except UnicodeError as error:
        raise TableUnreadable(
            "The file is not UTF-8 text.", hint="Save it as 'CSV UTF-8', or give the Excel file itself."
        ) from error


def _csv(lines: Iterator[str], table: str) -> Opened:
    first = next(lines, "")
    if not first.strip() and not any(line.strip() for line in lines):
        raise TableUnreadable(_EMPTY, hint=_HEADED)
    if first.lstrip().lower().startswith(_DOCUMENTS):
        raise TableUnreadable("This is a document and no table.", hint=f"{_HEADED} {_ELSEWHERE}")
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(_before(first, lines), delimiter=delimiter, strict=True)
    try:
        columns = header(next(reader), table)
    except csv.Error as error:
        raise _broken(1, error) from error
    return Opened(columns=[c for c in columns if c], lines=_checked(reader, columns, table))


def _before(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def _checked(reader: Iterator[list[str]], columns: list[str], table: str) -> Iterator[Line]:
    last = 1
    try:
        for number, cells in enumerate(_within_limit(reader), start=2):
            if len(cells) != len(columns) and any(cells):
                yield Fault(
                    table=table,
                    row=number,
                    column="",
                    message=f"{len(cells)} cells, the header has {len(columns)}: the row is cut or shifted.",
                )
            elif any(c.strip() for c in cells):
                last = number
                yield number, {c: v.strip() for c, v in zip(columns, cells, strict=True) if c}
    except csv.Error as error:
        raise _broken(last, error) from error


def _broken(last: int, error: csv.Error) -> TableUnreadable:
    return TableUnreadable(
        f"The table breaks off after row {last}: {error}.", hint="Export the file again, whole."
    )


def _within_limit(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    for number, cells in enumerate(reader):
        if number >= MAX_ROWS:
            raise TableUnreadable(f"More than {MAX_ROWS:,} rows.", hint="Split the file.")
        yield cells
