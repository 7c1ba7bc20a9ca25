"""What the count room shows on the first page."""

from __future__ import annotations

from django.urls import reverse

from tumen_desk.accounts.access import Door
from tumen_desk.accounts.models import User
from tumen_desk.count.models import Figure
from tumen_desk.shell.hooks import Card, home_card


@home_card(Door.COUNT_READ, order=40)
def newest_figure(user: User) -> Card:
    """The newest figure that has a number."""
    figure = Figure.objects.filter(point__isnull=False).first()
    if figure is None:
        return Card(
            title="Figures",
            value="None yet",
            text="Ask the linked record how many there are, with an honest interval.",
            url=reverse("count:figures"),
        )
    return Card(
        title=figure.title,
        value=f"{figure.point:,.0f}",
        text=f"{figure.unit}; {figure.level:.0%} interval {figure.low:,.0f} to {figure.high:,.0f}",
        url=reverse("count:figure", args=[figure.pk]),
    )
