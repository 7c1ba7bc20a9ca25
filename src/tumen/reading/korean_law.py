"""Law that a Korean text names: instruments with their articles, decisions, offences, bodies of law."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tumen.patterns import later
from tumen.reading.legal import LegalReference
from tumen.reading.lexicon import Lexicon, folded_title
from tumen.reading.mention import Mentions
from tumen.reading.sentences import Sentences

_TITLE = later(
    r"(?:「|『(?=[^』\n]{2,60}(?:법률|협약|규약|의정서|헌법)』))(?P<quoted>[^」』\n]{2,60}(?:법|법률|법률안|특별법안|령|협약|규약|의정서|선언|헌장|협정|조약"
    r"|헌법|규칙))[」』]"
    r"|(?<![가-힣\d])(?P<name>1967년\s의정서|(?:[가-힣·]{1,20}(?:에\s관한|의|및|을\s위한|과|와)?,?\s){0,9}?(?:(?:19"
    r"|20)\d\d년\s)?[가-힣]{0,20}(?:협약|규약|의정서|선언|헌장|협정|형법|헌법|소송법"
    r"|처벌법|보호법|특별법|국적법|인권법|난민법|출입국관리법|국가보안법|로마규정|로마\s규정|(?:관리|방지|금지|지원|기본|안전|배격|보장|구제|단속|정착지원)법"
    r"|[가-힣]{2,12}법(?=\s?제\s?\d{1,3}조)|헌법(?=\s?제)|(?:[가-힣]{1,8}\s)?특별법안|법률안))(?=[^가-힣]|은|는|이|가|을|를|의|과|와|에|상|도|으로|로)"
)
_DECISION = later(
    r"(?:유엔\s?|국제연합\s?)?(?:안전보장이사회|안보리|총회|인권이사회|인권위원회|경제사회이사회)\s?결의(?:안)?\s?(?:제?\s?\d[\d/]*(?:\s?호)?)?"
    r"|(?:자유권|사회권|아동권리|고문방지|여성차별철폐)?위원회\s일반\s?(?:논평|권고)\s?제?\s?\d{1,2}호|일반\s?(?:논평|권고)\s?제?\s?\d{1,2}호"
    r"|법률\s제\d{3,6}호|(?:지난\s\d{1,2}월\s\d{1,2}일\s)?(?:국회에\s제출된\s)?(?<![가-힣])정부안(?![가-힣]{2})"
    r"|(?<![가-힣])(?:[가-힣]{2,12}법\s)?개정안(?:\(의안번호\s?\d+\))?(?=[은는이가을를의에도로,.\s])"
    r"|대통령령\s제\d{3,6}호|결의(?:안)?\s?제?\s?\d{1,4}/\d{1,4}(?:\s?호)?|국제노동기구\s?(?:협약\s)?제\d{1,3}호(?:\s협약)?"
)
_LEADING = later(r"^(?:[와과및]|그리고|또는)\s+")
_ARTICLE = later(
    r"\s?(?:[」』])?\s?(?:의\s)?제\s?(?P<article>\d{1,3})조(?:의\s?(?P<of>\d))?(?:\s?제?\s?(?P<section>\d{1,2})항)?"
)
_ANOTHER = later(
    r"(?:,\s?|와\s|과\s|\s?및\s|·|\s그리고\s)제\s?(?P<article>\d{1,3})조(?:의\s?(?P<of>\d))?(?:\s?제?\s?(?P<section>\d{1,2})항)?"
)
_BARE_ARTICLE = later(r"(?:동|같은)\s?(?:협약|규약|법|조약)(?:\s?제\s?(?P<article>\d{1,3})조)?")
_GENERAL = later(
    r"국제(?:인권|난민|인도|형사|관습|노동)?법(?:상의?\s의무)?|국제\s?인권\s?(?:규범|기준|조약)|국제(?:적)?\s?의무|조약상의?\s?의무"
    r"|(?:농)?르풀망|(?:강제)?\s?송환\s?금지(?:의)?\s?원칙|강제송환금지(?:의)?\s?원칙|비송환\s?원칙"
    r"|(?:반인도(?:적|에)?\s?범죄|인도에\s?반(?:하는|한)\s?(?:죄|범죄)|전쟁범죄|집단살해|반역죄)"
    r"|(?<![가-힣])(?!무죄|유죄|범죄|사죄|속죄|단죄)[가-힣]{2,14}(?<!범)죄(?=[를을는은이가로와과의,.\s)”’]|에\s|에는)"
)
_NOT_TITLES = later(
    r"(?:^|\s)(?:이|그|저|해당|그러한|이러한|같은|양국|국제|모든|이들|두)\s?(?:협약|규약|의정서|선언|협정)$|^(?:국제인권법|국제난민법|국제법|국제인도법)$"
)
_NOTHING_BEFORE = later(r"^(?:.*[은는이가을를의에서로도]\s)(?=[가-힣])")


def find_korean_law(
    text: str, lexicon: Lexicon, sentences: Sentences, mentions: Mentions
) -> list[LegalReference]:
    """Every legal reference in a Korean text, in order."""
    found: list[LegalReference] = []
    for match in _TITLE.finditer(text):
        found += _titled(text, match, lexicon)
    found += _pointed_back(text, found, lexicon)
    found += _pointed_plainly(text, found)
    taken = [(r.start, r.end) for r in found]
    for match in _DECISION.finditer(text):
        if not any(a < match.end() and match.start() < b for a, b in taken):
            end = match.start() + len(match.group().rstrip())
            found.append(
                _reference(text, match.start(), end, text[match.start() : end], None, None, "resolution")
            )
    taken = [(r.start, r.end) for r in found]
    for match in _GENERAL.finditer(text):
        if not any(a < match.end() and match.start() < b for a, b in taken):
            found.append(
                _reference(
                    text, match.start(), match.end(), match.group(), None, None, "body of law", generic=True
                )
            )
    ordered = sorted(found, key=lambda r: (r.start, r.end))
    return [
        replace(r, id=f"l{n:02}", state=_state(r, sentences, mentions))
        for n, r in enumerate(ordered, start=1)
    ]


def _titled(text: str, match: re.Match[str], lexicon: Lexicon) -> Iterator[LegalReference]:
    group = "quoted" if match["quoted"] else "name"
    start, end = match.span(group)
    if group == "name":
        start = _title_start(text, start, end, lexicon)
        leading = _LEADING.match(text[start:end])
        start += leading.end() if leading else 0
    title = " ".join(text[start:end].split())
    known = lexicon.instruments.get(folded_title(title))
    if (len(title) < 3 and title not in ("헌법", "형법", "민법")) or (
        known is None and _NOT_TITLES.search(title)
    ):
        return
    article = _ARTICLE.match(text, match.end())
    number = None
    if article is not None:
        number = _number(article)
        end = article.end()
    kind = known.kind if known else "domestic law" if title.endswith("법") else "treaty"
    numbers, place = [number], end
    while number is not None and (another := _ANOTHER.match(text, place)):
        numbers.append(_number(another))
        end = place = another.end()
    for one in numbers:  # `헌법 제3조와 제10조` are two
        yield _reference(
            text, start, end, known.canonical if known else title, known.code if known else None, one, kind
        )


_ITS_PROTOCOL = later(
    r"(?<![가-힣])(?:그|동|같은)\s(?:(?:19|20)\d\d년\s)?(?:선택\s?)?의정서(?=[은는이가을를의과와에도로,.\s])"
)
_BARE_TREATY = later(
    r"(?<![가-힣·」』])(?:동\s|이\s|같은\s|위\s)?(?P<kind>협약|규약|의정서|조약|법)(?=\s제\s?\d{1,3}조)"
)
_SAME_LAW = later(r"(?<![가-힣])(?:동|같은)\s?법(?P<rules>\s?(?:시행령|시행규칙))?(?=[은는이가을를의에\s,.])")
_JOINED = later(
    r"(?<![가-힣·」』])(?P<kind>협약|규약|의정서|조약)(?=(?:에\s(?:가입|서명)|을\s비준|를\s비준|\s(?:당사국|가입국|체약국)|의\s(?:당사국|체약국)))"
)
_NEAR = 300
"""Characters, over which a title is pointed back to."""


def _pointed_back(text: str, found: Sequence[LegalReference], lexicon: Lexicon) -> Iterator[LegalReference]:
    """`그 의정서`, `협약 제33조 제1항`: the instrument that was named before."""
    for match in _ITS_PROTOCOL.finditer(text):
        before = _before(found, match.start(), "협약", "Convention")
        if before is not None:
            known = lexicon.instruments.get(folded_title(before.instrument.replace("Convention", "Protocol")))
            title = known.canonical if known else f"{before.instrument} 의정서"
            yield _reference(text, *match.span(), title, known.code if known else None, None, "protocol")
    for match in _BARE_TREATY.finditer(text):
        if any(r.start <= match.start() < r.end for r in found):
            continue
        before = _before(found, match.start(), match["kind"], _IN_ENGLISH.get(match["kind"], match["kind"]))
        article = _ARTICLE.match(text, match.end())
        if before is not None and article is not None:
            yield _reference(
                text,
                match.start(),
                article.end(),
                before.instrument,
                before.code,
                _number(article),
                before.kind,
            )


def _pointed_plainly(text: str, found: Sequence[LegalReference]) -> Iterator[LegalReference]:
    """`동법 시행령`, `협약에 가입`: without an article."""
    for match in _SAME_LAW.finditer(text):
        before = _before(found, match.start(), "법", "Act", "Law")
        if before is not None and not any(r.start <= match.start() < r.end for r in found):
            title = before.instrument + (f" {match['rules'].strip()}" if match["rules"] else "")
            code = None if match["rules"] else before.code
            yield _reference(text, *match.span(), title, code, None, before.kind)
    for match in _JOINED.finditer(text):
        before = _before(found, match.start(), match["kind"], _IN_ENGLISH[match["kind"]], reach=3 * _NEAR)
        if before is not None and not any(r.start <= match.start() < r.end for r in found):
            yield _reference(text, *match.span("kind"), before.instrument, before.code, None, before.kind)


_IN_ENGLISH = {"협약": "Convention", "규약": "Covenant", "의정서": "Protocol", "조약": "Treaty", "법": "Law"}


def _before(
    found: Sequence[LegalReference], place: int, *kinds: str, reach: int = _NEAR
) -> LegalReference | None:
    near = [r for r in found if 0 <= place - r.end < reach and any(kind in r.instrument for kind in kinds)]
    return max(near, key=lambda r: r.end, default=None)


def _number(article: re.Match[str]) -> str:
    number = article["article"] + (f"의{article['of']}" if article["of"] else "")
    return number + (f"({article['section']})" if article["section"] else "")


_DATED_TITLE = later(r"(?:19|20)\d\d년\s(?!의정서)")
"""A year before a title says when, as 1951년 난민협약에 가입: it is no part of it."""


def _title_start(text: str, start: int, end: int, lexicon: Lexicon) -> int:
    """Without the words of the sentence before the title: the longest tail that the pack knows, else the last words."""
    words = [m.start() + start for m in re.finditer(r"(?<![^\s])\S", text[start:end])]
    if _DATED_TITLE.match(text, start):
        words = words[1:]
    for place in words:
        if folded_title(text[place:end]) in lexicon.instruments:
            return place
    dated = _DATED_TITLE.match(text, start)
    start = dated.end() if dated else start
    lead = _NOTHING_BEFORE.match(text[start:end])
    return start + lead.end() if lead and "관한" not in text[start:end] else start


def _reference(
    text: str, start: int, end: int, instrument: str, code: str | None, article: str | None, kind: str, *,
    generic: bool = False,
) -> LegalReference:  # fmt: skip
    return LegalReference(
        id="", start=start, end=end, text=text[start:end], instrument=instrument, code=code, article=article,
        state=None,        kind=kind, generic=generic, confidence=0.9 if code else 0.6,
        reason="an instrument of the pack" if code else "words for law",
    )  # fmt: skip


def _state(reference: LegalReference, sentences: Sentences, mentions: Mentions) -> str | None:
    sentence = sentences.at(reference.start)
    return next(
        (m.canonical for m in mentions.within(sentence.start, sentence.end) if m.kind == "country"), None
    )
