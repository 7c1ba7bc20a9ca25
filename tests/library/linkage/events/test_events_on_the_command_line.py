"""`tumen events` and the folder it writes: all of it or nothing, readable again, with a manifest."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest
from typer.testing import CliRunner

from tumen.cli.main import build
from tumen.errors import AccountsError, LinkFolderError, WorldExists
from tumen.linkage.events import read_event_draws, write_events
from tumen.model import input_sha256
from tumen.synth import Happenings, write_happenings


def run(*words: object):
    found = CliRunner().invoke(build(), ["events", *map(str, words)], catch_exceptions=False)
    assert found.exit_code == 0
    return found.stdout


def test_a_made_up_table_is_linked_from_end_to_end(tmp_path):
    run("make-up", "--events", 5, "--seed", 4, "--out", tmp_path / "made")
    said = run("link", tmp_path / "made" / "accounts.csv", "--out", tmp_path / "out", "--draws", 8, "--json")
    found = json.loads(said)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["id"] == found["run"]["id"]
    assert all(
        digest == input_sha256((tmp_path / "out" / name).read_bytes())
        for name, digest in manifest["outputs"].items() if "." in name
    )  # fmt: skip
    carried = json.loads((tmp_path / "out" / "corroboration.json").read_text("utf-8"))
    assert len(carried) == found["events"]
    with (tmp_path / "out" / "events.csv").open(encoding="utf-8", newline="") as stream:
        assert len(list(csv.DictReader(stream))) == found["accounts"]


def test_made_up_accounts_are_the_same_for_the_same_seed_and_say_that_they_are_made_up(tmp_path):
    settings = Happenings(events=8, seed=4)
    first, second = (write_happenings(settings, tmp_path / name) for name in ("one", "two"))
    assert first.outputs == second.outputs
    assert "MADE UP" in (tmp_path / "one" / "README.txt").read_text("utf-8")
    with pytest.raises(WorldExists):
        write_happenings(settings, tmp_path / "one")


def test_who_carries_one_event_is_said_on_a_terminal(tmp_path):
    table = tmp_path / "one.csv"
    table.write_text(
        "account_id,source_id,kind,number,how\na1,s1,EXECPUB,7,IF-SEEN\na2,s2,EXECPUB,9,IF-SEEN\n", "utf-8"
    )
    said = run("corroborate", table, "--map", "knowledge=how", "--knows", "IF-SEEN=saw")
    assert "2 accounts, 2 of them first-hand, by 2 independent" in said
    assert "    9: a2" in said


def test_a_bad_option_is_refused(tmp_path):
    with pytest.raises(AccountsError, match="--map"):
        run("corroborate", tmp_path / "none.csv", "--map", "date")


def test_draws_are_read_back_and_a_changed_file_is_noticed(of_sevens, tmp_path):
    write_events(of_sevens, tmp_path / "out")
    draws = read_event_draws(tmp_path / "out")
    assert np.array_equal(draws.labels, of_sevens.draws.labels)
    (tmp_path / "out" / "draws.csv").write_text("account_id\n", "utf-8")
    with pytest.raises(LinkFolderError):
        read_event_draws(tmp_path / "out")


def test_a_folder_with_something_else_is_left_as_it_is(of_sevens, tmp_path):
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(LinkFolderError):
        write_events(of_sevens, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
