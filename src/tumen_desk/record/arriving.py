"""What becomes of a file that was read: its document, what is kept of a picture, and what makes it findable."""

from __future__ import annotations

from django.conf import settings

from tumen import documents
from tumen_desk.record import nearness
from tumen_desk.record.adapters import date_columns, document_columns, edtf_text
from tumen_desk.record.models import Document, ImportBatch, Media, Source

_LONGEST = 500
_KINDS = {"video": Media.Kind.FILM, "audio": Media.Kind.SOUND, "image": ""}


def keep(
    read: documents.Document,
    *,
    source: Source,
    size: int,
    batch: ImportBatch | None = None,
    of: Document | None = None,
) -> Document:
    """A document of `source`, of `size` bytes; `of` is the film or sound of which it is the transcript."""
    document = Document.objects.create(
        source=source, batch=batch, of=of, bytes=size, **document_columns(read)
    )
    _keep_media(document, read)
    nearness.remember(document)
    return document


def _keep_media(document: Document, read: documents.Document) -> None:
    family = read.media_type.partition("/")[0]
    if family not in _KINDS:
        return
    taken = read.stated("date")
    picture = read.picture
    Media.objects.create(
        document=document,
        kind=_KINDS[family],
        width=picture.width if picture else None,
        height=picture.height if picture else None,
        likeness=picture.likeness if picture else "",
        thumbnail=picture.thumbnail if picture else "",
        **date_columns(taken[0].value if taken and picture else ""),
    )


def limits() -> documents.Limits:
    """What a file may cost that comes into this desk."""
    return documents.Limits(max_played_bytes=settings.CONFIG.largest_file)


def captured(read: documents.Document) -> dict[str, str]:
    """Where and when a captured page was fetched, as columns of its source; empty for anything else."""
    address, fetched = read.stated("address"), read.stated("retrieved")
    if not address or len(address[0].value) > _LONGEST:
        return {}
    return {"address": address[0].value, "retrieved": edtf_text(fetched[0].value) if fetched else ""}
