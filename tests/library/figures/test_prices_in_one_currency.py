"""A price in dollars of one year: by the rate and the level of the year that it was told of, or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tumen import figures
from tumen.dates import parse

MONEY = figures.Money(
    rates={("KRW", 2011): 1000.0, ("KRW", 2016): 1200.0}, index={2011: 90.0, 2015: 100.0, 2016: 101.0}
)
PRICE = next(c for c in figures.claims("dprk") if c.code == "P06")


def test_a_price_is_turned_by_the_rate_and_level_of_its_year() -> None:
    found = figures.constant(replace(PRICE, value=3_500_000.0, as_of=parse("2011")), MONEY)
    assert found is not None
    assert (found.year, found.of) == (2011, 2015)
    assert found.low == found.high == pytest.approx(3_500_000 / 1000 * 100 / 90)
    same = figures.constant(replace(PRICE, unit="USD", value=10.0, as_of=parse("2015")), MONEY)
    assert same is not None
    assert same.low == 10.0


def test_an_open_end_stays_open() -> None:
    found = figures.constant(replace(PRICE, value=None, low=12.0, unit="USD", as_of=parse("2016")), MONEY)
    assert found is not None
    assert found.low == pytest.approx(12 * 100 / 101)
    assert found.high is None


@pytest.mark.parametrize(
    "changed",
    [
        {"unit": "CNY"},
        {"as_of": parse("1999")},
        {"as_of": parse("XXXX")},
        {"measure": "stock"},
        {"value": None},
    ],
)
def test_what_cannot_be_turned_is_left_as_it_is(changed: dict[str, object]) -> None:
    assert figures.constant(replace(PRICE, **changed), MONEY) is None  # type: ignore[arg-type]


def test_the_rates_of_the_pack_are_said_to_be_from_memory() -> None:
    money = figures.ledger("dprk").money
    assert money.rates
    assert not money.verified
