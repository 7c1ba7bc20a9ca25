"""Events in the desk: tellings gathered, counted by independent sources, contradicted, judged, hidden and withdrawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.management import call_command

from tumen.errors import ContradictionError, LinkageError
from tumen_desk.accounts import circles
from tumen_desk.accounts.models import User
from tumen_desk.accounts.services import user_create
from tumen_desk.audit.models import Entry
from tumen_desk.jobs import services as jobs
from tumen_desk.link.events import queries
from tumen_desk.link.events.services import (
    event_judgement_add,
    event_judgement_take_back,
    event_run,
    known_add,
    known_take_back,
    verdicts_in_force,
)
from tumen_desk.link.models import Event, EventJudgement, EventPair, EventRun, Known, Telling
from tumen_desk.record import services as record
from tumen_desk.record.models import Account, Act, Consent, Mention, Tie

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
NAMES = ("리철민", "Ri Chol Min", "한옥선")


@dataclass
class Told:
    """What stands in the record: who wrote it, who judges, and the act and the teller of each telling."""

    officer: User
    analyst: User
    acts: dict[str, Act] = field(default_factory=dict)
    tellers: dict[str, Mention] = field(default_factory=dict)

    def tell(
        self, name: str, issuer: str, knows: str, *, who: str = "", number: int | None = None,
        consented: bool = True, **act: Any,
    ) -> Act:  # fmt: skip
        """One telling: a source of its own, its teller, the victims, an account and an act."""
        by = {"actor": self.officer}
        source = record.source_create(title=f"Interview {name}", kind="SK-WIT", issuer=issuer, **by)
        if consented:
            record.consent_record(source=source, purpose="CP-LINK", granted=True, **by)
        teller = record.mention_create(source=source, role="interviewee", **by)
        victim = record.mention_create(
            source=source, names=[{"text": who}], is_group=number is not None, number_low=number, **by
        )
        account = record.account_create(
            source=source, title=f"What {name} tells", connection=knows, teller=teller, **by
        )
        self.acts[name] = record.act_create(account=account, mention=victim, **act, **by)
        self.tellers[name] = teller
        return self.acts[name]


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any) -> Iterator[Told]:
    """An execution told by four and quoted by a report, a return told by two, and somebody who never agreed. Linked."""
    there = {"place": "KP-HOERYONG", "type": "EXECPUB"}
    with django_db_blocker.unblock():
        found = Told(
            *(
                user_create(actor=None, username=f"events-{r}", password=None, role=r)
                for r in ("officer", "analyst")
            )
        )
        found.tell("a", "South Archive", "IF-SEEN", date="2003-05-11", number=3, **there)
        found.tell("b", "South Archive", "IF-SEEN", date="2003-05", number=3, **there)
        found.tell("c", "North Archive", "IF-EXP", date="2003-05-11", number=7, **there)
        found.tell("d", "East Archive", "IF-HEARD", date="2003-05", number=3, **there)
        report = found.tell("report", "A Newspaper", "IF-DOC", date="2003-05-11", number=3, **there)
        report.account.source.cites.add(found.acts["a"].account.source)
        for name, who in zip("xy", NAMES, strict=False):
            found.tell(
                name, "West Archive", "IF-SEEN", type="REFOUL", place="CN-JILIN", date="2011-09", who=who
            )
        found.tell("never agreed", "South Archive", "IF-SEEN", date="2003-05-11", consented=False, **there)
        # Nobody but a person could say that seven there and three here are one.
        event_judgement_add(
            actor=found.analyst,
            act_a=found.acts["a"],
            act_b=found.acts["c"],
            verdict="same",
            why="the mother said",
        )
        event_run(actor=found.analyst)
        yield found
        for alias in ("default", "jobs"):
            call_command("flush", database=alias, interactive=False, verbosity=0)


@pytest.fixture(autouse=True)
def _world(told: Told) -> None:
    """Every test stands on the linked tellings."""


@pytest.fixture
def analyst(told: Told) -> User:
    """Who judges here."""
    return told.analyst


@pytest.fixture
def officer(told: Told) -> User:
    """Who writes here, and may see names."""
    return told.officer


@pytest.fixture
def run() -> EventRun:
    """The linkage of all tellings."""
    return EventRun.objects.get(is_current=True)


def _event(told: Told, name: str) -> str:
    return queries.event_of(told.acts[name].pk)


def _pair(told: Told, one: str, other: str) -> EventPair:
    a, b = sorted((told.acts[one].pk, told.acts[other].pk))
    return EventPair.objects.get(run__is_current=True, act_a=a, act_b=b)


def _main(page: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", page.content.decode().split("<main", 1)[1])
    return re.sub(r"\s+", " ", text)


# -- gathering -----------------------------------------------------------------------------------


def test_tellings_of_one_happening_are_gathered_and_others_stay_apart(run, told):
    assert {_event(told, name) for name in ("a", "b", "c", "d", "report")} == {_event(told, "a")}
    assert _event(told, "x") != _event(told, "a")
    assert (run.tellings, run.informants) == (7, 7)
    assert run.low <= run.events <= run.high


def test_whoever_did_not_agree_is_in_no_event_pair_or_count(run, told):
    left_out = told.acts["never agreed"]
    assert not Telling.objects.filter(act=left_out).exists()
    assert not EventPair.objects.filter(act_b=left_out).exists()


def test_acts_of_one_account_that_agree_in_kind_place_and_time_are_one_telling(told, officer, analyst):
    act = told.acts["x"]
    other = record.mention_create(actor=officer, source=act.account.source)
    same = {
        "actor": officer,
        "account": act.account,
        "mention": other,
        "place": "CN-JILIN",
        "date": "2011-09",
    }
    record.act_create(type="REFOUL", **same)
    assert event_run(actor=analyst, kinds=["REFOUL"]).tellings == 2
    record.act_create(type="BEAT", **same)
    assert event_run(actor=analyst, kinds=["REFOUL", "BEAT"]).tellings == 3


def test_a_linkage_of_some_kinds_looks_at_these_alone(told, analyst):
    assert event_run(actor=analyst, kinds=["REFOUL"]).tellings == 2


def test_with_nothing_to_link_it_says_what_to_do(analyst):
    with pytest.raises(LinkageError, match="no telling to link") as refused:
        event_run(actor=analyst, kinds=["BEAT"])
    assert "consent" in refused.value.hint


def test_the_work_runs_as_a_job_and_leads_to_the_events(told, analyst, client_of):
    client = client_of(analyst)
    offered = client.get("/link/events/begin/").content.decode()
    assert "public execution" in offered.lower()
    client.post("/link/events/run/", {"kind": ["EXECPUB"]})
    job = jobs.run_next()
    assert (job.kind, job.state, job.error) == ("link.events", "done", {})
    assert EventRun.objects.get(is_current=True).kinds == ["EXECPUB"]
    assert job.result["url"] == "/link/events/"


def test_work_that_is_cancelled_keeps_nothing(told, analyst, monkeypatch):
    from tumen_desk.jobs.models import Job

    job = jobs.enqueue(user=analyst, kind="link.events", title="Link events", parameters={"kinds": []})
    Job.objects.filter(pk=job.pk).update(cancel_requested=True)
    monkeypatch.setattr("tumen_desk.jobs.running._EVERY_SECONDS", 0)
    done = jobs.run_next()
    assert done.state == "cancelled"
    assert EventRun.objects.count() == 1


# -- what carries an event -----------------------------------------------------------------------


def test_independent_first_hand_sources_are_counted_and_contradictions_named(run, told):
    event = Event.objects.get(run=run, key=_event(told, "a"))
    assert (event.tellings, event.first_hand) == (5, 3)
    # Two were published by one archive: that may break independence.
    assert (event.independent_low, event.independent_high) == (2, 3)
    assert "number" in event.contradictions


def test_relatives_do_not_count_twice(told, officer):
    told_of = record.mention_create(actor=officer, source=told.acts["a"].account.source)
    Tie.objects.create(mention=told.tellers["a"], other=told_of, relation="SISTER")
    before = queries.whole(officer, _event(told, "a")).carried.independent_first_hand[1]
    Account.objects.filter(pk=told.acts["c"].account_id).update(teller=told_of)
    after = queries.whole(officer, _event(told, "a")).carried.independent_first_hand[1]
    assert (before, after) == (3, 2)


def test_what_is_known_of_a_teller_changes_the_count_at_once_and_is_taken_back(run, told, analyst):
    key = _event(told, "a")
    before = queries.whole(analyst, key).carried.independent_first_hand
    noted = [
        known_add(actor=analyst, account=told.acts[name].account, kind=Known.Kind.HOUSEHOLD, what="the mill")
        for name in ("a", "c")
    ]
    assert queries.whole(analyst, key).carried.independent_first_hand[1] == before[1] - 1
    known_take_back(actor=analyst, known=noted[0])
    assert queries.whole(analyst, key).carried.independent_first_hand == before
    assert Known.objects.count() == 2
    assert "the mill" not in str(list(Entry.objects.values_list("details", flat=True)))


def test_who_heard_it_from_whom_and_who_denies_it_is_heeded(run, told, analyst):
    key = _event(told, "a")
    teller = told.tellers["c"]
    known_add(actor=analyst, account=told.acts["d"].account, kind="heard_from", what=f"M-{teller.pk}")
    known_add(actor=analyst, account=told.acts["b"].account, kind="denies")
    carried = queries.whole(analyst, key).carried
    kinds = {tie.kind for tie in carried.dependence.ties}
    assert {"heard from", "quotes"} <= kinds
    assert len(carried.denials) == 1


@pytest.mark.parametrize(("kind", "what"), [("nonsense", "x"), ("household", " "), ("denies", "whom")])
def test_a_note_that_does_not_say_on_whom_is_refused(run, told, analyst, kind, what):
    with pytest.raises(LinkageError, match="does not say on whom"):
        known_add(actor=analyst, account=told.acts["a"].account, kind=kind, what=what)


# -- pages ---------------------------------------------------------------------------------------


def test_the_list_counts_sources_and_never_says_truth(run, told, client_of, analyst):
    text = _main(client_of(analyst).get("/link/events/"))
    assert "2 to 3" in text
    assert "Independent first-hand sources" in text
    assert "how many" in text
    assert "true" not in text.lower()
    assert "North Archive" not in _main(client_of(analyst).get("/link/events/?contradicted=1&order=tellings"))


def test_an_event_shows_account_beside_account_and_who_says_what(run, told, client_of, analyst):
    page = client_of(analyst).get(f"/link/events/{_event(told, 'a')}/")
    text = _main(page)
    for name in ("a", "b", "c", "d", "report"):
        assert f"A-{told.acts[name].account_id}" in text
    assert f"7 says A-{told.acts['c'].account_id}" in text
    assert "one quotes the other" in text
    assert "<svg" in page.content.decode()
    assert "Why these tellings are one event" in text


def test_names_are_shown_to_those_who_may_see_them_and_the_look_is_logged(
    run, told, client_of, officer, analyst
):
    address = f"/link/events/{_event(told, 'x')}/"
    assert NAMES[0] in _main(client_of(officer).get(address))
    assert Entry.objects.filter(action="record.names_see", details__reason="event page").count() == 1
    closed = _main(client_of(analyst).get(address))
    assert "closed to your role" in closed
    assert not any(name in closed for name in NAMES)


def test_a_withdrawal_takes_a_telling_out_of_every_page_and_count(run, told, client_of, analyst, officer):
    key, gone = _event(told, "a"), told.acts["c"]
    record.consent_record(actor=officer, source=gone.account.source, purpose="CP-LINK", granted=False)
    client = client_of(analyst)
    assert f"A-{gone.account_id}" not in _main(client.get(f"/link/events/{key}/"))
    listed = client.get("/link/events/")
    assert listed.status_code == 200, listed.content.decode()
    assert "2 to 3" not in _main(listed)
    pair = _pair(told, "a", "c")
    assert client.get(f"/link/events/pairs/{pair.pk}/").status_code == 404
    with pytest.raises(LinkageError, match="no consent"):
        event_judgement_add(actor=analyst, act_a=pair.act_a, act_b=pair.act_b, verdict="same")


def test_empty_pages_lead_to_the_first_step(client_of, analyst):
    EventRun.objects.all().delete()
    Consent.objects.update(granted=False)
    client = client_of(analyst)
    assert "Link events" in _main(client.get("/link/events/"))
    assert "Nothing is linked yet" in _main(client.get("/link/events/pairs/"))
    assert "Code acts" in _main(client.get("/link/events/begin/"))


# -- review --------------------------------------------------------------------------------------


def test_verdicts_bind_the_next_linkage_and_can_be_taken_back(told, analyst):
    a, b = told.acts["a"], told.acts["b"]
    event_judgement_add(actor=analyst, act_a=b, act_b=a, verdict="different", why="two days apart")
    event_run(actor=analyst, kinds=["EXECPUB"])
    assert _event(told, "a") == _event(told, "c") != _event(told, "b")
    event_judgement_take_back(actor=analyst)
    assert verdicts_in_force() == {(a.pk, told.acts["c"].pk): "same"}
    event_judgement_take_back(actor=analyst)
    with pytest.raises(LinkageError, match="no verdict of yours"):
        event_judgement_take_back(actor=analyst)


def test_verdicts_that_cannot_be_true_together_are_refused_with_the_chain(told, analyst):
    a, b, c = (told.acts[name] for name in "abc")
    event_judgement_add(actor=analyst, act_a=c, act_b=b, verdict="same")
    with pytest.raises(ContradictionError, match=f"T-{a.pk} = T-{c.pk} = T-{b.pk}"):
        event_judgement_add(actor=analyst, act_a=a, act_b=b, verdict="different")
    assert EventJudgement.objects.count() == 2


def test_a_telling_and_itself_are_no_pair(run, told, analyst):
    with pytest.raises(LinkageError, match="one telling"):
        event_judgement_add(actor=analyst, act_a=told.acts["a"], act_b=told.acts["a"], verdict="same")


def test_pairs_are_judged_one_after_the_other_and_others_verdicts_stay_hidden(
    run, told, client_of, analyst, officer
):
    client = client_of(analyst)
    at = client.get("/link/events/pairs/0/next/")["Location"]
    assert re.fullmatch(r"/link/events/pairs/\d+/", at)
    text = _main(client.get(at))
    assert "One event, or two?" in text
    assert "bits" in text
    pair = EventPair.objects.get(pk=int(at.split("/")[-2]))
    judge = f"/link/events/judge/{pair.act_a_id}/{pair.act_b_id}/"
    event_judgement_add(
        actor=officer, act_a=pair.act_a, act_b=pair.act_b, verdict="unsure", why="hardly said anything"
    )
    assert "hardly said anything" not in _main(client.get(at))
    onward = client.post(judge, {"verdict": "same", "reason": "JR-TOLD"})["Location"]
    assert onward != at
    assert "hardly said anything" in _main(client.get(at))
    assert client.post("/link/events/take-back/")["Location"] == at
    assert client.post(judge, {"verdict": "perhaps"}).status_code == 404


def test_an_import_with_judged_tellings_is_not_taken_back(run, told, analyst, officer):
    from tumen_desk.link.objections import judgements_stand
    from tumen_desk.record.models import ImportBatch

    pair = _pair(told, "a", "c")
    batch = ImportBatch.objects.create(kind="table", title="x", content_sha256="0" * 64, created_by=officer)
    assert judgements_stand(batch) == []
    Act.objects.filter(pk=pair.act_a_id).update(batch=batch)
    assert "1 judgements were made on acts" in judgements_stand(batch)[0]


def test_a_telling_in_a_circle_is_in_no_event_or_pair_for_those_outside(run, told, analyst, protection):
    key, hidden = _event(told, "a"), told.acts["b"]
    before = {each.pk for each in queries.whole(analyst, key).told}
    assert any(hidden.pk in (p.act_a_id, p.act_b_id) for p in queries.pairs(analyst))
    circle = circles.circle_make(actor=protection, title="A case")
    circles.source_enclose(actor=protection, circle=circle, source=hidden.account.source_id)
    after = {each.pk for each in queries.whole(analyst, key).told}
    assert hidden.pk in before - after
    assert all(hidden.pk not in (p.act_a_id, p.act_b_id) for p in queries.pairs(analyst))
    circles.seat_give(actor=protection, circle=circle, user=analyst, reason="works on it")
    assert {each.pk for each in queries.whole(analyst, key).told} == before
