"""Work lists of the linkage: what is not linked yet, who is known from one source only, of whom sources disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.urls import reverse

from tumen_desk.accounts import circles
from tumen_desk.find.hooks import Waiting, WorkList, work_list
from tumen_desk.link.models import Membership
from tumen_desk.link.queue import current_run, not_linked
from tumen_desk.record.models import Act, Purpose, Source
from tumen_desk.record.queries import allowing

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


def _memberships(user: User) -> QuerySet[Membership]:
    found = Membership.objects.filter(allowing(Purpose.LINK), run=current_run())
    return found.filter(circles.known_to(user, "mention__source"))


def single_source(user: User) -> QuerySet[Membership]:
    """People to whom something was done, of whom one mention alone tells."""
    acts = Act.objects.filter(mention=OuterRef("mention"))
    return _memberships(user).filter(Exists(acts), company=1).order_by("mention")


def conflicting(user: User) -> QuerySet[Membership, Any]:
    """People of whom sources state two sexes, or births of which none can be the same day."""
    people = _memberships(user).filter(company__gt=1).values("person").order_by("person")
    told = people.annotate(
        sexes=Count("mention__sex", filter=~Q(mention__sex=""), distinct=True),
        latest=Max("mention__birth_low"),
        earliest=Min("mention__birth_high"),
    )
    return told.filter(Q(sexes__gt=1) | Q(latest__gt=F("earliest")))


def not_linked_yet(user: User) -> QuerySet[Source]:
    """Sources with somebody who may be linked and is not yet; none before the first linkage."""
    if current_run() is None:
        return Source.objects.none()
    waiting = not_linked().filter(circles.known_to(user, "source"))
    return Source.objects.filter(pk__in=waiting.values("source")).order_by("pk")


def _people(rows: list[str]) -> list[Waiting]:
    return [(key, reverse("link:person", args=[key])) for key in rows]


work_list(
    WorkList(
        title="One source only",
        why="People of whom nobody else tells. Look for a second source before anything rests on it.",
        count=lambda user: single_source(user).count(),
        first=lambda user, n: [
            (f"M-{pk}", reverse("record:mention", args=[pk]))
            for pk in single_source(user).values_list("mention", flat=True)[:n]
        ],
        order=4,
    )
)
work_list(
    WorkList(
        title="Sources disagree",
        why="People of whom sources state two sexes, or births that cannot be the same. Judge which value to prefer.",
        count=lambda user: conflicting(user).count(),
        first=lambda user, n: _people([row["person"] for row in conflicting(user)[:n]]),
        order=5,
    )
)
work_list(
    WorkList(
        title="Not linked yet",
        why="Sources whose people may be linked and were not. The review links what is new, and shows the pairs.",
        count=lambda user: not_linked_yet(user).count(),
        first=lambda user, n: [
            (f"S-{pk}", reverse("record:source", args=[pk]))
            for pk in not_linked_yet(user).values_list("pk", flat=True)[:n]
        ],
        order=3,
    )
)
