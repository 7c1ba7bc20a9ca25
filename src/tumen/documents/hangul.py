"""HWP 5, the older format of Hangul Word Processor: records in compressed streams of an OLE container.

Source: Hancom, "Hangul word processor file format 5.0", revision 1.3 (2018), sections 3 and 4.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import olefile

from tumen.documents.assembly import Assembly
from tumen.documents.limits import Clock, Limits, refuse_above
from tumen.documents.story import Story
from tumen.errors import BrokenDocument, EncryptedDocument, UnsupportedDocument

_PARA_HEADER, _PARA_TEXT, _CTRL_HEADER, _LIST_HEADER = 66, 67, 71, 72
_PARA_SHAPE = 25
_PICTURE, _EQUATION = 85, 88
_OUTLINE = 1
_COMPRESSED, _PASSWORD, _DISTRIBUTED = 1, 2, 4
_LONG = 0xFFF

# Control characters (table 6 of the format): those that stand alone, and those that fill eight units. Of the latter,
# some only carry a value (inline), the others point to the next control record of the paragraph (extended).
_ALONE: Final = {10: "\n", 13: "", 24: "\u2011", 30: "\u00a0", 31: " "}
_INLINE: Final = {4: "", 5: "", 6: "", 7: "", 8: "", 9: "\t", 19: "", 20: ""}
_EXTENDED: Final = frozenset((1, 2, 3, 11, 12, 14, 15, 16, 17, 18, 21, 22, 23))
_UNITS = 8
_FIRST_LETTER = 32
_LEFT_OUT: Final = {b"head": "page header", b"foot": "page footer", b"tcmt": "comment"}
_SUMMARY: Final = {2: "title", 4: "author", 12: "date", 13: "modified"}


@dataclass(slots=True)
class _Record:
    tag: int
    payload: bytes
    children: list[_Record] = field(default_factory=list)


def read_hangul(content: bytes, assembly: Assembly, clock: Clock) -> None:
    """Read an HWP 5 document.

    Notes stand after the body, marked `[1]` there and where they are called. Page headers, page footers and hidden
    comments go to `left_out`.

    Raises:
        EncryptedDocument: it opens with a password only, or is locked for distribution.
        BrokenDocument: the container or a record is damaged.
    """
    ole = _container(content)
    flags = _flags(ole)
    story = Story(assembly=assembly, clock=clock)
    teller = _Teller(story=story, headings=_headings(_stream(ole, ["DocInfo"], flags, assembly.limits)))
    for name in _sections(ole):
        teller.section(_stream(ole, name, flags, assembly.limits))
    story.end()
    _state(ole, assembly)
    if ole.exists("Scripts/DefaultJScript") and ole.get_size("Scripts/DefaultJScript") > _LONG:
        assembly.warn("macros", "The document carries macros; they were not run.")


def pictures_of(content: bytes, limits: Limits) -> Iterator[tuple[str, bytes]]:
    """What lies in the storage of pictures and other objects, by the name of its stream; damaged ones are passed over.

    A stream is packed or not, whatever the document says of itself (table 17 of the format): both are tried.

    Raises:
        EncryptedDocument, BrokenDocument: as `read_hangul`.
        DocumentTooLarge: one of them unpacks to more bytes than allowed.
    """
    ole = _container(content)
    _flags(ole)
    for name in sorted(n for n in ole.listdir() if len(n) == 2 and n[0] == "BinData"):
        for flags in (0, _COMPRESSED):
            try:
                yield "/".join(name), _stream(ole, name, flags, limits)
            except BrokenDocument:
                break


def _container(content: bytes) -> olefile.OleFileIO:
    try:
        return olefile.OleFileIO(io.BytesIO(content))
    except (OSError, ValueError, IndexError, struct.error, AttributeError, TypeError):
        raise BrokenDocument("The container (OLE) is damaged or cut off.") from None


def _flags(ole: olefile.OleFileIO) -> int:
    head = _raw(ole, ["FileHeader"])
    if len(head) < 40 or not head.startswith(b"HWP Document File"):
        raise UnsupportedDocument("This is an old Office document.", kind="old Office document")
    flags = int.from_bytes(head[36:40], "little")
    if flags & _PASSWORD:
        raise EncryptedDocument("The HWP document is sealed with a password.")
    if flags & _DISTRIBUTED:
        raise EncryptedDocument(
            "The HWP document is locked for distribution.",
            hint="Open it in Hangul, print it to PDF, and read the PDF.",
        )
    return flags


def _raw(ole: olefile.OleFileIO, name: list[str]) -> bytes:
    try:
        return bytes(ole.openstream(name).read())
    except (OSError, ValueError, IndexError, struct.error, AttributeError, TypeError):
        raise BrokenDocument(f"The stream {'/'.join(name)} is damaged or missing.") from None


def _stream(ole: olefile.OleFileIO, name: list[str], flags: int, limits: Limits) -> bytes:
    """One stream, unpacked and counted while unpacking."""
    packed = _raw(ole, name)
    if not flags & _COMPRESSED:
        return packed
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        plain = unpacking.decompress(packed, limits.max_part_bytes + 1)
    except zlib.error:
        raise BrokenDocument(f"The stream {'/'.join(name)} cannot be unpacked.") from None
    refuse_above(limits.max_part_bytes, len(plain), "bytes in one stream")
    return plain


def _sections(ole: olefile.OleFileIO) -> list[list[str]]:
    names = [n for n in ole.listdir() if len(n) == 2 and n[0] == "BodyText" and n[1].startswith("Section")]
    return sorted(names, key=lambda name: (len(name[1]), name[1]))


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Tag, level and payload of each record (section 4.1)."""
    at = 0
    while at + 4 <= len(stream):
        head = int.from_bytes(stream[at : at + 4], "little")
        tag, level, size = head & 0x3FF, head >> 10 & 0x3FF, head >> 20
        at += 4
        if size == _LONG:
            size = int.from_bytes(stream[at : at + 4], "little")
            at += 4
        if at + size > len(stream):
            raise BrokenDocument("A record of the HWP document runs beyond its stream.")
        yield tag, level, stream[at : at + size]
        at += size


