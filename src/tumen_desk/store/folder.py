"""A data folder: created with a passphrase, opened with it."""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from tumen import vault
from tumen.errors import (
    CapsuleDamaged,
    FolderInUse,
    LaterVersion,
    OtherBuild,
    SealBroken,
    TumenError,
    WrongPassphrase,
)
from tumen_desk.store import databases, keyring, versions

DEMO_PASSPHRASE = "demo"  # noqa: S105  (public on purpose: made-up people only)

logger = logging.getLogger(__name__)
_before_databases: list[Callable[[], object]] = []
_after_unlocking: list[Callable[[], object]] = []
_before_locking: list[Callable[[], object]] = []
_after_locking: list[Callable[[], object]] = []


def root() -> Path:
    """The data folder of this desk."""
    return settings.CONFIG.folder


def capsule_path() -> Path:
    """Where the key capsule lies."""
    return root() / "keys.json"


def exists() -> bool:
    """True once a store was created here."""
    return capsule_path().exists()


def create(passphrase: str) -> None:
    """Create the store and leave it unlocked."""
    begin(passphrase)
    commit_creation()


def begin(passphrase: str) -> None:
    """Start a store that does not exist until `commit_creation`: killed in between, it is begun anew."""
    root().mkdir(parents=True, exist_ok=True, mode=0o700)
    refuse_to_overwrite()
    clear_unfinished()
    capsule, ring = vault.create_capsule(passphrase, kdf=_cost())
    mark_unfinished(capsule.to_json())
    keyring.open_with(ring)
    prepare()


def _cost() -> vault.Kdf:
    return vault.QUICK if settings.CONFIG.demo else vault.calibrated()


def mark_unfinished(capsule: str) -> None:
    """Put the key file down as unfinished: whatever lies beside it may be thrown away."""
    write_atomically(_unfinished(), capsule.encode())


def commit_creation() -> None:
    """From here on the store exists."""
    sync(root())
    _unfinished().replace(capsule_path())
    sync(root())


def _unfinished() -> Path:
    return root() / "keys.unfinished.json"


def refuse_to_overwrite() -> None:
    """Stop before anything is thrown away that somebody may still open.

    Databases without a key file are a store whose key file is kept elsewhere, or was lost; only a making that was
    killed half-way leaves databases beside its unfinished key file.

    Raises:
        CapsuleDamaged: the folder holds a store without its key file.
    """
    if not _unfinished().exists() and any(database.lies_there() for _, database in databases.each()):
        raise CapsuleDamaged(
            "There is a store here whose key file (keys.json) is missing.",
            hint="Put the key file back, or choose another folder (and another database). Nothing was changed.",
        )


def clear_unfinished() -> None:
    """Throw away what a killed making or restoring left; nobody has put anything into it yet."""
    connections.close_all()
    for _, database in databases.each():
        database.throw_away()
    shutil.rmtree(root() / "files", ignore_errors=True)
    _unfinished().unlink(missing_ok=True)


def unlock(passphrase: str) -> None:
    """Open the store.

    Raises:
        WrongPassphrase: the passphrase does not fit.
        CapsuleDamaged: the key file cannot be read.
        SealBroken: the databases do not open under the key.
        LaterVersion: a later version of the desk wrote them; nothing was changed.
        OtherBuild: another build made them, with other tables under the same version.
    """
    _open(vault.open_capsule(capsule(), passphrase))


def unlock_with_sheets(sheets: Sequence[str]) -> None:
    """Open the store with two of its three recovery sheets.

    Raises:
        ShareUnreadable: a sheet was mistyped.
        SharesDoNotFit: they open nothing here.
        CapsuleDamaged, SealBroken, LaterVersion, OtherBuild: as `unlock`.
    """
    _open(vault.open_with_shares(capsule(), sheets))


def capsule() -> vault.Capsule:
    """The key capsule of this store.

    Raises:
        CapsuleDamaged: missing or unreadable.
    """
    return vault.Capsule.from_json(_capsule_text())


def _capsule_text() -> str:
    try:
        return capsule_path().read_text("utf-8")
    except (OSError, ValueError) as error:
        raise CapsuleDamaged("The key file of this store is missing.") from error


def passphrase_fits(passphrase: str) -> bool:
    """True if this passphrase opens the store; costs as much as unlocking."""
    try:
        vault.open_capsule(capsule(), passphrase)
    except WrongPassphrase:
        return False
    return True


