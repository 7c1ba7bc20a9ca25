"""Files of any length, sealed in chunks: flat memory, and a cut, swapped or repeated chunk is an error.

Source: STREAM, Hoang, Reyhanitabar, Rogaway & Vizár (2015), over AES-256-GCM: nonce = 7 random bytes,
a 32-bit chunk counter, and one byte that marks the last chunk.
"""

from __future__ import annotations

import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tumen.errors import SealBroken

HEADER = b"TUMENs1\x00"
CHUNK = 64 * 1024
TAG = 16
PREFIX = 7


def nonce_of(prefix: bytes, counter: int, *, last: bool) -> bytes:
    """The nonce of one chunk."""
    return prefix + counter.to_bytes(4, "big") + (b"\x01" if last else b"\x00")


class SealingStream:
    """Seals what is written to it, piece by piece, into `sealed`; at most one chunk waits in memory.

    Nothing holds before `finish`: without the mark of the last chunk, what was written opens nowhere.

    Args:
        key: 32 bytes.
        sealed: where the sealed bytes go.
        context: what the file is; it opens only where the same is said.
    """

    def __init__(self, key: bytes, sealed: BinaryIO, *, context: bytes = b"") -> None:
        self._cipher, self._prefix, self._context = AESGCM(key), os.urandom(PREFIX), HEADER + context
        self._sealed, self._waiting, self._counter, self._total = sealed, bytearray(), 0, 0
        sealed.write(HEADER + self._prefix)

    def write(self, plain: bytes) -> None:
        """Take further bytes."""
        self._waiting += plain
        self._total += len(plain)
        while len(self._waiting) > CHUNK:  # a full chunk waits too: it may be the last
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def finish(self) -> int:
        """Seal what waits as the last chunk; returns the number of plain bytes."""
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()
        return self._total

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        nonce = nonce_of(self._prefix, self._counter, last=last)
        self._sealed.write(self._cipher.encrypt(nonce, chunk, self._context))
        self._counter += 1


def encrypt_stream(key: bytes, plain: BinaryIO, sealed: BinaryIO, *, context: bytes = b"") -> int:
    """Seal everything `plain` yields into `sealed`; returns the number of plain bytes."""
    stream = SealingStream(key, sealed, context=context)
    while piece := plain.read(CHUNK):
        stream.write(piece)
    return stream.finish()


def decrypt_stream(key: bytes, sealed: BinaryIO, plain: BinaryIO, *, context: bytes = b"") -> int:
    """Open what `encrypt_stream` sealed; returns the number of plain bytes.

    Chunks are written as they open: on an error the caller must throw away what was written.

    Raises:
        SealBroken: wrong key or context, or bytes cut, swapped, repeated or altered.
    """
    prefix = read_head(sealed)
    cipher, counter, total, chunk = AESGCM(key), 0, 0, sealed.read(CHUNK + TAG)
    while True:
        following = sealed.read(CHUNK + TAG)
        last = not following
        opened = open_chunk(cipher, nonce_of(prefix, counter, last=last), chunk, HEADER + context)
        plain.write(opened)
        total += len(opened)
        if last:
            return total
        counter, chunk = counter + 1, following


def read_head(sealed: BinaryIO) -> bytes:
    """Read the head of a sealed file; returns the random part of its nonces.

    Raises:
        SealBroken: it is none.
    """
    head = sealed.read(len(HEADER) + PREFIX)
    if len(head) != len(HEADER) + PREFIX or not head.startswith(HEADER):
        raise SealBroken("These bytes are not a sealed file of a known version.")
    return head[len(HEADER) :]


def open_chunk(cipher: AESGCM, nonce: bytes, chunk: bytes, context: bytes) -> bytes:
    """One chunk, opened.

    Raises:
        SealBroken: it does not open.
    """
    try:
        return cipher.decrypt(nonce, chunk, context)
    except (InvalidTag, ValueError) as error:
        raise SealBroken("The sealed file does not open: wrong key, or cut or altered.") from error
