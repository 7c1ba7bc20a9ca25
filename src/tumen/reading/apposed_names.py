"""Names told by what is said beside them: `, a charity in the port`, `, a tailor of 34`, `the weekly`, `known as`."""

from __future__ import annotations

from tumen.patterns import later
from tumen.reading.name_words import GROUP_NOUNS, NO_PERSON_NOUNS, PERSON_NOUNS, PLACE_NOUNS, ROLE

_TRADE = later(r"[a-z-]+(?:er|or|man|woman|ist|wife|eer|ess)$")
APPOSED = later(
    r",[ \xa0](?:an?|the|our|their|his|her|one|then|now|once|formerly)[ \xa0](?P<what>[^,.;:()\n–—]{3,70})"
)
_CUT = later(
    r"[ \xa0](?:of|in|for|at|from|based|that|who|whom|whose|which|with|on|near|run|by|to|where|when|and|is|was|has|had"
    r"|whom|founded|living|working|aged|held|told|then|now)(?=[ \xa0]|$).*"
)
_OFFICE = later(
    r",[ \xa0](?P<role>[A-Z][\w’'-]+)|,[ \xa0](?:for|on[ \xa0]behalf[ \xa0]of)[ \xa0](?:the[ \xa0])?[A-Z]"
)
_IN_A_PLACE = later(r"(?:^|[.!?]\s|\n)(?:In|At|Near|From|Outside|On)[ \xa0](?:the[ \xa0])?$")
_GROUP_AHEAD = later(
    r"\b(?:the|a|by|its)[ \xa0](?:[a-z-]+[ \xa0])?(?:group|ngo|NGO|charity|website|newspaper|weekly|daily"
    r"|magazine|monthly"
    r"|firm|publisher|broadcaster|company|outlet|monitor|archive|agency|platform|party|militia|site)[ \xa0][“\"]?$"
)
_NAMED_AHEAD = later(
    r"\b(?:known[ \xa0]as|named|called|nicknamed|calls?|call[ \xa0](?:him|her)|calls[ \xa0](?:him|her)|alias)"
    r"[ \xa0][“\"‘]?$"
)


def kind_apposed(text: str, start: int, end: int) -> tuple[str, float, str] | None:
    """Kind, certainty and reason where words right before or behind a name say what it is; None where none do."""
    before = text[max(start - 40, 0) : start]
    if _GROUP_AHEAD.search(before):
        return "organisation", 0.7, "words beside it speak of a body"
    if _IN_A_PLACE.search(before):
        return None
    said = APPOSED.match(text, end)
    if said is None:
        office = _OFFICE.match(text, end)
        if office is not None and (office["role"] is None or ROLE.match(office["role"])):
            return "person", 0.75, "words beside it speak of a person"
        return None
    what = _CUT.sub("", said["what"].lower()).split()
    noun = what[-1] if what else ""
    if noun in PLACE_NOUNS:
        return "place", 0.6, "words beside it speak of a place"
    if noun in GROUP_NOUNS:
        return "organisation", 0.7, "words beside it speak of a body"
    if noun in PERSON_NOUNS or (_TRADE.match(noun) and noun not in NO_PERSON_NOUNS):
        return "person", 0.75, "words beside it speak of a person"
    return None


_A_NUMBER = later(r"[ \xa0]?\d")


def called(text: str, start: int, end: int) -> bool:
    """Whether the words before say that a name follows: `known as`, `whom we call`."""
    return (
        _NAMED_AHEAD.search(text, max(start - 24, 0), start) is not None
        and _A_NUMBER.match(text, end) is None
    )
