"""`tumen check` on a DOCX: remarks on standard output, and as comments in a copy; the draft stays as it is."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner

from tumen import checking, documents
from tumen.cli.main import build
from tumen.errors import UncommentableDraft

LINES = (
    "A draft",
    "Arrivals fell from 2,706 to 1,509, by more than 60 percent.",
    "We urge the government of the People's Republic of Korea to release them.",
)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    made = docx.Document()
    for line in LINES:
        made.add_paragraph(line)
    path = tmp_path / "draft.docx"
    made.save(str(path))
    return path


def test_remarks_stand_as_comments_in_a_copy(draft: Path, tmp_path: Path) -> None:
    before = draft.read_bytes()
    document = documents.read(before)
    found = checking.check(document)
    out = tmp_path / "checked.docx"
    assert checking.comment(draft, found.findings, document, out=out) == len(found.findings) > 1
    comments = [c.text for c in docx.Document(str(out)).comments]
    assert any(c.startswith("[conflict]") and "-44.2 %" in c for c in comments)
    assert any("Democratic" in c for c in comments)
    assert draft.read_bytes() == before


def test_json_counts_every_outcome(draft: Path) -> None:
    done = CliRunner().invoke(build(), ["check", str(draft), "--json"])
    assert done.exit_code == 0, done.output
    result = json.loads(done.stdout)
    assert result["counts"]["conflict"] == 2
    assert {f["rule"] for f in result["findings"]} >= {"figure.change", "name.state"}


def test_comments_never_overwrite_the_draft(draft: Path) -> None:
    done = CliRunner().invoke(build(), ["check", str(draft), "--out", str(draft)])
    assert isinstance(done.exception, UncommentableDraft)
