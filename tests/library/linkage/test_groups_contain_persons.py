"""A group of people is no person: it is never linked, but who may be inside it is stated, with reasons."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from tumen.cli.main import build
from tumen.errors import MentionsError
from tumen.linkage import Linkage, LinkSettings, Mentions, Records, link, may_contain, suggest

QUICK = LinkSettings(draws=10, parameter_draws=1)
Row = dict[str, str]


def told(mention: str, **cells: str) -> Row:
    return {"mention_id": mention, "source_id": f"s-{mention}", "name": "", **cells}


def linked(*rows: Row) -> Linkage:
    return link(Mentions.from_rows(rows), settings=QUICK, rng=np.random.default_rng(1))


def inside(found: Linkage, group: str = "g") -> dict[str, tuple[str, ...]]:
    return {each.mention: each.reasons for each in may_contain(found) if each.group == group}


GROUP = told("g", group="3-6", acts="return;bridge;2003-05", held="house;2003-01;2003-06", sex="f")


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"acts": "return;bridge;2003-05-07"}, "the same was done"),
        ({"held": "house;2003-02;2003-07"}, "both were held"),
        ({"related_to": "g", "relation": "companion"}, "together"),
    ],
)
def test_somebody_may_be_inside_for_a_reason(cells: Row, why: str) -> None:
    found = linked(GROUP, told("a", **cells), told("b", birth="1970"))
    assert list(inside(found)) == ["a"]
    assert why in inside(found)["a"][0]


@pytest.mark.parametrize(
    "cells",
    [
        {"acts": "return;bridge;2003-06-07"},  # another month
        {"acts": "return;bridge;2003"},  # too vague: many were returned in one year
        {"acts": "return;port;2003-05-07"},
        {"acts": "arrest;bridge;2003-05-07"},
        {"acts": "return;;2003-05-07"},
        {"held": "house;2003-07;2003-09"},
        {"acts": "return;bridge;2003-05-07", "sex": "m"},
        {"acts": "return;bridge;2003-05-07", "died": "1999"},
        {"acts": "return;bridge;2003-05-07", "related_to": "g", "relation": "parent"},
        {"acts": "return;bridge;2003-05-07", "group": "yes"},
        {"acts": "return;bridge;2003-05-07", "held": "camp;2003-01;2003-06"},
    ],
)
def test_nobody_is_inside_without_one_or_against_what_is_known(cells: Row) -> None:
    assert inside(linked(GROUP | {"alive": "2003-05"}, told("a", **cells))) == {}


def test_a_group_stays_alone_and_one_source_may_speak_of_it_and_of_one_in_it() -> None:
    same = {"acts": "return;bridge;2003-05-07"}
    found = linked(GROUP, told("a", source_id="s-g", **same), told("b", **same))
    assert set(inside(found)) == {"a", "b"}
    assert {each.person_id for each in may_contain(found)} <= {row.person_id for row in found.clusters}
    at = found.draws.mention_ids.index("g")
    assert (np.count_nonzero(found.draws.labels == found.draws.labels[:, [at]], axis=1) == 1).all()


def test_where_there_are_no_groups_nobody_is_inside() -> None:
    assert may_contain(linked(told("a"), told("b"))) == ()
    cards = Records.from_rows(
        [{"id": "x", "n": "1"}, {"id": "y", "n": "1"}], kinds={"n": "value"}, record="id"
    )
    assert may_contain(link(cards, settings=QUICK, rng=np.random.default_rng(1))) == ()


def test_a_group_is_yes_or_how_many() -> None:
    with pytest.raises(MentionsError, match="a number of people"):
        Mentions.from_rows([told("g", group="many")])


def test_the_command_writes_who_may_be_inside(tmp_path: Path) -> None:
    rows = [GROUP, told("a", acts="return;bridge;2003-05-07") | {"group": "", "held": "", "sex": ""}]
    with (tmp_path / "mentions.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, list(GROUP))
        table.writeheader()
        table.writerows(rows)
    called = [
        "link",
        str(tmp_path / "mentions.csv"),
        "--draws",
        "10",
        "--csv",
        "--out",
        str(tmp_path / "links"),
    ]
    done = CliRunner().invoke(build(), called, catch_exceptions=False)
    assert "1 of the mentions are groups" in done.output
    with (tmp_path / "links" / "groups.csv").open(encoding="utf-8") as stream:
        assert [(row["group_id"], row["mention_id"]) for row in csv.DictReader(stream)] == [("g", "a")]


def test_nobody_is_suggested_whom_a_rule_parts() -> None:
    alike = {"name": "김영희", "sex": "f", "birth": "1970-03-05"}
    rows = [told(m, **alike) for m in "abcd"]
    rows[1] |= {"died": "1998"}
    rows[2] |= {"group": "yes"}
    rows[0] |= {"alive": "2004"}
    found = link(Mentions.from_rows(rows), settings=QUICK, rng=np.random.default_rng(1))
    told_of = suggest("a", Mentions.from_rows(rows), model=found.model, at_least=0.0)
    assert [each.mention_id for each in told_of] == ["d"]
