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
_PARTS = later(
    rf";{_S}(?:and{_S})?(?=(?:the{_S})?[A-Za-z][^;.]{{2,60}}?{_S}(?:might|may|could|can|should|must"
    rf"|would{_S}have{_S}to|ought|(?:is|are){_S}to){_S})"
)
_ONLY_TELLS = later(
    r"\b(?:we|this[\s\xa0](?:report|paper|section|chapter)|the[\s\xa0](?:report|paper|section|chapter|following"
    r"|figures?|tables?|number|data))$",
    0,
)


def headed(text: str, start: int, end: int) -> Iterator[Request]:
    """What one sentence under a heading for demands asks, one for each of its parts."""
    cuts = [start, *(m.end() for m in _PARTS.finditer(text, start, end)), end]
    for a, b in pairwise(cuts):
        match = _NEVER.match(text, a, b) or _TO_DO.match(text, a, b) or _ITSELF.match(text, a, b)
        if match is None:
            continue
        who = match.groupdict().get("to")
        if who is not None and (who.lower() in SMALL - {"it", "they"} or _ONLY_TELLS.search(who.lower())):
            continue
        yield Request(match.start("ask"), b, who, "a sentence under a heading for demands")
