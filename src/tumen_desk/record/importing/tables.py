"""What each table may hold: one line a column. The same tables that a made-up world is written in."""

from __future__ import annotations

from typing import Final

from tumen_desk.record.importing.columns import Column
from tumen_desk.record.importing.tables_beside import BESIDE
from tumen_desk.record.importing.tables_told import TOLD

TABLES: Final[dict[str, tuple[Column, ...]]] = {**TOLD, **BESIDE}
"""In the order in which they must be written: a table refers only to tables before it."""


def guess_mapping(table: str, columns: list[str]) -> dict[str, str]:
    """Which heading most likely fills which column: equal names first, then names a column also goes by."""
    by_folded = {c.lower().replace(" ", "_"): c for c in columns}
    mapping: dict[str, str] = {}
    for wanted in TABLES[table]:
        for name in (wanted.name, *wanted.also):
            if name in by_folded and by_folded[name] not in mapping.values():
                mapping[wanted.name] = by_folded[name]
                break
    return mapping
