"""The page of words that reports quote, and a quotation held against them."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


def test_they_are_listed_and_a_quotation_is_held_against_them(analyst: Any, client_of: Any) -> None:
    client = client_of(analyst)
    page = client.get("/record/quotations/?text=parallel").content.decode()
    assert "Commission of Inquiry 2014, para. 80" in page
    assert "art. 33(1)" not in page
    told = {"quotation": "No one shall be held in slavery or servitude"}
    page = client.post("/record/quotations/", told).content.decode()
    assert "not word for word" in page
    assert "<td>or servitude</td><td>slavery and</td>" in page
    assert client.post("/record/quotations/", {"quotation": ""}).status_code == 422
