"""English number words and digits, and the words that stand for an order of magnitude."""

from __future__ import annotations

import re

from tumen.patterns import later

_SMALL = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "one": 1,
}  # fmt: skip
MAGNITUDES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "dozen": 12,
}
_VAGUE = {
    "dozens": (24, 99), "scores": (40, 199), "hundreds": (200, 999), "thousands": (2_000, 9_999),
    "tens of thousands": (20_000, 99_999), "hundreds of thousands": (200_000, 999_999),
    "millions": (2 * 10**6, 10**7 - 1), "tens of millions": (2 * 10**7, 10**8 - 1),
    "hundreds of millions": (2 * 10**8, 10**9 - 1), "billions": (2 * 10**9, 10**10 - 1),
}  # fmt: skip
_FRACTION = {
    "half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "sixth": 100 / 6, "seventh": 100 / 7,
    "eighth": 12.5, "ninth": 100 / 9, "tenth": 10.0,
}  # fmt: skip

# `6,000.2 The`: a mark of a note, not a part of the number.
# Thousands stand apart by commas, by narrow spaces, or by points before three noughts.
DIGITS = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+(?![ \xa0]+(?:[A-Z“\"]|\d{1,3}\.[ \xa0])|[ \xa0]*\n|\d))?"
    r"|\d{1,3}(?:[\xa0\u2009\u202f]\d{3})+(?!\d)"
    r"|\d{1,3}(?:\.000)+(?!\d)|\d+(?:\.\d+)?"
)
_SMALL_WORD = "|".join(sorted(_SMALL, key=len, reverse=True))
_BIG_WORD = "|".join(MAGNITUDES)
_WORD = rf"(?:{_SMALL_WORD}|{_BIG_WORD})"
# "and" joins only after hundred, thousand or million: "two and three" are two numbers.
WORDS = (
    rf"(?:(?:(?:a\s+)?quarter\s+of\s+a|half\s+a|an?)\s+(?:{_BIG_WORD})|(?:{_SMALL_WORD}))"
    rf"(?:\s+and\s+a\s+half\b(?=\s+[a-z])|[\s-]+{_WORD}\b|(?<=dred)\s+and\s+{_WORD}\b"
    rf"|(?<=sand)\s+and\s+{_WORD}\b|(?<=lion)\s+and\s+{_WORD}\b)*"
)
# No digit before: otherwise a long row of digits is tried from each of its digits.
SCALED = rf"(?<!\d)(?:{DIGITS})(?:\s+and\s+a\s+half(?=\s+[a-z])|[\s-]+(?:{_BIG_WORD})|\s?(?:bn|k|mn)|(?<=\d)m)?(?![\w])"
NUMBER = rf"(?:{SCALED}|\b(?:{WORDS})\b)"
VAGUE = (
    r"\b(?:tens\s+of\s+(?:thousands|millions)|hundreds\s+of\s+(?:thousands|millions)"
    r"|dozens|scores(?=\s+of\b)|hundreds|thousands|millions|billions"
    r"|(?:several|a\s+few|many)\s+(?:dozen|hundred(?:\s+thousand)?|thousand|million))\b"
)
_PART = r"(?:half|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)"
# Without `of` behind it only where it cannot be an ordinal: `a third, had`, `two thirds said`, never `the third`.
FRACTION = (
    rf"\b(?:(?:(?:one|two|three|four|five|six|seven|eight|nine"
    rf"|a)[\s-]+)?{_PART}(?=\s+of\s)(?!\s+of\s+a\s+[a-z]+illion)"
    rf"|(?<!and\s)(?:(?:one|two|three|four|five|a)[\s-]+{_PART}|half)(?<!and\sa\shalf)"
    r"(?=[,.;)]|\s+(?:that|had|have|has|were|are|was|is|said|say|did|do|in|by|as|within|between|after|since"
    r"|over|to)\b))"
)
_SUFFIX = {"k": 1_000, "m": 10**6, "mn": 10**6, "bn": 10**9}
_SPLIT = later(r"[\s-]+")
_AND_A_HALF = later(r"\s+and\s+a\s+half$")
_THOUSANDS = later(r"[,\xa0\u2009\u202f]|\.(?=000(?:\D|$))")


def value_of(words: str) -> float:
    """The value of a number in digits or English words.

    Example:
        >>> value_of("two hundred and fifty thousand"), value_of("2.9 million"), value_of("16,500")
        (250000.0, 2900000.0, 16500.0)
    """
    lowered = words.lower().strip()
    half = _AND_A_HALF.search(lowered)
    if half:
        return value_of(lowered[: half.start()]) + 0.5
    digits = re.match(DIGITS, lowered)
    if digits:
        rest = lowered[digits.end() :].strip(" \n\t-")
        return float(_THOUSANDS.sub("", digits.group())) * _SUFFIX.get(rest, MAGNITUDES.get(rest, 1))
    if lowered.startswith(("half", "quarter", "a quarter")):
        part = 0.5 if lowered.startswith("half") else 0.25
        return part * MAGNITUDES[_SPLIT.split(lowered)[-1]]
    return _value_of_words([word for word in _SPLIT.split(lowered) if word != "and"])


def _value_of_words(words: list[str]) -> float:
    total, current = 0.0, 0.0
    for word in words:
        if word in _SMALL:
            current += _SMALL[word]
        elif word in ("hundred", "dozen"):
            current = (current or 1) * MAGNITUDES[word]
        elif word in MAGNITUDES:
            total += (current or 1) * MAGNITUDES[word]
            current = 0.0
    return total + current


def magnitude_of(words: str) -> float:
    """The magnitude word or suffix that ends a number in digits (1 if none): `million` in `2.9 million`."""
    ending = re.sub(DIGITS, "", words.lower(), count=1).strip(" \n\t-")
    last = _SPLIT.split(ending)[-1]
    return _SUFFIX.get(ending, MAGNITUDES.get(ending, MAGNITUDES.get(last, 1)))


def vague_of(words: str) -> tuple[float, float]:
    """The bounds that a vague word stands for by convention.

    Example:
        >>> vague_of("tens of thousands"), vague_of("several hundred")
        ((20000, 99999), (200, 999))
    """
    folded = " ".join(words.lower().split())
    if folded in _VAGUE:
        return _VAGUE[folded]
    last = folded.removeprefix("several ").removeprefix("a few ").removeprefix("many ")
    return _VAGUE["hundreds of thousands" if last == "hundred thousand" else last + "s"]


def percent_of_fraction(words: str) -> float:
    """Percent that a fraction in words stands for: `two-thirds` is 66.6667."""
    parts = _SPLIT.split(words.lower())
    times = _SMALL.get(parts[0], 1) if len(parts) > 1 else 1
    return times * _FRACTION[parts[-1].removesuffix("s")]
