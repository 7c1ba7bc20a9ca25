"""Characterising a coded act: whose duty it may touch, which articles, and each element held against what was coded.

The state is not guessed: candidates are the states whose organs are named and the state of the place. An element is met
when a condition of the pack holds for what sources say, not met when one refutes it, and cannot be told when sources
differ or a date is too vague. Everything else is not stated. Each answer keeps the passages it rests on. A person's own
answer, with its reason, stands above what codes show. Nothing here says that a right was violated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tumen.dates import Date, Truth
from tumen.errors import LawError
from tumen.law.characterise import Candidate, Element, Shown, candidates
from tumen.law.conditions import BEARER, FIELDS, NUMBERS, Condition, ElementTest, Part
from tumen.law.look_up import Act, find_act, find_state
from tumen.law.nouns import Rule, State
from tumen.law.register import AnyPack, Register, register


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """One coded value, and where it is said.

    Attributes:
        field: One of `conditions.FIELDS`.
        code: The code; for a number of `conditions.NUMBERS` its least value, for `transfer` and `price` anything.
        most: For a number: the greatest value it can mean, where it is a range; None otherwise.
        passage: Where it is said, as the caller names passages; empty without one.
    """

    field: str
    code: str
    most: int | None = None
    passage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A person's answer about one element, which stands above what codes show."""

    element: str
    shown: Truth
    why: str
    passage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedAct:
    """An act as coded, with what else is told of it and of its victim.

    Attributes:
        act: Code of `act_type`, or id of a rule.
        on: When; of any precision. None when no date is told: then no instrument can be held against it.
        values: Everything coded.
        answers: What persons answered, latest last.
    """

    act: str
    on: Date | None
    values: tuple[Coded, ...] = ()
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why an element has its answer: the line of the pack that held, or a person's reason, and the passages.

    `bears` marks a line that shows nothing by itself: a reason to ask.
    """

    because: str
    passages: tuple[str, ...]
    by_person: bool = False
    bears: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule held against one state.

    Attributes:
        rule: The rule.
        state: Whose duty is asked about.
        why_state: Why this state: `agency` when one of its organs is named, `place` when it was done there.
        candidates: Every article with its binding force on that day; elements carry the answers.
        elements: Each element with its answer.
        evidence: Element id to what its answer rests on; missing where it is not stated.
    """

    rule: Rule
    state: State
    why_state: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    elements: tuple[Element, ...]
    evidence: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)

    def count(self, shown: Shown) -> int:
        """How many elements have this answer."""
        return sum(e.shown is shown for e in self.elements)

    @property
    def in_force(self) -> tuple[Candidate, ...]:
        """Articles that bound the state on that day; soft law never does."""
        return tuple(c for c in self.candidates if c.applies is Truth.YES)

    def say(self) -> str:
        """The finding as an English sentence with its citations; never that something was a violation."""
        name, cited = self.state.name(), ", ".join(c.citation for c in self.in_force)
        told = f"{self.count(Shown.YES)} of {len(self.elements)} elements are met as coded"
        if not cited:
            return f"No article of {self.rule.code} is shown to have bound {name} on that day. {told}."
        if self.count(Shown.NO):
            against = "; ".join(e.text for e in self.elements if e.shown is Shown.NO)
            return f"{name} was bound by {cited}. {told}. Not met: {against}."
        rest = sum(e.open for e in self.elements)
        tail = f"; {rest} still {'has' if rest == 1 else 'have'} to be shown" if rest else ""
        return f"This may amount to {self.rule.label} ({self.rule.code}): {name} was bound by {cited}. {told}{tail}."

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "rule": self.rule.code, "label": self.rule.label, "state": self.state.code,
            "why_state": list(self.why_state), "says": self.say(), "candidates": [c.as_dict() for c in self.candidates],
            "elements": [
                {
                    "id": e.code, "text": e.text, "shown": e.shown.value,
                    "evidence": [
                        {
                            "because": v.because, "passages": list(v.passages), "by_person": v.by_person,
                            "bears": v.bears,
                        }
                        for v in self.evidence.get(e.code, ())
                    ],
                }
                for e in self.elements
            ],
            "exceptions": list(self.rule.exceptions), "beside": list(self.rule.beside),
        }  # fmt: skip


