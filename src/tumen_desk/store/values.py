"""One value under the key of one person or document: bytes in, bytes out. The fields of `sealed` stand on it."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tumen.errors import KeyDestroyed, SealBroken
from tumen_desk.store import keyring

_VERSION: Final = {"persons": b"\x01", "files": b"\x02"}
_TREES: Final = {version: tree for tree, version in _VERSION.items()}
_LEAF, _NONCE = 8, 12
_HEAD: Final = 1 + _LEAF
OPEN_FUNCTION: Final = "tumen_open"


def seal_value(tree: str, leaf: int, text: str) -> bytes:
    """Text under the key of one leaf: version (1 byte), leaf (8), nonce (12), ciphertext and tag."""
    head, nonce = _VERSION[tree] + leaf.to_bytes(_LEAF, "big"), os.urandom(_NONCE)
    key = getattr(keyring.ring(), tree).key(leaf)
    return head + nonce + AESGCM(key).encrypt(nonce, text.encode(), head)


def open_value(sealed: bytes | None) -> str | None:
    """What `seal_value` hid; empty once its key was destroyed.

    Raises:
        SealBroken: altered, or of another store.
    """
    if sealed is None:
        return None
    head, nonce = sealed[:_HEAD], sealed[_HEAD : _HEAD + _NONCE]
    try:
        key = getattr(keyring.ring(), _TREES[head[:1]]).key(int.from_bytes(head[1:], "big"))
        return AESGCM(key).decrypt(nonce, sealed[_HEAD + _NONCE :], head).decode()
    except KeyDestroyed:
        return ""
    except (InvalidTag, ValueError, KeyError) as error:
        raise SealBroken("A sealed value of the record was altered.") from error


def functions() -> dict[str, Callable[..., Any]]:
    """What every connection must know to search sealed columns."""
    return {OPEN_FUNCTION: open_value}
