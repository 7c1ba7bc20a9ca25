"""What may be used for what: closed until a yes stands there, and open only as long as it stands."""

import datetime

import pytest

from tumen_desk.record import hooks, services
from tumen_desk.record.models import Consent, Purpose
from tumen_desk.record.queries import allowed_mentions, names_of

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
LINK = Purpose.LINK


@pytest.fixture
def interview(officer):
    """A source, its interviewee, and somebody spoken of."""
    source = services.source_create(actor=officer, title="Heard", kind="SK-VICT")
    teller = services.mention_create(actor=officer, source=source, role="interviewee")
    spoken = services.mention_create(actor=officer, source=source)
    return source, teller, spoken


def _decide(officer, source, granted, mention=None, purpose=LINK, **given):
    return services.consent_record(
        actor=officer, source=source, purpose=purpose, granted=granted, mention=mention, **given
    )


def _allowed(purpose=LINK, **given):
    return set(allowed_mentions(purpose, **given).values_list("pk", flat=True))


@pytest.mark.parametrize("purpose", [*Purpose.values, "CP-NAME", "CP-UN", "NO-SUCH"])
def test_without_any_decision_everything_is_closed(interview, purpose):
    assert _allowed(purpose) == set()


def test_a_yes_for_the_whole_source_opens_everybody_in_it_for_that_purpose_only(interview, officer):
    source, teller, spoken = interview
    _decide(officer, source, True)
    assert _allowed() == {teller.pk, spoken.pk}
    assert _allowed(Purpose.COUNT) == set()


def test_the_latest_decision_holds(interview, officer):
    source, teller, spoken = interview
    for granted in (True, False, True, False):
        _decide(officer, source, granted)
        assert _allowed() == ({teller.pk, spoken.pk} if granted else set())
    assert Consent.objects.count() == 4


def test_a_decision_about_one_person_beats_the_source_both_ways(interview, officer):
    source, teller, spoken = interview
    _decide(officer, source, True)
    _decide(officer, source, False, spoken)
    assert _allowed() == {teller.pk}
    _decide(officer, source, False)
    _decide(officer, source, True, spoken)
    assert _allowed() == {spoken.pk}
    # A later word about the whole source does not speak over a person's own.
    _decide(officer, source, False)
    assert _allowed() == {spoken.pk}


@pytest.mark.parametrize("purpose", Purpose.values)
def test_what_the_teller_opens_is_open_for_those_spoken_of(interview, officer, purpose):
    source, teller, spoken = interview
    _decide(officer, source, True, teller, purpose)
    assert _allowed(purpose) == {teller.pk, spoken.pk}
    _decide(officer, source, False, teller, purpose)
    assert _allowed(purpose) == set()


@pytest.mark.parametrize("purpose", ["CP-NAME", "CP-UN", "CP-REPORT"])
def test_for_any_other_purpose_the_teller_speaks_for_nobody_else(interview, officer, purpose):
    source, teller, _ = interview
    _decide(officer, source, True, teller, purpose)
    assert _allowed(purpose) == {teller.pk}


def test_somebody_spoken_of_decides_for_nobody_else(interview, officer):
    source, _, spoken = interview
    _decide(officer, source, True, spoken)
    assert _allowed() == {spoken.pk}


def test_a_decision_about_a_passage_opens_no_source(interview, officer):
    source, _, _ = interview
    document = services.document_add(actor=officer, source=source, name="a.txt", content=b"Told so.")
    passage = services.passage_anchor(actor=officer, document=document, start=0, end=4)
    _decide(officer, source, True, passage=passage)
    assert _allowed() == set()


def test_a_yes_ends_with_its_last_day(interview, officer):
    source, teller, spoken = interview
    _decide(officer, source, True, expires="2030-06")
    everybody = {teller.pk, spoken.pk}
    assert _allowed(on=datetime.date(2030, 6, 30)) == everybody
    assert _allowed(on=datetime.date(2030, 7, 1)) == set()
    # What expired does not fall back on an earlier yes without end.
    _decide(officer, source, True)
    _decide(officer, source, True, expires="2031")
    assert _allowed(on=datetime.date(2032, 1, 1)) == set()


def test_a_refusal_never_expires_into_a_yes(interview, officer):
    source, _, _ = interview
    _decide(officer, source, False, expires="2020")
    assert _allowed() == set()


