"""Names read piece by piece, wherever that is done, and known here afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from tumen import names
from tumen.errors import NamesError
from tumen.progress import Progress, check

_A_PIECE: Final = 4_000

Piece = tuple[tuple[str, ...], names.Roll]


def pieces(spelt: Sequence[str]) -> list[tuple[str, ...]]:
    """Names in pieces of a size that is worth sending."""
    return [tuple(spelt[at : at + _A_PIECE]) for at in range(0, len(spelt), _A_PIECE)]


def read(piece: tuple[str, ...]) -> Piece:
    """What was read of some names; those that cannot be read are left to whoever asks for them."""
    readable = tuple(name for name in piece if _readable(name))
    return readable, names.roll(readable)


def _readable(name: str) -> bool:
    try:
        names.keys(name)
    except NamesError:
        return False
    return True


def remembered(done: Iterable[Piece], progress: Progress) -> None:
    """Know names that were read elsewhere."""
    for spelt, roll in done:
        check(progress)
        names.remember(spelt, roll)
        progress.advance(len(spelt))
