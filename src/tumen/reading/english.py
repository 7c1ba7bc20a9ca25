"""Figures in English text: numbers, ranges, percentages, money, ages, vague words, with their qualifiers.

Left out on purpose: dates, ordinals, numbers of articles, pages, lists and footnotes, names with a
number, and a bare `one`, which is nearly always a pronoun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tumen.patterns import later, small
from tumen.reading.claim import (
    AROUND,
    HIGH_ONLY,
    LOW_ONLY,
    Bounds,
    Kind,
    Quantity,
    bounded,
    merged,
    overlapping,
    plain,
)
from tumen.reading.numerals import (
    FRACTION,
    NUMBER,
    VAGUE,
    magnitude_of,
    percent_of_fraction,
    vague_of,
    value_of,
)

_CURRENCY = r"(?:US\s?\$|U\.S\.\s?\$|USD\s|EUR\s|CNY\s|RMB\s|KRW\s|[$€£¥₩])\s?"
_PERCENT = r"\s*(?:%|per\s?cent\b|percentage\s+points?\b|pct\b)"
_MONEY = r"\s+(?:US\s+|U\.S\.\s+)?(?:dollars?|euros?|pounds?|yuan|renminbi|won|yen)\b"
_JOIN = r"\s*(?:[-–—~]|\bto\b|\bor(?:\s+even)?\b|\band\b)\s*"
_FIGURE = later(
    rf"(?P<ratio>(?<![\d:.])(?!\d\d?:[0-5]\d(?!\d))\d+:\d+(?![\d:]))"
    r"|(?P<share>\b(?:one|two|three|four|five|six|seven|eight|nine|\d{1,2})\s+"
    r"(?:(?:person|people|child|children|wom[ae]n|m[ae]n|famil(?:y|ies)|household|household?s|girls?|boys?"
    r"|adults?|respondents?|prisoners?|refugees?)\s+(?=in\s))?"
    r"(?:(?:in|out\s+of)\s+(?:every\s+)?(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty"
    r"|(?:a\s+)?hundred)"
    r"|(?:in|out\s+of)\s+(?:every\s+)?\d{1,3}(?![\d,.]\d|\d|\s+(?:years?|months?|weeks?|days?|hours?))"
    r"|(?:in|out\s+of)\s+every\s+[\d,]+)\b(?!\s+(?:years?|months?|weeks?|days?|hours?|cases|countries)\b))"
    rf"|(?P<fraction>{FRACTION})"
    rf"|(?P<vague>{VAGUE})(?:(?:\s+|\s?[-–—]+\s?|,\s)(?:or\s+even|or|to|if\s+not|and\s+even"
    rf"|even)\s+(?P<vague2>{VAGUE}))?"
    rf"|(?P<currency>{_CURRENCY})?(?P<first>{NUMBER})(?P<percent1>{_PERCENT})?"
    rf"(?:(?P<join>{_JOIN})(?P<currency2>{_CURRENCY})?(?P<second>{NUMBER}))?(?P<percent>{_PERCENT})?(?P<money>{_MONEY})?",
    re.I,
)

_QUALIFIERS: Sequence[tuple[str, str]] = (
    (LOW_ONLY, r"(?:well\s+)?(?:more|greater|higher|longer|older)\s+than|(?:well\s+)?over|above|at\s+least|exceed\w*"
               r"|no\s+(?:fewer|less)\s+than|in\s+excess\s+of|upwards?\s+of|a\s+minimum\s+of|not\s+less\s+than"),
    (HIGH_ONLY, r"(?<!add\s)(?<!adds\s)(?<!added\s)(?<!adding\s)up\s+to"
                r"|as\s+(?:many|much|high|long|few|little)\s+as|(?:fewer|less|lower|younger)\s+than|under|below"
                r"|at\s+most|no\s+more\s+than|not\s+more\s+than|a\s+maximum\s+of"),
    (AROUND, r"about|around|approximately|roughly|some|nearly|almost|close\s+to|an?\s+estimated|estimated|only|just"
             r"|an?\s+average\s+of|on\s+average|circa|ca\.|c\."),
)  # fmt: skip
_BEFORE = [
    (way, later(rf"(?:^|(?<=[^\w]))({words})\s+(?:(?:the|a|an|another)\s+)?$")) for way, words in _QUALIFIERS
]
_AFTER = (
    (
        LOW_ONLY,
        later(r"\s*(\+|or\s+(?:more|older|over)|and\s+(?:more|above|over|older)|plus)(?!\w)", re.I),
    ),
    (HIGH_ONLY, later(r"\s*(or\s+(?:less|fewer|under|younger)|and\s+(?:under|below|younger))\b", re.I)),
    (AROUND, later(r"\s*(or\s+so)\b", re.I)),
)
_ESTIMATE = later(r"\bestimat(?:e|es|ed|ing)\b(?=[^.;!?]{0,60}$)")

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
    r"(?:[A-Z][\w’'-]*)\s$"
)
_URL = later(r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]+")
_TIME_UNIT = later(r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|generations?)\b", re.I)
_OLD = later(r"[\s-]*(?:years?|months?)[\s-]+olds?\b|[\s-]*(?:years?|months?)\s+of\s+age\b", re.I)
_AGED = later(r"\b(?:aged?|ages|age\s+of)\s+(?:of\s+)?$", re.I)
_RELATIVE_AFTER = later(r"\s*[\w-]*\s*(?:ago|later|earlier|previously)\b", re.I)
_RELATIVE_BEFORE = later(r"\b(?:past|last|next|coming|previous|preceding|following)\s+$", re.I)
_DAY_BEFORE = later(
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s\d{1,2}(?:st|nd|rd|th)?(?:,\s\d{1,2})*"
    r",?\s(?:and|or|to|through|&)\s$"
)
_COUNTED_PROPER = later(r"\s+(?:[A-Z][\w’'-]+\s){1,3}([a-z]+)\b")
"""A name of a people and a plural behind a number that opens a line: `102 Salt refugees`, not the note 102."""
_PART_OF = later(r"\s+of\s+(?:the|them|these|those|its|their|his|her|our|whom|us)\b", re.I)
_THE_FEW = later(r"\b(?:the|these|those|all|other|remaining)\s+$", re.I)
_THEN = later(r"\s+(?:who|had|have|has|were|was|are|did|while|whom|whose|also|later|then)\b|[,;.]")
"""`The four had fled`, `the other three.`: people who were counted before."""
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
_UNIT_WORD = later(r"[\s-]*([A-Za-z][\w’'-]*)")
_PLURAL_FORMS = frozenset({"people", "persons", "men", "women", "children", "police", "troops", "personnel"})
_STOP = frozenset({
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
_MEASURES = frozenset(
    {"kg", "km", "m", "cm", "g", "ha", "year", "month", "week", "day", "hour", "minute", "person", "man"}
)
_ANOTHER = later(r"\b(?:another|all|the\sother|the\sremaining)\s+(?:some\s+|about\s+)?$", re.I)
_AGED_ALIKE = later(
    r"(?:\b(?:sons?|daughters?|child|boy|girl|brother|sister|mother|father|niece|nephew|twins|woman|man)"
    r"|[A-Z][a-z]+),\s(?:now\s|then\s|just\s|only\s)?$"
    r"|\b(?:now|then)\s$"
)
"""`her son, now five,`: an age beside a person."""
_WHO = later(
    r"\s+(?:died|fled|drowned|escaped|survived|returned|remained?|disappeared|perished|stayed|refused"
    r"|could|would|will|later|also|who|whom|whose|others?|more|had|have|were|was|made|of\s+whom)\b"
)
"""`twenty one who had …`, `another seven made it`: people, though nothing is named behind the number."""
_GROUP_OF = later(
    r"\b(?:famil(?:y|ies)|groups?|part(?:y|ies)|teams?|total|couples?|crews?|boys?|girls?|(?:wo)?m[ae]n|child|mother"
    r"|father)\s+of\s+$",
    re.I,
)
_CHANGES = later(
    r"\b(?:rose|ris(?:e|es|en|ing)|fell|fall(?:s|en|ing)?|grew|grow(?:s|n|ing|th)?|increas\w+|decreas\w+"
    r"|dropp?(?:ed|ing"
    r"|s)?|climb\w*|jump\w*|declin\w+|went|gone|doubl\w+|tripl\w+|swell\w*|swollen|shr[aiu]nk|up|down|reduc\w+"
    r"|chang\w+|drop|cut|shift\w*|mov(?:ed|ing)|rais(?:ed|ing))\b[^.;]*$",
    re.I,
)
_THEN_YEAR = later(r"\s+(?:[a-z]+\s+){0,3}(?:in|by)\s+(?:early\s|late\s)?(?:19|20)\d\d\b")
LONGEST_UNIT = 6
"""Words. A longer phrase is no longer the name of what is counted."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A number as matched: its place, plain value or range, and what the match itself tells of its kind."""

    start: int
    end: int
    low: float
    high: float
    kind: Kind | None
    vague: bool
    digits: bool


