"""Who states a figure in Korean, and what is asked in endings beyond the plainest."""

from __future__ import annotations

import pytest

from tumen import reading


def stated(text: str) -> list[str | None]:
    return [c.setting.attributed_to for c in reading.read(text, language="ko").claims or ()]


def asked(text: str) -> list[tuple[str, str | None]]:
    return [(r.text, r.addressee) for r in reading.read(text, language="ko").recommendations or ()]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("국제구호단체 ‘등대’는 1만 명 안팎으로 보았다.", "국제구호단체 ‘등대"),
        ("현지 선교사들은 최소 3만 명이 넘는다고 주장한다.", "현지 선교사들"),
        ("한 민간 연구(김가람·이나래, 2019)는 그 비율을 60% 이상으로 추산하였다.", "김가람·이나래"),
        ("하버위원회가 총회에 낸 보고서는 최소 170명이 갇혀 있다고 적었다.", "하버위원회"),
        ("국내 입국자는 항만부 집계로 63명으로 줄었다.", "항만부"),
        ("강변 출신 증언자 셋은 남자 2명이 숨진 것을 보았다고 각각 진술하였다.", "강변 출신 증언자 셋"),
    ],
)
def test_the_topic_of_saying_states_it(text: str, who: str) -> None:
    assert who in stated(text)


def test_two_clauses_have_each_their_own() -> None:
    text = "등대협회는 1만 명 안팎으로 보는 반면, 현지 활동가들은 3만 명이 넘는다고 말한다."
    assert stated(text) == ["등대협회", "현지 활동가들"]


def test_what_is_heard_goes_on_with_the_source_before() -> None:
    text = "증언자 김가람은 남자 2명이 끌려갔다고 말했다. 구경꾼은 500명이 넘었다고 한다."
    assert stated(text) == ["증언자 김가람", "증언자 김가람"]


def test_nobody_states_what_is_only_told() -> None:
    assert stated("여성이 59명이었고, 열 명이 강을 건넜다.") == [None, None]


def test_imperatives_and_duties_are_asked() -> None:
    assert asked("첫째, 셀마르크 정부는 명단을 가족에게 알리고 송환을 멈추라.") == [
        ("첫째, 셀마르크 정부는 명단을 가족에게 알리고", "셀마르크 정부"),
        ("송환을 멈추라.", "셀마르크 정부"),
    ]
    assert len(asked("국회는 피해자 지원 예산을 늘릴 필요가 있다.")) == 1
    assert len(asked("난민기구는 방문을 공식 요청해야 마땅하다.")) == 1


def test_whom_the_sentence_before_called_is_asked() -> None:
    assert asked("우리 외교부에 촉구한다. 전담 영사를 두어라.") == [("전담 영사를 두어라.", "우리 외교부")]


def test_how_to_read_a_number_is_no_demand() -> None:
    assert asked("줄어든 숫자를 나아진 인권으로 읽어서는 안 된다.") == []
