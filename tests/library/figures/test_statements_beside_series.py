"""A statement in words is set beside series and tables, and what none of them decides is said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from typer.testing import CliRunner

from tumen import figures
from tumen.cli.main import build
from tumen.errors import FiguresError

KNOWN = figures.ledger("dprk")
STATEMENT = next(c for c in KNOWN.claims if c.code == "Q15")


def test_a_statement_about_ways_stands_beside_the_series_that_count_near_it() -> None:
    found = figures.against(STATEMENT, KNOWN.against, KNOWN.series)
    told = {(b.what.series, b.what.of, b.what.place and b.what.place.code): b for b in found}
    arrived = told["ARRIVALS", "total", None]
    by_year = figures.yearly(KNOWN.series["ARRIVALS"])
    assert arrived.years == {year: by_year[year] for year in range(2006, 2012)}
    assert arrived.most == (2009, 2914.0)
    there = told["UNHCR-STOCK-BY-COUNTRY", "refugees", "KHM"]
    assert there.most == (1996, 5.0)
    assert set(there.years) == {2007}  # nothing was listed in the other years: no zero is put in
    assert [b.kind for b in found] == ["series"] * 4 + ["record", "open"]
    assert found[-2].what.table == "routes"
    assert "cannot be decided" in found[-1].what.says()
    assert found[-1].what.says("ko") != found[-1].what.says()
    assert (STATEMENT.low, STATEMENT.high, STATEMENT.place.name()) == (0.5, 1, "Cambodia")


def test_a_statement_without_anything_beside_it_has_nothing() -> None:
    other = next(c for c in KNOWN.claims if c.code == "Q03")
    assert figures.against(other, KNOWN.against, KNOWN.series) == ()


def test_a_series_that_is_not_there_is_a_fault() -> None:
    named = replace(KNOWN.against[0], series="NOTHING")
    with pytest.raises(FiguresError, match="NOTHING, which is not there"):
        figures.against(STATEMENT, [named], KNOWN.series)


def test_the_command_says_what_stands_beside_a_statement() -> None:
    told = " ".join(CliRunner().invoke(build(), ["claims", "--quantity", "HAVEN"]).output.split())
    assert "Q15 beside Arrivals in the Republic of Korea by year, total: 2006: 2,028" in told
    assert "Q15, not decided." in told
