"""CSV and XLSX as rows of text. Formulas, wrong encodings and cut files are faults, never silently repaired."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from tumen.errors import TableUnreadable
from tumen_desk.record.importing.table import MAX_ROWS, Fault, Rows, header
from tumen_desk.record.importing.workbook import read_in_child


def read_rows(content: bytes, *, table: str) -> Rows:
    """Rows of a CSV or XLSX file; which of the two is seen from the bytes.

    Raises:
        TableUnreadable: neither, or damaged as a whole.
    """
    if content[:4] != b"PK\x03\x04":
        return _csv(content, table)
    return read_in_child(content, table)


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
        columns = header(next(reader), table)
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
