"""Where pairs are compared changes no number: in batches, in threads, on a real Spark."""

from __future__ import annotations

import csv
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from tumen import synth
from tumen.cli.main import build
from tumen.errors import EngineMissing, LinkageError, Stopped
from tumen.linkage import Engine, Linkage, LinkSettings, Memory, Mentions, Records, Spark, link, plan, write
from tumen.progress import SILENT, Progress

BLOCKED = LinkSettings(draws=10, parameter_draws=2, all_pairs_up_to=0)
SPARK = pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java, and there is none here")


@pytest.fixture(scope="module")
def mentions(tmp_path_factory: pytest.TempPathFactory) -> Mentions:
    return made_up(tmp_path_factory.mktemp("world"), people=200)


def made_up(folder: Path, *, people: int) -> Mentions:
    """A world in which sources name kin and several places, so that every kind of column has something to say."""
    synth.write(synth.World(people=people, seed=4, texts=0), folder / "world")
    return Mentions.from_csv(folder / "world" / "mentions.csv")


@pytest.fixture(scope="module")
def alone(mentions: Mentions) -> Linkage:
    return linked(mentions)


@contextmanager
def started(master: str) -> Iterator[Spark]:
    sql = pytest.importorskip("pyspark.sql", reason="the spark extra is not installed")
    builder = sql.SparkSession.builder.master(master).config("spark.ui.enabled", "false")
    builder = builder.config("spark.executorEnv.PYTHONPATH", ":".join(filter(None, sys.path)))
    for key in ("spark.pyspark.python", "spark.pyspark.driver.python"):
        builder = builder.config(key, sys.executable)
    for key in ("spark.driver.bindAddress", "spark.driver.host"):
        builder = builder.config(key, "127.0.0.1")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYSPARK_PYTHON", sys.executable)
        session = builder.getOrCreate()
        assert session.sparkContext.master == master
        try:
            yield Spark(session)
        finally:
            session.stop()


def linked(
    mentions: Mentions | Records, *, engine: Engine | None = None, settings: LinkSettings = BLOCKED,
    progress: Progress = SILENT, like: Linkage | None = None, seed: int = 5,
) -> Linkage:  # fmt: skip
    return link(
        mentions,
        settings=settings,
        engine=engine,
        rng=np.random.default_rng(seed),
        progress=progress,
        like=like,
    )


def assert_same(one: Linkage, other: Linkage) -> None:
    assert one.clusters == other.clusters
    assert np.array_equal(one.draws.labels, other.draws.labels)
    assert (one.pairs.compared.a.tolist(), one.pairs.compared.b.tolist()) == (
        other.pairs.compared.a.tolist(), other.pairs.compared.b.tolist(),
    )  # fmt: skip
    assert np.abs(one.pairs.weights - other.pairs.weights).max() < 1e-9
    assert np.abs(one.pairs.probability - other.pairs.probability).max() < 1e-9
    assert one.notes == other.notes


@pytest.mark.parametrize("engine", [Memory(workers=1), Memory(workers=3)])
def test_neither_batches_nor_threads_change_a_number(
    mentions: Mentions, alone: Linkage, engine: Engine
) -> None:
    assert_same(alone, linked(mentions, engine=engine, settings=replace(BLOCKED, batch_pairs=200)))


@SPARK
def test_on_spark_the_same_call_gives_the_same_weights_clusters_and_draws(
    mentions: Mentions, alone: Linkage, tmp_path: Path, world: Callable[..., Any]
) -> None:
    cards = Records.from_rows(
        [{"id": row["mention_id"], "given": row["name"], "born": row["birth"]} for row in world(80, seed=2).rows],
        kinds={"given": "text", "born": "date"}, record="id",
    )  # fmt: skip
    with started("local[2]") as spark:
        found = linked(mentions, engine=spark, settings=replace(BLOCKED, batch_pairs=1_500))
        again = linked(mentions, engine=spark, like=alone)
        other = linked(cards, engine=spark)
    assert_same(alone, found)
    assert_same(linked(mentions, like=alone), again)
    assert_same(linked(cards), other)
    write(replace(found, run=alone.run), tmp_path / "spark")
    write(alone, tmp_path / "alone")
    for name in ("clusters", "pairs", "draws"):
        file = f"{name}.parquet"
        assert (tmp_path / "spark" / file).read_bytes() == (tmp_path / "alone" / file).read_bytes()


