"""ODT, the OpenDocument text of LibreOffice and others (ISO/IEC 26300, OpenDocument 1.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from tumen.documents.assembly import Assembly
from tumen.documents.container import Container
from tumen.documents.hangulx import local
from tumen.documents.limits import Clock
from tumen.documents.story import Story
from tumen.errors import EncryptedDocument

_STATED: Final = {
    "title": "title", "initial-creator": "author", "creation-date": "date", "date": "modified",
    "language": "language",
}  # fmt: skip
_PARAGRAPHS: Final = frozenset(("p", "h"))
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_MOST_SPACES: Final = 1000


def read_opentext(container: Container, assembly: Assembly, clock: Clock) -> None:
    """Read an ODT.

    Notes stand after the body, marked `[1]` there and where they are called. Page headers, page footers, comments and
    tracked deletions go to `left_out`.

    Raises:
        EncryptedDocument: it opens with a password only.
    """
    if b"encryption-data" in container.part("META-INF/manifest.xml"):
        raise EncryptedDocument("The OpenDocument file is sealed with a password.")
    story = Story(assembly=assembly, clock=clock)
    teller = _Teller(story=story)
    root = container.xml("content.xml")
    for body in () if root is None else root.iter("{*}text"):
        teller.flow(body)
        break
    story.end()
    _leave_out_margins(container.xml("styles.xml"), assembly)
    _state(container.xml("meta.xml"), assembly)
    if any(name.startswith(("Basic/", "Scripts/")) for name in container.names):
        assembly.warn("macros", "The document carries macros; they were not run.")


@dataclass(slots=True, kw_only=True)
class _Teller:
    story: Story

    def flow(self, root: Any) -> None:
        """Paragraphs, headings, lists, sections and tables, in order."""
        stack = list(reversed(root))
        while stack:
            element = stack.pop()
            name = local(element)
            if name in _PARAGRAPHS:
                text, boxes = self._words(element)
                self.story.tell(text, heading=name == "h")
                stack.extend(reversed(boxes))
            elif name == "table-row":
                self.story.row([self._cell(cell) for cell in element if local(cell) == "table-cell"])
            elif name == "tracked-changes":
                self._leave_out_deletions(element)
            elif name not in ("note", "annotation"):
                stack.extend(reversed(element))

    def _words(self, paragraph: Any) -> tuple[str, list[Any]]:
        """The words of one paragraph with marks for its notes, and the text boxes that hang on it."""
        pieces: list[str] = [paragraph.text or ""]
        boxes: list[Any] = []
        for child in paragraph:
            pieces += [self._inline(child, boxes), child.tail or ""]
        return "".join(pieces), boxes

    def _inline(self, element: Any, boxes: list[Any]) -> str:
        name = local(element)
        if name == "s":
            count = element.get(_TEXT + "c", "1")
            return " " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES)
        if name in ("tab", "line-break"):
            return "\t" if name == "tab" else "\n"
        if name == "note":
            return self.story.call("\n".join(self._below(element, "note-body")))
        if name == "annotation":
            self.story.assembly.leave_out("\n".join(self._cell(element)), "comment")
            self.story.assembly.warn("comments", "Comments stand beside the text and were left out of it.")
            return ""
        if name == "text-box":
            boxes.append(element)
            return ""
        self.story.pictures += name == "image"
        text, inner = self._words(element)
        boxes += inner
        return text

    def _cell(self, cell: Any) -> list[str]:
        told: list[str] = []
        for paragraph in _outermost(cell):
            text, boxes = self._words(paragraph)
            told += [text, *(words for box in boxes for words in self._cell(box))]
        return told

    def _below(self, element: Any, name: str) -> list[str]:
        return [words for body in element.iterchildren(f"{{*}}{name}") for words in self._cell(body)]

    def _leave_out_deletions(self, changes: Any) -> None:
        for deletion in changes.iter("{*}deletion"):
            self.story.assembly.leave_out("\n".join(self._cell(deletion)), "deleted")
            self.story.assembly.warn("tracked-changes", "Tracked deletions do not stand in the text.")


def _outermost(element: Any) -> Iterator[Any]:
    stack = list(reversed(element))
    while stack:
        found = stack.pop()
        if local(found) in _PARAGRAPHS:
            yield found
        else:
            stack.extend(reversed(found))


def _leave_out_margins(root: Any, assembly: Assembly) -> None:
    """Headers and footers stand with the styles of pages."""
    for element in () if root is None else root.iter("{*}header", "{*}footer"):
        reason = "page header" if local(element) == "header" else "page footer"
        assembly.leave_out("\n".join("".join(p.itertext()) for p in _outermost(element)), reason)


def _state(root: Any, assembly: Assembly) -> None:
    for element in () if root is None else root.iter():
        name = local(element)
        wanted = _STATED.get(name)
        if wanted:
            value = element.text or ""
            assembly.state(wanted, value[:10] if wanted in ("date", "modified") else value, f"ODT {name}")
