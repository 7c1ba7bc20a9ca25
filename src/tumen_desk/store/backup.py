"""Backups: the whole store in one sealed file, written while people work, restored whole or not at all.

The backup holds the encrypted databases and the sealed files; the key capsule is written *beside* it, as a
second file, so that the two can be kept apart. Nothing in either opens without the passphrase.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connections

from tumen import vault
from tumen.errors import BackupUnusable, SealBroken
from tumen.progress import SILENT, Progress, check
from tumen_desk.store import folder, keyring

_CONTEXT = b"tumen backup 1"
_KEY_SUFFIX = ".keys.json"


def write_backup(target: Path, *, progress: Progress = SILENT) -> dict[str, object]:
    """Write a backup of the unlocked store to `target` and its capsule to `target` + `.keys.json`.

    Returns:
        `files`, `bytes`, `sha256` of the backup file.

    Raises:
        Sealed: the desk is locked.
        BackupUnusable: `target` exists.
    """
    capsule = target.with_name(target.name + _KEY_SUFFIX)
    if target.exists() or capsule.exists():
        raise BackupUnusable(
            "Something already stands where the backup should go.", hint="Choose another name."
        )
    part = target.with_name(target.name + ".part")
    try:
        members = _write(part, progress)
        shutil.copyfile(folder.capsule_path(), capsule)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return {"files": members, "bytes": target.stat().st_size, "sha256": _sha256(target)}


def _write(part: Path, progress: Progress) -> int:
    with tempfile.TemporaryDirectory(prefix="tumen-backup-", dir=folder.root()) as scratch:
        members = list(_members(Path(scratch)))
        progress.start(len(members), "Writing the backup")
        plain = Path(scratch) / "members.tar"
        # The tar holds ciphertext only (databases and files are sealed already); sealing it hides names and sizes.
        with tarfile.open(plain, "w") as tar:
            for name, path in members:
                check(progress)
                tar.add(path, arcname=name)
                progress.advance()
            manifest = json.dumps(_manifest(members)).encode()
            info = tarfile.TarInfo("manifest.json")
            info.size = len(manifest)
            tar.addfile(info, io.BytesIO(manifest))
        with plain.open("rb") as source, part.open("wb") as sealed:
            vault.encrypt_stream(keyring.key("backup"), source, sealed, context=_CONTEXT)
            sealed.flush()
            os.fsync(sealed.fileno())
    return len(members)


def _members(scratch: Path) -> Iterator[tuple[str, Path]]:
    for alias in connections:
        copy = scratch / f"{alias}.db"
        connections[alias].copy_into(copy)  # type: ignore[attr-defined]  # our own backend
        yield Path(str(settings.DATABASES[alias]["NAME"])).name, copy
    files = folder.root() / "files"
    for path in sorted(files.rglob("*")):
        if path.is_file() and path.suffix != ".part":
            yield f"files/{path.relative_to(files).as_posix()}", path


def _manifest(members: list[tuple[str, Path]]) -> dict[str, object]:
    return {
        "format": 1,
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": {name: _sha256(path) for name, path in members},
    }


def restore_backup(
    source: Path, passphrase: str, *, capsule: Path | None = None, progress: Progress = SILENT
) -> int:
    """Restore into the (empty) data folder of this desk; returns the number of files.

    Raises:
        BackupUnusable: the folder holds a store, a file is missing or was altered.
        CapsuleDamaged: the folder holds databases whose key file is missing.
        WrongPassphrase: the passphrase does not fit the capsule.
    """
    capsule = capsule or source.with_name(source.name + _KEY_SUFFIX)
    if folder.exists():
        raise BackupUnusable("The data folder holds a store.", hint="Restore into an empty folder.")
    if not source.exists() or not capsule.exists():
        raise BackupUnusable("The backup or its key file is not there.", hint="Both files are needed.")
    text = capsule.read_text("utf-8")
    master = vault.open_capsule(vault.Capsule.from_json(text), passphrase)
    folder.root().mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.refuse_to_overwrite()
    with tempfile.TemporaryDirectory(prefix="tumen-restore-", dir=folder.root()) as scratch:
        opened = Path(scratch) / "members.tar"
        with source.open("rb") as sealed, opened.open("wb") as plain:
            _open(sealed, plain, vault.derive_key(master, "backup"))
        count = _unpack(opened, Path(scratch) / "store", progress)
        folder.clear_unfinished()
        folder.mark_unfinished(text)
        for item in (Path(scratch) / "store").iterdir():
            item.replace(folder.root() / item.name)
    folder.commit_creation()
    return count


def _open(sealed: BinaryIO, plain: BinaryIO, key: bytes) -> None:
    try:
        vault.decrypt_stream(key, sealed, plain, context=_CONTEXT)
    except SealBroken as error:
        raise BackupUnusable(
            "The backup was cut or altered, or its key file belongs to another store."
        ) from error


def _unpack(opened: Path, target: Path, progress: Progress) -> int:
    target.mkdir()
    with tarfile.open(opened) as tar:
        tar.extractall(target, filter="data")
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    (target / "manifest.json").unlink()
    progress.start(len(manifest["files"]), "Checking the backup")
    for name, sha256 in manifest["files"].items():
        path = target / name
        if not path.is_file() or _sha256(path) != sha256:
            raise BackupUnusable("A file of the backup is missing or differs from its manifest.")
        progress.advance()
    return len(manifest["files"])


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
