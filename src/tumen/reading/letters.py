"""Demands of letters: whom a paragraph calls by name, and what `a letter of appeal to A` asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tumen.patterns import later
from tumen.reading.asking import VERBS
from tumen.reading.recommendation import Recommendation, made
from tumen.reading.sentences import Sentence

_VOCATIVE = later(
    r"[ \t]*(?:(?:Dear|To|And[ ]to|You,)[ ])?(?P<who>(?:Your[ ]Excellenc(?:y|ies)|(?:Mr|Mrs|Ms|Madam|Sir|Dr)\.?"
    r"|Minister|Prime[ ]Minister|President"
    r"|Commissioner|Ambassador|Secretary|the[ ][A-Z]|[A-Z][a-z]+)[^.:;\n]{0,70}?)(?:[ ]we[ ]say|[ ]I[ ]say)?:[ \xa0]"
)
"""`To Commissioner Vell we say: …`: whom the paragraph of a letter speaks to."""
_TITLES_OF_ADDRESS = later(r"^(?:Your Excellenc(?:y|ies)|Excellenc(?:y|ies)),?\s+(?=\w)")


def to_whom(text: str, one: Recommendation, sentence: Sentence) -> Recommendation:
    """A demand of a letter whose addressee is `you` or nobody: of whom its paragraph calls by name."""
    if one.addressee is not None and one.addressee.lower() not in ("you", "your", "your governments"):
        return one
    first = text.rfind("\n", 0, sentence.start) + 1
    match = _VOCATIVE.match(text, first, sentence.end)
    if match is None or match.end() > one.start + 2:
        return one
    return replace(one, addressee=_TITLES_OF_ADDRESS.sub("", match["who"]).strip())


LETTER_HEAD = later(r"^[ \t]*(?:Dear|Your Excellenc|Excellenc|To the Editor|Open letter)", re.M | re.I)
_LETTER = later(
    rf"\b(?P<via>(?:(?:a|an|the|this|its|their|our|his"
    rf"|her)[\s\xa0](?:open[\s\xa0])?(?:letters?(?:[\s\xa0]of[\s\xa0]appeal)?|appeals?"
    rf"|petitions?|pleas?)"
    rf"|(?:open[\s\xa0])?letters?(?:[\s\xa0]of[\s\xa0]appeal)?))[\s\xa0](?P<ask>to[\s\xa0](?P<who>(?:the"
    rf"[\s\xa0])?[A-Z][^.,;]{{2,70}}?)[\s\xa0]to[\s\xa0]"
    rf"(?:{VERBS})\b[^.;]*)"
)


def letters_ask(text: str, start: int, end: int) -> Iterator[Recommendation]:
    """`a letter of appeal to the President to stop …`: a demand inside another."""
    for match in _LETTER.finditer(text, start, end):
        yield made(text, match.start("ask"), match.end("ask"), addressee=match["who"], via=match["via"],
                    status="formal", group=None,
                    confidence=0.7, reason="what a letter or petition asks")  # fmt: skip
