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

_HEADER = b"TUMENs1\x00"
_CHUNK = 64 * 1024
_TAG = 16
_PREFIX = 7


def _nonce(prefix: bytes, counter: int, *, last: bool) -> bytes:
    return prefix + counter.to_bytes(4, "big") + (b"\x01" if last else b"\x00")


def encrypt_stream(key: bytes, plain: BinaryIO, sealed: BinaryIO, *, context: bytes = b"") -> int:
    """Seal everything `plain` yields into `sealed`; returns the number of plain bytes."""
    cipher, prefix = AESGCM(key), os.urandom(_PREFIX)
    sealed.write(_HEADER + prefix)
    counter, total, chunk = 0, 0, plain.read(_CHUNK)
    while True:
        following = plain.read(_CHUNK)
        last = not following
        sealed.write(cipher.encrypt(_nonce(prefix, counter, last=last), chunk, _HEADER + context))
        total += len(chunk)
        if last:
            return total
        counter, chunk = counter + 1, following


def decrypt_stream(key: bytes, sealed: BinaryIO, plain: BinaryIO, *, context: bytes = b"") -> int:
    """Open what `encrypt_stream` sealed; returns the number of plain bytes.

    Chunks are written as they open: on an error the caller must throw away what was written.

    Raises:
        SealBroken: wrong key or context, or bytes cut, swapped, repeated or altered.
    """
    head = sealed.read(len(_HEADER) + _PREFIX)
    if len(head) != len(_HEADER) + _PREFIX or not head.startswith(_HEADER):
        raise SealBroken("These bytes are not a sealed file of a known version.")
    cipher, prefix = AESGCM(key), head[len(_HEADER) :]
    counter, total, chunk = 0, 0, sealed.read(_CHUNK + _TAG)
    while True:
        following = sealed.read(_CHUNK + _TAG)
        last = not following
        try:
            opened = cipher.decrypt(_nonce(prefix, counter, last=last), chunk, _HEADER + context)
        except (InvalidTag, ValueError) as error:
            raise SealBroken("The sealed file does not open: wrong key, or cut or altered.") from error
        plain.write(opened)
        total += len(opened)
        if last:
            return total
        counter, chunk = counter + 1, following
