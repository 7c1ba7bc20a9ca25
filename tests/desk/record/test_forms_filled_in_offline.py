"""The form goes out as XLSForm; what was filled in comes back; the same form corrected changes what it brought in."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tumen.errors import TableUnreadable
from tumen_desk.audit import states
from tumen_desk.jobs import services as jobs
from tumen_desk.record import xlsform
from tumen_desk.record.importing import forms_in, submitted, undo
from tumen_desk.record.models import Consent, Document, ImportBatch, Mention, Name, Said, Source, Submission

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])

ONE = {
    "_uuid": "aaaa-1", "_xform_id_string": "tumen-interview", "person/given_name": "카나리아새",
    "person/q_sex": "f", "person/q_birth": "1971", "person/q_children_left": "2", "consent/c_CP-ANALYSE": "yes",
    "guide_crossing/w_crossing_1": "Over the ice at night.",
}  # fmt: skip


def as_json(*rows: dict[str, str]) -> bytes:
    return json.dumps({"count": len(rows), "results": rows}, ensure_ascii=False).encode()


def bring(officer: Any, *rows: dict[str, str]) -> ImportBatch:
    return forms_in.apply_filled(
        actor=officer,
        plan=forms_in.check(as_json(*rows)),
        title="Forms",
        kind="SK-VICT",
        content_sha256="ab" * 32,
    )


def test_the_form_that_goes_out_has_questions_choices_and_three_languages() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsform.workbook(interview=True, consent=True)))
    survey = list(book["survey"].iter_rows(values_only=True))
    assert survey[0][:5] == ("type", "name", "label::English (en)", "label::한국어 (ko)", "label::中文 (zh)")
    rows = {row[1]: row for row in survey[1:] if row[1]}
    assert rows["q_sex"][0] == "select_one sex"
    assert rows["q_dependants"][0] == "decimal"
    assert any(name.startswith("c_") for name in rows)
    assert any(name.startswith("w_") for name in rows)
    opened = [row[0] for row in survey[1:] if str(row[0]).endswith("_group")]
    assert opened.count("begin_group") == opened.count("end_group") >= 3
    lists = {row[0] for row in book["choices"].iter_rows(min_row=2, values_only=True)}
    wanted = {str(row[0]).split()[1] for row in survey[1:] if str(row[0]).startswith("select")}
    assert wanted == lists
    only = openpyxl.load_workbook(io.BytesIO(xlsform.workbook(interview=False, consent=True)))
    assert not any(str(row[1]).startswith("w_") for row in only["survey"].iter_rows(values_only=True))


def test_a_submission_becomes_a_source_a_person_values_words_and_consent(officer: Any) -> None:
    bring(officer, ONE)
    (mention,) = Mention.objects.all()
    assert (mention.sex, mention.birth, mention.role) == ("f", "1971", "interviewee")
    assert Name.objects.get().text == "카나리아새"
    assert Said.objects.get(field="children_left").value == "2"
    assert "Over the ice at night." in Document.objects.get().text
    assert Consent.objects.get().granted
    assert states.compare().altered == ()


def test_the_same_form_corrected_updates_and_a_third_time_changes_nothing(officer: Any) -> None:
    bring(officer, ONE)
    corrected = {**ONE, "person/q_birth": "1972", "person/q_children_left": "3", "consent/c_CP-ANALYSE": "no"}
    assert bring(officer, corrected).counts == {
        "submissions new": 0, "submissions changed": 1, "submissions same": 0,
    }  # fmt: skip
    assert (Source.objects.count(), Submission.objects.count()) == (1, 1)
    assert Mention.objects.get().birth == "1972"
    assert [s.value for s in Said.objects.filter(field="children_left")] == ["3"]
    assert [c.granted for c in Consent.objects.order_by("pk")] == [True, False]
    assert states.compare().altered == ()
    assert forms_in.check(as_json(corrected)).counts["submissions same"] == 1


CORRECTED = {
    "ODK Central": (
        {"__id": "uuid:1", "meta/instanceID": "uuid:1"},
        {"__id": "uuid:1", "meta/instanceID": "uuid:2"},
        {"__id": "uuid:1", "meta/instanceID": "uuid:3"},
    ),
    "Kobo": (
        {"_uuid": "1", "meta/instanceID": "uuid:1"},
        {"_uuid": "2", "meta/instanceID": "uuid:2", "meta/deprecatedID": "uuid:1", "meta/rootUuid": "uuid:1"},
        {"_uuid": "3", "meta/instanceID": "uuid:3", "meta/deprecatedID": "uuid:2", "meta/rootUuid": "uuid:1"},
    ),
    "a server that keeps no lasting number": (
        {"meta/instanceID": "uuid:1"},
        {"meta/instanceID": "uuid:2", "meta/deprecatedID": "uuid:1"},
        {"meta/instanceID": "uuid:3", "meta/deprecatedID": "uuid:2"},
    ),
}
"""How each says that a submission was corrected, twice: every version has a number of its own."""


@pytest.mark.parametrize("server", CORRECTED)
def test_what_was_corrected_on_the_server_updates_though_its_number_changed(
    officer: Any, server: str
) -> None:
    answers = {name: answer for name, answer in ONE.items() if name != "_uuid"}
    first, second, third = (answers | numbers for numbers in CORRECTED[server])
    bring(officer, first)
    assert bring(officer, second | {"person/q_birth": "1972"}).counts["submissions changed"] == 1
    assert bring(officer, second | {"person/q_birth": "1972"}).counts["submissions same"] == 1
    assert bring(officer, third | {"person/q_birth": "1973"}).counts["submissions changed"] == 1
    assert (Source.objects.count(), Submission.objects.count()) == (1, 1)
    assert Mention.objects.get().birth == "1973"


def test_a_version_that_another_in_the_file_took_the_place_of_is_named() -> None:
    first, second, _ = (ONE | {"_uuid": ""} | numbers for numbers in CORRECTED["Kobo"])
    for rows in ((first, second), (second, first)):
        assert [fault.row for fault in forms_in.check(as_json(*rows)).faults] == [rows.index(first) + 1]


def test_an_import_of_forms_is_taken_back_whole(officer: Any) -> None:
    batch = bring(
        officer, ONE, {**ONE, "_uuid": "aaaa-2", "person/given_name": "", "guide_crossing/w_crossing_1": ""}
    )
    undo.undo_import(actor=officer, batch=batch)
    assert [m.objects.count() for m in (Source, Mention, Said, Consent, Document, Submission)] == [0] * 6


def test_csv_and_a_zip_of_xml_hold_the_same(officer: Any) -> None:
    table = b"KEY,person-q_sex,person-q_birth,consent-c_CP-ANALYSE\nuuid:1,f,1971,yes\n"
    xml = (
        '<data id="tumen-interview" version="1"><person><q_sex>f</q_sex><q_birth>1971</q_birth></person>'
        "<consent><c_CP-ANALYSE>yes</c_CP-ANALYSE></consent><meta><instanceID>uuid:1</instanceID></meta></data>"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("instances/1/submission.xml", xml)
        archive.writestr("instances/1/photo.jpg", b"left alone")
    for content in (table, packed.getvalue(), xml.encode()):
        (filled,) = forms_in.check(content).filled
        assert (filled.instance, filled.person, filled.consents) == (
            "1", {"sex": "f", "birth": "1971"}, {"CP-ANALYSE": True},
        )  # fmt: skip


def test_what_is_wrong_is_named_row_by_row_and_nothing_comes_in(officer: Any, client_of: Any) -> None:
    wrong = [
        ONE, {**ONE, "_uuid": ""}, {**ONE, "_uuid": "b", "person/q_sex": "x", "consent/c_CP-NONE": "yes"},
        {**ONE, "_uuid": "c", "q_nothing_known": "1"}, ONE,
    ]  # fmt: skip
    client = client_of(officer)
    answer = client.post(
        "/record/imports/submissions/",
        {"file": SimpleUploadedFile("a.json", as_json(*wrong)), "title": "Forms", "kind": "SK-VICT"},
    )
    job = jobs.run_next()
    assert job is not None
    assert [(f["row"], f["column"]) for f in job.result["faults"]] == [
        (2, "instanceID"), (3, "q_sex"), (3, "c_CP-NONE"), (4, "q_nothing_known"), (5, "instanceID"),
    ]  # fmt: skip
    assert "Faults: <strong>5</strong>" in client.get(answer.headers["Location"]).content.decode()
    client.post(answer.headers["Location"])
    refused = jobs.run_next()
    assert refused is not None
    assert (refused.state, Source.objects.count()) == ("failed", 0)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"<!DOCTYPE a><a/>", b"PK\x03\x04junk", b"\xff\xfe\x00"]
)
def test_what_holds_no_submission_is_refused_in_words(content: bytes) -> None:
    with pytest.raises((TableUnreadable, ValueError, SyntaxError, zipfile.BadZipFile)):
        submitted.read_here(content)


def test_the_form_is_downloaded_and_the_page_says_what_to_do(officer: Any, client_of: Any) -> None:
    client = client_of(officer)
    assert "XLSForm" in client.get("/record/imports/submissions/").content.decode()
    made = client.get("/record/imports/form/?of=consent")
    assert made.headers["Content-Disposition"] == 'attachment; filename="tumen-consent.xlsx"'
    openpyxl.load_workbook(io.BytesIO(b"".join(made.streaming_content)))
