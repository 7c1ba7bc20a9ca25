"""A figure in a sentence comes out with its place, bounds, unit and reason, or not at all."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen import reading
from tumen.errors import TumenError, UnreadableLanguage

Row = tuple[str, float | None, float | None, str]


def figures(text: str, language: str | None = None) -> list[Row]:
    claims = reading.read(text, language=language).claims
    assert claims is not None
    return [(c.text, c.quantity.low, c.quantity.high, c.quantity.kind) for c in claims]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Some 300 families crossed.", [("Some 300 families", 300, 300, "count")]),
        ("More than 1,200 guards stood there.", [("More than 1,200 guards", 1200, None, "count")]),
        ("Up to 80% of refugees are women.", [("Up to 80% of refugees", None, 80, "percent")]),
        ("30 or more people came.", [("30 or more people", 30, None, "count")]),
        ("Between 20 and 30 people crossed.", [("20 and 30 people", 20, 30, "count")]),
        ("It took 2 to 3 million dollars.", [("2 to 3 million dollars", 2_000_000, 3_000_000, "money")]),
        ("10,000 or even 30,000 people hide.", [("10,000 or even 30,000 people", 10_000, 30_000, "count")]),
        ("It fell from 8.0 to 2.9 million t.", [("8.0", 8, 8, "count"), ("2.9 million", 2.9e6, 2.9e6, "count")]),
        ("Tens of thousands of people fled.", [("Tens of thousands of people", 20_000, 99_999, "count")]),
        ("Several hundred people fled.", [("Several hundred people", 200, 999, "count")]),
        ("Two hundred and fifty thousand died.", [("Two hundred and fifty thousand", 250_000, 250_000, "count")]),
        ("A 23-year-old woman left.", [("23-year-old", 23, 23, "duration")]),
        ("He was held for eighteen months.", [("eighteen months", 18, 18, "duration")]),
        ("She was sold for $500.", [("$500", 500, 500, "money")]),
        ("The ratio is as high as 14:1 there.", [("as high as 14:1", None, 14, "rate")]),
        ("Two-thirds of respondents agreed.", [("Two-thirds of respondents", 66.6667, 66.6667, "percent")]),
        ("The total, added up to 1,052, is wrong.", [("1,052", 1052, 1052, "count")]),
    ],
)  # fmt: skip
def test_english_figures(sentence: str, expected: list[Row]) -> None:
    assert figures(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Articles 31, 32 and 33 of the 1951 Convention apply; see page 12.",
        "On 3 May 2013 at 10:30 the second group left.",
        "They fled.26 The guards came.27",
        "He worked in Room 39 until the twenty-first century.",
        "See http://example.org/12/34 or write to a7@example.org.",
        "1. Introduction\n2. Methods\n",
        "26 Writer, A. A made-up book.\n27 Writer, B. Another.\n",
        "One would hope that one day one of them returns.",
        "Two years ago, in the 1990s, nothing was known.",
        "As noted [3], the 24/7 watch with H1N1 and A4 paper went on.",
    ],
)
def test_numbers_that_count_nothing_are_left_alone(sentence: str) -> None:
    assert figures(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("두 가족 일곱 명이 건넜다.", [("두 가족", 2, 2, "count"), ("일곱 명", 7, 7, "count")]),
        ("약 30여 명이 있었다.", [("약 30여 명", 30, None, "count")]),
        ("최소 2만 5천 명 이상이다.", [("최소 2만 5천 명 이상", 25_000, None, "count")]),
        ("2~3만 명 정도가 숨어 있다.", [("2~3만 명 정도", 20_000, 30_000, "count")]),
        ("3만 명에서 5만 명이 있다.", [("3만 명에서 5만 명", 30_000, 50_000, "count")]),
        (
            "3만~5만 명이거나 3만에서 5만 명",
            [("3만~5만 명", 30_000, 50_000, "count"), ("3만에서 5만 명", 30_000, 50_000, "count")],
        ),
        ("최소 3만 명에서 최대 5만 명", [("최소 3만 명에서 최대 5만 명", 30_000, 50_000, "count")]),
        ("10명 내지 20명 정도", [("10명 내지 20명 정도", 10, 20, "count")]),
        (
            "3만 명에서 5만 명으로 크게 늘었다.",
            [("3만 명", 30_000, 30_000, "count"), ("5만 명", 50_000, 50_000, "count")],
        ),
        ("50명에서 10명이 남았다.", [("50명", 50, 50, "count"), ("10명", 10, 10, "count")]),
        ("30%에서 20%로 줄었다.", [("30%", 30, 30, "percent"), ("20%", 20, 20, "percent")]),
        ("3곳에서 5명이 잡혔다.", [("3곳", 3, 3, "count"), ("5명", 5, 5, "count")]),
        ("수만 명이 떠났다.", [("수만 명", 20_000, 99_999, "count")]),
        ("여성의 70~80%가 그렇다.", [("70~80%", 70, 80, "percent")]),
        ("6개월 동안 스물한 살까지", [("6개월", 6, 6, "duration"), ("스물한 살", 21, 21, "duration")]),
        ("이 사람은 2008년에 제3조를 읽었다.", []),
    ],
)
def test_korean_figures(sentence: str, expected: list[Row]) -> None:
    assert figures(sentence, "ko") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("大约三十多人被拘留。", [("大约三十多人", 30, None, "count")]),
        ("至少2万人，数万人。", [("至少2万人", 20_000, None, "count"), ("数万人", 20_000, 99_999, "count")]),
        ("超过百分之八十的妇女", [("超过百分之八十", 80, None, "percent")]),
        ("十几个人和二三十人", [("十几个", 11, 19, "count"), ("二三十人", 20, 30, "count")]),
        ("以5000元卖掉，六个月", [("5000元", 5000, 5000, "money"), ("六个月", 6, 6, "duration")]),
        ("3万人至5万人", [("3万人至5万人", 30_000, 50_000, "count")]),
        ("第三条和二〇〇八年", []),
    ],
)
def test_chinese_figures(sentence: str, expected: list[Row]) -> None:
    assert figures(sentence, "zh") == expected


def test_a_figure_in_a_repeated_sentence_names_the_first() -> None:
    sentence = "Thousands of people will go on fleeing this winter."
    claims = reading.read(f"{sentence}\n\n{sentence}\n\nThousands of people will come back.").claims
    assert claims is not None
    assert [c.duplicate_of for c in claims] == [None, "c01", None]


def test_qualifiers_and_reasons_are_said() -> None:
    (claim,) = reading.read("It is estimated that over eighty percent of women agree.").claims or ()
    assert claim.quantity.qualifier == "over; estimated"
    assert claim.quantity.unit == "women"
    assert "over" in claim.quantity.reason
    assert claim.as_dict()["value_span"] == [claim.quantity.value_start, claim.quantity.value_end]


def test_dates_come_with_their_normal_form_and_relative_ones_with_what_they_were_reckoned_from() -> None:
    text = "She left in June of 2008, two years ago."
    assert [(d.text, d.edtf, d.basis) for d in reading.read(text).dates] == [
        ("June of 2008", "2008-06", "explicit"),
        ("two years ago", "2006~", "inferred"),
    ]
    found = reading.read(text, reference="2010-06").dates
    assert [d.basis for d in found] == ["explicit", "relative"]


def test_lists_that_cannot_be_produced_in_a_language_are_absent() -> None:
    assert {"claims", "dates", "language", "pack"} == set(reading.read("2008年有七人渡江。").as_dict())
    assert "incidents" in reading.read("2008년에 일곱 명이 건넜다.").as_dict()


def test_the_language_is_told_from_the_script_and_others_are_refused() -> None:
    assert reading.language_of("두만강을 건넜다 (2008)") == "ko"
    assert reading.language_of("他们越过了江面。") == "zh"
    assert reading.language_of("Kim (金) crossed the river in winter, it is said.") == "en"
    with pytest.raises(UnreadableLanguage):
        reading.read("words", language="fr")
    with pytest.raises(TumenError):
        reading.read("words", pack="no-such-pack")


FLOODS = (
    "1" * 60_000 + "a", "1,111" * 12_000 + "x", "one hundred and " * 4_000, "만" * 30_000, "1" + "만" * 30_000,
    "十" * 30_000, "about " * 10_000, "between 1 and " * 5_000, "a few" + " " * 60_000, "$" * 30_000, "第" * 30_000,
    "1 to " * 15_000, "a.b" * 20_000, "http" * 15_000,
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ko", "zh"])
def test_no_text_makes_reading_hang(language: str) -> None:
    started = time.process_time()
    for flood in FLOODS:
        reading.read(flood, language=language)
    assert time.process_time() - started < 30


WORDS = [
    "about", "more than", "three", "twenty", "hundred", "1,052", "7", "%", "percent", "people", "to", "and", "between",
    "$", "years", "old", ".", ",", "(", ")", "\n", "Article", "2008", "약", "명", "만", "三", "人", "百分之",
]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join), st.sampled_from(["en", "ko", "zh"]))
@settings(max_examples=200, deadline=None)
def test_every_candidate_points_at_its_own_words(text: str, language: str) -> None:
    found = reading.read(text, language=language)
    last = 0
    for claim in found.claims or ():
        q = claim.quantity
        assert last <= q.start <= q.value_start < q.value_end <= q.end <= len(text)
        assert claim.text == text[q.start : q.end]
        assert q.low is None or q.high is None or q.low <= q.high
        assert (q.low, q.high) != (None, None)
        last = q.end
    for date in found.dates:
        assert date.text == text[date.start : date.end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The share was only about 55%.12 Others disagree.", [(55, 55)]),
        ("They counted no fewer than 6,000.2 Then they left.", [(6000, None)]),
        ("Boys between the ages of two and fourteen were taken.", [(2, 14)]),
        ("The camp holds between two and three thousand.", [(2000, 3000)]),
        ("He served two and a half years.", [(2.5, 2.5)]),
        ("It rose by 4 percentage points to 17 percent.", [(4, 4), (17, 17)]),
        ("The youngest was aged thirteen.", [(13, 13)]),
        ("Her son, now five, was returned.", [(5, 5)]),
        ("In a group of seven, six died.", [(7, 7), (6, 6)]),
        ("Roughly one person in ten was ill.", [(10, 10)]),
        ("Some 12.000 crowns were paid to 5\u202f000 people.", [(12000, 12000), (5000, 5000)]),
    ],
)
def test_figures_in_less_common_forms(text: str, expected: list[tuple[float | None, float | None]]) -> None:
    found = [(c.quantity.low, c.quantity.high) for c in reading.read(text, language="en").claims or ()]
    assert found == expected
