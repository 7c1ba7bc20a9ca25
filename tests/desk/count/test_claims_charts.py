"""Pictures: nothing in them that a strict policy forbids, nothing drawn that no source says."""

import math
import re
from xml.etree import ElementTree

import pytest

from tumen import figures
from tumen.vocab import DEFAULT_PACK
from tumen_desk.count import charts, claims_charts, claims_queries, claims_series

FORBIDDEN = re.compile(r'\sstyle="|<style|<script|\son[a-z]+="|href=|url\(|<image|<foreignObject')


@pytest.mark.parametrize("code", ["HIDING", "WOMEN-SHARE", "RETURNED"])
def test_a_picture_of_claims_is_one_labelled_image_without_styles_or_addresses(code):
    svg = claims_charts.axis_svg(code, 1)
    assert not FORBIDDEN.search(svg)
    root = ElementTree.fromstring(svg)  # noqa: S314  (our own picture)
    assert root.get("role") == "img"
    assert [child.tag.rpartition("}")[2] for child in root][:2] == ["title", "desc"]


def test_every_drawn_claim_is_written_out_in_the_picture():
    page = claims_queries.quantity("HIDING")
    svg = claims_charts.axis_svg("HIDING", 1)
    for line in page.axes[0].lines:
        assert (line.claim.code in svg) is (line.claim.ends is not None)


def test_an_open_end_is_drawn_open():
    page = claims_queries.quantity("HIDING")
    spec = claims_charts.ranges(page.axes[0])
    rows = {r["label"].split(" · ")[1]: r for block in spec["vconcat"] for r in block["data"]["values"]}
    for claim in figures.by_quantity("HIDING", DEFAULT_PACK):
        if claim.code not in rows or claim.ends is None:
            continue
        closed = all(map(math.isfinite, claim.ends)) and claim.ends[0] < claim.ends[1]
        assert ("from" in rows[claim.code]) is closed
        assert ("open_from" in rows[claim.code]) is any(map(math.isinf, claim.ends))


def test_a_number_of_several_years_is_not_put_on_a_line_of_years():
    page = claims_series.series("ARRIVALS")
    drawn = {r.period.edtf for r in claims_charts.plain_rows(page)}
    assert "2009" in drawn
    assert "1999/2001" not in drawn
    assert "1999/2001" in {r.period.edtf for r in page.rows}


def test_a_line_breaks_where_a_year_is_missing():
    spec = claims_charts.lines(claims_series.series("UNHCR-STOCK"))
    drawn = [row for layer in spec["layer"] if "data" in layer for row in layer["data"]["values"]]
    assert {"year": 1997, "of": "refugees", "value": None} in drawn


def test_parts_of_years_of_unlike_length_are_not_drawn_as_a_line():
    assert not claims_charts.drawable(claims_series.series("ARRIVALS-PARTS"))
    assert claims_charts.series_svg("ARRIVALS-PARTS") is None


def test_one_number_alone_is_no_picture():
    page = claims_queries.quantity("RETURNED")
    alone = next(a for a in page.axes if a.drawn == 1)
    assert claims_charts.axis_svg("RETURNED", alone.number) is None


def test_cleaning_takes_out_whatever_could_act_or_call_out():
    hostile = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="x()">'
        '<style>*{fill:red}</style><script>x()</script><a xlink:href="https://example.org"><text>a</text></a>'
        '<image href="https://example.org/a.png"/><rect style="fill: #123456; background: url(https://example.org)"/>'
        '<g fill="url(https://example.org)"><text onclick="x()">kept</text></g></svg>'
    )
    svg = charts.clean(hostile, title="T & t", text="<b>")
    assert not FORBIDDEN.search(svg)
    assert "example.org" not in svg
    assert 'fill="#123456"' in svg
    assert "kept" in svg
    assert "T &amp; t" in svg


def test_a_plain_specification_and_an_altair_chart_give_the_same_picture():
    altair = pytest.importorskip("altair", reason="charts come with the desk")
    rows = [{"x": 1, "y": "a"}, {"x": 2, "y": "b"}]
    chart = altair.Chart(altair.Data(values=rows)).mark_bar().encode(x="x:Q", y="y:N")
    plain = chart.to_dict(validate=False)
    assert charts.draw(chart, title="t", text="d") == charts.draw(plain, title="t", text="d")
