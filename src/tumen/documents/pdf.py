"""PDF: the text layer page by page, with lines gathered into paragraphs.

A PDF knows no paragraphs, only letters at places. Lines are taken from the parser; a new paragraph
begins where the step down the page, the size of letters or the margin changes. Lines keep their
ends inside a paragraph, and a word divided at a line end keeps its hyphen, because joining would
have to guess which hyphens are part of the word.
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from tumen.documents.assembly import Assembly
from tumen.documents.limits import Clock, Limits, refuse_above
from tumen.errors import BrokenDocument, EncryptedDocument

_PDF_DATE = re.compile(r"D?:?(\d{4})(\d{2})?(\d{2})?")
# /OpenAction alone is no sign: every office program writes one to set the zoom.
_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|RichMedia)\b|/JS\s*[(<]")


@dataclass(frozen=True, slots=True)
class _Line:
    """One printed line: its words, baseline and left edge in points, size of letters (0: not known)."""

    text: str
    baseline: float
    left: float
    right: float
    size: float


def read_pdf(content: bytes, assembly: Assembly, clock: Clock) -> None:
    """Read the text layer of a PDF.

    A hostile PDF can make the parser abort the whole process; use `read_in_jail` for what strangers send.

    Raises:
        EncryptedDocument: it opens only with a password.
        BrokenDocument: it cannot be opened.
        DocumentTooLarge: too many pages or characters.
        DocumentTimeout: the time ran out between two pages.
    """
    opened = open_pdf(content)
    try:
        refuse_above(assembly.limits.max_pages, len(opened), "pages")
        assembly.paged = True
        _read_pages(opened, assembly, clock)
        _state_metadata(opened, assembly)
        _warn_about_container(content, opened, assembly)
    finally:
        opened.close()


def grey_page(content: bytes, *, number: int, dots: int, limits: Limits) -> bytes:
    """One page drawn in shades of grey as PNG, for a machine to read.

    Args:
        content: the PDF.
        number: of the page, from 1.
        dots: per inch.
        limits: `max_pixels` holds for the page.

    Raises:
        BrokenDocument: there is no such page, or it cannot be drawn.
    """
    from tumen.documents.pictures import drawn

    opened = open_pdf(content)
    try:
        if not 1 <= number <= len(opened):
            raise BrokenDocument(f"The PDF has no page {number}.")
        page = opened[number - 1]
        scale = dots / 72
        refuse_above(
            limits.max_pixels, int(page.get_width() * scale) * int(page.get_height() * scale), "pixels"
        )
        return drawn(page.render(scale=scale, grayscale=True).to_pil().convert("L"), "PNG")
    except pypdfium2.PdfiumError:
        raise BrokenDocument(f"Page {number} cannot be drawn.") from None
    finally:
        opened.close()


def open_pdf(content: bytes) -> Any:
    """The PDF, for PDFium; whoever opens it closes it.

    Raises:
        EncryptedDocument: it is sealed with a password.
        BrokenDocument: it cannot be opened, or has no pages.
    """
    try:
        opened = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as fault:
        if getattr(fault, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise EncryptedDocument("The PDF opens only with a password.") from None
        raise BrokenDocument("The PDF cannot be opened: it is damaged or cut off.") from None
    if len(opened) == 0:
        opened.close()
        raise BrokenDocument("The PDF has no pages.")
    return opened


def _read_pages(opened: Any, assembly: Assembly, clock: Clock) -> None:
    empty: list[int] = []
    broken: list[int] = []
    for index in range(len(opened)):
        clock.check()
        assembly.begin_page()
        before = assembly.length
        try:
            lines = _lines(opened, index)
        except pypdfium2.PdfiumError:
            lines = []
            broken.append(index + 1)
        for paragraph in _gather(lines):
            assembly.add(paragraph)
        assembly.end_page()
        if assembly.length == before and index + 1 not in broken:
            empty.append(index + 1)
    _warn_about_pages(assembly, empty, broken, len(opened))


def _warn_about_pages(assembly: Assembly, empty: list[int], broken: list[int], count: int) -> None:
    if len(broken) == count:
        raise BrokenDocument("Not one page of the PDF can be read.")
    if broken:
        assembly.warn("broken-pages", f"{len(broken)} page(s) cannot be read.", pages=tuple(broken))
    if len(empty) + len(broken) == count:
        assembly.warn(
            "no-text-layer", "scanned: no text layer on any page; only pictures of text, or nothing."
        )
    elif empty:
        assembly.warn(
            "no-text-layer", f"scanned or blank: no text layer on {len(empty)} page(s).", pages=tuple(empty)
        )


def _lines(opened: Any, index: int) -> list[_Line]:
    page = opened[index]
    try:
        layer = page.get_textpage()
        try:
            return _lines_of(layer)
        finally:
            layer.close()
    finally:
        page.close()


def _lines_of(layer: Any) -> list[_Line]:
    """Split what the parser gives at its line ends, and ask where each line stands.

    Positions go by the parser's index of characters; for a letter beyond the basic plane it may be
    off by one, which moves a measured edge by one letter and no words.
    """
    try:
        text = layer.get_text_range(errors="replace")
    except AssertionError:  # the binding's own check of its buffer, for letters beyond the basic plane
        text = layer.get_text_bounded(errors="replace")
    lines: list[_Line] = []
    position = 0
    for raw in text.split("\r\n"):
        words = _readable(_without_joints(layer, raw, position))
        if words.strip():
            lines.append(_placed(layer, words, position, position + len(raw) - 1))
        position += len(raw) + 2
    return lines


_JOINT = re.compile(r"(?<=[0-9A-Za-z]) (?=[가-힣一-鿿])|(?<=[가-힣一-鿿]) (?=[0-9A-Za-z])")
JOINT = 0.205
"""Share of the letters' size. Typesetters put a fifth between Asian and Latin letters; a space is wider."""


