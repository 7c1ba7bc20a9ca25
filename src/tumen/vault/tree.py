"""Keys that can be destroyed one by one: a tree of keys that fits on one sheet, however many leaves it has.

Each node gives the keys of its sixteen children; a leaf is the key of one person or one file. To destroy a leaf, the
nodes above it are replaced by their other children: from what is left nobody can come to that leaf again, and every
other leaf keeps its key. Nothing has to be re-encrypted, and no list of keys is kept.

Source: Goldreich, Goldwasser & Micali (1986), the tree; Boneh & Waters (2013), keys punctured at points.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from tumen.errors import KeyDestroyed

_DIGITS: Final = "0123456789abcdef"
_DEPTH: Final = 16
_PERSON: Final = b"tumen key tree 1"
_REMEMBERED: Final = 4096


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class KeyTree:
    """Keys of 2⁶⁴ leaves, some of them destroyed.

    Attributes:
        nodes: path from the root (hexadecimal digits, empty for the root) → key of everything below it.
    """

    nodes: Mapping[str, bytes]
    _seen: dict[str, bytes] = field(default_factory=dict, compare=False)

    @classmethod
    def grow(cls, root: bytes | None = None) -> KeyTree:
        """A tree of which nothing is destroyed, from 32 bytes (default: random)."""
        return cls(nodes={"": root or os.urandom(32)})

    def key(self, leaf: int) -> bytes:
        """The 32-byte key of one leaf, 0 ≤ leaf < 2⁶⁴. Cost: one hash for neighbours, sixteen at worst.

        Raises:
            KeyDestroyed: it is gone for good.
        """
        path = _path(leaf)
        above = self._seen.get(path[:-1])
        if above is None:
            above = self._descend(path)
        return _child(above, path[-1]) if path not in self.nodes else self.nodes[path]

    def _descend(self, path: str) -> bytes:
        """The key of the node above a leaf; remembered, because neighbours are asked for together."""
        for length in range(_DEPTH + 1):
            node = self.nodes.get(path[:length])
            if node is not None:
                break
        else:
            raise KeyDestroyed("This key was destroyed.")
        if length == _DEPTH:
            return node
        for digit in path[length:-1]:
            node = _child(node, digit)
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen[path[:-1]] = node
        return node

    def holds(self, leaf: int) -> bool:
        """True unless the key of this leaf was destroyed."""
        path = _path(leaf)
        return any(path[:length] in self.nodes for length in range(_DEPTH + 1))

    def without(self, leaves: Iterable[int]) -> KeyTree:
        """The same tree with the keys of `leaves` destroyed; at most 240 nodes more for each."""
        nodes = dict(self.nodes)
        for leaf in leaves:
            _destroy(nodes, _path(leaf))
        return KeyTree(nodes=nodes)

    def forget(self) -> None:
        """Drop what was remembered."""
        self._seen.clear()

    def to_plain(self) -> dict[str, str]:
        """The nodes as text. Whoever reads it has every key that is left."""
        return {path: key.hex() for path, key in self.nodes.items()}

    @classmethod
    def from_plain(cls, plain: Mapping[str, str]) -> KeyTree:
        """What `to_plain` wrote."""
        return cls(nodes={path: bytes.fromhex(key) for path, key in plain.items()})


def _path(leaf: int) -> str:
    if not 0 <= leaf < 1 << 64:
        raise ValueError("A leaf is a number from 0 to 2⁶⁴ - 1.")
    return f"{leaf:016x}"


def _child(node: bytes, digit: str) -> bytes:
    return hashlib.blake2b(digit.encode(), key=node, digest_size=32, person=_PERSON).digest()


def _destroy(nodes: dict[str, bytes], path: str) -> None:
    for length in range(_DEPTH + 1):
        node = nodes.pop(path[:length], None)
        if node is not None:
            nodes.update(_beside(node, path, length))
            return


def _beside(node: bytes, path: str, length: int) -> Iterator[tuple[str, bytes]]:
    """Every branch below `node` but the one that leads to `path`."""
    for at in range(length, _DEPTH):
        for digit in _DIGITS:
            if digit != path[at]:
                yield path[:at] + digit, _child(node, digit)
        node = _child(node, path[at])
