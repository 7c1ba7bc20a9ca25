"""The capsule: the master key, wrapped under a passphrase. Whoever has neither has nothing."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import asdict, dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tumen.errors import CapsuleDamaged, SealBroken, WrongPassphrase
from tumen.vault.envelope import open_sealed, seal
from tumen.vault.passphrase import LAPTOP, Kdf

_FORMAT = 1
_CHECK = b"tumen capsule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capsule:
    """What may lie on the disk: cost, salt, the wrapped master key and a check that tells a wrong passphrase
    from a damaged file."""

    kdf: Kdf
    salt: bytes
    check: bytes
    wrapped: bytes

    def to_json(self) -> str:
        """The capsule as text; nothing in it opens anything without the passphrase."""
        text = {name: base64.b64encode(getattr(self, name)).decode() for name in ("salt", "check", "wrapped")}
        return json.dumps(
            {"format": _FORMAT, "kdf": {"name": "argon2id", **asdict(self.kdf)}, **text}, indent=1
        )

    @classmethod
    def from_json(cls, text: str) -> Capsule:
        """Read a capsule.

        Raises:
            CapsuleDamaged: not a capsule, or of a format this version does not know.
        """
        try:
            raw = json.loads(text)
            if raw["format"] != _FORMAT:
                raise CapsuleDamaged(
                    f"The key capsule has format {raw['format']}; this version knows {_FORMAT}."
                )
            cost = raw["kdf"]
            kdf = Kdf(memory_kib=cost["memory_kib"], iterations=cost["iterations"], lanes=cost["lanes"])
            fields = {
                name: base64.b64decode(raw[name], validate=True) for name in ("salt", "check", "wrapped")
            }
            return cls(kdf=kdf, **fields)
        except (ValueError, KeyError, TypeError) as error:
            raise CapsuleDamaged("The key capsule cannot be read.") from error


def create_capsule(passphrase: str, *, kdf: Kdf = LAPTOP) -> tuple[Capsule, bytes]:
    """A new random 32-byte master key and the capsule that keeps it."""
    salt, master = os.urandom(16), os.urandom(32)
    kek = kdf.key(passphrase, salt)
    wrapped = seal(kek, master, context=b"capsule:master")
    return Capsule(
        kdf=kdf, salt=salt, check=seal(kek, _CHECK, context=b"capsule:check"), wrapped=wrapped
    ), master


def open_capsule(capsule: Capsule, passphrase: str) -> bytes:
    """The master key.

    Raises:
        WrongPassphrase: the passphrase does not fit.
        CapsuleDamaged: the passphrase fits, the wrapped key was altered.
    """
    kek = capsule.kdf.key(passphrase, capsule.salt)
    try:
        open_sealed(kek, capsule.check, context=b"capsule:check")
    except SealBroken as error:
        raise WrongPassphrase("The passphrase does not open this store.") from error
    try:
        return open_sealed(kek, capsule.wrapped, context=b"capsule:master")
    except SealBroken as error:
        raise CapsuleDamaged("The passphrase is right, but the wrapped key was altered.") from error


def derive_key(master: bytes, purpose: str) -> bytes:
    """An independent 32-byte key for one purpose (`database`, `files`, `backup`, …).

    Source: HKDF-SHA-256, RFC 5869 (Krawczyk & Eronen, 2010).
    """
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"tumen:" + purpose.encode()).derive(master)
