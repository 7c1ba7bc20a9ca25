"""What written dates mean, in EDTF and in words of three languages, and how they are said."""

from __future__ import annotations

import datetime

import pytest

from tumen import dates
from tumen.errors import (
    DateCalendarMismatch,
    DateImpossible,
    DateLanguage,
    DateLunar,
    DateNeedsReference,
    DateOrder,
    DateOutOfRange,
    DatesError,
    DateUnreadable,
)

ENGLISH = {
    "6 May 2004": "2004-05-06",
    "May 6th, 2004": "2004-05-06",
    "Monday, 6 May 2004": "2004-05-06",
    "June of 2008": "2008-06",
    "Sept. 1998": "1998-09",
    "24 September": "XXXX-09-24",
    "the spring of 2004": "2004-21",
    "winter 2003–04": "2003-12/2004-02",
    "the 1990s": "199X",
    "the mid-1990s": "1994~/1996~",
    "late nineties": "1997~/1999~",
    "the 1900s": "19XX",
    "20th century": "1901/2000",
    "early August of 2012": "2012-08-01/2012-08-10",
    "late February 2004": "2004-02-21/2004-02-29",
    "around March 1998": "1998-03~",
    "around 1994-1995": "1994~/1995~",
    "possibly around 1998": "1998%",
    "before 2004": "../2003",
    "before 15 May 2004": "../2004-05-14",
    "before around 2004": "../2004~",
    "after May 2004": "2004-06/..",
    "since 2004": "2004/..",
    "2004 or before": "../2004",
    "from November to March 2004": "2003-11/2004-03",
    "3–5 May 2004": "2004-05-03/2004-05-05",
    "from May 2004 to July": "2004-05/2004-07",
    "March or April 2004": "[2004-03,2004-04]",
    "5/6/2004": "[2004-05-06,2004-06-05]",
    "25/6/2004": "2004-06-25",
    "the second half of 2012": "2012-41",
    "6 May, Juche 93 (2004)": "2004-05-06",
    "the 15th day of the 8th lunar month of 2003": "2003-09-11",
}
KOREAN = {
    "2004년 5월 6일": "2004-05-06",
    "2004. 5. 6.": "2004-05-06",
    "98년 3월": "1998-03",
    "5월 6일": "XXXX-05-06",
    "2004년 봄": "2004-21",
    "90년대 말": "1997~/1999~",
    "2004년 5월 초": "2004-05-01/2004-05-10",
    "2004년 5월 중순": "2004-05-11/2004-05-20",
    "2004년 5월 하순": "2004-05-21/2004-05-31",
    "2004년 5월말": "2004-05-21/2004-05-31",
    "1998년 3월경": "1998-03~",
    "약 1998년": "1998~",
    "2004년 이전": "../2004",
    "2004년 이후": "2004/..",
    "2004년 전에": "../2003",
    "2004년 5월 3일부터 7일까지": "2004-05-03/2004-05-07",
    "2001~2003년": "2001/2003",
    "2001년이나 2002년": "[2001,2002]",
    "2012년 상반기": "2012-40",
    "주체93(2004)년 5월 6일": "2004-05-06",
    "주체87년": "1998",
    "음력 8월 15일 2003": "2003-09-11",
    "2003년 음력 8월": "2003-08-28/2003-09-25",
}
CHINESE = {
    "一九九八年三月": "1998-03",
    "二〇〇四年": "2004",
    "二零零四年五月六日": "2004-05-06",
    "一九九八年十二月三十一日": "1998-12-31",
    "2004年5月上旬": "2004-05-01/2004-05-10",
    "2004年5月底": "2004-05-21/2004-05-31",
    "2004年春天": "2004-21",
    "九十年代末": "1997~/1999~",
    "二十世纪九十年代": "199X",
    "1998年左右": "1998~",
    "2004年以前": "../2004",
    "从1998年3月至2004年": "1998-03/2004",
    "2001年或2003年": "[2001,2003]",
    "农历2003年八月十五": "2003-09-11",
    "农历2012年闰四月": "2012-05-21/2012-06-18",
    "主体93(2004)年": "2004",
}