def _tree(stream: bytes) -> list[_Record]:
    """Records hung below the nearest record of a smaller level."""
    roots: list[_Record] = []
    above: list[tuple[int, _Record]] = []
    for tag, level, payload in _records(stream):
        record = _Record(tag, payload)
        while above and above[-1][0] >= level:
            above.pop()
        (above[-1][1].children if above else roots).append(record)
        above.append((level, record))
    return roots


def _headings(stream: bytes) -> set[int]:
    """Numbers of the paragraph shapes that are levels of an outline (bits 23-24 of the first property)."""
    shapes = [payload for tag, _, payload in _records(stream) if tag == _PARA_SHAPE]
    return {n for n, p in enumerate(shapes) if int.from_bytes(p[:4], "little") >> 23 & 3 == _OUTLINE}


@dataclass(slots=True, kw_only=True)
class _Teller:
    """Turns the tree of a section into paragraphs."""

    story: Story
    headings: set[int]

    def section(self, stream: bytes) -> None:
        for record in _tree(stream):
            if record.tag == _PARA_HEADER:
                self._paragraph(record)

    def _paragraph(self, record: _Record) -> None:
        text, after = self._words(record)
        shape = int.from_bytes(record.payload[8:10], "little")
        self.story.tell(text, heading=shape in self.headings)
        for control in after:
            self._object(control)

    def _words(self, record: _Record) -> tuple[str, list[_Record]]:
        """The words of one paragraph with marks for its notes, and what follows it: tables and boxes."""
        controls = iter([child for child in record.children if child.tag == _CTRL_HEADER])
        after: list[_Record] = []
        pieces: list[str] = []
        units = b"".join(child.payload for child in record.children if child.tag == _PARA_TEXT)
        at = 0
        while at + 2 <= len(units):
            code = int.from_bytes(units[at : at + 2], "little")
            if code >= _FIRST_LETTER:
                end = at + 2
                while end + 2 <= len(units) and (units[end] >= _FIRST_LETTER or units[end + 1]):
                    end += 2
                pieces.append(units[at:end].decode("utf-16-le", "replace"))
                at = end
                continue
            if code in _EXTENDED and (control := next(controls, None)) is not None:
                pieces.append(self._control(control, after))
            pieces.append(_ALONE.get(code) or _INLINE.get(code) or "")
            at += 2 * (_UNITS if code in _EXTENDED or code in _INLINE else 1)
        return "".join(pieces), after

    def _control(self, control: _Record, after: list[_Record]) -> str:
        name = control.payload[3::-1]
        if name in (b"fn  ", b"en  "):
            return self.story.call("\n".join(self._below(control)))
        if name in _LEFT_OUT:
            self.story.assembly.leave_out("\n".join(self._below(control)), _LEFT_OUT[name])
        elif name in (b"tbl ", b"gso "):
            after.append(control)
        elif name == b"eqed":
            self._leave_out_formula(control)
        return _counted(control.payload, 4) if name == b"tdut" else ""

    def _leave_out_formula(self, control: _Record) -> None:
        for record in (child for child in control.children if child.tag == _EQUATION):
            self.story.assembly.leave_out(_counted(record.payload, 4), "formula")

    def _object(self, control: _Record) -> None:
        if control.payload[3::-1] == b"tbl ":
            self._table(control)
            return
        for paragraph in _paragraphs(control, self.story):
            self._paragraph(paragraph)

    def _table(self, control: _Record) -> None:
        """Rows by the address of their cells; a cell begins with its list header (table 80: row at byte 10)."""
        rows: dict[int, list[list[str]]] = {}
        cell: list[str] = []
        for child in control.children:
            if child.tag == _LIST_HEADER:
                cell = []
                number = int.from_bytes(child.payload[10:12], "little") if len(child.payload) > 12 else -1
                rows.setdefault(number, []).append(cell)
            elif child.tag == _PARA_HEADER:
                cell.extend(self._flat(child))
        for number in sorted(rows):
            self.story.row(rows[number])

    def _flat(self, paragraph: _Record) -> list[str]:
        """A paragraph of a cell and all that hangs on it, as texts."""
        text, after = self._words(paragraph)
        return [text, *(words for control in after for words in self._below(control))]

    def _below(self, control: _Record) -> list[str]:
        return [words for p in _paragraphs(control, self.story) for words in self._flat(p)]


def _counted(payload: bytes, at: int) -> str:
    """Text whose number of units stands before it: the words below a gloss, the script of a formula."""
    length = int.from_bytes(payload[at : at + 2], "little")
    return payload[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")


def _paragraphs(control: _Record, story: Story) -> Iterator[_Record]:
    """The outermost paragraphs below a control, in order."""
    stack = list(reversed(control.children))
    while stack:
        record = stack.pop()
        if record.tag == _PARA_HEADER:
            yield record
        else:
            story.pictures += record.tag == _PICTURE
            stack.extend(reversed(record.children))


def _state(ole: olefile.OleFileIO, assembly: Assembly) -> None:
    name = "\x05HwpSummaryInformation"
    if not ole.exists(name):
        return
    try:
        stated = ole.getproperties(name, convert_time=True)
    except (OSError, ValueError, IndexError, struct.error, AttributeError, TypeError):
        assembly.warn("metadata-unreadable", "What the file says of itself could not be read.")
        return
    for number, wanted in _SUMMARY.items():
        value = stated.get(number)
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")
        assembly.state(wanted, text[:10] if wanted in ("date", "modified") else text, "HWP summary")
