"""Reading the register: what every source says of a rule or practice, and a sheet of each state.

Nothing is averaged and nothing is concluded: values that cannot both hold are marked, and only a source links a measure
with what happened.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from tumen import dates
from tumen.dates import Truth
from tumen_desk.accounts import circles
from tumen_desk.record.models import (
    Policy,
    PolicyLink,
    PolicyPreference,
    Telling,
)
from tumen_desk.record.policies import CODED
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
