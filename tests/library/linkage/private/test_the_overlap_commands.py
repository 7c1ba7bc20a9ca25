"""`tumen overlap`: the steps that a person follows, from the secret to the outcome."""

import csv
import json

import pytest
from typer.testing import CliRunner

from tumen.cli.main import build
from tumen.errors import ExchangeSecretError, PrivateListError
from tumen.linkage import private


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.txt").write_text(private.new_secret() + "\n", "utf-8")

    def call(*words, code=0, **options):
        done = CliRunner().invoke(build(), ["overlap", *words], **options)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == code, done.output
        return done.stdout

    return call


@pytest.fixture
def lists(table, tmp_path):
    for name, rows in (("south", table.people(0, 40)), ("north", table.in_latin(15, 55))):
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)


PREPARE = ["prepare", "south.csv", "--with", "South", "--with", "North", "--folder", "s", "--smallest", "20"]
KEYED = ["--secret-file", "s.txt", "--exposure", "1"]


def test_four_steps_lead_to_the_overlap_on_both_sides(run, lists):
    told = run(*PREPARE, *KEYED)
    assert "40 persons take part; 0 did not agree" in told
    file = next(word for word in told.split() if word.endswith(private.SUFFIX))
    shown = run("show", file, "--secret-file", "s.txt")
    assert "counts only" in shown
    assert shown.splitlines()[-1] == told.splitlines()[-1]
    second = json.loads(run("answer", file, "north.csv", "--as", "North", "--folder", "n", "--secret-file", "s.txt",
                            "--json"))["file"]  # fmt: skip
    third = run("finish", second, "--as", "South", "--folder", "s", "--secret-file", "s.txt")
    assert "South and North: 25" in third
    assert "keys of this exchange are destroyed" in third
    file = next(word for word in third.split() if word.endswith(private.SUFFIX))
    assert "South and North: 25" in run(
        "finish", file, "--as", "North", "--folder", "n", "--secret-file", "s.txt"
    )
    assert "the record is unbroken" in run("history", "--folder", "n")


def test_the_secret_is_asked_for_when_no_file_is_named_and_is_not_shown(run, lists, tmp_path):
    words = (tmp_path / "s.txt").read_text("utf-8").strip()
    told = run(*PREPARE, "--exposure", "1", input=words + "\n")
    assert words not in told


def test_no_command_takes_the_secret_as_a_word_of_the_command_line():
    import typer

    group = typer.main.get_command(build()).commands["overlap"]
    for command in group.commands.values():
        assert {"--secret", "--password"} & {name for each in command.params for name in each.opts} == set()


def test_a_third_is_invited_and_counts(run, lists, table):
    told = run("third", "Example University", "--folder", "t")
    assert "invitation.json" in told
    file = json.loads(run(*PREPARE, *KEYED, "--third", "t/invitation.json", "--json"))["file"]
    for name, folder in (("North", "n"), ("South", "s")):
        words = ["answer", file, "north.csv"] if name == "North" else ["finish", file]
        file = json.loads(run(*words, "--as", name, "--folder", folder, "--secret-file", "s.txt", "--json"))[
            "file"
        ]
    counted = run("count", file, "--folder", "t")
    assert "carry noise" in counted
    outcome = next(word for word in counted.split() if word.endswith(private.SUFFIX))
    assert "South and North" in run(
        "finish", outcome, "--as", "South", "--folder", "s", "--secret-file", "s.txt"
    )


def test_a_secret_is_printed_in_two_scripts(run):
    latin, hangul, *_ = run("secret").splitlines()
    assert private.read_secret(latin) == private.read_secret(hangul)


def test_a_wrong_secret_or_a_wrong_mapping_is_said_plainly(run, lists, tmp_path):
    (tmp_path / "s.txt").write_text("not a secret", "utf-8")
    with pytest.raises(ExchangeSecretError):
        run(*PREPARE, *KEYED)
    with pytest.raises(PrivateListError, match="--map"):
        run(*PREPARE, *KEYED, "--map", "name")
    with pytest.raises(PrivateListError):
        run(*PREPARE, "--secret-file", "none.txt")
