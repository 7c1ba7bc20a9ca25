"""The claims ledger in the desk: every number with its source, what contradicts, what must not be compared."""

import csv
import html
import re
from dataclasses import replace

import pytest

from tumen import figures
from tumen.vocab import DEFAULT_PACK

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])

LEDGER = figures.ledger(DEFAULT_PACK)
PAGES = [
    "/count/claims/",
    "/count/claims/of/HIDING/",
    "/count/claims/of/HIDING/1.svg",
    "/count/claims/series/",
    "/count/claims/series/ARRIVALS/",
    "/count/claims/series/ARRIVALS/chart.svg",
]


@pytest.fixture
def get(analyst, client_of):
    """A page as an analyst gets it."""
    client = client_of(analyst)
    return lambda address, **query: client.get(address, query)


def _text(response):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@pytest.mark.parametrize("address", PAGES)
def test_a_role_that_is_not_behind_the_door_is_refused(address, get, monkeypatch):
    from tumen_desk.accounts.access import DOORS, Door

    assert get(address).status_code == 200
    monkeypatch.setitem(DOORS, Door.COUNT_READ, frozenset())
    assert get(address).status_code == 403


def test_every_quantity_with_a_claim_is_listed(get):
    text = _text(get("/count/claims/"))
    used = {c.quantity.name() for c in LEDGER.claims}
    assert all(label in text for label in used)
    assert f"{len(LEDGER.claims)} claims about {len(used)} quantities" in text


def test_the_list_says_how_far_apart_the_numbers_lie(get):
    rows = re.findall(r"<tr>.*?</tr>", get("/count/claims/").content.decode(), re.DOTALL)
    hiding = next(row for row in rows if "/of/HIDING/" in row)
    stated = [
        end for c in figures.by_quantity("HIDING", DEFAULT_PACK) for end in (c.value, c.low, c.high) if end
    ]
    assert f"{max(stated) / min(stated):,.0f} ×" in hiding


@pytest.mark.parametrize("code", sorted({c.quantity.code for c in LEDGER.claims}))
def test_every_claim_stands_with_its_sources_and_what_it_counts(code, get):
    response = get(f"/count/claims/of/{code}/")
    assert response.status_code == 200
    text = _text(response)
    for claim in figures.by_quantity(code, DEFAULT_PACK):
        assert claim.population.name() in text
        assert all(LEDGER.sources[s]["title"] in text for s in (*claim.sources, *claim.quoted_by))
        if claim.note:
            assert " ".join(claim.note.split()) in text


def test_open_ends_stay_open(get):
    text = _text(get("/count/claims/of/HIDING/"))
    assert "up to 500,000" in text
    assert "30,000–50,000" in text
    assert "no number" in text


def test_contradictions_are_said_in_words(get):
    text = _text(get("/count/claims/of/BROKER-FEE/"))
    assert "P08 about 8,000 (2015, Reuters copy) against P09 10,000" in text


def test_numbers_from_one_book_are_said_not_to_be_independent(get):
    text = _text(get("/count/claims/of/FAMINE-DEATHS/"))
    assert "not independent: both from How Many Excess Deaths?" in text


def test_how_far_apart_stocks_may_lie_is_chosen_by_the_reader(get):
    strict, loose = (_text(get("/count/claims/of/HIDING/", within_days=days)) for days in ("0", "366"))
    assert "No two of these numbers contradict each other" in strict
    assert "N10 30,000–50,000" in loose
    assert "against N12 100,000" in loose


def test_what_must_not_be_compared_comes_with_the_reason(get):
    text = _text(get("/count/claims/of/RETURNED/"))
    assert "What must not be compared, and why" in text
    assert "other unit" in text.lower()
    assert "events and persons" in text


@pytest.mark.parametrize("days", ["-1", "99999", "x"])
def test_a_strange_number_of_days_is_met_with_a_reason(days, get):
    response = get("/count/claims/of/HIDING/", within_days=days)
    assert response.status_code == 200
    assert "Select a valid choice" in _text(response)


def test_a_series_shows_every_vintage_and_says_what_is_unverified(get):
    text = _text(get("/count/claims/series/ARRIVALS/"))
    assert (
        "2,914 2,914 published October 2012 2,927 published January 2012 2,952 published January 2010, provisional"
        in text
    )
    assert "unverified" in text
    assert "Datasom" in text
    assert "73.1 % (70.8–75.3)" in text  # women among all of 2012, with the interval


def test_the_numbers_with_sources_hold_the_share_of_each_part(get):
    rows = list(
        csv.DictReader(get("/count/claims/series/ARRIVALS/numbers.csv").content.decode().splitlines())
    )
    told = next(r for r in rows if (r["period"], r["part"], r["stands now"]) == ("2012", "female", "yes"))
    assert (told["share of all"], told["share at least (95 %)"]) == ("0.7310", "0.7078")
    assert next(r for r in rows if r["part"] == "total")["share of all"] == ""


@pytest.mark.parametrize("code", LEDGER.series)
def test_every_series_has_a_page_with_its_definition(code, get):
    response = get(f"/count/claims/series/{code}/")
    assert response.status_code == 200
    assert LEDGER.series[code].definition in _text(response)


def test_a_series_split_by_country_is_drawn_for_one_country_at_a_time(get):
    address = "/count/claims/series/UNHCR-STOCK-BY-COUNTRY/"
    place = next(r.place for r in LEDGER.series["UNHCR-STOCK-BY-COUNTRY"].rows if r.place)
    assert "chart.svg" not in get(address).content.decode()
    assert f"chart.svg?place={place}" in get(address, place=place).content.decode()
    assert get(f"{address}chart.svg").status_code == 404
    assert get(f"{address}chart.svg", place=place).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/count/claims/of/NOTHING/",
        "/count/claims/of/HIDING/99.svg",
        "/count/claims/series/NOTHING/",
        "/count/claims/series/NOTHING/chart.svg",
    ],
)
def test_what_the_pack_does_not_have_is_not_found(address, get):
    assert get(address).status_code == 404


def test_a_picture_has_a_text_beside_it(get):
    page = get("/count/claims/series/ARRIVALS/").content.decode()
    alt = re.search(r'<img src="[^"]*chart\.svg" alt="([^"]+)"', page)
    assert alt is not None
    assert "highest 2,914 (2009)" in alt.group(1)


def test_another_situation_is_served_by_the_same_pages(get, settings):
    settings.CONFIG = replace(settings.CONFIG, pack="example")
    assert "Boats that left" in _text(get("/count/claims/"))
    text = _text(get("/count/claims/of/BOATS/"))
    assert "10–20" in text
    assert "against" in text
    assert "unverified" in text
    assert get("/count/claims/of/BOATS/1.svg").status_code == 200
    assert "7 published 2004" in _text(get("/count/claims/series/LANDINGS/"))


def test_a_pack_without_figures_says_so(get, bare_pack):
    assert "carries no published figures" in _text(get("/count/claims/"))
    assert "carries no series" in _text(get("/count/claims/series/"))
    assert get("/count/claims/of/HIDING/").status_code == 404


def test_the_ledger_stands_in_the_side_bar_and_on_the_first_page(get):
    text = _text(get("/"))
    assert "Series over time" in text
    assert f"claims about {len({c.quantity for c in LEDGER.claims})} quantities" in text
