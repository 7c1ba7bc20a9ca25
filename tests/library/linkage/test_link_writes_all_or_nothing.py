from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pytest
from typer.testing import CliRunner

from tumen.cli.main import build
from tumen.errors import ContradictionError, LinkFolderError, MentionsError
from tumen.linkage import LinkSettings, Mentions, link, read_draws, write

RUN = CliRunner()


@pytest.fixture
def table(tmp_path: Path, world: Callable[..., object]) -> Path:
    rows = world(20, seed=2).rows  # type: ignore[attr-defined]
    path = tmp_path / "persons.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def tumen_link(*arguments: object) -> str:
    done = RUN.invoke(build(), ["link", *map(str, arguments)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_folder_holds_clusters_pairs_draws_and_manifest(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "links"
    said = json.loads(tumen_link(table, "--out", out, "--seed", 3, "--draws", 50, "--json"))
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["id"] == said["run"]["id"]
    assert (manifest["kind"], manifest["seed"], manifest["recipe"]["draws"]) == ("link", 3, 50)
    for name in ("clusters.parquet", "pairs.parquet", "draws.parquet"):
        assert manifest["outputs"][name] == hashlib.sha256((out / name).read_bytes()).hexdigest()
    with duckdb.connect() as database:
        clusters = database.execute("SELECT * FROM read_parquet(?)", [str(out / "clusters.parquet")])
        assert [column[0] for column in clusters.description or ()] == [
            "mention_id",
            "person_id",
            "probability",
        ]
        assert len(clusters.fetchall()) == said["mentions"]
        pairs = database.execute("SELECT * FROM read_parquet(?)", [str(out / "pairs.parquet")])
        assert [column[0] for column in pairs.description or ()] == [
            "mention_a", "mention_b", "weight_log2", "probability", "reasons",
        ]  # fmt: skip
        assert len(pairs.fetchall()) == said["pairs"] > 0
    assert read_draws(out).labels.shape == (50, said["mentions"])


def test_what_is_written_of_a_pair_is_what_the_pair_says(table: Path, tmp_path: Path) -> None:
    found = link(Mentions.from_csv(table), settings=LinkSettings(draws=10), rng=np.random.default_rng(3))
    write(found, tmp_path / "links")
    with duckdb.connect() as database:
        rows = database.execute(
            "SELECT * FROM read_parquet(?)", [str(tmp_path / "links" / "pairs.parquet")]
        ).fetchall()
    assert len(rows) > 5
    # One by one, where all that are written are looked up together.
    pairs = [found.pairs[number] for number in range(len(found.pairs))]
    assert [(a, b, chance, why) for a, b, _, chance, why in rows] == [
        (pair.mention_a, pair.mention_b, pair.probability, "; ".join(pair.reasons)) for pair in pairs
    ]
    assert [row[2] for row in rows] == pytest.approx([pair.weight_log2 for pair in pairs], abs=1e-9)


def test_csv_and_parquet_say_the_same(table: Path, tmp_path: Path) -> None:
    tumen_link(table, "--out", tmp_path / "a", "--draws", 50)
    tumen_link(table, "--out", tmp_path / "b", "--draws", 50, "--csv")
    one, two = read_draws(tmp_path / "a"), read_draws(tmp_path / "b")
    assert one.mention_ids == two.mention_ids
    assert (one.labels == two.labels).all()


def test_equal_input_and_seed_give_equal_files(table: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        tumen_link(table, "--out", tmp_path / name, "--draws", 50, "--csv", "--seed", 9)
    for name in ("clusters.csv", "pairs.csv", "draws.csv", "manifest.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_parquet_is_read_and_headings_are_mapped(table: Path, tmp_path: Path) -> None:
    renamed = tmp_path / "persons.parquet"
    with duckdb.connect() as database:
        database.execute(
            "COPY (SELECT * EXCLUDE name, name AS full_name "
            f"FROM read_csv('{table}', all_varchar = true)) TO '{renamed}'"
        )
    tumen_link(renamed, "--out", tmp_path / "a", "--draws", 10, "--map", "name=full_name")
    tumen_link(table, "--out", tmp_path / "b", "--draws", 10)
    assert (read_draws(tmp_path / "a").labels == read_draws(tmp_path / "b").labels).all()


def test_judgements_are_heeded(table: Path, tmp_path: Path) -> None:
    judged = tmp_path / "judged.csv"
    judged.write_text("mention_a,mention_b,verdict\nm00000,m00001,same\n", encoding="utf-8")
    tumen_link(table, "--out", tmp_path / "a", "--draws", 10, "--judgements", judged)
    labels = read_draws(tmp_path / "a").labels
    assert (labels[:, 0] == labels[:, 1]).all()
    judged.write_text(
        "mention_a,mention_b,verdict\nm00000,m00001,same\nm00001,m00000,different\n", encoding="utf-8"
    )
    with pytest.raises(ContradictionError):
        tumen_link(table, "--out", tmp_path / "b", "--judgements", judged)
    assert not (tmp_path / "b").exists()


def test_bad_input_writes_nothing(table: Path, tmp_path: Path) -> None:
    table.write_text("mention_id,source_id\na,s\n", encoding="utf-8")
    with pytest.raises(MentionsError):
        tumen_link(table, "--out", tmp_path / "links")
    with pytest.raises(MentionsError, match="--map"):
        tumen_link(table, "--out", tmp_path / "links", "--map", "name")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["persons.csv"]


def test_an_earlier_linkage_is_replaced_but_nothing_else(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "links"
    tumen_link(table, "--out", out, "--draws", 10)
    tumen_link(table, "--out", out, "--draws", 12, "--csv")
    assert sorted(path.name for path in out.iterdir()) == [
        "clusters.csv",
        "draws.csv",
        "manifest.json",
        "pairs.csv",
    ]
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "notes.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(LinkFolderError):
        tumen_link(table, "--out", precious, "--draws", 10)
    assert [path.name for path in precious.iterdir()] == ["notes.txt"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["links", "persons.csv", "precious"]


def test_draws_are_read_only_where_there_are_some(tmp_path: Path) -> None:
    with pytest.raises(LinkFolderError):
        read_draws(tmp_path)


def test_a_person_reads_what_was_found(table: Path, tmp_path: Path) -> None:
    said = tumen_link(table, "--out", tmp_path / "links", "--draws", 10)
    assert "mentions of" in said
    assert "interval" in said
