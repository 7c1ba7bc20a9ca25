"""What comes in: one row per mention of a person, checked as a whole before anything is computed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tumen.errors import MentionsError
from tumen.linkage.beside import ADDED, with_tables
from tumen.linkage.table import Table, Taker, is_date, unreadable_dates

TOLD: Final = (
    "mention_id", "source_id", "organisation", "role", "name", "name_other", "name_kind",
    "sex", "birth", "birthplace", "left", "died",
)  # fmt: skip
"""What a source says of the person alone."""
BOUNDS: Final = ("related_to", "relation", "deponent", "group", "alive", "held", "acts")
"""What bounds who the person can be: kin, numbers of the organisation, groups, signs of life, stays, acts."""
FIELDS: Final = (*TOLD, *BOUNDS)
REQUIRED: Final = ("mention_id", "source_id", "name")
DATE_FIELDS: Final = ("birth", "left", "died")
_SEXES: Final = {"": "", "f": "f", "m": "m", "female": "f", "male": "m"}
_GROUP: Final = re.compile(r"(?:yes|no|[0-9]+(?:-[0-9]+)?)?")
_NAME_KINDS: Final = ("", "given", "pseudonym", "partial")
_TAKER: Final = Taker(what="mentions", error=MentionsError)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Mentions:
    """Mentions of persons in columns, in the order of their ids, whatever order they came in.

    Every column is a tuple of equal length; an empty string means "not stated". `sex` is `f`, `m` or
    empty; `birth`, `left` and `died` are dates as `tumen.dates` reads them; `birthplace` is a code or a
    written place; `name_kind` is `given`, `pseudonym`, `partial` or empty. The repr shows no values.

    `related_to` holds ids of other mentions and `relation` what this one is to each of them (`a|b`, and as many
    parts); `deponent` is the number under which the organisation keeps the person; `group` is `yes`, `5`
    or `3-6` for a mention of several people; `alive` holds dates on which the person was alive (`a|b`); `held` holds
    stays, each a place, a first and a last day (`place;2003-05;2003-07|place;2004;2005`); `acts` what was done to
    the person, each a type, a place and a day (`arrest;place;2003-05`).
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
    acts: tuple[str, ...]

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
        return _checked(_TAKER.rows(rows), mapping or {})

    @classmethod
    def from_csv(
        cls, path: Path | str, *, mapping: Mapping[str, str] | None = None, beside: Path | str | None = None
    ) -> Mentions:
        """Mentions from a UTF-8 CSV file with a header row; see `from_rows`.

        Row numbers in faults are those of a spreadsheet: the header is row 1.

        Args:
            path: the file.
            mapping: field → the column that holds it, where they differ.
            beside: folder with tables that say when people were alive, where they were held and what was done to
                them (`sources.csv`, `legs.csv`, `stays.csv`, `acts.csv`); None for none.

        Raises:
            MentionsError: the file cannot be read, or rows are at fault.
        """
        return _checked(_beside(_TAKER.csv(path), mapping or {}, beside), mapping or {})

    @classmethod
    def from_parquet(
        cls, path: Path | str, *, mapping: Mapping[str, str] | None = None, beside: Path | str | None = None
    ) -> Mentions:
        """Mentions from a Parquet file; see `from_csv`.

        Raises:
            MentionsError: the file cannot be read, or rows are at fault.
        """
        return _checked(_beside(_TAKER.parquet(path), mapping or {}, beside), mapping or {})


def _beside(table: Table, mapping: Mapping[str, str], folder: Path | str | None) -> Table:
    if folder is None or not table.rows:
        return table
    added = {mapping.get(field, field) for field in ADDED}
    return replace(table, rows=with_tables(table.rows, folder, mapping), columns=table.columns | added)


def _checked(table: Table, mapping: Mapping[str, str]) -> Mentions:
    _TAKER.check_columns(table, mapping, fields=FIELDS, required=REQUIRED)
    cells = table.cells(FIELDS, mapping)
    unreadable = unreadable_dates(cells, DATE_FIELDS)
    faults = table.used_twice(cells, "mention_id")
    _TAKER.refuse(faults + table.faults(cells, lambda row: _bad_values(row, unreadable)))
    if not cells:
        hint = "Give a table with a header row and one mention of a person in each row below it."
        raise MentionsError("There are no mentions to link.", hint=hint)
    cells.sort(key=lambda row: row["mention_id"])
    return Mentions(**{field: tuple(_normal(field, row[field]) for row in cells) for field in FIELDS})


def _normal(field: str, value: str) -> str:
    if field == "sex":
        return _SEXES[value.lower()]
    return "" if field == "group" and value == "no" else value


def _bad_values(row: Mapping[str, str], unreadable: frozenset[str]) -> list[tuple[str, str]]:
    said = [(column, "not stated") for column in ("mention_id", "source_id") if not row[column]]
    if row["sex"].lower() not in _SEXES:
        said.append(("sex", "neither f, m nor empty"))
    if row["name_kind"] not in _NAME_KINDS:
        said.append(("name_kind", "neither given, pseudonym, partial nor empty"))
    said += [(field, "not a date that can be read") for field in DATE_FIELDS if row[field] in unreadable]
    return said + _bad_bounds(row)


def _bad_bounds(row: Mapping[str, str]) -> list[tuple[str, str]]:
    said = []
    if row["related_to"].count("|") != row["relation"].count("|") or (
        row["relation"] and not row["related_to"]
    ):
        said.append(("relation", "has not as many parts as related_to"))
    if _GROUP.fullmatch(row["group"]) is None:
        said.append(("group", "neither yes, no, a number of people, a range of it, nor empty"))
    if not all(is_date(part) for part in parts(row["alive"])):
        said.append(("alive", "not dates that can be read"))
    if any(part.count(";") != 2 for part in parts(row["held"])) or not all(
        place and is_date(begin) and is_date(end) for place, begin, end in triples(row["held"])
    ):
        said.append(("held", "not stays as place;first day;last day"))
    if any(part.count(";") != 2 for part in parts(row["acts"])) or not all(
        act and is_date(day) for act, _, day in triples(row["acts"])
    ):
        said.append(("acts", "not acts as type;place;day"))
    return said


def parts(cell: str) -> list[str]:
    """The parts of a cell that may hold several, `a|b`."""
    return cell.split("|") if cell else []


def triples(cell: str) -> list[tuple[str, str, str]]:
    """The stays in a cell of `held`, the acts in one of `acts`: what stands between the semicolons."""
    found = []
    for part in parts(cell):
        first, _, rest = part.partition(";")
        second, _, third = rest.partition(";")
        found.append((first.strip(), second.strip(), third.strip()))
    return found
