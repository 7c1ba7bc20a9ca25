"""CSV and XLSX come in whole or not at all; every fault is said with the row the spreadsheet shows."""

from __future__ import annotations

import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from openpyxl import Workbook

from tumen.errors import DuplicateImport, ImportRefused, TableUnreadable, UndoRefused
from tumen_desk.jobs import services as jobs
from tumen_desk.jobs.models import Job
from tumen_desk.link.services import judgement_add
from tumen_desk.record.importing.apply import apply_plan
from tumen_desk.record.importing.plan import Plan, check_table
from tumen_desk.record.importing.rows import read_rows
from tumen_desk.record.importing.tables import guess_mapping
from tumen_desk.record.importing.undo import undo_import
from tumen_desk.record.models import (
    Account,
    Act,
    Consent,
    ImportBatch,
    Involvement,
    Mention,
    Name,
    Source,
    Tie,
)
from tumen_desk.shell.spoken import spoken

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


def _csv(*lines, encoding="utf-8"):
    return "\n".join(lines).encode(encoding)


def _xlsx(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _plan(**tables):
    return Plan(tables={name: check_table(content, table=name) for name, content in tables.items()})


def _import(user, *, title="A list", organisation="", consented=False, **tables):
    digest = hashlib.sha256(
        repr(sorted(tables.items())).encode() + title.encode() + organisation.encode()
    ).hexdigest()
    return apply_plan(
        actor=user,
        plan=_plan(**tables),
        title=title,
        content_sha256=digest,
        organisation=organisation,
        consented=consented,
    )


def _where(checked):
    return [(f.row, f.column) for f in checked.faults]


PERSONS = _csv("mention_id,name,sex,birth", "1,김영희,f,1971-03", "2,Kim Chol Su,m,1969?", "3,박순자,,")


def test_headings_are_guessed_in_three_languages_and_none_is_used_twice():
    guessed = guess_mapping("mentions", ["ID", "성명", "성별", "Date of Birth", "Organisation", "note"])
    assert guessed == {
        "mention_id": "ID",
        "name": "성명",
        "sex": "성별",
        "birth": "Date of Birth",
        "organisation": "Organisation",
    }
    assert guess_mapping("acts", ["id", "victim", "act", "when"]) == {
        "act_id": "id",
        "mention_id": "victim",
        "type": "act",
        "date": "when",
    }


def test_a_sound_list_comes_in_with_every_value_as_it_was_told(officer):
    batch = _import(officer, organisation="An organisation", mentions=PERSONS)
    assert batch.counts == {"mentions": 3}
    assert list(Name.objects.order_by("pk").values_list("text", flat=True)) == [
        "김영희",
        "Kim Chol Su",
        "박순자",
    ]
    told = Mention.objects.order_by("pk").values_list("sex", "birth", "external_id")
    assert list(told) == [("f", "1971-03", "1"), ("m", "1969?", "2"), ("", "", "3")]
    assert Source.objects.get().issuer.name == "An organisation"


def test_the_same_rows_come_out_of_csv_semicolons_tabs_utf16_and_excel():
    rows = [["mention_id", "name", "sex"], ["7", "김영희", "f"], ["8", "O'Ch'oe, Jr.", "m"]]
    wanted = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    quoted = ['"' + '"{0}"'.join(row) + '"' for row in rows]
    variants = [
        *("\r\n".join(line.format(d) for line in quoted).encode("utf-8-sig") for d in ",;\t"),
        "\n".join(line.format(",") for line in quoted).encode("utf-16"),
        _xlsx(rows),
    ]
    for content in variants:
        assert [cells for _, cells in read_rows(content, table="mentions").rows] == wanted


def test_each_fault_carries_the_row_that_the_spreadsheet_shows():
    content = _csv(
        "mention_id,name,sex,birth,birthplace",
        "1,a,f,1971,",
        "",
        "2,b,woman,1971,",
        '3,"two\nlines",f,1971-13,',
        ",c,f,1971,",
        "4,d,f,1971,NOWHERE",
        "5,e,f",
        "6,f,f,tomorrow or so,",
    )
    assert _where(check_table(content, table="mentions")) == [
        (4, "sex"), (5, "birth"), (6, "mention_id"), (7, "birthplace"), (8, ""), (9, "birth"),
    ]  # fmt: skip


def test_the_row_numbers_of_excel_hold_over_empty_rows_formulas_and_errors():
    content = _xlsx([
        ["mention_id", "name", "sex"], ["1", "a", "f"], [None, None, None], ["2", "=1+1", "f"], ["3", "c", "x"],
        ["4", "#REF!", "f"], ["5", "e", "f", "beyond"],
    ])  # fmt: skip
    checked = check_table(content, table="mentions")
    assert [(r, c) for r, c in _where(checked)] == [(4, "name"), (5, "sex"), (6, "name"), (7, "")]
    assert "formula" in checked.faults[0].message


@pytest.mark.parametrize("language", ["en", "ko", "zh-hans"])
def test_words_that_must_be_typed_so_are_told_so_in_every_language(language):
    table = b"value_id,field,how\n1,health,maybe\n"
    (fault,) = check_table(table, table="said").faults
    with translation.override(language):
        assert all(
            f"'{word}'" in spoken(fault.message) for word in ("stated", "not_stated", "refused", "unknown")
        )


@pytest.mark.parametrize(
    ("written", "sex"), [("Female", "f"), ("여성", "f"), ("女性", "f"), ("남자", "m"), ("男", "m")]
)
def test_a_sex_is_known_in_three_languages(written, sex):
    ((_, row),) = check_table(f"mention_id,sex\n1,{written}\n".encode(), table="mentions").rows
    assert row["sex"] == sex


def test_an_id_that_stands_twice_is_a_fault_in_both_rows():
    assert _where(check_table(_csv("id,name", "1,a", "2,b", "1,c"), table="mentions")) == [
        (2, "mention_id"),
        (4, "mention_id"),
    ]


def test_a_column_that_is_needed_and_a_heading_that_is_not_there_are_faults_of_row_one():
    checked = check_table(
        _csv("name,sex", "a,f"), table="mentions", mapping={"name": "name", "sex": "gender"}
    )
    assert (1, "mention_id") in _where(checked)
    assert (1, "gender") in _where(checked)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02binary\xff", "UTF-8"),
        ("이름,성별\n김영희,여\n".encode("cp949"), "UTF-8"),
        (b",,\n1,2,3\n", "no column names"),
        (b"id,name,id\n1,a,2\n", "stand twice"),
        (b'id,name\n1,"cut in the mid', "breaks off after row 1"),
        (b'id,name\n1,a\n2,b\n3,"cut in the mid', "breaks off after row 3"),
        (b"PK\x03\x04 not a workbook", "damaged"),
        (_xlsx([["id", "name"], ["1", "a"]])[:-200], "damaged"),
        (b"a" * 200_000, "breaks off|no column|field"),
        (b"%PDF-1.4\n1 0 obj, endobj\n", "a document and no table"),
        (b"<!DOCTYPE html>\n<p>id,name</p>\n", "a document and no table"),
    ],
)
def test_what_is_no_whole_table_is_refused_in_words(content, words):
    with pytest.raises(TableUnreadable, match=words):
        read_rows(content, table="mentions")