@pytest.mark.parametrize(
    ("language", "text", "edtf"),
    [
        (code, *pair)
        for code, table in (("en", ENGLISH), ("ko", KOREAN), ("zh", CHINESE))
        for pair in table.items()
    ],
)
def test_written_dates_keep_the_precision_they_have(language: str, text: str, edtf: str) -> None:
    assert dates.parse(text, language=language).edtf == edtf
    assert dates.parse(text).edtf == edtf


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("last year", "2017"),
        ("May last year", "2017-05"),
        ("last May", "[2017-05,2018-05]"),
        ("last December", "2017-12"),
        ("this past March", "2018-03"),
        ("yesterday", "2018-09-23"),
        ("three days earlier", "2018-09-21"),
        ("two years later", "2020~"),
        ("the past decade", "2008~/2018"),
        ("작년 5월", "2017-05"),
        ("재작년 봄", "2016-21"),
        ("작년 말", "2017-09~/2017-12~"),
        ("이듬해", "2019"),
        ("두 달 후", "2018-11~"),
        ("지난 5월", "[2017-05,2018-05]"),
        ("去年5月", "2017-05"),
        ("三年前", "2015~"),
        ("次日", "2018-09-25"),
    ],
)
def test_relative_dates_are_reckoned_from_the_reference_and_refused_without(text: str, edtf: str) -> None:
    assert dates.parse(text, reference=datetime.date(2018, 9, 24)).edtf == edtf
    with pytest.raises(DateNeedsReference):
        dates.parse(text)


def test_a_relative_day_from_a_vague_reference_is_refused() -> None:
    with pytest.raises(DateNeedsReference):
        dates.parse("yesterday", reference="2018-09")
    assert dates.parse("last year", reference="[2017..2018]").edtf == "[2016..2017]"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("2004-02-30", DateImpossible),
        ("2004-13", DateImpossible),
        ("2004-00", DateImpossible),
        ("2004-21-05", DateImpossible),
        ("XXXX-02-30", DateImpossible),
        ("31 April 2004", DateImpossible),
        ("-0100", DateOutOfRange),
        ("Y12000", DateOutOfRange),
        ("12000", DateOutOfRange),
        ("0000", DateOutOfRange),
        ("2005/2004", DateOrder),
        ("[2005..2004]", DateOrder),
        ("../..", DateUnreadable),
        ("{2001,2003}", DateUnreadable),
        ("", DateUnreadable),
        ("the arduous years", DateUnreadable),
        ("recent years", DateUnreadable),
        ("주체93(2005)년", DateCalendarMismatch),
        ("Juche 93 (2005)", DateCalendarMismatch),
        ("음력 2003년 윤8월", DateLunar),
        ("음력 1850년 3월", DateLunar),
    ],
)
def test_what_is_not_a_date_is_refused_by_name(text: str, error: type[DatesError]) -> None:
    with pytest.raises(error) as raised:
        dates.parse(text)
    assert raised.value.code == error.code
    assert raised.value.hint


def test_an_error_does_not_repeat_the_text_it_was_given() -> None:
    with pytest.raises(DateUnreadable) as raised:
        dates.parse("Made-up Person left with her aunt")
    assert "Person" not in str(raised.value.as_dict())


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(DateLanguage):
        dates.parse("mai 2004", language="fr")
    with pytest.raises(DateLanguage):
        dates.say(dates.parse("2004"), "fr")


def test_nothing_is_padded() -> None:
    year = dates.parse("2004")
    assert year.edtf == "2004"
    assert (year.earliest, year.latest) == (datetime.date(2004, 1, 1), datetime.date(2004, 12, 31))
    assert year.precision == "year"
    assert dates.parse("2004년").edtf == "2004"


