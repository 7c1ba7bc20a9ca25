"""Reading the log of positions for its pages: filtered, threaded, beside what the record codes and what was asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tumen import dates, law
from tumen.dates import Date
from tumen.errors import LawError
from tumen.law import Body, Log, Position
from tumen_desk.act import known, queries
from tumen_desk.act.models import RecommendationStep
from tumen_desk.count.claims_sources import Cited, cited
from tumen_desk.record.models import Act
from tumen_desk.shell import terms

if TYPE_CHECKING:
    import datetime

    from tumen_desk.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry, ready to be read.

    Attributes:
        by: Who, by name.
        to: To whom, by name.
        topics: What it is about, in words.
    """

    entry: Position
    by: str
    to: tuple[str, ...]
    forum: str
    topics: tuple[str, ...]
    sources: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """What the record codes of a topic of an entry: told beside the claim, never instead of it."""

    code: str
    label: str
    of_state: int
    sources: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything the page of one entry says."""

    line: Line
    thread: tuple[Line, ...]
    coded: tuple[Coded, ...]
    steps: tuple[RecommendationStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyPage:
    """One body: who belongs to it, what it did, who met there."""

    body: Body
    members: tuple[str, ...]
    lines: tuple[Line, ...]
    sources: tuple[Cited, ...]


def log() -> Log:
    """The log of this desk: that of the pack with what was added here."""
    return law.positions(queries.pack())


def entry(code: str) -> Position:
    """One entry.

    Raises:
        LawError: There is none.
    """
    found = log().entries.get(code)
    if found is None:
        raise LawError(f"The log has no entry {code}.", hint="Choose one of the list.")
    return found


def choices() -> list[tuple[str, str]]:
    """Entries for a list to choose from, the latest first."""
    latest = reversed(tuple(log().entries.values()))
    return [(e.code, f"{e.date or ''} {e.kind}: {name(e.by)}: {e.what}"[:110]) for e in latest]


def body_choices() -> list[tuple[str, str]]:
    """Everybody who says or did something: states, then bodies."""
    found = log()
    spoke = {c for e in found.entries.values() for c in (e.by, *e.to)}
    states = [(c, n) for c, n in queries.state_choices() if c in spoke]
    return states + [(b.code, b.name(terms.language())) for b in found.bodies.values() if b.code in spoke]


def group_choices() -> list[tuple[str, str]]:
    """Bodies to which states belong."""
    found = log()
    return [(b.code, b.name(terms.language())) for b in found.bodies.values() if states_of(b.code)]


def states_of(group: str) -> tuple[str, ...]:
    """Codes of the states of a group; none for no group."""
    return log().states_of(group, [code for code, _ in queries.state_choices()]) if group else ()


def name(code: str) -> str:
    """A state or a body by name; other words stay."""
    register = queries.register()
    if register is not None and code in register.states:
        return register.states[code].name(terms.language())
    body = log().bodies.get(code)
    return body.name(terms.language()) if body is not None else code


def source_of(one: Position) -> str:
    """The first source of an entry, for a line that has to name one."""
    found = cited(one.sources, log().sources)
    return ", ".join(p for p in (one.symbol, *((found[0].title, found[0].year) if found else ())) if p)


def lines(*, by: str = "", kind: str = "", on: Date | None = None, words: str = "") -> list[Line]:
    """Entries that a filter leaves, the latest first."""
    return [_line(e) for e in reversed(law.said(log(), by=by, kind=kind, on=on, words=words))]


def about_case(code: str) -> list[Line]:
    """What was said of a public case."""
    return [_line(e) for e in law.said(log(), case=code)]


def waiting(today: datetime.date) -> list[tuple[Line, int | None]]:
    """Requests that nobody answered, with the days since."""
    return [(_line(e), days) for e, days in log().unanswered(dates.parse(today.isoformat()))]


def page(code: str, user: User) -> Page:
    """One entry with its thread, the acts that the record codes of its topics, and the demands that rest on it.

    Raises:
        LawError: There is no such entry.
    """
    found = entry(code)
    return Page(
        line=_line(found), thread=tuple(map(_line, log().thread(code))), coded=tuple(_coded(found, user)),
        steps=tuple(RecommendationStep.objects.filter(position=code).select_related("recommendation")),
    )  # fmt: skip


def body(code: str) -> BodyPage:
    """One body.

    Raises:
        LawError: There is none.
    """
    found = log()
    if code not in found.bodies:
        raise LawError(f"The log has no body {code}.", hint="Choose one of the list.")
    one = found.bodies[code]
    mine = (e for e in reversed(tuple(found.entries.values())) if code in (e.by, *e.to) or e.forum == code)
    return BodyPage(
        body=one, members=tuple(map(name, one.members)), lines=tuple(map(_line, mine)),
        sources=cited(one.sources, found.sources),
    )  # fmt: skip


def _line(one: Position) -> Line:
    return Line(
        entry=one, by=name(one.by), to=tuple(map(name, one.to)), forum=name(one.forum),
        topics=tuple(_topic(t) for t in one.topics), sources=cited(one.sources, log().sources),
    )  # fmt: skip


def _topic(code: str) -> str:
    pack = queries.pack()
    for vocabulary in ("act_type", "return_justification"):
        if vocabulary in pack.vocabularies and code in (terms_of := pack.vocabulary(vocabulary)):
            return str(terms_of[code].label(terms.language()))
    return code


def _coded(one: Position, user: User) -> Iterable[Coded]:
    """Acts of each topic by agencies of the states that speak or are spoken to, and how many sources tell them."""
    register, pack = queries.register(), queries.pack()
    if register is None or not one.topics:
        return
    states = {s for s in (one.by, *one.to) if s in register.states}
    organs = {o for s in states for o in register.states[s].organs}
    for code in one.topics:
        if code not in pack.vocabulary("act_type"):
            continue
        acts = Act.objects.filter(known.told(user), type=code, involvements__agency__in=organs).distinct()
        yield Coded(
            code=code, label=_topic(code), of_state=acts.count(),
            sources=acts.values("account__source").distinct().count(),
        )  # fmt: skip
