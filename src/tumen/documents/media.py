"""What kind of file bytes are, told by the bytes; the name is only compared with it."""

from __future__ import annotations

import re
from pathlib import PurePath

from tumen.errors import EmptyDocument, EncryptedDocument, UnsupportedDocument

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML = "text/html"
TEXT = "text/plain"

HEAD_BYTES = 4096

_BY_EXTENSION = {
    ".pdf": PDF, ".docx": DOCX, ".docm": DOCX, ".htm": HTML, ".html": HTML, ".xhtml": HTML,
    ".txt": TEXT, ".text": TEXT, ".md": TEXT,
}  # fmt: skip

# First bytes of what is not read, with a word a person knows. Longer before shorter.
_REFUSED = (
    (b"{\\rtf", "RTF"), (b"\x89PNG\r\n\x1a\n", "PNG picture"), (b"\xff\xd8\xff", "JPEG picture"),
    (b"GIF8", "GIF picture"), (b"II*\x00", "TIFF picture"), (b"MM\x00*", "TIFF picture"),
    (b"\x1f\x8b", "gzip archive"), (b"BZh", "bzip2 archive"), (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"Rar!\x1a\x07", "RAR archive"), (b"\xfd7zXZ\x00", "xz archive"), (b"MZ", "Windows program"),
    (b"\x7fELF", "Linux program"), (b"SQLite format 3\x00", "SQLite database"), (b"ID3", "MP3 sound"),
    (b"OggS", "Ogg sound or film"), (b"\x1aE\xdf\xa3", "Matroska film"), (b"PAR1", "Parquet table"),
    (b"PK\x05\x06", "empty zip archive"), (b"HWP Document File V", "HWP 3 document"),
)  # fmt: skip
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML_START = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta)\b", re.I)
_HTML_BLOCK = re.compile(rb"<(p|div|h[1-6]|ul|ol|table|article|section)\b[^>]{0,500}>", re.I)
_MHTML = re.compile(rb"^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*content-type:\s*multipart/related", re.I)


def sniff(content: bytes) -> str:
    """The media type of `content`: PDF, DOCX (any zip container, looked into later), HTML or TEXT.

    Raises:
        EmptyDocument: there are no bytes.
        EncryptedDocument: an Office file sealed with a password.
        UnsupportedDocument: a kind that is not read.
    """
    if not content:
        raise EmptyDocument("The file is empty.")
    head = content[:HEAD_BYTES]
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return DOCX
    if head.startswith(_COMPOUND):
        _refuse_compound(content)
    for start, name in _REFUSED:
        if head.startswith(start):
            raise UnsupportedDocument(f"This is a {name}.", kind=name)
    if b"ftyp" in head[4:12]:
        raise UnsupportedDocument("This is a film or sound (MP4 family).", kind="MP4")
    if _MHTML.match(head):
        raise UnsupportedDocument("This is a web archive (MHTML).", kind="MHTML")
    return HTML if _is_html(head) else TEXT


def expected_from_name(name: str | None) -> str | None:
    """The media type that the ending of a name promises, or None."""
    return _BY_EXTENSION.get(PurePath(name).suffix.lower()) if name else None


def _refuse_compound(content: bytes) -> None:
    """The old Office container: sealed DOCX, HWP 5, DOC. Told by stream names, written in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise EncryptedDocument("The Office file is sealed with a password.")
    kind = "HWP 5 document" if b"HWP Document File" in content else "Word 97 or other old Office document"
    raise UnsupportedDocument(f"This is a {kind}.", kind=kind)


def _is_html(head: bytes) -> bool:
    plain = head.removeprefix(b"\xef\xbb\xbf")
    if plain.startswith((b"\xff\xfe", b"\xfe\xff")):
        plain = plain.replace(b"\0", b"")[2:]
    plain = _without_preamble(plain)
    if _HTML_START.match(plain):
        return True
    # A fragment without a head: it must begin with a tag and hold several blocks.
    return plain.startswith(b"<") and len(_HTML_BLOCK.findall(plain)) >= 2


def _without_preamble(head: bytes) -> bytes:
    """Drop white space, comments and an XML declaration; a pattern for this would backtrack without end."""
    head = head.lstrip()
    while head.startswith((b"<!--", b"<?xml")):
        mark = b"-->" if head.startswith(b"<!--") else b"?>"
        _, found, rest = head.partition(mark)
        if not found:
            break
        head = rest.lstrip()
    return head
