"""Web archives, pictures, films, transcripts, letters and filled-in forms built to attack whoever reads them."""

from __future__ import annotations

import gzip
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

import pytest

from tumen import documents
from tumen.errors import TumenError
from tumen_desk.record.importing.submitted import read_submissions

MEBIBYTE = 1024 * 1024
MEMORY = 512 * MEBIBYTE
Bombs = dict[str, bytes]


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _warc(block: bytes, *, length: str = "", head: str = "") -> bytes:
    lines = ["WARC/1.1", "WARC-Type: response", "WARC-Target-URI: https://example.org/",
             "WARC-Date: 2019-03-04T05:06:07Z", f"Content-Length: {length or len(block)}"]  # fmt: skip
    lines += [head] if head else []
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def _answer(body: bytes, *more: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: text/html", *more]).encode() + b"\r\n\r\n" + body


@cache
def web_archive_bombs() -> Bombs:
    """WARC and WACZ that unpack, claim, count or point outside."""
    page, packed = _answer(b"<p>x</p>"), gzip.compress(bytes(128 * MEBIBYTE), 1)
    return {
        "warc, packed page of 128 MiB": _warc(_answer(packed, "Content-Encoding: gzip")),
        "warc, packed as a whole": gzip.compress(_warc(_answer(bytes(96 * MEBIBYTE))), 1),
        "warc, says it is a terabyte": _warc(page, length=str(1 << 40)),
        "warc, says it is less than nothing": _warc(page, length="-5"),
        "warc, says a number of 100,000 digits": _warc(page, length="9" * 100_000),
        "warc, 50,000 records": _warc(page) * 50_000,
        "warc, pieces that never end": _warc(_answer(b"ffffffff\r\nx", "Transfer-Encoding: chunked")),
        "warc, pieces of less than nothing": _warc(_answer(b"-1\r\nx\r\n", "Transfer-Encoding: chunked")),
        "warc, a million headers": _warc(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 1_000_000 + b"\r\nx"),
        "warc, digest of no kind": _warc(page, head="WARC-Block-Digest: shake_256:xx"),
        "wacz, archive packed twice": _zip({"archive/a.warc.gz": packed, "datapackage.json": b"{}"}),
        "wacz, way out": _zip({"archive/../../../tmp/out.warc": _warc(page), "datapackage.json": b"{}"}),
        "wacz, list in lists": _zip({"archive/a.warc": _warc(page), "datapackage.json": b"[" * 200_000}),
        "wacz, list of a million": _zip({"archive/a.warc": _warc(page), "datapackage.json": b'{"resources":['
                                         + b"{}," * 1_000_000 + b"{}]}"}),
    }  # fmt: skip


def _png(width: int, height: int, body: bytes) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + body
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def _tiff(entries: list[tuple[int, int, int, int]], following: int = 0) -> bytes:
    rows = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + rows + struct.pack("<I", following)


@cache
def picture_bombs() -> Bombs:
    """Pictures that claim more than they hold, or hold more than they claim."""
    text = b"a\0" + zlib.compress(bytes(64 * MEBIBYTE), 1)
    packed = struct.pack(">I", len(text) + 1) + b"zTXt" + text[:2] + b"\0" + text[2:]
    jpeg = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    frame = b"\xff\xc0\0\x11\x08\xff\xff\xff\xff\x03\x01\x11\0\x02\x11\x01\x03\x11\x01\xff\xd9"
    told = b"\xff\xe1\xff\xffExif\0\0MM\0*\0\0\0\x08\xff\xff"
    far = [(256, 4, 1, 9_000), (257, 4, 1, 9_000), (273, 4, 1, 0xFFFFFFF0)]
    return {
        "png, 100,000 by 100,000": _png(100_000, 100_000, b""),
        "png, nothing by nothing": _png(0, 0, b""),
        "png, words that unpack to 64 MiB": _png(10, 10, packed + struct.pack(">I", zlib.crc32(packed[4:]))),
        "png, a chunk of four gigabytes": b"\x89PNG\r\n\x1a\n" + b"\xff\xff\xff\xffIHDR" + bytes(100),
        "jpeg, 65,535 by 65,535": jpeg + frame,
        "jpeg, a thousand profiles": jpeg + b"\xff\xe2\xff\xffICC_PROFILE\0" * 1_000,
        "jpeg, said of itself without end": jpeg + told + b"\x01\0" * 30_000,
        "tiff, follows itself": _tiff([(256, 4, 1, 10), (257, 4, 1, 10)], following=8),
        "tiff, a strip at the end of the world": _tiff(far),
        "tiff, four billion values": _tiff([(256, 4, 0xFFFFFFFF, 8), (257, 4, 1, 10)]),
        "webp, longer than it is": b"RIFF\xff\xff\xff\xffWEBPVP8X\x0a\0\0\0\x10\0\0\0\xff\xff\xff\xff\xff\xff",
        "webp, cut off": b"RIFF\x20\0\0\0WEBPVP8 \x10\0\0\0",
    }  # fmt: skip


@cache
def played_bombs() -> Bombs:
    """Films, sounds and transcripts whose parts hold themselves, or never end."""
    start = b"\0\0\0\x18ftypisom\0\0\0\0isommp42"
    nested = b""
    for _ in range(2_000):
        nested = struct.pack(">I4s", len(nested) + 8, b"moov") + nested
    cue = b"00:00:01.000 --> 00:00:02.000\nx\n\n"
    return {
        "mp4, boxes in boxes": start + nested,
        "mp4, a box of no length": start + b"\0\0\0\0moov" * 1_000,
        "mp4, a box shorter than its name": start + b"\0\0\0\x03moov" * 1_000,
        "mp4, a box of 16 exabytes": start + b"\0\0\0\x01moov\xff\xff\xff\xff\xff\xff\xff\xff",
        "mp4, no time at all": start + b"\0\0\0\x74moov\0\0\0\x6cmvhd" + bytes(100),
        "wav, four gigabytes": b"RIFF\xff\xff\xff\xffWAVEfmt \xff\xff\xff\xff\x01\0\0\0\0\0\0\0",
        "wav, no speed": b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0data\xff\xff\xff\xff",
        "mp3, a name of 256 MiB": b"ID3\x04\0\0\x7f\x7f\x7f\x7fTIT2\x7f\x7f\x7f\x7f" + bytes(1_000),
        "webm, a number of no length": b"\x1aE\xdf\xa3\0webm" + b"\0" * 10_000,
        "webm, parts without end": b"\x1aE\xdf\xa3\x84webm" + b"\x18S\x80g\xff" * 20_000,
        "vtt, 300,000 lines": b"WEBVTT\n\n" + cue * 300_000,
        "vtt, hours of a billion digits": b"WEBVTT\n\n" + b"9" * 1_000_000 + b":00:01.000 --> 00:00:02.000\nx\n",
        "vtt, back in time": b"WEBVTT\n\n00:00:09.000 --> 00:00:01.000\nx\n" * 1_000,
        "vtt, one arrow after the other": b"WEBVTT\n\n00:00:01.000 " + b"--> " * 300_000,
    }  # fmt: skip


@cache
def letter_bombs() -> Bombs:
    """Letters in letters, and parts that never end."""
    nested = b"From: a@example.org\r\nDate: x\r\nSubject: y\r\n"
    for n in range(400):
        nested += b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
    head = b"From: a@example.org\r\nDate: Mon, 4 Mar 2019 05:06:07 +0000\r\nSubject: "
    kind = head + b"x\r\nContent-Type: "
    return {
        "mail, 400 parts in parts": nested,
        "mail, 100,000 parts": kind + b"multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 100_000,
        "mail, a subject of 8 MiB": head + b"=?utf-8?q?" + b"=41" * (2 * MEBIBYTE) + b"?=\r\n\r\nx",
        "mail, a million addresses": head + b"x\r\nTo: " + b"a@b.c," * 300_000 + b"\r\n\r\nx",
        "mail, letters of no alphabet": kind + b"text/plain; charset=nonsense\r\n\r\n" + bytes(range(128, 256)),
        "mail, packed as nothing": kind + b"text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b"=" * 100_000,
    }  # fmt: skip


GROUPS: dict[str, Callable[[], Bombs]] = {
    "web archives": web_archive_bombs, "pictures": picture_bombs, "films and transcripts": played_bombs,
    "letters": letter_bombs,
}  # fmt: skip


def _throw(group: str, *, every: int, timeout: float) -> None:
    with documents.Jail() as jail:
        for name, content in list(GROUPS[group]().items())[::every]:
            try:
                read = jail.read(content, name="a", timeout=timeout, memory=MEMORY)
            except TumenError as error:
                assert error.code.startswith("document."), name  # noqa: PT017  (either is an answer)
                assert error.hint, name  # noqa: PT017
            else:
                assert len(read.text) < 64 * MEBIBYTE, name
        assert jail.read(b"Still here.", name="a.txt").text.strip() == "Still here."


@pytest.mark.parametrize("group", GROUPS)
def test_bombs_end_in_a_named_answer_and_the_desk_lives(group: str) -> None:
    _throw(group, every=5, timeout=5)


@pytest.mark.slow
@pytest.mark.parametrize("group", GROUPS)
def test_every_bomb_ends_in_a_named_answer_and_the_desk_lives(group: str) -> None:
    _throw(group, every=1, timeout=30)


@pytest.mark.slow
def test_a_picture_that_is_a_bomb_is_not_drawn_anew_either() -> None:
    with documents.Jail() as jail:
        for name, content in picture_bombs().items():
            try:
                drawn = jail.plain_copy(content, name="a.png")
            except TumenError as error:
                assert error.hint, name  # noqa: PT017
            else:
                assert len(drawn) < 64 * MEBIBYTE, name


def _zips_in_zips() -> bytes:
    inner = _zip({"a.xml": b"<f/>"})
    for _ in range(60):
        inner = _zip({"a.xml": inner})
    return inner


_TEXTS = b'"' + b"x" * 1_000 + b'"><!ENTITY b "' + b"&a;" * 10_000 + b'"'
FORMS: dict[str, Callable[[], bytes]] = {
    "entities": lambda: b"<!DOCTYPE d [<!ENTITY a " + _TEXTS + b">]><f><q_a>&b;</q_a></f>",
    "a part of 20 MiB": lambda: _zip({"a.xml": b"<f><q_a>" + b"x" * (20 * MEBIBYTE) + b"</q_a></f>"}),
    "boxes in boxes": lambda: b"<a>" * 200_000,
    "file of this machine": lambda: (
        b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><f><q_a>&a;</q_a></f>'
    ),
    "60 zips in zips": _zips_in_zips,
    "60,000 parts": lambda: _zip({f"{n}.xml": b"<f/>" for n in range(60_000)}),
    "lists in lists": lambda: b"[" * 200_000,
    "groups in groups": lambda: b'[{"a":' * 50_000 + b"1" + b"}]" * 50_000,
    "a number of a million digits": lambda: b'[{"q_a": ' + b"9" * 1_000_000 + b"}]",
    "a million columns": lambda: b"KEY" + b",q_x" * 1_000_000 + b"\n1",
    "a quote without end": lambda: b'KEY,q_a\n1,"' + b"x" * (4 * MEBIBYTE),
    "a zip that is cut": lambda: _zip({"a.xml": b"<f/>"})[:-9],
}
"""Filled-in forms that unpack, nest, refer or repeat."""


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=() if i % 4 == 0 else pytest.mark.slow) for i, n in enumerate(FORMS)],
)
def test_hostile_forms_are_refused_or_read_as_text(name: str) -> None:
    try:
        read = read_submissions(FORMS[name]())
    except TumenError as error:
        assert error.code.startswith("record.")  # noqa: PT017  (either is an answer)
    else:
        assert "root:" not in json.dumps(read)


def test_there_are_dozens_of_them() -> None:
    assert sum(len(make()) for make in GROUPS.values()) + len(FORMS) >= 55
