"""Numbers of English text that count nothing: labels, ordinals, years, marks of notes, numbers in a name."""

from __future__ import annotations

import re

from tumen.patterns import later, small
from tumen.reading.english_numbers import NumberFound

_LABEL = later(
    r"(?:\b(?:articles?|arts?\.|sections?|secs?\.|paragraphs?|paras?\.?|chapters?|pages?|pp?\.|nos?\.|numbers?"
    r"|resolutions?"
    r"|principles?|rules?|notes?|footnotes?|fn\.?|vol\.?|volume|issue|figure|fig\.|table|annex|appendix|part|protocol"
    r"|version|tier|level|grade|phase|session|item|points?|step|isbn|tel\.?|article\s+\d+,)|[§#№])\s*$"
)
_LABELLED_SERIES = later(r"^\s*(?:,|and|or|to|through|[-–—])\s*(?:and\s+)?$", re.I)
_NAME_BEFORE = later(
    r"(?:^|[^.!?\s]\s+|[“\"(])(?!(?:Only|Some|About|Around|Nearly|Almost|Over|Just|Another|These|Those|All"
    r"|Fully|Roughly|Approximately"
    r"|Exactly|Barely|Scarcely|Even|Of|Among|The|Their|Our|His|Her|Its|And|But|Then|With|Under|From|To|By|For"
    r"|Besides|Perhaps|Maybe)\b)"
    r"(?:[A-Z][\w’'-]*)[^\S\t]$"
)
TIME_UNIT = later(r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|generations?)\b", re.I)
_RELATIVE_AFTER = later(r"\s*[\w-]*\s*(?:ago|later|earlier|previously)\b", re.I)
_RELATIVE_BEFORE = later(r"\b(?:past|last|next|coming|previous|preceding|following)\s+$", re.I)
_DAY_BEFORE = later(
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s\d{1,2}(?:st|nd|rd|th)?(?:,\s\d{1,2})*"
    r",?\s(?:and|or|to|through|&)\s$"
)
_COUNTED_PROPER = later(r"\s+(?:[A-Z][\w’'-]+\s){1,3}([a-z]+)\b")
"""A name of a people and a plural behind a number that opens a line: `102 Salt refugees`, not the note 102."""
_NO_COUNT_BEHIND = later(
    r"\s?\(\d{1,3}\)\s?[:,]|\s[A-Z]{2,6}\s\d|/[A-Z]|:\s?\d{1,4}\b"
    r"|\sff?\b|\s?(?:to|and|or|[-–])\s?\d{1,2}\s(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December)\b"
)
"""`12(3): 211`, `19 UST 6223`, `A/72/XYZ`, `4 to 13 March`: volumes, symbols, days."""
_NO_COUNT_AHEAD = later(
    r"[A-Z]/$|\b[A-Z]{1,3}-$|\bper\s$|\bin\severy\s$|\d\)?:\s?$|\b(?:note|supra|ibid\.?,?)\s\d{1,3},?\sat\s$"
    r"|\s\d{1,4}\s[A-Z][A-Za-z.]{1,7}\s$"
    r"|\b(?:19|20)\d\d[a-z]?:\s$|\((?:19|20)\d\d[a-z]?,\s$",
)
_NOTE_BEHIND = later(r"\.\d{1,3}(?=[\s\xa0]+(?:[A-Z“\"‘(]|\d{1,3}\.[\s\xa0])|[\s\xa0]*(?:\n|$))")
"""`about 55%.12 The`: the mark of a note behind the full stop."""
_PAGES = later(r"\)\s?[:,]\s?\d")
_IN_A_ROW = later(r"\)\s+[A-Za-z]")
_ORDINAL = later(r"(?:st|nd|rd|th)\b|-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b", re.I)
_OPENING = " \t\n\r\f\xa0([{“‘\"'-–—/$€£¥₩~≈<>="
UNIT_WORD = later(r"[\s-]*([A-Za-z][\w’'-]*)")
_PLURAL_FORMS = frozenset({"people", "persons", "men", "women", "children", "police", "troops", "personnel"})
NO_UNIT = frozenset({
    "a", "about", "above", "almost", "an", "and", "are", "around", "as", "at", "be", "because", "been",
    "being", "below", "between", "but", "by", "can", "could", "did", "do", "does", "dozen", "dozens",
    "during", "each", "eight", "eleven", "estimated", "every", "fifty", "five", "for", "forty", "four",
    "from", "had", "has", "have", "he", "her", "his", "how", "hundred", "hundreds", "if", "in",
    "including", "into", "is", "it", "its", "just", "may", "might", "million", "millions", "more",
    "most", "must", "nearly", "nine", "no", "nor", "not", "of", "on", "one", "only", "or", "our", "out",
    "over", "per", "percent", "said", "say", "says", "seven", "shall", "she", "should", "since", "six",
    "so", "some", "such", "ten", "than", "that", "the", "their", "them", "then", "there", "these",
    "they", "thirty", "this", "those", "thousand", "thousands", "three", "through", "times", "to",
    "twelve", "twenty", "two", "under", "until", "up", "upon", "was", "we", "were", "what", "when",
    "where", "which", "while", "who", "whom", "whose", "will", "with", "without", "would", "you",
})  # fmt: skip
_SINGULAR_S = ("ss", "us", "is", "’s", "'s")


