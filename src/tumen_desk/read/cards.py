"""What the first page and the work lists say of candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from tumen_desk.accounts.access import Door, may
from tumen_desk.find.hooks import Waiting, rows_waiting
from tumen_desk.read import queries
from tumen_desk.read.models import Candidate
from tumen_desk.shell.hooks import Card, home_card

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


@home_card(Door.RECORD_READ, order=15)
def candidates_card(user: User) -> Card | None:
    """Candidates that wait for a decision; for whoever may decide, an invitation while there are none."""
    waiting = queries.candidates(user).filter(state=Candidate.State.OPEN)
    count = waiting.count()
    if not count and not may(user, Door.RECORD_WRITE):
        return None
    if not count:
        return Card(
            title="Read a report",
            value="Drop one in",
            text="Its figures, dates, incidents and recommendations are found for you to accept.",
            url=reverse("read:documents"),
            action="Read",
        )
    documents = waiting.values("document").distinct().count()
    return Card(
        title="Candidates",
        value=f"{count:,}",
        text=f"wait for a decision in {documents:,} document{'' if documents == 1 else 's'}",
        url=reverse("read:documents"),
        action="Decide",
    )


def _waits(found: Candidate) -> Waiting:
    address = reverse("read:candidates", args=[found.document_id])
    locator = found.passage.locator if found.passage else ""
    return (
        f"{found.document}, {locator}: {found.document.source.title}",
        f"{address}?list=incidents&shown=accepted",
    )


rows_waiting(
    title="Incidents to code",
    why="Incidents of reports that somebody accepted and nobody has coded yet.",
    find=queries.to_code,
    show=_waits,
    order=3,
)
