"""Contacts that may receive, the calendar, recommendations over the years, petitions, variants of letters."""

from __future__ import annotations

import csv
import datetime
import io

import docx
import pypdfium2
import pytest
from django.utils.html import escape
from tests.desk.act.conftest import NAME

from tumen.errors import LawError, PaperRefused
from tumen_desk.accounts import circles
from tumen_desk.act import deliveries, demands, occasions, report_services, sending, services
from tumen_desk.act.models import Contact, Delivery, Paper, Recommendation, Report
from tumen_desk.audit.models import Entry
from tumen_desk.record import services as record

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
DAY = datetime.date(2026, 3, 4)


@pytest.fixture
def letter(returned, lawyer) -> Paper:
    """A letter about the returned person that has left."""
    returned.agree("CP-GOV")
    paper = sending.paper_begin(
        actor=lawyer,
        channel="CHN-EMB",
        act=returned.act,
        persons=[returned.mention],
        concerns="CHN",
        addressee="CHN-EMB",
    )
    Paper.objects.filter(pk=paper.pk).update(state=Paper.State.SENT, reply_due=datetime.date(2026, 3, 20))
    return Paper.objects.get(pk=paper.pk)


@pytest.fixture
def contacts(lawyer) -> dict[str, Contact]:
    """The offices of the pack by their code there."""
    services.contacts_take_over(actor=lawyer)
    return {c.pack_office: c for c in Contact.objects.all()}


def deliver(actor, contact, **what) -> Delivery:
    return deliveries.delivery_add(actor=actor, contact=contact, way="by hand", on=DAY, **what)


def test_who_may_not_receive_that_kind_of_paper_is_refused_in_the_service(
    letter, contacts, lawyer, protection, returned
):
    embassy, coalition = contacts["CHN-EMB"], contacts["NGO-NKFC"]
    with pytest.raises(PaperRefused, match="Nobody decided"):
        deliver(lawyer, embassy, paper=letter)
    for contact in (embassy, coalition):
        services.contact_may_receive(
            actor=protection, contact=contact, channel="CHN-EMB", granted=True, why="agreed"
        )
    made = deliver(lawyer, embassy, paper=letter)
    assert Entry.objects.get(action="act.delivery_add").details == {
        "contact": embassy.pk,
        "delivery": made.pk,
    }
    with pytest.raises(PaperRefused, match="partner organisations"):
        deliver(lawyer, coalition, paper=letter)  # the person agreed to governments, not to groups
    returned.agree("CP-NGO")
    deliver(lawyer, coalition, paper=letter)
    services.contact_may_receive(
        actor=protection, contact=embassy, channel="CHN-EMB", granted=False, why="misused it"
    )
    with pytest.raises(PaperRefused, match="misused it"):
        deliver(lawyer, embassy, paper=letter)
    assert embassy not in deliveries.receivers("CHN-EMB", letter)


def test_a_report_goes_only_to_contacts_that_may_receive_reports(contacts, lawyer, protection):
    report = report_services.report_begin(actor=lawyer, title="A report")
    office = contacts["SR-DPRK"]
    services.contact_may_receive(
        actor=protection, contact=office, channel="CHN-WGEID", granted=True, why="agreed"
    )
    with pytest.raises(PaperRefused, match="published"):
        deliver(lawyer, office, report=report)
    Report.objects.filter(pk=report.pk).update(state=Report.State.PUBLISHED)
    report.refresh_from_db()
    with pytest.raises(PaperRefused, match="Nobody decided"):
        deliver(lawyer, office, report=report)
    services.contact_may_receive(
        actor=protection, contact=office, channel="REPORT", granted=True, why="public"
    )
    assert deliver(lawyer, office, report=report).report == report


def test_every_contact_has_a_kind_and_a_log_that_keeps_to_circles(
    letter, contacts, lawyer, protection, returned, client_of
):
    assert {"state", "mission", "mandate", "parliament", "ngo"} <= {c.kind for c in contacts.values()}
    assert services.contacts_take_over(actor=lawyer) == []
    embassy = contacts["CHN-EMB"]
    services.contact_may_receive(
        actor=protection, contact=embassy, channel="CHN-EMB", granted=True, why="agreed"
    )
    deliver(lawyer, embassy, paper=letter, proof="receipt 7")
    client = client_of(lawyer)
    assert "receipt 7" in client.get(f"/act/contacts/{embassy.pk}/").content.decode()
    assert escape(embassy.name) in client.get("/act/contacts/?kind=mission").content.decode()
    assert escape(embassy.name) not in client.get("/act/contacts/?kind=ngo").content.decode()
    made = circles.circle_make(actor=protection, title="A case")
    circles.source_enclose(actor=protection, circle=made, source=returned.source.pk)
    assert "receipt 7" not in client.get(f"/act/contacts/{embassy.pk}/").content.decode()