def change_passphrase(passphrase: str) -> None:
    """Put the unlocked store behind another passphrase. Older copies of the key file keep the old one."""
    _keep(vault.change_passphrase(capsule(), keyring.ring(), passphrase, kdf=_cost()))


def make_sheets() -> tuple[vault.Door, tuple[str, str, str]]:
    """Three new recovery sheets and what they will open; nothing holds before `keep_sheets`."""
    return vault.make_shares()


def keep_sheets(door: vault.Door) -> None:
    """From here on any two of the sheets open the store; those of an earlier set do not."""
    _keep(vault.keep_shares(capsule(), keyring.ring(), door))


def replace_ring(ring: vault.Ring) -> None:
    """Put other keys behind the same doors, on the disk first; then this process goes on with them."""
    _keep(vault.reseal(capsule(), ring))
    keyring.replace(ring)


def _keep(changed: vault.Capsule) -> None:
    write_atomically(capsule_path(), changed.to_json().encode())


def _open(ring: vault.Ring) -> None:
    keyring.open_with(ring)
    for work in _before_databases:
        work()
    try:
        prepare()
    except (LaterVersion, OtherBuild):
        close()
        raise
    except DatabaseError as error:
        close()
        raise SealBroken(
            "The databases of this store are damaged, or belong to another key file.",
            hint="Nothing was changed. Restore a backup into an empty folder.",
        ) from error
    for work in _after_unlocking:
        work()


def before_databases(work: Callable[[], object]) -> None:
    """Register what is to be done at each unlocking while no database is open yet."""
    if work not in _before_databases:
        _before_databases.append(work)


def after_unlocking(work: Callable[[], object]) -> None:
    """Register what is to be done each time the store was opened, such as finishing what a power cut interrupted."""
    if work not in _after_unlocking:
        _after_unlocking.append(work)


def before_locking(work: Callable[[], object]) -> None:
    """Register something short that is to be done each time the open store is closed."""
    if work not in _before_locking:
        _before_locking.append(work)


def after_locking(work: Callable[[], object]) -> None:
    """Register what is to be done once no key is held any more."""
    if work not in _after_locking:
        _after_locking.append(work)


def lock() -> None:
    """Close the store: connections of this thread at once, those of other threads at their next request."""
    try:
        if not keyring.is_sealed():
            for work in _before_locking:
                work()
    except (DatabaseError, TumenError):  # whatever is wrong with the store, it is closed
        logger.warning("Something was left undone when the store was closed.")
    finally:
        close()
        for work in _after_locking:
            work()


def close() -> None:
    """Let go of databases and keys, and nothing else."""
    connections.close_all()
    keyring.close()


def prepare() -> None:
    """Bring both databases to the present schema."""
    for _, database in databases.each():
        database.make_room()
    # The jobs' database holds its own app only.
    for alias, only in (("default", ()), ("jobs", ("jobs",))):
        if _is_behind(alias, *only):
            call_command("migrate", *only, database=alias, interactive=False, verbosity=0)
        versions.refuse_other_build(alias)


def _is_behind(alias: str, *only: str) -> bool:
    """Whether the schema is of an earlier version: a fifth of the work of walking every step to find nothing to do."""
    executor = MigrationExecutor(connections[alias])
    versions.refuse_later(executor.loader.applied_migrations)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes(*only)))


@contextmanager
def only_desk() -> Iterator[None]:
    """Hold the folder for one desk process; the system lets go of it when the process ends, however it ends.

    Raises:
        FolderInUse: another process holds it.
    """
    root().mkdir(parents=True, exist_ok=True, mode=0o700)
    with (root() / "desk.lock").open("a+b") as file:
        try:
            _hold(file)
        except OSError as error:
            raise FolderInUse("Another desk is open on this data folder.") from error
        yield


def _hold(file: BinaryIO) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that after a power cut either the old or the new one is there, whole."""
    with writing(path) as file:
        file.write(content)


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """A file to write into, which stands at `path` only when all of it is on the disk; what fails leaves nothing."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        sync(path.parent)
    finally:
        part.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Make a file, or the renames in a folder, outlast a power cut, where the system allows it."""
    if sys.platform == "win32":
        return
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
