"""Works cited by author and year, and what a note holds: works apart from the sentences that tell something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tumen.patterns import later
from tumen.reading.sentences import Sentences

_NAME = r"[A-Z][\w’'-]+(?:[ \xa0](?:(?:of|for|on|the|de|der|van|von)[ \xa0]){0,2}[A-Z][\w’'-]+){0,5}"
_NAMES = rf"{_NAME}(?:(?:,?[ \xa0](?:and|&)[ \xa0]|,[ \xa0]){_NAME}){{0,4}}(?:,?[ \xa0]et[ \xa0]al\.?)?"
_PLACE = r"(?:[ \xa0]?[:,][ \xa0]?(?:pp?\.[ \xa0]?|ch\.[ \xa0]?)?\d+(?:[-–]\d+)?)?"
_IN_BRACKETS = later(
    rf"(?P<one>{_NAMES},?[ \xa0](?P<year>(?:19|20)\d\d)[a-z]?{_PLACE})"
    rf"(?=[;)]|,[ \xa0](?:19|20)\d\d|[ \xa0](?:for|on)[ \xa0])"
)
_BRACKETS = later(r"\((?P<inside>[^()]{0,160}?\b(?:19|20)\d\d[a-z]?\b[^()]{0,60})\)")
_TOLD = later(rf"\b(?P<one>{_NAMES}[ \xa0]\((?P<year>(?:19|20)\d\d)[a-z]?{_PLACE}\))")
_NO_AUTHOR = later(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Spring|Summer|Autumn"
    r"|Winter|Act|Law|Convention|Protocol|Covenant|Treaty|Resolution|Agreement|Article|No)\b"
)
_LIST = later(
    r"^[ \t]*(?:References|Bibliography|Works[ ]cited|Literature)(?:[ ]cited)?:?[ \t]*$", re.M | re.I
)
_ENOUGH = 2
"""Author–year pairs in one text, from which on a name with a year in brackets is taken for a work."""


def find_author_years(text: str) -> Iterator[tuple[int, int, str, str]]:
    """`(Vell 2014: 7; Moss & Reed, 2016)`, `Vell (2014)`: where each stands, its author and its year.

    Only where a text does so twice or has a list of references; otherwise a name with a year is no more than that.
    """
    if (
        "(19" not in text
        and "(20" not in text
        and not re.search(r"\b(?:19|20)\d\d[a-z]?[^()\n]{0,20}\)", text)
    ):
        return
    found: dict[int, tuple[int, int, str, str]] = {}
    for bracket in _BRACKETS.finditer(text):
        for match in _IN_BRACKETS.finditer(text, bracket.start() + 1, bracket.end()):
            if not _NO_AUTHOR.search(match["one"]):
                found[match.start()] = (*match.span("one"), _author(match), match["year"])
    for match in _TOLD.finditer(text):
        if not _NO_AUTHOR.search(match["one"]):
            found.setdefault(match.start(), (*match.span("one"), _author(match), match["year"]))
    if len(found) >= _ENOUGH or (found and _LIST.search(text)):
        yield from (found[place] for place in sorted(found))


def _author(match: re.Match[str]) -> str:
    return " ".join(match["one"][: match["one"].index(match["year"])].split()).strip(" (,")


_VERB = later(
    r"\b(?:is|are|was|were|has|have|had|became|becomes|does|did|could|would|fell|rose|gained|passed|made|told"
    r"|found|sent"
    r"|submitted|enacted|addresses|provides|states|forbids|stresses|protested|flagged|arrived|died|fled|allows"
    r"|remains"
    r"|went|came|left|lost|estimates"
    r"|(?!retrieved|accessed|published|visited|edited|translated|posted|updated|signed|reprinted|entitled"
    r"|titled|dated|cited"
    r"|quoted|based|released|adopted|archived|revised|unpublished"
    r"|(?:received|copied|compiled|collected|obtained|provided|supplied|issued|prepared|shared|recorded"
    r"|conducted)[ \xa0](?:by|from|with)\b"
    r")[a-z]{3,}ed(?![ \xa0]into[ \xa0]force))\b"
)
_PARTICIPLE = later(
    r",[ \xa0](?:last[ \xa0])?\w+(?:ed|wn|ven)[ \xa0](?=on|in|at|by|from|to|with|under|through|\d)"
)
"""`reply to a request, received on 17 January`: no verb of its own."""
_QUOTES = later(r"[“\"‘`][^”\"]*[”\"]|[“\"][^”\"]*$")
_TITLE_IN_QUOTES = later(r"[“\"](?:[A-Z][\w’'-]*|[“‘`'])[^”\"]{5,200}?[”\"]")
_A_LOCATOR = later(
    r"https?://|\b(?:HC|HL)[ \xa0]Deb|\b(?:EDM|PQ)[ \xa0]\d|\bHansard\b|\bGazette\b"
    r"|\bpp?\.[ \xa0]?\d|\b[Ii]bid\b|\bat[ \xa0]\d{1,3}\b|\b[A-Z]+/[\w./]+\d"
)


def told_in(text: str, start: int, end: int, sentences: Sentences) -> Iterator[tuple[int, int, bool]]:
    """A note in stretches: those that tell something (True) and those that name works (False), in order."""
    first, telling = start, None
    for a, b in _sentences(start, end, sentences):
        tells = _tells(text[a:b])
        if telling is not None and tells != telling:
            yield first, _back(text, a), telling
            first = a
        telling = tells if telling is None or tells != telling else telling
    if telling is not None:
        yield first, end, telling


def _sentences(start: int, end: int, sentences: Sentences) -> Iterator[tuple[int, int]]:
    for one in sentences.all[sentences.index(start) :]:
        if one.start >= end:
            return
        yield max(one.start, start), min(one.end, end)


def _back(text: str, place: int) -> int:
    return len(text[:place].rstrip())


_BEGINS_AS_WORK = later(
    r"\W*(?:(?:Personal|Written|Oral|Joint|Unpublished|Confidential|Open|Telephone)[ \xa0])?(?:Communication"
    r"|Letter|Report|Statement|Interview|Petition|Complaint|Testimony|Submission|Memorandum|Note"
    r"|Affidavit|Transcript|Copy|Minutes|Answer|Reply|Judge?ment|Decision|Decree|Photographs?|Images?|Video"
    r"|Footage|Recording|List|Register|Records?|Documents?|Data|Table|Map)s?\b"
)
_SPOKEN = later(
    r"\W*(?:A|An|The|This|These|That|Those|It|They|He|She|We|Its|Their|One|Some|Most|Both|All|Other|Another|No)[ \xa0]"
    r"(?:[a-z’-]+[ \xa0]){1,4}(?:[^.;:“”\"()]{0,60}(?:\([^()]*\)[ \xa0])?)?\b(?:comes?|gives?|fills?|shows?|says?"
    r"|puts?|counts?"
    r"|finds?|holds?|tells?|covers?|contains?|suggests?|argues?|adds?|speaks?|runs?|stands?|takes?|makes?|means?|seems?"
    r"|appears?|differs?|var(?:y|ies)|follows?|begins?|ends?|goes|rests?|relies|uses?|excludes?|includes?|leaves?"
    r"|names?)"
    r"[ \xa0](?!in[ ]:|pp?\.|no\.)"
)
"""`A smaller survey comes to 64 per cent.`: a sentence with a verb, which no title is."""
_OF_ITS_OWN = later(r"\b(?:is|are|was|were|has|have|had|does|did|could|would|remains?|became)\b")


def _tells(words: str) -> bool:
    """A sentence with a verb of its own, outside of titles and brackets, that names no work."""
    if _BEGINS_AS_WORK.match(words) and _OF_ITS_OWN.search(words) is None:
        return False  # `Communication submitted on behalf of M.K.`
    if _SPOKEN.match(words):
        return True
    plain = _QUOTES.sub(" ", _PARTICIPLE.sub(", ", re.sub(r"\([^()]*\)", " ", words)))
    title = any(_is_title(m.group()) for m in _TITLE_IN_QUOTES.finditer(words))
    return _VERB.search(plain) is not None and not title and _A_LOCATOR.search(plain) is None


def _is_title(words: str) -> bool:
    """Most of the longer words between the quotation marks have a capital."""
    longer = [w for w in re.findall(r"[A-Za-z][\w’'-]*", words) if len(w) > 3]
    return len(longer) > 1 and sum(w[0].isupper() for w in longer) >= 0.6 * len(longer)


_BRACKET = later(r"[()]|\n[ \t]*\n")


def in_brackets(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What stands in brackets in a stretch, brackets inside brackets left as they are; none goes over an empty line."""
    depth, opened = 0, start
    for match in _BRACKET.finditer(text, start, end):
        place = match.start()
        if match.group()[0] == "\n":
            depth = 0
            continue
        depth += 1 if match.group() == "(" else -1
        if depth == 1 and match.group() == "(":
            opened = place + 1
        elif depth == 0 and match.group() == ")":
            yield opened, place
        depth = max(depth, 0)
