"""Numbers of rows that come with an address or a form."""

from __future__ import annotations

from typing import Final

_LONGEST: Final = 15  # digits: what is longer fits no column


def number_in(text: object) -> int:
    """The number that stands there; 0, which no row has, for anything else."""
    plain = str(text)
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) <= _LONGEST else 0
