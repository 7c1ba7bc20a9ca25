"""What may stand in a table: rows whose people agreed to be counted, told by sources that the user may know of.

People are counted, not tellings: mentions that were linked are one person. Nothing that is counted is taken from a
passage whose use was refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model, Q, QuerySet

from tumen import dates
from tumen.errors import DatesError
from tumen_desk.accounts import circles
from tumen_desk.record import hooks
from tumen_desk.record.models import Interview, Mention, Purpose, Said
from tumen_desk.record.queries import allowing, refused_passages

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

M = TypeVar("M", bound=Model)


def happenings(user: User, model: type[M], *related: str) -> QuerySet[M]:
    """Acts, stays, legs or transfers that may be counted; with them only the `related` rows that a table looks at."""
    found = (
        model._default_manager.filter(
            circles.known_to(user, "account__source", "mention__source"), allowing(Purpose.COUNT)
        )
        .filter(_not_refused())
        .order_by("pk")
    )
    return found.select_related(*related) if related else found


def answers(user: User, field: str) -> QuerySet[Said]:
    """What was answered of people in one field, as far as it may be counted."""
    rows = Said.objects.filter(
        circles.known_to(user, "mention__source"), allowing(Purpose.COUNT), field=field, how=Said.How.STATED
    )
    return rows.filter(_not_refused()).exclude(value="").select_related("mention").order_by("pk")


def _not_refused() -> Q:
    return Q(passage__isnull=True) | ~Q(passage__in=refused_passages(Purpose.COUNT).values("pk"))


def people(user: User) -> QuerySet[Mention]:
    """Everybody whom a source mentions and who may be counted."""
    return Mention.objects.filter(circles.known_to(user, "source"), allowing(Purpose.COUNT, "pk")).order_by(
        "pk"
    )


def interviews(user: User) -> QuerySet[Interview]:
    """Interviews with people who agreed to be counted."""
    rows = Interview.objects.filter(circles.known_to(user, "source"), allowing(Purpose.COUNT, "person"))
    return rows.select_related("source__issuer", "person").prefetch_related("sessions").order_by("pk")


def persons(mentions: Iterable[int]) -> dict[int, str]:
    """Mention → person: mentions that were linked are one; somebody who is not linked is a person alone."""
    wanted = set(mentions)
    return {pk: f"M-{pk}" for pk in wanted} | hooks.persons_of(wanted)


def year_of(*written: str) -> int | None:
    """The year of the first of some dates that lies within one; None if none does."""
    for text in written:
        low, high = bounds(text)
        if low is not None and high is not None and low.year == high.year:
            return int(low.year)
    return None


def bounds(edtf: str) -> tuple[Any, Any]:
    """Earliest and latest day of a date, None where open or not stated."""
    if not edtf:
        return None, None
    try:
        date = dates.parse(edtf)
    except DatesError:
        return None, None
    return date.earliest, date.latest
