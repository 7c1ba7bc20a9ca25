"""The examples on the methods page and in the docstrings of the room are true."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[3] / "docs" / "methods" / "dates.md"


def test_the_examples_on_the_page_run() -> None:
    # The fence that closes a block would otherwise be read as expected output.
    text = PAGE.read_text(encoding="utf-8").replace("```", "")
    test = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
    result = doctest.DocTestRunner().run(test)
    assert result.attempted > 10
    assert result.failed == 0


@pytest.mark.parametrize("name", ["written", "say", "told_age", "identity"])
def test_the_examples_in_docstrings_run(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"tumen.dates.{name}"))
    assert result.attempted > 0
    assert result.failed == 0
