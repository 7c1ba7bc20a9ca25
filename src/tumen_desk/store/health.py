"""Is this machine fit to keep the store? Permissions, keys, clock, disk, swap: each said in plain words."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tumen_desk.store import folder, sheets

_ROOM_FOR_COPIES: Final = 2.5
_LEAST_FREE: Final = 200 * 1024 * 1024
_EARLIEST: Final = datetime(2026, 1, 1, tzinfo=UTC)
_LEAST_MEMORY_KIB: Final = 256 * 1024


def problems() -> list[str]:
    """What is wrong and must be put right: others can read the folder, the clock is off, leftovers lie about."""
    return [*_permissions(), *_clock(), *_leftovers(), *_disk()]


def advice() -> list[str]:
    """What is not wrong but would hurt one day: no recovery sheets, a cheap passphrase, open swap."""
    return [*_keys(), *_swap()]


def _permissions() -> Iterator[str]:
    if os.name == "nt":
        return
    for path in (folder.root(), folder.capsule_path(), folder.root() / "files"):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o022:
            yield f"{path.name} may be changed by other users of this machine: take their right to write away."
    root = folder.root()
    if root.exists() and stat.S_IMODE(root.stat().st_mode) & 0o055:
        yield f"The data folder {root.name} is open to other users of this machine: chmod 700 closes it."


def _clock() -> Iterator[str]:
    now = datetime.now(UTC)
    if now < _EARLIEST:
        yield f"The clock of this machine says {now:%Y-%m-%d}: set it, or every date in the log is wrong."
    newest = max((p.stat().st_mtime for p in _databases()), default=0.0)
    if newest > now.timestamp() + 24 * 3600:
        yield "The store was written on a day that has not come yet: the clock of this machine went back."


def _leftovers() -> Iterator[str]:
    """What a killed process left. All of it is sealed; it only takes room, or says that something was interrupted."""
    for pattern in ("*.part", "tumen-*", "*.next", "keys.unfinished.json"):
        for path in sorted(folder.root().glob(pattern)):
            yield f"{path.name} was left by something that was interrupted; it may be deleted while the desk is closed."


def _disk() -> Iterator[str]:
    free = shutil.disk_usage(folder.root()).free
    needed = max(_LEAST_FREE, _ROOM_FOR_COPIES * sum(p.stat().st_size for p in _databases()))
    if free < needed:
        yield f"Only {free // 2**20} MB are free on this disk; a backup or new keys need {int(needed) // 2**20} MB."


def _databases() -> list[Path]:
    return [p for p in folder.root().glob("*.db*") if p.is_file()]


def _keys() -> Iterator[str]:
    if not folder.exists():
        return
    if not sheets.made_on():
        yield "There are no recovery sheets: if the passphrase is lost, everything is lost."
    door = folder.capsule().door("passphrase")
    if door is not None and door.kdf.memory_kib < _LEAST_MEMORY_KIB:
        yield "The passphrase is cheap to guess (made for a demonstration): change it before anything real comes in."


def _swap() -> Iterator[str]:
    try:
        swaps = Path("/proc/swaps").read_text("utf-8").splitlines()[1:]
    except OSError:
        return
    if any(not line.startswith("/dev/dm-") for line in swaps):
        yield "This machine swaps memory to a disk that does not look encrypted: keys can end up there. Encrypt it."
