"""What followed a return, what is not known of it, how custody changed, and what is told of one place of detention."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tumen import vocab
from tumen_desk.record.journeys import kinds_of, phase
from tumen_desk.record.models import Act, Leg, Stay, Tie
from tumen_desk.record.tables.cells import People, telling
from tumen_desk.record.tables.counted import answers, bounds, happenings, persons, year_of
from tumen_desk.record.tables.table import Asked, Cell, Table, grouped, kind, share
from tumen_desk.shell import terms

if TYPE_CHECKING:
    from tumen.estimation import Wait
    from tumen_desk.accounts.models import User

_MONTH = 30.4375  # days
_SEED = 1
HOME = "origin"
"""Heading of a pack's list of places of detention under which those of the country that was left stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """One return of a person as one source tells it, and what the same source tells of afterwards.

    Attributes:
        person: who, each once however many mentions there are.
        issuer: who collected the telling.
        year: of the return, if it is known within one.
        followed: labels of what followed; empty if nothing is told.
        custody: stays that began at the return or later.
    """

    person: str
    issuer: str
    year: int | None
    followed: frozenset[str]
    custody: tuple[Stay, ...]


def returns(user: User) -> list[Return]:
    """Every return that may be counted."""
    sent_back = Leg.objects.filter(kind__in=kinds_of("returned")).values("mention")
    # A large record has many legs, and most of what is told of each is not looked at here.
    every = list(
        happenings(user, Leg)
        .filter(mention__in=sent_back)
        .exclude(kind="")
        .order_by("mention", "sequence", "pk")
        .annotate(collected_by=F("account__source__issuer__name"))
        .only("mention", "journey", "kind", "date", "date_low", "date_high")
    )
    legs = [leg for leg in every if phase(leg) == "returned"]
    onward = _next_crossings(every)
    who = persons(leg.mention_id for leg in legs)
    held = happenings(user, Stay).filter(mention__in=sent_back)
    stays = _of_mentions(held.only("mention", "facility_type", "ended", "date_low", "date_high"))
    died = happenings(user, Act).filter(mention__in=sent_back, type__in=_deadly())
    deaths = _of_mentions(died.only("mention", "type", "date_low", "date_high"))
    told = grouped((s.leg_id, _label("return_treatment", s.value)) for s in answers(user, "return_treatment"))
    found = []
    for leg in legs:
        custody = tuple(
            s for s in stays.get(leg.mention_id, ()) if _at_home(s) and _between(s, leg, onward.get(leg.pk))
        )
        followed = {
            _("held: %(where)s") % {"where": _label("facility_type", s.facility_type)} for s in custody
        }
        followed |= {
            _("died: %(how)s") % {"how": _label("act_type", act.type)}
            for act in deaths.get(leg.mention_id, ())
            if _between(act, leg, onward.get(leg.pk))
        }
        followed |= told.get(leg.pk, set())
        found.append(
            Return(
                person=who[leg.mention_id],
                issuer=str(vars(leg)["collected_by"] or _("not stated")),
                year=year_of(leg.date),
                followed=frozenset(followed),
                custody=custody,
            )
        )
    return found


def _of_mentions(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.mention_id, []).append(row)
    return found


def _between(row: Stay | Act, leg: Leg, onward: Leg | None) -> bool:
    """Whether something can have followed a return before the next crossing; without days it is taken to have."""
    before = bool(row.date_high and leg.date_low and row.date_high < leg.date_low)
    after = bool(onward and row.date_low and onward.date_high and row.date_low > onward.date_high)
    return not before and not after


def _next_crossings(legs: Sequence[Leg]) -> dict[int, Leg]:
    """Return → the next leg of the same journey that leaves the country again."""
    found: dict[int, Leg] = {}
    waiting: list[Leg] = []
    for leg in legs:
        waiting = [w for w in waiting if (w.mention_id, w.journey) == (leg.mention_id, leg.journey)]
        if phase(leg) == "returned":
            waiting.append(leg)
        elif phase(leg) in ("leaves", "crosses"):
            found |= {w.pk: leg for w in waiting}
            waiting = []
    return found


def _at_home(stay: Stay) -> bool:
    """Whether a kind of place lies in the country that was left, as far as the list of the pack says."""
    known = terms.vocabulary("facility_type")
    group = known[stay.facility_type].group if stay.facility_type in known else ""
    return not group or group == HOME


def _deadly() -> Sequence[str]:
    return list(vocab.load_pack(settings.CONFIG.pack).settings.get("deadly", ()))


def _label(vocabulary: str, code: str) -> str:
    known = terms.vocabulary(vocabulary)
    return str(known[code].label(terms.language())) if code in known else code or _("not stated")


def _outcomes(found: Sequence[Return], of: str = "") -> Iterator[tuple[Cell, ...]]:
    """What followed, by people, with a row for those of whom nothing is known; `of` tells its sums from others."""
    everybody = {r.person for r in found}
    by_outcome = grouped((what, r.person) for r in found for what in r.followed)
    told = {r.person for r in found if r.followed}
    whole = People(len(everybody), name=(of, "all"))
    known = People(len(told), name=(of, "known"), of=((of, "all"),))
    unknown = People(len(everybody - told), of=((of, "all"),))
    for what, people in sorted(by_outcome.items(), key=lambda item: (-len(item[1]), item[0])):
        part = People(len(people), of=((of, "known"),))
        yield what, part, known, *share(part, known)
    yield _("known, whatever it was"), known, whole, *share(known, whole)
    yield _("not known"), unknown, whole, *share(unknown, whole)


_HEADS = (lazy("What followed"), lazy("People"), lazy("of"), lazy("%"), lazy("95% interval"))


def _heads(*first: str) -> tuple[str, ...]:
    return (*first, *(str(h) for h in _HEADS))


@kind(
    "after-return",
    title=lazy("What followed a return"),
    about=lazy(
        "People sent back, by what sources tell of afterwards. Shares of what followed are of those of whom anything "
        "is known; of how many nothing is known stands below. Who could tell of it came out again."
    ),
    asks=("since", "until"),
)
def after_return(asked: Asked) -> Table:
    """Outcomes, the known and the unknown."""
    found = [r for r in returns(asked.user) if asked.keeps(r.year)]
    return Table(columns=_heads(), rows=tuple(_outcomes(found)))


@kind(
    "after-return-by-risk",
    title=lazy("What followed a return, by what made it dangerous"),
    about=lazy(
        "The same for people of whom a source says what makes a return dangerous, and for those of whom none does. "
        "Where little is known of a group, its shares say little."
    ),
    asks=("since", "until"),
)
def after_return_by_risk(asked: Asked) -> Table:
    """Outcomes by factor; a person with several factors stands under each."""
    found = [r for r in returns(asked.user) if asked.keeps(r.year)]
    told = list(answers(asked.user, "risk_on_return"))
    who = persons(s.mention_id for s in told)
    marked = grouped((s.value, who[s.mention_id]) for s in told)
    rows: list[tuple[Cell, ...]] = []
    for code, people in sorted(marked.items()):
        of_them = [r for r in found if r.person in people]
        if of_them:
            rows += [(_label("sur_place_factor", code), *row) for row in _outcomes(of_them, code)]
    unmarked = [r for r in found if not any(r.person in people for people in marked.values())]
    rows += [(_("none told"), *row) for row in _outcomes(unmarked)]
    return Table(columns=_heads(_("What marked the person")), rows=tuple(rows))


@kind(
    "custody",
    title=lazy("Custody by year of return"),
    about=lazy(
        "Kinds of places in which people were held after a return, and for how long; who is still held, or of whom no "
        "end is told, counts with the time that is known. Choose a kind of place to ask from which year on its share "
        "is another."
    ),
    asks=("facility_type", "since", "until"),
)
def custody(asked: Asked) -> Table:
    """By year of return and kind of place: people, share, middle length in months; and where a share turns."""
    from tumen.estimation import waits  # loaded when something is reckoned

    found = [r for r in returns(asked.user) if r.custody and r.year and asked.keeps(r.year)]
    of = grouped((r.year, r.person) for r in found)
    cells = grouped(((r.year, s.facility_type), r.person) for r in found for s in r.custody)
    lasted: dict[tuple[int | None, str], dict[tuple[str, int], Wait]] = {}
    for r in found:
        for s in r.custody:
            if (wait := _held(s)) is not None:
                lasted.setdefault((r.year, s.facility_type), {})[r.person, s.pk] = wait
    rows: list[tuple[Cell, ...]] = []
    for (year, where), people in sorted(cells.items()):
        length = waits(list(lasted.get((year, where), {}).values())) if (year, where) in lasted else None
        part, whole = People(len(people), of=(year,)), People(len(of[year]), name=year)
        still = People(length.people - length.over if length else 0)
        rows.append(
            (
                year, _label("facility_type", where), part, whole, *share(part, whole),
                telling(str(length) if length else "", part), still,
            )
        )  # fmt: skip
    heads = (
        _("Returned in"), _("Held in"), _("People"), _("of those held"), _("%"), _("95% interval"),
        _("Middle, in months"), _("no end told"),
    )  # fmt: skip
    return Table(columns=heads, rows=tuple(rows), notes=tuple(_turns(asked, found)))


def _held(stay: Stay) -> Wait | None:
    """How many months a stay lasted; None without a beginning."""
    from tumen.estimation import Wait

    if stay.date_low is None or stay.date_high is None:
        return None
    low, high = bounds(stay.ended)
    if low is None or high is None or high < stay.date_low:
        return Wait(low=0, high=0, over=False)
    least = max(0, round((low - stay.date_high).days / _MONTH))
    return Wait(low=least, high=max(least, round((high - stay.date_low).days / _MONTH)))


def _turns(asked: Asked, found: Sequence[Return]) -> Iterator[str]:
    """From which year on the share of one kind of place is another, in all and as each collector tells it."""
    if not asked.facility_type:
        return
    for issuer in ("", *sorted({r.issuer for r in found})):
        held: dict[tuple[str, int], bool] = {}
        for r in found:
            if r.year and (not issuer or r.issuer == issuer):
                there = any(_within(s.facility_type, asked.facility_type) for s in r.custody)
                held[r.person, r.year] = held.get((r.person, r.year), False) or there
        yield f"{issuer or _('All')}: {_turn(held)}"


def _within(code: str, kind_of_place: str) -> bool:
    known = terms.vocabulary("facility_type")
    return code == kind_of_place or (
        code in known and kind_of_place in {a.code for a in known.ancestors(code)}
    )


def _turn(held: dict[tuple[str, int], bool]) -> str:
    import numpy as np  # loaded when something is reckoned

    from tumen.estimation import turning_point

    point = turning_point(
        [year for _person, year in held], list(held.values()), rng=np.random.default_rng(_SEED)
    )
    if point is None:
        return str(_("too few to ask from which year on it changed."))
    return _(
        "%(before)s%% of %(n)s people before %(year)s, %(after)s%% of %(m)s from then on; years that fit nearly as "
        "well: %(first)s to %(last)s; by chance alone as often as p = %(p)s."
    ) % {
        "before": round(100 * point.before), "after": round(100 * point.after), "year": point.year,
        "n": point.people[0], "m": point.people[1], "first": point.earliest, "last": point.latest,
        "p": f"{point.p:.3f}",
    }  # fmt: skip


@kind(
    "facility",
    title=lazy("What is told of one place of detention"),
    about=lazy(
        "Acts told of people while they were held there, by kind and year, with how many people tell of them, how many "
        "of these are no kin of each other, and who collected it."
    ),
    asks=("facility", "facility_type", "since", "until"),
    needs=("facility", "facility_type"),
)
def facility(asked: Asked) -> Table:
    """Acts within stays in one place or kind of place."""
    stays = happenings(asked.user, Stay)
    if asked.facility:
        stays = stays.filter(facility=asked.facility)
    if asked.facility_type:
        stays = stays.filter(facility_type=asked.facility_type)
    held = _of_mentions(stays)
    acts = list(
        happenings(asked.user, Act, "account__source__issuer")
        .filter(mention__in=stays.order_by().values("mention"))
        .exclude(type="")
    )
    there = [act for act in acts if any(_during(act, stay) for stay in held[act.mention_id])]
    kept = [act for act in there if asked.keeps(year_of(act.date))]
    who = persons({a.mention_id for a in kept} | {a.account.teller_id for a in kept if a.account.teller_id})
    groups = _unrelated(who)
    lines: dict[tuple[str, str], list[Act]] = {}
    for act in kept:
        lines.setdefault(
            (str(year_of(act.date) or _("not stated")), _label("act_type", act.type)), []
        ).append(act)
    rows = []
    for key, found in sorted(lines.items()):
        tellers = {who[a.account.teller_id] for a in found if a.account.teller_id}
        suffered, tell = People(len({who[a.mention_id] for a in found})), People(len(tellers))
        rows.append(
            (
                *key, telling(len(found), suffered, tell), suffered, tell,
                People(len({groups.get(t, t) for t in tellers})),
                ", ".join(sorted({str(a.account.source.issuer or _("not stated")) for a in found})),
            )
        )  # fmt: skip
    undated = sum(not act.date for act in there)
    lengths = [w.low for found in held.values() for s in found if (w := _held(s)) is not None and w.over]
    notes = [_("People held there, as told: %(n)s.") % {"n": len(set(persons(held).values()))}]
    if lengths:
        notes.append(_("Middle stay that ended: %(n)s months.") % {"n": round(statistics.median(lengths))})
    if undated:
        notes.append(_("Acts without a day, told in the account of the stay: %(n)s.") % {"n": undated})
    heads = (
        _("Year"), _("What was done"), _("Tellings"), _("People it was done to"), _("People who tell"),
        _("of them no kin of each other"), _("Collected by"),
    )  # fmt: skip
    return Table(columns=heads, rows=tuple(rows), notes=tuple(notes))


def _during(act: Act, stay: Stay) -> bool:
    """Whether an act can lie within a stay; one without a day does if the same account tells of both."""
    if act.date_low is None or act.date_high is None or stay.date_low is None:
        return act.account_id == stay.account_id
    ended = bounds(stay.ended)[1]
    return act.date_high >= stay.date_low and (ended is None or act.date_low <= ended)


def _unrelated(who: dict[int, str]) -> dict[str, str]:
    """Person → the first of their kin, followed through all ties, those told in other sources as well."""
    above: dict[str, str] = {}

    def root(person: str) -> str:
        while above.get(person, person) != person:
            person = above[person]
        return person

    ties = list(Tie.objects.values_list("mention", "other"))
    every = persons(mention for tie in ties for mention in tie)
    for mention, other in ties:
        a, b = sorted((root(every[mention]), root(every[other])))
        above[b] = a
    return {person: root(person) for person in set(who.values())}
