"""What stands beside published numbers in the desk: context, forecasts, duties of the time, an own estimate."""

from __future__ import annotations

import html
import re
from xml.etree import ElementTree

import pytest

from tumen import figures
from tumen.errors import LedgerRefused
from tumen.vocab import DEFAULT_PACK
from tumen_desk.count import (
    claims_beside,
    claims_charts,
    claims_prices,
    claims_queries,
    claims_series,
    ledger,
    ledger_services,
)
from tumen_desk.count.ledger import Entry
from tumen_desk.count.models import CountRun, Figure, Publication, Series
from tumen_desk.link.models import LinkRun

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])

KNOWN = figures.ledger(DEFAULT_PACK)
CLAIMS = {c.code: c for c in KNOWN.claims}


@pytest.fixture
def get(analyst, client_of):
    client = client_of(analyst)
    return lambda address, **query: _text(client.get(address, query))


def _text(response):
    assert response.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@pytest.fixture
def figure(analyst):
    run = CountRun.objects.create(
        run_id="r", recipe={}, manifest={}, table={}, created_by=analyst,
        link_run=LinkRun.objects.create(manifest={}, mentions=5, persons=3, created_by=analyst),
    )  # fmt: skip
    return Figure.objects.create(
        run=run, title="How many hide", point=41_234.4, low=30_000.0, high=60_000.0, observed=900, unit="persons",
        population="people in hiding", as_of="2014", method="graph-averaging",
    )  # fmt: skip


def publish(figure, actor, *, allowed=True):
    return Publication.objects.create(figure=figure, allowed=allowed, why="x", by=actor)


def test_phases_and_policies_are_drawn_under_a_series_and_listed_with_their_sources(get):
    """S2.4, S4.33, S4.36, S4.37, S4.40, S0.53, S0.12."""
    text = get("/count/claims/series/ARRIVALS/")
    entries = figures.beside(KNOWN.context, "ARRIVALS")
    assert {"CX01", "CX02", "CX04", "CX05", "CX08", "CX09", "CX13"} <= {e.code for e in entries}
    for entry in entries:
        assert entry.name() in text
        assert all(KNOWN.sources[s]["title"] in text for s in entry.sources)
    assert "cause stated: food deficits and more people leaving" in text
    assert "did not come because of it" in text
    drawn = claims_charts.lines(claims_series.series("ARRIVALS"))
    lanes = drawn["vconcat"][1]["data"]["values"]
    shown = {int(row["number"]) for row in lanes}
    inside = [b for b in claims_beside.context("ARRIVALS", KNOWN) if b.span[1] >= 2002]
    assert shown == {b.number for b in inside}
    svg = "".join(ElementTree.fromstring(claims_charts.series_svg("ARRIVALS")).itertext())  # noqa: S314  (our own)
    assert "context" in svg


def test_policies_of_the_years_stand_beside_counts_of_the_own_record(analyst, get):
    """S0.53: a timeline of policies against events told."""
    chart = {"spec": {}, "title": "", "words": ""}
    rows = [
        {"period": p, "told": 2.0, "person_years": 10.0, "crude": 1.0, "rate": 1.0, "low": 0.5, "high": 2.0,
         "few": False, "covered": 1.0}
        for p in ("2007", "2008")
    ]  # fmt: skip
    result = {"rows": rows, "chart": chart, "unit": "a year", "assumptions": [], "avoid": [], "paragraph": ""}
    kept = Series.objects.create(
        kind="trend",
        title="Executions told",
        recipe={},
        manifest={"id": "r"},
        result=result,
        created_by=analyst,
    )
    text = get(f"/count/series/{kept.pk}/")
    codes = {b.entry.code for b in claims_beside.of_years([2007, 2008], KNOWN)}
    assert {"CX08", "CX09"} <= codes
    assert not {"CX01", "CX10", "CX13"} & codes  # of other years, or no policy but a driver
    assert "Executions in public and shooting as means of deterrence, by reports" in text
    assert "did not come because of it" in text


