"""What came in after a linkage: linked by what that one learnt, shown first, taken back, never by whoever left."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from tumen.errors import LinkageError
from tumen_desk.accounts import circles
from tumen_desk.audit.models import Entry
from tumen_desk.commands import linking
from tumen_desk.find.hooks import work_lists
from tumen_desk.jobs import services as jobs
from tumen_desk.link import additions, queue, standing
from tumen_desk.link.adapters import draws_value, mention_key
from tumen_desk.link.models import LinkRun, Membership, Pair
from tumen_desk.link.queue import Asked
from tumen_desk.link.services import judgement_add
from tumen_desk.record import relating
from tumen_desk.record import services as record
from tumen_desk.record.models import Mention, Name, Purpose
from tumen_desk.store import derived, files, folder

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


@pytest.fixture(autouse=True)
def _world(linked_world):
    """Every test stands on the linked world."""


def _source(actor, *, open_to_linking=True):
    source = record.source_create(actor=actor, title="came later", kind="", published=False)
    if open_to_linking:
        record.consent_record(actor=actor, source=source, purpose=Purpose.LINK, granted=True)
    return source


def _tell_again(actor, mention, *, open_to_linking=True, source=None):
    """Somebody who is there, told of by a new source."""
    source = source or _source(actor, open_to_linking=open_to_linking)
    names = [{"text": name.text} for name in Name.objects.filter(mention=mention)]
    told = {field: getattr(mention, field) for field in ("sex", "birth", "birthplace", "left")}
    return record.mention_create(actor=actor, source=source, names=names, **told)


def _well_told(number=0):
    told = Membership.objects.filter(run__is_current=True, company=1, mention__names__isnull=False)
    rows = told.exclude(mention__birth="").exclude(mention__left="").order_by("mention").distinct()
    return rows[number].mention


def _person(mention):
    return Membership.objects.get(run__is_current=True, mention=mention).person


def test_what_is_new_is_offered_linked_in_the_background_and_waits_in_the_review(linked_world, client_of):
    client, known = client_of(linked_world.analyst), _well_told()
    page = client.get("/link/review/").content.decode()
    assert "not linked yet" not in page
    assert "Link what is new" not in page
    new = _tell_again(linked_world.officer, known)
    page = client.get("/link/review/").content.decode()
    assert "One mention is not linked yet" in page
    assert "Link what is new" in page
    whole, person = queue.current_run(), _person(known)
    job_page = client.post("/link/run/new/").headers["Location"]
    job = jobs.run_next()
    assert job.state == "done", job.error
    assert job.title == "Link 1 new mention"
    assert "Review the pairs of 1 newly linked mention" in client.get(job_page).content.decode()
    assert _person(new) == _person(known) == person
    run = queue.current_run()
    assert (run.upon, run.mentions, run.persons) == (whole, whole.mentions + 1, whole.persons)
    assert set(Membership.objects.filter(run=run, person=person).values_list("company", flat=True)) == {2}
    waiting = list(queue.pairs(linked_world.analyst, Asked(shown="new")))
    assert {known.pk, new.pk} in [{pair.mention_a_id, pair.mention_b_id} for pair in waiting]
    assert all(new.pk in (pair.mention_a_id, pair.mention_b_id) for pair in waiting)
    listed = client.get("/link/review/?verdict=new").content.decode()
    assert f"M-{known.pk} ~ M-{new.pk}" in listed
    assert "not linked yet" not in listed
    assert "1 mention linked since the last whole linkage" in listed
    # A figure counts the draws with what was added.
    draws = draws_value(files.get(run.draws_sha256))
    at, other = (draws.mention_ids.index(mention_key(m.pk)) for m in (known, new))
    pair = Pair.objects.get(run=run, mention_a=known, mention_b=new)
    assert (draws.labels[:, at] == draws.labels[:, other]).mean() == pytest.approx(pair.probability, abs=0.05)
    client.post(f"/link/judge/{known.pk}/{new.pk}/", {"verdict": "same"})
    rest = queue.pairs(linked_world.analyst, Asked(shown="new"))
    assert not rest.filter(mention_a=known, mention_b=new).exists()


def test_verdicts_on_what_is_new_hold_and_what_was_added_is_taken_back(linked_world, client_of):
    analyst, known = linked_world.analyst, _well_told()
    whole = queue.current_run()
    before = dict(Membership.objects.filter(run=whole).values_list("mention", "person"))
    new = _tell_again(linked_world.officer, known)
    first = additions.link_new(actor=analyst)
    assert _person(new) == _person(known)
    judgement_add(actor=analyst, mention_a=known, mention_b=new, verdict="different")
    other = _tell_again(linked_world.officer, _well_told(1))
    run = additions.link_new(actor=analyst)
    assert not LinkRun.objects.filter(pk=first.pk).exists()
    assert _person(new) == f"p-{new.pk}"
    assert _person(known) == before[known.pk]
    assert Membership.objects.filter(run=run, mention=other).exists()
    page = client_of(analyst).get("/link/review/").content.decode()
    assert "2 mentions linked since the last whole linkage" in page
    answer = client_of(analyst).post("/link/run/new/take-back/", follow=True).content.decode()
    assert "the last whole linkage holds again" in answer
    assert "2 mentions are not linked yet" in answer
    assert queue.current_run() == whole
    assert [
        Entry.objects.filter(action=f"link.{what}", actor=analyst).count()
        for what in ("added", "added_take_back")
    ] == [2, 1]
    assert dict(Membership.objects.filter(run__is_current=True).values_list("mention", "person")) == before
    with pytest.raises(LinkageError, match="Nothing was added"):
        additions.take_back(actor=analyst)


def test_one_whom_a_verdict_ties_is_joined_whatever_is_told(linked_world):
    known = _well_told()
    source = _source(linked_world.officer)
    new = record.mention_create(actor=linked_world.officer, source=source, names=[{"text": "무명씨"}])
    judgement_add(actor=linked_world.analyst, mention_a=known, mention_b=new, verdict="same")
    additions.link_new(actor=linked_world.analyst)
    assert _person(new) == _person(known)


def test_whoever_withdraws_leaves_the_index_and_with_them_all_of_it(
    linked_world, client_of, django_capture_on_commit_callbacks
):
    known, other = _well_told(), _well_told(1)
    run = standing.whole_run()
    secret = bytes(run.index_secret)
    sealed = (folder.root() / "linkage-index.sealed").read_bytes()
    name = Name.objects.filter(mention=known).first().text
    index = standing.opened(run)
    assert name in index.mentions([index.position(mention_key(known.pk))]).name
    assert name.encode() not in sealed
    try:
        with django_capture_on_commit_callbacks(execute=True):
            asked = {"source": known.source, "mention": known, "purpose": Purpose.LINK}
            record.consent_record(actor=linked_world.officer, granted=False, **asked)
        run.refresh_from_db()
        assert not run.index_secret
        assert not derived.exists("linkage-index")
        _tell_again(linked_world.officer, other)
        with pytest.raises(LinkageError, match="no index"):
            additions.link_new(actor=linked_world.analyst)
        page = client_of(linked_world.analyst).get("/link/review/").content.decode()
        assert "Link what is new" not in page
        assert "There is nothing to link them alone by" in page
    finally:
        (folder.root() / "linkage-index.sealed").write_bytes(sealed)
    # Whoever puts the file back has not the secret, and another secret opens nothing.
    LinkRun.objects.filter(pk=run.pk).update(index_secret=secret[::-1])
    run.refresh_from_db()
    with pytest.raises(LinkageError, match="no longer"):
        standing.opened(run)


def test_consent_that_ran_out_closes_the_index_when_it_is_next_asked(linked_world):
    known, run = _well_told(), standing.whole_run()
    consent = known.source.consents.filter(purpose=Purpose.LINK).first()
    type(consent).objects.filter(pk=consent.pk).update(expires_after="2020-01-01")
    type(consent).objects.filter(pk=consent.pk).update(recorded_at=run.created_at)
    with pytest.raises(LinkageError, match="no longer agrees"):
        additions.link_new(actor=linked_world.analyst)


def test_what_leaves_with_an_import_leaves_the_index(linked_world):
    assert standing.lies_ready(standing.whole_run())
    assert standing.import_leaves(_well_told().batch) == []
    assert not standing.whole_run().index_secret


def test_what_was_told_since_of_somebody_whom_the_new_ones_meet_asks_for_a_whole_linkage(linked_world):
    known = _well_told()
    _tell_again(linked_world.officer, known)
    Mention.objects.filter(pk=known.pk).update(birth="1931", birth_low="1931-01-01", birth_high="1931-12-31")
    with pytest.raises(LinkageError, match=f"What is told of M-{known.pk} has changed") as refused:
        additions.link_new(actor=linked_world.analyst)
    assert "anew" in refused.value.hint


def test_kin_told_of_somebody_who_was_linked_speaks_for_the_new_one(linked_world):
    hub = _well_told()
    new = _tell_again(linked_world.officer, _well_told(1), source=hub.source)
    relating.tie_add(actor=linked_world.officer, mention=hub, other=new, relation="RE-PAR")
    additions.link_new(actor=linked_world.analyst)
    assert _person(new) != _person(hub)


def test_who_may_not_be_linked_is_not_offered_and_nobody_without_the_right_is_asked(
    linked_world, lawyer, client_of
):
    new = _tell_again(linked_world.officer, _well_told(), open_to_linking=False)
    assert "not linked yet" not in client_of(linked_world.analyst).get("/link/review/").content.decode()
    with pytest.raises(LinkageError, match="nothing new"):
        additions.link_new(actor=linked_world.analyst)
    record.consent_record(actor=linked_world.officer, source=new.source, purpose=Purpose.LINK, granted=True)
    page = client_of(lawyer).get("/link/review/").content.decode()
    assert "One mention is not linked yet" in page
    assert "Link what is new" not in page
    assert client_of(lawyer).post("/link/run/new/").status_code == 403
    assert client_of(lawyer).post("/link/run/new/take-back/").status_code == 403


def test_what_is_not_linked_yet_is_a_work_list_of_whoever_may_know_the_source(linked_world):
    (waiting,) = (found for found in work_lists() if found.title == "Not linked yet")
    assert waiting.count(linked_world.analyst) == 0
    new = _tell_again(linked_world.officer, _well_told())
    assert waiting.first(linked_world.analyst, 5) == [
        (f"S-{new.source_id}", f"/record/sources/{new.source_id}/")
    ]
    circle = circles.circle_make(actor=linked_world.protection, title="closed")
    circles.source_enclose(actor=linked_world.protection, circle=circle, source=new.source_id)
    assert waiting.count(linked_world.analyst) == 0


def test_the_first_linkage_of_all_has_no_newly_linked_list_to_show(linked_world, client_of):
    assert LinkRun.objects.count() == 1
    assert Mention.objects.exists()
    page = client_of(linked_world.analyst).get("/link/review/?verdict=new").content.decode()
    assert "No pair of a newly linked mention waits for you" in page


def test_what_is_new_is_linked_and_taken_back_from_the_command_line(linked_world, lawyer):
    new = _tell_again(linked_world.officer, _well_told())
    told, lines = linking.link_new(linked_world.analyst, now=False, take_back=False)
    assert (told, lines) == (
        {"new": 1},
        ["Not linked yet, among those who may be linked: 1. --now links them."],
    )
    told, _ = linking.link_new(linked_world.analyst, now=True, take_back=False)
    assert (told["new"], LinkRun.objects.get(is_current=True).pk) == (1, told["run"])
    assert _person(new)
    assert Entry.objects.latest("sequence").action == "link.added"
    linking.link_new(linked_world.analyst, now=False, take_back=True)
    assert Membership.objects.filter(mention=new).exists()
    told, _ = linking.link_new(linked_world.analyst, now=True, take_back=True)
    assert (told["taken_back"], Membership.objects.filter(mention=new).exists()) == (True, False)
    with pytest.raises(PermissionDenied):
        linking.link_new(lawyer, now=False, take_back=False)
