"""Whether a text speaks of a quantity or a population, by the words that the pack lists for it."""

from __future__ import annotations

import re
from functools import lru_cache

from tumen.figures.nouns import Subject


def spoken_of(subject: Subject, text: str) -> frozenset[str]:
    """The words of a text that speak of a quantity or a population, in small letters.

    Args:
        subject: What is looked for; one for which the pack lists no words is never found.
        text: A sentence or more, in any language that the pack has words of.
    """
    if not subject.told:
        return frozenset()
    return frozenset(" ".join(m.group().split()).casefold() for m in _words(subject.told).finditer(text))


@lru_cache(maxsize=500)
def _words(told: tuple[str, ...]) -> re.Pattern[str]:
    """All words as one pattern, the longest first; Latin ones begin a word, others stand anywhere."""
    return re.compile("|".join(map(_word, sorted(told, key=len, reverse=True))), re.IGNORECASE)


def _word(told: str) -> str:
    words = r"\s+".join(re.escape(w) for w in told.split())
    if not told.isascii():
        return words
    return rf"\b{words}" + (r"\b" if told.endswith(" ") else r"")
