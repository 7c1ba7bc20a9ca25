"""The audit chain: whoever edits, deletes or reorders an entry with the database in hand is found out."""

import pytest
from django.db import connection, transaction

from tumen_desk.audit import log
from tumen_desk.audit.models import Entry

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


@pytest.fixture
def chain(officer):
    """Six entries, the first of which made the officer."""
    for n in range(5):
        log.write(officer, "record.act_create", f"act:{n}", type="REFOUL", n=n, what="진술 ☎")
    assert log.first_break() is None
    return list(Entry.objects.order_by("sequence").values_list("sequence", flat=True))


def _sql(text, *values):
    with connection.cursor() as cursor:
        cursor.execute(text, values)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "record.act_delete"),
        ("subject", "act:99"),
        ("details", '{"type": "REFOUL"}'),
        ("at", "2001-01-01 00:00:00"),
        ("actor_id", None),
        ("previous", "f" * 64),
        ("digest", "e" * 64),
    ],
)
def test_an_edited_entry_is_found(chain, column, value):
    _sql(f"UPDATE audit_entry SET {column} = %s WHERE sequence = %s", value, chain[3])
    assert log.first_break() == chain[3]


def test_an_entry_edited_together_with_its_digest_is_found_at_the_next(chain):
    entry = Entry.objects.get(sequence=chain[2])
    entry.subject = "act:99"
    _sql(
        "UPDATE audit_entry SET subject = %s, digest = %s WHERE sequence = %s",
        "act:99",
        log._digest(entry),
        chain[2],
    )
    assert log.first_break() == chain[3]


@pytest.mark.parametrize("which", [0, 1, 3])
def test_a_deleted_entry_is_found(chain, which):
    _sql("DELETE FROM audit_entry WHERE sequence = %s", chain[which])
    assert log.first_break() == chain[which + 1]


def test_entries_cut_off_at_the_end_are_found(chain):
    _sql("DELETE FROM audit_entry WHERE sequence >= %s", chain[4])
    assert log.first_break() == chain[4]


def test_a_log_that_was_emptied_is_found(chain):
    _sql("DELETE FROM audit_entry")
    assert log.first_break() == 1


def test_two_entries_that_changed_places_are_found(chain):
    one, other = chain[2], chain[3]
    for old, new in ((one, -1), (other, one), (-1, other)):
        _sql("UPDATE audit_entry SET sequence = %s WHERE sequence = %s", new, old)
    assert log.first_break() == one


def test_an_entry_put_in_between_is_found(chain):
    _sql(
        "INSERT INTO audit_entry (at, action, subject, details, state, previous, digest)"
        " SELECT at, action, 'act:5', details, state, previous, substr(digest, 2) || substr(digest, 1, 1)"
        " FROM audit_entry WHERE sequence = %s",
        chain[4],
    )
    assert log.first_break() is not None


def test_a_change_that_was_rolled_back_leaves_the_chain_whole(chain, officer):
    with transaction.atomic():
        log.write(officer, "record.act_create", "act:6")
        transaction.set_rollback(True)
    assert log.first_break() is None
    log.write(officer, "record.act_create", "act:7")
    assert log.first_break() is None


def test_an_entry_is_neither_changed_nor_deleted_through_the_model(chain):
    entry = Entry.objects.first()
    with pytest.raises(TypeError, match="never changed"):
        entry.save()
    with pytest.raises(TypeError, match="never deleted"):
        entry.delete()


def test_the_page_of_the_log_says_whether_it_holds(chain, protection, client_of):
    client = client_of(protection)
    assert "The chain holds" in client.post("/log/check/", follow=True).content.decode()
    _sql("UPDATE audit_entry SET subject = 'act:99' WHERE sequence = %s", chain[1])
    page = client.post("/log/check/", follow=True).content.decode()
    assert f"breaks at entry {chain[1]}" in page


def test_the_history_of_one_row_can_be_shown(chain, protection, client_of):
    page = client_of(protection).get("/log/", {"subject": "act:3"}).content.decode()
    assert "act:3" in page
    assert "act:2" not in page
