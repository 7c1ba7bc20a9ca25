"""Backups written one after the other while four people write: each restores one state of the store, whole."""

import shutil

import pytest

WRITING = """
import os, select, signal, time, traceback
from pathlib import Path
from django.db import connections
from tumen import vault
from tumen_desk.accounts.models import User
from tumen_desk.audit import log
from tumen_desk.record import services
from tumen_desk.record.models import Document, Mention, Source
from tumen_desk.store import backup, files, folder, keyring
from tumen_desk.store.checks import check_databases
PASSPHRASE = "six words drawn by dice"
OUT = Path(OUT)

def write(ring, number, told):
    keyring.open_with(ring)
    user, n = User.objects.get(), 0
    while os.getppid() != 1:
        source = services.source_create(actor=user, title=f"by {number}-{n}", kind="SK-VICT", published=True)
        services.mention_create(actor=user, source=source, names=[{"text": "김철수"}])
        if n % 5 == 0:
            content = f"told {number}-{n} ".encode() * 40
            services.document_add(actor=user, source=source, name="a.txt", content=content)
        n += 1
        os.write(told, bytes([number]))
        time.sleep(0.005)

def backed_up(number):
    target = OUT / f"{number}.backup"
    backup.write_backup(target)
    return target

ring = vault.open_capsule(folder.capsule(), PASSPHRASE)
heard, told = os.pipe()
writers = []
for number in range(4):
    writers.append(os.fork())
    if not writers[-1]:
        os.close(heard)
        try:
            write(ring, number, told)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(9)
os.close(told)

def next_written():
    if not select.select([heard], [], [], 60)[0]:
        raise SystemExit("Nobody wrote for a minute.")
    return os.read(heard, 1)

begun = set()
while len(begun) < 4:
    ended = [writer for writer in writers if os.waitpid(writer, os.WNOHANG)[0]]
    if ended:
        raise SystemExit("A writer ended by itself.")
    begun |= set(next_written())
keyring.open_with(ring)
last = 0
SAY["backups"] = []
for number in range(BACKUPS):
    next_written()
    before = log.Entry.objects.count()
    target = backed_up(number)
    after = log.Entry.objects.count()
    SAY["backups"].append([str(target), before, after])
for writer in writers:
    os.kill(writer, signal.SIGKILL)
    os.waitpid(writer, 0)
SAY["written"] = len(os.read(heard, 1 << 20))
SAY["ended"] = after
"""

LOOK = """
from pathlib import Path
from tumen import vault
from tumen.errors import TumenError
from tumen_desk.audit import log
from tumen_desk.record.models import Document, Mention, Name, Source
from tumen_desk.store import backup, files, folder, keyring
from tumen_desk.store.checks import check_databases
ring = None
SAY["looked"] = []
for target, before, after in TARGETS:
    target = Path(target)
    ring = ring or vault.open_capsule(vault.Capsule.from_json(Path(f"{target}.keys.json").read_text()),
                                      "six words drawn by dice")
    backup.restore_backup(target, lambda capsule: ring)
    keyring.open_with(ring)
    entries = log.Entry.objects.count()
    wrong = check_databases()
    broken = log.first_break()
    wrong += [f"the log breaks at {broken}"] if broken is not None else []
    if not before <= entries <= after:
        wrong.append(f"{entries} entries, not between {before} and {after}")
    created = log.Entry.objects.filter(action="record.source_create").count()
    if created != Source.objects.count():
        wrong.append(f"{created} sources are in the log, {Source.objects.count()} in the record")
    for sha256 in Document.objects.values_list("file_sha256", flat=True):
        try:
            files.get(sha256)
        except TumenError as error:
            wrong.append(error.message)
    if {*Name.objects.values_list("text", flat=True)} - {"김철수"}:
        wrong.append("a name does not open")
    SAY["looked"].append([entries, wrong])
    folder.close()
    import shutil
    for path in folder.root().iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
"""


def _prove(desk_child, made, base, backups):
    shutil.copytree(made, base / "desk")
    (base / "out").mkdir()
    said = desk_child(base / "desk", f"OUT, BACKUPS = {str(base / 'out')!r}, {backups}\n" + WRITING)
    looked = desk_child(base / "fresh", f"TARGETS = {said['backups']!r}\n" + LOOK)["looked"]
    assert len(looked) == backups
    assert [wrong for _, wrong in looked if wrong] == []
    entries = [count for count, _ in looked]
    assert entries == sorted(entries)
    grew = sum(after > before for _, before, after in said["backups"])
    return {"written": entries[-1] - said["backups"][0][1], "while": grew}


def test_two_backups_under_load_restore(desk_child, made, tmp_path):
    # A small store may be written away between two turns of the writers: the log grew by the second one at the latest.
    assert _prove(desk_child, made, tmp_path, 2)["written"] > 0


@pytest.mark.slow
@pytest.mark.parametrize("lot", range(4))
def test_a_hundred_backups_under_load_restore(desk_child, made, tmp_path, proved, lot):
    found = _prove(desk_child, made, tmp_path, 25)
    assert found["while"] >= 12  # it was under load: the log grew while half of them were written
    proved("backups", lot=lot, backups=25, written_while=found["while"], entries=found["written"], lost=0)
