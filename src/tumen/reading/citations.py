"""Sources that a text names: footnotes with their marks, works in quotation marks, reports, lists of reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from tumen.patterns import later
from tumen.reading.footnotes import Footnote
from tumen.reading.references import find_author_years, in_brackets, told_in
from tumen.reading.sentences import Sentence, Sentences
from tumen.reading.spans import Spans, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One naming of a source. A candidate; parts that the text does not give are None.

    Attributes:
        number: Number of the footnote it stands in.
        form: `footnote`, `in-text`, `further reading` or `link`.
        cited_for: Sentence, by offsets, that calls the footnote or names the work.
    """

    id: str
    start: int
    end: int
    text: str
    number: str | None
    author: str | None
    publisher: str | None
    title: str | None
    date: str | None
    url: str | None
    form: str
    cited_for: tuple[int, int] | None
    confidence: float
    reason: str


_URL = later(r"(?:https?://|www\.)[^\s<>\"”’)]+[^\s<>\"”’).,;]")
_DATE = later(
    r"(?:\d{1,2}[\s\xa0](?:January|February|March|April|May|June|July|August|September|October|November|December)|"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)(?:[\s\xa0]"
    r"\d{1,2})?),?[\s\xa0]\d{4}|\b(?:19|20)\d\d\b"
)
_RETRIEVED = later(r"\b(?:[Rr]etrieved|[Aa]ccessed|[Vv]isited|[Ll]ast (?:accessed|visited|checked))\b[^.]*")
_QUOTED = later(r"[“\"”](?P<title>[^“”\"]{6,200})[”\"]")
_REPORT_NOUN = (
    r"(?:[Rr]eports?|[Ss]tud(?:y|ies)|[Ss]urveys?|[Pp]apers?|[Bb]ooks?|[Aa]rticles?|[Ss]tatements?|[Tt]estimon(?:y"
    r"|ies)|[Ii]nterviews?|[Bb]riefings?"
    r"|[Pp]ress [Rr]eleases?|[Nn]ewsletters?|[Dd]ocumentar(?:y|ies)|[Rr]eview|[Aa]nalysis|[Mm]emoirs?|[Ff]indings|[Ww]"
    r"hite [Pp]aper|[Ff]act ?sheet|[Bb]log|[Pp]etition|[Oo]verview"
    r"|[Aa]ssessment|[Pp]ublication|[Ii]ndex|[Dd]ispatch(?:es)?)(?![\s\xa0]\d{1,2}\b)"
)
_WORK_NAME = later(
    r"\b(?:(?:19|20)\d\d[\s\xa0])?(?:[A-Z][\w’'-]*[\s\xa0](?:(?:on|in|of|and|the|for|to)[\s\xa0]){0,2}){1,8}(?:Report"
    r"|Survey|Study|Trends|Outlook|Yearbook|White[\s\xa0]Paper|Handbook|Bulletin)s?\b(?:[\s\xa0]"
    r"(?:19|20)\d\d)?"
    r"|\b[A-Z]\w+[\s\xa0](?:Trends|Report|Review|Outlook)[\s\xa0](?:19|20)\d\d"
)
_OWNED = later(
    rf"\b(?P<who>(?:[A-Z][\w’'&.-]*[\s\xa0]?)+?)(?:’s|'s|s’|s')[\s\xa0](?:(?:19|20)\d\d[\s\xa0]|(?:own|latest|recent"
    rf"|new|annual|first|second|comprehensive|landmark|\w+)[\s\xa0]){{0,3}}{_REPORT_NOUN}\b"
    rf"(?:[\s\xa0](?:of|from)[\s\xa0](?:(?:19|20)\d\d))?"
)
_BY = later(
    rf"\b(?:[Aa]n?|[Aa]nother|[Tt]he|[Ii]ts|[Tt]heir|[Ii]n|[Oo]ne|[Tt]o)[\s\xa0](?:(?:19|20)\d\d[\s\xa0]|[\w-]+[\s\xa0]"
    rf"){{0,4}}?{_REPORT_NOUN},?[\s\xa0](?:\w+[\s\xa0]){{0,5}}?(?:by|from|of|for|leaked[\s\xa0]to)[\s\xa0](?:the[\s\xa0]"
    rf")?(?P<who>(?:(?:UN|US|U\.S\.|U\.N\.)[\s\xa0])?[A-Z][\w’'&-]*(?:[\s\xa0](?:(?:of|for|on|and|the|to|against"
    rf"|in)[\s\xa0]){{0,2}}[A-Z][\w’'&-]*)*)"
)
_YEAR_REPORT = later(
    rf"\b(?:[Ii]n[\s\xa0])?(?:[Oo]ur|[Ii]ts|[Tt]heir|[Hh]er|[Hh]is|[Tt]he|[Aa]n?)[\s\xa0](?:\w+[\s\xa0])?(?:19|20)\d\d[\s\xa0]"
    rf"(?:\w+[\s\xa0])?{_REPORT_NOUN}\b"
)
_SAID = later(
    r"\b(?:[Aa]ccording[\s\xa0]to|[Rr]eported[\s\xa0]by|[Cc]ited[\s\xa0]by|[Qq]uoted[\s\xa0]by|[Ee]stimated[\s\xa0]by"
    r"|[Pp]ublished[\s\xa0]by|[Dd]ocumented[\s\xa0]by|(?:[Mm]onitored|[Rr]ecorded|[Vv]erified|[Ss]urveyed|[Cc]ompiled|[Ii]nvestigated)[\s\xa0]by)[\s\xa0]"
    r"(?:the[\s\xa0](?:organi[sz]ation|group|NGO|agency)[\s\xa0](?=[A-Z]))?"
    r"(?P<who>(?:(?:the|a|an|some|one|several|many|sources?|its|local)[\s\xa0]"
    r")*(?:[\w’'.&-]+[\s\xa0]){0,8}?[\w’'.&-]+)(?=[,.;:()]|[\s\xa0](?:that|there|in|on|and|who|which|was|were|is|are|has|have"
    r"|had|for|at|more|about|to|as)\b)"
)
_SOURCE_NOTE = later(r"\(?\b[Ss]ources?:[\s\xa0](?P<who>[^)\n]{3,120})(?=[)\n.]|$)")
_POSTED = later(
    r"\b(?:originally|first|previously)[\s\xa0](?:published|posted|appeared|printed)[\s\xa0](?:in|on|by|at)[\s\xa0]"
    r"(?:the[\s\xa0])?(?:\w+[\s\xa0])?(?P<who>(?:[A-Z][\w’'&-]*[\s\xa0]?)+)"
)
_REPORTING = later(
    r"\b(?P<who>(?:the[\s\xa0])?(?:[A-Z][\w’'&.-]*(?:[\s\xa0](?:(?:of|for|on|and|the|in)[\s\xa0]){0,2}[A-Z]"
    r"[\w’'&-]*)*))(?:,[^,.]{3,60},)?[\s\xa0](?:has[\s\xa0]|have[\s\xa0]|had[\s\xa0]|also[\s\xa0])*"
    r"(?:(?:reported|estimates|estimated|documented|recorded)\b|(?:found|finds|concluded|concludes|revealed|noted"
    r"|reports)[\s\xa0]that\b)"
)
_BODY_OF_NO_NAME = later(
    r"\b(?P<who>(?:[Tt]he[\s\xa0])?(?:\w+[\s\xa0]){0,2}?(?:agency|organi[sz]ation|group|ministry|commission|committee|NGO"
    r"|institute))[\s\xa0](?:has[\s\xa0]|also[\s\xa0])?(?:reported|estimates?d?|documented|recorded)\b"
)
_A_BODYS = later(
    rf"\b(?:[Aa]n?|[Tt]he|[Tt]his)[\s\xa0](?:(?:new|recent|latest|joint|NEW|major|leaked|(?:19|20)\d\d)[\s\xa0]){{0,2}}"
    rf"(?P<who>(?:[A-Z][\w’&.-]*[\s\xa0](?:(?:of|for|on|and)[\s\xa0])?){{1,6}}){_REPORT_NOUN}\b"
)
_IN_ITS = later(
    rf"(?<=in[\s\xa0])(?:its|their|his|her|a|an)[\s\xa0](?:[\w-]+[\s\xa0]){{0,2}}?{_REPORT_NOUN}\b"
    r"(?:[\s\xa0](?:on|about|into)[\s\xa0](?:[\w-]+[\s\xa0]){0,4}?[\w-]+(?=[,.;]|[\s\xa0](?:in|that|which|published|released)\b))?"
)
_CALLED_BY = later(
    r"\b(?:referred[\s\xa0]to|described|quoted|named|characteri[sz]ed|called|cited|noted|documented|found"
    r"|detailed)[\s\xa0](?:\w+[\s\xa0]){0,3}?(?:by|in)[\s\xa0](?:the[\s\xa0])?(?P<who>(?:(?:19|20)\d\d[\s\xa0]"
    r")?(?:[A-Z][\w’&.-]*[\s\xa0](?:(?:of|on|for|and)[\s\xa0])?){1,6}[A-Z][\w’&-]*)"
)
_INTERVIEWS = later(
    r"\b(?:(?:a|the)[\s\xa0]series[\s\xa0]of|in-depth|(?:\w+[\s\xa0])?\d+)[\s\xa0]interviews[\s\xa0]"
    r"(?:conducted[\s\xa0]|held[\s\xa0])?(?:with|by|of)[\s\xa0][^.,;]{3,60}"
)
_RELEASED = later(
    r"\b(?:released|issued|published|aired|broadcast|obtained|posted)[\s\xa0](?:a|an|the|its)[\s\xa0](?:[\w-]+[\s\xa0]"
    r"){0,3}?(?:video|film|footage|photographs?|recording|list|documentary|document|statement|report|survey|study"
    r"|data)\b(?:[\s\xa0]of[\s\xa0](?:a[\s\xa0]|the[\s\xa0])?(?:\w+[\s\xa0]?){1,3})?"
)
_PRESS_SAYS = later(
    r"\b(?P<who>(?:(?:[Ss]ome|[Ss]everal|[Vv]arious|[Mm]any|[Ll]ocal|[Oo]ther|[Uu]nconfirmed)[\s\xa0]){0,2}(?:[Ss]ources|[Nn]ewspapers"
    r"|(?:[Mm]edia|[Pp]ress|[Nn]ews|[Nn]ewspaper)[\s\xa0]reports))[\s\xa0](?:also[\s\xa0]|even[\s\xa0]|have[\s\xa0])?"
    r"(?:say|said|assume[ds]?|claim(?:ed)?|report(?:ed)?|suggest(?:ed)?|stated?|believed?|indicated?|speak|spoke|spoken|put)\b"
)
_SECTION = later(
    r"\b(?:[Vv]isit|[Ss]ee|available[\s\xa0](?:in|at|on)|found[\s\xa0](?:in|at|on)|[Rr]ead)[\s\xa0]"
    r"(?P<who>(?:the[\s\xa0])?[^.;,\n]{3,60}?\b(?:section|page|website|site|archive|database|gallery)\b(?:[\s\xa0]"
    r"of[\s\xa0][A-Z]\w+)?)"
)
_READING = later(
    r"^(?:[^\n]{0,30}\b(?:additional|further|recommended|suggested)[\s\xa0]reading\b[^\n]{0,60}|(?:References"
    r"|Bibliography|Works[\s\xa0]cited|Sources|See[\s\xa0]also|Related(?:[\s\xa0]\w+)?)):?[ \t]*$",
    re.M | re.I,
)


