"""DOCX: the words as Word shows them with all changes accepted.

The parts are walked as XML and not through a document model: text in content controls, text boxes,
tracked insertions and notes is invisible to the usual model, and would be lost without a sign.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tumen.documents.assembly import Assembly
from tumen.documents.container import Container
from tumen.documents.document import Kind
from tumen.documents.limits import Clock

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CORE = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://purl.org/dc/elements/1.1/}creator": "author",
    "{http://purl.org/dc/elements/1.1/}language": "language",
    "{http://purl.org/dc/terms/}created": "date",
    "{http://purl.org/dc/terms/}modified": "modified",
}
_SIGNS = {
    "tab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
    "ptab": "\t",
}
_NOT_SHOWN = {
    "instrText",
    "delInstrText",
    "pPr",
    "rPr",
    "tblPr",
    "trPr",
    "tcPr",
    "sectPr",
    "Fallback",
    "moveFrom",
}


@dataclass(slots=True)
class _Counts:
    """What was met on the way that a reader must be told."""

    deleted: list[str] = field(default_factory=list)
    inserted: int = 0
    lists: int = 0
    pictures: int = 0
    notes: dict[tuple[str, str], int] = field(default_factory=dict)


def read_word(container: Container, assembly: Assembly, clock: Clock) -> None:
    """Read a DOCX.

    Notes stand after the body, marked `[1]` there and where they are called. Page headers, comments
    and deleted words go to `left_out`.

    Raises:
        DocumentError: one of its leaves; see `Container`.
    """
    counts = _Counts()
    for kind, text in _blocks(container.xml("word/document.xml"), counts):
        clock.check()
        assembly.add(text, kind=kind)
    _add_notes(container, assembly, counts, clock)
    _leave_out(container, assembly, counts)
    _state_metadata(container, assembly)
    _warn(container, assembly, counts)


def _name(element: Any) -> str:
    """The local name of a Word element, `` for any other."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    for space in (_W, _STRICT, _COMPATIBILITY):
        if tag.startswith(space):
            return tag[len(space) :]
    return tag.rpartition("}")[2] if tag.endswith(("}blip", "}imagedata")) else ""


def _value(element: Any, name: str) -> str:
    return element.get(_W + name) or element.get(_STRICT + name) or ""


def _blocks(root: Any, counts: _Counts) -> Iterator[tuple[Kind, str]]:
    """Paragraphs and table rows in order. A stack instead of recursion: nesting is the file's choice."""
    stack = [] if root is None else [root]
    while stack:
        element = stack.pop()
        name = _name(element)
        if name == "p":
            boxes: list[Any] = []
            text = _paragraph(element, counts, boxes)
            yield ("heading" if _is_heading(element) else "text"), text
            stack.extend(reversed(boxes))
        elif name == "tr" and (row := _simple_row(element, counts)) is not None:
            yield "row", row
        elif name not in _NOT_SHOWN:
            stack.extend(reversed(element))


def _simple_row(row: Any, counts: _Counts) -> str | None:
    """A row with at most one paragraph a cell, as cells divided by tabs; None for tables made for layout."""
    cells = [child for child in row.iter() if _name(child) == "tc"]
    cells_text = []
    for cell in cells:
        paragraphs = [child for child in cell.iter() if _name(child) == "p"]
        nested = any(_name(child) in ("tbl", "txbxContent") for child in cell.iter())
        if len(paragraphs) > 1 or nested:
            return None
        cells_text.append(" ".join(_paragraph(p, counts, []) for p in paragraphs).strip())
    return "\t".join(cells_text)


def _is_heading(paragraph: Any) -> bool:
    for child in paragraph:
        if _name(child) == "pPr":
            styles = [_value(x, "val").lower() for x in child if _name(x) == "pStyle"]
            levels = any(_name(x) == "outlineLvl" for x in child)
            return levels or any(style.startswith(("heading", "title")) for style in styles)
    return False


