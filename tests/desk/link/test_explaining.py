"""Explaining a person: the tree that holds it, what would change it, and what parting or joining would do."""

from __future__ import annotations

import math
from collections import defaultdict

import pytest

from tumen.errors import LinkageError
from tumen_desk.audit.models import Entry
from tumen_desk.link.adapters import verdicts_in_force
from tumen_desk.link.consequences import consequences
from tumen_desk.link.evidence import evidence, steps
from tumen_desk.link.models import Judgement, LinkRun, Membership, Pair
from tumen_desk.link.pictures import waterfall
from tumen_desk.link.services import judgement_add, link_run, persons_part
from tumen_desk.link.ties import graph, parted, ties
from tumen_desk.link.whatif import suppositions
from tumen_desk.record import services as record
from tumen_desk.record.models import Mention, Purpose

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])


@pytest.fixture(autouse=True)
def _world(linked_world):
    """Every test stands on the linked world."""


@pytest.fixture
def run():
    """The current run."""
    return LinkRun.objects.get(is_current=True)


def _persons(least):
    found = defaultdict(list)
    for mention, person in Membership.objects.filter(run__is_current=True).values_list(
        "mention_id", "person"
    ):
        found[person].append(mention)
    return {p: sorted(m) for p, m in found.items() if len(m) >= least}


def test_the_strongest_tree_ties_every_mention_with_one_tie_less_than_there_are(run, linked_world):
    seen = 0
    for members in _persons(3).values():
        found = ties(linked_world.officer, run, members)
        tree = [t for t in found.ties if t.in_tree]
        assert len(tree) == len(members) - 1 - (len(found.apart) > 0)
        assert found.weakest is not None
        assert found.weakest.pair.probability == min(t.pair.probability for t in tree)
        one, other = map(set, found.sides)
        assert one | other == set(members)
        assert one & other == set()
        # No tie across the cut is stronger than the bridge: that is what makes the tree the strongest.
        across = [
            t.pair.probability
            for t in found.ties
            if (t.pair.mention_a_id in one) != (t.pair.mention_b_id in one)
        ]
        assert max(across) == found.weakest.pair.probability
        seen += 1
    assert seen > 3


def test_the_picture_shows_every_mention_and_marks_one_tie_to_cut(run, linked_world):
    members = max(_persons(3).values(), key=len)
    drawn = graph(ties(linked_world.officer, run, members))
    assert {d.mention for d in drawn.dots} == set(members)
    assert [line.kind for line in drawn.lines].count("cut") == 1
    assert all(0 < d.x < drawn.width and 0 < d.y < drawn.height for d in drawn.dots)
    assert graph(ties(linked_world.officer, run, members[:1])) is None


def test_the_nearest_person_outside_is_the_likeliest_pair_that_leaves_the_person(run, linked_world):
    found = 0
    for members in _persons(2).values():
        nearest = ties(linked_world.officer, run, members).outside
        if nearest is None:
            continue
        leaving = [
            p.probability
            for p in Pair.objects.filter(run=run)
            if (p.mention_a_id in members) != (p.mention_b_id in members)
        ]
        assert nearest.probability == max(leaving)
        found += 1
        if found == 5:
            return
    raise AssertionError("nobody is near anybody")


def test_the_waterfall_ends_at_the_probability_of_the_pair(run):
    for pair in Pair.objects.filter(run=run, probability__gt=0.01, probability__lt=0.99)[:10]:
        told = steps(run, pair)
        assert sum(s.bits for s in told) == pytest.approx(
            math.log2(pair.probability / (1 - pair.probability))
        )
        drawn = waterfall(told)
        assert drawn.total == pytest.approx(sum(s.bits for s in told))
        assert [b.sign for b in drawn.bars] == ["for" if s.bits >= 0 else "against" for s in told]
        assert all(0 <= b.x <= drawn.width and b.x + b.width <= drawn.width for b in drawn.bars)


def test_supposing_that_fields_agree_speaks_for_one_person_and_that_they_differ_against(run):
    turns = 0
    for pair in Pair.objects.filter(run=run, probability__gt=0.05, probability__lt=0.95).order_by("-doubt")[
        :15
    ]:
        for s in suppositions(run, pair):
            turns += s.turns
            if s.turns:
                assert (s.probability > 0.5) != (pair.probability > 0.5)
                assert s.agrees == (s.probability > 0.5)
    assert turns > 5


