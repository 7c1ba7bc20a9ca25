"""From a coded return to a submission and a letter: consent in the query, two people, sealed copies, clocks."""

from __future__ import annotations

import datetime
import io

import docx
import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from tests.desk.act.conftest import NAME

from tumen.errors import NoFont, PaperRefused, SecondPersonNeeded
from tumen_desk.accounts import approvals
from tumen_desk.accounts.models import Approval
from tumen_desk.act import deliveries, papers, printing, sending, services, typesetting
from tumen_desk.act.models import Contact, Paper, Task
from tumen_desk.audit.models import Entry

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
DAY = datetime.date(2014, 1, 10)
UN = ("CP-UN", "CP-UNGOV")


@pytest.fixture
def case(returned, lawyer):
    """The case of the returned person; a ministry was asked and has not answered."""
    made = services.case_open(
        actor=lawyer, title="A return in November 2013", state="CHN", persons=[returned.mention]
    )
    services.inquiry_add(actor=lawyer, case=made, asked="the ministry", asked_on=DAY, asked_by="the family")
    return made


def begun(actor, returned, case, channel="CHN-WGEID", **more) -> Paper:
    return sending.paper_begin(
        actor=actor, channel=channel, case=case, act=returned.act, persons=[returned.mention], **more
    )


def finished(actor, paper: Paper) -> None:
    answers = {**paper.answers, "submitter": "A group, 1 Road, Seoul", "confidential": "who told us"}
    sending.paper_write(actor=actor, paper=paper, answers=answers)


def stops(paper: Paper) -> set[str]:
    return {f"{f.code} {f.field}".strip() for f in papers.faults(paper) if f.stops}


def agree_and_send(paper: Paper, asker, second) -> Paper:
    sending.paper_ask(actor=asker, paper=paper, reason="The family asked us to.")
    approvals.decide(actor=second, approval=Approval.objects.latest("id"), granted=True, reason="Read it.")
    return sending.paper_send(actor=asker, paper=paper)


def test_nobody_who_did_not_agree_stands_in_a_paper(returned, case, lawyer):
    paper = begun(lawyer, returned, case)
    assert not paper.persons.exists()
    assert "consent" in stops(paper)
    returned.agree("CP-UN")
    assert not begun(lawyer, returned, case).persons.exists()  # the state would hear of it: not agreed to
    returned.agree("CP-UNGOV")
    assert begun(lawyer, returned, case).persons.get() == returned.mention


def test_a_disappearance_form_is_filled_from_the_record_and_says_what_is_missing(returned, case, lawyer):
    returned.agree(*UN)
    paper = begun(lawyer, returned, case)
    told = paper.answers
    assert told["date"] == "2013-11"
    assert told["place"].endswith("China")
    assert told["forces"] == "Public Security Bureau (People's Republic of China)"
    assert "the family asked the ministry; no answer" in told["steps"]
    assert "has not answered" in told["refusal"]
    assert "name" not in told
    assert stops(paper) == {"missing submitter"}
    finished(lawyer, paper)
    assert stops(paper) == set()


def test_no_name_stands_in_any_row_draft_or_log(returned, case, lawyer):
    returned.agree(*UN)
    paper = begun(lawyer, returned, case)
    finished(lawyer, paper)
    draft = docx.Document(io.BytesIO(printing.as_docx(papers.printed(paper))))
    text = "\n".join(p.text for p in draft.paragraphs)
    assert f"[name sealed: {case}/1]" in text
    assert "DRAFT" in text
    assert NAME not in text + str(paper.answers) + str(papers.content(paper))
    assert NAME not in str(list(Entry.objects.values_list("details", flat=True)))


def test_a_name_typed_into_the_text_stops_it(returned, case, lawyer):
    returned.agree(*UN)
    paper = begun(lawyer, returned, case)
    finished(lawyer, paper)
    sending.paper_write(
        actor=lawyer, paper=paper, answers={**paper.answers, "circumstances": f"{NAME} was taken"}
    )
    assert stops(paper) == {"name circumstances"}
    with pytest.raises(PaperRefused):
        sending.paper_ask(actor=lawyer, paper=paper, reason="now")


def test_it_leaves_only_by_two_people_and_with_the_name_put_in_by_who_may_see_names(
    returned, case, lawyer, protection
):
    returned.agree(*UN)
    paper = begun(lawyer, returned, case)
    finished(lawyer, paper)
    with pytest.raises(SecondPersonNeeded):
        sending.paper_send(actor=protection, paper=paper)
    sent = agree_and_send(paper, protection, lawyer)
    assert sent.state == Paper.State.SENT
    pdf = pypdfium2.PdfDocument(sending.paper_open(actor=protection, paper=sent, kind="pdf"))
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert NAME in text
    assert "DRAFT" not in text
    assert "2013-11" in text
    with pytest.raises(PermissionDenied):
        sending.paper_open(actor=lawyer, paper=sent, kind="pdf")
    logged = Entry.objects.get(action="act.paper_send")
    assert logged.details["persons"] == [returned.mention.pk]
    assert logged.details["named"] is True
    with pytest.raises(PaperRefused):
        sending.paper_write(actor=lawyer, paper=sent, answers={})


