"""A draft that names a day which no calendar has is told so, in every way of writing dates."""

import pytest

from tumen import checking, reading

EXAMPLE = "example"


def impossible(text: str, language: str = "en") -> list[str]:
    found = checking.check(text, pack=EXAMPLE, language=language).findings
    return [f.text for f in found if f.rule == "date.impossible"]


@pytest.mark.parametrize(
    ("text", "language", "days"),
    [
        ("On 31 February 2004 five people were sent back.", "en", ["31 February 2004"]),
        ("On June 31, 2010 and on the 31st of Sept. they met.", "en", ["31st of Sept.", "June 31, 2010"]),
        ("Registered 2011-02-29, closed 2012-02-29.", "en", ["2011-02-29"]),
        ("2004년 2월 31일에 송환되었다.", "ko", ["2004년 2월 31일"]),
        ("2009年6月31日被遣返。", "zh", ["2009年6月31日"]),
    ],
)
def test_it_is_found(text: str, language: str, days: list[str]) -> None:
    assert sorted(impossible(text, language)) == sorted(days)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("In June 31 people were held; 31 may be dead. On 29 February they left, on 31 May they came.", "en"),
        ("File 2004-02-31-7 of 30 June 2010.", "en"),
        ("음력 2월 30일에 태어났다. 음력 1964년 2월 30일.", "ko"),
        ("农历2月30日出生。", "zh"),
    ],
)
def test_what_may_be_meant_is_left_alone(text: str, language: str) -> None:
    assert impossible(text, language) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("On 31 February 2004 seven people were sent back.", "31 February 2004"),
        ("2004년 2월 31일 일곱 명이 송환되었다.", "2004년 2월 31일"),
    ],
)
def test_reading_takes_it_for_a_date_without_a_time_and_for_no_number(text: str, day: str) -> None:
    found = reading.read(text, pack=EXAMPLE)
    (date,) = found.dates
    assert (date.text, date.edtf) == (day, None)
    assert "no calendar has" in date.reason
    assert [(c.quantity.low, c.setting.as_of) for c in found.claims or ()] == [(7, None)]
