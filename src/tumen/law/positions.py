"""What states and bodies said and did about the situation: positions, denials, requests, votes, reports, visits.

Each row of the log has who, on which day, before whom, what, in which words, and its source. A reply points to what it
answers, a stage of a law to the stage before it, a vote to the resolution. Nothing here weighs who is right: a claim of
a state stands as its claim.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any, Final

from pydantic import ValidationError

from tumen import dates, vocab
from tumen.dates import Date, Truth
from tumen.errors import LawError, UnknownFacts
from tumen.law import rows
from tumen.law.register import AnyPack, PackKey, source_row

KINDS: Final[tuple[str, ...]] = rows.Position.model_fields["kind"].annotation.__args__  # type: ignore[union-attr]  # a Literal
"""Kinds of entries of the log."""
AWAITING: Final = frozenset({"request", "visit", "access"})
"""Kinds that ask for an answer."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body, coalition or group of states.

    Attributes:
        names: Language to name.
        founded: When it was founded; None when not stated.
        members: Codes of states, codes of other bodies, or names.
    """

    code: str
    kind: str
    names: Mapping[str, str]
    also: tuple[str, ...] = ()
    founded: Date | None = None
    seat: str = ""
    members: tuple[str, ...] = ()
    remark: str = ""
    sources: tuple[str, ...] = ()
    confidence: str = ""
    verified: bool = True

    def name(self, language: str = "en") -> str:
        """Its name, in English if need be."""
        return self.names.get(language) or self.names.get("en") or self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One entry of the log.

    Attributes:
        kind: One of `KINDS`.
        by: Who said or did it: code of a state or a body, or a name.
        to: To whom or about whom, in the same way.
        speaker: Office of who spoke; never needed.
        date: When; None when no source says.
        until: Last day, for what lasted.
        forum: Code of the body before which it was said, or words.
        what: In a sentence.
        wording: The words of the source; `quoted` says whether they are those of the speaker.
        topics: Codes of the pack it is about: acts, reasons claimed.
        outcome: Of a vote, a request, a text; empty where there is none.
        value: A rating, a number of votes.
        rights_raised: Whether rights were raised at a meeting of states: `yes`, `no`, or empty when not stated.
        due: When a report was due.
        answers: The entry that it answers, or whose next stage it is.
        present: Who spoke or took part.
        cases: Ids of public cases it is about.
    """

    code: str
    kind: str
    by: str
    what: str
    to: tuple[str, ...] = ()
    speaker: str = ""
    date: Date | None = None
    until: Date | None = None
    forum: str = ""
    symbol: str = ""
    place: str = ""
    wording: str = ""
    quoted: bool = False
    topics: tuple[str, ...] = ()
    outcome: str = ""
    value: str = ""
    rights_raised: str = ""
    due: Date | None = None
    answers: str = ""
    present: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    remark: str = ""
    sources: tuple[str, ...] = ()
    confidence: str = ""
    verified: bool = True

    @property
    def days_late(self) -> int | None:
        """Least number of days by which a report came after it was due; None when that cannot be told."""
        if self.due is None or self.date is None or self.due.latest is None or self.date.earliest is None:
            return None
        return max((self.date.earliest - self.due.latest).days, 0)

    def as_dict(self) -> dict[str, Any]:
        """Plain values: dates as EDTF, lists as lists."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """Everything one pack says of positions.

    Attributes:
        entries: Code to entry, undated last, otherwise by day.
        bodies: Code to body, in pack order.
        sources: Source id to title, publisher, year, url.
        version: Of the file; empty when the pack has none.
    """

    entries: Mapping[str, Position]
    bodies: Mapping[str, Body] = field(default_factory=dict)
    sources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    version: str = ""

    def thread(self, code: str) -> tuple[Position, ...]:
        """The entry with all that it answers and all that answers it, from the first on."""
        first, seen = code, set[str]()
        while (before := self.entries[first].answers) and before not in seen:
            seen.add(first)
            first = before
        return tuple(self._after(first, set()))

    def _after(self, code: str, seen: set[str]) -> Iterator[Position]:
        if code in seen:
            return
        seen.add(code)
        yield self.entries[code]
        for one in self.entries.values():
            if one.answers == code:
                yield from self._after(one.code, seen)

    def unanswered(self, today: Date) -> tuple[tuple[Position, int | None], ...]:
        """Requests that nothing answers, each with the days since; None where no day is known."""
        answered = {e.answers for e in self.entries.values() if e.answers}
        return tuple(
            (e, _days(e.date, today))
            for e in self.entries.values()
            if e.kind in AWAITING and e.code not in answered and e.outcome in ("", "no answer")
        )

    def states_of(self, code: str, states: Iterable[str]) -> tuple[str, ...]:
        """Codes of the states that belong to a body, those of bodies within it included.

        Args:
            code: Of the body.
            states: Codes that are states.
        """
        known, found = set(states), list[str]()
        waiting, seen = [code], set[str]()
        while waiting:
            at = waiting.pop(0)
            if at in seen or at not in self.bodies:
                continue
            seen.add(at)
            found += [m for m in self.bodies[at].members if m in known]
            waiting += [m for m in self.bodies[at].members if m in self.bodies]
        return tuple(dict.fromkeys(found))


def positions(pack: AnyPack) -> Log:
    """The log of a pack; an empty one when it has none.

    Raises:
        UnknownPack: There is no such pack.
        LawError: The rows do not fit together; `faults` lists the places.
    """
    return _positions(PackKey(vocab.load_pack(pack) if isinstance(pack, str) else pack))


def said(
    log: Log,
    *,
    by: str = "",
    kind: str = "",
    about: str = "",
    case: str = "",
    on: Date | None = None,
    words: str = "",
) -> tuple[Position, ...]:
    """Entries of a log, in its order.

    Args:
        log: From `positions`.
        by: Code of who said or did it, or to whom it was said.
        kind: One of `KINDS`.
        about: A code among its topics.
        case: Id of a public case.
        on: A date with which its day can agree; entries without a day are left out.
        words: Words that stand in it, whatever their case.
    """
    low = words.casefold()
    return tuple(
        e
        for e in log.entries.values()
        if (not by or by == e.by or by in e.to)
        and (not kind or kind == e.kind)
        and (not about or about in e.topics)
        and (not case or case in e.cases)
        and (on is None or (e.date is not None and dates.overlaps(e.date, on) is not Truth.NO))
        and (
            not low
            or low
            in f"{e.what} {e.wording} {e.speaker} {e.forum} {e.symbol} {' '.join(e.present)}".casefold()
        )
    )


def positions_csv(entries: Iterable[Position]) -> str:
    """One line an entry; lists are joined by `; `, and no cell can be taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    names = [f.name for f in fields(Position)]
    writer.writerow(names)
    for entry in entries:
        row = entry.as_dict()
        writer.writerow([_cell(row[name]) for name in names])
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _plain(value: Any) -> Any:
    if isinstance(value, Date):
        return value.edtf
    return list(value) if isinstance(value, tuple) else value


