"""Works in lists: under a heading for references or further reading, and in the columns of tables for their sources."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tumen.patterns import later
from tumen.reading.citation import DATE, URL

_HEADING = later(
    r"^[ \t]*(?:\d{1,2}\.?[ \t]+|[A-Z]\.[ \t]+|#+[ \t]+|[*_]{1,2})?(?:[^\n]{0,30}\b(?:additional|further"
    r"|recommended|suggested|selected)[\s\xa0](?:reading|sources|works|literature)\b[^\n]{0,60}"
    r"|(?:(?:List[ ]of|Selected|Select|Main|Key|Principal|Primary|Secondary|Published|Unpublished"
    r"|Notes[ ]and)[ ])?(?:References|Bibliography|Works|Sources|Literature|Documents|Publications|Reference[ ]list)"
    r"(?:[ ](?:cited|consulted|used|quoted|and[ \w]{3,30}))?|See[\s\xa0]also|Related(?:[\s\xa0]\w+)?"
    r"|Read[\s\xa0]more)[*_]{0,2}:?[ \t]*$",
    re.M | re.I,
)
_OF_WORKS = later(r"References?|Bibliography|Works|Literature|Sources|Documents|Publications", re.I)
_LINE = later(r"\n+[ \t]*([^\n]+)")
_LABEL = later(r"(?:[•*▪‣◦–—-]|\[\d{1,3}\]|\(?\d{1,3}[.)])[ \t]+")
_NEW_ENTRY = later(r"(?:[•*▪‣◦–—-]|\[\d{1,3}\]|\(?\d{1,3}[.)])[ \t]|[A-Z“\"‘'—–_]|https?:|www\.|\d")
_SHORTEST = 8
_A_TITLE = later(
    r"[“\"_*][^”\"\n]{6,}|\b[A-Z][\w’-]+,[ ][A-Z]\.|\(eds?\.\)|\bn\.d\.|\bforthcoming\b|\b[A-Z]+/[\w./-]+\d"
)


def find_listed(text: str) -> Iterator[tuple[int, int]]:
    """Each entry under such a heading, up to a line that is none."""
    for heading in _HEADING.finditer(text):
        of_works = _OF_WORKS.search(heading.group()) is not None
        place, entry, labelled = heading.end(), None, False
        while match := _LINE.match(text, place):
            start, end = match.start(1), match.start(1) + len(match[1].rstrip())
            gap = place > heading.end() and "\n\n" in match.group()
            goes_on = of_works and not gap and not _NEW_ENTRY.match(text, start, end)
            goes_on = goes_on or (of_works and not gap and labelled and _LABEL.match(text, start) is None)
            if entry is not None and goes_on:
                entry = (entry[0], end)
            elif _is_entry(text[start:end], of_works=of_works, gap=gap):
                if entry is not None:
                    yield entry
                label = _LABEL.match(text, start)
                labelled = label is not None
                entry = (label.end() if label else start, end)
            else:
                break
            place = match.end()
        if entry is not None:
            yield entry


def _is_entry(words: str, *, of_works: bool, gap: bool) -> bool:
    """A line that is no sentence, or that has what works have: an address, a year, a title in quotation marks."""
    if len(words) < _SHORTEST or _HEADING.fullmatch(words):
        return False
    sure = URL.search(words) is not None or (
        of_works and (DATE.search(words) or _A_TITLE.search(words)) is not None
    )
    if gap:
        return sure and of_works and not _TELLS.match(words)
    return sure or not words.endswith((".", ":", "?"))


_TELLS = later(r"(?:\d{1,3}\.[ ])?(?:The|This|In|We|On|At|It|They|As|For|But|And|When|If)\b[^“\"]*[a-z][.]$")
_SOURCE_LINE = later(
    r"^[ \t]*(?:[•*–-][ ])?[*_]{0,2}(?:(?:Main|Key|Data|Other)[ ])?(?:[Ss]ources|SOURCES)(?:[ ](?:used|consulted"
    r"|cited|for)[^:\n]{0,50}|[ ]and[ ]\w+)?[*_]{0,2}:[*_]{0,2}[ ]*(?P<works>[^\n]{10,2000})$",
    re.M,
)
_CREDIT = later(
    r"^[ \t]*[(\[*_]{0,2}(?:Table|Figure|Chart|Graph|Map|Data|Photos?|Image|Credit|Estimates?)(?:[ ](?:by"
    r"|from))?:[ ]+(?P<who>[A-Z][^\n.]{2,120})",
    re.M,
)


def find_source_lines(text: str) -> Iterator[tuple[int, int]]:
    """The works of `Sources: A; B; C.`, one by one, and who made a table or a map."""
    for line in _SOURCE_LINE.finditer(text):
        works = list(_divided(text, *line.span("works")))
        if len(works) > 1:
            yield from works
    for credit in _CREDIT.finditer(text):
        if _SAYS_WHO.search(credit["who"]):
            yield credit.span("who")


_SAYS_WHO = later(r"\b(?:19|20)\d\d\b|\b\d{1,2}[ ][A-Z][a-z]{2}|\b[A-Z]{2,}\b|\b(?:of|by|from)\b")


def _divided(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = start
    for match in re.compile(r";[ ]+(?:and[ ]+)?").finditer(text, start, end):
        yield first, match.start()
        first = match.end()
    yield first, first + len(text[first:end].rstrip(" .)]*_"))


_CELL = later(r"[ ]{2,}|[ ]*\t[ ]*|[ ]*\|[ ]*")
_HEAD_CELL = later(
    r"(?:Sources?|Estimates?[ ]by|Authors?|Stud(?:y|ies)|Reported[ ]by|Estimated[ ]by|Counted[ ]by|Publication"
    r"|Who[ ]counted|Who[ ]says)",
    re.I,
)
_NO_SOURCE = later(
    r"(?:[Tt]otal|[Nn]one|[Nn]ot[ ]\w+|[Uu]nknown|n/?a|[-–—.]+|[Tt]his[ ](?:study|report|paper)|[Oo]wn[ ]\w+"
    r"|[Ss]ame|[Dd]itto|[Oo]urs?|[Ss]um)\b.*",
    re.I,
)
_GAP = later(r"\t|\||[ ]{2}")
_LONGEST = 300
"""Characters in the head of a table."""
_RULE = later(r"[-–—=+| \t:]+")


def find_columns(text: str) -> Iterator[tuple[int, int]]:
    """The cells of every column that is headed `Source`, `Study` or `Estimate by`."""
    if not any(gap in text for gap in ("\t", "|", "   ")):
        return
    place = -1
    for word in _HEAD_CELL.finditer(text):
        start, end = text.rfind("\n", 0, word.start()) + 1, _line_end(text, word.end())
        if start < place or end - start > _LONGEST or not _GAP.search(text, start, end):
            continue
        cells = list(_cells(text, start, end))
        columns = [n for n, (a, b) in enumerate(cells) if len(cells) > 1 and _HEAD_CELL.fullmatch(text, a, b)]
        place = end
        while columns and place < len(text):
            start, place = place + 1, _line_end(text, place + 1)
            if _RULE.fullmatch(text, start, place):
                continue
            row = list(_cells(text, start, place))
            if len(row) < 2:
                break
            for a, b in (row[n] for n in columns if n < len(row)):
                if (
                    b - a > 2
                    and re.search(r"[A-Za-z]{2}", text[a:b])
                    and not _NO_SOURCE.fullmatch(text, a, b)
                ):
                    yield a, b


def _cells(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start] in " |":
        start += 1
    while end > start and text[end - 1] in " |":
        end -= 1
    first = start
    for gap in _CELL.finditer(text, start, end):
        yield first, gap.start()
        first = gap.end()
    if first < end:
        yield first, end


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return end if end >= 0 else len(text)
