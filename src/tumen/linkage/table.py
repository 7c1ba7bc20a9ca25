"""A table from somebody's hands: read as it is, held against its columns, refused with all its faults at once."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeAlias

from tumen import dates
from tumen.errors import DatesError, LinkageError

Row: TypeAlias = Mapping[Any, object]
Fault: TypeAlias = dict[str, object]
"""`row`, `column` and `fault` in plain words; never a value."""

_SHOWN: Final = 20
_SHARED: Final = 200_000


class Cells(Mapping[Any, Any]):
    """A row as its cells alone: a million of them take a tenth of what as many dictionaries do.

    Args:
        at: where among the cells each column stands; all rows of a table share it.
        cells: the cells; those that are missing at the end count as None.
    """

    __slots__ = ("_at", "_cells")

    def __init__(self, at: Mapping[str, int], cells: tuple[Any, ...]) -> None:
        self._at, self._cells = at, cells

    def __getitem__(self, column: Any) -> Any:
        at = self._at[column]
        return self._cells[at] if at < len(self._cells) else None

    def get(self, column: Any, default: Any = None) -> Any:
        at = self._at.get(column)
        return default if at is None or at >= len(self._cells) else self._cells[at]

    def __iter__(self) -> Iterator[str]:
        return iter(self._at)

    def __len__(self) -> int:
        return len(self._at)


class _Shared(dict[Any, Any]):
    """Each of the texts met first, held once, up to a number: sex, date and place are told again and again."""

    def __missing__(self, text: Any) -> Any:
        if len(self) < _SHARED:
            self[text] = text
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows as they came.

    Attributes:
        columns: the columns that any row has.
        first_row: the number of the first row as a person counts: 2 below a header, else 1.
    """

    rows: Sequence[Row]
    columns: frozenset[str]
    first_row: int = 1

    def cells(self, fields: Iterable[str], mapping: Mapping[str, str]) -> list[Mapping[str, str]]:
        """The text of each field of each row, empty where there is none."""
        at = {field: number for number, field in enumerate(fields)}
        wanted = [mapping.get(field, field) for field in at]
        shared = _Shared()
        return [Cells(at, tuple(shared[text(row.get(column))] for column in wanted)) for row in self.rows]

    def faults(
        self, cells: Sequence[Mapping[str, str]], said: Callable[[Mapping[str, str]], list[tuple[str, str]]]
    ) -> list[Fault]:
        """What `said` says of each row as (column, fault), and rows with more cells than headings."""
        found: list[Fault] = []
        for number, (row, given) in enumerate(zip(cells, self.rows, strict=True), start=self.first_row):
            found += [{"row": number, "column": column, "fault": fault} for column, fault in said(row)]
            if None in given:
                found.append({"row": number, "column": "", "fault": "more cells than headings"})
        return found

    def used_twice(self, cells: Sequence[Mapping[str, str]], column: str) -> list[Fault]:
        """Rows whose id an earlier row has."""
        seen: dict[str, int] = {}
        found: list[Fault] = []
        for number, row in enumerate(cells, start=self.first_row):
            earlier = seen.setdefault(row[column], number)
            if row[column] and earlier != number:
                found.append({"row": number, "column": column, "fault": f"already used in row {earlier}"})
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Taker:
    """Takes in tables of one kind, and names it where one is refused.

    Attributes:
        what: what the rows are: `mentions`.
        error: raised with every fault.
    """

    what: str
    error: type[LinkageError]

    def rows(self, rows: Iterable[Mapping[str, object]]) -> Table:
        """A table of rows in memory."""
        given = [dict(row) for row in rows]
        return Table(rows=given, columns=frozenset().union(*given))

    def csv(self, path: Path | str) -> Table:
        """A UTF-8 CSV file with a header row, which shows whether commas, semicolons or tabs part the cells."""
        try:
            with Path(path).open(encoding="utf-8-sig", newline="") as stream:
                parted = max(",;\t", key=stream.readline().count)
                stream.seek(0)
                reader = csv.reader(stream, strict=True, delimiter=parted)
                columns = next((row for row in reader if row), [])
                rows = _rows(columns, reader)
        except (OSError, UnicodeDecodeError, csv.Error) as fault:
            raise self.error(
                f"The table of {self.what} cannot be read: {_reason(fault)}.",
                hint="Give a CSV file with a header row; in Excel, save it as 'CSV UTF-8'.",
            ) from fault
        return Table(rows=rows, columns=frozenset(columns), first_row=2)

    def parquet(self, path: Path | str) -> Table:
        """A Parquet file."""
        import duckdb

        with duckdb.connect() as database:
            try:
                found = database.execute("SELECT * FROM read_parquet(?)", [str(path)])
                columns = [column[0] for column in found.description or ()]
                rows = _rows(columns, iter(found.fetchone, None))
            except duckdb.Error as fault:
                raise self.error(f"The table of {self.what} cannot be read as Parquet.") from fault
        return Table(rows=rows, columns=frozenset(columns))

    def check_columns(
        self, table: Table, mapping: Mapping[str, str], *, fields: Sequence[str], required: Sequence[str]
    ) -> None:
        """Refuse a mapping to what is not there, and a table without a column that is needed."""
        unknown = sorted(set(mapping) - set(fields))
        absent = sorted(c for field, c in mapping.items() if c not in table.columns and field in fields)
        missing = [field for field in required if field not in mapping and field not in table.columns]
        said = [f"there is no field {field!r} to map to" for field in unknown]
        said += [f"there is no column {column!r}" for column in absent]
        said += [f"the column {field!r} is missing" for field in missing]
        if said and (table.columns or unknown):
            used = ", ".join(field for field in fields if field not in required)
            raise self.error(
                f"The table of {self.what} does not fit: {'; '.join(said)}.",
                hint=f"Needed: {', '.join(required)}; used when there: {used}.",
                unknown=unknown, absent=absent, missing=missing,
            )  # fmt: skip

    def refuse(self, faults: list[Fault]) -> None:
        """Refuse a table with faults: the first of them in words, all of them beside."""
        if not faults:
            return
        faults.sort(key=lambda fault: (fault["row"], fault["column"]))
        shown = "; ".join(f"row {f['row']}, {f['column']}: {f['fault']}" for f in faults[:_SHOWN])
        more = f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        raise self.error(f"{len(faults)} fault(s) in the {self.what}: {shown}{more}.", faults=faults)