def find_citations(
    text: str, sentences: Sentences, footnotes: Sequence[Footnote], words: Words
) -> list[Citation]:
    """Every source that a text names, in order, none overlapping."""
    found = [c for note in footnotes for c in _of_note(text, note, sentences)]
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


def _of_note(text: str, note: Footnote, sentences: Sentences) -> Iterator[Citation]:
    """The works in a note, divided at semicolons and at sentences that begin with another author."""
    start, end = note.body
    called = None
    if note.mark is not None:
        sentence = sentences.at(max(note.mark[0] - 1, 0))
        called = (sentence.start, sentence.end)
    inner = [
        _with_title(text, *span, start) for span in in_brackets(text, start, end) if _holds_works(text, *span)
    ]
    stretches = [
        (a, b)
        for a, b, tells in told_in(text, start, end, sentences)
        if not tells and not any(a < y and x < b for x, y in inner)
    ]
    for a, b in (work for stretch in sorted([*inner, *stretches]) for work in _works(text, *stretch)):
        yield _parsed(
            text,
            a,
            b,
            number=note.number,
            form="footnote",
            called=called,
            confidence=0.9,
            reason="a work in a footnote",
        )


_PUBLISHED_AT = later(r"[A-Z][^:()]{2,60}:[\s\xa0][^()]+(?:19|20)\d\d$")
_LAST_SENTENCE = later(r"(?:[.;?!][”\"]?|:)[\s\xa0]+(?=[A-Z“\"])")


