"""`tumen law` as somebody types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tumen.cli.main import build
from tumen.errors import LawError, UnknownAct, UnknownState

run = CliRunner()


def test_json_names_articles_grounds_open_elements_and_sources() -> None:
    result = run.invoke(
        build(), ["law", "--act", "refoulement", "--state", "CHN", "--on", "2013-11", "--json"]
    )
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    first = told["candidates"][0]
    assert (first["citation"], first["applies"]) == ("1951 Convention, art. 33(1)", "yes")
    assert first["bound"]["since"] == "1982-12-23"
    assert "refugee-in-fact" in first["open_elements"]
    assert "UNTC-2015" in told["sources"]
    assert told["pack"]["complete_to"] == "2015-03"


def test_a_fact_closes_an_element() -> None:
    arguments = [
        "law",
        "--act",
        "R04",
        "--state",
        "CHN",
        "--on",
        "2017-11",
        "--fact",
        "under-18=yes",
        "--json",
    ]
    told = json.loads(run.invoke(build(), arguments).stdout)
    assert all("under-18" not in c["open_elements"] for c in told["candidates"])


def test_who_was_bound_on_a_day_in_words_and_as_json() -> None:
    told = json.loads(run.invoke(build(), ["law", "--state", "CHN", "--on", "1990", "--json"]).stdout)
    held = {b["instrument"] for b in told["bound"] if b["truth"] == "yes"}
    assert {"REFCONV", "CAT", "VCCR"} <= held
    assert not {"ICCPR", "CRC", "TIP"} & held
    assert "1988-11-03" in run.invoke(build(), ["law", "--instrument", "CAT", "--on", "1990"]).stdout


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["--act", "refoulmnt", "--state", "CHN", "--on", "2013"], UnknownAct),
        (["--act", "refoulement", "--state", "Atlantis", "--on", "2013"], UnknownState),
        (["--act", "refoulement", "--on", "2013"], LawError),
        (["--act", "refoulement", "--state", "CHN"], LawError),
        (["--act", "REFOUL", "--state", "CHN", "--on", "2013", "--fact", "under-18=maybe"], LawError),
    ],
)
def test_bad_input_writes_nothing_and_says_what_to_do(arguments: list[str], error: type[LawError]) -> None:
    result = run.invoke(build(), ["law", *arguments])
    assert isinstance(result.exception, error)
    assert result.exception.hint
    assert result.stdout == ""


def test_a_table_of_acts_is_held_against_every_rule(tmp_path: Path) -> None:
    table = tmp_path / "acts.csv"
    table.write_text(
        "type,place,date,agency,age,sex\nREFOUL,CN-TUMEN,2013-11,CN-PSB,15,f\nARREST,,,,,\n", encoding="utf-8"
    )
    told = json.loads(run.invoke(build(), ["characterise", str(table), "--json"]).stdout)
    assert told["acts"] == 1  # nothing points to a state in the second row
    assert told["rules"]["R01"] == {"acts": 1, "in_force": 1, "all_met": 0}
    both = json.loads(run.invoke(build(), ["characterise", str(table), "--state", "China", "--json"]).stdout)
    assert both["acts"] == 2
    assert both["rules"]["R12"]["in_force"] == 0
    assert "refoulement of a child" in run.invoke(build(), ["characterise", str(table)]).stdout


def test_a_table_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "acts.csv"
    table.write_text("what,when\nx,y\n", encoding="utf-8")
    for file in (table, tmp_path / "missing.csv"):
        assert isinstance(run.invoke(build(), ["characterise", str(file)]).exception, LawError)


def test_channels_name_the_closed_doors_first() -> None:
    told = json.loads(run.invoke(build(), ["channels", "--state", "CHN", "--on", "2014", "--json"]).stdout)
    assert (told[0]["id"], told[0]["open"]) == ("CHN-TB", "no")
    assert "refusal" in next(c for c in told if c["id"] == "CHN-WGEID")["must"]
    assert "Working Group" in run.invoke(build(), ["channels", "--state", "CHN", "--on", "2014"]).stdout