def test_the_page_of_a_paper_refuses_a_contact_that_may_not_receive_it(letter, contacts, lawyer, client_of):
    client, embassy = client_of(lawyer), contacts["CHN-EMB"]
    form = {"contact": embassy.pk, "way": "by hand", "on": "2026-03-04"}
    page = client.post(f"/act/papers/{letter.pk}/delivery/", form, follow=True).content.decode()
    assert "Nobody decided that Ambassador" in page
    assert not Delivery.objects.exists()


def test_a_month_has_sessions_seasons_replies_and_tasks_and_its_file_has_no_name(
    letter, returned, lawyer, protection, client_of
):
    case = services.case_open(actor=lawyer, title="A return", persons=[returned.mention])
    returned.act.date = "2013-03-17"
    returned.act.date_low = returned.act.date_high = datetime.date(2013, 3, 17)
    returned.act.save()
    services.task_add(
        actor=lawyer, text=f"Call the sister of {NAME}", due=datetime.date(2026, 3, 9), case=case
    )
    client = client_of(lawyer)
    page = client.get("/act/calendar/?month=2026-03").content.decode()
    for words in (
        f"Answer to {letter} is due",
        f"{case}: ",
        "13 years ago",
        "Human Rights Council, spring session",
        "look the days up",
    ):
        assert words in page
    file = client.get("/act/calendar.ics?month=2026-03").content.decode()
    assert f"SUMMARY:Task {case.tasks.get().pk} of {case}" in file
    assert "DTSTART;VALUE=DATE:20260320" in file
    assert NAME not in file
    assert "sister" not in file
    assert file.count("BEGIN:VEVENT") == file.count("END:VEVENT") > 20
    made = circles.circle_make(actor=protection, title="A case")
    circles.source_enclose(actor=protection, circle=made, source=returned.source.pk)
    assert not {str(letter), str(case)} & {
        e.said.split()[2] for e in occasions.entries(lawyer, 2026, 3) if e.url
    }
    assert str(case) not in client.get("/act/calendar.ics?month=2026-03").content.decode()


def test_a_day_of_ones_own_is_put_into_the_calendar(lawyer, client_of):
    client = client_of(lawyer)
    client.post("/act/calendar/?month=2027-05", {"text": "Hearing in parliament", "due": "2027-05-12"})
    assert "Hearing in parliament" in client.get("/act/calendar/?month=2027-05").content.decode()
    assert client.get("/act/calendar/?month=nonsense").status_code == 200


def test_a_hearing_is_a_source_and_stands_in_the_calendar_for_those_who_may_know_of_it(
    officer, lawyer, protection, client_of
):
    """S2.55."""
    heard = record.source_create(
        actor=officer, title="Survivors speak in parliament", kind="SK-HEAR", date="2013-10-23"
    )
    record.source_create(actor=officer, title="Some day that month", kind="SK-HEAR", date="2013-10")
    record.source_create(actor=officer, title="A book", kind="SK-PRESS", date="2013-10-23")
    page = client_of(lawyer).get("/act/calendar/?month=2013-10").content.decode()
    assert f'href="/record/sources/{heard.pk}/"' in page
    assert "Survivors speak in parliament" in page
    assert "Some day that month" not in page
    assert "A book" not in page
    sent = client_of(lawyer).get("/act/calendar.ics?month=2013-10").content.decode()
    assert f"Hearing {heard}" in sent
    assert "Survivors speak in parliament" not in sent
    circle = circles.circle_make(actor=protection, title="A case")
    circles.source_enclose(actor=protection, circle=circle, source=heard.pk)
    assert (
        "Survivors speak in parliament"
        not in client_of(lawyer).get("/act/calendar/?month=2013-10").content.decode()
    )


def ask(actor, text, **more) -> Recommendation:
    return services.recommendation_add(
        actor=actor, addressee="Neighbours", text=text, states=["CHN", "RUS"], **more
    )


def test_a_thread_of_recommendations_is_shown_over_the_years(lawyer, client_of):
    first = ask(lawyer, "Stop returns", made_on="2002")
    interim = ask(lawyer, "Give a humanitarian status", earlier=first, relation="interim", made_on="2003")
    again = ask(lawyer, "Stop all returns", earlier=first, relation="repeats", made_on="2014")
    assert demands.thread(again) == [(0, first), (1, interim), (1, again)]
    page = client_of(lawyer).get(f"/act/recommendations/{interim.pk}/").content.decode()
    assert "Stop all returns" in page
    assert "interim for" in page


