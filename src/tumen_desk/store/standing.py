"""Small secrets of the desk itself (of apps, of the log's signature), sealed once more inside the encrypted database.

Their keys stand through every rotation; each value opens only at the place for which it was sealed.
"""

from __future__ import annotations

import hashlib
import hmac

from tumen import vault
from tumen_desk.store import keyring


def key(purpose: str) -> bytes:
    """The 32-byte key for one purpose.

    Raises:
        Sealed: the desk is locked.
    """
    return keyring.ring().standing_key(purpose)


def seal(plain: bytes, *, purpose: str, place: str) -> bytes:
    """Seal a value for the place where it stands (`table:row:field`).

    Raises:
        Sealed: the desk is locked.
    """
    return vault.seal(key(purpose), plain, context=place.encode())


def unseal(sealed: bytes | memoryview, *, purpose: str, place: str) -> bytes:
    """What `seal` hid.

    Raises:
        SealBroken: altered, moved to another place, or of another store.
    """
    return vault.open_sealed(key(purpose), bytes(sealed), context=place.encode())


def digest(words: str, *, purpose: str) -> str:
    """A keyed digest as hex: without the key nobody can try words on it."""
    return hmac.new(key(purpose), words.encode(), hashlib.sha256).hexdigest()
