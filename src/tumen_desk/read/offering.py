"""Accepted dates and places, offered where their words are coded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.conf import settings

from tumen import dates, vocab
from tumen.errors import DatesError
from tumen_desk.coding.candidates import Candidate as Offer
from tumen_desk.coding.hooks import also_offered
from tumen_desk.read.models import Candidate
from tumen_desk.shell import terms

if TYPE_CHECKING:
    from tumen_desk.record.models import Document


@also_offered
def accepted(document: Document, start: int, end: int) -> Iterator[Offer]:
    """What somebody accepted of the words between two places; whoever asks may know of the document."""
    rows = Candidate.objects.filter(
        document=document,
        state=Candidate.State.ACCEPTED,
        list__in=("dates", "places"),
        start__lt=end,
        end__gt=start,
    )
    for row in rows:
        made = _date(row) if row.list == "dates" else _place(row)
        if made is not None:
            yield made


def _date(row: Candidate) -> Offer | None:
    edtf = row.content.get("edtf")
    if not edtf:
        return None
    try:
        label = dates.say(dates.parse(edtf), terms.language())
    except DatesError:
        return None
    return Offer(field="date", value=edtf, label=label, quote=_quote(row))


def _place(row: Candidate) -> Offer | None:
    """A place that the list of places of this desk has; no other can be filled in."""
    wanted = {str(row.content.get(name, "")).casefold() for name in ("name", "canonical")}
    places = vocab.load_pack(settings.CONFIG.pack).vocabulary("place")
    term = next((t for t in places if wanted & {str(label).casefold() for label in t.labels.values()}), None)
    return (
        None
        if term is None
        else Offer(field="place", value=term.code, label=str(term.label(terms.language())), quote=_quote(row))
    )


def _quote(row: Candidate) -> str:
    return str(row.document.text)[row.start : row.end]