def test_a_lawyer_cannot_send_a_form_with_names_alone_or_with_a_second(returned, case, lawyer, protection):
    returned.agree(*UN)
    paper = begun(lawyer, returned, case)
    finished(lawyer, paper)
    with pytest.raises(PermissionDenied):
        agree_and_send(paper, lawyer, protection)
    assert Paper.objects.get(pk=paper.pk).state == Paper.State.DRAFT


def test_agreement_is_to_exactly_what_was_read(returned, case, lawyer, protection):
    returned.agree(*UN)
    paper = begun(lawyer, returned, case)
    finished(lawyer, paper)
    sending.paper_ask(actor=protection, paper=paper, reason="asked")
    approvals.decide(actor=lawyer, approval=Approval.objects.latest("id"), granted=True, reason="Read it.")
    sending.paper_write(actor=lawyer, paper=paper, answers={**paper.answers, "place": "elsewhere"})
    with pytest.raises(SecondPersonNeeded):
        sending.paper_send(actor=protection, paper=paper)


def test_a_withdrawal_halts_what_is_written_and_sets_a_task_for_what_was_sent(
    returned, case, lawyer, protection
):
    returned.agree(*UN)
    first, second = begun(lawyer, returned, case), begun(lawyer, returned, case)
    finished(lawyer, first)
    agree_and_send(first, protection, lawyer)
    returned.agree("CP-UNGOV", granted=False)
    second.refresh_from_db()
    assert second.state == Paper.State.HALTED
    assert "consent" in stops(second)
    assert Task.objects.filter(paper=first, kind="withdrawn").count() == 1


def test_a_letter_to_an_embassy_bears_the_office_the_law_of_the_day_and_a_case_number(
    returned, case, lawyer, protection
):
    returned.agree("CP-GOV")
    paper = begun(lawyer, returned, case, channel="CHN-EMB", addressee="CHN-EMB")
    assert paper.answers["addressee"] == "Ambassador of the People's Republic of China"
    assert "1951 Convention, art. 33(1), in force since 1982-12-23" in paper.answers["duty"]
    assert f"{case}/1" in paper.answers["requests"]
    sending.paper_write(actor=lawyer, paper=paper, answers={**paper.answers, "who": "A group in Seoul"})
    assert stops(paper) == set()
    sent = agree_and_send(paper, lawyer, protection)
    assert sent.reply_due
    services.contacts_take_over(actor=lawyer)
    embassy = Contact.objects.get(pack_office="CHN-EMB")
    services.contact_may_receive(
        actor=protection, contact=embassy, channel="CHN-EMB", granted=True, why="it is for them"
    )
    made = deliveries.delivery_add(
        actor=lawyer, paper=sent, contact=embassy, way="by hand", on=DAY, place="London", proof="photo"
    )
    assert made.paper == sent
    reminder = Task.objects.get(paper=sent, kind="reply")
    sending.reply_add(actor=lawyer, paper=sent, on=DAY, text="No such person.", kind="IR-DENY")
    reminder.refresh_from_db()
    assert reminder.done_at


def test_a_wrong_name_of_a_state_stops_a_letter(returned, case, lawyer):
    returned.agree("CP-GOV")
    paper = begun(lawyer, returned, case, channel="CHN-EMB", addressee="CHN-EMB")
    facts = "To the People's Republic of Korea"
    sending.paper_write(actor=lawyer, paper=paper, answers={**paper.answers, "who": "us", "facts": facts})
    assert stops(paper) == {"state-name facts"}


@pytest.mark.parametrize(("language", "words"), [("ko", "중화인민공화국 대사"), ("zh", "中华人民共和国大使")])
def test_a_letter_in_korean_or_chinese_prints_with_its_fonts_embedded(
    language, words, returned, case, lawyer
):
    returned.agree("CP-GOV")
    paper = begun(lawyer, returned, case, channel="CHN-EMB", addressee="CHN-EMB", language=language)
    pdf = printing.as_pdf(papers.printed(paper))
    document = pypdfium2.PdfDocument(pdf)
    assert words in document[0].get_textpage().get_text_range()
    assert b"FontFile" in pdf
    assert words in "\n".join(
        p.text for p in docx.Document(io.BytesIO(printing.as_docx(papers.printed(paper)))).paragraphs
    )


def test_without_a_font_the_pdf_is_refused_instead_of_showing_boxes(monkeypatch):
    monkeypatch.setattr(typesetting, "_installed", frozenset)
    paper = printing.Printed(title="편지", head=(), reference="", language="ko", sections=())
    with pytest.raises(NoFont):
        printing.as_pdf(paper)


