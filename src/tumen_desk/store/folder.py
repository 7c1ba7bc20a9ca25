"""A data folder: created with a passphrase, opened with it."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from tumen import vault
from tumen.errors import CapsuleDamaged
from tumen_desk.store import keyring

DEMO_PASSPHRASE = "demo"  # noqa: S105  (public on purpose: made-up people only)


def root() -> Path:
    """The data folder of this desk."""
    return settings.CONFIG.folder  # type: ignore[no-any-return]


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
    _clear_unfinished()
    kdf = vault.QUICK if settings.CONFIG.demo else vault.LAPTOP
    capsule, master = vault.create_capsule(passphrase, kdf=kdf)
    _unfinished().write_text(capsule.to_json(), "utf-8")
    keyring.open_with(master)
    prepare()


def commit_creation() -> None:
    """From here on the store exists."""
    write_atomically(capsule_path(), _unfinished().read_bytes())
    _unfinished().unlink()


def _unfinished() -> Path:
    return root() / "keys.unfinished.json"


def _clear_unfinished() -> None:
    """Throw away what a killed making left: without its capsule nobody can open it."""
    for alias in connections:
        connections[alias].close()
        name = Path(str(settings.DATABASES[alias]["NAME"]))
        for suffix in ("", "-wal", "-shm"):
            name.with_name(name.name + suffix).unlink(missing_ok=True)


def unlock(passphrase: str) -> None:
    """Open the store.

    Raises:
        WrongPassphrase: the passphrase does not fit.
        CapsuleDamaged: the key file cannot be read.
    """
    try:
        text = capsule_path().read_text("utf-8")
    except OSError as error:
        raise CapsuleDamaged("The key file of this store is missing.") from error
    keyring.open_with(vault.open_capsule(vault.Capsule.from_json(text), passphrase))
    prepare()


def lock() -> None:
    """Close the store: connections of this thread at once, those of other threads at their next request."""
    connections.close_all()
    keyring.close()


def prepare() -> None:
    """Bring both databases to the present schema."""
    for alias in connections:
        call_command("migrate", database=alias, interactive=False, verbosity=0)


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that after a power cut either the old or the new one is there, whole."""
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
