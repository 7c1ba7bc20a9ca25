"""Campaigns: what belongs to each, and writing them. Each function that writes checks the door, changes, logs."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from tumen.errors import PaperRefused
from tumen_desk.accounts.access import Door, require
from tumen_desk.act import demands, known, reports
from tumen_desk.act.models import Campaign, Paper, Recommendation, Report
from tumen_desk.audit import log

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tumen_desk.accounts.models import User

KINDS: Final = ("papers", "reports", "demands")
"""What may belong to a campaign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A campaign as one user may know of it."""

    campaign: Campaign
    papers: tuple[Paper, ...]
    reports: tuple[Report, ...]
    standings: tuple[demands.Standing, ...]


def held(user: User, campaign: Campaign) -> Held:
    """What belongs to a campaign, without what lies in a circle closed to this user."""
    rows = {kind: getattr(campaign, kind).values("pk") for kind in KINDS}
    return Held(
        campaign=campaign, papers=tuple(choices(user, "papers").filter(pk__in=rows["papers"])),
        reports=tuple(choices(user, "reports").filter(pk__in=rows["reports"])),
        standings=tuple(demands.standings(demands.found().filter(pk__in=rows["demands"]))),
    )  # fmt: skip


def choices(user: User, kind: str) -> QuerySet[Any]:
    """What this user may put into a campaign.

    Raises:
        PaperRefused: no such kind.
    """
    if kind == "papers":
        return known.papers(user)
    if kind == "reports":
        return reports.all_reports(user)
    if kind == "demands":
        return Recommendation.objects.all()
    raise PaperRefused(f"A campaign holds no {kind}.", hint=f"It holds {', '.join(KINDS)}.")


@transaction.atomic
def campaign_add(
    *, actor: User, title: str, day: datetime.date, begins: datetime.date | None = None, about: str = ""
) -> Campaign:
    """A campaign with its day.

    Raises:
        PaperRefused: It would begin after its day.
    """
    require(actor, Door.ACT_WRITE)
    if begins is not None and begins > day:
        raise PaperRefused("A campaign begins before its day.", hint="Give an earlier day to begin, or none.")
    made = Campaign.objects.create(
        title=title.strip(), day=day, begins=begins, about=about.strip(), made_by=actor
    )
    log.write(actor, "act.campaign_add", f"campaign:{made.pk}")
    return made


@transaction.atomic
def campaign_put(*, actor: User, campaign: Campaign, kind: str, number: int, out: bool = False) -> None:
    """Put a text or a demand into a campaign, or take it `out`.

    Raises:
        PaperRefused: no such kind, or nothing of this number for this user.
    """
    require(actor, Door.ACT_WRITE)
    row = choices(actor, kind).filter(pk=number).first()
    if row is None:
        raise PaperRefused(f"Nothing of number {number} is there among the {kind}.")
    rows = getattr(campaign, kind)
    rows.remove(row) if out else rows.add(row)
    log.write(actor, "act.campaign_put", f"campaign:{campaign.pk}", kind=kind, number=number, out=out)