def test_text_goes_in_as_text_and_never_as_markup():
    tricky = '#read("/etc/passwd") *b* $x$ @y <z>'
    section = printing.Section(title="a", text=tricky)
    paper = printing.Printed(title="t", head=(), reference="", language="en", sections=(section,))
    text = pypdfium2.PdfDocument(printing.as_pdf(paper))[0].get_textpage().get_text_range()
    assert tricky in text


def test_a_fate_is_followed_until_somebody_answers(returned, case, lawyer, client_of):
    client = client_of(lawyer)
    page = client.get(f"/act/files/{case.pk}/").content.decode()
    assert "no answer after" in page
    inquiry = case.inquiries.get()
    assert Task.objects.filter(case=case, done_at=None).exists()
    client.post(
        f"/act/inquiries/{inquiry.pk}/answer/", {"answer": "unknown to us", "answered_on": "2014-02-01"}
    )
    assert not Task.objects.filter(case=case, done_at=None).exists()
    page = client.get(f"/act/files/{case.pk}/").content.decode()
    assert "unknown to us" in page
    assert "still missing" in page  # the outcome that the source tells


def test_an_alert_says_what_is_not_known_in_three_languages_and_who_can_act(
    returned, case, lawyer, client_of
):
    returned.agree("CP-EMERG")
    page = client_of(lawyer).get(f"/act/files/{case.pk}/alert/").content.decode()
    for words in (
        'lang="ko"', 'lang="zh"', f"{case}/1", "유엔난민기구", "확인되지", "urgent procedure", "영사 당직자",
        "领事值班人员", f"{case}/1 (여, 1995)", f"{case}/1 (女, 1995)", "ask the People&#x27;s Republic of China",
    ):  # fmt: skip
        assert words in page
    assert NAME not in page


def test_every_small_form_of_a_case_writes_and_says_so(returned, case, lawyer, client_of):
    client = client_of(lawyer)
    for what, form in (
        ("note", {"text": "seen on television", "date": "2014-01", "life_sign": "on"}),
        ("inquiry", {"asked": "the embassy", "asked_on": "2014-02-02"}),
        ("task", {"text": "ask the family", "due": "2014-03-01"}),
    ):
        assert client.post(f"/act/files/{case.pk}/{what}/", form).status_code == 302
    page = client.get(f"/act/files/{case.pk}/").content.decode()
    for words in ("seen on television", "proof of life", "the embassy", "ask the family"):
        assert words in page
    client.post(f"/act/files/{case.pk}/close/", {"why": "found alive"})
    assert "found alive" in client.get(f"/act/files/{case.pk}/").content.decode()
    assert "ask the family" in client.get("/act/files/").content.decode()


def test_recommendations_are_followed_state_by_state_and_wrong_state_names_refused(lawyer, client_of):
    client = client_of(lawyer)
    form = {"addressee": "China", "text": "End forced returns", "states": ["CHN", "LAO"], "made_on": "2012"}
    assert client.post("/act/recommendations/", form).status_code == 302
    from tumen_desk.act.models import Recommendation

    demand = Recommendation.objects.get()
    client.post(
        f"/act/recommendations/{demand.pk}/step/", {"state": "CHN", "status": "RS-NOTED", "on": "2014"}
    )
    page = client.get("/act/recommendations/").content.decode()
    assert "noted" in page.lower()
    from tumen.errors import LawError

    with pytest.raises(LawError):
        services.recommendation_add(actor=lawyer, addressee="People's Republic of Korea", text="stop")


def test_a_contact_may_receive_nothing_until_somebody_decides(lawyer, analyst, client_of):
    client = client_of(lawyer)
    assert (
        client.post("/act/contacts/", {"name": "An ally", "office": "A group", "kind": "ngo"}).status_code
        == 302
    )
    assert "nothing" in client.get("/act/contacts/").content.decode()
    from tumen_desk.act.models import Contact

    contact = Contact.objects.get()
    answer = {"channel": "ALERT", "granted": "yes", "why": "known for years"}
    assert client.post(f"/act/contacts/{contact.pk}/decide/", answer).status_code == 302
    assert "known for years" in client.get("/act/contacts/").content.decode()
    assert client_of(analyst).get("/act/contacts/").status_code == 403


def test_the_pages_of_a_paper_show_its_check_and_its_file(returned, case, lawyer, client_of):
    returned.agree(*UN)
    client = client_of(lawyer)
    begin = f"/act/papers/new/?case={case.pk}&act={returned.act.pk}&channel=CHN-WGEID&concerns=CHN"
    assert "Closed doors first" in client.get(begin).content.decode()
    response = client.post(begin, {"channel": "CHN-WGEID", "concerns": "CHN", "language": "en"})
    page = client.get(response["Location"]).content.decode()
    assert "Not complete" in page
    assert "Missing: Who submits" in page
    assert client.get(f"{response['Location']}file.docx").content[:2] == b"PK"
    assert client.get("/act/papers/").status_code == 200
