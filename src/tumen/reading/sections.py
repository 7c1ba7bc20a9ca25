"""Lists of demands: where one begins, how far it goes, and whom its heading or the words before it name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tumen.patterns import later
from tumen.reading.addressees import addressed
from tumen.reading.asking import (
    IMPERATIVE,
    ITEM,
    MARK,
    MODAL,
    NOMINAL,
    VERBS,
    asks_in_a_list,
)
from tumen.reading.demand_lists import (
    A_BODY_NAMED,
    CALLS_ON,
    NO_COLON,
    OUR_REQUESTS,
    item_with_addressee,
    lines_by_addressee,
)
from tumen.reading.headed import headed
from tumen.reading.headings import HEADING, LEAD_IN, TO
from tumen.reading.requests import could_do

_LONGEST = 6_000
"""Characters. A list without a new heading goes no further."""
_MISSES = 3
"""Lines in a row that ask for nothing, after which a list has ended."""
_ASKS_ITSELF = later(
    r"recommend|\brequests|\bdemands|\basks\b|we[\s\xa0](?:ask|want|seek)|\bwhat[\s\xa0](?:would|could|must|should"
    r"|needs|has[\s\xa0]to|ought)"
    r"|\b(?:next[\s\xa0]steps|way[\s\xa0](?:forward|ahead)|proposals|suggestions|points[\s\xa0]for|priorities"
    r"|measures|action|what[\s\xa0](?:now|next|is[\s\xa0]to|can)"
    r"|policy|remedies|from[\s\xa0]here)\b",
    re.I,
)
"""A heading under which demands stand though it names nobody."""
_OF_THEM = later(
    r"^(?:Of|From|By)[\s\xa0](?P<addressee>(?:the[\s\xa0]|all[\s\xa0])?[A-Z][^\n.;:,]{2,90}?),?[\s\xa0](?:we|I"
    r"|they|the[\s\xa0]\w+)[\s\xa0]"
    r"(?:therefore[\s\xa0]|also[\s\xa0])?(?:asks?|requests?|seeks?|demands?|expects?|wants?|urges?"
    r"|hopes?[\s\xa0]for)[^\n.]{0,40}$",
    re.M,
)
"""`Of the Government we ask`: also without a colon."""
_COLON = later(r":[ \t\xa0]*(?=\n)")
_PASSED_ON = later(
    rf"^(?P<via>.{{3,100}}?)[\s\xa0](?:to[\s\xa0](?:call[\s\xa0](?:up)?on|urge|press|ask|persuade|encourage)"
    rf"|(?:recommend|demand|insist)[\s\xa0]that)[\s\xa0]"
    rf"(?P<addressee>.{{3,120}}?)(?:[\s\xa0]to(?:[\s\xa0](?:{VERBS}))?)?$",
    re.S,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A stretch of demands.

    Attributes:
        start: Where its first item may begin.
        end: Where its last one ends.
        addressee: Whom its heading names; None where it names nobody.
        via: Who is asked to press the addressee.
        listed: It is one of several lines that each name whom they ask.
    """

    start: int
    end: int
    addressee: str | None
    via: str | None = None
    listed: bool = False


_LONGEST_HEAD = 240
"""Characters: no heading or lead-in is longer, and the patterns below take no more."""
_MARK_AHEAD = 12
"""Characters behind a line in which the mark of its first item stands."""


def _short_lines(text: str) -> list[tuple[int, int]]:
    lines, start = [], 0
    for line in text.split("\n"):
        if line and len(line) <= _LONGEST_HEAD:
            lines.append((start, start + len(line)))
        start += len(line) + 1
    return lines


def _heads(
    pattern: re.Pattern[str], text: str, lines: Sequence[tuple[int, int]], ahead: int = 0
) -> Iterator[re.Match[str]]:
    """Where a pattern that begins with a line fits, tried on short lines alone."""
    return (m for a, b in lines if (m := pattern.match(text, a, min(b + ahead, len(text)))) is not None)


def sections(text: str) -> list[Section]:
    """Every list of demands of an English text, in order."""
    lines = _short_lines(text)
    headings = list(_heads(HEADING, text, lines))
    openings: list[tuple[int, int, str | None, str | None]] = [
        (m.start(), m.end(), addressed(m.group()), None) for m in headings
    ]
    openings += [(m.start(), m.end(), m["addressee"].strip(" :"), None) for m in _heads(TO, text, lines)]
    openings += [(m.start(), m.end(), m["addressee"].strip(), None) for m in _heads(_OF_THEM, text, lines)]
    openings += [
        (m.start(), m.end(), m["who"].strip(), None) for m in _heads(NO_COLON, text, lines, _MARK_AHEAD)
    ]
    openings += _lead_ins(text)
    openings += _named_alone(text)
    openings += [row for m in headings for row in _bare(text, m.end())]
    openings += [row for row in _bare(text, 0, len(text)) if A_BODY_NAMED.search(row[2] or "")]
    openings.sort(key=lambda row: (row[1], row[2] is None, -row[0]))
    found: list[Section] = []
    for position, (start, end, addressee, via) in enumerate(openings):
        if position and openings[position - 1][1] == end:
            continue
        limit = next((o[0] for o in openings[position + 1 :] if o[0] >= end), len(text))
        if (
            addressee is not None
            or CALLS_ON.search(text, start, end)
            or _ASKS_ITSELF.search(text, start, end)
        ):
            last = _list_end(text, end, min(limit, end + _LONGEST))
            found.append(Section(start=end, end=last, addressee=addressee, via=via))
    rows = [Section(start=a, end=b, addressee=who, listed=True) for a, b, who in lines_by_addressee(text)]
    found = [s for s in found if not any(s.start < r.end and r.start < s.end for r in rows)]
    return sorted([s for s in (*found, *rows) if s.end > s.start], key=lambda s: s.start)


