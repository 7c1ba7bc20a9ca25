"""A sealed file read anywhere in it: only the chunks that hold what is asked for are opened."""

from __future__ import annotations

import io
import os
from typing import Any, BinaryIO

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tumen.errors import SealBroken
from tumen.vault.stream import CHUNK, HEADER, TAG, nonce_of, open_chunk, read_head

_SEALED = CHUNK + TAG


def open_anywhere(
    key: bytes, sealed: BinaryIO, *, context: bytes = b"", end: int | None = None
) -> io.BufferedReader:
    """What `encrypt_stream` or `SealingStream` sealed, as a file to read and seek in. Memory stays at two chunks.

    The last chunk is opened at once, so that a cut file is noticed before anything of it is used. A chunk that was
    altered is noticed when it is read.

    Args:
        key: 32 bytes.
        sealed: stands at the first sealed byte, and can seek. It is closed with the reader.
        context: what was said when it was sealed.
        end: where it ends within `sealed`; at the end of that file if not given.

    Raises:
        SealBroken: wrong key or context, or bytes cut or altered.
    """
    return io.BufferedReader(_Opened(key, sealed, context, end), buffer_size=CHUNK)


class _Opened(io.RawIOBase):
    def __init__(self, key: bytes, sealed: BinaryIO, context: bytes, end: int | None) -> None:
        self._sealed = sealed
        self._cipher, self._context, self._prefix = AESGCM(key), HEADER + context, read_head(sealed)
        self._begin = sealed.tell()
        body = (end if end is not None else sealed.seek(0, os.SEEK_END)) - self._begin
        self._last = max(0, -(-body // _SEALED) - 1)
        self._length, self._at = body - (self._last + 1) * TAG, 0
        if self._length < 0:
            raise SealBroken("The sealed file does not open: wrong key, or cut or altered.")
        self._held, self._chunk = self._last, self._open(self._last)

    def _open(self, number: int) -> bytes:
        self._sealed.seek(self._begin + number * _SEALED)
        size = min(_SEALED, self._length + TAG - number * CHUNK)
        nonce = nonce_of(self._prefix, number, last=number == self._last)
        return open_chunk(self._cipher, nonce, self._sealed.read(size), self._context)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._length}[whence]
        if start + offset < 0:
            raise ValueError("A file cannot be read before its beginning.")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self._length:
            return 0
        number, skipped = divmod(self._at, CHUNK)
        if number != self._held:
            self._held, self._chunk = number, self._open(number)
        piece = self._chunk[skipped : skipped + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            self._sealed.close()
        super().close()
