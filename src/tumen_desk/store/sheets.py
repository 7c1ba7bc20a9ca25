"""Recovery sheets while they are made: held by this process between printing and typing back, nowhere else."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from tumen import vault
from tumen_desk.store import folder, keyring

if TYPE_CHECKING:
    from tumen.vault import Door

_lock = threading.Lock()
_pending: dict[int, tuple[int, Door, tuple[str, str, str]]] = {}


def begin(user: int) -> tuple[str, str, str]:
    """Make three sheets for this user to print; what they had begun before is dropped."""
    door, made = folder.make_sheets()
    with _lock:
        _pending[user] = (keyring.generation(), door, made)
    return made


def printed(user: int) -> tuple[str, str, str] | None:
    """The sheets this user is printing; None if there are none, or the desk was locked meanwhile."""
    held = _pending.get(user)
    return held[2] if held and held[0] == keyring.generation() else None


def keep(user: int) -> None:
    """They were typed back: from here on any two of them open the store."""
    with _lock:
        _, door, _ = _pending.pop(user)
    folder.keep_sheets(door)


def drop(user: int) -> None:
    """Nothing of it holds."""
    with _lock:
        _pending.pop(user, None)


def made_on() -> str:
    """The day the present sheets were made, ISO; empty if there are none."""
    door = folder.capsule().door("shares")
    return door.made if door else ""


def passphrase_made_on() -> str:
    """The day the present passphrase was set, ISO."""
    door = folder.capsule().door("passphrase")
    return door.made if door else ""


def words(typed: str) -> tuple[str, ...]:
    """The words of a sheet as somebody typed it.

    Raises:
        ShareUnreadable: it is not a sheet.
    """
    return vault.read_sheet(typed).words
