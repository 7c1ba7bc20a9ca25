"""What the record shows on the first page."""

from __future__ import annotations

from django.urls import reverse

from tumen_desk.accounts.access import Door, may
from tumen_desk.accounts.models import User
from tumen_desk.record.models import Act, Document, Mention, Source
from tumen_desk.shell.hooks import Card, home_card


@home_card(Door.RECORD_READ, order=10)
def sources_card(user: User) -> Card:
    """Sources and documents."""
    count, texts = Source.objects.count(), Document.objects.count()
    writing = may(user, Door.RECORD_WRITE)
    if not count and writing:
        return Card(
            title="Begin here",
            value="No source yet",
            text="Drop documents in, or import a list of persons.",
            url=reverse("record:import-documents"),
            action="Add documents",
        )
    return Card(
        title="Sources",
        value=f"{count:,}",
        text=f"{texts:,} documents with text to code from",
        url=reverse("record:sources"),
    )


@home_card(Door.RECORD_READ, order=20)
def acts_card(user: User) -> Card:
    """Acts and mentions."""
    return Card(
        title="Acts",
        value=f"{Act.objects.count():,}",
        text=f"done to {Mention.objects.count():,} people as sources mention them",
        url=reverse("record:acts"),
    )