@pytest.mark.parametrize("flips", [12, pytest.param(200, marks=pytest.mark.slow)])
def test_a_workbook_with_a_flipped_byte_is_refused_or_read_but_never_falls_over(flips):
    whole = _xlsx([["id", "name"], *([str(n), f"김이름{n}"] for n in range(50))])
    for at in range(0, len(whole), len(whole) // flips):
        altered = bytearray(whole)
        altered[at] ^= 0x55
        try:
            read_rows(bytes(altered), table="mentions")
        except TableUnreadable:
            continue


@pytest.mark.parametrize("missing", range(1, 9))
def test_half_a_csv_is_never_half_imported(officer, missing):
    with pytest.raises((ImportRefused, TableUnreadable)):
        _import(officer, mentions=PERSONS[:-missing])
    assert not ImportBatch.objects.exists()
    assert not Mention.objects.exists()


def test_the_same_bytes_come_in_once_until_they_are_taken_back(officer):
    first = _import(officer, mentions=PERSONS)
    with pytest.raises(DuplicateImport, match=str(first)):
        _import(officer, mentions=PERSONS)
    undo_import(actor=officer, batch=first)
    assert _import(officer, mentions=PERSONS).counts == {"mentions": 3}


ACTS = _csv("act_id,mention_id,type,date,place,agency", "a1,1,REFOUL,2010,,PRK-MSS", "a2,2,DEPORT,2011,,")


def test_acts_find_the_persons_of_an_earlier_list(officer):
    _import(officer, organisation="One", mentions=PERSONS)
    _import(officer, title="Acts", acts=ACTS)
    act = Act.objects.get(external_id="a1")
    assert act.mention.external_id == "1"
    assert act.account.source_id == act.mention.source_id
    assert act.involvements.get().agency == "PRK-MSS"


def test_an_act_done_to_somebody_who_is_not_there_stops_the_whole_import(officer):
    _import(officer, mentions=PERSONS)
    before = [m.objects.count() for m in (Act, Account, ImportBatch, Involvement)]
    with pytest.raises(ImportRefused) as refused:
        _import(officer, title="Acts", acts=ACTS + b"\na3,99,REFOUL,2012,,")
    assert refused.value.fields["faults"] == [
        {"table": "acts", "row": 4, "column": "mention_id", "message": "No person of this id."}
    ]
    assert [m.objects.count() for m in (Act, Account, ImportBatch, Involvement)] == before


def test_a_relative_who_is_not_in_the_list_stops_the_whole_import(officer):
    related = _csv("mention_id,name,related_to,relation", "1,a,2,wife", "2,b,,", "3,c,9,son", "4,d,4,self")
    with pytest.raises(ImportRefused) as refused:
        _import(officer, mentions=related)
    assert [(f["row"], f["column"]) for f in refused.value.fields["faults"]] == [
        (4, "related_to"),
        (5, "related_to"),
    ]
    assert not Mention.objects.exists()
    _import(officer, mentions=_csv("mention_id,name,related_to,relation", "1,a,2,wife", "2,b,,"))
    assert Tie.objects.get().other.external_id == "2"


def test_two_lists_may_use_the_same_ids_and_then_an_act_must_say_which(officer):
    for organisation in ("One", "Another"):
        _import(officer, title=organisation, organisation=organisation, mentions=PERSONS)
    with pytest.raises(ImportRefused) as refused:
        _import(officer, title="Acts", acts=ACTS)
    assert "Several lists" in refused.value.fields["faults"][0]["message"]
    named = _csv("act_id,source_id,mention_id,type", "a1,Another,1,REFOUL")
    _import(officer, title="Acts", acts=named)
    assert Act.objects.get().mention.source.issuer.name == "Another"


def test_a_list_never_falls_into_the_source_of_another_list_of_the_same_title(officer):
    for organisation, consented in (("One", True), ("Another", False)):
        _import(
            officer,
            title="List of mentions",
            organisation=organisation,
            consented=consented,
            mentions=PERSONS,
        )
    assert sorted(Source.objects.values_list("issuer__name", flat=True)) == ["Another", "One"]
    assert set(Consent.objects.values_list("source__issuer__name", flat=True)) == {"One"}


def test_rows_of_several_organisations_become_one_source_for_each(officer):
    rows = _csv("id,name,organisation", "1,a,One", "2,b,Another", "3,c,One", "4,d,")
    _import(officer, organisation="The deliverer", mentions=rows)
    told = Mention.objects.order_by("pk").values_list("source__issuer__name", flat=True)
    assert list(told) == ["One", "Another", "One", "The deliverer"]


def test_an_unknown_code_is_a_fault_and_nothing_is_written(officer):
    with pytest.raises(ImportRefused):
        _import(officer, mentions=PERSONS, acts=_csv("act_id,mention_id,type", "a1,1,MURDERED-ISH"))
    assert not Mention.objects.exists()


def test_an_import_is_taken_back_with_every_row_of_it(officer):
    batch = _import(officer, organisation="One", consented=True, mentions=PERSONS, acts=ACTS)
    assert Consent.objects.count() == 3
    undo_import(actor=officer, batch=batch)
    for model in (Mention, Name, Act, Account, Involvement, Consent, Source):
        assert not model.objects.exists(), model
    batch.refresh_from_db()
    assert batch.undone_by == officer
    with pytest.raises(UndoRefused, match="already"):
        undo_import(actor=officer, batch=batch)


def test_taking_back_is_refused_while_judgements_stand_on_it(officer):
    batch = _import(officer, organisation="One", consented=True, mentions=PERSONS)
    one, other = Mention.objects.order_by("pk")[:2]
    judgement_add(actor=officer, mention_a=one, mention_b=other, verdict="same")
    with pytest.raises(UndoRefused, match="1 judgements"):
        undo_import(actor=officer, batch=batch)
    assert Mention.objects.count() == 3


def test_taking_back_is_refused_while_rows_added_later_stand_on_it(officer):
    persons = _import(officer, mentions=PERSONS)
    acts = _import(officer, title="Acts", acts=ACTS)
    with pytest.raises(UndoRefused, match="act"):
        undo_import(actor=officer, batch=persons)
    assert Mention.objects.count() == 3
    undo_import(actor=officer, batch=acts)
    undo_import(actor=officer, batch=persons)
    assert not Mention.objects.exists()


def test_who_may_not_write_may_not_import(lawyer):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        _import(lawyer, mentions=PERSONS)


class TestInTheBrowser:
    """From the upload to the import and back, through the pages."""

    def _upload(self, client, content, name="list.csv", table="mentions"):
        return client.post(
            "/record/imports/table/", {"file": SimpleUploadedFile(name, content), "table": table}
        )

    def _dry_run(self, client, content, **given):
        columns = self._upload(client, content).headers["Location"]
        page = client.get(columns).content.decode()
        guessed = {f"column_{c}": c for c in ("mention_id", "name", "sex", "birth")}
        answer = client.post(columns, {"title": "A list", "organisation": "One", **guessed, **given})
        jobs.run_next()
        return page, answer.headers["Location"]

    def test_a_list_is_looked_at_matched_tried_and_imported(self, officer, client_of):
        client = client_of(officer)
        page, report = self._dry_run(client, PERSONS)
        assert "김영희" in page
        assert not Mention.objects.exists()
        assert "<strong>3</strong> mentions would come in" in client.get(report).content.decode()
        client.post(report)
        jobs.run_next()
        assert Mention.objects.count() == 3
        batch = ImportBatch.objects.get()
        client.post(f"/record/imports/{batch.pk}/undo/")
        assert not Mention.objects.exists()
        assert "taken back" in client.get(f"/record/imports/{batch.pk}/").content.decode()

    def test_a_dry_run_shows_each_fault_and_offers_no_import(self, officer, client_of):
        client = client_of(officer)
        _, report = self._dry_run(client, PERSONS.replace(b"1971-03", b"1971-13"))
        page = client.get(report).content.decode()
        assert "Import now" not in page
        assert 'href="/record/imports/table/">Give another file' in page
        assert '<td class="n">2</td><td><code>birth</code></td>' in page
        client.post(report)
        job = jobs.run_next()
        assert job is None or job.state == "failed"
        assert not Mention.objects.exists()

    def test_the_same_file_again_is_said_at_once(self, officer, client_of):
        client = client_of(officer)
        _, report = self._dry_run(client, PERSONS)
        client.post(report)
        jobs.run_next()
        again = client.get(self._upload(client, PERSONS).headers["Location"])
        assert again.status_code == 400
        assert "came in before" in again.content.decode()

    def test_what_is_no_table_is_refused_on_the_page(self, officer, client_of):
        answer = self._upload(client_of(officer), "이름\n김".encode("cp949"))
        assert answer.status_code == 422
        assert "UTF-8" in answer.content.decode()
        assert 'name="file"' in answer.content.decode()

    def test_documents_that_are_all_there_already_offer_no_import(self, officer, client_of):
        client, report = client_of(officer), {}
        for turn in ("first", "again"):
            file = SimpleUploadedFile("a.txt", b"In March 2004 two people were sent back.")
            given = {"files": file, "title": turn, "kind": "SK-PRESS"}
            report[turn] = client.post("/record/imports/documents/", given).headers["Location"]
            jobs.run_next()
            page = client.get(report[turn]).content.decode()
            assert ("Import now" in page) == (turn == "first")
            if turn == "first":
                client.post(report[turn])
                jobs.run_next()
        assert "Nothing of this would come in." in page
        assert 'href="/record/imports/documents/">Give another file' in page

    def test_odd_addresses_are_not_found_rather_than_falling_over(self, officer, client_of):
        client = client_of(officer)
        assert client.get(f"/record/imports/table/nothing/{'a' * 64}/").status_code == 404
        assert client.get("/record/imports/table/mentions/xyz/").status_code == 404
        assert client.get(f"/record/imports/table/mentions/{'a' * 64}/").status_code == 400

    def test_an_import_by_somebody_whose_role_changed_meanwhile_is_refused(self, officer, client_of):
        client = client_of(officer)
        _, report = self._dry_run(client, PERSONS)
        client.post(report)
        officer.role = "lawyer"
        officer.save()
        job = jobs.run_next()
        assert Job.objects.get(pk=job.pk).state == "failed"
        assert not Mention.objects.exists()
