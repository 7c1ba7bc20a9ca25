"""Coded acts held against each element of each rule: met, not met, cannot be told, not stated, and on what."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen import dates, law, vocab
from tumen.errors import LawError
from tumen.law import Answer, Coded, CodedAct, Shown

PACK = vocab.load_pack()
KNOWN = law.register(PACK)
BY_CHINA = (Coded(field="agency_state", code="CHN", passage="P-1"), Coded(field="place_state", code="CHN"))


def held(
    act: str, on: str, *values: Coded, states: tuple[str, ...] = (), **more: object
) -> dict[str, law.Finding]:
    coded = CodedAct(act=act, on=dates.parse(on), values=values, **more)  # type: ignore[arg-type]
    return {f.rule.code: f for f in law.characterise(coded, PACK, states=states)}


def shown(finding: law.Finding) -> dict[str, Shown]:
    return {e.code: e.shown for e in finding.elements}


def test_the_state_is_that_of_the_agency_or_the_place_and_never_guessed() -> None:
    finding = held("REFOUL", "2013-11", *BY_CHINA)["R01"]
    assert (finding.state.code, finding.why_state) == ("CHN", ("agency", "place"))
    assert held("REFOUL", "2013-11") == {}


def test_an_element_is_met_with_the_passage_that_says_so() -> None:
    finding = held("REFOUL", "2013-11", *BY_CHINA)["R01"]
    assert shown(finding)["attribution"] is Shown.YES
    assert finding.evidence["attribution"][0].passages == ("P-1",)
    assert shown(finding)["refugee-in-fact"] is Shown.NOT_STATED
    assert "refugee-in-fact" not in finding.evidence


@pytest.mark.parametrize(
    ("low", "high", "answer"), [("15", 17, Shown.YES), ("18", 40, Shown.NO), ("17", 18, Shown.CANNOT_TELL)]
)
def test_a_child_is_told_by_the_age_on_the_day_and_a_vague_age_tells_nothing(
    low: str, high: int, answer: Shown
) -> None:
    finding = held("REFOUL", "2017-11", *BY_CHINA, Coded(field="age", code=low, most=high))["R04"]
    assert shown(finding)["under-18"] is answer


def test_two_sources_that_differ_leave_the_element_open_with_both() -> None:
    ages = (Coded(field="age", code="15", passage="P-1"), Coded(field="age", code="20", passage="P-2"))
    finding = held("REFOUL", "2017-11", *BY_CHINA, *ages)["R04"]
    assert shown(finding)["under-18"] is Shown.CANNOT_TELL
    assert {p for e in finding.evidence["under-18"] for p in e.passages} == {"P-1", "P-2"}


def test_a_missing_code_refutes_nothing() -> None:
    finding = held("REFOUL", "2013-11", Coded(field="place_state", code="CHN"))["R02"]
    assert shown(finding)["attribution"] is Shown.NOT_STATED


def test_what_a_person_answered_stands_above_the_codes_with_its_reason() -> None:
    said = (Answer(element="refugee-in-fact", shown=dates.Truth.YES, why="recognised under the mandate"),)
    finding = held("REFOUL", "2013-11", *BY_CHINA, answers=said)["R01"]
    assert shown(finding)["refugee-in-fact"] is Shown.YES
    assert finding.evidence["refugee-in-fact"][0].by_person


def test_no_sentence_says_that_a_right_was_violated() -> None:
    for finding in held("REFOUL", "2013-11", *BY_CHINA).values():
        assert "violat" not in finding.say()
        assert "may amount to" in finding.say() or "No article" in finding.say()


def test_declarations_never_count_as_in_force() -> None:
    finding = held("ARREST", "2013-11", *BY_CHINA)["R12"]
    assert {c.instrument for c in finding.in_force} == set()
    assert "UDHR" in {c.instrument for c in finding.candidates}


def test_torture_after_return_bears_on_the_danger_and_exceptions_stand_beside() -> None:
    finding = held("REFOUL", "2013-11", *BY_CHINA, Coded(field="later_act", code="BEAT", passage="P-7"))[
        "R02"
    ]
    assert shown(finding)["torture-danger"] is Shown.YES
    assert "absolute" in finding.rule.exceptions[0]
    assert "R01" in finding.rule.beside


# Patterns of the situation: act, state, day, and the rule that must be offered with an article in force.
CALLED = [
    ("REFOUL", "CHN", "2013-11", "R01"),
    ("REFOUL", "CHN", "2013-11", "R02"),
    ("TORTURE", "PRK", "2005", "R10"),
    ("DISAPP", "PRK", "2005", "R11"),
    ("ARBDET", "PRK", "2005", "R12"),
    ("EXECPUB", "PRK", "2008-02-20", "R13"),
    ("SHOOT", "PRK", "2012", "R14"),
    ("FABORT", "PRK", "2005", "R15"),
    ("TRAFFMAR", "CHN", "2015", "R17"),
    ("FMARR", "CHN", "2015", "R18"),
    ("COLLPUN", "PRK", "2005", "R26"),
    ("DENYUNHCR", "CHN", "2005", "R09"),
    ("HARASSHRD", "CHN", "2012", "R21"),
    ("DENYFOOD", "PRK", "2005", "R23"),
    ("HANDOVER", "CHN", "2013", "R30"),
    ("NOCONSUL", "CHN", "2012-04", "R20"),
    ("BODYSRCH", "PRK", "2005", "R16"),
]


@pytest.mark.parametrize(("act", "state", "on", "rule"), CALLED)
def test_every_pattern_of_the_situation_calls_its_rule(act: str, state: str, on: str, rule: str) -> None:
    values = (Coded(field="agency_state", code=state), Coded(field="place_state", code=state))
    finding = held(act, on, *values)[rule]
    assert finding.in_force
    assert all(c.bound.sources for c in finding.in_force)


def test_custom_and_peremptory_rules_are_marked() -> None:
    found = held("TORTURE", "2005", Coded(field="agency_state", code="PRK"))["R10"]
    assert [c.instrument for c in found.in_force if c.peremptory] == ["CUSTOM-TORTURE"]
    lao = held("REFOUL", "2013-05", Coded(field="agency_state", code="LAO"))["R01"]
    assert [c.force for c in lao.in_force] == [law.Force.CUSTOM]


def test_a_field_nobody_codes_and_a_condition_nobody_can_read_are_refused() -> None:
    with pytest.raises(LawError, match="height"):
        held("REFOUL", "2013", Coded(field="height", code="2"))
    facts = vocab.thaw(PACK.facts("law"))
    facts["tables"]["elements"][0]["shown_by"] = ["act is REFOUL"]
    with pytest.raises(LawError, match="act is REFOUL"):
        law.register(PACK.with_facts("law", facts))


CODES = [t.code for t in PACK.vocabulary("act_type")]
STATES = ["CHN", "PRK", "LAO"]
CALLING = [("facility", "KWANLISO"), ("agency", "NG-HUSB"), ("charge", "FC-ENTRY"), ("status", "ST-UNDOC")]
"""What calls a rule beside the act, and what bears on an element."""
ACTS = st.tuples(
    st.sampled_from(CODES), st.sampled_from(STATES), st.integers(718_000, 739_000), st.sampled_from([0, 30, 365, 9000]),
    st.lists(st.tuples(st.sampled_from(["also", "later_act"]), st.sampled_from(CODES)), max_size=3),
    st.lists(st.tuples(st.sampled_from(["agency_state", "place_state"]), st.sampled_from(STATES)), max_size=2),
    st.sampled_from(["", "f", "m"]), st.integers(-1, 30), st.integers(0, 3),
    st.lists(st.sampled_from(CALLING), max_size=2, unique=True),
)  # fmt: skip
NUMBER = {Shown.NO: 0, Shown.CANNOT_TELL: 1, Shown.YES: 2, Shown.NOT_STATED: 3}


@settings(deadline=None, max_examples=15)
@given(st.lists(ACTS, min_size=1, max_size=6))
def test_many_acts_at_once_give_the_answers_of_one_by_one(rows: list[tuple]) -> None:  # type: ignore[type-arg]
    values: dict[str, list[tuple[int, str]]] = {}
    for i, row in enumerate(rows):
        for name, code in [*row[4], *row[5], *row[9], *([("sex", row[6])] if row[6] else [])]:
            values.setdefault(name, []).append((i, code))
    ages = np.array([r[7] for r in rows])
    table = law.ActTable(
        act=np.array([r[0] for r in rows]), state=np.array([r[1] for r in rows]),
        low=np.array([r[2] for r in rows]), high=np.array([r[2] + r[3] for r in rows]),
        values={k: (np.array([i for i, _ in v]), np.array([c for _, c in v])) for k, v in values.items()},
        age_low=ages, age_high=np.where(ages < 0, -1, ages + np.array([r[8] for r in rows])),
    )  # fmt: skip
    many = law.characterise_many(table, PACK)
    for i, (act, state, low, span, more, where, sex, age, wide, calling) in enumerate(rows):
        coded = [
            Coded(field="act", code=act),
            *(Coded(field=f, code=c) for f, c in [*more, *where, *calling]),
        ]
        coded += [Coded(field="sex", code=sex)] if sex else []
        coded += [Coded(field="age", code=str(age), most=age + wide)] if age >= 0 else []
        ends = [date.fromordinal(d).isoformat() for d in (low, low + span)]
        found = held(act, ends[0] if not span else "/".join(ends), *coded, states=(state,))
        for rule, finding in found.items():
            for c in finding.candidates:
                column = many.provisions.index((rule, c.instrument, c.article))
                assert many.applies[i, column] == {"no": 0, "cannot tell": 1, "yes": 2}[c.applies.value]
            for e in finding.elements:
                assert many.shown[i, many.elements.index(e.code)] == NUMBER[e.shown]
        assert set(found) == {r for j, r in enumerate(many.rules) if many.called[i, j]}
