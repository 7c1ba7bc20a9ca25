"""Journeys: legs and stays in order, what follows from them, and writing them leg by leg."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from tumen import dates, places, vocab
from tumen.errors import PlacesError, UnknownPassage
from tumen_desk.accounts.access import Door, require
from tumen_desk.audit import log
from tumen_desk.record import asking
from tumen_desk.record.adapters import date_columns, edtf_text
from tumen_desk.record.models import Account, Act, Leg, Mention, Stay
from tumen_desk.record.services import account_create, check_code

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

CODES: Final = {
    "kind": "journey_leg", "from_place": "place", "to_place": "place", "mode": "crossing_mode", "helper_role": "agency",
    "paid_by": "relation", "handed_by": "agency", "handed_to": "agency", "outcome": "victim_outcome",
}  # fmt: skip
"""Columns of a leg that hold a term, and of which vocabulary."""
_PLAIN: Final = ("price", "currency", "intercepted", "people", "note")


@lru_cache(maxsize=8)
def _phases(pack: str) -> dict[str, str]:
    return {row["id"]: row["phase"] for row in asking.facts(pack, "legs")}


def phase(leg: Leg) -> str:
    """What a leg means for the journey: `leaves`, `crosses`, `returned`, `goes_back`, `arrives` …; empty if unknown."""
    return _phases(settings.CONFIG.pack).get(leg.kind, "")


def kinds_of(phase: str) -> list[str]:
    """The kinds of legs of the pack that mean this for a journey."""
    return [kind for kind, means in _phases(settings.CONFIG.pack).items() if means == phase]


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """One journey as one source tells it, and what follows from its legs; nothing here is stored.

    Attributes:
        id: what the source or the list calls it.
        legs: in order.
        stays: in detention, of the same person and source, in time.
    """

    id: str
    legs: tuple[Leg, ...]
    stays: tuple[Stay, ...] = ()

    @property
    def first_country(self) -> str:
        """The country first reached after leaving; empty if no leg says."""
        home = str(vocab.load_pack(settings.CONFIG.pack).settings.get("country", ""))
        reached = (country_of(leg.to_place) for leg in self.legs if leg.to_place)
        return next((country for country in reached if country and country != home), "")

    @property
    def countries(self) -> tuple[str, ...]:
        """Every country touched, in the order of first being there."""
        ends = (place for leg in self.legs for place in (leg.from_place, leg.to_place))
        return tuple(dict.fromkeys(c for c in map(country_of, ends) if c))

    @property
    def returned(self) -> int:
        """How often the person was sent back by others."""
        return sum(phase(leg) == "returned" for leg in self.legs)

    @property
    def went_back(self) -> int:
        """How often the person went back by own will."""
        return sum(phase(leg) == "goes_back" for leg in self.legs)

    @property
    def is_round_trip(self) -> bool:
        """Went back by own will, and no later leg crosses or arrives: a trip, no exile."""
        ways = [p for p in map(phase, self.legs) if p in ("crosses", "goes_back", "arrives", "returned")]
        return bool(ways) and ways[-1] == "goes_back"

    @property
    def births(self) -> tuple[Leg, ...]:
        """Where a child was born on the way."""
        return tuple(leg for leg in self.legs if phase(leg) == "born")

    @property
    def handed_over(self) -> tuple[Leg, ...]:
        """The chain of hand-overs from one authority to the next."""
        return tuple(leg for leg in self.legs if leg.handed_by or leg.handed_to)

    @property
    def duration(self) -> dates.Range | None:
        """Months from leaving to arriving, as the range of what it may be; None without both: still on the way."""
        start = next((leg.date for leg in self.legs if leg.date and phase(leg) in ("leaves", "crosses")), "")
        end = next((leg.date for leg in reversed(self.legs) if leg.date and phase(leg) == "arrives"), "")
        if not start or not end:
            return None
        return dates.duration(dates.parse(start), dates.parse(end), unit="month")

    @property
    def prices(self) -> tuple[Leg, ...]:
        """Legs with a price, in the money they were told in; nothing is converted or added up."""
        return tuple(leg for leg in self.legs if leg.price is not None)


def country_of(code: str) -> str:
    """The country of a place; empty if it is not in the gazetteer."""
    if not code:
        return ""
    try:
        place = places.gazetteer(vocab.load_pack(settings.CONFIG.pack)).get(code)
    except PlacesError:
        return ""
    return place.country or ""


def journeys_of(mention: Mention) -> list[Journey]:
    """The journeys that the source tells of a person, each in order; a person may make several."""
    legs = (
        mention.legs.select_related("account", "passage")
        .prefetch_related("companions")
        .order_by("journey", "sequence", "id")
    )
    grouped: dict[str, list[Leg]] = {}
    for leg in legs:
        grouped.setdefault(leg.journey, []).append(leg)
    stays = list(mention.stays.order_by("date_low", "id"))
    return [
        Journey(id=id_, legs=tuple(found), stays=tuple(s for s in stays if _during(s, found)))
        for id_, found in grouped.items()
    ]


def acts_of(mention: Mention, journey: Journey) -> dict[int, list[Act]]:
    """Leg → acts told of the same person that were done on it: from its day to that of the next leg with one.

    Acts without a day, or that may lie on two legs, stand beside none: nothing is guessed.
    """
    dated = [leg for leg in journey.legs if leg.date_low and leg.date_high]
    found: dict[int, list[Act]] = {}
    for act in mention.acts.exclude(type="").order_by("date_low", "pk"):
        if act.date_low is None or act.date_high is None:
            continue
        on = [
            leg
            for at, leg in enumerate(dated)
            if _on(act, leg, dated[at + 1] if at + 1 < len(dated) else None)
        ]
        if len(on) == 1:
            found.setdefault(on[0].pk, []).append(act)
    return found


def deaths_after(mention: Mention, journey: Journey) -> list[tuple[Leg, Act, dates.Range | None]]:
    """Each death told of the person that can have come after a return, with the last return before it and the days
    between them, as the range of what it may be; None without days to tell by. What came after is no effect yet.
    """
    deadly = vocab.load_pack(settings.CONFIG.pack).settings.get("deadly", ())
    returned = [leg for leg in journey.legs if phase(leg) == "returned"]
    found = []
    for act in mention.acts.filter(type__in=list(deadly)).order_by("date_low", "pk"):
        before = [
            leg for leg in returned if not (leg.date_low and act.date_high and act.date_high < leg.date_low)
        ]
        if before:
            both = before[-1].date and act.date
            days = (
                dates.duration(dates.parse(before[-1].date), dates.parse(act.date), unit="day")
                if both
                else None
            )
            found.append((before[-1], act, days))
    return found


def _on(act: Act, leg: Leg, following: Leg | None) -> bool:
    """Whether an act can have been done between a leg's beginning and the next one's."""
    begins = leg.date_low is not None and act.date_high is not None and act.date_high >= leg.date_low
    if following is None or following.date_high is None or act.date_low is None:
        return begins
    return begins and act.date_low < following.date_high


def _during(stay: Stay, legs: Sequence[Leg]) -> bool:
    """Whether a stay begins within the time of some legs; without dates to tell by, it does."""
    begun = [leg.date_low for leg in legs if leg.date_low]
    ended = [leg.date_high for leg in legs if leg.date_high]
    if stay.date_low is None or not begun or not ended:
        return True
    return min(begun) <= (stay.date_high or stay.date_low) and stay.date_low <= max(ended)


@transaction.atomic
def leg_add(
    *, actor: User, mention: Mention, journey: str = "", after: int | None = None, **given: Any
) -> Leg:
    """One more leg at the end of a journey, or after the leg of that number; the account of the journey is made with
    the first. Logged.

    Args:
        actor: who writes.
        mention: whose journey.
        journey: which, if the person made several.
        after: number of the leg behind which it stands.
        given: columns of a leg (`kind`, `from_place`, `date`, `price` …).

    Raises:
        VocabError: a code is no term.
        DatesError: a date cannot be read.
    """
    require(actor, Door.RECORD_WRITE)
    told = mention.legs.filter(journey=journey)
    place = told.filter(pk=after).values_list("sequence", flat=True).first() if after else None
    if place is None:
        place = told.aggregate(last=Max("sequence"))["last"] or 0
    for later in told.filter(sequence__gt=place).order_by("-sequence"):
        later.sequence += 1
        later.save(update_fields=["sequence"])
    companions = given.pop("companions", ())
    leg = Leg.objects.create(
        account=_account(actor, mention, told),
        mention=mention,
        journey=journey,
        sequence=place + 1,
        **_columns(given),
    )
    _together(leg, companions)
    log.write(actor, "record.leg_add", f"leg:{leg.pk}", kind=leg.kind, mention=mention.pk)
    return leg


@transaction.atomic
def leg_change(*, actor: User, leg: Leg, **given: Any) -> Leg:
    """Correct a leg as it was taken down; the log keeps which columns. Logged."""
    require(actor, Door.RECORD_WRITE)
    companions = given.pop("companions", None)
    columns = _columns(given)
    changed = sorted(name for name, value in columns.items() if getattr(leg, name) != value)
    for name, value in columns.items():
        setattr(leg, name, value)
    leg.save()
    if companions is not None:
        _together(leg, companions)
    log.write(actor, "record.leg_change", f"leg:{leg.pk}", columns=changed)
    return leg


@transaction.atomic
def leg_remove(*, actor: User, leg: Leg) -> None:
    """Take out a leg that was taken down by mistake. Logged with its kind and place in the order."""
    require(actor, Door.RECORD_WRITE)
    log.write(actor, "record.leg_remove", f"leg:{leg.pk}", kind=leg.kind, sequence=leg.sequence)
    leg.said.all().delete()
    leg.delete()


def _account(actor: User, mention: Mention, told: Any) -> Account:
    leg = told.select_related("account").first() or mention.legs.select_related("account").first()
    if leg is not None:
        return leg.account
    teller = mention if mention.role == Mention.Role.INTERVIEWEE else None
    return account_create(actor=actor, source=mention.source, title="The journey", teller=teller)


def _columns(given: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {name: given[name] for name in _PLAIN if name in given}
    found |= {name: check_code(v, given[name] or "") for name, v in CODES.items() if name in given}
    if "date" in given:
        found |= date_columns(given["date"] or "")
    if "ended" in given:
        found["ended"] = edtf_text(given["ended"] or "")
    return found


def _together(leg: Leg, companions: Sequence[Mention]) -> None:
    """Who went along: people of the same source.

    Raises:
        UnknownPassage: somebody of another source.
    """
    if any(m.source_id != leg.mention.source_id for m in companions):
        raise UnknownPassage("Companions must be people of the same source.")
    leg.companions.set(companions)
