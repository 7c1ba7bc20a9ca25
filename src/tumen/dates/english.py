"""English dates in words: the rules that read a phrase, and the pattern that finds phrases in running text."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from itertools import accumulate
from typing import Literal

from tumen.dates import phrases as p
from tumen.dates.arithmetic import shift, union
from tumen.dates.calendars import juche_year
from tumen.dates.date import Date
from tumen.dates.made import around, doubtful, from_to, one_or_other, same
from tumen.dates.marks import mark
from tumen.dates.notation import read_edtf
from tumen.dates.numerals import ENGLISH_NUMBER, full_year, number
from tumen.dates.phrases import Reader, Rule, rule
from tumen.errors import DateUnreadable
from tumen.patterns import later, small

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_SEASONS = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}
_DECADES = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70,
            "eighties": 80, "nineties": 90}  # fmt: skip
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_PARTS: dict[str, p.Part] = {
    "early": "early", "beginning": "early", "start": "early", "mid": "mid", "middle": "mid", "late": "late",
    "end": "late",
}  # fmt: skip

MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan\.?|feb\.?|mar\.?|apr\.?|jun\.?|jul\.?|aug\.?|sept?\.?|oct\.?|nov\.?|dec\.?)"
)
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
JUCHE = r"juche\s\d{1,3}(?:\s?\(\d{4}\))?"
YEAR = rf"(?:\d{{4}}|['’‘]\d\d|{JUCHE})"
SEASON = r"(?:spring|summer|autumn|fall|winter)"
DECADE = rf"(?:\d{{3}}0['’]?s|['’‘]?\d0['’]?s|{'|'.join(_DECADES)})"
PART = r"(?:early|mid|late|(?:the\s)?(?:beginning|start|middle|end)\sof)"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s(?:the\s)?)"
_UNIT = r"(?P<unit>year|month|week|day|decade)s?"


def _month(text: str) -> int:
    return next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(text.lower().rstrip(".")[:3]))


def _year(text: str) -> int:
    """The year of a token: four digits, two after an apostrophe, or a Juche year with or without ours."""
    digits = re.findall(r"\d+", text)
    if text.lower().startswith("juche"):
        return juche_year(int(digits[0]), year=int(digits[1]) if len(digits) > 1 else None)
    return full_year(digits[0])


def _day(text: str) -> int:
    return int(text.rstrip("stndrh"))


def _day_month_year(m: re.Match[str], _: Reader) -> Date:
    year = _year(m["y"]) if m["y"] else None
    return p.point(year, _month(m["m"]), _day(m["d"]))


def _month_year(m: re.Match[str], _: Reader) -> Date:
    return p.point(_year(m["y"]) if m["y"] else None, _month(m["m"]))


def _season(m: re.Match[str], _: Reader) -> Date:
    return p.point(_year(m["y"]) if m["y"] else None, _SEASONS[m["s"].lower()])


def _winter_of_two_years(m: re.Match[str], _: Reader) -> Date:
    first = int(m["y"])
    if int(m["z"]) not in {first + 1, (first + 1) % 100}:
        raise DateUnreadable("A winter spans two years that follow one another.")
    return read_edtf(f"{first:04d}-12/{first + 1:04d}-02")


def _decade(m: re.Match[str], _: Reader) -> Date:
    text = m["x"].lower().strip("'’‘")
    if text in _DECADES:
        return p.decade(full_year(str(_DECADES[text])))
    digits = re.match(r"\d+", text)
    if digits is None:
        raise DateUnreadable("This is not a decade.")
    if digits[0].endswith("00") and len(digits[0]) == 4:
        # "the 1900s" is said of ten years and of a hundred.
        return read_edtf(f"{digits[0][:2]}XX")
    return p.decade(full_year(digits[0]) if digits[0] != "00" else 2000)


def _numeric(m: re.Match[str], _: Reader) -> Date:
    """5/6/2004 is read both ways, as the writer's country is not known; 25/6/2004 can be only one."""
    a, b, year = int(m["a"]), int(m["b"]), int(m["y"])
    if a <= 12 and b <= 12:
        return union(p.point(year, a, b), p.point(year, b, a))
    return p.point(year, min(a, b), max(a, b))


def _part(m: re.Match[str], reader: Reader) -> Date:
    word = next(w for w in _PARTS if w in m["part"].lower())
    return p.part_of(reader.read(m["x"]), _PARTS[word])


def _portion(m: re.Match[str], reader: Reader) -> Date:
    year = _year_of(reader.read(m["x"]))
    code = (39 if m["unit"].lower() == "half" else 32) + _ORDINALS[m["n"].lower()]
    return p.point(year, str(code))


