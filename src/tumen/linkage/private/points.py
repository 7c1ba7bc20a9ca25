"""Keys as points of Curve25519, and masks that can be laid on in any order.

A key becomes a point by hashing into the prime-order group (so that nobody knows its logarithm); a mask multiplies
by a secret number. Masks commute: a·(b·P) = b·(a·P), so equal keys are equal again once every organisation has laid
on its mask, and without all masks a point tells nothing about its key (decisional Diffie–Hellman).

Source: Meadows (1986), A more efficient cryptographic matchmaking protocol; Huberman, Franklin & Hogg (1999),
Enhancing privacy and trust in electronic communities; Bernstein et al. (2013), Elligator; RFC 7748 (2016), X25519.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from nacl.bindings import crypto_core_ed25519_from_uniform, crypto_scalarmult

from tumen.errors import ExchangeDamaged
from tumen.progress import SILENT, Progress, check

WIDTH: Final = 32
"""Bytes of a point."""
_PRIME: Final = 2**255 - 19
_CHUNK: Final = 4_096


def new_mask() -> bytes:
    """A secret number of an organisation, for one exchange."""
    return os.urandom(WIDTH)


def masked_keys(
    keys: Sequence[bytes | None], mask: bytes, *, domain: bytes, progress: Progress = SILENT
) -> bytes:
    """Keys as masked points, 32 bytes each, in their order; a missing key becomes a point that nobody can meet.

    Args:
        keys: keys, or None.
        mask: the own mask.
        domain: 32 bytes that belong to this exchange and its secret: points of two exchanges never meet.
        progress: told of the keys.
    """

    def one(start: int) -> bytes:
        seeds = [
            os.urandom(WIDTH) if key is None else hashlib.blake2b(key, key=domain, digest_size=WIDTH).digest()
            for key in keys[start : start + _CHUNK]
        ]
        return b"".join(crypto_scalarmult(mask, point) for point in _points(seeds))

    return _chunked(one, len(keys), "Masking the own list", progress)


def masked_again(points: bytes, mask: bytes, *, progress: Progress = SILENT) -> bytes:
    """One more mask over masked points.

    Raises:
        ExchangeDamaged: not points, or points that would give the mask away.
    """
    if len(points) % WIDTH:
        raise ExchangeDamaged("A list of masked keys is cut short.")

    def one(start: int) -> bytes:
        chunk = points[start * WIDTH : (start + _CHUNK) * WIDTH]
        try:
            return b"".join(
                crypto_scalarmult(mask, chunk[at : at + WIDTH]) for at in range(0, len(chunk), WIDTH)
            )
        except RuntimeError as fault:
            raise ExchangeDamaged("A list holds points that no honest program sends.") from fault

    return _chunked(one, len(points) // WIDTH, "Masking the list received", progress)


def _chunked(one: Callable[[int], bytes], total: int, label: str, progress: Progress) -> bytes:
    """Threads suffice: the curve arithmetic runs outside the interpreter lock."""
    progress.start(total, label)
    starts = range(0, total, _CHUNK)
    done: list[bytes] = []
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        # A few chunks ahead, so that stopping does not have to wait for a million points.
        for first in range(0, len(starts), 32):
            check(progress)
            for part in pool.map(one, starts[first : first + 32]):
                done.append(part)
                progress.advance(len(part) // WIDTH)
    return b"".join(done)


def _points(seeds: Sequence[bytes]) -> list[bytes]:
    """Points of the prime-order group in Montgomery form, from 32 random-looking bytes each.

    u = (1 + y) / (1 - y) (RFC 7748, section 4.1), with one inversion for all of them (Montgomery 1987).
    """
    ys = [
        int.from_bytes(crypto_core_ed25519_from_uniform(seed), "little") & ((1 << 255) - 1) for seed in seeds
    ]
    prefix = [1]
    for y in ys:
        prefix.append(prefix[-1] * (1 - y) % _PRIME)
    inverse = pow(prefix[-1], -1, _PRIME)
    found: list[bytes] = []
    for place in range(len(ys) - 1, -1, -1):
        u = (1 + ys[place]) * inverse * prefix[place] % _PRIME
        inverse = inverse * (1 - ys[place]) % _PRIME
        found.append(u.to_bytes(WIDTH, "little"))
    return found[::-1]
