"""Pictures inside documents are found in the jail, each once, and come out as they lie there."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image, ImageDraw
from tests.library.documents import office
from typer.testing import CliRunner

from tumen import documents
from tumen.cli.main import build
from tumen.errors import BrokenDocument, EncryptedDocument, UnsupportedDocument

CANARY = "A canary of a photographer"


def view(form: str, *, shade: int = 60, size: tuple[int, int] = (200, 150)) -> bytes:
    image = Image.new("RGB", (200, 150), (200, 210, 230))
    ImageDraw.Draw(image).rectangle((30, shade, 75, 140), fill=(120, 60, 40))
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = CANARY
    out = io.BytesIO()
    image.resize(size).save(out, form, **({"exif": exif} if form == "JPEG" else {}))
    return out.getvalue()


@pytest.fixture(scope="module")
def jail() -> Any:
    with documents.Jail() as opened:
        yield opened


@pytest.fixture
def letter(word: Any) -> bytes:
    def fill(made: Any) -> None:
        made.add_paragraph("One came back.")
        for picture in (view("JPEG"), view("PNG", shade=20), view("JPEG"), view("PNG", size=(8, 8))):
            made.add_picture(io.BytesIO(picture))

    return bytes(word(fill))


def test_pictures_of_a_docx_come_out_byte_for_byte_each_once(jail: documents.Jail, letter: bytes) -> None:
    found = jail.pictures_inside(letter, name="a.docx")
    assert [(p.number, p.media_type, p.picture.width) for p in found] == [
        (1, "image/jpeg", 200),
        (2, "image/png", 200),
    ]
    assert found[0].where.startswith("word/media/")
    assert found[0].sha256 == hashlib.sha256(view("JPEG")).hexdigest()
    assert CANARY.encode() not in json.dumps(found[0].picture.thumbnail).encode()
    assert jail.picture_inside(letter, 2, name="a.docx") == view("PNG", shade=20)
    same, other = (jail.read(view(f, shade=s)).picture for f, s in (("PNG", 60), ("PNG", 20)))
    assert same is not None
    assert other is not None
    assert documents.pictures_apart(found[0].picture.likeness, same.likeness) < documents.PICTURES_ALIKE
    with pytest.raises(BrokenDocument, match="no picture 9"):
        jail.picture_inside(letter, 9, name="a.docx")


def test_pictures_of_a_pdf_bear_their_page(jail: documents.Jail) -> None:
    pages, out = [Image.open(io.BytesIO(view("JPEG", shade=s))) for s in (20, 60)], io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:])
    found = jail.pictures_inside(out.getvalue(), name="a.pdf")
    assert [(p.where, p.media_type) for p in found] == [("p. 1", "image/jpeg"), ("p. 2", "image/jpeg")]
    assert Image.open(io.BytesIO(jail.picture_inside(out.getvalue(), 1, name="a.pdf"))).size == (200, 150)


def test_pictures_of_an_hwp_come_out_byte_for_byte_packed_or_not(jail: documents.Jail) -> None:
    told = office.paragraph(0, "그는 강을 건넜다.")
    made = office.hwp(
        [told],
        pictures={"BIN0001.jpg": view("JPEG"), "BIN0002.OLE": b"no picture" * 99},
        unpacked={"BIN0003.png": view("PNG", shade=20), "BIN0004.png": b"\xff" * 5000},
    )
    found = jail.pictures_inside(made, name="a.hwp")
    assert [(p.where, p.media_type) for p in found] == [
        ("BinData/BIN0001.jpg", "image/jpeg"),
        ("BinData/BIN0003.png", "image/png"),
    ]
    assert jail.picture_inside(made, 1, name="a.hwp").rstrip(b"\0") == view("JPEG").rstrip(b"\0")
    assert jail.read(made, name="a.hwp").text == "그는 강을 건넜다."
    with pytest.raises(EncryptedDocument):
        jail.pictures_inside(office.hwp([told], flags=3), name="a.hwp")


def test_what_holds_no_pictures_that_are_taken_out_is_refused_in_words(jail: documents.Jail) -> None:
    with pytest.raises(UnsupportedDocument, match="taken out of PDF"):
        jail.pictures_inside(b"One came back.", name="a.txt")


def test_the_command_lists_and_writes_them_without_traces(tmp_path: Path, letter: bytes) -> None:
    file, out = tmp_path / "a.docx", tmp_path / "out"
    file.write_bytes(letter)
    run = CliRunner().invoke(build(), ["pictures", str(file), "--out", str(out), "--plain", "--json"])
    assert run.exit_code == 0, run.output
    told = json.loads(run.stdout)
    assert told["written"] == ["001.jpg", "002.png"]
    assert CANARY.encode() not in (out / "001.jpg").read_bytes()
    assert Image.open(io.BytesIO((out / "002.png").read_bytes())).size == (200, 150)
    again = CliRunner().invoke(build(), ["pictures", str(file), "--out", str(out)])
    assert again.exit_code != 0