def find_quantities(text: str, taken: Sequence[tuple[int, int]]) -> list[Quantity]:
    """Every figure in an English text, in order, none overlapping.

    Args:
        text: any text.
        taken: spans that are something else (dates), as pairs of offsets in order.
    """
    links = _URL.finditer(text) if any(sign in text for sign in ("://", "www.", "@")) else ()
    blocked = merged([*taken, *((m.start(), m.end()) for m in links)])
    found: list[Quantity] = []
    labelled_end = -1
    for match in _matches(text, blocked):
        if _is_label(text, match.start, labelled_end):
            labelled_end = match.end
        elif _counts_something(text, match):
            quantity = _complete(text, match)
            if quantity is not None:
                found.append(quantity)
    return found


def _matches(text: str, blocked: Sequence[tuple[int, int]]) -> Iterator[_Found]:
    """Numbers and ranges outside blocked spans; a range that is none is read again as two numbers."""
    position = 0
    for start in _openings(text):
        match = _FIGURE.match(text, start) if start >= position else None
        if match is None:
            continue
        overlap = overlapping(blocked, match.start(), match.end())
        if overlap is not None:
            # The first number of a false range may stand before the date that makes it false.
            position = max(overlap[1], match.start() + 1)
            if match.group("second") and match.end("first") <= overlap[0]:
                yield _single(match)
            continue
        if match.group("second") and not _is_range(text, match):
            yield _single(match)
            position = match.end("percent1") if match.group("percent1") else match.end("first")
            continue
        yield _found(match)
        position = match.end()


