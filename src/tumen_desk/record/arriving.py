"""What becomes of a file that was read: its document, what is kept of a picture, and what makes it findable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tumen_desk.record import nearness
from tumen_desk.record.adapters import date_columns, document_columns
from tumen_desk.record.models import Document, ImportBatch, Media, Source

if TYPE_CHECKING:
    from tumen import documents

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
