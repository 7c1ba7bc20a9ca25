"""The ring: every key of a store, and what each is for. It lies sealed in the capsule and in memory while unlocked.

Each rotation adds an epoch: what is written from then on is sealed under its keys, what was sealed before stays
readable. Keys of single persons and files come from trees, so that one can be destroyed for good.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from tumen.errors import CapsuleDamaged, KeyDestroyed
from tumen.vault.deriving import derive_key
from tumen.vault.tree import KeyTree


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Ring:
    """Keys of one store.

    Attributes:
        epochs: secrets of 32 bytes; the last is the present one.
        backups: keys of backups, the last is the present one. A backup without its key is closed for good.
        persons: keys of single persons, by the number of their mention.
        files: keys of single files, by the first 64 bits of their SHA-256.
    """

    epochs: tuple[bytes, ...]
    backups: tuple[bytes, ...]
    persons: KeyTree
    files: KeyTree

    @classmethod
    def fresh(cls) -> Ring:
        """Random keys for a new store."""
        return cls(
            epochs=(os.urandom(32),), backups=(os.urandom(32),), persons=KeyTree.grow(), files=KeyTree.grow()
        )

    @classmethod
    def from_secret(cls, secret: bytes) -> Ring:
        """The ring that 32 bytes always give; for tests and throw-away stores."""
        made = {name: derive_key(secret, f"ring {name}") for name in ("epoch", "backup", "persons", "files")}
        return cls(
            epochs=(made["epoch"],),
            backups=(made["backup"],),
            persons=KeyTree.grow(made["persons"]),
            files=KeyTree.grow(made["files"]),
        )

    @property
    def epoch(self) -> int:
        """Number of the present epoch, from 1."""
        return len(self.epochs)

    def key(self, purpose: str, *, epoch: int | None = None) -> bytes:
        """The 32-byte key for one purpose in one epoch (default: the present one)."""
        return derive_key(self.epochs[(epoch or self.epoch) - 1], purpose)

    def standing_key(self, purpose: str) -> bytes:
        """A key that no rotation changes: what is found by it must be found afterwards as well."""
        return self.key(purpose, epoch=1)

    def turned(self) -> Ring:
        """With a new epoch and a new key for backups; what was sealed before stays readable."""
        return replace(self, epochs=(*self.epochs, os.urandom(32)), backups=(*self.backups, os.urandom(32)))

    def without_old_backups(self) -> Ring:
        """With a new key for backups and no other: every backup made before is closed for good."""
        return replace(self, backups=(os.urandom(32),))

    def without(self, *, persons: Iterable[int] = (), files: Iterable[int] = ()) -> Ring:
        """With the keys of some persons and files destroyed."""
        return replace(self, persons=self.persons.without(persons), files=self.files.without(files))

    def backup_key(self, name: str | None = None) -> tuple[str, bytes]:
        """Name and key of the present backups, or of those that carry `name`. The name tells nothing about the key.

        Raises:
            KeyDestroyed: this ring has no key of that name.
        """
        named = {hashlib.blake2b(b"backup", key=k, digest_size=8).hexdigest(): k for k in self.backups}
        if name is None:
            return list(named.items())[-1]
        if name not in named:
            raise KeyDestroyed("This ring has no key for that backup.")
        return name, named[name]

    def to_bytes(self) -> bytes:
        """The whole ring in clear, for sealing or for the pipe to a child process."""
        plain = {
            "epochs": [e.hex() for e in self.epochs],
            "backups": [k.hex() for k in self.backups],
            "persons": self.persons.to_plain(),
            "files": self.files.to_plain(),
        }
        return json.dumps(plain).encode()

    @classmethod
    def from_bytes(cls, plain: bytes) -> Ring:
        """What `to_bytes` wrote.

        Raises:
            CapsuleDamaged: these bytes are no ring.
        """
        try:
            raw: dict[str, Any] = json.loads(plain)
            return cls(
                epochs=tuple(bytes.fromhex(e) for e in raw["epochs"]),
                backups=tuple(bytes.fromhex(k) for k in raw["backups"]),
                persons=KeyTree.from_plain(raw["persons"]),
                files=KeyTree.from_plain(raw["files"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CapsuleDamaged("The keys of this store cannot be read.") from error
