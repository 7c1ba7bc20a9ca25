"""A sealed desk serves one page: every other address leads there, for every method, signed in or not."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tumen_desk.store import keyring

ARGUMENTS = {
    "pk": 1,
    "job_id": 1,
    "a": 1,
    "b": 2,
    "position": 1,
    "key": "p-1",
    "code": "X",
    "table": "mentions",
    "sha256": "ab" * 32,
    "sequence": 1,
    "part": "head",
}


def _names(resolver, prefix=""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            wanted = {n: ARGUMENTS.get(n, 1) for n in entry.pattern.converters}
            yield f"{prefix}{entry.name}", wanted


ADDRESSES = sorted({reverse(name, kwargs=kwargs) for name, kwargs in _names(get_resolver())})


@pytest.fixture(scope="module")
def sealed():
    keyring.close()
    yield
    keyring.open_with(bytes(range(32)))


def test_there_are_addresses_to_walk():
    assert len(ADDRESSES) > 50


def test_while_sealed_every_address_leads_to_the_unlocking_page(sealed):
    client = Client()
    for address in (a for a in ADDRESSES if a not in ("/unlock/", "/unlock/sheets/")):
        for answer in (client.get(address), client.post(address, {"x": "1"})):
            assert (answer.status_code, answer.headers["Location"]) == (302, "/unlock/"), address


def test_while_sealed_a_part_of_a_page_is_refused_and_the_page_reloaded(sealed):
    answer = Client().get("/jobs/1/part/", headers={"HX-Request": "true"})
    assert answer.status_code == 423
    assert answer.headers["HX-Refresh"] == "true"


def test_while_sealed_an_unknown_address_says_no_more_than_a_known_one(sealed):
    assert Client().get("/no/such/page/").headers["Location"] == "/unlock/"


def test_the_unlocking_page_needs_no_store(sealed):
    assert Client().get("/unlock/").status_code == 200


def test_an_address_that_only_begins_like_an_open_one_is_closed(sealed):
    for address in ("/unlock/../record/acts/", "/unlocked/", "/staticky/", "/unlock"):
        assert Client().get(address).status_code in (301, 302, 404)
        assert Client().get(address).headers.get("Location", "/unlock/").endswith("/unlock/")
