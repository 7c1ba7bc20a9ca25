"""Heads are made without anybody thinking of it, and an alarm says when none left the machine for long."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F

from tumen_desk.accounts.models import Alarm
from tumen_desk.audit import daily, heads, log
from tumen_desk.audit.models import Entry, Head
from tumen_desk.store import folder

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


def _days_ago(days):
    Head.objects.update(made_at=F("made_at") - timedelta(days=days))


def _alter(sequence):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET action = 'nothing' WHERE sequence = %s", [sequence])


def test_a_head_is_made_when_a_day_and_something_new_lie_behind_the_last_one(protection):
    log.write(protection, "test.thing_do", "thing:1")
    first = heads.head_make(actor=protection)
    log.write(protection, "test.thing_do", "thing:2")
    assert daily.keep_up() is None
    _days_ago(2)
    assert daily.keep_up() is None, "one entry is no more than the note that a head left"
    log.write(protection, "test.thing_do", "thing:3")
    made = daily.keep_up()
    assert made.size == Entry.objects.count() > first.size
    assert made.made_by is None
    assert heads.against(made.text) == ""
    assert daily.keep_up() is None


def test_many_entries_make_one_before_the_day_is_over(protection, monkeypatch):
    heads.head_make(actor=protection)
    monkeypatch.setattr(daily, "EVERY_ENTRIES", 3)
    log.write(protection, "test.thing_do", "thing:1")
    assert daily.keep_up() is None
    for n in range(2):
        log.write(protection, "test.thing_do", f"thing:{n}")
    assert daily.keep_up() is not None


@pytest.mark.parametrize("back", [5, 1], ids=["before the last head", "after it"])
def test_a_log_that_was_altered_is_not_signed_and_rings(protection, back):
    for n in range(4):
        log.write(protection, "test.thing_do", f"thing:{n}")
    head = heads.head_make(actor=protection)
    for n in range(3):
        log.write(protection, "test.thing_do", f"thing:{n}")
    last = Entry.objects.order_by("-sequence").first().sequence
    if back == 5:
        # A forger who knows the trade mends the digest as well: the earlier head does not fit any more.
        _alter(last - back)
        with connection.cursor() as cursor:
            entry = Entry.objects.get(sequence=last - back)
            digest = log._digest(entry)
            cursor.execute("UPDATE audit_entry SET digest = %s WHERE sequence = %s", [digest, entry.sequence])
    else:
        _alter(last - back)
    _days_ago(2)
    assert daily.keep_up() is None
    assert Head.objects.get() == head
    assert Alarm.objects.filter(kind="log_altered").exists()


def test_it_rings_when_no_head_left_for_a_week_and_stops_when_one_does(protection, client_of):
    head = heads.head_make(actor=protection)
    heads.head_left(actor=protection, head=head, how="paper")
    assert not daily.is_late()
    _days_ago(8)
    for n in range(2):
        log.write(protection, "test.thing_do", f"thing:{n}")
        daily.keep_up()
    assert Alarm.objects.filter(kind="head_old").count() == 1
    newest = daily.latest()
    assert newest != head
    assert str(newest) in client_of(protection).get("/").content.decode()
    heads.head_left(actor=protection, head=newest, how="paper")
    assert not daily.is_late()
    assert "It proves nothing while" not in client_of(protection).get("/").content.decode()


def test_opening_and_closing_the_desk_look_to_it():
    assert daily.keep_up in folder._after_unlocking
    assert daily.keep_up in folder._before_locking
