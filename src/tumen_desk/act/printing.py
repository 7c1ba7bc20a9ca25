"""A paper as DOCX and as PDF. Text goes in as data, never as markup; fonts are embedded in the PDF."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tumen.errors import NoFont
from tumen_desk.act.typesetting import docx_bytes, plain_docx, typeset

_PAGE: Final = """
#set text(size: 11pt)
#set par(leading: 0.7em, spacing: 0.9em)
#if d.draft != "" [#block(fill: luma(230), inset: 6pt, width: 100%)[#d.draft]]
#text(size: 15pt, weight: "bold")[#d.title]
#for line in d.head [#linebreak()#line]
#v(0.6em)
#for s in d.sections [
  #if s.title != "" [#block(below: 0.35em, text(weight: "bold", size: 9.5pt)[#s.title])]
  #for p in s.paragraphs [#par[#p]]
]
"""


_SHEET: Final = r"""
#set page(margin: (x: 2cm, y: 1.8cm))
#set text(size: 10pt)
#text(size: 14pt, weight: "bold")[#d.title]
#for s in d.sections [ #for p in s.paragraphs [#par[#p]] ]
#v(0.5em)
#table(columns: (auto, 1fr, 1fr, auto), stroke: 0.5pt + luma(120), inset: 7pt,
  table.header([\#], [#d.columns.at(0)], [#d.columns.at(1)], [#d.columns.at(2)]),
  ..range(1, d.rows + 1).map(n => (str(n), [], [], [])).flatten(),
)
#text(size: 8pt)[#d.advice]
"""
_COLUMNS: Final = {
    "en": ("Name", "Signature", "Town"), "ko": ("이름", "서명", "지역"), "zh": ("姓名", "签名", "城市"),
}  # fmt: skip
_ADVICE: Final = {
    "en": "Sign only if nobody at home can be harmed by it. Collected on this sheet: ______",
    "ko": "가족에게 해가 될 우려가 없을 때만 서명해 주십시오. 이 용지의 서명 수: ______",
    "zh": "只有在不会牵连家人时才签名。本页签名数：______",
}
_LINES: Final = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading, which may be empty, and paragraphs."""

    title: str
    text: str

    @property
    def paragraphs(self) -> list[str]:
        """Its lines that are not empty."""
        return [line for line in self.text.splitlines() if line.strip()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What stands on paper.

    Attributes:
        title: Above everything.
        head: Lines under the title: to whom, date.
        reference: In the foot of each page.
        language: Of the text.
        sections: In order.
        draft: What to say above a paper that may not leave yet; empty on one that may.
    """

    title: str
    head: tuple[str, ...]
    reference: str
    language: str
    sections: tuple[Section, ...]
    draft: str = ""


def as_pdf(paper: Printed) -> bytes:
    """The paper as PDF, fonts embedded.

    Raises:
        NoFont: Korean or Chinese stands in it and no font for it is installed.
    """
    material = {
        "title": paper.title, "head": list(paper.head), "reference": paper.reference, "language": paper.language,
        "draft": paper.draft, "sections": [{"title": s.title, "paragraphs": s.paragraphs} for s in paper.sections],
    }  # fmt: skip
    words = "".join((paper.title, *paper.head, *(s.title + s.text for s in paper.sections), paper.reference))
    return typeset(_PAGE, material, words=words)


def petition_pdf(letter: Printed) -> bytes:
    """A sheet to sign: the letter, and numbered lines under it.

    Raises:
        NoFont: Korean or Chinese stands in it and no font for it is installed.
    """
    columns = _COLUMNS.get(letter.language, _COLUMNS["en"])
    advice = _ADVICE.get(letter.language, _ADVICE["en"])
    material = {
        "title": letter.title, "reference": letter.reference, "language": letter.language, "columns": columns,
        "advice": advice, "rows": _LINES, "sections": [{"paragraphs": s.paragraphs} for s in letter.sections],
    }  # fmt: skip
    words = "".join((letter.title, *(s.title + s.text for s in letter.sections), *columns, advice))
    return typeset(_SHEET, material, words=words)


@lru_cache(maxsize=64)
def page_count(paper: Printed) -> int | None:
    """How many pages it has in print; None on a machine without a font for its language."""
    import pypdfium2

    try:
        return len(pypdfium2.PdfDocument(as_pdf(paper)))
    except NoFont:
        return None


def as_docx(paper: Printed) -> bytes:
    """The paper as DOCX: plain styles, Times New Roman 12, no bold in the text."""
    document = plain_docx(title=paper.title, author="", reference=paper.reference, language=paper.language)
    if paper.draft:
        document.add_paragraph(paper.draft)
    document.add_heading(paper.title, level=1)
    for line in paper.head:
        document.add_paragraph(line)
    for section in paper.sections:
        if section.title:
            document.add_heading(section.title, level=3)
        for paragraph in section.paragraphs:
            document.add_paragraph(paragraph)
    return docx_bytes(document)