_OPENING_PLACE = later(
    r"\d+|[$€£¥₩]|(?<![a-z])(?:us|u|usd|eur|cny|rmb|krw|an?|several|few|many|half|thirds?|quarters?|fifths?"
    r"|tenths?|tens|scores|dozens?"
    r"|hundreds?|thousands?|millions?|billions?"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen"
    r"|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?![a-z])"
)


def _openings(text: str) -> Iterator[int]:
    """Where a figure may begin: a digit, a sign of a currency, or one of a few words."""
    return (m.start() for m in _OPENING_PLACE.finditer(small(text)))


_BETWEEN = later(r"\b(?:between|between\s+the\s+ages\s+of|between\s+ages|between\s+(?:about|some))\s+$")


def _is_range(text: str, match: re.Match[str]) -> bool:
    join = match.group("join").strip().lower()
    first, second = _two_values(match)
    if "point" in (match.group("percent1") or "").lower():
        return False  # by 4 percentage points to 17 percent
    before = text[max(match.start() - 40, 0) : match.start()].lower()
    if first >= second or (join == "and" and not _BETWEEN.search(before)):
        return False
    # "rose from 3 to 8 million" tells of a change; "anywhere from 8 to 12" of a range.
    return not (
        join == "to"
        and re.search(r"\bfrom\s+(?:about\s+|some\s+|around\s+)?$", before)
        and (
            _CHANGES.search(text[max(match.start() - 90, 0) : match.start()])
            or _THEN_YEAR.match(text, match.end())
        )
    )


def _two_values(match: re.Match[str]) -> tuple[float, float]:
    """Both ends; a magnitude said once holds for both: `2 to 3 million`."""
    first, second = value_of(match.group("first")), value_of(match.group("second"))
    shared = magnitude_of(match.group("second"))
    if shared > 1 and magnitude_of(match.group("first")) == 1 and first < shared and first < 1000:
        first *= shared
    return first, second


def _single(match: re.Match[str]) -> _Found:
    value = value_of(match.group("first"))
    start = match.start("currency") if match.group("currency") else match.start("first")
    end = match.end("percent1") if match.group("percent1") else match.end("first")
    kind: Kind | None = "percent" if match.group("percent1") else "money" if match.group("currency") else None
    return _Found(start, end, value, value, kind, vague=False, digits=match.group("first")[0].isdigit())


