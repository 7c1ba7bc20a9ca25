"""One key per purpose from one secret."""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derive_key(secret: bytes, purpose: str) -> bytes:
    """An independent 32-byte key for one purpose (`database`, `files`, `backup`, …).

    Source: HKDF-SHA-256, RFC 5869 (Krawczyk & Eronen, 2010).
    """
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"tumen:" + purpose.encode()).derive(secret)
