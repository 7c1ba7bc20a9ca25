"""What the first page says of saved searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Sum
from django.urls import reverse

from tumen_desk.accounts.access import Door
from tumen_desk.find.models import SavedSearch
from tumen_desk.shell.hooks import Card, home_card

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


@home_card(Door.RECORD_READ, order=5)
def new_passages(user: User) -> Card | None:
    """New passages for one's saved searches; nothing while there are none."""
    fresh = SavedSearch.objects.filter(user=user).aggregate(n=Sum("fresh"))["n"] or 0
    if not fresh:
        return None
    return Card(
        title="New for your searches",
        value=f"{fresh:,}",
        text="passages came in that fit a search you saved",
        url=reverse("find:search"),
        action="Look",
    )
