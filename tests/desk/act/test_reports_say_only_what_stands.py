"""A report: numbers from figures, quotations from passages, consent in the query, two people, sealed copies."""

from __future__ import annotations

import html
import io
import zipfile

import docx
import pypdfium2
import pytest
from tests.desk.act.conftest import NAME

from tumen import documents
from tumen.errors import PaperRefused, SecondPersonNeeded
from tumen_desk.accounts import approvals, circles
from tumen_desk.accounts.models import Approval
from tumen_desk.act import report_marks, report_printing, report_services, report_text, reports, services
from tumen_desk.act.models import Report, Task
from tumen_desk.audit.models import Entry
from tumen_desk.count.models import CountRun, Figure, Publication
from tumen_desk.link.models import LinkRun
from tumen_desk.record import hooks
from tumen_desk.record import services as record

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
WORDS = "They told us defectors are traitors and took 3 of us away."


@pytest.fixture
def figure(analyst) -> Figure:
    """A published figure over a small overlap table."""
    link = LinkRun.objects.create(
        run_id="l" * 16,
        manifest={},
        mentions=110,
        persons=110,
        draws_sha256="0" * 64,
        is_current=True,
        created_by=analyst,
    )
    run = CountRun.objects.create(
        run_id="c" * 16, recipe={"seed": 1}, manifest={"versions": {"tumen": "0"}}, link_run=link, created_by=analyst,
        table={"lists": ["One", "Two"], "patterns": [[1, 0], [0, 1], [1, 1]], "counts": [40, 50, 20]},
    )  # fmt: skip
    found = Figure.objects.create(
        run=run, title="Sent back", point=1234.0, low=900.0, high=1700.0, observed=110, unit="persons",
        population="those sent back", as_of="2013", method="chao-mth", sources=["One", "Two"],
        caveats=["Two lists only."],
    )  # fmt: skip
    Publication.objects.create(figure=found, allowed=True, why="checked", by=analyst)
    return found


@pytest.fixture
def passage(officer, returned):
    """What the source told, anchored."""
    document = record.document_add(
        actor=officer, source=returned.source, name="a.txt", content=WORDS.encode()
    )
    return record.passage_anchor(actor=officer, document=document, start=0, end=len(WORDS))


@pytest.fixture
def report(lawyer) -> Report:
    made = report_services.report_begin(actor=lawyer, title="Returns in the north")
    report_services.report_write(
        actor=lawyer, report=made, title=made.title, language="en", authors="A Group | agreed 2026-01-31",
        house_terms="defector -> escapee",
    )  # fmt: skip
    return made


def open_words(officer, source, *, granted=True) -> None:
    record.consent_record(actor=officer, source=source, purpose="CP-REPORT", granted=granted)


def write(actor, report, text, *, kind="text") -> None:
    section = report.sections.filter(kind=kind).first()
    report_services.section_write(actor=actor, section=section, title=section.title, text=text)


def stops(report) -> set[str]:
    return {f.code for f in reports.faults(report) if f.stops}


def publish(report, asker, second) -> Report:
    report_services.report_ask(actor=asker, report=report, reason="It is ready.")
    approvals.decide(actor=second, approval=Approval.objects.latest("id"), granted=True, reason="Read it.")
    return report_services.report_publish(actor=asker, report=report)


def test_a_number_is_what_its_figure_says_when_it_is_printed(report, figure, lawyer):
    write(
        lawyer,
        report,
        f"About {{figure:{figure.pk}}} were returned; {{figure:{figure.pk}.observed}} were seen.",
    )
    text = report_text.set_up(report).plain()
    assert "About 1,234 (95% interval 900 to 1,700) were returned; 110 were seen." in text
    assert (
        f"[1] Sent back. those sent back; as of 2013. Method chao-mth; 110 persons seen on 2 lists. Figure {figure.pk}"
        in text
    )
    assert stops(report) == set()
    figure.point = 2000.0
    figure.save()
    assert "About 2,000" in report_text.set_up(report).plain()


