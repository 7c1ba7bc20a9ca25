"""Chinese dates in words, simplified or traditional, in Arabic or Chinese numerals."""

from __future__ import annotations

import re
from typing import Literal

from tumen.dates import phrases as p
from tumen.dates.arithmetic import shift, union
from tumen.dates.calendars import juche_year
from tumen.dates.date import Date
from tumen.dates.made import around, doubtful, from_to, one_or_other, same
from tumen.dates.notation import read_edtf
from tumen.dates.numerals import CHINESE, CHINESE_NUMBER, full_year, number
from tumen.dates.phrases import Reader, Rule, rule
from tumen.errors import DateUnreadable
from tumen.patterns import later

_SEASONS = {"春": "21", "夏": "22", "秋": "23", "冬": "24"}
_PARTS: dict[str, p.Part] = {
    "初": "early", "年初": "early", "上旬": "early", "初期": "early", "早期": "early", "前期": "early",
    "中": "mid", "年中": "mid", "中旬": "mid", "中期": "mid", "中叶": "mid",
    "末": "late", "底": "late", "年底": "late", "年末": "late", "下旬": "late",
    "末期": "late", "后期": "late", "後期": "late", "晚期": "late",
}  # fmt: skip
_PART_WORDS = "|".join(sorted(_PARTS, key=len, reverse=True))
_N = rf"(?:[0-9０-９]{{1,2}}|[{CHINESE}正元冬腊臘初]{{1,3}})"
JUCHE = r"主[体體]\s?\d{1,3}(?:\s?[（(]\d{4}[）)])?"
YEAR = rf"(?:{JUCHE}\s?年?|(?:[0-9０-９]{{4}}|[0-9]{{2}}|[{CHINESE}]{{4}}|[{CHINESE}]{{2}})\s?年)"
_NEAR_YEARS = {"前年": -2, "去年": -1, "上一年": -1, "前一年": -1, "今年": 0, "同年": 0, "当年": 0, "當年": 0,
               "那年": 0,
               "明年": 1, "次年": 1, "第二年": 1, "翌年": 1, "后年": 2, "後年": 2}  # fmt: skip
_NEAR_YEAR = "|".join(sorted(_NEAR_YEARS, key=len, reverse=True))
_NEAR_MONTHS = {"上个月": -1, "上個月": -1, "上月": -1, "这个月": 0, "這個月": 0, "本月": 0, "同月": 0,
                "当月": 0, "當月": 0,
                "下个月": 1, "下個月": 1, "次月": 1}  # fmt: skip
_NEAR_DAYS = {"前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "当天": 0, "當天": 0, "同日": 0,
              "明天": 1, "次日": 1,
              "第二天": 1, "翌日": 1}  # fmt: skip
_UNITS: dict[str, Literal["year", "month", "week", "day"]] = {
    "年": "year", "个月": "month", "個月": "month", "周": "week", "星期": "week", "天": "day", "日": "day",
}  # fmt: skip
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))


def _year(text: str) -> int:
    digits = re.findall(rf"\d+|[{CHINESE}]+", text)
    if text.startswith("主"):
        return juche_year(int(digits[0]), year=int(digits[1]) if len(digits) > 1 else None)
    return full_year(digits[0])


def _month(text: str) -> int:
    """A month number; 冬月 and 腊月 are the eleventh and twelfth of the lunar year."""
    return {"冬": 11, "腊": 12, "臘": 12}.get(text) or number(text)


def _calendar(m: re.Match[str], _: Reader) -> Date:
    day = number(m["d"].removeprefix("初")) if m["d"] else None
    return p.point(_year(m["y"]) if m["y"] else None, _month(m["m"]), day)


def _season(m: re.Match[str], _: Reader) -> Date:
    date = p.point(_year(m["y"]) if m["y"] else None, _SEASONS[m["s"]])
    if not m["pre"] or m["s"] == "冬":
        return date
    return p.part_of(date, "early" if m["pre"] == "初" else "late")


def _decade(m: re.Match[str], _: Reader) -> Date:
    tens = number(m["x"])
    if m["c"]:
        count = number(m["c"].removesuffix("世纪").removesuffix("世紀"))
        return p.decade((count - 1) * 100 + tens)
    return p.decade(full_year(m["x"]) if tens else 2000)


def _part(m: re.Match[str], reader: Reader) -> Date:
    return p.part_of(reader.read(m["x"]), _PARTS[m["part"]])