def _without_joints(layer: Any, line: str, position: int) -> str:
    """Take out spaces that the parser made of the fine gap between 2008 and 년."""
    made = [m.start() for m in _JOINT.finditer(line) if _is_joint(layer, position + m.start())]
    for place in reversed(made):
        line = line[:place] + line[place + 1 :]
    return line


def _is_joint(layer: Any, index: int) -> bool:
    if pdfium.FPDFText_GetUnicode(layer, index) != ord(" ") or pdfium.FPDFText_IsGenerated(layer, index) != 1:
        return False
    before, after = pdfium.FS_RECTF(), pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(layer, index - 1, before)
    pdfium.FPDFText_GetLooseCharBox(layer, index + 1, after)
    gap = after.left - before.right
    return bool(0 <= gap <= JOINT * pdfium.FPDFText_GetFontSize(layer, index + 1))


def _placed(layer: Any, words: str, first: int, last: int) -> _Line:
    x, y = ctypes.c_double(), ctypes.c_double()
    known = pdfium.FPDFText_GetCharOrigin(layer, first, x, y)
    end_x, end_y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(layer, last, end_x, end_y)
    size = pdfium.FPDFText_GetFontSize(layer, first)
    return _Line(words, y.value if known else 0.0, x.value, end_x.value, size if known else 0.0)


def _readable(line: str) -> str:
    """The parser writes U+0002 (or U+FFFE) for a hyphen at a line end, and joins the lines."""
    return line.replace("\x02", "-\n").replace("￾", "-\n").replace("\0", "�").replace("\r", " ").rstrip()


def _gather(lines: list[_Line]) -> list[str]:
    """Lines to paragraphs."""
    usual = _usual_step(lines)
    widest = max((line.right for line in lines), default=0.0)
    paragraphs: list[list[str]] = []
    for index, line in enumerate(lines):
        if index == 0 or _begins_paragraph(lines[index - 1], line, usual, widest):
            paragraphs.append([])
        paragraphs[-1].append(line.text)
    return ["\n".join(paragraph) for paragraph in paragraphs]


def _usual_step(lines: list[_Line]) -> float:
    """From line to line inside a paragraph: the lower quarter, because steps between paragraphs are wider.

    Steps of less than 0.7 of the letters' size are raised or lowered signs on the same line.
    """
    steps = sorted(
        a.baseline - b.baseline for a, b in pairwise(lines) if a.baseline - b.baseline > 0.7 * b.size
    )
    if not steps:
        return 0.0
    # Where single lines stand far apart, no step is one inside a paragraph; double spacing is 2.3 letters.
    return min(steps[len(steps) // 4], 1.75 * max(line.size for line in lines))


_SENTENCE_END = tuple(".!?:;…。！？：；”’\"')）」』")


def _begins_paragraph(before: _Line, line: _Line, usual: float, widest: float) -> bool:
    """A paragraph begins after a wider step, with other letters, an indent, or after a short last line."""
    step = before.baseline - line.baseline
    size = max(line.size, before.size)
    if usual and (step > 1.35 * usual or step < -0.5 * usual):
        return True
    if size and abs(line.size - before.size) > 0.15 * size:
        return True
    if size and line.left - before.left > 0.8 * size and before.text.endswith(_SENTENCE_END):
        return True
    # Without indents or gaps, a paragraph ends where a line stops well short and closes a sentence.
    return before.text.endswith(_SENTENCE_END) and widest > 0 and before.right < 0.75 * widest


def _state_metadata(opened: Any, assembly: Assembly) -> None:
    for key, field in (
        ("Title", "title"),
        ("Author", "author"),
        ("CreationDate", "date"),
        ("ModDate", "modified"),
    ):
        try:
            value = opened.get_metadata_value(key)
        except (
            UnicodeDecodeError
        ):  # half a surrogate pair: what the file says of itself is lost, its text is not
            assembly.warn("metadata-unreadable", "Something the PDF says of itself cannot be decoded.")
            continue
        assembly.state(field, _edtf(value) if key.endswith("Date") else value, f"PDF {key}")


def _edtf(stated: str | None) -> str | None:
    """`D:20180924…` as 2018-09-24, with as much as is there; anything else as it stands."""
    found = _PDF_DATE.match(stated or "")
    return "-".join(part for part in found.groups() if part) if found else stated


def _warn_about_container(content: bytes, opened: Any, assembly: Assembly) -> None:
    if b"%%EOF" not in content[-2048:]:
        assembly.warn("truncated", "The PDF has no end mark; pages may be missing.")
    if _ACTIVE.search(content):
        assembly.warn("active-content", "The PDF asks its reader to run or open something; nothing was run.")
    attached = opened.count_attachments()
    if attached > 0:
        assembly.warn("attachments", f"{attached} file(s) are attached inside and were not read.")