@pytest.mark.parametrize("end", ["withdrawn", "again", "not published"])
def test_a_figure_that_may_not_stand_stops_the_report(end, report, figure, lawyer, protection, analyst):
    write(lawyer, report, f"{{figure:{figure.pk}}}")
    report_services.report_ask(actor=lawyer, report=report, reason="ready")
    approvals.decide(
        actor=protection, approval=Approval.objects.latest("id"), granted=True, reason="Read it."
    )
    if end == "withdrawn":
        figure.caveats = [report_marks.WITHDREW]
        figure.save()
    elif end == "again":
        run = CountRun.objects.get(pk=figure.run_id)
        run.pk, run.again_of_id = None, figure.run_id
        run.save()
        Figure.objects.create(
            run=run,
            title="Sent back",
            point=1300.0,
            unit="persons",
            population="x",
            as_of="2013",
            method="chao-mth",
        )
    else:
        Publication.objects.create(figure=figure, allowed=False, why="wrong", by=analyst)
    assert "reference" in stops(report)
    with pytest.raises(PaperRefused):
        report_services.report_publish(actor=lawyer, report=report)


def test_numbers_and_quotations_typed_by_hand_stop_it(report, lawyer):
    write(lawyer, report, "In November 2013, under art. 33(1) of the 1951 Convention, see A/HRC/25/63.")
    assert stops(report) == set()
    write(lawyer, report, "At least 300 people were returned.")
    assert stops(report) == {"number"}
    write(lawyer, report, "One said: “they beat us until morning”.")
    assert stops(report) == {"quotation"}
    write(lawyer, report, "“Everyone shall be free to leave any country, including his own.”")
    assert stops(report) == set()
    write(lawyer, report, "“Everyone shall be free to leave every country, including their own.”")
    assert stops(report) == {"quotation"}


def test_a_quotation_needs_consent_stands_as_it_was_told_and_no_house_term_alters_it(
    report, passage, returned, officer, lawyer
):
    write(lawyer, report, f"Defectors tell. {{quote:{passage.pk}}}")
    assert "may not be quoted" in reports.faults(report)[0].message
    open_words(officer, returned.source)
    made = report_text.set_up(report)
    assert made.quotes == (WORDS,)
    assert f"Escapees tell. “{WORDS}”" in made.plain()
    assert "“Interview 7 (made up)”" in made.notes[0]
    assert stops(report) == set()
    record.consent_record(
        actor=officer, source=returned.source, passage=passage, purpose="CP-REPORT", granted=False
    )
    assert stops(report) == {"reference"}


def test_what_lies_in_a_circle_cannot_be_referred_to_and_the_report_is_there_for_its_circle_only(
    report, passage, returned, officer, lawyer, protection, client_of
):
    open_words(officer, returned.source)
    write(lawyer, report, f"{{quote:{passage.pk}}}")
    made = circles.circle_make(actor=protection, title="A case")
    circles.source_enclose(actor=protection, circle=made, source=returned.source.pk)
    assert client_of(lawyer).get(f"/act/reports/{report.pk}/").status_code == 404
    assert client_of(lawyer).get(f"/act/reports/{report.pk}/file.pdf").status_code == 404
    assert str(report) not in client_of(lawyer).get("/act/reports/").content.decode()
    other = report_services.report_begin(actor=lawyer, title="Another")
    with pytest.raises(PaperRefused, match=f"P-{passage.pk}"):
        write(lawyer, other, f"{{quote:{passage.pk}}}")
    assert not other.passages.exists()


def test_a_case_stands_in_it_without_names_and_only_of_those_who_agreed(report, returned, lawyer):
    case = services.case_open(actor=lawyer, title="A return", persons=[returned.mention])
    report_services.section_add(actor=lawyer, report=report, kind="cases", title="Cases")
    write(lawyer, report, f"case {case.pk}", kind="cases")
    assert "reference" in stops(report)
    returned.agree("CP-REPORT")
    text = report_text.set_up(report).plain()
    assert f"{case}/1; November 2013; " in text
    assert NAME not in text
    write(lawyer, report, f"We met {NAME}.")
    assert "name" in stops(report)


