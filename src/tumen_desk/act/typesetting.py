"""What every paper of this room is made with: PDF from a typesetter, a plain DOCX, fonts for each language in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from tumen.errors import NoFont

if TYPE_CHECKING:
    from docx.document import Document

MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
}
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
_BODY_POINTS: Final = 12
_HEAD: Final = """
#let d = json(bytes(sys.inputs.material))
#set document(title: d.title)
#set page(paper: "a4", margin: (x: 2.4cm, y: 2.2cm), footer: context [
  #set text(size: 8pt)
  #d.reference #h(1fr) #counter(page).display()
])
#set text(font: d.fonts, lang: d.language)
"""


def typeset(page: str, material: Mapping[str, Any], *, words: str) -> bytes:
    """A PDF with its fonts embedded. Text goes in as data, never as markup.

    Args:
        page: How it looks, in Typst; `d` holds the material.
        material: `title`, `reference` for the foot, `language`, and whatever the page asks for.
        words: All that stands in it, for which fonts are needed.

    Raises:
        NoFont: Korean or Chinese stands in it and no font for it is installed.
    """
    import typst

    given = {**material, "fonts": fonts_for(words, material["language"])}
    made = typst.compile(
        (_HEAD + page).encode(),
        sys_inputs={"material": json.dumps(given, ensure_ascii=False)},
        format="pdf",
    )
    if not isinstance(made, bytes):
        raise TypeError("one document gives one file")
    return made


def plain_docx(*, title: str, author: str, reference: str, language: str) -> Document:
    """An empty DOCX of plain styles, Times New Roman 12, with its reference in the foot."""
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(_BODY_POINTS)
    east_asian = _FONTS["zh" if language == "zh" else "ko"][1]
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), east_asian)
    document.core_properties.title, document.core_properties.author = title, author
    document.sections[0].footer.paragraphs[0].text = reference
    return document


def docx_bytes(document: Document) -> bytes:
    """The document as a file."""
    out = BytesIO()
    document.save(out)
    return out.getvalue()


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
