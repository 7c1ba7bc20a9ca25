"""What stands around figures of a Korean text, and its happenings; names, law and demands have files of their own.

Korean says at the end of a sentence what kind it is: told (았다), general (ㄴ다), asked (해야 한다). The readers look
there first, and then for what stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tumen.patterns import later
from tumen.reading.attribution import NOWHERE, Setting
from tumen.reading.claim import Quantity
from tumen.reading.found_date import FoundDate
from tumen.reading.incidents import Happening
from tumen.reading.korean_demands import ASKED, WISH
from tumen.reading.korean_saying import carried, source_of
from tumen.reading.mention import Mention, Mentions
from tumen.reading.sentences import Sentence, Sentences
from tumen.reading.spans import Spans


def korean_setting(
    text: str,
    quantity: Quantity,
    sentences: Sentences,
    mentions: Mentions,
    dates: Spans[str],
    notes: Spans[str],
) -> Setting:
    """What stands around a figure in a Korean text; see `Setting`."""
    sentence = sentences.at(quantity.value_start)
    source = source_of(text, sentence, quantity.value_start)
    if source is None and (number := sentences.index(sentence.start)):
        source = carried(text, sentence, sentences.all[number - 1])
    near = [m for m in mentions.within(sentence.start, sentence.end) if m.is_place]
    before = [
        m
        for m in near
        if m.end <= quantity.start and re.match(r"\s?(?:에|에서|으로|로|의|내)", text[m.end : m.end + 3])
    ]
    mark = next((number for _, _, number in notes.within(quantity.value_end, sentence.end + 4)), None)
    setting = Setting(
        attributed_to=source[2] if source else None, reach="the sentence names it" if source else None,
        as_of=_nearest(quantity, dates.within(sentence.start, sentence.end)), footnote=mark,
        place=before[-1].text if before else None,
    )  # fmt: skip
    return NOWHERE if setting == NOWHERE else setting


def _nearest(quantity: Quantity, dates: Sequence[tuple[int, int, str]]) -> str | None:
    if not dates:
        return None
    return min(
        dates,
        key=lambda d: abs(quantity.start - d[1]) if d[1] <= quantity.start else 2 * (d[0] - quantity.end),
    )[2]


_HARM = (
    r"체포|구금|수감|감금|억류|구류|투옥|처형|총살|사형|사살|살해|피살|학살|고문|구타|폭행|성폭행|강간|성추행|납치|유괴|실종|인신매매|매매|매매혼"
    r"|팔려|팔린|팔렸|팔리|팔아|강제\s?결혼|강제\s?노동|강제\s?낙태|낙태|송환|[가-힣]송(?:되|된|됐|했|당)|추방|인도되|넘겨|붙잡|끌려|잡혀|잡힌|단속|숨졌|숨진|사망|죽었"
    r"|갇(?:혀(?!\s있는|\s있다(?!가))|[힌혔히])|가[두뒀]|묶[여인였]|감옥|[을를]\s당[하한해했]|태워[지졌진]|실려(?!\s있)|실렸|옮겨[지졌진]|보내졌|넘겼|넘긴|끌고|쫓겨"
    r"|내몰|[가-힣]차여|무릎을\s꿇|꿇은|꿇린"
    r"|유산|아이를\s잃|없어[지졌진]|사라[지졌진]|생사|행방|소식이\s끊|연락이\s끊|수갑"
    r"|죽은|죽어|굶어|아사|익사|얼어|자살|부상|다쳤|맞아|맞았|때렸|총에|처벌|재판|선고|추격|습격|박해|학대|착취|강요|몰수|추적|실형"
)
_FLIGHT = (
    r"탈출|탈[가-힣](?:하|했)|도주|도망|망명|난민\s?신청|피신|은신|숨어|숨었|강을\s?건넜|강을\s?건너|(?:국경|철문|담|담장|철조망|장벽|울타리)[을를]?\s?넘|입국|구출|석방|풀려"
    r"|도착|진입|정착"
)
_CORE = later(rf"{_HARM}|{_FLIGHT}")
_PAST = "".join(
    chr(code) for code in range(0xAC00, 0xD7A4) if (code - 0xAC00) % 28 == 20 and chr(code) not in "있겠"
)
"""Syllables that end in ㅆ: the past, but for 있 (is) and 겠 (will)."""
_TOLD = later(
    rf"[{_PAST}](?:다|으며|고|습니다|는데|으나|지만)[.”\"’)\]\d]*\s*$"
    rf"|[{_PAST}]다(?:는|고)\s(?:\S+\s)?(?:증언|진술|소식|편지|제보|말)(?:이|도|가|은|을)?\s?(?:\S+\s)?(?:있|나왔|왔|전했|들었|하였|했)"
    rf"|[{_PAST}]다(?:는\s(?:것이\s|보도|주장|설명|기록|이야기)|고\s(?:\S+\s)?(?:한다|합니다|했|하였|전해|알려|말|적|밝|증언|보도))"
    rf"|[{_PAST}](?:으며|고|으나|지만)[,\s].*(?:생사|행방|소식|소재)[은는이가를을]?\s.*(?:없다|모른다|않다|못했다|못하였다)|(?:생사"
    rf"|행방)[은는를을]?\s(?:여전히\s|아직\s)?(?:알\s수\s없|모른)"
)
_USUAL = later(
    r"흔히|자주|종종|대부분|대다수|일반적으로|보통|늘|항상|매년|해마다|매일|끊임없이|지속적으로|반복적으로|일상적으로|경우가\s많|일이\s많|많은\s|사람들은|이들은"
    r"|여성들은|[가-힣]자들은|주민들은"
)
_OF_LAW = later(r"협약|의정서|규약|국제인권법|국제법|원칙|당사국|금지하|위반이다|위배")
_A_PERSON = later(
    r"(?:\(가명[,)\s]|[가-힣]\s씨(?:는|가|도|를|의)|(?:청년|소녀|소년|임신부|임산부|형제|자매|부부|기자|노동자)(?:이|가|는|은|를|와)|그는|그녀는|나는|저는|내가|제가"
    r"|한\s(?:여성|남성|소녀|소년|청년|노인|가족)|소녀|소년|아들|딸|남편|아내|어머니|아버지|동생|언니|누나|형)"
)


def find_korean_happenings(
    text: str,
    sentences: Sentences,
    mentions: Mentions,
    dates: Sequence[FoundDate],
    quantities: Sequence[Quantity],
) -> list[Happening]:
    """Every happening that a Korean text tells: incidents, then practices."""
    told = Spans((d.start, d.end, d.edtf) for d in dates if d.edtf is not None and d.basis != "vague")
    numbers = Spans((q.start, q.end, q) for q in quantities)
    found = [h for s in sentences if (h := _happening(text, s, mentions, told, numbers)) is not None]
    incidents = [
        replace(h, id=f"i{n:02}") for n, h in enumerate((h for h in found if not h.practice), start=1)
    ]
    return incidents + [
        replace(h, id=f"p{n:02}") for n, h in enumerate((h for h in found if h.practice), start=1)
    ]


def _happening(
    text: str, sentence: Sentence, mentions: Mentions, dates: Spans[str], numbers: Spans[Quantity]
) -> Happening | None:
    words = text[sentence.start : sentence.end]
    events = list(_CORE.finditer(words))
    if not events or len(words) < 10 or ASKED.search(words) or WISH.search(words):
        return None
    named = mentions.within(sentence.start, sentence.end)
    when = dates.within(sentence.start, sentence.end)
    counted = [q for _, _, q in numbers.within(sentence.start, sentence.end) if q.kind == "count"]
    signs = _signs(words, named, when, counted)
    general = bool(_USUAL.search(words))
    incident = bool(_TOLD.search(words)) and len(signs) >= 1 + general and not _of_knowledge(words, when)
    if not incident and (_of_knowledge(words, when) or _OF_LAW.search(words)):
        return None
    exact = next((int(q.low) for q in counted if q.low is not None and q.low == q.high), None)
    return Happening(
        id="", spans=((sentence.start, sentence.end),), what="; ".join(dict.fromkeys(m.group() for m in events))[:120],
        victims_count=exact, victims_range=next(((q.low, q.high) for q in counted if q.low != q.high), None),
        actors=tuple(dict.fromkeys(m.text for m in named if m.is_actor))[:5], place=_place(named),
        date=when[0][2] if when else None, source_named=(s[2] if (s := source_of(text, sentence)) else None),
        footnote=None, core=True, practice=not incident, confidence=min(0.9, 0.4 + 0.15 * len(signs)),
        reason=f"an occasion of its own: {', '.join(signs)}" if incident else "told in general terms",
    )  # fmt: skip


def _of_knowledge(words: str, when: Sequence[tuple[int, int, str]]) -> bool:
    """A sentence about a report, a survey or a trend tells of no one happening unless it has a day."""
    return bool(
        re.search(r"보고서|조사에서|조사\s?결과|실태조사|통계|따르면|발표했|밝혔|줄었|늘었|추산|추정", words)
    ) and not (any(len(d[2]) >= 10 for d in when) or _OF_ONE_DAY.search(words))


_OF_ONE_DAY = later(r"\d{1,2}일[^간]|씨에\s따르면|[가-힣]\s씨[는가]\s.*(?:밝혔|전했)")
"""A day, or one person who tells of what became of somebody."""


def _signs(
    words: str, named: Sequence[Mention], when: Sequence[tuple[int, int, str]], counted: Sequence[Quantity]
) -> list[str]:
    signs = ["a date"] if when else []
    signs += (
        ["a number of people"]
        if any(q.low is not None and q.low == q.high and q.low < 1000 for q in counted)
        else []
    )
    signs += ["a named person"] if any(m.kind.startswith("person") for m in named) else []
    signs += (
        ["a named place"] if any(m.is_place and m.kind not in ("country", "continent") for m in named) else []
    )
    return signs + (["one person"] if _A_PERSON.search(words) else [])


def _place(named: Sequence[Mention]) -> str | None:
    places = [m for m in named if m.is_place]
    return next((m.text for m in [*(p for p in places if p.kind != "country"), *places]), None)
