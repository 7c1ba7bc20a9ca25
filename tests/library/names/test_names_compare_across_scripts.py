"""Names of one person meet across scripts, orders and habits; names of different people part."""

from __future__ import annotations

import numpy as np
import pytest

from tumen import names
from tumen.errors import UnevenNamePairs

ONE_PERSON = [
    ("김영희", "Kim Yong Hui"),
    ("김영희", "金英姬"),
    ("金英姬", "Jin Yingji"),
    ("Kim Yong Hui", "Jin Yingji"),
    ("Yeonmi Park", "박연미"),
    ("PARK Yeon-mi", "朴妍美"),
    ("남궁민수", "Namgung Minsu"),
    ("Lee, Jong-Bae", "이종배"),
    ("Paek Ch'ang-Ho", "백창호"),
    ("Pak Yo’ng-sik", "박영식"),
    ("Ким Ён Чхоль", "김영철"),
    ("郑镇硕", "鄭鎭碩"),
]

NORTH_AND_SOUTH = [
    ("리철수", "이철수"),
    ("류경란", "유경란"),
    ("로영희", "노영희"),
    ("렴순희", "염순희"),
    ("림옥순", "임옥순"),
]

EXCHANGED = [
    ("김영희", "김희영"),
    ("Kim Yong Hui", "김희영"),
    ("Kim Yonghui", "Kim Huiyong"),
    ("金英姬", "김희영"),
    ("Jin Yingji", "金姬英"),
    ("리남식", "이식남"),
    ("남궁빛나", "남궁나빛"),
]

ONE_SYLLABLE_APART = [
    ("김영순", "김용순"),
    ("김영희", "김영숙"),
    ("박철수", "박철호"),
    ("Ri Yong Chol", "Ri Yong Chun"),
    ("金永柱", "김영희"),
    ("최은희", "Choe Un Ok"),
    # rare syllables that sound alike
    ("한덕대", "한덕태"),
    ("편문종", "편문표"),
]


@pytest.mark.parametrize(("a", "b"), [*ONE_PERSON, *NORTH_AND_SOUTH])
def test_spellings_of_one_name_are_the_same(a: str, b: str) -> None:
    assert names.compare(a, b).same


@pytest.mark.parametrize(("a", "b"), ONE_SYLLABLE_APART)
def test_names_one_syllable_apart_are_not_the_same(a: str, b: str) -> None:
    assert not names.compare(a, b).same


def test_a_rare_name_tells_more_than_a_common_one() -> None:
    assert names.compare("제갈빛나", "Jegal Bitna").score > names.compare("김영희", "Kim Yong Hui").score + 5


def test_what_relatives_share_is_counted_down() -> None:
    found = names.compare("남궁빛나", "남궁빛솔")
    assert not found.same
    assert any(reason.startswith("relatives too") for reason in found.reasons)
    assert not any(reason.startswith("relatives too") for reason in names.compare("김영희", "김영희").reasons)


@pytest.mark.parametrize(("a", "b"), [*EXCHANGED, ("영희", "희영")])
def test_exchanged_given_syllables_are_named_and_are_not_the_same_name(a: str, b: str) -> None:
    for found in (names.compare(a, b), names.compare(b, a)):
        assert not found.same
        assert found.score < 0
        assert found.reasons[0].startswith("given-name syllables exchanged: ")
        assert found.exchanged


@pytest.mark.parametrize(
    ("a", "b"),
    [
        *ONE_PERSON, *ONE_SYLLABLE_APART,
        ("김영희", "박희영"), ("김영영", "김영영"), ("김영용", "김영용"), ("김철", "김영희"),
    ],
)  # fmt: skip
def test_nothing_else_is_called_exchanged(a: str, b: str) -> None:
    assert not any("exchanged" in reason for reason in names.compare(a, b).reasons)
    assert not names.compare(a, b).exchanged


def test_native_syllables_without_a_character_are_read() -> None:
    assert names.compare("박빛나", "Park Bitna").same
    assert names.parse("Han Kkotnim").likeliest(3)


@pytest.mark.parametrize(
    ("slipped", "meant", "other"),
    [
        ("KIM MIMKYU", "김민규", "김민주"),
        ("SONG HEEKKYUNG", "송희경", "송희정"),
        ("HA Cheol Keung", "하철경", "하철수"),
    ],
)
def test_letters_that_are_no_likely_name_are_read_with_a_wrong_key(
    slipped: str, meant: str, other: str
) -> None:
    assert names.compare(slipped, meant).same
    assert not names.compare(slipped, other).same


def test_inside_a_given_name_an_unvoiced_letter_is_sooner_an_aspirate() -> None:
    assert names.compare("Kim Jong Tae", "김종태").score > names.compare("Kim Jong Tae", "김종대").score + 1
    first = [names.compare("Kim Tae Jong", other).score for other in ("김태종", "김대종")]
    assert abs(first[0] - first[1]) < 1.5