def _reason(fault: OSError | UnicodeDecodeError | csv.Error) -> str:
    if isinstance(fault, FileNotFoundError):
        return "there is no such file"
    if isinstance(fault, UnicodeDecodeError):
        return "it is not UTF-8 text"
    return fault.strerror or "it may not be opened" if isinstance(fault, OSError) else str(fault)


def _rows(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[Row]:
    """Rows of cells as mappings; cells beyond the last column stand under None, empty rows are passed over."""
    at = {column: number for number, column in enumerate(columns)}
    shared, width = _Shared(), len(columns)
    return [
        Cells(at, tuple(map(shared.__getitem__, row)))
        if len(row) <= width
        else {**dict(zip(columns, row, strict=False)), None: row[width:]}
        for row in rows
        if row
    ]


def text(value: object) -> str:
    """The text of a cell."""
    return "" if value is None else str(value).strip()


def unreadable_dates(cells: Sequence[Mapping[str, str]], fields: Collection[str]) -> frozenset[str]:
    """Values in columns of dates that are none; each is tried once."""
    return frozenset(value for value in {row[f] for row in cells for f in fields} if not is_date(value))


@lru_cache(maxsize=65_536)
def is_date(value: str) -> bool:
    """Whether a cell is a date that can be read, or empty."""
    if not value:
        return True
    try:
        dates.parse(value)
    except DatesError:
        return False
    return True
