"""One bit flipped anywhere in the databases, the sealed files, the key file or a backup is noticed, or changed nothing.

The full proof flips ten thousand (`python3 run.py proofs`); here a few, the same way.
"""

import shutil

import pytest

FILL = """
from pathlib import Path
from tumen_desk.accounts.models import User
from tumen_desk.record import services
from tumen_desk.record.models import Document
from tumen_desk.store import backup, files, folder
from django.db import connections
folder.unlock("six words drawn by dice")
user = User.objects.get()
source = services.source_create(actor=user, title="Heard", kind="SK-VICT", published=True)
services.mention_create(actor=user, source=source, names=[{"text": "김철수"}])
for n in range(3):
    content = f"told {n} ".encode() * 20_000
    Document.objects.create(source=source, bytes=len(content), file_sha256=files.put(content), media_type="text/plain",
                            text_sha256="0" * 64, text=content.decode())
backup.write_backup(Path(OUT) / "b.backup")
for alias in connections:
    with connections[alias].cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
folder.lock()
"""

FLIP = """
import random
from pathlib import Path
from contextlib import closing
from tumen import vault
from tumen.errors import TumenError
from tumen_desk.store import backup, files, folder, keyring
from tumen_desk.store.sqlcipher import single
root, out = folder.root(), Path(OUT)
capsule = folder.capsule_path().read_text("utf-8")
ring = vault.open_capsule(vault.Capsule.from_json(capsule), "six words drawn by dice")
keyring.open_with(ring)
with closing(single.connect(root / "tumen.db", ring.key("database"))) as db:
    wanted = [row[0] for row in db.execute("SELECT file_sha256 FROM record_document")]

def sealed(sha):
    try:
        files.get(sha)
    except TumenError:
        return True
    return False

def key_file():
    try:
        text = folder.capsule_path().read_text("utf-8")
        again = vault.open_capsule(vault.Capsule.from_json(text), "six words drawn by dice")
    except (TumenError, UnicodeDecodeError):
        return True
    return again.to_bytes() != ring.to_bytes()

def backed_up():
    try:
        with (out / "b.backup").open("rb") as source, open("/dev/null", "wb") as nowhere:
            backup._open(source, nowhere, ring)
    except TumenError:
        return True
    return False

stores = {
    "tumen.db": (root / "tumen.db", lambda: bool(single.faults(root / "tumen.db", ring.key("database")))),
    "jobs.db": (root / "jobs.db", lambda: bool(single.faults(root / "jobs.db", ring.key("database")))),
    "key file": (folder.capsule_path(), key_file),
    "backup": (out / "b.backup", backed_up),
    **{f"file {n}": (files.path_of(s), lambda s=s: sealed(s)) for n, s in enumerate(wanted)},
}
assert not any(noticed() for _, noticed in stores.values())
draw, missed, done = random.Random(SEED), [], 0
for n in range(FLIPS):
    name = draw.choice(sorted(stores))
    path, noticed = stores[name]
    size = path.stat().st_size
    at, bit = draw.randrange(size), 1 << draw.randrange(8)
    def turn():
        with path.open("r+b") as file:
            file.seek(at)
            byte = file.read(1)[0]
            file.seek(at)
            file.write(bytes([byte ^ bit]))
    turn()
    if not noticed():
        missed.append([name, at])
    turn()
    done += 1
SAY["missed"], SAY["done"] = missed, done
"""


def _prove(desk_child, made, base, flips, *, seed=7):
    shutil.copytree(made, base / "desk")
    (base / "out").mkdir()
    head = f"OUT = {str(base / 'out')!r}\nFLIPS = {flips}\nSEED = {seed}\n"
    desk_child(base / "desk", head + FILL)
    said = desk_child(base / "desk", head + FLIP)
    assert said["done"] == flips
    assert said["missed"] == []


def test_forty_flips_are_noticed(desk_child, made, tmp_path):
    _prove(desk_child, made, tmp_path, 40)


@pytest.mark.slow
@pytest.mark.parametrize("lot", range(40))
def test_ten_thousand_flips_are_noticed(desk_child, made, tmp_path, proved, lot):
    _prove(desk_child, made, tmp_path, 250, seed=lot)
    proved("flips", lot=lot, flips=250, missed=0)
