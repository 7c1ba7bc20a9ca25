"""Small values sealed under a key, bound to the place where they stand."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tumen.errors import SealBroken

_HEADER = b"TUMENv1\x00"
_NONCE = 12


def seal(key: bytes, plaintext: bytes, *, context: bytes) -> bytes:
    """Seal `plaintext` under a 32-byte `key`.

    Args:
        key: 32 bytes.
        plaintext: what to hide.
        context: where it stands (`table:row:field`); it is not hidden, and opening elsewhere fails.

    Returns:
        header (8 bytes), nonce (12), ciphertext and tag (len + 16).

    Source: AES-256-GCM, NIST SP 800-38D (2007).
    """
    nonce = os.urandom(_NONCE)
    return _HEADER + nonce + AESGCM(key).encrypt(nonce, plaintext, _HEADER + context)


def open_sealed(key: bytes, sealed: bytes, *, context: bytes) -> bytes:
    """What `seal` hid.

    Raises:
        SealBroken: another key, another context, or altered bytes; which of them cannot be told.
    """
    if sealed[: len(_HEADER)] != _HEADER:
        raise SealBroken("These bytes are not a sealed value of a known version.")
    nonce, body = sealed[len(_HEADER) : len(_HEADER) + _NONCE], sealed[len(_HEADER) + _NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, body, _HEADER + context)
    except (InvalidTag, ValueError) as error:
        raise SealBroken(
            "The sealed value does not open here: wrong key, wrong place, or altered."
        ) from error
