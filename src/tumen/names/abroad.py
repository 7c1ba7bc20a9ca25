"""Characters as Chinese and Japanese texts write them in Latin letters: pinyin, and the Sino-Japanese reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Literal

from tumen.names.tables import FIRST, SURNAME, Position

__all__ = ["SURNAME_PINYIN", "CharacterSpellings"]

Spellings = tuple[tuple[str, float], ...]

# Surnames whose pinyin is not the first reading of the character.
SURNAME_PINYIN = dict(
    zip("朴單任解曾葛車區查", ("piao", "shan", "ren", "xie", "zeng", "ge", "che", "ou", "zha"), strict=True)
)
# A character with several readings is mostly read with the first that dictionaries give; in Japan names are read in
# either of two layers of borrowing (正 is sei or shō). Set by hand.
_FIRST_SHARE = {"pinyin": 0.85, "onyomi": 0.6}


class CharacterSpellings:
    """How the characters of a name are spelled in one foreign language."""

    def __init__(self, kind: Literal["pinyin", "onyomi"], table: Mapping[str, tuple[str, ...]]) -> None:
        self._kind = kind
        self._table = table

    def of(self, characters: str, position: Position) -> Spellings:
        """The spellings of a character, or of a surname of two, with the share of each."""
        if len(characters) == 1:
            return self._of_one(self._readings(characters, position))
        first = (self._readings(c, FIRST)[:1] for c in characters)
        return self._of_one(("".join(reading for found in first for reading in found),))

    def _readings(self, character: str, position: Position) -> tuple[str, ...]:
        special = SURNAME_PINYIN.get(character) if (self._kind, position) == ("pinyin", SURNAME) else None
        return (special,) if special else self._table.get(character, ())

    def _of_one(self, readings: tuple[str, ...]) -> Spellings:
        found: dict[str, float] = defaultdict(float)
        first = _FIRST_SHARE[self._kind]
        rest = (1 - first) / max(len(readings) - 1, 1)
        written = _umlaut_spellings if self._kind == "pinyin" else _long_spellings
        for i, reading in enumerate(readings):
            share = 1.0 if len(readings) == 1 else first if i == 0 else rest
            for spelling, part in written(reading):
                found[spelling] += share * part
        return tuple(found.items())


def _umlaut_spellings(reading: str) -> Spellings:
    """ü after l and n is typed v, u or yu; passports since 2012 print yu."""
    if "v" not in reading:
        return ((reading, 1.0),)
    return ((reading, 0.4), (reading.replace("v", "u"), 0.4), (reading.replace("v", "yu"), 0.2))


def _long_spellings(reading: str) -> Spellings:
    """Long vowels mostly lose their macron, some are typed out (shō, sho, shou, shoh). Weights by hand."""
    short = reading.replace("ou", "o").replace("uu", "u")
    if short == reading:
        return ((reading, 1.0),)
    return ((short, 0.75), (reading, 0.2), (reading.replace("ou", "oh"), 0.05))
