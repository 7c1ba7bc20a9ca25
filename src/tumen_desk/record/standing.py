"""Who may be named, and how: public people by reference to their own publication alone, everybody else never.

A witness is closed until somebody records the publication in which they speak under their own name. That opens
nothing else: whoever they tell of stays closed, and each purpose of their words still needs their consent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tumen.errors import UnknownPassage
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record.models import Mention, Name, Purpose, Said, Source
from tumen_desk.record.queries import allowed_sources

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

HELPER_FIELDS = ("helper_deed", "trust")
"""Fields that make somebody a helper; both are for those who may see names, and in no table that leaves."""


@transaction.atomic
def public_as(*, actor: User, mention: Mention, publication: Source | None) -> Mention:
    """Say that somebody is public by their own publication, or (None) is not. Logged.

    Raises:
        UnknownPassage: the source was not published, or it is the telling itself in confidence.
    """
    require(actor, Door.NAMES_SEE)
    require(actor, Door.RECORD_WRITE)
    if publication is not None and not is_published(publication):
        raise UnknownPassage(
            _("Only a publication of their own makes somebody public."),
            hint=_("Register the book, article or hearing as a published source first."),
        )
    mention.public_by = publication
    mention.save(update_fields=["public_by"])
    log.write(
        actor,
        "record.public_as",
        f"mention:{mention.pk}",
        publication=publication.pk if publication else None,
    )
    return mention


def is_published(source: Source) -> bool:
    """Whether a source came in as published: then whoever reads may use its words for analysis."""
    audience = "published by its issuer"
    published = source.consents.filter(audience=audience, granted=True, mention=None, passage=None).exists()
    return published and allowed_sources(Purpose.ANALYSE).filter(pk=source.pk).exists()


def called(source: Source) -> str:
    """How whoever tells in a source is called to others: by their publication, or by the name they chose.

    Never a name as given. Empty where a source has no teller.
    """
    teller = source.mentions.filter(role=Mention.Role.INTERVIEWEE).select_related("public_by__issuer").first()
    if teller is None:
        return ""
    if teller.public_by is not None:
        book = teller.public_by
        issuer = f", {book.issuer}" if book.issuer else ""
        return f"as in “{book.title}”{issuer}"
    chosen = Name.objects.filter(mention=teller, kind=Name.Kind.PSEUDONYM).order_by("pk").first()
    text = str(chosen.text) if chosen is not None else ""
    return f"“{text}” (not the name of the person)" if text else f"witness {teller}"


def helpers(user: User) -> QuerySet[Mention]:
    """People of whom it is told what they did to help, or whether to trust them; for those who may see names alone.

    Raises:
        PermissionDenied: this user's role may not see names.
    """
    require(user, Door.NAMES_SEE)
    told = Said.objects.filter(field__in=HELPER_FIELDS).values("mention")
    return Mention.objects.filter(circles.known_to(user, "source"), pk__in=told).select_related("source")
