"""Tables of name pairs: read a CSV file whole, refuse it whole, score it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tumen.errors import NameTableError
from tumen.names.comparing import compare_many, probabilities
from tumen.progress import SILENT, Progress, check

__all__ = ["PairTable", "read_pairs", "score_pairs"]

ADDED = ("score", "probability", "same")
_CHUNK = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PairTable:
    """A table of name pairs as it was written: header and rows, every other column included."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, name: str) -> list[str]:
        """One column, by its header."""
        at = self.header.index(name)
        return [row[at] for row in self.rows]


def read_pairs(path: Path) -> PairTable:
    """Read a CSV file with the columns name_a and name_b; an empty name is a name not stated.

    Raises:
        NameTableError: the file is missing, not UTF-8 or not CSV, lacks a column, already has a column that
            scoring adds, or has a row with too few or too many cells. `row` counts the header as row 1.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise NameTableError("The table cannot be opened.", reason=type(problem).__name__) from problem
    except UnicodeDecodeError as problem:
        row = path.read_bytes()[: problem.start].count(b"\n") + 1
        raise NameTableError(f"Row {row} is not UTF-8 text.", row=row) from problem
    return _parsed(text)


def _parsed(text: str) -> PairTable:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[str, ...]] = []
    header: tuple[str, ...] = ()
    try:
        for row, cells in enumerate(reader, start=1):
            if not header:
                header = _checked_header(tuple(cells))
            elif cells:
                rows.append(_checked_row(tuple(cells), header, row))
    except csv.Error as problem:
        raise NameTableError(
            f"Row {reader.line_num} is not well-formed CSV.", row=reader.line_num
        ) from problem
    if not header:
        raise NameTableError("The table is empty.", row=1)
    return PairTable(header=header, rows=tuple(rows))


def _checked_header(header: tuple[str, ...]) -> tuple[str, ...]:
    missing = [name for name in ("name_a", "name_b") if name not in header]
    if missing:
        raise NameTableError(f"Row 1 lacks {' and '.join(missing)}.", row=1, missing=missing)
    taken = [name for name in ADDED if name in header]
    if taken:
        raise NameTableError(f"Row 1 already has {', '.join(taken)}, which scoring adds.", row=1, taken=taken)
    if len(set(header)) < len(header):
        raise NameTableError("Row 1 has two columns of one name.", row=1)
    return header


def _checked_row(cells: tuple[str, ...], header: tuple[str, ...], row: int) -> tuple[str, ...]:
    if len(cells) != len(header):
        raise NameTableError(
            f"Row {row} has {len(cells)} cells; the header has {len(header)}.",
            row=row, cells=len(cells), columns=len(header),
        )  # fmt: skip
    return cells


def score_pairs(table: PairTable, *, progress: Progress = SILENT) -> Iterator[tuple[str, ...]]:
    """The table with score, probability and same added: header first, then row by row.

    Raises:
        Stopped: the person asked to stop.
    """
    a, b = table.column("name_a"), table.column("name_b")
    progress.start(len(a), "Comparing names")
    yield (*table.header, *ADDED)
    for start in range(0, len(a), _CHUNK):
        check(progress)
        end = min(start + _CHUNK, len(a))
        yield from _scored(table.rows[start:end], a[start:end], b[start:end])
        progress.advance(end - start)


def _scored(rows: Sequence[tuple[str, ...]], a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[str, ...]]:
    scores = compare_many(a, b)
    posterior = probabilities(scores)
    same = np.where(posterior >= 0.5, "true", "false")
    for row, score, probability, verdict in zip(
        rows, scores.tolist(), posterior.tolist(), same.tolist(), strict=True
    ):
        yield (*row, f"{score:.4f}", f"{probability:.6f}", verdict)
