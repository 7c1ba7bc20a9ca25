"""The same desk with a PostgreSQL server under it: written, searched, logged, limited, backed up and restored."""

import os
import shutil
import subprocess
import sys

import pytest

PASSPHRASE = "six words drawn by dice"
LIFE = """
from pathlib import Path
from django.db import connection
from tumen.errors import CapsuleDamaged
from tumen_desk.accounts.models import User
from tumen_desk.accounts.services import user_create
from tumen_desk.audit import heads, log
from tumen_desk.commands.checking import check_store
from tumen_desk.keep import backups
from tumen_desk.record import services
from tumen_desk.record.models import Document, Mention, Name
from tumen_desk.store import folder
OUT = Path(OUT)
folder.create("six words drawn by dice")
SAY["vendor"] = connection.vendor
user = user_create(actor=None, username="lead", password="another long one", role="protection")
for n in range(3):
    source = services.source_create(actor=user, title=f"Heard in May {n}", kind="SK-VICT", published=True)
    mention = services.mention_create(actor=user, source=source, names=[{"text": "곽누리새"}], birth="1971", sex="f")
    services.document_add(actor=user, source=source, name="a.txt", content=f"곽누리새 told it, {n}.".encode())
    account = services.account_create(actor=user, source=source, title="A return")
    services.act_create(actor=user, account=account, mention=mention, type="REFOUL", date="2009")
asked = ("told it, 1", "TOLD", "nothing")
SAY["searched"] = [Document.objects.filter(text__icontains=words).count() for words in asked]
head = heads.head_make(actor=user, after=None)
SAY["broken"] = log.first_break()
SAY["problems"] = check_store()
kept = backups.backup_write(actor=user, target=OUT / "b.backup")
SAY["proved"] = kept.proved_at is not None
with connection.cursor() as cursor:
    cursor.execute("SELECT count(*) FROM information_schema.tables WHERE table_schema IN ('tumen', 'tumen_jobs')")
    SAY["tables"] = cursor.fetchone()[0]
folder.lock()
SAY["locked"] = ""
try:
    Name.objects.count()
except Exception as error:
    SAY["locked"] = type(error).__name__
(folder.root() / "keys.json").rename(OUT / "elsewhere.json")
try:
    folder.create("six words drawn by dice")
except CapsuleDamaged:
    SAY["overwritten"] = False
(OUT / "elsewhere.json").rename(folder.root() / "keys.json")
folder.unlock("six words drawn by dice")
SAY["titles"] = Mention.objects.filter(source__title__startswith="Heard").count()
folder.lock()
"""

READ = """
from django.apps import apps
from django.db import connection
from tumen_desk.audit import log
from tumen_desk.commands.checking import check_store
from tumen_desk.accounts.models import User
from tumen_desk.record import services
from tumen_desk.record.models import Document, Name
from tumen_desk.store import folder
folder.unlock("six words drawn by dice")
SAY["vendor"] = connection.vendor
# Of Django's own two lists of names, whose numbers no row of ours carries.
own = {"contenttypes", "auth"}
SAY["rows"] = {
    m._meta.label: [[repr(v) for v in row] for row in m._default_manager.order_by("pk").values_list()]
    for m in apps.get_models() if m._meta.app_label not in own
}
SAY["names"] = list(Name.objects.values_list("text", flat=True))
SAY["text"] = sorted(Document.objects.values_list("text", flat=True))
SAY["problems"] = check_store()
SAY["broken"] = log.first_break()
services.source_create(actor=User.objects.get(), title="Heard in June", kind="SK-VICT", published=True)
SAY["still_whole"] = log.first_break()
folder.lock()
"""


