"""Opens the zip container of an office file, tells its kind, and refuses what no office program writes."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from typing import Any

from lxml import etree

from tumen.documents.limits import MEBIBYTE, Limits, refuse_above
from tumen.documents.media import DOCX, HWPX, ODT, WACZ, XLSX
from tumen.errors import (
    BrokenDocument,
    DocumentTooLarge,
    EncryptedDocument,
    HostileDocument,
    UnsupportedDocument,
)

_KINDS = {
    "word/document.xml": DOCX,
    "xl/workbook.xml": XLSX,
    "Contents/content.hpf": HWPX,
}
_OTHERS = {
    "ppt/presentation.xml": "PPTX slides",
    "META-INF/container.xml": "EPUB book",
    "content.xml": "OpenDocument file that is no text",
}
_ENCRYPTED_BIT = 0x1
# What unpacking throws at damaged bytes; of bzip2 it is a bare OSError.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    ValueError,
    OSError,
)


class Container:
    """The parts of one office file, read from memory; nothing is ever unpacked to disk.

    Attributes:
        names: of all parts.
        media_type: DOCX, XLSX, HWPX, ODT or WACZ, told by the part that each must have.

    Raises:
        BrokenDocument: not a whole zip container.
        HostileDocument: paths that leave the container, names twice, too steep a packing.
        DocumentTooLarge: too many parts, or a part beyond the limit.
        EncryptedDocument: the parts are sealed.
        UnsupportedDocument: a zip container of another kind.
    """

    def __init__(self, content: bytes, limits: Limits) -> None:
        # Counted in the raw bytes first: the directory of a hostile container may itself fill the memory.
        refuse_above(limits.max_parts, content.count(b"PK\x01\x02"), "parts in the container")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError):
            raise BrokenDocument("The container (zip) is damaged or cut off.") from None
        self._limits = limits
        self.names = self._zip.namelist()
        self._refuse_tricks()
        self.media_type = self._kind()

    def part(self, name: str) -> bytes:
        """The unpacked bytes of one part, counted while unpacking; empty if there is no such part."""
        if name not in self._entries:
            return b""
        limit = self._limits.max_part_bytes
        try:
            with self._zip.open(name) as packed:
                content = packed.read(limit + 1)
        except _DAMAGED:
            raise BrokenDocument(f"The part {name} of the container is damaged.", part=name) from None
        if len(content) > limit:
            raise DocumentTooLarge(
                f"The part {name} unpacks to more than {limit:,} bytes.", limit=limit, part=name
            )
        return content

    def xml(self, name: str) -> Any:
        """The root element of one part, or None if there is no such part.

        Raises:
            HostileDocument: the part declares a document type, which Office files must not
                (ECMA-376 part 2, 6.5.2) and which is where entity bombs and outside references live.
            BrokenDocument: the part is not XML.
        """
        content = self.part(name)
        if not content:
            return None
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise HostileDocument(f"The part {name} declares entities.", part=name)
        try:
            root = etree.fromstring(content, _parser())
        except etree.XMLSyntaxError as fault:
            if fault.code == etree.ErrorTypes.ERR_NO_MEMORY:
                raise MemoryError from None
            raise BrokenDocument(f"The part {name} is not whole XML.", part=name) from None
        if root.getroottree().docinfo.internalDTD is not None:  # declared in UTF-16, past the look above
            raise HostileDocument(f"The part {name} declares entities.", part=name)
        return root

    def _refuse_tricks(self) -> None:
        self._entries = set(self.names)
        if len(self._entries) != len(self.names):
            raise HostileDocument("The container holds two parts of one name; readers would disagree on it.")
        if any(_leaves_container(name) for name in self.names):
            raise HostileDocument("A path in the container leads out of it.")
        for entry in self._zip.infolist():
            if entry.flag_bits & _ENCRYPTED_BIT:
                raise EncryptedDocument("The container is sealed with a password.")
            steep = entry.file_size > self._limits.max_ratio * max(entry.compress_size, 1)
            if entry.file_size > MEBIBYTE and steep:
                raise HostileDocument("A part unpacks to far more than any document needs (zip bomb).")

    def _kind(self) -> str:
        for name, media_type in _KINDS.items():
            if name in self._entries:
                return media_type
        if "content.xml" in self._entries and self.part("mimetype").strip().startswith(ODT.encode()):
            return ODT
        if "datapackage.json" in self._entries and any(n.startswith("archive/") for n in self.names):
            return WACZ
        kind = next((kind for name, kind in _OTHERS.items() if name in self._entries), "zip archive")
        raise UnsupportedDocument(f"A file of this kind is not read: {kind}.", kind=kind)


def _leaves_container(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in name


def _parser() -> Any:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
