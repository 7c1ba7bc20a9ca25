"""Where a paper can go: the channels of a pack, what each asks for, and the offices that letters go to.

A channel says whose consent it needs, how long a paper may be, whether it is open against a state at all, and which
clock runs. All of it is read from the pack; the code knows no body and no office.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from tumen import dates, vocab
from tumen.dates import Date, Truth
from tumen.errors import LawError, UnknownChannel, UnknownFacts
from tumen.law import rows
from tumen.law.doors import doors
from tumen.law.look_up import find_state
from tumen.law.register import AnyPack, PackKey, register

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that a channel asks for.

    Attributes:
        name: Id within the channel.
        label: Language to what it is called.
        need: `must` (nothing is sent without it), `should`, `may`.
        fill: What of the record fills it, as a word the desk knows; empty when a person has to write it.
        at_least: For a date: the coarsest precision that will do (`day`, `month`, `year`); empty otherwise.
    """

    name: str
    label: Texts
    need: str
    fill: str = ""
    at_least: str = ""

    def title(self, language: str = "en") -> str:
        """What it is called, in English if need be."""
        return self.label.get(language) or self.label.get("en") or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One way out.

    Attributes:
        code: Id in the pack.
        label: Language to name.
        kind: `communication`, `report`, `statement`, `letter`, `alert`, or `publication` for anybody to read.
        doors: Ids of doors of the register, one of which must be open for the state; empty when none is needed.
        languages: Languages it is read in.
        consent: Purposes that a person must have agreed to before anything of them stands in it.
        named: Whether the form itself asks for the name; else a case number stands for the person.
        consent_name: Purpose without which no name stands in it; empty when `consent` covers that.
        per_person: One paper for one person.
        words: Limit in words by status of the sender; `""` is everybody's.
        pages: Limit in printed pages, in the same way.
        footnotes_counted: Whether footnotes count among the words.
        urgent_months: How young the happening must be for the urgent way; None without one.
        reply_days: Days in which the state is asked to answer; None when no clock runs.
        before_session_days: How long before a session it must be in; None when there is no session.
        rules: Rules that this channel hears.
        acts: Acts for which it is offered.
        fields: What it asks for, in order.
    """

    code: str
    label: Texts
    kind: str
    doors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    consent: tuple[str, ...] = ()
    named: bool = False
    consent_name: str = ""
    per_person: bool = False
    words: Mapping[str, int] = field(default_factory=dict)
    pages: Mapping[str, int] = field(default_factory=dict)
    footnotes_counted: bool = False
    urgent_months: int | None = None
    reply_days: int | None = None
    before_session_days: int | None = None
    rules: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    remark: str = ""
    sources: tuple[str, ...] = ()
    confidence: str = ""
    verified: bool = True

    def title(self, language: str = "en") -> str:
        """Its name, in English if need be."""
        return self.label.get(language) or self.label.get("en") or self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """An office that letters go to; never the name of who holds it.

    Attributes:
        state: Code of the state; empty for a body that is none.
        titles: Language to title, the long name of the state filled in.
        salutation: Language to how it is addressed.
        tonight: Language to what it can do at once in an emergency; empty when it cannot.
    """

    code: str
    state: str
    kind: str
    titles: Texts
    salutation: Texts
    tonight: Texts = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """Everything a pack says about ways out.

    Attributes:
        channels: Code to channel, in pack order.
        addressees: Code to office, in pack order.
        texts: Id to language to text, with `{…}` to be filled in.
        sources: Source id to title and publisher.
        receivers: Kind of contact to the purposes that people must have agreed to before a paper is brought there.
    """

    channels: Mapping[str, Channel]
    addressees: Mapping[str, Addressee]
    texts: Mapping[str, Texts]
    sources: Mapping[str, Mapping[str, Any]]
    receivers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenChannel:
    """A channel, and whether it is open against a state on a day."""

    channel: Channel
    open: Truth
    reason: str


def channels(pack: AnyPack) -> Channels:
    """The ways out that a pack knows; none when it has no such file.

    Raises:
        UnknownPack: There is no such pack.
        LawError: The file does not fit together.
    """
    return _channels(PackKey(vocab.load_pack(pack) if isinstance(pack, str) else pack))


def channel(code: str, pack: AnyPack) -> Channel:
    """One channel.

    Raises:
        UnknownChannel: The pack has none of this code.
    """
    found = channels(pack).channels
    if code not in found:
        raise UnknownChannel(f"There is no channel {code!r}.", hint=f"There are: {', '.join(found)}.")
    return found[code]


def open_channels(state: str, on: Date, pack: AnyPack) -> tuple[OpenChannel, ...]:
    """Every channel, with whether it is open against the state on that day: closed ones first, each with its reason.

    What is published for anybody to read is no channel against a state and is left out.

    Raises:
        UnknownState: The register has no such state.
    """
    at = {d.door.code: d for d in doors(state, on, pack)}
    name = find_state(state, register(pack)).name()
    found = []
    for way in channels(pack).channels.values():
        if way.kind == "publication":
            continue
        ways = [at[d] for d in way.doors if d in at]
        if not ways:
            found.append(OpenChannel(channel=way, open=Truth.YES, reason="open against any state"))
            continue
        best = next((t for t in (Truth.YES, Truth.CANNOT_TELL) if any(w.open is t for w in ways)), Truth.NO)
        told = [w for w in ways if w.open is best]
        reason = (
            f"closed against {name}: {'; '.join(f'{w.door.label}: {w.reason}' for w in told)}"
            if best is Truth.NO
            else "; ".join(f"{w.door.label}: {w.reason}" for w in told)
        )
        found.append(OpenChannel(channel=way, open=best, reason=reason))
    order = (Truth.NO, Truth.CANNOT_TELL, Truth.YES)
    return tuple(sorted(found, key=lambda c: order.index(c.open)))


def urgent(way: Channel, happened: Date, today: Date) -> Truth:
    """Is the happening young enough for the urgent way? `no` for a channel without one."""
    if way.urgent_months is None:
        return Truth.NO
    start = dates.shift(today, months=-way.urgent_months)
    return ~dates.before(happened, start)


@lru_cache(maxsize=8)
def _channels(key: PackKey) -> Channels:
    try:
        facts: Mapping[str, Any] = vocab.thaw(key.pack.facts("channels"))
    except UnknownFacts:
        return Channels(channels={}, addressees={}, texts={}, sources={})
    tables = facts["tables"]
    try:
        asked = [rows.ChannelField.model_validate(r) for r in tables.get("fields", [])]
        ways = [rows.Channel.model_validate(r) for r in tables.get("channels", [])]
        offices = [rows.Addressee.model_validate(r) for r in tables.get("addressees", [])]
    except ValidationError as error:
        places = tuple(".".join(map(str, e["loc"])) for e in error.errors())
        raise LawError(f"The channels do not fit: {', '.join(places)}.", faults=places) from None
    if strange := sorted({f.channel for f in asked} - {w.id for w in ways}):
        raise LawError(f"Fields of channels that do not exist: {', '.join(strange)}.")
    return Channels(
        channels={w.id: _channel(w, [f for f in asked if f.channel == w.id]) for w in ways},
        addressees={a.id: _addressee(a, key.pack) for a in offices},
        texts={
            t["id"]: {k: v for k, v in t.items() if k in key.pack.languages} for t in tables.get("texts", [])
        },
        sources=facts["sources"],
        receivers={r["id"]: tuple(r["consent"]) for r in tables.get("receivers", [])},
    )


def _channel(row: rows.Channel, asked: list[rows.ChannelField]) -> Channel:
    return Channel(
        code=row.id, label=row.label, kind=row.kind, doors=tuple(row.doors), languages=tuple(row.languages),
        consent=tuple(row.consent), named=row.named, consent_name=row.consent_name, per_person=row.per_person,
        words=row.words, pages=row.pages, footnotes_counted=row.footnotes_counted, urgent_months=row.urgent_months,
        reply_days=row.reply_days, before_session_days=row.before_session_days, rules=tuple(row.rules),
        acts=tuple(row.acts), remark=row.remark, sources=tuple(row.sources), confidence=row.confidence,
        verified=row.verified,
        fields=tuple(
            Field(name=f.name, label=f.label, need=f.need, fill=f.fill, at_least=f.at_least) for f in asked
        ),
    )  # fmt: skip


def _addressee(row: rows.Addressee, pack: vocab.Pack) -> Addressee:
    official = find_state(row.state, register(pack)).official if row.state else {}
    return Addressee(
        code=row.id, state=row.state, kind=row.kind, salutation=row.salutation, tonight=row.tonight,
        titles={k: v.replace("{official}", official.get(k, "")) for k, v in row.title.items()},
        sources=tuple(row.sources), verified=row.verified,
    )  # fmt: skip
