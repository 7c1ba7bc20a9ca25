"""Korean dates in words: the rules that read a phrase, and the pattern that finds phrases in running text."""

from __future__ import annotations

import re
from typing import Literal

from tumen.dates import phrases as p
from tumen.dates.arithmetic import shift, union
from tumen.dates.calendars import juche_year
from tumen.dates.date import Date
from tumen.dates.made import around, doubtful, from_to, one_or_other, same
from tumen.dates.notation import read_edtf
from tumen.dates.numerals import CHINESE, KOREAN_NUMBER, full_year, number
from tumen.dates.phrases import Reader, Rule, rule
from tumen.errors import DateUnreadable
from tumen.patterns import later

_SEASONS = {"봄": "21", "여름": "22", "가을": "23", "겨울": "24"}
_PARTS: dict[str, p.Part] = {
    "초": "early", "초순": "early", "상순": "early", "초반": "early", "초기": "early", "연초": "early", "년초": "early",
    "중순": "mid", "중반": "mid", "중엽": "mid", "중기": "mid", "중": "mid",
    "하순": "late", "말": "late", "후반": "late", "후기": "late", "말기": "late", "연말": "late", "년말": "late",
}  # fmt: skip
_PART_WORDS = "|".join(sorted(_PARTS, key=len, reverse=True))
_NUMBER = rf"(?:\d{{1,2}}|[{CHINESE}]{{1,3}})"
JUCHE = r"주체\s?\d{1,3}(?:년?\s?\(\d{4}(?:년)?\))?"
YEAR = rf"(?:{JUCHE}\s?년?|(?:\d{{4}}|['’‘]?\d\d|[{CHINESE}]{{4}})\s?년도?)"
SEASON = r"(?:초|늦|한)?(?:봄|여름|가을|겨울)철?"
_NEAR_YEARS = {
    "재작년": -2, "지지난해": -2, "작년": -1, "지난해": -1, "전년": -1, "전해": -1, "올해": 0, "금년": 0, "그해": 0,
    "그 해": 0, "같은 해": 0, "당해": 0, "내년": 1, "다음 해": 1, "다음해": 1, "이듬해": 1, "이듬 해": 1, "내후년": 2,
}  # fmt: skip
_NEAR_YEAR = "|".join(sorted(_NEAR_YEARS, key=len, reverse=True))
_NEAR_MONTHS = {"지난달": -1, "지난 달": -1, "전달": -1, "이달": 0, "이번 달": 0, "이번달": 0, "같은 달": 0, "그달": 0,
                "다음 달": 1, "다음달": 1}  # fmt: skip
_NEAR_DAYS = {"그저께": -2, "그제": -2, "어제": -1, "전날": -1, "오늘": 0, "그날": 0, "같은 날": 0, "당일": 0,
              "내일": 1,
              "다음 날": 1, "다음날": 1, "이튿날": 1, "모레": 2}  # fmt: skip
_UNITS: dict[str, Literal["year", "month", "week", "day"]] = {
    "년": "year", "해": "year", "개월": "month", "달": "month", "주일": "week", "주": "week", "일": "day",
}  # fmt: skip
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))


def _year(text: str) -> int:
    digits = re.findall(rf"\d+|[{CHINESE}]+", text)
    if text.startswith("주체"):
        return juche_year(int(digits[0]), year=int(digits[1]) if len(digits) > 1 else None)
    return full_year(digits[0])


def _calendar(m: re.Match[str], _: Reader) -> Date:
    year = _year(m["y"]) if m["y"] else None
    return p.point(year, number(m["m"]), number(m["d"]) if m["d"] else None)


def _dotted(m: re.Match[str], _: Reader) -> Date:
    return p.point(int(m["y"]), int(m["m"]), int(m["d"]) if m["d"] else None)


def _season(m: re.Match[str], _: Reader) -> Date:
    name = m["s"].removesuffix("철")
    date = p.point(
        _year(m["y"]) if m["y"] else None, _SEASONS[name[-2:] if name[-2:] in _SEASONS else name[-1]]
    )
    prefix = m["pre"]
    if not prefix or m["s"].startswith("겨울"):
        return date
    return p.part_of(date, {"초": "early", "늦": "late", "한": "mid"}[prefix])  # type: ignore[arg-type]  # three literals


