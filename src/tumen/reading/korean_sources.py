"""Sources that a Korean text names: works in brackets, reports and figures of somebody, judgments, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tumen.patterns import later
from tumen.reading.citation import Citation
from tumen.reading.footnotes import Footnote
from tumen.reading.sentences import Sentences
from tumen.reading.symbols import SYMBOL

_WORK = later(r"[『「《〈](?P<title>[^』」》〉\n]{2,80})[』」》〉]")
_LAW_END = later(r"(?:법|법률|법률안|특별법안|령|협약|규약|의정서|선언|헌장|협정|조약|규칙)$")
_REPORT = later(
    r"(?<![가-힣A-Za-z])(?P<who>(?:[가-힣A-Za-z]{1,20}\s)?[가-힣A-Za-z]{2,16})의\s(?:(?:19|20)\d\d년?(?:도"
    r"|판)?\s)?(?:[가-힣]{2,6}\s)?(?P<work>보고서|백서|성명|논문"
    r"|조사|자료집|실태조사)(?=[은는이가을를의에도로,.\s])"
)
_ACCORDING = later(
    r"(?<![가-힣A-Za-z·])(?P<who>(?:[가-힣A-Za-z·]{1,20}\s){0,3}?[가-힣A-Za-z·]{1,20}?)(?:에|의\s[가-힣]{2,6}에)\s(?:따르면|의하면)"
)
_NOTE_MARK = later(
    r"(?<=[가-힣다요.”\"』」])(?P<n>\d{1,3})\)(?=[\s,.]|$)|(?P<raised>[¹²³⁰⁴-⁹]{1,3})|\[(?P<square>\d{1,3})\]"
)
_NOTE_LABEL = later(
    r"^[ \t]*(?:(?P<n>\d{1,3})\)|\[(?P<square>\d{1,3})\]|(?P<raised>[¹²³⁰⁴-⁹]{1,3}))[ \t\xa0]*(?=\S)", re.M
)
_RAISED = str.maketrans("¹²³⁰⁴⁵⁶⁷⁸⁹", "1230456789")
_NAMED_YEAR = later(
    r"\((?P<one>(?P<who>[가-힣A-Za-z·,&\s]{2,40}?),\s?(?P<year>(?:19|20)\d\d)(?:[:,]\s?\d+[^()]{0,12})?)\)"
)
"""`(김가람·이나래, 2019)`."""
_COURT = later(
    r"(?:19|20)\d\d\.\s?\d{1,2}\.\s?\d{1,2}\.\s?(?:선고\s?|자\s?)?\d{2,4}[가-힣]{1,2}\d{1,6}(?:\s?전원합의체)?\s?(?:결정|판결)"
)
_ISSUED = later(
    r"(?<![가-힣A-Za-z])(?:[가-힣A-Za-z]{1,16}\s){0,2}?[가-힣A-Za-z]{2,20}(?:이|가|은|는)\s(?:[^\s.;]+\s){0,3}?(?:낸|펴낸|발표한"
    r"|작성한|제출한|내놓은"
    r"|발간한|공개한)\s(?:[가-힣]{1,8}\s)?(?:보고서|백서|논문|자료집|성명)(?:\([^()]{3,30}\))?"
)
_FIGURES_OF = later(
    r"(?<![가-힣A-Za-z])(?!우리|본\s|저희|이번|해당)(?P<who>[가-힣A-Za-z]{2,20}(?:부|처|청|원|소|회|연합|센터|단체|연대|기구|협회|재단|대학교|대학|위원회"
    r"|은행))(?:의\s|\s)"
    r"(?:공식\s|자체\s|내부\s)?(?:집계|통계|자료|추산|추정|명부|백서)(?=[은는이가을를의에도로,.\s])"
)
_NEXT_WORK = later(
    r";\s+(?=[가-힣A-Z“『「])|(?<=[쪽면항호정])\.\s+(?=[^.;]{0,40}(?:[『「“\"]|\b[A-Z]+/))"
    r"|(?<=[일월년쪽면항호정])\.\s+(?=(?:위의?|앞의|같은)\s(?:책|글|논문|자료))"
    r"|(?<=이하)\.\s+(?=[^.;]{0,40}(?:[『「“\"]|\b[A-Z]+/))"
)
_DOCUMENT = (
    r"(?:보도자료|성명서?|공문|회신|답변서?|발표문?|결정문?|판결문?|의견서|자료집?|통계|집계|백서|보고서|고시|회의록|속기록|일지|문서|기록|문건|명부|명단|사진"
    r"|영상|진술서|편지|녹취록|장부|일기|지도|목록|대장|조사|설문조사|논문|보도|증언|연구|기사)"
)
_NUMBERED = later(
    r"(?:[가-힣]{2,12}(?:법원|재판소|위원회)(?:는|은|의|가|이)?\s(?:[^\s.;()]+\s){0,12}?[^\s.;()]*\(|[가-힣]{2,12}(?:법원|재판소"
    r"|위원회)\s(?:결정|판결)\(|\()?"
    r"\(?(?:19|20)?\d\d\)?(?!년|월|일|명|세|만|억|천|원|개|건|회|차|시|분|조|항|호|쪽|면|여|대|학년|주|달|도|층|번|킬로"
    r"|미터)[가-힣]{1,5}\d{1,8}(?:[가-힣]{1,3}\d{1,6})?호?(?![가-힣]*\s?결정|\s?판결)\)?"
)
"""Numbers of cases: `(2023구합60814)`, `헌법재판소 결정(2020헌가1)`."""
_DATED_PAPER = later(
    rf"(?<![가-힣A-Za-z])"
    rf"(?:[가-힣A-Za-z·]{{2,20}}\s)?[가-힣A-Za-z·]{{0,14}}{_DOCUMENT}\s?\((?![가-힣A-Za-z·,&\s]{{2,40}},\s?(?:19"
    rf"|20)\d\d)[^()\n]{{0,30}}\d[^()"
    rf"\n]{{0,20}}\)"
)
"""`법무부 보도자료(8월 11일자)`."""
_WE_HOLD = later(
    rf"(?:우리|저희|본지|본\s단체|본\s위원회|필자|취재진|조사단)(?:들)?(?:가|이|는|은)\s(?:[가-힣]+\s)?(?:입수|확보|열람|확인|검토|수집|제공받|전달받)(?:한"
    rf"|은)\s(?:[가-힣]+\s){{0,3}}?[가-힣]{{0,8}}{_DOCUMENT}"
)
_POINTING_BACK = later(
    r"(?<![가-힣])(?:위의?|앞의|같은|상기|동)\s(?:책|글|논문|자료집?|보고서|백서|기사|면담|증언|진술\s?자료집|결정문?"
    r"|판결문?)(?=[,에은는을를의도\s.;)])(?:,\s?[^.;()]{1,20}?(?:쪽|면|항))?"
)
_OF_A_DAY = later(
    r"\((?P<one>(?:[가-힣A-Za-z·]{1,20}\s?){1,3},\s?(?:(?:19"
    r"|20)\d\d\s?[.년]\s?\d{1,2}\s?[.월](?:\s?\d{1,2}\s?[.일]자?)?|\d{1,2}월\s\d{1,2}일자?))\)"
)
"""`(조은방송, 2024. 9. 3.)`."""
_HEARD = later(
    r"\((?P<one>[^()\n]{0,24}(?:면담|인터뷰|증언|구술|통화|서신|사례|증언자|면담자)[^()\n]{0,40}?\d[^()\n]{0,20})\)"
)
_FILED = later(
    r"(?:[가-힣A-Za-z]{2,16}의\s)?(?:[가-힣]{2,6}\s)?(?:파일|기록|문서|사례|증언|면담|진술서?|일지|명부|자료)\s(?:번호\s|제)?[A-Z]{1,4}[-–]?\d{2,6}"
    r"(?:[-–]\d+)?(?![A-Za-z\d-])"
)
"""`새벽자료관의 사건 파일 GY-0147`."""
_WHOLE = later(r"\((?P<one>[가-힣A-Za-z·,\s]{2,30},\s[「『“\"][^()\n]{4,120}?\d[^()\n]{0,12})\)")
"""`(문새힘, 「물길」, 『경계연구』 제12호, 2024, 58쪽)`: one work."""
_COMMENT = later(
    r"(?:유엔\s)?(?:[가-힣]{2,12}위원회\s)?일반\s?(?:논평|권고)\s제?\s?\d{1,2}호,?\s?\d+(?:-\d+)?(?:항|문단)"
)
_SYMBOL_IN_IT = later(rf"{SYMBOL.pattern}(?:,\s?(?:제?\d[\d–-]*\s?(?:항|쪽|문단)|paras?\.\s\d[\d–-]*))?")
_BY_A_PAPER = later(
    rf"(?<![가-힣A-Za-z])(?!우리|저희|본\s|이번|해당|[가-힣]+[은는]\s)(?P<one>(?:(?!우리|저희"
    rf"|[가-힣]+[은는]\s)[가-힣A-Za-z·\d]{{1,16}}\s){{0,3}}?[가-힣A-Za-z·\d]{{0,14}}{_DOCUMENT})(?:에\s(?:따르면|의하면)|(?:를"
    rf"|을)\s보면|에서는|(?:로|으로)는|에는)(?=[\s,])"
)
"""`정부 통계에 따르면`, `2019년 설문조사에서는`."""
_BODY_IN_A_PAPER = later(
    rf"(?<![가-힣A-Za-z])[가-힣A-Za-z·]{{2,20}}(?:은|는|이|가)\s(?:지난\s)?(?:(?:19"
    rf"|20)\d\d년\s)?(?:\d{{1,2}}월\s)?(?:\d{{1,2}}일자?\s)?(?:[가-힣]+\s)?{_DOCUMENT}(?<!조사)(?:에서|를\s통해"
    rf"|을\s통해)(?:\s[^.;\n]{{0,60}}?\([^()\n]*\d[^()\n]*\))?"
)
_OUTLET_TELLS = later(
    r"(?<![가-힣A-Za-z])(?:[가-힣A-Za-z]{1,10}(?:일보|신문|통신|방송|뉴스|타임스|NK|포스트|저널)|[가-힣A-Za-z]{2,10}\s(?:통신|방송|신문"
    r"|뉴스))(?:은|는|이|가)\s[^.;\n]{0,80}?(?:보도|전|인용)(?:했|하였|한)"
)
"""`하버일보는 지난 5월 3일 이를 보도했다`."""
_HOLDS = later(
    r"(?<![가-힣A-Za-z])(?:[가-힣A-Za-z·]{2,20}의\s|(?<![^\s.;()])[^\s.;()]{1,20}(?:한|된)\s(?:[가-힣]+\s){0,3}?)(?:데이터베이스|보고서|백서|조사|연구|논문|자료"
    r"|명단|명부)(?:에는|는|은|에)\s[^.;\n]{0,60}?(?:담겨|실려|적혀|나와|나오|본다|보았|적고|밝히|밝혔|추정|추산|기록)"
)
"""`하버센터의 데이터베이스에는 … 담겨 있다`."""
_SOURCE_LINE = later(r"(?<![가-힣])(?:자료|출처|자료\s출처)\s?[:：]\s?(?P<one>[^\n.;]{2,80})")
_OTHER_WORK = later(r"(?<=;\s)[가-힣]{2,5},\s앞의\s(?:책|글|논문|자료)(?:,\s?\d+[–-]?\d*쪽)?")
_URL = later(r"https?://[^\s<>\"”’)]+[^\s<>\"”’).,;]")
_YEAR = later(r"(?:19|20)\d\d")


def find_korean_citations(text: str, sentences: Sentences, footnotes: Sequence[Footnote]) -> list[Citation]:
    """Every source that a Korean text names: works in brackets, reports of somebody, notes."""
    found = [
        _cited(text, a, b, "footnote", "a note", sentences, number=n.number)
        for n in footnotes
        for a, b in _works(text, *n.body)
    ]
    bodies = [n.body for n in footnotes]
    for match in _WORK.finditer(text):
        if not _LAW_END.search(match["title"]):
            found.append(_cited(text, match.start(), match.end(), "in-text", "a title in brackets", sentences,
                                title=match["title"]))  # fmt: skip
    for match in _REPORT.finditer(text):
        found.append(
            _cited(
                text,
                match.start(),
                match.end(),
                "in-text",
                "a report of somebody",
                sentences,
                who=match["who"],
            )
        )
    for match in _NAMED_YEAR.finditer(text):
        found.append(_cited(text, *match.span("one"), "in-text", "an author and a year", sentences,
                            who=match["who"]))  # fmt: skip
    for pattern, reason in (
        (_COURT, "a judgment with where it is reported"),
        (_ISSUED, "a report of somebody"),
        (_FIGURES_OF, "figures of somebody"),
        (_NUMBERED, "a judgment with where it is reported"),
        (_DATED_PAPER, "a paper and who made or keeps it"),
        (_WE_HOLD, "a paper and who made or keeps it"),
        (_POINTING_BACK, "a source named in brackets"),
        (_OF_A_DAY, "a source named in brackets"),
        (_HEARD, "a source named in brackets"),
        (_FILED, "a paper of a file named in brackets"),
        (_WHOLE, "a source named in brackets"),
        (_COMMENT, "a work and a place in it"),
        (_SYMBOL_IN_IT, "the symbol of a document"),
        (_BY_A_PAPER, "somebody is given as the source"),
        (_BODY_IN_A_PAPER, "a paper that shows it"),
        (_OUTLET_TELLS, "a newspaper or agency tells it"),
        (_HOLDS, "a paper that shows it"),
        (_SOURCE_LINE, "a source note"),
        (_OTHER_WORK, "a source named in brackets"),
    ):
        found += [
            _cited(text, *m.span("one" if "one" in m.re.groupindex else 0), "in-text", reason, sentences)
            for m in pattern.finditer(text)
        ]
    title = text.find("\n")
    found = [
        c for c in found if c.form == "footnote" or c.start > title or "\n" not in text[c.end : c.end + 3]
    ]
    found += [_cited(text, *m.span(), "link", "an address", sentences) for m in _URL.finditer(text)]
    kept: list[Citation] = []
    for one in sorted(found, key=lambda c: (c.start, -c.end)):
        in_note = one.form != "footnote" and any(a <= one.start < b for a, b in bodies)
        if not in_note and (not kept or one.start >= kept[-1].end):
            kept.append(one)
    return [replace(c, id=f"f{n:02}") for n, c in enumerate(kept, start=1)]


def _works(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The works of a note, divided at semicolons."""
    for match in _NEXT_WORK.finditer(text, start, end):
        yield start, match.start()
        start = match.end()
    yield start, end


