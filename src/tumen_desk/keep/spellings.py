"""Where a name stands in text: in each of its spellings, whatever stands between the syllables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tumen_desk.record import naming

_BETWEEN: Final = r"[\s\-‐-―·'’]{0,2}"
_DROPPED: Final = dict.fromkeys(map(ord, "-·'’" + "".join(map(chr, range(0x2010, 0x2016)))))
_SHORTEST: Final = 2
COVER: Final = "█"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spellings:
    """The spellings of one person's names, for finding and covering them.

    Attributes:
        given: the names as given and their likely spellings, folded.
        pattern: finds any of them, with or without spaces and hyphens.
        letters: their letters alone, for a quick look before a slow one.
    """

    given: tuple[str, ...]
    pattern: re.Pattern[str]
    letters: tuple[str, ...]

    @classmethod
    def of(cls, names: Iterable[str]) -> Spellings:
        """Of names as given; each that reads as Korean or Chinese also in its usual romanisations."""
        given = {_folded(n) for n in names}
        given |= {
            _folded(text)
            for name in list(given)
            for reading in naming.readings(name, least=0.2)
            for text in (reading.hangul, *(t for _, t in reading.spellings))
        }
        kept = tuple(sorted(g for g in given if len(g) >= _SHORTEST))
        return cls(
            given=kept,
            pattern=re.compile("|".join(map(_expression, kept)) or r"(?!)", re.IGNORECASE),
            letters=tuple(sorted({_letters(g) for g in kept})),
        )

    def stands_in(self, text: str) -> bool:
        """True if any spelling stands there."""
        whole = composed(text)
        return self._may_stand_in(whole) and bool(self.pattern.search(whole))

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where: first and last-but-one character of each, in the text as `composed` writes it."""
        whole = composed(text)
        if not self._may_stand_in(whole):
            return []
        return [found.span() for found in self.pattern.finditer(whole)]

    def _may_stand_in(self, text: str) -> bool:
        plain = _letters(text.casefold())
        return any(letters in plain for letters in self.letters)

    def count(self, text: str) -> int:
        """How often."""
        return len(self.pattern.findall(composed(text)))

    def cover(self, text: str) -> str:
        """The text with each of them covered; it keeps its length unless it was written in pieces of letters."""
        return self.pattern.sub(lambda found: COVER * len(found[0]), composed(text))


def composed(text: str) -> str:
    """Text whose letters are whole: syllables written in pieces are put together."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _letters(name: str) -> str:
    return "".join(name.split()).translate(_DROPPED)


def _expression(name: str) -> str:
    letters: Sequence[str] = [re.escape(c) for c in _letters(name)]
    joined = _BETWEEN.join(letters)
    # A romanised name must not be found within longer words; Korean puts particles right behind a name.
    if name.isascii():
        return rf"(?<![^\W\d_]){joined}(?![^\W\d_])"
    return rf"(?<![가-힣]){joined}" if len(letters) <= _SHORTEST else joined
