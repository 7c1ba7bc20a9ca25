"""Publicly reported incidents: dates, places and numbers with every conflicting value beside its source.

No names of victims or helpers. Nothing is averaged and no source wins: what differs stands side by side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from tumen import dates, vocab
from tumen.dates import Date
from tumen.errors import LawError
from tumen.law.register import AnyPack, PackKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """How many, as told.

    Attributes:
        low: Lowest number told; None when only an upper end is told.
        high: Highest number told; None when there is no upper end.
        qualifier: `about`, `more-than`, `at-least`, `up-to`, or empty.
    """

    low: int | None
    high: int | None
    qualifier: str = ""

    @property
    def text(self) -> str:
        """As one would say it, for example `48–62` or `at least 406`."""
        ends = dict.fromkeys(str(n) for n in (self.low, self.high) if n is not None)
        return " ".join(part for part in (self.qualifier.replace("-", " "), "–".join(ends)) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One step of a case.

    Attributes:
        what: In a few words.
        date: When; None when only its place in the order is told.
        act: Code of the vocabulary `act_type`, where it is one.
        after: Told as so many months after an earlier step: (number of that step, months); None otherwise.
        since: Number of the earlier step from which days are counted; None when nobody asks.
        rule: Code of the rule for which the days matter.
    """

    what: str
    date: Date | None = None
    act: str = ""
    after: tuple[int, int] | None = None
    since: int | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many the group was told to be at a time; a group grows, and part of it goes on."""

    number: Number
    date: Date
    what: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidValue:
    """One value of a field, and who says it.

    Attributes:
        value: The value in words.
        said_by: The speaker, where told; a source may report another's words.
        sources: Ids of the sources known to print it; empty when it is only known that one of the case's does.
        verified: Whether a source, not memory, carries it.
    """

    value: str
    said_by: str
    sources: tuple[str, ...]
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A field on which sources differ, every value with its sources."""

    field: str
    values: tuple[SaidValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCase:
    """One publicly reported incident.

    Attributes:
        code: Id in the pack (`C01`).
        title: What happened, in a few words.
        acts: Codes of the vocabulary `act_type`; empty for what is no violation.
        date: When, as EDTF; an interval spans the whole case.
        places: Places as the sources name them, in order.
        states: Codes of the states whose conduct is in question.
        number: How many people, as told.
        composition: Sex and age as told; may be empty.
        actors: Bodies involved.
        outcome: What became of them as far as told.
        events: Steps, in order; each has a date, or at least its place among the others.
        counts: The group as told at one time and another, in order.
        within: Code of the series that the case belongs to; empty when it stands alone.
        conflicts: Fields on which sources differ.
        rules: Codes of rules of law that the case calls for.
        sources: Ids of sources.
        confidence: `high`, `medium` or `low`.
        verified: Whether sources, not memory, carry it throughout.
    """

    code: str
    title: str
    acts: tuple[str, ...]
    date: Date
    places: tuple[str, ...]
    states: tuple[str, ...]
    number: Number
    composition: str
    actors: tuple[str, ...]
    outcome: str
    events: tuple[Happening, ...]
    conflicts: tuple[Conflict, ...]
    rules: tuple[str, ...]
    sources: tuple[str, ...]
    confidence: str
    verified: bool
    counts: tuple[Count, ...] = ()
    within: str = ""

    def days(self, step: int) -> tuple[int, int] | None:
        """Least and most days from the step that this one is counted from; None when nobody counts or a day is open.

        Args:
            step: Its number, from 1.
        """
        then = self.events[step - 1]
        first = None if then.since is None else self.events[then.since - 1].date
        if first is None or then.date is None:
            return None
        ends = (first.earliest, first.latest, then.date.earliest, then.date.latest)
        if None in ends:
            return None
        low, high, begin, end = ends
        return max((begin - high).days, 0), (end - low).days  # type: ignore[operator]  # none is None

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; dates as EDTF."""
        return {
            "id": self.code, "title": self.title, "acts": list(self.acts), "date": self.date.edtf,
            "places": list(self.places), "states": list(self.states),
            "number": {**asdict(self.number), "text": self.number.text},
            "composition": self.composition, "actors": list(self.actors), "outcome": self.outcome,
            "events": [self._step(n) for n in range(1, len(self.events) + 1)],
            "counts": [
                {"number": {**asdict(c.number), "text": c.number.text}, "date": c.date.edtf, "what": c.what,
                 "sources": list(c.sources)}
                for c in self.counts
            ],
            "within": self.within,
            "conflicts": [{"field": c.field, "values": [asdict(v) for v in c.values]} for c in self.conflicts],
            "rules": list(self.rules), "sources": list(self.sources), "confidence": self.confidence,
            "verified": self.verified,
        }  # fmt: skip

    def _step(self, number: int) -> dict[str, Any]:
        e, days = self.events[number - 1], self.days(number)
        return {
            "what": e.what, "date": e.date.edtf if e.date is not None else None, "act": e.act,
            "after": None if e.after is None else {"step": e.after[0], "months": e.after[1]},
            "since": e.since, "days": None if days is None else list(days), "rule": e.rule,
        }  # fmt: skip


class _NumberRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    low: int | None = None
    high: int | None = None
    qualifier: Literal["about", "more-than", "at-least", "up-to", ""] = ""


class _AfterRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    step: int
    months: int


class _EventRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    what: str
    date: str = ""
    act: str = ""
    after: _AfterRow | None = None
    since: int | None = None
    rule: str = ""


class _CountRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    number: _NumberRow
    date: str
    what: str
    sources: list[str]


class _ValueRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    value: str
    said_by: str = ""
    sources: list[str]
    verified: bool = True


class _ConflictRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    field: str
    values: list[_ValueRow]


class _CaseRow(BaseModel):
    """One row of the table `cases`."""

    model_config = ConfigDict(extra="forbid")

    id: str
    title: str
    acts: list[str]
    date: str
    places: list[str] = []
    states: list[str] = []
    number: _NumberRow
    composition: str = ""
    actors: list[str] = []
    outcome: str = ""
    events: list[_EventRow] = []
    counts: list[_CountRow] = []
    within: str = ""
    conflicts: list[_ConflictRow] = []
    rules: list[str] = []
    sources: list[str]
    confidence: Literal["high", "medium", "low"]
    verified: bool = True


def public_cases(pack: AnyPack) -> tuple[PublicCase, ...]:
    """Every publicly reported incident of the pack, in pack order.

    Raises:
        UnknownFacts: The pack has no cases.
        LawError: A row does not fit, or names an act or a source that the pack does not have.
    """
    found = vocab.load_pack(pack) if isinstance(pack, str) else pack
    return _read(PackKey(found))


def case_sources(pack: AnyPack) -> Mapping[str, Mapping[str, Any]]:
    """Title, publisher, year and address of every source that cases cite."""
    found = vocab.load_pack(pack) if isinstance(pack, str) else pack
    own: Mapping[str, Mapping[str, Any]] = vocab.thaw(found.facts("cases"))["sources"]
    return own


@lru_cache(maxsize=8)
def _read(key: PackKey) -> tuple[PublicCase, ...]:
    facts = vocab.thaw(key.pack.facts("cases"))
    try:
        rows = [_CaseRow.model_validate(r) for r in facts["tables"].get("cases", [])]
    except ValidationError as error:
        where = tuple(".".join(map(str, e["loc"])) for e in error.errors())
        raise LawError(f"A case does not fit: {', '.join(where)}.", faults=where) from None
    known = {*facts["sources"], *key.pack.sources}
    cited = [(r.id, s) for r in rows for c in r.conflicts for v in c.values for s in v.sources]
    cited += [(r.id, s) for r in rows for c in r.counts for s in c.sources]
    acts = {t.code for t in key.pack.vocabulary("act_type")}
    faults = [f"{i}: no source {s}" for i, s in cited if s not in known]
    told = [(r.id, a) for r in rows for a in (*r.acts, *(e.act for e in r.events if e.act))]
    faults += [f"{i}: no act {a}" for i, a in told if a not in acts]
    faults += [
        f"{r.id}: no case {r.within}" for r in rows if r.within and r.within not in {c.id for c in rows}
    ]
    faults += [f"{r.id}: no earlier step {n}" for r in rows for n in _not_earlier(r)]
    if faults:
        raise LawError(f"The cases do not fit together: {'; '.join(faults[:5])}.", faults=tuple(faults))
    return tuple(_case(r) for r in rows)


def _not_earlier(row: _CaseRow) -> list[int]:
    """Steps that a step of a case leans on and that do not stand before it."""
    leant = [
        (at, n)
        for at, e in enumerate(row.events, start=1)
        for n in (e.since, e.after.step if e.after else None)
        if n is not None
    ]
    return [n for at, n in leant if not 1 <= n < at]


def _happening(row: _EventRow) -> Happening:
    return Happening(
        what=row.what, date=dates.parse(row.date) if row.date else None, act=row.act, since=row.since, rule=row.rule,
        after=None if row.after is None else (row.after.step, row.after.months),
    )  # fmt: skip


def _count(row: _CountRow) -> Count:
    return Count(
        number=Number(**row.number.model_dump()),
        date=dates.parse(row.date),
        what=row.what,
        sources=tuple(row.sources),
    )


def _case(row: _CaseRow) -> PublicCase:
    return PublicCase(
        code=row.id, title=row.title, acts=tuple(row.acts), date=dates.parse(row.date), places=tuple(row.places),
        states=tuple(row.states), number=Number(**row.number.model_dump()),
        composition=row.composition, actors=tuple(row.actors), outcome=row.outcome,
        events=tuple(map(_happening, row.events)), counts=tuple(map(_count, row.counts)), within=row.within,
        conflicts=tuple(Conflict(field=c.field, values=tuple(map(_value, c.values))) for c in row.conflicts),
        rules=tuple(row.rules), sources=tuple(row.sources), confidence=row.confidence, verified=row.verified,
    )  # fmt: skip


def _value(row: _ValueRow) -> SaidValue:
    return SaidValue(value=row.value, said_by=row.said_by, sources=tuple(row.sources), verified=row.verified)
