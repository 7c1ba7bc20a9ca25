"""People of each role, and a browser signed in as one of them."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from tumen import synth, vocab
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


# A desk of its own in a child process: the store of the test process must stay open for its neighbours.
HEAD = """
import json, sys
import django
from django.conf import settings
django.setup()
settings.RUN_WORKER = False
settings.ALLOWED_HOSTS = ["testserver"]
SAY = {}
"""
TAIL = """
print("\\n" + json.dumps(SAY))
"""


def run_desk(folder: Path, code: str, *, demo: bool = True, **env: str) -> dict[str, Any]:
    """Run `code` in a desk over `folder`; returns what it put into SAY. Demo desks derive keys quickly."""
    script = HEAD + textwrap.dedent(code) + TAIL
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        env={
            **os.environ,
            "TUMEN_DATA": str(folder),
            "TUMEN_DEMO": "1" if demo else "0",
            "DJANGO_SETTINGS_MODULE": "tumen_desk.settings.desk",
            **env,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return {**found, "stderr": done.stderr}


PASSPHRASE = "six words drawn by dice"
MAKE = f"""
from tumen_desk.accounts.services import user_create
from tumen_desk.store import folder
folder.create({PASSPHRASE!r})
user_create(actor=None, username="lead", password="another long one", role="protection")
"""


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that was made once; tests work on copies of it."""
    folder = tmp_path_factory.mktemp("made") / "desk"
    run_desk(folder, MAKE)
    return folder


@pytest.fixture(scope="session")
def desk_child() -> Callable[..., dict[str, Any]]:
    """`run_desk`, for tests."""
    return run_desk


@pytest.fixture(scope="session")
def desk_writer() -> Callable[..., Any]:
    """`desk_writer(folder, code)`: a desk that writes in the background; calling it gives its latest count."""

    @contextmanager
    def writing(folder: Path, code: str) -> Iterator[Callable[[], int]]:
        child = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", HEAD + textwrap.dedent(code)],
            env={
                **os.environ,
                "TUMEN_DATA": str(folder),
                "TUMEN_DEMO": "1",
                "DJANGO_SETTINGS_MODULE": "tumen_desk.settings.desk",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        counts: list[int] = []

        def read() -> None:
            counts.extend(int(line) for line in child.stdout or ())

        reader = threading.Thread(target=read, daemon=True)
        reader.start()

        def latest() -> int:
            seen = len(counts)
            deadline = time.monotonic() + 120
            while len(counts) <= seen and time.monotonic() < deadline and child.poll() is None:
                time.sleep(0.02)
            assert child.poll() is None, "the writer stopped"
            return counts[-1]

        try:
            yield latest
        finally:
            if child.stdin:
                child.stdin.close()
            try:
                child.wait(timeout=30)
            finally:
                child.kill()
                reader.join(timeout=10)
                if child.stdout:
                    child.stdout.close()

    return writing


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedWorld:
    """A made-up world in the record of the test database, linked.

    Attributes:
        officer, analyst, protection: who brought it in, linked it, looks after it.
        truth: what is true of it (`truth/world.json`).
        person_of: mention's number in the record → true person.
    """

    officer: User
    analyst: User
    protection: User
    truth: dict[str, Any]
    person_of: dict[int, str]


@pytest.fixture(scope="module")
def linked_world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LinkedWorld]:
    """300 made-up people, imported and linked once a file of tests; each test's own changes are rolled back."""
    from tumen_desk.commands.demo import import_world
    from tumen_desk.link.services import link_run
    from tumen_desk.record.models import Mention

    folder = tmp_path_factory.mktemp("world") / "world"
    synth.write(synth.World(people=300, seed=1, texts=0), folder)
    with django_db_blocker.unblock():
        people = [
            user_create(actor=None, username=f"world-{role}", password=None, role=role)
            for role in (Role.OFFICER, Role.ANALYST, Role.PROTECTION)
        ]
        import_world(people[0], folder)
        link_run(actor=people[1])
        numbers = dict(Mention.objects.values_list("external_id", "pk"))
        with (folder / "truth" / "mentions.csv").open(encoding="utf-8", newline="") as file:
            person_of = {numbers[row["mention_id"]]: row["person_id"] for row in csv.DictReader(file)}
        truth = json.loads((folder / "truth" / "world.json").read_text("utf-8"))
        yield LinkedWorld(
            officer=people[0], analyst=people[1], protection=people[2], truth=truth, person_of=person_of
        )
        for alias in ("default", "jobs"):
            call_command("flush", database=alias, interactive=False, verbosity=0)
