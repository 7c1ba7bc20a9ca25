"""Linking a made-up world: persons, verdicts that hold, suggestions with reasons, and withdrawal."""

from __future__ import annotations

import itertools
from collections import defaultdict

import pytest
from django.urls import reverse

from tumen.errors import LinkageError
from tumen_desk.accounts import circles
from tumen_desk.audit.models import Entry
from tumen_desk.jobs import services as jobs
from tumen_desk.link import queries, queue
from tumen_desk.link.models import Judgement, LinkRun, Membership, Pair
from tumen_desk.link.queue import Asked
from tumen_desk.link.services import judgement_add, link_run, suggestions
from tumen_desk.record import services as record
from tumen_desk.record.models import Mention, Name, Purpose
from tumen_desk.record.queries import allowed_mentions

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


@pytest.fixture(autouse=True)
def _world(linked_world):
    """Every test stands on the linked world."""


def _persons():
    found = defaultdict(list)
    for mention, person in Membership.objects.filter(run__is_current=True).values_list(
        "mention_id", "person"
    ):
        found[person].append(mention)
    return found


def _person_of(mention):
    return Membership.objects.get(run__is_current=True, mention=mention).person


def _mention(pk):
    return Mention.objects.get(pk=pk)


def test_only_people_whose_consent_allows_it_are_linked():
    allowed = set(allowed_mentions(Purpose.LINK).values_list("pk", flat=True))
    linked = set(Membership.objects.values_list("mention_id", flat=True))
    assert linked == allowed
    assert len(linked) < Mention.objects.count()


def test_most_of_what_is_put_together_is_really_one_person(linked_world):
    truth = linked_world.person_of
    said = {p for members in _persons().values() for p in itertools.combinations(sorted(members), 2)}
    linked = sorted(Membership.objects.values_list("mention_id", flat=True))
    true = {(a, b) for a, b in itertools.combinations(linked, 2) if truth[a] == truth[b]}
    assert len(true) > 30
    assert len(said & true) / len(said) > 0.85
    assert len(said & true) / len(true) > 0.6


def test_a_run_is_logged_and_says_how_to_do_it_again(linked_world):
    run = LinkRun.objects.get()
    entry = Entry.objects.get(action="link.run", subject=f"link_run:{run.pk}")
    assert entry.actor == linked_world.analyst
    assert run.manifest["inputs"]
    assert run.manifest["seed"] is not None
    assert (run.mentions, run.persons) == (Membership.objects.count(), len(_persons()))


def test_verdicts_hold_after_the_next_linkage_and_nothing_is_merged(linked_world):
    mentions = Mention.objects.count()
    apart = next(sorted(m) for m in _persons().values() if len(m) == 2)
    alone = [m[0] for m in _persons().values() if len(m) == 1]
    one = alone[0]
    other = next(
        m for m in alone[1:]
        if _mention(m).source_id != _mention(one).source_id and _mention(m).sex == _mention(one).sex
    )  # fmt: skip
    user = linked_world.analyst
    judgement_add(actor=user, mention_a=_mention(apart[0]), mention_b=_mention(apart[1]), verdict="different")
    judgement_add(actor=user, mention_a=_mention(other), mention_b=_mention(one), verdict="different")
    judgement_add(
        actor=user, mention_a=_mention(one), mention_b=_mention(other), verdict="same", why="told by a friend"
    )
    assert _person_of(apart[0]) == _person_of(apart[1])
    link_run(actor=user)
    assert _person_of(apart[0]) != _person_of(apart[1])
    assert _person_of(one) == _person_of(other)
    assert LinkRun.objects.filter(is_current=True).count() == 1
    assert Mention.objects.count() == mentions
    # And the verdict is taken back by a later one.
    judgement_add(actor=user, mention_a=_mention(one), mention_b=_mention(other), verdict="different")
    link_run(actor=user)
    assert _person_of(one) != _person_of(other)


def test_a_verdict_is_never_changed_or_deleted(linked_world):
    one, other = Mention.objects.order_by("pk")[:2]
    judgement = judgement_add(actor=linked_world.officer, mention_a=other, mention_b=one, verdict="unsure")
    assert judgement.mention_a == one
    with pytest.raises(TypeError):
        judgement.save()
    with pytest.raises(TypeError):
        judgement.delete()
    with pytest.raises(LinkageError):
        judgement_add(actor=linked_world.officer, mention_a=one, mention_b=one, verdict="same")


def _pairs(user, **asked):
    return list(queue.pairs(user, Asked(**asked)))


