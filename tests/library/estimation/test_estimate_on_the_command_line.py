"""`tumen estimate`: every method within reach, its help complete, its answers plain data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tumen.cli.estimate import METHODS as IN_THE_HELP
from tumen.cli.main import build
from tumen.estimation import METHODS

CSV = "N,S,W,count\n1,0,0,60\n0,1,0,55\n0,0,1,70\n1,1,0,20\n0,1,1,15\n1,0,1,18\n1,1,1,9\n"

BESIDE = [name for name in METHODS if name != "several"]  # it mixes some of the others


@pytest.fixture
def overlap(tmp_path: Path) -> Path:
    path = tmp_path / "overlap.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def call(*words: object) -> Result:
    return CliRunner().invoke(build(), ["estimate", *map(str, words)])


def test_the_help_names_every_method_and_what_it_takes_for_granted() -> None:
    assert list(IN_THE_HELP) != []
    assert set(IN_THE_HELP) == set(METHODS)
    shown = " ".join(call("--help").stdout.split())
    for name, words in IN_THE_HELP.items():
        assert f"{name}: {words}" in shown


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_method_answers_in_json(method: str, overlap: Path) -> None:
    done = call(overlap, "--method", method, "--json")
    found = json.loads(done.stdout)
    assert done.exit_code == 0
    assert found["method"] == method
    assert found["observed"] == 247
    assert (found["point"] is None) == (found["status"] != "ok")
    assert len(found["assumptions"]) >= 2


def test_all_gives_every_method_in_order(overlap: Path) -> None:
    found = json.loads(call(overlap, "--method", "all", "--json").stdout)
    assert [one["method"] for one in found] == BESIDE
    assert {one["method"]: one["status"] for one in found}["odds-ratio"].startswith("refused: 3 lists")


def test_a_setting_changes_the_number_and_is_on_record(overlap: Path) -> None:
    one, two = (
        json.loads(call(overlap, "--method", "no-highest-interaction", "--set", f"xi={xi}", "--json").stdout)
        for xi in (1, 2)
    )
    assert two["settings"]["xi"] == 2
    assert two["point"] - 247 == pytest.approx(2 * (one["point"] - 247))
    rows = {row["xi"]: row["point"] for row in one["diagnostics"]["sensitivity"]}
    assert rows[2] == pytest.approx(two["point"])


def test_what_would_otherwise_be_is_shown_to_people_too(overlap: Path) -> None:
    shown = call(overlap, "--method", "no-highest-interaction").stdout
    assert "If it were otherwise: xi 0.25 gives" in shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--method", "magic"), "There is no method 'magic'"),
        (("--method", "stepwise", "--set", "speed=3"), "stepwise has no setting speed"),
        (("--method", "stepwise", "--set", "threshold"), "'threshold' is no setting"),
        (("--method", "stepwise", "--set", "samples=many"), "samples is int"),
        (("--method", "all", "--set", "samples=100"), "--set goes with one method"),
    ],
)
def test_a_wrong_method_or_setting_is_told(words: tuple[str, ...], said: str, overlap: Path) -> None:
    done = call(overlap, *words)
    assert done.exit_code != 0
    assert said in (done.stderr + str(done.exception))


def test_checks_stand_with_the_estimate_and_end_in_a_verdict(overlap: Path) -> None:
    done = call(overlap, "--method", "independence", "--checks", "--json")
    found = json.loads(done.stdout)
    assert done.exit_code == 0
    assert found["main"] == "independence"
    assert [one["method"] for one in found["estimates"]] == BESIDE
    assert {row["name"] for row in found["consistency"]["hidden"]} == {"N", "S", "W"}
    assert found["verdict"]
    assert found["reasons"]
    told = " ".join(call(overlap, "--method", "independence", "--checks").stdout.split())
    assert f"independence: {found['verdict']}" in told
    assert "Passing says nothing about people on no list" in told


STRATA = "sex,year,N,S,W,count\n" + "".join(
    f"{sex},{year},{row}\n" for sex in "fm" for year in (2001, 2002) for row in CSV.splitlines()[1:]
)


def test_strata_are_estimated_kept_and_added(tmp_path: Path) -> None:
    overlap, out = tmp_path / "strata.csv", tmp_path / "out"
    overlap.write_text(STRATA + "x,2002,1,0,0,3\n", encoding="utf-8")
    words = (overlap, "--by", "sex,year", "--method", "independence", "--out", out, "--workers", 1)
    found = json.loads(call(*words, "--json").stdout)
    assert [row["key"] for row in found["strata"]][-1] == ["x", "2002"]
    assert found["total"]["lower_bound"]
    assert found["total"]["observed"] == 4 * 247 + 3
    assert [row["key"] for row in found["totals"]["sex"]] == [["f"], ["m"], ["x"]]
    assert (out / "strata.csv").read_text().count("\n") == 6
    told = " ".join(call(*words).stdout.split())
    assert "In all: At least" in told
    assert "1 of 5 strata are too sparse" in told


def test_strata_go_with_one_method(overlap: Path) -> None:
    done = call(overlap, "--by", "N", "--method", "all")
    assert done.exit_code != 0
    assert "--by goes with one method" in (done.stderr + str(done.exception))


def test_draws_and_a_methods_paragraph_can_be_taken_along(overlap: Path, tmp_path: Path) -> None:
    drawn = tmp_path / "draws.csv"
    done = call(overlap, "--method", "graph-averaging", "--draws", drawn, "--paragraph")
    assert done.exit_code == 0
    assert done.stdout.startswith("247 stand on at least one of 3 lists. Method: Bayesian average")
    assert "References: " in done.stdout
    rows = drawn.read_text().split()
    assert rows[0] == "population"
    assert min(map(int, rows[1:])) >= 247
    none = call(overlap, "--method", "chao-mth", "--draws", tmp_path / "none.csv")
    assert "no draws of chao-mth" in str(none.exception)
    assert not (tmp_path / "none.csv").exists()


def test_replicates_are_combined_as_published() -> None:
    table = Path(__file__).with_name("verdata_replicates.csv")
    words = ["extrapolate", "replicates", str(table)]
    found = json.loads(CliRunner().invoke(build(), [*words, "--json"]).stdout)
    ends = found["interval"]
    assert [round(x) for x in (found["point"], ends["low"], ends["high"])] == [1593, 1266, 2148]
    assert "1,593 (1,266 – 2,148, 95%) from 20 replicates" in " ".join(
        CliRunner().invoke(build(), words).stdout.split()
    )
