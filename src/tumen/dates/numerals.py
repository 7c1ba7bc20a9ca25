"""Numbers as dates write them: Arabic digits of either width, Chinese numerals, a few words."""

from __future__ import annotations

import re

from tumen.errors import DateUnreadable

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "Ο": 0,
    "两": 2,
    "兩": 2,
    "元": 1,
    "正": 1,
}
_TENS = {"十": 10, "廿": 20, "卅": 30}

CHINESE = "零〇○一二三四五六七八九十廿卅百两兩"
"""Characters of Chinese numerals, for character classes."""

_ENGLISH = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70,
}  # fmt: skip

_KOREAN = {
    "한": 1, "두": 2, "세": 3, "석": 3, "네": 4, "넉": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9,
    "열": 10, "열한": 11, "열두": 12, "스무": 20,
}  # fmt: skip

ENGLISH_NUMBER = r"\d{1,3}|" + "|".join(sorted(_ENGLISH, key=len, reverse=True))
KOREAN_NUMBER = r"\d{1,3}|" + "|".join(sorted(_KOREAN, key=len, reverse=True))
CHINESE_NUMBER = rf"[0-9０-９]{{1,3}}|[{CHINESE}]{{1,4}}"


def number(text: str) -> int:
    """A whole number from digits, Chinese numerals, or a small number word in English or Korean.

    Raises:
        DateUnreadable: It is none of these.
    """
    text = text.strip().lower()
    if re.fullmatch(r"\d+", text):
        return int(text)
    for words in (_ENGLISH, _KOREAN):
        if text in words:
            return words[text]
    if text and all(c in _DIGITS or c in _TENS or c == "百" for c in text):
        return _chinese(text)
    raise DateUnreadable("This is not a number.")


def _chinese(text: str) -> int:
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, None
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
            continue
        unit = 100 if c == "百" else _TENS[c]
        # 三十 is 3×10, 十五 is 10+5, 廿五 is 20+5.
        total += unit if digit is None or unit in (20, 30) else digit * unit
        digit = None
    return total + (digit or 0)


def full_year(digits: str) -> int:
    """The year of a two-digit one: the hundred years that end with 2029, which is what people alive speak of.

    A four-digit year is itself.
    """
    year = number(digits)
    if len(digits.strip()) > 2 or year > 99:
        return year
    return 1900 + year if year > 29 else 2000 + year
