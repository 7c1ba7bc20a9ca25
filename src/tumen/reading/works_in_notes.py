"""The works in a note, divided where another begins: at semicolons, at `see also`, between two symbols or two years."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.patterns import later
from tumen.reading.citation import DATE, Citation, parsed
from tumen.reading.footnotes import Footnote
from tumen.reading.references import in_brackets, told_in
from tumen.reading.sentences import Sentences
from tumen.reading.symbols import SYMBOL


def of_note(text: str, note: Footnote, sentences: Sentences) -> Iterator[Citation]:
    """The works that a note names; of what it tells, those in brackets."""
    start, end = note.body
    called = None
    if note.mark is not None:
        sentence = sentences.at(max(note.mark[0] - 1, 0))
        called = (sentence.start, sentence.end)
    for a, b, tells in told_in(text, start, end, sentences):
        stretches = (
            [span for span in in_brackets(text, a, b) if _holds_works(text, *span)] if tells else [(a, b)]
        )
        for stretch in stretches:
            for first, last in works_of(text, *stretch):
                yield parsed(text, first, last, number=note.number, form="footnote", called=called, confidence=0.9,
                             reason="a work in a footnote")  # fmt: skip


_SHORTEST = 15


def _holds_works(text: str, start: int, end: int) -> bool:
    dated = end - start > _SHORTEST and DATE.search(text, start, end) is not None
    return dated or SYMBOL.search(text, start, end) is not None or _PLACE.search(text, start, end) is not None


_PLACE = later(r"\bpp?\.[\s\xa0]\d|\bparas?\.[\s\xa0]\d")
_SEE = (
    r"(?:(?:(?:but|and|also|or|with|on[ \xa0\n][^.;:]{3,60}?"
    r"|for[ \xa0\n][^.;:]{3,60}?),?[\s\xa0]+)?(?:see(?:[\s\xa0]also)?|cf\.|compare|contrast|contra|accord"
    r"|quoted[\s\xa0](?:in|by)|cited[\s\xa0](?:in|by)"
    r"|confirmed[\s\xa0](?:in|by)[^.;:,]{0,40}?(?:,(?=[\s\xa0]))?|reprinted[\s\xa0]in|reported[\s\xa0](?:in|by)"
    r"|as[\s\xa0]well[\s\xa0]as|e\.g\."
    r"|quoting|citing|following|see,?[\s\xa0]e\.g\.),?[\s\xa0]+(?:also[\s\xa0]|e\.g\.,?[\s\xa0]|for"
    r"[\s\xa0]example,?[\s\xa0]|generally,?[\s\xa0]"
    r"|further,?[\s\xa0]|in[\s\xa0]particular,?[\s\xa0])?)"
)
_PAPER = (
    r"(?:interviews?|testimon(?:y|ies)|statements?|letters?|e-?mails?|communications?|conversation|affidavit"
    r"|submission|note[\s\xa0]verbale|press[\s\xa0]release|telephone|personal|minutes|report|memo)\b"
)
_NEW_WORK = later(
    rf";[\s\xa0\n]+(?:and[\s\xa0]+)?(?P<led>{_SEE})?(?=[A-Z“\"‘(*_]|{_PAPER}|ibid|id\.|https?:|www\.)"
    rf"|\.[\s\xa0\n]+(?P<seen>(?:See(?:[\s\xa0]also)?|Also|And[\s\xa0]see|But[\s\xa0]see|Cf\.|Compare|Contrast"
    rf"|Quoted[\s\xa0]in|Cited[\s\xa0]in|(?:For"
    rf"|On)[\s\xa0][^.;:]{{3,60}}?,?[\s\xa0]see(?:,?[\s\xa0]also)?),?[\s\xa0]+(?:e\.g\.,?[\s\xa0]+)?)"
    rf"(?=[A-Z“\"‘(*_]|id\.|ibid)"
    r"|(?<=\)),[\s\xa0]+(?P<with>with[\s\xa0]+)(?=[A-Z])"
    r"|,?[\s\xa0\n]+and[\s\xa0]+(?=https?:|www\.)"
    r"|[\s\xa0\n]+(?:See[\s\xa0]also|And[\s\xa0]see),?[\s\xa0]+(?=[A-Z“\"(])"
    rf"|,[\s\xa0\n]+(?:and[\s\xa0]+)?(?P<after>{_SEE})(?=[A-Z“\"‘(*_])"
    r"|(?<=[\d)]),[\s\xa0\n]+and[\s\xa0]+(?=[A-Z][\w’-]+[ ,])(?!January|February|March|April|May\b|June|July"
    r"|August|September|October|November|December|Annex|Add\.|Corr\.)"
)
_BOTH = later(r"(?<=[\d)])(?:,?[\s\xa0\n]+and|,)[\s\xa0\n]+(?=[A-Z])")
"""Between two symbols, codes or author–year pairs: `CPT/Inf (2018) 12 and CPT/Inf (2021) 30`."""
_SHORT_REFERENCE = later(
    r"(?:[\w’-]+[\s\xa0])?[Nn]os?\.[\s\xa0]\d{1,4}/(?:19|20)\d\d|[A-Z]{1,5}\d{0,3}[-–/ ]?\d{2,5}\b|[A-Z][\w’-]+"
    r"(?:[\s\xa0](?:and|&)[\s\xa0][A-Z][\w’-]+"
    r"|[\s\xa0]et[\s\xa0]al\.?)?,?[\s\xa0]\(?(?:19|20)\d\d[a-z]?\)?(?=[,.;:)]|$|[\s\xa0]and\b)"
)
_A_WORK = later(
    r"[“\"”‘][^”\"]{6,}[”\"]|(?:19|20)\d\d|https?://|\b[A-Z]+/[\w./]+\d|\b[Rr]eport|[Ii]nterview|\bp\.|\bpp\."
    r"|\bparas?\.[\s\xa0]\d|§[\s\xa0]?\d"
    r"|[Pp]ress|\bwww\.|[Ss]ubmission|[Ll]etter|[Ee]-?mail|[Cc]ommunication|[Tt]estimony|[Aa]rchive"
    r"|on[\s\xa0]file|[Ss]tatement|[Aa]ffidavit|[Ff]ield[\s\xa0]notes"
    r"|[Gg]azette|[Hh]ansard|[Rr]esolution[\s\xa0]\d|\b(?:HC|HL)[\s\xa0]Deb|\bEDM[\s\xa0]\d|\b[Ii]d\."
    r"|\b[Aa]rts?\.[\s\xa0]\d|\b[Ss]ecs?\.[\s\xa0]\d|\b[Aa]rticles?[\s\xa0]\d|[\s\xa0]v\.?[\s\xa0][A-Z]"
    r"|[Aa]nnex[\s\xa0][\dA-Z]|[Ww]itness[\s\xa0][A-Z\d]|[Ee]xhibit"
    r"|\bop\.?[\s\xa0]cit|\bloc\.?[\s\xa0]cit|\b[Ii]bid|\b[Ss]upra|\bnote[\s\xa0]\d|\babove,?[\s\xa0](?:n\.?|note"
    r"|fn\.?)[\s\xa0]?\d|\b[Ff]orthcoming\b|\b[Uu]npublished\b|\b[A-Z]{1,5}\d{0,3}-\d{2,}"
)
_NAMES_A_BODY = later(
    r"\W*(?:See[ \xa0]|Cf\.[ \xa0])?(?:\w+[ \xa0](?:of|from|by"
    r"|with)[ \xa0](?:the[ \xa0])?)?[A-Z][\w’-]+(?:[ \xa0](?:of|the|on|for"
    r"|and)[ \xa0]?)*[ \xa0][A-Z][\w’-]+[^.]{0,120}\.?$"
    r"|\W*(?:Art(?:icle|\.)|[Ss]ection|[Ss]ec\.|s\.|Rule|Principle)[ \xa0\d][^.]{3,150}\.?$"
)
"""A note without a verb that names somebody or a law: `Figures of the Haven Committee.`, `Art. 33 of the Pact.`"""
_NO_WORK = later(
    r"\W*(?:Figures|Amounts?|Totals?|Numbers|Percentages|Rounded|Including|Excluding|Not[ ]including"
    r"|Names?[ ](?:changed|withheld)|At[ ](?:the|an)|As[ ](?:of|at)|Exchange|Equivalent|About|Approximately|Until"
    r"|Since|From)\b"
    r"(?!.*(?:[“\"]|\bpp?\.|https?:|/))"
)
"""`Figures as of 30 June 2019.`"""


def works_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch that names works, work by work."""
    if _NO_WORK.match(text[start:end]):
        return
    first, inside = start, [(a - 1, b + 1) for a, b in in_brackets(text, start, end)]
    for match in _NEW_WORK.finditer(text, start, end):
        if any(a < match.start() < b for a, b in inside):
            continue
        led = match["led"] or match["seen"] or match["after"] or match["with"]
        if _A_WORK.search(text, first, match.start()) and (led or _A_WORK.search(text, match.end(), end)):
            yield from _both(text, first, match.start() + (text[match.start()] == "."))
            first = match.end()
    if (
        _A_WORK.search(text, first, end)
        or (first == start and _NAMES_A_BODY.match(text[start:end]))
        or first > start
    ):
        yield from _both(text, first, end)


def _both(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = start
    for match in _BOTH.finditer(text, start, end):
        if _refers(text, first, match.start(), ends=True) and _refers(text, match.end(), end, ends=False):
            yield first, match.start()
            first = match.end()
    yield first, end


def _refers(text: str, start: int, end: int, *, ends: bool) -> bool:
    """Whether a symbol, a code or an author with a year stands at the end or the beginning of a stretch."""
    return any(
        any((m.end() == end) if ends else (m.start() == start) for m in pattern.finditer(text, start, end))
        for pattern in (SYMBOL, _SHORT_REFERENCE)
    )
