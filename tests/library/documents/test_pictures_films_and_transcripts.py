"""Pictures are told by their bytes and drawn anew; films are kept; transcripts know when each line is said."""

from __future__ import annotations

import base64
import io
import json
import struct
from typing import Any

import pytest
from PIL import ExifTags, Image, ImageDraw

from tumen import documents
from tumen.errors import BrokenDocument, DocumentTooLarge, UnsupportedDocument

VTT = (
    "WEBVTT\n\nNOTE heard twice\n\n00:00:01.000 --> 00:00:03.500\n<v Interviewer>When did you cross?\n\n"
    "2\n00:01:02.000 --> 00:01:05.000 align:start\nIn the spring of <i>that</i> year.\n"
)
SRT = (
    "1\n00:00:01,000 --> 00:00:03,500\n언제 건넜습니까?\n\n2\n01:01:02,000 --> 01:01:05,250\n그해 봄입니다.\n"
)


def scene(*, shift: int = 0, size: tuple[int, int] = (400, 300)) -> Image.Image:
    """A made-up view: a bank, a house, a river."""
    image = Image.new("RGB", (400, 300), (200, 210, 230))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 180, 400, 300), fill=(60, 90, 60))
    draw.rectangle((60 + shift, 90, 150 + shift, 190), fill=(120, 60, 40))
    draw.polygon([(220, 300), (400, 200), (400, 300)], fill=(40, 60, 140))
    return image.resize(size)


def as_file(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def told_by_a_camera() -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "A canary of a photographer"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2011:05:03 10:00:00"
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place.update({1: "N", 2: (10.0, 30.0, 0.0), 3: "W", 4: (20.0, 0.0, 36.0)})
    return as_file(scene(), exif=exif)


@pytest.fixture(scope="module")
def jail() -> Any:
    with documents.Jail() as opened:
        yield opened


def test_a_picture_is_told_by_its_bytes_and_measured(jail: documents.Jail) -> None:
    for form, media_type in (
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("TIFF", "image/tiff"),
        ("WEBP", "image/webp"),
    ):
        read = jail.read(as_file(scene(), form), name="told.png")
        assert (read.media_type, read.text) == (media_type, "")
        assert read.picture is not None
        assert (read.picture.width, read.picture.height, len(read.picture.likeness)) == (400, 300, 32)


def test_what_the_camera_wrote_is_kept_apart_and_stands_in_no_copy(jail: documents.Jail) -> None:
    content = told_by_a_camera()
    read = jail.read(content, name="told.jpg")
    assert read.stated("date")[0].value == "2011-05-03"
    assert [(out.text, out.reason) for out in read.left_out] == [("10.500000, -20.010000", "camera position")]
    assert "camera-position" in {w.code for w in read.warnings}
    assert read.picture is not None
    for copy in (base64.b64decode(read.picture.thumbnail), jail.plain_copy(content, name="told.jpg")):
        assert b"canary" in content
        assert b"canary" not in copy
        assert not Image.open(io.BytesIO(copy)).getexif()


def test_pictures_that_look_alike_meet_whatever_their_size_and_form() -> None:
    def mark(image: Image.Image, form: str = "JPEG", **options: Any) -> str:
        picture = documents.read(as_file(image, form, **options)).picture
        assert picture is not None
        return picture.likeness

    first = mark(scene())
    assert documents.pictures_apart(first, mark(scene(size=(133, 100)), quality=40)) < 24
    assert documents.pictures_apart(first, mark(scene(), "PNG")) < 24
    assert documents.pictures_apart(first, mark(scene().transpose(Image.Transpose.ROTATE_180))) > 40
    assert documents.pictures_apart(first, mark(Image.new("RGB", (50, 50), "white"))) == 128


def test_a_turned_picture_is_measured_as_it_is_shown() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    picture = documents.read(as_file(scene(), exif=exif)).picture
    assert picture is not None
    assert (picture.width, picture.height) == (300, 400)


def test_broken_and_enormous_pictures_get_a_named_answer(jail: documents.Jail) -> None:
    with pytest.raises(BrokenDocument):
        jail.read(as_file(scene())[:900], name="cut.jpg")
    with pytest.raises(DocumentTooLarge):
        jail.read(as_file(scene()), name="a.jpg", limits=documents.Limits(max_pixels=1000))
    with pytest.raises(UnsupportedDocument):
        jail.plain_copy(b"Words only.", name="a.txt")
    with pytest.raises(UnsupportedDocument):
        documents.read(b"\0\0\0\x18ftypheic" + bytes(20))


def test_a_film_is_kept_with_its_length_and_never_decoded() -> None:
    head = struct.pack(">I4s4sIII", 108, b"mvhd", bytes(4), 0, 0, 600) + struct.pack(">I", 600 * 75)
    film = documents.read(b"\0\0\0\x18ftypisom" + bytes(12) + head + bytes(80), name="told.mp4")
    assert film.media_type == "video/mp4"
    assert film.stated("seconds")[0].value == "75.0"
    sound = b"RIFF\0\0\0\0WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8) + b"data"
    assert documents.read(sound + struct.pack("<I", 16000) + bytes(16)).stated("seconds")[0].value == "2.0"


def test_a_transcript_knows_when_each_line_is_said(jail: documents.Jail) -> None:
    read = jail.read(VTT.encode(), name="told.vtt")
    assert read.text == "Interviewer: When did you cross?\n\nIn the spring of that year."
    place = read.text.index("spring")
    assert str(read.passage(place, place + 6).locator) == "00:01:02–00:01:05"
    assert str(read.locate(0, len(read.text))) == "00:00:01–00:01:05"
    korean = documents.read(SRT.encode(), name="told.srt")
    assert [(c.since, c.until) for c in korean.cues] == [(1.0, 3.5), (3662.0, 3665.25)]
    assert documents.Document.from_json(json.dumps(korean.as_dict())) == korean


def test_a_transcript_without_times_is_refused() -> None:
    with pytest.raises(BrokenDocument):
        documents.read(b"WEBVTT\n\nNothing is timed here.\n")
