"""Backups as the desk keeps track of them: written, proved by opening them, listed with their key files."""

from __future__ import annotations

import io
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from tumen.errors import BackupUnusable, VaultError
from tumen.progress import SILENT, Progress
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.keep.models import BackupWritten
from tumen_desk.store import backup, databases, files, folder, keyring
from tumen_desk.store.sqlcipher import single

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


def backup_write(*, actor: User | None, target: Path, progress: Progress = SILENT) -> BackupWritten:
    """Write a backup and its key file, prove it, and note where it was written. Logged.

    Raises:
        BackupUnusable: something stands there, it cannot be written, or it does not open whole.
    """
    if actor is not None:
        require(actor, Door.DESK_MANAGE)
    said = backup.write_backup(target, progress=progress)
    kept = BackupWritten.objects.create(
        by=actor, place=str(target), bytes=said["bytes"], sha256=said["sha256"], key=said["key"]
    )
    log.write(actor, "keep.backup_write", f"backup:{kept.pk}", files=said["files"], sha256=said["sha256"])
    prove(target, progress=progress)
    kept.proved_at = datetime.now(UTC)
    kept.save(update_fields=["proved_at"])
    return kept


def prove(target: Path, *, progress: Progress = SILENT) -> dict[str, Any]:
    """Open a backup beside the store, compare every file, open both databases and every sealed file, throw it away.

    Returns:
        `files`, `rows` (of both databases), `log` (entries of the audit log).

    Raises:
        BackupUnusable: it would not restore whole.
    """
    with tempfile.TemporaryDirectory(prefix="tumen-drill-", dir=folder.root()) as scratch:
        opened = Path(scratch) / "store"
        count = backup.unpack(target, keyring.ring(), opened, progress=progress)
        names = list(databases.FILES.values())
        faults = [fault for name in names for fault in single.faults(opened / name, keyring.key("database"))]
        faults += _files_that_do_not_open(opened / names[0], opened / "files")
        if faults:
            raise BackupUnusable(f"This backup would not restore whole: {faults[0]}.", faults=len(faults))
        rows = {name: _rows(opened / name) for name in names}
        return {
            "files": count,
            "rows": sum(sum(tables.values()) for tables in rows.values()),
            "log": rows[names[0]]["audit_entry"],
        }


def _rows(path: Path) -> dict[str, int]:
    with closing(single.connect(path, keyring.key("database"))) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {t: connection.execute(f'SELECT count(*) FROM "{t}"').fetchone()[0] for t in tables}


def _files_that_do_not_open(database: Path, folder_of_files: Path) -> list[str]:
    with closing(single.connect(database, keyring.key("database"))) as connection:
        wanted = {row[0] for row in connection.execute("SELECT file_sha256 FROM record_document")}
    return [f"file {sha[:12]}…: {fault}" for sha in wanted if (fault := _fault(folder_of_files, sha))]


def _fault(folder_of_files: Path, sha256: str) -> str:
    try:
        with (folder_of_files / files.address(sha256)).open("rb") as sealed:
            files.copy(sealed, cast(BinaryIO, _Nowhere()), sha256)
    except FileNotFoundError:
        return "missing"
    except VaultError as error:
        return error.message
    return ""


class _Nowhere(io.RawIOBase):
    """Takes what is opened only to see whether it opens."""

    def write(self, piece: Any) -> int:
        return len(piece)


def suggested(place: str) -> Path:
    """A name for a backup in a folder: the day and the minute, nothing of what is in it."""
    return Path(place).expanduser() / f"{datetime.now(UTC):%Y-%m-%d-%H%M}.tumen-backup"