def characterise(coded: CodedAct, pack: AnyPack, *, states: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Hold a coded act against every rule it calls for, for every state it may concern.

    Args:
        coded: The act.
        pack: The situation pack, or its name.
        states: States to ask about; without any, those whose organs are coded and that of the place.

    Returns:
        Findings, first those with an article in force and the most elements met.

    Raises:
        UnknownAct: No act or rule of that name.
        UnknownState: The register has no such state.
        LawError: A value is of a field, or an answer about an element, that the register does not have.
    """
    known = register(pack)
    _check(coded, known)
    act, day = find_act(coded.act, pack), coded.on
    asked = {find_state(s, known).code: ("asked",) for s in states} or _concerned(coded, known)
    values = by_field(coded.values)
    findings = [
        _finding(known, act, rule, known.states[state], why, coded, day)
        for state, why in asked.items()
        for rule in _called(act, known, values, state)
    ]
    return tuple(sorted(findings, key=lambda f: (-bool(f.in_force), f.count(Shown.NO), -f.count(Shown.YES))))


def answer_element(
    test: ElementTest | None, values: Mapping[str, list[Coded]], bearer: str
) -> tuple[Shown, tuple[Evidence, ...]]:
    """What codes say of one element: the answer and the lines and passages it rests on."""
    if test is None:
        return Shown.NOT_STATED, ()
    held = [(e, t) for c in test.shown_by for e, t in _holding(c, values, bearer)]
    against = [(e, t) for c in test.refuted_by for e, t in _holding(c, values, bearer)]
    sure = any(t is Truth.YES for _, t in held)
    refuted = any(t is Truth.YES for _, t in against)
    asks = tuple(replace(e, bears=True) for c in test.bears for e, _ in _holding(c, values, bearer))
    evidence = tuple(e for e, _ in (*held, *against))
    if sure and refuted:
        return Shown.CANNOT_TELL, evidence
    if sure or refuted:
        return (Shown.YES if sure else Shown.NO), evidence
    return (Shown.CANNOT_TELL if evidence else Shown.NOT_STATED), (*evidence, *asks)


def _called(act: Act, known: Register, values: Mapping[str, list[Coded]], bearer: str) -> list[Rule]:
    """Rules that the act calls for, then those that what else is coded calls for; a rule asked for stands alone."""
    told = {**values, "act": [*values.get("act", ()), *(Coded(field="act", code=c) for c in act.codes)]}
    more = [
        rule
        for rule in known.rules.values()
        if act.codes and rule not in act.rules and any(any(_holding(c, told, bearer)) for c in rule.when)
    ]
    return [*act.rules, *more]


def by_field(values: Iterable[Coded]) -> dict[str, list[Coded]]:
    """Coded values under what they are about."""
    grouped: dict[str, list[Coded]] = defaultdict(list)
    for value in values:
        grouped[value.field].append(value)
    return grouped


def _check(coded: CodedAct, known: Register) -> None:
    strange = sorted({v.field for v in coded.values} - set(FIELDS))
    strange += sorted({a.element for a in coded.answers} - set(known.elements))
    if strange:
        raise LawError(
            f"The register knows nothing of {', '.join(strange)}.", hint=f"Fields are {', '.join(FIELDS)}."
        )


def _concerned(coded: CodedAct, known: Register) -> dict[str, tuple[str, ...]]:
    """States that the coded act points to, and by what."""
    found: dict[str, tuple[str, ...]] = {}
    for kind, word in (("agency_state", "agency"), ("place_state", "place")):
        for value in coded.values:
            if value.field == kind and value.code in known.states and word not in found.get(value.code, ()):
                found[value.code] = (*found.get(value.code, ()), word)
    return found


def _finding(
    known: Register,
    act: Act,
    rule: Rule,
    state: State,
    why: tuple[str, ...],
    coded: CodedAct,
    day: Date | None,
) -> Finding:
    values = by_field(coded.values)
    answered = {e: answer_element(known.tests.get(e), values, state.code) for e in rule.elements}
    for answer in coded.answers:
        if answer.element in answered:
            said = Evidence(
                because=answer.why, passages=(answer.passage,) if answer.passage else (), by_person=True
            )
            answered[answer.element] = (Shown(answer.shown.value), (said, *answered[answer.element][1]))
    elements = tuple(
        Element(code=e, text=known.elements[e], shown=shown) for e, (shown, _) in answered.items()
    )
    only = replace(act, rules=(rule,))
    found = () if day is None else candidates(only, state, day, known, facts={})
    return Finding(
        rule=rule, state=state, why_state=why, elements=elements,
        candidates=tuple(replace(c, elements=elements) for c in found),
        evidence={e: evidence for e, (_, evidence) in answered.items() if evidence},
    )  # fmt: skip


def _holding(
    condition: Condition, values: Mapping[str, list[Coded]], bearer: str
) -> Iterator[tuple[Evidence, Truth]]:
    """The evidence of one line when all its parts hold, or may hold."""
    passages: list[str] = []
    truth = Truth.YES
    for part in condition.parts:
        fits = [(v, t) for v in values.get(part.field, ()) if (t := _fits(part, v, bearer)) is not Truth.NO]
        if not fits:
            return
        # two sources may give two ages: one that surely fits beside one that surely does not is a contradiction
        if part.field in NUMBERS and len(fits) < len(values[part.field]):
            truth = Truth.CANNOT_TELL
        if all(t is Truth.CANNOT_TELL for _, t in fits):
            truth = Truth.CANNOT_TELL
        passages += [v.passage for v, _ in fits if v.passage]
    yield Evidence(because=condition.text, passages=tuple(dict.fromkeys(passages))), truth


def _fits(part: Part, value: Coded, bearer: str) -> Truth:
    if not value.code:
        return Truth.NO
    if part.any_code:
        return Truth.YES
    if part.codes:
        wanted = {bearer if c == BEARER else c for c in part.codes}
        return Truth.YES if value.code in wanted else Truth.NO
    low, high = int(value.code), int(value.code) if value.most is None else value.most
    if part.most is not None:
        return _ordered(high <= part.most, low > part.most)
    return _ordered(low >= (part.least or 0), high < (part.least or 0))


def _ordered(sure: bool, never: bool) -> Truth:  # noqa: FBT001  (both are answers of comparisons, read in one place)
    if sure:
        return Truth.YES
    return Truth.NO if never else Truth.CANNOT_TELL
