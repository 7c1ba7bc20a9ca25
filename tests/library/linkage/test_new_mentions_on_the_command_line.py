"""`tumen link --into`: an interview into a linkage that is there."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tumen import linkage
from tumen.cli.main import build
from tumen.errors import LinkFolderError, MentionsError

RUN = CliRunner()


def sheet(rows: Sequence[dict[str, str]], path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def tumen_link(*arguments: object) -> str:
    done = RUN.invoke(build(), ["link", *map(str, arguments)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture
def linked(tmp_path: Path, world: Callable[..., object]) -> tuple[Path, Path, str]:
    """A linkage with an index, a table of one new mention, and the person it is of."""
    rows = list(world(20, seed=2, mean=3).rows)  # type: ignore[attr-defined]
    new = rows.pop()
    out = tmp_path / "links"
    tumen_link(sheet(rows, tmp_path / "persons.csv"), "--out", out, "--draws", 50, "--index")
    return out, sheet([new], tmp_path / "interview.csv"), new["mention_id"]


def test_who_a_new_mention_may_be_is_said_kept_and_read_back(linked: tuple[Path, Path, str]) -> None:
    out, interview, mention = linked
    before = linkage.read(out)
    said = json.loads(tumen_link(interview, "--into", out, "--dry-run", "--json"))
    assert not said["kept"]
    assert linkage.read(out).run.id == before.run.id
    said = json.loads(tumen_link(interview, "--into", out, "--json"))
    after = linkage.read(out)
    assert after.run.id != before.run.id
    assert len(after.clusters) == len(before.clusters) + 1
    assert after.draws.labels.shape == (50, len(before.clusters) + 1)
    best = max(said["mentions"][mention], key=lambda one: one["probability"])
    assert best["probability"] > 0.9
    fellows = [row.mention_id for row in before.clusters if row.person_id == best["person_id"]]
    person = {row.mention_id: row.person_id for row in after.clusters}
    assert {person[each] for each in fellows} == {person[mention]}
    at = [after.draws.mention_ids.index(each) for each in (mention, fellows[0])]
    together = (after.draws.labels[:, at[0]] == after.draws.labels[:, at[1]]).mean()
    assert together > 0.5


def test_it_is_said_in_words_and_not_taken_twice(linked: tuple[Path, Path, str]) -> None:
    out, interview, mention = linked
    words = tumen_link(interview, "--into", out)
    assert words.startswith(f"{mention}: may be p-")
    with pytest.raises(MentionsError, match="already"):
        tumen_link(interview, "--into", out)


def test_without_an_index_or_a_place_it_is_refused(linked: tuple[Path, Path, str], tmp_path: Path) -> None:
    out, interview, _ = linked
    with pytest.raises(MentionsError, match="--out"):
        tumen_link(interview)
    with pytest.raises(MentionsError, match="--into"):
        tumen_link(interview, "--into", out, "--index")
    with pytest.raises(LinkFolderError, match="no index"):
        tumen_link(interview, "--into", tmp_path)