def _decade(m: re.Match[str], _: Reader) -> Date:
    return p.decade(full_year(m["x"]))


def _part(m: re.Match[str], reader: Reader) -> Date:
    return p.part_of(reader.read(m["x"]), _PARTS[m["part"]])


def _portion(m: re.Match[str], reader: Reader) -> Date:
    date = reader.read(m["x"])
    if date.precision != "year" or date.year is None:
        raise DateUnreadable("This is a part of a year only.")
    code = {"상": "40", "하": "41"}.get(m["n"]) or str(32 + int(m["n"]))
    return p.point(date.year, code)


def _partial(reader: Reader, text: str) -> Date:
    """A side of a range, which may be a bare day (5월 3일부터 7일까지) or a bare year (2001~2003년)."""
    match = re.fullmatch(rf"({_NUMBER})일", text.strip())
    if match:
        return read_edtf(f"XXXX-XX-{number(match[1]):02d}")
    if re.fullmatch(r"\d{1,2}", text.strip()):
        return read_edtf(f"XXXX-{int(text):02d}")
    return reader.read(text)


_RANGE, _EITHER = from_to(_partial), one_or_other(_partial)


def _lunar(m: re.Match[str], reader: Reader) -> Date:
    """음력 before, inside or after the date; 윤 before the month marks the leap month."""
    text = re.sub(r"\(?음력\)?", " ", m[0]).strip()
    leap = re.search(r"윤\s?(?=\d{1,2}월)", text) is not None
    text = re.sub(r"윤\s?(?=\d{1,2}월)", "", text)
    # "음력 8월 15일 2003년": the year is written last.
    text = re.sub(r"^(.*[월일])\s*,?\s*(\d{4})년?$", r"\2년 \1", text)
    return p.at_lunar(reader.read(re.sub(r"\s+", " ", text)), leap=leap)


def _near_year(m: re.Match[str], reader: Reader) -> Date:
    step = _NEAR_YEARS[m["step"]]
    if not m["x"]:
        return shift(p.coarsen(reader.anchor(), "year"), years=step)
    return reader.read(f"{reader.anchor_year() + step:04d}년 {m['x']}")


def _near_month(m: re.Match[str], reader: Reader) -> Date:
    month = shift(p.coarsen(reader.anchor(), "month"), months=_NEAR_MONTHS[m["step"]])
    if not m["x"]:
        return month
    if month.precision != "month" or month.earliest is None:
        raise DateUnreadable("The month it is reckoned from is not known.")
    return reader.read(f"{month.earliest.year:04d}년 {month.earliest.month}월 {m['x']}")


def _near_day(m: re.Match[str], reader: Reader) -> Date:
    return shift(p.coarsen(reader.anchor(), "day"), days=_NEAR_DAYS[m[0]])


def _last(m: re.Match[str], reader: Reader) -> Date:
    if m["s"]:
        return p.most_recent(reader, _SEASONS[m["s"]])
    if m["d"]:
        year = reader.anchor_year()
        this = p.point(year, int(m["m"]), int(m["d"]))
        over = this.strict_spans[-1][1] <= reader.anchor().strict_spans[0][0]
        return this if over else p.point(year - 1, int(m["m"]), int(m["d"]))
    return p.most_recent(reader, f"{int(m['m']):02d}")


def _away(m: re.Match[str], reader: Reader) -> Date:
    amount = number(m["n"])
    return p.away(reader, -amount if m["way"].startswith("전") else amount, _UNITS[m["unit"]])


def _past(m: re.Match[str], reader: Reader) -> Date:
    amount, unit = number(m["n"]), _UNITS[m["unit"]]
    if unit == "week":
        amount, unit = amount * 7, "day"
    return p.past(reader, amount, unit)


