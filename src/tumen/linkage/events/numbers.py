"""Numbers as accounts tell them: exact, a range, about, at least, dozens; and how two of them agree."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

_WORDS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "a dozen": 12, "a hundred": 100, "one hundred": 100,
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10,
    "스무": 20, "서른": 30, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
    "九": 9, "十": 10, "二十": 20, "三十": 30, "四十": 40, "五十": 50, "百": 100, "一百": 100,
}  # fmt: skip
# What people mean by these spans widely; the bounds are conventions, and wide on purpose.
_VAGUE: Final = {
    "a few": (2, 6), "several": (3, 9), "dozens": (24, 99), "scores": (40, 199), "hundreds": (200, 999),
    "몇": (2, 9), "여러": (2, 9), "수십": (20, 99), "수백": (200, 999), "几": (2, 9), "数": (2, 9), "十几": (11, 19),
    "几十": (20, 99), "数十": (20, 99), "几百": (200, 999), "数百": (200, 999),
}  # fmt: skip
_COUNTED = re.compile(r"\s*(?:people|persons?|men|women|children|명|사람|人|名|个)\s*$")
_ABOUT = re.compile(
    r"^(?:about|around|approximately|approx\.?|roughly|some|nearly|almost|circa|ca?\.|~|약|대략|约|約|大约|大約)\s*"
)
_ABOUT_AFTER = re.compile(r"\s*(?:or so|정도|쯤|가량|여|左右|上下|多|余|餘)$")
_LEAST = re.compile(r"^(?:at least|no fewer than|≥|>=|最少|至少|최소|적어도)\s*")
_LEAST_AFTER = re.compile(r"\s*(?:or more|\+|이상|以上)$")
_MORE = re.compile(r"^(?:more than|over|>)\s*")
_MOST = re.compile(r"^(?:at most|up to|no more than|≤|<=|最多|최대|많아야)\s*")
_MOST_AFTER = re.compile(r"\s*(?:or fewer|or less|이하|以下)$")
_FEWER = re.compile(r"^(?:fewer than|less than|under|<)\s*")
_BETWEEN = re.compile(r"^(?:between\s+)?(.+?)\s*(?:-|–|—|~|\bto\b|\band\b|\bor\b|에서|내지|至|到|或)\s*(.+)$")
_ROUGH: Final = 0.2
_ALIKE: Final = 0.15
_HALF: Final = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A number of people as told.

    Attributes:
        low, high: the least and the most it may be; `high` is infinite after "at least".
        about: told as approximate.
    """

    low: float
    high: float
    about: bool = False

    @property
    def exact(self) -> bool:
        """One number, told without a mark of doubt."""
        return self.low == self.high and not self.about

    @property
    def span(self) -> tuple[float, float]:
        """The least and the most it may be, ordinary rounding counted: a told 30 may be 25 to 35, a told 7 is 7."""
        grain = _grain(self)
        return self.low - grain, self.high + grain

    def __str__(self) -> str:
        about = "about " if self.about else ""
        if math.isinf(self.high):
            return f"{about}{self.low:g} or more"
        return f"{about}{self.low:g}" if self.low == self.high else f"{about}{self.low:g} to {self.high:g}"


class NumberLevel(IntEnum):
    """How two told numbers agree. The numbers are stable: batches hold them as `int8`."""

    MISSING = 0
    EQUAL = 1
    FITS = 2
    NEAR = 3
    OFF = 4
    FAR = 5


NUMBER_LEVELS: Final = {
    NumberLevel.MISSING: "not stated by both",
    NumberLevel.EQUAL: "the same number",
    NumberLevel.FITS: "numbers that may be one, a range or rounding counted",
    NumberLevel.NEAR: "numbers one apart or within a seventh",
    NumberLevel.OFF: "numbers two apart or within a half",
    NumberLevel.FAR: "quite different numbers",
}
"""The reason for each level, in plain words."""


def told(text: str) -> Told | None:
    """A number as told, in English, Korean, Chinese or digits; None where it cannot be read.

    Example:
        >>> str(told("about thirty")), told("about thirty").span
        ('about 30', (24.0, 36.0))
        >>> str(told("6-8")), str(told("at least 20")), told("many")
        ('6 to 8', '20 or more', None)
    """
    text = _COUNTED.sub("", text.strip().lower()).strip()
    if text in _VAGUE:
        low, high = _VAGUE[text]
        return Told(low=low, high=high)
    return _bounded(text) or _about(text) or _single(text) or _range(text)


def agree(a: Told | None, b: Told | None) -> NumberLevel:
    """How two told numbers agree; the same for `(a, b)` and `(b, a)`.

    Example:
        >>> agree(told("seven"), told("nine")).name, agree(told("about thirty"), told("28")).name
        ('OFF', 'FITS')
    """
    if a is None or b is None:
        return NumberLevel.MISSING
    if a.exact and b.exact and a.low == b.low:
        return NumberLevel.EQUAL
    if _meet(a.span, (b.low, b.high)) or _meet((a.low, a.high), b.span):
        return NumberLevel.FITS
    less, more = min(a.high, b.high), max(a.low, b.low)
    if more - less <= 1 or more <= less * (1 + _ALIKE):
        return NumberLevel.NEAR
    return NumberLevel.OFF if more - less <= 2 or more <= less * _HALF else NumberLevel.FAR


def _bounded(text: str) -> Told | None:
    for pattern, open_above, off in (
        (_LEAST, True, 0), (_LEAST_AFTER, True, 0), (_MORE, True, 1),
        (_MOST, False, 0), (_MOST_AFTER, False, 0), (_FEWER, False, -1),
    ):  # fmt: skip
        if pattern.search(text):
            bound = _plain(_COUNTED.sub("", pattern.sub("", text)))
            if bound is not None:
                return Told(low=bound + off, high=math.inf) if open_above else Told(low=0, high=bound + off)
    return None


def _about(text: str) -> Told | None:
    bare = _ABOUT_AFTER.sub("", _ABOUT.sub("", text))
    if bare == text:
        return None
    found = _single(_COUNTED.sub("", bare)) or _range(bare)
    return None if found is None else Told(low=found.low, high=found.high, about=True)


def _single(text: str) -> Told | None:
    number = _plain(text)
    return None if number is None else Told(low=number, high=number)


def _range(text: str) -> Told | None:
    parts = _BETWEEN.match(text)
    if parts is None:
        return None
    low, high = (_plain(_COUNTED.sub("", part)) for part in parts.groups())
    return Told(low=low, high=high) if low is not None and high is not None and low <= high else None


def _plain(text: str) -> int | None:
    text = text.strip()
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+|\d{1,9}", text):
        return int(text.replace(",", ""))
    if text in _WORDS:
        return _WORDS[text]
    tens, _, ones = text.partition("-")
    if tens.endswith("ty") and ones in _WORDS and tens in _WORDS and _WORDS[ones] < 10:
        return _WORDS[tens] + _WORDS[ones]
    return None


def _grain(number: Told) -> float:
    """How far off an ordinarily rounded number may be."""
    top = number.low if math.isinf(number.high) else number.high
    if number.about:
        return max(1.0, _ROUGH * top)
    if number.low != number.high or top < 15:
        return 0.0
    for step in (1000, 500, 100, 50, 10, 5):
        if top % step == 0 and top >= 3 * step:
            return step / 2
    return 0.0


def _meet(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]
