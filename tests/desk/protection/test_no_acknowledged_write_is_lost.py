"""A desk that is killed while it writes: every write it said was done is there, none is there by half.

The full proof kills a thousand times (`python3 run.py proofs`); here a few times, the same way.
"""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

WRITER = """
import django, sys
django.setup()
from tumen_desk.accounts.models import User
from tumen_desk.record import services
from tumen_desk.store import folder, keyring
folder.unlock("six words drawn by dice")
user = User.objects.get()
n = 0
while True:
    source = services.source_create(actor=user, title=f"written {START}-{n}", kind="SK-VICT")
    services.mention_create(actor=user, source=source, names=[{"text": "김철수"}])
    print(n, flush=True)
    n += 1
"""

LOOK = """
import re
from tumen_desk.audit import log
from tumen_desk.record.models import Mention, Name, Source
from tumen_desk.store import folder
from tumen_desk.store.checks import check_databases
folder.unlock("six words drawn by dice")
titles = Source.objects.filter(title__startswith="written").values_list("title", flat=True)
SAY["there"] = [re.findall("[0-9]+", t) for t in titles]
SAY["problems"] = check_databases()
SAY["broken"] = log.first_break()
SAY["half"] = Mention.objects.exclude(names__isnull=False).count()
"""


def _killed_writer(folder, start, seconds):
    """Pairs that were acknowledged before the kill."""
    env = {**os.environ, "TUMEN_DATA": str(folder), "TUMEN_DEMO": "1"}
    env["DJANGO_SETTINGS_MODULE"] = "tumen_desk.settings.desk"
    code = f"START = {start}\n{WRITER}"
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", code], env=env, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        said = [child.stdout.readline()]
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            said.append(child.stdout.readline())
        child.send_signal(signal.SIGKILL)
        said += child.stdout.readlines()
    return [int(line) for line in said if line.endswith("\n") and line.strip().isdecimal()]


def _prove(desk_child, made, folder, kills):
    shutil.copytree(made, folder)
    acknowledged = {
        (start, n)
        for start in range(kills)
        for n in _killed_writer(folder, start, 0.05 + 0.3 * (start % 7) / 7)
    }
    said = desk_child(folder, LOOK)
    there = {(int(start), int(n)) for start, n in said["there"]}
    assert acknowledged - there == set()
    # At most one write of each life was done and not yet acknowledged.
    assert len(there) - len(acknowledged) <= kills
    assert (said["problems"], said["broken"]) == ([], None)
    assert len(acknowledged) >= kills
    assert said["half"] <= kills
    return len(acknowledged)


def test_two_kills_lose_nothing(desk_child, made, tmp_path):
    _prove(desk_child, made, tmp_path / "desk", 2)


@pytest.mark.slow
def test_a_thousand_kills_lose_nothing(desk_child, made, tmp_path):
    assert _prove(desk_child, made, tmp_path / "desk", 1000) >= 10_000
