"""Need-to-know by case and source: what lies in a circle is there only for those who sit in it.

For everybody else an enclosed source, its texts, mentions and accounts are as if they did not exist: not listed, not
found, and at their address stands what stands at any empty address.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.http import Http404

from tumen_desk.accounts import alarms, approvals, hooks
from tumen_desk.accounts.access import Door, require
from tumen_desk.accounts.deeds import Deed, deed
from tumen_desk.accounts.models import Circle, Enclosed, Seat

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

OPEN_TO_ALL = deed(
    Deed(
        code="accounts.source_release",
        label="Open a source of a circle to everybody",
        asks=Door.DESK_MANAGE,
        warns="Afterwards every role sees what it tells. Ask those who work on it.",
    )
)


def closed_sources(user: User) -> frozenset[int]:
    """Numbers of the sources this user does not need to know of."""
    today = datetime.datetime.now(datetime.UTC).date()
    seats = Seat.objects.filter(Q(until__isnull=True) | Q(until__gte=today), user=user)
    closed = Enclosed.objects.exclude(circle__in=seats.values("circle"))
    return frozenset(closed.values_list("source", flat=True))


def known_to(user: User, *sources: str) -> Q:
    """The condition that a row rests on no source that this user does not need to know of.

    Args:
        user: who looks.
        sources: the ways from the row to its sources, such as `mention__source`.
    """
    closed, found = closed_sources(user), Q()
    if not closed:
        return found  # where nothing is closed, no row has to be joined with its source
    for source in sources:
        found &= ~Q(**{f"{source}__in": closed})
    return found


def require_known(user: User, source: int) -> None:
    """Let only those go on who may know of a source.

    Raises:
        Http404: for everybody else there is nothing at this address.
    """
    if source in closed_sources(user):
        raise Http404


@transaction.atomic
def circle_make(*, actor: User, title: str) -> Circle:
    """A new circle, with nobody and nothing in it. Logged."""
    require(actor, Door.DESK_MANAGE)
    circle = Circle.objects.create(title=title.strip(), made_by=actor)
    hooks.tell(actor, "accounts.circle_make", f"circle:{circle.pk}")
    return circle


@transaction.atomic
def seat_give(
    *, actor: User, circle: Circle, user: User, reason: str, until: datetime.date | None = None
) -> Seat:
    """Let somebody see what is in a circle. Logged; who lets themselves in raises an alarm."""
    require(actor, Door.DESK_MANAGE)
    seat, _ = Seat.objects.update_or_create(
        circle=circle, user=user, defaults={"until": until, "reason": reason.strip()[:200]}
    )
    hooks.tell(actor, "accounts.seat_give", f"circle:{circle.pk}", user=user.pk)
    if actor.pk == user.pk:
        alarms.raise_once("let_oneself_in", about=actor, details={"circle": circle.pk})
    return seat


@transaction.atomic
def seat_take(*, actor: User, seat: Seat) -> None:
    """Somebody does not need to know any more. Logged."""
    require(actor, Door.DESK_MANAGE)
    hooks.tell(actor, "accounts.seat_take", f"circle:{seat.circle_id}", user=seat.user_id)
    seat.delete()


@transaction.atomic
def source_enclose(*, actor: User, circle: Circle, source: int) -> None:
    """Put a source into a circle, out of another if need be. At once nobody outside sees it. Logged."""
    require(actor, Door.DESK_MANAGE)
    Enclosed.objects.update_or_create(source=source, defaults={"circle": circle})
    hooks.tell(actor, "accounts.source_enclose", f"source:{source}", circle=circle.pk)


@transaction.atomic
def source_release(*, actor: User, source: int) -> None:
    """Open an enclosed source to everybody; a second person has agreed. Logged.

    Raises:
        SecondPersonNeeded: nobody agreed.
    """
    require(actor, Door.DESK_MANAGE)
    approvals.spend(actor=actor, deed=OPEN_TO_ALL.code, subject=f"source:{source}", content={})
    Enclosed.objects.filter(source=source).delete()
    hooks.tell(actor, "accounts.source_release", f"source:{source}")


@hooks.handing_over
def seats_pass_on(leaver: User, successor: User) -> list[str]:
    """Seats of somebody who leaves go to who takes over."""
    passed = []
    for seat in Seat.objects.filter(user=leaver).select_related("circle"):
        if not Seat.objects.filter(circle=seat.circle, user=successor).exists():
            Seat.objects.create(
                circle=seat.circle, user=successor, until=seat.until, reason="took over from who left"
            )
            passed.append(f"The seat in {seat.circle} went to {successor.username}.")
    Seat.objects.filter(user=leaver).delete()
    return passed
