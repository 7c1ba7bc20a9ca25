"""The ceiling: how many identities one account opens in 24 hours. What a thief of one session gets is no more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from tumen.errors import CeilingReached, SecondPersonNeeded
from tumen_desk.accounts import alarms, approvals, hooks
from tumen_desk.accounts.access import Door, require
from tumen_desk.accounts.deeds import Deed, deed
from tumen_desk.accounts.models import Approval, Look, User

DAY: Final = timedelta(hours=24)
MOST_MORE: Final = 200

MORE: Final = deed(
    Deed(
        code="accounts.identities_more",
        label="Open more identities today",
        asks=Door.NAMES_SEE,
        warns="Each one is a person who can be harmed. Ask what it is for, and whether fewer would do.",
    )
)


@transaction.atomic
def open_up(user: User, subjects: Iterable[str], *, reason: str) -> frozenset[str]:
    """Which of these identities this user may see now, in the order given until the ceiling is reached.

    An identity that was opened in the last 24 hours stays open and counts once. Reaching the ceiling raises an alarm.

    Args:
        user: who looks.
        subjects: kind and number of each, e.g. `mention:17`.
        reason: what for.
    """
    wanted = list(dict.fromkeys(subjects))
    seen = _seen(user)
    known = set(seen.filter(subject__in=wanted).values_list("subject", flat=True))
    fresh = [subject for subject in wanted if subject not in known]
    if not fresh:
        return frozenset(known)
    room = max(0, ceiling(user) - opened(user))
    taken, now = fresh[:room], datetime.now(UTC)
    Look.objects.bulk_create(Look(user=user, subject=s, at=now, reason=reason[:200]) for s in taken)
    if len(fresh) >= room:
        alarms.raise_once("ceiling", about=user, details={"ceiling": ceiling(user)}, within=24 * 3600)
    return frozenset(known.union(taken))


def require_open(user: User, subject: str, *, reason: str) -> None:
    """Open one identity, or refuse.

    Raises:
        CeilingReached: this user has opened as many as they may.
    """
    if subject not in open_up(user, [subject], reason=reason):
        raise CeilingReached(f"You opened {ceiling(user)} identities in the last 24 hours.")


def wrote(user: User, subject: str) -> None:
    """They just wrote this identity down themselves: for a day they may look at it, and it does not count."""
    Look.objects.create(user=user, subject=subject, at=datetime.now(UTC), reason="wrote it", own=True)


def opened(user: User) -> int:
    """How many identities this user opened in the last 24 hours, their own writing left out."""
    return _seen(user).filter(own=False).values("subject").distinct().count()


def ceiling(user: User) -> int:
    """How many they may open in 24 hours, with what a second person agreed to in that time."""
    agreed = Approval.objects.filter(
        deed=MORE.code, asked_by=user, spent_at__gt=datetime.now(UTC) - DAY
    ).values_list("shown", flat=True)
    return user.identities_a_day + sum(int(shown["more"]) for shown in agreed)


@transaction.atomic
def more_use(*, actor: User, more: int) -> None:
    """Take up what a second person agreed to: so many more identities for 24 hours. Logged.

    Raises:
        SecondPersonNeeded: nobody agreed to that many.
    """
    approvals.spend(actor=actor, deed=MORE.code, subject=f"user:{actor.pk}", content={"more": more})


@transaction.atomic
def ceiling_set(*, actor: User, user: User, a_day: int) -> None:
    """Change somebody's daily ceiling for good. For those who manage the desk. Logged.

    Raises:
        SecondPersonNeeded: it is one's own.
    """
    require(actor, Door.DESK_MANAGE)
    if actor.pk == user.pk:
        raise SecondPersonNeeded("Nobody sets their own ceiling.")
    before, user.identities_a_day = user.identities_a_day, min(max(a_day, 0), MOST_MORE)
    user.save(update_fields=["identities_a_day"])
    hooks.tell(actor, "accounts.ceiling_set", f"user:{user.pk}", before=before, now=user.identities_a_day)


def _seen(user: User) -> QuerySet[Look]:
    return Look.objects.filter(user=user, at__gt=datetime.now(UTC) - DAY)
