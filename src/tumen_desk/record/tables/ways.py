"""Ways out: routes with their shares, prices, how long it took, steps by month, and who was where in a year."""

from __future__ import annotations

import datetime
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tumen import places, vocab
from tumen.errors import PlacesError
from tumen_desk.record.journeys import Journey, country_of, phase
from tumen_desk.record.models import Leg, Transfer
from tumen_desk.record.tables.cells import People, telling
from tumen_desk.record.tables.counted import bounds, happenings, persons, year_of
from tumen_desk.record.tables.table import Asked, Cell, Table, grouped, kind, share
from tumen_desk.shell import terms

if TYPE_CHECKING:
    from tumen.estimation import Wait
    from tumen_desk.accounts.models import User

_MONTH = 30.4375  # days


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A journey of one person as one source tells it."""

    person: str
    journey: Journey

    @property
    def left(self) -> int | None:
        """The year of leaving."""
        starts = (leg.date for leg in self.journey.legs if phase(leg) in ("leaves", "crosses"))
        return year_of(*starts)

    @property
    def arrived(self) -> bool:
        """Whether it reached its end."""
        return any(phase(leg) == "arrives" for leg in self.journey.legs)


def ways(user: User) -> list[Way]:
    """Every journey that may be counted; what one person tells twice is left in, and counted once by person."""
    found: dict[tuple[int, str], list[Leg]] = {}
    for leg in happenings(user, Leg).order_by("mention", "journey", "sequence", "pk"):
        found.setdefault((leg.mention_id, leg.journey), []).append(leg)
    who = persons(mention for mention, _id in found)
    return [
        Way(person=who[mention], journey=Journey(id=id_, legs=tuple(legs)))
        for (mention, id_), legs in found.items()
    ]


def place(code: str) -> str:
    """A place as a person reads it."""
    return _label("place", code)


def _label(vocabulary: str, code: str) -> str:
    known = terms.vocabulary(vocabulary)
    return str(known[code].label(terms.language())) if code in known else code or _("not stated")


@kind(
    "routes",
    title=lazy("Routes by year of leaving"),
    about=lazy(
        "Countries in the order of first being there, of journeys that arrived. "
        "Whoever is still on the way, or was never heard, is in no share."
    ),
    asks=("since", "until"),
)
def routes(asked: Asked) -> Table:
    """Shares of routes among those who arrived, year by year and in all."""
    every = ways(asked.user)
    arrived = [w for w in every if w.arrived and asked.keeps(w.left)]
    along = [(w.left, " → ".join(map(place, w.journey.countries)), w.person) for w in arrived]
    by_year = grouped(((left, route), person) for left, route, person in along)
    of = grouped((left, person) for left, _route, person in along)
    whole = grouped((route, person) for _left, route, person in along)
    everybody = {w.person for w in arrived}
    of_all = People(len(everybody), name="all")
    rows: list[tuple[Cell, ...]] = []
    for route, found in sorted(whole.items(), key=lambda item: (-len(item[1]), item[0])):
        people = People(len(found), name=route, of=("all",))
        rows.append((_("all years"), route, people, of_all, *share(people, of_all)))
    for year in sorted(of, key=lambda y: y or 0):
        shown = sorted(((r, f) for (y, r), f in by_year.items() if y == year), key=lambda row: -len(row[1]))
        of_year = People(len(of[year]), name=("year", year), of=("all",), by="year")
        for route, found in shown:
            people = People(len(found), of=(("year", year), route))
            rows.append((year or _("not stated"), route, people, of_year, *share(people, of_year)))
    open_ones = len({w.person for w in every if not w.arrived and asked.keeps(w.left)} - everybody)
    notes = (_("Not known to have arrived, and in no share: %(n)s people.") % {"n": open_ones},)
    heads = (_("Left in"), _("Route"), _("People"), _("of those who arrived"), _("%"), _("95% interval"))
    return Table(columns=heads, rows=tuple(rows), notes=notes)


@kind(
    "prices",
    title=lazy("Prices of steps and of sales"),
    about=lazy("In the money they were told in, by year; nothing is converted and nothing added up."),
    asks=("since", "until"),
)
def prices(asked: Asked) -> Table:
    """The least, middle and greatest price of each step between two countries, and of each kind of sale."""
    found: dict[tuple[str, str, str, str], list[float]] = {}
    for what, between, row in _priced(asked.user):
        year = year_of(row.date)
        if asked.keeps(year):
            key = (str(year or _("not stated")), what, between, row.currency or _("not stated"))
            found.setdefault(key, []).append(float(row.price or 0))
    rows: list[tuple[Cell, ...]] = []
    for key, told in sorted(found.items()):
        paid = People(len(told))
        rows.append(
            (*key, paid, *(telling(x, paid) for x in (min(told), statistics.median(told), max(told))))
        )
    heads = (
        _("Year"), _("What was paid for"), _("Between"), _("Money"), _("How many"), _("Least"), _("Middle"),
        _("Most"),
    )  # fmt: skip
    return Table(columns=heads, rows=tuple(rows))


def _priced(user: User) -> Iterator[tuple[str, str, Leg | Transfer]]:
    for leg in happenings(user, Leg).filter(price__isnull=False):
        between = f"{place(country_of(leg.from_place))} → {place(country_of(leg.to_place))}"
        yield _label("journey_leg", leg.kind), between, leg
    for sale in happenings(user, Transfer).filter(price__isnull=False):
        purpose = _label("trafficking_means_purpose", sale.purpose)
        yield _("sale: %(purpose)s") % {"purpose": purpose}, place(country_of(sale.place)), sale


@kind(
    "durations",
    title=lazy("Months from leaving to arriving"),
    about=lazy(
        "The middle length by year of leaving. Whoever has not arrived counts with the time they are known to have "
        "been on the way: without them only the quick would be counted."
    ),
    asks=("since", "until"),
)
def durations(asked: Asked) -> Table:
    """By year of leaving: how many, how many arrived, and the middle wait as a range."""
    from tumen.estimation import waits  # loaded when something is reckoned

    told: dict[int | None, dict[str, Wait]] = {}
    unplaced = 0
    for way in ways(asked.user):
        wait = _wait(way.journey)
        if wait is None:
            unplaced += 1
        elif asked.keeps(way.left):
            before = told.setdefault(way.left, {}).get(way.person)
            if before is None or (wait.over, wait.low) > (before.over, before.low):
                told[way.left][way.person] = wait
    rows = []
    for year, of in sorted(told.items(), key=lambda item: item[0] or 0):
        found = waits(list(of.values()))
        middle = str(found) or _("fewer than half arrived")
        people = People(found.people, name=("year", year))
        parts = [People(n, of=(("year", year),)) for n in (found.over, found.people - found.over)]
        rows.append((year or _("not stated"), people, *parts, telling(middle, people, *parts)))
    heads = (_("Left in"), _("People"), _("Arrived"), _("Not known to have arrived"), _("Middle, in months"))
    notes = (_("Journeys without dates to tell by, left out: %(n)s.") % {"n": unplaced},) if unplaced else ()
    return Table(columns=heads, rows=tuple(rows), notes=notes)


def _wait(journey: Journey) -> Wait | None:
    """From leaving to arriving, or to the last day that the journey is told of; None without days to tell by."""
    from tumen.estimation import Wait

    start = next((leg for leg in journey.legs if leg.date and phase(leg) in ("leaves", "crosses")), None)
    first, last = bounds(start.date) if start else (None, None)
    if first is None or last is None:
        return None
    end = next((leg for leg in reversed(journey.legs) if leg.date and phase(leg) == "arrives"), None)
    if end is not None:
        low, high = bounds(end.date)
        if low is None or high is None or high < first:
            return None
        return Wait(low=max(0, _months(last, low)), high=max(0, _months(first, high)))
    seen = [low for leg in journey.legs for text in (leg.date, leg.ended) if (low := bounds(text)[0])]
    return Wait(low=max(0, _months(last, max(seen, default=last))), high=0, over=False)


def _months(start: datetime.date, end: datetime.date) -> int:
    return round((end - start).days / _MONTH)


@kind(
    "steps",
    title=lazy("Steps of one kind by month and place"),
    about=lazy(
        "Such as entries into missions: how many people, and how many groups nobody counted one by one. "
        "Somebody of whom several sources tell is counted once."
    ),
    asks=("leg_kind", "since", "until"),
    needs=("leg_kind",),
)
def steps(asked: Asked) -> Table:
    """People and groups that made a step, by month, place and who helped or received them."""
    legs = [
        leg
        for leg in happenings(asked.user, Leg, "mention").filter(kind=asked.leg_kind)
        if asked.keeps(year_of(leg.date))
    ]
    who = persons(leg.mention_id for leg in legs)
    keys = {
        leg.pk: (_month(leg.date), place(leg.to_place), _label("agency", leg.helper_role)) for leg in legs
    }
    people = grouped((keys[leg.pk], who[leg.mention_id]) for leg in legs if not leg.mention.is_group)
    groups: dict[tuple[str, str, str], dict[str, tuple[int, int]]] = {}
    for leg in legs:
        if leg.mention.is_group:
            low = leg.mention.number_low or 0
            number = (low, leg.mention.number_high or low)
            groups.setdefault(keys[leg.pk], {}).setdefault(who[leg.mention_id], number)
    rows = []
    for key in sorted({*people, *groups}):
        numbers = groups.get(key, {}).values()
        least, most = sum(low for low, _h in numbers), sum(high for _l, high in numbers)
        told = f"{least}–{most}" if most > least else least
        rows.append((*key, People(len(people.get(key, ()))), len(numbers), told))
    heads = (_("Month"), _("Place"), _("With whom"), _("People"), _("Groups"), _("told to be in the groups"))
    return Table(columns=heads, rows=tuple(rows))


def _month(written: str) -> str:
    low, high = bounds(written)
    if low is None or high is None:
        return str(_("not stated"))
    return f"{low:%Y-%m}" if (low.year, low.month) == (high.year, high.month) else f"{low:%Y}"


@kind(
    "where",
    title=lazy("Who was in which country, year by year"),
    about=lazy(
        "People told to be in a country at some time of a year, from the step that led there to the next that led "
        "away. It says where those were of whom the record tells, not how many there were."
    ),
    asks=("since", "until"),
)
def where(asked: Asked) -> Table:
    """People by country and year, as their legs tell."""
    found = grouped(
        ((year, country), way.person)
        for way in ways(asked.user)
        for country, year in _years_there(way.journey)
        if asked.keeps(year)
    )
    rows = tuple((year, place(country), People(len(of))) for (year, country), of in sorted(found.items()))
    return Table(columns=(_("Year"), _("Country"), _("People")), rows=rows)


@kind(
    "among",
    title=lazy("In which part of a country, and among whom"),
    about=lazy(
        "People told to be in a part of a country at some time, and whether the area was set up for an ethnic group, "
        "by its name. It says where those were of whom the record tells; who lives in an area besides is not told."
    ),
    asks=("since", "until"),
)
def among(asked: Asked) -> Table:
    """People by country, its part and the ethnic group of the area, with their share of those in the country."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for way in ways(asked.user):
        for leg in way.journey.legs:
            if leg.to_place and asked.keeps(year_of(leg.date)):
                found.setdefault(_area(leg.to_place), set()).add(way.person)
    whole = grouped((key[0], person) for key, people in found.items() for person in people)
    rows: list[tuple[Cell, ...]] = []
    for (country, part, group), of in sorted(found.items(), key=lambda item: (item[0][0], -len(item[1]))):
        people, everybody = People(len(of), of=(country,)), People(len(whole[country]), name=country)
        named = _label("ethnicity", group) if group else _("of no one group")
        rows.append((place(country), place(part), named, people, everybody, *share(people, everybody)))
    heads = (
        _("Country"), _("Part"), _("Area of"), _("People"), _("of all in the country"), _("%"), _("95% interval"),
    )  # fmt: skip
    notes = (_("Whoever was in several parts counts in each, so shares add up to more than all."),)
    return Table(columns=heads, rows=tuple(rows), notes=notes)


def _area(code: str) -> tuple[str, str, str]:
    """The country of a place, the part directly under the country in which it lies, and the group of its area."""
    try:
        found = places.gazetteer(vocab.load_pack(settings.CONFIG.pack)).get(code)
    except PlacesError:
        return "", "", ""
    inside = [area for area in (found.code, *found.admin) if area != found.country]
    return found.country or "", inside[-1] if inside else "", found.community


def _years_there(journey: Journey) -> Iterator[tuple[str, int]]:
    stays = [
        (country_of(leg.to_place), year)
        for leg in journey.legs
        if leg.to_place and (year := year_of(leg.date)) is not None
    ]
    for at, (country, year) in enumerate(stays):
        until = stays[at + 1][1] if at + 1 < len(stays) else year
        yield from ((country, y) for y in range(year, until + 1) if country)
