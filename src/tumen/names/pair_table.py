"""Tables of name pairs: read a CSV file whole, refuse it whole, score it."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tumen.errors import NameTableError
from tumen.names.comparing import compare_many, probabilities
from tumen.progress import SILENT, Progress, check

__all__ = ["PairTable", "read_pairs", "score_pairs"]

ADDED = ("score", "probability", "same", "decision")
_OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs"}
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


def read_pairs(path: Path, *, encoding: str = "utf-8") -> PairTable:
    """Read a CSV file with the columns name_a and name_b, in any place; an empty name is a name not stated.

    Args:
        path: the file; a byte-order mark is no part of the text, and one of UTF-16 is believed.
        encoding: how its text is encoded, by Python's name: utf-8, or cp949 from older Korean spreadsheets. It is
            never guessed: bytes of one East Asian encoding are valid in another, and give other names.

    Raises:
        NameTableError: the file is missing, not text of this encoding or not CSV with commas, lacks a column, already
            has a column that scoring adds, or has a row with too few or too many cells. `row` counts the header as
            row 1, and blank lines.
    """
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise NameTableError("The table cannot be opened.", reason=type(problem).__name__) from problem
    return _parsed(_decoded(content, encoding))


def _decoded(content: bytes, encoding: str) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except LookupError as problem:
        raise NameTableError(
            "This encoding is not known.", hint="Give utf-8, cp949 or another of Python's encodings."
        ) from problem
    except UnicodeDecodeError as problem:
        row = content[: problem.start].count(b"\n") + 1
        raise NameTableError(
            f"Row {row} is not {encoding} text.",
            hint="Save the table as UTF-8, or name its encoding: cp949 from older Korean spreadsheets.",
            row=row,
        ) from problem


def _parsed(text: str) -> PairTable:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[str, ...]] = []
    header: tuple[str, ...] = ()
    try:
        for cells in reader:
            if not header:
                header = _checked_header(tuple(cell.strip() for cell in cells), reader.line_num)
            elif cells:
                rows.append(_checked_row(tuple(cells), header, reader.line_num))
    except csv.Error as problem:
        raise NameTableError(
            f"Row {reader.line_num} is not well-formed CSV.", row=reader.line_num
        ) from problem
    if not header:
        raise NameTableError("The table is empty.", row=1)
    return PairTable(header=header, rows=tuple(rows))


def _checked_header(header: tuple[str, ...], row: int) -> tuple[str, ...]:
    missing = [name for name in ("name_a", "name_b") if name not in header]
    other = [word for mark, word in _OTHER_SEPARATORS.items() if len(header) == 1 and mark in header[0]]
    if missing and other:
        raise NameTableError(
            f"Row {row} is separated by {other[0]}.", hint="Separate cells by commas.", row=row
        )
    if missing:
        raise NameTableError(f"Row {row} lacks {' and '.join(missing)}.", row=row, missing=missing)
    taken = [name for name in ADDED if name in header]
    if taken:
        raise NameTableError(
            f"Row {row} already has {', '.join(taken)}, which scoring adds.",
            hint="Rename or leave out these columns.", row=row, taken=taken,
        )  # fmt: skip
    if len(set(filter(None, header))) < len(list(filter(None, header))):
        raise NameTableError(f"Row {row} has two columns of one name.", row=row)
    return header


def _checked_row(cells: tuple[str, ...], header: tuple[str, ...], row: int) -> tuple[str, ...]:
    if len(cells) != len(header):
        raise NameTableError(
            f"Row {row} has {len(cells)} cells; the header has {len(header)}.",
            row=row, cells=len(cells), columns=len(header),
        )  # fmt: skip
    return cells


def score_pairs(table: PairTable, *, progress: Progress = SILENT) -> Iterator[tuple[str, ...]]:
    """The table with score, probability, same and decision added: header first, then row by row.

    `same` is true where the probability, with the default prior, is at least one half; `decision` says that in a
    word, same or different. Different means that the names alone do not say one person, as where one is missing.

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
    same = posterior >= 0.5
    for row, score, probability, verdict in zip(
        rows, scores.tolist(), posterior.tolist(), same.tolist(), strict=True
    ):
        said = ("true", "same") if verdict else ("false", "different")
        yield (*row, f"{score:.4f}", f"{probability:.6f}", *said)
