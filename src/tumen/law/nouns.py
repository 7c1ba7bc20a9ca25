"""The nouns of the register: states, instruments, what a state did with a treaty, rules and what they ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tumen import dates
from tumen.dates import Date
from tumen.law.conditions import Condition


class Force(StrEnum):
    """Whom an instrument binds."""

    BINDING = "binding"
    """A treaty or agreement: binds its parties from entry into force."""
    CUSTOM = "custom"
    """Binds every state; from which day on has to be argued, not looked up."""
    SOFT = "soft"
    """Binds nobody by itself and can be no ground for a breach alone."""


class Kind(StrEnum):
    """What sort of instrument it is."""

    TREATY = "treaty"
    AGREEMENT = "agreement"
    CUSTOM = "custom"
    PRINCIPLES = "principles"
    DECLARATION = "declaration"
    INTERPRETATION = "interpretation"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state of the register.

    Attributes:
        code: ISO 3166-1 alpha-3, or a made-up code in a made-up pack.
        names: Language to name.
        also: Further names people write.
        official: Language to the long name that a letter uses.
        wrong: Names that look official and are not this state's.
        organs: Codes of the vocabulary `agency` that act for this state.
    """

    code: str
    names: Mapping[str, str]
    also: tuple[str, ...] = ()
    official: Mapping[str, str] = field(default_factory=dict)
    wrong: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()

    def name(self, language: str = "en") -> str:
        """Its name, in English if need be, or the code."""
        return self.names.get(language) or self.names.get("en") or self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A treaty, agreement, declaration or body of custom.

    Attributes:
        code: Id in the pack.
        kind: What sort of instrument.
        force: Whom it binds.
        law: Body of law it belongs to (`refugee`, `human-rights`, `criminal`, …).
        short: Name used in citations.
        title: Full title.
        names: Language to usual name.
        also: Further names people write.
        adopted: When the text was adopted; None when not stated.
        in_force: When the treaty itself entered into force, which is not the day for one state.
        entry_article: Article with the rule by which it enters into force for a later state.
        signed: For an agreement: when it was signed.
        parties: For an agreement: who concluded it.
        ended: For an agreement: None while no end is known; `unknown` when it ended on a day nobody states.
        text: For an agreement: `read` at first hand, known from `secondary` sources only, `not-found`, `not-public`.
        series: Volume and first page in a treaty series.
        peremptory: Those of its articles or rules (`general`: all of it) that are held to be peremptory (jus cogens).
        remark: What a reader must know; may be empty.
        sources: Ids of sources of the pack.
        confidence: `high`, `medium` or `low`.
        verified: Whether sources, not memory, carry it.
    """

    code: str
    kind: Kind
    force: Force
    law: str
    short: str
    title: str
    names: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    adopted: Date | None = None
    in_force: Date | None = None
    entry_article: str = ""
    signed: Date | None = None
    parties: tuple[str, ...] = ()
    ended: str | None = None
    text: str = ""
    series: str = ""
    peremptory: tuple[str, ...] = ()
    remark: str = ""
    sources: tuple[str, ...] = ()
    confidence: str = ""
    verified: bool = True

    def name(self, language: str = "en") -> str:
        """The usual name in one language, or the short name."""
        return self.names.get(language) or self.short

    def cite(self) -> str:
        """As a footnote cites it: title, day of adoption or signature, treaty series, entry into force."""
        day = self.adopted or self.signed
        parts = [
            self.title, dates.say(day, "en") if day is not None else "", self.series,
            f"in force {dates.say(self.in_force, 'en')}" if self.in_force is not None else "",
        ]  # fmt: skip
        return ", ".join(p for p in parts if p)


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyStatus:
    """What one state did with one treaty.

    Attributes:
        standing: `party`, `signatory` or `none`, as far as known.
        signed: When it signed; None when it did not or when that is not stated.
        act: By which act it became a party (`ratification`, `accession`, …); empty when it did not.
        deposited: When that act was deposited.
        in_force: When the treaty entered into force for this state.
        computed: Article by whose rule `in_force` was computed from the deposit; empty when a source states it.
        signature_withdrawn: When it declared that it would not become a party.
        checked_to: Last date to which the absence of an act is established.
    """

    state: str
    instrument: str
    standing: str
    signed: Date | None = None
    act: str = ""
    deposited: Date | None = None
    in_force: Date | None = None
    computed: str = ""
    signature_withdrawn: Date | None = None
    checked_to: Date
    remark: str = ""
    sources: tuple[str, ...] = ()
    confidence: str = ""
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Denunciation:
    """A notice of withdrawal, whether or not it had any effect.

    Attributes:
        effect: `none` when the withdrawal was not possible, `ended` when it took effect.
        ended: From when on the state was no longer bound; None without effect.
    """

    code: str
    state: str
    instrument: str
    notified: Date
    effect: str
    ended: Date | None = None
    remark: str = ""
    sources: tuple[str, ...] = ()
    confidence: str = ""
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """A reservation, declaration or understanding of one state.

    Attributes:
        kind: `reservation`, `declaration` or `understanding`.
        articles: Articles it touches; empty when its content is not verified.
        scope: What of these articles, if not all.
        withdrawn: None while it stands; `unknown` when it was withdrawn on a day the register does not have;
            else the date.
    """

    code: str
    state: str
    instrument: str
    kind: str
    articles: tuple[str, ...]
    scope: str = ""
    withdrawn: Date | str | None = None
    remark: str = ""
    sources: tuple[str, ...] = ()
    confidence: str = ""
    verified: bool = True

    def touches(self, article: str) -> bool:
        """Whether it may change what `article` asks of the state: same article, a part of it, or the whole of it."""
        return not self.articles or any(_within(a, article) or _within(article, a) for a in self.articles)


def _within(part: str, whole: str) -> bool:
    return part == whole or part.startswith(f"{whole}(")


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article of an instrument and, in a few words, what it is about.

    Attributes:
        words: Words of it, where they are kept; unchanged.
        words_from: Id of the source from which they are: the text itself, or whoever quotes it.
    """

    instrument: str
    article: str
    about: str
    words: str = ""
    words_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Which articles an act engages, and what must be shown.

    Attributes:
        code: Id in the pack (`R01`).
        label: The act in words.
        acts: Codes of the vocabulary `act_type` that call for this rule.
        when: What else calls for it, whatever the act: one of these conditions holds for what is coded.
        bearer: Which state's duty it is, in words.
        provisions: Pairs of instrument code and article.
        elements: Ids of what must be shown.
        exceptions: What could defeat it, in words.
        beside: Ids of rules to read beside it: alternatives and further duties.
    """

    code: str
    label: str
    acts: tuple[str, ...]
    bearer: str
    provisions: tuple[tuple[str, str], ...]
    elements: tuple[str, ...]
    when: tuple[Condition, ...] = ()
    exceptions: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    remark: str = ""
    sources: tuple[str, ...] = ()
    confidence: str = ""
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A body that may be seized.

    Attributes:
        kind: `complaint`, `inquiry`, `visit` or `procedure`.
        instrument: The treaty that opens it; empty for bodies open against any state.
        article: The article of that treaty, where the door hangs on one.
        needs_declaration: Whether being a party is not enough.
    """

    code: str
    label: str
    kind: str
    instrument: str = ""
    article: str = ""
    needs_declaration: bool = False
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A state's acceptance of a procedure, or the finding that there was none.

    Attributes:
        accepted: Whether there is a declaration; False is known only up to the day to which the register is complete.
        made: When it was made; None when the register has no day.
    """

    state: str
    instrument: str
    article: str
    accepted: bool
    made: Date | None
    sources: tuple[str, ...] = ()
    confidence: str = ""
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DomesticLaw:
    """An act of one state's own law, or one version of it.

    Attributes:
        since: From when it has this content; None when not stated.
        family: Versions of one act share this; empty for an act with one version here.
    """

    code: str
    state: str
    title: str
    since: Date | None
    about: str
    family: str = ""
    remark: str = ""
    sources: tuple[str, ...] = ()
    confidence: str = ""
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusTest:
    """What makes a person a refugee, or otherwise protected, element by element."""

    code: str
    label: str
    elements: tuple[str, ...]
    sources: tuple[str, ...] = ()
    confidence: str = ""
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownError:
    """A statement of law found in a source, and what is right instead."""

    code: str
    said_by: str
    claim: str
    correct: str
    instrument: str = ""
    sources: tuple[str, ...] = ()