RULES: tuple[Rule, ...] = (
    rule(r"(?:연도|날짜)\s?미상", lambda m, r: read_edtf("XXXX")),
    rule(r"(?P<a>.+?);\s또는\s(?P<b>.+)", lambda m, r: union(r.read(m["a"]), r.read(m["b"]))),
    rule(r"(?P<x>.+)부터\s?\(끝\s미상\)", lambda m, r: p.started(r.read(m["x"]))),
    rule(r"(?P<x>.+)까지\s?\(시작\s미상\)", lambda m, r: p.ended(r.read(m["x"]))),
    rule(r"(?:아마도?|혹은)\s(?P<x>.+)", doubtful),
    rule(r"(?P<x>.+?)\s?(?:\((?:불확실|추정|미상|\?)\)|\?|로\s추정|으로\s추정|인\s듯|인\s것\s같(?:다|음))", doubtful),
    # Ranges and half-open
    rule(r"(?P<a>.+?)\s?부터\s(?P<b>.+?)(?:\s?(?:까지|사이))?", _RANGE),
    rule(r"(?P<a>.+?)\s?에서\s(?P<b>.+?)(?:\s?(?:까지|사이)에?)?", _RANGE),
    rule(r"(?P<a>.+?)(?:과|와)\s(?P<b>.+?)\s?사이에?", _RANGE),
    rule(r"(?P<a>\d{4})\s?[~∼〜–-]\s?(?P<b>\d{4})년", _RANGE),
    rule(r"(?P<a>.+?)\s?[~∼〜–]\s?(?P<b>.+)", _RANGE),
    rule(r"(?P<x>.+?)\s?(?:이전|까지|또는\s그\s이전)에?", lambda m, r: p.until(r.read(m["x"]))),
    rule(r"(?P<x>.+?)\s?(?:이후|이래|부터|또는\s그\s이후)에?", lambda m, r: p.since(r.read(m["x"]))),
    rule(r"(?P<x>.*[년월일봄름을울대])\s전(?:에)?", lambda m, r: p.earlier_than(r.read(m["x"]))),
    rule(r"(?P<x>.*[년월일봄름을울대])\s(?:후|뒤)(?:에)?", lambda m, r: p.later_than(r.read(m["x"]))),
    rule(r"(?P<a>.+?)\s?(?:또는|혹은|아니면)\s(?P<b>.+)", _EITHER),
    rule(r"(?P<a>.+?[년월일봄울대])(?:이나|나)\s(?P<b>.+)", _EITHER),
    # Lunar
    rule(r"(?=.*음력).+", _lunar),
    # Relative
    rule("|".join(sorted(_NEAR_DAYS, key=len, reverse=True)), _near_day),
    rule(rf"(?P<step>{_NEAR_YEAR})(?:의?\s?(?P<x>.+))?", _near_year),
    rule(rf"(?P<step>{'|'.join(_NEAR_MONTHS)})(?:\s?(?P<x>.+))?", _near_month),
    rule(r"지난\s?(?:(?P<s>봄|여름|가을|겨울)|(?P<m>\d{1,2})월(?:\s?(?P<d>\d{1,2})일)?)", _last),
    rule(rf"(?:그로부터\s|그\s)?(?:약\s)?(?P<n>{KOREAN_NUMBER})\s?(?P<unit>{_UNIT})\s?(?P<way>전|뒤|후|만)에?", _away),
    rule(rf"(?:지난|최근)\s(?P<n>{KOREAN_NUMBER})\s?(?P<unit>{_UNIT})(?:간|\s?동안)?", _past),
    # Approximation and parts
    rule(r"(?:약|대략|대충)\s?(?P<x>.+)", around),
    rule(r"(?P<x>.+?)\s?(?:경|쯤|께|무렵|즈음|전후|정도)", around),
    rule(rf"(?P<x>.+?)\s?(?P<part>{_PART_WORDS})", _part),
    rule(r"(?P<x>.+?)\s?(?P<n>[상하])반기", _portion),
    rule(r"(?P<x>.+?)\s?(?P<n>[1-4])(?:/4)?\s?분기", _portion),
    rule(r"(?P<n>\d{1,2})세기", lambda m, r: p.century(int(m["n"]))),
    # Calendar dates
    rule(rf"(?:(?P<y>{YEAR})\s?)?(?P<m>{_NUMBER})월(?:달)?(?:\s?(?P<d>{_NUMBER})일)?", _calendar),
    rule(r"(?P<y>\d{4})\s?[./]\s?(?P<m>\d{1,2})(?:\s?[./]\s?(?P<d>\d{1,2}))?\.?", _dotted),
    rule(rf"(?:(?P<y>{YEAR})\s?)?(?P<s>(?P<pre>초|늦|한)?(?:봄|여름|가을|겨울)철?)", _season),
    rule(r"(?P<x>\d{4}|['’‘]?\d0)년대", _decade),
    rule(rf"(?P<y>{YEAR})", lambda m, r: p.point(_year(m["y"]))),
    rule(r"(?P<x>.+?)(?:,\s?|\s)(?:연도|월|일)\s?미상", same),
    rule(r"(?P<x>.+?)(?:에는|에도|에서|에|의)", same),
)  # fmt: skip

