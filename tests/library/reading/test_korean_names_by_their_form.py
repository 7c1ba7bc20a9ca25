"""Bodies, offices and people of Korean texts whom no table holds: by ending, by quotation marks, by a note."""

from __future__ import annotations

import pytest

from tumen import reading


def named(text: str) -> list[str]:
    return [p.name for p in reading.read(text, language="ko").people_orgs or ()]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("물길지방법원은 지난해 5월 판결하였다.", "물길지방법원"),
        ("하나, 국회는 법안을 돌려보내라.", "국회"),
        ("법무부 보도자료에는 그런 말이 없다.", "법무부"),
        ("대법원도 같은 취지로 판시하였다.", "대법원"),
        ("새벽물길기록모임이 성명을 냈다.", "새벽물길기록모임"),
        ("셋째, 통일부 장관께 명부 작성을 요청한다.", "통일부 장관"),
        ("하나, 유엔 특별보고관께 방문을 요청한다.", "유엔 특별보고관"),
        ("유엔난민기구 한국대표부는 답하지 않았다.", "유엔난민기구 한국대표부"),
        ("‘다올’ 씨는 지붕 위에서 이웃을 보았다.", "다올"),
        ("노동자 비르나(가명) 씨는 물이 찼다고 말했다.", "비르나"),
        ("열일곱 살 소년 '다솔'과 길잡이가 붙잡혔다.", "다솔"),
        ("집은 4,100채였다(문새힘, 「물길과 사람길」, 2024, 58쪽).", "문새힘"),
        ("그들은 떠났다.1)\n\n주\n1) 물길연구소, 『팔린 길』, 서울: 물풀, 2022, 114쪽.\n", "물풀"),
    ],
)
def test_a_korean_name_is_told_by_its_form(text: str, name: str) -> None:
    assert name in named(text)


@pytest.mark.parametrize(
    "text",
    [
        "일부 사람은 떠났고 내부 사정은 알 수 없다. 전국에서 청년이 모였다.",
        "현지 당국과 경찰은 말이 없었다. 이런 모임은 드물다.",
        "‘강물’은 깊었다. 그는 ‘약속’을 지켰다.",
    ],
)
def test_common_words_are_no_korean_names(text: str) -> None:
    assert named(text) == []
