"""What a sentence asks by standing under a heading for demands, though elsewhere the same words would only tell."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tumen.patterns import later
from tumen.reading.public_bodies import SMALL
from tumen.reading.requests import Request

_S = r"[\s\xa0]"
_LEAD = (
    rf"(?:[•*▪‣◦·–—-]{_S}+|\(?[0-9a-zA-Z.]{{1,6}}[.)]{_S}+)?(?:(?:First|Second|Third|Fourth|Fifth|Sixth|Final"
    rf"|Last)(?:ly)?,{_S}|Finally,{_S}|Moreover,{_S}|Furthermore,{_S}|Also,{_S}|In{_S}addition,{_S})?"
)
_TO_DO = later(
    rf"{_LEAD}(?P<ask>(?P<to>(?:[A-Z]|[a-z])[^.;:()]{{1,110}}?){_S}(?:(?:is|are){_S}(?:also{_S})?"
    rf"(?:not{_S})?to{_S}(?=[a-z])|owes?{_S}|deserves?{_S}"
    rf"|(?:may|might|could|can|cannot|would{_S}have{_S}to|will{_S}have{_S}to|will{_S}need{_S}to|has{_S}to"
    rf"|have{_S}to|shall|will|ought)"
    rf"{_S}(?:also{_S}|well{_S}|then{_S}|therefore{_S}|not{_S})?(?=[a-z])|needs?{_S}(?=[a-z])|(?:has|have){_S}"
    rf"(?:an?|the){_S}(?:\w+{_S})?(?:duty|obligation|responsibility|power|right|role){_S}to{_S}"
    rf"|(?:is|are){_S}(?:under{_S}an{_S}obligation|bound|obliged|expected|best{_S}placed|in{_S}a{_S}position"
    rf"|called){_S}(?:to|upon)))"
)
_ITSELF = later(
    rf"{_LEAD}(?P<ask>(?:[Ii]t{_S}(?:is|would{_S}be|remains)|[Tt]here{_S}(?:is|should|must)"
    rf"|[Ww]hat{_S}is)\b[^.;]{{3,60}}?{_S}(?:to|that|for|be){_S})"
)
_NEVER = later(
    rf"{_LEAD}(?P<ask>(?:[Nn]ever{_S}(?:again{_S})?|[Nn]ot{_S})to{_S}[a-z]|[Nn]o{_S}(?:more|longer){_S}[a-z]"
    rf"|[Nn]o{_S}[a-z]+{_S}(?:without|before|until|for)\b)"
)
_WOULD_BE = later(
    rf"{_LEAD}(?P<ask>(?:[Ww]e{_S}would{_S}(?:welcome|appreciate|like)|[A-Z][^.;:]{{2,90}}?{_S}would{_S}(?:be{_S}"
    rf"|help|make|go{_S}a))\b)"
)
_PARTS = later(
    rf";{_S}(?:and{_S})?(?=(?:the{_S})?[A-Za-z][^;.]{{2,60}}?{_S}(?:might|may|could|can|should|must"
    rf"|would{_S}have{_S}to|ought|(?:is|are){_S}to){_S})"
)
_ONLY_TELLS = later(
    r"\b(?:we|this[\s\xa0](?:report|paper|section|chapter)|the[\s\xa0](?:report|paper|section|chapter|following"
    r"|figures?|tables?|number|data))$",
    0,
)


def headed(text: str, start: int, end: int, *, addressed: bool = False) -> Iterator[Request]:
    """What one sentence under a heading for demands asks, one for each of its parts.

    `addressed` where the heading names whom it asks: then `would be a beginning` asks too.
    """
    cuts = [start, *(m.end() for m in _PARTS.finditer(text, start, end)), end]
    for a, b in pairwise(cuts):
        match = _NEVER.match(text, a, b) or _TO_DO.match(text, a, b) or _ITSELF.match(text, a, b)
        match = match or (_WOULD_BE.match(text, a, b) if addressed else None)
        if match is None:
            continue
        who = match.groupdict().get("to")
        if who is not None and (who.lower() in SMALL - {"it", "they"} or _ONLY_TELLS.search(who.lower())):
            continue
        yield Request(match.start("ask"), b, who, "a sentence under a heading for demands")


_FINITE = later(
    r"[\s\xa0](?:is|are|was|were|has|have|had|does|did|do|came|went|will|would|can|could|may|might|said|says"
    r"|found|made|took|gave|saw|held"
    r"|remains?|continues?|shows?|[a-z]+ed[\s\xa0](?:the|an?|in|on|at|by|to|from))\b"
)
_MARK = later(
    r"[ \t\xa0]*(?:[•*▪‣◦·–—●○■□►➢✓»>→➤◆◇★☐-]|\(?\d{1,2}[.)]|\(?[a-z]\)|\(?[ivx]{1,4}[.)])[ \t\xa0]+"
)
_MOST = 220


def fragment(text: str, start: int, end: int, *, marked: bool) -> Iterator[Request]:
    """A line without any verb that tells, under whom it asks: `Cash before goods!`, `– Station an officer.`"""
    mark = _MARK.match(text, start, end)
    first = mark.end() if mark else start
    if (mark is None and marked) or end - start > _MOST or text[end - 1] in ":?" or first >= end:
        return
    if not text[first].isdigit() and _FINITE.search(text, first, end) is None:
        yield Request(first, end, None, "a sentence under a heading for demands")
