"""Generated pages are exactly what the code gives, and everything a person can meet is on one of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
AGAIN = "run `.venv/bin/python docs/generate.py` and commit what it writes"


def test_every_generated_page_is_up_to_date(generate):
    stale = [
        path.relative_to(DOCS).as_posix()
        for path, text in generate.pages().items()
        if not path.exists() or path.read_text("utf-8") != text
    ]
    assert stale == [], AGAIN


def test_no_page_of_the_reference_is_left_from_an_earlier_generator(generate):
    # The words of the desk are made from its catalogues, which tests/desk/shell compares.
    assert {p.stem for p in (DOCS / "reference").glob("*.md")} == {*generate.REFERENCE, "strings"}


def test_making_the_pages_twice_gives_the_same_text(generate):
    assert generate.pages() == generate.pages()


@pytest.fixture(scope="module")
def commands(generate):
    return dict(generate.commands())


def test_every_command_has_help_and_an_example_of_itself(generate, commands):
    def complete(path, command):
        words = generate.help_of(command)
        is_group = bool(getattr(command, "commands", {}))
        return bool(words) and (is_group or bool(re.search(rf"Examples?: {path} ", words)))

    assert [path for path, command in commands.items() if not complete(path, command)] == []


def _shown(command):
    """Options for people: what the program says to itself is hidden from them."""
    return [p for p in command.params if not getattr(p, "hidden", False)]


def test_every_option_and_argument_says_what_it_is(commands):
    silent = [f"{path} {p.name}" for path, c in commands.items() for p in _shown(c) if not p.help]
    assert silent == []


def test_every_command_and_option_is_in_the_reference(commands):
    text = (DOCS / "reference" / "cli.md").read_text("utf-8")
    assert [path for path in commands if f"## {path}\n" not in text] == []
    for path, command in commands.items():
        section = text.split(f"## {path}\n")[1].split("\n## ")[0]
        assert [
            n for p in _shown(command) for n in p.opts if n.startswith("--") and f"`{n}`" not in section
        ] == []


@pytest.fixture(scope="module")
def errors(generate):
    from tumen.errors import TumenError

    # Tests elsewhere may define errors of their own; only those of the product are promised to a reader.
    return [
        e for e in generate.error_classes(TumenError) if e.__module__.startswith(("tumen.", "tumen_desk."))
    ]


def test_every_error_says_in_its_own_words_when_it_happens(errors):
    assert [e.__name__ for e in errors if not (e.__dict__.get("__doc__") or "").strip()] == []


def test_every_error_has_a_code_of_its_own_that_begins_with_its_branch(errors):
    codes = [e.code for e in errors]
    assert sorted(codes) == sorted(set(codes))
    for error in errors:
        above = error.__mro__[1]
        if above.__name__ not in ("Exception", "TumenError", "InputError"):
            assert error.code.startswith(f"{above.code.split('.')[0]}."), error.__name__


def test_every_error_is_in_the_reference(errors):
    text = (DOCS / "reference" / "errors.md").read_text("utf-8")
    assert [e.code for e in errors if f"| `{e.code}` | {e.exit_status} |" not in text] == []


def test_every_setting_of_a_method_says_what_it_does(generate):
    from dataclasses import fields

    from tumen.estimation import METHODS, SAMPLE_METHODS

    for name, method in {**METHODS, **SAMPLE_METHODS}.items():
        said = generate.doc_parts(method)[1]
        assert {f.name for f in fields(method)} == set(said), name


def test_every_setting_of_the_desk_names_its_variable(generate):
    from dataclasses import fields

    from tumen_desk.settings.config import DeskConfig

    text = (DOCS / "reference" / "settings.md").read_text("utf-8")
    assert text.count("| `TUMEN_") == len(fields(DeskConfig))


def test_every_page_of_the_desk_stands_behind_a_door_or_before_sign_in(generate):
    open_to_all = {name for name, _, door in generate.addresses() if door.startswith("none")}
    assert open_to_all == {
        "`accounts:demo-sign-in`",
        "`accounts:passkey-begin`",
        "`accounts:passkey-finish`",
        "`accounts:second`",
        "`accounts:sign-in`",
        "`accounts:sign-out`",
        "`shell:language`",
        "`shell:lock`",
        "`shell:unlock`",
        "`shell:unlock-sheets`",
    }