def is_label(text: str, start: int, labelled_end: int) -> bool:
    """The number names an article, page or note; so does one that only continues such a row (`2 and 3`)."""
    if _LABEL.search(small(text[max(start - 25, 0) : start])):
        return True
    return labelled_end >= 0 and bool(_LABELLED_SERIES.match(text[labelled_end:start]))


def counts_something(text: str, found: NumberFound) -> bool:
    """Whether the number quantifies, by what stands right before and after it."""
    before, after = text[max(found.start - 30, 0) : found.start], text[found.end : found.end + 40]
    if before and before[-1] not in _OPENING:
        return False  # glued to a word or a full stop: a footnote mark, a code, a version
    if before.endswith("[") and after.startswith("]"):
        return False
    if (found.digits and _NO_COUNT_BEHIND.match(after)) or _NO_COUNT_AHEAD.search(before):
        return False
    if before.endswith("(") and after.startswith(")") and (before[-2:-1].isalnum() or _PAGES.match(after)):
        return False  # article 13(2), volume 12(3)
    if found.digits and found.low < 40 and _IN_A_ROW.match(after) and _open_brackets(text, found.start) <= 0:
        return False  # 2) in a row that runs on in the line
    called = found.digits and _NOTE_BEHIND.match(after)
    if (
        _ORDINAL.match(after)
        or (not called and re.match(r"/\d|:\d|[.-]\d", after))
        or re.search(r"\d[/.:-]$", before)
    ):
        return False
    if _DAY_BEFORE.search(before):
        return False  # May 3 and 4: the second day of a row of days
    if _RELATIVE_AFTER.match(after) or (
        TIME_UNIT.match(after.lstrip(" -\n")) and _RELATIVE_BEFORE.search(before)
    ):
        return False  # two years ago, the last 40 years: dates
    if found.digits and found.kind is None and _is_number_of_something(text, found, before, after):
        return False
    return found.low != 1 or found.high != 1 or found.kind is not None


def _open_brackets(text: str, place: int) -> int:
    """How many brackets are open at a place, as far as its paragraph tells."""
    before = text[max(text.rfind("\n", 0, place), place - 400, 0) : place]
    return before.count("(") - before.count(")")


def _is_number_of_something(text: str, found: NumberFound, before: str, after: str) -> bool:
    """A list number, a number in a name (`Room 12`), or a bare year."""
    value = text[found.start : found.end]
    opens_line = not before.strip(" \t") or before.rstrip(" \t").endswith("\n")
    if opens_line and re.match(r"[.)]\s+[A-Z“\"]", after):
        return True
    proper = _COUNTED_PROPER.match(after)
    if (
        opens_line
        and "," not in value
        and not (proper and is_plural(proper[1]))
        and re.match(r"\s+[A-Z“\"]", after)
        and re.search(r"(?:^|[.!?:;)”\"]\s*\n\s*|\n\s*\n\s*)$", before)
    ):
        return True
    unit = UNIT_WORD.match(after)
    counted = unit is not None and unit.group(1)[0].islower() and unit.group(1).lower() not in NO_UNIT
    if _NAME_BEFORE.search(before) and not counted and re.fullmatch(r"\d{1,4}", value):
        return True
    return bool(re.fullmatch(r"1[5-9]\d\d|20\d\d", value)) and not (
        counted and unit and is_plural(unit.group(1))
    )


def is_plural(word: str) -> bool:
    lowered = word.lower()
    if lowered.endswith(("men", "people", "children", "folk")) and lowered not in (
        "specimen",
        "regimen",
        "omen",
    ):
        return True
    return lowered in _PLURAL_FORMS or (lowered.endswith("s") and not lowered.endswith(_SINGULAR_S))