def _restore(backup, data, database):
    env = {**os.environ, "TUMEN_DATABASE": database, "TUMEN_DEMO": "1"}
    words = ["desk", "restore", backup, "--data", data, "--passphrase-file", "-", "--json"]
    done = subprocess.run([sys.executable, "-m", "tumen", *map(str, words)], input=PASSPHRASE, text=True,
                          env=env, capture_output=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def lived(server, desk_child, tmp_path_factory):
    base = tmp_path_factory.mktemp("server")
    (base / "out").mkdir()
    where = server("one")
    said = desk_child(base / "desk", f"OUT = {str(base / 'out')!r}\n" + LIFE, TUMEN_DATABASE=where)
    return {"base": base, "where": where, "said": said, "backup": base / "out" / "b.backup"}


@pytest.fixture(scope="module")
def restored(server, desk_child, lived):
    """The desk as it was, and its backup restored on another server and on a laptop without one."""
    base, other = lived["base"], server("two")
    _restore(lived["backup"], base / "other", other)
    _restore(lived["backup"], base / "laptop", "")
    return (
        desk_child(base / "other", READ, TUMEN_DATABASE=other),
        desk_child(base / "laptop", READ),
    )


def test_what_is_written_is_searched_logged_and_whole(lived):
    said = lived["said"]
    assert said["vendor"] == "postgresql"
    assert said["tables"] > 50
    assert said["searched"] == [1, 3, 0]
    assert (said["broken"], said["problems"], said["titles"]) == (None, [], 3)


def test_locked_it_opens_nothing_and_is_not_overwritten_without_its_key_file(lived):
    assert lived["said"]["locked"] == "Sealed"
    assert lived["said"]["overwritten"] is False


def test_a_backup_is_opened_again_before_it_is_called_one(lived):
    assert lived["said"]["proved"]
    content = lived["backup"].read_bytes()
    assert not [w for w in (b"SQLite format", b"tumen.db", b"Heard", "곽누리새".encode()) if w in content]
    assert not [p for p in (lived["base"] / "desk").rglob("*") if p.name.endswith(".db")]


def test_it_is_restored_on_another_server_and_without_one_row_by_row(restored):
    other, laptop = restored
    assert (other["vendor"], laptop["vendor"]) == ("postgresql", "sqlite")
    for said in restored:
        assert said["names"] == ["곽누리새"] * 3
        assert [t.rstrip(".")[-1] for t in said["text"]] == ["0", "1", "2"]
        assert (said["problems"], said["broken"], said["still_whole"]) == ([], None, None)
    assert other["rows"].keys() == laptop["rows"].keys()
    assert sum(map(len, other["rows"].values())) > 40
    assert {k: v for k, v in other["rows"].items() if v != laptop["rows"][k]} == {}


WALK = """
import collections, re
from django.test import Client
from tumen_desk.accounts.models import User
from tumen_desk.find import indexing, queries
from tumen_desk.store import folder

def walked(user, most):
    # Every page that links lead to from the first, one of each kind.
    client, todo, done, kinds = Client(raise_request_exception=False), ["/"], {}, set()
    client.force_login(user)
    while todo and len(done) < most:
        address = todo.pop(0)
        kind = re.sub("[0-9]+", "N", address.partition("?")[0])
        if kind in kinds:
            continue
        kinds.add(kind)
        answer = client.get(address)
        done[address] = answer.status_code
        if "html" in answer.get("Content-Type", ""):
            found = re.findall('(?:href|hx-get)="(/[^"#]*)"', answer.content.decode())
            todo += [a.replace("&amp;", "&") for a in found if not a.startswith("/static")]
    return done

folder.unlock("six words drawn by dice")
indexing.catch_up()
user = User.objects.get(username="lead")
SAY["found"] = queries.look(user, queries.Asked(words="told")).passages
SAY["walked"] = walked(user, MOST)
folder.lock()
"""


def test_pages_and_search_answer_on_a_server(desk_child, lived):
    said = desk_child(lived["base"] / "desk", "MOST = 12\n" + WALK, TUMEN_DATABASE=lived["where"])
    assert said["found"] >= 3
    assert {a: s for a, s in said["walked"].items() if s >= 400} == {}
    assert len(said["walked"]) == 12


WORKERS = """
import multiprocessing, time
from django.db import connections
from tumen import vault
from tumen.errors import TooManyAttempts, TumenError
from tumen_desk.accounts import approvals, identities, limits
from tumen_desk.accounts.models import Approval, User
from tumen_desk.audit import log
from tumen_desk.jobs import services as jobs
from tumen_desk.jobs.models import Job
from tumen_desk.jobs.registry import kind
from tumen_desk.store import folder, keyring
from datetime import UTC, datetime, timedelta
kind("test.nothing")(lambda running: {"by": __import__("os").getpid()})

def work(ring, begin, said):
    keyring.open_with(ring)
    user = User.objects.get(username="lead")
    begin.wait()
    tries = spent = 0
    for _ in range(8):
        try:
            limits.take("account", "somebody")
            tries += 1
        except TooManyAttempts:
            pass
        try:
            identities.more_use(actor=user, more=7)
            spent += 1
        except TumenError:
            pass
    # As a worker process takes work up: whoever finds a job takes it before another can.
    done = [job.pk for job in iter(jobs.run_next, None)]
    said.put([tries, spent, done])
    connections.close_all()

folder.unlock("six words drawn by dice")
user, other = User.objects.get(username="lead"), User.objects.get(username="second")
for n in range(2):
    content = {"more": 7}
    Approval.objects.create(deed="accounts.identities_more", subject=f"user:{user.pk}", shown=content, reason="r",
        content=approvals.digest("accounts.identities_more", f"user:{user.pk}", content), asked_by=user,
        asked_at=datetime.now(UTC), expires_at=datetime.now(UTC) + timedelta(hours=1), granted=True, decided_by=other)
for n in range(9):
    jobs.enqueue(user=user, kind="test.nothing", title=str(n), parameters={})
ring = keyring.ring()
connections.close_all()
several = multiprocessing.get_context("fork")
begin, said = several.Barrier(4), several.Queue()
workers = [several.Process(target=work, args=(ring, begin, said)) for _ in range(4)]
for worker in workers:
    worker.start()
heard = [said.get(timeout=120) for _ in workers]
for worker in workers:
    worker.join()
SAY["tries"], SAY["spent"] = (sum(h[n] for h in heard) for n in (0, 1))
SAY["jobs"] = sorted(pk for h in heard for pk in h[2])
SAY["attempts"] = sorted(Job.objects.values_list("attempts", flat=True))
SAY["broken"] = log.first_break()
"""
SECOND = """
from tumen_desk.accounts.services import user_create
from tumen_desk.store import folder
folder.unlock("six words drawn by dice")
user_create(actor=None, username="second", password="another long one", role="protection")
"""


@pytest.mark.parametrize("kept", ["in files", "on a server"])
def test_limits_approvals_and_jobs_hold_while_four_processes_ask_at_once(
    server, desk_child, lived, made, tmp_path, kept
):
    if kept == "in files":
        folder, env = tmp_path / "desk", {}
        shutil.copytree(made, folder)
    else:
        folder, env = lived["base"] / "desk", {"TUMEN_DATABASE": lived["where"]}
    desk_child(folder, SECOND, **env)
    said = desk_child(folder, WORKERS, **env)
    assert said["tries"] == 10, "of thirty-two"
    assert said["spent"] == 2, "each approval serves once"
    assert len(said["jobs"]) == len(set(said["jobs"])) == 9
    assert said["attempts"] == [1] * 9
    assert said["broken"] is None


ABSENT = """
import django, sys
django.setup()
from tumen.errors import ServerOutOfReach
from tumen_desk.store import folder
try:
    folder.create("six words drawn by dice")
except ServerOutOfReach as error:
    print(error.message, error.hint)
"""


def test_a_server_that_does_not_answer_is_told_in_a_sentence_that_repeats_nothing(tmp_path):
    pytest.importorskip("psycopg")
    told = {"TUMEN_DATABASE": "host=/nowhere/at/all dbname=secretname", "TUMEN_DATA": str(tmp_path / "desk")}
    settings = {"DJANGO_SETTINGS_MODULE": "tumen_desk.settings.desk"}
    said = subprocess.run(
        [sys.executable, "-c", ABSENT],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | settings | told,
    )
    assert "PostgreSQL" in said.stdout
    assert "secretname" not in said.stdout + said.stderr


def test_a_server_that_is_told_wrongly_is_told_so_without_repeating_it(tmp_path):
    pytest.importorskip("psycopg")
    words = [
        sys.executable,
        "-m",
        "tumen",
        "desk",
        "check",
        "--data",
        str(tmp_path / "desk"),
        "--passphrase-file",
        "-",
    ]
    done = subprocess.run(
        words, input=PASSPHRASE, capture_output=True, text=True, check=False,
        env=os.environ | {"TUMEN_DATABASE": "host==x secretname"},
    )  # fmt: skip
    assert done.returncode == 2
    assert "TUMEN_DATABASE" in done.stderr
    assert "Traceback" not in done.stderr
    assert "secretname" not in done.stdout + done.stderr
