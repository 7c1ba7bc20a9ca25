"""Small real files, written byte by byte, so that no program and no fixture file is needed."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Sequence

import docx
import pytest

Pdf = Callable[..., bytes]


def _escape(line: str) -> bytes:
    return line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _show(line: str) -> bytes:
    """Latin in Helvetica; anything else through the standard Korean CID font, two bytes a letter."""
    try:
        return b"/F1 11 Tf (" + _escape(line) + b") Tj"
    except UnicodeEncodeError:
        return b"/F2 11 Tf <" + line.encode("utf-16-be").hex().encode() + b"> Tj"


def _page_content(paragraphs: Sequence[Sequence[str]]) -> bytes:
    """Lines 14 points apart, paragraphs 28."""
    out, y = [b"BT"], 780
    for paragraph in paragraphs:
        for line in paragraph:
            out.append(b"1 0 0 1 72 %d Tm " % y + _show(line))
            y -= 14
        y -= 14
    return b"\n".join([*out, b"ET"])


def write_pdf(
    pages: Sequence[Sequence[Sequence[str]]],
    *,
    stated: bytes = b"",
    extra: bytes = b"",
    contents: Sequence[bytes] = (),
) -> bytes:
    """A PDF 1.4 with one stream a page. `contents` replaces the drawn text, `extra` goes into the catalogue."""
    streams = list(contents) or [_page_content(page) for page in pages]
    first = 7
    kids = b" ".join(b"%d 0 R" % (first + 2 * i) for i in range(len(streams)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + extra + b" >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % len(streams),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /HYSMyeongJo-Medium /Encoding /UniKS-UCS2-H"
        b" /DescendantFonts [5 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HYSMyeongJo-Medium /DW 1000 /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (Korea1) /Supplement 1 >> /FontDescriptor << /Type /FontDescriptor"
        b" /FontName /HYSMyeongJo-Medium /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 880"
        b" /Descent -120 /CapHeight 700 /StemV 80 >> >>",
        b"<< " + stated + b" >>",
    ]
    for index, stream in enumerate(streams):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R" % (first + 2 * index + 1)
            + b" /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
        )
        objects.append(b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream")
    return _numbered(objects)


def _numbered(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
    )
    return bytes(out)


def write_bomb_pdf() -> bytes:
    """A page whose stream unpacks, through two layers, to 1 GiB of spaces, from a few kilobytes."""
    mebibyte, packer = b" " * (1 << 20), zlib.compressobj(9, zlib.DEFLATED, -15)
    block, total = packer.compress(mebibyte) + packer.flush(zlib.Z_FULL_FLUSH), 1
    for _ in range(1024):
        total = zlib.adler32(mebibyte, total)
    # A fully flushed block can be repeated; an empty last block (03 00) and the checksum end the stream.
    inner = b"\x78\xda" + block * 1024 + b"\x03\x00" + total.to_bytes(4, "big")
    outer = zlib.compress(inner, 9)
    content = (
        b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n" % len(outer)
        + outer
        + b"\nendstream"
    )
    whole = write_pdf([[["x"]]])
    start, end = whole.index(b"8 0 obj\n") + 8, whole.index(b"endobj", whole.index(b"8 0 obj"))
    return whole[:start] + content + b"\n" + whole[end:]


def word_bytes(fill: Callable[[docx.document.Document], object]) -> bytes:
    """A DOCX as python-docx saves it after `fill` has written into it."""
    document = docx.Document()
    fill(document)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def replace_part(
    container: bytes, name: str, content: bytes | None, *, more: dict[str, bytes] | None = None
) -> bytes:
    """The same zip container with one part changed (None: as it was) and others added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(container)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            changed = content is not None and entry.filename == name
            new.writestr(entry.filename, content if changed else old.read(entry))
        for added, body in (more or {}).items():
            new.writestr(added, body)
    return out.getvalue()


@pytest.fixture
def pdf() -> Pdf:
    return write_pdf


@pytest.fixture(scope="session")
def bomb_pdf() -> bytes:
    return write_bomb_pdf()


@pytest.fixture
def word() -> Callable[..., bytes]:
    return word_bytes


@pytest.fixture
def repack() -> Callable[..., bytes]:
    return replace_part
