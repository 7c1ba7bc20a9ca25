"""Is this store whole? Page seals, structure, sealed files, audit chain: each said in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connections

from tumen.errors import VaultError
from tumen.progress import SILENT, Progress, check
from tumen_desk.store import files


def check_databases() -> list[str]:
    """What is wrong with the databases; empty when nothing is."""
    problems: list[str] = []
    for alias in connections:
        with connections[alias].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("PRAGMA cipher_integrity_check")
            problems += [f"{alias}: a page was altered: {row[0]}" for row in cursor.fetchall()]
            cursor.execute("PRAGMA integrity_check")
            problems += [f"{alias}: {row[0]}" for row in cursor.fetchall() if row[0] != "ok"]
            cursor.execute("PRAGMA foreign_key_check")
            problems += [f"{alias}: a row of {row[0]} refers to nothing" for row in cursor.fetchall()]
    return problems


def check_files(sha256s: Iterable[str], *, progress: Progress = SILENT) -> list[str]:
    """Which sealed files are missing or altered."""
    wanted = sorted(set(sha256s))
    progress.start(len(wanted), "Opening every sealed file")
    problems: list[str] = []
    for sha256 in wanted:
        check(progress)
        try:
            files.get(sha256)
        except VaultError as error:
            problems.append(f"file {sha256[:12]}…: {error.message}")
        progress.advance()
    return problems
