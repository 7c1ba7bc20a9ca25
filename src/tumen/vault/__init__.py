"""Envelopes and keys: bytes in, bytes out.

Keeps the ring of keys of a store in a capsule behind a passphrase and, if wanted, behind any two of three recovery
sheets; destroys keys one by one (`KeyTree`); seals small values (`seal`) and long files (`encrypt_stream`), which
`open_anywhere` reads in parts. Never opens a path, never logs, never keeps a key. Begin with `create_capsule`.
"""

from tumen.vault.anywhere import open_anywhere
from tumen.vault.capsule import (
    Capsule,
    Door,
    change_passphrase,
    create_capsule,
    keep_shares,
    make_shares,
    open_capsule,
    open_with_shares,
    reseal,
)
from tumen.vault.deriving import derive_key
from tumen.vault.envelope import open_sealed, seal
from tumen.vault.passphrase import LAPTOP, QUICK, Kdf, calibrated
from tumen.vault.ring import Ring
from tumen.vault.shares import Sheet, read_sheet
from tumen.vault.stream import SealingStream, decrypt_stream, encrypt_stream
from tumen.vault.tree import KeyTree

__all__ = [
    "LAPTOP",
    "QUICK",
    "Capsule",
    "Door",
    "Kdf",
    "KeyTree",
    "Ring",
    "SealingStream",
    "Sheet",
    "calibrated",
    "change_passphrase",
    "create_capsule",
    "decrypt_stream",
    "derive_key",
    "encrypt_stream",
    "keep_shares",
    "make_shares",
    "open_anywhere",
    "open_capsule",
    "open_sealed",
    "open_with_shares",
    "read_sheet",
    "reseal",
    "seal",
]
