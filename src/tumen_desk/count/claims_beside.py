"""What stands beside numbers on their pages: context, what came after it, forecasts, the law of the time. No cause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tumen import dates, figures, law
from tumen.errors import UnknownFacts
from tumen.figures import Around, Checked, Claim, Context, Ledger, Series
from tumen_desk.count.claims_queries import pack
from tumen_desk.count.claims_sources import Cited, cited
from tumen_desk.count.claims_words import said
from tumen_desk.shell.spoken import spoken

_CLOSED_END = 9999


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One entry of the context as a page shows it.

    Attributes:
        number: Its mark on the picture, from 1.
        entry: The entry itself.
        when: Its time, in words.
        sources: Who says so.
        around: Numbers of the series before and after it, by lag; empty on the page of a quantity.
        after: How long after what it is said to follow on, each in a sentence.
    """

    number: int
    entry: Context
    when: str
    sources: tuple[Cited, ...]
    around: tuple[Around, ...]
    after: tuple[str, ...]

    @property
    def span(self) -> tuple[int, int] | None:
        """First and last year; an end that is open lies far ahead."""
        first, last = self.entry.when.earliest, self.entry.when.latest
        return None if first is None else (first.year, last.year if last else _CLOSED_END)


def context(
    code: str, books: Ledger | None, *, counts: Mapping[int, float] | None = None
) -> tuple[Beside, ...]:
    """What sources put beside a series or a quantity, in order of time."""
    if books is None:
        return ()
    lags = figures.lags(books.context)
    return tuple(
        Beside(
            number=number,
            entry=entry,
            when=said(entry.when),
            sources=cited(entry.sources, books.sources),
            around=_around(entry, counts),
            after=tuple(
                f"{spoken(x.first.name())}: {spoken(x.said)}" for x in lags if x.then.code == entry.code
            ),
        )
        for number, entry in enumerate(figures.beside(books.context, code), start=1)
    )


def of_years(years: Sequence[int], books: Ledger | None) -> tuple[Beside, ...]:
    """Phases, policies and events that touch some years, to stand beside counts of one's own record."""
    if books is None or not years:
        return ()
    touching = [
        entry
        for entry in books.context
        if entry.kind != "driver"
        and entry.when.earliest is not None
        and entry.when.earliest.year <= max(years)
        and (entry.when.latest is None or entry.when.latest.year >= min(years))
    ]
    return tuple(
        Beside(
            number=number, entry=entry, when=said(entry.when), sources=cited(entry.sources, books.sources), around=(),
            after=(),
        )
        for number, entry in enumerate(touching, start=1)
    )  # fmt: skip


def _around(entry: Context, counts: Mapping[int, float] | None) -> tuple[Around, ...]:
    begun = entry.when.earliest
    return () if begun is None or not counts else figures.around(counts, begun.year)


def forecasts(claims: Iterable[Claim], series: Mapping[str, Series]) -> tuple[Checked, ...]:
    """Forecasts among some claims, each beside what came."""
    return figures.check_forecasts(claims, series)


def due(books: Ledger) -> tuple[Claim, ...]:
    """What somebody wanted to look at again by now."""
    return figures.due(books.claims, datetime.now(UTC).date())


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """An agreement in force for a state, with the claims of a time after that day.

    Attributes:
        state: The state, by name.
        title: The agreement.
        since: The day of entry into force, in words.
        after: Claims whose whole time lies after it.
        across: Claims whose time begins before it, or may.
    """

    state: str
    title: str
    since: str
    after: tuple[Claim, ...]
    across: tuple[Claim, ...]


def bound(under: Sequence[str], claims: Sequence[Claim]) -> tuple[Bound, ...]:
    """For each agreement that a quantity names (state and instrument), what was counted after it held for the state."""
    try:
        register = law.register(pack()) if under else None
    except UnknownFacts:
        register = None
    if register is None:
        return ()
    known = {f"{state}-{code}": status for (state, code), status in register.status.items()}
    found = []
    for name in under:
        status = known.get(name)
        if status is None or status.in_force is None:
            continue
        since = status.in_force
        later = [c for c in claims if _begins_after(c, since)]
        found.append(
            Bound(
                state=register.states[status.state].name(), title=register.instruments[status.instrument].title,
                since=said(since), after=tuple(later), across=tuple(c for c in claims if c not in later),
            )
        )  # fmt: skip
    return tuple(found)


def _begins_after(claim: Claim, day: dates.Date) -> bool:
    begun, held = claim.as_of.fuzzy_earliest, day.latest
    return begun is not None and held is not None and begun > held
