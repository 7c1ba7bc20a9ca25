"""Bringing papers and reports to contacts: who may not receive a kind of paper is refused here, whatever a page shows.

Two things are asked each time: the latest decision about this contact and this kind of paper, and whether everybody in
the paper agreed that it is brought to such a one.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tumen import law
from tumen.errors import PaperRefused
from tumen_desk.accounts.access import Door, require
from tumen_desk.act import known, queries, reports
from tumen_desk.act.models import Contact, Delivery, Paper, Report
from tumen_desk.act.report_marks import CHANNEL
from tumen_desk.audit import log
from tumen_desk.record.queries import allowed_mentions

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tumen_desk.accounts.models import User


def obstacle(contact: Contact, channel: str, paper: Paper | None = None) -> str:
    """Why a contact may not receive a kind of paper, or this one; empty when it may."""
    decided = contact.decisions.filter(channel=channel).order_by("id").last()
    if decided is None:
        return f"Nobody decided that {contact.name} may receive this kind of paper."
    if not decided.granted:
        return f"{contact.name} may not receive this kind of paper: {decided.why}"
    if paper is None:
        return ""
    for purpose in law.channels(queries.pack()).receivers.get(contact.kind, ()):
        if paper.persons.exclude(pk__in=allowed_mentions(purpose).values("pk")).exists():
            terms = queries.pack().vocabulary("consent_purpose")
            words = str(terms[purpose].label("en")) if purpose in terms else purpose
            return f"Not everybody in {paper} agreed to: {words}."
    return ""


def receivers(channel: str, paper: Paper | None = None) -> list[Contact]:
    """Contacts that may receive a kind of paper today."""
    return [c for c in Contact.objects.prefetch_related("decisions") if not obstacle(c, channel, paper)]


@transaction.atomic
def delivery_add(
    *,
    actor: User,
    contact: Contact,
    way: str,
    on: datetime.date,
    paper: Paper | None = None,
    report: Report | None = None,
    place: str = "",
    by_whom: str = "",
    proof: str = "",
) -> Delivery:
    """Write down that a paper or a report was brought to a contact.

    Raises:
        PaperRefused: It has not left yet; or this contact may not receive it.
    """
    require(actor, Door.ACT_WRITE)
    if (paper is None) == (report is None):
        raise PaperRefused("A delivery is of one paper or one report.")
    if paper is not None and paper.state != Paper.State.SENT:
        raise PaperRefused("Only what was sent can be delivered.")
    if report is not None and report.state != Report.State.PUBLISHED:
        raise PaperRefused("Only a published report that still stands can be delivered.")
    if why := obstacle(contact, CHANNEL if paper is None else paper.channel, paper):
        raise PaperRefused(why, hint="Somebody who agrees to such acts decides on the page of contacts.")
    made = Delivery.objects.create(
        paper=paper, report=report, contact=contact, way=way.strip(), on=on, place=place.strip(),
        by_whom=by_whom.strip(), proof=proof.strip(), by=actor,
    )  # fmt: skip
    about = f"report:{report.pk}" if report is not None else f"paper:{made.paper_id}"
    log.write(actor, "act.delivery_add", about, delivery=made.pk, contact=contact.pk)
    return made


def received(user: User, contact: Contact) -> QuerySet[Delivery]:
    """What was brought to a contact, newest first, as far as this user may know of it."""
    papers = known.papers(user).values("pk")
    files = reports.all_reports(user).values("pk")
    mine = Delivery.objects.filter(contact=contact)
    found = mine.filter(paper__in=papers) | mine.filter(report__in=files)
    return found.select_related("paper", "report").order_by("-on", "-id")
