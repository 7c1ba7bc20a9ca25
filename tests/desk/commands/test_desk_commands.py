"""`tumen desk …` on a real store: backed up while people write, restored elsewhere, checked, damaged, checked again."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PASSPHRASE = "six words drawn by dice"
MAIN = "from tumen.cli.main import main; main()"

FILL = f"""
from tumen_desk.accounts.models import User
from tumen_desk.record import services
from tumen_desk.record.models import Document
from tumen_desk.store import files, folder
folder.unlock({PASSPHRASE!r})
user = User.objects.get()
for n in range(20):
    source = services.source_create(actor=user, title=f"Source {{n}}", kind="SK-VICT", published=True)
    mention = services.mention_create(actor=user, source=source, names=[{{"text": f"김이름{{n}}"}}])
    content = f"text {{n}}".encode()
    Document.objects.create(source=source, bytes=len(content), file_sha256=files.put(content), media_type="text/plain",
                            text_sha256="0" * 64, text=content.decode())
"""

# Prints how many it wrote, one line each, until its standard input closes.
WRITE_ON = f"""
import threading, time
from tumen_desk.accounts.models import User
from tumen_desk.record import services
from tumen_desk.store import folder
folder.unlock({PASSPHRASE!r})
user = User.objects.get()
stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
written = 0
while not stop.is_set():
    services.source_create(actor=user, title=f"Written meanwhile {{written}}", kind="SK-VICT")
    written += 1
    print(written, flush=True)
    time.sleep(0.01)
"""

READ = f"""
from django.apps import apps
from tumen_desk.commands.checking import check_store
from tumen_desk.record.models import Document
from tumen_desk.store import files, folder
folder.unlock({PASSPHRASE!r})
SAY["rows"] = {{
    model._meta.label: [[str(v) for v in row] for row in model._default_manager.order_by("pk").values_list()]
    for model in apps.get_models() if model._meta.app_label not in ("sessions", "jobs")
}}
SAY["files"] = sorted(files.get(s).decode() for s in Document.objects.values_list("file_sha256", flat=True))
SAY["problems"] = check_store()
"""


def _tumen(*words: object, data: Path, passphrase: str = PASSPHRASE, status: int = 0):
    # The passphrase comes through standard input here; the file is tried below.
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", MAIN, *map(str, words), "--data", str(data), "--json"],
        input=passphrase + "\n",
        env={k: v for k, v in os.environ.items() if not k.startswith(("TUMEN_", "DJANGO_"))},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == status, (done.returncode, done.stderr[-3000:])
    assert passphrase not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return (
        json.loads(done.stdout) if done.stdout.strip() else json.loads(done.stderr.strip().splitlines()[-1])
    )


@pytest.fixture(scope="module")
def store(desk_child, made, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("store") / "desk"
    shutil.copytree(made, folder)
    desk_child(folder, FILL)
    return folder


@pytest.fixture(scope="module")
def backed_up(store, desk_writer, tmp_path_factory):
    """A backup by the command while another process writes; how much that process had written before and after."""
    target = tmp_path_factory.mktemp("usb") / "monday.backup"
    with desk_writer(store, WRITE_ON) as writer:
        before = writer()
        said = _tumen("desk", "backup", target, "--passphrase-file", "-", data=store)
        after = writer()
    return {"target": target, "said": said, "before": before, "after": after}


@pytest.fixture(scope="module")
def restored(backed_up, tmp_path_factory):
    folder = tmp_path_factory.mktemp("other") / "desk"
    secret = tmp_path_factory.mktemp("secret") / "passphrase"
    secret.write_text(PASSPHRASE + "\r\n", "utf-8")
    said = _tumen("desk", "restore", backed_up["target"], "--passphrase-file", secret, data=folder)
    return {"folder": folder, "said": said}


@pytest.fixture(scope="module")
def both(desk_child, store, restored):
    return desk_child(store, READ), desk_child(restored["folder"], READ)


def test_a_backup_says_what_it_wrote_and_lies_beside_its_key_file(backed_up):
    target, said = backed_up["target"], backed_up["said"]
    assert sorted(p.name for p in target.parent.iterdir()) == [target.name, f"{target.name}.keys.json"]
    assert said["bytes"] == target.stat().st_size
    assert len(said["sha256"]) == 64


def test_nothing_in_a_backup_can_be_read(backed_up):
    content = backed_up["target"].read_bytes()
    assert not [
        w for w in (b"SQLite format", b"tumen.db", b"ustar", b"Source 1", "김이름".encode()) if w in content
    ]


def test_a_backup_written_while_people_work_restores_one_consistent_state(both, backed_up):
    original, other = both
    meanwhile = [r for r in other["rows"]["record.Source"] if "Written meanwhile" in " ".join(r)]
    assert backed_up["before"] > 0
    assert backed_up["before"] <= len(meanwhile) <= backed_up["after"]
    # Opened for the first time, the restored desk signs a head if many entries lie behind the last one.
    for rows in (original["rows"], other["rows"]):
        rows["audit.Entry"] = [r for r in rows["audit.Entry"] if "audit.head_make" not in r]
        rows.pop("audit.Head", None)
    for label, rows in other["rows"].items():
        # What was written after the backup only ever adds rows.
        assert rows == original["rows"][label][: len(rows)], label
    # Each service writes its row and its log entry together: a state in between would have one without the other.
    created = [r for r in other["rows"]["audit.Entry"] if "record.source_create" in r]
    assert len(created) == len(other["rows"]["record.Source"])
    assert other["problems"] == []


def test_the_sealed_files_come_back_with_it(both):
    original, other = both
    assert other["files"] == original["files"]
    assert len(other["files"]) == 20


def test_a_restored_store_unlocks_with_the_passphrase_and_with_no_other(restored):
    assert _tumen("desk", "unlock", "--passphrase-file", "-", data=restored["folder"]) == {"unlocks": True}
    wrong = _tumen(
        "desk", "unlock", "--passphrase-file", "-", data=restored["folder"], passphrase="not it", status=3
    )
    assert "passphrase" in json.dumps(wrong)


def test_a_sound_store_checks_out(restored):
    said = _tumen("desk", "check", "--passphrase-file", "-", data=restored["folder"])
    assert (said["problems"], said["ok"]) == ([], True)
    # What is not wrong but would hurt one day is said apart.
    assert any("recovery sheets" in advice for advice in said["advice"])


REFUSE = f"""
import shutil
from pathlib import Path
from tumen.errors import TumenError
from tumen_desk.store import folder
from tumen_desk.store.backup import by_passphrase, restore_backup