def _paragraph(paragraph: Any, counts: _Counts, boxes: list[Any]) -> str:
    """The words of one paragraph; text boxes met inside are put on `boxes` to follow it."""
    pieces: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        name = _name(element)
        if name == "t":
            pieces.append(element.text or "")
        elif name in _SIGNS:
            pieces.append(_SIGNS[name])
        elif name in ("del", "moveFrom"):
            counts.deleted.append(
                "".join(x.text or "" for x in element.iter() if _name(x) in ("delText", "t"))
            )
        elif name in ("footnoteReference", "endnoteReference"):
            pieces.append(f"[{_number(counts, name.removesuffix('Reference'), _value(element, 'id'))}]")
        elif name == "txbxContent":
            boxes.append(element)
        elif name not in _NOT_SHOWN:
            _count(element, name, counts)
            stack.extend(reversed(element))
        elif name == "pPr":
            counts.lists += any(_name(x) == "numPr" for x in element)
    return "".join(pieces)


def _count(element: Any, name: str, counts: _Counts) -> None:
    if name in ("ins", "moveTo"):
        counts.inserted += 1
    elif name in ("blip", "imagedata"):
        counts.pictures += 1


def _number(counts: _Counts, kind: str, identity: str) -> int:
    """The running number of a note, in the order in which notes are called."""
    return counts.notes.setdefault((kind, identity), len(counts.notes) + 1)


def _add_notes(container: Container, assembly: Assembly, counts: _Counts, clock: Clock) -> None:
    """Notes in the order of their calls, then notes that nothing calls, so that none is lost."""
    bodies: dict[tuple[str, str], str] = {}
    for kind in ("footnote", "endnote"):
        root = container.xml(f"word/{kind}s.xml")
        for note in [] if root is None else root:
            clock.check()
            if _name(note) == kind and _value(note, "type") not in ("separator", "continuationSeparator"):
                words = [text for _, text in _blocks(note, counts)]
                bodies[(kind, _value(note, "id"))] = "\n".join(words).strip()
    called = [key for key in counts.notes if key in bodies]
    for key in called + [key for key in bodies if key not in counts.notes]:
        if bodies[key]:
            assembly.add(f"[{_number(counts, *key)}] {bodies[key]}", kind="note")


def _leave_out(container: Container, assembly: Assembly, counts: _Counts) -> None:
    for words in counts.deleted:
        assembly.leave_out(words, "deleted")
    for name in container.names:
        reason = _reason(name)
        if reason:
            for _, text in _blocks(container.xml(name), _Counts()):
                assembly.leave_out(text, reason)


def _reason(part: str) -> str | None:
    if not (part.startswith("word/") and part.endswith(".xml")):
        return None
    stem = part.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")
    return {"header": "page header", "footer": "page footer", "comments": "comment"}.get(stem)


def _state_metadata(container: Container, assembly: Assembly) -> None:
    root = container.xml("docProps/core.xml")
    for element in [] if root is None else root:
        found = _CORE.get(element.tag) if isinstance(element.tag, str) else None
        if found:
            value = element.text or ""
            # A time of day belongs to the machine that wrote the file, not to the document.
            value = value[:10] if found in ("date", "modified") else value
            assembly.state(found, value, f"DOCX {element.tag.rpartition('}')[2]}")


def _warn(container: Container, assembly: Assembly, counts: _Counts) -> None:
    if any(name.lower().endswith("vbaproject.bin") for name in container.names):
        assembly.warn("macros", "The document carries macros; they were not run.")
    if any("/embeddings/" in name or "/activeX/" in name for name in container.names):
        assembly.warn("attachments", "Other files are embedded inside and were not read.")
    if counts.deleted or counts.inserted:
        assembly.warn(
            "tracked-changes",
            f"Tracked: {counts.inserted} insertion(s) stand in it, {len(counts.deleted)} deletion(s) do not.",
        )
    if any(out.reason == "comment" for out in assembly.left_out):
        assembly.warn("comments", "Comments stand beside the text and were left out of it.")
    if counts.lists:
        assembly.warn("list-numbers", f"{counts.lists} list item(s) lost the number or mark that Word draws.")
    if counts.pictures:
        assembly.warn("pictures", f"{counts.pictures} picture(s); words in them were not read.")