_BARE = later(
    r"^[ \t]*(?:[*_#]{1,3}|(?:\d{1,2}|[A-Z])[.)][ \t]+)?(?P<who>(?:The[\s\xa0]"
    r"|All[\s\xa0])?[A-Z][^\n.;:]{2,80}?):?[*_]*[ \t\xa0]*\n+(?P<next>[^\n]+)",
    re.M,
)


def _bare(text: str, start: int, most: int = _LONGEST) -> list[tuple[int, int, str | None, str | None]]:
    """Under a heading for recommendations: a short line that only names who is asked, right before its list."""
    found: list[tuple[int, int, str | None, str | None]] = []
    place, limit = start, min(start + most, len(text))
    while match := _BARE.search(text, place, limit):
        place = match.end("who")
        own, item = ITEM.match(match["who"]), ITEM.match(match["next"].strip())
        demanded = item and MARK.match(match["next"]) and asks_in_a_list(match["next"].strip(), item)
        other = own and IMPERATIVE.match(own["verb"])
        if demanded and not (other or HEADING.match(match["who"]) or TO.match(match["who"] + ":")):
            found.append((match.start("who"), match.end("who"), match["who"].strip(), None))
    return found


_TO_DO = later(
    r"\n[ \t]*(?:[•*▪‣–—→-]|\(?\d{1,2}[.)]|\(?[a-z][.)]|\(?[ivx]{1,4}[.)])[ \t\xa0]+(?:not[\s\xa0])?to[\s\xa0][a-z]"
)
_ALONE = later(r"[ \t]*(?P<who>(?:[Tt]he[\s\xa0]|[Aa]ll[\s\xa0])?[A-Z][^\n.;:]{1,80}?),?[ \t]*")


def _named_alone(text: str) -> Iterator[tuple[int, int, str | None, str | None]]:
    """A line that only names somebody, right before an item with `to`: `the Kingdom of A` and `6. to offer …`."""
    for item in _TO_DO.finditer(text):
        end = len(text[: item.start() + 1].rstrip()) if text[item.start() - 1].isspace() else item.start()
        start = text.rfind("\n", 0, end) + 1
        if line := _ALONE.fullmatch(text, start, end):
            yield line.start("who"), line.end("who"), line["who"], None


def _lead_ins(text: str) -> list[tuple[int, int, str | None, str | None]]:
    """`A calls on B to call on C to:`, also over lines that were broken by hand: C is asked, by way of B."""
    found: list[tuple[int, int, str | None, str | None]] = []
    for colon in _COLON.finditer(text):
        first = max(
            text.rfind("\n\n", 0, colon.start()), text.rfind(". ", 0, colon.start()), colon.start() - 400, 0
        )
        if called := CALLS_ON.search(text, first, colon.end()) or OUR_REQUESTS.search(
            text, first, colon.end()
        ):
            found.append((called.start(), colon.end(), None, None))
            continue
        match = LEAD_IN.search(text, first, colon.end())
        if match is None:
            continue
        who = " ".join((match["addressee"] or match["bound"]).split())
        passed = _PASSED_ON.match(who)
        if passed:
            found.append((match.start(), colon.end(), passed["addressee"], passed["via"]))
        elif who.lower() not in ("we", "the following", "following"):
            found.append((match.start(), colon.end(), who, None))
    return found


_AFTER_ALL = later(
    r"(?:[*_#]{1,3}[ ]?)?(?:(?:End)?[Nn]otes|NOTES|References|REFERENCES|Sources|Bibliography|BIBLIOGRAPHY|Annex"
    r"(?:es)?|ANNEX|Appendix|Contacts?|Further[\s\xa0]reading"
    r"|About[\s\xa0][^\n.]{2,40}|Acknowledge?ments|Methodology|Signed|Signatories)\b[^\n.]{0,30}$"
)
"""What follows the last demand of a text."""


def _list_end(text: str, start: int, limit: int) -> int:
    """The end of the run of lines that begin with a demand."""
    end, misses = start, 0
    for line in re.finditer(r"[^\n]+", text[start:limit]):
        words = line.group().strip()
        if _AFTER_ALL.match(words):
            break
        item = ITEM.match(words)
        mark = MARK.match(words)
        nominal = mark is not None and NOMINAL.match(words, mark.end()) is not None
        if (
            nominal
            or item_with_addressee(words, 0, len(words))
            or (item and asks_in_a_list(words, item))
            or MODAL.search(words)
            or could_do(words, 0, len(words))
            or (misses == 0 and next(headed(words, 0, len(words)), None) is not None)
        ):
            end, misses = start + line.end(), 0
        else:
            misses += 1
            if misses > _MISSES:
                break
    return end
