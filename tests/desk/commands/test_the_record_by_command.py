"""What comes in and what is read without a browser: forms, documents, tables, the register."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from tests.desk.record.test_questions_of_a_form import FARM, book

from tumen.errors import ImportRefused, PolicyRefused, TableUnreadable, TumenError, UnknownField
from tumen_desk.accounts import circles
from tumen_desk.audit.models import Entry
from tumen_desk.commands import bringing, forms, rules, tables
from tumen_desk.record import asking, journeys, services
from tumen_desk.record.importing import questions, undo, workbook
from tumen_desk.record.models import Document, ImportBatch, Policy, Source
from tumen_desk.shell import terms

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(questions, "read_sheets", workbook.read_named)
    yield
    terms.changed()


@pytest.mark.usefixtures("in_this_process")
def test_a_form_is_looked_at_then_read_and_the_form_of_the_desk_asks_its_questions(
    protection: Any, officer: Any, tmp_path: Any
) -> None:
    path = tmp_path / "farm.xlsx"
    path.write_bytes(book(FARM))
    result, lines = forms.read(protection, path, about="mention", now=False)
    assert (result["counts"]["questions new"], "plots" in asking.fields()) == (5, False)
    assert lines[-1] == "Nothing was changed. --now does it."
    assert any(line.startswith("survey row 6: grown: new") for line in lines)
    result, _ = forms.read(protection, path, about="mention", now=True)
    assert ImportBatch.objects.get(pk=result["import"]).title == "Farms"
    forms.write(officer, tmp_path / "out.xlsx", of="interview")
    asked = workbook.read_named((tmp_path / "out.xlsx").read_bytes(), ("survey",))["survey"]
    assert "plots" in {cells["name"] for _, cells in asked.rows}
    with pytest.raises(PermissionDenied):
        forms.read(officer, path, about="mention", now=False)
    with pytest.raises(UnknownField, match="asked of 'house'"):
        forms.read(protection, path, about="house", now=False)
    with pytest.raises(TableUnreadable, match="Which form"):
        forms.write(officer, None, of="both")


@pytest.mark.usefixtures("in_this_process")
def test_a_form_with_a_fault_is_not_read_and_says_where(protection: Any, tmp_path: Any) -> None:
    path = tmp_path / "farm.xlsx"
    path.write_bytes(book({**FARM, "survey": [*FARM["survey"], {"type": "text", "name": "plots"}]}))
    _, lines = forms.read(protection, path, about="mention", now=False)
    assert any(line.startswith("Wrong: survey row 15, name: Row 5 has this name") for line in lines)
    with pytest.raises(ImportRefused):
        forms.read(protection, path, about="mention", now=True)
    assert not ImportBatch.objects.exists()


@pytest.fixture
def folder_of_files(tmp_path: Any) -> Any:
    for name, words in (
        ("one.txt", "We crossed the ice at night."),
        ("two.txt", "They took her off the train."),
    ):
        (tmp_path / name).write_text(words, "utf-8")
    return tmp_path


def add(user: Any, *paths: Any, now: bool = False, **given: Any) -> Any:
    plain = {
        "source": "", "kind": "SK-PRESS", "title": "Papers", "issuer": "", "language": "", "published": False,
        "leave_out_unreadable": False,
    }  # fmt: skip
    return bringing.documents(user, paths, now=now, **{**plain, **given})


def test_documents_are_looked_at_come_in_whole_and_are_known_the_second_time(
    officer: Any, lawyer: Any, folder_of_files: Any
) -> None:
    result, lines = add(officer, folder_of_files)
    assert (result["new"], Document.objects.exists()) == (2, False)
    assert lines == [
        "one.txt: new. 28 characters.", "two.txt: new. 28 characters.",
        "2 of 2 would come in. Nothing was written. --now does it.",
    ]  # fmt: skip
    result, _ = add(officer, folder_of_files, now=True)
    assert {s.kind for s in Source.objects.filter(batch=result["import"])} == {"SK-PRESS"}
    assert "already in the record as D-" in "".join(add(officer, folder_of_files)[1])
    with pytest.raises(PermissionDenied):
        add(lawyer, folder_of_files)


def test_documents_may_belong_to_a_source_that_one_may_know_of_and_go_again(
    officer: Any, protection: Any, folder_of_files: Any
) -> None:
    source = services.source_create(actor=officer, title="Heard", kind="SK-VICT")
    result, _ = add(officer, folder_of_files, source=str(source), kind="", now=True)
    assert (source.documents.count(), Source.objects.count()) == (2, 1)
    undo.undo_import(actor=officer, batch=ImportBatch.objects.get(pk=result["import"]))
    assert not Document.objects.exists()
    circle = circles.circle_make(actor=protection, title="A case")
    circles.source_enclose(actor=protection, circle=circle, source=source.pk)
    with pytest.raises(UnknownField, match=f"no source {source}"):
        add(officer, folder_of_files, source=str(source))


def test_what_cannot_come_in_says_so_and_leaves_nothing(officer: Any, folder_of_files: Any) -> None:
    (folder_of_files / "bad.pdf").write_bytes(b"%PDF-1.7 cut")
    with pytest.raises(ImportRefused, match="1 files cannot be read"):
        add(officer, folder_of_files, now=True)
    assert not Source.objects.exists()
    assert add(officer, folder_of_files, now=True, leave_out_unreadable=True)[0]["new"] == 2
    for given, says in (
        ({"kind": ""}, "What kind"), ({"kind": "NO-SUCH"}, "no term"), ({"language": "la"}, "no language"),
        ({"source": "S-999"}, "no source"),
    ):  # fmt: skip
        with pytest.raises(TumenError, match=says):
            add(officer, folder_of_files, **given)
    with pytest.raises(ImportRefused, match="cannot be opened"):
        add(officer, folder_of_files / "not-there.pdf")


RULES = (
    "telling_id,policy_id,source_id,title,kind,topic,state,standing,rule,from\n"
    "t1,p1,{source},Order to shoot,PK-ORDER,PT-FORCE,PRK,,Whoever crosses may be shot,2011\n"
    "t2,p1,{source},Order to shoot,PK-ORDER,PT-FORCE,PRK,,Whoever crosses may be shot,2012\n"
)


@pytest.fixture
def rules_in(officer: Any, tmp_path: Any) -> Source:
    source = services.source_create(actor=officer, title="A report", kind="SK-UN", published=True)
    path = tmp_path / "rules.csv"
    path.write_text(RULES.format(source=source), "utf-8")
    plain = {"organisation": "", "consented": False}
    looked, lines = bringing.table(officer, "policies", path, **plain, now=False)
    assert (looked["counts"], Policy.objects.exists()) == ({"policies": 2}, False)
    assert lines == ["2 rows would come in. Nothing was written. --now does it."]
    bringing.table(officer, "policies", path, **plain, now=True)
    return source


def test_the_register_is_brought_in_listed_read_and_written(
    rules_in: Source, officer: Any, protection: Any, tmp_path: Any
) -> None:
    plain = {"text": "", "state": "PRK", "kind": "", "topic": "", "place": "", "out": None}
    (told,) = rules.found(officer, **plain)[0]["rules"]
    assert told["title"] == "Order to shoot"
    result, lines = rules.one(officer, told["rule"])
    assert [f["field"] for f in result["fields"] if f["in_conflict"]] == ["date"]
    assert any("they exclude each other" in line for line in lines)
    assert rules.sheet(officer, "PRK")[0]["topics"][0]["topic"] == "PT-FORCE"
    rules.found(officer, **{**plain, "out": tmp_path / "out.csv"})
    assert (tmp_path / "out.csv").read_text("utf-8").count("Whoever crosses may be shot") == 2
    circle = circles.circle_make(actor=protection, title="A case")
    circles.source_enclose(actor=protection, circle=circle, source=rules_in.pk)
    assert rules.found(officer, **plain)[0]["rules"] == []
    with pytest.raises(PolicyRefused, match="no rule"):
        rules.one(officer, told["rule"])
    with pytest.raises(PolicyRefused, match="no state"):
        rules.sheet(officer, "XXX")


def test_a_table_that_is_wrong_says_so_by_row(officer: Any, tmp_path: Any) -> None:
    path = tmp_path / "mentions.csv"
    path.write_text("id,sex,birth\nm1,q,1971\n", "utf-8")
    plain = {"organisation": "", "consented": False}
    result, lines = bringing.table(officer, "mentions", path, **plain, now=False)
    assert result["fault_count"] == 1
    assert lines[0].startswith("Row 2, sex: ")
    with pytest.raises(ImportRefused):
        bringing.table(officer, "mentions", path, **plain, now=True)
    with pytest.raises(TableUnreadable, match="'people'"):
        bringing.table(officer, "people", path, **plain, now=False)


def test_a_table_over_the_record_is_shown_and_leaves_without_small_cells(officer: Any, tmp_path: Any) -> None:
    source = services.source_create(actor=officer, title="Heard", kind="SK-VICT", published=True)
    for left in ("1997", "1999", "1999"):
        person = services.mention_create(actor=officer, source=source, left=left)
        journeys.leg_add(actor=officer, mention=person, kind="LEG-CROSS", date=left, to_place="CN-YANJI")
    assert {"where"} <= {t["name"] for t in tables.all_of(officer)[0]["tables"]}
    result, lines = tables.one(officer, "where", {"since": 1999}, csv=None)
    assert [(row[0], row[2]) for row in result["rows"]] == [(1999, "1–4")]
    why = "The two of 1999 are looked for by our team"
    exact = tables.one(officer, "where", {"since": 1999}, csv=None, inside=why)[0]
    assert [(row[0], row[2]) for row in exact["rows"]] == [(1999, 2)]
    with pytest.raises(UnknownField, match="no reason"):
        tables.one(officer, "where", {}, csv=None, inside="ok")
    assert lines[0] == "\t".join(result["columns"])
    tables.one(officer, "where", {}, csv=tmp_path / "where.csv")
    assert (tmp_path / "where.csv").read_text("utf-8").count("1–4") == 2
    logged = Entry.objects.filter(action="record.table_export").order_by("sequence")
    assert [e.details.get("inside", "") for e in logged] == ["", why, ""]
    for name, given, says in (
        ("no-such", {}, "no table"), ("where", {"facility": "x"}, "not narrowed by --facility"),
    ):  # fmt: skip
        with pytest.raises(UnknownField, match=says):
            tables.one(officer, name, given, csv=None)


def test_an_empty_table_to_fill_in_is_written(officer: Any, tmp_path: Any) -> None:
    bringing.template(officer, "media", tmp_path / "media.xlsx")
    read = workbook.read_named((tmp_path / "media.xlsx").read_bytes(), ("media", "codes"))
    assert read["media"].columns[:3] == ["media_id", "document", "kind"]
    assert read["codes"].rows
    for name, path in (("people", "a.xlsx"), ("media", "a.csv")):
        with pytest.raises(TableUnreadable, match="no empty table"):
            bringing.template(officer, name, tmp_path / path)
