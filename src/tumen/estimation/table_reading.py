"""Overlap tables as people write them: other separators, other names of the count, words for 0 and 1, a row each."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["read_cells", "split_rows"]

COUNT = "count"
OTHER_COUNTS = (
    "counts",
    "n",
    "freq",
    "frequency",
    "frequencies",
    "number",
    "people",
    "persons",
    "observed",
    "cases",
    "weight",
    "total",
    "size",
    "n_obs",
    "nobs",
    "num",
    "cnt",
)
PATTERNS = ("pattern", "patterns", "history", "capture_history", "inclusion_pattern", "lists")
ROW_NAMES = ("", "id", "person", "person_id", "case_id", "record_id", "index", "row", "unnamed: 0")
_YES = {"yes", "y", "true", "t", "x", "✓"}
_NO = {"no", "n", "false", "f", "", "-"}
_UNKNOWN = {"", "na", "n/a", "nan", "?", "-", "unknown", "unseen", "."}
_THOUSANDS = re.compile(r"\d{1,3}(?:[,' ]\d{3})+")

Floats = NDArray[np.float64]


def split_rows(text: str) -> list[list[str]]:
    """Rows of stripped cells, empty lines left out; parted as in the first line, by comma, semicolon or tab."""
    text = text.removeprefix("\ufeff")
    while text.startswith("#"):  # what a program or a person wrote above the table
        text = text.partition("\n")[2]
    heading = text.lstrip().partition("\n")[0]
    parted = max(",;\t", key=heading.count)
    rows = csv.reader(io.StringIO(text), delimiter=parted)
    return [[cell.strip() for cell in row] for row in rows if any(map(str.strip, row))]


def count_column(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[int | None, str]:
    """Which column holds the counts: `count`, or the only one with another usual name for it; None for a row a person.

    Returns:
        The column, or None; and what is wrong, or nothing.
    """
    wrong = "The header row needs exactly one column called 'count'."
    for names in ((COUNT,), OTHER_COUNTS):
        found = [at for at, name in enumerate(header) if name.lower() in names]
        if len(found) == 1:
            return found[0], ""
        if found:
            return None, wrong
    marks = all(cell.lower() in _YES | _NO | {"0", "1"} for row in rows for cell in row)
    repeated = len({tuple(row) for row in rows}) < len(
        rows
    )  # patterns without counts do not repeat, people do
    return (None, "" if marks and repeated else wrong)


def read_cells(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], Floats, Floats, list[str]]:
    """Names of the lists, patterns (rows, lists), counts (rows,), and every fault.

    Args:
        rows: the header and the rest, stripped.
    """
    rows = _spelled_out(_without_row_names(rows))
    header = list(rows[0]) if rows else []
    nothing = np.zeros((0, 0)), np.zeros(0)
    ragged = [
        f"Row {i}: {len(row)} cells under {len(header)} headings."
        for i, row in enumerate(rows[1:], 1)
        if len(row) != len(header)
    ]
    at, wrong = (None, "") if ragged else count_column(header, rows[1:])
    if ragged or wrong:
        return tuple(header), *nothing, ragged or [wrong]
    faults: list[str] = []
    columns = [_marks([row[j] for row in rows[1:]], name, faults) for j, name in enumerate(header) if j != at]
    names = tuple(name for j, name in enumerate(header) if j != at)
    if faults:
        return names, *nothing, faults
    patterns = np.array(columns).T.reshape(len(rows) - 1, len(columns))
    on_any = np.asarray(patterns.sum(axis=1) > 0)
    if at is None:
        return names, patterns[on_any], np.ones(int(on_any.sum())), faults
    counts = [_count(row[at], i, not on_any[i - 1], faults) for i, row in enumerate(rows[1:], 1)]
    return names, patterns, np.array(counts), faults


def _without_row_names(rows: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """Leave out a first column that only numbers or names the rows, and a last one that is empty throughout."""
    if len(rows) < 2 or any(len(row) != len(rows[0]) for row in rows):
        return rows
    if not any(row[-1] for row in rows):
        rows = [row[:-1] for row in rows]
    first = [row[0] for row in rows[1:]] if rows[0] else []
    named = bool(first) and rows[0][0].lower() in ROW_NAMES
    if named and len({*first}) == len(first) and not {*first} <= {"0", "1"}:
        return [row[1:] for row in rows]
    return rows


def _spelled_out(rows: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """A column of patterns such as 011 as one column a list, named in the order of the characters."""
    at = [j for j, name in enumerate(rows[0] if rows else ()) if name.lower() in PATTERNS]
    if len(at) != 1 or any(len(row) != 2 for row in rows):
        return rows
    patterns = [row[at[0]] for row in rows[1:]]
    length = len(patterns[0]) if patterns else 0
    if length < 2 or any(len(each) != length or {*each} - {"0", "1"} for each in patterns):
        return rows
    names = [f"list {j:02d}" for j in range(1, length + 1)]
    counts = [row[1 - at[0]] for row in rows]
    return [[*names, counts[0]], *([*each, n] for each, n in zip(patterns, counts[1:], strict=True))]


def _marks(cells: Sequence[str], name: str, faults: list[str]) -> list[float]:
    """A column of a list: numbers; or words for yes and no, where an empty cell is no."""
    worded = any(cell.lower() in _YES | _NO - {""} for cell in cells)
    found = []
    for i, cell in enumerate(cells, 1):
        low = cell.lower()
        if worded and low in _YES | _NO:
            found.append(float(low in _YES))
        elif (value := _number(cell)) is not None:
            found.append(value)
        else:
            faults.append(f"Row {i}, column {name or 'without a name'}: not a number.")
    return found


def _count(cell: str, row: int, on_none: bool, faults: list[str]) -> float:  # noqa: FBT001  (private, one call)
    """A count; of people on no list nobody can know it, so that it may be left open."""
    if on_none and cell.lower() in _UNKNOWN:
        return 0.0
    value = _number(re.sub(r"[,' ]", "", cell) if _THOUSANDS.fullmatch(cell) else cell)
    if value is None:
        faults.append(f"Row {row}, column count: not a number.")
    return value or 0.0


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None
