"""Roles that change, people who leave, sessions that end."""

import time
from dataclasses import replace

import pytest
from django.test import Client

from tumen.errors import LastLead
from tumen_desk.accounts import factors, services
from tumen_desk.accounts.middleware import IDLE_SECONDS, MUST_SET_UP
from tumen_desk.accounts.models import Role, User
from tumen_desk.jobs import services as jobs
from tumen_desk.jobs.models import Job
from tumen_desk.store import keyring

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


def _is_in(client):
    return client.get("/").status_code == 200


def test_a_change_of_role_ends_sessions_and_holds_at_the_next(protection, officer, client_of):
    client = client_of(officer)
    assert _is_in(client)
    page = f"/accounts/people/{officer.pk}/role/"
    assert client_of(protection).post(page, {"role": "analyst"}).status_code == 302
    assert not _is_in(client)
    assert User.objects.get(pk=officer.pk).role == Role.ANALYST
    assert client_of(protection).post(page, {"role": "king"}).status_code == 302
    assert User.objects.get(pk=officer.pk).role == Role.ANALYST


def test_the_last_lead_stays(protection):
    for refused in (
        lambda: services.role_set(actor=protection, user=protection, role="officer"),
        lambda: services.user_leave(actor=protection, user=protection, successor=None),
    ):
        with pytest.raises(LastLead):
            refused()
    User.objects.create_user("second-lead", role=Role.PROTECTION)
    services.role_set(actor=protection, user=protection, role="officer")


def test_who_leaves_comes_in_nowhere_and_their_work_passes_on(protection, officer, analyst, client_of):
    client = client_of(officer)
    factors.recovery_codes_make(actor=officer)
    job = jobs.enqueue(user=officer, kind="link.run", title="x", parameters={})
    page = client_of(protection).post(f"/accounts/people/{officer.pk}/leave/", {"successor": analyst.pk})
    told = page.content.decode()
    assert "cannot come in any more" in told
    assert "1 pieces of work in progress went to the-analyst." in told
    assert "passphrase" in told
    assert not _is_in(client)
    assert not factors.has_factor(officer)
    assert not officer.recovery_codes.exists()
    assert Job.objects.get(pk=job.pk).created_by == analyst.pk
    sign_in = {"username": officer.username, "password": "twelve letters"}
    assert Client().post("/accounts/sign-in/", sign_in).status_code == 422


def test_who_comes_back_gets_a_first_password_once(protection, officer, client_of):
    services.user_leave(actor=protection, user=officer, successor=None)
    page = client_of(protection).post(f"/accounts/people/{officer.pk}/return/").content.decode()
    first = page.split("<kbd>")[1].split("</kbd>")[0]
    answer = Client().post("/accounts/sign-in/", {"username": officer.username, "password": first})
    assert answer.headers["Location"] == "/accounts/own/"


def test_sessions_end_everywhere_but_here(officer, client_of):
    here, there = client_of(officer), client_of(officer)
    here.post("/accounts/own/sessions/end/")
    assert _is_in(here)
    assert not _is_in(there)


def test_another_password_ends_sessions_elsewhere(officer, client_of):
    here, there = client_of(officer), client_of(officer)
    given = {"present": "twelve letters", "new": "a sentence nobody guesses"}
    assert here.post("/accounts/own/password/", given | {"present": "wrong one here"}).status_code == 422
    assert here.post("/accounts/own/password/", given | {"new": "short"}).status_code == 422
    assert here.post("/accounts/own/password/", given).status_code == 302
    assert _is_in(here)
    assert not _is_in(there)


def test_a_session_ends_when_the_desk_was_locked_meanwhile(officer, client_of):
    client = client_of(officer)
    assert _is_in(client)
    session = client.session
    assert session["keyring"] == keyring.generation()
    # Locking and unlocking moves the keyring on: to this session, the present one is a later one.
    session["keyring"] -= 2
    session.save()
    assert not _is_in(client)
    assert not _is_in(client)


def test_a_session_ends_when_nobody_sat_there(protection, client_of, monkeypatch):
    client, now = client_of(protection), time.time()
    monkeypatch.setattr("tumen_desk.accounts.middleware.time.time", lambda: now + IDLE_SECONDS - 5)
    assert client.get("/accounts/alarms/part/").status_code == 200
    monkeypatch.setattr("tumen_desk.accounts.middleware.time.time", lambda: now + IDLE_SECONDS + 5)
    assert not _is_in(client)


def test_a_page_left_open_is_led_to_the_sign_in_as_a_whole(protection, client_of, monkeypatch):
    client, now = client_of(protection), time.time()
    monkeypatch.setattr("tumen_desk.accounts.middleware.time.time", lambda: now + IDLE_SECONDS + 5)
    for _ in ("the session ends", "it has ended"):
        part = client.get("/accounts/alarms/part/", headers={"HX-Request": "true"})
        assert (part.status_code, part.headers["HX-Refresh"]) == (401, "true")
    assert client.get("/").status_code == 302


def test_a_page_that_asks_for_a_second_factor_holds_no_other_page(protection, client_of):
    client = client_of(protection)
    session = client.session
    session[MUST_SET_UP] = True
    session.save()
    part = client.get("/accounts/alarms/part/", headers={"HX-Request": "true"})
    assert (part.status_code, part.content) == (204, b"")
    assert client.get("/").headers["Location"] == "/accounts/own/"


def test_work_keeps_a_session_open(officer, client_of, monkeypatch):
    client, now = client_of(officer), time.time()
    for minutes in range(0, 120, 20):
        later = now + 60 * minutes
        monkeypatch.setattr("tumen_desk.accounts.middleware.time.time", lambda at=later: at)
        assert _is_in(client), minutes


def test_a_lost_telephone_takes_two_people(protection, lawyer, officer, client_of):
    factors.recovery_codes_make(actor=officer)
    officer.passkeys.create(label="x", credential="c", attested=b"")
    page = f"/accounts/people/{officer.pk}/factors/"
    client = client_of(protection)
    client.post(page, {"reason": "Lost on the way"})
    client.post(page, {"reason": "Lost on the way"})
    assert factors.has_factor(officer)
    from tumen_desk.accounts import approvals

    (asked,) = approvals.waiting_for(lawyer)
    approvals.decide(actor=lawyer, approval=asked, granted=True, reason="I rang them")
    assert "A second person has agreed" in client.get(f"/accounts/people/{officer.pk}/").content.decode()
    client.post(page)
    assert not factors.has_factor(officer)


def test_the_page_of_people_says_what_each_role_may_do(protection, client_of, settings):
    page = client_of(protection).get("/accounts/people/").content.decode()
    for words in ("see names as given", "judge who is who", "none yet", "0 of 20"):
        assert words in page
    settings.CONFIG = replace(settings.CONFIG, demo=True)
    assert client_of(protection).get("/accounts/people/").status_code == 200
