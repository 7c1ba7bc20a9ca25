"""Identities behind one door: the daily ceiling, its alarm, and circles of need-to-know."""

import datetime
import re

import pytest

from tumen.errors import CeilingReached, SecondPersonNeeded
from tumen_desk.accounts import approvals, circles, identities
from tumen_desk.accounts.models import Alarm, Look, User
from tumen_desk.accounts.services import user_leave
from tumen_desk.audit.models import Entry
from tumen_desk.record import services as record
from tumen_desk.record.models import Mention
from tumen_desk.record.queries import names_of

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
NAME = "가나다"
CEILING = 20


@pytest.fixture
def source(protection):
    return record.source_create(actor=protection, title="Heard", kind="", published=True)


@pytest.fixture
def mentions(protection, source):
    """Twenty-five people, written down by somebody else than who looks."""
    return [
        record.mention_create(actor=protection, source=source, names=[{"text": NAME}])
        for _ in range(CEILING + 5)
    ]


def _shown(user, mentions, reason="test"):
    return [pk for pk, names in names_of(user, mentions, reason=reason).items() if names is not None]


def test_one_session_opens_twenty_identities_and_an_alarm_and_no_more(
    officer, mentions, protection, client_of
):
    client = client_of(officer)
    pages = [client.get(f"/record/mentions/{m.pk}/").content.decode() for m in mentions]
    assert [NAME in page for page in pages] == [True] * CEILING + [False] * 5
    assert identities.opened(officer) == CEILING
    (alarm,) = Alarm.objects.filter(kind="ceiling", about=officer)
    strip = client_of(protection).get("/accounts/alarms/part/").content.decode()
    assert "as many identities as one may" in strip
    assert 'hx-trigger="load, every 30s"' in client_of(protection).get("/").content.decode()
    client_of(protection).post(f"/accounts/alarms/{alarm.pk}/seen/")
    assert "alarm" not in client_of(protection).get("/accounts/alarms/part/").content.decode()


def test_asking_for_all_at_once_gives_no_more(officer, mentions):
    assert len(_shown(officer, mentions)) == CEILING
    assert len(_shown(officer, list(reversed(mentions)))) == CEILING


def test_what_was_opened_today_stays_open_and_counts_once(officer, mentions):
    for _ in range(3):
        assert len(_shown(officer, mentions[:CEILING])) == CEILING
    assert _shown(officer, mentions[CEILING:]) == []


def test_the_ceiling_is_of_a_person_not_of_a_session_or_of_everybody(officer, protection, mentions):
    assert len(_shown(officer, mentions)) == CEILING
    other = User.objects.create_user("another-officer", role="officer")
    assert len(_shown(other, mentions)) == CEILING


def test_after_a_day_the_count_begins_anew(officer, mentions):
    _shown(officer, mentions)
    Look.objects.update(at=datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=24, seconds=1))
    assert len(_shown(officer, mentions[CEILING:])) == 5


def test_what_one_wrote_down_oneself_today_does_not_count(officer, source, mentions):
    own = [record.mention_create(actor=officer, source=source, names=[{"text": NAME}]) for _ in range(3)]
    assert len(_shown(officer, [*own, *mentions])) == CEILING + 3
    assert identities.opened(officer) == CEILING


def test_a_second_person_may_agree_to_more(officer, lawyer, mentions):
    _shown(officer, mentions)
    with pytest.raises(SecondPersonNeeded):
        identities.more_use(actor=officer, more=5)
    asked = approvals.ask(
        actor=officer,
        deed=identities.MORE.code,
        subject=f"user:{officer.pk}",
        content={"more": 5},
        reason="x",
    )
    approvals.decide(actor=lawyer, approval=asked, granted=True, reason="x")
    identities.more_use(actor=officer, more=5)
    assert len(_shown(officer, mentions)) == CEILING + 5


def test_nobody_sets_their_own_ceiling(protection):
    with pytest.raises(SecondPersonNeeded):
        identities.ceiling_set(actor=protection, user=protection, a_day=200)


def test_an_original_file_is_an_identity_too(officer, source):
    document = record.document_add(actor=officer, source=source, name="a.txt", content=b"Told.")
    record.document_open(actor=officer, document=document)
    assert identities.opened(officer) == 1
    User.objects.filter(pk=officer.pk).update(identities_a_day=1)
    other = record.document_add(actor=officer, source=source, name="b.txt", content=b"More.")
    with pytest.raises(CeilingReached):
        record.document_open(actor=User.objects.get(pk=officer.pk), document=other)