@SPARK
@pytest.mark.slow
def test_on_a_cluster_with_workers_of_its_own_a_large_world_is_the_same(tmp_path: Path) -> None:
    mentions = made_up(tmp_path, people=3000)
    settings = LinkSettings(draws=20, batch_pairs=40_000, teaching_pairs=100_000)
    here = linked(mentions, settings=settings)
    with started("local-cluster[2,1,1024]") as spark:
        assert_same(here, linked(mentions, settings=settings, engine=spark))


@dataclass
class Told:
    """Progress that keeps what it is told, and stops in the middle of comparing."""

    notes: list[str] = field(default_factory=list)
    stop: bool = False
    label: str = ""

    def start(self, total: int | None, label: str) -> None:
        self.label = label

    def advance(self, n: int = 1) -> None: ...

    def note(self, text: str) -> None:
        self.notes.append(text)

    @property
    def should_stop(self) -> bool:
        return self.stop and self.label == "Comparing candidate pairs"


def test_rates_learnt_from_some_of_the_pairs_link_nearly_as_all_do(
    mentions: Mentions, alone: Linkage
) -> None:
    some = linked(mentions, settings=replace(BLOCKED, teaching_pairs=1_000))
    assert any("learnt from the candidate pairs of one mention in" in note for note in some.notes)
    assert not any("learnt from" in note for note in alone.notes)
    # Of ten draws each; the seed alone moves one of them by several persons.
    few = replace(BLOCKED, teaching_pairs=1_000)
    apart = [
        linked(mentions, settings=few, seed=seed).person_count - linked(mentions, seed=seed).person_count
        for seed in range(1, 7)
    ]
    assert abs(np.mean(apart)) <= 0.03 * alone.person_count


def test_what_it_will_take_is_said_before_pairs_are_compared(mentions: Mentions) -> None:
    said = Told()
    settings = replace(BLOCKED, batch_pairs=1_000)
    linked(mentions, settings=settings, progress=said)
    foreseen = plan(mentions, settings=settings)
    assert foreseen is not None
    assert f"at most {foreseen.pairs:,} candidate pairs" in said.notes[0]
    assert foreseen.batches > 1
    assert foreseen.kept <= foreseen.pairs
    assert foreseen.megabytes >= foreseen.megabytes_now


def test_a_table_so_small_that_every_pair_is_compared_needs_no_plan(mentions: Mentions) -> None:
    assert plan(mentions) is None


@pytest.mark.parametrize("workers", [1, 3])
def test_one_can_stop_between_batches(mentions: Mentions, workers: int) -> None:
    with pytest.raises(Stopped):
        linked(mentions, engine=Memory(workers=workers), settings=replace(BLOCKED, batch_pairs=500),
               progress=Told(stop=True))  # fmt: skip


def test_no_workers_at_all_are_refused() -> None:
    with pytest.raises(LinkageError, match="at least one worker"):
        Memory(workers=0)


def test_the_command_line_says_what_a_table_takes_and_writes_nothing(
    tmp_path: Path, world: Callable[..., Any]
) -> None:
    table, out = tmp_path / "table.csv", tmp_path / "links"
    rows = world(330, seed=3).rows
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    done = CliRunner().invoke(build(), ["link", str(table), "--out", str(out), "--dry-run", "--json"])
    said = json.loads(done.stdout)
    assert said["mentions"] == len(rows) > 600
    assert 0 < said["taught"] <= said["pairs"]
    assert not out.exists()


def test_an_engine_that_there_is_not_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("mention_id,source_id,name\na,s,김영희\n", encoding="utf-8")
    arguments = ["link", str(table), "--out", str(tmp_path / "links"), "--engine", "horse"]
    with pytest.raises(EngineMissing, match="memory or spark"):
        CliRunner().invoke(build(), arguments, catch_exceptions=False)
    assert not (tmp_path / "links").exists()
