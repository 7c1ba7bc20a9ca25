"""Plain text: the decoded content as it stands, with its paragraphs counted."""

from __future__ import annotations

import re

from tumen.documents.assembly import Assembly
from tumen.documents.document import Page, Paragraph
from tumen.documents.encoding import Decoded, decode
from tumen.documents.limits import Clock

_BLOCK = re.compile(r"[^\s][^\n\f]*(?:\n[ \t]*[^\s][^\n\f]*)*")
_LINE = re.compile(r"[^\s][^\n\f]*")


def read_plain(content: bytes, assembly: Assembly, clock: Clock, *, encoding: str | None) -> None:
    """Read plain text; its text equals the decoded content but for line ends and the byte order mark.

    A paragraph is what stands between empty lines; where a text has no empty line at all, each line
    is one. A form feed begins a page.

    Raises:
        UndecodableText: the encoding cannot be told, or does not fit.
    """
    decoded = decode(content, encoding=encoding)
    clock.check()
    note_encoding(decoded, assembly)
    text = one_line_end(decoded.text)
    if text != decoded.text:
        assembly.warn("line-ends", "Line ends of another system were turned into single line feeds.")
    assembly.whole(text, _paragraphs(text), _pages(text))


def note_encoding(decoded: Decoded, assembly: Assembly) -> None:
    """State the encoding, and warn where it was worked out and not proved."""
    assembly.state("encoding", decoded.encoding, decoded.reason, confidence=decoded.confidence)
    if decoded.confidence < 0.95:
        assembly.warn("encoding-guessed", f"Read as {decoded.encoding}; confidence {decoded.confidence:.0%}.")
    if decoded.cut:
        assembly.warn("truncated", "The last character is cut off; the file may not be whole.")


def one_line_end(text: str) -> str:
    """CR LF and CR alone become LF. Nothing else is touched."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _pages(text: str) -> list[Page]:
    if "\f" not in text:
        return []
    pages: list[Page] = []
    start = 0
    for part in text.split("\f"):
        pages.append(Page(number=len(pages) + 1, start=start, end=start + len(part)))
        start += len(part) + 1
    return pages


def _paragraphs(text: str) -> list[Paragraph]:
    pattern = _BLOCK if re.search(r"\n[ \t]*\n", text.strip()) else _LINE
    pages = _pages(text)
    found: list[Paragraph] = []
    page, number = 0, 0
    for match in pattern.finditer(text):
        while pages and page + 1 < len(pages) and match.start() >= pages[page + 1].start:
            page, number = page + 1, 0
        number += 1
        end = match.start() + len(match.group().rstrip())
        where = pages[page].number if pages else None
        found.append(Paragraph(number=number, start=match.start(), end=end, page=where))
    return found