def test_names_are_supposed_too_and_are_what_a_person_of_one_name_hangs_on(run):
    """The name weighs most of all; who may not see names is told that it decides, and no name."""
    pair = next(
        p for p in Pair.objects.filter(run=run, probability__gt=0.9) if p.reasons[0].startswith("names fit")
    )
    told = {(s.field, s.agrees): s for s in suppositions(run, pair)}
    assert told["name", False].turns
    assert told["name", False].probability < 0.5 < pair.probability


def test_after_another_version_the_page_says_where_to_link_anew_and_still_shows_the_ties(
    run, linked_world, client_of
):
    key, members = max(_persons(3).items(), key=lambda item: len(item[1]))
    LinkRun.objects.filter(pk=run.pk).update(
        model={"match_share": run.model["match_share"], "m": [], "names": {}}
    )
    client = client_of(linked_world.analyst)
    page = client.get(f"/link/persons/{key}/why/").content.decode()
    assert "compared other things than this version does" in page
    assert 'href="/link/review/"' in page
    assert f"Why these {len(members)} are one person" in page
    pair = Pair.objects.filter(run=run, mention_a__in=members, mention_b__in=members).first()
    assert client.get(f"/link/pairs/{pair.pk}/why/").status_code == 200


def test_a_supposition_is_what_the_next_linkage_leans_to(run, linked_world):
    """A field that was said to turn a doubtful pair moves it that way when a source really states it."""
    for pair in Pair.objects.filter(run=run, probability__gt=0.2, probability__lt=0.49).order_by("-doubt"):
        told = [s for s in suppositions(run, pair) if s.turns and s.agrees and s.field == "birth"]
        silent = [m for m in (pair.mention_a, pair.mention_b) if not m.birth]
        stated = [m for m in (pair.mention_a, pair.mention_b) if m.birth]
        if told and len(silent) == 1:
            Mention.objects.filter(pk=silent[0].pk).update(birth=stated[0].birth)
            link_run(actor=linked_world.analyst)
            again = Pair.objects.get(
                run__is_current=True, mention_a=pair.mention_a_id, mention_b=pair.mention_b_id
            )
            assert again.probability > pair.probability
            return
    pytest.fail("no doubtful pair of this world hangs on a date of birth")


def test_parting_a_person_shows_first_who_would_go_where_and_keeps_all_verdicts_or_none(
    run, linked_world, client_of
):
    key, members = max(_persons(3).items(), key=lambda item: len(item[1]))
    cut = ties(linked_world.officer, run, members).weakest.pair
    one, other = parted(run, members, cut)
    across = [(a, b) for a in one for b in other]
    found = consequences(run, "different", across)
    assert all(not (set(one) & g and set(other) & g) for g in found.after)
    assert len(found.after) > len(found.before)
    assert found.moved
    assert set(found.moved) < set(members) | {m for g in found.before for m in g}
    client = client_of(linked_world.analyst)
    address = f"/link/persons/{key}/split/{cut.pk}/"
    page = client.get(address).content.decode()
    assert "Nothing is kept yet" in page
    assert not Judgement.objects.exists()
    client.post(address, {"why": "two brothers"})
    assert Judgement.objects.count() == len(across)
    link_run(actor=linked_world.analyst)
    now = dict(Membership.objects.filter(run__is_current=True).values_list("mention_id", "person"))
    assert all(now[a] != now[b] for a, b in across)


def test_parting_is_refused_as_a_whole_where_it_contradicts(run, linked_world):
    members = max(_persons(3).values(), key=len)
    one, two, three = Mention.objects.filter(pk__in=members[:3]).order_by("pk")
    judgement_add(actor=linked_world.analyst, mention_a=one, mention_b=three, verdict="same")
    judgement_add(actor=linked_world.analyst, mention_a=two, mention_b=three, verdict="same")
    before = dict(verdicts_in_force())
    with pytest.raises(LinkageError):
        persons_part(actor=linked_world.officer, one=[one], other=[two, three])
    assert verdicts_in_force() == before
    found = consequences(run, "different", [(one.pk, two.pk)])
    assert found.chain is not None
    assert found.chain.mentions == (one.pk, three.pk, two.pk)
    assert "judged the same as" in found.chain.words


