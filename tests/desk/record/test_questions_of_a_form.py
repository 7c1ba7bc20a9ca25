"""An XLSForm comes in: what is new, changed and left out is said first; nothing is taken away; it can be taken back."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from tumen.errors import ImportRefused, TableUnreadable, UndoRefused
from tumen_desk.record import asking, lists, saying, services, xlsform
from tumen_desk.record.importing import apart, form_plan, form_write, forms_in, questions, undo, workbook
from tumen_desk.record.importing.table import Rows
from tumen_desk.record.models import ImportBatch, LocalField, LocalTerm, Mention, Said
from tumen_desk.shell import terms
from tumen_desk.shell.spoken import spoken

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])

LABEL = "label::English (en)"
FARM = {
    "survey": [
        {"type": "start", "name": "start"},
        {"type": "begin group", "name": "home", LABEL: "At home", "label::한국어 (ko)": "집에서"},
        {"type": "select_one yn", "name": "owns_land", LABEL: "Does your family own land?", "required": "yes"},
        {"type": "integer", "name": "plots", LABEL: "How many plots?", "label::한국어 (ko)": "몇 필지입니까?",
         "relevant": "${owns_land} = 'yes'", "constraint": ". < 50", "constraint_message::English (en)": "Too many.",
         "hint::English (en)": "Count rented ones too."},
        {"type": "select_multiple crops", "name": "grown", LABEL: "What was grown?"},
        {"type": "end group"},
        {"type": "begin_repeat", "name": "moves", LABEL: "Moves"},
        {"type": "text", "name": "village", LABEL: "Which village?"},
        {"type": "end_repeat"},
        {"type": "geopoint", "name": "where", LABEL: "Where are you?"},
        {"type": "begin group", "name": "act", LABEL: "The arrest"},
        {"type": "date", "name": "told_family", LABEL: "When was the family told?"},
        {"type": "end group"},
    ],
    "choices": [
        {"list_name": "yn", "name": "yes", LABEL: "Yes"}, {"list_name": "yn", "name": "no", LABEL: "No"},
        {"list_name": "crops", "name": "maize", LABEL: "Maize", "label::한국어 (ko)": "옥수수",
         "label::中文 (zh)": "玉米"},
        {"list_name": "crops", "name": "cold_rice", LABEL: "Rice"},
    ],
    "settings": [{"form_id": "farm", "form_title": "Farms", "version": "3"}],
}  # fmt: skip


def sheets(form: dict[str, list[dict[str, str]]] = FARM) -> dict[str, Rows]:
    """The sheets as the reader of workbooks gives them."""
    found = {}
    for name, rows in form.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        lines = [(n, {c: row.get(c, "") for c in columns}) for n, row in enumerate(rows, start=2)]
        found[name] = Rows(columns=columns, rows=lines)
    return found


def book(form: dict[str, list[dict[str, str]]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made["Sheet"])
    for name, rows in sheets(form).items():
        sheet = made.create_sheet(name.title())
        sheet.append(rows.columns)
        for _, cells in rows.rows:
            sheet.append(list(cells.values()))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_rows(sheet: str, *rows: dict[str, str], form: Any = FARM) -> dict[str, list[dict[str, str]]]:
    return {**form, sheet: [*form[sheet], *rows]}


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The child is tested once by itself below; a process for every form would cost a second each."""
    monkeypatch.setattr(questions, "read_sheets", workbook.read_named)
    yield
    terms.changed()


def bring(actor: Any, form: dict[str, list[dict[str, str]]] | bytes = FARM) -> ImportBatch:
    content = form if isinstance(form, bytes) else book(form)
    plan = form_plan.check(content)
    assert plan.faults == []
    return form_write.apply_form(actor=actor, plan=plan, title="Farms", content_sha256="cd" * 32)


def faults(form: dict[str, list[dict[str, str]]]) -> str:
    return " ".join(f"{f.table} {f.row} {f.column}: {f.message}" for f in form_plan.check(book(form)).faults)


def test_questions_become_fields_and_choices_lists_in_three_languages(protection: Any) -> None:
    batch = bring(protection)
    assert batch.counts == {"questions new": 5, "questions left out": 2, "choices new": 2}
    asked = asking.fields()
    assert (asked["owns_land"].kind, asked["plots"].kind, asked["told_family"].about) == (
        "yes_no",
        "number",
        "act",
    )
    grown, village = asked["grown"], asked["village"]
    assert (grown.vocabulary, grown.several, village.kind, village.several) == ("crops", True, "text", True)
    assert terms.vocabulary("crops")["maize"].labels == {"en": "Maize", "ko": "옥수수", "zh": "玉米"}
    kept = asked["plots"].asked_as
    assert (kept["relevant"], kept["constraint"], kept["form"]) == ("${owns_land} = 'yes'", ". < 50", "farm")
    assert kept["hint"] == {"en": "Count rented ones too."}
    assert kept["groups"] == [
        {"name": "home", "labels": {"en": "At home", "ko": "집에서"}, "repeat": False, "relevant": ""}
    ]


