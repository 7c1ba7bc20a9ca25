"""What kind of file bytes are, told by the bytes; the name is only compared with it."""

from __future__ import annotations

import re
from pathlib import PurePath

from tumen.errors import EmptyDocument, EncryptedDocument, UnsupportedDocument

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML = "text/html"
TEXT = "text/plain"
HWP = "application/x-hwp"
HWPX = "application/hwp+zip"
ODT = "application/vnd.oasis.opendocument.text"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAIL = "message/rfc822"
ZIP = "application/zip"
"""Any zip container: which kind it is, its parts say (`Container.media_type`)."""

IN_ZIP = frozenset((DOCX, HWPX, ODT, XLSX))
HEAD_BYTES = 4096

_BY_EXTENSION = {
    ".pdf": PDF, ".docx": DOCX, ".docm": DOCX, ".htm": HTML, ".html": HTML, ".xhtml": HTML,
    ".txt": TEXT, ".text": TEXT, ".md": TEXT, ".hwp": HWP, ".hwpx": HWPX, ".odt": ODT, ".xlsx": XLSX, ".xlsm": XLSX,
    ".eml": MAIL, ".mht": MAIL, ".mhtml": MAIL,
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
_FIELD = re.compile(rb"([A-Za-z][\w-]*):[^\n]*\n(?:[ \t]+[^\n]*\n)*")
_OF_LETTERS = frozenset((b"from", b"date", b"subject", b"to"))
_BY_PROGRAMS = frozenset((b"mime-version", b"message-id", b"received", b"return-path", b"delivered-to"))


def sniff(content: bytes) -> str:
    """The media type of `content`: PDF, ZIP (any zip container, looked into later), HWP, MAIL, HTML or TEXT.

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
        return ZIP
    if head.startswith(_COMPOUND):
        _refuse_other_compounds(content)
        return HWP
    for start, name in _REFUSED:
        if head.startswith(start):
            raise UnsupportedDocument(f"This is a {name}.", kind=name)
    if b"ftyp" in head[4:12]:
        raise UnsupportedDocument("This is a film or sound (MP4 family).", kind="MP4")
    if _is_letter(head):
        return MAIL
    return HTML if _is_html(head) else TEXT


def expected_from_name(name: str | None) -> str | None:
    """The media type that the ending of a name promises, or None."""
    return _BY_EXTENSION.get(PurePath(name).suffix.lower()) if name else None


def parser_for_name(name: str | None) -> str:
    """Which parser to keep ready for a file of this name; files in zip containers share one."""
    expected = expected_from_name(name) or TEXT
    return ZIP if expected in IN_ZIP else expected


def _refuse_other_compounds(content: bytes) -> None:
    """The OLE container holds HWP 5, sealed DOCX or DOC. Told by stream names, written in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise EncryptedDocument("The Office file is sealed with a password.")
    if b"HWP Document File" not in content:
        kind = "Word 97 or other old Office document"
        raise UnsupportedDocument(f"This is a {kind}.", kind=kind)


def _is_letter(head: bytes) -> bool:
    """A head of fields as only programs write them: a memo that begins with From and To is no letter."""
    names, at = set(), 0
    head = head.replace(b"\r\n", b"\n")
    while (found := _FIELD.match(head, at)) and found.end() > at:
        names.add(found[1].lower())
        at = found.end()
    return len(names & _OF_LETTERS) > 0 and len(names & _BY_PROGRAMS) > 0


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
