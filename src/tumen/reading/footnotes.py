"""Notes at the end of a text or of its pages, tied to the marks in the running text that call them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tumen.patterns import later


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """A note: `mark` is where the running text calls it (None if nowhere), `label` its number, `body` its words."""

    number: str
    mark: tuple[int, int] | None
    label: tuple[int, int]
    body: tuple[int, int]


_MAY_BE_A_MARK = later(
    r"\[\^?\d+|\[[ivx]{1,5}\]|\((?:(?:see[ \xa0])?(?:note|n\.|fn\.?)[ \xa0])?\d+\)|<\d+>|\d+|[¹²³⁰⁴-⁹]+"
    r"|(?<=[.,;!?”\"])[ivx]{1,5}(?=\s|$)"
)
_MARK = later(
    r"(?:(?<=[a-z%][.,;:!?)”\"’])|(?<=(?:19|20)\d\d[.,;:])|(?<=[.,;:!?][”\"’)])|(?<=[a-z”\"’)]"
    r"))(?P<bare>\d{1,3})(?=[\s\xa0”\"’)—–-]|$)"
    r"|\[\^?(?P<square>\d{1,3})\]|\[(?P<roman_square>[ivx]{1,5})\]|(?P<raised>[¹²³⁰⁴-⁹]{1,3})|<(?P<angle>\d{1,3})>"
    r"|(?<=[a-z.,;:!?”\"’%][ \xa0])\((?:(?:see[ \xa0])?(?:note|n\.|fn\.?)[ \xa0])?(?P<apart>\d{1,3})\)"
    r"|(?<=[a-z.,;:!?”\"’])\((?P<round>\d{1,3})\)|(?<=[.,;!?”\"])(?P<roman>[ivx]{1,5})(?=[\s\xa0]|$)"
)
_LABEL = later(
    r"^[ \t]*(?:(?:[Nn]ote|[Ff]n\.?)[ \xa0](?P<note>\d{1,3})[.:)]?|\[\^?(?P<square>\d{1,3})\]:?"
    r"|\[(?P<roman_square>[ivx]{1,5})\]:?"
    r"|\((?P<round>\d{1,3})\)|<(?P<angle>\d{1,3})>"
    r"|(?P<dotted>\d{1,3})[.)]|(?P<plain>\d{1,3})(?![.)])|(?P<raised>[¹²³⁴-⁹⁰]{1,3})"
    r"|(?P<roman>[ivx]{1,5})(?=[ \t]))[ \t\xa0]*(?:\^[ \t\xa0]*)?(?=[A-Z“\"‘'(«]|https?:|www\.|ibid|see\b|cf\."
    r"|supra|op\.|loc\.|para|on[ ]file|(?:19|20)\d\d[ ][A-Z]|[a-z]+[ ](?:of|by|with|from)[ ]|@\w)"
    r"|^[ \t]*(?:\[\^?(?P<fenced>\d{1,3})\]:?|(?P<above>[¹²³⁴-⁹⁰]{1,3}))[ \t\xa0]+(?=[\w@*_])",
    re.M,
)
_RAISED = str.maketrans("¹²³⁰⁴⁵⁶⁷⁸⁹", "1230456789")
_ROMAN = {
    "".join((tens, ones)): 10 * n + m
    for n, tens in enumerate(("", "x", "xx", "xxx"))
    for m, ones in enumerate(("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"))
}
_HEADING = later(r"\n[ \t]*(?:end|foot)?notes?(?:[ \t]and[ \t]references)?:?[ \t]*\s*$", re.I)
_IS_A_WORK = later(r"[“\"”‘][^”\"]{6,}[”\"]|https?://|\bpp?\.[ \xa0]\d|\b[Ii]bid\b|\b[A-Z]+/[\w./]+\d")
_BEHIND_A_NUMBER = later(r"(?<=\d\.)(?P<number>\d{1,3})(?=[ \xa0]+[A-Z“\"]|[ \xa0]*(?:\n|$))")
"""`6,000.2` at the end of a sentence: looked at only where a note has no other mark."""

_Label = tuple[int, re.Match[str]]


def find_footnotes(text: str) -> list[Footnote]:
    """Every note, in order.

    A report may number its paragraphs as well. Notes are those numbers that the text calls; where it calls none, those
    under a heading for notes, or those that are works for the most part.
    """
    labels = [(number, m) for m in _LABEL.finditer(text) if (number := _number(m))]
    rows = list(_rows(labels))
    if not rows:
        return []
    marks = _marks(text, {m.start() for _, m in labels})
    notes = max(
        (_tied(text, row, marks, [m.start() for _, m in labels]) for row in rows),
        key=lambda n: (_called(n), _are_notes(text, n), n[0].label[0], len(n)),
    )
    called = _called(notes)
    if 2 * called < len(notes) and not _are_notes(text, notes):
        return []
    return [n for n in notes if n.mark is not None or len(notes) > 1]


def _called(notes: Sequence[Footnote]) -> int:
    """How many notes the text calls before them and in their order: numbers of something else stand anywhere."""
    called, last = 0, -1
    for note in notes:
        if note.mark is not None and last < note.mark[0] < note.label[0]:
            called, last = called + 1, note.mark[0]
    return called


def _rows(labels: Sequence[_Label]) -> Iterator[list[_Label]]:
    """Rising rows of numbers written alike: notes count up, also from page to page with numbered paragraphs between."""
    rows: list[list[_Label]] = []
    for number, match in labels:
        alike = [r for r in reversed(rows) if _form(r[-1][1]) == _form(match)]
        row = next((r for r in alike if r[-1][0] == number - 1), None)
        if row is None:  # a number that was lost on the way, or whose note has no words of its own
            row = next((r for r in alike if len(r) >= _SURE and 1 < number - r[-1][0] <= _LOST), None)
        if row is None:
            rows.append([(number, match)])
        else:
            row.append((number, match))
    yield from (row for row in rows if len(row) > 1)


_SURE, _LOST = 3, 3
"""So many notes in a row are surely notes, and so far apart may two of them be."""


def _form(match: re.Match[str]) -> str | None:
    return {"fenced": "square", "above": "raised"}.get(match.lastgroup or "", match.lastgroup)


def _number(match: re.Match[str]) -> int | None:
    words = match[match.lastgroup or 0]
    return _ROMAN.get(words) if (match.lastgroup or "").startswith("roman") else int(words.translate(_RAISED))


def _marks(text: str, labels: set[int]) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for place in _MAY_BE_A_MARK.finditer(text):
        match = _MARK.match(text, place.start())
        if match and match.start() not in labels:
            number = _number(match)
            if number:
                found.setdefault(number, []).append(match.span())
    return found


def _tied(
    text: str, row: Sequence[_Label], marks: dict[int, list[tuple[int, int]]], labels: Sequence[int]
) -> list[Footnote]:
    """The notes of a row, each with the last mark before it."""
    first, notes = row[0][1].start(), []
    behind_numbers: dict[int, tuple[int, int]] | None = None
    for number, match in row:
        words = match.group()
        label = (match.start() + len(words) - len(words.lstrip()), match.start() + len(words.rstrip()))
        later_label = bisect_right(labels, match.start())
        limit = labels[later_label] if later_label < len(labels) else len(text)
        called = [m for m in marks.get(number, []) if m[0] < match.start()]
        called = [m for m in called if m[0] < first] or called
        mark = called[-1] if called else None
        if mark is None:
            if behind_numbers is None:
                behind_numbers = {
                    int(m["number"]): m.span() for m in _BEHIND_A_NUMBER.finditer(text, 0, first)
                }
            mark = behind_numbers.get(number)
        notes.append(
            Footnote(
                number=str(number),
                mark=mark,
                label=label,
                body=(match.end(), _note_end(text, match.end(), limit)),
            )
        )
    return notes


def _note_end(text: str, start: int, limit: int) -> int:
    blank = re.compile(r"\n[ \t]*\n").search(text, start, limit)
    end = blank.start() if blank else limit
    return start + len(text[start:end].rstrip())


def _are_notes(text: str, notes: Sequence[Footnote]) -> bool:
    """Whether numbers that nothing calls are notes all the same."""
    works = sum(_IS_A_WORK.search(text, *note.body) is not None for note in notes)
    headed = _HEADING.search(text, max(notes[0].label[0] - 60, 0), notes[0].label[0])
    return headed is not None or (len(notes) > 3 and 2 * works > len(notes))
