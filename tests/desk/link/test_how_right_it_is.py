"""How right the linkage is: the machine beside verdicts, a drawn sample, costs, groups, what changed."""

from __future__ import annotations

import re

import pytest

from tumen.errors import LinkageError
from tumen_desk.accounts.services import user_create
from tumen_desk.audit.models import Entry
from tumen_desk.link import rightness, sampling
from tumen_desk.link.models import Drawn, LinkRun, Pair, Sample
from tumen_desk.link.queue import Asked, current_run, pairs
from tumen_desk.link.services import judgement_add, link_run

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


@pytest.fixture(autouse=True)
def _world(linked_world):
    """Every test stands on the linked world."""


def _judge(world, pair):
    """What the truth says, as a verdict."""
    same = world.person_of[pair.mention_a_id] == world.person_of[pair.mention_b_id]
    verdict = "same" if same else "different"
    return judgement_add(
        actor=world.analyst, mention_a=pair.mention_a, mention_b=pair.mention_b, verdict=verdict
    )


def _page(client, **given):
    return client.get("/link/rightness/", given).content.decode()


def test_before_a_verdict_the_page_says_what_to_do(linked_world, client_of):
    page = _page(client_of(linked_world.analyst))
    assert "No pair of this linkage was judged since it was made" in page
    assert "No sample was drawn of this linkage yet" in page
    assert "There is no linkage before this one" in page
    assert "Draw a sample to judge" in page
    reader = user_create(actor=None, username="a-reader", password=None, role="lawyer")
    assert "Draw a sample to judge" not in _page(client_of(reader))
    listed = Pair.objects.filter(run=current_run()).count()
    assert sum(rightness.said(linked_world.analyst, current_run()).listed) == listed


def test_nothing_linked_says_so(linked_world, client_of):
    LinkRun.objects.update(is_current=False)
    assert "Nothing is linked yet" in _page(client_of(linked_world.analyst))


def test_verdicts_stand_beside_the_probability_and_earlier_ones_prove_nothing(linked_world, client_of):
    user, run = linked_world.analyst, current_run()
    likely = list(pairs(user, Asked(order="likely")))
    for pair in (*likely[:6], *likely[-6:]):
        _judge(linked_world, pair)
    found = rightness.said(user, run).judged
    assert found.pairs == 12
    assert found.bands[-1].pairs >= 6
    page = _page(client_of(user))
    assert "These are no random sample" in page
    assert page.count("<circle") == sum(1 for band in found.bands if band.pairs)
    later = Entry.objects.latest("pk").at
    LinkRun.objects.filter(pk=run.pk).update(created_at=later)
    run.refresh_from_db()
    assert rightness.said(user, run).judged is None


def test_a_sample_waits_in_the_queue_and_gives_precision_and_recall(linked_world, client_of):
    user, client = linked_world.analyst, client_of(linked_world.analyst)
    before = set(Pair.objects.values_list("pk", flat=True))
    sample = sampling.sample_draw(actor=user, most=60)
    assert Entry.objects.latest("pk").action == "link.sample_draw"
    drawn = Drawn.objects.filter(sample=sample)
    waiting = list(pairs(user, Asked(order="lot", shown="sample")))
    assert {p.pk for p in waiting} == set(drawn.values_list("pair", flat=True))
    assert [p.lot for p in waiting] == sorted((p.lot for p in waiting), reverse=True)
    # Pairs that were never listed are in it, so that recall is told of more than the list.
    assert set(drawn.values_list("pair", flat=True)) - before
    assert "None of its linked pairs was judged yet" in _page(client)
    begun = client.get("/link/review/begin/?order=lot&verdict=sample")
    assert begun.status_code == 302
    assert client.get(begun.url).status_code == 200
    for pair in waiting:
        _judge(linked_world, pair)
    assert not pairs(user, Asked(shown="sample", order="lot")).filter(lot__gte=0.1).exists()
    found = rightness.judged(user, sample, sampling.links_of(user, current_run()))
    assert found.done == found.drawn == len(waiting)
    rate = found.rates.rates.precision
    right = _truly_right(linked_world)
    assert rate.interval.low <= right <= rate.interval.high
    assert {g.by for g in found.groups} == {"script", "organisation", "told by both"}
    page = _page(client)
    assert f"{rate.point:.3f}" in page
    assert "For whom links go wrong" in page
    # A name of an organisation is nobody's to translate.
    group = next(g.group for g in found.groups if g.by == "organisation" and g.linked)
    assert (
        f'<span lang="und">{group}</span>'
        in client.get("/link/rightness/", headers={"Accept-Language": "ko"}).content.decode()
    )
    assert "This is told from a judged sample" not in page


