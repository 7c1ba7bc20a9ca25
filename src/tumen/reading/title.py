"""One title of an instrument in a text, and what the pack knows under it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from tumen.patterns import later
from tumen.reading.lexicon import Lexicon, folded_title
from tumen.reading.sentences import Sentence

_STATUTE = (
    r"(?:(?<!Party\s)Acts?|(?<!of\s)(?<!International\s)Laws?(?!\s(?:School|Society|Enforcement|Firm|Review|Journal"
    r"|Commission|Cent(?:re|er)"
    r"|Faculty|Department|Library|Institute|Reform|Minister|Lords?|Association|Professor)\b)|Code"
    r"|(?<!,\s)Bill(?!\s[A-Z])|Ordinance|Regulations?(?=[\s\xa0,.;:()]|$)(?![\s\xa0](?:\(E|No)|[\s\xa0]\d)"
    r"|Decree-Law|Edict|(?:Directive|Proclamation)(?![\s\xa0](?:\(E|No)|[\s\xa0]\d))"
)
HEAD = (
    r"(?:Conventions?|Covenants?|Protocols?|Declaration|Treaty|Charter|Statute|Constitution|Agreement|Accords?"
    rf"|Memorandum|Principles|Rules|Compact|Guidelines|{_STATUTE})"
)
HEADS = later(rf"\b{HEAD}\b(?![’'-]\w)")
"""Words by which a title of an instrument is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    start: int
    end: int
    known: str | None
    title: str
    kind: str
    confidence: float
    reason: str


_NUMBERS = later(r"\d+")
_REGIONAL = later(r"\b(?:oau|au|african?|american?|european?|arab|asean|islamic)\b")


def lookup(words: str, lexicon: Lexicon) -> tuple[str, str, str] | None:
    """Code, title and kind of the pack's instrument that a title means, allowing for wordings that differ a little.

    Example:
        >>> from tumen.vocab import load_pack
        >>> from tumen.reading.lexicon import lexicon
        >>> lookup("the 1990 Sea Convention", lexicon(load_pack("example")))[0]
        'SEA'
    """
    for form in (words, re.sub(r"\b\d{4}\b", "", words)):
        known = lexicon.instruments.get(folded_title(form))
        if known is not None:
            return known.code, known.canonical, known.kind
    folded = folded_title(re.sub(r"\b\d{4}\b", "", words))
    best = process.extractOne(
        folded, list(lexicon.instruments), scorer=fuzz.token_sort_ratio, score_cutoff=88
    )
    same = best is not None and all(
        signs.findall(best[0]) == signs.findall(folded) for signs in (_NUMBERS, _REGIONAL)
    )
    if (
        best is not None
        and same
        and len(folded.split()) > 1
        and ("protocol" in best[0]) == ("protocol" in folded)
    ):
        known = lexicon.instruments[best[0]]
        return known.code, known.canonical, known.kind
    return None


def each(pattern: re.Pattern[str], text: str, holding: Sequence[Sentence]) -> Iterator[re.Match[str]]:
    """Matches of a pattern in some sentences."""
    for sentence in holding:
        yield from pattern.finditer(text, sentence.start, sentence.end)