def test_it_is_published_by_two_people_and_sealed_in_three_forms(
    report, figure, passage, returned, officer, lawyer, protection, client_of
):
    open_words(officer, returned.source)
    write(lawyer, report, f"About {{figure:{figure.pk}}}. {{quote:{passage.pk}}} 중국 遣返")
    write(lawyer, report, f"figure {figure.pk}", kind="figures")
    write(lawyer, report, "A Foundation | agreed 2026-02-01\nunnamed: those who told us", kind="thanks")
    assert stops(report) == set()
    with pytest.raises(SecondPersonNeeded):
        report_services.report_publish(actor=lawyer, report=report)
    sent = publish(report, lawyer, protection)
    printed = report_services.report_file(actor=lawyer, report=sent, kind="html").decode()
    for words in (
        "1,234 (95% interval 900 to 1,700)",
        f"<q>{WORDS}</q>",
        "Two lists only.",
        "A Foundation",
        "<figure>",
        'lang="en"',
    ):
        assert words in printed
    assert "DRAFT" not in printed
    assert "http" not in printed.replace("http://www.w3.org", "")
    pdf = report_services.report_file(actor=lawyer, report=sent, kind="pdf")
    text = "".join(p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(pdf))
    assert "1,234" in text
    assert "중국" in text
    assert b"FontFile" in pdf
    word = docx.Document(io.BytesIO(report_services.report_file(actor=lawyer, report=sent, kind="docx")))
    assert WORDS in "\n".join(p.text for p in word.paragraphs)
    logged = Entry.objects.get(action="act.report_publish")
    assert logged.details["figures"] == [figure.pk]
    with pytest.raises(PaperRefused):
        write(lawyer, sent, "another word")
    open_words(officer, returned.source, granted=False)
    assert Task.objects.filter(kind=f"report:{report.pk}").count() == 1
    assert report_services.report_file(actor=lawyer, report=sent, kind="html").decode() == printed
    page = client_of(lawyer).get(f"/act/reports/{report.pk}/").content.decode()
    assert "Sealed copies" in page
    report_services.report_withdraw(actor=lawyer, report=sent, why="somebody withdrew")
    assert Report.objects.get(pk=report.pk).state == Report.State.WITHDRAWN


def test_agreement_is_to_exactly_what_was_read(report, lawyer, protection):
    assert stops(report_services.report_begin(actor=lawyer, title="Empty")) == {"missing"}
    write(lawyer, report, "A finding.")
    assert "Thanks" not in report_text.set_up(report).plain()
    report_services.report_ask(actor=lawyer, report=report, reason="ready")
    approvals.decide(
        actor=protection, approval=Approval.objects.latest("id"), granted=True, reason="Read it."
    )
    write(lawyer, report, "Another finding.")
    with pytest.raises(SecondPersonNeeded):
        report_services.report_publish(actor=lawyer, report=report)


def test_nobody_is_thanked_or_named_as_author_without_agreement(report, lawyer):
    write(lawyer, report, "Kim Somebody", kind="thanks")
    assert stops(report) == {"reference"}
    assert "Kim Somebody" not in report_text.set_up(report).plain()


def test_who_was_bound_and_what_was_published_are_put_in_with_their_sources(report, lawyer):
    write(lawyer, report, "{law:CHN REFCONV 2013-11}. {claim:N01}. {case:C19}")
    made = report_text.set_up(report)
    assert "in force for China since 1982-12-23" in made.plain()
    assert made.faults == ()
    assert len(made.notes) == 3
    write(lawyer, report, "{claim:NO-SUCH} {law:XXX REFCONV 2013}")
    assert len(report_text.set_up(report).faults) == 2
    with pytest.raises(PaperRefused, match="S-999"):
        write(lawyer, report, "{source:999}")


