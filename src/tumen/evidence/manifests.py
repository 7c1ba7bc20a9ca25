"""A list of hashes as text: what is stamped, so that one stamp covers many documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Listed:
    """One document of a list: its SHA-256 as hex and its size in bytes; no title, no name."""

    sha256: str
    bytes: int


def manifest(listed: Iterable[Listed]) -> bytes:
    """One line for each document, sorted; the same documents always give the same bytes."""
    lines = (f"{one.sha256} {one.bytes}\n" for one in sorted(set(listed)))
    return ("tumen evidence 1\n" + "".join(lines)).encode()
