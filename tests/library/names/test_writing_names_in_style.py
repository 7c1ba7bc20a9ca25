"""House styles, and characters read as the South, the North and China read them."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen import names
from tumen.errors import UnromanisableName


@pytest.mark.parametrize(
    ("style", "written"),
    [
        (names.Style(), "Bak Yeonghui"),
        (names.Style(surname="custom"), "Park Yeonghui"),
        (names.Style(joining="hyphen", capitals="surname"), "BAK Yeong-hui"),
        (names.Style(order="surname last", surname="custom", joining="hyphen"), "Yeong-hui Park"),
        (names.Style(system="dprk", capitals="all"), "PAK YONG HUI"),
        (names.Style(system="mr", order="surname last"), "Yŏng-hŭi Pak"),
    ],
)
def test_a_document_writes_names_in_one_style(style: names.Style, written: str) -> None:
    assert names.write("박영희", style) == written


def test_customary_surnames_are_those_of_most_bearers() -> None:
    custom = names.Style(surname="custom", system="mr-plain", joining="hyphen")
    assert names.write("이명옥", custom) == "Lee Myong-ok"
    assert names.write("리명옥", custom) == "Lee Myong-ok"
    assert names.write("남궁민", custom).startswith("Namgung")


@pytest.mark.parametrize(
    ("characters", "south", "north", "pinyin"),
    [
        ("金英姬", "김영희", "김영희", "Jin Yingji"),
        ("李哲洙", "이철수", "리철수", "Li Zhezhu"),
        ("柳敬蘭", "유경란", "류경란", "Liu Jinglan"),
        ("盧仁順", "노인순", "로인순", "Lu Renshun"),
        ("林春花", "임춘화", "림춘화", "Lin Chunhua"),
        ("任順玉", "임순옥", "임순옥", "Ren Shunyu"),
        ("龍海順", "용해순", "룡해순", "Long Haishun"),
        ("崔龍淑", "최용숙", "최룡숙", "Cui Longshu"),
        ("金鍾烈", "김종렬", "김종렬", "Jin Zhonglie"),
        ("金宣烈", "김선열", "김선렬", "Jin Xuanlie"),
        ("朴英淑", "박영숙", "박영숙", "Piao Yingshu"),
        ("皇甫敬爱", "황보경애", "황보경애", "Huangfu Jingai"),
        ("郑镇硕", "정진석", "정진석", "Zheng Zhenshuo"),
        ("呂敏姬", "여민희", "려민희", "Lü Minji"),
    ],
)
def test_characters_are_read_in_three_ways(characters: str, south: str, north: str, pinyin: str) -> None:
    assert names.hangul_of_hanja(characters) == south
    assert names.hangul_of_hanja(characters, "north") == north
    assert names.pinyin_of_hanja(characters) == pinyin
    for written in (south, north, pinyin):
        assert names.compare(characters, written).score > 0


@pytest.mark.parametrize(
    ("name", "northern"),
    [
        ("이식남", ("리식남",)),
        ("노영희", ("로영희",)),
        ("나경옥", ("라경옥",)),
        ("염순희", ("렴순희",)),
        ("용해순", ("룡해순",)),
        ("육철수", ("륙철수",)),
        ("임춘화", ("림춘화", "임춘화")),
        ("유경란", ("류경란", "유경란")),
        ("양명옥", ("량명옥", "양명옥")),
        ("여민희", ("려민희", "여민희")),
        ("윤광철", ("윤광철",)),
        ("남광철", ("남광철",)),
        ("김용순", ("김용순",)),
        ("남궁민수", ("남궁민수",)),
        ("이 식남", ("리 식남",)),
        ("리식남", ("리식남",)),
        ("림춘화", ("림춘화",)),
        ("이", ("리",)),
        ("Kim Yong Hui", ("Kim Yong Hui",)),
        ("", ("",)),
    ],
)
def test_the_north_begins_some_surnames_otherwise(name: str, northern: tuple[str, ...]) -> None:
    assert names.northern_spellings(name) == northern
    for spelt in northern:
        assert names.parse(spelt).hangul == names.parse(name).hangul


def test_a_character_without_a_reading_stays_in_hangul_and_is_refused_in_pinyin() -> None:
    assert names.hangul_of_hanja("金〇") == "김〇"
    with pytest.raises(UnromanisableName):
        names.pinyin_of_hanja("金〇")


SURNAMES = st.sampled_from(("김", "이", "리", "박", "최", "정", "남궁", "류", "림", "조", "한", "윤"))
GIVEN = st.lists(
    st.sampled_from(
        ("영", "희", "철", "수", "은", "옥", "순", "화", "경", "미", "일", "혁", "명", "성", "남", "광")
    ),
    min_size=2,
    max_size=2,
).map("".join)


@given(
    surname=SURNAMES,
    given_name=GIVEN,
    system=st.sampled_from(get_args(names.System)),
    joining=st.sampled_from(get_args(names.Joining)),
    order=st.sampled_from(("surname first", "surname last")),
    capitals=st.sampled_from(("none", "surname", "all")),
    spelt=st.sampled_from(("rule", "custom")),
)
@settings(deadline=None, max_examples=60)
def test_what_is_written_in_any_style_can_be_read_back(
    surname: str,
    given_name: str,
    system: names.System,
    joining: names.Joining,
    order: str,
    capitals: str,
    spelt: str,
) -> None:
    style = names.Style(system=system, joining=joining, order=order, capitals=capitals, surname=spelt)  # type: ignore[arg-type]  # sampled from the literals
    written = names.write(f"{surname} {given_name}", style)
    assert names.compare(written, surname + given_name).score > 0
