"""Offices and bodies of states that the form of the words names: `Ministry of Ports`, `Harland’s border police`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tumen.patterns import later
from tumen.reading.mention import Mention, at_words, mention
from tumen.reading.name_words import BEGINS, COMMON
from tumen.reading.spans import Words

_CAP = r"[A-ZÀ-Þ][\w’'-]*[\w]"
_OF_WHAT = (
    rf"(?!(?:the[ \xa0])?(?:Kingdom|Republic|State"
    rf"|United)\b)(?:(?:the[ \xa0])?{_CAP}(?:(?:,[ \xa0]{_CAP}){{0,3}},?[ \xa0]and[ \xa0]{_CAP}"
    rf"|[ \xa0]{_CAP}){{0,3}})"
)
_WORD = (
    r"(?!(?:the|an?|to|has|have|had|is|was|were|are|who|which|that|said|says|may|will|would|should|could|can|did|does"
    r"|and|or|from|after|before|when|by|at|as|with|in|on|for|he|she|it|they|also|not|ought|must|about)\b"
    r"|\w+ed\b|\w+ly\b(?![ ]displaced))[a-z-]+"
)
_SUBJECT = (
    rf"(?:the[ \xa0])?{_WORD}(?:[ \xa0](?:(?:of|in)[ \xa0])?{_WORD}){{0,4}}"
    rf"(?:,[ \xa0](?:especially[ \xa0])?{_WORD}(?:[ \xa0]{_WORD})?(?=,|[ \xa0](?:or|and)[ \xa0]))*"
    rf"(?:,?[ \xa0](?:or|and)[ \xa0]{_WORD}(?:[ \xa0]{_WORD}){{0,2}})?"
)
"""What a mandate is about: `trafficking in persons, especially women and children`."""
_EXPERT = (
    r"(?:(?:UN|U\.N\.|United[ \xa0]Nations)[ \xa0](?:[Ss]pecial[ \xa0][Rr]apporteurs?"
    r"|(?:[Ii]ndependent[ \xa0])?[Ee]xperts?)|Special[ \xa0]Rapporteurs?|Independent[ \xa0]Experts?"
    r"|Working[ \xa0]Group)"
)
_OFFICE = later(
    rf"(?P<expert>{_EXPERT}[ \xa0]on[ \xa0](?>{_SUBJECT})(?:[ \xa0]in[ \xa0](?:the[ \xa0])?{_OF_WHAT}"
    rf"(?:[ \xa0]of[ \xa0]{_CAP})?)?(?![ \xa0]of[ \xa0][A-Z]|\w))"
    rf"|(?P<rapporteur>Special[ \xa0]Rapporteurs?(?:[ \xa0]on[ \xa0](?:the[ \xa0](?:situation[ \xa0]of"
    rf"|right[ \xa0]to)[ \xa0])?"
    rf"(?:[a-z]+[ \xa0]){{0,6}}?(?:in[ \xa0](?:the[ \xa0])?{_OF_WHAT}(?:[ \xa0]of[ \xa0]{_CAP})?|{_OF_WHAT}))?)"
    rf"|(?P<holder>(?:(?:Prime[ \xa0])?Minister|President|Bishop|Archbishop|Governor|Mayor)[ \xa0]of[ \xa0]"
    rf"(?:the[ \xa0])?{_CAP}(?:[ \xa0](?:of[ \xa0])?{_CAP}){{0,4}})"
    rf"|(?P<minister>(?:Minister|Ministry|Secretary|Department|Commissioner)[ \xa0](?:of"
    rf"|for)[ \xa0](?:State[ \xa0]for[ \xa0])?{_OF_WHAT})"
    r"|(?P<high>(?:Attorney|Prosecutor|Auditor|Solicitor|Surveyor)[ \xa0-]General|Secretary-General|Ombuds(?:man"
    r"|woman|person)"
    r"|(?:Strasbourg|Hague)[ \xa0]Court)"
    r"|(?<=[Tt]he[ \xa0])(?P<body>Committee|Commission|Parliament|Senate|Assembly|Ministry|Council|Union"
    r"|Riksdag)(?![ \xa0](?:of|on|for|[A-Z]))"
)
_STATE_NOUN = (
    r"(?:(?:military|border|state|secret|riot|frontier)[ \xa0](?:police|guards?)|state[ \xa0]security|police|army|navy"
    r"|parliament|foreign[ \xa0]ministry"
    r"|interior[ \xa0]ministry|authorities|president|prime[ \xa0]minister|government|immigration|radio"
    r"|state[ \xa0](?:media|radio|television)"
    r"|coast[ \xa0]guard|embassy|consulate|security[ \xa0]forces|courts?|regime|military|delegation)"
)
_OF_A_STATE = later(rf"(?P<who>{BEGINS}[\w’'-]*[\w])(?:[’']s)?[ \xa0]{_STATE_NOUN}\b")
_BODY_OF = later(
    rf"\b(?P<what>(?i:embassy|security[ \xa0]forces|armed[ \xa0]forces|Commission[ \xa0]of[ \xa0]Inquiry"
    rf"|UN[ \xa0]Commission[ \xa0]of[ \xa0]Inquiry|army|police))"
    rf"[ \xa0](?:of|on)[ \xa0](?:the[ \xa0])?{_CAP}(?:[ \xa0](?:of[ \xa0])?{_CAP}){{0,4}}"
)
_OPENS_OFFICE = later(
    r"special|un|united|u|independent|working|prime|president|bishop|archbishop|governor|mayor"
    r"|minister|ministry|secretary|department|commissioner|attorney|prosecutor|auditor|solicitor|surveyor"
    r"|secretary-general"
    r"|attorney-general|ombuds(?:man|woman|person)|strasbourg|hague|committee|commission|parliament|senate|assembly"
    r"|council|union|riksdag"
).fullmatch
_OPENS_BODY = later(r"embassy|security|armed|commission|un|army|police").fullmatch
_NO_STATE = frozenset({
    "local", "central", "federal", "national", "provincial", "military", "foreign", "former", "senior",
    "state", "first", "second", "regional", "municipal", "royal", "special", "supreme", "high", "customs",
    "immigration", "security", "border", "prison", "camp", "several", "chief", "deputy", "vice", "acting",
    "appeal", "district", "county", "city", "international", "european", "united", "criminal",
    "constitutional", "administrative",
})  # fmt: skip


def offices(text: str, words: Words) -> Iterator[Mention]:
    """By their own words: `Special Rapporteur on torture`, `Attorney-General`, `embassy of Harland`."""
    for match in at_words(_OFFICE, text, words.starts(_OPENS_OFFICE)):
        yield mention(text, *match.span(), "state body", 0.6, "a body named with its state")
    for match in at_words(_BODY_OF, text, words.starts(_OPENS_BODY)):
        yield mention(text, *match.span(), "state body (descriptive)", 0.7, "a body named with its state")


def of_states(text: str, lower: frozenset[str]) -> Iterator[Mention]:
    """Bodies by the name of a state before them; `lower` are words of the text that also stand in small letters."""
    for match in _OF_A_STATE.finditer(text):
        word = match["who"].removesuffix("’s").removesuffix("'s")
        if word.lower() in lower or word.lower() in COMMON or word.lower() in _NO_STATE:
            continue
        before = text[max(match.start() - 2, 0) : match.start()]
        if (
            len(word) < 4
            or before[:1].isupper()
            or word.endswith("ing")
            or re.search(
                r"\b(?!(?:The|An?|Its|Their|On|In|By|And|But|When)[ \xa0])[A-Z]\w*[ \xa0]$",
                text[max(match.start() - 14, 0) : match.start()],
            )
        ):
            continue
        yield mention(text, *match.span(), "state body (descriptive)", 0.6,
                       "the name of a state and a word for one of its bodies")  # fmt: skip
