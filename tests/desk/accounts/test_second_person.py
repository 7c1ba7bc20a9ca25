"""Dangerous acts take two people: who may ask, who may agree, and what an approval is good for."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tumen.errors import ApprovalRefused, SecondPersonNeeded
from tumen_desk.accounts import approvals, factors, identities
from tumen_desk.accounts.access import DOORS, Door
from tumen_desk.accounts.deeds import DEEDS, Deed, deed
from tumen_desk.accounts.models import Approval
from tumen_desk.accounts.services import user_create
from tumen_desk.audit.models import Entry

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
CONTENT = {"more": 7}


@pytest.fixture
def request_of(officer):
    """What an officer asks for, as arguments."""
    return {"deed": identities.MORE.code, "subject": f"user:{officer.pk}", "content": CONTENT}


@pytest.fixture
def asked(officer, request_of):
    return approvals.ask(actor=officer, reason="Court on Monday", **request_of)


def _agree(actor, asked, *, granted=True):
    return approvals.decide(actor=actor, approval=asked, granted=granted, reason="I looked at it")


def test_asked_agreed_done_and_all_of_it_in_the_log(officer, lawyer, asked, request_of):
    _agree(lawyer, asked)
    assert approvals.is_granted(actor=officer, **request_of)
    spent = approvals.spend(actor=officer, **request_of)
    assert spent.spent_at is not None
    actions = list(
        Entry.objects.filter(subject=f"approval:{asked.pk}")
        .order_by("sequence")
        .values_list("action", "actor")
    )
    assert actions == [
        ("accounts.approval_ask", officer.pk),
        ("accounts.approval_decide", lawyer.pk),
        ("accounts.approval_spend", officer.pk),
    ]


def test_nobody_agrees_to_their_own_request(protection):
    own = approvals.ask(
        actor=protection, deed=identities.MORE.code, subject="user:1", content=CONTENT, reason="x"
    )
    with pytest.raises(ApprovalRefused, match="own request"):
        _agree(protection, own)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=own.pk).update(decided_by=protection, granted=True)


def test_an_approval_serves_once(officer, lawyer, asked, request_of):
    _agree(lawyer, asked)
    approvals.spend(actor=officer, **request_of)
    with pytest.raises(SecondPersonNeeded):
        approvals.spend(actor=officer, **request_of)
    with pytest.raises(ApprovalRefused):
        _agree(lawyer, asked)


@pytest.mark.parametrize(
    "changed", [{"content": {"more": 8}}, {"subject": "user:999"}, {"content": {"more": 7, "also": 1}}]
)
def test_an_approval_is_good_for_exactly_what_was_asked(officer, lawyer, asked, request_of, changed):
    _agree(lawyer, asked)
    with pytest.raises(SecondPersonNeeded):
        approvals.spend(actor=officer, **request_of | changed)


def test_an_approval_of_another_person_is_of_no_use(officer, lawyer, asked, request_of):
    _agree(lawyer, asked)
    other = user_create(actor=None, username="another", password=None, role="officer")
    with pytest.raises(SecondPersonNeeded):
        approvals.spend(actor=other, **request_of)


def test_a_refusal_holds_and_a_later_yes_does_not_come_in_its_place(
    officer, lawyer, protection, asked, request_of
):
    _agree(lawyer, asked, granted=False)
    with pytest.raises(ApprovalRefused):
        _agree(protection, asked)
    with pytest.raises(SecondPersonNeeded):
        approvals.spend(actor=officer, **request_of)


def test_after_its_time_it_is_neither_answered_nor_done(officer, lawyer, asked, request_of):
    late = datetime.now(UTC) - timedelta(seconds=1)
    _agree(lawyer, asked)
    Approval.objects.update(expires_at=late)
    with pytest.raises(SecondPersonNeeded):
        approvals.spend(actor=officer, **request_of)
    again = approvals.ask(actor=officer, reason="Still", **request_of)
    assert again.pk != asked.pk
    Approval.objects.update(expires_at=late)
    with pytest.raises(ApprovalRefused, match="time"):
        _agree(lawyer, again)


def test_what_somebody_agreed_to_who_left_since_is_not_done(officer, lawyer, asked, request_of):
    _agree(lawyer, asked)
    lawyer.is_active = False
    lawyer.save()
    with pytest.raises(SecondPersonNeeded):
        approvals.spend(actor=officer, **request_of)


def test_who_may_not_ask_and_who_may_not_agree(analyst, officer, asked, request_of):
    with pytest.raises(PermissionDenied):
        approvals.ask(actor=analyst, reason="x", **request_of)
    with pytest.raises(PermissionDenied):
        _agree(analyst, asked)


def test_without_a_reason_nothing_is_asked_or_answered(officer, lawyer, asked, request_of):
    with pytest.raises(ApprovalRefused):
        approvals.ask(actor=officer, reason="  ", **request_of | {"content": {"more": 1}})
    with pytest.raises(ApprovalRefused):
        approvals.decide(actor=lawyer, approval=asked, granted=True, reason=" ")


def test_asking_twice_keeps_one_request(officer, asked, request_of):
    assert approvals.ask(actor=officer, reason="Again", **request_of) == asked


def test_each_dangerous_act_can_be_agreed_to_by_somebody_else_than_who_asks():
    assert DEEDS
    for each in DEEDS.values():
        assert DOORS[each.approves] <= DOORS[Door.APPROVE], each
        assert len(DOORS[each.approves] | DOORS[each.asks]) > 1, each
    with pytest.raises(ValueError, match="Two dangerous acts"):
        deed(Deed(code=factors.RESET.code, label="Another", asks=Door.RECORD_READ))


def test_in_the_browser_the_second_person_answers_with_their_own_password(
    officer, lawyer, asked, client_of, analyst
):
    page = f"/accounts/approvals/{asked.pk}/"
    assert client_of(analyst).get(page).status_code == 404
    assert "Your answer" not in client_of(officer).get(page).content.decode().split("Answer</dt>")[1]
    client = client_of(lawyer)
    assert asked.reason in client.get(page).content.decode()
    given = {"granted": "yes", "reason": "Seen", "password": "not mine at all"}
    assert client.post(page, given).status_code == 422
    assert client.post(page, given | {"password": "twelve letters"}).status_code == 302
    taken = client_of(officer).post("/accounts/identities/more/", {"more": "7"})
    assert taken.status_code == 302
    assert identities.ceiling(officer) == officer.identities_a_day + 7
    assert client_of(officer).post("/accounts/identities/more/", {"more": "7"}).status_code == 400
