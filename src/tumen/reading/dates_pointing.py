"""Dates that point to another one or to an event: `the next morning`, `on the 28th`, `that spring`, `since the flood`.

The words alone give no day; they are handed out without one, for a person to fill in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tumen.patterns import later
from tumen.reading.found_date import FoundDate

_NUMBER = (
    r"(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty"
    r"|forty|few)"
)
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_UNIT = (
    r"(?:days?|nights?|mornings?|evenings?|afternoons?|weeks?|weekends?|months?|years?|decades?|quarters?"
    rf"|{_SEASON})"
)
_FEAST = (
    r"(?:christmas(?:\seve|\sday)?|easter|new\syear(?:[’']s)?(?:\seve|\sday)?|ramadan|eid|lunar\snew\syear"
    r"|chuseok|passover|nowruz|thanksgiving)"
)
_NTH_WORD = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last)"
_POINTING = later(
    rf"\b(?:the|that|this)\s(?:very\s)?same\s(?:{_NUMBER}\s)?(?:{_UNIT}|period|span)\b(?!\sof\s\d)"
    rf"|\bthe\s(?:next|following|previous|preceding|ensuing)\s(?:{_NUMBER}\s)?{_UNIT}\b|\b(?:previous"
    rf"|preceding)\s(?:years|months|weeks|decades)\b"
    rf"|\bthat\s(?:very\s)?(?:night|day|morning|evening|afternoon|week|weekend|month|year|decade"
    rf"|{_SEASON})\b(?![’']?s?\s(?:is|was)\s)"
    rf"|\bthis\s(?:week|weekend|month|year|morning|afternoon|evening|quarter|{_SEASON}|(?!may\b){_MONTH})\b"
    rf"|\b(?:last|next)\s(?:week|month|year|night|weekend|quarter|{_SEASON}|(?!may\b|march\b){_MONTH})\b(?!\sof\b)"
    r"|\bthe\s(?:day|night|morning|evening|afternoon|week|month|year)\s(?:before|after)\b(?:\s(?:yesterday"
    r"|tomorrow|this\s\w+))?"
    r"|\b(?:on\s)?the\seve\sof\s(?:the\s)?\w+(?:\s\w+)?|\btomorrow\b(?![’'])"
    rf"|\b(?:{_NUMBER}|an?|a\sfew|several|some|a\scouple\sof)\s(?:hours?|days?|nights?|weeks?|months?|years?"
    rf"|decades?)\s(?:later|earlier|before(?!\s(?:the\b|a\b|\w+ing\b|[a-z]+s\b))|afterwards?|thereafter|previously)\b"
    rf"|\b(?:in|since|before|until|over|during|by)\sthe\s{_SEASON}\b(?:\s(?:recess|break|holidays?|term)\b)?(?!\s(?:of|school|camp|kits?|coats?))"
    rf"|\b(?:before|until|since)\s{_SEASON}\b(?!\s(?:of|\d))"
    rf"|\b(?:at|since|by|before|until|after|around|over|just\safter"
    rf"|on)\s(?:the\s)?{_FEAST}\b(?:\sof\sthe\ssame\syear|\s\d{{4}})?|\b{_FEAST}\s(?:of\s)?(?:the\ssame\syear"
    rf"|(?:19|20)\d\d)"
    rf"|\bduring\sthe\syear\b|\bthe\sreporting\speriod\b|\bmidyear\b|\byear[’']?s?[\s-]end\b"
    rf"|\bin\sa\s(?:single\s)?decade\b"
    rf"|\bon\san?\s{_SEASON}\s(?:morning|evening|night|day|afternoon)\b|[’']s\sfirst\s(?:{_NUMBER}\s)?(?:days"
    rf"|weeks|months|years)\b"
    rf"|\bon\sthe\s{_NTH_WORD}\s(?:day|night|morning|evening|afternoon)\b|\bbefore\sthe\s(?:year|month|week)\sis\sout\b"
    rf"|\b{_NUMBER}\s(?:days|weeks|months|years)\son\b(?=[,.;])|\bits\sfirst\s(?:full\s)?(?:year|months|weeks)\b"
    rf"|\bthe\s{_NUMBER}\s(?:days|weeks|months|years)\s(?:preceding|following|before|after)\b"
)
_WORDS_OF_TIME = (
    "day", "night", "morning", "evening", "afternoon", "week", "month", "year", "decade", "quarter", "spring",
    "summer", "autumn", "fall", "winter", "hour", "same period", "same span", "reporting period", "eve of",
    "tomorrow", "christmas", "easter", "ramadan", "eid", "chuseok", "passover", "nowruz", "thanksgiving",
    *(f"{which} {month}" for which in ("this", "last", "next") for month in (
        "jan", "feb", "mar", "apr", "june", "july", "aug", "sep", "oct", "nov", "dec")),
)  # fmt: skip
"""One of these stands in each of them; to look only around it costs far less."""
_BEFORE, _BEHIND = 28, 34
_NTH = later(
    r"(?P<day>the\s(?:[12]?\d|3[01])(?:st|nd|rd|th))\b"
    r"(?!\s(?:of\s[A-Z]|(?!(?:and|in|at|an|he|she|they|it|we|the|was|were|to|on|with|when|by|there)\b)[a-zA-Z]+))"
)
_ORDINAL = later(r"\d(?:st|nd|rd|th)\b")
_ON = later(r"\b(?:on|by|from|until|before|after|since)\s$")
_YEARS = later(r"/(?<=\d\d\d\d/)(?<![\w/.-]\d\d\d\d/)(?P<second>\d\d)(?![\w/-])")
_WEEK = later(r"\b(?:wk|week)\.?\s(?P<week>\d{1,2})\b(?!\s?(?:of|weeks|%))")


def find_pointing(text: str, low: str) -> Iterator[FoundDate]:
    """Each of them in an English text, none dated.

    Args:
        text: the text.
        low: the same in small letters.
    """
    last = 0
    for start, word in sorted(_places(low)):
        if not _may_point(low, start, start + len(word)):
            continue
        first, end = max(start - _BEFORE, last), start + len(word) + _BEHIND
        for match in _POINTING.finditer(low, first, end) if last < end else ():
            lead = _LEAD.match(low, match.start(), match.end())
            last = match.end()
            yield _told(text, lead.end() if lead else match.start(), last, None, "event-relative", _HANGS)
    for hit in _ORDINAL.finditer(low):
        place = low.rfind("the", max(hit.start() - _SHORT, 0), hit.start())
        on = place >= 0 and _ON.search(low, max(place - _SHORT - 2, 0), place)
        day = _NTH.match(text, place) if on else None
        if day is not None:
            yield _told(text, *day.span("day"), None, "event-relative", _HANGS)
    for match in _YEARS.finditer(text) if "/" in text else ():
        first = int(text[match.start() - 4 : match.start()])
        if _FIRST <= first <= _LAST and int(match["second"]) == (first + 1) % 100:
            yield _told(text, match.start() - 4, match.end(), f"{first}/{first + 1}", "explicit", _WRITTEN)
    numbered = any(f"{word} {digit}" in low for word in ("week", "wk", "wk.") for digit in "123456789")
    for match in _WEEK.finditer(low) if numbered else ():
        yield _told(text, *match.span(), None, "event-relative", _HANGS)


_AHEAD = (
    "that ", "this ", "last ", "next ", "same ", "previous ", "preceding ", "following ", "ensuing ", "on a ", "on an ",
    "ing the ", " eve ", "first ", "single ", "in a ", "very ", "mid", "new ",
    "second ", "third ", "fourth ", "fifth ", "sixth ", "seventh ", "eighth ", "ninth ", "tenth ", "full ",
)  # fmt: skip
_FOLLOWS = (
    " later", " earlier", " before", " after", " previously", " thereafter", " preceding", " following", "-end", " end",
    "s on,", "s on.", "s on;", " is out",
)  # fmt: skip


def _places(low: str) -> Iterator[tuple[int, str]]:
    """Where words of time stand; to find each by itself is far faster than to try them all at every place."""
    for word in _WORDS_OF_TIME:
        place = low.find(word)
        while place >= 0:
            yield place, word
            place = low.find(word, place + len(word))


def _may_point(low: str, start: int, end: int) -> bool:
    """A cheap look at what stands around a word of time, before the long pattern is tried."""
    if low[start] in "sawfecrnpt" and low[start : start + 5] not in _PLAIN_UNITS:
        return True  # a season, a feast, tomorrow
    ahead = low[max(start - _NEAR, 0) : start]
    if any(word in ahead for word in _AHEAD):
        return True
    behind = low[start : end + _NEAR]
    return any(word in behind for word in _FOLLOWS)


_PLAIN_UNITS = frozenset({"after", "week", "night", "eveni"})
_FIRST, _LAST = 1900, 2099
_NEAR = 18
_SHORT = 6
_LEAD = later(
    r"(?:on|in|at|since|by|before|until|after|around|over|during|just\safter)\s(?=the\s|a\s|[a-z])|[’']s\s"
)
_HANGS, _WRITTEN = "hangs on an event that the words do not date", "written out"


def _told(text: str, start: int, end: int, edtf: str | None, basis: str, reason: str) -> FoundDate:
    return FoundDate(id="", start=start, end=end, text=text[start:end], edtf=edtf, basis=basis,
                     confidence=0.5 if edtf is None else 0.9, reason=reason)  # fmt: skip


_KOREAN = later(
    r"(?:올|지난)\s?(?:해\s)?(?:봄|여름|가을|겨울)(?=[에은의\s,.]|부터|까지)"
    r"|(?<![가-힣])(?:하루|이틀|사흘|나흘|닷새|엿새|이레|열흘|보름|한\s달|두\s달|석\s달|\d{1,3}\s?(?:일|주|주일|개월|달|년))\s?(?:만에|뒤|후"
    r"|전)(?=[\s,.에의]|$)"
    r"|(?<![가-힣])(?:이튿날|다음\s?날|다음\s?달|이듬해|그해|그날|그달|(?<![해년달]\s)같은\s(?:날|달|해|기간|시기))(?=[\s,.에은의]|$)|지난달\s\d{1,2}일"
)
_KOREAN_YEAR = later(
    r"(?<![\d.A-Za-z/-])(?:19|20)\d\d(?=』|」|\)(?![가-힣]{1,2}\d)|,\s?\d|,\s?(?:[0-9]|\n)|판\)|-\d+호|\s?년?판)"
)


def find_korean_pointing(text: str) -> Iterator[FoundDate]:
    """The same in a Korean text, and years that stand bare in titles and notes."""
    for match in _KOREAN.finditer(text):
        yield _told(text, *match.span(), None, "event-relative", _HANGS)
    for match in _KOREAN_YEAR.finditer(text):
        yield _told(text, *match.span(), match.group(), "explicit", _WRITTEN)


_SPOKEN = later(r"(?:지|졌|진|듣|들|오|온|왔)")
_EVERY = later(r"(?:매년|해마다|매해)\s$")


def are_dates(text: str, found: Sequence[FoundDate]) -> list[FoundDate]:
    """Without what only looks like a Korean date: `전해진다` is told, `매년 6월` comes every year."""
    return [
        d
        for d in found
        if not (d.text == "전해" and _SPOKEN.match(text, d.end))
        and not _EVERY.search(text, max(d.start - 5, 0), d.start)
    ]
