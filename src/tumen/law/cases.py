"""Publicly reported incidents: dates, places and numbers with every conflicting value beside its source.

No names of victims or helpers. Nothing is averaged and no source wins: what differs stands side by side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from tumen import dates, vocab
from tumen.dates import Date
from tumen.errors import LawError
from tumen.law.register import AnyPack


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """How many, as told.

    Attributes:
        low: At least this many; None when only an upper end is told.
        high: At most this many; None when there is no upper end.
        about: Whether the source says about, nearly or the like.
        text: As one would say it, for example `48–62` or `at least 406`.
    """

    low: int | None
    high: int | None
    about: bool = False

    @property
    def text(self) -> str:
        """As one would say it."""
        if self.low is not None and self.low == self.high:
            return f"about {self.low}" if self.about else str(self.low)
        if self.high is None:
            return f"at least {self.low}"
        return f"up to {self.high}" if self.low is None else f"{self.low}–{self.high}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One dated step of a case."""

    what: str
    date: Date


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidValue:
    """One value of a field, and who says it; `verified` is False where no source could be read."""

    value: str
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
        events: Dated steps, in order.
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

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; dates as EDTF."""
        return {
            "id": self.code, "title": self.title, "acts": list(self.acts), "date": self.date.edtf,
            "places": list(self.places), "states": list(self.states),
            "number": {
                "low": self.number.low, "high": self.number.high, "about": self.number.about, "text": self.number.text,
            },
            "composition": self.composition, "actors": list(self.actors), "outcome": self.outcome,
            "events": [{"what": e.what, "date": e.date.edtf} for e in self.events],
            "conflicts": [
                {
                    "field": c.field,
                    "values": [
                        {"value": v.value, "sources": list(v.sources), "verified": v.verified} for v in c.values
                    ],
                }
                for c in self.conflicts
            ],
            "rules": list(self.rules), "sources": list(self.sources), "confidence": self.confidence,
            "verified": self.verified,
        }  # fmt: skip


class _NumberRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    low: int | None = None
    high: int | None = None
    about: bool = False


class _EventRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    what: str
    date: str


class _ValueRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    value: str
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
    return _read(found.content_sha256, _Held(found))


def case_sources(pack: AnyPack) -> Mapping[str, Mapping[str, Any]]:
    """Title, publisher, year and address of every source that cases cite."""
    found = vocab.load_pack(pack) if isinstance(pack, str) else pack
    own: Mapping[str, Mapping[str, Any]] = vocab.thaw(found.facts("cases"))["sources"]
    return own


class _Held:
    """A pack that the cache does not look at: its hash is the key."""

    def __init__(self, pack: vocab.Pack) -> None:
        self.pack = pack

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)


@lru_cache(maxsize=8)
def _read(content_sha256: str, held: _Held) -> tuple[PublicCase, ...]:
    facts = vocab.thaw(held.pack.facts("cases"))
    try:
        rows = [_CaseRow.model_validate(r) for r in facts["tables"].get("cases", [])]
    except ValidationError as error:
        where = tuple(".".join(map(str, e["loc"])) for e in error.errors())
        raise LawError(f"A case does not fit: {', '.join(where)}.", faults=where) from None
    known = {*facts["sources"], *held.pack.sources}
    cited = [(r.id, s) for r in rows for c in r.conflicts for v in c.values for s in v.sources]
    acts = {t.code for t in held.pack.vocabulary("act_type")}
    faults = [f"{i}: no source {s}" for i, s in cited if s not in known]
    faults += [f"{r.id}: no act {a}" for r in rows for a in r.acts if a not in acts]
    if faults:
        raise LawError(f"The cases do not fit together: {'; '.join(faults[:5])}.", faults=tuple(faults))
    return tuple(_case(r) for r in rows)


def _case(row: _CaseRow) -> PublicCase:
    return PublicCase(
        code=row.id, title=row.title, acts=tuple(row.acts), date=dates.parse(row.date), places=tuple(row.places),
        states=tuple(row.states), number=Number(low=row.number.low, high=row.number.high, about=row.number.about),
        composition=row.composition, actors=tuple(row.actors), outcome=row.outcome,
        events=tuple(Happening(what=e.what, date=dates.parse(e.date)) for e in row.events),
        conflicts=tuple(
            Conflict(
                field=c.field,
                values=tuple(
                    SaidValue(value=v.value, sources=tuple(v.sources), verified=v.verified) for v in c.values
                ),
            )
            for c in row.conflicts
        ),
        rules=tuple(row.rules), sources=tuple(row.sources), confidence=row.confidence, verified=row.verified,
    )  # fmt: skip
