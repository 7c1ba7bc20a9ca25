"""Reads one tiny file of our own, so that a parser is loaded and warm before any stranger's file.

What a parser does only at its first file it would otherwise do in every fork: PDFium opens every font
of the system, and trafilatura reads the stop words of a hundred languages.
"""

from __future__ import annotations

import io
import zipfile
from importlib import import_module

from tumen.documents.media import HTML, HWP, MAIL, PDF, PNG, TEXT, ZIP
from tumen.documents.reader import read

_PDF = b"""%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 99 99] /Resources <</Font <</F 5 0 R>>>>>> endobj
4 0 obj <</Length 32>> stream
BT /F 9 Tf 9 50 Td (Warm.) Tj ET
endstream endobj
5 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> endobj
trailer <</Root 1 0 R>>
%%EOF
"""
# A long menu is what the second opinion on a page is asked about.
_MENU = b"<nav><p>" + b"One way leads here and another there. " * 4 + b"</p></nav>"
_HTML = (
    b"<html><head><title>Warm</title></head><body>" + _MENU + b"<p>Warm.</p><p>In May 2010.</p></body></html>"
)
_MAIL = (
    b"From: a@example.org\nMIME-Version: 1.0\nSubject: Warm\nDate: Mon, 3 May 2010 10:00:00 +0000\n\nWarm.\n"
)
_TEXT = "강을 건넌 사람들은 다음과 같다.\n" * 9
_WORD = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    b"<w:body><w:p><w:r><w:t>Warm.</w:t></w:r></w:p></w:body></w:document>"
)


def warm(media_type: str) -> None:
    """Load one parser and let it do what it does only once."""
    if media_type == HWP:  # a container of our own would be longer than what it saves
        import_module("tumen.documents.hangul")
        return
    if media_type == PNG:
        import_module("tumen.documents.pictures").warm()
        return
    samples = {PDF: _PDF, HTML: _HTML, ZIP: _docx(), MAIL: _MAIL, TEXT: _TEXT.encode("cp949")}
    if media_type == ZIP:
        for name in ("hangulx", "opentext", "sheet"):
            import_module(f"tumen.documents.{name}")
    read(samples[media_type])


def _docx() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        container.writestr("word/document.xml", _WORD)
    return out.getvalue()
