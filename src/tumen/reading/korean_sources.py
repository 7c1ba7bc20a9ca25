"""Sources that a Korean text names: works in brackets, reports and figures of somebody, judgments, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tumen.patterns import later
from tumen.reading.citation import Citation
from tumen.reading.footnotes import Footnote
from tumen.reading.sentences import Sentences

_WORK = later(r"[『「《](?P<title>[^』」》\n]{2,80})[』」》]")
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
_NEXT_WORK = later(r";\s+(?=[가-힣A-Z“『「])")
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
    ):
        found += [_cited(text, *m.span(), "in-text", reason, sentences) for m in pattern.finditer(text)]
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
