"""Definitions of terms by source and time, and notes on places where people are heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tumen.errors import TermRefused
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record.adapters import edtf_text
from tumen_desk.record.models import Definition, ImportBatch, Passage, PlaceRisk, Source
from tumen_desk.record.services import check_code

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


@transaction.atomic
def definition_add(
    *,
    actor: User,
    vocabulary: str,
    code: str,
    source: Source,
    words: str,
    where: str = "",
    passage: Passage | None = None,
    house: bool = False,
    batch: ImportBatch | None = None,
) -> Definition:
    """How a source defines a term. One marked `house` is how this organisation uses it, and stands in its reports;
    an earlier one of the same term is not that any more. Logged.

    Raises:
        TermRefused: the term or the words are missing, or the passage stands elsewhere.
        VocabError: the list has no such term.
    """
    require(actor, Door.RECORD_WRITE)
    if not code or not words.strip():
        raise TermRefused(_("A definition needs a term and its words."))
    if passage is not None and passage.document.source_id != source.pk:
        raise TermRefused(_("The passage stands in another source."))
    check_code(vocabulary, code)
    if house:
        Definition.objects.filter(vocabulary=vocabulary, code=code, house=True).update(house=False)
    made = Definition.objects.create(
        vocabulary=vocabulary,
        code=code,
        source=source,
        passage=passage,
        words=words.strip()[:600],
        where=where.strip()[:80],
        house=house,
        batch=batch,
    )
    log.write(
        actor, "record.definition_add", f"source:{source.pk}", vocabulary=vocabulary, code=code, house=house
    )
    return made


def definitions(user: User, vocabulary: str, code: str = "") -> QuerySet[Definition]:
    """Definitions of a list, or of one term, from sources that the user may know of, by term and time."""
    found = Definition.objects.filter(circles.known_to(user, "source"), vocabulary=vocabulary)
    found = found.select_related("source__issuer")
    return found.filter(code=code) if code else found


@transaction.atomic
def place_risk_add(
    *,
    actor: User,
    place: str,
    words: str,
    since: str = "",
    until: str = "",
    batch: ImportBatch | None = None,
) -> PlaceRisk:
    """Note what makes it dangerous or safer to hear people in a place. Logged without the words.

    Raises:
        TermRefused: the place or the words are missing.
    """
    require(actor, Door.RECORD_WRITE)
    if not place or not words.strip():
        raise TermRefused(_("A note needs a place and words."))
    made = PlaceRisk.objects.create(
        place=check_code("place", place),
        words=words.strip()[:500],
        since=edtf_text(since),
        until=edtf_text(until),
        by=actor,
        batch=batch,
    )
    log.write(actor, "record.place_risk_add", f"place:{place}")
    return made
