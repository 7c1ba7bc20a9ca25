"""Coding an act from a passage of a document: passage, account, mention and act together, or nothing of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from tumen_desk.record import hooks
from tumen_desk.record.models import Account, Act, Document, Mention
from tumen_desk.record.services import account_create, act_create, mention_create, passage_anchor

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedAct:
    """What a person coded from one passage: existing rows by id, or what is needed to make them."""

    start: int
    end: int
    account: int | None
    account_title: str
    connection: str
    victim: int | None
    name: str
    name_kind: str
    sex: str
    birth: str
    number_low: int | None = None
    number_high: int | None = None
    type: str
    date: str
    place: str
    agency: str
    outcome: str
    note: str


@transaction.atomic
def act_code(*, actor: User, document: Document, coded: CodedAct) -> Act:
    """Code an act from a passage of `document`. Each step is logged by its own service; upper rooms are told."""
    source = document.source
    passage = passage_anchor(actor=actor, document=document, start=coded.start, end=coded.end)
    account = (
        Account.objects.get(pk=coded.account, source=source)
        if coded.account
        else account_create(
            actor=actor, source=source, title=coded.account_title, connection=coded.connection
        )
    )
    names = [{"text": coded.name, "kind": coded.name_kind}] if coded.name else []
    mention = (
        Mention.objects.get(pk=coded.victim, source=source)
        if coded.victim
        else mention_create(
            actor=actor,
            source=source,
            names=names,
            sex=coded.sex,
            birth=coded.birth,
            is_group=coded.number_low is not None,
            number_low=coded.number_low,
            number_high=coded.number_high or coded.number_low,
        )
    )
    act = act_create(
        actor=actor,
        account=account,
        mention=mention,
        passage=passage,
        type=coded.type,
        date=coded.date,
        place=coded.place,
        agency=coded.agency,
        outcome=coded.outcome,
        note=coded.note,
    )
    hooks.tell_act_coded(actor, document, act)
    return act
