"""A statement in words stands beside the series and the table of the record by which it can be looked at."""

import html
import re

import pytest

from tumen_desk.accounts.access import DOORS, Door
from tumen_desk.record import journeys, services
from tumen_desk.record.models import Purpose

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
PART = "/count/claims/beside/Q15/routes/"


def _text(response):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_a_statement_stands_beside_series_and_routes_with_what_differs_and_what_is_open(analyst, client_of):
    page = client_of(analyst).get("/count/claims/of/HAVEN/")
    text = _text(page)
    assert "Beside what can be counted" in text
    assert "How it differs" in text
    assert "2,914" in text  # arrivals of 2009
    assert "Not decided:" in text
    assert "nobody counts those who pass through" in text
    assert f'hx-get="{PART}"' in page.content.decode()
    assert "/series/UNHCR-STOCK-BY-COUNTRY/?place=KHM" in page.content.decode()


def test_the_routes_beside_a_statement_count_who_passed_its_country(officer, analyst, client_of):
    for country in ("KHM", "THA"):
        source = services.source_create(actor=officer, title=country, kind="SK-VICT")
        person = services.mention_create(actor=officer, source=source, role="interviewee")
        for kind, date, place in (
            ("LEG-CROSS", "2006", "CN-YANJI"),
            ("LEG-TRANSIT", "2006", country),
            ("LEG-ARRIVE", "2007", "KOR-SEOUL"),
        ):
            journeys.leg_add(actor=officer, mention=person, kind=kind, date=date, to_place=place)
        for purpose in Purpose:
            services.consent_record(actor=officer, source=source, purpose=purpose, granted=True)
    text = _text(client_of(analyst).get(PART))
    assert "China → Cambodia" in text
    assert "1 of 2 people who arrived were in Cambodia on the way: 50.0 %" in text
    korean = _text(client_of(analyst).get(PART, headers={"Accept-Language": "ko"}))
    assert "2명 가운데 1명" in korean


def test_the_table_beside_a_statement_is_for_those_who_may_read_the_record(analyst, client_of, monkeypatch):
    client = client_of(analyst)
    assert client.get(PART.replace("Q15", "Q01")).status_code == 404
    monkeypatch.setitem(DOORS, Door.RECORD_READ, frozenset())
    assert client.get(PART).status_code == 403
    assert f'hx-get="{PART}"' not in client.get("/count/claims/of/HAVEN/").content.decode()
