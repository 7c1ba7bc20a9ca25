"""A report as PDF, DOCX and one HTML file. Text goes in as data, never as markup; nothing is fetched from anywhere."""

from __future__ import annotations

import base64
import re
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from tumen_desk.act.report_text import Block, Part, Run, Set
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
_STYLE: Final = """
:root{color-scheme:light dark}body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.6 Georgia,
'Noto Serif','Noto Serif CJK KR','Noto Serif CJK SC',Batang,SimSun,serif}h1{line-height:1.2}.draft{border:3px solid;
padding:.6rem}table{border-collapse:collapse;font-size:.92rem}th,td{border:1px solid #888;padding:.3rem .5rem;
text-align:left}figure{margin:1.5rem 0}figure img{max-width:100%;background:#fff}.scroll{overflow-x:auto}
sup a{text-decoration:none;padding:0 .15em}.notes{font-size:.9rem}
a:focus{outline:3px solid}@media print{nav{display:none}}
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
    """The report as DOCX: plain styles; notes stand at the end, numbered as in the text."""
    document = plain_docx(
        title=report.title, author=report.authors, reference=report.reference, language=report.language
    )
    if report.draft:
        document.add_paragraph(report.draft)
    document.add_heading(report.title, level=0)
    for line in filter(None, (report.subtitle, report.authors, report.day)):
        document.add_paragraph(line)
    for part in report.parts:
        if part.title:
            document.add_heading(part.title, level=1)
        for block in part.blocks:
            _docx_block(document, block)
    if report.notes:
        document.add_heading(_WORDS.get(report.language, _WORDS["en"])[1], level=1)
        for number, note in enumerate(report.notes, start=1):
            document.add_paragraph(f"[{number}] {note}")
    return docx_bytes(document)


def _docx_block(document: Any, block: Block) -> None:
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
        _docx_runs(document.add_paragraph(style=style), block.runs)


def _docx_runs(paragraph: Paragraph, runs: tuple[Run, ...]) -> None:
    for run in runs:
        paragraph.add_run(run.text)
        for note in run.notes:
            paragraph.add_run(f"[{note}]").font.superscript = True


def _png(svg: str) -> bytes:
    """A chart as a picture for word processors, which do not all draw SVG."""
    import vl_convert

    made: bytes = vl_convert.svg_to_png(svg, scale=2)
    return made


def as_html(report: Set) -> str:
    """The report as one HTML file that asks for nothing else: jump list, headings, notes with ways back."""
    contents, notes, back = _WORDS.get(report.language, _WORDS["en"])
    seen: set[str] = set()

    def first_only(mark: re.Match[str]) -> str:
        """A footnote that stands twice leads back to its first place: an id is there once."""
        kept = "<sup>" if mark[1] in seen else mark[0]
        seen.add(mark[1])
        return kept

    parts = "".join(_html_part(number, part) for number, part in enumerate(report.parts, start=1))
    parts = re.sub(r'<sup id="r(\d+)">', first_only, parts)
    jumps = "".join(
        f'<li><a href="#s{number}">{escape(part.title)}</a></li>'
        for number, part in enumerate(report.parts, start=1)
        if part.title
    )
    listed = "".join(
        f'<li id="n{number}">{escape(note)} <a href="#r{number}" aria-label="{back}">↩</a></li>'
        for number, note in enumerate(report.notes, start=1)
    )
    head = "".join(f"<p>{escape(t)}</p>" for t in (report.subtitle, report.authors, report.day) if t)
    return (
        f'<!doctype html><html lang="{escape(report.language)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(report.title)}</title>'
        f"<style>{_STYLE}</style></head><body><header>"
        + (f'<p class="draft" role="note">{escape(report.draft)}</p>' if report.draft else "")
        + f'<h1>{escape(report.title)}</h1>{head}</header><nav aria-label="{contents}"><ol>{jumps}</ol></nav><main>'
        + parts
        + (f'<section class="notes"><h2>{notes}</h2><ol>{listed}</ol></section>' if listed else "")
        + f"</main><footer><p>{escape(report.reference)}</p></footer></body></html>"
    )


def _html_part(number: int, part: Part) -> str:
    title = f"<h2>{escape(part.title)}</h2>" if part.title else ""
    made, items = [], list[str]()
    for block in part.blocks:
        if block.kind == "item":
            items.append(f"<li>{_html_runs(block.runs)}</li>")
            continue
        made += [f"<ul>{''.join(items)}</ul>"] if items else []
        items = []
        made.append(_html_block(block))
    made += [f"<ul>{''.join(items)}</ul>"] if items else []
    return f'<section id="s{number}">{title}{"".join(made)}</section>'


def _html_block(block: Block) -> str:
    if block.kind == "picture":
        picture = base64.b64encode(block.svg.encode()).decode()
        source = f"data:image/svg+xml;base64,{picture}"
        words = escape(block.caption)
        return f'<figure><img src="{source}" alt="{words}"><figcaption>{words}</figcaption></figure>'
    if block.kind == "table":
        head = "".join(f'<th scope="col">{escape(c)}</th>' for c in block.rows[0])
        rows = "".join(f"<tr>{''.join(f'<td>{escape(c)}</td>' for c in r)}</tr>" for r in block.rows[1:])
        caption = f"<caption>{escape(block.caption)}</caption>"
        return f'<div class="scroll"><table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    return f"<p>{_html_runs(block.runs)}</p>"


def _html_runs(runs: tuple[Run, ...]) -> str:
    return "".join(
        (f"<q>{escape(r.text[1:-1])}</q>" if r.quoted else escape(r.text))
        + "".join(f'<sup id="r{n}"><a href="#n{n}">{n}</a></sup>' for n in r.notes)
        for r in runs
    )
