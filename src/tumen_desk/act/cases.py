"""Reading the public cases of the pack for their pages, each tied to the law of its states on its day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tumen import dates, law
from tumen.dates import Date, Truth
from tumen.errors import UnknownFacts
from tumen.law import Count, Happening, PublicCase, Rule, State
from tumen_desk.act import queries
from tumen_desk.count.claims_sources import Cited, cited


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a field on which sources differ, with those who say it."""

    text: str
    said_by: str
    sources: tuple[Cited, ...]
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """A field on which sources differ."""

    field: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """How many articles of a rule were in force for one state on the day of the case."""

    state: State
    yes: int
    cannot_tell: int
    no: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRule:
    """A rule that a case calls for; `rule` is None when the register of the pack does not have it."""

    code: str
    rule: Rule | None
    states: tuple[InForce, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """Everything the page of one case says."""

    case: PublicCase
    states: tuple[str, ...]
    differing: tuple[Differing, ...]
    rules: tuple[CaseRule, ...]
    sources: tuple[Cited, ...]
    steps: tuple[tuple[Happening, tuple[int, int] | None], ...] = ()
    counts: tuple[tuple[Count, tuple[Cited, ...]], ...] = ()
    series: PublicCase | None = None
    parts: tuple[PublicCase, ...] = ()


def all_cases() -> tuple[PublicCase, ...]:
    """Every public case, in order of time; none when the pack has no cases."""
    try:
        found = law.public_cases(queries.pack())
    except UnknownFacts:
        return ()
    return tuple(sorted(found, key=lambda c: dates.sort_key(c.date)))


def cases(*, text: str = "", act: str = "", state: str = "", on: Date | None = None) -> list[PublicCase]:
    """The cases that fit. A date leaves out only those that surely lie at another time."""
    wanted = text.casefold()
    return [
        c
        for c in all_cases()
        if (not act or act in c.acts)
        and (not state or state in c.states)
        and (on is None or dates.overlaps(c.date, on) is not Truth.NO)
        and (not wanted or wanted in _words(c))
    ]


def _words(case: PublicCase) -> str:
    return " ".join((case.code, case.title, case.outcome, *case.places, *case.actors)).casefold()


def state_names() -> dict[str, str]:
    """Code to name of the states in the register."""
    return dict(queries.state_choices())


def case(code: str) -> CasePage | None:
    """The page of one case; None when the pack has none of this code."""
    found = next((c for c in all_cases() if c.code == code), None)
    if found is None:
        return None
    names, known, every = state_names(), _sources(), all_cases()
    return CasePage(
        case=found,
        states=tuple(names.get(s, s) for s in found.states),
        differing=tuple(
            Differing(
                field=c.field.replace("_", " "),
                values=tuple(
                    Value(
                        text=v.value, said_by=v.said_by, sources=cited(v.sources, known), verified=v.verified
                    )
                    for v in c.values
                ),
            )
            for c in found.conflicts
        ),
        rules=tuple(_rules(found)),
        sources=cited(list(_cites(found)), known),
        steps=tuple((e, found.days(n)) for n, e in enumerate(found.events, start=1)),
        counts=tuple((c, cited(c.sources, known)) for c in found.counts),
        series=next((c for c in every if c.code == found.within), None),
        parts=tuple(c for c in every if c.within == found.code),
    )


def _cites(found: PublicCase) -> Iterator[str]:
    yield from found.sources
    for conflict in found.conflicts:
        yield from (s for v in conflict.values for s in v.sources)
    yield from (s for c in found.counts for s in c.sources)


def _sources() -> Mapping[str, Mapping[str, Any]]:
    pack = queries.pack()
    own = {
        code: {"title": s.title, "publisher": s.publisher, "year": s.year, "url": s.url}
        for code, s in pack.sources.items()
    }
    return {**own, **law.case_sources(pack)}


def _rules(found: PublicCase) -> list[CaseRule]:
    known = queries.register()
    if known is None:
        return [CaseRule(code=code, rule=None, states=()) for code in found.rules]
    return [
        CaseRule(
            code=code,
            rule=known.rules.get(code),
            states=tuple(
                _in_force(code, known.states[s], found.date)
                for s in found.states
                if s in known.states and code in known.rules
            ),
        )
        for code in found.rules
    ]


def _in_force(rule: str, state: State, on: Date) -> InForce:
    count = Counter(c.applies for c in law.applicable(rule, state.code, on, queries.pack()))
    return InForce(
        state=state, yes=count[Truth.YES], cannot_tell=count[Truth.CANNOT_TELL], no=count[Truth.NO]
    )