def test_evidence_answers_votes_and_laws_need_a_source_and_are_counted_state_by_state(lawyer):
    one, other = ask(lawyer, "Stop returns"), ask(lawyer, "Let the office in")
    with pytest.raises(LawError, match="source"):
        services.recommendation_step(
            actor=lawyer, recommendation=one, status="", kind="evidence", note="seen"
        )
    for kind, state, status in (("denial", "CHN", "RS-NOTED"), ("evidence", "RUS", ""), ("vote", "", "")):
        services.recommendation_step(
            actor=lawyer,
            recommendation=one,
            status=status,
            kind=kind,
            state=state,
            note="said so",
            source="A/1",
            on="2014",
        )
    found = {e.state: e for e in demands.evaluations([one, other])}
    assert (found["CHN"].asked, found["CHN"].answered, found["CHN"].denials, found["CHN"].evidence) == (
        2,
        1,
        1,
        0,
    )
    assert (found["RUS"].asked, found["RUS"].denials, found["RUS"].evidence) == (2, 0, 1)
    assert dict(found["CHN"].statuses)[demands.UNKNOWN] == 1


def test_a_state_and_its_government_are_one_addressee_however_they_are_written(lawyer, client_of):
    for who in (
        "China",
        "the Chinese government",
        "The Government of the PRC",
        "중국 정부",
        "UNHCR",
        "Friends",
    ):
        services.recommendation_add(actor=lawyer, addressee=who, text="Open the border.")
    grouped = {g.name: [r.addressee for r in g.rows] for g in demands.by_addressee(demands.found())}
    assert grouped.keys() == {"China", "UNHCR", "Friends"}
    assert set(grouped["China"]) == {
        "China",
        "the Chinese government",
        "The Government of the PRC",
        "중국 정부",
    }
    shown = client_of(lawyer).get("/act/recommendations/").content.decode()
    assert shown.count("<h2>China</h2>") == 1
    assert "<small>the Chinese government</small>" in shown


def test_recommendations_leave_as_csv_and_as_a_sheet_for_one_state(lawyer, client_of):
    one = ask(lawyer, "=1+1 Stop returns", ground="1951 Convention, art. 33")
    services.recommendation_step(
        actor=lawyer,
        recommendation=one,
        status="RS-NOTED",
        kind="reply",
        state="CHN",
        note="Rejected",
        source="A/2",
    )
    client = client_of(lawyer)
    rows = list(csv.DictReader(io.StringIO(client.get("/act/recommendations/file.csv").content.decode())))
    assert [(r["state"], r["step"]) for r in rows] == [("CHN", "reply"), ("RUS", "")]
    assert rows[0]["text"].startswith("'=")
    file = client.get("/act/recommendations/file.docx?state=CHN").content
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(file)).paragraphs)
    assert "Rejected (A/2)" in text
    assert "[RUS]" not in text
    page = client.get("/act/recommendations/sheet/?state=RUS").content.decode()
    assert "Stop returns" in page
    assert "Rejected" not in page


def test_a_petition_is_printed_and_its_signatures_counted_without_names(letter, lawyer, client_of):
    client = client_of(lawyer)
    client.post(
        f"/act/papers/{letter.pk}/petition/", {"collected": "120", "on": "2026-03-04", "place": "London"}
    )
    client.post(f"/act/papers/{letter.pk}/petition/", {"collected": "30", "on": "2026-03-05"})
    assert "150 signatures counted" in client.get(f"/act/papers/{letter.pk}/").content.decode()
    pdf = pypdfium2.PdfDocument(client.get(f"/act/papers/{letter.pk}/petition.pdf").content)
    assert "Signature" in "".join(p.get_textpage().get_text_range() for p in pdf)


def test_a_letter_has_variants_for_other_offices_and_languages(letter, lawyer, client_of):
    form = {"addressees": ["CHN-EMB", "LAO-EMB"], "languages": ["en", "ko"]}
    client_of(lawyer).post(f"/act/papers/{letter.pk}/variants/", form)
    made = {(p.addressee, p.language): p for p in letter.variants.all()}
    assert set(made) == {("CHN-EMB", "ko"), ("LAO-EMB", "en"), ("LAO-EMB", "ko")}
    assert "라오인민민주공화국 대사" in made["LAO-EMB", "ko"].answers["addressee"]
