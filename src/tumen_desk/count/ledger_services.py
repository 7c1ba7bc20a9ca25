"""Writing to the ledger of published figures. What a figure says is never overwritten: a later version holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from tumen.errors import LedgerRefused
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.count.ledger import Entry
from tumen_desk.count.models import Figure, Published, PublishedVersion
from tumen_desk.record.models import Purpose
from tumen_desk.record.queries import allowed_sources

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User
    from tumen_desk.record.models import Passage, Source


@transaction.atomic
def published_add(
    *, actor: User, entry: Entry, why: str, source: Source | None = None, passage: Passage | None = None
) -> Published:
    """Put a published figure into the ledger. Logged.

    Raises:
        LedgerRefused: it says nothing, or its source may not be used for counting.
    """
    require(actor, Door.LEDGER_WRITE)
    if entry.figure is not None:
        entry = own_estimate(Figure.objects.get(pk=entry.figure), entry)
    checked = entry.checked()
    if source is not None:
        circles.require_known(actor, source.pk)
        _refuse_unless_usable(source)
    made = Published.objects.create(source=source, passage=passage, made_by=actor)
    _version(actor, made, checked, why=why)
    log.write(
        actor, "count.published_add", f"published:{made.pk}", source=source and source.pk,
        passage=passage and passage.pk,
    )  # fmt: skip
    return made


def own_estimate(figure: Figure, entry: Entry) -> Entry:
    """A figure of this desk as a row of the ledger: its numbers are the figure's, whatever was filled in.

    Raises:
        LedgerRefused: it has no number, or nobody decided that it may be published.
    """
    decided = figure.publications.first()
    if figure.point is None or decided is None or not decided.allowed:
        raise LedgerRefused(
            "Only a figure with a number that may be published stands beside published numbers.",
            hint="Decide on its page, under “May it be published?”.",
        )
    told = (
        f"{figure.method}, {figure.level:.0%} interval, seen {figure.observed:,}"
        if figure.observed
        else figure.method
    )
    return replace(
        entry, value=round(figure.point), low=figure.low, high=figure.high, unit=figure.unit, qualifier="",
        as_of=figure.as_of, method=told, issuer="", nature="own", words=figure.title, figure=figure.pk,
    )  # fmt: skip


@transaction.atomic
def published_judge(
    *, actor: User, published: Published, entry: Entry | None, why: str, withdrawn: bool = False
) -> PublishedVersion:
    """Say anew what a published figure says, or that it does not belong here; what was said before stays. Logged.

    Args:
        actor: who judges.
        published: the figure.
        entry: what it says; None for what it said last.
        why: the reason, in a sentence.
        withdrawn: it does not stand in the ledger any more; a later version may bring it back.

    Raises:
        LedgerRefused: without a reason, without a change, or it says nothing.
    """
    require(actor, Door.LEDGER_WRITE)
    if published.source_id is not None:
        circles.require_known(actor, published.source_id)
    if not why.strip():
        raise LedgerRefused("A judgement needs its reason.", hint="Say in a sentence why it changes.")
    last = published.versions.first()
    if entry is not None and entry.figure is not None and not withdrawn:
        entry = own_estimate(Figure.objects.get(pk=entry.figure), entry)
    checked = entry.checked() if entry is not None else Entry.of(last.fields if last else {})
    if last is not None and last.fields == checked.as_dict() and last.withdrawn is withdrawn:
        raise LedgerRefused("Nothing is changed by this.", hint="Change a field, or leave it as it is.")
    made = _version(actor, published, checked, why=why, withdrawn=withdrawn)
    log.write(
        actor, "count.published_judge", f"published:{published.pk}", version=made.pk, withdrawn=withdrawn
    )
    return made


def _version(
    actor: User, published: Published, entry: Entry, *, why: str, withdrawn: bool = False
) -> PublishedVersion:
    return PublishedVersion.objects.create(
        published=published, fields=entry.as_dict(), why=why.strip()[:500], withdrawn=withdrawn, by=actor
    )


def _refuse_unless_usable(source: Source) -> None:
    if not allowed_sources(Purpose.COUNT).filter(pk=source.pk).exists():
        raise LedgerRefused(
            f"{source} may not be used for statistics: no decision that allows it stands.",
            hint="Record the consent on the page of the source; what was published by its issuer has it.",
        )