def _year_of(date: Date) -> int:
    if date.precision != "year" or date.year is None:
        raise DateUnreadable("This is a part of a year only.")
    return date.year


def _partial(reader: Reader, text: str) -> Date:
    """A side of a range, which may be a bare day ("3 to 5 May")."""
    match = re.fullmatch(rf"(?:the\s)?({DAY})", text.strip(), re.IGNORECASE)
    if match and 1 <= _day(match[1]) <= 31:
        return read_edtf(f"XXXX-XX-{_day(match[1]):02d}")
    return reader.read(text)


_RANGE, _EITHER = from_to(_partial), one_or_other(_partial)


def _day_range(m: re.Match[str], _: Reader) -> Date:
    year = _year(m["y"]) if m["y"] else None
    return p.stretch(p.point(year, _month(m["m"]), _day(m["a"])), p.point(year, _month(m["m"]), _day(m["b"])))


def _short_year_range(m: re.Match[str], _: Reader) -> Date:
    first = int(m["a"])
    return p.stretch(p.point(first), p.point(first // 100 * 100 + int(m["b"])))


def _lunar(m: re.Match[str], reader: Reader) -> Date:
    return p.at_lunar(reader.read(m["x"]))


def _lunar_month(m: re.Match[str], _: Reader) -> Date:
    day = int(re.sub(r"\D", "", m["d"])) if m["d"] else None
    month = int(re.sub(r"\D", "", m["m"]))
    return p.at_lunar(p.point(int(m["y"]), month, day), leap=bool(m["leap"]))


def _day_word(m: re.Match[str], reader: Reader) -> Date:
    days = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2}
    text = m[0].lower()
    if text in {"that day", "the same day"}:
        return p.coarsen(reader.anchor(), "day")
    return shift(p.coarsen(reader.anchor(), "day"), days=days[text])


_STEPS = {"last": -1, "the previous": -1, "the preceding": -1, "the year before": -1, "this": 0, "the same": 0,
          "this past": -1,
          "that": 0, "the current": 0, "next": 1, "the following": 1, "the next": 1}  # fmt: skip
_STEP = "|".join(sorted(_STEPS, key=len, reverse=True))


def _near_unit(m: re.Match[str], reader: Reader) -> Date:
    amount, unit = _STEPS[m["step"].lower()], m["unit"].lower()
    if unit == "year":
        return shift(p.coarsen(reader.anchor(), "year"), years=amount)
    if unit == "month":
        return shift(p.coarsen(reader.anchor(), "month"), months=amount)
    if unit == "day":
        return shift(p.coarsen(reader.anchor(), "day"), days=amount)
    return mark(shift(reader.anchor(), days=7 * amount), "~")


def _of_near_year(m: re.Match[str], reader: Reader) -> Date:
    return reader.read(f"{m['x']} {reader.anchor_year() + _STEPS[m['step'].lower()]}")


def _near_name(m: re.Match[str], reader: Reader) -> Date:
    name, step = m["x"].lower(), _STEPS[m["step"].lower()]
    code = _SEASONS.get(name) or f"{_month(name):02d}"
    if m["step"].lower() == "this past":
        return p.last_one(reader, code)
    if step < 0:
        return p.most_recent(reader, code)
    year = reader.anchor_year()
    if step == 0:
        return p.point(year, code)
    this = p.point(year, code)
    later = this.strict_spans[-1][0] > reader.anchor().strict_spans[-1][1]
    return this if later else p.point(year + 1, code)


def _distance(m: re.Match[str]) -> tuple[int, Literal["year", "month", "week", "day"]]:
    unit = m["unit"].lower()
    amount = number(m["n"] or "1")
    if unit == "decade":
        return amount * 10, "year"
    units: dict[str, Literal["year", "month", "week", "day"]] = {
        "year": "year", "month": "month", "week": "week", "day": "day",
    }  # fmt: skip
    return amount, units[unit]


def _away(m: re.Match[str], reader: Reader) -> Date:
    amount, unit = _distance(m)
    back = re.match(r"ago|earlier|before|previously|prior", m["way"].lower())
    return p.away(reader, -amount if back else amount, unit)


def _past(m: re.Match[str], reader: Reader) -> Date:
    amount, unit = _distance(m)
    if unit == "week":
        amount, unit = amount * 7, "day"
    return p.past(reader, amount, unit)


RULES: tuple[Rule, ...] = (
    rule(r"(?:date|year)\sunknown", lambda m, r: read_edtf("XXXX")),
    rule(r"(?P<a>.+?);\sor\s(?P<b>.+)", lambda m, r: union(r.read(m["a"]), r.read(m["b"]))),
    rule(r"from\s(?P<x>.+),\send\sunknown", lambda m, r: p.started(r.read(m["x"]))),
    rule(r"until\s(?P<x>.+),\sstart\sunknown", lambda m, r: p.ended(r.read(m["x"]))),
    # Doubt
    rule(r"(?:possibly|perhaps|maybe|probably|presumably|apparently)\s(?P<x>.+)", doubtful),
    rule(r"(?P<x>.+?)\s?(?:\((?:uncertain|unsure|unconfirmed|possibly|\?)\)|\?)", doubtful),
    # Calendars
    rule(r"(?P<x>.+?),?\s(?:\(lunar(?:\scalendar)?\)|(?:by|in|on)\sthe\slunar\scalendar)", _lunar),
    rule(r"lunar(?:\scalendar)?,?\s(?P<x>.+)", _lunar),
    rule(
        r"(?:(?:the\s)?(?P<d>\d{1,2}(?:st|nd|rd|th))\s(?:day\s)?of\s)?(?:the\s)?(?P<leap>leap\s)?"
        r"(?P<m>\d{1,2}(?:st|nd|rd|th))\slunar\smonth(?:,|\sof|,?\sin)?\s(?P<y>\d{4})",
        _lunar_month,
    ),
    # Ranges, written with two ends
    rule(r"(?:from|between)\s(?P<a>.+?)\s(?:to|until|till|through|and)\s(?P<b>.+)", _RANGE),
    rule(rf"(?P<a>{DAY})\s?[–—-]\s?(?P<b>{DAY})\s(?:of\s)?(?P<m>{MONTH})(?:,?\s(?P<y>{YEAR}))?", _day_range),
    rule(rf"(?P<m>{MONTH})\s(?P<a>{DAY})\s?[–—-]\s?(?P<b>{DAY})(?:,?\s(?P<y>{YEAR}))?", _day_range),
    rule(rf"(?:the\s)?{SEASON}\s(?:of\s)?(?P<y>\d{{4}})\s?[/–—-]\s?(?P<z>\d{{4}}|\d\d)", _winter_of_two_years),
    rule(r"(?P<a>\d{4})\s?[/–—-]\s?(?P<b>\d\d)", _short_year_range),
    rule(r"(?!around|about|circa|approx|roughly)(?P<a>.*\d{4}|.*\d0s)\s?[–—-]\s?(?P<b>.*\d{4}|.*\d0s)", _RANGE),
    # Half-open
    rule(r"(?:before\sor\sin|in\sor\sbefore|on\sor\sbefore|until|till|up\sto|by|no\slater\sthan|not\slater\sthan)\s"
         r"(?P<x>.+)", lambda m, r: p.until(r.read(m["x"]))),
    rule(r"(?P<x>.+?)\sor\s(?:before|earlier)", lambda m, r: p.until(r.read(m["x"]))),
    rule(r"(?:in\sor\safter|on\sor\safter|since|from|starting(?:\sin)?|no\searlier\sthan)\s(?P<x>.+?)"
         r"(?:\son(?:wards?)?)?", lambda m, r: p.since(r.read(m["x"]))),
    rule(r"(?P<x>.+?)\s(?:or\s(?:after|later)|onwards?)", lambda m, r: p.since(r.read(m["x"]))),
    rule(r"(?:sometime\s|some\stime\s)?(?:before|prior\sto|earlier\sthan)\s(?P<x>.+)",
         lambda m, r: p.earlier_than(r.read(m["x"]))),
    rule(r"(?:sometime\s|some\stime\s)?(?:after|later\sthan|following)\s(?P<x>.+)",
         lambda m, r: p.later_than(r.read(m["x"]))),
    rule(r"(?:either\s)?(?P<a>.+?),?\sor\s(?P<b>.+)", _EITHER),
    rule(r"(?P<a>.+?)\s(?:to|through|until)\s(?P<b>.+)", _RANGE),
    rule(rf"(?P<a>{MONTH})\s?[–—-]\s?(?P<b>{MONTH},?\s{YEAR})", _RANGE),
    # Relative
    rule(r"today|tonight|yesterday|tomorrow|the\sday\sbefore\syesterday|that\sday|the\ssame\sday", _day_word),
    rule(rf"(?P<step>{_STEP})\s(?P<unit>year|month|week|day)", _near_unit),
    rule(rf"(?P<x>.+?)\s(?:of\s|in\s)?(?P<step>{_STEP})\syear", _of_near_year),
    rule(rf"(?P<step>{_STEP})\s(?P<x>{MONTH}|{SEASON})", _near_name),
    rule(rf"(?P<n>{ENGLISH_NUMBER})\s{_UNIT}\s(?P<way>ago|earlier|before(?:\sthat)?|previously|prior|later|"
         r"after(?:\sthat|wards?)?|hence|on)", _away),
    rule(rf"(?:over\s|in\s|during\s)?the\s(?:past|last)\s(?:(?P<n>{ENGLISH_NUMBER})\s)?{_UNIT}", _past),
    # Approximation and parts
    rule(r"(?:some\s?time\s)?(?:around|about|circa|c\.|ca\.?|approximately|approx\.|roughly|near)\s?"
         r"(?P<x>.+)", around),
    rule(r"(?P<x>.+?)\s(?:or\sso|approximately)", around),
    rule(rf"(?:the\s)?(?P<part>{PART})[\s-](?:the\s)?(?P<x>.+)", _part),
    rule(r"(?:the\s)?(?P<n>first|second|third|fourth)\s(?P<unit>quarter|half)\s(?:of\s)?(?P<x>.+)", _portion),
    rule(r"(?:the\s)?(?P<n>\d{1,2})(?:st|nd|rd|th)\scentury", lambda m, r: p.century(int(m["n"]))),
    # Calendar dates
    rule(rf"{_WEEKDAY}?(?:the\s)?(?P<d>{DAY})(?:\sof)?[\s-](?P<m>{MONTH})(?:[,\s-]*(?:of\s|in\s)?(?P<y>{YEAR}))?",
         _day_month_year),
    rule(rf"{_WEEKDAY}?(?P<m>{MONTH})\s(?:the\s)?(?P<d>{DAY})(?:,?\s(?:of\s|in\s)?(?P<y>{YEAR}))?", _day_month_year),
    rule(rf"(?P<m>{MONTH})(?:,?\s(?:of\s|in\s)?(?P<y>{YEAR}))?", _month_year),
    rule(rf"(?:the\s)?(?P<s>{SEASON})(?:,?\s(?:of\s|in\s)?(?P<y>{YEAR}))?", _season),
    rule(rf"(?:the\s)?(?P<x>{DECADE})", _decade),
    rule(rf"(?:the\syear\s)?(?P<y>{YEAR})", lambda m, r: p.point(_year(m["y"]))),
    rule(r"(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<y>\d{4})", _numeric),
    rule(r"(?P<y>\d{4})[/.]\s?(?P<m>\d{1,2})[/.]\s?(?P<d>\d{1,2})\.?",
         lambda m, r: p.point(int(m["y"]), int(m["m"]), int(m["d"]))),
    rule(r"(?P<x>.+?),\s(?:month|day)\sunknown", same),
    rule(r"(?P<x>.+?),\syear\sunknown", same),
    rule(r"(?:some\s?time\s)?(?:in|on|at|during|within|the|as\sof|in\sthe\scourse\sof)\s(?P<x>.+)", same),
)  # fmt: skip

_YEAR_IN_TEXT = rf"(?:(?:1[89]|20)\d\d(?!\d)|['’]\d\d(?!\d)|{JUCHE})"
_CORE = "|".join((
    rf"{_WEEKDAY}?{DAY}(?:\sof)?\s{MONTH}(?:,?\s(?:of\s)?{_YEAR_IN_TEXT})?",
    rf"{_WEEKDAY}?{MONTH}\s{DAY}(?![\d,]\d)(?:,?\s(?:of\s)?{_YEAR_IN_TEXT})?",
    rf"{MONTH},?\s(?:of\s|in\s)?{_YEAR_IN_TEXT}",
    rf"(?:{MONTH}|{SEASON})\s(?:of\s|in\s)?(?:{_STEP})\syear",
    rf"{SEASON}(?:\sof)?,?\s{_YEAR_IN_TEXT}(?:[/–-]\d\d(?:\d\d)?)?",
    rf"(?:(?:1[89]|20)\d0s|['’]\d0s|{'|'.join(d for d in _DECADES if d in ('eighties', 'nineties'))})",
    r"\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4}|\d{4}[/.]\d{1,2}[/.]\d{1,2}",
    rf"(?:{_STEP})\s(?:year|month|{MONTH}|{SEASON})(?!s)",
    rf"(?:{ENGLISH_NUMBER})\s(?:year|month|week|day|decade)s?\s(?:ago|later|earlier|before\sthat|after\sthat)",
    rf"the\s(?:past|last)\s(?:(?:{ENGLISH_NUMBER})\s)?(?:years?|months?|weeks?|days?|decades?)",
    r"today|yesterday|tomorrow",
    r"\d{1,2}(?:st|nd|rd|th)\scentury",
    _YEAR_IN_TEXT,
    MONTH,
))  # fmt: skip
_BEFORE = (
    rf"(?:(?:around|about|circa|approximately|roughly)\s)?(?:{PART}[\s-](?:the\s)?)?"
    r"(?:(?:the\s)?(?:first|second|third|fourth)\s(?:half|quarter)\sof\s)?"
)
SCAN = later(
    rf"(?<![\w$€£¥/.,-])(?:"
    rf"(?:between|from)\s{_BEFORE}(?:{_CORE})\s(?:and|to|until|through)\s{_BEFORE}(?:{_CORE})"
    rf"|{DAY}\s?[–-]\s?{DAY}\s{MONTH},?\s{_YEAR_IN_TEXT}"
    rf"|{MONTH}\s{DAY}\s?[–-]\s?{DAY},?\s{_YEAR_IN_TEXT}"
    rf"|{_BEFORE}(?:{_CORE})(?:\s?[–-]\s?(?:(?:{_CORE})|\d\d(?!\d)))?"
    rf")(?!\w|/\d)"
)
"""Finds in a text in small letters."""
_WORD_THAT_OPENS = later(
    rf"{MONTH}|{SEASON}|{'|'.join(_DECADES)}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|{ENGLISH_NUMBER}|juche|between|from|around|about|circa"
    r"|approximately|roughly|early|mid|late|the|first|second|third|fourth|beginning|start|middle|end"
    r"|last|this|that|next|today|yesterday|tomorrow"
).fullmatch
_OPENING = later(r"([a-z]+|\d+|['’‘])")


@lru_cache(maxsize=1)
def _openings(text: str) -> tuple[str, list[int]]:
    """A text in small letters, and where words or numbers stand that may begin a date."""
    low = small(text)
    parts = _OPENING.split(low)  # what stands between, and the words and numbers, by turns
    starts = list(accumulate(map(len, parts)))[::2]
    words = parts[1::2]
    begin = {word for word in set(words) if not word[0].isalpha() or _opens(word)}
    return low, [start for word, start in zip(words, starts, strict=False) if word in begin]


def opening(text: str, position: int) -> re.Match[str] | None:
    """The first match of `SCAN` from a position on, in small letters; tried only where one may begin."""
    low, starts = _openings(text)
    for at in range(bisect_left(starts, position), len(starts)):
        if (match := SCAN.match(low, starts[at])) is not None:
            return match
    return None


@lru_cache(maxsize=20_000)
def _opens(word: str) -> bool:
    return _WORD_THAT_OPENS(word) is not None


CORE = later(rf"(?<![\w$€£¥/.,-])(?:{_CORE})(?!\w)", re.IGNORECASE)

# A bare number is a year unless what stands beside it says that it counts something.
_COUNTED = later(r"\s(?:[a-z]+\s){0,2}?[a-z]{3,}s\b|\s?(?:%|percent|people|km|yuan|won|dollars|tons)")
_CALLS_FOR_A_YEAR = later(
    r"(?:in|since|of|by|from|until|to|between|and|after|before|during|early|late|the|year|,|\(|winter|spring|"
    r"summer|autumn|fall)\s?\(?$",
    re.IGNORECASE,
)
_CALLS_FOR_A_MONTH = later(
    r"(?:in|since|until|by|from|of|early|late|mid|during|this|past|to|last|next)[\s-]$", re.IGNORECASE
)


# Reckoned from the date told before, not from the day of the telling.
FROM_THE_TEXT = later(r".*\b(?:same|that|following|previous|preceding|later|after|earlier)\b", re.IGNORECASE)


def plausible(text: str, start: int, end: int) -> bool:
    """Is a bare number a year, and a bare month name a month, by the words beside it?"""
    found = text[start:end]
    left, right = text[max(0, start - 12) : start], text[end : end + 40]
    if re.fullmatch(r"\d{4}", found):
        return bool(_CALLS_FOR_A_YEAR.search(left)) or not _COUNTED.match(right)
    if re.fullmatch(MONTH, found, re.IGNORECASE):
        return (
            found[0].isupper()
            and (found.lower() != "may" or bool(_CALLS_FOR_A_MONTH.search(left)))
            and bool(_CALLS_FOR_A_MONTH.search(left))
        )
    # "that may": a month named after a pointing word still has its capital.
    return not re.search(r"\b(?:may|march|fall|spring)$", found)
