"""A table of named columns, read and checked as a whole, in one canonical order.

Rows are sorted, so that their order in a file can change neither an estimate nor a hash; each keeps the number
it had, so that a fault can say where it is.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tumen.errors import SampleError
from tumen.model import input_sha256

__all__ = ["Sheet", "raise_faults"]

_FAULTS_SHOWN = 20
_LARGEST = 1e12


def raise_faults(faults: Sequence[str]) -> None:
    """Raise SampleError with every fault, if there is one."""
    if not faults:
        return
    shown = " ".join(faults[:_FAULTS_SHOWN])
    more = f" And {len(faults) - _FAULTS_SHOWN} more." if len(faults) > _FAULTS_SHOWN else ""
    raise SampleError(f"The table cannot be used. {shown}{more}", faults=tuple(faults))


def _cell(value: object) -> str:
    return f"{value:.17g}" if isinstance(value, float | np.floating) else str(value).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Columns of text.

    Attributes:
        names: of the columns.
        rows: one tuple of cells a row, as long as `names`.
        lines: number of each row in the file, from 1.

    Raises:
        SampleError: no header, a heading twice or empty, ragged rows, no rows.
    """

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def __post_init__(self) -> None:
        faults = [
            f"Two columns are called {name!r}." for name in set(self.names) if self.names.count(name) > 1
        ]
        faults += ["A column has no name."] if "" in self.names else []
        faults += [
            f"Row {line}: {len(row)} cells under {len(self.names)} headings."
            for line, row in zip(self.lines, self.rows, strict=True)
            if len(row) != len(self.names)
        ]
        raise_faults(faults or ([] if self.rows else ["It has no rows."]))

    @classmethod
    def from_csv(cls, text: str) -> Sheet:
        """Read CSV with a header row; empty lines are left out.

        Raises:
            SampleError: every fault at once.
        """
        try:
            read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True))
        except csv.Error as wrong:
            raise SampleError(f"The table is not CSV: {wrong}.") from None
        rows = [tuple(cell.strip() for cell in row) for row in read if any(map(str.strip, row))]
        return cls(names=rows[0] if rows else (), rows=tuple(rows[1:]), lines=tuple(range(1, len(rows))))

    @classmethod
    def from_columns(cls, columns: Mapping[str, Sequence[object]]) -> Sheet:
        """Make from columns of equal length: lists or arrays of numbers or text.

        Raises:
            SampleError: columns of different lengths, or none.
        """
        if len({len(column) for column in columns.values()}) > 1:
            raise SampleError("The table cannot be used. Its columns are not equally long.")
        rows = tuple(tuple(map(_cell, row)) for row in zip(*columns.values(), strict=True))
        return cls(names=tuple(columns), rows=rows, lines=tuple(range(1, len(rows) + 1)))

    def take(self, roles: Mapping[str, str]) -> Sheet:
        """The columns that play a role, called by it, roles in order of their names and rows sorted.

        Args:
            roles: role → name of the column.

        Raises:
            SampleError: there is no such column.
        """
        unknown = sorted({name for name in roles.values() if name not in self.names})
        if unknown:
            raise SampleError(
                f"The table has no column {', '.join(map(repr, unknown))}.",
                hint=f"Its columns: {', '.join(self.names)}.",
            )
        at = [self.names.index(roles[role]) for role in sorted(roles)]
        kept = sorted(
            (tuple(row[j] for j in at), line) for row, line in zip(self.rows, self.lines, strict=True)
        )
        return Sheet(
            names=tuple(sorted(roles)),
            rows=tuple(row for row, _ in kept),
            lines=tuple(line for _, line in kept),
        )

    @property
    def sha256(self) -> str:
        """Hash of headings and cells."""
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([self.names, *self.rows])
        return input_sha256(text.getvalue().encode())

    def text(self, name: str) -> tuple[str, ...]:
        """A column as text."""
        at = self.names.index(name)
        return tuple(row[at] for row in self.rows)

    def numbers(
        self, name: str, faults: list[str], *, low: float = -math.inf, whole: str = "", empty: str = ""
    ) -> NDArray[np.float64]:
        """A column as numbers; what is wrong with it is added to `faults`.

        Args:
            name: of the column.
            faults: grows.
            low: smallest value allowed.
            whole: what is counted, where only whole numbers make sense.
            empty: text, in any case, that means not known besides an empty cell; without it nothing may be
                unknown. Unknown values are nan.
        """
        found = np.full(len(self.rows), np.nan)
        for at, (cell, line) in enumerate(zip(self.text(name), self.lines, strict=True)):
            if empty and cell.lower() in ("", empty.lower()):
                continue
            wrong, found[at] = _number(cell, low=low, whole=whole)
            if wrong:
                faults.append(f"Row {line}, {name}: {wrong}.")
        return found

    def known(self, name: str, faults: list[str]) -> tuple[str, ...]:
        """A column of names; an empty cell is added to `faults`."""
        found = self.text(name)
        faults += [
            f"Row {line}, {name}: empty." for cell, line in zip(found, self.lines, strict=True) if not cell
        ]
        return found


def _number(cell: str, *, low: float, whole: str) -> tuple[str, float]:
    """What is wrong with a cell, or nothing; and its value."""
    try:
        value = float(cell)
    except ValueError:
        return "empty" if not cell else "not a number", math.nan
    if not math.isfinite(value) or abs(value) > _LARGEST:
        return f"not a number up to {_LARGEST:,.0f}", math.nan
    if value < low:
        return f"less than {low:g}", math.nan
    if whole and value != math.floor(value):
        return f"{whole} are whole numbers", math.nan
    return "", value
