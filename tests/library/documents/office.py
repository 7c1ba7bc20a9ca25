"""Small office files written part by part: HWP 5 in an OLE container, HWPX, ODT, XLSX."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence

_SECTOR = 512
_END, _FAT, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_SMALLEST = 4096
SIGNATURE = b"HWP Document File".ljust(32, b"\0")

EXTENDED = {"fn  ": 17, "en  ": 17, "tbl ": 11, "gso ": 11, "head": 16, "secd": 2}


def container(parts: Mapping[str, bytes | str], *, first: tuple[str, str] | None = None) -> bytes:
    """A zip container; `first` is stored unpacked, as the kind of an OpenDocument is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        if first:
            made.writestr(*first)
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def record(tag: int, level: int, payload: bytes) -> bytes:
    size = len(payload)
    if size < 0xFFF:
        return struct.pack("<I", tag | level << 10 | size << 20) + payload
    return struct.pack("<II", tag | level << 10 | 0xFFF << 20, size) + payload


def paragraph(level: int, text: str, controls: Sequence[tuple[str, bytes]] = (), *, shape: int = 0) -> bytes:
    """A paragraph; `\\1` in the text is where the next control hangs: (its id, what stands below it)."""
    units, waiting = b"", iter(controls)
    for letter in text:
        if letter == "\1":
            name, _ = next(waiting)
            code = struct.pack("<H", EXTENDED[name])
            units += code + name.encode()[::-1] + b"\0" * 8 + code
        elif letter == "\t":
            units += struct.pack("<H", 9) + b"\0" * 12 + struct.pack("<H", 9)
        else:
            units += letter.encode("utf-16-le")
    head = struct.pack("<IIHH", len(units) // 2, 0, shape, 0) + b"\0" * 10
    below = b"".join(record(71, level + 1, n.encode()[::-1] + b"\0" * 8) + inside for n, inside in controls)
    return record(66, level, head) + record(67, level + 1, units + b"\r\0") + below


def listed(level: int, *paragraphs: bytes, row: int = 0) -> bytes:
    """The list header before the paragraphs of a note, a header or a cell."""
    return record(72, level, b"\1\0\0\0\0\0\0\0" + struct.pack("<HH", 0, row) + b"\0" * 8) + b"".join(
        paragraphs
    )


def hwp(
    sections: Sequence[bytes],
    *,
    flags: int = 1,
    shapes: Sequence[int] = (0,),
    pictures: Mapping[str, bytes] | None = None,
    unpacked: Mapping[str, bytes] | None = None,
) -> bytes:
    """An HWP 5 document. `shapes`: the first property of each paragraph shape; `flags` 1 = compressed.

    `pictures` lie in the document as it packs everything, those `unpacked` as they are.
    """

    def packed(stream: bytes) -> bytes:
        if not flags & 1:
            return stream
        packing = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        return packing.compress(stream) + packing.flush()

    shaped = b"".join(record(25, 1, struct.pack("<I", p) + b"\0" * 50) for p in shapes)
    head = SIGNATURE + b"\x01\x05\x00\x05" + struct.pack("<I", flags) + b"\0" * 216
    text = {f"Section{n}": packed(body) for n, body in enumerate(sections)}
    storages = {"BodyText": text}
    if pictures or unpacked:
        storages["BinData"] = {n: packed(p) for n, p in (pictures or {}).items()} | dict(unpacked or {})
    return ole({"FileHeader": head, "DocInfo": packed(shaped)}, storages)


def ole(streams: Mapping[str, bytes], storages: Mapping[str, Mapping[str, bytes]]) -> bytes:
    """A compound file (MS-CFB 1.0) without a mini stream: every stream fills whole sectors of its own."""
    entries: list[list[object]] = [["Root Entry", 5, _FREE, _FREE, 0, b""]]

    def chain(found: Sequence[tuple[str, object]]) -> int:
        """Siblings as a list that leans to the right; returns the first."""
        first = _FREE
        for name, content in reversed(found):
            entries.append([name, 2, first, _FREE, 0, content])
            if isinstance(content, Mapping):
                entries[-1][1], entries[-1][5] = 1, b""
                entry = len(entries) - 1
                entries[entry][3] = chain(list(content.items()))
                first = entry
            else:
                first = len(entries) - 1
        return first

    entries[0][3] = chain([*streams.items(), *storages.items()])
    return _sectors(entries)


def _sectors(entries: list[list[object]]) -> bytes:
    body, fat = b"", []
    for entry in entries:
        content = entry[5]
        assert isinstance(content, bytes)
        if entry[1] != 2:
            entry[4] = _END if entry[1] == 5 else 0
            continue
        padded = content.ljust(max(_SMALLEST, -(-len(content) // _SECTOR) * _SECTOR), b"\0")
        count, start = len(padded) // _SECTOR, len(fat)
        fat += [*range(start + 1, start + count), _END]
        entry[4], entry[5] = start, padded
        body += padded
    directory = b"".join(_entry(*entry) for entry in entries)  # type: ignore[arg-type]
    directory = directory.ljust(-(-len(directory) // _SECTOR) * _SECTOR, b"\0")
    first_directory = len(fat)
    count = len(directory) // _SECTOR
    fat += [*range(first_directory + 1, first_directory + count), _END]
    tables = -(-(len(fat) + 1) // (_SECTOR // 4 - 1))
    places = [len(fat) + n for n in range(tables)]
    fat += [_FAT] * tables
    table = b"".join(struct.pack("<I", n) for n in fat).ljust(tables * _SECTOR, b"\xff")
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 16
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + b"\0" * 6
    )
    head += struct.pack("<IIIIIIIII", 0, tables, first_directory, 0, _SMALLEST, _END, 0, _END, 0)
    head += b"".join(struct.pack("<I", place) for place in places)
    return head.ljust(_SECTOR, b"\xff") + body + directory + table


def _entry(name: str, kind: int, right: int, child: int, start: int, content: bytes) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, _FREE, right, child)
    return head + b"\0" * 36 + struct.pack("<IQ", start, len(content))
