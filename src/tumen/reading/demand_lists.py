"""Demands in rows: behind a colon with semicolons between them, or items that each name their own addressee."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tumen.patterns import later
from tumen.reading.asking import MARK, NOMINAL, VERBS
from tumen.reading.public_bodies import in_office, public
from tumen.reading.requests import Request

_BEFORE = r"\W*(?:\(?\d{1,2}[.)][\s\xa0]+|\(?[a-z][.)][\s\xa0]+|[•*▪‣◦·–—-][\s\xa0]*)?"
_LABELLED = later(
    rf"{_BEFORE}(?P<lead>(?:Of|To|From|For)[\s\xa0])?(?P<who>(?:[Tt]he[\s\xa0]"
    rf"|[Aa]ll[\s\xa0])?[A-Za-z][^:.;\n]{{1,70}}?)"
    r"(?:,?[\s\xa0]we[\s\xa0](?:ask|seek|want|request))?:[\s\xa0]+(?=\S)"
)
_NO_ADDRESSEE = later(
    r"(?:Sources?|Notes?|Table|Figure|Chart|Map|Box|Photo|Annex|Appendix|Example|Summary|Contents|Keywords"
    r"|Question|Answer|See|From"
    r"|(?:Recommendation|Request|Demand|Ask)[\s\xa0]\d|Date|Subject|Re|Cc|Tel|Email)\b",
    re.I,
)
OUR_REQUESTS = later(
    r"\b(?:our|their|these|my|its|the)[\s\xa0](?:\w+[\s\xa0])?(?:requests|demands|asks|appeals?"
    r"|recommendations)[\s\xa0](?:are|is)\b[^.:;\n]{0,30}:[ \t\xa0]*$",
    re.I,
)
"""`Our requests are these:` before a list."""
_NEEDED = later(
    r"^(?:\W{0,3})(?:URGENT|Urgent|Urgently[\s\xa0]needed|Needed|NEEDED|(?:Priority|Immediate"
    r"|Urgent)[\s\xa0]needs|NEEDS|Needs|ASKS|Asks)(?:[\s\xa0]now)?:[\s\xa0]+|"
    r"\b(?:appeal|request|demand|plea|message|ask|recommendation)s?[\s\xa0](?:to|is"
    r"|are)[\s\xa0][^:.;]{0,60}:[\s\xa0]+|"
    r"\b(?:measures|steps|things|reforms|changes|actions|points)[\s\xa0](?:(?:are|is"
    r"|seem)[\s\xa0](?:urgently[\s\xa0])?(?:needed|required|necessary|recommended"
    r"|called[\s\xa0]for|proposed|urgent)|should[\s\xa0]be[\s\xa0]taken)[^:.;]{0,40}:[\s\xa0]+"
)
_PART = later(r"[;.][\s\xa0]+(?:and[\s\xa0]+|or[\s\xa0]+)?(?:\(?(?:[a-z]|[ivx]{1,4}|\d)\)[\s\xa0]+)?")
_DEMAND = later(
    rf"(?:(?:immediately|urgently|publicly|at[\s\xa0]once)[\s\xa0])?(?:(?:do[\s\xa0]not|not[\s\xa0]to|not"
    rf"|never|to)[\s\xa0])?(?:{VERBS})\b(?![’'])",
    re.I,
)
_TO_DO = later(
    rf"(?P<who>(?:[Tt]he[\s\xa0]"
    rf"|[Aa]ll[\s\xa0])?[A-Za-z][^.;:\n]{{1,90}}?),?[\s\xa0](?P<ask>(?:not[\s\xa0])?to[\s\xa0](?:\w+ly"
    rf"[\s\xa0])?(?:{VERBS})\b)"
)
_A_CALL = later(
    r"\b(?:urg|call|ask|recommend|invit|request|appeal|encourag|should|must|ought|need|is|are|was|were|has"
    r"|have|had|we|it|they)\w*\b",
    re.I,
)
"""Words of a sentence that asks in its own way."""
CALLS_ON = later(
    r"\b(?:call(?:s|ed)?[\s\xa0](?:up)?on|urg(?:e|es|ed)|ask(?:s|ed)?|appeal(?:s|ed)?[\s\xa0]to|request(?:s"
    r"|ed)?|invit(?:e|es|ed)"
    r"|recommend(?:s|ed)?|RESOLVED|(?:[Ii]t[\s\xa0]was|[Ww]as)[\s\xa0](?:resolved|agreed"
    r"|decided))[\s\xa0]*(?:that[\s\xa0]*)?:[ \t\xa0]*$"
)
"""`We therefore call on:` before a list in which every item names whom it asks."""
NO_COLON = later(
    r"^[^\n]{0,80}?(?P<who>(?:[Tt]he[\s\xa0]|[Aa]ll[\s\xa0])?[A-Za-z][^.;:,\n]{2,80}?)[\s\xa0](?:should|must"
    r"|ought[\s\xa0]to|needs?[\s\xa0]to|(?:is|are)[\s\xa0](?:asked|urged|called[\s\xa0]upon|requested|invited"
    r"|encouraged)[\s\xa0]to)[ \t\xa0]*\n"
    r"(?=[ \t]*(?:\(?\d{1,2}[.)]|\(?[a-z][.)]|\(?[ivx]{1,4}[.)]|[•*▪‣–—-])[ \t])",
    re.M,
)
"""`The State should`, and its list on the next lines."""


A_BODY_NAMED = later(
    r"\b(?:Governments?|Ministr(?:y|ies)|Ministers?|Council|Union|States|Commission(?:er)?|Committee|Parliament"
    r"|Assembly|Senate"
    r"|Authorit(?:y|ies)|Department|Courts?|Secretary|Agency|Directorate|President|Prosecutors?|donors|Donors"
    r"|agenc(?:y|ies)|[A-Z]{3,})\b"
)
"""Of a line that opens a list of demands without any heading over it, or of a label before one demand."""
_IMPERATIVE = later(
    rf"(?:do[\s\xa0]not|never|(?:{VERBS}))[\s\xa0](?!of\b|is\b|are\b|was\b|were\b|by\b)", re.I
)
_ANSWERS = later(r"\b(?:he|she|they|replied|answered|said|says|added|asked|listed)$", re.I)
"""`She replied: get the consul out; …`: who speaks, and not who is asked."""
_ACTION = later(r"(?:ACTION|Actions?)(?:[\s\xa0](?:points?|items?))?(?:[\s\xa0]\d+)?$")
"""Of minutes: `ACTION: the clerk to write …`."""
_FIRST_NUMBER = later(r"\(?(?:[a-z]|i|\d)\)[\s\xa0]+")


def item_with_addressee(text: str, start: int, end: int) -> Request | None:
    """`- the Government of A to suspend all returns;`: an item that says itself who is to do it."""
    mark = MARK.match(text, start, end)
    match = _TO_DO.match(text, mark.end() if mark else start, end)
    if match is None or _DEMAND.match(match["who"]) or _A_CALL.search(match["who"]):
        return None
    return Request(match.start("ask"), end, match["who"].strip(), "an item of a list, with its addressee")


def behind_a_colon(text: str, start: int, end: int, *, listed: bool = False) -> Iterator[Request]:
    """`Selmark: suspend all returns; publish the list.`, `Measures are needed: a halt to …; access for …`.

    `listed` where the line is one of several that name whom they ask: then a thing is asked for by its name alone.
    """
    if listed and (row := _LISTED.match(text, start, end)):
        for a, b in _parts(text, row.end(), end):
            yield Request(a, b, row["who"].strip(), "one of a row of demands")
        return
    if ":" not in text[start:end]:
        return
    needed = _NEEDED.search(text, start, end)
    label = None if needed else _LABELLED.match(text, start, end)
    if needed is None and (label is None or _NO_ADDRESSEE.match(label["who"])):
        return
    place = needed.end() if needed else label.end() if label else start
    if label is not None and _ACTION.match(label["who"]):
        own = item_with_addressee(text, place, end)
        if own is not None:
            yield own
        return
    numbered = _FIRST_NUMBER.match(text, place, end)
    place = numbered.end() if numbered else place
    parts = list(_parts(text, place, end))
    asked = [(a, b) for a, b in parts if needed or _DEMAND.match(text, a, b) or NOMINAL.match(text, a, b)]
    led = needed is not None or (label is not None and label["lead"] is not None)
    if 3 * len(asked) < 2 * len(parts) or not asked or asked[0] != parts[0]:
        return
    who = label["who"].strip() if label else None
    somebody = who is not None and A_BODY_NAMED.search(who) is not None
    if len(asked) < 2 and not led and not (somebody and _IMPERATIVE.match(text, *asked[0])):
        return
    who = None if who is not None and _ANSWERS.search(who) else who
    for a, b in parts:
        yield Request(a, b, who, "one of a row of demands")


_LISTED = later(r"[^\S\n]*(?P<mark>[•*▪‣◦·→➤»>●■–-])[ \xa0]+(?P<who>[A-Z\d][^:.;\n]{1,60}):[ \xa0]+(?=\S)")


def lines_by_addressee(text: str) -> list[tuple[int, int, str]]:
    """Lines that begin with the same mark and whom they ask, two or more together: `→ Donors: …`, `→ Police: …`."""
    found: list[tuple[int, int, str]] = []
    run: list[tuple[int, int, str, str]] = []
    place = 0
    for line in [*text.split("\n"), ""]:
        match = _LISTED.match(line)
        named = match is not None and public(match["who"]) and not _NO_ADDRESSEE.match(match["who"])
        if match is None or not named or (run and run[-1][3] != match["mark"]):
            offices = sum(in_office(who) for _, _, who, _ in run)
            found += [(a, b, who) for a, b, who, _ in run] if len(run) > 1 and 2 * offices >= len(run) else []
            run = []
        if match is not None and named:
            run.append((place, place + len(line), match["who"].strip(), match["mark"]))
        place += len(line) + 1
    return found


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = start
    for match in _PART.finditer(text, start, end):
        yield first, match.start()
        first = match.end()
    if first < end:
        yield first, end