def _days(since: Date | None, today: Date) -> int | None:
    if since is None or since.latest is None or today.earliest is None:
        return None
    return (today.earliest - since.latest).days


@lru_cache(maxsize=8)
def _positions(key: PackKey) -> Log:
    try:
        facts: Mapping[str, Any] = vocab.thaw(key.pack.facts("positions"))
        found = [rows.Position.model_validate(r) for r in facts["tables"].get("positions", [])]
        bodies = [rows.Body.model_validate(r) for r in facts["tables"].get("bodies", [])]
    except UnknownFacts:
        return Log(entries={})
    except ValidationError as error:
        places = tuple(".".join(map(str, e["loc"])) for e in error.errors())
        raise LawError(f"The log of positions does not fit: {', '.join(places)}.", faults=places) from None
    made = sorted(map(_position, found), key=_order)
    entries = {e.code: e for e in made}
    if lost := sorted(e.code for e in made if e.answers and e.answers not in entries):
        raise LawError(f"These answer what does not stand in the log: {', '.join(lost)}.", faults=tuple(lost))
    return Log(
        entries=entries, bodies={b.id: _body(b) for b in bodies},
        sources={**{k: source_row(s) for k, s in key.pack.sources.items()}, **facts["sources"]},
        version=facts["version"],
    )  # fmt: skip


def _order(entry: Position) -> tuple[bool, Any, str]:
    return entry.date is None, () if entry.date is None else dates.sort_key(entry.date), entry.code


def _position(row: rows.Position) -> Position:
    told = row.model_dump(exclude={"id", "date", "until", "due"})
    lists = {k: tuple(v) for k, v in told.items() if isinstance(v, list)}
    return Position(
        code=row.id, date=_maybe(row.date), until=_maybe(row.until), due=_maybe(row.due), **{**told, **lists}
    )


def _body(row: rows.Body) -> Body:
    return Body(
        code=row.id, kind=row.kind, names={k: n for k in ("en", "ko", "zh") if (n := getattr(row, k))},
        also=tuple(row.also), founded=_maybe(row.founded), seat=row.seat, members=tuple(row.members),
        remark=row.remark, sources=tuple(row.sources), confidence=row.confidence, verified=row.verified,
    )  # fmt: skip


def _maybe(text: str | None) -> Date | None:
    return None if text is None else dates.parse(text)
