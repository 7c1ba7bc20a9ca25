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
    "촉석루": "Chokseongnu", "극락전": "Geungnakjeon", "속리산": "Songnisan", "광희문": "Gwanghuimun",
    "굳히다": "Guchida", "부산": "Busan", "세종": "Sejong", "남산": "Namsan", "금강": "Geumgang",
    "경복궁": "Gyeongbokgung", "무량수전": "Muryangsujeon", "연화교": "Yeonhwagyo", "안압지": "Anapji",
    "남한산성": "Namhansanseong", "화랑대": "Hwarangdae", "현충사": "Hyeonchungsa", "오죽헌": "Ojukheon",
    "종묘": "Jongmyo", "다보탑": "Dabotap", "중앙": "Jungang", "반구대": "Bangudae", "세운": "Seun",
    "해운대": "Haeundae",
}  # fmt: skip
# the same notice, article 3-4, on personal names
REVISED_NAMES = {
    "민용하": "Min Yongha",
    "송나리": "Song Nari",
    "한복남": "Han Boknam",
    "홍빛나": "Hong Bitna",
}
# What a coda and the next onset become together: the table of McCune and Reischauer (1939), as libraries print it;
# columns ㅇ ㄱ ㄴ ㄷ ㄹ ㅁ ㅂ ㅅ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ
MCCUNE_REISCHAUER_MEETINGS = {
    "": "- g n d r m b s j ch' k' t' p' h",
    "ㄱ": "g kk ngn kt ngn ngm kp ks kch kch' kk' kt' kp' kh",
    "ㄴ": "n n'g nn nd ll nm nb ns nj nch' nk' nt' np' nh",
    "ㄹ": "r lg ll lt ll lm lb ls lch lch' lk' lt' lp' rh",
    "ㅁ": "m mg mn md mn mm mb ms mj mch' mk' mt' mp' mh",
    "ㅂ": "b pk mn pt mn mm pp ps pch pch' pk' pt' pp' ph",
    "ㅇ": "ng ngg ngn ngd ngn ngm ngb ngs ngj ngch' ngk' ngt' ngp' ngh",
}
# McCune and Reischauer 1939, and the forms that libraries and gazetteers print
MCCUNE_REISCHAUER_WORDS = {
    "부산": "Pusan", "평양": "P'yŏngyang", "한글": "Han'gŭl", "발해": "Parhae", "신라": "Silla", "백제": "Paekche",
    "독립": "Tongnip", "박물관": "Pangmulgwan", "갈증": "Kalchŭng", "금강산": "Kŭmgangsan", "심리": "Simni",
    "용화": "Yonghwa", "개성": "Kaesŏng", "남포": "Namp'o", "안양": "Anyang", "영진리": "Yŏngjilli",
    "덕흥리": "Tŏkhŭngni", "압록강": "Amnokkang", "대동강": "Taedonggang", "서울": "Sŏul", "한국": "Han'guk",
    "전라": "Chŏlla", "고려": "Koryŏ",
    "함흥": "Hamhŭng", "청진": "Ch'ŏngjin", "회령": "Hoeryŏng", "해주": "Haeju",
    "석굴암": "Sŏkkuram", "백두산": "Paektusan",
    "쉬다": "Shwida", "역사": "Yŏksa", "진리": "Chilli", "선량": "Sŏllyang",
}  # fmt: skip
MCCUNE_REISCHAUER_NAMES = {
    "김정은": "Kim Chŏng-ŭn", "김일성": "Kim Il-sŏng", "최룡해": "Ch'oe Ryong-hae", "오극렬": "O Kŭng-nyŏl",
    "박봉주": "Pak Pong-ju", "태종수": "T'ae Chong-su", "김영철": "Kim Yŏng-ch'ŏl", "김철영": "Kim Ch'ŏr-yŏng",
}  # fmt: skip
# Library of Congress, Korean Romanization and Word Division (2009), rule 9: 이 and 리 are always Yi, a surname is
# written as the South begins it, a given name keeps the ㄹ it begins with; a hyphen needs no apostrophe
LIBRARY_NAMES = {
    "이석민": "Yi Sŏng-min", "류성민": "Yu Sŏng-min", "유성민": "Yu Sŏng-min", "나민주": "Na Min-ju",
    "라민주": "Na Min-ju",
    "안중근": "An Chung-gŭn", "오영혜": "O Yŏng-hye", "이어령": "Yi Ŏ-ryŏng", "김창룡": "Kim Ch'ang-nyong",
    "김철운": "Kim Ch'ŏr-un", "김철원": "Kim Ch'ŏr-wŏn", "이율곡": "Yi Yul-gok", "김지하": "Kim Chi-ha",
    "김소월": "Kim So-wŏl", "리승만": "Yi Sŭng-man", "이순신": "Yi Sun-sin", "김리나": "Kim Ri-na", "최란": "Ch'oe Ran",
    "하리수": "Ha Ri-su", "이류환": "Yi Ryu-hwan", "선우학원": "Sŏnu Hag-wŏn", "김선기": "Kim Sŏn-gi", "허담": "Hŏ Tam",
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
    "압록강": "Amrokgang",
    "백마산": "Paengmasan",
    "꽃마을": "Kkonmaŭl",
    "한라산": "Hallasan",
    "닭섬": "Taksŏm",
    "붉은바위": "Pulgŭnbawi",
    "앉은바위": "Anjŭnbawi",
    "삿갓봉": "Satkatbong",
    "곡산": "Koksan",
    "갑산": "Kapsan",
    "장교": "Janggyo",
    "대동강": "Taedonggang",
}
# the same guideline on names: syllable by syllable, the first of the given name never voiced
NORTHERN_GUIDELINE_NAMES = {"박동구": "Pak Tong Gu", "안복철": "An Pok Chŏl", "최학래": "Choe Hak Rae"}
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
# Martin (1992): every letter for itself, wu after a labial as u
YALE_WORDS = {
    "한글": "Hankul", "무궁화": "Mukwunghwa", "없다": "Epsta", "서울": "Sewul", "조선": "Cosen", "외국": "Oykwuk",
    "의사": "Uysa", "괜찮다": "Kwaynchanhta", "읽다": "Ilkta", "앉다": "Ancta", "부엌": "Puekh", "꽃": "Kkoch",
    "물": "Mul", "불": "Pul", "풀": "Phul", "뿔": "Ppul", "예": "Yey", "귀": "Kwi", "찌개": "Ccikay", "쌀": "Ssal",
}  # fmt: skip


