"""Reading who is who. Everything is of the current run, and of mentions whose consent still stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Min, Q, QuerySet

from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, may
from tumen_desk.link.models import Judgement, Membership, Opinion
from tumen_desk.link.queue import current_run
from tumen_desk.record.models import Act, Leg, Mention, Purpose, Stay
from tumen_desk.record.queries import allowing

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User


def persons(*, several: bool = True) -> QuerySet[Membership, Any]:
    """Keys of the persons of the current run, most mentioned first, whose consent stands for at least one mention."""
    run = current_run()
    found = Membership.objects.filter(allowing(Purpose.LINK), run=run)
    if several:
        found = found.filter(company__gt=1)
    return found.values("company", "person").distinct().order_by("-company", "person")


def person_lines(user: User, keys: Iterable[str]) -> list[dict[str, Any]]:
    """For each of some persons: how many mentions and issuers speak of them with consent, and how sure the run is.

    What lies in circles in which the user does not sit is not counted; a person told of there only is left out.
    """
    order = {key: at for at, key in enumerate(keys)}
    lines = (
        Membership.objects.filter(allowing(Purpose.LINK), run=current_run(), person__in=order)
        .filter(circles.known_to(user, "mention__source"))
        .values("person")
        .annotate(
            mentions=Count("mention"),
            issuers=Count("mention__source__issuer", distinct=True),
            probability=Min("probability"),
        )
        .order_by()
    )
    return sorted((dict(line) for line in lines), key=lambda line: order[str(line["person"])])


def person_mentions(user: User, person: str) -> list[Membership]:
    """The mentions of one person whose consent stands, but those in circles in which the user does not sit."""
    return list(
        Membership.objects.filter(allowing(Purpose.LINK), run=current_run(), person=person)
        .filter(circles.known_to(user, "mention__source"))
        .select_related("run", "mention__source__issuer")
        .order_by("mention_id")
    )


def judgements_about(mention_ids: list[int]) -> QuerySet[Judgement]:
    """Every verdict that touches these mentions, newest first."""
    return Judgement.objects.filter(
        Q(mention_a__in=mention_ids) | Q(mention_b__in=mention_ids)
    ).select_related("mention_a__source", "mention_b__source", "by")


def judgements_on(user: User, a: int, b: int) -> QuerySet[Judgement]:
    """Every verdict on one pair, newest first; what others say only for whoever has said it too, or may not judge."""
    found = Judgement.objects.filter(mention_a=min(a, b), mention_b=max(a, b)).select_related("by")
    own = Opinion.objects.filter(mention_a=min(a, b), mention_b=max(a, b), by=user.pk)
    return found if own.exists() or not may(user, Door.LINK_JUDGE) else found.filter(by=user.pk)


def acts_of(mentions: list[Mention]) -> QuerySet[Act]:
    """What sources say was done to these mentions, in time."""
    return (
        Act.objects.filter(mention__in=mentions)
        .select_related("account__source", "mention")
        .order_by("date_low", "id")
    )


def legs_of(mentions: list[Mention]) -> QuerySet[Leg]:
    """The journeys that sources tell of these mentions, step by step for each teller."""
    return (
        Leg.objects.filter(mention__in=mentions)
        .select_related("account__source", "mention")
        .order_by("mention_id", "journey", "sequence", "id")
    )


def stays_of(mentions: list[Mention]) -> QuerySet[Stay]:
    """Where sources say these mentions were held, in time."""
    return (
        Stay.objects.filter(mention__in=mentions)
        .select_related("account__source", "mention")
        .order_by("date_low", "id")
    )


def opinions_of(user: User, mention: int) -> QuerySet[Opinion]:
    """What a reviewer thinks of the pairs of one mention."""
    return Opinion.objects.filter(Q(mention_a=mention) | Q(mention_b=mention), by=user.pk)
