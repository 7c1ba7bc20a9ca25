"""Reading the law and the public cases of the pack for their pages, with what this desk amended.

Every sentence about the law comes from the library and the pack; here it is only put in order.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from tumen import dates, law, vocab
from tumen.dates import Date, Truth
from tumen.errors import UnknownFacts
from tumen.law import (
    Act,
    Bound,
    Candidate,
    Instrument,
    KnownError,
    OpenDoor,
    Register,
    Reservation,
    Rule,
    State,
)
from tumen_desk.act.models import Amended
from tumen_desk.count.claims_sources import Cited, cited
from tumen_desk.shell import terms
from tumen_desk.shell.spoken import spoken

if TYPE_CHECKING:
    from django.db.models import QuerySet

_ORDER = (Truth.YES, Truth.CANNOT_TELL, Truth.NO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One candidate article, ready to be read."""

    candidate: Candidate
    rule_sources: tuple[Cited, ...]
    status_sources: tuple[Cited, ...]

    @property
    def state_verified(self) -> bool:
        """Whether sources, not memory, carry the treaty status."""
        return self.candidate.bound.verified


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One rule that the act calls for: whose duty, which articles, what must be shown."""

    rule: Rule
    elements: tuple[law.Element, ...]
    articles: tuple[Article, ...]
    sources: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LawAnswer:
    """What an act may engage for a state on a date."""

    act: Act
    state: State
    on: Date
    groups: tuple[tuple[Truth, tuple[Article, ...]], ...]
    rules: tuple[Asked, ...]

    def count(self, truth: Truth) -> int:
        """How many articles have this answer."""
        return sum(len(articles) for found, articles in self.groups if found is truth)

    @property
    def yes(self) -> int:
        """How many articles were in force for the state."""
        return self.count(Truth.YES)

    @property
    def cannot_tell(self) -> int:
        """For how many it cannot be told."""
        return self.count(Truth.CANNOT_TELL)

    @property
    def no(self) -> int:
        """How many were not in force for the state."""
        return self.count(Truth.NO)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundLine:
    """Whether one instrument bound one state, with its sources."""

    bound: Bound
    instrument: Instrument
    state: State
    sources: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StateAnswer:
    """What bound a state on a date, and which bodies could be seized."""

    state: State
    on: Date
    lines: tuple[BoundLine, ...]
    doors: tuple[OpenDoor, ...]
    domestic: tuple[tuple[law.DomesticOn, tuple[Cited, ...]], ...]
    complete_to: Date


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLine:
    """What one state did with one instrument."""

    state: State
    status: law.TreatyStatus | None
    denunciations: tuple[law.Denunciation, ...]
    bound: Bound | None
    sources: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationLine:
    """One reservation, declaration or understanding."""

    reservation: Reservation
    state: State
    withdrawn: str
    sources: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentPage:
    """Everything the page of one instrument says."""

    instrument: Instrument
    sources: tuple[Cited, ...]
    articles: tuple[law.Article, ...]
    parties: tuple[PartyLine, ...]
    reservations: tuple[ReservationLine, ...]
    errors: tuple[tuple[KnownError, tuple[Cited, ...], tuple[Cited, ...]], ...]
    complete_to: Date
    by_agreement: bool


def pack() -> vocab.Pack:
    """The situation pack of this desk, its law as amended here: every amendment is a version of its own."""
    rows = tuple(standing().values_list("pk", "at"))
    return _amended(settings.CONFIG.pack, rows) if rows else shipped()


def shipped() -> vocab.Pack:
    """The situation pack as it came."""
    return vocab.load_pack(settings.CONFIG.pack)


def standing() -> QuerySet[Amended]:
    """Amendments that hold, in order: those that nobody took back."""
    return Amended.objects.filter(takes_back=None, taken_back=None).order_by("id")


def amendments(rows: Iterable[Amended]) -> list[law.Amendment]:
    """Rows of this desk as the library knows them."""
    return [
        law.Amendment(table=r.table, row=r.row, why=r.why, source=r.source, address=r.address) for r in rows
    ]


@lru_cache(maxsize=4)
def _amended(name: str, rows: tuple[tuple[int, datetime.datetime], ...]) -> vocab.Pack:
    found = Amended.objects.filter(pk__in=[pk for pk, _ in rows]).order_by("id")
    return law.amended(vocab.load_pack(name), amendments(found))


def register() -> Register | None:
    """The register of the pack; None when the pack has no law."""
    try:
        return law.register(pack())
    except UnknownFacts:
        return None


def state_choices() -> list[tuple[str, str]]:
    """States of the register by name."""
    known = register()
    named = [] if known is None else [(s.code, spoken(s.name())) for s in known.states.values()]
    return sorted(named, key=lambda choice: choice[1])


def act_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Acts of the vocabulary that some rule covers, then the rules one by one: some have no act of their own."""
    known = register()
    if known is None:
        return []
    covered = {code for rule in known.rules.values() for code in rule.acts}
    acts = [
        (code, str(label))
        for code, label in pack().vocabulary("act_type").choices(terms.language())
        if code in covered
    ]
    rules = [(r.code, f"{r.code} {spoken(r.label)}") for r in known.rules.values()]
    return [("What was done", acts), ("One rule", rules)]


