"""Where a name stands in text: in each of its spellings, whatever stands between the syllables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tumen_desk.record import naming

_BETWEEN: Final = r"[\s\-‐-―·'’]{0,2}"
_SHORTEST: Final = 2
COVER: Final = "█"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spellings:
    """The spellings of one person's names, for finding and covering them.

    Attributes:
        given: the names as given and their likely spellings, folded.
        pattern: finds any of them, with or without spaces and hyphens.
    """

    given: tuple[str, ...]
    pattern: re.Pattern[str]

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
        return cls(given=kept, pattern=re.compile("|".join(map(_expression, kept)) or r"(?!)", re.IGNORECASE))

    def stands_in(self, text: str) -> bool:
        """True if any spelling stands there."""
        return bool(self.pattern.search(_composed(text)))

    def count(self, text: str) -> int:
        """How often."""
        return len(self.pattern.findall(_composed(text)))

    def cover(self, text: str) -> str:
        """The text with each of them covered; it keeps its length unless it was written in pieces of letters."""
        return self.pattern.sub(lambda found: COVER * len(found[0]), _composed(text))


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _expression(name: str) -> str:
    letters: Sequence[str] = [re.escape(c) for c in re.sub(r"[\s\-‐-―·'’]", "", name)]
    joined = _BETWEEN.join(letters)
    # A romanised name must not be found within longer words; Korean puts particles right behind a name.
    if name.isascii():
        return rf"(?<![^\W\d_]){joined}(?![^\W\d_])"
    return rf"(?<![가-힣]){joined}" if len(letters) <= _SHORTEST else joined
