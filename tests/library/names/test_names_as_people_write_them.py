"""Spellings by system, in other alphabets, in part, with titles and marks: all made-up names."""

from __future__ import annotations

import pytest

from tumen import names

YALE = {
    "Kim Yenghuy": "김영희",
    "Pak Chelswu": "박철수",
    "I Myengok": "이명옥",
    "Choy Swunok": "최순옥",
    "Ceng Uncwu": "정은주",
    "Kang Sengho": "강성호",
    "Yun Kwangchel": "윤광철",
    "Han Sengwen": "한성원",
    "Co Kumswuk": "조금숙",
    "Ko Hyencwu": "고현주",
}
CYRILLIC = {
    "Ким Ён Хи": "김영희",
    "Ким Ёнхи": "김영희",
    "КИМ ЁН ХИ": "김영희",
    "Ён Хи Ким": "김영희",
    "Пак Чхоль Су": "박철수",
    "Ли Мён Ок": "리명옥",
    "Чхве Сун Ок": "최순옥",
    "Цой Сун Ок": "최순옥",
    "Чон Ын Чу": "정은주",
    "Тен Ын Чу": "정은주",
    "Кан Сон Хо": "강성호",
    "Чо Гым Сук": "조금숙",
    "Юн Кван Чхоль": "윤광철",
    "Лим Чхун Хва": "림춘화",
    "Хван Чхун Ёп": "황춘엽",
    "Хванбо Кёнэ": "황보경애",
    "О Гык Рёль": "오극렬",
    "Но Чон Мин": "노정민",
    "Ногай Чон Мин": "노정민",
    "Тэ Сон Тхэк": "태성택",
}
KANA = {
    "キム・ヨンヒ": "김영희",
    "キムヨンヒ": "김영희",
    "きむ よんひ": "김영희",
    "パク・チョルス": "박철수",
    "ﾊﾟｸ ﾁｮﾙｽ": "박철수",
    "リ・ミョンオク": "리명옥",
    "イ・ミョンオク": "이명옥",
    "チェ・スノク": "최순옥",
    "チョン・ウンジュ": "정은주",
    "カン・ソンホ": "강성호",
    "ユン・グァンチョル": "윤광철",
    "リム・チュンファ": "림춘화",
    "ファン・チュンヨプ": "황춘엽",
    "シン・ドンヒョク": "신동혁",
    "ナムグン・ミンス": "남궁민수",
}
PINYIN = {
    "Jin Yingji": "金英姬",
    "JIN YINGJI": "金英姬",
    "Jīn Yīngjī": "金英姬",
    "Jin Ying-ji": "金英姬",
    "Cui Shunyu": "崔順玉",
    "Zhuge Min": "諸葛敏",
    "Piao Zhezhu": "朴哲洙",
    "Huangfu Jingai": "皇甫敬愛",
    "Lü Minji": "呂敏姬",
}
# Hepburn of the Sino-Japanese reading of the characters, and of the kana after the Korean sound
JAPANESE = {
    "Kin Eiki": "김영희",
    "KIN Eiki": "金英姬",
    "Eiki Kin": "Kim Yong Hui",
    "Boku Tesshu": "박철수",
    "Boku Tetsushū": "朴哲秀",
    "Ri Meigyoku": "李明玉",
    "Sai Jungyoku": "崔順玉",
    "Tei Onshu": "정은주",
    "Kyō Seikō": "姜成浩",
    "Kyou Seikou": "강성호",
    "Rin Shunka": "림춘화",
    "Kōho Keiai": "皇甫敬愛",
    "キン・エイキ": "김영희",
    "Kimu Yonhi": "김영희",
    "Paku Chorusu": "朴哲洙",
    "Che Sunoku": "최순옥",
    "Hwan Chun'yopu": "황춘엽",
    "Namugun Minsu": "남궁민수",
}
# Czech, Polish, Hungarian and German texts, where j is y
CONTINENTAL = {
    "Kim Jong-čchol": "김영철",
    "Čche Jong-rim": "최영림",
    "Pak Hjon-džu": "박현주",
    "Pak Dzong Hjok": "박종혁",
    "Csö Mjong Ho": "최명호",
}
DRESSED = {
    "Mrs. Kim Yong Hui": "김영희",
    "Kim Yong-hui, Mrs.": "김영희",
    "김영희 할머니": "김영희",
    "김영희님": "김영희",
    "김영희 여사": "김영희",
    "리철 동지": "리철",
    "Comrade Ri Chol": "리철",
    "증언자 김영희": "김영희",
    "작가 김영희": "김영희",
    '"Sunny" Kim Yong Hui': "김영희",
    "Kim Yong Hui (pseudonym)": "김영희",
    "Kim Yong Hui (aged 35)": "김영희",
    "김영희 (여, 35세)": "김영희",
    "金英姬女士": "김영희",
    "Kim, Y.-H.": "김영희",
    "Kim YH": "김영희",
    "Y.H. Kim": "김영희",
    "ＫＩＭ ＹＯＮＧ ＨＵＩ": "김영희",
    "김 영 희": "김영희",
    "Kim Yo'ng-hu'i": "김영희",
    "kim yonghui": "김영희",
}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *YALE.items(),
        *CYRILLIC.items(),
        *KANA.items(),
        *PINYIN.items(),
        *JAPANESE.items(),
        *CONTINENTAL.items(),
        *DRESSED.items(),
    ],
)
def test_however_a_name_is_written_it_is_the_same(written: str, meant: str) -> None:
    assert names.compare(written, meant).same
    assert set(names.keys(written)) & set(names.keys(meant)) or any(
        unit.kind == "initial" for r in names.parse(written).forms[0].readings for unit in r.given
    )


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("Pak Chelswu", "박철호"), ("Чхве Сун Ок", "최순복"), ("キム・ヨンヒ", "김명희"), ("Kim YH", "김철수"),
        ("Zhuge Min", "제갈준"), ("金英姬女士", "김명희"), ("Kin Eiki", "김명희"), ("Kin Eiki", "金明姬"),
        ("Kimu Yonhi", "김명희"), ("Boku Tesshu", "김철수"),
    ],
)  # fmt: skip
def test_a_strange_alphabet_is_no_excuse_for_another_name(written: str, other: str) -> None:
    assert not names.compare(written, other).same


