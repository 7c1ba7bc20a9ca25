"""Which articles an act engages for a state on a date, and what is still open before anything may be called a breach.

Nothing here says that a right was violated. Each candidate names the article, whether it bound the state on that day
(yes, no, cannot tell), reservations that touch it, and each element that has to be shown: not stated until
somebody gives a fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tumen.dates import Date, Truth
from tumen.errors import LawError
from tumen.law.binding import Bound, bound_in
from tumen.law.look_up import Act, find_act, find_state
from tumen.law.nouns import Force, Reservation, Rule, State
from tumen.law.register import AnyPack, Register, register


class Shown(StrEnum):
    """What is known of an element."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot tell"
    NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One thing that has to be shown, and whether it is."""

    code: str
    text: str
    shown: Shown

    @property
    def open(self) -> bool:
        """Whether it is neither shown nor refuted."""
        return self.shown in (Shown.NOT_STATED, Shown.CANNOT_TELL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One article of one instrument that an act may engage.

    Attributes:
        rule: Code of the rule.
        act: The act as the rule names it.
        state: Code of the state.
        on: The date of the act.
        instrument: Code of the instrument.
        article: The article; `general` when the instrument as a whole is meant.
        about: What the article is about, in a few words; may be empty.
        words: Words of the article, where the register keeps some.
        words_from: Id of the source from which they are.
        citation: As it is cited, for example `1951 Convention, art. 33(1)`.
        force: Whether it binds parties, every state, or nobody by itself.
        peremptory: Whether the rule is held to be peremptory (jus cogens).
        applies: Whether the instrument bound the state on that date.
        bound: The full answer behind `applies`.
        bearer: Which state's duty it is, in words: the state asked about has to be that one.
        elements: What has to be shown.
        reservations: Those that touch this article and stood, or may have stood, on that date.
        remark: What else a reader must know.
        sources: Ids of sources of the rule.
        confidence: Of the rule; that of the treaty status is in `bound`.
        verified: Whether sources, not memory, carry rule and status.
    """

    rule: str
    act: str
    state: str
    on: Date
    instrument: str
    article: str
    about: str
    citation: str
    force: Force
    peremptory: bool
    applies: Truth
    bound: Bound
    bearer: str
    elements: tuple[Element, ...]
    reservations: tuple[Reservation, ...]
    remark: str
    sources: tuple[str, ...]
    confidence: str
    verified: bool
    words: str = ""
    words_from: str = ""

    @property
    def open_elements(self) -> tuple[Element, ...]:
        """What is still to be shown."""
        return tuple(e for e in self.elements if e.open)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; dates as EDTF."""
        return {
            "rule": self.rule, "act": self.act, "state": self.state, "on": self.on.edtf, "instrument": self.instrument,
            "article": self.article, "about": self.about, "words": self.words,
            "words_from": self.words_from, "citation": self.citation, "force": self.force.value,
            "peremptory": self.peremptory, "applies": self.applies.value, "bound": self.bound.as_dict(),
            "bearer": self.bearer,
            "elements": [{"id": e.code, "text": e.text, "shown": e.shown.value} for e in self.elements],
            "open_elements": [e.code for e in self.open_elements],
            "reservations": [r.code for r in self.reservations], "remark": self.remark,
            "sources": list(self.sources), "confidence": self.confidence, "verified": self.verified,
        }  # fmt: skip


def applicable(
    act: str, state: str, on: Date, pack: AnyPack, *, facts: Mapping[str, Truth] | None = None
) -> tuple[Candidate, ...]:
    """The articles that an act may engage for a state on a date.

    Those in force come first, then those for which that cannot be told, then those not in force, each in pack
    order. Articles not in force are kept, because "was not a party" is an answer too.

    Args:
        act: Code of `act_type`, id of a rule, or a label in any language of the pack.
        state: Code or name of the state whose duty is asked about.
        on: When the act was done; of any precision.
        pack: The situation pack, or its name.
        facts: Element id to whether it is shown. What is missing is not stated.

    Raises:
        UnknownAct: No act, rule or label of that name.
        UnknownState: The register has no such state.
        LawError: A fact is given for an element that the register does not have.
    """
    known = register(pack)
    return candidates(find_act(act, pack), find_state(state, known), on, known, facts=facts or {})


def candidates(
    act: Act, state: State, on: Date, known: Register, *, facts: Mapping[str, Truth]
) -> tuple[Candidate, ...]:
    """`applicable` for an act and a state that were already looked up."""
    if strange := sorted(set(facts) - set(known.elements)):
        raise LawError(
            f"No rule has the element {', '.join(strange)}.", hint="`--json` lists the elements by id."
        )
    answers = {
        i: bound_in(known, state, known.instruments[i], on) for r in act.rules for i, _ in r.provisions
    }
    found = [
        _candidate(known, rule, answers[instrument], article, on, facts=facts)
        for rule in act.rules
        for instrument, article in rule.provisions
    ]
    order = (Truth.YES, Truth.CANNOT_TELL, Truth.NO)
    return tuple(sorted(found, key=lambda c: order.index(c.applies)))


def _candidate(
    known: Register, rule: Rule, answer: Bound, article: str, on: Date, *, facts: Mapping[str, Truth]
) -> Candidate:
    instrument = known.instruments[answer.instrument]
    about = known.articles.get((instrument.code, article))
    return Candidate(
        rule=rule.code, act=rule.label, state=answer.state, on=on, instrument=instrument.code, article=article,
        about="" if about is None else about.about, words="" if about is None else about.words,
        words_from="" if about is None else about.words_from, citation=_citation(instrument.short, article),
        force=instrument.force, peremptory=article in instrument.peremptory, applies=answer.truth, bound=answer,
        bearer=rule.bearer, elements=tuple(_element(known, e, facts) for e in rule.elements),
        reservations=tuple(r for r in answer.reservations if r.touches(article)), remark=rule.remark,
        sources=rule.sources, confidence=rule.confidence, verified=rule.verified and answer.verified,
    )  # fmt: skip


def _element(known: Register, code: str, facts: Mapping[str, Truth]) -> Element:
    shown = Shown(facts[code].value) if code in facts else Shown.NOT_STATED
    return Element(code=code, text=known.elements[code], shown=shown)


def _citation(short: str, article: str) -> str:
    if article == "general":
        return short
    numbered = article[0].isdigit() or article.split("(")[0].isupper()
    return f"{short}, art. {article}" if numbered else f"{short} ({article})"
