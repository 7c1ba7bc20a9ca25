"""Tables in plain text: rows of numbers, and the source that stands under them."""

from __future__ import annotations

import re

from tumen.patterns import later

_ROW = later(r"[^\n]*?(?:\S[ \xa0]{2,}|\t|\|[ ]?)[^\n]*\d[^\n]*")
"""A line with columns: a gap of two blanks, a tab or a bar, and a number behind it."""
_HEADS = later(r"[^\n.]{0,120}")
_SOURCE = later(
    r"[ \t]*(?:[*_]{1,2})?(?:Sources?|SOURCE|Table|TABLE|Data|Figures)"
    r"(?:[*_]{1,2})?[:–—][*_ \t\xa0]*(?P<who>[^\n]{3,200})"
)
_MOST_ROWS = 60
_NEXT_PART = later(r"[;,][ \xa0]|\.(?:[ \xa0]|$)")


def under_a_table(text: str, place: int) -> str | None:
    """The first source named in the line under the table in whose rows a place stands; None where it is in no table."""
    start = text.rfind("\n", 0, place) + 1
    end = _line_end(text, place)
    if not _ROW.fullmatch(text, start, end):
        return None
    if (named := _of_row(text, start, end)) is not None:
        return named
    for _ in range(_MOST_ROWS):
        start = end + 1
        if start >= len(text):
            return None
        end = _line_end(text, start)
        if source := _SOURCE.fullmatch(text, start, end):
            part = _NEXT_PART.search(source["who"])
            who = source["who"][: part.start()] if part else source["who"]
            return " ".join(who.split()).strip(" *_.") or None
        if not _ROW.fullmatch(text, start, end) and not _HEADS.fullmatch(text, start, end):
            return None
    return None


_CELL = later(r"[ ]{2,}|[ ]*\t[ ]*|[ ]*\|[ ]*")
_BY_SOURCE = later(
    r"(?:Sources?|Estimates?(?:[ ]by)?|Authors?|Stud(?:y|ies)|Who|Reported[ ]by|Estimated[ ]by|Publication)$",
    re.I,
)


def _of_row(text: str, start: int, end: int) -> str | None:
    """The first cell of a row in a table whose first column is headed `Source`."""
    own = start
    for _ in range(_MOST_ROWS):
        if start <= 0:
            return None
        last = start - 1
        start = text.rfind("\n", 0, last) + 1
        cells = _CELL.split(text[start:last].strip(" |"))
        if len(cells) < 2:
            return None
        if _BY_SOURCE.match(cells[0]):
            return _CELL.split(text[own:end].strip(" |"))[0] or None
    return None


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return end if end >= 0 else len(text)
