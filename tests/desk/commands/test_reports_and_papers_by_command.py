"""Reports and papers without a browser: written from a text, filled from the record, agreed to, fetched."""

from __future__ import annotations

import io
import json

import docx
import pytest
from tests.desk.act.conftest import NAME, returned  # noqa: F401  (a fixture)

from tumen.errors import PaperRefused, SecondPersonNeeded
from tumen_desk.accounts import approvals, circles
from tumen_desk.accounts.models import Approval
from tumen_desk.act import report_source, services
from tumen_desk.act.models import Paper, Report
from tumen_desk.commands import papers, reports
from tumen_desk.record import services as record

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
TEXT = """\
title: Returns in the north
language: en
author: A Group | agreed 2026-01-31
instead: defector -> escapee

# Findings
Defectors were returned, one of them says: {{quote:{passage}}}

# Terms [terms]
- refugee: whoever fears persecution
"""


@pytest.fixture
def passage(officer, returned):  # noqa: F811  (the fixture)
    document = record.document_add(
        actor=officer, source=returned.source, name="a.txt", content=b"We were sent back."
    )
    record.consent_record(actor=officer, source=returned.source, purpose="CP-REPORT", granted=True)
    return record.passage_anchor(actor=officer, document=document, start=0, end=18)


def gone_on(actor, report, out=None, *, reason="", publish=False):
    return reports.go_on(actor, report, out=out, reason=reason, publish=publish)


def agree(second) -> None:
    approvals.decide(actor=second, approval=Approval.objects.latest("id"), granted=True, reason="Read it.")


def test_a_report_is_written_in_a_text_fetched_agreed_to_and_sealed(passage, lawyer, protection, tmp_path):
    report = reports.write(lawyer, "", TEXT.format(passage=passage.pk))
    result, lines = gone_on(lawyer, report, tmp_path / "draft.docx")
    assert (result["faults"], result["footnotes"], result["agreed"]) == ([], 1, False)
    assert any("--ask" in line for line in lines)
    told = "\n".join(
        p.text for p in docx.Document(io.BytesIO((tmp_path / "draft.docx").read_bytes())).paragraphs
    )
    assert "Escapees were returned, one of them says: “We were sent back.”" in told
    with pytest.raises(SecondPersonNeeded):
        gone_on(lawyer, report, publish=True)
    assert gone_on(lawyer, report, reason="It is ready.")[0]["asked"]
    agree(protection)
    result, _ = gone_on(lawyer, Report.objects.get(), tmp_path / "final.html", publish=True)
    assert result["state"] == "published"
    assert "DRAFT" not in (tmp_path / "final.html").read_text("utf-8")
    with pytest.raises(PaperRefused, match="never changed"):
        reports.write(lawyer, "R-1", TEXT.format(passage=passage.pk))


def test_what_was_written_in_a_text_is_read_back_as_it_was(passage, lawyer, tmp_path):
    text = TEXT.format(passage=passage.pk)
    report = reports.write(lawyer, "", text)
    gone_on(lawyer, report, tmp_path / "again.txt")
    assert (tmp_path / "again.txt").read_text("utf-8") == text
    reports.write(lawyer, str(report), text.replace("# Terms [terms]", "# What words mean [terms]"))
    assert [s.title for s in report.sections.all()] == ["Findings", "What words mean"]


def test_a_number_typed_by_hand_stops_it_from_the_command_line_too(lawyer):
    report = reports.write(lawyer, "", "title: A\n\n# Findings\nWe counted 310 people.\n")
    result, lines = gone_on(lawyer, report)
    assert [f["code"] for f in result["faults"] if f["stops"]] == ["number"]
    assert any(line.startswith("Stops it: “310”") for line in lines)
    with pytest.raises(PaperRefused):
        gone_on(lawyer, report, reason="It is ready.")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("# Findings\nNobody.\n", "no title"),
        ("title: A\nJust words.\n", "Line 2"),
        ("title: A\n# Findings [novel]\n", "novel"),
        ("title: A\nlanguage: la\n", "'la'"),
    ],
)
def test_a_text_that_cannot_be_read_says_which_line_and_what_there_is(text, says):
    with pytest.raises(PaperRefused, match=says) as refused:
        report_source.read(text)
    assert refused.value.hint


def test_what_lies_in_a_closed_circle_is_not_there_from_the_command_line(
    passage, lawyer, protection, tmp_path
):
    report = reports.write(lawyer, "", TEXT.format(passage=passage.pk))
    circle = circles.circle_make(actor=protection, title="A case")
    circles.source_enclose(actor=protection, circle=circle, source=passage.document.source_id)
    assert reports.all_of(lawyer)[0]["reports"] == []
    with pytest.raises(PaperRefused, match="no report R-"):
        reports.write(lawyer, str(report), None)
    with pytest.raises(PaperRefused, match="not there"):
        reports.write(lawyer, "", TEXT.format(passage=passage.pk))
    assert Report.objects.count() == 1
    with pytest.raises(PaperRefused, match="no form"):
        gone_on(protection, report, tmp_path / "a.odt")


def test_a_form_is_begun_filled_answered_agreed_to_and_sealed(returned, lawyer, protection, tmp_path):  # noqa: F811
    returned.agree("CP-UN", "CP-UNGOV")
    case = services.case_open(actor=lawyer, title="A return", state="CHN", persons=[returned.mention])
    began = {"addressee": "", "concerns": "", "language": "en"}
    paper = papers.begin(lawyer, "CHN-WGEID", case=str(case), act=0, **began)
    assert (paper.act.mention, list(paper.persons.all())) == (returned.mention, [returned.mention])
    result, lines = papers.go_on(lawyer, paper, out=tmp_path / "fields.json", reason="", send=False)
    assert any(f["stops"] for f in result["faults"])
    assert result["left_out"] == []
    assert any("--answers" in line for line in lines)
    fields = json.loads((tmp_path / "fields.json").read_text("utf-8"))
    assert NAME not in json.dumps(result | fields, ensure_ascii=False)
    papers.answer(lawyer, paper, json.dumps({"submitter": "A group, 1 Road", "confidential": "who told us"}))
    paper = Paper.objects.get()
    assert paper.answers["submitter"] == "A group, 1 Road"
    assert {k: v for k, v in fields.items() if v}.items() <= paper.answers.items()
    with pytest.raises(PaperRefused, match="asks for no colour"):
        papers.answer(lawyer, paper, '{"colour": "red"}')
    with pytest.raises(PaperRefused, match="no act"):
        papers.begin(lawyer, "CHN-WGEID", case="", act=999, **began)


def test_who_did_not_agree_is_left_out_of_a_letter_and_it_says_so(returned, lawyer, tmp_path):  # noqa: F811
    letter = papers.begin(
        lawyer, "CHN-EMB", case="", act=returned.act.pk, addressee="CHN-EMB", concerns="", language="en"
    )
    result, lines = papers.go_on(lawyer, letter, out=tmp_path / "letter.docx", reason="", send=False)
    assert "0 persons in it" in lines[0]
    assert result["left_out"] == [str(returned.mention)]
    assert f"{returned.mention} did not agree to this channel, and is left out." in lines
    assert result["concerns"] == "CHN"
    told = docx.Document(io.BytesIO((tmp_path / "letter.docx").read_bytes()))
    assert NAME not in "\n".join(p.text for p in told.paragraphs)
    assert papers.all_of(lawyer)[0]["papers"][0]["paper"] == str(letter)
