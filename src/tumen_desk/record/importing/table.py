"""A table as text, and what is wrong with it; the same for every format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import BinaryIO

from tumen.errors import TableUnreadable

MAX_ROWS = 1_000_000
MAX_LINE = 1024 * 1024
"""Characters of a row. Whoever leaves a quotation mark open makes one row of all that follows."""

Given = bytes | Callable[[], AbstractContextManager[BinaryIO]]
"""A file that came in: its bytes, or what opens it anew each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with one cell or row; `row` counts as the spreadsheet does (the header is row 1)."""

    table: str
    row: int
    column: str
    message: str


Line = tuple[int, dict[str, str]] | Fault
"""A row as (row number, column → text), or why it cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A table that is being read.

    Attributes:
        columns: header, stripped.
        lines: row by row, read as they are asked for; once.
    """

    columns: list[str]
    lines: Iterator[Line]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A table as text, the whole of it.

    Attributes:
        columns: header, stripped.
        rows: (row number, column → text).
        faults: what could not be read.
    """

    columns: list[str]
    rows: list[tuple[int, dict[str, str]]]
    faults: list[Fault] = field(default_factory=list)


def header(cells: list[str], table: str) -> list[str]:
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
