"""People of each role, and a browser signed in as one of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tumen import vocab
from tumen_desk.accounts.models import Role, User
from tumen_desk.accounts.services import user_create


@pytest.fixture(scope="session", autouse=True)
def _static_folder() -> None:
    """WhiteNoise warns when the folder of collected files is missing; warnings are errors here."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def _somebody(role: Role) -> User:
    return user_create(actor=None, username=f"the-{role.value}", password="twelve letters", role=role)


@pytest.fixture
def officer() -> User:
    """A documentation officer."""
    return _somebody(Role.OFFICER)


@pytest.fixture
def analyst() -> User:
    """An analyst."""
    return _somebody(Role.ANALYST)


@pytest.fixture
def lawyer() -> User:
    """A lawyer or advocate."""
    return _somebody(Role.LAWYER)


@pytest.fixture
def protection() -> User:
    """The data-protection lead."""
    return _somebody(Role.PROTECTION)


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """A client signed in as a user."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def bare_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> vocab.Pack:
    """A desk whose pack has vocabularies but no law, no cases and no figures."""
    folder = tmp_path / "bare"
    with as_file(files("tumen.packs") / "example") as example:
        shutil.copytree(example, folder)
    for name in ("law", "cases", "figures"):
        (folder / f"{name}.yaml").unlink()
    pack = vocab.load_pack_folder(folder)
    monkeypatch.setattr("tumen_desk.act.queries.pack", lambda: pack)
    monkeypatch.setattr("tumen_desk.count.claims_queries.pack", lambda: pack)
    return pack