def test_each_look_is_logged_with_its_reason_and_what_stayed_closed_is_not_called_seen(officer, mentions):
    _shown(officer, mentions, reason="court case")
    entry = Entry.objects.filter(action="record.names_see").latest("sequence")
    assert entry.details["count"] == len(entry.details["mentions"]) == CEILING
    assert entry.details["reason"] == "court case"
    assert set(Look.objects.filter(user=officer).values_list("reason", flat=True)) == {"court case"}


@pytest.fixture
def circle(protection, source):
    made = circles.circle_make(actor=protection, title="A case")
    circles.source_enclose(actor=protection, circle=made, source=source.pk)
    return made


def _without_tokens(answer):
    """A page without what is drawn anew each time, and without the address that was asked for."""
    drawn = r'(X-CSRFToken": |csrfmiddlewaretoken" value=|name="next" value=)"[^"]+"'
    return re.sub(drawn, "", answer.content.decode())


def _addresses(source, document, mention, account):
    return [
        f"/record/sources/{source.pk}/",
        f"/record/documents/{document.pk}/",
        f"/record/mentions/{mention.pk}/",
        f"/record/accounts/{account.pk}/",
    ]


def test_what_lies_in_a_circle_is_not_there_for_those_outside(
    officer, analyst, lawyer, protection, source, mentions, client_of
):
    document = record.document_add(actor=protection, source=source, name="a.txt", content=b"Told.")
    account = record.account_create(actor=protection, source=source, title="A return")
    addresses = _addresses(source, document, mentions[0], account)
    assert {client_of(officer).get(a).status_code for a in addresses} == {200}
    made = circles.circle_make(actor=protection, title="A case")
    circles.source_enclose(actor=protection, circle=made, source=source.pk)
    for user in (officer, analyst, lawyer, protection):
        client = client_of(user)
        answers = [client.get(a) for a in [*addresses, f"/record/documents/{document.pk}/file/"]]
        missing = [client.get(a) for a in ("/record/sources/999999/", "/record/mentions/999999/")]
        allowed = {404, 403} if user.role in ("analyst", "lawyer") else {404}
        assert {a.status_code for a in answers} <= allowed, user
        assert _without_tokens(answers[0]) == _without_tokens(missing[0])
        for noun in ("sources", "documents", "mentions", "accounts"):
            assert "Heard" not in client.get(f"/record/{noun}/").content.decode(), (user, noun)
    assert (
        NAME
        not in client_of(officer)
        .post("/record/mentions/by-name/", {"name": NAME})
        .content.decode()
        .split("<table")[-1]
    )
    circles.seat_give(actor=protection, circle=made, user=officer, reason="works on it")
    assert {client_of(officer).get(a).status_code for a in addresses} == {200}


def test_names_in_a_circle_stay_closed_at_the_one_door(officer, protection, mentions, circle):
    assert _shown(officer, mentions[:3]) == []
    assert identities.opened(officer) == 0
    seat = circles.seat_give(actor=protection, circle=circle, user=officer, reason="works on it")
    assert len(_shown(officer, mentions[:3])) == 3
    seat.until = datetime.date(2020, 1, 1)
    seat.save()
    assert _shown(officer, mentions[:3]) == []


def test_who_lets_themselves_into_a_circle_rings(protection, officer, circle):
    circles.seat_give(actor=protection, circle=circle, user=officer, reason="x")
    assert not Alarm.objects.filter(kind="let_oneself_in").exists()
    circles.seat_give(actor=protection, circle=circle, user=protection, reason="x")
    assert Alarm.objects.filter(kind="let_oneself_in", about=protection).exists()


def test_opening_a_source_to_everybody_takes_two(protection, lawyer, source, circle, client_of):
    with pytest.raises(SecondPersonNeeded):
        circles.source_release(actor=protection, source=source.pk)
    release = f"/accounts/circles/sources/{circle.enclosed.get().pk}/release/"
    assert client_of(protection).post(release, {"reason": "The court published it"}).status_code == 302
    (asked,) = approvals.waiting_for(lawyer)
    approvals.decide(actor=lawyer, approval=asked, granted=True, reason="x")
    client_of(protection).post(release)
    assert circles.closed_sources(protection) == frozenset()


def test_the_seat_of_somebody_who_leaves_passes_on(protection, officer, analyst, mentions, circle):
    circles.seat_give(actor=protection, circle=circle, user=officer, reason="x")
    passed = user_leave(actor=protection, user=officer, successor=analyst)
    assert passed == [f"The seat in C-{circle.pk} went to {analyst.username}."]
    assert circles.closed_sources(analyst) == frozenset()
    assert Mention.objects.count() == len(mentions)
