"""Names are taken apart in every script and order; the original is kept."""

from __future__ import annotations

import pytest

from tumen import names


@pytest.mark.parametrize(
    ("text", "surname", "given"),
    [
        ("김영희", "김", ["영", "희"]),
        ("김 영희", "김", ["영", "희"]),
        ("남궁민수", "남궁", ["민", "수"]),
        ("김철", "김", ["철"]),
        ("金英姬", "金", ["英", "姬"]),
        ("Kim Yong Hui", "kim", ["yong", "hui"]),
        ("KIM YONGHUI", "kim", ["yong", "hui"]),
        ("Kim Yong-hui", "kim", ["yong", "hui"]),
        ("Yong-hui Kim", "kim", ["yong", "hui"]),
        ("KIM, Yong Hui", "kim", ["yong", "hui"]),
        ("Namgung Minsu", "namgung", ["min", "su"]),
        ("Jin Yingji", "jin", ["ying", "ji"]),
        ("Ким Ён Чхоль", "ким", ["ён", "чхоль"]),
        ("Kim Y. H.", "kim", ["y", "h"]),
    ],
)
def test_the_likeliest_reading(text: str, surname: str, given: list[str]) -> None:
    reading = names.parse(text).forms[0].readings[0]
    assert reading.surname is not None
    assert reading.surname.text == surname
    assert [unit.text for unit in reading.given] == given


@pytest.mark.parametrize("text", ["Ms. Kim", "Mrs Kim", "김씨", "김 여사", "金女士"])
def test_a_title_leaves_the_surname_alone(text: str) -> None:
    form = names.parse(text).forms[0]
    assert form.written.titles
    assert form.readings[0].order == "surname only"
    assert form.readings[0].hangul == "김"


def test_a_lone_given_name_is_read_as_such() -> None:
    assert names.parse("영희").forms[0].readings[0].order == "given name only"
    assert names.parse("Young-hee").forms[0].readings[0].order == "given name only"


def test_several_forms_are_kept_apart() -> None:
    parsed = names.parse("김영희 | Kim Yong Hui")
    assert [form.written.text for form in parsed.forms] == ["김영희", "Kim Yong Hui"]
    assert parsed.original == "김영희 | Kim Yong Hui"


def test_readings_are_probabilities_likeliest_first() -> None:
    for text in ("Jo Yong Chol", "Li Jin", "선우일", "Pak Il"):
        weights = [reading.weight for reading in names.parse(text).forms[0].readings]
        assert weights == sorted(weights, reverse=True)
        assert sum(weights) == pytest.approx(1)


def test_syllables_carry_what_they_may_stand_for() -> None:
    reading = names.parse("Kim Yong Hui").forms[0].readings[0]
    meant = dict(reading.given[0].nodes)
    assert {"영", "용"} <= set(meant)
    assert sum(meant.values()) == pytest.approx(1, abs=1e-3)


def test_northern_and_southern_spelling_are_one_node() -> None:
    assert names.parse("리철수").hangul == names.parse("이철수").hangul == "이철수"


def test_one_wrong_key_is_repaired() -> None:
    assert names.parse("Kim Yokng Hui").hangul


def test_a_foreign_name_has_no_reading_and_no_hangul() -> None:
    parsed = names.parse("Schmidtbauer, Dietrich")
    assert parsed.hangul == ""
    assert parsed.forms[0].readings == ()


def test_nothing_is_a_name_without_forms() -> None:
    assert names.parse("  ").forms == ()
    assert names.keys("") == ()


def test_the_possible_hangul_come_with_probabilities_likeliest_first():
    found = names.parse("Kim Yong Hui").likeliest()
    chances = [chance for _, chance in found]
    assert {"김용희", "김영희"} <= {text for text, _ in found[:2]}
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) <= 1 + 1e-9
    assert names.parse("김영희").likeliest() == (("김영희", 1.0),)
    assert names.parse("Lauren Smith").likeliest() == ()
