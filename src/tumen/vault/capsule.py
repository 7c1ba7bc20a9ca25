"""The capsule: all keys of a store, sealed, and the doors that open it. Whoever can pass no door has nothing.

passphrase ─Argon2id─► a key pair ┐
two of three recovery sheets ────► a key pair ┴─► master key ─► the ring

A door is kept as its public key, so that the ring can be sealed anew (after a destruction or a rotation, under a fresh
master key) without anybody typing anything. Which doors there are is sealed with the ring: one that was slipped in is
noticed at the next opening.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, Literal

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from tumen.errors import CapsuleDamaged, SealBroken, SharesDoNotFit, WrongPassphrase
from tumen.vault import shares
from tumen.vault.deriving import derive_key
from tumen.vault.envelope import open_sealed, seal
from tumen.vault.passphrase import LAPTOP, Kdf
from tumen.vault.ring import Ring

_FORMAT: Final = 2
_RING: Final = b"capsule:ring"
_MOST_MEMORY_KIB: Final = 8 * 1024 * 1024
_QUICKLY: Final = Kdf(memory_kib=8, iterations=1, lanes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One way in.

    Attributes:
        kind: what opens it.
        made: the day it was made, ISO.
        salt: of the passphrase; empty for recovery sheets, whose secret is random.
        kdf: cost of one guess at the passphrase.
        public: its public key, X25519, 32 bytes.
        wrapped: the master key, sealed to it.
    """

    kind: Literal["passphrase", "shares"]
    made: str
    salt: bytes
    kdf: Kdf
    public: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Capsule:
    """What may lie on the disk."""

    doors: tuple[Door, ...]
    ring: bytes

    def door(self, kind: str) -> Door | None:
        """The door of one kind."""
        return next((d for d in self.doors if d.kind == kind), None)

    def to_json(self) -> str:
        """The capsule as text; nothing in it opens anything by itself."""
        body = {"format": _FORMAT, "doors": [_door_plain(d) for d in self.doors], "ring": _b64(self.ring)}
        return json.dumps({**body, "sum": _sum(body)}, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Capsule:
        """Read a capsule.

        Raises:
            CapsuleDamaged: not a capsule, altered, or of a format this version does not know.
        """
        try:
            raw = json.loads(text)
            body = {name: raw[name] for name in ("format", "doors", "ring")}
            if raw["format"] != _FORMAT:
                raise CapsuleDamaged(
                    f"The key capsule has format {raw['format']}; this version knows {_FORMAT}."
                )
            if raw["sum"] != _sum(body):
                raise CapsuleDamaged("The key capsule was altered, by accident or on purpose.")
            return cls(doors=tuple(_door(d) for d in raw["doors"]), ring=_bytes(raw["ring"]))
        except (ValueError, KeyError, TypeError) as error:
            raise CapsuleDamaged("The key capsule cannot be read.") from error


def create_capsule(passphrase: str, *, kdf: Kdf = LAPTOP) -> tuple[Capsule, Ring]:
    """A fresh ring, and the capsule that keeps it behind a passphrase."""
    ring = Ring.fresh()
    return change_passphrase(Capsule(doors=(), ring=b""), ring, passphrase, kdf=kdf), ring


def open_capsule(capsule: Capsule, passphrase: str) -> Ring:
    """The ring.

    Raises:
        WrongPassphrase: the passphrase does not fit.
        CapsuleDamaged: the passphrase fits, what it opens was altered.
    """
    door = capsule.door("passphrase")
    if door is None:
        raise CapsuleDamaged("This capsule has no passphrase.")
    key = _private(door.kdf.key(passphrase, door.salt))
    if bytes(key.public_key) != door.public:
        raise WrongPassphrase("The passphrase does not open this store.")
    return _pass(capsule, door, key)


def open_with_shares(capsule: Capsule, sheets: Sequence[str]) -> Ring:
    """The ring, by any two of the three recovery sheets.

    Raises:
        ShareUnreadable: a sheet with a wrong or missing word.
        SharesDoNotFit: fewer than two sheets, of two sets, or of another store.
    """
    door = capsule.door("shares")
    if door is None:
        raise SharesDoNotFit("No recovery sheets were made for this store.")
    key = _private(shares.combine(sheets))
    if bytes(key.public_key) != door.public:
        raise SharesDoNotFit("These sheets belong to another store, or to an earlier set of this one.")
    return _pass(capsule, door, key)


def reseal(capsule: Capsule, ring: Ring) -> Capsule:
    """The same doors before another ring, under a fresh master key: an older capsule opens nothing of it."""
    return _sealed(capsule.doors, ring)


def change_passphrase(capsule: Capsule, ring: Ring, passphrase: str, *, kdf: Kdf = LAPTOP) -> Capsule:
    """The ring behind another passphrase; recovery sheets keep opening it."""
    salt = os.urandom(16)
    door = _new_door("passphrase", kdf.key(passphrase, salt), salt=salt, kdf=kdf)
    return _sealed((door, *(d for d in capsule.doors if d.kind != "passphrase")), ring)


def make_shares() -> tuple[Door, tuple[str, str, str]]:
    """A door of its own and the three sheets of which any two open it. Nothing holds before `keep_shares`."""
    secret, sheets = shares.split()
    return _new_door("shares", secret, salt=b"", kdf=_QUICKLY), sheets


def keep_shares(capsule: Capsule, ring: Ring, door: Door) -> Capsule:
    """A capsule that the sheets of `door` open as well; sheets of an earlier set open it no more."""
    return _sealed((*(d for d in capsule.doors if d.kind != "shares"), door), ring)


def _new_door(kind: Literal["passphrase", "shares"], secret: bytes, *, salt: bytes, kdf: Kdf) -> Door:
    public = bytes(_private(secret).public_key)
    today = datetime.now(UTC).date().isoformat()
    return Door(kind=kind, made=today, salt=salt, kdf=kdf, public=public, wrapped=b"")


def _sealed(doors: tuple[Door, ...], ring: Ring) -> Capsule:
    master = os.urandom(32)
    wrapped = tuple(replace(d, wrapped=SealedBox(PublicKey(d.public)).encrypt(master)) for d in doors)
    return Capsule(doors=wrapped, ring=seal(master, _names(doors) + ring.to_bytes(), context=_RING))


def _pass(capsule: Capsule, door: Door, key: PrivateKey) -> Ring:
    try:
        plain = open_sealed(SealedBox(key).decrypt(door.wrapped), capsule.ring, context=_RING)
    except (CryptoError, SealBroken, ValueError, TypeError) as error:
        raise CapsuleDamaged("This opens the key capsule, but what lies in it was altered.") from error
    names = _names(capsule.doors)
    if plain[: len(names)] != names:
        raise CapsuleDamaged(
            "The key capsule has a door that its owner did not make.",
            hint="Somebody changed the key file. Use the copy that was kept apart, and look for who had the machine.",
        )
    return Ring.from_bytes(plain[len(names) :])


def _names(doors: tuple[Door, ...]) -> bytes:
    """What the ring remembers of its doors, 32 bytes."""
    return hashlib.sha256(b"".join(sorted(d.kind.encode() + d.public for d in doors))).digest()


def _private(secret: bytes) -> PrivateKey:
    return PrivateKey(derive_key(secret, "door"))


def _door_plain(door: Door) -> dict[str, object]:
    kdf = {"name": "argon2id", **asdict(door.kdf)} if door.kind == "passphrase" else None
    return {
        "kind": door.kind,
        "made": door.made,
        "kdf": kdf,
        **{name: _b64(getattr(door, name)) for name in ("salt", "public", "wrapped")},
    }


def _door(raw: dict[str, Any]) -> Door:
    if raw["kind"] not in ("passphrase", "shares"):
        raise CapsuleDamaged("The key capsule has a door of a kind that this version does not know.")
    cost = raw["kdf"] or asdict(_QUICKLY)
    kdf = Kdf(memory_kib=cost["memory_kib"], iterations=cost["iterations"], lanes=cost["lanes"])
    if kdf.memory_kib > _MOST_MEMORY_KIB:
        raise CapsuleDamaged("The key capsule asks for more memory than any version wrote.")
    parts = {name: _bytes(raw[name]) for name in ("salt", "public", "wrapped")}
    return Door(kind=raw["kind"], made=str(raw["made"]), kdf=kdf, **parts)


def _b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _sum(body: dict[str, Any]) -> str:
    # Tells accident from a wrong passphrase; a forger can make it anew, and is caught by the seal.
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
