"""Dates that point to another: found where they stand, undated where the words give no day; stretches as one."""

from __future__ import annotations

import pytest

from tumen import reading


def dated(text: str, language: str = "en") -> list[tuple[str, str | None]]:
    return [(d.text, d.edtf) for d in reading.read(text, language=language).dates]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He left on the 28th. The next morning they came.", ["the 28th", "The next morning"]),
        ("None came the year after. That spring he was taken.", ["the year after", "That spring"]),
        ("It is shut this week and the day after tomorrow.", ["this week", "the day after tomorrow"]),
        ("Five hours later she stood there.", ["Five hours later"]),
        ("The sick must be moved before winter, or by Easter.", ["winter", "Easter"]),
        ("The dead lay there (list of wk 36).", ["wk 36"]),
        ("They lived on the 5th floor and ate the same day by day bread.", ["the same day"]),
        ("On the fourth night they were beaten.", ["the fourth night"]),
        ("It must go before the year is out.", ["the year is out"]),
        ("Three months on, they still wait.", ["Three months on"]),
        ("It was used twice in its first full year, she said.", ["its first full year"]),
        ("They come back before the summer recess.", ["the summer recess"]),
        ("It was told by Jun Haver and to Jan Orrel, as the student Mar Vell said.", []),
        ("This report says it at the same time, every year.", []),
        ("They said that day labourers came.", ["that day"]),
    ],
)
def test_what_points_to_a_day_is_found_and_left_undated(text: str, found: list[str]) -> None:
    assert [(words, None) for words in found] == dated(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They met from 24 February–4 April 2025.", [("24 February–4 April 2025", "2025-02-24/2025-04-04")]),
        (
            "From 1 August 2023 to 31 July 2024 they met.",
            [("From 1 August 2023 to 31 July 2024", "2023-08-01/2024-07-31")],
        ),
        ("3 May 2019 and 4 June 2019 were Mondays.", [("3 May 2019", "2019-05-03"), ("4 June 2019", "2019-06-04")]),
        ("In 2022 it rose. It broke on 18 August last year.", [
            ("2022", "2022"), ("18 August last year", "2021-08-18")]),
        ("Removals in 2018/19 fell.", [("2018/19", "2018/2019")]),
    ],
)  # fmt: skip
def test_stretches_and_days_of_another_year_are_one_date(
    text: str, found: list[tuple[str, str | None]]
) -> None:
    assert dated(text) == found


def test_korean_words_that_point_and_bare_years_of_works() -> None:
    assert [t for t, _ in dated("사흘 만에 숨졌다. 이튿날 끌려갔다. 올여름에 물이 찼다.", "ko")] == [
        "사흘 만에",
        "이튿날",
        "올여름",
    ]
    assert dated("등대, 『사람들 2021』, 서울: 물길, 2022, 57쪽.", "ko") == [
        ("2021", "2021"),
        ("2022", "2022"),
    ]
    assert dated("총살된 것으로 전해진다. 매년 6월 보고한다.", "ko") == []
