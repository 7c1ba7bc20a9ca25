"""A number that the ledger has of others is no agreement; a number of a year is held against the series of years."""

import pytest

from tumen import checking


def rules_of(text: str, words: str, language: str | None = None) -> set[str]:
    return {f.rule for f in checking.check(text, language=language).findings if f.text == words}


def test_a_number_that_the_ledger_has_of_others_is_asked_about_and_agrees_with_nothing() -> None:
    told = rules_of(
        "About 20,000 people lived in hiding in China in 2018, a group says.", "About 20,000 people"
    )
    assert "figure.of-others" in told
    assert not {"figure.known", "figure.weak"} & told


def test_the_same_number_of_the_same_people_still_agrees() -> None:
    assert "figure.known" in rules_of(
        "About 50,000 people were in hiding in China in 2014.", "About 50,000 people"
    )


@pytest.mark.parametrize(
    ("text", "words", "rule"),
    [
        ("Some 33,000 arrived in South Korea in 2012.", "Some 33,000", "figure.series"),
        ("About 1,500 people arrived in South Korea in 2012.", "About 1,500 people", "figure.series-near"),
        ("In 2012, 700 people arrived in South Korea.", "700 people", "figure.series-part"),
        ("2012년 한국에 입국한 사람은 3만 3천 명이다.", "3만 3천 명", "figure.series"),
        ("2012년 한국에 입국한 사람은 1,502명이다.", "1,502명", "figure.known"),
    ],
)
def test_a_number_of_a_year_is_held_against_the_series(text: str, words: str, rule: str) -> None:
    assert rule in rules_of(text, words)


@pytest.mark.parametrize(
    "text",
    [
        "By the end of 2012, 24,614 people had arrived in South Korea.",
        "In 2012, 33,000 people arrived in Japan.",
        "In 2012, 33,000 letters arrived in South Korea without anybody counting people who flee.",
        "2012년까지 한국에 입국한 사람은 2만 4천 명이다.",
    ],
)
def test_a_sum_over_years_and_what_arrives_elsewhere_are_left_alone(text: str) -> None:
    assert not [f.rule for f in checking.check(text).findings if f.rule.startswith("figure.series")]
