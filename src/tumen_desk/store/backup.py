"""Backups: the whole store in one sealed file, written while people work, restored whole or not at all.

The backup holds the encrypted databases and the sealed files under a key of its own; the key capsule is written
*beside* it, as a second file, so that the two can be kept apart. Nothing in either opens without the passphrase, or
two of the recovery sheets. A later key file of the same store opens earlier backups too, but for what was erased in
between.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from tumen import vault
from tumen.errors import BackupUnusable, KeyDestroyed, SealBroken
from tumen.progress import SILENT, Progress, check
from tumen_desk.store import databases, folder, keyring, versions
from tumen_desk.store.sqlcipher import single

_HEADER: Final = b"TUMENb2\x00"
_NAME: Final = 16
_CONTEXT: Final = b"tumen backup 2"
KEY_SUFFIX: Final = ".keys.json"
Opener = Callable[[vault.Capsule], vault.Ring]


def write_backup(target: Path, *, progress: Progress = SILENT) -> dict[str, Any]:
    """Write a backup of the unlocked store to `target` and its capsule to `target` + `.keys.json`.

    Returns:
        `files`, `bytes`, `sha256` of the backup file, `key` (name of the key it needs).

    Raises:
        Sealed: the desk is locked.
        BackupUnusable: `target` exists, or cannot be written.
    """
    capsule = target.with_name(target.name + KEY_SUFFIX)
    if target.exists() or capsule.exists():
        raise BackupUnusable(
            "Something already stands where the backup should go.", hint="Choose another name."
        )
    part = target.with_name(target.name + ".part")
    try:
        members, key = _write(part, progress)
        write_key_file(capsule)
        part.replace(target)
        folder.sync(target.parent)
    except OSError as error:
        capsule.unlink(missing_ok=True)
        raise BackupUnusable(
            "The backup could not be written there.",
            hint="Look whether that place exists, may be written to, and has room.",
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return {"files": members, "bytes": target.stat().st_size, "sha256": file_sha256(target), "key": key}


def write_key_file(target: Path) -> None:
    """Write the present key file alone, to replace the ones beside earlier backups after an erasure."""
    folder.write_atomically(target, folder.capsule_path().read_bytes())


def _write(part: Path, progress: Progress) -> tuple[int, str]:
    name, key = keyring.ring().backup_key()
    with tempfile.TemporaryDirectory(prefix="tumen-backup-", dir=folder.root()) as scratch:
        members = list(_members(Path(scratch)))
        progress.start(len(members), "Writing the backup")
        plain = Path(scratch) / "members.tar"
        # The tar holds ciphertext only (databases and files are sealed already); sealing it hides names and sizes.
        with tarfile.open(plain, "w") as tar:
            kept = [(member, path) for member, path in members if _added(tar, member, path, progress)]
            manifest = json.dumps(_manifest(kept)).encode()
            info = tarfile.TarInfo("manifest.json")
            info.size = len(manifest)
            tar.addfile(info, io.BytesIO(manifest))
        with plain.open("rb") as source, part.open("wb") as sealed:
            sealed.write(_HEADER + name.encode())
            vault.encrypt_stream(key, source, sealed, context=_CONTEXT)
            sealed.flush()
            os.fsync(sealed.fileno())
    return len(kept), name


def _added(tar: tarfile.TarFile, member: str, path: Path, progress: Progress) -> bool:
    """False for a file that somebody wiped since it was listed: its key is gone, and no row of the copy needs it."""
    check(progress)
    try:
        tar.add(path, arcname=member)
    except FileNotFoundError:
        if not member.startswith("files/"):
            raise
        return False
    progress.advance()
    return True


def _members(scratch: Path) -> Iterator[tuple[str, Path]]:
    for alias, database in databases.each():
        copy = scratch / f"{alias}.db"
        database.copy_into(copy)
        yield databases.FILES[alias], copy
    files = folder.root() / "files"
    for path in sorted(files.rglob("*")):
        if path.is_file() and path.suffix != ".part":
            yield f"files/{path.relative_to(files).as_posix()}", path


def _manifest(members: list[tuple[str, Path]]) -> dict[str, object]:
    return {
        "format": 2,
        "epoch": keyring.ring().epoch,
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": {name: file_sha256(path) for name, path in members},
    }


def by_passphrase(passphrase: str) -> Opener:
    """Opens the key file of a backup with its passphrase."""
    return lambda capsule: vault.open_capsule(capsule, passphrase)


def by_sheets(*sheets: str) -> Opener:
    """Opens the key file of a backup with two recovery sheets."""
    return lambda capsule: vault.open_with_shares(capsule, sheets)


def restore_backup(
    source: Path, opener: Opener, *, capsule: Path | None = None, progress: Progress = SILENT
) -> int:
    """Restore into the (empty) data folder of this desk; returns the number of files.

    Raises:
        BackupUnusable: the folder holds a store, a file is missing or was altered, or the backup was closed.
        LaterVersion: a later version of the desk wrote it.
        CapsuleDamaged: the folder holds databases whose key file is missing.
        WrongPassphrase, ShareUnreadable, SharesDoNotFit: the key file does not open that way.
    """
    capsule = capsule or source.with_name(source.name + KEY_SUFFIX)
    if folder.exists():
        raise BackupUnusable("The data folder holds a store.", hint="Restore into an empty folder.")
    if not source.exists() or not capsule.exists():
        raise BackupUnusable("The backup or its key file is not there.", hint="Both files are needed.")
    text = capsule.read_text("utf-8")
    ring = opener(vault.Capsule.from_json(text))
    folder.root().mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.refuse_to_overwrite()
    with tempfile.TemporaryDirectory(prefix="tumen-restore-", dir=folder.root()) as scratch:
        target = Path(scratch) / "store"
        count = unpack(source, ring, target, progress=progress)
        for name in databases.FILES.values():
            with closing(single.connect(target / name, ring.key("database"))) as connection:
                versions.refuse_later(connection.execute("SELECT app, name FROM django_migrations"))
        for path in (*target.rglob("*"), target):
            folder.sync(path)
        folder.clear_unfinished()
        folder.mark_unfinished(text)
        if not databases.in_files():
            _fill_server(target, ring)
        for item in target.iterdir():
            item.replace(folder.root() / item.name)
    folder.commit_creation()
    return count


def _fill_server(opened: Path, ring: vault.Ring) -> None:
    keyring.open_with(ring)
    try:
        for alias, database in databases.each():
            database.copy_from(opened / databases.FILES[alias])
            (opened / databases.FILES[alias]).unlink()
    finally:
        folder.close()


def unpack(source: Path, ring: vault.Ring, target: Path, *, progress: Progress = SILENT) -> int:
    """Open a backup into the new folder `target`, compare every file, and bring its databases under the present key.

    Raises:
        BackupUnusable: altered, of another store, or closed by an erasure.
    """
    target.mkdir()
    opened = target.with_name(target.name + ".tar")
    try:
        with source.open("rb") as sealed, opened.open("wb") as plain:
            _open(sealed, plain, ring)
        with tarfile.open(opened) as tar:
            tar.extractall(target, filter="data")
    finally:
        opened.unlink(missing_ok=True)
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    (target / "manifest.json").unlink()
    progress.start(len(manifest["files"]), "Checking the backup")
    for name, sha256 in manifest["files"].items():
        path = target / name
        if not path.is_file() or file_sha256(path) != sha256:
            raise BackupUnusable("A file of the backup is missing or differs from its manifest.")
        progress.advance()
    if manifest["epoch"] != ring.epoch:
        for path in target.glob("*.db"):
            single.rekey(path, ring.key("database", epoch=manifest["epoch"]), ring.key("database"))
    return len(manifest["files"])


def _open(sealed: BinaryIO, plain: BinaryIO, ring: vault.Ring) -> None:
    head = sealed.read(len(_HEADER) + _NAME)
    if not head.startswith(_HEADER):
        raise BackupUnusable("This file is not a backup that this version can read.")
    try:
        _, key = ring.backup_key(head[len(_HEADER) :].decode("ascii", "replace"))
        vault.decrypt_stream(key, sealed, plain, context=_CONTEXT)
    except KeyDestroyed as error:
        raise BackupUnusable(
            "This key file has no key for this backup: it belongs to another store, or the backup was closed "
            "when something was erased."
        ) from error
    except SealBroken as error:
        raise BackupUnusable("The backup was cut or altered.") from error


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
