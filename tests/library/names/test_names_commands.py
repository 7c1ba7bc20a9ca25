"""`tumen names`: one result on standard output, and nothing written when the input is bad."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tumen import names
from tumen.cli.main import build
from tumen.errors import NameTableError


def run(*arguments: str) -> Result:
    return CliRunner().invoke(build(), ["names", *arguments])


def test_compare_prints_score_probability_and_reasons() -> None:
    found = json.loads(run("compare", "김영희", "Kim Yong Hui", "--json").stdout)
    assert found["same"] is True
    assert found["score"] > 0
    assert any("김" in reason for reason in found["reasons"])


def test_compare_without_two_names_is_refused() -> None:
    assert run("compare", "김영희").exit_code == 2


def test_a_table_keeps_its_columns_and_gains_four(tmp_path: Path) -> None:
    table, out = tmp_path / "pairs.csv", tmp_path / "scored.csv"
    table.write_text(
        'id,name_a,name_b,note\n1,김영희,Kim Yong Hui,"a, b"\n2,김영희,Pak Chol Su,\n3,,Pak Chol Su,\n',
        encoding="utf-8-sig",
    )
    assert run("compare", "--csv", str(table), "--out", str(out)).exit_code == 0
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert list(rows[0]) == [
        *("id", "name_a", "name_b", "note"),
        *("score", "probability", "same", "decision"),
    ]
    assert rows[0]["note"] == "a, b"
    assert [row["same"] for row in rows] == ["true", "false", "false"]
    assert [row["decision"] for row in rows] == ["same", "different", "different"]
    assert float(rows[2]["score"]) == 0
    assert run("compare", "--csv", str(table)).stdout == out.read_text(encoding="utf-8")


def test_a_table_can_be_printed_as_json(tmp_path: Path) -> None:
    table = tmp_path / "pairs.csv"
    table.write_text("name_a,name_b\n김영희,金英姬\n", encoding="utf-8")
    (row,) = json.loads(run("compare", "--csv", str(table), "--json").stdout)
    assert row["same"] is True
    assert row["probability"] > 0.5


@pytest.mark.parametrize(
    ("content", "row"),
    [
        (b"", 1),
        (b"name_a,other\nx,y\n", 1),
        (b"name_a,name_b,score\nx,y,1\n", 1),
        (b"name_a,name_b\nx,y\nx\n", 3),
        (b"name_a,name_b\nx,y\nx,y,z\n", 3),
        (b"name_a,name_b\nx,y\n\xff\xfe,y\n", 3),
        (b'name_a,name_b\nx,"y\n', 2),
        (b"name_a;name_b\nx;y\n", 1),
        (b"name_a\tname_b\nx\ty\n", 1),
        (b"name_a,name_b,decision\nx,y,z\n", 1),
        (b"name_a,name_b,name_a\nx,y,z\n", 1),
        (b"name_a,name_b\n\nx,y\n\nx\n", 5),
        ("name_a,name_b\n김영희,金英姬\n".encode("cp949"), 2),
    ],
)
def test_a_bad_table_names_its_row_and_writes_nothing(tmp_path: Path, content: bytes, row: int) -> None:
    table, out = tmp_path / "pairs.csv", tmp_path / "scored.csv"
    table.write_bytes(content)
    result = run("compare", "--csv", str(table), "--out", str(out))
    assert isinstance(result.exception, NameTableError)
    assert result.exception.fields["row"] == row
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == [table]


def scored(path: Path, *options: str) -> list[dict[str, str]]:
    return list(csv.DictReader(run("compare", "--csv", str(path), *options).stdout.splitlines()))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_byte_order_marks_are_no_part_of_the_names(tmp_path: Path, encoding: str) -> None:
    table = tmp_path / "pairs.csv"
    table.write_text("name_b,note,name_a\r\n金英姬,,김영희\r\n", encoding=encoding)
    assert [(row["name_a"], row["decision"]) for row in scored(table)] == [("김영희", "same")]


def test_older_korean_tables_are_read_when_they_are_said_to_be_such(tmp_path: Path) -> None:
    table = tmp_path / "pairs.csv"
    table.write_bytes("name_a,name_b\n김영희,Kim Yong Hui\n".encode("cp949"))
    assert [row["decision"] for row in scored(table, "--encoding", "cp949")] == ["same"]
    refused = run("compare", "--csv", str(table)).exception
    assert isinstance(refused, NameTableError)
    assert "cp949" in refused.hint
    assert isinstance(run("compare", "--csv", str(table), "--encoding", "cp94").exception, NameTableError)


def test_columns_may_stand_anywhere_and_hold_anything(tmp_path: Path) -> None:
    table = tmp_path / "pairs.csv"
    table.write_text(
        'note, name_b ,,name_a\n"a ""b"", c\nd","Kim, Yong Hui",,김영희\n\n,,,\n,,x,김영희\n',
        encoding="utf-8",
    )
    out = tmp_path / "scored.csv"
    assert run("compare", "--csv", str(table), "--out", str(out)).exit_code == 0
    with out.open(encoding="utf-8", newline="") as f:
        rows = list(csv.reader(f))
    assert rows[0] == ["note", "name_b", "", "name_a", "score", "probability", "same", "decision"]
    assert rows[1][:4] == ['a "b", c\nd', "Kim, Yong Hui", "", "김영희"]
    assert [row[-1] for row in rows[1:]] == ["same", "different", "different"]
    assert [float(row[4]) for row in rows[2:]] == [0.0, 0.0]


def test_a_header_without_rows_gives_a_header(tmp_path: Path) -> None:
    table = tmp_path / "pairs.csv"
    table.write_text("name_a,name_b\n", encoding="utf-8")
    assert run("compare", "--csv", str(table)).stdout == "name_a,name_b,score,probability,same,decision\n"


def test_the_help_states_the_threshold_that_is_used() -> None:
    said = " ".join(run("compare", "--help").stdout.split())
    assert "probability of at least 0.5" in said
    assert f"score of at least {-names.PRIOR_LOG_ODDS}" in said


def test_a_hundred_thousand_rows_are_scored_in_their_order(tmp_path: Path) -> None:
    table, out = tmp_path / "pairs.csv", tmp_path / "scored.csv"
    pairs = [
        ("김영희", "Kim Yong Hui", "same"),
        ("김영희", "Pak Chol Su", "different"),
        ("", "박철수", "different"),
    ]
    with table.open("w", encoding="utf-8", newline="") as f:
        writer = csv.writer(f)
        writer.writerow(("id", "name_a", "name_b", "expected"))
        writer.writerows((i, *pairs[i % 3]) for i in range(100_000))
    assert run("compare", "--csv", str(table), "--out", str(out)).exit_code == 0
    with out.open(encoding="utf-8", newline="") as f:
        found = [(row["id"], row["expected"] == row["decision"]) for row in csv.DictReader(f)]
    assert found == [(str(i), True) for i in range(100_000)]


def test_a_missing_table_or_folder_is_said_plainly(tmp_path: Path) -> None:
    assert isinstance(run("compare", "--csv", str(tmp_path / "none.csv")).exception, NameTableError)
    table = tmp_path / "pairs.csv"
    table.write_text("name_a,name_b\n김영희,金英姬\n", encoding="utf-8")
    result = run("compare", "--csv", str(table), "--out", str(tmp_path / "no" / "scored.csv"))
    assert isinstance(result.exception, NameTableError)


def test_romanise_prints_one_system_or_all() -> None:
    assert run("romanise", "김영희", "--system", "dprk").stdout == "Kim Yong Hui\n"
    assert run("romanise", "종로", "--word").stdout == "Jongno\n"
    everything = json.loads(run("romanise", "김영희", "--system", "all", "--json").stdout)
    assert everything["romanised"]["mr"] == "Kim Yŏng-hŭi"


def test_romanise_writes_a_document_style() -> None:
    styled = run("romanise", "박영희", "--custom", "--joining", "hyphen", "--surname-last", "--capitals")
    assert styled.stdout == "Yeong-hui PARK\n"


def test_hanja_prints_both_koreas_and_pinyin() -> None:
    assert json.loads(run("hanja", "李英姬", "--json").stdout) == {
        "text": "李英姬", "south": "이영희", "north": "리영희", "pinyin": "Li Yingji",
    }  # fmt: skip
    assert "리영희" in run("hanja", "李英姬").stdout


def test_parse_prints_readings_and_keys() -> None:
    parsed = json.loads(run("parse", "Ms. Yong-hui Kim", "--json").stdout)
    assert parsed["forms"][0]["titles"] == ["ms"]
    assert parsed["forms"][0]["readings"][0]["surname"]["text"] == "kim"
    assert parsed["keys"]
    assert "surname last" in run("parse", "Ms. Yong-hui Kim").stdout


def test_importing_the_command_line_loads_no_science() -> None:
    code = "import sys, tumen.cli.names; sys.exit('numpy' in sys.modules or 'tumen.names' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_importing_the_room_reads_no_table() -> None:
    code = (
        "import tumen.names\n"
        "from tumen.names.tables import default_tables\n"
        "raise SystemExit(default_tables.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
