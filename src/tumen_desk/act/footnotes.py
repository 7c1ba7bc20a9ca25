"""Footnotes of a word processor: a part of the file of their own, so that they stand at the foot of the page.

The library that writes DOCX has none.

Source: ECMA-376, part 1 (2016), 17.11 (footnotes and their references), 17.16.5 (NOTEREF, for a note cited again).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_SEPARATORS: Final = ("separator", "continuationSeparator")
_FIRST: Final = len(_SEPARATORS) - 1  # separators are numbered -1 and 0, notes from 1
_MARK: Final = "_note"
"""How the bookmark around the first mark of a note begins."""


class Footnotes:
    """The footnotes of one document, gathered while it is written.

    Args:
        document: The document.
        notes: Their texts; the first has the number 1.
    """

    def __init__(self, document: Document, notes: tuple[str, ...]) -> None:
        self._document, self._notes, self._cited = document, notes, set[int]()

    def cite(self, paragraph: Paragraph, number: int) -> None:
        """The mark of a note at the end of a paragraph; a note that was cited before is pointed to."""
        if number in self._cited:
            paragraph._p.append(_again(number))  # the library has no other way in
            return
        self._cited.add(number)
        start = _element("bookmarkStart", id=number, name=f"{_MARK}{number}")
        for element in (
            start,
            _run(_element("footnoteReference", id=number)),
            _element("bookmarkEnd", id=number),
        ):
            paragraph._p.append(element)

    def write(self) -> None:
        """Put every note into the file; nothing when there is none."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.oxml import serialize_part_xml
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        if not self._notes:
            return
        root = _element("footnotes")
        for at, kind in enumerate(_SEPARATORS):
            root.append(_separator(kind, at - _FIRST))
        for number, text in enumerate(self._notes, start=1):
            root.append(_note(number, text))
        package = self._document.part.package
        part = Part(PackURI("/word/footnotes.xml"), _TYPE, serialize_part_xml(root), package)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _element(tag: str, **attributes: object) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def _run(*inside: Any) -> Any:
    run, properties = _element("r"), _element("rPr")
    properties.append(_element("vertAlign", val="superscript"))
    for element in (properties, *inside):
        run.append(element)
    return run


def _again(number: int) -> Any:
    field = _element("fldSimple", instr=f" NOTEREF {_MARK}{number} \\h ")
    field.append(_run(_words(str(number))))
    return field


def _words(text: str) -> Any:
    from docx.oxml.ns import qn

    made = _element("t")
    made.text = text
    made.set(qn("xml:space"), "preserve")
    return made


def _separator(kind: str, number: int) -> Any:
    run = _element("r")
    run.append(_element(kind))
    return _footnote(number, run, type=kind)


def _note(number: int, text: str) -> Any:
    words = _element("r")
    words.append(_words(f" {text}"))
    return _footnote(number, _run(_element("footnoteRef")), words)


def _footnote(number: int, *runs: Any, **attributes: object) -> Any:
    made, paragraph = _element("footnote", **attributes, id=number), _element("p")
    for run in runs:
        paragraph.append(run)
    made.append(paragraph)
    return made
