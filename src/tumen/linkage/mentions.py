"""What comes in: one row per mention of a person, checked as a whole before anything is computed."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import duckdb

from tumen import dates
from tumen.errors import DatesError, MentionsError
from tumen.linkage.beside import with_tables

TOLD: Final = (
    "mention_id", "source_id", "organisation", "role", "name", "name_other", "name_kind",
    "sex", "birth", "birthplace", "left", "died",
)  # fmt: skip
"""What a source says of the person alone."""
BOUNDS: Final = ("related_to", "relation", "deponent", "group", "alive", "held")
"""What bounds who the person can be: kin, numbers of the organisation, groups, signs of life, stays."""
FIELDS: Final = (*TOLD, *BOUNDS)
REQUIRED: Final = ("mention_id", "source_id", "name")
DATE_FIELDS: Final = ("birth", "left", "died")
_SEXES: Final = {"": "", "f": "f", "m": "m", "female": "f", "male": "m"}
_GROUPS: Final = {"": "", "no": "", "yes": "yes"}
_NAME_KINDS: Final = ("", "given", "pseudonym", "partial")
_SHOWN_FAULTS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Mentions:
    """Mentions of persons in columns, in the order of their ids, whatever order they came in.

    Every column is a tuple of equal length; an empty string means "not stated". `sex` is `f`, `m` or
    empty; `birth`, `left` and `died` are dates as `tumen.dates` reads them; `birthplace` is a code or a
    written place; `name_kind` is `given`, `pseudonym`, `partial` or empty. The repr shows no values.

    `related_to` holds ids of other mentions and `relation` what this one is to each of them (`a|b`, and as many
    parts); `deponent` is the number under which the organisation keeps the person; `group` is `yes` for a mention of
    several people; `alive` holds dates on which the person was alive (`a|b`); `held` holds stays, each a
    place, a first and a last day (`place;2003-05;2003-07|place;2004;2005`).
    """

    mention_id: tuple[str, ...]
    source_id: tuple[str, ...]
    organisation: tuple[str, ...]
    role: tuple[str, ...]
    name: tuple[str, ...]
    name_other: tuple[str, ...]
    name_kind: tuple[str, ...]
    sex: tuple[str, ...]
    birth: tuple[str, ...]
    birthplace: tuple[str, ...]
    left: tuple[str, ...]
    died: tuple[str, ...]
    related_to: tuple[str, ...]
    relation: tuple[str, ...]
    deponent: tuple[str, ...]
    group: tuple[str, ...]
    alive: tuple[str, ...]
    held: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.mention_id)

    def __repr__(self) -> str:
        return f"Mentions({len(self)} mentions from {len(set(self.source_id))} sources)"

    @property
    def sha256(self) -> str:
        """SHA-256 of the content; the order of the rows and columns that are not used do not change it."""
        digest = hashlib.sha256()
        for row in zip(*(getattr(self, field) for field in FIELDS), strict=True):
            digest.update(json.dumps(row, ensure_ascii=False).encode())
        return digest.hexdigest()

    @classmethod
    def from_rows(
        cls, rows: Iterable[Mapping[str, object]], *, mapping: Mapping[str, str] | None = None
    ) -> Mentions:
        """Mentions from rows.

        Args:
            rows: one mapping per mention, column → value; other columns are ignored.
            mapping: field → the column that holds it, where they differ (`{"name": "full_name"}`).

        Raises:
            MentionsError: with every fault found and its row number (the first row is 1).
        """
        given = [dict(row) for row in rows]
        columns = set().union(*given) if given else set()
        return _checked(given, columns, mapping or {}, first_row=1)

    @classmethod
    def from_csv(
        cls, path: Path | str, *, mapping: Mapping[str, str] | None = None, beside: Path | str | None = None
    ) -> Mentions:
        """Mentions from a UTF-8 CSV file with a header row; see `from_rows`.

        Row numbers in faults are those of a spreadsheet: the header is row 1.

        Args:
            path: the file.
            mapping: field → the column that holds it, where they differ.
            beside: folder with tables that say when people were alive and where they were held (`sources.csv`,
                `legs.csv`, `stays.csv`); None for none.

        Raises:
            MentionsError: the file cannot be read, or rows are at fault.
        """
        try:
            with Path(path).open(encoding="utf-8-sig", newline="") as stream:
                reader = csv.DictReader(stream, strict=True)
                columns = set(reader.fieldnames or ())
                rows: list[dict[Any, object]] = [dict(row) for row in reader]
        except (OSError, UnicodeDecodeError, csv.Error) as fault:
            raise MentionsError(
                f"The table of mentions cannot be read: {type(fault).__name__}.",
                hint="Give a UTF-8 CSV file with a header row.",
            ) from fault
        return _checked(*_beside(rows, columns, mapping or {}, beside), first_row=2)

    @classmethod
    def from_parquet(
        cls, path: Path | str, *, mapping: Mapping[str, str] | None = None, beside: Path | str | None = None
    ) -> Mentions:
        """Mentions from a Parquet file; see `from_csv`.

        Raises:
            MentionsError: the file cannot be read, or rows are at fault.
        """
        with duckdb.connect() as database:
            try:
                found = database.execute("SELECT * FROM read_parquet(?)", [str(path)])
                columns = [column[0] for column in found.description or ()]
                rows = [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
            except duckdb.Error as fault:
                raise MentionsError("The table of mentions cannot be read as Parquet.") from fault
        return _checked(*_beside(rows, set(columns), mapping or {}, beside), first_row=1)


def _beside(
    rows: Sequence[Mapping[Any, object]],
    columns: set[str],
    mapping: Mapping[str, str],
    folder: Path | str | None,
) -> tuple[Sequence[Mapping[Any, object]], set[str], Mapping[str, str]]:
    if folder is None or not rows:
        return rows, columns, mapping
    found = with_tables(rows, folder, mapping)
    return found, columns | {mapping.get(field, field) for field in ("alive", "held")}, mapping


def _checked(
    rows: Sequence[Mapping[Any, object]], columns: set[str], mapping: Mapping[str, str], *, first_row: int
) -> Mentions:
    _check_columns(columns, mapping)
    cleaned = [{field: _text(row.get(mapping.get(field, field))) for field in FIELDS} for row in rows]
    faults = _duplicates(cleaned, first_row) + _bad_values(cleaned, first_row)
    faults += [
        {"row": number, "column": "", "fault": "more cells than headings"}
        for number, row in enumerate(rows, start=first_row)
        if None in row
    ]
    if faults:
        faults.sort(key=lambda fault: (fault["row"], fault["column"]))
        shown = "; ".join(f"row {f['row']}, {f['column']}: {f['fault']}" for f in faults[:_SHOWN_FAULTS])
        more = f"; and {len(faults) - _SHOWN_FAULTS} more" if len(faults) > _SHOWN_FAULTS else ""
        raise MentionsError(f"{len(faults)} fault(s) in the mentions: {shown}{more}.", faults=faults)
    if not cleaned:
        raise MentionsError("There are no mentions to link.")
    cleaned.sort(key=lambda row: row["mention_id"])
    return Mentions(**{field: tuple(_normal(field, row[field]) for row in cleaned) for field in FIELDS})


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _normal(field: str, value: str) -> str:
    if field == "sex":
        return _SEXES[value.lower()]
    return _GROUPS[value] if field == "group" else value


def _check_columns(columns: set[str], mapping: Mapping[str, str]) -> None:
    unknown = sorted(set(mapping) - set(FIELDS))
    absent = sorted(column for field, column in mapping.items() if column not in columns and field in FIELDS)
    missing = [
        field for field in REQUIRED if mapping.get(field, field) not in columns and field not in mapping
    ]
    said = [f"there is no field {field!r} to map to" for field in unknown]
    said += [f"there is no column {column!r}" for column in absent]
    said += [f"the column {field!r} is missing" for field in missing]
    if said and (columns or unknown):
        raise MentionsError(
            f"The table of mentions does not fit: {'; '.join(said)}.",
            hint=f"Needed: {', '.join(REQUIRED)}; used when there: {', '.join(FIELDS[2:])}.",
            unknown=unknown, absent=absent, missing=missing,
        )  # fmt: skip


def _duplicates(rows: list[dict[str, str]], first_row: int) -> list[dict[str, object]]:
    seen: dict[str, int] = {}
    faults: list[dict[str, object]] = []
    for number, row in enumerate(rows, start=first_row):
        earlier = seen.setdefault(row["mention_id"], number)
        if row["mention_id"] and earlier != number:
            faults.append({"row": number, "column": "mention_id", "fault": f"already used in row {earlier}"})
    return faults


def _bad_values(rows: list[dict[str, str]], first_row: int) -> list[dict[str, object]]:
    unreadable = {
        value for value in {row[field] for row in rows for field in DATE_FIELDS} if not _is_date(value)
    }
    faults: list[dict[str, object]] = []
    for number, row in enumerate(rows, start=first_row):
        said = [(column, "not stated") for column in ("mention_id", "source_id") if not row[column]]
        if row["sex"].lower() not in _SEXES:
            said.append(("sex", "neither f, m nor empty"))
        if row["name_kind"] not in _NAME_KINDS:
            said.append(("name_kind", "neither given, pseudonym, partial nor empty"))
        said += [(field, "not a date that can be read") for field in DATE_FIELDS if row[field] in unreadable]
        said += _bad_bounds(row)
        faults += [{"row": number, "column": column, "fault": fault} for column, fault in said]
    return faults


def _bad_bounds(row: Mapping[str, str]) -> list[tuple[str, str]]:
    said = []
    if row["related_to"].count("|") != row["relation"].count("|") or (
        row["relation"] and not row["related_to"]
    ):
        said.append(("relation", "has not as many parts as related_to"))
    if row["group"] not in _GROUPS:
        said.append(("group", "neither yes, no nor empty"))
    if not all(_is_date(part) for part in parts(row["alive"])):
        said.append(("alive", "not dates that can be read"))
    if any(part.count(";") != 2 for part in parts(row["held"])) or not all(
        place and _is_date(begin) and _is_date(end) for place, begin, end in stays(row["held"])
    ):
        said.append(("held", "not stays as place;first day;last day"))
    return said


def parts(cell: str) -> list[str]:
    """The parts of a cell that may hold several, `a|b`."""
    return cell.split("|") if cell else []


def stays(cell: str) -> list[tuple[str, str, str]]:
    """The stays in a cell of `held`: where, from when, until when."""
    found = []
    for part in parts(cell):
        place, _, times = part.partition(";")
        begin, _, end = times.partition(";")
        found.append((place.strip(), begin.strip(), end.strip()))
    return found


@lru_cache(maxsize=65_536)
def _is_date(value: str) -> bool:
    if not value:
        return True
    try:
        dates.parse(value)
    except DatesError:
        return False
    return True
