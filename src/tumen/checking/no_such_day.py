"""Days that the calendar does not have, such as 31 June: a slip of the pen that every reader would find."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator
from typing import Final

from tumen.checking.finding import Draft, Finding, Outcome

_MONTHS: Final = {
    name: n for n in range(1, 13) for name in (calendar.month_name[n], calendar.month_abbr[n])
} | {"Sept": 9}
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_LUNAR: Final = re.compile(
    r"(?:음력|陰曆|阴历|农历|農曆|旧历|舊曆|lunar)\W{0,2}(?:\d{4}\s*[년年]\s*)?$", re.IGNORECASE
)
_WRITTEN: Final = (
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?\s+(?P<name>{_MONTH})\b\.?(?:,?\s+(?P<year>\d{{4}})\b)?"
    ),
    # “In June 31 people …” is no date: a year or an ending must say that it is one.
    re.compile(
        rf"\b(?P<name>{_MONTH})\b\.?\s+(?P<day>\d{{1,2}})(?:(?:st|nd|rd|th)\b|,?\s+(?P<year>\d{{4}})\b)"
    ),
    re.compile(r"(?<![\d-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d-])"),
    re.compile(
        r"(?:(?P<year>\d{4})\s*[년年]\s*)?(?<!\d)(?P<month>\d{1,2})\s*[월月]\s*(?P<day>\d{1,2})\s*[일日]"
    ),
)
_LONGEST: Final = 31
_LEAP: Final = 2000
"""Without a year a 29 February may be meant."""


def no_such_day(draft: Draft) -> Iterator[Finding]:
    """Each date whose month does not have that day; lunar dates, whose months are others, are left alone."""
    for written in _WRITTEN:
        for found in written.finditer(draft.text):
            parts = found.groupdict()
            month = _MONTHS[parts["name"]] if parts.get("name") else int(parts["month"])
            day, year = int(parts["day"]), max(int(parts["year"] or _LEAP), datetime.MINYEAR)
            if not 1 <= month <= 12 or _LUNAR.search(draft.text[: found.start()]):
                continue
            last = calendar.monthrange(year, month)[1]
            if last < day <= _LONGEST:
                yield Finding(
                    start=found.start(),
                    end=found.end(),
                    text=found.group(),
                    rule="date.impossible",
                    outcome=Outcome.CONFLICTS,
                    says=f"There is no such day: that month has {last} days.",
                )
