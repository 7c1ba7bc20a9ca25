"""Pictures, films and sounds: described, shown, played, copied without traces, and read by machine.

Whoever is shown can be recognised, so each look stands behind the door of names and counts as an identity opened.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from tumen import documents
from tumen.errors import MachineReadingRefused, NoSpeechProgram, UnknownPassage
from tumen.progress import SILENT, Progress
from tumen_desk.accounts import identities
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record import nearness, veiling
from tumen_desk.record.adapters import date_columns, document_columns, document_value, edtf_text
from tumen_desk.record.models import Document, ImportBatch, Media, Mention, Shown
from tumen_desk.record.services import check_code, document_add
from tumen_desk.store import files

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

PICTURES = "image/"
_OFFICE = "application/vnd.openxmlformats-officedocument"
MAY_HOLD = {
    "application/pdf": "pdf",
    f"{_OFFICE}.wordprocessingml.document": "docx",
    f"{_OFFICE}.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/x-hwp": "hwp",
    "application/hwp+zip": "hwpx",
}
"""Kinds of documents out of which pictures are taken, and how their names end."""

PLAYED_ENDINGS = {
    "video/mp4": "mp4",
    "video/webm": "webm",
    "video/x-matroska": "mkv",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/flac": "flac",
    "audio/wav": "wav",
}
"""How the name of a film or sound ends, for programs that ask; the name itself is never told."""


@transaction.atomic
def media_describe(
    *,
    actor: User,
    media: Media,
    kind: str = "",
    credit: str = "",
    maker: str = "",
    date: str = "",
    depicts: str = "",
    viewpoint: str = "",
    viewpoint_words: str = "",
    seen: str = "",
    caption: str = "",
    batch: ImportBatch | None = None,
) -> Media:
    """Say what is known of it; every field is what it is from now on. Logged without words.

    `batch` is the import that says so; whoever describes it on its page afterwards has the word.
    """
    require(actor, Door.RECORD_WRITE)
    media.batch = batch
    media.kind = Media.Kind(kind) if kind else ""
    media.credit, media.maker, media.caption = credit.strip(), maker.strip(), caption.strip()
    media.viewpoint, media.seen = check_code("place", viewpoint), check_code("place", seen)
    media.viewpoint_words, media.depicts = viewpoint_words.strip(), edtf_text(depicts)
    for name, value in date_columns(date).items():
        setattr(media, name, value)
    media.save()
    log.write(actor, "record.media_describe", f"media:{media.pk}", document=media.document_id)
    return media


@transaction.atomic
def shown_add(
    *,
    actor: User,
    media: Media,
    mention: Mention,
    recognisable: bool = True,
    area: str = "",
    batch: ImportBatch | None = None,
) -> Shown:
    """Say that somebody is shown or heard in it; `area` is where, in percent: left, top, width, height. Logged.

    Raises:
        UnknownPassage: another source tells of them, or the area does not lie in the picture.
    """
    require(actor, Door.RECORD_WRITE)
    if mention.source_id != media.document.source_id:
        raise UnknownPassage("Who is shown must be a mention of the same source.")
    shown, _ = Shown.objects.update_or_create(
        media=media,
        mention=mention,
        defaults={"recognisable": recognisable, "area": veiling.area_text(area), "batch": batch},
    )
    log.write(actor, "record.shown_add", f"media:{media.pk}", mention=mention.pk)
    return shown


@transaction.atomic
def shown_remove(*, actor: User, shown: Shown) -> None:
    """Say that they are not. Logged."""
    require(actor, Door.RECORD_WRITE)
    log.write(actor, "record.shown_remove", f"media:{shown.media_id}", mention=shown.mention_id)
    shown.delete()


def thumbnail(*, actor: User, media: Media) -> bytes:
    """The small picture, a JPEG drawn anew; empty where there is none. Counts as an identity opened."""
    require(actor, Door.NAMES_SEE)
    identities.require_open(actor, f"document:{media.document_id}", reason="picture")
    return base64.b64decode(str(media.thumbnail or ""))


def media_play(*, actor: User, media: Media, begins: bool) -> io.BufferedReader:
    """The film, sound or picture itself, to be shown on the page; only the chunks that are read are opened.

    Logged when it `begins`, not at each piece of it.
    """
    require(actor, Door.NAMES_SEE)
    identities.require_open(actor, f"document:{media.document_id}", reason="picture or sound")
    if begins:
        log.write(actor, "record.media_play", f"document:{media.document_id}")
    return files.opened(media.document.file_sha256)


def media_copy(*, actor: User, media: Media) -> bytes:
    """A picture at full size without camera, date or place in it, to hand on; whoever can be recognised in it and has
    not agreed to that is veiled. Logged with how many."""
    require(actor, Door.NAMES_SEE)
    identities.require_open(actor, f"document:{media.document_id}", reason="copy without traces")
    with documents.Jail() as jail:
        copy = jail.plain_copy(files.get(media.document.file_sha256), name="picture.png")
    veiled = veiling.to_veil(media)
    log.write(actor, "record.media_copy", f"document:{media.document_id}", veiled=len(veiled))
    return veiling.veil(copy, [shown.area for shown in veiled]) if veiled else copy


def inside(*, actor: User, document: Document) -> list[documents.Inside]:
    """The pictures inside a document, looked for in the jail. Counts as an identity opened. Logged.

    Raises:
        DocumentError: the document cannot be opened any more, or is of a kind of which none are taken out.
    """
    require(actor, Door.NAMES_SEE)
    identities.require_open(actor, f"document:{document.pk}", reason="pictures inside")
    with documents.Jail() as jail, files.opened(document.file_sha256) as content:
        found = jail.pictures_inside(content, name=_named(document))
    log.write(actor, "record.inside_see", f"document:{document.pk}", pictures=len(found))
    return found


def inside_take_out(*, actor: User, document: Document, number: int) -> Document:
    """Make one of them a document of its own of the same source, with thumbnail, hash and what it is like. Logged.

    Raises:
        BrokenDocument: there is no such picture.
        DuplicateDocument: it is in the record already.
    """
    require(actor, Door.RECORD_WRITE)
    require(actor, Door.NAMES_SEE)
    identities.require_open(actor, f"document:{document.pk}", reason="pictures inside")
    with documents.Jail() as jail, files.opened(document.file_sha256) as content:
        picture = jail.picture_inside(content, number, name=_named(document))
    taken = document_add(actor=actor, source=document.source, name="picture", content=picture)
    log.write(actor, "record.inside_take_out", f"document:{taken.pk}", out_of=document.pk, number=number)
    return taken


def _named(document: Document) -> str:
    """A name by which the jail knows the parser; nothing of the real one."""
    return f"a.{MAY_HOLD.get(document.media_type, '')}"


def may_be_read(document: Document) -> tuple[int, ...]:
    """Pages that a machine may read."""
    return documents.pages_to_read(document_value(document))


def transcript_write(
    *, actor: User, document: Document, language: str = "", progress: Progress = SILENT
) -> Document:
    """What is said in a film or sound, written down by the program on this computer: a transcript beside it, marked as
    such. Counts as an identity opened, since voices can be known. Logged.

    Raises:
        NoSpeechProgram: none is set, or it cannot be reached or used.
    """
    require(actor, Door.RECORD_WRITE)
    require(actor, Door.NAMES_SEE)
    identities.require_open(actor, f"document:{document.pk}", reason="picture or sound")
    if not settings.CONFIG.speech:
        raise NoSpeechProgram("No program that writes down speech is set for this desk.")
    log.write(actor, "record.transcript_write", f"document:{document.pk}", language=language)
    program = documents.SpeechProgram(address=settings.CONFIG.speech)
    progress.start(1, "Writing down what is said")
    with files.opened(document.file_sha256) as played:
        ending = PLAYED_ENDINGS.get(document.media_type, "wav")
        told = documents.transcribe(played, program, ending=ending, language=language)
    progress.advance()
    return document_add(
        actor=actor, source=document.source, name="transcript.vtt", content=told.encode(), of=document
    )


def letters_read(
    *, actor: User, document: Document, languages: Sequence[str], progress: Progress = SILENT
) -> Document:
    """Read pages without words by machine and keep the text, marked as such. Logged.

    Raises:
        MachineReadingRefused: something is coded from it already, and offsets would move.
        NoMachineReader: the program is not on this computer.
    """
    require(actor, Door.RECORD_WRITE)
    if document.passages.exists():
        raise MachineReadingRefused(f"Passages of {document} are anchored already; its text must stay.")
    before = document_value(document)
    content = files.get(document.file_sha256)
    after = documents.read_by_machine(before, content, languages=languages, progress=progress)
    if after is before:
        return document
    with transaction.atomic():
        for name, value in document_columns(after).items():
            setattr(document, name, value)
        document.save()
        nearness.remember(document)
        log.write(
            actor, "record.letters_read", f"document:{document.pk}", languages=list(languages),
            text_sha256=after.text_sha256,
        )  # fmt: skip
    return document
