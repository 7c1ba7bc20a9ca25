"""Dates in running text, also those that hang on the day of publication; how each was reckoned is always said."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from tumen import dates
from tumen.dates import Date
from tumen.patterns import later, small
from tumen.reading.dates_pointing import are_dates, find_korean_pointing, find_pointing
from tumen.reading.found_date import FoundDate
from tumen.reading.numerals import value_of

_YEAR = later(r"(?<![\d/.,$€£¥-])(?:19[5-9]\d|20[0-4]\d)(?![\d/%]|[.,]\d)")
_LINK = later(r"(?:https?://|www\.)\S+")
_VAGUE = later(
    r"\b(?:(?:in|over|during)\s(?:the\s)?(?P<span>recent|past|last\sfew|past\sfew)\s(?:years|months|weeks|decades)"
    r"|(?P<recent>recent(?:ly)?(?:\s(?:years|months|weeks|decades))?)|(?<=in\s)the\spast(?!\s\w+\s(?:year|month|week"
    r"|day|decade))(?!\s(?:year|month|week|decade))|nowadays|today(?![’'])|yesterday|tonight)\b"
)
_LEAD = later(r"(?:in|over|during)\s")
_OF_AN_EVENT = later(
    r"\bthe\s(?:first|last|early|final)\s(?:(?:\w+|\d+)\s)?(?:days?|weeks?|months?|years?|half)\sof\s(?!the\s(?:year"
    r"|month|week|century)\b|\d)(?:the\s)?(?:[A-Z][\w’-]*\s?){0,4}(?:[a-z’]+)?",
    re.S,
)


def find_dates(text: str, language: str, *, reference: str | None) -> list[FoundDate]:
    """Every date, in order, none overlapping.

    Args:
        text: Any text.
        language: `en`, `ko` or `zh`.
        reference: Date of publication as EDTF; without one the newest year of the text stands in, and each
            date so reckoned says it.
    """
    anchor = reference or newest_year(text)
    given = reference is not None
    found = [
        _found(one, anchor, given)
        for one in dates.find(text, language, reference=anchor)
        if not _is_a_name(text, one.start, one.end)
    ]
    if language == "en":
        low = small(text)
        found = _with(
            _joined(text, found), [*_vague(text, low, anchor, given), *_by_the_week(text, low, anchor, given)]
        )
        found = _with(found, list(find_pointing(text, low)))
    elif language == "ko":
        found = _with(are_dates(text, found), list(find_korean_pointing(text)))
    impossible = [
        FoundDate(
            id="", start=d.start, end=d.end, text=d.text, edtf=None, basis="explicit", confidence=0.95,
            reason="a day that no calendar has; write when it was, if you know",
        )
        for d in dates.no_such_days(text)
    ]  # fmt: skip
    if impossible:
        found = _with(impossible, found)
    ordered = sorted(found, key=lambda d: d.start)
    return [replace(d, id=f"d{n:02}") for n, d in enumerate(ordered, start=1)]


_GIVEN_NAMES = frozenset({"Jan", "May", "Jun", "April", "June", "August", "Mar", "Jul"})
_SURNAME = later(r"[\s\xa0][A-Z][a-z]+")
_WHEN = later(
    r"\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Ff]rom|[Oo]f|[Dd]uring|[Bb]efore|[Aa]fter|[Ll]ast|[Nn]ext|[Tt]his|[Ee]very|[Ee]ach"
    r"|[Ee]arly|[Ll]ate|[Mm]id|[Tt]o|[Aa]nd|\d)[\s\xa0-]$"
)
_SURELY_WHEN = later(
    r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Dd]uring|[Bb]efore|[Aa]fter|[Ll]ast|[Nn]ext|\d)[\s\xa0-]$"
)
"""Before a name of three letters, which few texts write for a month."""


def _is_a_name(text: str, start: int, end: int) -> bool:
    """`Jun Haver` is somebody: the bare name of a month before a surname, and no word of time before it."""
    return (
        text[start:end] in _GIVEN_NAMES
        and _SURNAME.match(text, end) is not None
        and (_WHEN if end - start > len("Jun") else _SURELY_WHEN).search(text, max(start - 10, 0), start)
        is None
        and text[max(start - 2, 0) : start].strip(" ") not in ("", ".", "\n", "•")
    )


_TO = later(r"[\s\xa0]?[–—-][\s\xa0]?|[\s\xa0](?:to|until|through|and)[\s\xa0]")
_OF_WHICH_YEAR = later(
    r"[\s\xa0](?:of[\s\xa0])?(?:last|this|that|the[\s\xa0](?:same|following|previous))[\s\xa0]year\b(?![’'])"
)
_PLAIN = later(r"(?P<year>\d{4})-\d\d(?:-\d\d)?")


def _joined(text: str, found: Sequence[FoundDate]) -> list[FoundDate]:
    """`24 February–4 April 2025` and `18 August last year` are one date each."""
    joined: list[FoundDate] = []
    for one in sorted(found, key=lambda d: d.start):
        before = joined[-1] if joined else None
        if before is not None and one.start < before.end:
            continue
        span = _span(text, before, one) if before is not None else None
        if before is not None and span is not None:
            joined[-1] = replace(one, start=before.start, text=text[before.start : one.end], edtf=span)
            continue
        joined.append(one)
    for place, one in enumerate(joined):
        which = _OF_WHICH_YEAR.match(text, one.end)
        if one.basis == "inferred" and which is not None:
            told = next((d for d in joined[place + 1 : place + 2] if d.start < which.end()), None)
            year = told.edtf if told is not None and re.fullmatch(r"\d{4}", told.edtf or "") else None
            edtf = f"{year}{one.edtf[4:]}" if year and one.edtf else None
            joined[place] = replace(
                one, end=which.end(), text=text[one.start : which.end()], edtf=edtf, basis="relative",
                reason="reckoned from another date",
            )  # fmt: skip
    return [d for n, d in enumerate(joined) if n == 0 or d.start >= joined[n - 1].end]


def _span(text: str, first: FoundDate, last: FoundDate) -> str | None:
    """The stretch from one day or month to another, where the words between say so."""
    a, b = _PLAIN.fullmatch(first.edtf or ""), _PLAIN.fullmatch(last.edtf or "")
    between = _TO.fullmatch(text, first.end, last.start)
    if a is None or b is None or between is None or last.basis != "explicit":
        return None
    if "and" in between.group() and not _BETWEEN.search(text, max(first.start - 10, 0), first.start):
        return None
    start = a.group() if first.basis == "explicit" else b["year"] + a.group()[4:]
    return f"{start}/{b.group()}" if start <= b.group() else None


_BETWEEN = later(r"\b[Bb]etween[\s\xa0]$")


def newest_year(text: str) -> str | None:
    """The newest year written in a text, outside of links: it was not published before."""
    years = _YEAR.findall(_LINK.sub(" ", text)) if "://" in text or "www." in text else _YEAR.findall(text)
    return max(years, default=None)


def _found(one: dates.Found, anchor: str | None, given: bool) -> FoundDate:  # noqa: FBT001
    if not one.relative:
        filled = _with_year(one.date, anchor)
        return FoundDate(
            id="", start=one.start, end=one.end, text=one.text, edtf=filled or one.date.edtf,
            basis="inferred" if filled else "explicit",
            confidence=0.6 if filled else 0.95,
            reason=f"a day without a year; the last one up to {anchor}" if filled else "written out",
        )  # fmt: skip
    if given or re.search(r"\b(?:later|that|same|following|previous|earlier)\b", one.text, re.I):
        return FoundDate(id="", start=one.start, end=one.end, text=one.text, edtf=one.date.edtf, basis="relative",
                         confidence=0.6,
                         reason="reckoned from another date")  # fmt: skip
    return FoundDate(id="", start=one.start, end=one.end, text=one.text, edtf=one.date.edtf, basis="inferred",
                     confidence=0.4, reason=f"reckoned from {anchor}, the newest year in the text; "
                     "give the date of publication")  # fmt: skip


def _with_year(date: Date, anchor: str | None) -> str | None:
    """A day or month without a year, in the last year in which it was over by the anchor."""
    match = re.fullmatch(r"XXXX-(\d\d)(?:-\d\d)?", date.edtf)
    if match is None or anchor is None:
        return None
    latest = dates.parse(anchor).latest
    if latest is None:
        return None
    year = latest.year if int(match[1]) <= latest.month else latest.year - 1
    return date.edtf.replace("XXXX", f"{year:04d}")


_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = later(
    rf"\b(?P<day>{'|'.join(w for d in _DAYS for w in (d.title(), d.upper()))})"
    r"(?:\s(?:morning|afternoon|evening|night))?\b(?!s\b|,?\s\d)"
)
_WHICH_DAY = later(r"\b(last|this|next)\s$", re.I)
_SOME_AGO = later(
    r"\b(?:(?:a\sfew|several|many|some)\s)?(?:days|weeks|months|years|decades)\s(?:ago|earlier)\b"
)
_SPAN_BACK = later(
    r"\b(?:last|past|previous|preceding)\s(?P<n>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve"
    r"|fifteen|twenty|thirty)\s"
    r"(?P<unit>years|months|weeks|decades)\b(?!['’]|\sof\b)"
)
_IN_THE_YEAR = later(
    r"\b(?:mid-year|(?:later|earlier|early|late)\sin\sthe\s(?:year|month|decade)|(?:by|at|before"
    r"|towards?)\sthe\send\sof\sthe\s(?:year|month)"
    r"|(?:turn\sof\sthe\scentury))\b"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PART_OF_MONTH = later(
    r"\b(?:early|mid|late)[- ](?P<month>January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\b(?!,?\s(?:of\s)?\d)"
)


def _by_the_week(text: str, low: str, anchor: str | None, given: bool) -> list[FoundDate]:  # noqa: FBT001
    """`on Thursday`, `months ago`, `mid-June`: days that hang on the day of publication."""
    found = []
    for match in _WEEKDAY.finditer(text):
        which = _WHICH_DAY.search(text, max(match.start() - 5, 0), match.start())
        day = None if which and which[1].lower() == "next" else _weekday(match["day"], anchor)
        start = which.start() if which else match.start()
        found.append(
            _hanging(text, match, day if given else None, "reckoned from the day of publication", start=start)
        )
    found += [
        _hanging(text, match, None, "so long ago that the words give no year")
        for match in _around(_SOME_AGO, low, ("s ago", "s earlier"))
    ]
    found += [
        _hanging(text, m, _back_from(m, anchor), f"reckoned back from {anchor}")
        for m in _around(_SPAN_BACK, low, ("last ", "past ", "previous ", "preceding "))
    ]
    found += [
        _hanging(text, m, None, "the year is the one spoken of")
        for m in _around(_IN_THE_YEAR, text, ("mid-year", " in the ", " end of ", "the century"))
    ]
    for match in _PART_OF_MONTH.finditer(text):
        month = _MONTHS.index(match["month"][:3].lower()) + 1
        edtf = _with_year(dates.parse(f"XXXX-{month:02d}"), anchor)
        found.append(
            _hanging(
                text,
                match,
                f"{edtf}~" if edtf else None,
                f"a month without a year; the last one up to {anchor}",
            )
        )
    return found


def _around(pattern: re.Pattern[str], text: str, signs: Sequence[str]) -> Iterator[re.Match[str]]:
    """Matches that hold a sign: to look for letters and then around them costs less than to try every word."""
    last = 0
    for place in sorted(place for sign in signs for place in _each(sign, text)):
        if place < last:
            continue
        for match in pattern.finditer(text, max(place - _NEAR, last), place + _NEAR):
            last = match.end()
            yield match


_NEAR = 40
"""Characters around a sign."""


def _each(sign: str, text: str) -> Iterator[int]:
    place = text.find(sign)
    while place >= 0:
        yield place
        place = text.find(sign, place + len(sign))


def _back_from(match: re.Match[str], anchor: str | None) -> str | None:
    """`the last 40 years`, up to the year of publication; shorter spans are left without a date."""
    latest = dates.parse(anchor).latest if anchor else None
    if latest is None or match["unit"].lower() not in ("years", "decades"):
        return None
    years = int(value_of(match["n"])) * (10 if match["unit"].lower() == "decades" else 1)
    return f"{latest.year - years:04d}~/{latest.year:04d}"


def _hanging(
    text: str, match: re.Match[str], edtf: str | None, reason: str, *, start: int | None = None
) -> FoundDate:
    said = reason if edtf is not None else f"{reason}; the text alone does not date it"
    first = match.start() if start is None else start
    return FoundDate(id="", start=first, end=match.end(), text=text[first : match.end()], edtf=edtf,
                     basis="relative", confidence=0.5, reason=said)  # fmt: skip


def _weekday(day: str, anchor: str | None) -> str | None:
    """The last such day up to a day of publication; None where only its month or year is known."""
    latest = dates.parse(anchor).latest if anchor and len(anchor) == len("2000-01-01") else None
    if latest is None:
        return None
    back = (latest.weekday() - _DAYS.index(day.lower())) % 7
    return (latest - timedelta(days=back)).isoformat()


def _vague(text: str, low: str, anchor: str | None, given: bool) -> list[FoundDate]:  # noqa: FBT001
    year = None if anchor is None else dates.parse(anchor).latest
    said = "the date of publication" if given else "the newest year in the text"
    found = []
    for match in _VAGUE.finditer(low):
        words = match.group()
        lead = _LEAD.match(words) if match["span"] == "recent" else None
        start = match.start() + (lead.end() if lead else 0)
        past = words == "the past"
        edtf = None if year is None else f"../{year.year:04d}" if past else f"{year.year:04d}~"
        found.append(FoundDate(id="", start=start, end=match.end(), text=text[start : match.end()], edtf=edtf,
                               basis="vague", confidence=0.4, reason=f"a vague word; put near {said}"))  # fmt: skip
    for match in _OF_AN_EVENT.finditer(text):
        words = match.group().rstrip()
        found.append(FoundDate(id="", start=match.start(), end=match.start() + len(words), text=words, edtf=None,
                               basis="event-relative",
                               confidence=0.5, reason="hangs on an event that the words do not date"))  # fmt: skip
    return found


def _with(found: Sequence[FoundDate], more: Sequence[FoundDate]) -> list[FoundDate]:
    """The second list added where the first has nothing."""
    taken = [(d.start, d.end) for d in found]
    starts = sorted(taken)
    kept = list(found)
    for one in sorted(more, key=lambda d: d.start):
        if not any(a < one.end and one.start < b for a, b in _near(starts, one.start)):
            kept.append(one)
    return kept


def _near(spans: Sequence[tuple[int, int]], place: int) -> Sequence[tuple[int, int]]:
    at = bisect_left(spans, (place, place))
    return spans[max(at - 2, 0) : at + 3]
