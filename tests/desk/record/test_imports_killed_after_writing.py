"""The record and the list of jobs are two files: a process may be killed between writing the one and the other."""

import hashlib

import pytest

from tumen_desk.jobs import services as jobs
from tumen_desk.jobs.models import Job, State
from tumen_desk.record.models import Document, ImportBatch, Mention
from tumen_desk.store import files

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])

TABLE = b"source_id,mention_id,name,sex\ns1,m1,Kim Made Up,f\n"


def _documents():
    content = b"Told by somebody made up."
    return {"files": [{"name": "told.txt", "sha256": files.put(content)}], "title": "Told", "kind": "SK-VICT"}


def _table():
    return {
        "tables": {"mentions": {"sha256": files.put(TABLE)}},
        "title": "A list",
        "content_sha256": hashlib.sha256(TABLE).hexdigest(),
        "organisation": "Lantern Archive (made up)",
    }


@pytest.mark.parametrize(
    ("kind", "parameters", "brought"),
    [("record.import_documents", _documents, Document), ("record.import_table", _table, Mention)],
)
def test_an_import_whose_rows_are_written_is_finished_and_not_done_again(
    officer, client_of, kind, parameters, brought
):
    asked = jobs.enqueue(user=officer, kind=kind, title="Import", parameters=parameters())
    first = jobs.run_next()
    assert first.state == State.DONE
    assert brought.objects.count() == 1
    # as a killed process leaves it: the record holds the rows, the list of jobs knows nothing of it
    Job.objects.filter(pk=asked.pk).update(state=State.QUEUED, result={})
    again = jobs.run_next()
    assert again.state == State.DONE
    assert brought.objects.count() == 1
    batch = ImportBatch.objects.get()
    assert again.result["batch"] == batch.pk
    assert client_of(officer).get(f"/jobs/{asked.pk}/").status_code == 200
    assert client_of(officer).get(f"/record/imports/report/{asked.pk}/").status_code in (200, 302)
