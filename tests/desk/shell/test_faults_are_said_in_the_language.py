"""What the desk answers to wrong input, bad files and refused deeds is Korean or Chinese, to the last sentence."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from lxml import html
from tests.desk.shell.test_every_page_speaks import NAMES, words_of

from tumen_desk.accounts.models import User
from tumen_desk.jobs.models import Job, State
from tumen_desk.jobs.registry import work_for
from tumen_desk.jobs.running import Running
from tumen_desk.record import services
from tumen_desk.record.importing import questions, workbook

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])

HEARD = "//ul[contains(@class, 'messages')] | //*[contains(@class, 'error')] | //*[contains(@class, 'caveat')] | //td"
"""Where a page says what went wrong: after a deed, beside a field, on an error page, row by row of a report."""


@pytest.fixture(params=["ko", "zh-hans"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with translation.override(request.param):
        yield str(request.param)


@pytest.fixture
def speaking(client_of: Callable[[User], Client], language: str) -> Callable[[User], Client]:
    def signed_in(user: User) -> Client:
        client = client_of(user)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        return client

    return signed_in


def told(page: bytes, *, also: frozenset[str] = frozenset()) -> str:
    """What a page says of faults; no word of it may be English but names and codes and what was given."""
    root = html.fromstring(page)
    found = root.xpath(HEARD) or root.xpath("//main")  # a page that is nothing but an error
    assert found
    left = {w for node in found for w in words_of(html.tostring(node)) if not NAMES.fullmatch(w)} - also
    assert not left, (left, [" ".join(node.text_content().split()) for node in found])
    return " ".join(" ".join(node.text_content().split()) for node in found)


def given(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def book(**sheets: list[list[str]]) -> bytes:
    made, out = openpyxl.Workbook(), io.BytesIO()
    made.remove(made["Sheet"])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(out)
    return out.getvalue()


def test_forms_say_what_is_wrong(officer: User, speaking: Any) -> None:
    client = speaking(officer)
    wrong: dict[str, dict[str, Any]] = {
        "/record/sources/new/": {"title": "", "kind": "NO-SUCH", "date": "the day the river froze"},
        "/record/policies/new/": {"title": "", "kind": "NO-SUCH"},
        "/record/units/new/": {"title": "", "kind": "NO-SUCH"},
        "/record/imports/table/": {"table": "mentions"},
        "/record/imports/documents/": {"title": ""},
        "/record/imports/submissions/": {"title": ""},
        "/accounts/own/password/": {"old": "no", "new": "short", "again": "other"},
    }
    for address, values in wrong.items():
        answer = client.post(address, values)
        assert answer.status_code == 422, address
        told(answer.content, also=frozenset({"SUCH", "law"}))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"\n\n"),
        ("a.csv", b"id,id\n1,2\n"),
        ("a.csv", b"id,name\n1," + b"x" * 2_000_000),
        ("a.xlsx", b"PK\x03\x04 no workbook"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_a_sentence(
    name: str, content: bytes, officer: User, speaking: Any
) -> None:
    answer = speaking(officer).post(
        "/record/imports/table/", {"table": "mentions", "file": given(name, content)}
    )
    assert answer.status_code in (400, 422)
    told(answer.content, also=frozenset({"name"}))


def report_of(client: Client, address: str, values: dict[str, Any]) -> bytes:
    """Ask for a dry run, do it here, and open its report."""
    answer = client.post(address, values)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    job = Job.objects.latest("pk")
    with translation.override("en"):  # a worker has no page
        result = work_for(job.kind)(Running(job))
    Job.objects.filter(pk=job.pk).update(state=State.DONE, result=result)
    return bytes(client.get(f"/record/imports/report/{job.pk}/").content)


def test_a_table_with_faults_is_told_row_by_row(officer: User, speaking: Any) -> None:
    client = speaking(officer)
    lines = ["id,name,sex,birth,relative", "1,Kim,x,,", "1,Kim,f,the day it rained,9", ",Lee,f,1990,"]
    upload = {"table": "mentions", "file": given("list.csv", "\n".join(lines).encode())}
    to_match = client.post("/record/imports/table/", upload)
    mapping = {"mention_id": "id", "name": "name", "sex": "sex", "birth": "birth", "related_to": "relative"}
    columns = {f"column_{name}": heading for name, heading in mapping.items()}
    page = report_of(client, to_match.headers["Location"], {"title": "A list", **columns})
    told(page, also=frozenset({"rained", "the", "day"}))


def test_a_broken_form_is_told_row_by_row(
    protection: User, speaking: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "read_sheets", workbook.read_named)  # the child is tested by itself
    client = speaking(protection)
    broken = book(
        survey=[
            ["type", "name", "label", "relevant"],
            ["text", "two words", "x", ""],
            ["text", "b", "x", "${nobody} = 1"],
            ["select_one none", "d", "x", ""],
            ["end group", "", "", ""],
        ],
        choices=[["list_name", "name", "label"], ["l", "1", "x"], ["l", "1", "x"]],
    )
    page = report_of(
        client,
        "/record/imports/form/read/",
        {"title": "A form", "about": "mention", "file": given("f.xlsx", broken)},
    )
    assert told(page, also=frozenset({"nobody", "none", "group", "choices", "survey"}))


def test_deeds_that_are_refused_say_so(
    officer: User, protection: User, analyst: User, lawyer: User, speaking: Any
) -> None:
    source = services.source_create(actor=officer, title="Heard", kind="SK-VICT")
    deeds: list[tuple[User, str, dict[str, Any]]] = [
        (officer, f"/record/sources/{source.pk}/document/", {}),
        (officer, f"/record/sources/{source.pk}/consent/", {}),
        (protection, "/accounts/circles/", {"title": ""}),
        (protection, "/log/heads/against/", {"head": "{}"}),
        (protection, "/log/heads/countersign/", {"text": "no head"}),
        (protection, "/keep/passphrase/", {"old": "no", "new": "short", "again": "x"}),
        (analyst, "/search/save/", {"words": ""}),
        (lawyer, "/act/recommendations/", {"addressee": "", "text": ""}),
        (lawyer, "/act/campaigns/", {"title": "A week", "day": "2026-01-05", "begins": "2026-02-05"}),
        (lawyer, "/act/fates/?rule=NO-SUCH", {}),
        (lawyer, "/act/contacts/", {"name": ""}),
    ]
    for user, address, values in deeds:
        client = speaking(user)
        answer = client.get(address) if "?" in address else client.post(address, values, follow=True)
        if answer.status_code == 302:
            answer = client.get(answer.headers["Location"])
        assert answer.status_code < 500, address
        assert answer.content, address
        told(answer.content, also=frozenset({"SUCH", "law"}))
