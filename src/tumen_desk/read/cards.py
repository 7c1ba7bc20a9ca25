"""What the first page and the work lists say of candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from tumen_desk.accounts.access import Door, may
from tumen_desk.find.hooks import Waiting, WorkList, work_list
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


def _rows(user: User, n: int) -> list[Waiting]:
    return [
        (f"{c.document}, {c.passage.locator if c.passage else ''}: {c.document.source.title}",
         f"{reverse('read:candidates', args=[c.document_id])}?list=incidents&shown=accepted")
        for c in queries.to_code(user)[:n]
    ]  # fmt: skip


work_list(
    WorkList(
        title="Incidents to code",
        why="Incidents of reports that somebody accepted and nobody has coded yet.",
        count=lambda user: queries.to_code(user).count(),
        first=_rows,
        order=3,
    )
)