def test_the_hint_of_a_question_stands_where_it_is_answered(
    protection: Any, officer: Any, client_of: Any
) -> None:
    bring(protection)
    source = services.source_create(actor=officer, title="Heard", kind="SK-VICT")
    mention = services.mention_create(actor=officer, source=source)
    page = client_of(officer).get(f"/record/said/mention/{mention.pk}/say/?field=plots").content.decode()
    assert "How many plots?" in page
    assert "Count rented ones too." in page


def test_the_form_of_the_desk_comes_back_without_a_change_and_pyxform_reads_it(protection: Any) -> None:
    from pyxform.xls2xform import convert

    lists.field_set(actor=protection, name="clan_seat", about="mention", kind="date", labels={"ko": "본관"})
    bring(protection)
    out = xlsform.workbook(interview=True, consent=True)
    assert convert(io.BytesIO(out), file_type=".xlsx", validate=False).warnings == []
    again = form_plan.check(out)
    assert again.faults == []
    assert {c.state for c in again.changes} == {"same"}, [c for c in again.changes if c.state != "same"]
    assert {c.state for c in form_plan.check(book(FARM)).changes} == {"same", "left out"}
    rows = {r[1]: r for r in openpyxl.load_workbook(io.BytesIO(out))["survey"].iter_rows(values_only=True)}
    assert rows["village"][0] == "text"
    assert "${owns_land} = 'yes'" in rows["plots"]
    assert "told_family" not in rows  # asked of an act, at the desk


@pytest.mark.parametrize(("language", "letters"), [("ko", "[가-힣]"), ("zh-hans", "[一-鿿]")])
def test_remarks_on_rows_are_read_in_the_language_of_the_page(
    protection: Any, language: str, letters: str
) -> None:
    bring(protection)
    changed = {**FARM, "survey": [row for row in FARM["survey"] if row.get("name") != "plots"]}
    changed["survey"][2] = {**changed["survey"][2], LABEL: "Do you own land?", "required": ""}
    changed["choices"] = [row for row in FARM["choices"] if row["name"] != "cold_rice"]
    report = form_plan.report(form_plan.check(book(changed)), shown=99)
    wrong = {
        "survey": [
            {"type": "", "name": "a", LABEL: "x"},
            {"type": "end group"},
            {"type": "begin repeat", "name": "open", LABEL: "x"},
            {"type": "text", "name": "two words", LABEL: "x"},
            {"type": "text", "name": "b", LABEL: "x", "relevant": "${nobody} = 1"},
            {"type": "text", "name": "b", LABEL: "x"},
            {"type": "text", "name": "c"},
            {"type": "select_one none", "name": "d", LABEL: "x"},
            {"type": "select_one", "name": "e", LABEL: "x"},
            {"type": "select_one l or_other", "name": "f", LABEL: "x"},
        ],
        "choices": [
            {"list_name": "l", "name": "1", LABEL: "x"},
            {"list_name": "l", "name": "1", LABEL: "x"},
            {"list_name": "l", LABEL: "x"},
        ],
    }
    unlabelled = {**FARM, "choices": [*FARM["choices"], {"list_name": "crops", "name": "rye"}]}
    faults_ = [f.message for form in (wrong, unlabelled) for f in form_plan.check(book(form)).faults]
    told = [c["message"] for c in report["changes"] if c["message"]]
    assert (len(faults_), len(told)) == (13, 5)
    with translation.override(language):
        heard = {text: spoken(text) for text in [*told, *faults_, *report["counts"]]}
    assert [text for text, said in heard.items() if not re.search(letters, said)] == []


def test_choices_that_are_filtered_go_out_again_with_what_filters_them(protection: Any) -> None:
    from pyxform.xls2xform import convert

    places = {
        "survey": [
            {"type": "select_one side", "name": "bank", LABEL: "Which bank?"},
            {
                "type": "select_one town",
                "name": "town",
                LABEL: "Which town?",
                "choice_filter": "Side = ${bank}",
            },
        ],
        "choices": [
            {"list_name": "side", "name": "left", LABEL: "Left"},
            {"list_name": "side", "name": "right", LABEL: "Right"},
            {"list_name": "town", "name": "t1", LABEL: "Upper", "Side": "left"},
            {"list_name": "town", "name": "t2", LABEL: "Lower", "Side": "right"},
        ],
        "settings": [{"form_id": "towns", "form_title": "Towns"}],
    }
    bring(protection, book(places))
    out = xlsform.workbook(interview=True, consent=False)
    assert convert(io.BytesIO(out), file_type=".xlsx", validate=False).warnings == []
    read = workbook.read_named(out, ("survey", "choices"))
    asked = {cells["name"]: cells for _, cells in read["survey"].rows}
    assert asked["town"]["choice_filter"] == "Side = ${bank}"
    assert {c["name"]: c["Side"] for _, c in read["choices"].rows if c["list_name"] == "town"} == {
        "t1": "left",
        "t2": "right",
    }
    assert {c.state for c in form_plan.check(out).changes} == {"same"}
    assert {c.state for c in form_plan.check(book(places)).changes} == {"same"}


