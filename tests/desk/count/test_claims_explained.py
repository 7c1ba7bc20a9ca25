"""A quantity and a series in words: how far apart, stitched, undated, repeated; who repeats whom; what moved."""

import csv
import html
import io
from xml.etree import ElementTree

import pytest

from tumen_desk.count import (
    claims_charts,
    claims_movement,
    claims_queries,
    claims_series,
    ledger,
    ledger_services,
)
from tumen_desk.count.chains import chain
from tumen_desk.count.claims_short import in_short
from tumen_desk.count.ledger import Entry
from tumen_desk.record.services import source_create

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


def test_a_quantity_is_told_in_short():
    page = claims_queries.quantity("HIDING")
    told = " ".join(in_short(page))
    claims = [line.claim for axis in page.axes for line in axis.lines]
    stitched = [c.code for c in claims if c.method_kind == "range of others"]
    assert stitched
    assert all(code in told for code in stitched)
    assert "It is nobody's interval" in told
    assert "times as much" in told
    assert "whom they count, not who is right" in told
    assert "no date of its own" in told


def test_one_number_on_two_years_is_asked(analyst):
    for year in ("2012", "2013"):
        entry = Entry(quantity="Boats found", value=151.0, unit="boats", measure="flow", as_of=year)
        ledger_services.published_add(actor=analyst, entry=entry, why="x")
    part = Entry(quantity="Boats found", value=31.0, unit="boats", measure="flow", as_of="2013-01/2013-03")
    ledger_services.published_add(actor=analyst, entry=part, why="x")
    told = in_short(claims_queries.quantity("Boats found", books=ledger.books(analyst)))
    assert any("the same number for several times (2012; 2013)" in sentence for sentence in told)
    assert any(sentence.startswith("C-3 count only a part of a year") for sentence in told)


def test_sources_that_cite_each_other_and_issuers_that_cite_themselves_are_one_voice(officer):
    one, other, copy = (
        source_create(actor=officer, title=t, kind="", issuer=issuer, published=True)
        for t, issuer in (("A", "Harbour"), ("B", "Coast"), ("C", "Harbour"))
    )
    one.cites.add(other, copy)
    other.cites.add(one)
    entry = Entry(quantity="Boats found", value=7.0, unit="boats")
    made = ledger_services.published_add(actor=officer, entry=entry, why="x", source=one)
    again = ledger_services.published_add(actor=officer, entry=entry, why="x", source=one)
    found = chain(made, officer)
    assert [(link.source, link.cites) for link in found.links[:2]] == [(one, other), (one, copy)]
    told = " ".join(found.warnings)
    assert f"{one} → {other} → {one}" in told
    assert "one voice, not two" in told
    assert f"Not independent of C-{again.pk}" in told
    assert [c.code for c in found.same] == [f"C-{again.pk}"]


def test_a_series_says_how_it_moved_and_leaves_with_its_sources(analyst, client_of):
    page = claims_series.series("ARRIVALS")
    changes, phases = claims_movement.changes(page), claims_movement.phases(page)
    rows = {r.period.edtf: r.value for r in page.rows if r.of == "total" and r.published is None}
    year = next(y for (y, _, of) in changes if of == "total" and y.isdecimal())
    assert changes[year, "", "total"] == pytest.approx(rows[year] / rows[str(int(year) - 1)] - 1)
    for phase in phases:
        assert (phase.last.value > phase.first.value) is phase.rises
    assert {True, False} == {phase.rises for phase in phases}
    answer = client_of(analyst).get("/count/claims/series/ARRIVALS/numbers.csv")
    lines = list(csv.reader(io.StringIO(answer.content.decode())))
    numbers = [line for line in lines if len(line) == len(lines[0])]
    assert len(numbers) == 1 + len(page.rows)
    assert {"2952", "2927", "2914"} <= {line[3] for line in numbers if line[0] == "2009"}
    titles = {line[1] for line in lines if len(line) == 5}
    assert all(source.title in titles for source in page.sources)


def test_laws_and_agreements_stand_beside_a_series_and_are_no_cause(analyst, client_of):
    page = claims_series.series("ARRIVALS")
    beside = claims_charts.series_measures(page)
    years = {r.period.earliest.year for r in claims_charts.plain_rows(page)}
    assert beside
    assert all(min(years) <= m.year <= max(years) for m in beside)
    assert [m.letter for m in beside] == sorted({m.letter for m in beside})
    answer = client_of(analyst).get("/count/claims/series/ARRIVALS/").content.decode()
    assert all(html.escape(m.what) in answer for m in beside)
    assert "does not show that it was the cause" in answer
    drawn = "".join(ElementTree.fromstring(claims_charts.series_svg("ARRIVALS")).itertext())  # noqa: S314  (our own)
    assert all(m.letter in drawn for m in beside)


def test_a_series_of_one_time_has_no_measures():
    ones = [p for p in claims_series.all_series() if p.rows and claims_charts.one_period(p)]
    assert ones
    assert all(claims_charts.series_measures(p) == () for p in ones)
