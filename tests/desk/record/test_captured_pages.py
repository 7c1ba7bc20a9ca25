"""A captured page brings its address, its day and the copy that a citation can be held against."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tumen_desk.act import report_marks
from tumen_desk.audit import states
from tumen_desk.jobs import services as jobs
from tumen_desk.record import services
from tumen_desk.record.models import Source

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


def warc(address: str) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>A return</title><p>Seven were sent back.</p>"
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2019-03-04T05:06:07Z"
    return f"{head}\r\nContent-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def test_address_and_day_come_from_the_archive_and_stand_in_the_citation(
    officer: Any, client_of: Any
) -> None:
    source = services.source_create(actor=officer, title="A page", kind="SK-VICT")
    kept = services.document_add(
        actor=officer, source=source, name="a.warc", content=warc("https://example.org/1")
    )
    source.refresh_from_db()
    assert (source.address, source.retrieved) == ("https://example.org/1", "2019-03-04")
    assert states.compare().altered == ()
    cited = report_marks.cite(source)
    assert "https://example.org/1 (read" in cited
    assert f"archived copy {kept}, SHA-256 {kept.file_sha256[:16]}" in cited
    assert "archived copy" in client_of(officer).get(f"/record/sources/{source.pk}/").content.decode()


def test_what_somebody_said_of_the_address_is_not_overwritten(officer: Any) -> None:
    source = services.source_create(
        actor=officer, title="x", kind="SK-VICT", address="https://example.org/own"
    )
    services.document_add(actor=officer, source=source, name="a.warc", content=warc("https://example.org/2"))
    source.refresh_from_db()
    assert source.address == "https://example.org/own"


def test_archives_dropped_into_an_import_become_sources_with_address_and_title(
    officer: Any, client_of: Any
) -> None:
    client = client_of(officer)
    files = [SimpleUploadedFile("a.warc", warc("https://example.org/3"))]
    answer = client.post("/record/imports/documents/", {"title": "x", "kind": "SK-VICT", "files": files})
    jobs.run_next()
    client.post(answer.headers["Location"])
    jobs.run_next()
    made = Source.objects.get()
    assert (made.title, made.address, made.retrieved) == ("A return", "https://example.org/3", "2019-03-04")