def test_no_text_of_a_report_becomes_markup(lawyer, report):
    tricky = '<script>alert()</script> #read("/etc/passwd") $x$'
    write(lawyer, report, tricky)
    made = report_text.set_up(report)
    assert "<script>" not in report_printing.as_html(made)
    text = "".join(
        p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(report_printing.as_pdf(made))
    )
    assert '#read("/etc/passwd")' in text


def test_who_withdraws_is_told_of_the_reports_that_quote_them(report, passage, returned, officer, lawyer):
    open_words(officer, returned.source)
    write(lawyer, report, f"{{quote:{passage.pk}}}")
    uses = [u for u in hooks.uses([returned.mention.pk], "CP-REPORT") if str(report) in u.title]
    assert [u.url for u in uses] == [f"/act/reports/{report.pk}/"]


def test_a_source_cited_twice_is_one_footnote_and_one_way_back(report, returned, lawyer):
    write(lawyer, report, f"One.{{source:{returned.source.pk}}}\nTwo.{{source:{returned.source.pk}}}")
    made = report_text.set_up(report)
    assert len(made.notes) == 1
    printed = report_printing.as_html(made)
    assert printed.count('id="r1"') == 1
    assert printed.count('href="#n1"') == 2


def test_a_word_processor_gets_footnotes_of_its_own_each_written_once(report, returned, lawyer):
    cited = f"{{source:{returned.source.pk}}}"
    write(lawyer, report, f"One.{cited}\nTwo.{cited} Three.{{law:CHN REFCONV 2013-11}}")
    made = report_text.set_up(report)
    file = report_printing.as_docx(made)
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        notes, body = parts.read("word/footnotes.xml").decode(), parts.read("word/document.xml").decode()
    assert [note in html.unescape(notes) for note in made.notes] == [True, True]
    assert body.count("<w:footnoteReference ") == 2
    assert body.count("NOTEREF _note1 ") == 1
    told = documents.read(file, name="report.docx").text
    assert told.count(made.notes[0]) == 1
    assert told.index("One.") < told.index("Two.")


def test_the_checks_of_a_draft_read_what_the_authors_wrote(report, lawyer):
    write(lawyer, report, "China signed the Refugee Convention in 1951.")
    assert any(r.outcome.value == "conflict" for r in reports.remarks(report_text.set_up(report)))


def test_figures_of_a_korean_and_of_a_chinese_report_are_checked_too(report, lawyer):
    for language, text in (
        ("ko", "2019년에는 1,047명이 들어왔다."),
        ("zh", "2009年有2,914名脱北者进入韩国。"),
    ):
        report_services.report_write(actor=lawyer, report=report, title=report.title, language=language)
        write(lawyer, report, text)
        assert reports.remarks(report_text.set_up(report))


def test_a_report_is_written_with_its_pages(lawyer, client_of, figure):
    client = client_of(lawyer)
    at = client.post("/act/reports/new/", {"title": "A report", "language": "en"})["Location"]
    made = Report.objects.get()
    section = made.sections.first()
    client.post(
        f"/act/sections/{section.pk}/write/", {"title": "Summary", "text": f"{{figure:{figure.pk}}} and 7"}
    )
    page = client.get(at).content.decode()
    for words in ("1,234 (95% interval", "is typed by hand", "Move up", f"{{figure:{figure.pk}}}", "Put in"):
        assert words in page
    client.post(f"/act/sections/{section.pk}/down/")
    assert made.sections.all()[1] == section
    client.post(f"{at}add/", {"kind": "terms", "title": "Words"})
    assert made.sections.last().title == "Words"
    client.post(f"/act/sections/{made.sections.last().pk}/remove/")
    assert made.sections.filter(title="Words").count() == 0
    client.post(f"{at}head/", {"title": "Renamed", "language": "ko"})
    assert "Renamed" in client.get(at).content.decode()
    for kind, head in (("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!doc")):
        assert client.get(f"{at}file.{kind}").content.startswith(head)
