"""Instruments pointed back to, offences and drafts; works by name and year, judgments, figures of a ministry."""

from __future__ import annotations

from tumen import reading


def law(text: str) -> list[tuple[str, str | None]]:
    return [(r.text, r.article) for r in reading.read(text, language="ko").legal or ()]


def cited(text: str) -> list[str]:
    return [c.text for c in reading.read(text, language="ko").citations or ()]


def test_a_treaty_is_pointed_back_to() -> None:
    text = "셀마르크는 난민협약과 그 의정서에 가입하였다. 협약 제33조 제1항은 추방을 금한다."
    assert law(text) == [("난민협약", None), ("그 의정서", None), ("협약 제33조 제1항", "33(1)")]


def test_offences_drafts_and_bare_resolutions_are_law() -> None:
    assert law("법원은 비법국경출입죄를 적용하였다.") == [("비법국경출입죄", None)]
    assert [words for words, _ in law("피해자 지원 특별법안을 처리한다.")] == ["피해자 지원 특별법안"]
    assert [words for words, _ in law("총회는 12월 결의 78/218호에서 이를 촉구하였다.")] == ["결의 78/218호"]
    assert law("「탈출민의 보호에 관한 법률」 제4조의2는 책무를 정한다.") == [
        ("탈출민의 보호에 관한 법률」 제4조의2", "4의2")
    ]
    assert law("그는 무죄를 주장하였다.") == []


def test_sources_without_brackets_for_a_title() -> None:
    assert cited("한 민간 연구(김가람·이나래, 2019)는 그 비율을 추산하였다.") == ["김가람·이나래, 2019"]
    assert cited("헌법재판소도 같은 취지로 판단하였다(2000. 8. 31. 97헌가12 결정 참조).") == [
        "2000. 8. 31. 97헌가12 결정"
    ]
    assert cited("하버위원회가 총회에 낸 보고서(A/77/522)는 그렇게 적었다.") == [
        "하버위원회가 총회에 낸 보고서(A/77/522)"
    ]
    assert cited("국내 입국자는 항만부 집계로 63명이었다.") == ["항만부 집계"]
    assert cited("우리는 「탈출민의 보호에 관한 법률」을 따른다.") == []
