"""What a source is part of, which period it reports on, what it has to gain, and why it is graded as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tumen.errors import UnknownPassage
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record.adapters import edtf_text
from tumen_desk.record.models import Account, Act, Source
from tumen_desk.record.services import check_code

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class InWhole:
    """Where a source stands: the whole above it, its own parts in order, and the parts before and after it."""

    whole: Source | None
    parts: tuple[Source, ...]
    before: Source | None
    after: Source | None


@transaction.atomic
def source_describe(
    *,
    actor: User,
    source: Source,
    part_of: Source | None = None,
    part_order: int | None = None,
    first_note: int | None = None,
    covers: str = "",
    interest: str = "",
    interest_words: str = "",
) -> Source:
    """Say where a source belongs and what is known of it; every field is what it is from now on. Logged.

    Raises:
        UnknownPassage: it would be a part of itself.
        VocabError: no such interest.
        DatesError: the period cannot be read.
    """
    require(actor, Door.RECORD_WRITE)
    above, seen = part_of, set[int]()
    while above is not None and above.pk not in seen:
        if above.pk == source.pk:
            raise UnknownPassage(_("A source cannot be a part of itself."), hint=_("Choose the whole."))
        seen.add(above.pk)
        above = above.part_of
    source.part_of, source.part_order = part_of, part_order if part_of else None
    source.first_note, source.covers = first_note, edtf_text(covers)
    source.interest, source.interest_words = check_code("source_interest", interest), interest_words.strip()
    source.save()
    log.write(actor, "record.source_describe", f"source:{source.pk}", part_of=part_of.pk if part_of else None)
    return source


@transaction.atomic
def source_grade(*, actor: User, source: Source, reliability: str, why: str) -> Source:
    """Grade a source with reasons, or take the grade away with an empty one. Logged with the grade.

    Raises:
        UnknownPassage: no reasons are given for a grade.
    """
    require(actor, Door.RECORD_WRITE)
    if reliability and not why.strip():
        raise UnknownPassage(
            _("A grade needs reasons."), hint=_("Say in a sentence why the source is graded so.")
        )
    source.reliability = check_code("reliability", reliability)
    source.reliability_why = why.strip()[:300] if reliability else ""
    source.save(update_fields=["reliability", "reliability_why"])
    log.write(actor, "record.source_grade", f"source:{source.pk}", grade=source.reliability)
    return source


def in_whole(user: User, source: Source) -> InWhole:
    """Where a source stands among those that the user may know of; parts without a number come last."""
    closed = circles.closed_sources(user)

    def parts(whole: Source) -> list[Source]:
        return list(whole.parts.exclude(pk__in=closed).order_by(F("part_order").asc(nulls_last=True), "pk"))

    whole = source.part_of if source.part_of_id and source.part_of_id not in closed else None
    among = parts(whole) if whole else []
    at = next((i for i, part in enumerate(among) if part.pk == source.pk), None)
    return InWhole(
        whole=whole,
        parts=tuple(parts(source)),
        before=among[at - 1] if at else None,
        after=among[at + 1] if at is not None and at + 1 < len(among) else None,
    )


@transaction.atomic
def account_describe(
    *, actor: User, account: Account, kind: str, stages: Mapping[int, int | None]
) -> Account:
    """Say what kind of happening an account tells, and in which order its acts were done. Logged.

    Args:
        actor: who says so.
        account: the account.
        kind: a term, for what is no act done to somebody; may be empty.
        stages: act → its place in the order, as the source tells it; None takes it out. Acts at once share a place.
    """
    require(actor, Door.RECORD_WRITE)
    account.kind = check_code("happening_kind", kind)
    account.save(update_fields=["kind"])
    for act in Act.objects.filter(account=account, pk__in=stages):
        act.stage = stages[act.pk]
        act.save(update_fields=["stage"])
    log.write(
        actor, "record.account_describe", f"account:{account.pk}", kind=account.kind, stages=len(stages)
    )
    return account


def stages(account: Account) -> list[Act]:
    """The acts of an account in the order in which they were done, as far as its source tells one."""
    return list(account.acts.filter(stage__isnull=False).select_related("mention").order_by("stage", "pk"))
