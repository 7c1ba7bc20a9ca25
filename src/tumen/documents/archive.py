"""Web archives: the pages of a WARC or WACZ file, each with its address and the moment it was fetched.

Nothing is fetched. What the archive says of its own wholeness (digests of blocks, of packed parts) is checked, and what
does not fit is said. Pictures, scripts and styles stay in the archive; words are those of pages of HTML and plain text.

Source: ISO 28500:2017 (WARC 1.1); the WACZ format 1.1.1 of Webrecorder.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tumen.documents.assembly import Assembly
from tumen.documents.limits import MEBIBYTE, Clock, Limits, refuse_above
from tumen.documents.plain import one_line_end
from tumen.documents.web import read_web
from tumen.errors import BrokenDocument, HostileDocument

if TYPE_CHECKING:
    from tumen.documents.container import Container

_PIECE: Final = 1 << 16
_WARC: Final = b"WARC/"
_HEAD_ENDS: Final = b"\r\n\r\n"
_FOUND: Final = range(200, 300)
_MOST_PAGES: Final = 500


@dataclass(frozen=True, slots=True)
class _Record:
    """One record: its own head, and its block."""

    head: dict[str, str]
    block: bytes


def read_archive(content: bytes, assembly: Assembly, clock: Clock) -> None:
    """Read every page of a WARC file, gzipped or not.

    Raises:
        BrokenDocument: no record can be read.
        HostileDocument: it unpacks to far more than an archive needs.
        DocumentTooLarge: it holds more than a limit allows.
    """
    _tell(_records(content, assembly.limits, clock), assembly, clock)


def read_collection(container: Container, assembly: Assembly, clock: Clock) -> None:
    """Read every page of a WACZ file: a zip of WARC files with an index; errors are those of `read_archive`."""
    _check_parts(container, assembly)
    names = [n for n in sorted(container.names) if n.startswith("archive/") and ".warc" in n]
    _tell((r for n in names for r in _records(container.part(n), assembly.limits, clock)), assembly, clock)


def _check_parts(container: Container, assembly: Assembly) -> None:
    """Compare every part with the digest that the collection states of it."""
    try:
        stated = json.loads(container.part("datapackage.json"))["resources"]
        altered = [
            r["path"]
            for r in stated
            if str(r.get("hash", "")).startswith("sha256:")
            and hashlib.sha256(container.part(r["path"])).hexdigest() != r["hash"].partition(":")[2]
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        assembly.warn("archive-unproved", "The archive does not say by which digests it is whole.")
        return
    if altered:
        assembly.warn(
            "archive-altered", f"{len(altered)} part(s) of the archive are not what it says they were."
        )


def _records(content: bytes, limits: Limits, clock: Clock) -> Iterator[_Record]:
    """Record by record: of what an archive unpacks to, one is in memory at a time."""
    pieces = _unpacked(content, limits, clock) if content[:2] == b"\x1f\x8b" else _pieces(content)
    window = bytearray()
    while _reach(_WARC, window, pieces):
        clock.check()
        del window[: window.find(_WARC)]
        if not _reach(_HEAD_ENDS, window, pieces, most=MEBIBYTE):
            return
        end = window.find(_HEAD_ENDS)
        head = _fields(bytes(window[:end]))
        length = head.get("content-length", "")
        if not length.isdecimal():
            raise BrokenDocument("A record of the archive does not say how long it is.")
        start, after = end + len(_HEAD_ENDS), end + len(_HEAD_ENDS) + int(length)
        while len(window) < after:
            if not (piece := next(pieces, b"")):
                raise BrokenDocument("The archive is cut off.")
            window += piece
        yield _Record(head, bytes(window[start:after]))
        del window[:after]


def _reach(mark: bytes, window: bytearray, pieces: Iterator[bytes], *, most: int = 0) -> bool:
    """Take in pieces until the mark is in the window; without `most`, what stands before it is let go."""
    while mark not in window:
        if not most:
            del window[: max(0, len(window) - len(mark) + 1)]
        elif len(window) > most:
            raise BrokenDocument("The head of a record in the archive does not end.")
        if not (piece := next(pieces, b"")):
            return False
        window += piece
    return True


def _pieces(content: bytes, size: int = _PIECE) -> Iterator[bytes]:
    return (content[at : at + size] for at in range(0, len(content), size))


def _unpacked(content: bytes, limits: Limits, clock: Clock) -> Iterator[bytes]:
    """All gzip members, one after another; what they unpack to is counted on the way."""
    size, most = 0, int(limits.max_ratio * max(len(content), MEBIBYTE // 64))
    # An archive may have a member for each record: what waits is copied with each, and is therefore never the file.
    packed, waiting, member, begun = _pieces(content, _PIECE // 4), b"", zlib.decompressobj(31), False
    while (waiting := waiting or next(packed, b"")) or begun:
        clock.check()
        try:
            piece = member.decompress(waiting, _PIECE)
        except zlib.error:
            raise BrokenDocument("The archive is damaged.") from None
        if not piece and not waiting and not member.eof:
            raise BrokenDocument("The archive is cut off.")
        size += len(piece)
        refuse_above(8 * limits.max_part_bytes, size, "bytes in the archive")
        if size > most:
            raise HostileDocument("The archive unpacks to far more than any archive needs.")
        if piece:
            yield piece
        begun = not member.eof
        if begun:
            waiting = member.unconsumed_tail
        else:
            waiting, member = member.unused_data, zlib.decompressobj(31)


def _fields(head: bytes) -> dict[str, str]:
    lines = head.decode("utf-8", "replace").split("\r\n")[1:]
    parted = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, mark, value in parted if mark}


def _tell(records: Iterator[_Record], assembly: Assembly, clock: Clock) -> None:
    pages, altered, seen = 0, 0, 0
    for record in records:
        seen += 1
        altered += not _is_whole(record)
        if record.head.get("warc-type") != "response" or pages >= _MOST_PAGES:
            continue
        pages += _page(record, assembly, clock)
    if not seen:
        raise BrokenDocument("The archive holds no record.")
    if altered:
        assembly.warn(
            "archive-altered", f"{altered} record(s) of the archive are not what it says they were."
        )
    if not pages:
        assembly.warn("no-text", "The archive holds no page with words.")
    elif pages > 1:
        assembly.warn("several-pages", f"The archive holds {pages} pages; each begins with its address.")


def _is_whole(record: _Record) -> bool:
    """False where a block does not have the SHA-1 or SHA-256 that stands in its head."""
    kind, _, stated = record.head.get("warc-block-digest", "").partition(":")
    if kind not in ("sha1", "sha256"):
        return True
    made = hashlib.new(kind, record.block, usedforsecurity=False).digest()
    return stated.lower() in (made.hex(), base64.b32encode(made).decode().lower())


def _page(record: _Record, assembly: Assembly, clock: Clock) -> bool:
    """One answer of a server, if it is a page; True if it gave words."""
    start, _, body = record.block.partition(b"\r\n\r\n")
    status = start.split(None, 2)[1:2]
    head = _fields(start)
    kind, _, options = head.get("content-type", "").partition(";")
    if not status or not status[0].isdigit() or int(status[0]) not in _FOUND:
        return False
    if kind.strip().lower() not in ("text/html", "application/xhtml+xml", "text/plain"):
        return False
    address, fetched = record.head.get("warc-target-uri", "").strip("<>"), record.head.get("warc-date", "")
    try:
        content = _entity(body, head, assembly.limits)
    except (ValueError, zlib.error):
        assembly.warn("broken-pages", "A page of the archive cannot be unpacked.")
        return False
    assembly.state("address", address, "WARC-Target-URI")
    assembly.state("retrieved", fetched[:10], "WARC-Date")
    charset = options.partition("charset=")[2].split(";")[0].strip(" \"'")
    return _words(content, kind, charset, f"{address} ({fetched})", assembly, clock)


def _words(content: bytes, kind: str, charset: str, heading: str, assembly: Assembly, clock: Clock) -> bool:
    before = assembly.length
    assembly.add(heading, kind="heading")
    begun = assembly.length
    try:
        if kind.strip() == "text/plain":
            for paragraph in one_line_end(content.decode("utf-8", "replace")).split("\n\n"):
                assembly.add(paragraph)
        else:
            read_web(content, assembly, clock, encoding=_known(charset))
    except BrokenDocument:
        assembly.warn("broken-pages", "A page of the archive cannot be read.")
    return assembly.length > begun > before


def _known(charset: str) -> str | None:
    try:
        "".encode(charset)
    except (LookupError, ValueError):
        return None
    return charset


def _entity(body: bytes, head: dict[str, str], limits: Limits) -> bytes:
    """The page itself, out of the pieces and packing in which it travelled."""
    if head.get("transfer-encoding", "").lower() == "chunked":
        body = _joined(body)
    packed = head.get("content-encoding", "").lower()
    if packed in ("gzip", "x-gzip", "deflate"):
        body = zlib.decompressobj(47 if packed != "deflate" else 15).decompress(
            body, limits.max_part_bytes + 1
        )
        refuse_above(limits.max_part_bytes, len(body), "bytes of one page")
    elif packed not in ("", "identity"):
        raise ValueError(packed)
    return body


def _joined(body: bytes) -> bytes:
    """Chunks (RFC 9112, 7.1) put together; archives that store them joined already are taken as they are."""
    out: list[bytes] = []
    rest = body
    while rest:
        size, mark, rest = rest.partition(b"\r\n")
        digits = size.split(b";")[0].strip()
        if not mark or not digits or any(d not in b"0123456789abcdefABCDEF" for d in digits):
            return body if not out else b"".join(out)
        length = int(digits, 16)
        if length == 0:
            break
        out.append(rest[:length])
        rest = rest[length + 2 :]
    return b"".join(out)