def test_letters_that_are_a_likely_korean_name_are_not_read_as_japanese() -> None:
    for text in ("Kim Yong Hui", "Chon Unju", "Kan Son Ho", "Jin Yingji"):
        readings = names.parse(text).forms[0].readings
        assert {unit.kind for reading in readings for unit in reading.given}.isdisjoint({"kana", "onyomi"})


@pytest.mark.parametrize("text", ["Kenji", "Schmidtbauer, Dietrich", "Natsukawa Takehiko", "Ono"])
def test_lone_words_and_other_surnames_are_not_read_as_japanese_ways_to_write_korean_ones(text: str) -> None:
    readings = names.parse(text).forms[0].readings
    assert not {unit.kind for reading in readings for unit in reading.given} & {"onyomi", "kana"}


@pytest.mark.parametrize(
    "text",
    [
        "Kim OO",
        "김○○",
        "김 모",
        "김모 씨",
        "김XX",
        "김**",
        "Kim ***",
        "金某",
        "Aunt Kim",
        "キムさん",
        "г-жа Ким",
    ],
)
def test_a_withheld_name_is_its_surname(text: str) -> None:
    reading = names.parse(text).forms[0].readings[0]
    assert (reading.order, reading.hangul) == ("surname only", "김")
    assert -1 < names.compare(text, "김영희").score < 3
    assert not names.compare(text, "김영희").same


def test_a_name_that_is_withheld_in_part_says_so() -> None:
    assert names.parse("김○희").forms[0].written.masked
    assert not names.parse("김영희").forms[0].written.masked


@pytest.mark.parametrize(
    "text",
    ["영희 엄마", "김영희 어머니", "Kim Yong Hui's mother", "the wife of Kim Yong Hui", "金英姬的母亲"],
)
def test_a_relative_is_not_the_person_named(text: str) -> None:
    found = names.compare(text, "김영희")
    assert found.score == 0
    assert names.parse(text).forms[0].written.marks == ("relative",)
    assert "relative" in found.reasons[0]


def test_a_pseudonym_is_marked_and_read() -> None:
    for text in ("Kim Yong Hui (pseudonym)", "김영희(가명)", "가명: 김영희", "金英姬(化名)"):
        form = names.parse(text).forms[0]
        assert "pseudonym" in form.written.marks
        assert form.readings[0].hangul in ("김영희", "김용희")


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Kim Yong Hui a.k.a. Pak Sun Ok", ["Kim Yong Hui", "Pak Sun Ok"]),
        ("Kim Yong Hui alias Pak Sun Ok", ["Kim Yong Hui", "Pak Sun Ok"]),
        ("김영희, 일명 박순옥", ["김영희", "박순옥"]),
        ("Kim Yong Hui (김영희)", ["Kim Yong Hui (김영희)", "김영희"]),
        ("김영희(金英姬)", ["김영희(金英姬)", "金英姬"]),
        ("김영희(여)", ["김영희(여)"]),
    ],
)
def test_one_text_may_hold_several_forms(text: str, forms: list[str]) -> None:
    parsed = names.parse(text)
    assert [form.written.text for form in parsed.forms] == forms
    assert parsed.original == text


def test_initials_offer_a_few_likely_names() -> None:
    offered = names.parse("Kim Y. H.").likeliest(3)
    assert len(offered) == 3
    assert all(text.startswith("김") and 0 < share < 1 for text, share in offered)
