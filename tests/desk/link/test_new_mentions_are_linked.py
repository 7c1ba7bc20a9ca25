"""What came in after a linkage: the review says so, links it as a job, and shows its pairs first."""

from __future__ import annotations

import pytest

from tumen_desk.jobs import services as jobs
from tumen_desk.link import queue
from tumen_desk.link.models import LinkRun, Membership
from tumen_desk.link.queue import Asked
from tumen_desk.record import services as record
from tumen_desk.record.models import Mention, Name, Purpose

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


@pytest.fixture(autouse=True)
def _world(linked_world):
    """Every test stands on the linked world."""


def _tell_again(actor, mention, *, open_to_linking):
    """A new source that tells of somebody who is there."""
    source = record.source_create(actor=actor, title="came later", kind="", published=False)
    names = [{"text": name.text} for name in Name.objects.filter(mention=mention)]
    told = {field: getattr(mention, field) for field in ("sex", "birth", "birthplace", "left")}
    new = record.mention_create(actor=actor, source=source, names=names, **told)
    if open_to_linking:
        record.consent_record(actor=actor, source=source, purpose=Purpose.LINK, granted=True)
    return new


def _well_told():
    told = Membership.objects.filter(run__is_current=True, company=1, mention__names__isnull=False)
    return told.exclude(mention__birth="").exclude(mention__left="").first().mention


def test_new_mentions_are_offered_linked_in_the_background_and_wait_in_the_review(linked_world, client_of):
    client, known = client_of(linked_world.analyst), _well_told()
    page = client.get("/link/review/").content.decode()
    assert "not linked yet" not in page
    assert "Link anew" in page
    new = _tell_again(linked_world.officer, known, open_to_linking=True)
    page = client.get("/link/review/").content.decode()
    assert "One mention is not linked yet" in page
    assert "Link the new ones" in page
    job_page = client.post("/link/run/").headers["Location"]
    job = jobs.run_next()
    assert job.state == "done", job.error
    assert job.title == "Link 1 new mention with the record"
    assert "Review the pairs of 1 newly linked mention" in client.get(job_page).content.decode()
    assert Membership.objects.filter(run__is_current=True, mention=new).exists()
    waiting = list(queue.pairs(linked_world.analyst, Asked(shown="new")))
    assert {known.pk, new.pk} in [{pair.mention_a_id, pair.mention_b_id} for pair in waiting]
    assert all(new.pk in (pair.mention_a_id, pair.mention_b_id) for pair in waiting)
    listed = client.get("/link/review/?verdict=new").content.decode()
    assert f"M-{known.pk} ~ M-{new.pk}" in listed
    assert "not linked yet" not in listed
    client.post(f"/link/judge/{known.pk}/{new.pk}/", {"verdict": "same"})
    rest = queue.pairs(linked_world.analyst, Asked(shown="new"))
    assert not rest.filter(mention_a=known, mention_b=new).exists()


def test_who_may_not_be_linked_is_not_offered_and_nobody_without_the_right_is_asked(
    linked_world, lawyer, client_of
):
    new = _tell_again(linked_world.officer, _well_told(), open_to_linking=False)
    assert "not linked yet" not in client_of(linked_world.analyst).get("/link/review/").content.decode()
    record.consent_record(actor=linked_world.officer, source=new.source, purpose=Purpose.LINK, granted=True)
    page = client_of(lawyer).get("/link/review/").content.decode()
    assert "One mention is not linked yet" in page
    assert "Link the new ones" not in page
    assert client_of(lawyer).post("/link/run/").status_code == 403


def test_the_first_linkage_of_all_has_no_newly_linked_list_to_show(linked_world, client_of):
    assert LinkRun.objects.count() == 1
    assert Mention.objects.exists()
    page = client_of(linked_world.analyst).get("/link/review/?verdict=new").content.decode()
    assert "No pair of a newly linked mention waits for you" in page
