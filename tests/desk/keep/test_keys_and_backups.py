"""What opens a store over its life: sheets, another passphrase, new keys; and what still opens its backups."""

import shutil

import pytest

LIFE = """
from pathlib import Path
from tumen.errors import TumenError
from tumen_desk.store import backup, files, folder, keyring, rotation, sheets
from tumen_desk.accounts.models import User
from tumen_desk.keep import backups
from tumen_desk.record import services
from tumen_desk.record.models import Document, Name, Source
OUT = Path(OUT)
FIRST, SECOND = "six words drawn by dice", "another six words drawn by dice"

def refused(work, *given):
    try:
        work(*given)
    except TumenError as error:
        return error.code
    return ""

folder.unlock(FIRST)
user = User.objects.get()
source = services.source_create(actor=user, title="Heard in May", kind="SK-VICT", published=True)
told = services.document_add(actor=user, source=source, name="a.txt", content="곽누리새 told it.".encode())
mention = services.mention_create(actor=user, source=source, names=[{"text": "곽누리새"}])
stays = services.mention_create(actor=user, source=source, names=[{"text": "김철수"}])
kept = backups.backup_write(actor=None, target=OUT / "before.backup")
SAY["proved"] = kept.proved_at is not None

printed = sheets.begin(user.pk)
SAY["not_yet"] = sheets.made_on()
sheets.keep(user.pk)
SAY["made"] = bool(sheets.made_on())
folder.lock()
SAY["one_sheet"] = refused(folder.unlock_with_sheets, printed[:1])
folder.unlock_with_sheets([printed[2], printed[0]])
SAY["opened_by_sheets"] = Source.objects.get().title
folder.change_passphrase(SECOND)
folder.lock()
SAY["old_passphrase"] = refused(folder.unlock, FIRST)
folder.unlock(SECOND)

SAY["epoch"] = rotation.turn()
SAY["after_turning"] = [Source.objects.get().title, Name.objects.first().text, files.get(told.file_sha256).decode()]
folder.lock()
folder.unlock_with_sheets(printed[1:])
services.source_create(actor=user, title="Heard in June", kind="SK-VICT")
SAY["written_after"] = Source.objects.count()

# Killed after the keys were kept and before the copies took their place.
settle, rotation.settle = rotation.settle, lambda: None
rotation.turn()
rotation.settle = settle
folder.lock()
SAY["waiting"] = sorted(p.name for p in folder.root().glob("*.next"))
folder.unlock(SECOND)
SAY["settled"] = [Source.objects.count(), sorted(p.name for p in folder.root().glob("*.next"))]
# Killed before that: copies under keys that nobody kept.
keep, folder.replace_ring = folder.replace_ring, lambda ring: 1 / 0
try:
    rotation.turn()
except ZeroDivisionError:
    folder.lock()
folder.replace_ring = keep
folder.unlock(SECOND)
SAY["dropped"] = [Source.objects.count(), sorted(p.name for p in folder.root().glob("*.next"))]
# The power went while the copies were made: what is left of one is a sound database with nothing in it.
folder.lock()
(folder.root() / "tumen.db.next").touch()
folder.unlock(SECOND)
SAY["rolled_back"] = [Source.objects.count(), sorted(p.name for p in folder.root().glob("*.next"))]

ring = keyring.ring()
folder.replace_ring(ring.without(persons=[mention.pk], files=[keyring.file_leaf(told.file_sha256)]))
backup.write_key_file(OUT / "later.keys.json")
folder.replace_ring(keyring.ring().without_old_backups())
backup.write_key_file(OUT / "closed.keys.json")
(OUT / "sheets").write_text("\\n".join(printed[:2]))
"""

RESTORE = """
from pathlib import Path
from tumen.errors import TumenError
from tumen_desk.store import backup, files, folder
from tumen_desk.commands.checking import check_store
OUT = Path(OUT)
try:
    printed = (OUT / "sheets").read_text().splitlines()
    opener = backup.by_sheets(*printed) if SHEETS else backup.by_passphrase(PASSPHRASE)
    backup.restore_backup(OUT / "before.backup", opener, capsule=OUT / KEYS)
    folder.unlock(PASSPHRASE)
    from tumen_desk.record.models import Document, Mention, Name, Source
    SAY["titles"] = list(Source.objects.values_list("title", flat=True))
    SAY["names"] = list(Name.objects.order_by("pk").values_list("text", flat=True))
    SAY["text"] = Document.objects.get().text
    SAY["problems"] = check_store()
    try:
        files.get(Document.objects.get().file_sha256)
        SAY["file"] = "opens"
    except TumenError as error:
        SAY["file"] = error.code
except TumenError as error:
    SAY["refused"] = error.message
"""
SECOND = "another six words drawn by dice"


@pytest.fixture(scope="module")
def life(desk_child, made, tmp_path_factory):
    base = tmp_path_factory.mktemp("keys")
    shutil.copytree(made, base / "desk")
    (base / "out").mkdir()
    return {
        **desk_child(base / "desk", f"OUT = {str(base / 'out')!r}\n" + LIFE),
        "out": base / "out",
        "base": base,
    }


@pytest.fixture
def restored(desk_child, life, tmp_path):
    def restore(keys, *, passphrase=SECOND, by_sheets=False):
        given = {"OUT": str(life["out"]), "KEYS": keys, "PASSPHRASE": passphrase, "SHEETS": by_sheets}
        head = "".join(f"{name} = {value!r}\n" for name, value in given.items())
        return desk_child(tmp_path / "fresh", head + RESTORE)

    return restore


def test_a_backup_is_opened_again_before_it_is_called_one(life):
    assert life["proved"]


def test_sheets_open_nothing_before_they_were_typed_back_and_then_two_of_them_do(life):
    assert (life["not_yet"], life["made"]) == ("", True)
    assert life["one_sheet"] == "vault.shares"
    assert life["opened_by_sheets"] == "Heard in May"


def test_a_changed_passphrase_is_the_only_one(life):
    assert life["old_passphrase"] == "vault.wrong_passphrase"


def test_under_new_keys_everything_is_there_and_the_sheets_still_open_it(life):
    assert life["epoch"] == 2
    assert life["after_turning"] == ["Heard in May", "곽누리새", "곽누리새 told it."]
    assert life["written_after"] == 2


def test_new_keys_that_were_interrupted_hold_wholly_or_not_at_all(life):
    assert life["waiting"] == ["jobs.db.next", "tumen.db.next"]
    assert life["settled"] == [2, []]
    assert life["dropped"] == [2, []]


def test_a_copy_that_a_power_cut_emptied_never_takes_the_place_of_the_store(life):
    assert life["rolled_back"] == life["dropped"]


def test_an_old_backup_opens_with_its_own_key_file_as_it_was(restored):
    said = restored("before.backup.keys.json", passphrase="six words drawn by dice")
    assert said["names"] == ["곽누리새", "김철수"]
    assert said["file"] == "opens"
    assert said["problems"] == []


def test_with_a_later_key_file_it_opens_without_who_was_erased_since(restored):
    said = restored("later.keys.json", by_sheets=True)
    assert said["titles"] == ["Heard in May"]
    assert said["names"] == ["", "김철수"]
    assert (said["text"], said["file"]) == ("", "vault.key_destroyed")


def test_backups_that_were_closed_do_not_open_any_more(restored):
    assert "closed" in restored("closed.keys.json")["refused"]