_N = r"\d{1,2}"
_CORE = "|".join((
    rf"(?:음력\s)?{YEAR}\s?(?:음력\s)?(?:윤\s?)?{_N}월(?:\s?{_N}일)?",
    rf"(?:음력\s)?(?:윤\s?)?(?<!\d){_N}월\s?{_N}일",
    r"(?:1[89]|20)\d\d\.\s?\d{1,2}(?:\.\s?\d{1,2}\.?)?(?!\d)|(?:1[89]|20)\d\d-\d\d-\d\d",
    rf"{YEAR}\s?{SEASON}",
    r"(?:(?:1[89]|20)\d0|['’]?\d0)년대",
    rf"(?:{_NEAR_YEAR})(?:\s?(?:{_N}월(?:\s?{_N}일)?|{SEASON}))?",
    rf"지난\s(?:봄|여름|가을|겨울|{_N}월(?:\s?{_N}일)?)",
    rf"(?:{'|'.join(_NEAR_MONTHS)})(?:\s?{_N}일)?",
    rf"(?:그로부터\s)?(?:{KOREAN_NUMBER})\s?(?:년|개월|달|주일|주|일)\s?(?:전|뒤|후)(?=에|[\s,.]|$)",
    r"어제|오늘|내일|이튿날|그저께",
    rf"{_N}세기",
    rf"(?<!\d){JUCHE}\s?년?|(?<!\d)(?:1[89]|20)\d\d년도?|(?<!\d)['’‘]?[3-9]\d년(?!\s?(?:전|뒤|후|간|동안|만|형|을|이상))",
    rf"(?<!\d){_N}월(?=[에말초중하까\s]|$)",
))  # fmt: skip
_AFTER = (
    rf"(?:\s?(?:{_PART_WORDS}|[상하]반기|[1-4](?:/4)?분기)(?=[^가-힣]|$|[에의은는이과로쯤경]|까지|부터|으로|무렵))?"
    r"(?:경|\s?쯤|께|\s?무렵|\s?즈음|\s?전후)?"
)
SCAN = later(
    rf"(?<![\d.,])(?:약\s)?(?:{_CORE}){_AFTER}"
    rf"(?:(?:부터\s|에서\s|\s?[~∼〜–]\s?)(?:(?:{_CORE})|{_N}일){_AFTER}(?=까지|\s?사이|[\s,.)]|$))?"
)
CORE = later(rf"(?<![\d.,])(?:{_CORE})")


# Reckoned from the date told before, not from the day of the telling.
FROM_THE_TEXT = later(r"그|같은|이듬|이튿|다음|전날|전해|당|.*[뒤후]$")


def plausible(text: str, start: int, end: int) -> bool:
    """Two digits and 년 are a year unless they are followed by what makes them a length of time."""
    found, right = text[start:end], text[end : end + 6]
    if re.fullmatch(r"\d\d년", found):
        return not re.match(r"\s?(?:동안|간|형|징역|넘게|가까이|이상|째|만에|의\s징역)", right)
    return True
