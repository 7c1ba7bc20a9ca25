"""Relatives whom sources name beside a person are evidence, and siblings do not become one person by their mother."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from tumen import linkage
from tumen.errors import MentionsError

QUICK = linkage.LinkSettings(draws=10, parameter_draws=2)
Row = dict[str, str]


@pytest.fixture(scope="module")
def strangers(world: Callable[..., object]) -> tuple[Row, ...]:
    """Others, from whom chance agreement is learnt."""
    return world(30, seed=3).rows  # type: ignore[attr-defined, no-any-return]


def person(mention: str, source: str, name: str, **told: str) -> Row:
    return {"mention_id": mention, "source_id": source, "name": name, **told}


def heard(source: str, name: str, relative: str, relation: str, **told: str) -> list[Row]:
    """Somebody interviewed, and one relative of theirs: ids are the source with `0` and `1`."""
    return [
        person(f"{source}0", source, name, **told),
        person(f"{source}1", source, relative, related_to=f"{source}0", relation=relation),
    ]


def linked(rows: Sequence[Row]) -> linkage.Linkage:
    return linkage.link(linkage.Mentions.from_rows(rows), settings=QUICK, rng=np.random.default_rng(1))


def bits(found: linkage.Linkage, one: str, other: str, field: str) -> float:
    return sum(step.weight_log2 for step in found.explain(one, other) if step.field == field)


def test_a_spouse_who_fits_speaks_for_one_person_and_one_who_does_not_for_two(
    strangers: tuple[Row, ...],
) -> None:
    rows = [
        *heard("p", "김영희", "박철수", "spouse", birth="1970"),
        *heard("q", "Kim Yong Hui", "Pak Chol Su", "spouse", birth="1970"),
        *heard("r", "김영희", "최룡남", "spouse", birth="1970"),
    ]
    found = linked([*strangers, *rows])
    assert bits(found, "p0", "q0", "household") > 3
    assert bits(found, "p0", "r0", "household") < -1
    words = [step.words for step in found.explain("p0", "q0") if step.field == "household"]
    assert words == ["household: spouse: one fits closely"]


def test_a_child_told_by_the_mother_meets_the_mother_told_by_the_child(strangers: tuple[Row, ...]) -> None:
    rows = [
        *heard("p", "김영희", "박철수", "child", birth="1950"),
        *heard("q", "박철수", "김영희", "parent"),
    ]
    found = linked([*strangers, *rows])
    assert bits(found, "p0", "q1", "household") > 3
    assert bits(found, "p1", "q0", "origin") > 3


def test_codes_of_the_pack_and_plain_words_are_the_same_relation(strangers: tuple[Row, ...]) -> None:
    rows = [
        *heard("p", "김영희", "박철수", "RE-SPOUSE"),
        *heard("q", "김영희", "박철수", "spouse"),
        *heard("r", "김영희", "박철수", "RE-FRIEND"),
    ]
    found = linked([*strangers, *rows])
    assert bits(found, "p0", "q0", "household") > 3
    assert bits(found, "p0", "r0", "household") == 0


def test_sisters_are_not_made_one_by_their_mother(strangers: tuple[Row, ...]) -> None:
    rows = [
        *heard("p", "박미영", "김영희", "parent", birth="1980", sex="f"),
        *heard("q", "박영숙", "김영희", "parent", birth="1982", sex="f"),
        *heard("r", "Pak Mi Yong", "Kim Yong Hui", "parent", birth="1980", sex="f"),
    ]
    found = linked([*strangers, *rows])
    assert bits(found, "p0", "q0", "origin") <= 0
    assert bits(found, "p0", "r0", "origin") > 3


def test_a_child_of_my_child_s_father_is_mine_and_a_sibling_is_known_through_the_parent(
    strangers: tuple[Row, ...],
) -> None:
    first = [
        person("p0", "p", "김영희"),
        person("p1", "p", "박철수", related_to="p0", relation="spouse"),
        person("p2", "p", "박미영", related_to="p0", relation="child"),
        person("p3", "p", "박영숙", related_to="p0", relation="child"),
    ]
    second = heard("q", "박철수", "박미영", "child") + heard("r", "박미영", "박영숙", "sibling")
    found = linked([*strangers, *first, *second])
    assert bits(found, "p1", "q0", "household") > 3
    assert bits(found, "p2", "r0", "origin") > 3


def test_a_pseudonym_is_linked_by_kin_alone(strangers: tuple[Row, ...]) -> None:
    hidden = heard("p", "들국화", "박철수", "spouse", birth="1970-03-05", sex="f")
    hidden[0]["name_kind"] = "pseudonym"
    named = heard("q", "김영희", "Pak Chol Su", "spouse", birth="1970", sex="f")
    found = linked([*strangers, *hidden, *named])
    fields = {step.field: step.weight_log2 for step in found.explain("p0", "q0")}
    assert "name" not in fields
    assert fields["household"] > 3


def test_relatives_who_are_not_in_the_table_are_passed_over(strangers: tuple[Row, ...]) -> None:
    rows = [person("p0", "p", "김영희", related_to="gone", relation="child")]
    assert len(linked([*strangers, *rows]).clusters) == len(strangers) + 1


def test_a_relation_without_whom_is_a_fault() -> None:
    with pytest.raises(MentionsError, match="relation: has not as many parts as related_to"):
        linkage.Mentions.from_rows([person("a", "s", "", related_to="b|c", relation="child")])


@settings(max_examples=8, deadline=None)
@given(order=st.permutations(range(8)))
def test_the_order_of_rows_changes_nothing(order: list[int]) -> None:
    rows = [
        *heard("p", "김영희", "박철수", "spouse"),
        *heard("q", "Kim Yong Hui", "Pak Chol Su", "spouse"),
        *heard("r", "박철수", "김영희", "spouse"),
        *heard("t", "박미영", "김영희", "parent"),
    ]
    one, other = linked(rows), linked([rows[at] for at in order])
    assert one.clusters == other.clusters
    assert [tuple(pair.reasons) for pair in one.pairs] == [tuple(pair.reasons) for pair in other.pairs]


def test_what_is_said_is_the_same_from_either_side(strangers: tuple[Row, ...]) -> None:
    rows = [*heard("p", "김영희", "박철수", "child"), *heard("q", "Kim Yong Hui", "최룡남", "child")]
    found = linked([*strangers, *rows])
    assert found.explain("p0", "q0") == found.explain("q0", "p0")
