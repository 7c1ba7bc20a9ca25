"""The own list: who takes part, by consent, and what is compared. Checked as a whole before anything is made of
it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tumen.errors import PrivateListError
from tumen.linkage.private.recipe import PERSONS, Recipe
from tumen.linkage.table import Table, Taker, is_date

CONSENT: Final = "may_compare"
_YES: Final = frozenset({"yes", "y", "1", "true", "예", "네", "是"})
_NO: Final = frozenset({"", "no", "n", "0", "false", "아니오", "否"})
_IDS: Final = ("person_id", "record_id", "mention_id")
_TAKER: Final = Taker(what="people", error=PrivateListError)

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Records:
    """The persons of a list who agreed to be compared. The repr shows no values.

    Attributes:
        ids: one id a person, sorted.
        rows: for each person the rows that speak of it, column → value.
        withheld: persons left out because no row of theirs says `yes` in `may_compare`.
    """

    ids: tuple[str, ...]
    rows: tuple[tuple[Row, ...], ...]
    withheld: int

    def __len__(self) -> int:
        return len(self.ids)

    def __repr__(self) -> str:
        return f"Records({len(self)} persons, {self.withheld} withheld)"

    @classmethod
    def from_rows(
        cls,
        rows: Iterable[Mapping[str, object]],
        *,
        recipe: Recipe = PERSONS,
        mapping: Mapping[str, str] | None = None,
    ) -> Records:
        """Records from rows; rows with one `person_id` are one person.

        Args:
            rows: column → value, with an id (`person_id`, `record_id` or `mention_id`), `may_compare` (yes or no;
                empty is no) and columns of the recipe; at least one of these must be there.
            recipe: which columns are read.
            mapping: field → the column that holds it, where they differ.

        Raises:
            PrivateListError: with every fault and its row number (the first row is 1).
        """
        return _checked(_TAKER.rows(rows), recipe, mapping or {})

    @classmethod
    def from_csv(
        cls, path: Path | str, *, recipe: Recipe = PERSONS, mapping: Mapping[str, str] | None = None
    ) -> Records:
        """Records from a UTF-8 CSV file with a header row (row 1); see `from_rows`.

        Raises:
            PrivateListError: the file cannot be read, or rows are at fault.
        """
        return _checked(_TAKER.csv(path), recipe, mapping or {})


def _checked(table: Table, recipe: Recipe, mapping: Mapping[str, str]) -> Records:
    fields = {*_IDS, CONSENT, "name_other", "name_kind", *recipe.columns}
    _check_columns(table.columns, recipe, mapping, fields)
    cells = table.cells(fields, mapping)
    _TAKER.refuse(table.faults(cells, lambda row: _faults(row, recipe)))
    return _persons(cells)


def _persons(cleaned: Sequence[Row]) -> Records:
    agreed: dict[str, list[Row]] = {}
    everyone = {_id(row) for row in cleaned}
    for row in cleaned:
        if row[CONSENT].lower() in _YES:
            agreed.setdefault(_id(row), []).append(row)
    ids = tuple(sorted(agreed))
    return Records(
        ids=ids, rows=tuple(tuple(agreed[each]) for each in ids), withheld=len(everyone) - len(ids)
    )


def _check_columns(
    columns: frozenset[str], recipe: Recipe, mapping: Mapping[str, str], fields: set[str]
) -> None:
    def there(field: str) -> bool:
        return mapping.get(field, field) in columns

    said = [f"there is no field {field!r} to map to" for field in sorted(set(mapping) - fields)]
    if not there(CONSENT):
        said.append(f"the column {CONSENT!r} is missing: it says yes for those who agreed to be compared")
    if not any(there(field) for field in _IDS):
        said.append(f"one of {', '.join(_IDS)} is needed")
    if not any(there(field) for field in recipe.columns):
        said.append(f"none of the columns {', '.join(recipe.columns)} is there")
    if said:
        raise PrivateListError(f"The list does not fit: {'; '.join(said)}.")


def _faults(row: Mapping[str, str], recipe: Recipe) -> list[tuple[str, str]]:
    said = [] if _id(row) else [("person_id", "no id")]
    if row[CONSENT].lower() not in _YES | _NO:
        said.append((CONSENT, "neither yes nor no"))
    dated = {part.partition(".")[0] for part in recipe.parts if part.endswith((".day", ".year", ".month"))}
    said += [(column, "not a date that can be read") for column in sorted(dated) if not is_date(row[column])]
    return said


def _id(row: Mapping[str, str]) -> str:
    return next((row[field] for field in _IDS if row[field]), "")