def refused(content, capsule=None):
    path = Path(WORK) / "tried.backup"
    path.write_bytes(content)
    try:
        restore_backup(path, by_passphrase({PASSPHRASE!r}), capsule=Path(capsule or KEYS))
    except TumenError as error:
        left = [p.name for p in folder.root().iterdir()] if folder.root().exists() else []
        return [error.code, left]
    return ["restored", []]

whole = Path(BACKUP).read_bytes()
flipped = bytearray(whole); flipped[len(whole) // 2] ^= 1
headless = bytearray(whole); headless[3] ^= 1
SAY["flipped"] = refused(bytes(flipped))
SAY["headless"] = refused(bytes(headless))
SAY["cut"] = refused(whole[: len(whole) - 5000])
SAY["cut at a chunk"] = refused(whole[: 2 * (len(whole) // 3)])
SAY["longer"] = refused(whole + b"x" * 100)
SAY["empty"] = refused(b"")
SAY["other keys"] = refused(whole, OTHER)
try:
    restore_backup(Path(WORK) / "nowhere", by_passphrase({PASSPHRASE!r}))
except TumenError as error:
    SAY["nowhere"] = [error.code, []]
SAY["whole"] = refused(whole)
SAY["onto a store"] = refused(whole)[0]
"""


def test_an_altered_or_cut_backup_is_refused_and_leaves_nothing(
    desk_child, backed_up, tmp_path_factory, tmp_path
):
    other = tmp_path / "other.json"
    other.write_text(_other_capsule())
    target = backed_up["target"]
    names = (
        f"BACKUP, KEYS, OTHER, WORK = {tuple(map(str, (target, f'{target}.keys.json', other, tmp_path)))!r}"
    )
    said = desk_child(tmp_path / "desk", names + REFUSE)
    kept = {
        k: said[k]
        for k in ("flipped", "headless", "cut", "cut at a chunk", "longer", "empty", "other keys", "nowhere")
    }
    assert kept == {key: ["vault.backup_unusable", []] for key in kept}
    assert said["whole"][0] == "restored"
    assert said["onto a store"] == "vault.backup_unusable"


def _other_capsule() -> str:
    from tumen import vault

    capsule, _ = vault.create_capsule(PASSPHRASE, kdf=vault.QUICK)
    return capsule.to_json()


DAMAGE = f"""
from pathlib import Path
from django.db import connection, connections
from tumen_desk.commands.checking import check_store
from tumen_desk.record.models import Document
from tumen_desk.store import files, folder
folder.unlock({PASSPHRASE!r})
SAY["sound"] = check_store()

sealed = folder.root() / "files" / files.address(Document.objects.first().file_sha256)
aside = sealed.rename(sealed.with_name("aside"))
SAY["missing file"] = check_store()
altered = bytearray(aside.read_bytes()); altered[-3] ^= 1
sealed.write_bytes(altered)
SAY["altered file"] = check_store()
sealed.unlink(); aside.rename(sealed)

def sql(text, *values):
    with connection.cursor() as cursor:
        cursor.execute(text, values)

sql("UPDATE audit_entry SET action = 'record.nothing' WHERE sequence = 5")
SAY["altered entry"] = check_store()
sql("UPDATE audit_entry SET action = 'record.source_create' WHERE sequence = 5")
SAY["mended"] = [p for p in check_store() if "entry 5" in p]
sql("PRAGMA foreign_keys = OFF")
sql("INSERT INTO record_name (mention_id, text, script, kind) VALUES (999999, '', '', 'given')")
SAY["dangling row"] = check_store()
sql("DELETE FROM record_name WHERE mention_id = 999999")

with connections["default"].cursor() as cursor:
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    cursor.execute("SELECT rootpage FROM sqlite_master WHERE name = 'record_document'")
    page = cursor.fetchone()[0]
connections.close_all()
path = folder.root() / "tumen.db"
content = bytearray(path.read_bytes()); content[4096 * (page - 1) + 777] ^= 1
path.write_bytes(content)
SAY["flipped byte"] = check_store()
"""


@pytest.fixture(scope="module")
def damaged(desk_child, restored, tmp_path_factory):
    folder = tmp_path_factory.mktemp("damaged") / "desk"
    shutil.copytree(restored["folder"], folder)
    return folder, desk_child(folder, DAMAGE)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("missing file", "missing"),
        ("altered file", "file"),
        ("altered entry", "breaks at entry 5"),
        ("dangling row", "record_name"),
        ("flipped byte", "page"),
    ],
)
def test_the_check_finds_each_damage(damaged, damage, words):
    _, said = damaged
    assert said["sound"] == []
    assert any(words in problem for problem in said[damage]), said[damage]


def test_the_check_command_tells_a_damaged_store_by_its_exit_status(damaged):
    folder, _ = damaged
    said = _tumen("desk", "check", "--passphrase-file", "-", data=folder, status=1)
    assert said["ok"] is False
    assert said["problems"]
