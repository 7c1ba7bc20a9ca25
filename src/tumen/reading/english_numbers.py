"""Numbers as English writes them: one number or a range, a share, a fraction, money, a vague word, with its value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tumen.patterns import later, small
from tumen.reading.claim import Kind, overlapping
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
_CHANGES = later(
    r"\b(?:rose|ris(?:e|es|en|ing)|fell|fall(?:s|en|ing)?|grew|grow(?:s|n|ing|th)?|increas\w+|decreas\w+"
    r"|dropp?(?:ed|ing"
    r"|s)?|climb\w*|jump\w*|declin\w+|went|gone|doubl\w+|tripl\w+|swell\w*|swollen|shr[aiu]nk|up|down|reduc\w+"
    r"|chang\w+|drop|cut|shift\w*|mov(?:ed|ing)|rais(?:ed|ing))\b[^.;]*$",
    re.I,
)
_THEN_YEAR = later(r"\s+(?:[a-z]+\s+){0,3}(?:in|by)\s+(?:early\s|late\s)?(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class NumberFound:
    """A number as matched: its place, plain value or range, and what the match itself tells of its kind."""

    start: int
    end: int
    low: float
    high: float
    kind: Kind | None
    vague: bool
    digits: bool


def numbers(text: str, blocked: Sequence[tuple[int, int]]) -> Iterator[NumberFound]:
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


def _single(match: re.Match[str]) -> NumberFound:
    value = value_of(match.group("first"))
    start = match.start("currency") if match.group("currency") else match.start("first")
    end = match.end("percent1") if match.group("percent1") else match.end("first")
    kind: Kind | None = "percent" if match.group("percent1") else "money" if match.group("currency") else None
    return NumberFound(start, end, value, value, kind, vague=False, digits=match.group("first")[0].isdigit())


def _found(match: re.Match[str]) -> NumberFound:
    start, end, words = match.start(), match.end(), match.group()
    if match.group("ratio"):
        left, right = map(int, words.split(":"))
        value = left / right if right else 0.0
        return NumberFound(start, end, value, value, "rate", vague=False, digits=True)
    if match.group("share"):
        left_words, right_words = re.split(
            r"\s+(?:[a-z]+\s+)?(?:in|out\s+of)\s+(?:every\s+)?", words, flags=re.I
        )
        share = 100 * value_of(left_words) / max(value_of(right_words), 1)
        return NumberFound(start, end, share, share, "percent", vague=False, digits=False)
    if match.group("fraction"):
        share = percent_of_fraction(words)
        return NumberFound(start, end, share, share, "percent", vague=False, digits=False)
    if match.group("vague"):
        low, high = vague_of(match.group("vague"))
        if match.group("vague2"):
            low, high = (
                min(low, vague_of(match.group("vague2"))[0]),
                max(high, vague_of(match.group("vague2"))[1]),
            )
        return NumberFound(start, end, low, high, None, vague=True, digits=False)
    return _found_number(match)


def _found_number(match: re.Match[str]) -> NumberFound:
    first = second = value_of(match.group("first"))
    if match.group("second"):
        first, second = _two_values(match)
    kind: Kind | None = None
    if match.group("percent") or match.group("percent1"):
        kind = "percent"
    elif match.group("currency") or match.group("money"):
        kind = "money"
    return NumberFound(
        match.start(), match.end(), first, second, kind, vague=False, digits=match.group("first")[0].isdigit()
    )
