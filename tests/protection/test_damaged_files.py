"""Damaged files, by the code that throws them by the hundred thousand (`benchmarks/protection/fuzz.py`); here a few."""

import ctypes
import hashlib
import importlib.util
import io
import json
import struct
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from tumen import documents
from tumen.errors import BrokenDocument, UndecodableText

FUZZ = Path(__file__).parents[2] / "benchmarks/protection/fuzz.py"


@pytest.fixture(scope="module")
def fuzz():
    spec = importlib.util.spec_from_file_location("fuzz", FUZZ)
    module = importlib.util.module_from_spec(spec)
    sys.modules["fuzz"] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    yield module
    del sys.modules["fuzz"]


def test_every_importer_reads_its_whole_files_and_names_what_is_wrong_with_damaged_ones(fuzz):
    for name, (read, make) in fuzz.IMPORTERS.items():
        for whole in make():
            read(whole)
        found = fuzz.throw(name, runs=12, seed=7)
        assert (found.runs, found.deaths) == (12, {}), name
        assert found.read + found.named + found.slow + sum(found.crashes.values()) == 12, name


def test_a_child_that_dies_is_noted_and_the_next_goes_on_behind_the_file_that_killed_it(fuzz, monkeypatch):
    def read(content):
        if zlib.crc32(content) % 5 == 0:
            ctypes.string_at(0)  # as a parser in C falls; the lock would refuse a signal

    monkeypatch.setitem(fuzz.IMPORTERS, "deadly", (read, lambda: [b"abcdefg" * 9]))
    found = fuzz.throw("deadly", runs=30, seed=1)
    assert found.runs == 30
    assert found.read + sum(found.deaths.values()) == 30
    assert found.deaths["SIGSEGV"] >= 2


def test_a_letter_dated_beyond_every_calendar_is_read():
    """Found so: the year 99999999999999999999 fell through the reader of dates."""
    letter = b"From: a@example.org\r\nDate: Mon, 4 Mar 99999999999999999999 05:06:07 +0000\r\n\r\nTold.\r\n"
    assert "Told." in documents.read(letter, name="a.eml").text


def test_an_encoding_that_is_no_name_is_no_error_of_python():
    """Found so: a null character in the name of an encoding is no unknown encoding to Python, but another error."""
    head = b"From: a@example.org\r\nTo: b@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x"
    part = b"\r\n\r\n--x\r\nContent-Type: text/plain; charset=e\0uc-kr\r\n\r\nTold.\r\n--x--\r\n"
    assert "Told." in documents.read(head + part, name="a.eml").text
    with pytest.raises(UndecodableText, match="No encoding is called"):
        documents.read(head + part.replace(b"plain", b"html"), name="a.eml")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED])
def test_a_damaged_part_is_named_however_it_was_packed(method):
    """Found so: an office file whose parts claim to be bzip2 failed with an error of the system."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr(
            "word/document.xml", b"".join(hashlib.sha256(bytes([n])).digest() for n in range(20))
        )
    whole = bytearray(out.getvalue())
    at = whole.index(b"word/document.xml") + len("word/document.xml")
    whole[at : at + 12] = b"\xff" * 12
    with pytest.raises(BrokenDocument, match=r"word/document\.xml"):
        documents.read(bytes(whole), name="a.docx")


def test_a_picture_whose_places_are_no_whole_numbers_is_damaged(fuzz):
    """Found so: the beginning of a strip of a TIFF given as a number with a fraction."""
    tiff = next(each for each in fuzz._pictures() if each[:4] == b"II*\0")
    broken = tiff.replace(struct.pack("<HH", 273, 4), struct.pack("<HH", 273, 11))
    assert broken != tiff
    with pytest.raises(BrokenDocument, match="damaged or cut off"):
        documents.read(broken, name="a.tif")


def test_what_was_reached_names_every_importer_and_no_child_died(fuzz):
    kept = json.loads(fuzz.KEPT.read_text("utf-8"))
    assert set(kept) == set(fuzz.IMPORTERS)
    assert [name for name, told in kept.items() if told["deaths"]] == []
    assert min(told["runs"] for told in kept.values()) >= 4_000
