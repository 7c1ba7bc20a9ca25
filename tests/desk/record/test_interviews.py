"""An interview: its conditions are recorded before it is closed, care is kept apart, promises are kept."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from tumen.errors import InterviewNotReady, UnknownPassage
from tumen_desk.audit.models import Entry
from tumen_desk.record import guides, interviewing, services
from tumen_desk.record.models import FollowUp, Interview, Said, Session, Wellbeing

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


@pytest.fixture
def interview(officer):
    source = services.source_create(actor=officer, title="Heard", kind="SK-VICT")
    return interviewing.interview_open(actor=officer, source=source, adds="nobody asked about the bridge")


def _session(officer, interview, **given):
    return interviewing.session_add(
        actor=officer, interview=interview, **{"language": "ko", "date": "May 2019", **given}
    )


def test_nobody_is_heard_without_a_reason(officer):
    source = services.source_create(actor=officer, title="Heard", kind="SK-VICT")
    with pytest.raises(InterviewNotReady, match="why this person"):
        interviewing.interview_open(actor=officer, source=source, adds=" ")
    assert not Interview.objects.exists()


def test_it_closes_only_when_room_language_consent_and_referral_are_said(officer, interview):
    def lacking():
        with pytest.raises(InterviewNotReady) as refused:
            interviewing.interview_close(actor=officer, interview=interview)
        return str(refused.value.message)

    assert "No session" in lacking()
    _session(officer, interview, language="")
    assert "who else was in the room" in lacking()
    Session.objects.all().delete()
    _session(officer, interview, present=["PN-INTERP"], interpreter="IK-COMM")
    assert "who else" not in lacking()
    services.consent_record(actor=officer, source=interview.source, purpose="CP-LINK", granted=False)
    assert lacking() == "It is not said how the person was found."
    interview.referral = "RC-SNOW"
    interview.save()
    assert interviewing.interview_close(actor=officer, interview=interview).closed_by == officer
    with pytest.raises(InterviewNotReady):
        _session(officer, interview)


def test_pieces_belong_to_the_interview_and_those_that_lack_are_named(officer, interview, client_of):
    document = services.document_add(
        actor=officer, source=interview.source, name="a.txt", content=b"Q. What happened?"
    )
    interviewing.piece_add(actor=officer, interview=interview, kind="RK-QA", document=document)
    interviewing.piece_add(actor=officer, interview=interview, kind="RK-AUDIO", where="tape in the safe")
    page = client_of(officer).get(f"/record/interviews/{interview.pk}/").content.decode()
    lacking = page.split("Not here:")[1].split("</p>")[0]
    assert "handwritten statement" in lacking
    assert "consent form" in lacking
    assert "audio" not in lacking
    other = services.source_create(actor=officer, title="Another", kind="SK-VICT")
    strange = services.document_add(actor=officer, source=other, name="b.txt", content=b"Another's words.")
    with pytest.raises(UnknownPassage):
        interviewing.piece_add(actor=officer, interview=interview, kind="RK-QA", document=strange)


def test_notes_of_care_are_sealed_read_by_few_and_each_look_is_logged(officer, lawyer, interview, client_of):
    from django.db import connection

    interviewing.wellbeing_write(actor=officer, interview=interview, text="wept at the word river")
    _session(officer, interview, watched="a car stood outside")
    with connection.cursor() as cursor:
        cursor.execute("SELECT w.text, s.watched FROM record_wellbeing w, record_session s")
        assert not any(word in bytes(cell) for cell in cursor.fetchone() for word in (b"wept", b"car"))
    address = f"/record/interviews/{interview.pk}/care/"
    assert client_of(lawyer).get(address).status_code == 403
    shown = client_of(officer).get(address).content.decode()
    assert "wept at the word river" in shown
    assert "a car stood outside" in shown
    assert Entry.objects.latest("sequence").action == "record.care_read"
    assert not any("wept" in str(e.details) for e in Entry.objects.all())
    with pytest.raises(PermissionDenied):
        interviewing.care_of(actor=lawyer, interview=interview)


def test_a_promise_stands_in_the_register_until_it_is_kept(officer, analyst, interview, client_of):
    due = datetime.date(2020, 1, 31)
    promised = interviewing.follow_up_promise(
        actor=officer, mention=interview.person, kind="FU-NEWS", due=due, how="through the shop on Tuesdays"
    )
    page = client_of(analyst).get("/record/follow-ups/").content.decode()
    assert "overdue" in page
    assert "Tuesdays" not in page
    contact = f"/record/follow-ups/{promised.pk}/contact/"
    assert client_of(analyst).post(contact).status_code == 403
    assert "Tuesdays" in client_of(officer).post(contact).content.decode()
    client_of(officer).post(f"/record/follow-ups/{promised.pk}/done/", {"outcome": "told her"})
    assert FollowUp.objects.get().outcome == "told her"
    assert "overdue" not in client_of(officer).get("/record/follow-ups/").content.decode()
    assert "done" in client_of(officer).get("/record/follow-ups/?all=1").content.decode()


def test_guides_come_from_the_pack_in_the_language_asked_and_answers_are_values(
    officer, interview, client_of
):
    client = client_of(officer)
    page = client.get(f"/record/interviews/{interview.pk}/guide/?topic=life_before&in=ko").content.decode()
    assert "어떤 일을 언제부터" in page
    assert "What work did you do" not in page
    for language, name in (("en", "English"), ("zh", "中文")):
        assert f'href="?topic=life_before&amp;in={language}" lang="{language}">{name}</a>' in page
    client.post(
        f"/record/said/mention/{interview.person_id}/add/", {"field": "occupation", "answer": "OC-MINE"}
    )
    assert Said.objects.get().value == "OC-MINE"
    topics = guides.topics("zh")
    assert len(topics) > 6
    assert all(t.questions for t in topics)


def test_the_whole_of_it_is_done_on_pages(officer, client_of):
    source = services.source_create(actor=officer, title="Heard", kind="SK-VICT")
    client = client_of(officer)
    opened = client.post(
        f"/record/sources/{source.pk}/interview/", {"adds": "saw the bridge", "referral": "RC-GROUP"}
    ).headers["Location"]
    for what, given in (
        ("session", {"language": "ko", "present": ["PN-REL"], "date": "2019-05"}),
        ("heard", {"kind": "EI-STATE", "by": "an office"}),
        ("piece", {"kind": "RK-CONSENT", "where": "in the safe"}),
        ("wellbeing", {"text": "calm"}),
        ("follow_up", {"kind": "FU-CARE", "due": "2030-01-01"}),
    ):
        assert client.post(f"{opened}add/{what}/", given).status_code == 302, what
    both = client.post(f"{opened}add/session/", {"language": "ko", "present": ["PN-REL"], "alone": "on"})
    assert both.status_code == 422
    client.post(f"/record/sources/{source.pk}/consent/", {"purpose": "CP-LINK", "granted": "yes"})
    client.post(f"{opened}close/")
    made = Interview.objects.get()
    assert made.closed_at is not None
    assert (made.sessions.count(), made.heard_before.count(), made.pieces.count()) == (1, 1, 1)
    assert Wellbeing.objects.get().text == "calm"
    assert "through a group" in client.get("/record/interviews/").content.decode()
    assert "The interview" in client.get(f"/record/sources/{source.pk}/").content.decode()


def test_what_lies_in_a_circle_is_not_there_for_others(officer, protection, interview, client_of):
    from tumen_desk.accounts import circles

    promised = interviewing.follow_up_promise(actor=officer, mention=interview.person, kind="FU-NEWS")
    circle = circles.circle_make(actor=protection, title="A case")
    circles.source_enclose(actor=protection, circle=circle, source=interview.source_id)
    client = client_of(officer)
    assert client.get(f"/record/interviews/{interview.pk}/").status_code == 404
    assert client.post(f"/record/follow-ups/{promised.pk}/done/").status_code == 404
    for listing in ("/record/interviews/", "/record/follow-ups/"):
        assert f"/record/mentions/{interview.person_id}/" not in client.get(listing).content.decode()
