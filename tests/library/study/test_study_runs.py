"""Studies: mentions in, figures out; linkage uncertainty in the interval; the same numbers again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from tumen import study
from tumen.cli.main import build
from tumen.cli.output import plain_json
from tumen.errors import LinkFolderError, RecipeError, StudyFolderError, StudyInputError
from tumen.estimation import METHODS, OverlapTable, method_settings
from tumen.estimation import estimate as estimate_table
from tumen.model import LinkDraws, ListMembership

SURNAMES = "김이박최정강조윤장임"
GIVEN = ["명수", "순옥", "철호", "은별", "광진", "미화", "태준", "소연", "영길", "혜란", "동혁", "봄이"]
PLACES = ["Northford", "Eastmoor", "Southwick", "Westbury"]

RECIPE = """
title = "Made-up people sent back"
unit = "persons"
population = "invented people of this test"
as_of = "2020"
seed = 5
caveats = ["Everything is invented."]

[inputs]
mentions = "mentions.csv"
sources = "sources.csv"

[[filters]]
table = "acts.csv"
column = "type"
any_of = ["SENT_BACK"]

[linkage]
draws = 10
all_pairs_up_to = 600

[estimate]
methods = ["chao-mth", "independence"]
link_draws = 6
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny made-up world: 120 people, three organisations, everybody told with or without an act."""
    rng = np.random.default_rng(2)
    where = tmp_path_factory.mktemp("world")
    sources = ["source_id,organisation,kind"]
    mentions = ["mention_id,source_id,name,sex,birth,birthplace"]
    acts = ["act_id,mention_id,type"]
    for person in range(120):
        name = f"{SURNAMES[person % 10]}{GIVEN[person // 10]}"
        sex, birth = "fm"[person % 2], f"{1950 + person % 40}-{1 + person % 12:02d}-{1 + person % 28:02d}"
        for organisation in ("North", "South", "West"):
            if rng.random() < 0.45:
                tag = f"{organisation[0]}{person}"
                sources.append(f"s{tag},{organisation},interview")
                mentions.append(f"m{tag},s{tag},{name},{sex},{birth},{PLACES[person % 4]}")
                acts.append(f"a{tag},m{tag},{'SENT_BACK' if person % 4 else 'HELD'}")
    for file, lines in (("sources", sources), ("mentions", mentions), ("acts", acts)):
        (where / f"{file}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (where / "study.toml").write_text(RECIPE, encoding="utf-8")
    return where


@pytest.fixture(scope="module")
def result(folder: Path) -> study.StudyResult:
    return study.run(study.read_recipe(folder / "study.toml"))


def test_a_recipe_becomes_figures_that_say_what_they_are(result: study.StudyResult) -> None:
    figure = result.figures[0]
    assert figure.method == "chao-mth"
    assert figure.status == "ok"
    assert figure.run == result.run.id
    assert figure.caveats[0] == "Everything is invented."
    assert figure.sources == ("North", "South", "West")
    assert any("not knowing who is who" in words for words in figure.caveats)
    assert figure.interval is not None
    assert figure.observed is not None
    # 90 of the 120 invented people carry the act that the filter asks for
    assert figure.observed <= 90 < (figure.interval.high or 0) + 15


def linked(folder: Path, name: str, *arguments: str) -> study.StudyRecipe:
    """The recipe of the world with links of its own, made by the command."""
    command = ["link", str(folder / "mentions.csv"), "--out", str(folder / name), *arguments]
    done = CliRunner().invoke(build(), command, catch_exceptions=False)
    assert done.exit_code == 0
    recipe = study.read_recipe(folder / "study.toml")
    return recipe.model_copy(
        update={"inputs": recipe.inputs.model_copy(update={"links": name}), "linkage": {}}
    )


@pytest.mark.parametrize("form", [[], ["--csv"]])
def test_links_that_are_there_already_are_not_made_again(
    folder: Path, result: study.StudyResult, form: list[str]
) -> None:
    recipe = linked(folder, "links", "--seed", "5", "--draws", "10", *form)
    found = study.run(recipe)
    assert found.table == result.table
    assert [figure.point for figure in found.figures] == [figure.point for figure in result.figures]
    assert [row.person_id for row in found.links.clusters] == [row.person_id for row in result.links.clusters]
    assert (found.links.draws.labels == result.links.draws.labels).all()
    assert len(found.run.inputs["links/manifest.json"]) == 64
    assert found.run.outputs["link_run"] == found.links.run.id


def test_links_of_other_mentions_or_changed_ones_are_refused(folder: Path, tmp_path: Path) -> None:
    world = tmp_path / "world"
    shutil.copytree(folder, world, ignore=shutil.ignore_patterns("links*"))
    recipe = linked(world, "links", "--draws", "10", "--csv")
    with pytest.raises(RecipeError, match="linked already"):
        study.run(recipe.model_copy(update={"linkage": {"draws": 12}}))
    with pytest.raises(LinkFolderError, match="no linkage"):
        study.run(recipe.model_copy(update={"inputs": recipe.inputs.model_copy(update={"links": "none"})}))
    table = (world / "mentions.csv").read_text(encoding="utf-8")
    (world / "mentions.csv").write_text(table.replace(",1950-", ",1951-", 1), encoding="utf-8")
    with pytest.raises(StudyInputError, match="other mentions"):
        study.run(recipe)
    (world / "mentions.csv").write_text(table, encoding="utf-8")
    with (world / "links" / "draws.csv").open("a", encoding="utf-8") as stream:
        stream.write("\n")
    with pytest.raises(LinkFolderError, match=r"draws\.csv"):
        study.run(recipe)


def test_a_second_run_gives_identical_numbers(folder: Path, result: study.StudyResult) -> None:
    again = study.run(study.read_recipe(folder / "study.toml"))
    assert again.figures == result.figures
    assert again.run == result.run
    assert again.table == result.table


def test_the_reported_table_estimated_alone_gives_the_reported_number(result: study.StudyResult) -> None:
    alone = estimate_table(result.table, method="independence", rng=np.random.default_rng(5))
    assert result.pooled[1].reported.point == alone.point


def test_the_manifest_holds_recipe_inputs_and_outputs(
    folder: Path, result: study.StudyResult, tmp_path: Path
) -> None:
    run = study.write(result, tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["id"] == run.id == result.run.id
    assert set(manifest["inputs"]) == {"mentions.csv", "sources.csv", "acts.csv"}
    assert set(manifest["recipe"]) == {"study", "link", "estimate"}
    assert str(folder) not in json.dumps(manifest)
    table = OverlapTable.from_csv((tmp_path / "out" / "overlap.csv").read_text(encoding="utf-8"))
    assert table == result.table
    assert manifest["outputs"]["overlap.csv"] == table.sha256


def test_no_name_reaches_any_file(result: study.StudyResult, tmp_path: Path) -> None:
    study.write(result, tmp_path / "out")
    text = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir())
    assert not any(name in text for name in GIVEN)
    assert GIVEN[0] not in repr(result)


def test_a_folder_with_something_else_is_left_alone(result: study.StudyResult, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep me", encoding="utf-8")
    with pytest.raises(StudyFolderError):
        study.write(result, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    study.write(result, tmp_path / "out")
    study.write(result, tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["letter.txt", "out"]


def test_every_fault_of_a_recipe_is_told(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text(
        'title = ""\nunit = "persons"\nseed = -1\nwhat = 1\n', encoding="utf-8"
    )
    with pytest.raises(RecipeError) as caught:
        study.read_recipe(tmp_path / "bad.toml")
    faults = caught.value.fields["faults"]
    assert isinstance(faults, tuple)
    places = {fault.split(":")[0] for fault in faults}
    assert places >= {"title", "seed", "what", "population", "as_of", "inputs"}


def test_missing_files_and_columns_are_named_at_once(folder: Path, tmp_path: Path) -> None:
    recipe = study.read_recipe(folder / "study.toml")
    with pytest.raises(StudyInputError, match=r"acts\.csv .* mentions\.csv .* sources\.csv"):
        study.run(recipe.model_copy(update={"folder": tmp_path}))
    lists = recipe.lists.model_copy(update={"column": "parish"})
    with pytest.raises(StudyInputError, match="no column 'parish'"):
        study.run(recipe.model_copy(update={"lists": lists}))


def draws(*rows: list[int]) -> LinkDraws:
    mentions = tuple(f"m{i}" for i in range(len(rows[0])))
    return LinkDraws(mention_ids=mentions, labels=np.array(rows, dtype=np.int64))


def members(*lists: str) -> list[ListMembership]:
    return [ListMembership(mention_id=f"m{i}", list_id=name) for i, name in enumerate(lists)]


def test_the_overlap_follows_the_clusters() -> None:
    on = members("A", "B", "A")
    assert study.overlap(on, {"m0": "p", "m1": "p", "m2": "q"}).to_csv() == "A,B,count\n1,0,1\n1,1,1\n"
    assert study.overlap_of_draw(on, draws([7, 7, 9], [1, 2, 1]), 1).to_csv() == "A,B,count\n0,1,1\n1,0,1\n"
    with pytest.raises(StudyInputError, match="1 mentions"):
        study.overlap(on, {"m0": "p", "m1": "p"})


def two_lists(linked: int, a: int = 60, b: int = 50) -> list[int]:
    """Labels of a + b mentions of which `linked` pairs are one person."""
    return [*range(a), *range(linked), *range(a, a + b - linked)]


def test_episodes_of_one_person_are_told_apart_and_follow_the_clusters() -> None:
    told = [("m1", "A", "2001"), ("m2", "B", "2001"), ("m2", "B", "2004"), ("m3", "A", "2004")]
    members = [ListMembership(mention_id=m, list_id=name, episode=year) for m, name, year in told]
    one = study.overlap(members, {"m1": "p", "m2": "p", "m3": "p"})
    assert one == OverlapTable.from_patterns(["A", "B"], {"11": 2})
    two = study.overlap(members, {"m1": "p", "m2": "p", "m3": "q"})
    assert two == OverlapTable.from_patterns(["A", "B"], {"11": 1, "01": 1, "10": 1})


def test_certain_linkage_adds_nothing_and_is_estimated_once() -> None:
    on = members(*["A"] * 60, *["B"] * 50)
    sure = study.estimate_over_draws(draws(*[two_lists(20)] * 8), on, method="independence", seed=1)
    assert sure.distinct_tables == 1
    assert sure.linkage_share == 0.0
    assert sure.weights == (1.0,)
    assert sure.point == pytest.approx(sure.reported.point, rel=0.02)


def test_uncertain_linkage_widens_the_interval_and_says_how_much() -> None:
    on = members(*["A"] * 60, *["B"] * 50)
    sure = study.estimate_over_draws(draws(*[two_lists(20)] * 8), on, method="independence", seed=1)
    unsure = study.estimate_over_draws(
        draws(*[two_lists(n) for n in (14, 16, 18, 20, 22, 24, 26, 28)]), on, method="independence", seed=1
    )
    assert sure.interval is not None
    assert unsure.interval is not None
    assert unsure.interval.high is not None
    assert sure.interval.high is not None
    assert unsure.distinct_tables == 8
    assert unsure.linkage_share is not None
    assert 0.1 < unsure.linkage_share < 0.9
    assert unsure.interval.high - unsure.interval.low > sure.interval.high - sure.interval.low


def test_other_thresholds_of_linkage_are_estimated_beside_the_reported_one() -> None:
    reported_table = OverlapTable.from_patterns(["A", "B"], {"10": 40, "01": 30, "11": 20})
    on = members(*["A"] * 60, *["B"] * 50)
    pooled = study.estimate_over_draws(
        draws(*[two_lists(n) for n in (14, 16, 18, 20, 22, 24, 26, 28)]),
        on,
        method="independence",
        seed=1,
        reported=reported_table,
    )
    readily, reported, sparingly = pooled.thresholds
    # pairs below 14 are linked in all eight draws, pairs 24 and 25 in two of them, pairs 16 and 17 in six
    assert (readily.observed, sparingly.observed) == (110 - 26, 110 - 18)
    assert (readily.share, reported.share, sparingly.share) == (0.25, None, 0.75)
    assert reported.point == pooled.reported.point
    assert readily.point is not None
    assert sparingly.point is not None
    assert readily.point < (reported.point or 0) < sparingly.point
    assert study.caveats(OverlapTable.from_patterns(["A", "B"], {"11": 9}), pooled)[-1].startswith(
        "As if links were certain, links made more readily would give"
    )
    assert json.loads(plain_json(pooled.as_dict()))["thresholds"][2]["observed"] == 92


def test_who_hangs_together_at_a_threshold_is_one_person() -> None:
    told = LinkDraws(
        mention_ids=tuple("abcde"),
        labels=np.array([[0, 0, 1, 2, 2], [0, 0, 0, 1, 2], [0, 1, 1, 2, 3], [0, 0, 1, 2, 3]]),
    )

    def groups(share: float) -> set[str]:
        labels = study.partition_at(told, share)
        return {
            "".join(m for m, one in zip("abcde", labels, strict=True) if one == k)
            for k in set(labels.tolist())
        }

    assert groups(0.25) == {"abc", "de"}
    assert groups(0.5) == {"abc", "d", "e"}
    assert groups(0.75) == {"ab", "c", "d", "e"}
    assert groups(1.0) == {"a", "b", "c", "d", "e"}
    nobody = LinkDraws(mention_ids=(), labels=np.zeros((2, 0), dtype=np.int64))
    assert study.partition_at(nobody, 0.5).tolist() == []


@pytest.mark.parametrize("method", ["stepwise", "best-model"])
def test_doubt_of_which_model_to_choose_stays_in_the_mixture(method: str) -> None:
    seen = {"AB": 80, "AC": 25, "BC": 35, "ABC": 22, "A": 90, "B": 115, "C": 85}
    persons = [lists for lists, count in seen.items() for _ in range(count)]
    told = [(person, name) for person, lists in enumerate(persons) for name in lists]
    on = [ListMembership(mention_id=f"m{i}", list_id=name) for i, (_, name) in enumerate(told)]
    sure = study.estimate_over_draws(
        draws(*[[person for person, _ in told]] * 4),
        on,
        method=method_settings(method, {"samples": 100}),
        seed=1,
    )
    assert sure.interval is not None
    assert sure.reported.interval is not None
    assert (sure.interval.low, sure.interval.high) == pytest.approx(
        (sure.reported.interval.low, sure.reported.interval.high), rel=0.01
    )


def test_no_number_where_too_many_partitions_support_none() -> None:
    on = members(*["A"] * 60, *["B"] * 50)
    pooled = study.estimate_over_draws(
        draws(*[two_lists(20)] * 6, *[two_lists(0)] * 4), on, method="independence", seed=1
    )
    assert pooled.point is None
    assert pooled.without_number == 4
    assert "no overlap" in pooled.status


def test_the_commands_print_json_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "overlap.csv").write_text("A,B,count\n1,0,60\n0,1,40\n1,1,20\n", encoding="utf-8")
    done = CliRunner().invoke(
        build(), ["estimate", str(tmp_path / "overlap.csv"), "--method", "all", "--json"]
    )
    assert done.exit_code == 0
    printed = json.loads(done.stdout)
    assert [one["method"] for one in printed] == [name for name in METHODS if name != "several"]
    assert printed[0]["diagnostics"]["chapman"] == pytest.approx(80.0 * 60.0 / 20.0, rel=0.05)
    out = tmp_path / "result"
    done = CliRunner().invoke(
        build(), ["study", "run", str(folder / "study.toml"), "--out", str(out), "--json"]
    )
    assert done.exit_code == 0
    assert json.loads(done.stdout)["figures"] == json.loads(
        (out / "figures.json").read_text(encoding="utf-8")
    )


def test_a_command_with_a_bad_table_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("A,B,count\n1,0,-3\n", encoding="utf-8")
    done = CliRunner().invoke(build(), ["estimate", str(tmp_path / "bad.csv")])
    assert done.exit_code != 0
    assert done.stdout == ""
