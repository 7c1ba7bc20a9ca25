"""The keys of this process, while the desk is unlocked. They are never in settings, environment or arguments."""

from __future__ import annotations

import threading

from tumen import vault
from tumen.errors import Sealed

_lock = threading.Lock()
_master: bytearray | None = None
_generation = 0


def open_with(master: bytes) -> None:
    """Unlock this process."""
    global _master, _generation  # noqa: PLW0603  (one process, one keyring: the point of this module)
    with _lock:
        _master = bytearray(master)
        _generation += 1


def close() -> None:
    """Wipe the key; every database connection of an earlier generation is dead from now on."""
    global _master, _generation  # noqa: PLW0603
    with _lock:
        if _master is not None:
            for at in range(len(_master)):
                _master[at] = 0
        _master = None
        _generation += 1


def is_sealed() -> bool:
    """True while nothing can be read."""
    return _master is None


def generation() -> int:
    """Changes whenever the desk is locked or unlocked."""
    return _generation


def master() -> bytes:
    """The master key, for handing to the worker process through its pipe.

    Raises:
        Sealed: the desk is locked.
    """
    if _master is None:
        raise Sealed("The desk is sealed.")
    return bytes(_master)


def key(purpose: str) -> bytes:
    """The 32-byte key for one purpose.

    Raises:
        Sealed: the desk is locked.
    """
    return vault.derive_key(master(), purpose)
