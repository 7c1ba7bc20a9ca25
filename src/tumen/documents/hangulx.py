"""HWPX, the open format of Hangul Word Processor: XML in a zip container (KS X 6101, OWPML)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from tumen.documents.assembly import Assembly
from tumen.documents.container import Container
from tumen.documents.limits import Clock
from tumen.documents.story import Story
from tumen.errors import EncryptedDocument

_SIGNS: Final = {"tab": "\t", "lineBreak": "\n", "hyphen": "\u2011", "nbSpace": "\u00a0", "fwSpace": " "}
_LEFT_OUT: Final = {"header": "page header", "footer": "page footer", "hiddenComment": "comment"}
_STATED: Final = {"title": "title", "creator": "author", "language": "language", "CreatedDate": "date"}
_SECTION: Final = re.compile(r"Contents/section(\d+)\.xml")


def read_hangulx(container: Container, assembly: Assembly, clock: Clock) -> None:
    """Read an HWPX document.

    Notes stand after the body, marked `[1]` there and where they are called. Page headers, page footers, hidden
    comments and tracked deletions go to `left_out`.

    Raises:
        EncryptedDocument: it opens with a password only.
    """
    if b"encryption-data" in container.part("META-INF/manifest.xml"):
        raise EncryptedDocument("The HWPX document is sealed with a password.")
    story = Story(assembly=assembly, clock=clock)
    teller = _Teller(story=story, headings=_headings(container.xml("Contents/header.xml")))
    numbers = sorted(int(found[1]) for found in map(_SECTION.fullmatch, container.names) if found)
    for number in numbers:
        teller.flow(container.xml(f"Contents/section{number}.xml"))
    story.end()
    _state(container.xml("Contents/content.hpf"), assembly)
    if any(name.startswith("Scripts/") for name in container.names):
        assembly.warn("macros", "The document carries macros; they were not run.")


def local(element: Any) -> str:
    """The name of an element without its name space; the version of a name space is the file's choice."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _headings(root: Any) -> set[str]:
    """Ids of the paragraph shapes that are levels of an outline."""
    if root is None:
        return set()
    return {
        shape.get("id", "")
        for shape in root.iter("{*}paraPr")
        if any(head.get("type") == "OUTLINE" for head in shape.iter("{*}heading"))
    }


@dataclass(slots=True, kw_only=True)
class _Teller:
    story: Story
    headings: set[str]
    deleting: bool = False

    def flow(self, root: Any) -> None:
        """The paragraphs right below an element, and what hangs on them."""
        for paragraph in () if root is None else root.iterchildren("{*}p"):
            text, after = self._words(paragraph)
            self.story.tell(text, heading=paragraph.get("paraPrIDRef", "-") in self.headings)
            for thing in after:
                if local(thing) == "tbl":
                    self._table(thing)
                else:
                    for below in _lists(thing):
                        self.flow(below)

    def _words(self, paragraph: Any) -> tuple[str, list[Any]]:
        pieces: list[str] = []
        after: list[Any] = []
        for child in (child for run in paragraph.iterchildren("{*}run") for child in run):
            name = local(child)
            if name == "t":
                pieces.append(self._text(child))
            elif name == "ctrl":
                pieces += [self._control(control) for control in child]
            elif name == "tbl" or next(_lists(child), None) is not None:
                after.append(child)
            else:
                pieces.append(self._object(child))
        return "".join(pieces), after

    def _object(self, thing: Any) -> str:
        """What holds no paragraphs: a picture, a formula, words under a gloss."""
        name = local(thing)
        self.story.pictures += name == "pic"
        if name == "equation":
            self.story.assembly.leave_out("".join(x.text or "" for x in thing.iter("{*}script")), "formula")
        return "".join(x.text or "" for x in thing.iter("{*}mainText")) if name == "dutmal" else ""

    def _text(self, element: Any) -> str:
        """Words with their signs; what a tracked deletion spans is left out, be it over several runs."""
        kept: list[str] = []
        self._keep(element.text, kept)
        for child in element:
            name = local(child)
            if name in ("deleteBegin", "deleteEnd"):
                self.deleting = name == "deleteBegin"
            self._keep(_SIGNS.get(name), kept)
            self._keep(child.tail, kept)
        return "".join(kept)

    def _keep(self, text: str | None, kept: list[str]) -> None:
        if text and self.deleting:
            self.story.assembly.leave_out(text, "deleted")
            self.story.assembly.warn("tracked-changes", "Tracked deletions do not stand in the text.")
        elif text:
            kept.append(text)

    def _control(self, control: Any) -> str:
        name = local(control)
        if name in ("footNote", "endNote"):
            return self.story.call("\n".join(self._below(control)))
        if name in _LEFT_OUT:
            self.story.assembly.leave_out("\n".join(self._below(control)), _LEFT_OUT[name])
        return ""

    def _table(self, table: Any) -> None:
        for row in table.iterchildren("{*}tr"):
            self.story.row([self._below(cell) for cell in row.iterchildren("{*}tc")])

    def _below(self, thing: Any) -> list[str]:
        """The paragraphs of a note, header, cell or box as texts."""
        told: list[str] = []
        for paragraph in (p for below in _lists(thing) for p in below.iterchildren("{*}p")):
            text, after = self._words(paragraph)
            told += [text, *(words for inner in after for words in self._below(inner))]
        return told


def _lists(thing: Any) -> Iterator[Any]:
    """The outermost lists of paragraphs below a thing, in order."""
    stack = list(reversed(thing))
    while stack:
        element = stack.pop()
        if local(element) == "subList":
            yield element
        else:
            stack.extend(reversed(element))


def _state(root: Any, assembly: Assembly) -> None:
    for element in () if root is None else root.iter():
        name = local(element)
        wanted = _STATED.get(element.get("name", "") if name == "meta" else name)
        if wanted:
            value = element.text or ""
            assembly.state(wanted, value[:10] if wanted == "date" else value, f"HWPX {name}")
