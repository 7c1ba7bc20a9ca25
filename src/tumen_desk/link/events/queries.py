"""Reading events. Everything is of the current run, and of tellings whose consent still stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from tumen.linkage import events as library
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, may
from tumen_desk.link.events.services import event_counts, opinions
from tumen_desk.link.events.tellings import Told, accounts_value, allowed_acts, tellings_of
from tumen_desk.link.models import Event, EventJudgement, EventPair, EventRun, Telling
from tumen_desk.record.models import Act

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

ORDERS = {
    "independent": (("-independent_low", "-tellings"), "independent first-hand sources"),
    "tellings": (("-tellings",), "accounts"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One event of a list: what its tellings say, and what was counted of those whose consent stands."""

    event: Event
    acts: Sequence[Act]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """One event: its tellings whose consent stands, what carries it, and the pairs that put it together."""

    key: str
    run: EventRun
    told: Sequence[Told]
    accounts: library.Accounts
    carried: library.Corroboration
    pairs: Sequence[EventPair]


def current_run() -> EventRun | None:
    """The run whose events are shown."""
    return EventRun.objects.filter(is_current=True).first()


def allowing_act(act: str) -> Exists:
    """The condition that a row's act may be linked today: its victim and its teller agree."""
    return Exists(allowed_acts().filter(pk=OuterRef(act)).order_by())


def _known(user: User, act: str) -> Q:
    """The condition that neither who tells of an act nor whom it was done to lies in a circle closed to the user."""
    return circles.known_to(user, f"{act}__account__source", f"{act}__mention__source")


def events(
    *, order: str = "independent", several: bool = True, contradicted: bool = False
) -> QuerySet[Event]:
    """Events of the current run, in the order asked for."""
    found = Event.objects.filter(run__is_current=True)
    if several:
        found = found.filter(tellings__gt=1)
    if contradicted:
        found = found.exclude(contradictions=[])
    return found.order_by(*ORDERS[order if order in ORDERS else "independent"][0], "id")


def lines(user: User, found: Sequence[Event]) -> list[Line]:
    """What a list shows of some events; one of which the user may not know all is counted anew, or is gone."""
    rows = Telling.objects.filter(
        allowing_act("act"), _known(user, "act"), run__is_current=True, event__in=[e.key for e in found]
    )
    acts: dict[str, list[Act]] = defaultdict(list)
    for row in rows.select_related("act__account__source__issuer").order_by("act"):
        acts[row.event].append(row.act)
    kept = []
    for event in found:
        if len(acts[event.key]) < event.tellings:
            _counted_anew(event, acts[event.key])
        if acts[event.key]:
            kept.append(Line(event=event, acts=acts[event.key]))
    return kept


def _counted_anew(event: Event, acts: Sequence[Act]) -> None:
    if acts:
        for name, value in event_counts(_carried(tellings_of(a.pk for a in acts))[1]).items():
            setattr(event, name, value)


def _carried(told: Sequence[Told]) -> tuple[library.Accounts, library.Corroboration]:
    accounts = accounts_value(told)
    return accounts, library.corroboration_of(accounts, pack=settings.CONFIG.pack)


def whole(user: User, key: str) -> Whole | None:
    """One event of the current run, as far as the user may know and consent stands; None if nothing is left."""
    run = current_run()
    rows = Telling.objects.filter(_known(user, "act"), run=run, event=key)
    numbers = list(rows.values_list("act", flat=True))
    told = tellings_of(numbers)
    if run is None or not told:
        return None
    accounts, carried = _carried(told)
    own = [each.pk for each in told]
    pairs = EventPair.objects.filter(run=run, act_a__in=own, act_b__in=own).order_by("-probability", "id")
    return Whole(key=key, run=run, told=told, accounts=accounts, carried=carried, pairs=list(pairs))


def event_of(act: int) -> str:
    """The key of the event in which the current run puts a telling; empty if it does not."""
    rows = Telling.objects.filter(run__is_current=True, act=act)
    return rows.values_list("event", flat=True).first() or ""


def pairs(user: User) -> QuerySet[EventPair]:
    """Pairs of the current run that the user may know and whose consent stands, the most doubtful first."""
    found = EventPair.objects.filter(
        allowing_act("act_a"), allowing_act("act_b"), _known(user, "act_a"), _known(user, "act_b"),
        run__is_current=True,
    )  # fmt: skip
    related = ("act_a__account__source__issuer", "act_b__account__source__issuer")
    return found.select_related("run", *related).order_by("-doubt", "id")


def to_review(user: User) -> QuerySet[EventPair]:
    """Pairs that this reviewer has not judged."""
    mine = EventJudgement.objects.filter(
        act_a=OuterRef("act_a"), act_b=OuterRef("act_b"), by=user.pk, takes_back=None, taken_back_by=None
    )
    return pairs(user).filter(~Exists(mine))


def following(user: User, *, after: EventPair | None = None) -> EventPair | None:
    """The next pair to judge; with `after` the next behind that one, so that skipped pairs stay behind."""
    found = to_review(user)
    if after is not None:
        found = found.filter(Q(doubt__lt=after.doubt) | Q(doubt=after.doubt, id__gt=after.pk))
    return found.first()


def mine_on(user: User, a: int, b: int) -> str:
    """What this reviewer says of a pair now; empty if nothing."""
    return opinions(by=user).get((a, b, user.pk), "")


def judgements_on(user: User, a: int, b: int) -> list[EventJudgement]:
    """Every verdict on one pair, newest first; what others say only for whoever has said it too, or may not judge."""
    found = EventJudgement.objects.filter(act_a=a, act_b=b).select_related("by")
    if may(user, Door.LINK_JUDGE) and not mine_on(user, a, b):
        found = found.filter(by=user.pk)
    return list(found)


def judgements_among(acts: Iterable[int]) -> list[EventJudgement]:
    """Every verdict on two of some tellings, newest first."""
    ids = list(acts)
    return list(EventJudgement.objects.filter(act_a__in=ids, act_b__in=ids).select_related("by"))
