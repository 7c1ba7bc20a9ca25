"""An old page of the database put back in its place passes its seals; held against the log it is found."""

import pytest
from django.db import connection

from tumen_desk.audit import log, states
from tumen_desk.audit.models import Entry
from tumen_desk.record import services as record

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


@pytest.fixture
def act(protection):
    source = record.source_create(actor=protection, title="Heard", kind="", published=True)
    mention = record.mention_create(actor=protection, source=source, names=[{"text": "가나다"}], sex="f")
    account = record.account_create(actor=protection, source=source, title="A return")
    return record.act_create(actor=protection, account=account, mention=mention, type="REFOUL", date="2009")


def _sql(text, *values):
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def test_rows_that_nobody_touched_fit(act):
    compared = states.compare()
    assert compared.altered == ()
    assert compared.rows >= 4
    assert Entry.objects.get(action="record.act_create").state != ""


@pytest.mark.parametrize(
    ("table", "change", "kind"),
    [
        ("record_act", "date = '2010'", "act"),
        ("record_act", "type = ''", "act"),
        ("record_mention", "sex = 'm'", "mention"),
        ("record_source", "title = 'Overheard'", "source"),
        ("record_account", "title = 'An arrest'", "account"),
    ],
)
def test_a_row_changed_behind_the_desk_is_named(act, table, change, kind):
    _sql(f"UPDATE {table} SET {change}")
    altered = states.compare().altered
    assert altered
    assert {subject.partition(":")[0] for subject in altered} == {kind}
    assert log.first_break() is None, "the log itself holds"


def test_a_row_removed_behind_the_desk_is_named(act):
    _sql("DELETE FROM record_act WHERE id = %s", act.pk)
    assert states.compare().altered == (f"act:{act.pk}",)


def test_a_change_by_the_desk_itself_is_the_new_state(act, protection):
    act.date = "2010"
    act.save()
    assert states.compare().altered == (f"act:{act.pk}",)
    log.write(protection, "record.act_change", f"act:{act.pk}")
    assert states.compare().altered == ()


def test_what_was_erased_by_right_since_is_not_called_altered(act, protection):
    _sql("UPDATE record_act SET date = ''")
    log.write(protection, "keep.erase_plan", "mention:1")
    assert states.compare().altered == ()


def test_the_page_of_the_log_names_the_row(act, protection, client_of):
    page = client_of(protection).post("/log/check/", follow=True).content.decode()
    assert "are as they were last written" in page
    _sql("UPDATE record_act SET date = '2010'")
    page = client_of(protection).post("/log/check/", follow=True).content.decode()
    assert f"act:{act.pk} is not as it was last written." in page
