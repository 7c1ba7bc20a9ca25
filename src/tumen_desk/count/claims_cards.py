"""What the claims ledger shows in the side bar and on the first page."""

from __future__ import annotations

from django.urls import reverse

from tumen_desk.accounts.access import Door
from tumen_desk.accounts.models import User
from tumen_desk.count import claims_queries as queries
from tumen_desk.count import ledger
from tumen_desk.count.claims_words import counted
from tumen_desk.shell.hooks import Card, NavEntry, home_card, navigation


def register() -> None:
    """Hang entries and card on the frame; called once, when the room is ready."""
    navigation(
        NavEntry(
            group="Count", label="Published figures", url_name="count:claims", door=Door.COUNT_READ, order=60
        ),
        NavEntry(
            group="Count",
            label="Series over time",
            url_name="count:claims-series-list",
            door=Door.COUNT_READ,
            order=61,
        ),
    )
    home_card(Door.COUNT_READ, order=60)(claims_card)


def claims_card(user: User) -> Card | None:
    """How many published figures there are, and how many contradict one another."""
    found = queries.summary(ledger.books(user))
    if not found["claims"]:
        return None
    apart = counted(found["contradictions"], "pair contradicts", "pairs contradict")
    return Card(
        title="Published figures",
        value=f"{found['claims']:,}",
        text=f"claims about {counted(found['quantities'], 'quantity', 'quantities')}; {apart} each other",
        url=reverse("count:claims"),
    )
