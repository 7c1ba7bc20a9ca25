"""Writing what a source says in any field, and which of several values a person prefers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tumen.errors import UnknownField, UnknownPassage
from tumen_desk.accounts import identities
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record import asking
from tumen_desk.record.adapters import edtf_text
from tumen_desk.record.models import (
    Act,
    ImportBatch,
    Leg,
    Mention,
    Passage,
    Preference,
    Said,
    Stay,
    Transfer,
)
from tumen_desk.record.services import check_code

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

Thing = Mention | Act | Stay | Leg | Transfer
_NOUNS: dict[type, str] = {Mention: "mention", Act: "act", Stay: "stay", Leg: "leg", Transfer: "transfer"}


@transaction.atomic
def value_say(
    *,
    actor: User,
    thing: Thing,
    field: str,
    answer: str = "",
    how: str = Said.How.STATED,
    since: str = "",
    until: str = "",
    passage: Passage | None = None,
    connection: str = "",
    credibility: str = "",
    decided_by: str = "",
    batch: ImportBatch | None = None,
) -> Said:
    """Record what the source of `thing` says in one field; "refused" and "did not know" are values too. Logged.

    `decided_by` is the body that decided, of a field that is a decision; `since` is then the day of it.
    An answer beside an earlier one does not replace it: both stand. Logged are the field and how it was answered,
    never the answer.

    Raises:
        UnknownField: nothing of this kind is asked of such a thing, or the answer is empty or does not fit.
    """
    require(actor, Door.RECORD_WRITE)
    told = asking.field(field)
    noun = _NOUNS[type(thing)]
    if told.about != noun:
        raise UnknownField(f"{told.label} is not asked of this.", field=field)
    cleaned = asking.clean(told, answer) if how == Said.How.STATED else ""
    if how == Said.How.STATED and not cleaned:
        raise UnknownField(f"{told.label}: nothing was answered.", field=field)
    if decided_by and not told.decided:
        raise UnknownField(f"{told.label}: this is nothing that somebody decides.", field=field)
    mention = thing if isinstance(thing, Mention) else thing.mention
    if passage is not None and passage.document.source_id != mention.source_id:
        raise UnknownPassage("The passage stands in another source.")
    said = Said.objects.create(
        mention=mention,
        field=field,
        how=Said.How(how),
        value="" if told.in_words else cleaned,
        words=cleaned if told.in_words else "",
        since=edtf_text(since),
        until=edtf_text(until),
        passage=passage,
        connection=check_code("information_form", connection),
        credibility=check_code("credibility", credibility),
        decided_by=check_code("agency", decided_by),
        recorded_by=actor,
        batch=batch,
        **({} if noun == "mention" else {noun: thing}),
    )
    if told.in_words:
        identities.wrote(actor, f"mention:{mention.pk}")
    log.write(actor, "record.value_say", f"said:{said.pk}", field=field, how=said.how, mention=mention.pk)
    return said


@transaction.atomic
def value_prefer(
    *,
    actor: User,
    mention: Mention,
    field: str,
    reason: str,
    act: Act | None = None,
    said: Said | None = None,
) -> Preference:
    """Judge that in one field the value of this mention is to be taken; all values stay. Logged.

    Raises:
        UnknownField: the mention says nothing in this field, or no reason is given.
    """
    require(actor, Door.LINK_JUDGE)
    if not reason.strip():
        raise UnknownField("A preference needs a reason.", hint="Say in a few words why this value.")
    if said is not None and (said.mention_id != mention.pk or said.field != field):
        raise UnknownField("This value belongs to something else.", field=field)
    if said is None and not getattr(act or mention, field, ""):
        raise UnknownField("This source says nothing there.", field=field)
    made = Preference.objects.create(
        mention=mention, act=act, field=field, said=said, reason=reason.strip()[:500], by=actor
    )
    log.write(actor, "record.value_prefer", f"preference:{made.pk}", field=field, mention=mention.pk)
    return made


@transaction.atomic
def preference_end(*, actor: User, preference: Preference, reason: str) -> Preference:
    """Prefer this value no longer: a further judgement, nothing is taken out of the book. Logged.

    Raises:
        UnknownField: no reason is given.
    """
    require(actor, Door.LINK_JUDGE)
    if not reason.strip():
        raise UnknownField("Taking a preference back needs a reason.", hint="Say in a few words why.")
    ended = Preference.objects.create(
        mention=preference.mention,
        act=preference.act,
        field=preference.field,
        said=preference.said,
        reason=reason.strip()[:500],
        withdrawn=True,
        by=actor,
    )
    log.write(actor, "record.preference_end", f"preference:{ended.pk}", field=ended.field)
    return ended
