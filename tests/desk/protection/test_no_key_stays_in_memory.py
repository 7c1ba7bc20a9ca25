"""A real desk is opened and locked: before, its memory holds the keys; after, neither keys nor passphrase."""

import http.client
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tumen import vault
from tumen_desk.store import folder, keyring

PASSPHRASE = "seven words that nobody wrote down before today"
pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="reads the memory of a process as Linux shows it"
)


class Window:
    """A browser's window, as far as it is needed here."""

    def __init__(self, port):
        self.port, self.cookies = port, {}

    def ask(self, method, path, body=""):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for given in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = given.split(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        return answer.status, text

    def submit(self, path, fields, *, form):
        self.ask("GET", form)
        token = self.cookies["tumen_csrf"]
        return self.ask("POST", path, urlencode({**fields, "csrfmiddlewaretoken": token}))[0]


def _holds(process, secrets):
    """Which of some secrets stand in the memory of a process."""
    found = set()
    for line in Path(f"/proc/{process}/maps").read_text().splitlines():
        low, high = (int(x, 16) for x in line.split(" ", 1)[0].split("-"))
        if "r" not in line.split()[1] or "[v" in line:
            continue
        try:
            with open(f"/proc/{process}/mem", "rb", buffering=0) as memory:
                memory.seek(low)
                content = memory.read(high - low)
        except OSError:  # a page that nobody may read; a process that is just beginning anew
            continue
        found |= {name for name, secret in secrets.items() if secret in content}
    return found


def test_what_follows_a_locking_is_done_once_no_key_is_held(monkeypatch):
    held = []
    for hooks in ("_before_locking", "_after_locking"):
        monkeypatch.setattr(folder, hooks, [lambda: held.append(not keyring.is_sealed())])
    folder.lock()
    keyring.open_with(bytes(range(32)))
    assert held == [True, False]


@pytest.mark.slow
def test_after_locking_the_memory_of_the_desk_holds_neither_key_nor_passphrase(tmp_path):
    data = tmp_path / "desk"
    desk = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tumen",
            "desk",
            "start",
            "--no-browser",
            "--port",
            "0",
            "--json",
            "--data",
            data,
        ],
        env={**os.environ, "TUMEN_DEMO": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        said = "".join(iter(desk.stdout.readline, "}\n")) + "}"
        port = int(json.loads(said)["address"].split(":")[2].rstrip("/"))
        made = {"passphrase": PASSPHRASE, "again": PASSPHRASE, "username": "lead", "password": "another long one",
                "password_again": "another long one"}  # fmt: skip
        window = Window(port)
        assert window.submit("/unlock/", made, form="/unlock/") == 302
        capsule = vault.Capsule.from_json((data / "keys.json").read_text("utf-8"))
        ring = vault.open_capsule(capsule, PASSPHRASE)
        secrets = {"epoch": ring.epochs[0], "backup": ring.backups[0], "database": ring.key("database"),
                   "passphrase": PASSPHRASE.encode(), "as a form": PASSPHRASE.replace(" ", "+").encode()}  # fmt: skip
        assert {"epoch", "backup"} <= _holds(desk.pid, secrets), "the search finds what is there"
        sign_in = {"username": "lead", "password": "another long one"}
        assert window.submit("/accounts/sign-in/", sign_in, form="/accounts/sign-in/") == 302
        assert window.submit("/lock/", {}, form="/accounts/factors/") == 302
        deadline = time.monotonic() + 120
        while _holds(desk.pid, secrets) and time.monotonic() < deadline:
            time.sleep(1)
        assert window.ask("GET", "/unlock/")[0] == 200, "it answers at the same address"
        assert desk.poll() is None
        assert _holds(desk.pid, secrets) == set()
        assert window.submit("/unlock/", {"passphrase": PASSPHRASE}, form="/unlock/") == 302
        assert "epoch" in _holds(desk.pid, secrets)
    finally:
        desk.terminate()
        desk.communicate(timeout=30)