def _found(match: re.Match[str]) -> _Found:
    start, end, words = match.start(), match.end(), match.group()
    if match.group("ratio"):
        left, right = map(int, words.split(":"))
        value = left / right if right else 0.0
        return _Found(start, end, value, value, "rate", vague=False, digits=True)
    if match.group("share"):
        left_words, right_words = re.split(
            r"\s+(?:[a-z]+\s+)?(?:in|out\s+of)\s+(?:every\s+)?", words, flags=re.I
        )
        share = 100 * value_of(left_words) / max(value_of(right_words), 1)
        return _Found(start, end, share, share, "percent", vague=False, digits=False)
    if match.group("fraction"):
        share = percent_of_fraction(words)
        return _Found(start, end, share, share, "percent", vague=False, digits=False)
    if match.group("vague"):
        low, high = vague_of(match.group("vague"))
        if match.group("vague2"):
            low, high = (
                min(low, vague_of(match.group("vague2"))[0]),
                max(high, vague_of(match.group("vague2"))[1]),
            )
        return _Found(start, end, low, high, None, vague=True, digits=False)
    return _found_number(match)


def _found_number(match: re.Match[str]) -> _Found:
    first = second = value_of(match.group("first"))
    if match.group("second"):
        first, second = _two_values(match)
    kind: Kind | None = None
    if match.group("percent") or match.group("percent1"):
        kind = "percent"
    elif match.group("currency") or match.group("money"):
        kind = "money"
    return _Found(
        match.start(), match.end(), first, second, kind, vague=False, digits=match.group("first")[0].isdigit()
    )


def _is_label(text: str, start: int, labelled_end: int) -> bool:
    """The number names an article, page or note; so does one that only continues such a row (`2 and 3`)."""
    if _LABEL.search(small(text[max(start - 25, 0) : start])):
        return True
    return labelled_end >= 0 and bool(_LABELLED_SERIES.match(text[labelled_end:start]))


def _counts_something(text: str, found: _Found) -> bool:
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
        _TIME_UNIT.match(after.lstrip(" -\n")) and _RELATIVE_BEFORE.search(before)
    ):
        return False  # two years ago, the last 40 years: dates
    if found.digits and found.kind is None and _is_number_of_something(text, found, before, after):
        return False
    return found.low != 1 or found.high != 1 or found.kind is not None


def _open_brackets(text: str, place: int) -> int:
    """How many brackets are open at a place, as far as its paragraph tells."""
    before = text[max(text.rfind("\n", 0, place), place - 400, 0) : place]
    return before.count("(") - before.count(")")


def _is_number_of_something(text: str, found: _Found, before: str, after: str) -> bool:
    """A list number, a number in a name (`Room 12`), or a bare year."""
    value = text[found.start : found.end]
    opens_line = not before.strip(" \t") or before.rstrip(" \t").endswith("\n")
    if opens_line and re.match(r"[.)]\s+[A-Z“\"]", after):
        return True
    proper = _COUNTED_PROPER.match(after)
    if (
        opens_line
        and "," not in value
        and not (proper and _is_plural(proper[1]))
        and re.match(r"\s+[A-Z“\"]", after)
        and re.search(r"(?:^|[.!?:;)”\"]\s*\n\s*|\n\s*\n\s*)$", before)
    ):
        return True
    unit = _UNIT_WORD.match(after)
    counted = unit is not None and unit.group(1)[0].islower() and unit.group(1).lower() not in _STOP
    if _NAME_BEFORE.search(before) and not counted and re.fullmatch(r"\d{1,4}", value):
        return True
    return bool(re.fullmatch(r"1[5-9]\d\d|20\d\d", value)) and not (
        counted and unit and _is_plural(unit.group(1))
    )


def _complete(text: str, found: _Found) -> Quantity | None:
    """Add qualifier, unit and kind; None where a small number word stands without anything counted."""
    start, direction, words = _qualifier(text, found.start)
    way, addition, after = _qualifier_after(text, found.end)
    end, unit = _unit(text, found, after)
    if not addition:
        way, addition, end = _qualifier_after(text, end)
    words += addition
    weak = not found.digits and not found.vague and found.low < 100
    grouped = (
        _GROUP_OF.search(text, max(start - 20, 0), start)
        or _PART_OF.match(text, found.end)
        or (_THE_FEW.search(text, max(start - 20, 0), start) and _THEN.match(text, found.end))
        or _ANOTHER.search(text, max(start - 20, 0), found.start)
        or (_WHO.match(text, found.end) and found.low > 1)
        or _AGED.search(text[max(start - 20, 0) : start])
        or (_AGED_ALIKE.search(text[max(start - 30, 0) : start]) and re.match(r"[,)]", text[found.end :]))
    )
    if unit is None and weak and found.kind is None and not grouped:
        return None
    kind = _kind(text, found, unit)
    bounds = _bounds(found, direction or way)
    ahead = small(text[max(found.start - 90, 0) : found.start])
    if "estimat" in ahead and not any("estimated" in word for word in words) and _ESTIMATE.search(ahead):
        words.append("estimated")
    return Quantity(
        start=start,
        end=end,
        value_start=found.start,
        value_end=found.end,
        low=None if bounds.low is None else plain(bounds.low),
        high=None if bounds.high is None else plain(bounds.high),
        unit=unit,
        kind=kind,
        qualifier="; ".join(words) or None,
        vague=found.vague,
        confidence=_confidence(found, unit, kind),
        reason=_reason(found, unit, kind, words),
    )


