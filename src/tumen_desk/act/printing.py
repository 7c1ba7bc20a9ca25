"""A paper as DOCX and as PDF. Text goes in as data, never as markup; fonts are embedded in the PDF."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Final

from tumen.errors import NoFont

_FONTS: Final = {
    "ko": (
        "Noto Serif CJK KR",
        "Batang",
        "AppleMyungjo",
        "Noto Sans CJK KR",
        "Malgun Gothic",
        "Apple SD Gothic Neo",
    ),
    "zh": ("Noto Serif CJK SC", "SimSun", "Songti SC", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC"),
}
_LATIN: Final = "Libertinus Serif"
"""Comes with the PDF writer."""
_PAGE: Final = """
#let d = json(bytes(sys.inputs.paper))
#set document(title: d.title)
#set page(paper: "a4", margin: (x: 2.4cm, y: 2.2cm), footer: context [
  #set text(size: 8pt)
  #d.reference #h(1fr) #counter(page).display()
])
#set text(font: d.fonts, lang: d.language, size: 11pt)
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
#let d = json(bytes(sys.inputs.paper))
#set document(title: d.title)
#set page(paper: "a4", margin: (x: 2cm, y: 1.8cm), footer: context [
  #set text(size: 8pt)
  #d.reference #h(1fr) #counter(page).display()
])
#set text(font: d.fonts, lang: d.language, size: 10pt)
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
    import typst

    material = {
        "title": paper.title, "head": list(paper.head), "reference": paper.reference, "language": paper.language,
        "draft": paper.draft, "fonts": _fonts_for(paper),
        "sections": [{"title": s.title, "paragraphs": s.paragraphs} for s in paper.sections],
    }  # fmt: skip
    made = typst.compile(
        _PAGE.encode(), sys_inputs={"paper": json.dumps(material, ensure_ascii=False)}, format="pdf"
    )
    if not isinstance(made, bytes):
        raise TypeError("one document gives one file")
    return made


def petition_pdf(letter: Printed) -> bytes:
    """A sheet to sign: the letter, and numbered lines under it.

    Raises:
        NoFont: Korean or Chinese stands in it and no font for it is installed.
    """
    import typst

    columns = _COLUMNS.get(letter.language, _COLUMNS["en"])
    advice = _ADVICE.get(letter.language, _ADVICE["en"])
    words = "".join((letter.title, *(s.title + s.text for s in letter.sections), *columns, advice))
    material = {
        "title": letter.title, "reference": letter.reference, "language": letter.language, "columns": columns,
        "advice": advice, "rows": _LINES, "fonts": fonts_for(words, letter.language),
        "sections": [{"paragraphs": s.paragraphs} for s in letter.sections],
    }  # fmt: skip
    made = typst.compile(
        _SHEET.encode(), sys_inputs={"paper": json.dumps(material, ensure_ascii=False)}, format="pdf"
    )
    if not isinstance(made, bytes):
        raise TypeError("one document gives one file")
    return made


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
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(12)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), east_asian_font(paper.language))
    document.core_properties.title, document.core_properties.author = paper.title, ""
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
    document.sections[0].footer.paragraphs[0].text = paper.reference
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def east_asian_font(language: str) -> str:
    """The font that a word processor uses for Korean or Chinese."""
    return _FONTS["zh" if language == "zh" else "ko"][1]


def _fonts_for(paper: Printed) -> list[str]:
    text = "".join((paper.title, *paper.head, *(s.title + s.text for s in paper.sections), paper.reference))
    return fonts_for(text, paper.language)


def fonts_for(text: str, language: str) -> list[str]:
    """Fonts in the order in which they are tried: Latin first, then those of the languages that stand in the text.

    Raises:
        NoFont: Korean or Chinese stands in it and no font for it is installed.
    """
    korean = any("\u1100" <= c <= "\u11ff" or "\uac00" <= c <= "\ud7a3" for c in text)
    chinese = any("\u3400" <= c <= "\u9fff" or "\uf900" <= c <= "\ufaff" for c in text)
    order = ("zh", "ko") if language == "zh" else ("ko", "zh")
    needed = [lang for lang in order if (korean and lang == "ko") or (chinese and (lang == "zh" or korean))]
    installed = _installed()
    fonts = [_LATIN]
    for needed_one in needed:
        found = [f for f in _FONTS[needed_one] if f in installed]
        if not found:
            raise NoFont(
                "No font for the language of this paper is installed on this machine.", language=needed_one
            )
        fonts += found
    return fonts


@lru_cache(maxsize=1)
def _installed() -> frozenset[str]:
    import typst

    return frozenset(typst.Fonts().families())