def _holds_works(text: str, start: int, end: int) -> bool:
    return end - start > 15 and _DATE.search(text, start, end) is not None


def _with_title(text: str, start: int, end: int, first: int) -> tuple[int, int]:
    """`Ona Vell, Paths (Haven: Press, 2011)`: where only the place of publication stands in the brackets, all of it."""
    if _PUBLISHED_AT.match(text[start:end]) is None:
        return start, end
    breaks = [m.end() for m in _LAST_SENTENCE.finditer(text, first, start)]
    return (breaks[-1] if breaks else first), end + 1


_NEW_WORK = later(
    r";[\s\xa0]+(?:(?:and|see|see also|cf\.)[\s\xa0]+)?(?=[A-Z“\"(])"
    r"|\.?[\s\xa0]+(?:See also|And see),?[\s\xa0]+(?=[A-Z“\"(])"
    r"|\.[\s\xa0]+(?:See|Also|Cf\.),?[\s\xa0]+(?=[A-Z“\"(])|(?<=\d\d\d\d),[\s\xa0]and[\s\xa0](?=[A-Z])"
)
_A_WORK = later(
    r"[“\"”‘][^”\"]{6,}[”\"]|(?:19|20)\d\d|https?://|\b[A-Z]+/[\w./]+\d|\b[Rr]eport|[Ii]nterview|\bp\.|\bpp\.|[Pp]ress"
    r"|\b[Ii]bid|\b[Ss]upra|\bnote[\s\xa0]\d"
)