def test_a_name_is_spelled_in_one_system_throughout() -> None:
    # eo is of no system that writes yo for ㅕ; o for ㅓ is
    southern, northern = (
        names.compare(text, "서영교").score - names.compare(text, "서용교").score
        for text in ("Seo Yong Gyo", "So Yong Gyo")
    )
    assert southern < -1.5
    assert northern > southern + 1


def test_letters_that_fit_a_syllable_and_its_neighbour_tell_less() -> None:
    clear, unclear = (names.compare("김종대", text).score for text in ("Kim Jong Dae", "Kim Jong Tae"))
    assert clear > unclear + 1


def test_other_characters_of_one_sound_are_seldom_one_person() -> None:
    same, other = (names.compare("金永柱", written).score for written in ("金永柱", "金英珠"))
    assert same > other + 6
    assert not names.compare("金永柱", "金英珠").same


def test_a_missing_part_says_nothing() -> None:
    surname_only = names.compare("Ms. Kim", "김영희")
    assert 0 < surname_only.score < 3
    assert any("left out of account" in reason for reason in surname_only.reasons)


def test_titles_are_no_part_of_the_name() -> None:
    assert (
        names.compare("김영희 씨", "Mrs. Kim Yong Hui").score == names.compare("김영희", "Kim Yong Hui").score
    )


def test_the_best_of_several_forms_counts() -> None:
    several = names.compare("최은희", "Pak Chol Su|Choe Un Hui").score
    assert several == names.compare("최은희", "Choe Un Hui").score


def test_an_empty_name_says_nothing() -> None:
    nothing = names.compare("", "김영희")
    assert nothing.score == 0
    assert nothing.reasons == ("A name is missing: nothing can be said.",)


def test_many_pairs_score_as_each_pair_alone() -> None:
    pairs = [*ONE_PERSON, *ONE_SYLLABLE_APART, *ONE_PERSON]
    many = names.compare_many([a for a, _ in pairs], [b for _, b in pairs])
    alone = [names.compare(a, b).score for a, b in pairs]
    np.testing.assert_allclose(many, alone, atol=2e-6)


def test_pairs_by_place_score_as_pairs_by_name() -> None:
    everyone = [name for pair in ONE_PERSON for name in pair] + [
        "",
        "Schmidtbauer, Dietrich",
        "최은희|Choe Un Hui",
    ]
    left, right = (m.ravel() for m in np.meshgrid(np.arange(len(everyone)), np.arange(len(everyone))))
    by_place = names.compare_at(everyone, left, right)
    by_name = names.compare_many([everyone[i] for i in left], [everyone[k] for k in right])
    np.testing.assert_array_equal(by_place, by_name)
    square = by_place.reshape(len(everyone), -1)
    np.testing.assert_array_equal(square, square.T)


def test_a_large_batch_scores_as_a_small_one() -> None:
    # large batches run compiled, small ones as plain Python
    everyone = [name for pair in [*ONE_PERSON, *ONE_SYLLABLE_APART] for name in pair] + [
        "Hans Meier",
        "Kim Yokng Hui",
    ]
    few = np.arange(len(everyone) - 1)
    small = names.compare_at(everyone, few[:40], few[:40] + 1)
    large = names.compare_at(everyone, np.tile(few, 200), np.tile(few + 1, 200))
    np.testing.assert_allclose(large[: len(small)], small, atol=1e-9)


def test_uneven_pairs_are_refused() -> None:
    with pytest.raises(UnevenNamePairs) as refused:
        names.compare_many(["김영희"], [])
    assert refused.value.fields == {"left": 1, "right": 0}
    with pytest.raises(UnevenNamePairs):
        names.compare_at(["김영희"], np.array([0]), np.array([], dtype=np.int64))


@pytest.mark.parametrize(("a", "b"), ONE_PERSON)
def test_spellings_of_one_name_share_a_key(a: str, b: str) -> None:
    assert set(names.keys(a)) & set(names.keys(b))


@pytest.mark.parametrize(("a", "b"), EXCHANGED)
def test_exchanged_names_meet_under_a_key(a: str, b: str) -> None:
    assert set(names.keys(a)) & set(names.keys(b))


@pytest.mark.parametrize(
    ("part", "whole"), [("영희", "Kim Yong Hui"), ("Young-hee", "金英姬"), ("빛나", "남궁빛나")]
)
def test_a_given_name_alone_meets_the_whole_name(part: str, whole: str) -> None:
    assert set(names.keys(part)) & set(names.keys(whole))


@pytest.mark.parametrize(
    ("a", "b"),
    [("김영희", "김철수"), ("김영희", "박영숙"), ("Kim Yong Hui", "Kim Chol Su"), ("영희", "희영")],
)
def test_names_that_sound_otherwise_meet_under_no_key(a: str, b: str) -> None:
    assert not set(names.keys(a)) & set(names.keys(b))
