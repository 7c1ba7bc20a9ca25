"""Works of notes and lists that the text names in short: `Kessler finds that`, `in Soering the court`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tumen.patterns import later
from tumen.reading.citation import Citation

_SEE = later(
    r"\W*(?:(?:[Bb]ut[ ])?[Ss]ee(?:[ ]also)?|[Cc]f\.|[Cc]ompare|[Cc]ontrast|[Aa]ccord"
    r"|[Ww]ith)?,?[ ](?:e\.g\.,?[ ])?|\W*"
)
_PERSON = r"[A-ZÀ-Þ][\w’.-]*(?:[ \xa0][A-ZÀ-Þ][\w’.-]*){1,3}"
_PERSONS = later(rf"(?P<who>{_PERSON}(?:(?:,[ ]|,?[ ](?:and|&)[ ]){_PERSON}){{0,4}}),[ ]")
_FAMILY_FIRST = later(r"(?P<who>[A-ZÀ-Þ][\w’-]{2,}),[ ][A-ZÀ-Þ][\w’-]*\.?")
_PARTIES = later(
    r"(?P<one>[A-ZÀ-Þ][\w’-]+(?:[ \xa0][A-ZÀ-Þ][\w’-]+)?)(?:[ \xa0](?:&|and)[ \xa0]\w+)?[ \xa0]v\.?[ \xa0][A-Z]"
)
_TELLS = (
    r"(?:finds?|found|argues?|argued|shows?|showed|puts?|estimates?|estimated|holds|held|claims?|claimed|reports?"
    r"|reported|writes|wrote"
    r"|notes|noted|concludes?|concluded|suggests?|suggested|counts|counted|arrives?|arrived|reckons?|maintains?"
    r"|maintained|calculates?|calculated"
    r"|records|recorded|lists|listed|describes?|described|traces?|traced|points?[ ]out|ha(?:s|ve)[ ](?:shown"
    r"|argued|found|put|estimated|written|counted))"
)
_BODY = later(
    r"\b(?:Committee|Commission|Council|Ministry|Office|Watch|Institute|Cent(?:re|er)|Nations|Convention|Court"
    r"|Law|Code)\b"
)

Found = tuple[int, int, float, str]
_REASON = "a work of a note, named in short"


def find_pointers(text: str, works: Sequence[Citation]) -> Iterator[Found]:
    """Where the text names one of these works by its author or its first party."""
    authors, parties = _names(works)
    if authors:
        one = "|".join(map(re.escape, sorted(authors, key=len, reverse=True)))
        spoken = re.compile(
            rf"(?<![\w-])(?:{one})(?:[ \xa0](?:and|&)[ \xa0](?:{one})|[ \xa0]et[ \xa0]al\.)?(?:,[ \xa0]whose\b"
            rf"|[ \xa0](?:also[ \xa0]|herself[ \xa0]|himself[ \xa0])?{_TELLS}\b)"
        )
        for match in spoken.finditer(text):
            yield *match.span(), 0.5, _REASON
    if parties:
        one = "|".join(map(re.escape, sorted(parties, key=len, reverse=True)))
        for match in re.compile(rf"\b[Ii]n[ \xa0](?:{one})\b,?(?=[ \xa0](?:the|it|its|this|a)\b)").finditer(
            text
        ):
            yield *match.span(), 0.5, _REASON


def _names(works: Sequence[Citation]) -> tuple[set[str], set[str]]:
    authors: set[str] = set()
    parties: set[str] = set()
    for work in works:
        lead = _SEE.match(work.text)
        words = work.text[lead.end() if lead else 0 :]
        if case := _PARTIES.match(words):
            parties.add(case["one"])
            continue
        listed = _FAMILY_FIRST.match(words) if work.form == "further reading" else None
        if listed:
            authors.add(listed["who"])
        elif (match := _PERSONS.match(words)) and not _BODY.search(match["who"]):
            for person in re.split(r",[ ]|,?[ ](?:and|&)[ ]", match["who"]):
                first, *_, last = person.split()
                authors.add(first if "-" in last else last)
    return {name for name in authors if len(name) > _SHORT}, parties


_SHORT = 3