def _portion(m: re.Match[str], reader: Reader) -> Date:
    date = reader.read(m["x"])
    if date.precision != "year" or date.year is None:
        raise DateUnreadable("This is a part of a year only.")
    code = {"上": "40", "下": "41"}.get(m["n"]) or str(32 + number(m["n"]))
    return p.point(date.year, code)


def _partial(reader: Reader, text: str) -> Date:
    match = re.fullmatch(rf"({_N})[日号號]", text.strip())
    if match:
        return read_edtf(f"XXXX-XX-{number(match[1]):02d}")
    return reader.read(text)


_RANGE, _EITHER = from_to(_partial), one_or_other(_partial)


def _lunar(m: re.Match[str], reader: Reader) -> Date:
    """农历 before or inside the date; 闰 before the month marks the leap month. Chinese text means China's."""
    text = re.sub(r"(?:农历|農曆|阴历|陰曆|旧历|舊曆)", "", m[0])
    leap = re.search(r"[闰閏]", text) is not None
    text = re.sub(r"[闰閏]", "", text)
    # A lunar day is usually written without 日: 八月十五, 八月初五.
    text = re.sub(rf"(月)(初[{CHINESE}]|[{CHINESE}]{{1,3}})$", r"\1\2日", text)
    text = re.sub(r"月初(?=.+日$)", "月", text)
    return p.at_lunar(reader.read(text), leap=leap, chinese_only=True)


def _near_year(m: re.Match[str], reader: Reader) -> Date:
    step = _NEAR_YEARS[m["step"]]
    if not m["x"]:
        return shift(p.coarsen(reader.anchor(), "year"), years=step)
    return reader.read(f"{reader.anchor_year() + step:04d}年{m['x']}")


def _near_month(m: re.Match[str], reader: Reader) -> Date:
    return shift(p.coarsen(reader.anchor(), "month"), months=_NEAR_MONTHS[m[0]])


def _near_day(m: re.Match[str], reader: Reader) -> Date:
    return shift(p.coarsen(reader.anchor(), "day"), days=_NEAR_DAYS[m[0]])


def _away(m: re.Match[str], reader: Reader) -> Date:
    amount = number(m["n"])
    return p.away(reader, -amount if "前" in m["way"] else amount, _UNITS[m["unit"]])


def _past(m: re.Match[str], reader: Reader) -> Date:
    amount, unit = number(m["n"]), _UNITS[m["unit"]]
    if unit == "week":
        amount, unit = amount * 7, "day"
    return p.past(reader, amount, unit)


def _shorter(m: re.Match[str], reader: Reader) -> Date:
    if m["x"] == m[0]:
        raise DateUnreadable("This is not a date in words that are read.")
    return reader.read(m["x"])


