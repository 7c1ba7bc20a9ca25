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
)
_YES = {"yes", "y", "true", "t", "x", "✓"}
_NO = {"no", "n", "false", "f", "", "-"}
_UNKNOWN = {"", "na", "n/a", "nan", "?", "-", "unknown", "unseen", "."}
_THOUSANDS = re.compile(r"\d{1,3}(?:[,' ]\d{3})+")

Floats = NDArray[np.float64]


def split_rows(text: str) -> list[list[str]]:
    """Rows of stripped cells, empty lines left out; parted as in the first line, by comma, semicolon or tab."""
    text = text.removeprefix("\ufeff")
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
