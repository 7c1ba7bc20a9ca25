"""What the link room shows on the first page."""

from __future__ import annotations

from django.urls import reverse

from tumen_desk.accounts.access import Door
from tumen_desk.accounts.models import User
from tumen_desk.link.queue import current_run
from tumen_desk.shell.hooks import Card, home_card


@home_card(Door.LINK_JUDGE, order=30)
def review_card(user: User) -> Card:
    """How many persons, and where to review."""
    run = current_run()
    if run is None:
        return Card(
            title="Persons",
            value="Not linked yet",
            text="Link the mentions of all sources, then review the doubtful pairs.",
            url=reverse("link:review"),
            action="Begin",
        )
    return Card(
        title="Persons",
        value=f"{run.persons:,}",
        text=f"out of {run.mentions:,} mentions, the doubtful pairs first",
        url=reverse("link:review"),
        action="Review",
    )
