"""Lists of the record stand by number or by date, either way, and an index holds each order ready."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from tumen_desk.accounts.models import User
from tumen_desk.record import services
from tumen_desk.record.views import LISTINGS

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


def test_rows_stand_as_their_heading_was_pressed(officer: User, client_of: Callable[[User], Client]) -> None:
    for date in ("2004-05", "1999", "2011"):
        services.source_create(actor=officer, title=f"From {date}", kind="", date=date)
    client = client_of(officer)
    for order, titles in (
        ("", ["2011", "1999", "2004-05"]),
        ("id", ["2004-05", "1999", "2011"]),
        ("date_low", ["1999", "2004-05", "2011"]),
        ("-date_low", ["2011", "2004-05", "1999"]),
        ("title; DROP TABLE", ["2011", "1999", "2004-05"]),
    ):
        page = client.get("/record/sources/", {"order": order}).content.decode()
        assert re.findall(r"From ([\d-]+)", page) == titles, order
    page = client.get("/record/sources/?order=-date_low&language=").content.decode()
    assert 'aria-sort="descending"><a href="?language=&amp;order=date_low">Date ↓' in page
    assert '<input type="hidden" name="order" value="-date_low">' in page


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the plan as SQLite says it")
@pytest.mark.parametrize("noun", LISTINGS)
def test_no_order_sorts_a_whole_table(noun: str) -> None:
    listing = LISTINGS[noun]
    for field in listing.orders.values():
        for order in (field, f"-{field}"):
            plan = listing.stand(listing.find(), order).values_list("pk")[:50].explain()
            assert "TEMP B-TREE" not in plan, order
