"""A desk that is killed while it writes: every write it said was done is there, none is there by half.

The full proof kills a thousand times (`python3 run.py proofs`); here a few times, the same way. A nursery loads the
desk and derives its keys once; each writer is a process of its own that it forks, opens the store (which repairs what
the one before left), writes, and is killed at any moment after one to twenty-four writes.
"""

import shutil

import pytest

NURSERY = """
import os, random, select, signal, time
from django.db import connections
from tumen import vault
from tumen_desk.accounts.models import User
from tumen_desk.record import services
from tumen_desk.store import folder, keyring
ring = vault.open_capsule(folder.capsule(), "six words drawn by dice")
draw = random.Random(SEED)

def write(start, said):
    keyring.open_with(ring)
    user = User.objects.get()
    n = 0
    while True:
        source = services.source_create(actor=user, title=f"written {start}-{n}", kind="SK-VICT")
        services.mention_create(actor=user, source=source, names=[{"text": "김철수"}])
        os.write(said, f"{n}\\n".encode())
        n += 1

def killed(start):
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        os.close(ours)
        try:
            write(start, theirs)
        finally:
            os._exit(9)
    os.close(theirs)
    heard, life = b"", draw.randrange(1, 25)
    while heard.count(b"\\n") < life:
        heard += os.read(ours, 4096) or b"it ended by itself\\n" * life
    time.sleep(draw.random() * 0.03)
    os.kill(child, signal.SIGKILL)
    while more := os.read(ours, 4096):
        heard += more
    os.close(ours)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL, heard
    return [[start, int(line)] for line in heard.rpartition(b"\\n")[0].split(b"\\n")]

SAY["acknowledged"] = [pair for start in range(KILLS) for pair in killed(SEED * 10_000 + start)]
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


def _prove(desk_child, made, folder, kills, *, seed=0):
    shutil.copytree(made, folder)
    said = desk_child(folder, f"KILLS, SEED = {kills}, {seed}\n" + NURSERY)
    acknowledged = {(start, n) for start, n in said["acknowledged"]}
    assert len({start for start, _ in acknowledged}) == kills
    said = desk_child(folder, LOOK)
    there = {(int(start), int(n)) for start, n in said["there"]}
    assert acknowledged - there == set()
    # At most one write of each life was done and not yet acknowledged.
    assert len(there) - len(acknowledged) <= kills
    assert (said["problems"], said["broken"]) == ([], None)
    assert said["half"] <= kills
    return len(acknowledged)


def test_five_kills_lose_nothing(desk_child, made, tmp_path):
    _prove(desk_child, made, tmp_path / "desk", 5)


@pytest.mark.slow
@pytest.mark.parametrize("lot", range(40))
def test_a_thousand_kills_lose_nothing(desk_child, made, tmp_path, proved, lot):
    acknowledged = _prove(desk_child, made, tmp_path / "desk", 25, seed=lot)
    proved("kills", lot=lot, kills=25, acknowledged=acknowledged, lost=0)
    assert acknowledged >= 150
