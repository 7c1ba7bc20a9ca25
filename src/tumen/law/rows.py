"""What the rows of a pack's law file must look like. Unknown keys are faults: a misspelt one would have no effect."""

from __future__ import annotations

from typing import Literal, NewType

from pydantic import BaseModel, ConfigDict, Field

Day = NewType("Day", str)
"""A date of any precision, as EDTF."""


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    sources: list[str]


class Grounded(_Row):
    """A row that says how well it is founded."""

    remark: str = ""
    confidence: Literal["high", "medium", "low", ""] = ""
    verified: bool = True


class Scope(_Row):
    """To which date the list of treaty acts is complete."""

    complete_to: str


class State(_Row):
    """A state and its names."""

    en: str
    ko: str = ""
    zh: str = ""
    also: list[str] = []
    official: dict[str, str] = {}
    wrong: list[str] = []
    organs: list[str] = []


class EntryRule(BaseModel):
    """When a treaty enters into force for a state after its deposit."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["days", "months", "rome"]
    n: int
    article: str


class Instrument(Grounded):
    """A treaty, agreement, declaration or body of custom."""

    kind: str
    force: str
    field: str
    short: str
    title: str
    ko: str = ""
    zh: str = ""
    also: list[str] = []
    adopted: Day | None = None
    in_force: Day | None = None
    entry_rule: EntryRule | None = None
    untc: str = ""
    series: str = ""
    signed: Day | None = None
    parties: list[str] = []
    ended: Literal["unknown"] | None = None
    text: Literal["not-found", "not-public", "secondary", "read", ""] = ""
    peremptory: list[str] = []


class Article(_Row):
    """An article in a few words."""

    instrument: str
    article: str
    about: str
    words: str = ""
    words_from: str = ""


class Status(Grounded):
    """What a state did with a treaty."""

    state: str
    instrument: str
    status: Literal["party", "signatory", "none"]
    signed: Day | None = None
    act: Literal["ratification", "accession", "acceptance", "approval", "succession", ""] = ""
    deposited: Day | None = None
    in_force: Day | None = None
    computed: str = ""
    signature_withdrawn: Day | None = None
    checked_to: Day | None = None


class Denunciation(Grounded):
    """A notice of withdrawal."""

    state: str
    instrument: str
    notified: Day
    effect: Literal["none", "ended"]
    ended: Day | None = None


class Reservation(Grounded):
    """A reservation, declaration or understanding."""

    state: str
    instrument: str
    kind: Literal["reservation", "declaration", "understanding"]
    articles: list[str]
    scope: str = ""
    withdrawn: str | None = None


class Element(_Row):
    """What must be shown, and which coded facts show or refute it."""

    text: str
    shown_by: list[str] = []
    refuted_by: list[str] = []
    bears: list[str] = []


class Provision(BaseModel):
    """An article that a rule engages."""

    model_config = ConfigDict(extra="forbid")

    instrument: str
    article: str


class Rule(Grounded):
    """Which articles an act engages."""

    act: str
    acts: list[str]
    when: list[str] = []
    bearer: str
    provisions: list[Provision] = Field(min_length=1)
    elements: list[str] = Field(min_length=1)
    exceptions: list[str] = []
    beside: list[str] = []


class Door(Grounded):
    """A body that may be seized."""

    label: str
    kind: Literal["complaint", "inquiry", "visit", "procedure"]
    instrument: str = ""
    article: str = ""
    needs_declaration: bool = False
    always: bool = False


class Declaration(Grounded):
    """A state's acceptance of a procedure."""

    state: str
    instrument: str
    article: str
    made: str


class Domestic(Grounded):
    """An act of a state's own law."""

    state: str
    title: str
    since: Day | None = None
    about: str
    family: str = ""


class StatusTest(Grounded):
    """What makes a person protected."""

    label: str
    elements: list[str]


class KnownError(Grounded):
    """A mistake of law in a source."""

    said_by: str
    claim: str
    correct: str
    instrument: str = ""


class _Reachable(_Row):
    """A row of the channels file: no confidence, but it may rest on memory."""

    verified: bool = True


class Channel(_Reachable):
    """One way out."""

    label: dict[str, str]
    kind: Literal["communication", "report", "statement", "letter", "alert", "publication"]
    doors: list[str] = []
    languages: list[str]
    consent: list[str] = []
    named: bool = False
    consent_name: str = ""
    per_person: bool = False
    words: dict[str, int] = {}
    pages: dict[str, int] = {}
    footnotes_counted: bool = False
    urgent_months: int | None = None
    reply_days: int | None = None
    before_session_days: int | None = None
    rules: list[str] = []
    acts: list[str] = []
    remark: str = ""
    confidence: Literal["high", "medium", "low", ""] = ""


class ChannelField(_Reachable):
    """One thing that a channel asks for."""

    channel: str
    name: str
    label: dict[str, str]
    need: Literal["must", "should", "may"]
    fill: str = ""
    at_least: Literal["day", "month", "year", ""] = ""


class Addressee(_Reachable):
    """An office that letters go to."""

    state: str = ""
    kind: str
    title: dict[str, str]
    salutation: dict[str, str]
    tonight: dict[str, str] = {}


class Occasion(_Reachable):
    """Something that comes round each year."""

    kind: Literal["anniversary", "session", "deadline", "season"]
    begins: str = Field(alias="from", pattern=r"^\d\d(-\d\d)?$")
    to: str = Field(default="", pattern=r"^(\d\d(-\d\d)?)?$")
    since: int | None = None
    prepare_days: int | None = None
    channel: str = ""
    label: dict[str, str]
    note: str = ""


class Body(Grounded):
    """A body, a group of states, a coalition: who belongs to it and since when it exists."""

    kind: Literal["group of states", "united nations", "parliament", "organisation", "coalition", "dialogue"]
    en: str
    ko: str = ""
    zh: str = ""
    also: list[str] = []
    founded: Day | None = None
    seat: str = ""
    members: list[str] = []


class Position(Grounded):
    """What a state or a body said or did on a day, before whom, in which words."""

    kind: Literal[
        "position", "claim", "denial", "reply", "request", "pressure", "access", "visit", "report", "observation",
        "text", "resolution", "vote", "law", "rating", "summit", "talks", "meeting", "hearing", "strain",
    ]  # fmt: skip
    by: str
    to: list[str] = []
    speaker: str = ""
    date: Day | None = None
    until: Day | None = None
    forum: str = ""
    symbol: str = ""
    place: str = ""
    what: str
    wording: str = ""
    quoted: bool = False
    topics: list[str] = []
    outcome: Literal[
        "", "for", "against", "abstained", "absent", "adopted", "rejected", "in committee", "passed one chamber",
        "in force", "extended", "granted", "refused", "received", "no answer",
    ] = ""  # fmt: skip
    value: str = ""
    rights_raised: Literal["yes", "no", ""] = ""
    due: Day | None = None
    answers: str = ""
    present: list[str] = []
    cases: list[str] = []
