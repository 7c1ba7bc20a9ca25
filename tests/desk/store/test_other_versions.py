"""A store or a backup of an earlier version is brought up to date; one of a later version, or of another build of the
same one, is refused in a sentence."""

import shutil
import subprocess
import sys

import pytest

PASSPHRASE = "six words drawn by dice"
MAKE = """
from pathlib import Path
from django.core.management import call_command
from django.db import connection
from tumen_desk.accounts.models import User
from tumen_desk.record import services
from tumen_desk.store import backup, folder
folder.unlock("six words drawn by dice")
services.source_create(actor=User.objects.get(), title="Heard in May", kind="SK-VICT", published=True)
call_command("migrate", "read", "zero", verbosity=0)  # as if this room had not been there yet
backup.write_backup(Path(OUT) / "earlier.backup")
call_command("migrate", verbosity=0)
with connection.cursor() as cursor:
    cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('record', '0007_later', '2031-01-31')")
backup.write_backup(Path(OUT) / "later.backup")
"""
OPEN = """
from tumen_desk.read.models import CheckedDraft
from tumen_desk.record.models import Source
from tumen_desk.commands.checking import check_store
from tumen_desk.store import folder
folder.unlock("six words drawn by dice")
SAY["titles"] = list(Source.objects.values_list("title", flat=True))
SAY["drafts"] = CheckedDraft.objects.count()
SAY["problems"] = check_store()
# As if another build had taken a step of the same name otherwise.
from django.db import connection
from tumen.errors import OtherBuild
from tumen_desk.commands import demo
folder.change_passphrase(folder.DEMO_PASSPHRASE)
demo._set_earlier_aside()
SAY["stays"] = folder.exists()
folder.unlock(folder.DEMO_PASSPHRASE)
with connection.cursor() as cursor:
    cursor.execute("ALTER TABLE record_theme RENAME COLUMN title TO called")
folder.lock()
try:
    folder.unlock(folder.DEMO_PASSPHRASE)
except OtherBuild as refused:
    SAY["refused"] = [refused.message, refused.fields["table"]]
demo._set_earlier_aside()
SAY["left"] = folder.exists()
"""


@pytest.fixture(scope="module")
def kept(desk_child, made, tmp_path_factory):
    base = tmp_path_factory.mktemp("versions")
    shutil.copytree(made, base / "desk")
    desk_child(base / "desk", f"OUT = {str(base)!r}\n" + MAKE)
    return base


def _tumen(*words, data, **env):
    import os

    return subprocess.run(
        [sys.executable, "-m", "tumen", "desk", *map(str, words), "--data", str(data), "--passphrase-file", "-"],
        input=PASSPHRASE + "\n", capture_output=True, text=True, check=False, env=os.environ | env,
    )  # fmt: skip


def test_a_backup_of_an_earlier_version_is_brought_up_to_date_and_a_demonstration_of_another_build_set_aside(
    desk_child, kept, tmp_path
):
    assert _tumen("restore", kept / "earlier.backup", data=tmp_path / "desk").returncode == 0
    said = desk_child(tmp_path / "desk", OPEN)
    assert (said["titles"], said["drafts"], said["problems"]) == (["Heard in May"], 0, [])
    assert said["refused"][1] == "record_theme"
    assert said["refused"][0].startswith("This desk was made by another build of Tumen")
    assert (said["stays"], said["left"]) == (True, False)
    aside = tmp_path / "desk-earlier-1"
    assert {"keys.json", "tumen.db"} <= {path.name for path in aside.iterdir()}


def test_a_backup_of_a_later_version_is_refused_and_nothing_is_left(kept, tmp_path):
    refused = _tumen("restore", kept / "later.backup", data=tmp_path / "desk")
    assert refused.returncode != 0
    assert "A later version of Tumen wrote this" in refused.stderr
    assert "Install that version" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert [p for p in (tmp_path / "desk").rglob("*") if p.is_file()] == []


def test_a_store_of_a_later_version_is_not_opened_and_not_changed(kept):
    before = (kept / "desk" / "tumen.db").read_bytes()
    refused = _tumen("check", data=kept / "desk", TUMEN_DEMO="1")
    assert "A later version of Tumen wrote this" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert (kept / "desk" / "tumen.db").read_bytes() == before
