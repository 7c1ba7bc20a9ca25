"""Agencies, groups and facilities by any of their names; names belong to periods, and people do not keep to them."""

from __future__ import annotations

import doctest
import importlib
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from tumen import dates
from tumen.bodies import BODY_LEVELS, BodyLevel, BodyTable, compare, register
from tumen.cli.main import build
from tumen.errors import UnknownBody
from tumen.vocab import DEFAULT_PACK, load_pack

FULL = register(load_pack(DEFAULT_PACK))
SMALL = register(load_pack("example"))
TOLD = (
    "보위부", "bowibu", "SSD", "MSS", "보안서", "안전부", "온성군 보위부", "회령시 보위부", "Camp 15", "요덕수용소",
    "kwanliso", "Camp 14", "공안", "변방대", "broker", "nobody knows", "Nobody  Knows", "", None,
)  # fmt: skip
WHEN = (None, *(dates.parse(text) for text in ("1985", "2005-03", "about 2016", "2021", "../1990")))
told = st.sampled_from(TOLD)
when = st.sampled_from(WHEN)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("보위부", "PRK-MSS"),
        ("bowibu", "PRK-MSS"),
        ("Bo-wi-bu", "PRK-MSS"),
        ("SSD", "PRK-MSS"),
        ("S.S.D.", "PRK-MSS"),
        ("the State Security Department", "PRK-MSS"),
        ("国家保卫省", "PRK-MSS"),
        ("보안서", "PRK-MPS"),
        ("안전원", "PRK-MPS"),
        ("boanseo", "PRK-MPS"),
        ("inminban", "PRK-IMB"),
        ("109그루빠", "PRK-109"),
        ("1118상무", "PRK-109"),
        ("국경경비총국", "PRK-BG"),
        ("border guards", "PRK-BG"),
        ("公安", "CN-PSB"),
        ("gong'an", "CN-PSB"),
        ("边防武警", "CN-BFT"),
        ("안기부", "KR-NIS"),
        ("蛇头", "NG-BROKER"),
        ("Kwan-li-so No. 15", "KW15"),
        ("15호 관리소", "KW15"),
        ("요덕수용소", "KW15"),
        ("전거리교화소", "KY-12"),
        ("Musan jipkyulso", "JK-MUS"),
        ("jip-kyul-so", "JIPKYUL"),
        ("집결소", "JIPKYUL"),
        ("kyohwaso", "KYOHWASO"),
        ("노동단련대", "DANRYEON"),
        ("看守所", "CN-KSS"),
    ],
)
def test_what_people_say_is_found(text, code):
    body = FULL.find(text).body
    assert body is not None
    assert body.code == code


@pytest.mark.parametrize("text", ["MSS", "MPS", "Ministry of State Security"])
def test_a_name_of_several_bodies_shows_them_all_and_chooses_none(text):
    found = FULL.find(text)
    assert len(found) >= 2
    assert found.body is None


@pytest.mark.parametrize("text", ["", " ", "the", "nobody", "보", "온성군", "church of Hyesan"])
def test_what_is_no_body_finds_nothing(text):
    assert not FULL.find(text).matches


def test_every_label_finds_its_own_body():
    for known in (FULL, SMALL):
        for body in known:
            for label in body.term.labels.values():
                assert body in [match.body for match in known.find(label)], label


def test_a_name_outside_its_period_is_a_weak_sign_and_no_refusal():
    (then,) = FULL.find("SSD", on=dates.parse("1998"))
    (late,) = FULL.find("SSD", on=dates.parse("2020"))
    assert (then.then, late.then) == (True, False)
    assert late.score < then.score
    assert "not called so then: a weak sign" in late.reasons
    assert FULL.find("SSD", on=dates.parse("2020")).body is then.body


def test_the_date_decides_between_bodies_that_had_one_name_in_turn():
    assert SMALL.find("Harbour Watch").body is None
    early = SMALL.find("Harbour Watch", on=dates.parse("1985")).body
    later = SMALL.find("Harbour Watch", on=dates.parse("1999-05")).body
    assert (early.code, later.code) == ("MRW-GUARD", "SAL-PORT")
    assert SMALL.find("Harbour Watch", on=dates.parse("1990/1991")).body is None