def _bounds(found: _Found, direction: str | None) -> Bounds:
    # "up to thousands" is still of that order: a vague word keeps its own lower bound.
    return bounded(found.low, found.high, direction if not found.vague or direction == LOW_ONLY else None)


def _qualifier(text: str, start: int) -> tuple[int, str | None, list[str]]:
    """Qualifiers right before the number, innermost last: where they begin, what they open, their words."""
    direction: str | None = None
    words: list[str] = []
    for _ in range(3):
        before = small(text[max(start - 40, 0) : start])
        hit = next(((way, m) for way, pattern in _BEFORE if (m := pattern.search(before))), None)
        if hit is None:
            break
        way, match = hit
        start -= len(before) - match.start(1)
        words.insert(0, " ".join(match.group(1).split()))
        if way != AROUND:
            direction = direction or way
    return start, direction, words


def _qualifier_after(text: str, place: int) -> tuple[str | None, list[str], int]:
    """A qualifier that follows the number or its unit: what it opens, its words, and where it ends."""
    for way, pattern in _AFTER:
        match = pattern.match(text, place)
        if match:
            words = [" ".join(match.group(1).lower().split())]
            return (None if way == AROUND else way), words, match.end()
    return None, [], place


_OF_THE = later(r"\s+of\s+(?:(?:the|these|those|all|its|their)\s+)*")


def _unit(text: str, found: _Found, position: int) -> tuple[int, str | None]:
    """The noun phrase after the number, up to its plural, without which nothing is named: `young refugees`."""
    age = _OLD.match(text, position)
    if age:
        return age.end(), age.group().strip(" -\n")
    linked = _OF_THE.match(text, position)
    if linked and (found.vague or found.kind == "percent"):
        position = linked.end()
    elif found.kind == "percent":
        return position, None
    first, end = position, position
    for _ in range(LONGEST_UNIT):
        word = _UNIT_WORD.match(text, end)
        if word is None or word.group(1).lower() in _STOP or "\n\n" in word.group():
            break
        end = word.end()
        if _is_plural(word.group(1)) or word.group(1) in _MEASURES:
            return end, " ".join(text[first:end].strip(" -\n").split())
    return found.end, None


def _is_plural(word: str) -> bool:
    lowered = word.lower()
    if lowered.endswith(("men", "people", "children", "folk")) and lowered not in (
        "specimen",
        "regimen",
        "omen",
    ):
        return True
    return lowered in _PLURAL_FORMS or (lowered.endswith("s") and not lowered.endswith(_SINGULAR_S))


def _kind(text: str, found: _Found, unit: str | None) -> Kind:
    if found.kind is not None:
        return found.kind
    last = (unit or "").split(" ")[-1]
    if unit and (_TIME_UNIT.match(last) or _TIME_UNIT.match(unit)):
        return "duration"
    return "duration" if _AGED.search(text[max(found.start - 20, 0) : found.start]) else "count"


def _confidence(found: _Found, unit: str | None, kind: Kind) -> float:
    if found.vague:
        return 0.7 if unit else 0.6
    if kind in ("percent", "money"):
        return 0.9
    if unit is None:
        return 0.5
    return 0.9 if found.digits else 0.8


def _reason(found: _Found, unit: str | None, kind: Kind, words: Sequence[str]) -> str:
    what = (
        "a word for an order of magnitude"
        if found.vague
        else "a range"
        if found.low != found.high
        else "a number"
    )
    counted = f" followed by “{unit}”" if unit else " with nothing named after it"
    said = f", qualified by {', '.join(f'“{w}”' for w in words)}" if words else ""
    return f"{what} ({kind}){counted}{said}"