def law_on(act: str, state: str, on: Date) -> LawAnswer | None:
    """The articles an act may engage for a state on a date, in force first; None when the pack has no law."""
    known = register()
    if known is None:
        return None
    found = law.find_act(act, pack())
    articles = tuple(article(c, known) for c in law.applicable(act, state, on, pack()))
    groups = tuple((t, tuple(a for a in articles if a.candidate.applies is t)) for t in _ORDER)
    return LawAnswer(
        act=found,
        state=law.find_state(state, known),
        on=on,
        groups=tuple((t, group) for t, group in groups if group),
        rules=tuple(_asked(rule, articles, known) for rule in found.rules),
    )


def article(candidate: Candidate, known: Register) -> Article:
    """One candidate article with its sources, ready to be read."""
    return Article(
        candidate=candidate,
        rule_sources=cited(candidate.sources, known.sources),
        status_sources=cited(candidate.bound.sources, known.sources),
    )


def _asked(rule: Rule, articles: Iterable[Article], known: Register) -> Asked:
    mine = tuple(a for a in articles if a.candidate.rule == rule.code)
    return Asked(
        rule=rule,
        elements=mine[0].candidate.elements if mine else (),
        articles=mine,
        sources=cited(rule.sources, known.sources),
    )


def state_on(state: str, on: Date) -> StateAnswer | None:
    """Every instrument of the register with whether it bound the state; None when the pack has no law."""
    known = register()
    if known is None:
        return None
    found = law.find_state(state, known)
    answers = sorted(law.bound_by(state, on, pack()), key=lambda b: _ORDER.index(b.truth))
    return StateAnswer(
        state=found,
        on=on,
        lines=tuple(_bound_line(b, found, known) for b in answers),
        doors=law.doors(state, on, pack()),
        domestic=tuple((d, cited(d.law.sources, known.sources)) for d in law.domestic_on(state, on, pack())),
        complete_to=known.complete_to,
    )


def _bound_line(bound: Bound, state: State, known: Register) -> BoundLine:
    return BoundLine(
        bound=bound,
        instrument=known.instruments[bound.instrument],
        state=state,
        sources=cited(bound.sources, known.sources),
    )


def instruments() -> list[tuple[str, list[Instrument]]]:
    """Instruments by body of law, in pack order; empty when the pack has no law."""
    known = register()
    by_law: dict[str, list[Instrument]] = defaultdict(list)
    for instrument in known.instruments.values() if known is not None else ():
        by_law[instrument.law.replace("-", " ")].append(instrument)
    return sorted(by_law.items())


def instrument(code: str, *, on: Date | None = None) -> InstrumentPage | None:
    """The page of one instrument; None when the register has none of this code."""
    known = register()
    if known is None or code not in known.instruments:
        return None
    found = known.instruments[code]
    return InstrumentPage(
        instrument=found,
        sources=cited(found.sources, known.sources),
        articles=tuple(a for a in known.articles.values() if a.instrument == code),
        parties=tuple(_parties(code, on, known)),
        reservations=tuple(
            ReservationLine(
                reservation=r,
                state=known.states[r.state],
                withdrawn=_withdrawn(r),
                sources=cited(r.sources, known.sources),
            )
            for r in known.reservations
            if r.instrument == code
        ),
        errors=tuple(
            (e, cited([e.said_by], known.sources), cited(e.sources, known.sources))
            for e in known.known_errors
            if e.instrument == code
        ),
        complete_to=known.complete_to,
        by_agreement=bool(found.parties),
    )


def _withdrawn(reservation: Reservation) -> str:
    if reservation.withdrawn is None:
        return "stands"
    if isinstance(reservation.withdrawn, str):
        return "withdrawn on a day not in the register"
    return f"withdrawn {dates.say(reservation.withdrawn, 'en')}"


def _parties(code: str, on: Date | None, known: Register) -> Iterable[PartyLine]:
    """States of which the register knows something about this instrument; all of them when a date is asked."""
    answers = {b.state: b for b in law.parties(code, on, pack())} if on is not None else {}
    agreed = known.instruments[code].parties
    for state in sorted(known.states.values(), key=State.name):
        status = known.status.get((state.code, code))
        notices = tuple(d for d in known.denunciations if (d.state, d.instrument) == (state.code, code))
        if status is None and not notices and state.code not in agreed and not answers:
            continue
        grounds = [*(status.sources if status is not None else ()), *(s for d in notices for s in d.sources)]
        yield PartyLine(
            state=state,
            status=status,
            denunciations=notices,
            bound=answers.get(state.code),
            sources=cited(grounds, known.sources),
        )


def instrument_choices() -> list[tuple[str, str]]:
    """Treaties of the register by short name."""
    known = register()
    return [] if known is None else [(i.code, i.short) for i in known.instruments.values()]
