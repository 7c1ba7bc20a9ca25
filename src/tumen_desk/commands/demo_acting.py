"""What a made-up world has nobody do: two case files with who was asked, a demand that is followed, a campaign.

Written by the desk's own services for people of the made-up world, so that a lawyer's first morning has something to
open. Which act, state, office and word it takes is drawn from the pack; a pack without law gets none of it.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import islice

from django.db import transaction
from django.db.models import Exists, OuterRef

from tumen import law
from tumen.law import Addressee
from tumen_desk.accounts.models import User
from tumen_desk.act import campaigns, queries, services
from tumen_desk.act.models import Case
from tumen_desk.commands.demo_telling import nth
from tumen_desk.record.models import Act, ImportBatch, Leg

WAITED = 40
"""Days since an office was asked: longer than the reminder waits, so that one task is late."""

AHEAD = 60
"""Days until the campaign."""


@transaction.atomic
def add_acting(actor: User, batch: ImportBatch) -> None:
    """Cases, a demand and a campaign about acts of the imported world that a rule of the register names."""
    acts, office = _acts(batch), _office()
    if not acts or office is None:
        return
    _group(actor, acts[:3], office)
    _answered(actor, acts[3:4], office)
    _campaign(actor, office)


def _acts(batch: ImportBatch) -> Sequence[Act]:
    """One act a source, of the kinds that the first rule with any names; of people of whom nothing later is told."""
    register = queries.register()
    if register is None:
        return []
    later = Leg.objects.filter(mention=OuterRef("mention")).exclude(date_high__lte=OuterRef("date_high"))
    for rule in register.rules.values():
        found = Act.objects.filter(
            ~Exists(later),
            mention__batch=batch,
            mention__died="",
            type__in=rule.acts,
            date_high__isnull=False,
        )
        told = {act.mention.source_id: act for act in found.select_related("mention").order_by("-pk")}
        if told:
            return list(islice(reversed(told.values()), 4))
    return []


def _group(actor: User, acts: Sequence[Act], office: Addressee) -> None:
    """Several people whose fate is unknown: one office was asked and is silent."""
    today = services.today()
    case = services.case_open(
        actor=actor,
        title="Sent back, nothing heard since",
        state=office.state,
        priority=Case.Priority.HIGH,
        summary="People whom different sources tell of. Nobody has said where they are.",
        persons=[act.mention for act in acts],
    )
    services.case_note(
        actor=actor, case=case, text="A relative called: no word since.", credibility=nth("credibility", 2)
    )
    services.inquiry_add(
        actor=actor,
        case=case,
        asked=_title(office),
        asked_on=today - datetime.timedelta(days=WAITED),
        asked_by="us",
    )
    services.task_add(
        actor=actor,
        case=case,
        text="Ask the relative for photographs",
        due=today + datetime.timedelta(days=5),
    )


def _answered(actor: User, acts: Sequence[Act], office: Addressee) -> None:
    """One person for whom an answer came that says little."""
    today = services.today()
    case = services.case_open(
        actor=actor, title="Held at a border post", state=office.state, persons=[act.mention for act in acts]
    )
    inquiry = services.inquiry_add(
        actor=actor,
        case=case,
        asked=_title(office),
        asked_on=today - datetime.timedelta(days=2 * WAITED),
    )
    services.inquiry_answer(
        actor=actor,
        inquiry=inquiry,
        answer="The office has no knowledge of the person.",
        answered_on=today - datetime.timedelta(days=WAITED),
        kind=nth("official_response", 0),
    )


def _campaign(actor: User, office: Addressee) -> None:
    """A demand to the state of the cases with what became of it, and the day it is brought out."""
    register = queries.register()
    named = register.states[office.state].name() if register else _title(office)
    demand = services.recommendation_add(
        actor=actor,
        addressee=named,
        text="Say where the people are who were sent back, and let their families write to them.",
        horizon="now",
        made_on=services.today().isoformat(),
    )
    services.recommendation_step(
        actor=actor,
        recommendation=demand,
        status=nth("recommendation_status", 0),
        on=services.today().isoformat(),
        note="No answer so far.",
    )
    day = services.today() + datetime.timedelta(days=AHEAD)
    campaign = campaigns.campaign_add(
        actor=actor,
        title="A letter for those who cannot write",
        day=day,
        begins=day - datetime.timedelta(days=30),
        about="Postcards and one letter to the office that has not answered.",
    )
    campaigns.campaign_put(actor=actor, campaign=campaign, kind="demands", number=demand.pk)


def _office() -> Addressee | None:
    """A mission of a state in the register: whom a letter reaches without crossing a border."""
    register, offices = queries.register(), law.channels(queries.pack()).addressees.values()
    known = register.states if register else {}
    return next((o for o in offices if o.kind in ("embassy", "mission") and o.state in known), None)


def _title(office: Addressee) -> str:
    """What the office is called, or its code."""
    return office.titles.get("en", office.code)
