"""A passphrase becomes a key, slowly on purpose."""

from __future__ import annotations

import time
import unicodedata
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id


@dataclass(frozen=True, slots=True, kw_only=True)
class Kdf:
    """Cost of one guess.

    Attributes:
        memory_kib: memory of one guess, KiB.
        iterations: passes over that memory.
        lanes: parallel lanes.

    Source: Argon2id, RFC 9106 (Biryukov et al., 2021).
    """

    memory_kib: int
    iterations: int
    lanes: int

    def key(self, passphrase: str, salt: bytes) -> bytes:
        """32 bytes from a passphrase; the same characters typed on any keyboard give the same bytes (NFC)."""
        text = unicodedata.normalize("NFC", passphrase).encode()
        kdf = Argon2id(
            salt=salt, length=32, iterations=self.iterations, lanes=self.lanes, memory_cost=self.memory_kib
        )
        return kdf.derive(text)


def calibrated(*, seconds: float = 1.2) -> Kdf:
    """`LAPTOP`, with more passes where this machine is fast: about `seconds` for one guess, never less."""
    once = Kdf(memory_kib=LAPTOP.memory_kib, iterations=1, lanes=LAPTOP.lanes)
    started = time.perf_counter()
    once.key("how fast is this machine", b"calibration salt")
    passes = round(seconds / max(time.perf_counter() - started, 0.001))
    return Kdf(
        memory_kib=LAPTOP.memory_kib,
        iterations=min(max(passes, LAPTOP.iterations), 20),
        lanes=LAPTOP.lanes,
    )


LAPTOP = Kdf(memory_kib=256 * 1024, iterations=3, lanes=4)
"""About a second on a laptop."""

QUICK = Kdf(memory_kib=8 * 1024, iterations=1, lanes=1)
"""For stores whose passphrase is public (demonstrations, tests). Protects nothing."""
