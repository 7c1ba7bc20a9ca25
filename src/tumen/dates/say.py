"""Saying a date in English, Korean or Chinese, never more precisely than it is.

What has no short wording (masked digits, marks on some components, thirds of a year) is said by its bounds, so
every date can be said, and what is said reads back to a date that contains the one said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tumen.dates.arithmetic import from_spans
from tumen.dates.date import OPEN, UNKNOWN, Date, End, Interval, OneOf, make_date
from tumen.dates.days import OPEN_END, OPEN_START, Spans
from tumen.dates.phrases import Part, part_of
from tumen.dates.point import PARTS_OF_YEAR, Point
from tumen.errors import DateLanguage, DateUnreadable

_MOST_RUNS = 8
_PARTS: Final[tuple[Part, ...]] = ("early", "mid", "late")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """One language: how to say a plain point from its numbers, and the words put around dates."""

    day: Callable[[str, int, int], str]
    month: Callable[[str, int], str]
    year: Callable[[str], str]
    part_of_year: dict[str, str]
    decade: str
    yearless_day: Callable[[int, int], str]
    yearless: dict[str, str]
    year_unknown: str
    no_year: str
    about: str
    about_long: str
    doubtful: str
    between: str
    lasting: str
    or_before: str
    or_after: str
    start_unknown: str
    end_unknown: str
    joined: str
    joined_long: str
    parts: dict[str, str]


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_EN = _Words(
    day=lambda y, m, d: f"{d} {_MONTHS[m - 1]} {y}",
    month=lambda y, m: f"{_MONTHS[m - 1]} {y}",
    year=lambda y: y,
    part_of_year={
        "21": "spring {y}", "22": "summer {y}", "23": "autumn {y}", "24": "winter {y}",
        "33": "the first quarter of {y}", "34": "the second quarter of {y}", "35": "the third quarter of {y}",
        "36": "the fourth quarter of {y}", "40": "the first half of {y}", "41": "the second half of {y}",
    },
    decade="the {y}s",
    yearless_day=lambda m, d: f"{d} {_MONTHS[m - 1]}",
    yearless={f"{m:02d}": name for m, name in enumerate(_MONTHS, 1)}
    | {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"},
    year_unknown="{x}, year unknown",
    no_year="year unknown",
    about="around {x}",
    about_long="around {x}",
    doubtful="possibly {x}",
    between="between {a} and {b}",
    lasting="from {a} to {b}",
    or_before="{x} or before",
    or_after="{x} or after",
    start_unknown="until {x}, start unknown",
    end_unknown="from {x}, end unknown",
    joined=" or ",
    joined_long="; or ",
    parts={"early": "early {x}", "mid": "mid-{x}", "late": "late {x}"},
)  # fmt: skip
_KO = _Words(
    day=lambda y, m, d: f"{y}년 {m}월 {d}일",
    month=lambda y, m: f"{y}년 {m}월",
    year=lambda y: f"{y}년",
    part_of_year={
        "21": "{y}년 봄", "22": "{y}년 여름", "23": "{y}년 가을", "24": "{y}년 겨울", "33": "{y}년 1분기",
        "34": "{y}년 2분기", "35": "{y}년 3분기", "36": "{y}년 4분기", "40": "{y}년 상반기", "41": "{y}년 하반기",
    },
    decade="{y}년대",
    yearless_day=lambda m, d: f"{m}월 {d}일",
    yearless={f"{m:02d}": f"{m}월" for m in range(1, 13)} | {"21": "봄", "22": "여름", "23": "가을", "24": "겨울"},
    year_unknown="{x}, 연도 미상",
    no_year="연도 미상",
    about="{x}경",
    about_long="{x} 무렵",
    doubtful="{x}(불확실)",
    between="{a}에서 {b} 사이",
    lasting="{a}부터 {b}까지",
    or_before="{x} 이전",
    or_after="{x} 이후",
    start_unknown="{x}까지(시작 미상)",
    end_unknown="{x}부터(끝 미상)",
    joined=" 또는 ",
    joined_long="; 또는 ",
    parts={"early": "{x} 초", "mid": "{x} 중반", "late": "{x} 말"},
)  # fmt: skip
_ZH = _Words(
    day=lambda y, m, d: f"{y}年{m}月{d}日",
    month=lambda y, m: f"{y}年{m}月",
    year=lambda y: f"{y}年",
    part_of_year={
        "21": "{y}年春", "22": "{y}年夏", "23": "{y}年秋", "24": "{y}年冬", "33": "{y}年第一季度",
        "34": "{y}年第二季度", "35": "{y}年第三季度", "36": "{y}年第四季度", "40": "{y}年上半年", "41": "{y}年下半年",
    },
    decade="{y}年代",
    yearless_day=lambda m, d: f"{m}月{d}日",
    yearless={f"{m:02d}": f"{m}月" for m in range(1, 13)} | {"21": "春", "22": "夏", "23": "秋", "24": "冬"},
    year_unknown="{x}，年份不详",
    no_year="年份不详",
    about="约{x}",
    about_long="约{x}",
    doubtful="{x}（不确定）",
    between="{a}至{b}之间",
    lasting="从{a}至{b}",
    or_before="{x}或之前",
    or_after="{x}或之后",
    start_unknown="至{x}（开始时间不详）",
    end_unknown="从{x}起（结束时间不详）",
    joined="或",
    joined_long="；或",
    parts={"early": "{x}初", "mid": "{x}中期", "late": "{x}末"},
)  # fmt: skip
# Parts of a month have words of their own.
_MONTH_PARTS = {
    "en": _EN.parts,
    "ko": {"early": "{x} 초순", "mid": "{x} 중순", "late": "{x} 하순"},
    "zh": {"early": "{x}上旬", "mid": "{x}中旬", "late": "{x}下旬"},
}
_WORDS = {"en": _EN, "ko": _KO, "zh": _ZH}


def say(date: Date, language: str) -> str:
    """The date in words.

    Args:
        date: Any date.
        language: `en`, `ko` or `zh`.

    Returns:
        A phrase that fits into a sentence; `parse` reads it back to a date that contains this one.

    Raises:
        DateLanguage: The language is none of the three.

    Example:
        >>> from tumen.dates import parse
        >>> say(parse("1998-03~"), "en"), say(parse("2004-21"), "ko"), say(parse("../2003"), "zh")
        ('around March 1998', '2004년 봄', '2003年或之前')
    """
    words = _WORDS.get(language)
    if words is None:
        raise DateLanguage("Dates are said in English, Korean and Chinese.", language=language)
    form = date.form
    if isinstance(form, Point):
        said = _say_point(form, words)
    elif isinstance(form, Interval):
        said = _say_part(date, form, language) or _say_interval(form, words)
    else:
        said = _say_set(form, words)
    return said or _say_bounds(date.possible_spans, words)


def _say_point(point: Point, words: _Words) -> str | None:
    """The point in words, or None if only its bounds can be said."""
    written = 1 + bool(point.month) + bool(point.day)
    marks = set(point.marks[:written])
    plain = _say_plain(point, words)
    if plain is None or len(marks) != 1:
        return None
    sign = marks.pop()
    if point.year == "XXXX":
        return plain
    if sign in {"~", "%"}:
        long = point.is_part_of_year or "X" in point.year
        plain = (words.about_long if long else words.about).format(x=plain)
    return words.doubtful.format(x=plain) if sign in {"?", "%"} else plain


def _say_plain(point: Point, words: _Words) -> str | None:
    month, day = point.month.replace("XX", ""), point.day.replace("XX", "")
    if point.year == "XXXX":
        return _say_yearless(month, day, words)
    if "X" in month + day or (day and not month):
        return None
    if point.year.isdigit():
        return _say_in_year(point.year, month, day, words)
    decade = point.year.count("X") == 1 and not month and point.year[2] != "0"
    return words.decade.format(y=point.year.replace("X", "0")) if decade else None


def _say_in_year(year: str, month: str, day: str, words: _Words) -> str | None:
    if month in PARTS_OF_YEAR:
        phrase = words.part_of_year.get(month)
        return phrase.format(y=year) if phrase else None
    if day:
        return words.day(year, int(month), int(day))
    return words.month(year, int(month)) if month else words.year(year)


def _say_yearless(month: str, day: str, words: _Words) -> str:
    if month in words.yearless and (not day or day.isdigit()):
        said = words.yearless_day(int(month), int(day)) if day else words.yearless[month]
        return words.year_unknown.format(x=said)
    return words.no_year


def _say_end(end: End, words: _Words) -> str | None:
    """An end of an interval; None if it is open, has no year, or has no short wording."""
    if not isinstance(end, Point) or end.year == "XXXX":
        return None
    return _say_point(end, words)


def _say_part(date: Date, form: Interval, language: str) -> str | None:
    """`1997~/1999~` is "late 1990s", `2012-08-01/2012-08-10` is "early August 2012"."""
    start = form.start
    if not isinstance(start, Point) or not start.year.isdigit() or start.is_part_of_year:
        return None
    words = _WORDS[language]
    bases = [
        Point(year=start.year[:3] + "X"),
        Point(year=start.year),
        Point(year=start.year, month=start.month),
    ]
    for base in bases[: 2 + bool(start.day)]:
        for part in _PARTS:
            try:
                same = part_of(make_date(base), part) == date
            except DateUnreadable:
                continue
            said = _say_plain(base, words)
            if same and said:
                table = _MONTH_PARTS[language] if base.month else words.parts
                return table[part].format(x=said.removeprefix("the "))
    return None


def _say_interval(form: Interval, words: _Words) -> str | None:
    first, last = _say_end(form.start, words), _say_end(form.end, words)
    if first and last:
        return words.lasting.format(a=first, b=last)
    if first and form.end == OPEN:
        return words.or_after.format(x=first)
    if first and form.end == UNKNOWN:
        return words.end_unknown.format(x=first)
    if last and form.start == OPEN:
        return words.or_before.format(x=last)
    if last and form.start == UNKNOWN:
        return words.start_unknown.format(x=last)
    return None


def _say_set(form: OneOf, words: _Words) -> str | None:
    if len(form.runs) > _MOST_RUNS:
        return None
    said = [_say_run(run, words) for run in form.runs]
    if None in said:
        return None
    singles = all(first is last for first, last in form.runs)
    return (words.joined if singles else words.joined_long).join(one for one in said if one)


def _say_run(run: tuple[End, End], words: _Words) -> str | None:
    first, last = run
    if first is last:
        return _say_end(first, words)
    if first == OPEN or last == OPEN:
        return _say_interval(Interval(start=first, end=last), words)
    a, b = _say_end(first, words), _say_end(last, words)
    return words.between.format(a=a, b=b) if a and b else None


def _say_bounds(spans: Spans, words: _Words) -> str:
    """The stretch from the first to the last day it may be, in the coarsest units that fit."""
    low, high = spans[0][0], spans[-1][1]
    if (low, high) == (OPEN_START, OPEN_END):
        return words.no_year
    form = from_spans(((low, high),)).form
    said = _say_point(form, words) if isinstance(form, Point) else None
    if said is None and isinstance(form, OneOf):
        said = _say_run(form.runs[0], words)
    if said is not None:
        return said
    # A century or a decade at its turn: its first and last years.
    years = [Point(year=year) for year in _years(form)]
    return words.between.format(a=_say_point(years[0], words), b=_say_point(years[1], words))


def _years(form: object) -> tuple[str, str]:
    assert isinstance(form, Point)  # noqa: S101  (from_spans makes a masked year of whole decades and centuries only)
    years = form.known_years
    return f"{years[0]:04d}", f"{years[-1]:04d}"
