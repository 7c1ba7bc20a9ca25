"""Figures in Korean and Chinese text: a number, its counter, and the words that open or blur a bound.

Both languages put a counter behind the number (명, 人), count by ten thousands, and qualify on both
sides (약 30여 명, 大约三十多人). One grammar reads both; what differs is in a table for each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tumen.reading.claim import (
    AROUND,
    HIGH_ONLY,
    LOW_ONLY,
    Kind,
    Quantity,
    bounded,
    merged,
    overlapping,
    plain,
    vague_bounds,
)

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tongue:
    """One language's number words and counters.

    `small` and `tens` are added; `orders` multiply what stands before them; `native` words stand alone.
    """

    small: dict[str, int]
    orders: dict[str, int]
    native: dict[str, int]
    pairs: dict[str, tuple[int, int]]
    teens: str
    vague_heads: str
    counters: str
    durations: str
    money: str
    before: Sequence[tuple[str, str]]
    more: str
    after: Sequence[tuple[str, str]]
    join: str
    upto: str
    percent_before: str
    percent_after: str
    vague_ten: tuple[int, int]


KOREAN = _Tongue(
    small={"일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9},
    orders={"십": 10, "백": 100, "천": 1_000, "만": 10_000, "억": 10**8, "조": 10**12},
    native={
        "한": 1, "두": 2, "둘": 2, "세": 3, "셋": 3, "석": 3, "네": 4, "넷": 4, "넉": 4, "다섯": 5, "여섯": 6,
        "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "스무": 20, "스물": 20, "서른": 30, "마흔": 40, "쉰": 50,
        "예순": 60, "일흔": 70, "여든": 80, "아흔": 90,
    },
    pairs={"한두": (1, 2), "두세": (2, 3), "두서너": (2, 4), "서너": (3, 4), "너댓": (4, 5), "네댓": (4, 5),
           "대여섯": (5, 6), "예닐곱": (6, 7), "일고여덟": (7, 8), "여덟아홉": (8, 9)},
    teens="십수|열\\s?몇",
    vague_heads="수",
    counters="명|사람|분|인|가구|가족|세대|건|번|차례|회|개(?!월)|곳|마리|쪽|페이지"
    "|톤|킬로그램|kg|㎏|km|㎞|킬로미터|배",
    durations="개월|달|주일|주|일|년|시간|분간|살|세",
    money="원|위안|달러|유로|엔|위엔",
    before=((AROUND, "약|대략|거의|총|모두|겨우|불과"), (LOW_ONLY, "최소한?|적어도"),
            (HIGH_ONLY, "최대|많게는|많아야")),
    more="여",
    after=((LOW_ONLY, "이상|초과|(?:을|를|이|가)?\\s?넘[는은게어었]\\w*"), (HIGH_ONLY, "이하|미만|이내"),
           (AROUND, "가량|정도|쯤|안팎|내외|남짓")),
    join=r"\s*(?:[-–—~∼～]|에서|부터|내지)\s*",
    upto="최대|많게는|많아야",
    percent_before="",
    percent_after=r"\s?(?:%|％|퍼센트|프로)",
    vague_ten=(20, 99),
)  # fmt: skip

CHINESE = _Tongue(
    small={"一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "〇": 0,
           "零": 0},
    orders={"十": 10, "百": 100, "千": 1_000, "万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8},
    native={},
    pairs={"一两": (1, 2), "两三": (2, 3), "二三": (2, 3), "三四": (3, 4), "三五": (3, 5), "四五": (4, 5),
           "五六": (5, 6),
           "六七": (6, 7), "七八": (7, 8), "八九": (8, 9)},
    teens="十[几幾数數]",
    vague_heads="数几數幾",
    counters="名|人|口人|口|户|戶|家|个|個|次|件|起|例|处|處|吨|噸|公斤|公里|倍|页|頁|位|批|对|對",
    durations="个月|個月|个星期|周|天|年|小时|小時|岁|歲",
    money="元|美元|人民币|韩元|韓元|欧元",
    before=((AROUND, "大约|约|大約|約|近|将近|將近|共|总共|仅|僅|只有"), (LOW_ONLY, "超过|超過|至少|不少于|逾|多于"),
            (HIGH_ONLY, "多达|多達|至多|最多|不到|不足|少于|高达|高達")),
    more="[多余餘]",
    after=((LOW_ONLY, "以上|之多"), (HIGH_ONLY, "以下|以内|以內"), (AROUND, "左右|上下")),
    join=r"\s*(?:[-–—~～至到])\s*",
    upto="最多|至多|多达|多達",
    percent_before="百分之",
    percent_after=r"\s?(?:%|％)",
    vague_ten=(20, 99),
)  # fmt: skip


def find_korean(text: str, taken: Sequence[tuple[int, int]]) -> list[Quantity]:
    """Every figure in a Korean text; see `find_quantities` of English for the arguments."""
    return _find(text, taken, KOREAN, _PATTERNS["ko"])


def find_chinese(text: str, taken: Sequence[tuple[int, int]]) -> list[Quantity]:
    """Every figure in a Chinese text; see `find_quantities` of English for the arguments."""
    return _find(text, taken, CHINESE, _PATTERNS["zh"])


def _alternatives(words: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _number(tongue: _Tongue) -> str:
    """Digits with orders (2만 5천), words with orders (삼백오십, 三百五十), or native words (스물한)."""
    small, orders = "".join(tongue.small), "".join(tongue.orders)
    mixed = rf"(?<!\d)(?:{_DIGITS})(?:\s?[{orders}](?:\s?(?:{_DIGITS})(?=\s?[{orders}]))?)*"
    # One small word alone is too often something else: 이 사람 is "this person", not two.
    words = rf"[{small}]?[{orders}][{small}{orders}]*" if tongue.native else rf"[{small}{orders}]+"
    native = _alternatives(tuple(tongue.native))
    return f"(?:{mixed}|(?:{native}){{1,2}}|{words})" if native else f"(?:{mixed}|{words})"


def _pattern(tongue: _Tongue) -> re.Pattern[str]:
    number, orders = _number(tongue), "".join(tongue.orders)
    before = "|".join(words for _, words in tongue.before)
    after = "|".join(words for _, words in tongue.after)
    counter = rf"{tongue.durations}|{tongue.money}|{tongue.counters}"
    pair = rf"(?P<pair>{_alternatives(tuple(tongue.pairs))})(?P<pair_order>[{orders}]*)"
    vague = rf"(?P<vague>[{tongue.vague_heads}]\s?[{orders}]+)"
    # 3만 명에서 최대 5만 명: the counter said twice, the same both times.
    again = rf"{tongue.join}(?:(?:{tongue.upto})\s?)?{number}(?:{tongue.more})?\s?(?P=counter1)"
    twice = rf"(?:{tongue.more})?\s?(?P<counter1>{counter})(?={again})"
    joined = rf"(?P<join>{tongue.join})(?:(?P<upto>{tongue.upto})\s?)?"
    second = rf"(?:(?P<percent1>{tongue.percent_after})|{twice})?{joined}(?P<second>{number})"
    value = rf"(?P<teens>{tongue.teens})|{pair}|{vague}|(?P<first>{number})(?:{second})?"
    opening = rf"(?P<percent>{tongue.percent_before})?" if tongue.percent_before else ""
    closing = rf"(?P<more>{tongue.more})?\s?(?:(?P<sign>{tongue.percent_after})|(?P<counter>{counter}))?"
    return re.compile(
        rf"(?<![\d.,A-Za-z가-힣])(?:(?P<before>{before})\s?)?(?<![\d.])(?P<value>{opening}(?:{value}))"
        rf"{closing}(?:\s?(?P<after>{after}))?"
        if tongue is KOREAN
        else rf"(?:(?P<before>{before})\s?)?(?<![\d.,第])(?P<value>{opening}(?:{value}))"
        rf"{closing}(?P<after>{after})?"
    )


_PATTERNS = {"ko": _pattern(KOREAN), "zh": _pattern(CHINESE)}


def _find(
    text: str, taken: Sequence[tuple[int, int]], tongue: _Tongue, pattern: re.Pattern[str]
) -> list[Quantity]:
    blocked = merged(taken)
    found: list[Quantity] = []
    position = 0
    while match := pattern.search(text, position):
        position = max(match.end(), match.start() + 1)
        overlap = overlapping(blocked, match.start("value"), match.end("value"))
        if overlap is not None:
            position = max(overlap[1], match.start() + 1)
            continue
        unit = "counter1" if match["counter1"] else "percent1"
        if match[unit] and _apart(text, match, tongue):
            match = pattern.match(text, match.start(), match.end(unit)) or match
            position = match.end()
        quantity = _quantity(text, match, tongue)
        if quantity is not None:
            found.append(quantity)
    return found


def _quantity(text: str, match: re.Match[str], tongue: _Tongue) -> Quantity | None:
    groups = match.groupdict()
    percent = bool(groups.get("percent") or groups.get("sign"))
    if not (percent or groups["counter"]) or _is_label(text, match) or _is_year(groups):
        return None  # a bare number without a counter is a page, a code or a piece of a word
    low, high = _values(groups, tongue)
    if low > high or (low == high == 1 and not percent):
        return None
    direction, words = _qualifiers(groups, tongue)
    if groups["counter1"] and not groups["more"]:
        direction = None  # 최소 3만 명에서 최대 5만 명: both ends are said
    bounds = bounded(low, high, direction if not groups["vague"] or direction == LOW_ONLY else None)
    value_end = match.end("sign") if groups.get("sign") else match.end("value")
    kind = _kind(groups, tongue, percent)
    end = match.end("after") if groups["after"] else max(match.end("counter"), value_end, match.end("value"))
    return Quantity(
        start=match.start(),
        end=end,
        value_start=match.start("value"),
        value_end=value_end,
        low=None if bounds.low is None else plain(bounds.low),
        high=None if bounds.high is None else plain(bounds.high),
        unit=None if percent else groups["counter"],
        kind=kind,
        qualifier="; ".join(words) or None,
        vague=bool(groups["vague"] or groups["teens"]),
        confidence=0.7 if groups["vague"] or groups["teens"] or groups["pair"] else 0.8,
        reason=f"a number with {'a percent sign' if percent else 'the counter “' + str(groups['counter']) + '”'}",
    )


_CHANGED = re.compile(
    r"(?:으로|로)\s?(?:\w+\s)?(?:늘|증가|급증|불어|확대|올라|뛰|높아|줄|감소|급감|축소|떨어|낮아|내려|변|바뀌)"
)


def _apart(text: str, match: re.Match[str], tongue: _Tongue) -> bool:
    """3만 명에서 5만 명으로 늘었다: two figures of two times, no range; nor does a range fall."""
    low, high = _values(match.groupdict(), tongue)
    return low > high or _CHANGED.match(text, match.end()) is not None


def _is_label(text: str, match: re.Match[str]) -> bool:
    """제3조, 第三条: an ordinal or an article."""
    return bool(re.search(r"[제第]\s?$", text[max(match.start() - 2, 0) : match.start()]))


def _is_year(groups: dict[str, str | None]) -> bool:
    """A calendar year that stands in no date that could be read."""
    return groups["counter"] in ("년", "年") and bool(
        re.fullmatch(r"1[89]\d\d|20\d\d", groups["first"] or "")
    )


def _values(groups: dict[str, str | None], tongue: _Tongue) -> tuple[float, float]:
    if groups["teens"]:
        return 11, 19
    if groups["pair"]:
        low, high = tongue.pairs[groups["pair"]]
        order = _product(groups["pair_order"] or "", tongue)  # 二三十: twenty or thirty
        return low * order, high * order
    if groups["vague"]:
        return _vague(groups["vague"], tongue)
    first = value_of(groups["first"] or "", tongue)
    if not groups["second"]:
        return first, first
    second = value_of(groups["second"], tongue)
    shared = _last_order(groups["second"], tongue)
    once = not groups["counter1"] and _last_order(groups["first"] or "", tongue) == 1
    if shared > 1 and first < second / 10 and once:
        first *= shared  # 2~3만: the order said once holds for both
    return first, second


def _vague(words: str, tongue: _Tongue) -> tuple[float, float]:
    order = _product(words, tongue)
    if order == 10:
        return tongue.vague_ten
    bounds = vague_bounds(order)
    return bounds.low or 0.0, bounds.high or 0.0


def _product(words: str, tongue: _Tongue) -> int:
    """Orders multiplied: 십만 is ten times ten thousand."""
    order = 1
    for word in words:
        order *= tongue.orders.get(word, 1)
    return order


def _last_order(words: str, tongue: _Tongue) -> int:
    return tongue.orders.get(words.strip()[-1:], 1)


def value_of(words: str, tongue: _Tongue) -> float:
    """The value of a number: digits, orders, number words or native words.

    Example:
        >>> [value_of(w, KOREAN) for w in ("2만 5천", "삼백오십", "스물한")]
        [25000.0, 350.0, 21.0]
        >>> [value_of(w, CHINESE) for w in ("三十", "1.5万", "两千三百")]
        [30.0, 15000.0, 2300.0]
    """
    total = section = 0.0
    pending: float | None = None
    native = _alternatives(tuple(tongue.native)) or "(?!)"
    for part in re.findall(rf"{_DIGITS}|{native}|.", words.replace(" ", "")):
        if part[0].isdigit():
            pending = float(part.replace(",", ""))
        elif part in tongue.orders and tongue.orders[part] >= 10_000:
            total += (section + (pending if pending is not None else 0) or 1) * tongue.orders[part]
            section, pending = 0.0, None
        elif part in tongue.orders:
            section += (1 if pending is None else pending) * tongue.orders[part]
            pending = None
        else:
            pending = (pending or 0) + tongue.native.get(part, tongue.small.get(part, 0))
    return total + section + (pending or 0)


def _qualifiers(groups: dict[str, str | None], tongue: _Tongue) -> tuple[str | None, list[str]]:
    """What opens a bound, and the words; `여`, 多 after the number mean: somewhat more."""
    direction: str | None = None
    words: list[str] = []
    for part, table in (("before", tongue.before), ("after", tongue.after)):
        said = groups[part]
        if said:
            words.append(said)
            way = next(way for way, alternatives in table if re.fullmatch(alternatives, said))
            direction = direction or (way if way != AROUND else None)
    if groups["upto"]:
        words.insert(1 if groups["before"] else 0, groups["upto"])
    if groups["more"]:
        words.append(groups["more"].strip())
        direction = direction or LOW_ONLY
    return direction, words


def _kind(groups: dict[str, str | None], tongue: _Tongue, percent: bool) -> Kind:  # noqa: FBT001  (private)
    if percent:
        return "percent"
    counter = groups["counter"] or ""
    if re.fullmatch(tongue.durations, counter):
        return "duration"
    return "money" if re.fullmatch(tongue.money, counter) else "count"
