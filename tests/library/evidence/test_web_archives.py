"""A web archive holds the saved bytes, and its index finds each page in it."""

import gzip
import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen import evidence

DAY = datetime(2024, 5, 3, 7, 8, 9, tzinfo=UTC)


def _opened(packed):
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
        return {name: archive.read(name) for name in archive.namelist()}


def _indexed(held):
    """What a viewer finds: for each line of the index the record at its place, split into head and block."""
    for line in held["indexes/index.cdxj"].decode().splitlines():
        key, moment, told = line.split(" ", 2)
        told = json.loads(told)
        start, length = int(told["offset"]), int(told["length"])
        record = gzip.decompress(held[f"archive/{told['filename']}"][start : start + length])
        head, _, rest = record.partition(b"\r\n\r\n")
        fields = dict(f.split(": ", 1) for f in head.decode().split("\r\n")[1:])
        size = int(fields["Content-Length"])
        assert (head[:8], rest[size:]) == (b"WARC/1.1", b"\r\n\r\n")
        yield key, moment, told, fields, rest[:size]


@settings(deadline=None, max_examples=25)
@given(st.lists(st.binary(max_size=3000), min_size=1, max_size=4))
def test_every_page_is_found_by_the_index_byte_for_byte(contents):
    pages = [
        evidence.SavedPage(
            address=f"https://www.Example.org/a/{n}?b=1",
            at=DAY,
            content=c,
            media_type="text/html",
            title=f"제목 {n}",
        )
        for n, c in enumerate(contents)
    ]
    held = _opened(evidence.pack_web(pages, title="Some"))
    found = {
        fields["WARC-Target-URI"]: (key, moment, told, fields, c)
        for key, moment, told, fields, c in _indexed(held)
    }
    assert found.keys() == {p.address for p in pages}
    for n, saved in enumerate(pages):
        key, moment, told, fields, content = found[saved.address]
        assert content == saved.content
        digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert fields["WARC-Payload-Digest"] == fields["WARC-Block-Digest"] == told["digest"] == digest
        assert (key, moment) == (f"org,example)/a/{n}?b=1", "20240503070809")
    listed = [json.loads(line) for line in held["pages/pages.jsonl"].decode().splitlines()]
    assert [p["title"] for p in listed[1:]] == [p.title for p in pages]


def test_each_part_is_listed_with_its_hash_and_the_list_with_its_own():
    saved = evidence.SavedPage(
        address="https://example.org/", at=DAY, content=b"x", media_type="text/html", title="t"
    )
    held = _opened(evidence.pack_web([saved], title="One"))
    package = json.loads(held["datapackage.json"])
    assert package["wacz_version"] == "1.1.1"
    for part in package["resources"]:
        assert part["hash"] == f"sha256:{hashlib.sha256(held[part['path']]).hexdigest()}"
        assert part["bytes"] == len(held[part["path"]])
    digest = json.loads(held["datapackage-digest.json"])
    assert digest["hash"] == f"sha256:{hashlib.sha256(held['datapackage.json']).hexdigest()}"


@pytest.mark.parametrize(
    "address", ["https://example.org/a\r\nWARC-Type: response", "https://example.org/\n\nx"]
)
def test_an_address_cannot_write_fields_of_its_own(address):
    saved = evidence.SavedPage(address=address, at=DAY, content=b"x", media_type="text/html", title="t")
    held = _opened(evidence.pack_web([saved], title="One"))
    warc = gzip.decompress(held["archive/data.warc.gz"])
    assert warc.count(b"\r\nWARC-Type: ") == 2
    assert b"\r\nWARC-Type: response" not in warc
