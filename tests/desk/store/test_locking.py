"""Created, locked, unlocked: everything is there; while it is locked nothing is, whoever still holds a connection."""

import shutil

import pytest

LIFE = """
import threading
from django.db import DatabaseError, connection, connections
from django.test import Client
from tumen.errors import TumenError
from tumen_desk.record.models import Document, Mention, Source
from tumen_desk.store import files, folder, keyring

def denied(sql):
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        return str(error)
    return ""

NEW = {"passphrase": "six words drawn by dice", "again": "six words drawn by dice", "username": "lead",
       "password": "another long one"}
client = Client()
SAY["new_desk"] = client.get("/unlock/").status_code
SAY["short"] = client.post("/unlock/", {**NEW, "passphrase": "short", "again": "short"}).status_code
SAY["differ"] = client.post("/unlock/", {**NEW, "again": "other words drawn by dice"}).status_code
SAY["same_password"] = client.post("/unlock/", {**NEW, "password": NEW["passphrase"]}).status_code
SAY["nothing_made"] = not folder.exists() and not list(folder.root().glob("*.db"))
SAY["created"] = client.post("/unlock/", NEW).headers.get("Location")
SAY["role"] = [u.role for u in __import__("tumen_desk.accounts.models", fromlist=["User"]).User.objects.all()]
SAY["login"] = client.login(username="lead", password="another long one")
client.post("/record/sources/new/", {"title": "Heard in May", "kind": "SK-VICT"})
source = Source.objects.get()
sha256 = files.put(b"sealed bytes")

SAY["denied"] = [denied(sql) for sql in (
    "ATTACH DATABASE '/tmp/plain.db' AS plain KEY ''",
    "ATTACH DATABASE ':memory:' AS m",
    "PRAGMA key = 'x'",
    "PRAGMA rekey = ''",
    "PRAGMA temp_store = FILE",
    "PRAGMA temp_store_directory = '/tmp'",
    "PRAGMA cipher_plaintext_header_size = 32",
    "VACUUM INTO '/tmp/plain.db'",
    "SELECT sqlcipher_export('main')",
    "SELECT load_extension('x')",
)]
SAY["writes_still_work"] = denied("PRAGMA user_version")

opened, locked, answers = threading.Event(), threading.Event(), {}
def colleague():
    answers["before"] = Source.objects.count()
    opened.set()
    locked.wait(60)
    try:
        answers["after"] = Source.objects.count()
    except TumenError as error:
        answers["after"] = error.code
    answers["connection"] = connection.connection is None
    opened.set()
thread = threading.Thread(target=colleague)
thread.start()
opened.wait(60)
client.post("/lock/")
locked.set()
thread.join(60)
SAY["colleague"] = answers
SAY["sealed"] = keyring.is_sealed()
SAY["while_sealed"] = [client.get(url).headers.get("Location") for url in ("/", "/record/acts/", "/accounts/sign-in/")]
try:
    files.get(sha256)
except TumenError as error:
    SAY["file_while_sealed"] = error.code
wrong = client.post("/unlock/", {"passphrase": "six words drawn by rice"})
SAY["wrong"] = [wrong.status_code, keyring.is_sealed(), "six words" in wrong.content.decode()]
SAY["right"] = client.post("/unlock/", {"passphrase": NEW["passphrase"]}).headers.get("Location")
SAY["signed_out"] = client.get("/").headers.get("Location", "").startswith("/accounts/sign-in/")
client.login(username="lead", password="another long one")
SAY["there"] = "Heard in May" in client.get(f"/record/sources/{source.pk}/").content.decode()
SAY["file"] = files.get(sha256) == b"sealed bytes"
SAY["unlock_again"] = client.get("/unlock/").headers.get("Location")
generation = keyring.generation()
folder.lock()
SAY["generation_moves"] = keyring.generation() > generation
"""


@pytest.fixture(scope="module")
def life(desk_child, tmp_path_factory):
    return desk_child(tmp_path_factory.mktemp("life") / "desk", LIFE)


def test_a_weak_or_mistyped_passphrase_creates_nothing(life):
    assert (life["new_desk"], life["short"], life["differ"], life["same_password"]) == (200, 422, 422, 422)
    assert life["nothing_made"]


def test_the_first_account_is_the_protection_leads(life):
    assert life["created"] == "/"
    assert life["role"] == ["protection"]
    assert life["login"]


def test_what_could_write_a_readable_copy_is_denied(life):
    assert [bool(message) for message in life["denied"]] == [True] * len(life["denied"])
    assert life["writes_still_work"] == ""


def test_a_connection_opened_before_the_lock_reads_nothing_after_it(life):
    assert life["colleague"] == {"before": 1, "after": "vault.sealed", "connection": True}


def test_a_locked_desk_leads_everywhere_to_the_unlocking_page_and_opens_no_file(life):
    assert life["sealed"]
    assert life["while_sealed"] == ["/unlock/"] * 3
    assert life["file_while_sealed"] == "vault.sealed"


def test_a_wrong_passphrase_opens_nothing_and_is_not_repeated_on_the_page(life):
    assert life["wrong"] == [422, True, False]


def test_after_unlocking_everything_is_there_and_everybody_is_signed_out(life):
    assert life["right"] == "/"
    assert life["signed_out"]
    assert life["there"]
    assert life["file"]


def test_an_open_desk_has_no_unlocking_page(life):
    assert life["unlock_again"] == "/"
    assert life["generation_moves"]


KILLED = """
import os
from tumen_desk.store import folder
from tumen_desk.accounts.services import user_create
folder.begin("a passphrase nobody knows any more")
user_create(actor=None, username="half", password=None, role="officer")
SAY["exists"] = folder.exists()
print("\\n" + json.dumps(SAY), flush=True)
os._exit(0)
"""

AGAIN = """
from tumen_desk.accounts.models import User
from tumen_desk.store import folder
SAY["exists"] = folder.exists()
folder.create("quite another passphrase")
SAY["users"] = User.objects.count()
folder.lock()
folder.unlock("quite another passphrase")
SAY["opens"] = True
SAY["files"] = sorted(p.name for p in folder.root().iterdir())
"""


def test_a_creation_killed_half_way_is_made_anew(desk_child, tmp_path):
    assert desk_child(tmp_path / "desk", KILLED)["exists"] is False
    again = desk_child(tmp_path / "desk", AGAIN)
    assert again["exists"] is False
    assert again["users"] == 0
    assert again["opens"]
    assert not [name for name in again["files"] if "unfinished" in name or name.endswith(".part")]


KEYLESS = """
from django.test import Client
from tumen.errors import TumenError
from tumen_desk.store import folder
NEW = {"passphrase": "six words drawn by dice", "again": "six words drawn by dice", "username": "lead",
       "password": "another long one"}
def digest():
    return {p.name: p.stat().st_size for p in folder.root().glob("*.db")}
before = digest()
kept = folder.capsule_path().rename(folder.root() / "kept elsewhere.json")
answer = Client().post("/unlock/", NEW)
SAY["page"] = [answer.status_code, "key file" in answer.content.decode()]
SAY["untouched"] = digest() == before
kept.rename(folder.capsule_path())
folder.unlock("six words drawn by dice")
SAY["opens"] = True
"""


def test_a_store_whose_key_file_is_elsewhere_is_never_overwritten(desk_child, made, tmp_path):
    shutil.copytree(made, tmp_path / "desk")
    said = desk_child(tmp_path / "desk", KEYLESS)
    assert said["page"] == [422, True]
    assert said["untouched"]
    assert said["opens"]
