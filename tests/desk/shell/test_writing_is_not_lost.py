"""A long form outlives its session: whoever writes sits there, and a page from before a new sign-in can still send."""

import time

import pytest
from django.test import Client

from tumen_desk.accounts.middleware import IDLE_SECONDS
from tumen_desk.record.models import Source

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
SOURCE = {"title": "A long evening", "kind": "SK-PRESS", "language": ""}


def test_whoever_writes_stays_signed_in(officer, client_of):
    client = client_of(officer)
    session = client.session
    session["seen"] = int(time.time()) - IDLE_SECONDS + 30
    session.save()
    assert client.get("/here/").status_code == 200
    assert client.session["seen"] > time.time() - 30
    assert Client().get("/here/").status_code == 302


def test_what_was_written_before_a_new_sign_in_is_sent_with_the_token_asked_for(officer):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(officer)
    old = strict.get("/here/").json()["token"]
    strict.cookies.pop("tumen_csrf")
    strict.force_login(officer)
    new = strict.get("/here/").json()["token"]

    refused = strict.post("/record/sources/new/", SOURCE | {"csrfmiddlewaretoken": old})
    assert refused.status_code == 403
    assert "from before you signed in" in refused.content.decode()
    assert "Go back, copy what you wrote" in refused.content.decode()
    assert not Source.objects.filter(title=SOURCE["title"]).exists()

    strict.post("/record/sources/new/", SOURCE | {"csrfmiddlewaretoken": new})
    assert Source.objects.filter(title=SOURCE["title"]).exists()


def test_an_address_that_only_takes_forms_says_so_when_it_is_opened_like_a_page(officer, client_of):
    answer = client_of(officer).get("/link/run/")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "Go back to the page with the form" in answer.content.decode()
