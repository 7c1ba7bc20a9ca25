"""Rotation: the store under new keys, whole or not at all, however it is interrupted.

Copies of the databases are brought under the new key beside the old ones; then the key file is replaced, which is the
moment from which the new keys hold; then the copies take the place of the old. Killed before that moment, the copies
are thrown away at the next opening; killed after it, they are put in place. Which of the two it was is told by the live
file alone: it opens under the keys that hold, or it does not. A copy proves nothing, not even that it is whole: after a
power cut it may have been rolled back to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connections

from tumen_desk.store import databases, folder, keyring
from tumen_desk.store.sqlcipher import single

_NEXT: Final = ".next"


def turn() -> int:
    """Bring the unlocked store under new keys; returns the number of the new epoch. Nobody else may have it open.

    Files keep the keys they were sealed under: whoever had those keys had those files. What is sealed from now on is
    closed to them.
    """
    ring = keyring.ring()
    turned = ring.turned()
    for alias, database in _in_files():
        copy = _next(alias)
        copy.unlink(missing_ok=True)
        database.copy_into(copy)
        single.rekey(copy, ring.key("database"), turned.key("database"))
        folder.sync(copy)
    connections.close_all()
    folder.replace_ring(turned)
    settle()
    keyring.open_with(turned)
    return turned.epoch


def settle() -> None:
    """Finish or drop a rotation that was interrupted; called while no database is open."""
    key = keyring.key("database")
    for alias, _ in _in_files():
        live, copy = _live(alias), _next(alias)
        if not copy.exists():
            continue
        if single.opens(live, key):
            copy.unlink()
        elif not single.faults(copy, key):
            # The log of writes belongs to the old file; everything in it is in the copy.
            for suffix in ("-wal", "-shm"):
                live.with_name(live.name + suffix).unlink(missing_ok=True)
            folder.sync(live.parent)
            copy.replace(live)
            folder.sync(live.parent)
        copy.with_name(copy.name + "-journal").unlink(missing_ok=True)


def _in_files() -> Iterable[tuple[str, databases.StoreDatabase]]:
    """On a server there is nothing to turn: its pages lie under no key of ours."""
    return databases.each() if databases.in_files() else ()


def _live(alias: str) -> Path:
    return Path(str(settings.DATABASES[alias]["NAME"]))


def _next(alias: str) -> Path:
    live = _live(alias)
    return live.with_name(live.name + _NEXT)
