"""Rows of a workbook that are read again and again: in memory, packed, and a row at a time when they are read.

A workbook takes long to read, and its rows may lie nowhere in the open: not on a disk, and packed they take as little
as the workbook.
"""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Final

from tumen_desk.record.importing.table import Fault, Line

_EFFORT: Final = 1  # of nine: the table is read at once


class Packed:
    """Lines of a table, taken in once and read as often as somebody asks."""

    def __init__(self, lines: Iterable[Line]) -> None:
        packed = io.BytesIO()
        with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=_EFFORT) as into:
            for line in lines:
                told = asdict(line) if isinstance(line, Fault) else line
                into.write(json.dumps(told).encode() + b"\n")
        self._packed = packed.getvalue()

    def __len__(self) -> int:
        """Bytes that it takes."""
        return len(self._packed)

    def __iter__(self) -> Iterator[Line]:
        with gzip.GzipFile(fileobj=io.BytesIO(self._packed)) as lines:
            for text in lines:
                told = json.loads(text)
                if isinstance(told, dict):
                    yield Fault(**told)
                else:
                    number, cells = told
                    yield number, cells
