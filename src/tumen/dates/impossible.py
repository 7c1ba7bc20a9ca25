"""Days that no calendar has, such as 31 June: a slip of the pen, or of whoever was asked."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tumen.dates.days import month_length

_MONTHS: Final = {
    name: n for n in range(1, 13) for name in (calendar.month_name[n], calendar.month_abbr[n])
} | {"Sept": 9}
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY: Final = r"(?P<day>29|30|31)"
"""Every month has the days before."""
_NUMBER: Final = re.compile(r"(?<!\d)(?:29|3[01])(?!\d)")
_AROUND: Final = 40
"""Characters before and behind the number of a day, in which its month and its year stand."""
_LUNAR: Final = re.compile(
    r"(?:음력|陰曆|阴历|农历|農曆|旧历|舊曆|lunar)\W{0,2}(?:\d{4}\s*[년年]\s*)?$", re.IGNORECASE
)
_WRITTEN: Final = (
    re.compile(rf"\b{_DAY}(?:st|nd|rd|th)?(?: of)?\s+(?P<name>{_MONTH})\b\.?(?:,?\s+(?P<year>\d{{4}})\b)?"),
    # “In June 31 people …” is no date: a year or an ending must say that it is one.
    re.compile(
        rf"\b(?P<name>{_MONTH})\b\.?\s+{_DAY}(?:(?:st|nd|rd|th)\b(?:,?\s+(?P<year>\d{{4}})\b)?|,?\s+(?P<year2>\d{{4}})\b)"
    ),
    re.compile(rf"(?<![\d-])(?P<year>\d{{4}})-(?P<month>\d{{2}})-{_DAY}(?![\d-])"),
    re.compile(
        rf"(?:(?P<year>\d{{4}})\s*[년年]\s*)?(?<!\d)(?P<month>\d{{1,2}})\s*[월月]\s*{_DAY}\s*[일日号號]"
    ),
)
_LEAP: Final = 2000
"""Without a year a 29 February may be meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchDay:
    """A day that its month does not have, at `text[start:end]`; `last` is the last day that the month has."""

    start: int
    end: int
    text: str
    last: int


def no_such_days(text: str) -> list[NoSuchDay]:
    """Each day that its month does not have, in the order of the text; lunar dates are left alone.

    Args:
        text: Any text, in English, Korean, Chinese or with dates as 2004-02-31.
    """
    days = (
        day for stretch in _stretches(text) for written in _WRITTEN for day in _in(written, text, *stretch)
    )
    return sorted(days, key=lambda d: d.start)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Where such a day may stand: around each of its numbers, which costs far less than to try everywhere."""
    start = end = 0
    for number in _NUMBER.finditer(text):
        if end and number.start() - _AROUND > end:
            yield start, end
            start = end = 0
        start = start if end else max(number.start() - _AROUND, 0)
        end = number.end() + _AROUND
    if end:
        yield start, end


def _in(written: re.Pattern[str], text: str, start: int, end: int) -> list[NoSuchDay]:
    found = []
    for match in written.finditer(text, start, end):
        parts = match.groupdict()
        month = _MONTHS[parts["name"]] if parts.get("name") else int(parts["month"])
        year = max(int(parts.get("year") or parts.get("year2") or _LEAP), datetime.MINYEAR)
        if not 1 <= month <= 12 or _LUNAR.search(text[max(match.start() - 20, 0) : match.start()]):
            continue
        last = month_length(year, month)
        if int(parts["day"]) > last:
            found.append(NoSuchDay(start=match.start(), end=match.end(), text=match.group(), last=last))
    return found
