"""Records of any kind to be linked: a table whose columns a person says how to compare."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, Final, Literal, get_args

import numpy as np

from tumen import dates
from tumen.errors import DatesError, MentionsError
from tumen.linkage.attributes import Attribute, band, combined, single, spread
from tumen.linkage.columns import BlockingRule, Columns
from tumen.linkage.density import density
from tumen.linkage.fields import date_field, value_field
from tumen.linkage.kinds import Column, DateColumn, ValueColumn, numbered
from tumen.linkage.table import Table, Taker
from tumen.linkage.texts import DigitsColumn, TextColumn, digits_field, each, sound, text_field

Kind = Literal["text", "digits", "date", "value"]
_KINDS: Final = get_args(Kind)
_MOST_RULES: Final = 45
_STRATA: Final = 5
_TAKER: Final = Taker(what="records", error=MentionsError)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Records:
    """Records in columns, in the order of their ids. The repr shows no values.

    Attributes:
        mention_id: the id of each record.
        source_id: the list each stands in; two records of one source are never the same. Where every record may be
            the same as any other, each is a source of its own.
        kinds: field → how it is compared: `text` (words that are mistyped and shortened), `digits` (numbers as
            written), `date` (whatever `tumen.dates` reads; what it cannot read counts as not stated), `value` (the
            same or not).
        values: field → one value for each record, empty where not stated.
        exchanged: pairs of fields of text that are sometimes exchanged (given name and surname).
    """

    mention_id: tuple[str, ...]
    source_id: tuple[str, ...]
    kinds: Mapping[str, Kind]
    values: Mapping[str, tuple[str, ...]]
    exchanged: tuple[tuple[str, str], ...] = ()

    def __len__(self) -> int:
        return len(self.mention_id)

    def __repr__(self) -> str:
        return f"Records({len(self)} records with {', '.join(self.kinds)})"

    @property
    def sha256(self) -> str:
        """SHA-256 of the content, whatever the order of the rows."""
        digest = hashlib.sha256(json.dumps([dict(self.kinds), self.exchanged]).encode())
        for row in zip(self.mention_id, self.source_id, *self.values.values(), strict=True):
            digest.update(json.dumps(row, ensure_ascii=False).encode())
        return digest.hexdigest()

    @classmethod
    def from_rows(
        cls, rows: Iterable[Mapping[str, object]], *, kinds: Mapping[str, Kind], record: str,
        source: str | None = None, exchanged: Sequence[tuple[str, str]] = (),
    ) -> Records:  # fmt: skip
        """Records from rows.

        Args:
            rows: one mapping per record, column → value.
            kinds: the columns to compare, and how.
            record: the column that holds the record's id.
            source: the column that says which list it stands in; None where all stand in one that has duplicates.
            exchanged: pairs of columns of text that are sometimes exchanged.

        Raises:
            MentionsError: with every fault found and its row number (the first row is 1).
        """
        return _checked(_TAKER.rows(rows), kinds, record, source, tuple(exchanged))

    @classmethod
    def from_csv(
        cls, path: Path | str, *, kinds: Mapping[str, Kind], record: str, source: str | None = None,
        exchanged: Sequence[tuple[str, str]] = (),
    ) -> Records:  # fmt: skip
        """Records from a UTF-8 CSV file with a header row; see `from_rows`. In faults the header is row 1.

        Raises:
            MentionsError: the file cannot be read, or rows are at fault.
        """
        return _checked(_TAKER.csv(path), kinds, record, source, tuple(exchanged))

    @classmethod
    def from_parquet(
        cls, path: Path | str, *, kinds: Mapping[str, Kind], record: str, source: str | None = None,
        exchanged: Sequence[tuple[str, str]] = (),
    ) -> Records:  # fmt: skip
        """Records from a Parquet file; see `from_rows`.

        Raises:
            MentionsError: the file cannot be read, or rows are at fault.
        """
        return _checked(_TAKER.parquet(path), kinds, record, source, tuple(exchanged))


def _checked(
    table: Table, kinds: Mapping[str, Kind], record: str, source: str | None,
    exchanged: tuple[tuple[str, str], ...],
) -> Records:  # fmt: skip
    _check_columns(table, kinds, record, source, exchanged)
    needed = (record, *((source,) if source is not None else ()))
    cells = table.cells((*needed, *kinds), {})
    faults = table.faults(cells, lambda row: [(each, "not stated") for each in needed if not row[each]])
    _TAKER.refuse(table.used_twice(cells, record) + faults)
    cells.sort(key=lambda row: row[record])
    ids = tuple(row[record] for row in cells)
    return Records(
        mention_id=ids,
        source_id=ids if source is None else tuple(row[source] for row in cells),
        kinds=dict(kinds),
        values={column: tuple(row[column] for row in cells) for column in kinds},
        exchanged=exchanged,
    )


def _check_columns(
    table: Table, kinds: Mapping[str, Kind], record: str, source: str | None,
    exchanged: tuple[tuple[str, str], ...],
) -> None:  # fmt: skip
    if not table.rows:
        raise MentionsError("There are no records to link.")
    needed = {record, *kinds, *([source] if source is not None else [])}
    said = [f"there is no column {column!r}" for column in sorted(needed - table.columns)]
    said += [f"{kind!r} is no kind of column" for kind in sorted(set(kinds.values()) - set(_KINDS))]
    said += [
        f"{column!r} is no column of text to exchange"
        for column in sorted({each for pair in exchanged for each in pair})
        if kinds.get(column) != "text"
    ]
    if not kinds:
        said.append("no column is to be compared")
    if said:
        raise MentionsError(
            f"The table of records does not fit: {'; '.join(said)}.", hint=f"Kinds are {', '.join(_KINDS)}."
        )


def record_columns(records: Records) -> Columns:
    """The columns of `records`, blocked by any two attributes of different fields."""
    told: list[Column] = []
    coarse: dict[str, Attribute] = {}
    field_of: dict[str, str] = {}
    for name, kind in records.kinds.items():
        column, exact, parts = _column(records, name, kind)
        told.append(column)
        found = {name: exact, **{f"{name} ({words})": part for words, part in parts.items()}}
        coarse |= found
        field_of |= dict.fromkeys(found, name)
    rules = _rules(coarse, field_of, records.kinds)
    finest = sorted(records.kinds, key=lambda name: (_meetings(coarse, (name,)), name))
    return Columns(
        names=("",) * len(records),
        name_number=np.full(len(records), -1, dtype=np.int64),
        told=tuple(told),
        density=tuple(density(column) for column in told),
        source=numbered(records.source_id)[1],
        coarse=coarse,
        rules=rules,
        strata=tuple(finest[:_STRATA]),
    )


def _column(records: Records, name: str, kind: Kind) -> tuple[Column, Attribute, dict[str, Attribute]]:
    """The column of a field, its exact values as an attribute, and what is coarser."""
    values = records.values[name]
    if kind == "text":
        partner = next((b if a == name else a for a, b in records.exchanged if name in (a, b)), None)
        text = TextColumn(text_field(name), values, exchanged=records.values[partner] if partner else None)
        return text, single(text.number), {"sound": single(numbered(each(sound, values))[1])}
    if kind == "digits":
        digits = DigitsColumn(digits_field(name), values)
        half = {value: (len(value) + 1) // 2 for value in values}
        ends = {
            "beginning": single(numbered([value[: half[value]] for value in values])[1]),
            "end": single(numbered([value[-half[value] :] if value else "" for value in values])[1]),
        }
        return digits, single(digits.number), ends
    if kind == "date":
        habits = dates.Habits(lunar=(), year_off=False)
        date = DateColumn(date_field(name, name.replace("_", " ")), _readable(values), habits=habits)
        first, last = date.days
        exact = np.where(first == last, first, -1).astype(np.int64)
        day = [value[5:] if at >= 0 else "" for value, at in zip(_iso(exact), exact, strict=True)]
        return date, single(exact), {"year": band(*date.days), "day of the year": single(numbered(day)[1])}
    value = ValueColumn(value_field(name, name.replace("_", " "), agree=0.9, chance=0.1), values)
    return value, single(value.number), {}


def _readable(values: Sequence[str]) -> list[str]:
    """Dates that can be read; what cannot be is as good as not stated."""
    known = {value: _is_date(value) for value in set(values)}
    return [value if known[value] else "" for value in values]


def _is_date(value: str) -> bool:
    try:
        dates.parse(value)
    except DatesError:
        return False
    return True


def _iso(days: np.ndarray[Any, np.dtype[np.int64]]) -> list[str]:
    epoch = 719_163  # 1970-01-01 as a day number
    return [str(day) for day in (np.maximum(days, 1) - epoch).astype("datetime64[D]")]


def _rules(
    coarse: Mapping[str, Attribute], field_of: Mapping[str, str], kinds: Mapping[str, Kind]
) -> tuple[BlockingRule, ...]:
    """The exact value of one field, or something coarse of two; those by which the fewest strangers meet."""
    alone = [(name,) for name in kinds if kinds[name] != "value"]
    coarsest = [part for part in coarse if part not in kinds or kinds[part] == "value"]
    two = [pair for pair in combinations(coarsest, 2) if field_of[pair[0]] != field_of[pair[1]]]
    two.sort(key=lambda parts: (_meetings(coarse, parts), parts))
    return tuple(
        BlockingRule(
            parts=parts,
            words=" and ".join(parts),
            teaches=frozenset(set(kinds) - {field_of[part] for part in parts}),
        )
        for parts in (*alone, *two[: _MOST_RULES - len(alone)])
    )


def _meetings(coarse: Mapping[str, Attribute], parts: Sequence[str]) -> float:
    """How many pairs agree in all parts, over the pairs that state them all."""
    everyone = np.arange(len(coarse[parts[0]]))
    at, values = spread(everyone, [coarse[part] for part in parts])
    size = np.unique(combined(*values), return_counts=True)[1].astype(np.float64) if len(at) else np.zeros(1)
    return float((size * (size - 1)).sum() / max(float(size.sum()) ** 2, 1.0))
