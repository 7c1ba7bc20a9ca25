"""Korean notes cut no sentence, decisions and statutes are law, and lists ask without a verb of asking."""

from __future__ import annotations

from tumen import reading

TEXT = """물길연구원에 따르면 2019년 한 해 동안 1,047명이 입국하였다.1) 하버위원회는 312명이 구금되었다고 밝혔다.2)

이는 유엔 안전보장이사회 결의 2397호와 로마규정 제7조, 「출입국관리법」 제46조에 어긋난다.

가. 셀마르크 정부에
 - 송환을 즉각 중단할 것
 - 지침을 고치고 인력을 늘릴 것
첫째, 피해자 보호를 우선하라. 둘째, 통계를 공개하라.

1) 물길연구원, 『강변백서 2020』, 2020, 15쪽.
2) 위의 책, 50쪽.
"""


def test_a_mark_ends_a_sentence_and_each_figure_keeps_its_source() -> None:
    found = reading.read(TEXT)
    assert [(c.text, c.setting.attributed_to, c.setting.footnote) for c in found.claims or ()] == [
        ("1,047명", "물길연구원", "1"),
        ("312명", "하버위원회", "2"),
    ]
    assert [TEXT[slice(*n.body)] for n in found.footnotes or ()] == [
        "물길연구원, 『강변백서 2020』, 2020, 15쪽.",
        "위의 책, 50쪽.",
    ]
    assert len(found.citations or ()) == 2


def test_decisions_and_statutes_are_law() -> None:
    assert [(r.text, r.article) for r in reading.read(TEXT).legal or ()] == [
        ("유엔 안전보장이사회 결의 2397호", None),
        ("로마규정 제7조", "7"),
        ("출입국관리법」 제46조", "46"),
    ]


def test_items_and_short_imperatives_are_demands() -> None:
    assert [(r.text.strip(" -"), r.addressee) for r in reading.read(TEXT).recommendations or ()] == [
        ("송환을 즉각 중단할 것", "셀마르크 정부"),
        ("지침을 고치고 인력을 늘릴 것", "셀마르크 정부"),
        ("첫째, 피해자 보호를 우선하라.", None),
        ("둘째, 통계를 공개하라.", None),
    ]