def _works(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = start
    for match in _NEW_WORK.finditer(text, start, end):
        if _A_WORK.search(text, first, match.start()) and _A_WORK.search(text, match.end(), end):
            yield first, match.start() + (text[match.start()] == ".")
            first = match.end()
    if _A_WORK.search(text, first, end):
        yield first, end


def _parsed(
    text: str, start: int, end: int, *, number: str | None, form: str, called: tuple[int, int] | None,
    confidence: float, reason: str,
    who: str | None = None, title: str | None = None,
) -> Citation:  # fmt: skip
    words = text[start:end]
    quoted = _QUOTED.search(words)
    url = _URL.search(words)
    dates = _DATE.findall(_RETRIEVED.sub("", _URL.sub("", words)))
    if title is None and quoted:
        title = quoted["title"].strip(" ,.")
    author = who
    if author is None and number is not None:
        author = _author(words, quoted.start() if quoted else None)
    return Citation(
        id="", start=start, end=end, text=words, number=number, author=author, publisher=None,
        title=" ".join(title.split()) if title else None, date=dates[-1] if dates else None,
        url=url.group() if url else None, form=form,
        cited_for=called, confidence=confidence, reason=reason,
    )  # fmt: skip


def _author(words: str, before: int | None) -> str | None:
    """What stands before the title: up to the first comma pair, date or quotation mark."""
    head = re.sub(r"^\s*(?:See|See also|Cf\.)\s+", "", words if before is None else words[:before])
    match = re.match(r"[\s\xa0]*([A-Z][^“\"(0-9:;]{2,80}?)\s*(?:[,.:(“\"]|$)", head)
    return " ".join(match[1].split()).strip(" ,.") or None if match else None


_SYMBOL = later(r"\b(?:A|S|E|CCPR|CAT|CRC|CEDAW|CERD|CESCR|CED|CRPD|HRI)/[\w./-]*\d|[Rr]esolution \d+/\d+")


def _in_text(text: str, sentences: Sentences, words: Words) -> Iterator[Citation]:
    for wanted, patterns in _PATTERNS:
        for sentence in words.sentences(wanted, sentences):
            said = text[sentence.start : sentence.end]
            for pattern, confidence, reason in patterns:
                if not any(sign in said for sign in _SIGNS.get(reason, ("",))):
                    continue
                for match in pattern.finditer(text, sentence.start, sentence.end):
                    yield from _one(text, match, sentence, confidence, reason)
    for a, b in in_brackets(text, 0, len(text)):
        if b - a > 40 and _SYMBOL.search(text, a, b) and _DATE.search(text, a, b):
            for start, end in _works(text, a, b):
                yield _parsed(text, start, end, number=None, form="in-text", called=None, confidence=0.75,
                              reason="a document with its symbol in brackets")  # fmt: skip
    for start, end, author, year in find_author_years(text):
        sentence = sentences.at(start)
        yield replace(
            _parsed(text, start, end, number=None, form="in-text", called=(sentence.start, sentence.end),
                    confidence=0.85, reason="an author and a year", who=author),
            date=year,
        )  # fmt: skip
    yield from _titles_in_quotes(text, sentences)
    yield from _further_reading(text)


_NOUNS = later(
    r"reports?|stud(?:y|ies)|surveys?|papers?|books?|articles?|statements?|testimon(?:y|ies)|interviews?|briefings?"
    r"|releases?|newsletters?|documentar(?:y|ies)|reviews?|analysis|assessments?|publications?|dispatch(?:es)?"
    r"|memoirs?|findings|factsheets?|sheet|blogs?|petitions?|trends|outlook|overview|index|yearbook|handbook|bulletin"
).fullmatch
_TOLD = later(
    r"according|reported|cited|quoted|estimated|published|documented|sources?|newspapers|media|press|news|newspaper|monitored|recorded|verified|surveyed"
    r"|compiled|investigated"
).fullmatch
_FOUND = later(
    r"reported|reports|estimates|estimated|found|finds|documented|recorded|concluded|concludes|revealed|noted|referred"
    r"|described|named|characteri[sz]ed|called|cited|quoted|detailed"
    r"|interviews|released|issued|published|aired|broadcast|obtained|posted|visit|see|available|read|originally|first"
    r"|previously"
).fullmatch
_PATTERNS = (
    (_NOUNS, (
        (_OWNED, 0.8, "a report of somebody"),
        (_WORK_NAME, 0.85, "the name of a report"),
        (_BY, 0.75, "a report by somebody"),
        (_YEAR_REPORT, 0.6, "a report of a year"),
        (_A_BODYS, 0.7, "a report of somebody"),
        (_IN_ITS, 0.55, "a report of whom the sentence speaks"),
    )),
    (_TOLD, (
        (_SOURCE_NOTE, 0.9, "a source note"),
        (_SAID, 0.7, "somebody is given as the source"),
        (_PRESS_SAYS, 0.6, "the press or an unnamed source"),
    )),
    (_FOUND, (
        (_POSTED, 0.85, "says where it was published first"),
        (_REPORTING, 0.6, "a body reports or estimates"),
        (_BODY_OF_NO_NAME, 0.55, "a body without a name reports or estimates"),
        (_CALLED_BY, 0.6, "words of somebody are given"),
        (_INTERVIEWS, 0.55, "interviews are named"),
        (_RELEASED, 0.55, "something was released"),
        (_SECTION, 0.5, "a section of a site"),
    )),
)  # fmt: skip


_SIGNS = {
    "the name of a report": ("Report", "Survey", "Study", "Trends", "Outlook", "Yearbook", "Paper", "Handbook",
                             "Bulletin", "Review"),
    "a report of a year": ("19", "20"),
    "says where it was published first": ("originally", "first", "previously"),
    "a source note": ("ource:", "ources:"),
    "interviews are named": ("interviews",),
    "a section of a site": ("section", "page", "site", "archive", "database", "gallery"),
}  # fmt: skip
"""What stands in every match of a pattern; to ask is cheaper than to try."""
_NO_BODY = later(
    r"(?:[’']s|ans|ese|ers)$|^(?:An?|The|One|In|At|It|They|He|She|This|That|These|Those|Most|Some|Many|News|We|I"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October"
    r"|November|December)\b"
)
_OWN_TEXT = later(r"[\s\xa0]in[\s\xa0]this[\s\xa0](?:report|paper|study|briefing|article)\b")
_CAN_TELL = later(
    r"[A-Z]|\b(?:reports?|sources?|media|newspapers?|press|stud(?:y|ies)|surveys?|government|ministry|agency|embassy|police|statistics"
    r"|figures|estimates?|data|census|officials?|records?)\b"
)
"""`according to the common usage` names no source."""
_WHO_ALONE = (
    "a source note",
    "somebody is given as the source",
    "words of somebody are given",
    "a section of a site",
)


def _one(
    text: str, match: re.Match[str], sentence: Sentence, confidence: float, reason: str
) -> Iterator[Citation]:
    who = match.groupdict().get("who")
    if (
        who
        and reason == "a body reports or estimates"
        and _NO_BODY.search(re.sub(r"^[Tt]he\s(?=[A-Z])", "", who))
    ):
        return
    if reason == "a body reports or estimates" and _OWN_TEXT.match(text, match.end()):
        return
    if reason == "somebody is given as the source" and who and not _CAN_TELL.search(who):
        return
    start, end = (match.start("who"), match.end("who")) if reason in _WHO_ALONE else match.span()
    while end > start and text[end - 1] in " \xa0\n.,":
        end -= 1
    title = " ".join(text[start:end].split()) if reason == "the name of a report" else None
    yield _parsed(
        text, start, end, number=None, form="in-text", called=(sentence.start, sentence.end), confidence=confidence,
        reason=reason,
        who=" ".join(who.split()) if who else None, title=title,
    )  # fmt: skip


_WORK_BESIDE = later(
    rf"(?:{_REPORT_NOUN}|titled|entitled|called|film|in its|in her|in his|wrote|writes|published)[\s\xa0,]*$"
)


def _titles_in_quotes(text: str, sentences: Sentences) -> Iterator[Citation]:
    """Words in quotation marks are a title where most of them have capitals and words beside them speak of a work."""
    for match in _QUOTED.finditer(text):
        words = [w for w in re.findall(r"[A-Za-z][\w’'-]*", match["title"]) if len(w) > 3]
        capitals = sum(w[0].isupper() for w in words)
        beside = _WORK_BESIDE.search(text, max(match.start() - 40, 0), match.start())
        if (
            len(words) >= 2
            and capitals >= 0.7 * len(words)
            and (beside or re.search(rf"{_REPORT_NOUN}|(?:19|20)\d\d", match["title"]))
        ):
            sentence = sentences.at(match.start())
            yield _parsed(
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
            listed = _URL.search(words) or (_WORKS_LISTED.search(heading.group()) and _DATE.search(words))
            if (
                (words.endswith((".", ":", "?")) and not listed)
                or len(words) < 8
                or (place > heading.end() and "\n\n" in match.group())
            ):
                break
            start = match.start(1)
            yield _parsed(
                text, start, start + len(match[1].rstrip()), number=None, form="further reading", called=None,
                confidence=0.8,
                reason="a line under a heading for further reading", title=words,
            )  # fmt: skip
            place = match.end()
