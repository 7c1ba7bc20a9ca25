"""Locking while others still have the desk open: their windows meet the unlocking page, never an error."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connections
from django.test import Client

from tumen_desk.accounts.models import User
from tumen_desk.store import keyring


@pytest.fixture
def reopened() -> Iterator[None]:
    """Whatever the test does, the desk is open again afterwards."""
    yield
    keyring.open_with(bytes(range(32)))


@pytest.mark.django_db(transaction=True, databases=["default", "jobs"])
def test_a_window_of_somebody_signed_in_meets_the_unlocking_page(
    officer: User, client_of: Callable[[User], Client], reopened: None
) -> None:
    client = client_of(officer)
    assert client.get("/").status_code == 200
    keyring.close()
    assert client.get("/record/acts/").headers["Location"] == "/unlock/"
    assert client.get("/unlock/").status_code == 200


@pytest.mark.django_db(transaction=True, databases=["default", "jobs"])
def test_a_thread_that_served_before_the_lock_does_not_look_at_its_old_connection(reopened: None) -> None:
    connections["default"].ensure_connection()
    keyring.close()
    connections["default"].close_if_unusable_or_obsolete()
    assert connections["default"].connection is None
