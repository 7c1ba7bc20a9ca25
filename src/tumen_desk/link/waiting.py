"""Work lists of the linkage: what is not linked yet, who is known from one source only, of whom sources disagree."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.urls import reverse

from tumen_desk.accounts import circles
from tumen_desk.find.hooks import WorkList, rows_waiting, work_list
from tumen_desk.link.models import Membership
from tumen_desk.link.queue import current_run, not_linked
from tumen_desk.record.models import Act, Mention, Purpose
from tumen_desk.record.queries import allowing

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_AT_ONCE: Final = 1_100  # persons whose consent is looked at together: more than a list is counted


def _memberships(user: User) -> QuerySet[Membership]:
    found = Membership.objects.filter(allowing(Purpose.LINK), run=current_run())
    return found.filter(circles.known_to(user, "mention__source"))


def single_source(user: User) -> QuerySet[Membership]:
    """People to whom something was done, of whom one mention alone tells."""
    acts = Act.objects.filter(mention=OuterRef("mention"))
    return _memberships(user).filter(Exists(acts), company=1).order_by("mention")


def conflicting(user: User) -> Iterator[str]:
    """People of whom sources state two sexes, or births of which none can be the same day; by their keys.

    Cost: all linked mentions are walked in the order of their persons, as far as somebody reads on; consent is looked
    at of those alone among whom something differs.
    """
    last = ""
    while True:
        linked = Membership.objects.filter(run=current_run(), person__gt=last)
        if not (some := _differing(linked, _AT_ONCE)):
            return
        yield from _differing(_memberships(user).filter(person__in=some), len(some))
        last = some[-1]


def _differing(members: QuerySet[Membership], n: int) -> list[str]:
    """The first n persons whose members differ. Of a mention alone nothing does, so company need not be asked for,
    and the index that holds a run by its persons gives the order."""
    told = members.values("person").order_by("person").annotate(
        sex_a=Min("mention__sex", filter=~Q(mention__sex="")),
        sex_z=Max("mention__sex"),
        latest=Max("mention__birth_low"),
        earliest=Min("mention__birth_high"),
    )  # fmt: skip
    found = told.filter(Q(sex_a__lt=F("sex_z")) | Q(latest__gt=F("earliest")))
    return list(found.values_list("person", flat=True)[:n])


def not_linked_yet(user: User) -> QuerySet[Mention, int]:
    """The sources of mentions that may be linked and are not yet, as often as there are such; none before the first
    linkage."""
    if current_run() is None:
        return Mention.objects.none().values_list("source", flat=True)
    return not_linked().filter(circles.known_to(user, "source")).values_list("source", flat=True)


def _each_once(found: QuerySet[Any, int], n: int) -> list[int]:
    """The first n different ones. The store is not asked for that: it would walk over every mention to sort them."""
    once: dict[int, None] = {}
    for key in found.iterator():
        once[key] = None
        if len(once) == n:
            break
    return sorted(once)


rows_waiting(
    title="One source only",
    why="People of whom nobody else tells. Look for a second source before anything rests on it.",
    find=single_source,
    show=lambda row: (f"M-{row.mention_id}", reverse("record:mention", args=[row.mention_id])),
    order=4,
)
work_list(
    WorkList(
        title="Sources disagree",
        why="People of whom sources state two sexes, or births that cannot be the same. Judge which value to prefer.",
        keys=lambda user, n: list(islice(conflicting(user), n)),
        shown=lambda _user, keys: [(key, reverse("link:person", args=[key])) for key in keys],
        order=5,
    )
)
work_list(
    WorkList(
        title="Not linked yet",
        why="Sources whose people may be linked and were not. The review links what is new, and shows the pairs.",
        keys=lambda user, n: _each_once(not_linked_yet(user), n),
        shown=lambda _user, keys: [(f"S-{pk}", reverse("record:source", args=[pk])) for pk in keys],
        order=3,
    )
)
