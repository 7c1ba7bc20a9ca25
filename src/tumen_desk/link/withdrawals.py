"""What the linkage used of somebody who withdraws, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from tumen_desk.link.models import Exchange, Membership
from tumen_desk.record.hooks import Use, used_by
from tumen_desk.record.models import Purpose


@used_by
def linked(mentions: Sequence[int], purpose: str) -> Iterator[Use]:
    """Persons of the current run in whom these mentions were, and masked lists that were given away."""
    if purpose != Purpose.LINK:
        return
    found = Membership.objects.filter(run__is_current=True, mention__in=mentions, company__gt=1)
    for person in found.values_list("person", flat=True).distinct().order_by("person"):
        yield Use(
            what=_("person"),
            title=person,
            url=reverse("link:person", args=[person]),
            becomes=_("is shown without these mentions at once; the next linkage leaves them out"),
        )
    for exchange in Exchange.objects.filter(steps__receiver__gt="").distinct().order_by("pk"):
        yield Use(
            what=_("comparison of lists"),
            title=str(exchange),
            url=reverse("link:exchange", args=[exchange.pk]),
            becomes=_("a masked list was given away and cannot be called back; tell the other side"),
        )
