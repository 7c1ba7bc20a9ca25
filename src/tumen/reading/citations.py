"""Sources that a text names: footnotes with their marks, works in quotation marks, reports, lists of reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from tumen.patterns import later
from tumen.reading.citation import DATE, QUOTED, URL, Citation, parsed
from tumen.reading.footnotes import Footnote
from tumen.reading.references import find_author_years, in_brackets, told_in
from tumen.reading.sentences import Sentence, Sentences
from tumen.reading.spans import Spans, Words
from tumen.reading.works_in_notes import of_note, works_of
from tumen.reading.works_in_text import (
    CAN_TELL,
    NO_BODY,
    OWN_TEXT,
    PATTERNS,
    REPORT_NOUN,
    SIGNS,
    SYMBOL_ALONE,
    WHO_ALONE,
)

_LEANING = later(r"(?<![\w*_])[*_](?P<title>[A-Z][^*_\n]{6,150})[*_](?![\w*_])")
"""Italics of plain text: `_The Long Road_`."""
_READING = later(
    r"^(?:[^\n]{0,30}\b(?:additional|further|recommended|suggested)[\s\xa0]reading\b[^\n]{0,60}|(?:References"
    r"|Bibliography|Works[\s\xa0]cited|Sources|See[\s\xa0]also|Related(?:[\s\xa0]\w+)?)):?[ \t]*$",
    re.M | re.I,
)


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
    found += [c for c in _in_text(text, sentences, words) if not works.touch(c.start, c.end)]
    kept: list[Citation] = []
    for one in sorted(found, key=lambda c: (c.start, -c.confidence)):
        if kept and one.start < kept[-1].end:
            if one.confidence > kept[-1].confidence:
                kept[-1] = one
            continue
        if kept and kept[-1].reason == "a report of somebody" and one.title and one.start - kept[-1].end < 4:
            one = replace(one, author=kept[-1].author)  # UNHCR’s report “Trends”: one work, named twice
            kept.pop()
        kept.append(one)
    return [replace(c, id=f"f{n:02}") for n, c in enumerate(kept, start=1)]


_SYMBOL = later(r"\b(?:A|S|E|CCPR|CAT|CRC|CEDAW|CERD|CESCR|CED|CRPD|HRI)/[\w./-]*\d|[Rr]esolution \d+/\d+")


_HEAD_OF_TEXT = 150
"""Characters, in which a document gives its own symbol."""
_TELLS = later(r"[a-z]{2,}[ \xa0,]+[a-z]{2,}")


def _is_its_own(text: str, place: int) -> bool:
    """The symbol in the head of a document is its own, where its line tells nothing."""
    if place >= _HEAD_OF_TEXT:
        return False
    end = text.find("\n", place)
    return _TELLS.search(text, text.rfind("\n", 0, place) + 1, end if end >= 0 else len(text)) is None


_JUDGMENT = later(
    r"\b[A-Z][\w’-]+(?:[\s\xa0](?:(?:and|of|the|for|de|des|du|la|le|les|del)[\s\xa0]){0,2}(?:[ld]’)?[A-Z][\w’-]+){0,6}"
    r"[\s\xa0]v\.?[\s\xa0][A-Z][\w’-]+(?:"
    r"[\s\xa0](?:of[\s\xa0])?[A-Z][\w’-]+){0,4}"
    r"(?:,?[\s\xa0](?:\((?:19|20)\d\d\)|\[(?:19|20)\d\d\])[\s\xa0][^.;()]{3,40}|[\s\xa0]\(\d{1,5}/\d{2,4}\))"
)
_ALONE = (
    (_JUDGMENT, "in-text", "a judgment with where it is reported"),
    (URL, "link", "an address"),
    (SYMBOL_ALONE, "in-text", "the symbol of a document"),
    (later(r"\((?P<said>(?:[Aa]uthor[’']s[\s\xa0]|[Tt]elephone[\s\xa0]|[Pp]ersonal[\s\xa0])?(?:[Ii]nterviews?"
        r"|[Cc]ommunication|[Ff]ocus[\s\xa0]group)\b[^()]{4,80})\)"),
     "in-text", "an interview named in brackets"),
)  # fmt: skip


def _in_text(text: str, sentences: Sentences, words: Words) -> Iterator[Citation]:
    for wanted, patterns in PATTERNS:
        for sentence in words.sentences(wanted, sentences):
            said = text[sentence.start : sentence.end]
            for pattern, confidence, reason in patterns:
                if not any(sign in said for sign in SIGNS.get(reason, ("",))):
                    continue
                for match in pattern.finditer(text, sentence.start, sentence.end):
                    yield from _one(text, match, sentence, confidence, reason)
    for a, b in in_brackets(text, 0, len(text)):
        if b - a > 40 and _SYMBOL.search(text, a, b) and DATE.search(text, a, b):
            for start, end in works_of(text, a, b):
                yield parsed(text, start, end, number=None, form="in-text", called=None, confidence=0.75,
                              reason="a document with its symbol in brackets")  # fmt: skip
    for pattern, form, reason in _ALONE:
        for match in pattern.finditer(text):
            if pattern is SYMBOL_ALONE and _is_its_own(text, match.start()):
                continue
            yield parsed(text, *match.span(match.lastgroup or 0), number=None, form=form, called=None,
                          confidence=0.4, reason=reason)  # fmt: skip
    for start, end, author, year in find_author_years(text):
        sentence = sentences.at(start)
        yield replace(
            parsed(text, start, end, number=None, form="in-text", called=(sentence.start, sentence.end),
                    confidence=0.85, reason="an author and a year", who=author),
            date=year,
        )  # fmt: skip
    yield from _titles_in_quotes(text, sentences)
    yield from _further_reading(text)


_ONLY_COUNTED = later(
    r"(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|This|Final"
    r"|Annual)[\s\xa0]Reports?"
)
"""A number in a row of reports: the heading of the text itself."""


_REPORTS_OF = ("a report of somebody", "a report by somebody")
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
    if reason == "the name of a report" and _ONLY_COUNTED.fullmatch(match.group()):
        return
    if reason in _REPORTS_OF and _INSTRUMENT.search(match.group()):
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
    rf"(?:{REPORT_NOUN}|titled|entitled|called|film|in its|in her|in his|wrote|writes|published)[\s\xa0,]*$"
)


def _titles_in_quotes(text: str, sentences: Sentences) -> Iterator[Citation]:
    """Words in quotation marks are a title where most of them have capitals and words beside them speak of a work."""
    for match in chain(QUOTED.finditer(text), _LEANING.finditer(text)):
        words = [w for w in re.findall(r"[A-Za-z][\w’'-]*", match["title"]) if len(w) > 3]
        capitals = sum(w[0].isupper() for w in words)
        beside = _WORK_BESIDE.search(text, max(match.start() - 40, 0), match.start())
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


_WORKS_LISTED = later(r"References|Bibliography|Works|Literature", re.I)


def _further_reading(text: str) -> Iterator[Citation]:
    """Each line under such a heading, up to the next empty line or whole sentence."""
    for heading in _READING.finditer(text):
        lines = re.compile(r"\n+[ \t]*([^\n]+)")
        place = heading.end()
        while match := lines.match(text, place):
            words = match[1].strip()
            listed = URL.search(words) or (_WORKS_LISTED.search(heading.group()) and DATE.search(words))
            if (
                (words.endswith((".", ":", "?")) and not listed)
                or len(words) < 8
                or (place > heading.end() and "\n\n" in match.group())
            ):
                break
            start = match.start(1)
            yield parsed(
                text, start, start + len(match[1].rstrip()), number=None, form="further reading", called=None,
                confidence=0.9,
                reason="a line under a heading for further reading", title=words,
            )  # fmt: skip
            place = match.end()