def test_the_queue_lets_go_of_what_was_judged_and_the_lists_show_it(linked_world, client_of):
    user = linked_world.analyst
    waiting = _pairs(user)
    assert len(waiting) > 20
    first = waiting[0]
    client = client_of(user)
    told = client.get(f"/link/pairs/{first.pk}/").content.decode()
    assert "What others said is shown after your own verdict" in told
    client.post(f"/link/judge/{first.mention_a_id}/{first.mention_b_id}/", {"verdict": "unsure", "why": "no"})
    assert first not in _pairs(user)
    assert _pairs(user, shown="unsure") == _pairs(user, shown="mine") == [first]
    assert first in _pairs(user, shown="all")
    address = f"/link/judge/{first.mention_a_id}/{first.mention_b_id}/"
    assert client.post(address, {"verdict": "maybe"}).status_code == 404


def test_who_may_not_judge_cannot_and_sees_no_buttons(linked_world, lawyer, client_of):
    pair = queue.pairs(linked_world.analyst).first()
    client = client_of(lawyer)
    assert "Same person" not in client.get(f"/link/pairs/{pair.pk}/").content.decode()
    assert (
        client.post(f"/link/judge/{pair.mention_a_id}/{pair.mention_b_id}/", {"verdict": "same"}).status_code
        == 403
    )
    assert not Judgement.objects.exists()


def test_names_stand_beside_a_pair_for_those_who_may_see_them_and_the_look_is_logged(linked_world, client_of):
    pair = next(
        p for p in _pairs(linked_world.analyst, shown="all")
        if Name.objects.filter(mention=p.mention_a).exists() and Name.objects.filter(mention=p.mention_b).exists()
    )  # fmt: skip
    name = Name.objects.filter(mention=pair.mention_a).first().text
    looks = Entry.objects.filter(action="record.names_see")
    before = looks.count()
    assert name not in client_of(linked_world.analyst).get(f"/link/pairs/{pair.pk}/").content.decode()
    assert looks.count() == before
    assert name in client_of(linked_world.officer).get(f"/link/pairs/{pair.pk}/").content.decode()
    assert looks.count() == before + 1


@pytest.fixture
def known():
    """Somebody of the linked world with a full name, sex and date of birth."""
    for mention in (
        Mention.objects.filter(memberships__run__is_current=True).exclude(birth="").exclude(sex="")
    ):
        name = mention.names.filter(kind="given").first()
        if name is not None and len(name.text) >= 3:
            return mention, name.text
    raise AssertionError("nobody is known well enough")


def _told_again(linked_world, known, *, published=True):
    mention, name = known
    source = record.source_create(
        actor=linked_world.officer,
        title="A new interview",
        kind="SK-VICT",
        issuer="Newcomers",
        published=published,
    )
    return record.mention_create(
        actor=linked_world.officer, source=source, names=[{"text": name}], sex=mention.sex, birth=mention.birth,
        birthplace=mention.birthplace,
    )  # fmt: skip


def test_somebody_newly_coded_is_recognised_with_reasons(linked_world, known, client_of):
    told = _told_again(linked_world, known)
    found = suggestions(told)
    best = found[0]
    assert linked_world.person_of[int(best.mention_id)] == linked_world.person_of[known[0].pk]
    assert best.probability > 0.5
    assert best.reasons
    assert not any(known[1] in str(reason) for s in found for reason in s.reasons)
    part = client_of(linked_world.analyst).get(f"/link/suggestions/{told.pk}/").content.decode()
    assert f"/record/mentions/{int(best.mention_id)}/" in part
    assert known[1] not in part
    assert known[1] in client_of(linked_world.officer).get(f"/link/suggestions/{told.pk}/").content.decode()


def test_a_suggestion_is_judged_where_it_stands(linked_world, known, client_of):
    told = _told_again(linked_world, known)
    client = client_of(linked_world.analyst)
    answer = client.post(
        f"/link/judge/{told.pk}/{known[0].pk}/",
        {"verdict": "same", "about": told.pk},
        headers={"HX-Request": "true"},
        follow=True,
    )
    assert "judged: same" in answer.content.decode()
    link_run(actor=linked_world.analyst)
    assert _person_of(told.pk) == _person_of(known[0].pk)


def test_without_consent_for_linkage_nobody_is_looked_for(linked_world, known, client_of):
    told = _told_again(linked_world, known, published=False)
    part = client_of(linked_world.analyst).get(f"/link/suggestions/{told.pk}/").content.decode()
    assert "no consent" in part


