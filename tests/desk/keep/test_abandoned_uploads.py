"""An upload that nobody brought in is wiped after a week; what something refers to stays."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tumen_desk.audit.models import Entry
from tumen_desk.jobs.services import run_next
from tumen_desk.keep import uploads
from tumen_desk.record import services
from tumen_desk.store import files, waiting

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
TABLE = "mention_id,name,source_id\nm-1,곽누리새,s-{}\n"


def _upload(client, number):
    """A table is given and its columns are never matched; its SHA-256, as the next page knows it."""
    content = SimpleUploadedFile("list.csv", TABLE.format(number).encode())
    answer = client.post("/record/imports/table/", {"table": "mentions", "file": content})
    assert answer.status_code == 302
    return answer.headers["Location"].rstrip("/").rpartition("/")[2]


def _brought_in(client, sha256, *, dry_run):
    address = f"/record/imports/table/mentions/{sha256}/"
    form = {
        "title": "A list",
        "column_mention_id": "mention_id",
        "column_name": "name",
        "column_source_id": "source_id",
    }
    answer = client.post(address, form)
    assert answer.status_code == 302
    run_next()
    if not dry_run:
        client.post(answer.headers["Location"])
        assert run_next().state == "done"


def test_after_a_week_what_nobody_brought_in_is_gone_and_the_rest_is_there(officer, client_of):
    client, days = client_of(officer), 24 * 3600
    uploads.sweep(now=time.time() + (waiting.DAYS + 1) * days)  # what others left in the same folder
    left, tried, kept = (_upload(client, n) for n in range(3))
    _brought_in(client, tried, dry_run=True)
    _brought_in(client, kept, dry_run=False)
    source = services.source_create(actor=officer, title="Heard", kind="SK-VICT", published=True)
    document = services.document_add(actor=officer, source=source, name="a.txt", content=b"Told in May.")
    waiting.take_in(b"Told in May.")
    assert uploads.sweep(now=time.time() + (waiting.DAYS - 1) * days) == 0
    assert files.get(left)
    assert uploads.sweep(now=time.time() + (waiting.DAYS + 1) * days) == 2
    there = [sha for sha in (left, tried, kept, document.file_sha256) if files.path_of(sha).exists()]
    assert there == [kept, document.file_sha256]
    told = Entry.objects.filter(action="keep.uploads_sweep").order_by("pk").last()
    assert told is not None
    assert told.details == {"wiped": 2, "after_days": 7}
    assert uploads.sweep(now=time.time() + (waiting.DAYS + 9) * days) == 0


def test_what_was_wiped_may_be_given_again(officer, client_of):
    sha256 = _upload(client_of(officer), 9)
    uploads.sweep(now=time.time() + 9 * 24 * 3600)
    assert not files.path_of(sha256).exists()
    assert _upload(client_of(officer), 9) == sha256
    assert files.get(sha256).decode() == TABLE.format(9)
