"""Dates and particles in words: how an interviewer writes down when something was."""

from __future__ import annotations

import re
from datetime import date

from tumen.synth.dice import Dice
from tumen.synth.situation import Situation
from tumen.synth.vague import lunar

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_SEASONS = {
    "en": {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"},
    "ko": {"21": "봄", "22": "여름", "23": "가을", "24": "겨울"},
}
_PARTICLES = {"(으)로": ("으로", "로"), "이(가)": ("이", "가"), "을(를)": ("을", "를"), "은(는)": ("은", "는"),
              "와(과)": ("과", "와")}  # fmt: skip
_PARTICLE = re.compile(r"(\S)(\(으\)로|이\(가\)|을\(를\)|은\(는\)|와\(과\))")
_LUNAR_TOLD = 0.06
_AGE_TOLD = 0.12


def with_particles(text: str) -> str:
    """Korean particles in brackets, chosen by the sound before: `남양(으)로` becomes `남양으로`."""
    return _PARTICLE.sub(lambda found: found[1] + _particle(found[1], found[2]), text)


def _particle(before: str, particle: str) -> str:
    closed, opened = _PARTICLES[particle]
    code = ord(before) - 0xAC00
    if not 0 <= code <= 11171:
        return particle
    tail = code % 28
    if particle == "(으)로" and tail == 8:  # after ㄹ this particle is as after a vowel
        return opened
    return closed if tail else opened


def when(dice: Dice, situation: Situation, edtf: str, language: str, *, born: int | None) -> str:
    """An EDTF date in words; now and then by age, by another count of years, or by the lunar calendar.

    Args:
        born: year of birth as told in the same interview, if an age may be given instead of a year.
    """
    if not edtf:
        return ""
    lunar_told = dice.chance(_LUNAR_TOLD)
    by_age = dice.chance(_AGE_TOLD)
    year = _year(dice, situation, edtf[:4], language)
    if by_age and born is not None and re.fullmatch(r"\d{4}", edtf) and int(edtf) - born > 3:
        return _age(int(edtf) - born + 1, language)
    if lunar_told and situation.file.customs.lunar_birthdays and re.fullmatch(r"\d{4}-\d\d-\d\d", edtf):
        return _lunar(edtf, language)
    return _korean(edtf, year) if language == "ko" else _english(edtf, year)


def exact(day: int, language: str) -> str:
    """A day in words."""
    text = date.fromordinal(day).isoformat()
    if language == "ko":
        return _korean(text, f"{text[:4]}년").removesuffix("에")
    return _english(text, text[:4]).removeprefix("on ")


def _year(dice: Dice, situation: Situation, digits: str, language: str) -> str:
    for era in situation.file.customs.eras:
        used = dice.chance(era.used)
        if used and digits.isdigit() and int(digits) >= era.first:
            count = int(digits) - era.first + 1
            return (era.ko if language == "ko" and era.ko else era.en).format(year=count)
    return f"{digits}년" if language == "ko" and digits.isdigit() else digits


def _age(age: int, language: str) -> str:
    if language == "ko":
        return f"{age}살 때"
    return f"at the age of {age}, counted from one at birth"


def _lunar(edtf: str, language: str) -> str:
    year, month, day = lunar(date.fromisoformat(edtf))
    if language == "ko":
        return f"{year}년 음력 {month}월 {day}일에"
    return f"on day {day} of lunar month {month}, {year}"


def _english(edtf: str, year: str) -> str:
    if "/" in edtf:
        return f"in {edtf[:4]} or {edtf[5:]}"
    if edtf.endswith("X"):
        return f"in the {edtf[:3]}0s"
    if edtf[-1] in "~?":
        return f"in about {year}" if edtf[-1] == "~" else f"perhaps in {year}"
    parts = edtf.split("-")
    if len(parts) == 1:
        return f"in {year}"
    if parts[1] in _SEASONS["en"]:
        return f"in the {_SEASONS['en'][parts[1]]} of {year}"
    month = _MONTHS[int(parts[1]) - 1]
    return f"in {month} {year}" if len(parts) == 2 else f"on {int(parts[2])} {month} {year}"


def _korean(edtf: str, year: str) -> str:
    if "/" in edtf:
        return f"{edtf[:4]}년이나 {edtf[5:]}년에"
    if edtf.endswith("X"):
        return f"{edtf[:3]}0년대에"
    if edtf[-1] in "~?":
        return f"{year}쯤" if edtf[-1] == "~" else f"아마 {year}에"
    parts = edtf.split("-")
    if len(parts) == 1:
        return f"{year}에"
    if parts[1] in _SEASONS["ko"]:
        return f"{year} {_SEASONS['ko'][parts[1]]}에"
    month = f"{year} {int(parts[1])}월"
    return f"{month}에" if len(parts) == 2 else f"{month} {int(parts[2])}일에"
