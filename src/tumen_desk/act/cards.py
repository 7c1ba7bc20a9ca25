"""What law and cases show on the first page."""

from __future__ import annotations

from django.urls import reverse

from tumen_desk.accounts.access import Door
from tumen_desk.accounts.models import User
from tumen_desk.act import case_queries, cases, queries
from tumen_desk.shell.hooks import Card, home_card


@home_card(Door.ACT_READ, order=70)
def due_card(user: User) -> Card | None:
    """What has to be done, and the cases it is for."""
    due, cases_open = case_queries.due(user).count(), case_queries.cases(user).count()
    if not due and not cases_open:
        return None
    return Card(
        title="Case files",
        value=f"{due:,} due",
        text=f"{cases_open:,} open case{'' if cases_open == 1 else 's'}; reminders, answers, tasks",
        url=reverse("act:files"),
    )


@home_card(Door.ACT_READ, order=80)
def law_card(user: User) -> Card | None:
    """The register of law."""
    known = queries.register()
    if known is None:
        return None
    return Card(
        title="Law on a day",
        value=f"{len(known.rules):,} rules",
        text=f"{len(known.instruments):,} instruments and {len(known.states):,} states: who was bound by what",
        url=reverse("act:law"),
        action="Ask",
    )


@home_card(Door.ACT_READ, order=81)
def cases_card(user: User) -> Card | None:
    """The public cases."""
    found = cases.all_cases()
    if not found:
        return None
    differing = sum(bool(c.conflicts) for c in found)
    return Card(
        title="Public cases",
        value=f"{len(found):,}",
        text=f"publicly reported; in {differing:,} of them sources differ",
        url=reverse("act:cases"),
    )
