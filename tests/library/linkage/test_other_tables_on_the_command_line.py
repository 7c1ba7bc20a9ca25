"""`tumen link` on a table of another kind: a person names the columns and how each is compared."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
import pytest
from typer.testing import CliRunner

from tumen.cli.main import build
from tumen.errors import MentionsError
from tumen.linkage import LinkSettings, Records, link, read, read_draws

RUN = CliRunner()
COMPARED = (
    "--record",
    "id",
    "--compare",
    "given=text",
    "--compare",
    "surname=text",
    "--compare",
    "born=date",
)
TABLE = """id,list,given,surname,born
a1,a,alda,amberson,1951-03-04
a2,a,brana,cottleby,1962-11-30
a3,a,corin,elverton,1970-06-17
b1,b,amberson,alda,1951-03-04
b2,b,brana,cotleby,1962-11-30
b3,b,delia,dunmarsh,1983-01-09
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "cards.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def tumen_link(*arguments: object) -> str:
    done = RUN.invoke(build(), ["link", *map(str, arguments)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def clusters(folder: Path) -> list[set[str]]:
    """The mentions of each person."""
    found: dict[str, set[str]] = {}
    for row in read(folder).clusters:
        found.setdefault(row.person_id, set()).add(row.mention_id)
    return list(found.values())


def test_records_of_two_lists_are_linked(table: Path, tmp_path: Path) -> None:
    said = json.loads(
        tumen_link(
            table, "--out", tmp_path / "links", *COMPARED, "--source", "list", "--exchanged", "given:surname",
            "--draws", 20, "--json",
        )
    )  # fmt: skip
    assert (said["mentions"], said["persons"]) == (6, 4)
    assert {"a1", "b1"} in clusters(tmp_path / "links")
    assert {"a2", "b2"} in clusters(tmp_path / "links")


def test_the_command_says_what_the_library_says(table: Path, tmp_path: Path) -> None:
    tumen_link(table, "--out", tmp_path / "links", *COMPARED, "--source", "list", "--seed", 5, "--draws", 20)
    records = Records.from_csv(
        table, kinds={"given": "text", "surname": "text", "born": "date"}, record="id", source="list"
    )
    found = link(records, settings=LinkSettings(draws=20), rng=np.random.default_rng(5))
    assert (read_draws(tmp_path / "links").labels == found.draws.labels).all()


def test_a_parquet_table_gives_the_same(table: Path, tmp_path: Path) -> None:
    parquet = tmp_path / "cards.parquet"
    with duckdb.connect() as database:
        database.execute(f"COPY (FROM read_csv('{table}')) TO '{parquet}'")
    for name, given in (("csv", table), ("parquet", parquet)):
        tumen_link(given, "--out", tmp_path / name, *COMPARED, "--draws", 20, "--csv")
    assert (tmp_path / "csv" / "draws.csv").read_bytes() == (tmp_path / "parquet" / "draws.csv").read_bytes()
    parquet.write_bytes(b"nothing")
    with pytest.raises(MentionsError, match="as Parquet"):
        tumen_link(parquet, "--out", tmp_path / "links", *COMPARED)


def test_judgements_hold_for_other_tables(table: Path, tmp_path: Path) -> None:
    judged = tmp_path / "judged.csv"
    judged.write_text("mention_a,mention_b,verdict\na2,b2,different\na3,b3,same\n", encoding="utf-8")
    tumen_link(
        table,
        "--out",
        tmp_path / "links",
        *COMPARED,
        "--source",
        "list",
        "--judgements",
        judged,
        "--draws",
        20,
    )
    drawn = read_draws(tmp_path / "links")
    of = {mention: drawn.labels[:, at] for at, mention in enumerate(drawn.mention_ids)}
    assert (of["a2"] != of["b2"]).all()
    assert (of["a3"] == of["b3"]).all()


def test_the_summary_speaks_of_records(table: Path, tmp_path: Path) -> None:
    said = tumen_link(table, "--out", tmp_path / "links", *COMPARED, "--source", "list", "--draws", 20)
    assert said.startswith("6 records of ")
    assert "entities" in said
    assert "mentions" not in said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((*COMPARED, "--map", "name=full_name"), "--map and --beside are for a table of mentions"),
        ((*COMPARED, "--beside", "world"), "--map and --beside are for a table of mentions"),
        (("--record", "id"), "needs --record and at least one --compare"),
        (("--compare", "surname=text"), "needs --record and at least one --compare"),
        (("--source", "list"), "needs --record and at least one --compare"),
        (("--exchanged", "given:surname"), "needs --record and at least one --compare"),
        (("--record", "id", "--compare", "surname"), "--compare needs COLUMN=KIND, not surname"),
        (("--record", "id", "--compare", "surname=colour"), "'colour' is no kind"),
        (("--record", "id", "--compare", "town=text"), "there is no column 'town'"),
        ((*COMPARED, "--source", "archive"), "there is no column 'archive'"),
        ((*COMPARED, "--compare", "born=text"), "names born more than once"),
        ((*COMPARED, "--exchanged", "given"), "--exchanged needs COLUMN:COLUMN, not given"),
        ((*COMPARED, "--exchanged", "given:born"), "'born' is no column of text"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_written(
    table: Path, tmp_path: Path, options: Sequence[str], said: str
) -> None:
    with pytest.raises(MentionsError) as refused:
        tumen_link(table, "--out", tmp_path / "links", *options)
    assert said in refused.value.message
    assert refused.value.hint
    assert [path.name for path in tmp_path.iterdir()] == ["cards.csv"]


def test_help_names_the_kinds() -> None:
    said = tumen_link("--help")
    for word in ("--record", "--compare", "text", "digits", "date", "value"):
        assert word in said
