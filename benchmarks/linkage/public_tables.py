"""Public tables with known truth, each read into rows of text, and how Tumen is told to compare its columns."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tumen.linkage import Kind

Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows with `record`, `true` (the entity), `list` where there are several, and the columns to compare."""

    rows: list[Row]
    kinds: dict[str, Kind]
    exchanged: tuple[tuple[str, str], ...] = ()
    source: str | None = None

    @property
    def truth(self) -> dict[str, str]:
        return {row["record"]: row["true"] for row in self.rows}


FEBRL: dict[str, Kind] = {
    "given_name": "text", "surname": "text", "street_number": "digits", "address_1": "text", "address_2": "text",
    "suburb": "text", "postcode": "digits", "state": "value", "date_of_birth": "digits", "soc_sec_id": "digits",
}  # fmt: skip
GERMAN: dict[str, Kind] = {
    "fname_c1": "text", "fname_c2": "text", "lname_c1": "text", "lname_c2": "text",
    "born_year": "digits", "born_month": "value", "born_day": "digits",
}  # fmt: skip
FAKE: dict[str, Kind] = {
    "first_name": "text", "surname": "text", "dob": "date", "city": "text", "email": "text",
}  # fmt: skip
HISTORICAL: dict[str, Kind] = {
    "first_name": "text", "surname": "text", "dob": "date", "birth_place": "text", "postcode_fake": "text",
    "occupation": "text", "gender": "value",
}  # fmt: skip


def _febrl(name: str, folders: Sequence[Path]) -> Table | None:
    """Freely Extensible Biomedical Record Linkage (P. Christen, 2008): made-up Australians."""
    two = name == "febrl4"
    paths = [_found(folders, f"dataset{name[-1]}{half}.csv") for half in (("a", "b") if two else ("",))]
    rows = []
    for path, half in zip(paths, "ab", strict=False):
        if path is None:
            return None
        for row in _csv_rows(path):
            rows.append({**row, "record": row["rec_id"], "true": row["rec_id"].split("-")[1], "list": half})
    swapped = (("given_name", "surname"),)
    return Table(rows=rows, kinds=FEBRL, exchanged=swapped, source="list" if two else None)


def _german(name: str, folders: Sequence[Path]) -> Table | None:
    """German names and dates of birth, of the R package RecordLinkage (M. Sariyar and A. Borg, 2010)."""
    path = _found(folders, f"{name}.csv")
    if path is None:
        return None
    rows = []
    for told in _csv_rows(path):
        row = {column: "" if value == "NA" else value for column, value in told.items()}
        # Splink writes a column named like a word of SQL into its SQL as it stands.
        born = {"born_year": row["by"], "born_month": row["bm"], "born_day": row["bd"]}
        rows.append({**row, **born, "record": row["rec_id"], "true": row["ent_id"]})
    return Table(rows=rows, kinds=GERMAN)


def _fake(name: str, folders: Sequence[Path]) -> Table | None:
    """Made-up people of Splink's first example."""
    path = _found(folders, f"{name}.csv")
    return None if path is None else _of_splink(_csv_rows(path), FAKE)


def _historical(name: str, folders: Sequence[Path]) -> Table | None:
    """Historical persons from Wikidata with made-up errors, of Splink's larger example."""
    path = _found(folders, f"{name}.parquet")
    if path is None:
        return None
    with duckdb.connect() as database:
        found = database.execute("SELECT * FROM read_parquet(?)", [str(path)])
        columns = [column[0] for column in found.description or ()]
        told = [_clean(dict(zip(columns, row, strict=True))) for row in found.fetchall()]
    return _of_splink(told, HISTORICAL)


def _of_splink(rows: Iterable[Row], kinds: dict[str, Kind]) -> Table:
    rows = [{**row, "record": row["unique_id"], "true": row["cluster"]} for row in rows]
    return Table(rows=rows, kinds=kinds, exchanged=(("first_name", "surname"),))


def _found(folders: Sequence[Path], file: str) -> Path | None:
    return next((folder / file for folder in folders if (folder / file).is_file()), None)


def _csv_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return [_clean(row) for row in csv.DictReader(stream, skipinitialspace=True)]


def _clean(row: Mapping[str, object]) -> Row:
    return {column.strip(): "" if value is None else str(value).strip() for column, value in row.items()}


TABLES: dict[str, Callable[[str, Sequence[Path]], Table | None]] = {
    **dict.fromkeys(("febrl1", "febrl2", "febrl3", "febrl4"), _febrl),
    **dict.fromkeys(("RLdata500", "RLdata10000"), _german),
    "fake_1000": _fake,
    "historical_50k": _historical,
}


def prepare(table: Table, path: Path) -> None:
    """Write what everybody is given: record, true, list where there are two, and the columns to compare."""
    columns = ["record", "true", *(["list"] if table.source else []), *table.kinds]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows([row[column] for column in columns] for row in table.rows)