def test_prices_of_brokers_are_drawn_over_time_with_the_border_under_them(get):
    """S1.21."""
    page = claims_queries.quantity("BROKER-FEE")
    beside = claims_beside.context("BROKER-FEE", KNOWN)
    assert [b.entry.code for b in beside] == ["CX14"]
    won = next(a for a in page.axes if a.unit == "KRW")
    drawn = claims_prices.over_time(won, beside)
    prices = [(r["year"], r["high"]) for r in drawn["vconcat"][0]["data"]["values"]]
    assert prices == [(2011, 3_500_000), (2016, 12_000_000)]
    assert [r["year"] for r in drawn["vconcat"][1]["data"]["values"]] == [2012]
    yuan = next(a for a in page.axes if a.unit == "CNY")
    assert claims_prices.over_time(yuan, beside) is None  # one year: nothing moves
    text = get("/count/claims/of/BROKER-FEE/")
    assert "Border reinforced" in text
    answer = ElementTree.fromstring(claims_charts.axis_svg("BROKER-FEE", won.number))  # noqa: S314  (our own)
    assert "from 3,500,000 (2011, P06) to 12,000,000 KRW (2016, P11)" in "".join(answer.itertext())
    assert {"P06", "P11", "context"} <= {t.strip() for t in answer.itertext()}


def test_prices_of_several_currencies_stand_in_one_beside_those_that_were_told(get):
    """S3.33."""
    claims = figures.by_quantity("BROKER-FEE", DEFAULT_PACK)
    rows = {r["label"]: r for r in claims_prices.in_dollars(claims, KNOWN.money)}
    assert rows["P08"]["low"] == 8_000  # told in the dollars of that year
    rate, level = KNOWN.money.rates["KRW", 2011], KNOWN.money.index
    assert rows["P06"]["low"] == pytest.approx(3_500_000 / rate * level[2015] / level[2011])
    text = get("/count/claims/of/BROKER-FEE/")
    assert "2011 · P06 : 3,328 told in KRW" in text
    assert "Nobody told these numbers" in text
    assert "3,500,000" in text
    svg = claims_charts.axis_svg("BROKER-FEE", 0)
    assert {"P06", "P07", "P13", "context"} <= {t.strip() for t in ElementTree.fromstring(svg).itertext()}  # noqa: S314
    assert claims_charts.axis_svg("HIDING", 0) is None
    assert "In one currency" not in get("/count/claims/of/HIDING/")


def test_a_series_without_context_is_drawn_alone():
    assert "vconcat" not in claims_charts.lines(claims_series.series("UNHCR-APPLICATIONS"))


def test_how_a_series_moved_is_told_with_lag_and_word(get):
    """S3.31, S1.14."""
    text = get("/count/claims/series/ARRIVALS/", start="2012", end="2018", word="slight fall")
    assert "from 1,502 to 1,137, -24%" in text
    assert "“slight fall”: does not fit" in text
    assert figures.shift(figures.yearly(KNOWN.series["ARRIVALS"])).said in text
    assert "1 year later: 2009–2011 to 2013–2015" in text
    assert "does not fit" not in get("/count/claims/series/ARRIVALS/", start="1", end="2018")
    parts = get("/count/claims/series/ARRIVALS-PARTS/")
    assert "2019-01/2019-03 to 2020-01/2020-03" in parts
    assert figures.seasons(KNOWN.series["ARRIVALS-PARTS"], KNOWN.series).said in parts


def test_a_forecast_stands_beside_what_came_on_every_page_of_it(get):
    """S1.43, S2.7."""
    said = figures.checked(CLAIMS["Q01"], KNOWN.series["ARRIVALS"]).says
    for address in ("/count/claims/", "/count/claims/of/CROSSINGS/", "/count/claims/series/ARRIVALS/"):
        assert said in get(address)


def test_what_somebody_wanted_to_look_at_again_is_listed(analyst, get):
    """S3.52."""
    entry = Entry(
        quantity="Mood",
        nature="opinion",
        words="things look better",
        review="2020",
        unit="none",
        as_of="2019",
    )
    made = ledger_services.published_add(actor=analyst, entry=entry, why="x")
    text = get("/count/claims/")
    assert f"C-{made.pk} by 2020: opinion things look better" in text
    assert "the new leader seems relatively more open" in text


@pytest.mark.parametrize(
    ("code", "nature", "quantity"),
    [
        ("Q03", "consensus", "REFUGEE-STATUS"),
        ("Q04", "impression", "CROSSINGS"),
        ("Q07", "", "POLITICAL-MOTIVE"),
    ],
)
def test_what_is_said_without_a_number_is_marked_as_what_it_is(code, nature, quantity, get):
    """S0.41, S4.45, S4.12."""
    text = get(f"/count/claims/of/{quantity}/")
    assert f"“{CLAIMS[code].words}”" in text
    assert f"{code} {nature}".strip() in text
    assert {"Q07": "0 %–50 %", "Q13": "50 %–100 %"}.get(code, "no number") in text
    assert ("only those who left" in text) is (code == "Q14")


