"""Guessing: how many tries there are, who is kept waiting, and that neither restart nor second worker forgets."""

import time

import pytest
from django.test import Client

from tumen.errors import TooManyAttempts
from tumen_desk.accounts import factors, limits, totp
from tumen_desk.accounts.models import Alarm, Attempt

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
PASSWORD = "twelve letters"


GUESS = "a wrong guess"


def _try(name, password=GUESS):
    return Client().post("/accounts/sign-in/", {"username": name, "password": password}).status_code


def test_ten_guesses_at_one_account_then_even_the_right_one_waits(officer):
    assert [_try(officer.username) for _ in range(10)] == [422] * 10
    assert _try(officer.username, PASSWORD) == 429
    assert _try(officer.username.upper(), PASSWORD) == 429
    assert Alarm.objects.filter(kind="limit_account").count() == 1


def test_an_account_that_does_not_exist_is_counted_the_same():
    assert [_try("nobody-here") for _ in range(11)] == [422] * 10 + [429]


def test_one_guess_at_each_of_many_accounts_is_stopped_too():
    answers = [_try(f"somebody-{n}") for n in range(61)]
    assert answers == [422] * 60 + [429]
    assert Alarm.objects.filter(kind="limit_desk").exists()


def test_at_most_sixty_guesses_an_hour_reach_one_account(monkeypatch):
    limit = limits.LIMITS["account"]
    assert limit.tries * 3600 / limit.seconds <= 60


def test_whoever_comes_in_is_not_kept_waiting_by_their_own_slips(officer):
    for _ in range(3):
        assert [_try(officer.username) for _ in range(9)] == [422] * 9
        assert _try(officer.username, PASSWORD) == 302


def test_guesses_at_codes_are_few_and_do_not_start_anew_with_the_password(officer):
    secret = factors.totp_begin(actor=officer)
    factors.totp_confirm(actor=officer, code=totp.code_at(secret, totp.step_at(time.time())))

    def guesses(count):
        client = Client()
        client.post("/accounts/sign-in/", {"username": officer.username, "password": PASSWORD})
        return [client.post("/accounts/sign-in/code/", {"code": "000000"}).status_code for _ in range(count)]

    assert guesses(4) == [422] * 4
    assert guesses(3) == [422, 429, 429]
    assert Alarm.objects.filter(kind="limit_second").exists()


def test_the_count_lies_in_the_database_and_holds_no_name_that_was_typed(officer):
    _try(officer.username)
    _try("my secret typed into the wrong field")
    kept = list(Attempt.objects.values_list("key", flat=True))
    assert len(kept) == 4
    assert all(len(key) == 64 and not key.startswith("the-") for key in kept)


def test_tries_leave_the_window_one_by_one(officer, monkeypatch):
    for _ in range(10):
        limits.take("account", "somebody")
    with pytest.raises(TooManyAttempts) as refused:
        limits.take("account", "somebody")
    assert refused.value.fields["minutes"] == 15
    window = Attempt.objects.order_by("at")
    oldest = window[0]
    oldest.at -= limits.timedelta(seconds=limits.LIMITS["account"].seconds)
    oldest.save()
    limits.take("account", "somebody")
    with pytest.raises(TooManyAttempts):
        limits.take("account", "somebody")


def test_a_dangerous_act_asks_for_the_password_a_few_times_only(protection, client_of):
    client = client_of(protection)
    answers = [client.post("/accounts/again/", {"password": "guess"}).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
