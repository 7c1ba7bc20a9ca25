"""The keys of this process, while the desk is unlocked. They are never in settings, environment or arguments."""

from __future__ import annotations

import gc
import hashlib
import threading

from tumen import vault
from tumen.errors import Sealed

_lock = threading.Lock()
_ring: vault.Ring | None = None
_generation = 0


def open_with(keys: vault.Ring | bytes) -> None:
    """Unlock this process. 32 bytes make the ring of a throw-away store, for tests."""
    global _ring, _generation  # noqa: PLW0603  (one process, one keyring: the point of this module)
    with _lock:
        _ring = keys if isinstance(keys, vault.Ring) else vault.Ring.from_secret(keys)
        _generation += 1


def take_over(keys: bytes) -> None:
    """Unlock a child process with what its parent's `master` gave it."""
    open_with(vault.Ring.from_bytes(keys))


def replace(keys: vault.Ring) -> None:
    """Go on with other keys behind the same database connections: some were destroyed, or one was added."""
    global _ring  # noqa: PLW0603
    with _lock:
        if _ring is None:
            raise Sealed("The desk is sealed.")
        _forget(_ring)
        _ring = keys


def close() -> None:
    """Drop the keys; every database connection of an earlier generation is dead from now on.

    Python copies bytes as it likes and cannot wipe all of them: what is dropped here is not referred to any more, and
    is overwritten when its memory is used again. Only the end of the process is the end of every copy: a desk that
    serves ends with each locking and begins anew (`commands.serving`).
    """
    global _ring, _generation  # noqa: PLW0603
    with _lock:
        if _ring is not None:
            _forget(_ring)
        _ring = None
        _generation += 1
    gc.collect()


def _forget(keys: vault.Ring) -> None:
    keys.persons.forget()
    keys.files.forget()


def is_sealed() -> bool:
    """True while nothing can be read."""
    return _ring is None


def generation() -> int:
    """Changes whenever the desk is locked or unlocked."""
    return _generation


def ring() -> vault.Ring:
    """All keys.

    Raises:
        Sealed: the desk is locked.
    """
    if _ring is None:
        raise Sealed("The desk is sealed.")
    return _ring


def master() -> bytes:
    """All keys in clear, for handing to the worker process through its pipe.

    Raises:
        Sealed: the desk is locked.
    """
    return ring().to_bytes()


def key(purpose: str) -> bytes:
    """The present 32-byte key for one purpose.

    Raises:
        Sealed: the desk is locked.
    """
    return ring().key(purpose)


def file_leaf(sha256: str) -> int:
    """Under which number the key of a file is kept, given its SHA-256 as hex."""
    return int(sha256[:16], 16)


def file_key(sha256: str, *, epoch: int | None = None) -> bytes:
    """The key of one file, of the epoch in which it was sealed.

    Raises:
        Sealed: the desk is locked.
        KeyDestroyed: this file was erased.
    """
    keys = ring()
    leaf = keys.files.key(file_leaf(sha256))
    return hashlib.blake2b(leaf, key=keys.key("files", epoch=epoch), digest_size=32).digest()