def test_a_withdrawal_takes_a_person_out_of_the_queue_the_persons_and_the_suggestions_at_once(
    linked_world, known, client_of
):
    pair = Pair.objects.filter(run__is_current=True).order_by("-probability").first()
    gone, stays = pair.mention_a, pair.mention_b
    client = client_of(linked_world.analyst)
    person = _person_of(gone.pk)
    assert _person_of(stays.pk) == person
    record.consent_record(
        actor=linked_world.officer, source=gone.source, mention=gone, purpose=Purpose.LINK, granted=False
    )
    assert pair not in _pairs(linked_world.analyst, shown="all")
    assert client.get(f"/link/pairs/{pair.pk}/").status_code == 404
    assert gone.pk not in [m.mention_id for m in queries.person_mentions(linked_world.officer, person)]
    page = client.get(f"/link/persons/{person}/").content.decode()
    assert f"/record/mentions/{gone.pk}/" not in page
    assert f"/record/mentions/{stays.pk}/" in page
    told = _told_again(linked_world, (gone, Name.objects.filter(mention=gone).first().text))
    assert gone.pk not in [int(s.mention_id) for s in suggestions(told)]
    link_run(actor=linked_world.analyst)
    assert not Membership.objects.filter(run__is_current=True, mention=gone).exists()


def test_a_person_whose_every_mention_was_withdrawn_is_not_there_any_more(linked_world, client_of):
    person, members = next((p, m) for p, m in _persons().items() if len(m) == 2)
    for pk in members:
        mention = _mention(pk)
        record.consent_record(
            actor=linked_world.officer,
            source=mention.source,
            mention=mention,
            purpose=Purpose.LINK,
            granted=False,
        )
    assert client_of(linked_world.analyst).get(f"/link/persons/{person}/").status_code == 404
    assert person not in [p["person"] for p in queries.persons(several=False)]


def test_a_persons_page_shows_conflicting_values_side_by_side_with_who_says_them(linked_world, client_of):
    conflicting = None
    for person, members in _persons().items():
        values = {_mention(m).birth for m in members} - {""}
        if len(values) > 1:
            conflicting = person, members, values
            break
    assert conflicting is not None
    person, members, _ = conflicting
    page = client_of(linked_world.analyst).get(f"/link/persons/{person}/").content.decode()
    assert "sources differ" in page
    assert all(f"/record/mentions/{m}/" in page for m in members)


def test_linking_is_asked_for_in_the_browser_and_done_in_the_background(linked_world, client_of):
    client = client_of(linked_world.analyst)
    job_page = client.post("/link/run/").headers["Location"]
    before = LinkRun.objects.get(is_current=True).pk
    job = jobs.run_next()
    assert job.state == "done", job.error
    assert LinkRun.objects.get(is_current=True).pk > before
    assert "Review the pairs" in client.get(job_page).content.decode()


def test_the_same_record_links_to_the_same_persons_again(linked_world):
    first = LinkRun.objects.get(is_current=True)
    again = link_run(actor=linked_world.analyst)
    assert again.draws_sha256 == first.draws_sha256
    told = [
        sorted(Membership.objects.filter(run=run).values_list("mention_id", "person", "probability"))
        for run in (first, again)
    ]
    assert told[0] == told[1]


def test_what_lies_in_a_circle_is_in_no_pair_person_or_suggestion_for_those_outside(
    linked_world, protection, lawyer, client_of
):
    analyst = linked_world.analyst
    pair = queue.pairs(analyst, Asked(order="likely", shown="all")).first()
    inside, outside = pair.mention_a, pair.mention_b
    person = _person_of(inside.pk)
    pages = [
        reverse("link:pair", args=[pair.pk]),
        reverse("link:why", args=[pair.pk]),
        reverse("link:suggestions", args=[inside.pk]),
        f"{reverse('link:preview', args=[inside.pk, outside.pk])}?verdict=different",
    ]
    judge = reverse("link:judge", args=[inside.pk, outside.pk])
    client = client_of(analyst)
    assert {client.get(address).status_code for address in pages} == {200}
    before = queries.person_lines(analyst, [person])[0]["mentions"]

    circle = circles.circle_make(actor=protection, title="A case")
    circles.source_enclose(actor=protection, circle=circle, source=inside.source_id)
    assert {client.get(address).status_code for address in pages} == {404}
    assert client.post(judge, {"verdict": "same"}).status_code == 404
    assert not Judgement.objects.exists()
    assert pair not in queue.pairs(analyst, Asked(shown="all"))
    assert f"M-{inside.pk}" not in client.get(reverse("link:suggestions", args=[outside.pk])).content.decode()
    assert queries.person_lines(analyst, [person])[0]["mentions"] == before - 1
    assert client_of(lawyer).get(reverse("act:checklist", args=[inside.pk])).status_code == 404
    assert client_of(lawyer).get(reverse("act:checklist", args=[outside.pk])).status_code == 200

    circles.seat_give(actor=protection, circle=circle, user=analyst, reason="works on it")
    assert {client.get(address).status_code for address in pages} == {200}