CODAS = dict(zip(("", *"ㄱㄴㄹㅁㅂㅇ"), "가각간갈감갑강", strict=True))


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
        *cases(LIBRARY_NAMES, "mr", as_word=False),
        *cases(NORTHERN_NAMES, "dprk", as_word=False),
        *cases(NORTHERN_GUIDELINE_NAMES, "dprk-breve", as_word=False),
        *cases(NORTHERN_WORDS, "dprk-breve", as_word=True),
        *cases(YALE_WORDS, "yale", as_word=True),
        *cases(KONTSEVICH_WORDS, "kontsevich", as_word=True),
        *cases(KONTSEVICH_NAMES, "kontsevich", as_word=False),
    ],
)
def test_published_examples(hangul: str, latin: str, system: names.System, as_word: bool) -> None:
    assert names.romanise(hangul, system, as_word=as_word) == latin


@pytest.mark.parametrize(("coda", "written"), MCCUNE_REISCHAUER_MEETINGS.items())
def test_mccune_reischauer_writes_what_coda_and_onset_become(coda: str, written: str) -> None:
    first = CODAS[coda]
    for second, letters in zip(
        "아가나다라마바사자차카타파하", written.replace("-", "").split(" "), strict=True
    ):
        assert names.romanise(first + second, "mr", as_word=True) == f"Ka{letters}a"


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


# Syllables of given names without clusters; in Yale ㅡ and ㅜ after a labial are one.
SYLLABLES = (
    "가각갑강개거건걸겸경계고관광교구국권귀규근금기길나난남녀노다단대덕도동두득라란래련령록룡류률림만매명"
    "모묘문미민배백범병보복봉빈사산삼상서석선설성세소송수숙순승식신실심아안애양억언연열염엽영예옥온완용우"
    "욱운웅원월위유윤율은의이익인일임자장재전정제조종주준중지진찬창채천철청초춘충치태택평표필하학한해향혁"
    "현협형혜호홍화환황효후훈휘흥희"
)
FULL_NAMES = st.builds(
    lambda surname, first, later: f"{surname} {first}{later}",
    st.sampled_from(
        (
            "김",
            "이",
            "박",
            "최",
            "정",
            "강",
            "조",
            "윤",
            "장",
            "한",
            "오",
            "서",
            "신",
            "권",
            "황",
            "엄",
            "허",
            "남궁",
        )
    ),
    st.sampled_from(SYLLABLES),
    st.sampled_from(SYLLABLES),
)


@given(a=FULL_NAMES, b=FULL_NAMES, system=st.sampled_from(("rr", "dprk-breve", "yale")))
@settings(deadline=None, max_examples=200)
def test_syllable_by_syllable_nothing_is_lost(a: str, b: str, system: names.System) -> None:
    written = [names.romanise(name, system, joining="spaced") for name in (a, b)]
    assert (written[0] == written[1]) == (a == b)


@given(name=FULL_NAMES)
@settings(deadline=None, max_examples=60)
def test_plain_letters_are_the_others_without_their_marks(name: str) -> None:
    plain = str.maketrans("ŏŭëŎŬ", "oueOU", "'")
    assert names.romanise(name, "mr-plain") == names.romanise(name, "mr").translate(plain)
    assert names.romanise(name, "dprk") == names.romanise(name, "dprk-breve").translate(plain)
