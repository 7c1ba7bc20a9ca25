"""Documents and pictures that are nearly the same: kept findable, and found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from tumen import documents
from tumen_desk.accounts import circles
from tumen_desk.record.models import Band, Document, Media

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_MOST_COMPARED = 20
"""Documents opened to compare their text; those with most bands in common come first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A document that is nearly the same; `alike` is 0 to 1, `by` is `words` or `looks`."""

    document: Document
    alike: float
    by: str


def remember(document: Document) -> None:
    """Keep what makes a text findable by texts that are nearly the same; anew if its text changed."""
    Band.objects.filter(document=document).delete()
    Band.objects.bulk_create(
        Band(document=document, band=band) for band in documents.bands(str(document.text))
    )


def near(user: User, document: Document) -> list[Near]:
    """Documents that this user may know of and that are nearly the same, the most alike first."""
    found = near_text(user, str(document.text), without=document.pk)
    media = Media.objects.filter(document=document).first()
    return found + (near_picture(user, media.likeness, without=document.pk) if media else [])


def near_read(user: User, read: documents.Document) -> list[Near]:
    """The same for a file that was read and is not in the record."""
    looks = near_picture(user, read.picture.likeness) if read.picture else []
    return near_text(user, read.text) + looks


def near_text(user: User, text: str, *, without: int = 0) -> list[Near]:
    """Documents whose text shares at least half of its runs of letters with `text`."""
    bands = documents.bands(text)
    rows = Band.objects.filter(band__in=bands).exclude(document=without)
    rows = rows.filter(circles.known_to(user, "document__source"))
    most = rows.order_by().values("document").annotate(met=Count("pk")).order_by("-met", "document")
    likeliest = list(most.values_list("document", flat=True)[:_MOST_COMPARED])
    compared = (
        Near(document=row, alike=documents.resemblance(text, str(row.text)), by="words")
        for row in Document.objects.filter(pk__in=likeliest).select_related("source")
    )
    return _sorted(n for n in compared if n.alike >= documents.NEARLY)


def near_picture(user: User, likeness: str, *, without: int = 0) -> list[Near]:
    """Documents whose picture looks like this one."""
    if not likeness:
        return []
    rows = Media.objects.exclude(likeness="").exclude(document=without)
    rows = rows.filter(circles.known_to(user, "document__source"))
    alike = {
        pk: documents.pictures_apart(likeness, other)
        for pk, other in rows.order_by().values_list("document", "likeness")
    }
    close = {pk: apart for pk, apart in alike.items() if apart < documents.PICTURES_ALIKE}
    shown = Document.objects.filter(pk__in=close).select_related("source").defer("text", "layout")
    return _sorted(Near(document=d, alike=1 - close[d.pk] / 128, by="looks") for d in shown)


def _sorted(found: Iterable[Near]) -> list[Near]:
    return sorted(found, key=lambda n: (-n.alike, n.document.pk))
