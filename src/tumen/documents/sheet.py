"""XLSX: each sheet under its name, one row of cells a paragraph (ECMA-376 part 1, 18).

Reads what the file shows, the stored result of a formula; nothing is computed.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any, Final

from tumen.documents.assembly import Assembly
from tumen.documents.container import Container
from tumen.documents.hangulx import local
from tumen.documents.limits import Clock
from tumen.documents.story import Story

_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DATE_FORMATS: Final = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_COLUMN: Final = re.compile(r"[A-Z]{1,3}")
_MOST_COLUMNS: Final = 16_384
_MOST_GAP: Final = 50
_EPOCH: Final = datetime.datetime(1899, 12, 30)  # noqa: DTZ001  (a sheet's times have no zone)
_EPOCH_1904: Final = datetime.datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_DAY: Final = 2_958_465


@dataclass(frozen=True, slots=True, kw_only=True)
class _Book:
    strings: list[str]
    dated: list[bool]
    epoch: datetime.datetime


def read_sheets(container: Container, assembly: Assembly, clock: Clock) -> None:
    """Read an XLSX workbook: a heading for each sheet, then its rows, cells divided by tabs.

    Dates come as ISO 8601. Hidden sheets are read and named in a warning; notes on cells go to `left_out`.
    """
    root = container.xml("xl/workbook.xml")
    story = Story(assembly=assembly, clock=clock)
    book = _book(container, root)
    targets = _targets(container.xml("xl/_rels/workbook.xml.rels"))
    for sheet in root.iter("{*}sheet"):
        name = sheet.get("name", "")
        story.tell(name, heading=True)
        if sheet.get("state") in ("hidden", "veryHidden"):
            assembly.warn("hidden-sheets", "A sheet is hidden from who opens the file; it was read as well.")
        _rows(container.xml(targets.get(sheet.get(_RELATION, ""), "")), book, story)
    for part in (n for n in container.names if re.fullmatch(r"xl/comments\d*\.xml", n)):
        for comment in container.xml(part).iter("{*}comment"):
            assembly.leave_out("".join(t.text or "" for t in comment.iter("{*}t")), "comment")
    if any(name.lower().endswith("vbaproject.bin") for name in container.names):
        assembly.warn("macros", "The document carries macros; they were not run.")


def _targets(root: Any) -> dict[str, str]:
    """Relation → part; targets are relative to `xl/` or begin at the root."""
    found = {}
    for relation in () if root is None else root:
        target = relation.get("Target", "")
        found[relation.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def _book(container: Container, root: Any) -> _Book:
    shared = container.xml("xl/sharedStrings.xml")
    strings = [] if shared is None else [_phrase(item) for item in shared.iterchildren("{*}si")]
    properties = next(root.iter("{*}workbookPr"), None)
    old = properties is not None and properties.get("date1904") in ("1", "true")
    dated = _dated(container.xml("xl/styles.xml"))
    return _Book(strings=strings, dated=dated, epoch=_EPOCH_1904 if old else _EPOCH)


def _phrase(item: Any) -> str:
    """The words of a string; how they are read (phonetic guides) is not part of them."""
    guides = {id(t) for guide in item.iter("{*}rPh") for t in guide.iter("{*}t")}
    return "".join(t.text or "" for t in item.iter("{*}t") if id(t) not in guides)


def _dated(root: Any) -> list[bool]:
    """Whether each cell style shows its number as a date."""
    if root is None:
        return []
    own = {f.get("numFmtId"): f.get("formatCode", "") for f in root.iter("{*}numFmt")}
    styles = next(root.iter("{*}cellXfs"), ())
    return [_is_date(style.get("numFmtId", "0"), own) for style in styles]


def _is_date(number: str, own: dict[str | None, str]) -> bool:
    if number in own:
        return bool(re.search(r"[yYdD]|m{3}", _QUOTED.sub("", own[number])))
    return number.isdecimal() and int(number) in _DATE_FORMATS


def _rows(root: Any, book: _Book, story: Story) -> None:
    for row in () if root is None else root.iter("{*}row"):
        cells: list[list[str]] = []
        for cell in row.iterchildren("{*}c"):
            gap = _column(cell.get("r", ""), len(cells)) - len(cells)
            cells += [[] for _ in range(min(gap, _MOST_GAP))]
            cells.append([" ".join(_value(cell, book).split())])
        story.row(cells)


def _column(reference: str, default: int) -> int:
    found = _COLUMN.match(reference)
    if not found:
        return default
    number = 0
    for letter in found[0]:
        number = 26 * number + ord(letter) - ord("A") + 1
    return min(number - 1, _MOST_COLUMNS)


def _value(cell: Any, book: _Book) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(t.text or "" for t in cell.iter("{*}t"))
    value = next((child.text or "" for child in cell if local(child) == "v"), "")
    if kind == "s":
        at = int(value) if value.isdecimal() else -1
        return book.strings[at] if 0 <= at < len(book.strings) else ""
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    style = cell.get("s", "0")
    shown_as_date = kind == "n" and style.isdecimal() and int(style) < len(book.dated)
    return _day(value, book) if shown_as_date and book.dated[int(style)] else value


def _day(value: str, book: _Book) -> str:
    try:
        number = float(value)
    except ValueError:
        return value
    if not 1 <= number <= _LAST_DAY:
        return value
    moment = book.epoch + datetime.timedelta(days=number)
    return (
        moment.date().isoformat() if number == int(number) else moment.isoformat(sep=" ", timespec="minutes")
    )
