"""The second step: an app's codes, codes on paper, and what each refuses."""

import base64
import itertools
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tumen.errors import SealBroken, SignInRefused
from tumen_desk.accounts import factors, totp
from tumen_desk.accounts.models import Alarm, RecoveryCode, Totp, User
from tumen_desk.store import standing

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
PASSWORD = "twelve letters"

# RFC 6238 (2011), appendix B: seconds → eight digits under SHA-1 and the secret "12345678901234567890".
PUBLISHED = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}


@pytest.mark.parametrize(("seconds", "code"), PUBLISHED.items())
def test_codes_are_those_of_the_published_table(seconds, code):
    assert totp.code_at(b"12345678901234567890", totp.step_at(seconds), digits=8) == code


def test_a_code_fits_its_step_and_the_ones_beside_it_and_no_other():
    secret, now = b"x" * 20, 3_000_000.0
    fits = [
        totp.fitting_step(secret, totp.code_at(secret, totp.step_at(now) + away), now=now, after=0)
        is not None
        for away in (-2, -1, 0, 1, 2)
    ]
    assert fits == [False, True, True, True, False]


def test_the_square_carries_the_secret_and_nothing_that_is_not_needed():
    secret = bytes(range(20))
    link = urlsplit(totp.as_link(secret, account="haneul"))
    given = parse_qs(link.query)
    assert (link.scheme, link.path) == ("otpauth", "/Tumen:haneul")
    assert base64.b32decode(given["secret"][0]) == secret
    assert set(given) == {"secret", "issuer", "digits", "period"}


@pytest.fixture
def with_app(officer):
    """An officer whose app is set up; `code()` gives codes as the app would, each of a later step."""
    secret = factors.totp_begin(actor=officer)
    steps = itertools.count(totp.step_at(time.time()) - 1)
    factors.totp_confirm(actor=officer, code=totp.code_at(secret, next(steps)))
    return officer, lambda: totp.code_at(secret, next(steps))


def _first_step(user, client=None):
    client = client or Client()
    answer = client.post("/accounts/sign-in/", {"username": user.username, "password": PASSWORD})
    assert answer.headers["Location"] == "/accounts/sign-in/code/"
    return client


def _second_step(client, code):
    return client.post("/accounts/sign-in/code/", {"code": code})


def test_the_password_alone_opens_nothing_once_an_app_is_set_up(with_app):
    officer, code = with_app
    client = _first_step(officer)
    assert client.get("/").headers["Location"].startswith("/accounts/sign-in/")
    assert _second_step(client, "000000").status_code == 422
    assert _second_step(client, code()).headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_a_code_that_was_seen_on_its_way_serves_nobody_else(with_app):
    officer, code = with_app
    seen = code()
    assert _second_step(_first_step(officer), seen).status_code == 302
    assert _second_step(_first_step(officer), seen).status_code == 422
    with pytest.raises(SignInRefused):
        factors.code_use(actor=officer, code=seen)


def test_a_code_of_an_earlier_step_than_the_last_used_is_refused(with_app):
    officer, code = with_app
    earlier, later = code(), code()
    factors.code_use(actor=officer, code=later)
    with pytest.raises(SignInRefused):
        factors.code_use(actor=officer, code=earlier)


def test_the_second_step_is_of_no_use_without_the_first(with_app):
    _, code = with_app
    assert _second_step(Client(), code()).headers["Location"] == "/accounts/sign-in/"


def test_a_first_step_that_is_long_ago_must_be_taken_again(with_app, monkeypatch):
    officer, code = with_app
    client = _first_step(officer)
    now = time.time()
    monkeypatch.setattr("tumen_desk.accounts.signing.time.time", lambda: now + 301)
    assert _second_step(client, code()).headers["Location"] == "/accounts/sign-in/"


def test_a_password_changed_between_the_steps_makes_the_first_one_void(with_app):
    officer, code = with_app
    client = _first_step(officer)
    officer.set_password("another long one")
    officer.save()
    assert _second_step(client, code()).headers["Location"] == "/accounts/sign-in/"


def test_the_session_of_the_first_step_is_not_the_one_that_is_signed_in(with_app):
    officer, code = with_app
    fixed = Client()
    fixed.get("/accounts/sign-in/")
    _first_step(officer, fixed)
    before = fixed.cookies["tumen_session"].value
    _second_step(fixed, code())
    assert fixed.cookies["tumen_session"].value != before


def test_the_secret_of_an_app_is_sealed_for_its_owner(with_app, lawyer):
    officer, _ = with_app
    row = Totp.objects.get(user=officer)
    secret = standing.unseal(row.sealed, purpose="second factors", place=f"totp:{officer.pk}:secret")
    assert len(secret) == 20
    assert secret not in bytes(row.sealed)
    with pytest.raises(SealBroken):
        standing.unseal(row.sealed, purpose="second factors", place=f"totp:{lawyer.pk}:secret")


def test_a_code_on_paper_serves_once_and_rings(with_app):
    officer, _ = with_app
    codes = factors.recovery_codes_make(actor=officer)
    assert len(set(codes)) == 10
    kept = " ".join(RecoveryCode.objects.values_list("digest", flat=True))
    assert not any(code in kept for code in codes)
    assert _second_step(_first_step(officer), codes[0].upper()).status_code == 302
    assert _second_step(_first_step(officer), codes[0]).status_code == 422
    assert _second_step(_first_step(officer), codes[1].replace("-", " ")).status_code == 302
    assert Alarm.objects.filter(kind="recovery_code", about=officer).count() == 1


def test_new_codes_on_paper_make_the_old_ones_void(with_app):
    officer, _ = with_app
    old = factors.recovery_codes_make(actor=officer)
    new = factors.recovery_codes_make(actor=officer)
    with pytest.raises(SignInRefused):
        factors.code_use(actor=officer, code=old[0])
    assert factors.code_use(actor=officer, code=new[0]) == "recovery"


def test_codes_of_one_person_open_nothing_for_another(with_app, lawyer):
    codes = factors.recovery_codes_make(actor=lawyer)
    with pytest.raises(SignInRefused):
        factors.code_use(actor=with_app[0], code=codes[0])


def test_an_app_is_set_up_in_the_browser_and_paper_codes_follow(officer):
    client = Client()
    client.post("/accounts/sign-in/", {"username": officer.username, "password": PASSWORD})
    assert "data:image/svg+xml" in client.get("/accounts/own/app/").content.decode()
    wrong = client.post("/accounts/own/app/", {"code": "12"})
    assert wrong.status_code == 422
    assert client.get("/").status_code == 302
    code = totp.code_at(factors.totp_pending(officer), totp.step_at(time.time()))
    page = client.post("/accounts/own/app/", {"code": code})
    assert page.status_code == 200
    assert page.content.decode().count("<kbd>") == 10
    assert client.get("/").status_code == 200


def test_a_window_left_open_does_not_change_how_its_owner_signs_in(with_app, client_of):
    officer, _ = with_app
    client = client_of(officer)
    for address in ("app/drop", "codes", "passkey/begin", "passkey/finish"):
        assert client.post(f"/accounts/own/{address}/").headers["Location"] == "/accounts/again/", address
    assert client.post("/accounts/again/", {"password": "not this one"}).status_code == 422
    assert client.post("/accounts/again/", {"password": PASSWORD}).status_code == 302
    assert client.post("/accounts/own/codes/").status_code == 200


def test_the_last_factor_cannot_be_taken_away_by_oneself(with_app):
    with pytest.raises(SignInRefused):
        factors.totp_drop(actor=with_app[0])
    assert factors.has_factor(User.objects.get(pk=with_app[0].pk))
