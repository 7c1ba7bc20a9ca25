"""Sources that a text names: footnotes with their marks, works in quotation marks, reports, lists of reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from tumen.patterns import later
from tumen.reading.bracketed import find_bracketed
from tumen.reading.citation import QUOTED, Citation, addresses, parsed
from tumen.reading.footnotes import Footnote
from tumen.reading.judgments import find_judgments
from tumen.reading.lists_of_works import find_columns, find_listed, find_source_lines
from tumen.reading.papers_told import ASKED_FOR, WILL, find_papers
from tumen.reading.pointing_back import find_pointers
from tumen.reading.references import find_author_years, told_in
from tumen.reading.sentences import Sentence, Sentences
from tumen.reading.spans import Spans, Words
from tumen.reading.symbols import SYMBOL, symbols_of
from tumen.reading.who_tells import CAN_TELL, NO_BODY, OWN_TEXT, SIGNS, TELLING, TOLD_TO, WHO_ALONE
from tumen.reading.works_in_notes import of_note
from tumen.reading.works_in_text import DATED_TITLES, REPORT_NOUN, WORKS, YEAR_IN_BRACKETS

_LEANING = later(r"(?<![\w*_])[*_](?P<title>[A-Z][^*_\n]{6,150})[*_](?![\w*_])")
"""Italics of plain text: `_The Long Road_`."""


def find_citations(
    text: str, sentences: Sentences, footnotes: Sequence[Footnote], words: Words
) -> list[Citation]:
    """Every source that a text names, in order, none overlapping."""
    found = [c for note in footnotes for c in of_note(text, note, sentences)]
    works = Spans(
        chain(
            ((*n.label, None) for n in footnotes),
            (
                (a, b, None)
                for n in footnotes
                for a, b, tells in told_in(text, *n.body, sentences)
                if not tells
            ),
            ((c.start, c.end, None) for c in found),
        )
    )
    spoken = [c for c in _in_text(text, sentences, words) if not works.touch(c.start, c.end)]
    listed = [c for c in spoken if c.form == "further reading"]
    for start, end, confidence, reason in find_pointers(text, [*found, *listed]):
        if not works.touch(start, end):
            spoken.append(_told(text, sentences, start, end, confidence, reason))
    found += spoken
    kept: list[Citation] = []
    for one in sorted(found, key=lambda c: (c.start, -c.confidence)):
        if kept and one.start < kept[-1].end:
            if one.confidence > kept[-1].confidence:
                kept[-1] = one
            continue
        if kept and kept[-1].form == "in-text" and _belongs(text, kept[-1], one):
            kept[-1] = _joined(text, kept[-1], one)  # the COI report (A/HRC/25/CRP.1): one work
            continue
        if kept and kept[-1].reason == "a report of somebody" and one.title and one.start - kept[-1].end < 4:
            one = replace(one, author=kept[-1].author)  # UNHCR’s report “Trends”: one work, named twice
            kept.pop()
        kept.append(one)
    return [replace(c, id=f"f{n:02}") for n, c in enumerate(kept, start=1)]


_BESIDE = later(r"[ \xa0\n]\(|,[ \xa0](?=[A-Z]{1,8}[-/ ]?[\d/])")


_BEHIND = later(r"[^.;:()\n]{0,90}[ \xa0\n]\(")


def _belongs(text: str, before: Citation, one: Citation) -> bool:
    """A bracket that gives the symbol, number or address of what was named right before it."""
    if one.form in ("in-text", "footnote") and _BESIDE.fullmatch(text, before.end, one.start):
        return True
    if one.reason == "the symbol of a document" and text[before.end : one.start] in (" ", "\xa0", "\n"):
        return not SYMBOL.search(before.text)
    bare = one.form == "link" or one.reason == "the symbol of a document"
    return (
        bare and not SYMBOL.search(before.text) and _BEHIND.fullmatch(text, before.end, one.start) is not None
    )


def _joined(text: str, first: Citation, second: Citation) -> Citation:
    end = second.end + (text[second.end : second.end + 1] == ")" and "(" in text[first.start : second.end])
    return replace(
        first, end=end, text=text[first.start : end], title=first.title or second.title,
        date=first.date or second.date, url=first.url or second.url,
    )  # fmt: skip


_HEAD_OF_TEXT = 150
"""Characters, in which a document gives its own symbol."""
_TELLS = later(r"[a-z]{2,}[ \xa0,]+[a-z]{2,}")


def _is_its_own(text: str, place: int) -> bool:
    """The symbol in the head of a document is its own, where its line tells nothing."""
    if place >= _HEAD_OF_TEXT:
        return False
    end = text.find("\n", place)
    return _TELLS.search(text, text.rfind("\n", 0, place) + 1, end if end >= 0 else len(text)) is None


_LAW_ON = later(
    r"\b(?:Law|Act|Code|Convention|Protocol|Declaration|Decree|Agreement|Treaty)[\s\xa0](?:on|for|of|against"
    r"|to)[\s\xa0](?:the[\s\xa0])?$"
)


def _in_the_head(text: str, place: int) -> bool:
    """Whether a place is in the title of the text itself: its first line, where that is no sentence."""
    end = text.find("\n")
    return place < end and text[:end].rstrip()[-1:] not in (".", "!", "?", "”", ";", ",")


def _told(text: str, sentences: Sentences, start: int, end: int, confidence: float, reason: str) -> Citation:
    sentence = sentences.at(start)
    return parsed(text, start, end, number=None, form="in-text", called=(sentence.start, sentence.end),
                  confidence=confidence, reason=reason)  # fmt: skip


_PLACE_IN_IT = later(r"[\s\xa0]?,[\s\xa0](?:paras?\.|pp?\.|annex|§§?)[\s\xa0]?[\dIVX]+(?:[-–]\d+)?")


def _in_text(text: str, sentences: Sentences, words: Words) -> Iterator[Citation]:
    dated = sentences.holding(m.start() for m in YEAR_IN_BRACKETS.finditer(text))
    looked = [(words.sentences(wanted, sentences), patterns) for wanted, patterns in (*WORKS, *TELLING)]
    for rows, patterns in (*looked, (dated, DATED_TITLES)):
        for sentence in rows:
            said = text[sentence.start : sentence.end]
            for pattern, confidence, reason in patterns:
                for sign in SIGNS.get(reason, ("",)):
                    if sign in said:
                        break
                else:
                    continue
                for match in pattern.finditer(text, sentence.start, sentence.end):
                    yield from _one(text, match, sentence, confidence, reason)
    for start, end, confidence, reason in chain(
        find_bracketed(text), find_judgments(text), find_papers(text, sentences, words)
    ):
        yield _told(text, sentences, start, end, confidence, reason)
    for span in addresses(text):
        yield parsed(text, *span, number=None, form="link", called=None, confidence=0.4, reason="an address")
    for match in symbols_of(text, sentences, words):
        if not _is_its_own(text, match.start()) and "/RES/" not in match.group():
            place = _PLACE_IN_IT.match(text, match.end())
            yield parsed(text, match.start(), place.end() if place else match.end(), number=None, form="in-text",
                         called=None, confidence=0.4, reason="the symbol of a document")  # fmt: skip
    for start, end, author, year in find_author_years(text):
        sentence = sentences.at(start)
        yield replace(
            parsed(text, start, end, number=None, form="in-text", called=(sentence.start, sentence.end),
                    confidence=0.85, reason="an author and a year", who=author),
            date=year,
        )  # fmt: skip
    yield from _titles_in_quotes(text, sentences)
    for start, end in find_listed(text):
        yield parsed(text, start, end, number=None, form="further reading", called=None, confidence=0.9,
                     reason="a line under a heading for further reading", title=text[start:end])  # fmt: skip
    for start, end in chain(find_columns(text), find_source_lines(text)):
        yield parsed(text, start, end, number=None, form="in-text", called=None, confidence=0.95,
                     reason="a source in the row of a table", who=text[start:end])  # fmt: skip


_BYLINE = 400
_ONLY_COUNTED = later(
    r"(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|This|Final"
    r"|Annual)[\s\xa0]Reports?"
)
"""A number in a row of reports: the heading of the text itself."""


_OF_A_WORK = {
    reason for patterns in (*(rows for _, rows in WORKS), DATED_TITLES) for _, _, reason in patterns
}
_REPORTS_OF = ("a report of somebody", "a report by somebody")
_A_SCHOOL = later(
    r"\b(?:Centre|Center|Institute|School|Faculty|Department|Chair|University|Association|Society)\b[^,.;’]*\bStudies$"
)
"""`the Centre for Border Studies`: a body, and no study."""
_OF_THIS = later(r"(?i:\bthis[\s\xa0](?:report|paper|study|briefing|letter|inquiry)\b)")
_INSTRUMENT = later(r"\b[A-Z][\w’-]*[\s\xa0](?:Declaration|Convention|Covenant)s?\b")
"""`the Norwell Human Rights Declaration`: law, and no report."""


def _one(
    text: str, match: re.Match[str], sentence: Sentence, confidence: float, reason: str
) -> Iterator[Citation]:
    who = match.groupdict().get("who")
    if (
        who
        and reason == "a body reports or estimates"
        and NO_BODY.search(re.sub(r"^[Tt]he\s(?=[A-Z])", "", who))
    ):
        return
    if reason == "a body reports or estimates" and OWN_TEXT.match(text, match.end()):
        return
    if reason == "somebody is given as the source" and who and not CAN_TELL.search(who):
        return
    if reason in _OF_A_WORK and (
        _in_the_head(text, match.start()) or _LAW_ON.search(text, max(match.start() - 40, 0), match.start())
    ):
        return
    if match.re.pattern == TOLD_TO.pattern and who and who in text[: min(_BYLINE, match.start())]:
        return  # what the paper itself was told
    if reason == "the name of a report" and _ONLY_COUNTED.fullmatch(match.group()):
        return
    if reason in _REPORTS_OF and _A_SCHOOL.search(match.group()):
        return
    if reason == "what was said or written on an occasion" and _OF_THIS.search(match.group()):
        return
    if reason in _REPORTS_OF and _INSTRUMENT.search(match.group()):
        return
    if reason in _OF_A_WORK and (
        ASKED_FOR.search(text, max(sentence.start, match.start() - 30), match.start())
        or WILL.match(text, match.end(), sentence.end)
    ):
        return
    start, end = (match.start("who"), match.end("who")) if reason in WHO_ALONE else match.span()
    while end > start and text[end - 1] in " \xa0\n.,":
        end -= 1
    title = " ".join(text[start:end].split()) if reason == "the name of a report" else None
    yield parsed(
        text, start, end, number=None, form="in-text", called=(sentence.start, sentence.end), confidence=confidence,
        reason=reason,
        who=" ".join(who.split()) if who else None, title=title,
    )  # fmt: skip


_WORK_BESIDE = later(
    rf"(?:{REPORT_NOUN}(?:[\s\xa0](?:in|for|by|of|on|from)[\s\xa0][^,.;]{{2,40}},)?|titled|entitled|called|film"
    rf"|in its|in her|in his|wrote|writes"
    r"|published)[\s\xa0,:]*$"
)


def _titles_in_quotes(text: str, sentences: Sentences) -> Iterator[Citation]:
    """Words in quotation marks are a title where most of them have capitals and words beside them speak of a work."""
    for match in chain(QUOTED.finditer(text), _LEANING.finditer(text)):
        words = [w for w in re.findall(r"[A-Za-z][\w’'-]*", match["title"]) if len(w) > 3]
        capitals = sum(w[0].isupper() for w in words)
        beside = _WORK_BESIDE.search(text, max(match.start() - 60, 0), match.start())
        if (
            len(words) >= 2
            and capitals >= 0.7 * len(words)
            and (
                beside
                or match.re.pattern == _LEANING.pattern
                or re.search(
                    rf"{REPORT_NOUN}|(?:19"
                    rf"|20)\d\d",
                    match["title"],
                )
            )
        ):
            sentence = sentences.at(match.start())
            yield parsed(
                text, match.start("title"), match.end("title"), number=None, form="in-text", called=(sentence.start,
                                                                                                     sentence.end),
                confidence=0.8 if beside else 0.7, reason="a title in quotation marks",
                title=match["title"].strip(" ,."),
            )  # fmt: skip