def _cited(
    text: str, start: int, end: int, form: str, reason: str, sentences: Sentences, *, number: str | None = None,
    who: str | None = None, title: str | None = None,
) -> Citation:  # fmt: skip
    words, sentence = text[start:end], sentences.at(start)
    work, url, years = _WORK.search(words), _URL.search(words), _YEAR.findall(words)
    return Citation(
        id="", start=start, end=end, text=words, number=number, author=who, publisher=None,
        title=title or (work["title"] if work else None), date=years[-1] if years else None,
        url=url.group() if url else None, form=form, cited_for=None if number else (sentence.start, sentence.end),
        confidence=0.8 if form == "footnote" else 0.6, reason=reason,
    )  # fmt: skip


def find_korean_notes(text: str) -> list[Footnote]:
    """Notes with a number and a bracket at the end of a text, tied to their marks."""
    labels = list(_NOTE_LABEL.finditer(text))
    numbers = [_note_number(m) for m in labels]
    if len(labels) < 2 or numbers != list(range(numbers[0], numbers[0] + len(labels))):
        return []
    marks = {_note_number(m): m.span() for m in _NOTE_MARK.finditer(text, 0, labels[0].start())}
    if 2 * sum(number in marks for number in numbers) < len(numbers):
        return []
    ends = [*(m.start() for m in labels[1:]), len(text)]
    return [
        Footnote(number=str(number), mark=marks.get(number), label=(m.start(), m.end()),
                 body=(m.end(), m.end() + len(text[m.end() : end].rstrip())))
        for m, number, end in zip(labels, numbers, ends, strict=True)
    ]  # fmt: skip


def _note_number(match: re.Match[str]) -> int:
    return int((match["n"] or match["square"] or match["raised"]).translate(_RAISED))


def sources_ahead(text: str, start: int, end: int) -> tuple[int, int, str] | None:
    """Who is given as the source in a stretch: `…에 따르면`."""
    match = _ACCORDING.search(text, start, end)
    return None if match is None else (match.start("who"), match.end("who"), " ".join(match["who"].split()))
