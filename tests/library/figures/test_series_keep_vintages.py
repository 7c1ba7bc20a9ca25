"""Series over time, with every vintage that was published."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tumen import figures
from tumen.cli.main import build

ARRIVALS = figures.ledger("dprk").series["ARRIVALS"]


def test_the_numbers_that_stand_now_add_up_to_every_published_total() -> None:
    assert len(ARRIVALS.totals) == 9
    assert ARRIVALS.discrepancies() == ()
    assert sum(r.value for r in ARRIVALS.current("total")) == 34_538


@pytest.mark.parametrize(
    ("year", "values"), [("2009", [2952, 2927, 2914, 2914]), ("2012", [1440, 1509, 1502])]
)
def test_vintages_stand_in_order_of_publication_and_the_present_one_last(
    year: str, values: list[int]
) -> None:
    rows = ARRIVALS.vintages(year)
    assert [r.value for r in rows] == values
    assert [r.published is None for r in rows] == [False] * (len(rows) - 1) + [True]


def test_a_forecast_and_a_provisional_number_say_so() -> None:
    assert ARRIVALS.vintages("2012")[0].status == "forecast"
    assert ARRIVALS.vintages("2009")[0].status == "provisional"


def test_what_was_revised_is_listed() -> None:
    assert ("2011", "total") in ARRIVALS.revised()
    assert ("2024", "total") not in ARRIVALS.revised()


def test_sexes_add_up_to_the_total_in_every_year() -> None:
    for total in ARRIVALS.current("total"):
        parts = [
            r.value for of in ("male", "female") for r in ARRIVALS.current(of) if r.period == total.period
        ]
        assert sum(parts) == total.value


def test_what_rests_on_memory_is_marked() -> None:
    assert not ARRIVALS.vintages("2003", "male")[-1].verified
    assert ARRIVALS.vintages("2024", "male")[-1].verified


def test_refugees_by_country_add_up_to_the_world() -> None:
    known = figures.ledger("dprk").series
    countries = known["UNHCR-STOCK-BY-COUNTRY"].rows
    for row in known["UNHCR-STOCK"].current("refugees"):
        assert sum(r.value for r in countries if r.of == "refugees" and r.period == row.period) == row.value
    germany = [r.value for r in countries if (r.place, r.period.edtf, r.of) == ("DEU", "2011", "refugees")]
    canada = [r.value for r in countries if (r.place, r.period.edtf, r.of) == ("CAN", "2011", "refugees")]
    assert (germany, canada) == ([193], [64])


def test_a_total_that_does_not_add_up_is_reported() -> None:
    from dataclasses import replace

    as_of, of, published = next(t for t in ARRIVALS.totals if t[1] == "total")
    wrong = replace(ARRIVALS, totals=((as_of, of, published + 1),))
    (found,) = wrong.discrepancies()
    assert (found.published - found.computed, found.of) == (1, "total")


def test_chart_rows_tell_the_present_vintage_from_older_ones() -> None:
    rows = figures.series_chart_rows(ARRIVALS)
    assert len(rows) == len(ARRIVALS.rows)
    assert {r["current"] for r in rows if r["period"] == "2009" and r["value"] == 2952} == {False}
    json.dumps(rows)


def test_the_command_lists_claims_conflicts_and_series() -> None:
    run = CliRunner()
    told = json.loads(run.invoke(build(), ["claims", "--quantity", "FAMINE-DEATHS", "--json"]).stdout)
    assert len(told["claims"]) == 7
    assert told["groups"][0]["conflicts"]
    assert told["not_comparable"]
    assert (
        "contradict each other: F03 and F06"
        in run.invoke(build(), ["claims", "--quantity", "famine-deaths"]).stdout
    )
    series = json.loads(run.invoke(build(), ["claims", "--series", "arrivals", "--json"]).stdout)
    assert series[0]["discrepancies"] == []
    assert run.invoke(build(), ["claims", "--quantity", "unicorns"]).exception is not None
