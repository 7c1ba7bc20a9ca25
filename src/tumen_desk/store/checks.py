"""Is this store whole? Page seals, structure, sealed files, audit chain: each said in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import DatabaseError, connections

from tumen.errors import VaultError
from tumen.progress import SILENT, Progress, check
from tumen_desk.store import files

_QUESTIONS: dict[str, Callable[[tuple[Any, ...]], str]] = {
    "wal_checkpoint(TRUNCATE)": lambda row: "",
    "cipher_integrity_check": lambda row: f"a page was altered: {row[0]}",
    "integrity_check": lambda row: "" if row[0] == "ok" else str(row[0]),
    "foreign_key_check": lambda row: f"a row of {row[0]} refers to nothing",
}


def check_databases() -> list[str]:
    """What is wrong with the databases; empty when nothing is."""
    problems: list[str] = []
    for alias in connections:
        for question, say in _QUESTIONS.items():
            try:
                with connections[alias].cursor() as cursor:
                    cursor.execute(f"PRAGMA {question}")
                    problems += [f"{alias}: {said}" for row in cursor.fetchall() if (said := say(row))]
            except DatabaseError as error:
                # The answer to an altered page may be no answer, and this connection will not read on.
                connections[alias].close()
                problems.append(f"{alias}: cannot be read to its end: {error}")
    return problems


def check_files(named: Mapping[str, str], *, progress: Progress = SILENT) -> list[str]:
    """Which sealed files are missing or altered; `named` gives each SHA-256 what it is called in the record."""
    progress.start(len(named), "Opening every sealed file")
    problems: list[str] = []
    for sha256, name in sorted(named.items()):
        check(progress)
        try:
            files.get(sha256)
        except VaultError as error:
            problems.append(f"{name} (file {sha256[:12]}…): {error.message}")
        progress.advance()
    return problems
