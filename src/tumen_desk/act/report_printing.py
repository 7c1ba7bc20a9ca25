"""A report as PDF, DOCX and one HTML file. Text goes in as data, never as markup; nothing is fetched from anywhere."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from django.template.loader import render_to_string

from tumen_desk.act.footnotes import Footnotes
from tumen_desk.act.report_set import Block, Part, Run, Set
from tumen_desk.act.typesetting import docx_bytes, plain_docx, typeset

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

_PAGE: Final = """
#set text(size: 10.5pt)
#set par(leading: 0.7em, spacing: 0.95em)
#set table(stroke: 0.4pt + luma(160), inset: 5pt)
#show heading: set block(above: 1.5em, below: 0.7em)
#let noted = state("noted", ())
#let mark(n) = context {
  if n in noted.get() [#super(str(n))] else {
    footnote(numbering: _ => str(n))[#d.notes.at(n - 1)]
    noted.update(x => x + (n,))
  }
}
#let words(runs) = for r in runs {
  r.text
  for n in r.notes { mark(n) }
}
#if d.draft != "" [#block(fill: luma(230), inset: 6pt, width: 100%)[#d.draft]]
#text(size: 20pt, weight: "bold")[#d.title]
#if d.subtitle != "" [#linebreak()#text(size: 13pt)[#d.subtitle]]
#if d.authors != "" [#par[#d.authors]]
#par[#text(size: 9pt)[#d.day]]
#if d.parts.len() > 3 [#outline(title: none, depth: 1)]
#for p in d.parts [
  #if p.title != "" [#heading(level: 1)[#p.title]]
  #for b in p.blocks [
    #if b.kind == "item" [#list(words(b.runs))]
    #if b.kind == "paragraph" [#par[#words(b.runs)]]
    #if b.kind == "table" [#block(breakable: false)[#text(size: 9pt)[#table(
      columns: b.rows.at(0).len(),
      table.header(..b.rows.at(0).map(c => strong(c))),
      ..b.rows.slice(1).flatten(),
    )]]]
    #if b.kind == "picture" [#figure(
      image(bytes(b.svg), format: "svg", width: 100%, alt: b.caption), caption: [#b.caption], numbering: none,
    )]
  ]
]
"""
_WORDS: Final = {
    "en": ("Contents", "Notes", "back to the text"), "ko": ("차례", "주", "본문으로"),
    "zh": ("目录", "注释", "返回正文"),
}  # fmt: skip
_PAGE_WIDTH_CM: Final = 15


def as_pdf(report: Set) -> bytes:
    """The report as PDF with embedded fonts and footnotes.

    Raises:
        NoFont: Korean or Chinese stands in it and no font for it is installed.
    """
    return typeset(_PAGE, _material(report), words=report.plain())


def _material(report: Set) -> dict[str, Any]:
    return {
        "title": report.title, "subtitle": report.subtitle, "authors": report.authors, "day": report.day,
        "reference": report.reference, "language": report.language, "draft": report.draft, "notes": list(report.notes),
        "parts": [{"title": p.title, "blocks": [_block(b) for b in p.blocks]} for p in report.parts],
    }  # fmt: skip


def _block(block: Block) -> dict[str, Any]:
    return {
        "kind": block.kind, "caption": block.caption, "svg": block.svg, "rows": [list(r) for r in block.rows],
        "runs": [{"text": r.text, "notes": list(r.notes)} for r in block.runs],
    }  # fmt: skip


def as_docx(report: Set) -> bytes:
    """The report as DOCX: plain styles, footnotes of the word processor."""
    document = plain_docx(
        title=report.title, author=report.authors, reference=report.reference, language=report.language
    )
    if report.draft:
        document.add_paragraph(report.draft)
    document.add_heading(report.title, level=0)
    for line in filter(None, (report.subtitle, report.authors, report.day)):
        document.add_paragraph(line)
    notes = Footnotes(document, report.notes)
    for part in report.parts:
        if part.title:
            document.add_heading(part.title, level=1)
        for block in part.blocks:
            _docx_block(document, block, notes)
    notes.write()
    return docx_bytes(document)


def _docx_block(document: Any, block: Block, notes: Footnotes) -> None:
    if block.kind == "table":
        table = document.add_table(rows=0, cols=len(block.rows[0]), style="Table Grid")
        for row in block.rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        document.add_paragraph()
    elif block.kind == "picture":
        from docx.shared import Cm

        document.add_picture(BytesIO(_png(block.svg)), width=Cm(_PAGE_WIDTH_CM))
        document.add_paragraph(block.caption)
    else:
        style = "List Bullet" if block.kind == "item" else None
        _docx_runs(document.add_paragraph(style=style), block.runs, notes)


def _docx_runs(paragraph: Paragraph, runs: tuple[Run, ...], notes: Footnotes) -> None:
    for run in runs:
        paragraph.add_run(run.text)
        for note in run.notes:
            notes.cite(paragraph, note)


def _png(svg: str) -> bytes:
    """A chart as a picture for word processors, which do not all draw SVG."""
    import vl_convert

    made: bytes = vl_convert.svg_to_png(svg, scale=2)
    return made


def as_html(report: Set) -> str:
    """The report as one HTML file that asks for nothing else: jump list, headings, notes with ways back."""
    contents, notes, back = _WORDS.get(report.language, _WORDS["en"])
    context = {
        "report": report, "contents": contents, "notes": notes, "back": back,
        "parts": list(_html_parts(report)),
    }  # fmt: skip
    return str(render_to_string("act/printed_report.html", context))


def _html_parts(report: Set) -> Iterator[tuple[Part, list[tuple[str, Any]]]]:
    """Blocks of each part as the template shows them; items that follow one another are one list."""
    first = _FirstMarks()
    for part in report.parts:
        groups = groupby(part.blocks, key=lambda b: b.kind)
        yield part, [(kind, [_html_block(b, first) for b in blocks]) for kind, blocks in groups]


class _FirstMarks:
    """Which mark of a note is its first: an id is there once, and the way back leads to it."""

    def __init__(self) -> None:
        self._seen = set[int]()

    def is_first(self, number: int) -> bool:
        """Whether this note was not cited before."""
        fresh = number not in self._seen
        self._seen.add(number)
        return fresh


def _html_block(block: Block, first: _FirstMarks) -> dict[str, Any]:
    picture = base64.b64encode(block.svg.encode()).decode()
    return {
        "caption": block.caption, "rows": block.rows, "picture": f"data:image/svg+xml;base64,{picture}",
        "runs": [
            (r.text[1:-1] if r.quoted else r.text, r.quoted, [(n, first.is_first(n)) for n in r.notes])
            for r in block.runs
        ],
    }  # fmt: skip
