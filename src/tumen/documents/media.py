"""What kind of file bytes are, told by the bytes; the name is only compared with it."""

from __future__ import annotations

import re
import zlib
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
JPEG, PNG, TIFF, WEBP = "image/jpeg", "image/png", "image/tiff", "image/webp"
MP4, MATROSKA, WEBM = "video/mp4", "video/x-matroska", "video/webm"
MP3, MP4_SOUND, WAV, OGG, FLAC = "audio/mpeg", "audio/mp4", "audio/wav", "audio/ogg", "audio/flac"
WARC, WACZ = "application/warc", "application/wacz"
TRANSCRIPT = "text/vtt"
"""What is said in a film or sound, with times: WebVTT, or SubRip, which is read as the same."""
ZIP = "application/zip"
"""Any zip container: which kind it is, its parts say (`Container.media_type`)."""

IN_ZIP = frozenset((DOCX, HWPX, ODT, XLSX, WACZ))
PICTURES = frozenset((JPEG, PNG, TIFF, WEBP))
PLAYED = frozenset((MP4, MATROSKA, WEBM, MP3, MP4_SOUND, WAV, OGG, FLAC))
HEAD_BYTES = 4096

_BY_EXTENSION = {
    ".pdf": PDF, ".docx": DOCX, ".docm": DOCX, ".htm": HTML, ".html": HTML, ".xhtml": HTML,
    ".txt": TEXT, ".text": TEXT, ".md": TEXT, ".hwp": HWP, ".hwpx": HWPX, ".odt": ODT, ".xlsx": XLSX, ".xlsm": XLSX,
    ".eml": MAIL, ".mht": MAIL, ".mhtml": MAIL, ".jpg": JPEG, ".jpeg": JPEG, ".png": PNG, ".tif": TIFF, ".tiff": TIFF,
    ".webp": WEBP, ".mp4": MP4, ".m4v": MP4, ".mov": MP4, ".mkv": MATROSKA, ".webm": WEBM, ".mp3": MP3,
    ".m4a": MP4_SOUND, ".wav": WAV, ".ogg": OGG, ".oga": OGG, ".opus": OGG, ".flac": FLAC, ".vtt": TRANSCRIPT,
    ".srt": TRANSCRIPT, ".warc": WARC, ".gz": WARC, ".wacz": WACZ,
}  # fmt: skip

# First bytes of what is not read, with a word a person knows. Longer before shorter.
_REFUSED = (
    (b"{\\rtf", "RTF"), (b"GIF8", "GIF picture"),
    (b"\x1f\x8b", "gzip archive"), (b"BZh", "bzip2 archive"), (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"Rar!\x1a\x07", "RAR archive"), (b"\xfd7zXZ\x00", "xz archive"), (b"MZ", "Windows program"),
    (b"\x7fELF", "Linux program"), (b"SQLite format 3\x00", "SQLite database"), (b"PAR1", "Parquet table"),
    (b"PK\x05\x06", "empty zip archive"), (b"HWP Document File V", "HWP 3 document"),
)  # fmt: skip
_BY_START = (
    (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG), (b"II*\x00", TIFF), (b"MM\x00*", TIFF), (b"ID3", MP3),
    (b"\xff\xfb", MP3), (b"\xff\xf3", MP3), (b"OggS", OGG), (b"fLaC", FLAC), (b"WEBVTT", TRANSCRIPT),
    (b"\xef\xbb\xbfWEBVTT", TRANSCRIPT),
)  # fmt: skip
_CUE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*1\s*\r?\n\d{2}:\d{2}:\d{2},\d{3} --> \d{2}:\d{2}:\d{2},\d{3}")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML_START = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta)\b", re.I)
_HTML_BLOCK = re.compile(rb"<(p|div|h[1-6]|ul|ol|table|article|section)\b[^>]{0,500}>", re.I)
_FIELD = re.compile(rb"([A-Za-z][\w-]*):[^\n]*\n(?:[ \t]+[^\n]*\n)*")
_OF_LETTERS = frozenset((b"from", b"date", b"subject", b"to"))
_BY_PROGRAMS = frozenset((b"mime-version", b"message-id", b"received", b"return-path", b"delivered-to"))


def sniff(content: bytes) -> str:
    """The media type of `content`: PDF, ZIP (any zip container, looked into later), HWP, MAIL, HTML, a picture, film,
    sound or transcript, or TEXT.

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
    if head.startswith(b"WARC/") or (head.startswith(b"\x1f\x8b") and is_packed_archive(head)):
        return WARC
    for start, name in _REFUSED:
        if head.startswith(start):
            raise UnsupportedDocument(f"A file of this kind is not read: {name}.", kind=name)
    if played := _picture_or_played(head):
        return played
    if _is_letter(head):
        return MAIL
    return HTML if _is_html(head) else TEXT


def _picture_or_played(head: bytes) -> str:
    """The media type of a picture, film, sound or transcript; empty for anything else."""
    for start, media_type in _BY_START:
        if head.startswith(start):
            return media_type
    if head.startswith(b"RIFF") and head[8:12] in (b"WEBP", b"WAVE"):
        return WEBP if head[8:12] == b"WEBP" else WAV
    if head[4:8] == b"ftyp":
        return _of_boxes(head[8:12])
    if head.startswith(b"\x1aE\xdf\xa3"):
        return WEBM if b"webm" in head[:64] else MATROSKA
    return TRANSCRIPT if _CUE.match(head) else ""


def is_played(head: bytes) -> bool:
    """True for the first bytes of a film or sound."""
    try:
        return _picture_or_played(head) in PLAYED
    except UnsupportedDocument:
        return False


def is_packed_archive(head: bytes) -> bool:
    """True for the first bytes of a gzipped WARC."""
    try:
        return zlib.decompressobj(31).decompress(head, 16).startswith(b"WARC/")
    except zlib.error:
        return False


def _of_boxes(brand: bytes) -> str:
    """The MP4 family, by its brand (ISO 14496-12): pictures of telephones are not read."""
    if brand in (b"heic", b"heix", b"mif1", b"avif"):
        kind = "HEIF picture"
        raise UnsupportedDocument(
            f"A file of this kind is not read: {kind}.",
            kind=kind,
            hint="Save it as JPEG or PNG and bring in both.",
        )
    return MP4_SOUND if brand.startswith(b"M4A") else MP4


def expected_from_name(name: str | None) -> str | None:
    """The media type that the ending of a name promises, or None."""
    return _BY_EXTENSION.get(PurePath(name).suffix.lower()) if name else None


def parser_for_name(name: str | None) -> str:
    """Which parser to keep ready for a file of this name; files in zip containers share one, and so do pictures."""
    expected = expected_from_name(name) or TEXT
    if expected in PICTURES:
        return PNG
    if expected in PLAYED or expected == TRANSCRIPT:
        return TEXT
    if expected in (WARC, WACZ):
        return HTML
    return ZIP if expected in IN_ZIP else expected


def _refuse_other_compounds(content: bytes) -> None:
    """The OLE container holds HWP 5, sealed DOCX or DOC. Told by stream names, written in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise EncryptedDocument("The Office file is sealed with a password.")
    if b"HWP Document File" not in content:
        kind = "Word 97 or other old Office document"
        raise UnsupportedDocument(f"A file of this kind is not read: {kind}.", kind=kind)


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
