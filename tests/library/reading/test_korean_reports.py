"""Every list is read in Korean: measured on made-up reports whose key is made with them, and by hand on others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from tumen import reading
from tumen.errors import SituationError
from tumen.reading import Reading
from tumen.synth import MadeReport, make_report

REPORT = """\
물길인권네트워크는 지난해 펴낸 조사에서 최소 350여 명이 국경 지역에 머물고 있다고 추산했다.1)
윤새봄 활동가는 "2011년 5월 세 가족이 함께 강을 건넜다"고 말했다.2)

2014년 여름 단둥의 한 식당에서 일하던 스물두 살 여성이 공안에 체포됐다. 송환된 이들은 흔히 구타를 당한다.

중국은 1982년 난민협약에 가입하였으며, 고문방지협약 제3조는 송환을 금지한다. 이는 국제인권법 위반이다.

권고
- 중국 정부는 난민 지위 심사를 실시할 것.
한국 정부는 여성들을 지원하고 의료 서비스를 제공하여야 한다. 국회에 관련 법률의 개정을 요청한다.

1) 물길인권네트워크, 『국경의 겨울』, 물길출판, 2013.
2) 두물인권센터의 2012년 보고서, http://example.org/report
"""


@pytest.fixture(scope="module")
def found() -> Reading:
    return reading.read(REPORT, language="ko")


@pytest.fixture(scope="module")
def made() -> tuple[MadeReport, Mapping[str, Sequence[Mapping[str, Any]]]]:
    report = make_report(np.random.default_rng(7), language="ko", sentences=60)
    given: Any = reading.read(report.text).as_dict()
    return report, given


def spans(row: Mapping[str, Any]) -> list[tuple[int, int]]:
    if row.get("value_span"):
        return [tuple(row["value_span"])]
    many = row.get("spans") or [row]
    return [(s["start"], s["end"]) if isinstance(s, Mapping) else (s[0], s[1]) for s in many]


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("claims", 0.9), ("dates", 0.9), ("incidents", 0.8), ("patterns", 0.8), ("recommendations", 0.85),
        ("legal", 0.9), ("citations", 0.9), ("people_orgs", 0.85), ("places", 0.9),
    ],
)  # fmt: skip
def test_each_list_of_a_made_up_report_is_found_and_little_else(
    made: tuple[MadeReport, Mapping[str, Sequence[Mapping[str, Any]]]], name: str, least: float
) -> None:
    report, given = made
    key, rows = report.key[name], given[name]
    assert key

    def touch(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
        return any(x[0] < y[1] and y[0] < x[1] for x in spans(a) for y in spans(b))

    hit = sum(any(touch(k, r) for r in rows) for k in key)
    right = sum(any(touch(k, r) for k in key) for r in rows)
    assert (hit / len(key) >= least, right / len(rows) >= least) == (True, True)


def test_a_made_up_report_is_the_same_for_the_same_dice_and_says_that_it_is_made_up() -> None:
    one, two = (make_report(np.random.default_rng(3), sentences=5) for _ in range(2))
    assert one == two
    assert "지어낸" in one.text.splitlines()[0]
    for rows in one.key.values():
        assert all(one.text[r["start"] : r["end"]] == r["text"] for r in rows)
    with pytest.raises(SituationError):
        make_report(np.random.default_rng(3), language="zh")


def test_who_states_a_figure_and_for_when(found: Reading) -> None:
    rows = {c.text: c.setting for c in found.claims or ()}
    assert rows["최소 350여 명"].attributed_to == "물길인권네트워크"
    assert rows["최소 350여 명"].footnote == "1"
    assert rows["세 가족"].as_of == "2011-05"


def test_what_happened_and_what_is_usual_are_told_apart(found: Reading) -> None:
    told = [REPORT[slice(*h.spans[0])] for h in found.incidents or ()]
    assert ["윤새봄" in told[0], "체포됐다" in told[1], len(told)] == [True, True, 2]
    assert ["흔히" in REPORT[slice(*h.spans[0])] for h in found.patterns or ()] == [True]


def test_demands_have_their_addressee_and_are_divided(found: Reading) -> None:
    rows = [(r.addressee, r.status) for r in found.recommendations or ()]
    assert rows == [
        ("중국 정부", "formal"),
        ("한국 정부", "argued"),
        ("한국 정부", "argued"),
        ("국회", "argued"),
    ]


def test_law_names_and_sources(found: Reading) -> None:
    assert [(r.code, r.article) for r in found.legal or ()] == [("REFCONV", None), ("CAT", "3"), (None, None)]
    assert {"물길인권네트워크", "윤새봄", "중국 정부"} <= {n.name for n in found.people_orgs or ()}
    assert {"단둥", "중국"} <= {p.name for p in found.places or ()}
    assert [(c.title, c.date) for c in found.citations or ()] == [("국경의 겨울", "2013"), (None, "2012")]
