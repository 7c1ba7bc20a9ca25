"""Pictures are shown to those who may see names and leak nothing; transcripts bear times; what is alike is shown."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, ImageDraw, ImageFont
from tests.library.documents.test_what_is_said_is_written_down import listener
from tests.library.reading.test_a_local_model_only_adds import server
from tests.library.reading.test_drafts_in_another_language import chat

from tumen.errors import MachineReadingRefused, NoLocalModel, NoSpeechProgram, UnknownPassage
from tumen_desk.accounts import circles
from tumen_desk.audit import states
from tumen_desk.jobs import services as jobs
from tumen_desk.keep import erasing
from tumen_desk.record import nearness, picturing, services, translating
from tumen_desk.record.models import Band, Document, Media, Shown

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])

CANARY, LATIN = "카나리아새", "Kanaria Sae"
VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:03.500\nSeven crossed.\n\n00:01:02.000 --> 00:01:05.000\nOne came back.\n"
TOLD = "Seven people crossed the river in spring. Two were taken at the bank and held. " * 6
FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")


def view(*, size: tuple[int, int] = (400, 300), camera: bool = False, form: str = "JPEG") -> bytes:
    image = Image.new("RGB", (400, 300), (200, 210, 230))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 180, 400, 300), fill=(60, 90, 60))
    draw.rectangle((60, 90, 150, 190), fill=(120, 60, 40))
    exif = Image.Exif()
    if camera:
        exif[ExifTags.Base.Artist] = LATIN
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2011:05:03 10:00:00"
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(
            {1: "N", 2: (10.0, 30.0, 0.0), 3: "E", 4: (20.0, 0.0, 36.0)}
        )
    out = io.BytesIO()
    image.resize(size).save(out, form, **({"exif": exif} if camera else {}))
    return out.getvalue()


def film() -> bytes:
    return b"\0\0\0\x18ftypisom" + bytes(5000)


@pytest.fixture
def source(officer: Any) -> Any:
    return services.source_create(actor=officer, title="Heard", kind="SK-VICT")


@pytest.fixture
def picture(officer: Any, source: Any) -> Any:
    return services.document_add(actor=officer, source=source, name="a.jpg", content=view(camera=True))


def test_a_picture_is_shown_and_handed_on_without_what_the_camera_wrote(
    officer: Any, client_of: Any, picture: Any
) -> None:
    media = Media.objects.get(document=picture)
    assert (media.width, media.height, media.date) == (400, 300, "2011-05-03")
    client = client_of(officer)
    for part, kind in (
        ("thumbnail", "image/jpeg"),
        ("play", "image/jpeg"),
        ("copy", "application/octet-stream"),
    ):
        answer = client.get(f"/record/documents/{picture.pk}/{part}/")
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert (answer.headers["Cache-Control"], answer.headers["Content-Type"]) == ("no-store", kind)
        assert (LATIN.encode() in content) == (part == "play")
        assert LATIN not in str(answer.headers)
        if part != "play":
            assert not Image.open(io.BytesIO(content)).getexif()
    shown = client.get(f"/record/documents/{picture.pk}/media/").content.decode()
    assert "10.5" not in shown
    assert LATIN not in shown


def test_who_may_not_see_names_sees_no_picture(analyst: Any, client_of: Any, picture: Any) -> None:
    client = client_of(analyst)
    for part in ("thumbnail", "play", "copy"):
        assert client.get(f"/record/documents/{picture.pk}/{part}/").status_code == 403
    shown = client.get(f"/record/documents/{picture.pk}/media/").content.decode()
    assert "Whoever may see names may look at it" in shown
    assert "/thumbnail/" not in shown + client.get("/record/media/").content.decode()


def test_a_picture_in_a_circle_is_not_there(
    officer: Any, protection: Any, client_of: Any, picture: Any
) -> None:
    circle = circles.circle_make(actor=protection, title="A case")
    circles.source_enclose(actor=protection, circle=circle, source=picture.source_id)
    client = client_of(officer)
    for part in ("media", "thumbnail", "play", "copy"):
        assert client.get(f"/record/documents/{picture.pk}/{part}/").status_code == 404
    assert f"D-{picture.pk}<" not in client.get("/record/media/").content.decode()
    assert nearness.near_picture(officer, picture.media.likeness) == []


def test_viewpoint_and_place_seen_are_kept_apart_and_the_maker_under_the_key_of_the_file(
    officer: Any, analyst: Any, client_of: Any, picture: Any
) -> None:
    client, before = client_of(officer), states.compare().altered
    given = {
        "kind": "photograph",
        "credit": "An agency",
        "maker": CANARY,
        "date": "May 2011",
        "depicts": "1997",
        "seen": "KP-NAMYANG",
        "viewpoint": "CN-TUMEN",
        "caption": "A bank",
    }
    client.post(
        f"/record/documents/{picture.pk}/describe/", {**given, "viewpoint_words": f"roof of {CANARY}"}
    )
    media = Media.objects.get(document=picture)
    assert (media.credit, media.maker, media.date) == ("An agency", CANARY, "2011-05")
    assert (media.seen, media.viewpoint, media.depicts) == ("KP-NAMYANG", "CN-TUMEN", "1997")
    raw = Media.objects.extra(select={"raw": "maker"}).values_list("raw", flat=True)[0]
    assert CANARY.encode() not in bytes(raw)
    assert CANARY in client.get(f"/record/documents/{picture.pk}/media/").content.decode()
    assert CANARY not in client_of(analyst).get(f"/record/documents/{picture.pk}/media/").content.decode()
    assert states.compare().altered == before == ()


def test_who_is_shown_goes_with_the_picture_when_they_are_erased(
    officer: Any, protection: Any, client_of: Any, source: Any, picture: Any
) -> None:
    one = services.mention_create(actor=officer, source=source, names=[{"text": CANARY}])
    media, client = Media.objects.get(document=picture), client_of(officer)
    client.post(f"/record/documents/{picture.pk}/shown/", {"mention": one.pk, "recognisable": "on"})
    assert Shown.objects.get().mention == one
    assert "can be recognised" in client.get(f"/record/documents/{picture.pk}/media/").content.decode()
    plan = erasing.plan(actor=protection, mentions=[one])
    assert [d.pk for d in plan.own] == [picture.pk]
    other = services.source_create(actor=officer, title="Elsewhere", kind="SK-VICT")
    stranger = services.mention_create(actor=officer, source=other)
    with pytest.raises(UnknownPassage):
        picturing.shown_add(actor=officer, media=media, mention=stranger)


def test_a_film_plays_from_any_place_and_its_transcript_bears_times(
    officer: Any, client_of: Any, source: Any
) -> None:
    client = client_of(officer)
    kept = services.document_add(actor=officer, source=source, name="a.mp4", content=film())
    piece = client.get(f"/record/documents/{kept.pk}/play/", headers={"Range": "bytes=4-9"})
    assert (piece.status_code, piece.content) == (206, film()[4:10])
    assert piece.headers["Content-Range"] == f"bytes 4-9/{len(film())}"
    beyond = client.get(f"/record/documents/{kept.pk}/play/", headers={"Range": "bytes=999999-"})
    assert beyond.status_code == 416
    client.post(
        f"/record/sources/{source.pk}/document/",
        {"of": kept.pk, "file": SimpleUploadedFile("a.vtt", VTT.encode())},
    )
    transcript = Document.objects.get(of=kept)
    place = transcript.text.index("One came")
    passage = services.passage_anchor(actor=officer, document=transcript, start=place, end=place + 8)
    assert passage.locator == "00:01:02–00:01:05"
    beside = client.get(f"/record/documents/{transcript.pk}/media/").content.decode()
    assert 'data-since="62.0"' in beside
    assert f"/record/documents/{kept.pk}/play/" in beside


def test_what_is_nearly_the_same_is_shown_on_the_page_and_before_it_comes_in(
    officer: Any, client_of: Any, source: Any
) -> None:
    first = services.document_add(actor=officer, source=source, name="a.txt", content=TOLD.encode())
    again = services.document_add(
        actor=officer, source=source, name="b.txt", content=(TOLD + "A word was added.").encode()
    )
    services.document_add(
        actor=officer, source=source, name="c.txt", content=b"Another story, of other people."
    )
    assert [n.document.pk for n in nearness.near(officer, first)] == [again.pk]
    shown = client_of(officer).get(f"/record/documents/{first.pk}/media/").content.decode()
    assert "Nearly the same" in shown
    services.document_add(actor=officer, source=source, name="a.jpg", content=view())
    files = [
        SimpleUploadedFile("d.txt", ("Preface. " + TOLD).encode()),
        SimpleUploadedFile("small.png", view(size=(120, 90), form="PNG")),
        SimpleUploadedFile("smaller.png", view(size=(100, 75), form="PNG")),
        SimpleUploadedFile("e.txt", b"Nobody has told this before, not in these words."),
    ]
    answer = client_of(officer).post(
        "/record/imports/documents/", {"title": "x", "kind": "SK-VICT", "files": files}
    )
    job = jobs.run_next()
    assert job is not None
    near = {o["name"]: o["near"] for o in job.result["outcomes"]}
    assert [len(near[name]) for name in ("d.txt", "small.png", "e.txt")] == [2, 2, 0]
    assert near["small.png"][1].startswith("smaller.png")
    assert near["smaller.png"][1].startswith("small.png")
    assert "nearly the same" in client_of(officer).get(answer.headers["Location"]).content.decode()


@pytest.mark.skipif(not shutil.which("tesseract") or not FONT.exists(), reason="Tesseract is not installed")
def test_a_scan_is_read_by_machine_once_and_not_after_something_was_coded(
    officer: Any, client_of: Any, source: Any
) -> None:
    image = Image.new("L", (900, 160), 255)
    ImageDraw.Draw(image).text(
        (40, 50), "Seven people crossed", font=ImageFont.truetype(str(FONT), 48), fill=0
    )
    out = io.BytesIO()
    image.save(out, "PNG")
    scan = services.document_add(actor=officer, source=source, name="a.png", content=out.getvalue())
    client = client_of(officer)
    assert "Read the pages" in client.get(f"/record/documents/{scan.pk}/media/").content.decode()
    client.post(f"/record/documents/{scan.pk}/letters/", {"languages": ["eng"]})
    job = jobs.run_next()
    assert job is not None
    assert job.state == "done"
    scan.refresh_from_db()
    assert scan.text == "Seven people crossed"
    assert scan.warnings[0]["code"] == "read-by-machine"
    assert Band.objects.filter(document=scan).exists()
    services.passage_anchor(actor=officer, document=scan, start=0, end=5)
    with pytest.raises(MachineReadingRefused):
        picturing.letters_read(actor=officer, document=scan, languages=["eng"])


def test_pictures_inside_a_document_are_listed_and_taken_out(
    officer: Any, analyst: Any, client_of: Any, source: Any, picture: Any
) -> None:
    pages = io.BytesIO()
    Image.open(io.BytesIO(view())).save(pages, "PDF")
    holds = services.document_add(actor=officer, source=source, name="a.pdf", content=pages.getvalue())
    client, address = client_of(officer), f"/record/documents/{holds.pk}"
    assert "Look for pictures" in client.get(f"{address}/media/").content.decode()
    shown = client.get(f"{address}/inside/").content.decode()
    assert "p. 1" in shown
    assert f"D-{picture.pk}</a>" in shown
    assert "data:image/jpeg;base64," in shown
    taken = client.post(f"{address}/take-out/", {"number": "1"})
    media = Media.objects.get(document=Document.objects.latest("pk"))
    assert taken.headers["Location"] == f"/record/documents/{media.document_id}/"
    assert (media.document.source_id, media.width) == (source.pk, 400)
    assert "in the record" in client.get(f"{address}/inside/").content.decode()
    assert "already in the record" in client.post(f"{address}/take-out/", {"number": "1"}).content.decode()
    assert client_of(analyst).get(f"{address}/inside/").status_code == 403
    assert states.compare().altered == ()


def test_a_program_on_this_machine_writes_a_transcript_beside_the_film(officer, source, client_of, settings):
    heard = services.document_add(actor=officer, source=source, name="b.mp4", content=film())
    client = client_of(officer)
    part, asked = f"/record/documents/{heard.pk}/media/", f"/record/documents/{heard.pk}/transcript/"
    assert "could write it down" in client.get(part).content.decode()
    with pytest.raises(NoSpeechProgram):
        picturing.transcript_write(actor=officer, document=heard)
    with listener(VTT.encode()) as (address, calls):
        settings.CONFIG = replace(settings.CONFIG, speech=address)
        assert "Write it down on this computer" in client.get(part).content.decode()
        assert client.post(asked, {"language": "ko"}).status_code == 302
        job = jobs.run_next()
    assert job is not None
    assert (job.state, len(calls)) == ("done", 1)
    made = Document.objects.get(of=heard)
    assert (made.of, made.source) == (heard, source)
    assert "Seven crossed." in made.text
    assert "heard-by-machine" in {w["code"] for w in made.warnings}
    assert b"b.mp4" not in calls[0][1]


def test_a_model_on_this_machine_drafts_a_document_in_another_language(officer, source, client_of, settings):
    told = services.document_add(actor=officer, source=source, name="a.txt", content="강을 건넜다.".encode())
    client, part = client_of(officer), f"/record/documents/{told.pk}/media/"
    assert "Draft it on this computer" not in client.get(part).content.decode()
    with pytest.raises(NoLocalModel):
        translating.translation_write(actor=officer, document=told, language="en")
    with server(chat) as address:
        settings.CONFIG = replace(settings.CONFIG, model=address)
        assert "Draft it on this computer" in client.get(part).content.decode()
        client.post(f"/record/documents/{told.pk}/translation/", {"language": "en"})
        job = jobs.run_next()
    assert job is not None
    assert job.state == "done"
    made = Document.objects.get(of=told)
    assert made.warnings[0]["code"] == "drafted-by-machine"
    assert "draft of 7" in made.text
    page = f"/record/documents/{made.pk}/"
    assert "Code an act from the text" not in client.get(page).content.decode()
    assert "Code an act from the text" in client.get(f"/record/documents/{told.pk}/").content.decode()
    assert f"D-{made.pk}" in client.get(part).content.decode()
    assert "A draft by a machine" in client.get(f"/record/documents/{made.pk}/media/").content.decode()
    settings.CONFIG = replace(settings.CONFIG, model="http://127.0.0.1:9")
    with pytest.raises(NoLocalModel, match="cannot be reached"):
        translating.translation_write(actor=officer, document=told, language="zh")
    assert Document.objects.filter(of=told).count() == 1
