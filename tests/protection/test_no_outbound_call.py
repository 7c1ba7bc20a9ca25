"""A running desk calls nobody: watched from inside while it works, and alive in a network that leads nowhere.

One door leads out, for a page of the web that somebody asks for. It is closed as a desk comes, and here somebody tries
it; what it does when it was opened is in tests/desk/record/test_pages_fetched_on_request.py.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Seen by every Python process of the desk (worker, jail, children): each attempt is a line in a file, and refused.
WATCH = """
import os, sys
def _watch(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
        host = args[-1][0] if event in ("socket.connect", "socket.sendto") and isinstance(args[-1], tuple) else args[0]
        if str(host) not in ("127.0.0.1", "localhost", "::1") and not isinstance(args[-1], (str, bytes)):
            handle = os.open(os.environ["OUTBOUND"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.write(handle, f"{event} {args!r}\\n".encode())
            os.close(handle)
            raise RuntimeError("An outbound call.")
sys.addaudithook(_watch)
"""

# A morning of a desk: made, signed into, written, imported, linked, every page looked at, locked.
MORNING = """
import os, sys
import django
django.setup()
from django.conf import settings
settings.RUN_WORKER = False
settings.ALLOWED_HOSTS = ["testserver"]
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tumen_desk.accounts.models import Role, User
from tumen_desk.accounts.services import user_create
from tumen_desk.jobs import services as jobs
from tumen_desk.record.models import Mention
from tumen_desk.store import folder

folder.create("six words drawn by dice")
lead = user_create(actor=None, username="lead", password="another long one", role="protection")
client = Client()
client.force_login(lead)
source = client.post("/record/sources/new/", {"title": "x", "kind": "SK-VICT", "published": "on",
    "address": "http://192.0.2.1/page"}).headers["Location"]
page = b"<html><body><p>Told.</p><img src='http://192.0.2.1/a.png'><script src='http://192.0.2.1/a.js'></script></body></html>"
client.post(source + "document/", {"file": SimpleUploadedFile("a.html", page)})
table = b"id,name,sex\\n1,a b,f\\n2,a b,f\\n"
given = {"file": SimpleUploadedFile("a.csv", table), "table": "mentions"}
at = client.post("/record/imports/table/", given).headers["Location"]
given = {"title": "t", "organisation": "o", "consented": "on"}
given |= {"column_mention_id": "id", "column_name": "name", "column_sex": "sex"}
report = client.post(at, given).headers["Location"]
jobs.run_next()
client.post(report)
jobs.run_next()
client.post("/record/imports/page/", {"address": "http://192.0.2.1/page", "kind": "SK-PRESS", "wanted": "on"})
client.post("/link/run/")
while jobs.run_next():
    pass
assert Mention.objects.count() == 2, Mention.objects.count()
seen = 0
for address in ("/", "/record/mentions/", "/record/documents/", "/record/documents/1/", "/link/review/",
                "/link/persons/", "/count/figures/", "/count/claims/", "/act/cases/",
                "/log/", "/log/heads/", "/accounts/people/"):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    assert b"//192.0.2.1" not in answer.content or address.startswith("/record/")
    seen += 1
client.post("/log/heads/make/")
client.post("/lock/")
print("WORKED", seen)
"""


def _morning(tmp_path: Path, *before: str) -> tuple[str, str]:
    """Run the morning; what it printed, and every attempt to call out."""
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(WATCH)
    outbound = tmp_path / "outbound.txt"
    done = subprocess.run(
        [*before, sys.executable, "-W", "ignore", "-c", textwrap.dedent(MORNING)],
        cwd=tmp_path,
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith(("TUMEN_", "DJANGO_"))},
            "PYTHONPATH": str(hook),
            "OUTBOUND": str(outbound),
            "TUMEN_DATA": str(tmp_path / "desk"),
            "TUMEN_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "tumen_desk.settings.desk",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert "WORKED 12" in done.stdout, done.stderr[-3000:]
    return done.stdout, outbound.read_text() if outbound.exists() else ""


def _without_a_network() -> list[str]:
    """A command prefix that takes every network away, where this machine allows that."""
    for prefix in (["unshare", "-n"], ["unshare", "-rn"]):
        if (
            shutil.which("unshare")
            and subprocess.run([*prefix, "true"], check=False, capture_output=True).returncode == 0
        ):
            return prefix
    return []


def test_a_morning_of_the_desk_calls_nobody_and_needs_no_network(tmp_path: Path) -> None:
    _, attempts = _morning(tmp_path, *_without_a_network())
    assert attempts == ""


def test_the_watch_would_notice(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    call = "socket.create_connection(('192.0.2.1', 80), timeout=0.01)"
    code = f"import socket\ntry: {call}\nexcept RuntimeError: print('REFUSED')"
    env = {**os.environ, "PYTHONPATH": str(tmp_path), "OUTBOUND": str(tmp_path / "out")}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert "REFUSED" in done.stdout
    assert "192.0.2.1" in (tmp_path / "out").read_text()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_the_kernel_sees_no_attempt_either(tmp_path: Path) -> None:
    trace = tmp_path / "trace.txt"
    strace = ("strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", str(trace))
    _morning(tmp_path, *strace)
    called = [
        line
        for line in trace.read_text("utf-8", "replace").splitlines()
        if "sa_family=AF_INET" in line and "127.0.0.1" not in line
    ]
    assert called == []
