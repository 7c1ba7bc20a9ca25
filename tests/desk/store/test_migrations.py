"""The schema in the files is the schema of the code, from nothing, in encrypted files that take data."""

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from tumen_desk.store import fresh

ROOMS = ("accounts", "audit", "jobs", "record", "find", "coding", "link", "count", "act", "read", "keep")


@pytest.mark.django_db(databases=["default", "jobs"])
def test_no_migration_is_missing(capsys):
    call_command("makemigrations", check=True, dry_run=True, interactive=False, verbosity=1)
    assert "No changes detected" in capsys.readouterr().out


@pytest.mark.django_db(databases=["default", "jobs"])
def test_every_migration_was_applied_where_it_belongs():
    for alias, rooms in (("default", ROOMS), ("jobs", ("jobs",))):
        applied = MigrationExecutor(connections[alias]).loader.applied_migrations
        for room in rooms:
            assert any(app == room for app, _ in applied), (alias, room)


@pytest.mark.django_db(databases=["default", "jobs"])
def test_each_table_lies_in_its_own_file_only():
    record = set(connections["default"].introspection.table_names())
    work = set(connections["jobs"].introspection.table_names())
    assert {"record_act", "audit_entry", "accounts_user", "link_pair", "count_figure"} <= record
    assert "jobs_job" in work
    assert not {t for t in work if t.startswith(("record_", "link_", "count_", "accounts_", "audit_"))}
    assert "jobs_job" not in record


@pytest.mark.django_db(databases=["default", "jobs"])
def test_a_database_that_holds_anything_is_not_laid_out_again():
    assert fresh.lay_out(connections["default"]) == 0
    assert fresh.lay_out(connections["jobs"], "jobs") == 0


FROM_NOTHING = """
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from tumen_desk.store import folder
folder.unlock("six words drawn by dice")
from tumen_desk.accounts.models import User
from tumen_desk.record import services
user = User.objects.get()
source = services.source_create(actor=user, title="x", kind="SK-VICT", published=True)
mention = services.mention_create(actor=user, source=source, names=[{"text": "김영희"}], birth="1971")
account = services.account_create(actor=user, source=source, title="x")
services.act_create(actor=user, account=account, mention=mention, type="REFOUL", agency="PRK-MSS")

ROOMS = ("record_", "coding_", "link_", "count_", "act_", "read_", "keep_")
def tables():
    return sorted(t for t in connections["default"].introspection.table_names() if t.startswith(ROOMS))

before = tables()
def shape():
    # In which order the columns stand does not matter: a table that points to itself is rebuilt with that one last.
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master ORDER BY name")
        rows = [row for row in cursor.fetchall() if row[0].startswith(ROOMS)]
        return [(name, sorted((sql or "").strip(")").split(", "))) for name, sql in rows]
# A new store got its tables at once; going up again walks every migration step by step.
first = shape()
call_command("migrate", "record", "zero", verbosity=0)  # and with it the rooms above
SAY["down"] = tables()
call_command("migrate", verbosity=0)
SAY["up"] = tables() == before and len(first) > 100 and shape() == first
SAY["empty"] = apps.get_model("record.Act").objects.count()
source = services.source_create(actor=user, title="y", kind="SK-VICT")
SAY["written"] = apps.get_model("record.Source").objects.count()
with connections["default"].cursor() as cursor:
    cursor.execute("PRAGMA cipher_integrity_check")
    SAY["altered"] = cursor.fetchall()
    cursor.execute("PRAGMA foreign_key_check")
    SAY["dangling"] = cursor.fetchall()
"""


@pytest.mark.slow
def test_an_encrypted_store_with_data_goes_down_to_nothing_and_up_again(desk_child, made, tmp_path):
    import shutil

    shutil.copytree(made, tmp_path / "desk")
    said = desk_child(tmp_path / "desk", FROM_NOTHING)
    assert said["down"] == []
    assert said["up"]
    assert (said["empty"], said["written"]) == (0, 1)
    assert said["altered"] == []
    assert said["dangling"] == []