def test_a_new_version_changes_and_ends_but_takes_nothing_away_and_goes_back_whole(
    protection: Any, officer: Any
) -> None:
    bring(protection)
    source = services.source_create(actor=officer, title="Heard", kind="SK-VICT")
    mention = services.mention_create(actor=officer, source=source)
    saying.value_say(actor=officer, thing=mention, field="village", answer="Under the hill")
    survey = [row for row in FARM["survey"] if row.get("name") not in ("moves", "village")]
    survey = [row for row in survey if row["type"] != "end_repeat"]
    changed = {**FARM, "survey": survey, "choices": FARM["choices"][:3]}
    changed = with_rows("survey", {"type": "text", "name": "soil", LABEL: "What soil?"}, form=changed)
    second = bring(protection, changed)
    assert second.counts == {
        "questions new": 1, "questions same": 4, "questions ended": 1, "questions left out": 2,
        "choices same": 1, "choices ended": 1,
    }  # fmt: skip
    assert "village" not in asking.fields()
    assert "cold_rice" not in dict(terms.vocabulary("crops").choices("en"))
    assert Said.objects.get().words == "Under the hill"
    undo.undo_import(actor=protection, batch=second)
    assert "village" in asking.fields()
    assert "soil" not in asking.fields()
    assert LocalField.objects.get(name="soil").retired
    assert "cold_rice" in dict(terms.vocabulary("crops").choices("en"))


def test_what_was_changed_since_is_not_taken_back(protection: Any) -> None:
    batch = bring(protection)
    lists.term_set(actor=protection, vocabulary="crops", code="maize", labels={"en": "Corn"})
    with pytest.raises(UndoRefused, match="crops maize was changed since"):
        undo.undo_import(actor=protection, batch=batch)
    batch.refresh_from_db()
    assert batch.undone_at is None


@pytest.mark.parametrize(
    ("sheet", "row", "says"),
    [
        ("survey", {"type": "text", "name": "plots", LABEL: "x"}, "Row 5 has this name already"),
        ("survey", {"type": "text", "name": "2nd", LABEL: "x"}, "begins with a letter"),
        ("survey", {"type": "text", "name": "mute"}, "mute asks nothing"),
        ("survey", {"type": "select_one no_such", "name": "a", LABEL: "x"}, "no list no_such"),
        ("survey", {"type": "select_one crops or_other", "name": "a", LABEL: "x"}, "other"),
        ("survey", {"type": "text", "name": "a", LABEL: "x", "relevant": "${nobody} > 1"}, "${nobody} names no"),
        ("survey", {"type": "begin group", "name": "g", LABEL: "x"}, "The group g has no end"),
        ("survey", {"type": "end_repeat"}, "ends no repeat"),
        ("survey", {"type": "text", "name": "sex", LABEL: "x"}, "Write q_sex if that is meant"),
        ("survey", {"type": "integer", "name": "q_sex", LABEL: "x"}, "asks this as “select_one sex”"),
        ("survey", {"type": "text", "name": "a", LABEL: "=1+1"}, "The cell is a formula"),
        ("choices", {"list_name": "crops", "name": "maize", LABEL: "x"}, "stands twice in the list crops"),
        ("choices", {"list_name": "crops", "name": "millet"}, "needs a label"),
        ("choices", {"list_name": "crops", LABEL: "x"}, "needs the name of its list"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_row_is_said_by_row_and_nothing_is_written(
    protection: Any, sheet: str, row: dict[str, str], says: str
) -> None:
    broken = with_rows(sheet, row)
    assert says in faults(broken)
    with pytest.raises(ImportRefused):
        form_write.apply_form(
            actor=protection, plan=form_plan.check(book(broken)), title="x", content_sha256="0" * 64
        )
    assert not LocalField.objects.exists()
    assert not LocalTerm.objects.exists()


def test_a_list_of_the_pack_takes_new_terms_only_as_ones_own(protection: Any) -> None:
    asks = {"type": "select_one education", "name": "best_school", LABEL: "Best school"}
    choice = {"list_name": "education", "name": "night", LABEL: "Night school"}
    assert "begins with LOCAL-" in faults(with_rows("choices", choice, form=with_rows("survey", asks)))
    bring(protection, with_rows("choices", {**choice, "name": "LOCAL-NIGHT"}, form=with_rows("survey", asks)))
    assert terms.vocabulary("education")["LOCAL-NIGHT"].local


def test_an_answered_question_keeps_its_kind(protection: Any, officer: Any) -> None:
    bring(protection)
    source = services.source_create(actor=officer, title="Heard", kind="SK-VICT")
    mention = services.mention_create(actor=officer, source=source)
    saying.value_say(actor=officer, thing=mention, field="plots", answer="3")
    survey = [{**r, "type": "text"} if r.get("name") == "plots" else r for r in FARM["survey"]]
    assert "answered already" in faults({**FARM, "survey": survey})


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"type,name\ntext,a\n", "no workbook in XLSX"),
        (b"PK\x03\x04" + b"\x00" * 60, "damaged"),
        (b"PK\x03\x04" + b"\x00" * questions.MOST_BYTES, "more than 16 MiB"),
        (book({"survey": [{"question": "x"}]}), "no sheet “survey”"),
        (book({"people": [{"type": "x", "name": "y"}]}), "no sheet “survey”"),
    ],
)
def test_what_is_no_form_is_refused_with_what_to_do(content: bytes, says: str) -> None:
    with pytest.raises(TableUnreadable, match=says) as refused:
        questions.read_form(content)
    assert refused.value.hint


