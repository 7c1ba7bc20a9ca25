"""`tumen dates` on the command line."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from tumen.cli.main import build
from tumen.errors import DateUnreadable


def test_a_date_is_printed_as_json() -> None:
    result = CliRunner().invoke(build(), ["dates", "2004년 봄", "--lang", "ko", "--json"])
    assert result.exit_code == 0
    row = json.loads(result.stdout)
    assert row["edtf"] == "2004-21"
    assert row["said"]["en"] == "spring 2004"


def test_dates_are_listed_with_offsets() -> None:
    result = CliRunner().invoke(build(), ["dates", "He left in May 2004.", "--find"])
    assert result.stdout == "11–19\tMay 2004\t2004-05\n"


def test_an_unreadable_date_raises_its_error_and_prints_nothing() -> None:
    result = CliRunner().invoke(build(), ["dates", "some time"])
    assert isinstance(result.exception, DateUnreadable)
    assert result.stdout == ""
