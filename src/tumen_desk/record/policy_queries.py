"""Reading the register: what every source says of a rule or practice, a sheet of each state, a line of time.

Nothing is averaged and nothing is concluded: values that cannot both hold are marked, a measure stands beside counts
and prices without being called their cause, and only a source links it with what happened.
"""

from __future__ import annotations

import datetime
import math
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from tumen import dates
from tumen.dates import Truth
from tumen_desk.accounts import circles
from tumen_desk.record.drawing import LABELS, ROW, WIDTH, Bar, Timeline
from tumen_desk.record.models import (
    Act,
    Leg,
    Policy,
    PolicyLink,
    PolicyPreference,
    Purpose,
    Telling,
    Transfer,
)
from tumen_desk.record.policies import CODED
from tumen_desk.record.queries import allowing, refused_passages
from tumen_desk.shell import terms

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

FIELDS: Final = (
    "date", "ended", "standing", "basis", "places", "rule", "exceptions", "penalty", "price", "speaker", "spoken_by",
    "stance", "stated_motive", "imputed_motive",
)  # fmt: skip
INTERPRETED: Final = frozenset({"imputed_motive"})
_IN_WORDS: Final = frozenset(
    {"rule", "exceptions", "penalty", "spoken_by", "stated_motive", "imputed_motive"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """What one telling says in one field; `preferred` is the judgement that takes it."""

    telling: Telling
    text: str
    preferred: PolicyPreference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSays:
    """One field with what every source says; `in_conflict` if two cannot both hold at one time."""

    field: str
    label: str
    interpreted: bool
    values: tuple[Says, ...]
    in_conflict: bool


def label(field: str) -> str:
    """What a field is called on the page."""
    return {
        "date": _("from"), "ended": _("until"), "standing": _("how it stood"), "places": _("where"),
        "basis": _("in which form it is known"),
        "rule": _("what it says"), "exceptions": _("exceptions"), "penalty": _("what is threatened"),
        "price": _("bounty, fine or fee"), "speaker": _("body that said so"), "spoken_by": _("office that said so"),
        "stance": _("reason that the state gives"), "stated_motive": _("motive that the state named"),
        "imputed_motive": _("motive as others read it"),
    }[field]  # fmt: skip


def policies(
    user: User,
    *,
    text: str = "",
    state: str = "",
    kind: str = "",
    topic: str = "",
    place: str = "",
    since: datetime.date | None = None,
    until: datetime.date | None = None,
) -> QuerySet[Policy]:
    """Policies that this user may know of, narrowed. Of one that only sources in closed circles tell, nothing is said.

    `text` is looked for in titles and in what is told; `since` and `until` keep whatever can have held in between.
    """
    told = known_tellings(user).filter(policy=OuterRef("pk"))
    none = ~Exists(Telling.objects.filter(policy=OuterRef("pk")))
    found = Policy.objects.filter(none | Exists(told))
    for name, value in (("state", state), ("kind", kind), ("topic", topic)):
        if value:
            found = found.filter(**{name: value})
    if text:
        words = Q(rule__icontains=text) | Q(stated_motive__icontains=text) | Q(imputed_motive__icontains=text)
        words |= Q(exceptions__icontains=text) | Q(penalty__icontains=text) | Q(spoken_by__icontains=text)
        found = found.filter(Q(title__icontains=text) | Exists(told.filter(words)))
    if place:
        found = found.filter(Exists(told.filter(pk__in=_at(place))))
    if since:
        found = found.filter(Exists(told.filter(Q(ended_high__gte=since) | Q(ended_high__isnull=True))))
    if until:
        found = found.filter(Exists(told.filter(Q(date_low__lte=until) | Q(date_low__isnull=True))))
    return found


def known_tellings(user: User) -> QuerySet[Telling]:
    """Tellings whose source lies in no circle that is closed to this user, oldest first, those without a date last."""
    found = Telling.objects.filter(circles.known_to(user, "source")).select_related(
        "source__issuer", "passage", "policy"
    )
    return found.order_by(F("date_low").asc(nulls_last=True), "pk")


def _at(place: str) -> list[int]:
    """Tellings that name a place or one within it. The register is short; a list in a cell is no index."""
    known = terms.vocabulary("place")

    def within(code: str) -> bool:
        return code == place or (code in known and any(a.code == place for a in known.ancestors(code)))

    rows = Telling.objects.exclude(places=[]).values_list("pk", "places")
    return [pk for pk, codes in rows if any(within(code) for code in codes)]


def text_of(telling: Telling, field: str) -> str:
    """One value as a person reads it; empty if the source says nothing there."""
    language = terms.language()
    if field in ("date", "ended"):
        written = getattr(telling, field)
        return dates.say(dates.parse(written), language) if written else ""
    if field in CODED:
        return term(CODED[field], getattr(telling, field))
    if field == "places":
        return ", ".join(term("place", code) for code in telling.places)
    if field == "price":
        return f"{telling.price:,.0f} {telling.currency}" if telling.price is not None else ""
    return str(getattr(telling, field))


def term(vocabulary: str, code: str) -> str:
    known = terms.vocabulary(vocabulary)
    return str(known[code].label(terms.language())) if code in known else code


def values(tellings: Sequence[Telling]) -> list[FieldSays]:
    """Every field with what every telling says in it, which of them exclude each other, and which is preferred."""
    preferred = _preferences(tellings)
    found = []
    for field in FIELDS:
        says = [
            Says(telling=t, text=text_of(t, field), preferred=preferred.get((t.pk, field))) for t in tellings
        ]
        stated = tuple(s for s in says if s.text)
        if stated:
            found.append(
                FieldSays(
                    field=field,
                    label=label(field),
                    interpreted=field in INTERPRETED,
                    values=stated,
                    in_conflict=in_conflict(field, [s.telling for s in stated]),
                )
            )
    return found


def _preferences(tellings: Sequence[Telling]) -> dict[tuple[int, str], PolicyPreference]:
    """The preference that holds in each field: the newest, unless it was taken back."""
    ended: set[tuple[int, str]] = set()
    holding: dict[str, PolicyPreference] = {}
    for row in PolicyPreference.objects.filter(telling__in=tellings).select_related("by").order_by("-pk"):
        if row.withdrawn:
            ended.add((row.telling_id, row.field))
        elif (row.telling_id, row.field) not in ended:
            holding.setdefault(row.field, row)
    return {(row.telling_id, field): row for field, row in holding.items()}


def in_conflict(field: str, tellings: Sequence[Telling]) -> bool:
    """Whether two tellings cannot both be right: two beginnings or ends that exclude each other, or another state of
    things or price for times that surely meet. Words only a reader can compare."""
    if field in _IN_WORDS or field in ("basis", "places", "stance", "speaker"):
        return False
    return any(_exclude(field, a, b) for i, a in enumerate(tellings) for b in tellings[i + 1 :])


def _exclude(field: str, one: Telling, other: Telling) -> bool:
    if field in ("date", "ended"):
        return dates.overlaps(*(dates.parse(getattr(t, field)) for t in (one, other))) is Truth.NO
    if not _meet(one, other):
        return False
    if field == "price":
        return one.currency == other.currency and one.price != other.price
    return bool(getattr(one, field) != getattr(other, field))


def _meet(one: Telling, other: Telling) -> bool:
    """Whether the times of both may meet; without a date it is not known that they do not."""
    for a, b in ((one, other), (other, one)):
        end = a.ended_high or (a.date_high if not a.ended and a.date else None)
        if end and b.date_low and end < b.date_low:
            return False
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """One topic on the sheet of a state: every policy on it with what is told, versions side by side."""

    topic: str
    policies: tuple[tuple[Policy, tuple[Telling, ...]], ...]


def sheet(user: User, state: str) -> list[SheetLine]:
    """What is told of the practice of one state, topic by topic, those of which nobody says anything among them."""
    grouped: dict[str, list[tuple[Policy, tuple[Telling, ...]]]] = {
        term.code: [] for term in terms.vocabulary("policy_topic")
    }
    told = _by_policy(user)
    for policy in policies(user, state=state):
        grouped.setdefault(policy.topic, []).append((policy, tuple(told.get(policy.pk, ()))))
    return [SheetLine(topic=topic, policies=tuple(rows)) for topic, rows in grouped.items()]


def _by_policy(user: User) -> dict[int, list[Telling]]:
    found: dict[int, list[Telling]] = {}
    for telling in known_tellings(user):
        found.setdefault(telling.policy_id, []).append(telling)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """What is counted of a year beside the measures: acts, and the middle price in each currency with how many."""

    year: int
    acts: int
    prices: tuple[tuple[str, float, int], ...]
    begins: tuple[Telling, ...]
    ends: tuple[Telling, ...]


def years(
    user: User, tellings: Sequence[Telling], *, act_type: str = "", with_prices: bool = False
) -> list[Year]:
    """Measures that begin or end in each year beside acts of a kind and prices, those that may be counted.

    Only acts and prices dated within one year are counted; of measures, whatever can have begun or ended then.
    """
    acts = _acts(user, act_type) if act_type else Counter[int]()
    prices = _prices(user) if with_prices else {}
    begun = {t.pk: t.date_low.year for t in tellings if t.date_low}
    ended = {t.pk: t.ended_high.year for t in tellings if t.ended_high}
    known = {*acts, *(year for year, _c in prices), *begun.values(), *ended.values()}
    if not known:
        return []
    return [
        Year(
            year=year,
            acts=acts[year],
            prices=tuple(
                (currency, statistics.median(found), len(found))
                for (at, currency), found in sorted(prices.items())
                if at == year
            ),
            begins=tuple(t for t in tellings if begun.get(t.pk) == year),
            ends=tuple(t for t in tellings if ended.get(t.pk) == year),
        )
        for year in range(min(known), max(known) + 1)
    ]


def _acts(user: User, act_type: str) -> Counter[int]:
    rows = Act.objects.filter(
        circles.known_to(user, "account__source"),
        allowing(Purpose.COUNT),
        date_low__year=F("date_high__year"),
    ).exclude(passage__in=refused_passages(Purpose.COUNT))
    counted = rows.filter(type=act_type).order_by().values_list("date_low__year").annotate(Count("pk"))
    return Counter(dict(counted))


def _prices(user: User) -> dict[tuple[int, str], list[float]]:
    found: dict[tuple[int, str], list[float]] = {}
    for model in (Leg, Transfer):
        rows = (
            model._default_manager.filter(
                circles.known_to(user, "account__source"),
                allowing(Purpose.COUNT),
                price__isnull=False,
                date_low__year=F("date_high__year"),
            )
            .exclude(passage__in=refused_passages(Purpose.COUNT))
            .values_list("date_low__year", "currency", "price")
        )
        for year, currency, price in rows:
            found.setdefault((year, currency), []).append(float(price or 0))
    return found


def drawn(tellings: Iterable[Telling], *, today: datetime.date | None = None) -> Timeline | None:
    """Tellings as bars in time, grouped by policy; None if none has a date. One without an end runs to this year."""
    now = today or datetime.datetime.now(datetime.UTC).date()
    placed = [(t, _span(t, now)) for t in tellings if t.date_low]
    undated = tuple(dict.fromkeys(t.policy.title for t in tellings if not t.date_low))
    if not placed:
        return None
    placed.sort(key=lambda row: (row[0].policy.state, row[1]))
    first = min(days[0] for _t, days in placed).year
    last = max(days[3] for _t, days in placed).year + 1
    scale = (WIDTH - LABELS - 20) / max(1, last - first)
    bars = []
    for row, (telling, days) in enumerate(placed):
        begins, surely, ends, latest = (
            LABELS + (day.year - first + (day.timetuple().tm_yday - 1) / 366) * scale for day in days
        )
        sure_x, sure_end = (surely, ends) if ends > surely else (begins, begins)
        bars.append(
            Bar(
                y=row * ROW + 6,
                x=round(begins, 1),
                width=round(max(latest - begins, 3), 1),
                sure_x=round(sure_x, 1),
                sure=round(max(sure_end - sure_x, 0), 1),
                label=telling.policy.title,
                kind="moves",
                open_end=not telling.ended,
            )
        )
    step = max(1, math.ceil((last - first) / 8))
    marks = tuple((LABELS + (y - first) * scale, y) for y in range(first, last + 1, step))
    return Timeline(bars=tuple(bars), years=marks, height=len(bars) * ROW + 34, undated=undated)


def _span(telling: Telling, now: datetime.date) -> tuple[datetime.date, ...]:
    """Earliest and latest beginning, earliest and latest end. What nobody ended may go on; its day is sure."""
    low = telling.date_low or now
    high = telling.date_high or low
    if not telling.ended:
        return low, high, high, max(now, high)
    end = dates.parse(telling.ended)
    return low, high, max(end.earliest or low, low), max(end.latest or high, high)


def lag_days(link: PolicyLink) -> str:
    """Days from a happening to the beginning of what came upon it, as a range; empty unless both are dated so."""
    told, account = link.telling, link.account
    if account is None or not (account.date_low and account.date_high and told.date_low and told.date_high):
        return ""
    least, most = (told.date_low - account.date_high).days, (told.date_high - account.date_low).days
    if most < 0:
        return ""
    least = max(least, 0)
    return str(least) if least == most else f"{least}–{most}"