def test_the_sheets_of_a_workbook_are_read_behind_the_lock_and_too_many_rows_refused() -> None:
    read = apart.read_sheets(book(FARM), ("survey", "choices", "nothing"))
    assert sorted(read) == ["choices", "survey"]
    assert read["survey"].rows[0] == (
        2,
        {**dict.fromkeys(read["survey"].columns, ""), "type": "start", "name": "start"},
    )
    many = Rows(columns=["type", "name"], rows=[(2, {})] * (questions.MOST_QUESTIONS + 1))
    with pytest.raises(TableUnreadable, match="more than 5,000 rows"):
        questions.of_sheets({"survey": many})


def test_answers_to_the_form_come_back_under_its_own_names_repeats_included(
    protection: Any, officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tumen_desk.record.importing import submitted

    monkeypatch.setattr(forms_in, "read_submissions", submitted.read_here)
    bring(protection)
    told = {
        "_uuid": "u-1", "home/owns_land": "yes", "home/plots": "4", "home/grown": "maize cold_rice",
        "moves": [{"moves/village": "Under the hill"}, {"moves/village": "By the ford"}],
        "_attachments": [{"village": "not this"}],
    }  # fmt: skip
    plan = forms_in.check(json.dumps([told]).encode())
    assert plan.faults == []
    forms_in.apply_filled(actor=officer, plan=plan, title="x", kind="SK-VICT", content_sha256="ef" * 32)
    said = {(s.field, s.value or s.words) for s in Said.objects.filter(mention=Mention.objects.get())}
    assert said == {
        ("owns_land", "yes"), ("plots", "4"), ("grown", "maize"), ("grown", "cold_rice"),
        ("village", "Under the hill"), ("village", "By the ford"),
    }  # fmt: skip


def test_only_the_lead_reads_a_form_and_the_page_shows_every_row(
    protection: Any, officer: Any, client_of: Any
) -> None:
    from tumen_desk.jobs import services as jobs
    from tumen_desk.jobs.models import Job

    with pytest.raises(PermissionDenied):
        bring(officer)
    assert client_of(officer).get("/record/imports/form/read/").status_code == 403
    client = client_of(protection)
    upload = io.BytesIO(book(FARM))
    upload.name = "farm.xlsx"
    asked = client.post("/record/imports/form/read/", {"file": upload, "title": "Farms", "about": "mention"})
    jobs.run_next()
    page = client.get(asked.headers["Location"]).content.decode()
    assert "owns_land" in page
    assert "“geopoint” is no answer that the desk keeps in a field" in page
    client.post(asked.headers["Location"])
    jobs.run_next()
    result = Job.objects.latest("pk").result
    shown = client.get(result["url"]).content.decode()
    assert "Take this import back" in shown
    assert "crops" in client.get("/record/lists/").content.decode()
    client.post(f"/record/imports/{result['batch']}/undo/")
    assert "owns_land" not in asking.fields()


def test_a_term_is_added_by_hand_to_a_list_of_ones_own(protection: Any, client_of: Any) -> None:
    bring(protection)
    client = client_of(protection)
    assert "the list is your own" in client.get("/record/lists/crops/").content.decode()
    sent = client.post("/record/lists/crops/add/", {"code": "millet", "label_en": "Millet"})
    assert sent.status_code == 302
    assert "millet" in dict(terms.vocabulary("crops").choices("en"))
    assert client.post("/record/lists/crops/add/", {"code": "two words", "label_en": "x"}).status_code == 422
