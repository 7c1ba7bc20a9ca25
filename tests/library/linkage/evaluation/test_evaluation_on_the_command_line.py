"""`tumen evaluate`, from a linkage in a folder to rates with intervals."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from tumen.cli.main import build
from tumen.errors import EvaluationError
from tumen.linkage import Judgement, LinkSettings, Mentions, evaluate, link, read, write


def run(*words: object) -> str:
    found = CliRunner().invoke(build(), ["evaluate", *map(str, words)], catch_exceptions=False)
    assert found.exit_code == 0
    return found.stdout


@pytest.fixture(scope="module")
def folder(world: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A linkage, a second one after a verdict, the table and the truth."""
    where = tmp_path_factory.mktemp("evaluated")
    made = world(60, seed=6)
    save(where / "persons.csv", list(made.rows))
    save(where / "truth.csv", [{"mention_id": m, "person_id": p} for m, p in made.truth.items()])
    mentions = Mentions.from_csv(where / "persons.csv")
    quick = LinkSettings(draws=40, parameter_draws=4)
    first = link(mentions, settings=quick, rng=np.random.default_rng(1))
    write(first, where / "links")
    sure = first.pairs[0]
    said = Judgement(mention_a=sure.mention_a, mention_b=sure.mention_b, verdict="different")
    write(link(mentions, settings=quick, judgements=[said], rng=np.random.default_rng(1)), where / "later")
    save(
        where / "june.csv",
        [{"mention_a": sure.mention_a, "mention_b": sure.mention_b, "verdict": "different"}],
    )
    return where


def save(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=sorted(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def fill(sheet: Path, truth: Path) -> None:
    with truth.open(encoding="utf-8", newline="") as stream:
        person = {row["mention_id"]: row["person_id"] for row in csv.DictReader(stream)}
    with sheet.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        row["verdict"] = "same" if person[row["mention_a"]] == person[row["mention_b"]] else "different"
    save(sheet, rows)


def test_a_linkage_beside_the_truth(folder: Path) -> None:
    words = ["links", folder / "links", "--truth", folder / "truth.csv", "--mentions", folder / "persons.csv"]
    found = json.loads(run(*words, "--json"))
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as stream:
        truth = {row["mention_id"]: row["person_id"] for row in csv.DictReader(stream)}
    assert found["agreement"] == evaluate(folder / "links", truth).as_dict()
    assert found["calibration"]["pairs"] > 0
    assert {one["by"] for one in found["groups"]} == {"script", "organisation", "told by both"}
    assert "variation of information" in run(*words)


def test_a_sample_is_drawn_filled_in_and_reckoned_with(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "sample"
    drawn = json.loads(
        run(
            "sample", folder / "links", "--out", out, "--mentions", folder / "persons.csv", "--width", 0.1,
            "--names", "--json",
        )
    )  # fmt: skip
    assert drawn["to_judge"] > 10
    fill(out / "pairs.csv", folder / "truth.csv")
    words = ["judged", out, "--links", folder / "links", "--mentions", folder / "persons.csv"]
    found = json.loads(run(*words, "--json"))
    whole = json.loads(run("links", folder / "links", "--truth", folder / "truth.csv", "--json"))["agreement"]
    rate = found["rates"]["precision"]["interval"]
    assert rate["low"] <= whole["precision"] <= rate["high"]
    assert "the linkage expects" in run(*words)


def test_whole_persons_are_drawn_and_reckoned_with(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "persons"
    assert "30 persons are drawn" in run("sample", folder / "links", "--out", out, "--persons", 30)
    fill(out / "pairs.csv", folder / "truth.csv")
    assert "30 persons judged" in run("judged", out, "--links", folder / "links")
    found = json.loads(run("judged", out, "--links", folder / "links", "--json"))
    assert found["b3_precision"]["interval"]["low"] > 0.5


def test_what_a_verdict_changed_is_told(folder: Path) -> None:
    words = ["drift", folder / "links", folder / "later", "--new-judgements", folder / "june.csv"]
    found = json.loads(run(*words, "--json"))
    assert any("verdict" in change["reasons"] for change in found["changes"])
    assert "split" in run(*words)
    assert json.loads(run("drift", folder / "links", folder / "links", "--json"))["changes"] == []


def test_a_threshold_is_chosen_by_cost(folder: Path, tmp_path: Path) -> None:
    chart, out = tmp_path / "costs.vl.json", tmp_path / "persons.csv"
    words = ["threshold", folder / "links", "--false-link", 5, "--chart", chart, "--out", out]
    found = json.loads(run(*words, "--json"))
    assert found["best"]["cost"] <= found["reported"]["cost"] + 1e-9
    assert json.loads(chart.read_text("utf-8"))["$schema"].endswith("v5.json")
    with out.open(encoding="utf-8", newline="") as stream:
        assert len({row["person_id"] for row in csv.DictReader(stream)}) == found["best"]["persons"]
    assert "cheapest is to link from" in run(*words)


def test_names_need_a_table_and_the_truth_its_columns(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="table of mentions"):
        run("sample", folder / "links", "--out", tmp_path / "x", "--names")
    with pytest.raises(EvaluationError, match="cannot be read"):
        run("links", folder / "links", "--truth", folder / "june.csv")


def test_why_names_the_tree_the_weakest_bridge_and_what_it_rests_on(folder: Path, tmp_path: Path) -> None:
    clusters = read(folder / "links").clusters
    sizes = Counter(row.person_id for row in clusters)
    person, size = sizes.most_common(1)[0]
    found = json.loads(run("why", folder / "links", person, "--json", "--chart", tmp_path / "why.vl.json"))
    assert len(found["mentions"]) == size > 2
    assert len(found["tree"]) + len(found["untied"]) >= size - 1
    assert found["weakest"]["probability"] == min(tie["probability"] for tie in found["tree"])
    rests = found["weakest"]["rests_on"]
    assert sum(rest["bits"] for rest in rests) == pytest.approx(found["weakest"]["bits"], abs=0.5)
    for rest in rests:  # what speaks for one person is missed, what speaks against it is not
        assert (rest["without"] < found["weakest"]["probability"]) == (rest["bits"] > 0) or abs(
            rest["bits"]
        ) < 0.1
    bars = json.loads((tmp_path / "why.vl.json").read_text("utf-8"))["data"]["values"]
    assert [bar["to"] for bar in bars[:-1]] == [bar["from"] for bar in bars[1:]]
    told = run("why", folder / "links", person)
    assert "(the weakest bridge)" in told
    pair = found["weakest"]
    assert "bits; without it" in run("why", folder / "links", pair["mention_b"], pair["mention_a"])


@pytest.mark.parametrize("who", [["p-nobody"], ["a", "b"], ["a", "b", "c"]])
def test_why_of_nobody_says_what_to_name(folder: Path, who: list[str]) -> None:
    with pytest.raises(EvaluationError) as fault:
        run("why", folder / "links", *who)
    assert fault.value.hint
