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


def test_two_dates_are_compared_with_reasons() -> None:
    arguments = ["dates", "1985-03-04", "--compare", "1985년 4월 3일", "--json"]
    row = json.loads(CliRunner().invoke(build(), arguments).stdout)
    assert (row["level"], row["agreement"]) == ("swapped", "differs in a known way")
    shown = CliRunner().invoke(build(), ["dates", "1993-11-20", "--compare", "aged about 17 in 2011"]).stdout
    assert "fits" in shown


def test_what_is_neither_a_date_nor_an_age_cannot_be_compared() -> None:
    result = CliRunner().invoke(build(), ["dates", "1985", "--compare", "some time"])
    assert isinstance(result.exception, DateUnreadable)
    assert result.stdout == ""
