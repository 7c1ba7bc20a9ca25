"""Envelopes and keys: bytes in, bytes out.

Turns a passphrase into a key, keeps the master key in a capsule, seals small values (`seal`) and long files
(`encrypt_stream`). Never opens a path, never logs, never keeps a key. Begin with `create_capsule`.
"""

from tumen.vault.capsule import Capsule, create_capsule, derive_key, open_capsule
from tumen.vault.envelope import open_sealed, seal
from tumen.vault.passphrase import LAPTOP, QUICK, Kdf
from tumen.vault.stream import decrypt_stream, encrypt_stream

__all__ = [
    "LAPTOP",
    "QUICK",
    "Capsule",
    "Kdf",
    "create_capsule",
    "decrypt_stream",
    "derive_key",
    "encrypt_stream",
    "open_capsule",
    "open_sealed",
    "seal",
]
