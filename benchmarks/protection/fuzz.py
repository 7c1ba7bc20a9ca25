"""Damaged files by the hundred thousand: `python3 benchmarks/protection/fuzz.py [importer …] [--seconds 600]`.

Small whole files of every kind are damaged at random and given to the code that reads them, in a child behind the lock
of the jail (no network, no programs, no files, a ceiling on memory and time). A child reads thousands, one after the
other, as a cell of the jail does one; if it dies it is noted and the next begins behind the file that killed it. What
was reached is added to `fuzz.json`, and begun again it goes on with other random numbers.
"""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import gzip
import importlib
import io
import json
import mmap
import os
import signal
import struct
import sys
import time
import wave
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import django
import numpy as np

from tumen.errors import TumenError

HERE = Path(__file__).resolve().parent
KEPT = HERE / "fuzz.json"
MEMORY = 1024 * 1024 * 1024
CHILD, LONGEST = 2_000, 20
_NAMED, _READ, _AT = range(3)


@dataclass(slots=True)
class Found:
    """What one importer did with so many files.

    Attributes:
        runs: files given to it.
        read: those it read; `named`: those it refused with an error of its own.
        crashes: kinds of fault that were no error of its own; the jail gives each a name, but a reader should.
        deaths: signals that ended a child; the application lives, as its child is another process.
        slow: files that took longer than `LONGEST` seconds; the jail ends them.
    """

    runs: int = 0
    read: int = 0
    named: int = 0
    slow: int = 0
    crashes: Counter[str] = field(default_factory=Counter)
    deaths: Counter[str] = field(default_factory=Counter)


def _zip(parts: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _hwp() -> bytes:
    """By the maker of the readers' own tests: an OLE container takes two hundred lines."""
    place = str(HERE.parents[1] / "tests/library/documents")
    sys.path.insert(0, place)
    try:
        office = importlib.import_module("office")
    finally:
        sys.path.remove(place)
    return bytes(office.hwp([office.paragraph(0, "일곱 명이 건넜다.")]))


def _pdf() -> bytes:
    words = zlib.compress(b"BT /F1 12 Tf 72 700 Td (Seven people crossed.) Tj ET")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(words), words),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]  # fmt: skip
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(out)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (rows, at)
    )


def _docx() -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    told = "<w:p><w:r><w:t>Seven people crossed.</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    part = f'<Override PartName="/word/document.xml" ContentType="{kind}"/>'
    return _zip({
        "[Content_Types].xml": f'<Types xmlns="{types}">{part}</Types>',
        "word/document.xml": f'<w:document xmlns:w="{space}"><w:body>{told}</w:body></w:document>',
    })  # fmt: skip