RULES: tuple[Rule, ...] = (
    rule(r"(?:年份|日期)不[详詳]", lambda m, r: read_edtf("XXXX")),
    rule(r"(?P<a>.+?)；或(?P<b>.+)", lambda m, r: union(r.read(m["a"]), r.read(m["b"]))),
    rule(r"从(?P<x>.+)起（结束时间不详）", lambda m, r: p.started(r.read(m["x"]))),
    rule(r"至(?P<x>.+)（开始时间不详）", lambda m, r: p.ended(r.read(m["x"]))),
    rule(r"[从從自](?P<a>.+?)(?:至|到|—+|[~～–])(?P<b>.+)", _RANGE),
    rule(r"(?:可能是?|或许|或許|也许|也許|大概是)(?P<x>.+)", doubtful),
    rule(r"(?P<x>.+?)\s?(?:[（(](?:不确定|不確定|存疑|[?？])[）)]|[?？])", doubtful),
    rule(r"[从從自]?(?P<a>.+?)(?:至|到|—+|[~～–-])(?P<b>.+?)(?:之间|之間|期间|期間|为止|為止)?", _RANGE),
    rule(r"(?P<a>.+?)[和与與](?P<b>.+?)之[间間]", _RANGE),
    rule(r"(?P<x>.+?)(?:或(?:之前|以前|更早)|以前|之前|前|为止|為止)", lambda m, r: p.until(r.read(m["x"]))),
    rule(r"(?P<x>.+?)(?:或(?:之后|之後|以后|以後|更晚)|以后|以後|之后|之後|以来|以來|起|后|後)",
         lambda m, r: p.since(r.read(m["x"]))),
    rule(r"(?P<a>.+?)或者?(?:是)?(?P<b>.+)", _EITHER),
    rule(r"(?=.*(?:农历|農曆|阴历|陰曆|旧历|舊曆)).+", _lunar),
    rule("|".join(_NEAR_DAYS), _near_day),
    rule(rf"(?P<step>{_NEAR_YEAR})的?(?P<x>.+)?", _near_year),
    rule("|".join(_NEAR_MONTHS), _near_month),
    rule(rf"(?P<n>{CHINESE_NUMBER})(?P<unit>{_UNIT})(?P<way>之前|以前|前|之后|之後|以后|以後|后|後)", _away),
    rule(rf"(?:过去|過去|最近|近)(?P<n>{CHINESE_NUMBER})(?P<unit>{_UNIT})", _past),
    rule(r"(?:大约|大約|约|約|大概|将近)(?:在|是)?(?P<x>.+)", around),
    rule(r"(?P<x>.+?)(?:左右|前后|前後|上下|许|許)", around),
    rule(rf"(?P<x>.+?)的?(?P<part>{_PART_WORDS})", _part),
    rule(r"(?P<x>.+?)(?P<n>[上下])半年", _portion),
    rule(r"(?P<x>.+?)第(?P<n>[一二三四1-4])季度", _portion),
    rule(r"(?P<x>.+?世[纪紀])(?!.)", lambda m, r: p.century(number(m["x"][:-2]))),
    rule(rf"(?:(?P<y>{YEAR})\s?)?(?P<m>{_N})\s?月(?:份)?\s?(?:(?P<d>{_N})\s?[日号號])?", _calendar),
    rule(r"(?P<y>\d{4})[./](?P<m>\d{1,2})(?:[./](?P<d>\d{1,2}))?", _calendar),
    rule(rf"(?:(?P<y>{YEAR})\s?)?的?(?P<pre>初|晚|暮|深)?(?P<s>[春夏秋冬])[天季]?", _season),
    rule(rf"(?:(?P<c>(?:\d\d|[{CHINESE}]{{2,3}})世[纪紀]))?(?P<x>\d{{4}}|\d0|[{CHINESE}]{{2}}|[{CHINESE}]{{4}})年代",
         _decade),
    rule(rf"上世[纪紀](?P<c>)(?P<x>\d0|[{CHINESE}]{{2}})年代", _decade),
    rule(rf"(?P<y>{YEAR})", lambda m, r: p.point(_year(m["y"]))),
    rule(r"(?P<x>.+?)[，,]年份不[详詳]", same),
    rule(r"在?(?P<x>.+?)(?:的时候|的時候|时|時|的)?", _shorter),
)  # fmt: skip

_CORE = "|".join((
    rf"(?:农历|農曆|阴历|陰曆)?{YEAR}(?:农历|農曆)?[闰閏]?{_N}月(?:份)?(?:{_N}[日号號])?",
    rf"{YEAR}(?:的)?[春夏秋冬][天季]?",
    rf"(?:(?:\d\d|[{CHINESE}]{{2,3}}|上)世[纪紀])?(?:\d{{4}}|\d0|[{CHINESE}]{{2}})年代",
    rf"(?:{_NEAR_YEAR})(?:{_N}月(?:{_N}[日号號])?|[春夏秋冬][天季])?",
    rf"(?<![\d{CHINESE}]){_N}月{_N}[日号號]",
    rf"(?:{CHINESE_NUMBER})(?:年|个月|個月|天)(?:前|后|後|之前|之后)",
    rf"{JUCHE}年?|(?<!\d)(?:(?:1[89]|20)\d\d|[一二][{CHINESE}]{{3}})年(?!\d)",
    "昨天|今天|明天",
))  # fmt: skip
_AFTER = rf"(?:{_PART_WORDS}|[上下]半年)?(?:左右|前后|前後)?"
SCAN = later(
    rf"(?:大约|大約|约|約)?(?:{_CORE}){_AFTER}(?:(?:至|到|—+)(?:(?:{_CORE})|{_N}月(?:{_N}[日号號])?){_AFTER})?"
)
CORE = later(_CORE)


# Reckoned from the date told before, not from the day of the telling.
FROM_THE_TEXT = later(r"同|[当當那次翌]|第二|.*[后後]$")


def plausible(text: str, start: int, end: int) -> bool:
    """Chinese marks years and months with 年 and 月; nothing bare is ever taken."""
    return start < end <= len(text)