def test_words_of_another_nature_need_no_number_and_a_forecast_needs_what_it_expects(analyst):
    with pytest.raises(LedgerRefused, match="needs a number"):
        Entry(nature="opinion").checked()
    with pytest.raises(LedgerRefused, match="expects something"):
        Entry(nature="forecast", words="more will come").checked()
    with pytest.raises(LedgerRefused, match="no word of the ledger"):
        Entry(nature="rumour", words="x").checked()
    kept = Entry(
        nature="forecast", words="more will come", expects="rise", series="ARRIVALS", as_of="2016/2017"
    )
    ledger_services.published_add(actor=analyst, entry=kept, why="x")
    books = ledger.books(analyst)
    (found,) = [
        f for f in claims_beside.forecasts(books.claims, books.series) if f.claim.code.startswith("C-")
    ]
    assert found.held == (2016,)
    assert found.base == (2015, 1275)


def test_a_forecast_is_entered_by_hand(analyst, client_of):
    client = client_of(analyst)
    given = {
        "quantity": "CROSSINGS", "nature": "forecast", "words": "fewer will come", "expects": "fall",
        "series": "ARRIVALS", "as_of": "2018", "review": "2019", "unit": "persons", "measure": "flow",
        "grade": "medium", "why": "as said",
    }  # fmt: skip
    assert client.post("/count/claims/new/", {**given, "expects": ""}).status_code == 422
    assert client.post("/count/claims/new/", given).status_code == 302
    assert "in 1 of 1 years" not in _text(client.get("/count/claims/of/CROSSINGS/"))
    assert "It did not come true: fewer than in 2017 in 0 of 1 years, 2018" in _text(
        client.get("/count/claims/of/CROSSINGS/")
    )


def test_returns_stand_after_each_day_on_which_a_duty_held(get):
    """S0.35."""
    claims = figures.by_quantity("RETURNED", DEFAULT_PACK)
    found = claims_beside.bound(KNOWN.quantities["RETURNED"].under, claims)
    assert [b.since for b in found] == ["23 December 1982", "24 September 1982", "3 November 1988"]
    for b in found:
        assert {c.code for c in b.after} | {c.code for c in b.across} == {c.code for c in claims}
        assert "RP06" in {c.code for c in b.after}
        assert "RP01" in {c.code for c in b.across}  # "to 2024" may begin earlier
    text = get("/count/claims/of/RETURNED/")
    assert all(b.title in text for b in found)
    assert "judged act by act" in text
    assert claims_beside.bound(("NOWHERE-X",), claims) == ()


def test_an_own_estimate_stands_beside_published_ones_while_it_may_be_published(
    analyst, client_of, figure, get
):
    """S0.45, S2.45, S4.2."""
    place = f"/count/claims/new/?figure={figure.pk}"
    entry = Entry(quantity="HIDING", population="HIDDEN", place="CHN", figure=figure.pk, value=7.0)
    with pytest.raises(LedgerRefused, match="may be published"):
        ledger_services.published_add(actor=analyst, entry=entry, why="x")
    client = client_of(analyst)
    refused = client.get(place)
    assert refused.status_code in (400, 409, 422)
    assert "may be published" in html.unescape(refused.content.decode())
    publish(figure, analyst)
    assert "Its number, interval, time and method are the figure's" in _text(client.get(place))
    given = {
        "quantity": "HIDING", "population": "HIDDEN", "place": "CHN", "unit": "persons", "measure": "stock",
        "grade": "medium", "why": "ours", "value": "7",
    }  # fmt: skip
    assert client.post(place, given).status_code == 302
    text = get("/count/claims/of/HIDING/")
    assert "own “How many hide” 41,234 (30,000–60,000)" in text
    books = ledger.books(analyst)
    (own,) = [c for c in books.claims if c.nature == "own"]
    assert own.ends == (30_000, 60_000)
    assert figures.compare(own, CLAIMS["N16"]).verdict is figures.Verdict.AGREE
    assert figures.compare(own, CLAIMS["N01"]).reasons  # a range of others, of another day
    svg = claims_charts.axis_svg("HIDING", 1, books=books)
    assert all(code in svg for code in (own.code, "N01", "N16"))
    assert CLAIMS["N01"].value is None
    publish(figure, analyst, allowed=False)
    assert not [c for c in ledger.books(analyst).claims if c.nature == "own"]
    assert "How many hide" not in get("/count/claims/of/HIDING/")
