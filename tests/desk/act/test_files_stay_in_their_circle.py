"""A case file, and papers of it, are there only for those who may know of every person they speak of."""

import datetime

import pytest

from tumen_desk.accounts import circles
from tumen_desk.act import cards, case_queries, sending, services
from tumen_desk.act.models import CaseNote, Task
from tumen_desk.record import services as record
from tumen_desk.record.models import Mention

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
DAY = datetime.date(2026, 9, 14)
TITLE = "A matter of seven people"


@pytest.fixture
def case(returned, lawyer, officer):
    """Two people, one of whom another source tells of."""
    elsewhere = record.source_create(actor=officer, title="Another", kind="SK-REL", made_up=True)
    other = record.mention_create(actor=officer, source=elsewhere, sex="m")
    persons = Mention.objects.filter(pk__in=[returned.mention.pk, other.pk])
    made = services.case_open(actor=lawyer, title=TITLE, state="CHN", persons=persons)
    services.inquiry_add(actor=lawyer, case=made, asked="the ministry", asked_on=DAY, asked_by="the family")
    return made


@pytest.fixture
def paper(returned, case, lawyer):
    """A letter about the return, begun from the case."""
    return sending.paper_begin(
        actor=lawyer, channel="CHN-LETTER", case=case, act=returned.act, persons=[returned.mention], concerns="CHN",
        addressee="CHN-EMB", language="en",
    )  # fmt: skip


def _closed_to(user, returned, protection):
    made = circles.circle_make(actor=protection, title="A case")
    circles.source_enclose(actor=protection, circle=made, source=returned.source.pk)
    return made


def test_who_may_not_know_of_one_person_does_not_know_of_the_case(
    returned, case, paper, lawyer, protection, client_of
):
    client, task = client_of(lawyer), Task.objects.filter(case=case).first()
    inquiry = case.inquiries.get()
    pages = [
        f"/act/files/{case.pk}/", f"/act/files/{case.pk}/alert/", f"/act/papers/{paper.pk}/",
        f"/act/papers/{paper.pk}/file.pdf",
    ]  # fmt: skip
    writes = [
        f"/act/files/{case.pk}/note/", f"/act/inquiries/{inquiry.pk}/answer/", f"/act/tasks/{task.pk}/done/",
        f"/act/papers/{paper.pk}/ask/", f"/act/papers/{paper.pk}/reply/",
    ]  # fmt: skip
    assert {client.get(a).status_code for a in pages} == {200}
    assert TITLE in client.get("/act/files/").content.decode()
    assert str(paper) in client.get("/act/papers/").content.decode()
    assert cards.due_card(lawyer) is not None
    circle = _closed_to(lawyer, returned, protection)
    assert {client.get(a).status_code for a in pages} == {404}
    assert {client.post(a, {"text": "Somebody asked."}).status_code for a in writes} == {404}
    assert CaseNote.objects.count() == 0
    task.refresh_from_db()
    assert task.done_at is None
    for address in ("/act/files/?all", "/act/papers/", "/"):
        answer = client.get(address).content.decode()
        assert TITLE not in answer, address
        assert str(paper) not in answer, address
        assert str(case) not in answer, address
    assert cards.due_card(lawyer) is None
    assert (
        "Begun from"
        not in client.get(f"/act/papers/new/?case={case.pk}&act={returned.act.pk}").content.decode()
    )
    circles.seat_give(actor=protection, circle=circle, user=lawyer, reason="works on it")
    assert {client.get(a).status_code for a in pages} == {200}


def test_a_task_of_no_case_is_everybody_s(returned, case, lawyer, protection):
    services.task_add(actor=lawyer, text="Write to the commission", due=DAY)
    _closed_to(lawyer, returned, protection)
    assert [t.text for t in case_queries.due(lawyer)] == ["Write to the commission"]
