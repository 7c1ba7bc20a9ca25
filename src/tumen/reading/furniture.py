"""Running heads and page numbers: lines at the edge of pages that come again from page to page, and state nothing.

They are read over, not cut out: every character keeps its place, so all offsets count in the document as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tumen.documents import Document, Paragraph
from tumen.patterns import later

_EDGE = 3
"""Paragraphs at the top and at the bottom of a page among which they may stand."""
_LONGEST = 140
"""Characters. A running head is one line."""
_SHARE = 0.4
"""Of the pages; left and right pages may have heads of their own."""
_DIGITS = later(r"\d+|\b[ivxlc]+\b")
_A_NUMBER = later(r"[\s\-–—|]*(?:(?:page|seite|p\.?)\s)?#(?:\s(?:of|/)\s#)?[\s\-–—|]*")
_ENDED = later(r"[.!?:;…”\"’)\]。]$")


def without_furniture(document: Document) -> str:
    """The text with running heads and page numbers as blanks; a sentence that they cut in two is joined again."""
    text = document.text
    found = sorted((p.start, p.end) for p in _furniture(document))
    if not found:
        return text
    parts, last = [], 0
    for start, end in found:
        parts += [text[last:start], " " * (end - start)]
        last = end
    return _joined("".join([*parts, text[last:]]), found)


def _furniture(document: Document) -> Iterator[Paragraph]:
    if len(document.pages) < 2:
        return
    edges: dict[int, list[Paragraph]] = {}
    for paragraph in document.paragraphs:
        if paragraph.page is not None:
            edges.setdefault(paragraph.page, []).append(paragraph)
    candidates = [
        (page, paragraph, key)
        for page, paragraphs in edges.items()
        for paragraph in {id(p): p for p in (*paragraphs[:_EDGE], *paragraphs[-_EDGE:])}.values()
        if (key := _key(document.text, paragraph))
    ]
    pages = Counter(key for _, key in {(page, key) for page, _, key in candidates})
    least = max(2, _SHARE * len(document.pages))
    for _, paragraph, key in candidates:
        if pages[key] >= least:
            yield paragraph


def _key(text: str, paragraph: Paragraph) -> str | None:
    """A line without its numbers; None for what is too long or too bare to be a running head."""
    words = " ".join(text[paragraph.start : paragraph.end].split())
    if not words or len(words) > _LONGEST:
        return None
    key = _DIGITS.sub("#", words.casefold())
    return key if _A_NUMBER.fullmatch(key) or sum(c.isalpha() for c in key) > 3 else None


def _joined(text: str, found: list[tuple[int, int]]) -> str:
    """Blanks for line breaks around what was read over, where the words before go on behind."""
    letters = list(text)
    for start, end in found:
        before = len(text[:start].rstrip())
        after = end + len(text[end:]) - len(text[end:].lstrip())
        if (
            before
            and after < len(text)
            and text[after].islower()
            and not _ENDED.search(text, before - 1, before)
        ):
            for place in range(before, after):
                letters[place] = " "
    return "".join(letters)
