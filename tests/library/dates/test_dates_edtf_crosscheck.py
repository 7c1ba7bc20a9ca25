"""Bounds of the EDTF reader against the edtf library, over the forms that both read the same way."""

from __future__ import annotations

import datetime
import time

import edtf
import pytest

from tumen import dates

# What the library reads differently, and why it is not followed, stands in docs/decisions/dates-edtf.md.
POINTS = [
    *("0001", "0987", "1583", "1900", "1998", "2000", "2004", "9999", "199X", "200X", "20XX", "19XX", "1XXX"),
    *(f"{y}-{m:02d}" for y in (1900, 2000, 2004, 2023) for m in (1, 2, 4, 12)),
    *(f"2004-{code}" for code in ("21", "22", "23", "25", "33", "34", "36", "37", "40", "41")),
    *("1900-02-28", "2000-02-29", "2004-02-29", "2004-05-06", "1999-12-31"),
    *("2004-XX", "2004-05-XX", "2004-02-XX", "1900-02-XX", "2004-XX-XX"),
    *("199X-03", "200X-12", "19XX-05", "156X-12-25"),
]
MARKED = [f"{text}{mark}" for text in ("1998", "1998-03", "1998-03-05", "2004-12-31") for mark in "?~%"]
INTERVALS = [
    f"{a}/{b}"
    for a in ("1998", "1998-03", "1998-03-05", "1997~", "..")
    for b in ("2004", "2004-02", "2004-05-06", "2004?", "..")
    if (a, b) != ("..", "..")
]
SETS = ["[2001,2003]", "[2001..2003]", "[1998-03,1999-02]", "[..2004]", "[2004..]", "[1667,1668,1670..1672]"]


def _ordinal(moment: time.struct_time | float) -> datetime.date | None:
    return None if isinstance(moment, (int, float)) else datetime.date(*moment[:3])


@pytest.mark.parametrize("text", [*POINTS, *MARKED, *INTERVALS, *SETS])
def test_strict_bounds_are_those_of_the_edtf_library(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    theirs = edtf.parse_edtf(text)
    ours = dates.parse(text)
    low, high = _ordinal(theirs.lower_strict()), _ordinal(theirs.upper_strict())
    assert (ours.earliest, ours.latest) == (low, high)
    capsys.readouterr()


@pytest.mark.parametrize("text", ["1998~", "1998?", "1998%", "2004~", "0002?"])
def test_margins_of_a_year_are_those_of_the_edtf_library(text: str) -> None:
    theirs, ours = edtf.parse_edtf(text), dates.parse(text)
    low, high = _ordinal(theirs.lower_fuzzy()), _ordinal(theirs.upper_fuzzy())
    assert (ours.fuzzy_earliest, ours.fuzzy_latest) == (low, high)
