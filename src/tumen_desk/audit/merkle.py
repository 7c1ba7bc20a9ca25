"""The tree over all entries: one number that stands for the whole log, and short proofs about it.

Source: RFC 6962 (Laurie, Langley and Kasper, 2013), section 2.1: leaves are hashed behind a zero byte, nodes behind a
one byte, and the left part of every tree is the largest power of two below its size.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def leaf(content: bytes) -> bytes:
    """The hash of one entry."""
    return hashlib.sha256(b"\x00" + content).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two parts."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The hash of the whole tree; of an empty one, the hash of nothing."""
    level = list(leaves)
    if not level:
        return hashlib.sha256(b"").digest()
    # A last one without a neighbour goes up as it is: the same tree as splitting at powers of two.
    while len(level) > 1:
        paired = [node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = paired + level[len(level) & ~1 :]
    return level[0]


def inclusion(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """What is needed beside one leaf to reach the root: the proof that the entry is in the log."""
    if len(leaves) <= 1:
        return []
    cut = _cut(len(leaves))
    if index < cut:
        return [*inclusion(leaves[:cut], index), root(leaves[cut:])]
    return [*inclusion(leaves[cut:], index - cut), root(leaves[:cut])]


def consistency(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """What is needed to reach an earlier root and this one: the proof that the log was only added to."""
    return _consistency(leaves, earlier, whole=True) if 0 < earlier < len(leaves) else []


def _consistency(leaves: Sequence[bytes], earlier: int, *, whole: bool) -> list[bytes]:
    if earlier == len(leaves):
        return [] if whole else [root(leaves)]
    cut = _cut(len(leaves))
    if earlier <= cut:
        return [*_consistency(leaves[:cut], earlier, whole=whole), root(leaves[cut:])]
    return [*_consistency(leaves[cut:], earlier - cut, whole=False), root(leaves[:cut])]


def _cut(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)
