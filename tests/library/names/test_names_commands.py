"""`tumen names`: one result on standard output, and nothing written when the input is bad."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

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


def test_a_table_keeps_its_columns_and_gains_three(tmp_path: Path) -> None:
    table, out = tmp_path / "pairs.csv", tmp_path / "scored.csv"
    table.write_text(
        'id,name_a,name_b,note\n1,김영희,Kim Yong Hui,"a, b"\n2,김영희,Pak Chol Su,\n3,,Pak Chol Su,\n',
        encoding="utf-8-sig",
    )
    assert run("compare", "--csv", str(table), "--out", str(out)).exit_code == 0
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert list(rows[0]) == ["id", "name_a", "name_b", "note", "score", "probability", "same"]
    assert rows[0]["note"] == "a, b"
    assert [row["same"] for row in rows] == ["true", "false", "false"]
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
