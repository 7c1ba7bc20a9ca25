"""Tables in plain text: rows of numbers, the source under them, and what the heads of rows and columns say."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
    if not _is_row(text, start, end):
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
        if not _is_row(text, start, end) and not _HEADS.fullmatch(text, start, end):
            return None
    return None


_CELL = later(r"[ ]{2,}|[ ]*\t[ ]*|[ ]*\|[ ]*")
_BY_SOURCE = later(
    r"(?:Sources?|Estimates?(?:[ ]by)?|Authors?|Stud(?:y|ies)|Who|Reported[ ]by|Estimated[ ]by|Publication)$",
    re.I,
)


_BY_PLACE = later(
    r"(?:Count(?:y|ies)|Provinces?|Districts?|Regions?|Places?|Locations?|Areas?|Cit(?:y|ies)|Towns?|Villages?|Centres?|Centers?"
    r"|Camps?|Prisons?|Facilit(?:y|ies)|Sites?|Countr(?:y|ies)|States?|Governorates?|Stations?|Where|Ports?|Islands?)$",
    re.I,
)
_A_YEAR = later(r"(?:19|20)\d\d$")


def _of_row(text: str, start: int, end: int) -> str | None:
    """The first cell of a row in a table whose first column is headed `Source`."""
    own = _cells(text, start, end)
    return next((own[0] or None for head in _heads(text, start) if _BY_SOURCE.match(head[0])), None)


def place_of_row(text: str, place: int) -> str | None:
    """The first cell of a row in a table whose first column is headed `County`, `Camp` or the like."""
    start, end = text.rfind("\n", 0, place) + 1, _line_end(text, place)
    if not _is_row(text, start, end):
        return None
    named = next((head[0] for head in _heads(text, start) if _BY_PLACE.match(head[0])), None)
    return _cells(text, start, end)[0] or None if named else None


def year_of_column(text: str, place: int) -> str | None:
    """The year at the head of the column in which a number stands."""
    start, end = text.rfind("\n", 0, place) + 1, _line_end(text, place)
    if not _is_row(text, start, end):
        return None
    column, width = len(_cells(text, start, place + 1)) - 1, len(_cells(text, start, end))
    for head in _heads(text, start):
        if len(head) == width and _A_YEAR.match(head[column]):
            return None if _A_YEAR.match(_cells(text, start, end)[column]) else head[column]
    return None


def _is_row(text: str, start: int, end: int) -> bool:
    """A plain line has no mark of a column; to look for one costs far less than the pattern."""
    marked = any(text.find(mark, start, end) >= 0 for mark in _COLUMNS)
    return marked and _ROW.fullmatch(text, start, end) is not None


_COLUMNS = ("  ", "\t", "|", "\xa0\xa0", " \xa0", "\xa0 ")


def _cells(text: str, start: int, end: int) -> list[str]:
    return _CELL.split(text[start:end].strip(" |"))


def _heads(text: str, start: int) -> Iterator[list[str]]:
    """The rows above a row of a table, the nearest first."""
    for _ in range(_MOST_ROWS):
        if start <= 0:
            return
        last = start - 1
        start = text.rfind("\n", 0, last) + 1
        cells = _cells(text, start, last)
        if len(cells) < 2:
            return
        yield cells


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return end if end >= 0 else len(text)