def test_which_body_was_called_what_when():
    names = {name.text for name in FULL.called("agency", "PRK-MPS", dates.parse("1995"))}
    assert "사회안전부" in names
    assert not names & {"인민보안성", "보안서", "Ministry of Social Security"}
    assert "인민보안성" in {name.text for name in FULL.called("agency", "PRK-MPS", dates.parse("2005"))}
    with pytest.raises(UnknownBody):
        FULL.called("agency", "NOBODY", dates.parse("1995"))


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("온성군 보위부", "PRK-MSS", "KP-ONSONG"),
        ("온성군보위부", "PRK-MSS", "KP-ONSONG"),
        ("Onsong County SSD", "PRK-MSS", "KP-ONSONG"),
        ("the border guards in Hyesan", "PRK-BG", "KP-HYESAN"),
        ("公安, 延吉市", "CN-PSB", "CN-YANJI"),
    ],
)
def test_a_place_beside_the_body_is_told_apart(text, code, at):
    found = FULL.find(text)
    assert (found.body.code, found.at.code) == (code, at)


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ("보위부", "State Security Department", BodyLevel.SAME),
        ("MSS", "보위부", BodyLevel.MAY_BE_SAME),
        ("MSS", "broker", BodyLevel.DIFFERENT),
        ("요덕수용소", "kwanliso", BodyLevel.KIND_OF),
        ("온성군 보위부", "회령시 보위부", BodyLevel.SAME_ELSEWHERE),
        ("온성군 보위부", "보위부", BodyLevel.SAME),
        ("Camp 14", "Camp 15", BodyLevel.SAME_KIND),
        ("보위부", "보안서", BodyLevel.SAME_SIDE),
        ("보위부", "公安", BodyLevel.DIFFERENT),
        ("보위부", "nobody knows", BodyLevel.UNKNOWN),
        ("nobody knows", "Nobody  knows", BodyLevel.SAME),
        ("", "보위부", BodyLevel.MISSING),
    ],
)
def test_two_told_bodies_agree_in_a_way_that_has_a_name(a, b, level):
    found = compare(FULL, a, b)
    assert found.level is level
    assert found.reasons[0] == BODY_LEVELS[level]


def test_the_same_body_by_a_name_of_another_time_is_the_same_weakly():
    on = dates.parse("2003")
    found = compare(FULL, "국가보위성", "SSD", on_a=on, on_b=on)
    assert found.level is BodyLevel.SAME_WEAKLY
    assert found.reasons[-1] == "called so from 2016 (not verified)"
    assert set(BODY_LEVELS) == set(BodyLevel)


@settings(deadline=None, max_examples=120)
@given(told, told, when, when)
def test_comparison_is_symmetric_and_what_is_missing_says_nothing(a, b, on_a, on_b):
    found = compare(FULL, a, b, on_a=on_a, on_b=on_b)
    assert found.level is compare(FULL, b, a, on_a=on_b, on_b=on_a).level
    if not a or not b:
        assert found.level is BodyLevel.MISSING


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(told, when), min_size=1, max_size=6))
def test_a_batch_gives_what_each_pair_gives(some):
    table = BodyTable(FULL, [text for text, _ in some], on=[on for _, on in some])
    a, b = (grid.ravel() for grid in np.meshgrid(np.arange(len(some)), np.arange(len(some))))
    for left, right, level in zip(a, b, table.levels(a, b), strict=True):
        (x, on_x), (y, on_y) = some[left], some[right]
        assert compare(FULL, x, y, on_a=on_x, on_b=on_y).level == level
    assert (table.levels(np.full(len(b), -1), b) == BodyLevel.MISSING).all()
    assert len(table) == len(some)


def _run(*arguments):
    return CliRunner().invoke(build(), list(arguments))


def test_the_command_prints_a_body_with_reasons_and_compares():
    printed = json.loads(_run("bodies", "온성군 보위부", "--on", "1998", "--json").stdout)
    assert (printed["body"], printed["at"]) == ("PRK-MSS", "KP-ONSONG")
    assert "Not certain: a person has to choose." in _run("bodies", "MSS").stdout
    assert "No body fits." in _run("bodies", "nobody").stdout
    assert _run("bodies", "보위부", "--compare", "SSD").stdout.startswith("the same body")
    compared = json.loads(_run("bodies", "Camp 14", "--compare", "Camp 15", "--json").stdout)
    assert compared["level"] == "same_kind"


def test_a_place_in_doubt_beside_a_body_leaves_the_body():
    found = SMALL.find("harbour police, Haven")
    assert (found.body.code, found.at) == ("SAL-PORT", None)


@pytest.mark.parametrize("module", ["register", "comparing"])
def test_the_examples_in_docstrings_run(module):
    result = doctest.testmod(importlib.import_module(f"tumen.bodies.{module}"))
    assert result.attempted > 0
    assert result.failed == 0
