"""Births from ages as people tell them: "aged about 17 in 2011", 2011년에 17살, 2011年时约17岁."""

from __future__ import annotations

import datetime
import re

from tumen.dates.age import Reckoning, birth_from_age
from tumen.dates.arithmetic import Range
from tumen.dates.date import Date
from tumen.dates.numerals import CHINESE, KOREAN_NUMBER, number
from tumen.dates.written import parse
from tumen.errors import DateUnreadable
from tumen.patterns import later

_AGE_EN = (
    r"(?P<about>about\s|around\s|approximately\s)?(?P<low>\d{1,3})(?:\s?(?:or|to|–|-)\s?(?P<high>\d{1,3}))?"
)
_ENGLISH = (
    later(
        rf"(?:aged?|was|turned)\s(?:aged\s)?{_AGE_EN}(?:\syears?\sold)?,?\s(?:in|on|at|as\sof)\s(?P<on>.+)",
        re.I,
    ),
    later(rf"{_AGE_EN}(?:\syears?\sold)?,?\s(?:in|on|at|as\sof)\s(?P<on>.+)", re.I),
    later(rf"(?:in|on)\s(?P<on>.+?),?\s(?:was\s|aged?\s)?{_AGE_EN}(?:\syears?\sold)?", re.I),
)
_KOREAN = (
    later(
        rf"(?P<on>.+?)(?:\s?당시|에는|에|\s때)?\s(?P<about>약\s)?(?P<full>만\s?)?(?P<low>{KOREAN_NUMBER}|\d{{1,3}})"
        r"(?:\s?[~–-]\s?(?P<high>\d{1,3}))?\s?(?:살|세)(?P<after>쯤|경|\s?정도|가량|이었다|였다)?"
    ),
)
_CHINESE = (
    later(
        r"(?P<on>.+?)(?:的时候|的時候|时|時)?[，,]?\s?(?P<about>大约|大約|约|約)?"
        rf"(?P<low>\d{{1,3}}|[{CHINESE}]{{1,3}})(?:[~–-](?P<high>\d{{1,3}}))?[岁歲](?P<after>左右)?"
    ),
)


def parse_birth(
    text: str, *, reckoning: Reckoning | None = None, reference: Date | datetime.date | str | None = None
) -> Date:
    """When someone was born of whom an age at a date is told.

    Korean 살 and 세 are left open between completed years and the Korean count unless 만 (completed) stands
    before them; the other two languages are read as completed years.

    Args:
        text: The age and the date, and nothing else.
        reckoning: How the age was counted, if known.
        reference: For a relative date inside, as in `parse`.

    Raises:
        DateUnreadable: It is not an age at a date.

    Example:
        >>> parse_birth("aged about 17 in 2011").edtf
        '[1993~..1994~]'
    """
    flat = re.sub(r"\s+", " ", text.strip())
    for pattern in (*_ENGLISH, *_KOREAN, *_CHINESE):
        match = pattern.fullmatch(flat)
        if match is not None:
            return _birth(match, reckoning or _reckoning(pattern, match), reference)
    raise DateUnreadable("This is not an age at a date.", hint="Write, for example: aged about 17 in 2011.")


def _reckoning(pattern: re.Pattern[str], match: re.Match[str]) -> Reckoning:
    return "either" if pattern in _KOREAN and not match["full"] else "completed"


def _birth(match: re.Match[str], reckoning: Reckoning, reference: Date | datetime.date | str | None) -> Date:
    groups = match.groupdict()
    low = number(groups["low"])
    age = Range(low=low, high=number(groups["high"] or groups["low"]))
    about = bool(groups["about"]) or (groups.get("after") or "").strip() in {
        "쯤",
        "경",
        "정도",
        "가량",
        "左右",
    }
    on = parse(match["on"], reference=reference)
    return birth_from_age(age, on, reckoning=reckoning, about=about)
