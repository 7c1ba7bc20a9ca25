"""Pages of WARC and WACZ files keep their address and the moment they were fetched; what was altered is said."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import random
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest

from tumen import documents
from tumen.documents.archive import read_archive
from tumen.documents.assembly import Assembly
from tumen.documents.limits import Clock, Limits
from tumen.errors import BrokenDocument, HostileDocument, UnsupportedDocument

PAGE = "<html><head><title>A return</title></head><body><p>Seven people were sent back in June.</p></body></html>"
ADDRESS = "https://example.org/news/1"


def answer(body: bytes, *extra: str, kind: str = "text/html; charset=utf-8", status: int = 200) -> bytes:
    head = "\r\n".join([f"HTTP/1.1 {status} X", f"Content-Type: {kind}", *extra])
    return head.encode() + b"\r\n\r\n" + body


def record(block: bytes, *, kind: str = "response", address: str = ADDRESS, digest: str = "") -> bytes:
    made = digest or "sha1:" + base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()
    head = [
        "WARC/1.1", f"WARC-Type: {kind}", f"WARC-Target-URI: {address}", "WARC-Date: 2019-03-04T05:06:07Z",
        f"WARC-Block-Digest: {made}", f"Content-Length: {len(block)}",
    ]  # fmt: skip
    return "\r\n".join(head).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def codes(read: documents.Document) -> set[str]:
    return {w.code for w in read.warnings}


INFO = record(b"software: made up\r\n", kind="warcinfo")


def test_a_page_of_an_archive_keeps_its_address_and_day() -> None:
    page = record(answer(PAGE.encode()))
    for packed in (INFO + page, gzip.compress(INFO) + gzip.compress(page)):
        read = documents.read_in_jail(packed, name="a.warc.gz")
        assert read.media_type == "application/warc"
        assert "Seven people were sent back in June." in read.text
        assert read.stated("address")[0].value == ADDRESS
        assert read.stated("retrieved")[0].value == "2019-03-04"
        assert read.stated("title")[0].value == "A return"
        assert "archive-altered" not in codes(read)


def test_pages_that_travelled_packed_and_in_pieces_are_put_together() -> None:
    packed = gzip.compress(PAGE.encode())
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    block = answer(chunked, "Transfer-Encoding: chunked", "Content-Encoding: gzip")
    assert "Seven people" in documents.read(record(block)).text


def test_only_pages_with_words_are_read_and_several_are_told_apart() -> None:
    archive = (
        record(answer(PAGE.encode()))
        + record(answer(b"\x89PNG", kind="image/png"), address="https://example.org/a.png")
        + record(answer(b"<p>gone</p>", status=404))
        + record(answer("둘째 쪽".encode(), kind="text/plain"), address="https://example.org/2")
    )
    read = documents.read(archive)
    assert "several-pages" in codes(read)
    assert "gone" not in read.text
    headings = [read.text[p.start : p.end] for p in read.paragraphs if p.kind == "heading"]
    assert headings == [f"{ADDRESS} (2019-03-04T05:06:07Z)", "https://example.org/2 (2019-03-04T05:06:07Z)"]


def test_a_record_that_was_altered_is_said() -> None:
    assert "archive-altered" in codes(
        documents.read(record(answer(PAGE.encode()), digest="sha1:" + "A" * 32))
    )


def wacz(*, altered: bool = False) -> bytes:
    warc = gzip.compress(record(answer(PAGE.encode())))
    stated = hashlib.sha256(warc + b"x" * altered).hexdigest()
    resources = [{"path": "archive/a.warc.gz", "hash": f"sha256:{stated}", "bytes": len(warc)}]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("archive/a.warc.gz", warc)
        archive.writestr("datapackage.json", json.dumps({"profile": "data-package", "resources": resources}))
    return out.getvalue()


def test_a_collection_is_read_and_held_against_its_digests() -> None:
    read = documents.read_in_jail(wacz(), name="a.wacz")
    assert (read.media_type, "Seven people" in read.text) == ("application/wacz", True)
    assert "archive-altered" not in codes(read)
    assert "archive-altered" in codes(documents.read(wacz(altered=True)))


@pytest.mark.parametrize("pack", [gzip.compress, bytes], ids=["a member for each record", "not packed"])
def test_of_an_archive_of_many_records_one_is_in_memory_at_a_time(pack: Callable[[bytes], bytes]) -> None:
    pictures = random.Random(1).randbytes(100_000)  # noqa: S311  (what no packing makes smaller)
    picture = pack(record(answer(pictures, kind="image/png")))
    archive = pack(record(answer(PAGE.encode()))) + 200 * picture
    assembly = Assembly(limits=Limits())
    tracemalloc.start()
    try:
        read_archive(archive, assembly, Clock(Limits()))
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert assembly.length > len("Seven people were sent back in June.")
    assert most < len(archive) / 10


def test_cut_off_and_hostile_archives_get_a_named_answer() -> None:
    with pytest.raises(BrokenDocument):
        documents.read(record(answer(PAGE.encode()))[:-30])
    with pytest.raises(BrokenDocument):
        documents.read(gzip.compress(record(answer(PAGE.encode())))[:-30])
    with pytest.raises(HostileDocument):
        documents.read(gzip.compress(record(answer(bytes(40_000_000)))))
    with pytest.raises(BrokenDocument, match="does not end"):
        documents.read(b"WARC/1.0\r\n" + bytes(4_000_000))
    with pytest.raises(UnsupportedDocument):
        documents.read(gzip.compress(b"a tar, perhaps"))
