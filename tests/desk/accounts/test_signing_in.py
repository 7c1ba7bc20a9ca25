"""Signing in and out, and new accounts."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.test import Client

from tumen_desk.accounts.models import User
from tumen_desk.accounts.services import user_create
from tumen_desk.audit.models import Entry

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
PASSWORD = "twelve letters"


def _sign_in(client, username, password=PASSWORD):
    return client.post("/accounts/sign-in/", {"username": username, "password": password})


def test_user_name_and_password_lead_to_a_second_factor_before_anything_else(officer):
    client = Client()
    assert _sign_in(client, officer.username).headers["Location"] == "/accounts/own/"
    for page in ("/", "/record/mentions/", "/accounts/password/", "/count/figures/"):
        assert client.get(page).headers["Location"] == "/accounts/own/", page
    assert client.get("/accounts/own/app/").status_code == 200
    assert Entry.objects.filter(action="accounts.sign_in", subject=f"user:{officer.pk}").count() == 1


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(officer):
    wrong = _sign_in(Client(), officer.username, "another password").content.decode()
    unknown = _sign_in(Client(), "the-nobody", "another password").content.decode()
    sentence = "User name and password do not fit together."
    assert sentence in wrong
    assert sentence in unknown


def test_a_closed_account_gets_the_same_answer_too(officer):
    officer.is_active = False
    officer.save()
    assert "do not fit together" in _sign_in(Client(), officer.username).content.decode()


def test_signing_out_ends_the_session(officer, client_of):
    client = client_of(officer)
    client.post("/accounts/sign-out/")
    assert client.get("/").status_code == 302


def test_after_signing_in_nobody_is_sent_to_another_machine(officer):
    answer = Client().post(
        "/accounts/sign-in/?next=https://elsewhere.example/",
        {"username": officer.username, "password": PASSWORD},
    )
    assert answer.headers["Location"] == "/accounts/own/"


def test_one_button_sign_in_does_not_exist_outside_the_demo(officer):
    officer.username = "officer"
    officer.save()
    client = Client()
    assert client.post("/accounts/sign-in/demo/", {"role": "officer"}).status_code == 404
    assert client.get("/").status_code == 302
    assert "demo" not in client.get("/accounts/sign-in/").content.decode()


def test_in_the_demo_one_button_signs_in(settings):
    settings.CONFIG = replace(settings.CONFIG, demo=True)
    user_create(actor=None, username="analyst", password=None, role="analyst")
    client = Client()
    assert client.post("/accounts/sign-in/demo/", {"role": "analyst"}).status_code == 302
    page = client.get("/").content.decode()
    assert "made up" in page
    assert client.post("/accounts/sign-in/demo/", {"role": "nobody"}).status_code == 404


def test_the_protection_lead_adds_a_colleague_who_can_sign_in(protection, client_of):
    given = {"username": "new-colleague", "role": "analyst", "password": "a long enough one"}
    answer = client_of(protection).post("/accounts/people/new/", given)
    assert answer.headers["Location"] == "/accounts/people/"
    assert _sign_in(Client(), "new-colleague", "a long enough one").status_code == 302
    assert Entry.objects.filter(action="accounts.user_create", actor=protection).count() == 1


@pytest.mark.parametrize(
    "given",
    [
        {"username": "new", "role": "analyst", "password": "short"},
        {"username": "new", "role": "king", "password": "a long enough one"},
        {"username": "THE-PROTECTION", "role": "analyst", "password": "a long enough one"},
        {"username": "two words", "role": "analyst", "password": "a long enough one"},
        {"username": "new", "role": "analyst", "password": "123456789012"},
    ],
)
def test_a_faulty_account_is_not_made(protection, client_of, given):
    before = User.objects.count()
    assert client_of(protection).post("/accounts/people/new/", given).status_code == 422
    assert User.objects.count() == before


def test_a_password_is_kept_as_a_digest_only(officer):
    assert PASSWORD not in officer.password
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Strict"


def test_pages_are_not_kept_by_the_browser_and_allow_no_foreign_code(officer, client_of):
    answer = client_of(officer).get("/record/mentions/")
    assert answer.headers["Cache-Control"] == "no-store"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("password", ["new-colleague-new", "TumenTumen12", "passwordpassword1"])
def test_a_password_like_the_user_name_is_refused(protection, client_of, password):
    given = {"username": "new-colleague", "role": "analyst", "password": password}
    assert client_of(protection).post("/accounts/people/new/", given).status_code == 422


def test_a_long_password_of_any_characters_is_taken_as_it_is(protection, client_of):
    password = " 두만강을 건넌 사람들 — no digits, no capitals: " + "x" * 80 + " "
    given = {"username": "new-colleague", "role": "analyst", "password": password}
    assert client_of(protection).post("/accounts/people/new/", given).status_code == 302
    assert _sign_in(Client(), "new-colleague", password.strip()).status_code == 422
    assert _sign_in(Client(), "new-colleague", password).status_code == 302


def test_password_fields_hide_what_is_typed_and_let_managers_in():
    page = Client().get("/accounts/sign-in/").content.decode()
    assert 'type="password"' in page
    assert 'autocomplete="current-password"' in page


def test_a_new_desk_has_no_account_of_its_own():
    assert not User.objects.exists()


def test_debugging_is_off_unless_somebody_asks_for_it():
    assert settings.CONFIG.debug is False
    assert settings.DEBUG is False


def test_refused_sign_ins_and_closed_doors_are_in_the_log(officer, client_of):
    _sign_in(Client(), officer.username, "another password")
    _sign_in(Client(), "the-nobody", "another password")
    subjects = Entry.objects.filter(action="accounts.sign_in_refuse").values_list("subject", flat=True)
    assert sorted(subjects) == ["user:0", f"user:{officer.pk}"]
    assert client_of(officer).get("/log/").status_code == 403
    refused = Entry.objects.get(action="accounts.door_refuse")
    assert (refused.actor_id, refused.details) == (officer.pk, {"view": "audit:list"})