def test_a_winter_covers_the_one_that_ends_and_the_one_that_begins_in_the_year() -> None:
    winter = dates.parse("winter 2004")
    assert (winter.earliest, winter.latest) == (datetime.date(2003, 12, 1), datetime.date(2005, 2, 28))
    assert dates.overlaps(winter, dates.parse("2004-07")) is dates.Truth.NO


@pytest.mark.parametrize(
    ("edtf", "english", "korean", "chinese"),
    [
        ("2004-05-06", "6 May 2004", "2004년 5월 6일", "2004年5月6日"),
        ("2004-21", "spring 2004", "2004년 봄", "2004年春"),
        ("1998-03~", "around March 1998", "1998년 3월경", "约1998年3月"),
        ("1998?", "possibly 1998", "1998년(불확실)", "1998年（不确定）"),
        ("../2004", "2004 or before", "2004년 이전", "2004年或之前"),
        ("2004/..", "2004 or after", "2004년 이후", "2004年或之后"),
        ("2004/", "from 2004, end unknown", "2004년부터(끝 미상)", "从2004年起（结束时间不详）"),
        ("199X", "the 1990s", "1990년대", "1990年代"),
        ("1997~/1999~", "late 1990s", "1990년대 말", "1990年代末"),
        ("2012-08-01/2012-08-10", "early August 2012", "2012년 8월 초순", "2012年8月上旬"),
        ("1998-03/2004", "from March 1998 to 2004", "1998년 3월부터 2004년까지", "从1998年3月至2004年"),
        ("[2001,2003]", "2001 or 2003", "2001년 또는 2003년", "2001年或2003年"),
        ("XXXX-09-24", "24 September, year unknown", "9월 24일, 연도 미상", "9月24日，年份不详"),
        ("2012-40", "the first half of 2012", "2012년 상반기", "2012年上半年"),
    ],
)
def test_dates_are_said_in_three_languages(edtf: str, english: str, korean: str, chinese: str) -> None:
    date = dates.parse(edtf)
    assert [dates.say(date, code) for code in dates.LANGUAGES] == [english, korean, chinese]
    assert all(dates.parse(words) == date for words in (english, korean, chinese))


def test_lunar_dates_keep_both_readings_where_korea_and_china_differ() -> None:
    assert dates.lunar(2003, 8, 15).edtf == "2003-09-11"
    assert dates.lunar(2017, 6, 10).edtf == "[2017-07-03,2017-08-01]"
    assert dates.lunar(2017, 6, 10, calendar="korean").edtf == "2017-08-01"
    assert dates.lunar(2017, 6, 10, calendar="chinese").edtf == "2017-07-03"
    # The new year of 2004 fell on 22 January in both.
    assert dates.lunar(2003).edtf == "2003-02-01/2004-01-21"


@pytest.mark.parametrize("year", [1900, 1951, 1987, 2004, 2020, 2049])
def test_lunar_months_fill_the_lunar_year_without_gap(year: int) -> None:
    for calendar in ("korean", "chinese"):
        months = [dates.lunar(year, month, calendar=calendar) for month in range(1, 13)]  # type: ignore[arg-type]
        whole = dates.lunar(year, calendar=calendar)  # type: ignore[arg-type]
        assert months[0].earliest == whole.earliest
        assert all(dates.contains(whole, month) for month in months)
        lengths = {(m.latest - m.earliest).days + 1 for m in months if m.latest and m.earliest}
        assert lengths <= {29, 30}


