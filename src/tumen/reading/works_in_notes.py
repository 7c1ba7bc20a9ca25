"""The works in a note, divided at semicolons and at sentences that begin with another author."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.patterns import later
from tumen.reading.citation import DATE, Citation, parsed
from tumen.reading.footnotes import Footnote
from tumen.reading.references import in_brackets, told_in
from tumen.reading.sentences import Sentences


def of_note(text: str, note: Footnote, sentences: Sentences) -> Iterator[Citation]:
    """The works in a note, divided at semicolons and at sentences that begin with another author."""
    start, end = note.body
    called = None
    if note.mark is not None:
        sentence = sentences.at(max(note.mark[0] - 1, 0))
        called = (sentence.start, sentence.end)
    inner = [
        _with_title(text, *span, start)
        for span in in_brackets(text, start, end)
        if _holdsworks_of(text, *span)
    ]
    stretches = [
        (a, b)
        for a, b, tells in told_in(text, start, end, sentences)
        if not tells and not any(a < y and x < b for x, y in inner)
    ]
    for a, b in (work for stretch in sorted([*inner, *stretches]) for work in works_of(text, *stretch)):
        yield parsed(
            text,
            a,
            b,
            number=note.number,
            form="footnote",
            called=called,
            confidence=0.9,
            reason="a work in a footnote",
        )


_PUBLISHED_AT = later(r"[A-Z][^:()]{2,60}:[\s\xa0][^()]+(?:19|20)\d\d$")
_LAST_SENTENCE = later(r"(?:[.;?!][”\"]?|:)[\s\xa0]+(?=[A-Z“\"])")


def _holdsworks_of(text: str, start: int, end: int) -> bool:
    return end - start > 15 and DATE.search(text, start, end) is not None


def _with_title(text: str, start: int, end: int, first: int) -> tuple[int, int]:
    """`Ona Vell, Paths (Haven: Press, 2011)`: where only the place of publication stands in the brackets, all of it."""
    if _PUBLISHED_AT.match(text[start:end]) is None:
        return start, end
    breaks = [m.end() for m in _LAST_SENTENCE.finditer(text, first, start)]
    return (breaks[-1] if breaks else first), end + 1


_NEW_WORK = later(
    r";[\s\xa0]+(?:(?:and|see|see also|cf\.)[\s\xa0]+)?(?=[A-Z“\"(])"
    r"|\.[\s\xa0]+For[\s\xa0][^.;:]{3,60}?,?[\s\xa0]see,?[\s\xa0]+(?:also[\s\xa0])?(?=[A-Z“\"(])"
    r"|\.?[\s\xa0]+(?:See also|And see),?[\s\xa0]+(?=[A-Z“\"(])"
    r"|\.[\s\xa0]+(?:See|Also|Cf\.),?[\s\xa0]+(?=[A-Z“\"(])|(?<=\d\d\d\d),[\s\xa0]and[\s\xa0](?=[A-Z])"
)
_A_WORK = later(
    r"[“\"”‘][^”\"]{6,}[”\"]|(?:19|20)\d\d|https?://|\b[A-Z]+/[\w./]+\d|\b[Rr]eport|[Ii]nterview|\bp\.|\bpp\.|\bparas?\.[\s\xa0]\d"
    r"|[Pp]ress"
    r"|\bwww\.|[Ss]ubmission|[Ll]etter|[Ee]-?mail|[Cc]ommunication|[Tt]estimony|[Aa]rchive|on[\s\xa0]file"
    r"|[Gg]azette|[Hh]ansard|[Rr]esolution[\s\xa0]\d|\b(?:HC|HL)[\s\xa0]Deb|\bEDM[\s\xa0]\d|\bId\."
    r"|\bop\.?[\s\xa0]cit|\bloc\.?[\s\xa0]cit|\b[Ii]bid|\b[Ss]upra|\bnote[\s\xa0]\d"
)


_NAMES_A_BODY = later(
    r"\W*(?:See[ \xa0]|Cf\.[ \xa0])?(?:\w+[ \xa0](?:of|from|by"
    r"|with)[ \xa0](?:the[ \xa0])?)?[A-Z][\w’-]+(?:[ \xa0](?:of|the|on|for"
    r"|and)[ \xa0]?)*[ \xa0][A-Z][\w’-]+[^.]{0,120}\.?$"
)
"""A note without a verb that names somebody: `Figures of the Haven Committee.`"""


def works_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = start
    for match in _NEW_WORK.finditer(text, start, end):
        if _A_WORK.search(text, first, match.start()) and _A_WORK.search(text, match.end(), end):
            yield first, match.start() + (text[match.start()] == ".")
            first = match.end()
    if _A_WORK.search(text, first, end) or (first == start and _NAMES_A_BODY.match(text[start:end])):
        yield first, end