def _truly_right(world):
    """Of the pairs that the run reports as one person, the share that is one."""
    from collections import defaultdict
    from itertools import combinations

    from tumen_desk.link.models import Membership

    persons = defaultdict(list)
    for pk, person in Membership.objects.filter(run=current_run()).values_list("mention", "person"):
        persons[person].append(pk)
    linked = [pair for members in persons.values() for pair in combinations(members, 2)]
    return sum(world.person_of[a] == world.person_of[b] for a, b in linked) / len(linked)


def test_who_withdrew_is_in_no_sample_and_no_figure(linked_world):
    from tumen_desk.record import services as record
    from tumen_desk.record.models import Purpose

    user = linked_world.analyst
    sample = sampling.sample_draw(actor=user, most=40)
    gone = sample.drawn.select_related("pair__mention_a__source").first().pair.mention_a
    record.consent_record(
        actor=linked_world.officer, source=gone.source, mention=gone, purpose=Purpose.LINK, granted=False
    )
    key = f"{gone.pk:012d}"
    left = sampling.drawn_pairs(user, sample).pairs
    assert 0 < len(left) < sample.drawn.count()
    assert all(key not in (p.mention_a, p.mention_b) for p in left)
    assert key not in sampling.links_of(user, current_run()).draws.mention_ids


def test_two_numbers_choose_the_threshold(linked_world, client_of):
    client = client_of(linked_world.analyst)

    def best(page):
        return float(re.search(r"Cheapest is to link from ([\d.]+) on", page)[1])

    careful, bold = (best(_page(client, false_link=a, missed_link=b)) for a, b in ((9, 1), (1, 9)))
    assert careful > bold
    for bad in ("x", "0", "-1", "nan", "inf"):
        assert "Write two numbers above 0" in _page(client, false_link=bad, missed_link="1")


def test_what_changed_since_the_run_before_is_told(linked_world, client_of):
    user = linked_world.analyst
    for pair in list(pairs(user, Asked(order="doubt")))[:5]:
        _judge(linked_world, pair)
    before = current_run()
    run = link_run(actor=user)
    found = rightness.change(user, run, sampling.links_of(user, run))
    assert found.before == before
    assert (found.found.common, found.found.new, found.found.gone) == (run.mentions, 0, 0)
    assert sum(b for *_, b in found.bands) == Pair.objects.filter(run=run).count()
    page = _page(client_of(user))
    assert f"Pairs gained: {found.gained:,}. Pairs lost: {found.lost:,}." in page
    assert "No sample was drawn of this linkage yet" in page


def test_the_button_asks_for_a_job_and_refuses_a_wrong_number(linked_world, client_of):
    client = client_of(linked_world.analyst)
    answer = client.post("/link/rightness/sample/", {"most": "40"})
    assert answer.status_code == 302
    assert "/jobs/" in answer.url
    answer = client.post("/link/rightness/sample/", {"most": "5"}, follow=True)
    assert "ask for 20 to 2000 pairs" in answer.content.decode()
    reader = user_create(actor=None, username="a-reader", password=None, role="lawyer")
    assert client_of(reader).post("/link/rightness/sample/", {"most": "40"}).status_code == 403
    with pytest.raises(LinkageError):
        sampling.sample_draw(actor=linked_world.analyst, most=5)
    assert not Sample.objects.exists()


def test_the_preview_of_a_pair_goes_back_to_it(linked_world, client_of):
    pair, client = pairs(linked_world.analyst, Asked()).first(), client_of(linked_world.analyst)
    address = f"/link/preview/{pair.mention_a_id}/{pair.mention_b_id}/"
    shown = client.get(f"/link/pairs/{pair.pk}/?order=lot").content.decode()
    then = re.search(rf'href="{address}(\?[^"]*)" data-key="c"', shown)[1].replace("&amp;", "&")
    page = client.get(address + then).content.decode()
    assert f'href="/link/pairs/{pair.pk}/?order=lot" data-key="escape"' in page
    page = client.get(f"{address}?then=https://elsewhere.example/").content.decode()
    assert f'href="/link/pairs/{pair.pk}/" data-key="escape"' in page
