"""Sources in brackets behind what they tell: `(witness UW-88)`, `[Red Cross]`, `(Tide Watch, line list of May)`."""

from __future__ import annotations

import re

from tumen.patterns import later
from tumen.reading.saying_nouns import BODIES, PAPERS

_BRACKET = later(r"[\[(](?P<who>[^\[\]()\n]{2,120})[\])]")
_CODE = later(
    r"(?:(?:the[\s\xa0])?(?i:witness(?:es)?|respondents?|testimon(?:y|ies)|interviewees?|survivors?"
    r"|source)[\s\xa0](?:no\.?[\s\xa0])?[A-Z\d][\w/–-]*|[A-Z]{1,4}\d{0,4}[-–/]\d{1,5}\b|[A-Z]{2,5}\d{3,6}(?:,|$))"
)
"""A testimony by its number."""
_SAME = later(r"(?:ibid\.?|id\.|same)(?:,|$)", re.I)
_NO_SOURCE = later(
    r"(?:\d+\s?%|see|cf|interviews?|case|evidence|exhibits?|letter|e\.g|i\.e|para|paras|art|arts|article|section"
    r"|from|in|on|at|of|and|or|the|then|now|about|some|aged?|hereinafter|formerly|also"
    r"|including|see[\s\xa0]also|emphasis|figure|table|box|map|page|pp?\.|n\s?=|out|up|down|US|\+|\d)\b"
    r"|[^A-Za-z]|[a-z]{1,2}$",
    re.I,
)
_WORD = later(r"[A-Za-zÀ-ÿ][\w’'&.-]*")
_ACRONYM = later(r"[A-Z][A-Z&-]{1,9}$")
_TIME = later(
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr"
    r"|Jun|Jul|Aug"
    r"|Sept?|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|spring|summer|autumn|winter|early|late|mid)\b\.?|[\d\s.,–/-]+)+$"
)
_ALONE = later(r"[\s\xa0]*[\[(][^\[\]()\n]{2,120}[\])][.;]?[\s\xa0]*(?=\n|$|[A-Z•*–\d])")
_CUT = later(r"[,;]|:[\s\xa0]")


def in_brackets(text: str, start: int, place: int, end: int, *, line_end: int) -> str | None:
    """Who is named in the first pair of brackets behind a figure that names a source.

    Args:
        text: the whole text.
        start: where the sentence begins.
        place: where the figure ends.
        end: where the sentence ends.
        line_end: where its paragraph ends; a bracket that stands alone behind the full stop still belongs to it.
    """
    last = end
    while alone := _ALONE.match(text, last, line_end):
        last = alone.end()
    for bracket in _BRACKET.finditer(text, place, min(last, line_end)):
        who = bracket["who"].strip()
        if ";" in text[place : bracket.start()]:
            return None
        if _SAME.match(who):
            earlier = [
                m for m in _BRACKET.finditer(text, max(start - 1200, 0), start) if _CODE.match(m["who"])
            ]
            return earlier[-1]["who"].strip() if earlier else None
        if _CODE.match(who):
            return who
        if dated := _DATED.fullmatch(who):
            return dated["who"]
        if _is_source(text, bracket.start(), who) or (
            not text[place : bracket.start()].strip() and _A_BODY.match(who) and _last(who) in BODIES
        ):
            return who
    return None


_DATED = later(
    r"(?P<who>[A-Z][\w’.-]+(?:(?:[\s\xa0]|[\s\xa0]and[\s\xa0])[A-Z][\w’.-]+){0,4},[\s\xa0][A-Z“][^,;()]{2,60}),[\s\xa0]"
    r"(?:no\.?[\s\xa0]\d+,[\s\xa0])?(?:\d{1,2}[\s\xa0])?(?:[A-Z][a-z]+[\s\xa0])?(?:\d{1,2},[\s\xa0])?(?:19|20)\d\d(?:,[\s\xa0]pp?\..*)?"
)
"""`(Saberi, Tide Daily, 5 August 2025)`: an author, where he wrote it, and a day."""
_A_BODY = later(r"(?:the|an?|some|most|other)[\s\xa0](?:[\w’-]+[\s\xa0]){0,3}?[a-z]+$")


def _last(who: str) -> str:
    return who.split()[-1].lower()


def _is_source(text: str, place: int, who: str) -> bool:
    if _NO_SOURCE.match(who) or _TIME.match(who) or ";" in who:
        return False
    first = _CUT.split(who)[0]
    words = _WORD.findall(first)
    if not words:
        return False
    if len(words) == 1 and _ACRONYM.match(words[0]):
        # `the World Health Organization (WHO)` only says how it is written short
        return not _spelt_out(text, place, words[0])
    low = [w.lower().rstrip(".") for w in words]
    named = any(w[0].isupper() for w in words)
    return named and any(w in BODIES or w in PAPERS for w in low) and len(words) <= _MOST_WORDS


_MOST_WORDS = 9


def _spelt_out(text: str, place: int, short: str) -> bool:
    ahead = [w for w in _WORD.findall(text[max(place - 90, 0) : place]) if w[0].isupper()]
    letters = "".join(w[0] for w in ahead)
    return short[0] in letters[-len(short) - 1 :]


_LABEL = later(
    r"\W*(?P<label>(?:[\w’&.,-]+[\s\xa0]){0,6}?(?:survey|monitoring|assessment|census|poll|study|tracking"
    r"|register|bulletin|estimates?"
    r"|count|tally|records|statistics|report))(?:[\s\xa0]\((?P<by>[^()]{2,80})\))?:[\s\xa0]",
    re.I,
)


def of_label(text: str, start: int, place: int) -> tuple[int, str] | None:
    """Where a label ends and whom it names: `Household survey (Crisis Lab): 46 per cent …`."""
    label = _LABEL.match(text, start, place)
    if label is None:
        return None
    by = label["by"]
    named = by is not None and by[0].isupper() and _TIME.match(_CUT.split(by)[0]) is None
    return label.end(), (by if named else label["label"]).strip()
