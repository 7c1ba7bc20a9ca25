"""Romanisation as published: the examples of the notices and papers themselves."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen import names
from tumen.errors import UnromanisableName

# Ministry of Culture and Tourism, Notice 2000-8, examples of articles 2 and 3
REVISED_WORDS = {
    "구미": "Gumi", "영동": "Yeongdong", "백암": "Baegam", "옥천": "Okcheon", "합덕": "Hapdeok", "호법": "Hobeop",
    "월곶": "Wolgot", "벚꽃": "Beotkkot", "한밭": "Hanbat", "구리": "Guri", "설악": "Seorak", "칠곡": "Chilgok",
    "임실": "Imsil", "울릉": "Ulleung", "대관령": "Daegwallyeong", "백마": "Baengma", "종로": "Jongno",
    "왕십리": "Wangsimni", "별내": "Byeollae", "신라": "Silla", "해돋이": "Haedoji", "같이": "Gachi", "좋고": "Joko",
    "놓다": "Nota", "낳지": "Nachi", "묵호": "Mukho", "집현전": "Jiphyeonjeon", "압구정": "Apgujeong",
    "낙동강": "Nakdonggang", "죽변": "Jukbyeon", "낙성대": "Nakseongdae", "합정": "Hapjeong", "팔당": "Paldang",
    "샛별": "Saetbyeol", "울산": "Ulsan", "독도": "Dokdo", "불국사": "Bulguksa", "독립문": "Dongnimmun",
    "촉석루": "Chokseongnu", "극락전": "Geungnakjeon", "속리산": "Songnisan",
}  # fmt: skip
# the same notice, article 3-4, on personal names
REVISED_NAMES = {
    "민용하": "Min Yongha",
    "송나리": "Song Nari",
    "한복남": "Han Boknam",
    "홍빛나": "Hong Bitna",
}
# McCune and Reischauer 1939, and the forms that libraries print
MCCUNE_REISCHAUER_WORDS = {
    "부산": "Pusan", "평양": "P'yŏngyang", "한글": "Han'gŭl", "발해": "Parhae", "신라": "Silla", "백제": "Paekche",
    "독립": "Tongnip", "박물관": "Pangmulgwan", "갈증": "Kalchŭng", "금강산": "Kŭmgangsan", "심리": "Simni",
}  # fmt: skip
MCCUNE_REISCHAUER_NAMES = {
    "김정은": "Kim Chŏng-ŭn", "김일성": "Kim Il-sŏng", "최룡해": "Ch'oe Ryong-hae", "오극렬": "O Kŭng-nyŏl",
    "박봉주": "Pak Pong-ju", "태종수": "T'ae Chong-su", "김영철": "Kim Yŏng-ch'ŏl", "김철영": "Kim Ch'ŏr-yŏng",
}  # fmt: skip
# as the North's news agency prints its officials
NORTHERN_NAMES = {
    "김정은": "Kim Jong Un", "박봉주": "Pak Pong Ju", "최룡해": "Choe Ryong Hae", "오극렬": "O Kuk Ryol",
    "리설주": "Ri Sol Ju", "태종수": "Thae Jong Su", "김덕훈": "Kim Tok Hun", "조용원": "Jo Yong Won",
    "최선희": "Choe Son Hui", "박정천": "Pak Jong Chon", "김재룡": "Kim Jae Ryong",
}  # fmt: skip
NORTHERN_WORDS = {
    "평양": "Phyŏngyang",
    "금강산": "Kŭmgangsan",
    "칠보산": "Chilbosan",
    "천리마": "Chŏllima",
    "앞산": "Apsan",
}
# Kontsevich's system, as Russian maps and encyclopaedias print Korean places by it
KONTSEVICH_WORDS = {
    "부산": "Пусан", "인천": "Инчхон", "대구": "Тэгу", "대전": "Тэджон", "광주": "Кванджу", "울산": "Ульсан",
    "청진": "Чхонджин", "함흥": "Хамхын", "원산": "Вонсан", "신의주": "Синыйджу", "개성": "Кэсон", "혜산": "Хесан",
    "한라산": "Халласан", "백두산": "Пэктусан", "남포": "Нампхо", "사리원": "Саривон", "해주": "Хэджу",
}  # fmt: skip
KONTSEVICH_NAMES = {
    "김일성": "Ким Иль Сон", "백남순": "Пэк Нам Сун", "장성택": "Чан Сон Тхэк", "박근혜": "Пак Кын Хе",
    "김영희": "Ким Ён Хи",
}  # fmt: skip
YALE_WORDS = {"한글": "Hankul", "무궁화": "Mukwunghwa", "없다": "Epsta", "서울": "Sewul"}


def cases(
    examples: dict[str, str], system: names.System, *, as_word: bool
) -> list[tuple[str, str, names.System, bool]]:
    return [(hangul, latin, system, as_word) for hangul, latin in examples.items()]


@pytest.mark.parametrize(
    ("hangul", "latin", "system", "as_word"),
    [
        *cases(REVISED_WORDS, "rr", as_word=True),
        *cases(REVISED_NAMES, "rr", as_word=False),
        *cases(MCCUNE_REISCHAUER_WORDS, "mr", as_word=True),
        *cases(MCCUNE_REISCHAUER_NAMES, "mr", as_word=False),
        *cases(NORTHERN_NAMES, "dprk", as_word=False),
        *cases(NORTHERN_WORDS, "dprk-breve", as_word=True),
        *cases(YALE_WORDS, "yale", as_word=True),
        *cases(KONTSEVICH_WORDS, "kontsevich", as_word=True),
        *cases(KONTSEVICH_NAMES, "kontsevich", as_word=False),
    ],
)
def test_published_examples(hangul: str, latin: str, system: names.System, as_word: bool) -> None:
    assert names.romanise(hangul, system, as_word=as_word) == latin


@pytest.mark.parametrize(
    ("joining", "latin"),
    [("joined", "Gim Yeonghui"), ("hyphen", "Gim Yeong-hui"), ("spaced", "Gim Yeong Hui")],
)
def test_given_names_are_joined_as_asked(joining: names.Joining, latin: str) -> None:
    assert names.romanise("김영희", joining=joining) == latin


def test_surnames_of_two_syllables_stay_whole() -> None:
    assert names.romanise("남궁민수") == "Namgung Minsu"
    assert names.romanise("남궁 민") == "Namgung Min"


def test_plain_letters_have_neither_breves_nor_apostrophes() -> None:
    assert names.romanise("최은철", "mr-plain") == "Choe Un-chol"


def test_text_without_hangul_is_refused() -> None:
    with pytest.raises(UnromanisableName, match="no Hangul"):
        names.romanise("Kim")


def test_an_unknown_system_is_refused_by_name() -> None:
    with pytest.raises(UnromanisableName) as refused:
        names.romanise("김영희", "wade-giles")  # type: ignore[arg-type]  # the point of the test
    assert refused.value.fields == {"system": "wade-giles"}


@given(
    hangul=st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=2, max_size=4),
    system=st.sampled_from(get_args(names.System)),
)
@settings(deadline=None, max_examples=120)
def test_every_syllable_has_a_spelling_in_every_system(hangul: str, system: names.System) -> None:
    latin = names.romanise(hangul, system)
    assert latin
    assert not any("\uac00" <= c <= "\ud7a3" for c in latin)