def test_every_decision_is_told_to_the_upper_rooms_and_seen_on_the_page(interview, officer, client_of):
    source, _, spoken = interview
    heard = []
    hooks.consent_changed(heard.append)
    try:
        given = {"purpose": "CP-LINK", "granted": "no", "decided_on": "2024-02-30", "expires": ""}
        client = client_of(officer)
        client.post(f"/record/sources/{source.pk}/consent/", given)
        assert heard == []
        client.post(
            f"/record/sources/{source.pk}/consent/?mention={spoken.pk}", {**given, "decided_on": "2024-02"}
        )
    finally:
        hooks._consent_changed.remove(heard.append)
    (consent,) = heard
    assert (consent.mention_id, consent.granted, consent.decided_on) == (spoken.pk, False, "2024-02")
    assert 'class="tag no"' in client.get(f"/record/mentions/{spoken.pk}/").content.decode()


def test_purposes_that_were_answered_alike_are_recorded_together_or_not_at_all(interview, officer, client_of):
    source, _, _ = interview
    client, address = client_of(officer), f"/record/sources/{source.pk}/consent/"
    given = {"purpose": ["CP-LINK", "CP-STAT", "CP-UN"], "granted": "yes", "decided_by": "CD-TWO"}
    refused = client.post(address, given)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Who decides for somebody else says why." in page
    assert page.count(" checked") == 4  # the three purposes and the answer are still there
    assert not Consent.objects.exists()
    client.post(address, {**given, "reason": "she is held"})
    kept = Consent.objects.order_by("purpose").values_list("purpose", "granted", "decided_by")
    assert list(kept) == [(purpose, True, "CD-TWO") for purpose in ("CP-LINK", "CP-STAT", "CP-UN")]


def test_a_mention_of_another_source_cannot_be_decided_about_here(interview, officer, client_of):
    other = services.source_create(actor=officer, title="Another", kind="")
    _, _, spoken = interview
    answer = client_of(officer).post(
        f"/record/sources/{other.pk}/consent/?mention={spoken.pk}", {"purpose": "CP-LINK", "granted": "yes"}
    )
    assert answer.status_code == 404
    assert not Consent.objects.exists()


NAME = "카나리아새"


@pytest.fixture
def named(officer):
    source = services.source_create(actor=officer, title="Heard", kind="SK-VICT", published=True)
    mention = services.mention_create(actor=officer, source=source, names=[{"text": NAME}])
    account = services.account_create(actor=officer, source=source, title="A return", teller=mention)
    act = services.act_create(actor=officer, account=account, mention=mention, type="REFOUL")
    return [
        "/", "/record/mentions/", f"/record/mentions/{mention.pk}/",
        "/record/sources/", f"/record/sources/{source.pk}/",
        "/record/accounts/", f"/record/accounts/{account.pk}/", "/record/acts/", f"/record/acts/{act.pk}/",
        f"/link/suggestions/{mention.pk}/", "/link/persons/", "/link/review/", "/jobs/",
    ]  # fmt: skip


def test_a_name_is_shown_on_no_page_to_a_role_that_may_not_see_names(named, analyst, lawyer, client_of):
    for user in (analyst, lawyer):
        client = client_of(user)
        assert [a for a in named if NAME in client.get(a).content.decode()] == []
        assert client.post("/record/mentions/by-name/", {"name": NAME}).status_code == 403


def test_lists_show_names_to_nobody_and_each_page_that_does_logs_the_look(named, officer, client_of):
    from tumen_desk.audit.models import Entry

    client = client_of(officer)
    showing = []
    for address in named:
        before = Entry.objects.filter(action="record.names_see").count()
        if NAME in client.get(address).content.decode():
            showing.append(address)
            assert Entry.objects.filter(action="record.names_see").count() == before + 1
    assert len(showing) == 1
    assert showing[0].startswith("/record/mentions/")


def test_searching_by_name_is_logged_and_leaves_the_name_out_of_the_log(named, officer, client_of):
    from tumen_desk.audit.models import Entry

    page = client_of(officer).post("/record/mentions/by-name/", {"name": NAME[1:4]}).content.decode()
    assert NAME in page
    entry = Entry.objects.filter(action="record.names_see").latest("sequence")
    assert entry.details["reason"] == "search by name"
    assert NAME[1:4] not in str(entry.details)


def test_nobody_looked_at_is_no_look(officer):
    from tumen_desk.audit.models import Entry

    before = Entry.objects.count()
    assert names_of(officer, [], reason="nobody") == {}
    assert Entry.objects.count() == before