def _odt() -> bytes:
    office, words = ("urn:oasis:names:tc:opendocument:xmlns:" + n + ":1.0" for n in ("office", "text"))
    told = "<o:body><o:text><t:p>Told.</t:p></o:text></o:body>"
    body = f'<o:document-content xmlns:o="{office}" xmlns:t="{words}">{told}</o:document-content>'
    return _zip({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": body})


def _xlsx() -> bytes:
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    for row in (["id", "name"], [1, "x"], [2, "1971-03-04"]):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def _warc() -> bytes:
    page = (
        b"<html><head><title>A return</title></head><body><p>Seven people were sent back.</p></body></html>"
    )
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (
        len(page), page)  # fmt: skip
    head = b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/a\r\n"
    return head + b"WARC-Date: 2019-03-04T05:06:07Z\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (
        len(block),
        block,
    )


def _wacz() -> bytes:
    packed = gzip.compress(_warc())
    listed = {"resources": [{"path": "archive/a.warc.gz", "bytes": len(packed)}]}
    return _zip({"archive/a.warc.gz": packed, "datapackage.json": json.dumps(listed)})


def _pictures() -> list[bytes]:
    from PIL import Image

    image, found = Image.linear_gradient("L").resize((40, 30)).convert("RGB"), []
    for form in ("PNG", "JPEG", "WEBP", "TIFF"):
        out = io.BytesIO()
        image.save(out, form)
        found.append(out.getvalue())
    return found


def _played() -> list[bytes]:
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", "none"))
        file.writeframes(bytes(400))
    header = struct.pack(">IIIII", 0, 0, 0, 1000, 5000) + bytes(80)
    inner = struct.pack(">I4s", len(header) + 8, b"mvhd") + header
    film = (
        b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isommp42"
        + struct.pack(">I4s", len(inner) + 8, b"moov")
        + inner
    )
    matroska = (
        b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm"
        + b"\x18S\x80g\x88"
        + bytes(8)
    )
    return [
        sound.getvalue(),
        film,
        matroska,
        b"ID3\x04\x00\x00\x00\x00\x00\x0aTIT2" + bytes(60) + b"\xff\xfb\x90\x00" * 20,
    ]


def _hwpx() -> bytes:
    space = "http://www.hancom.co.kr/hwpml/2011/"
    told = "<hp:p><hp:run><hp:t>말했다.</hp:t></hp:run></hp:p>"
    text = f'<hs:sec xmlns:hs="{space}section" xmlns:hp="{space}paragraph">{told}</hs:sec>'
    listed = '<opf:package xmlns:opf="http://www.idpf.org/2007/opf/"><opf:manifest/></opf:package>'
    return _zip({"mimetype": "application/hwp+zip", "Contents/content.hpf": listed, "Contents/header.xml": "<h/>",
                 "Contents/section0.xml": text, "META-INF/manifest.xml": "<m/>"})  # fmt: skip


def _submissions() -> list[bytes]:
    one = b"<form id='x' version='1'><meta><instanceID>uuid:1</instanceID></meta><given_name>x</given_name></form>"
    rows = [{"_uuid": "1", "group/q_sex": "f", "given_name": "x", "more": {"q_b": 3}}]
    return [
        one,
        json.dumps(rows).encode(),
        b"KEY,given_name,q_sex\n1,x,f\n",
        _zip({"a.xml": one, "b.json": json.dumps(rows)}),
    ]


def _mail() -> bytes:
    lines = [
        "From: a@example.org", "To: b@example.org", "Date: Mon, 4 Mar 2019 05:06:07 +0000",
        "Subject: =?utf-8?b?65CQ?=", "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=x", "", "--x",
        "Content-Type: text/plain; charset=euc-kr", "", "Told.", "--x", "Content-Type: text/html", "", "<p>Told.</p>",
        "--x--", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()


def _as_document(content: bytes) -> object:
    from tumen import documents

    return documents.read(content, name="a").as_dict()


def _as_picture(content: bytes) -> object:
    """Measured, drawn anew without what it says of itself, and in grey for a reader of letters."""
    from tumen.documents import pictures
    from tumen.documents.limits import Limits

    _as_document(content)
    return pictures.plain_copy(content, Limits()), pictures.grey_page(content, Limits())


def _as_table(content: bytes) -> object:
    from tumen_desk.record.importing.plan import check_table

    if content[:4] == b"PK\x03\x04":  # a workbook is read by its child
        return None
    return check_table(content, table="mentions")


def _as_workbook(content: bytes) -> object:
    from tumen_desk.record.importing.workbook import opened_here

    with opened_here(content, "mentions") as sheet:
        return list(sheet.lines)


def _as_submissions(content: bytes) -> object:
    from tumen_desk.record.importing import submitted

    return submitted.answered(content)


def _as_key_file(content: bytes) -> object:
    from tumen import vault

    return vault.Capsule.from_json(content.decode("utf-8", "replace"))


def _key_file() -> bytes:
    from tumen import vault

    return vault.create_capsule("a passphrase of nobody", kdf=vault.QUICK)[0].to_json().encode()


_TEXT = ["두만강을 건넌 사람들\n\n일곱 명".encode(), "도망".encode("euc-kr") * 5, "a\n".encode("utf-16")]
_HEAD = b"<html><head><title>A</title><meta charset=utf-8></head>"
_WEB = _HEAD + b"<body><table><tr><td>1</table><p>Told.<ul><li>x</body></html>"
_CUES = (
    b"WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.500\n<v A>Told.\n\n00:01:02,000 --> 00:01:03,000\nAnd this.\n"
)
IMPORTERS: dict[str, tuple[Callable[[bytes], object], Callable[[], list[bytes]]]] = {
    "csv": (_as_table, lambda: [b'id,name,birth,sex\n1,x,1971-03,f\n2,"a,b",,m\n', b"id;name\n1;x\n"]),
    "xlsx": (_as_workbook, lambda: [_xlsx()]),
    "submissions": (_as_submissions, _submissions),
    "pdf": (_as_document, lambda: [_pdf()]),
    "docx": (_as_document, lambda: [_docx()]),
    "odt": (_as_document, lambda: [_odt()]),
    "hwp": (_as_document, lambda: [_hwp()]),
    "hwpx": (_as_document, lambda: [_hwpx()]),
    "xlsx as a document": (_as_document, lambda: [_xlsx()]),
    "html": (_as_document, lambda: [_WEB]),
    "text": (_as_document, lambda: _TEXT),
    "mail": (_as_document, lambda: [_mail()]),
    "warc": (_as_document, lambda: [_warc(), gzip.compress(_warc())]),
    "wacz": (_as_document, lambda: [_wacz()]),
    "pictures": (_as_picture, _pictures),
    "films and sounds": (_as_document, _played),
    "transcripts": (_as_document, lambda: [_CUES]),
    "key file": (_as_key_file, lambda: [_key_file()]),
}
_BITS = [
    b"\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"<", b"&", b'"', b"\n", b"\r\n\r\n", b"9" * 20, b"-1",
    b"{", b"]", b"\xf0\x9f\x98\x80", b"\xed\xa0\x80", b"PK\x03\x04", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"%s",
    b"../" * 4,
]  # fmt: skip


def damaged(whole: bytes, rng: np.random.Generator) -> bytes:
    """One to four things done to a file: bits flipped, bytes replaced, cut, doubled, put in, moved."""
    out = bytearray(whole)
    for _ in range(int(rng.integers(1, 5))):
        at, way = int(rng.integers(len(out) + 1)), int(rng.integers(7))
        length = int(rng.integers(1, 33))
        if way == 0 and out:
            out[at % len(out)] ^= 1 << int(rng.integers(8))
        elif way == 1:
            out[at : at + length] = rng.bytes(length)
        elif way == 2:
            del out[at : at + length]
        elif way == 3:
            out[at:at] = out[at : at + 8 * length]
        elif way == 4:
            out[at:at] = _BITS[int(rng.integers(len(_BITS)))]
        elif way == 5 and rng.random() < 0.3:
            del out[at:]
        else:
            other = int(rng.integers(len(out) + 1))
            out[other : other + length] = out[at : at + length]
    return bytes(out)


def _read_on(read: Callable[[bytes], object], seeds: Sequence[bytes], board: mmap.mmap, begin: int, end: int, seed: int,
             say: int) -> None:  # fmt: skip
    """What the child does: file after file; where it is stands on the board, crashes are told by pipe."""
    from tumen.documents.confine import limit_resources, lock

    for whole in seeds:  # what reading loads is loaded before the lock
        with contextlib.suppress(TumenError):
            read(whole)
    limit_resources(memory=MEMORY, cpu_seconds=3600)
    lock()
    counts = [0, 0]
    for number in range(begin, end):
        signal.setitimer(signal.ITIMER_REAL, LONGEST)
        board[:24] = struct.pack("=3q", counts[_NAMED], counts[_READ], number)
        rng = np.random.default_rng([seed, number])
        try:
            read(damaged(seeds[number % len(seeds)], rng))
            counts[_READ] += 1
        except TumenError:
            counts[_NAMED] += 1
        except MemoryError:
            os.write(say, b"MemoryError\n")
        except Exception as fault:  # noqa: BLE001  (the border: only its kind leaves)
            os.write(say, f"{type(fault).__name__}\n".encode())
    board[:24] = struct.pack("=3q", *counts, end)


def throw(name: str, *, runs: int, seed: int) -> Found:
    """Give an importer so many damaged files."""
    read, make = IMPORTERS[name]
    seeds, found, number = make(), Found(), 0
    while number < runs:
        end = min(number + CHILD, runs)
        status, counts, kinds = _child(read, seeds, number, end, seed)
        at = counts[_AT]
        found.named, found.read = found.named + counts[_NAMED], found.read + counts[_READ]
        found.crashes.update(kinds)
        if at < end:
            ended = (
                signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else f"exit {status >> 8}"
            )
            if ended == "SIGALRM":
                found.slow += 1
            else:
                found.deaths[ended] += 1
            at += 1
        found.runs += at - number
        number = at
    return found


def _child(read: Callable[[bytes], object], seeds: Sequence[bytes], begin: int, end: int, seed: int
           ) -> tuple[int, tuple[int, ...], list[str]]:  # fmt: skip
    board = mmap.mmap(-1, 24)
    board[:24] = struct.pack("=3q", 0, 0, begin)
    hear, say = os.pipe()
    child = os.fork()
    if not child:
        os.close(hear)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        faulthandler.disable()
        try:
            _read_on(read, seeds, board, begin, end, seed, say)
            os._exit(0)
        except BaseException:  # noqa: BLE001  (the border of the process)
            os._exit(70)
    os.close(say)
    with os.fdopen(hear, "rb") as heard:
        kinds = heard.read().decode().split()
    _, status = os.waitpid(child, 0)
    return status, struct.unpack("=3q", board[:24]), kinds


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("importers", nargs="*", choices=[[], *IMPORTERS], help="which; without: all")
    asked.add_argument("--seconds", type=float, default=600, help="so long in all, shared among them")
    asked.add_argument("--most", type=int, default=1_000_000, help="so many of each importer")
    given = asked.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tumen_desk.settings.testing")
    django.setup()
    kept = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    until = time.monotonic() + given.seconds
    names = given.importers or list(IMPORTERS)
    while time.monotonic() < until and (
        left := [n for n in names if kept.get(n, {}).get("runs", 0) < given.most]
    ):
        name = min(left, key=lambda n: kept.get(n, {}).get("seconds", 0))  # all have as much time
        before = kept.setdefault(name, {"runs": 0, "seconds": 0.0, "crashes": {}, "deaths": {}})
        began, found = time.process_time() + sum(os.times()[2:4]), Found()
        found = throw(name, runs=CHILD, seed=before["runs"])
        spent = time.process_time() + sum(os.times()[2:4]) - began
        for what in ("runs", "read", "named", "slow"):
            before[what] = before.get(what, 0) + getattr(found, what)
        before["seconds"] = round(before["seconds"] + spent, 1)
        for what in ("crashes", "deaths"):
            before[what] = dict(Counter(before[what]) + getattr(found, what))
        KEPT.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    for name, told in kept.items():
        print(name, told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
