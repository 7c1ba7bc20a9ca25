"""Case files and papers that a user may know of: none that speaks of somebody, or of an act, in a closed circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tumen_desk.accounts import circles
from tumen_desk.act.models import Case, Paper

if TYPE_CHECKING:
    from django.db.models import Q, QuerySet

    from tumen_desk.accounts.models import User


def cases(user: User) -> QuerySet[Case]:
    """Case files of people whose sources this user may know of."""
    return Case.objects.filter(circles.known_to(user, "persons__mention__source"))


def papers(user: User) -> QuerySet[Paper]:
    """Papers about people, acts and cases whose sources this user may know of."""
    return Paper.objects.filter(
        circles.known_to(
            user,
            "persons__source",
            "act__account__source",
            "act__mention__source",
            "case__persons__mention__source",
        )
    )


def told(user: User) -> Q:
    """The condition on acts, stays and legs: neither who tells nor who is told of is in a closed circle."""
    return circles.known_to(user, "account__source", "mention__source")
