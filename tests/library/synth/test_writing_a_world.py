"""A world in a folder: all of it or nothing, readable texts, truth apart."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tumen import synth
from tumen.cli.main import build
from tumen.errors import Stopped, WorldExists
from tumen.synth.packing import as_csv

WORLD = synth.World(people=300, seed=7)


class StopAfterOneStep:
    """Asks to stop once something has been done."""

    def __init__(self) -> None:
        self.should_stop = False

    def start(self, total: int | None, label: str) -> None:
        self.should_stop = True

    def advance(self, n: int = 1) -> None: ...

    def note(self, text: str) -> None: ...


class InterruptAfterOneStep(StopAfterOneStep):
    """Somebody presses Ctrl-C once something has been done."""

    def start(self, total: int | None, label: str) -> None: ...

    def advance(self, n: int = 1) -> None:
        raise KeyboardInterrupt


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("worlds") / "world"
    synth.write(WORLD, out)
    return out


def _content(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def test_the_same_settings_write_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    synth.write(WORLD, tmp_path / "again")
    assert _content(tmp_path / "again") == _content(folder)


def test_any_number_of_workers_writes_the_same_bytes(tmp_path: Path) -> None:
    world = synth.World(people=1200, seed=5, texts=450)
    for workers in (1, 2):
        synth.write(world, tmp_path / str(workers), workers=workers)
    assert _content(tmp_path / "1") == _content(tmp_path / "2")
    assert len(list((tmp_path / "2").glob("interviews/*.txt"))) == 450


def test_the_manifest_holds_the_hash_and_length_of_every_table(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["made_up"] is True
    for name in synth.COLUMNS:
        content = (folder / f"{name}.csv").read_bytes()
        entry = manifest["outputs"][f"{name}.csv"]
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
        rows = list(csv.DictReader(content.decode("utf-8").splitlines()))
        assert entry["rows"] == len(rows)


def test_the_folder_holds_what_the_tables_hold(folder: Path) -> None:
    tables = synth.tables(WORLD)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert list(csv.DictReader(file)) == rows


def test_the_truth_gives_the_size_of_every_population(folder: Path) -> None:
    truth = json.loads((folder / "truth/world.json").read_text("utf-8"))
    persons = synth.tables(WORLD)["truth/persons"]
    for name in ("ever_crossed", "ever_repatriated"):
        assert truth["populations"][name] == sum(name in row["populations"].split() for row in persons)
        definition = truth["definitions"][name]
        assert max(definition["observed"].values()) <= definition["observed_by_any"] <= definition["size"]
    assert truth["populations"]["people"] == truth["reachable"] == 300
    assert truth["settings"]["seed"] == 7


def test_every_text_says_first_that_it_is_made_up_and_holds_the_recorded_name(folder: Path) -> None:
    tables = synth.tables(WORLD)
    interviewee = {row["source_id"]: row for row in tables["mentions"] if row["role"] == "interviewee"}
    languages = {row["source_id"]: row["language"] for row in tables["sources"]}
    texts = {f.stem: f.read_text("utf-8") for f in (folder / "interviews").iterdir()}
    assert set(texts) == set(interviewee)
    assert set(languages.values()) == {"en", "ko"}
    for source, text in texts.items():
        assert "MADE UP" in text.splitlines()[0]
        assert interviewee[source]["name"] in text
        assert "{" not in text
        assert "  " not in text
    english = next(text for source, text in texts.items() if languages[source] == "en")
    korean = next(text for source, text in texts.items() if languages[source] == "ko")
    assert "Name as recorded" in english
    assert "기록된 이름" in korean


def test_a_text_holds_every_price_and_named_relative_that_the_tables_hold(folder: Path) -> None:
    tables = synth.tables(WORLD)
    texts = {f.stem: f.read_text("utf-8") for f in (folder / "interviews").iterdir()}
    for row in tables["mentions"]:
        assert row["name"] in texts[row["source_id"]]
    prices = [row for row in tables["transfers"] if row["price"]]
    assert prices
    for row in prices:
        assert f"{row['price']} {row['currency']}" in texts[row["source_id"]]


def test_texts_vary(folder: Path) -> None:
    sentences = [s for f in (folder / "interviews").iterdir() for s in f.read_text("utf-8").split(". ")]
    assert len(set(sentences)) > 0.6 * len(sentences)


@pytest.mark.parametrize(("texts", "written"), [(0, 0), (4, 4)])
def test_texts_can_be_limited(tmp_path: Path, texts: int, written: int) -> None:
    run = synth.write(synth.World(people=200, seed=1, texts=texts), tmp_path / "w")
    assert run.outputs["interviews"] == written
    assert len(list((tmp_path / "w").glob("interviews/*.txt"))) == written


def test_everything_says_that_it_is_made_up(folder: Path) -> None:
    readme = (folder / "README.txt").read_text("utf-8")
    assert readme.startswith("EVERYTHING IN THIS FOLDER IS MADE UP.")
    assert "chance" in readme
    assert json.loads((folder / "truth/world.json").read_text("utf-8"))["made_up"] is True


def test_a_stopped_world_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Stopped):
        synth.write(WORLD, tmp_path / "w", progress=StopAfterOneStep())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("workers", [1, 2])
def test_an_interrupted_world_leaves_nothing(tmp_path: Path, workers: int) -> None:
    with pytest.raises(KeyboardInterrupt):
        synth.write(WORLD, tmp_path / "w", progress=InterruptAfterOneStep(), workers=workers)
    assert list(tmp_path.iterdir()) == []


def test_cells_with_commas_quotes_and_line_breaks_come_back_as_they_were() -> None:
    rows = [("a", 'b,"c"'), ("d\r\ne", "f\x1fg"), ("", "")]
    assert list(csv.reader(io.StringIO(as_csv(rows).decode(), newline=""))) == [list(row) for row in rows]
    for row in rows:
        assert list(csv.reader(io.StringIO(as_csv([row]).decode(), newline=""))) == [list(row)]
    assert as_csv([]) == b""


def test_nothing_is_overwritten_unless_asked(tmp_path: Path) -> None:
    out = tmp_path / "w"
    small = synth.World(people=200, seed=1, texts=0)
    synth.write(small, out)
    before = _content(out)
    with pytest.raises(WorldExists):
        synth.write(small, out)
    assert _content(out) == before
    synth.write(synth.World(people=200, seed=2, texts=0), out, replace=True)
    assert _content(out) != before
    assert [p.name for p in tmp_path.iterdir()] == ["w"]


def test_only_a_made_up_world_is_ever_replaced(tmp_path: Path) -> None:
    (tmp_path / "records.csv").write_text("real", "utf-8")
    with pytest.raises(WorldExists, match="not a made-up world"):
        synth.write(WORLD, tmp_path, replace=True)
    assert (tmp_path / "records.csv").read_text("utf-8") == "real"


def test_the_command_writes_a_world_and_prints_the_run(tmp_path: Path) -> None:
    out = tmp_path / "w"
    arguments = ["synth", "--people", "200", "--seed", "9", "--texts", "2", "--out", str(out), "--json"]
    result = CliRunner().invoke(build(), arguments)
    assert result.exit_code == 0, result.output
    run = json.loads(result.stdout)
    assert run["outputs"]["truth/persons.csv"]["rows"] == 200
    assert len(list((out / "interviews").iterdir())) == 2


def test_the_command_refuses_a_world_it_cannot_make(tmp_path: Path) -> None:
    result = CliRunner().invoke(build(), ["synth", "--people", "3", "--out", str(tmp_path / "w")])
    assert result.exit_code != 0
    assert list(tmp_path.iterdir()) == []
