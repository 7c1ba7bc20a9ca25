"""Is this store whole? Page seals, structure, sealed files, audit chain: each said in words."""

from __future__ import annotations

from collections.abc import Mapping

from tumen.errors import VaultError
from tumen.progress import SILENT, Progress, check
from tumen_desk.store import databases, files


def check_databases() -> list[str]:
    """What is wrong with the databases; empty when nothing is."""
    return [fault for _, database in databases.each() for fault in database.faults()]


def check_files(named: Mapping[str, str], *, progress: Progress = SILENT) -> list[str]:
    """Which sealed files are missing or altered; `named` gives each SHA-256 what it is called in the record."""
    progress.start(len(named), "Opening every sealed file")
    problems: list[str] = []
    for sha256, name in sorted(named.items()):
        check(progress)
        try:
            files.check(sha256)
        except VaultError as error:
            problems.append(f"{name} (file {sha256[:12]}…): {error.message}")
        progress.advance()
    return problems
