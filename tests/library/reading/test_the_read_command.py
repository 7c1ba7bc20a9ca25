"""`tumen read` on files: a result on standard output, or nothing but an error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

TEXT = "Some 300 people crossed in June of 2008.\n\nTwo came back.\n"


def run(*words: str, columns: int = 80) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from tumen.cli.main import main; main()", "read", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False,
                          env={**os.environ, "COLUMNS": str(columns)})  # fmt: skip


def test_json_holds_text_places_and_candidates(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(TEXT, encoding="utf-8")
    done = run(str(report), "--json")
    assert done.returncode == 0
    result = json.loads(done.stdout)
    assert result["text"] == TEXT
    assert result["media_type"] == "text/plain"
    assert [p["locator"] for p in result["passages"]] == ["¶ 1", "¶ 2"]
    (claim,) = result["claims"]
    assert TEXT[claim["start"] : claim["end"]] == "Some 300 people"
    assert (claim["value_low"], claim["value_high"]) == (300, 300)
    assert [d["edtf"] for d in result["dates"]] == ["2008-06"]
    assert result["recommendations"] == []


def test_people_get_a_table_a_list_with_paragraph_and_reason(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(TEXT, encoding="utf-8")
    done = run(str(report), "--text", columns=140)
    assert done.returncode == 0
    assert "¶ 2" in done.stdout  # the text, paragraph by paragraph
    for words in (
        "Figures (1)",
        "¶ 1",
        "Some 300 people",
        "2008-06",
        "written out",
        "0 demands",
        "Candidates only",
    ):
        assert words in " ".join(done.stdout.split())


def test_a_model_elsewhere_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(TEXT, encoding="utf-8")
    done = run(str(report), "--model", "http://192.0.2.1:8080")
    assert done.returncode == 2
    assert (done.stdout, "reading.model_refused" in done.stderr) == ("", True)


def test_bad_input_writes_nothing_and_says_why(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")
    for words, code in (
        ((str(empty), "--json"), "document.empty"),
        ((str(tmp_path / "none"),), "document.not_found"),
    ):
        done = run(*words)
        assert done.returncode == 2
        assert done.stdout == ""
        assert code in done.stderr


def test_narrow_terminals_are_told_where_the_reasons_are(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("It was told by 71 of the 112 persons interviewed.\n", encoding="utf-8")
    done = run(str(report))
    assert "from 110 columns on" in done.stdout
    assert "71 of 112: 63.4%" in " ".join(done.stdout.replace("│", " ").split())