def test_joining_two_people_shows_what_it_does_to_persons_and_figures(run, linked_world, client_of):
    pair = (
        Pair.objects.filter(run=run, probability__gt=0.1, probability__lt=0.45)
        .order_by("-probability")
        .first()
    )
    found = consequences(run, "same", [(pair.mention_a_id, pair.mention_b_id)])
    assert any({pair.mention_a_id, pair.mention_b_id} <= g for g in found.after)
    assert not any({pair.mention_a_id, pair.mention_b_id} <= g for g in found.before)
    assert found.persons is None or found.persons < 0
    address = f"/link/preview/{pair.mention_a_id}/{pair.mention_b_id}/"
    page = client_of(linked_world.analyst).get(f"{address}?verdict=same").content.decode()
    assert "Persons here" in page
    record.consent_record(
        actor=linked_world.officer, source=pair.mention_a.source, mention=pair.mention_a, purpose=Purpose.LINK,
        granted=False,
    )  # fmt: skip
    assert client_of(linked_world.analyst).get(address).status_code == 404


def test_figures_that_count_somebody_are_named_before_who_is_who_changes(run, linked_world):
    from tumen_desk.count.recipes import CountRecipe
    from tumen_desk.count.services import count_run
    from tumen_desk.link.hooks import resting_on
    from tumen_desk.record.models import Leg

    kind = Leg.objects.values_list("kind", flat=True).first()
    recipe = CountRecipe(
        title="Who left", population="people who left", as_of="../2020", link_draws=2, leg_kinds=(kind,),
        method="chao-mth",
    )  # fmt: skip
    count_run(actor=linked_world.analyst, recipe=recipe)
    everybody = list(Membership.objects.filter(run=run).values_list("mention_id", flat=True))
    assert [words for words, _ in resting_on(everybody)] == ["Who left"]
    assert resting_on([]) == []


def test_names_are_lined_up_syllable_by_syllable_for_those_who_may_see_them(run, linked_world):
    looks = Entry.objects.filter(action="record.names_see")
    before = looks.count()
    for pair in Pair.objects.filter(run=run).order_by("-probability")[:20]:
        told = evidence(linked_world.officer, pair.mention_a, pair.mention_b, reason="a test")
        rows = [s for s in told.syllables if s.one]
        if len(rows) == 3 and all(s.mark == "agree" for s in rows):
            assert [s.place for s in rows] == ["family name", "first given syllable", "second given syllable"]
            texts = [n.text.casefold() for n in told.sides[0].names]
            assert any(s.one.casefold() in text for s in rows for text in texts)
            assert told.chance.startswith("At most 1 in ")
            break
    else:
        raise AssertionError("no two names fit")
    assert looks.count() > before
    closed = evidence(linked_world.analyst, pair.mention_a, pair.mention_b, reason="a test")
    assert all(side.names is None for side in closed.sides)
    assert all(
        not s.one and not s.other and s.words in ("fit", "do not fit", "say little") for s in closed.syllables
    )


def test_a_persons_page_says_what_ties_it_what_would_turn_it_and_where_to_cut(
    run, linked_world, client_of, lawyer
):
    key, members = max(_persons(3).items(), key=lambda item: len(item[1]))
    assert f"/link/persons/{key}/why/" in client_of(lawyer).get(f"/link/persons/{key}/").content.decode()
    part = client_of(linked_world.analyst).get(f"/link/persons/{key}/why/").content.decode()
    assert f"Why these {len(members)} are one person" in part
    assert part.count("<circle") == len(members)
    assert "the weakest bridge" in part
    assert "Nearest person outside" in part
    assert "What would change my mind" in part
    assert "cut here: what would change" in part
    assert (
        "cut here: what would change"
        not in client_of(lawyer).get(f"/link/persons/{key}/why/").content.decode()
    )
    assert client_of(lawyer).get("/link/persons/p-0/why/").status_code == 404