def test_ages_are_ranges() -> None:
    year = dates.parse("1994")
    assert str(dates.age_at(year, dates.parse("2011"))) == "16–17"
    assert str(dates.age_at(dates.parse("1994-05-06"), dates.parse("2011-05-05"))) == "16"
    assert str(dates.age_at(year, dates.parse("2011"), reckoning="korean")) == "18"
    assert str(dates.age_at(dates.parse("../1990"), dates.parse("2011"))) == "20–"
    with pytest.raises(DateOrder):
        dates.age_at(year, dates.parse("1990"))


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("aged about 17 in 2011", "[1993~..1994~]"),
        ("17 years old in May 2011", "[1993-05..1994-05]"),
        ("in 2011, aged 17", "[1993..1994]"),
        ("2011년에 17살", "[1993..1995]"),
        ("2011년 당시 만 17세", "[1993..1994]"),
        ("2011年时约17岁", "[1993~..1994~]"),
    ],
)
def test_births_are_read_from_told_ages(text: str, edtf: str) -> None:
    assert dates.parse_birth(text).edtf == edtf


def test_what_lasted_is_compared_as_lasting_only_when_said_so() -> None:
    stay, day = dates.parse("2003-05/2003-08"), dates.parse("2003-06-15")
    assert dates.overlaps(stay, day) is dates.Truth.CANNOT_TELL
    assert dates.overlaps(stay, day, lasting=True) is dates.Truth.YES


def test_approximate_dates_are_decided_only_beyond_their_margins() -> None:
    about = dates.parse("1998~")
    assert dates.before(about, dates.parse("1999-06")) is dates.Truth.CANNOT_TELL
    assert dates.before(about, dates.parse("2000")) is dates.Truth.YES
    assert dates.before(dates.parse("1998"), dates.parse("1999-06")) is dates.Truth.YES


def test_moving_by_a_finer_unit_widens() -> None:
    year = dates.parse("2004")
    assert dates.shift(year, years=1).edtf == "2005"
    assert dates.shift(year, months=3).edtf == "[2004-04..2005-03]"
    assert dates.shift(dates.parse("2004-01-31"), months=1).edtf == "2004-02-29"
    assert str(dates.duration(dates.parse("2003-05"), dates.parse("2003-07"))) == "31–91"


def test_dates_are_found_in_running_english() -> None:
    text = "In June of 2008 she fled; in the late 1990s 2000 families, on May 27, 2008 (resolution 2001/16)."
    assert [(f.text, f.date.edtf) for f in dates.find(text)] == [
        ("June of 2008", "2008-06"),
        ("late 1990s", "1997~/1999~"),
        ("May 27, 2008", "2008-05-27"),
    ]


def test_dates_are_found_in_running_korean_and_chinese() -> None:
    korean = "1998년 3월경 두만강을 건넜고 이듬해 봄에 잡혔다. 2004년 5월 6일부터 7월까지 10년형을 받은 사람과 있었다."
    assert [f.date.edtf for f in dates.find(korean)] == ["1998-03~", "2004-05-06/2004-07"]
    assert [f.date.edtf for f in dates.find(korean, reference="2010")][1] == "1999-21"
    chinese = "她于一九九八年三月到达延吉，2004年5月上旬被抓。"
    assert [f.date.edtf for f in dates.find(chinese)] == ["1998-03", "2004-05-01/2004-05-10"]


def test_relative_dates_in_a_text_look_back_to_the_date_told_before() -> None:
    text = "She was returned in July 2012. Two months later she died. Last year her son came."
    found = dates.find(text, reference="2014-06-01")
    assert [(f.date.edtf, f.relative) for f in found] == [
        ("2012-07", False),
        ("2012-09~", True),
        ("2013", True),
    ]
    assert len(dates.find(text)) == 1


def test_a_year_before_a_word_that_begins_like_a_part_of_it_is_the_whole_year() -> None:
    """`2016년 중국에` is the year 2016 and a state, not the middle of the year."""
    found = [
        (f.text, f.date.edtf)
        for f in dates.find("2016년 중국에 갔고 2017년 말레이시아로, 2018년 말까지 있었다.", "ko")
    ]
    assert found == [("2016년", "2016"), ("2017년", "2017"), ("2018년 말", "2018-09~/2018-12~")]
