"""Flags and rules of safety, who is public and how, helpers, statuses with who decided, places to heed."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from tumen.errors import InputError, UnknownField
from tumen_desk.act import report_marks
from tumen_desk.audit.models import Entry
from tumen_desk.record import (
    interviewing,
    journeys,
    offering,
    relating,
    safety,
    saying,
    services,
    standing,
    tables,
    values,
)
from tumen_desk.record.models import Transfer

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


@pytest.fixture
def source(officer: Any) -> Any:
    return services.source_create(actor=officer, title="Heard", kind="SK-VICT")


@pytest.fixture
def person(officer: Any, source: Any) -> Any:
    return services.mention_create(actor=officer, source=source, role="interviewee", sex="f")


@pytest.fixture
def shown(officer: Any, client_of: Any) -> Any:
    client = client_of(officer)
    return lambda address: html.unescape(client.get(address).content.decode())


def test_relatives_who_stayed_raise_the_flag_and_the_rules_of_contact(
    officer: Any, analyst: Any, source: Any, person: Any, shown: Any
) -> None:
    assert safety.flags_of(officer, person) == []
    gone = services.mention_create(actor=officer, source=source, left="2004")
    relating.tie_add(actor=officer, mention=person, other=gone, relation="RE-SIB")
    assert safety.flags_of(officer, person) == []
    child = services.mention_create(actor=officer, source=source)
    relating.tie_add(actor=officer, mention=person, other=child, relation="RE-PAR")
    (flag,) = safety.flags_of(officer, person, when=safety.CONTACT)
    assert (flag.code, len(flag.rules)) == ("RF-FAMDPRK", 1)
    assert "nothing says that they left" in flag.because
    saying.value_say(actor=officer, thing=child, field="reached_destination", answer="PRK")
    assert "told to be there" in safety.flags_of(officer, person)[0].because
    told = shown(f"/record/mentions/{person.pk}/safety/")
    assert "family in the DPRK" in told
    assert flag.rules[0] in told
    with pytest.raises(PermissionDenied):
        safety.flags_of(analyst, person)


def test_danger_of_suicide_asks_for_care_and_threats_for_rules_of_contact(
    officer: Any, analyst: Any, source: Any, person: Any, shown: Any, client_of: Any
) -> None:
    for flag in ("RF-SUICIDE", "RF-SECURITY"):
        saying.value_say(actor=officer, thing=person, field="risk", answer=flag)
    heard = shown(f"/record/mentions/{person.pk}/safety/?when=interview")
    assert "Have somebody near who can help before you begin." in heard
    assert "name the organisation" not in heard
    made = interviewing.interview_open(actor=officer, source=source, person=person, adds="x")
    assert f"/record/mentions/{person.pk}/safety/?when=interview" in shown(f"/record/interviews/{made.pk}/")
    promise = interviewing.follow_up_promise(
        actor=officer, mention=person, kind="FU-NEWS", how="a neighbour, by day"
    )
    contact = client_of(officer).post(f"/record/follow-ups/{promise.pk}/contact/").content.decode()
    assert "Use only the way of contact that the person chose" in contact
    assert "Have somebody near" not in contact
    seen = client_of(analyst).get(f"/record/mentions/{person.pk}/safety/").content.decode()
    assert "danger of suicide" not in seen


def test_a_child_and_somebody_who_tells_of_sexual_violence_are_flagged_from_what_is_told(
    officer: Any, source: Any
) -> None:
    child = services.mention_create(actor=officer, source=source, birth="2020")
    account = services.account_create(actor=officer, source=source, title="Told")
    services.act_create(actor=officer, account=account, mention=child, type="SEXSLAV")
    assert {f.code for f in safety.flags_of(officer, child)} == {"RF-MINOR", "RF-SEXVIOL"}
    grown = services.mention_create(actor=officer, source=source, birth="1971")
    assert safety.flags_of(officer, grown) == []


def test_a_public_witness_is_named_by_their_own_publication_alone_and_nobody_else_is(
    officer: Any, analyst: Any, source: Any, person: Any, client_of: Any, shown: Any
) -> None:
    mother = services.mention_create(actor=officer, source=source, names=[{"text": "한옥선"}])
    with pytest.raises(InputError, match="publication of their own"):
        standing.public_as(actor=officer, mention=person, publication=source)
    book = services.source_create(
        actor=officer, title="My Way Out", kind="SK-SCHOL", issuer="A Press", published=True
    )
    client_of(officer).post(f"/record/mentions/{person.pk}/public/", {"publication": book.pk})
    person.refresh_from_db()
    assert person.public_by == book
    for user in (officer, analyst):
        seen = html.unescape(client_of(user).get(f"/record/mentions/{person.pk}/safety/").content.decode())
        assert "public person" in seen
        assert "My Way Out" in seen
        closed = html.unescape(client_of(user).get(f"/record/mentions/{mother.pk}/safety/").content.decode())
        assert "public person" not in closed
        assert "Never named" in closed
    assert (
        client_of(analyst).post(f"/record/mentions/{mother.pk}/public/", {"publication": book.pk}).status_code
        == 403
    )
    assert standing.called(source) == "as in “My Way Out”, A Press"


def test_a_quotation_says_who_tells_by_the_chosen_name_or_the_publication(
    officer: Any, source: Any, person: Any
) -> None:
    assert standing.called(source) == f"witness {person}"
    named = services.source_create(actor=officer, title="Heard too", kind="SK-VICT")
    services.mention_create(
        actor=officer, source=named, role="interviewee",
        names=[{"text": "한옥선"}, {"text": "Mina", "kind": "pseudonym"}],
    )  # fmt: skip
    assert standing.called(named) == "“Mina” (not the name of the person)"
    document = services.document_add(
        actor=officer, source=named, name="told.txt", content=b"We walked at night."
    )
    passage = services.passage_anchor(actor=officer, document=document, start=0, end=9)
    mark = report_marks.MARK.fullmatch(f"{{quote:{passage.pk}}}")
    assert "may not be quoted" in report_marks.resolve(mark, "en").fault
    for purpose in report_marks.purposes():
        services.consent_record(actor=officer, source=named, purpose=purpose, granted=True)
    told = report_marks.resolve(mark, "en")
    assert told.text == "We walked"
    assert "Told by “Mina” (not the name of the person)." in told.note
    assert "한옥선" not in told.note


def test_helpers_stand_in_a_register_for_few_and_in_no_table(
    officer: Any, analyst: Any, person: Any, client_of: Any, shown: Any
) -> None:
    saying.value_say(actor=officer, thing=person, field="helper_deed", answer="HD-SHELTER", since="2005")
    saying.value_say(actor=officer, thing=person, field="trust", answer="asked for more each time")
    told = shown("/record/helpers/")
    for words in ("gave shelter", "asked for more each time", f"/record/mentions/{person.pk}/"):
        assert words in told
    assert Entry.objects.filter(action="record.helpers_see").exists()
    assert client_of(analyst).get("/record/helpers/").status_code == 403
    seen = client_of(analyst).get(f"/record/said/mention/{person.pk}/").content.decode()
    assert "gave shelter" not in seen
    for user in (officer, analyst):
        with pytest.raises(UnknownField, match="not asked in a table"):
            tables.table("answers", tables.Asked(user=user, field="helper_deed"))


def test_a_status_has_who_decided_it_and_when_and_stands_apart_from_what_the_host_says(
    officer: Any, person: Any, shown: Any, client_of: Any
) -> None:
    given = {"field": "legal_status", "answer": "ST-REFREC", "since": "2002-03-20", "decided_by": "UN-HCR"}
    client_of(officer).post(f"/record/said/mention/{person.pk}/add/", given)
    saying.value_say(actor=officer, thing=person, field="host_label", answer="HL-ILLEGAL", since="2002")
    told = shown(f"/record/said/mention/{person.pk}/")
    for words in ("decided by UNHCR", "20 March 2002", "illegal entrant"):
        assert words in told
    found = {f.field.id: f for f in values.of_thing(officer, "mention", person.pk)}
    assert not found["legal_status"].in_conflict
    assert [v.value for v in found["host_label"].values] == ["HL-ILLEGAL"]
    with pytest.raises(UnknownField, match="nothing that somebody decides"):
        saying.value_say(actor=officer, thing=person, field="motive", answer="MV-HARD", decided_by="UN-HCR")


def test_who_has_no_status_is_offered_abuse_of_it_as_a_means(
    officer: Any, source: Any, person: Any, shown: Any, client_of: Any
) -> None:
    account = services.account_create(actor=officer, source=source, title="Sold")
    sale = Transfer.objects.create(account=account, mention=person, date="2010-03", purpose="TP-MARR")
    assert offering.offers(sale) == []
    saying.value_say(
        actor=officer, thing=person, field="legal_status", answer="ST-UNDOC", since="2009", until="2012"
    )
    assert {o.answer for o in offering.offers(sale)} == {"TM-VULN", "VU-PAPER"}
    told = shown(f"/record/said/transfer/{sale.pk}/")
    assert "legal status then: undocumented in host state" in told
    client_of(officer).post(
        f"/record/said/transfer/{sale.pk}/add/", {"field": "transfer_means", "answer": "TM-VULN"}
    )
    assert {o.answer for o in offering.offers(sale)} == {"VU-PAPER"}
    later = Transfer.objects.create(account=account, mention=person, date="2015", purpose="TP-MARR")
    assert offering.offers(later) == []


def test_places_where_people_are_heard_have_notes_read_before_a_session(
    officer: Any, source: Any, client_of: Any, shown: Any
) -> None:
    client_of(officer).post(
        "/record/places-heeded/new/",
        {"place": "CN-YANJI", "words": "Agents listen in guest houses.", "since": "2001"},
    )
    told = shown("/record/places-heeded/")
    for words in ("Yanji", "Agents listen in guest houses.", "2001"):
        assert words in told
    made = interviewing.interview_open(actor=officer, source=source, adds="x")
    assert "/record/places-heeded/" in shown(f"/record/interviews/{made.pk}/")


def test_acts_stand_beside_the_leg_on_which_they_were_done(
    officer: Any, source: Any, person: Any, shown: Any
) -> None:
    legs = [
        journeys.leg_add(actor=officer, mention=person, kind=kind, date=date)
        for kind, date in (
            ("LEG-CROSS", "2010-03-01"),
            ("LEG-HIDE", "2010-05-01"),
            ("LEG-REPAT", "2011-02-01"),
        )
    ]
    account = services.account_create(actor=officer, source=source, title="Told")
    for kind, date in (("EXTORT", "2010-06"), ("TORTURE", "2011-03"), ("BEAT", "")):
        services.act_create(actor=officer, account=account, mention=person, type=kind, date=date)
    (journey,) = journeys.journeys_of(person)
    beside = journeys.acts_of(person, journey)
    assert {pk: [a.type for a in acts] for pk, acts in beside.items()} == {
        legs[1].pk: ["EXTORT"],
        legs[2].pk: ["TORTURE"],
    }
    told = shown(f"/record/mentions/{person.pk}/journey/").split("<tbody>")[1].split("</tbody>")[0]
    assert told.count("/record/acts/") == 2
