"""Files that are made anew from what is there: sealed like all others, in no backup, gone when their secret is.

The key of such a file is made of a key of the store, which is made anew when the keys of the store are, and of a
secret that lies in the row which speaks of the file. Whoever clears that secret has destroyed the file, whatever
copies of it are left on the disk; a copy of the databases without the file holds nothing of it either.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from tumen import vault
from tumen.errors import SealBroken
from tumen_desk.store import keyring
from tumen_desk.store.folder import root, writing

_ENDS: Final = ".sealed"


def put(name: str, write: Callable[[BinaryIO], object]) -> bytes:
    """Seal what `write` writes, from beginning to end, in the place of an earlier file of this name.

    Returns:
        the secret of the file, to be kept in the encrypted database.
    """
    secret, target = os.urandom(32), _path(name)
    with writing(target) as sealed:
        Path(sealed.name).chmod(0o600)
        stream = vault.SealingStream(_key(name, secret), sealed, context=name.encode())
        write(cast("BinaryIO", _Onward(stream)))
        stream.finish()
    return secret


def opened(name: str, secret: bytes) -> BinaryIO:
    """The file, to read and to seek in; only the chunks that are read are opened.

    Raises:
        SealBroken: missing, altered, of another secret, or made before the keys of the store were turned.
    """
    try:
        sealed = _path(name).open("rb")
    except FileNotFoundError as error:
        raise SealBroken("A file that can be made anew is missing.", name=name) from error
    try:
        return vault.open_anywhere(_key(name, secret), sealed, context=name.encode())
    except BaseException:
        sealed.close()
        raise


def exists(name: str) -> bool:
    """Whether a file of this name lies there, whatever it opens to."""
    return _path(name).exists()


def remove(name: str) -> None:
    """Take the file away; clear its secret first."""
    _path(name).unlink(missing_ok=True)


def _path(name: str) -> Path:
    return root() / f"{name}{_ENDS}"


def _key(name: str, secret: bytes) -> bytes:
    return hashlib.blake2b(secret, key=keyring.key(f"derived {name}"), digest_size=32).digest()


class _Onward(io.RawIOBase):
    """A file that can only be written to, onward."""

    def __init__(self, stream: vault.SealingStream) -> None:
        self._stream = stream

    def writable(self) -> bool:
        return True

    def write(self, plain: Any) -> int:
        content = bytes(plain)
        self._stream.write(content)
        return len(content)
