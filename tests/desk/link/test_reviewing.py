"""Reviewing: verdicts that are added and taken back, two reviewers, what stays hidden until a verdict."""

from __future__ import annotations

import re

import pytest

from tumen.errors import ContradictionError, LinkageError
from tumen_desk.accounts.services import user_create
from tumen_desk.audit.models import Entry
from tumen_desk.link import agreement, queue
from tumen_desk.link.adapters import verdicts_in_force
from tumen_desk.link.models import Judgement, LinkRun, Membership, Opinion, Pair
from tumen_desk.link.queue import Asked
from tumen_desk.link.services import (
    judgement_add,
    judgement_take_back,
    link_run,
    review_rule_set,
    reviewer_set,
)
from tumen_desk.record import services as record
from tumen_desk.record.models import Mention, Name, Purpose

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def _world(linked_world):
    """Every test stands on the linked world."""


@pytest.fixture
def second(linked_world):
    """A colleague who judges too."""
    return user_create(actor=None, username="the-second", password=None, role="analyst")


def _pairs(user, **asked):
    return list(queue.pairs(user, Asked(**asked)))


def _judge(user, pair, verdict, **given):
    return judgement_add(
        actor=user, mention_a=pair.mention_a, mention_b=pair.mention_b, verdict=verdict, **given
    )


def _in_force(pair):
    return verdicts_in_force().get((pair.mention_a_id, pair.mention_b_id), "")


def _part(page):
    return re.search(r'<section id="pair".*?data-pk="(\d*)"', page, re.DOTALL).group(1)


# -- order ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "field"),
    [("worth", "worth"), ("estimate", "worth_estimate"), ("doubt", "doubt"), ("likely", "probability")],
)
def test_pairs_come_in_the_order_asked_for(linked_world, order, field):
    values = [getattr(p, field) for p in _pairs(linked_world.analyst, order=order)]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) > 5


def test_the_run_knows_what_all_its_pairs_could_tell(linked_world):
    run = LinkRun.objects.get(is_current=True)
    assert run.worth == pytest.approx(sum(Pair.objects.filter(run=run).values_list("worth", flat=True)))
    assert run.worth > 1
    done, worth = queue.told_so_far()
    assert (done, worth) == (0.0, run.worth)
    first = _pairs(linked_world.analyst)[0]
    _judge(linked_world.analyst, first, "unsure")
    assert queue.told_so_far()[0] == pytest.approx(first.worth)


def test_only_one_source_or_one_person_is_shown_where_asked(linked_world):
    user = linked_world.analyst
    pair = _pairs(user)[0]
    source = pair.mention_a.source_id
    assert all(source in (p.mention_a.source_id, p.mention_b.source_id) for p in _pairs(user, source=source))
    person = Membership.objects.get(run__is_current=True, mention=pair.mention_b).person
    members = set(Membership.objects.filter(person=person).values_list("mention_id", flat=True))
    found = _pairs(user, person=person)
    assert pair in found
    assert all({p.mention_a_id, p.mention_b_id} & members for p in found)


def test_what_is_asked_survives_in_the_address():
    asked = Asked(order="doubt", shown="same", source=12, person="p-7")
    from django.http import QueryDict

    assert Asked.read(QueryDict(asked.address).dict()) == asked
    assert Asked.read({"order": "x", "verdict": "<", "source": "S-1e9"}) == Asked()


def test_skipping_goes_on_behind_the_pair_and_comes_to_an_end(linked_world, client_of):
    user = linked_world.analyst
    waiting = _pairs(user)
    client = client_of(user)
    begun = client.get("/link/review/begin/")
    assert begun.headers["Location"] == f"/link/pairs/{waiting[0].pk}/"
    seen = [waiting[0].pk]
    for _ in range(3):
        seen.append(int(_part(client.get(f"/link/pairs/{seen[-1]}/following/").content.decode())))
    assert seen == [p.pk for p in waiting[:4]]
    end = client.get(f"/link/pairs/{waiting[-1].pk}/following/").content.decode()
    assert _part(end) == ""
    assert "that you skipped" in end


def test_when_everything_is_judged_the_page_says_what_to_do_next(linked_world, client_of):
    user = linked_world.analyst
    Opinion.objects.bulk_create(
        Opinion(
            mention_a=p.mention_a, mention_b=p.mention_b, by=user, verdict="unsure",
            judgement=Judgement.objects.create(
                mention_a=p.mention_a, mention_b=p.mention_b, verdict="unsure", by=user
            ),
        )
        for p in Pair.objects.filter(run__is_current=True)
    )  # fmt: skip
    assert "Link everything anew" in client_of(user).get("/link/review/begin/").content.decode()


# -- verdicts and taking them back ---------------------------------------------------------------


def test_a_verdict_in_the_review_is_answered_in_a_word_and_the_machine_is_heard_after_it(
    linked_world, client_of
):
    pair = _pairs(linked_world.analyst)[0]
    address = f"/link/judge/{pair.mention_a_id}/{pair.mention_b_id}/"
    told = client_of(linked_world.analyst).post(
        address, {"verdict": "unsure", "blind": "yes", "why": "nothing to go by"}, headers=JSON
    )
    assert "The machine said" in told.json()["said"]
    kept = Judgement.objects.get(pk=told.json()["judgement"])
    assert (kept.verdict, kept.blind, kept.why) == ("unsure", True, "nothing to go by")
    entry = Entry.objects.latest("sequence")
    assert (entry.action, entry.details["blind"]) == ("link.judgement_add", True)


def test_a_verdict_is_taken_back_by_a_new_entry_and_the_one_before_stands_again(linked_world, client_of):
    user = linked_world.analyst
    pair = _pairs(user)[0]
    _judge(user, pair, "unsure")
    _judge(user, pair, "different")
    assert _in_force(pair) == "different"
    told = client_of(user).post("/link/take-back/", headers=JSON).json()
    assert told["address"] == f"/link/pairs/{pair.pk}/"
    assert _in_force(pair) == "unsure"
    judgement_take_back(actor=user)
    assert _in_force(pair) == ""
    assert pair in _pairs(user)
    assert Judgement.objects.count() == 4
    with pytest.raises(LinkageError, match="no verdict of yours"):
        judgement_take_back(actor=user)
    again = client_of(user).post("/link/take-back/", headers=JSON)
    assert (again.status_code, again.json()["hint"] != "") == (409, True)


def test_nobody_takes_back_what_somebody_else_said(linked_world, second, client_of):
    pair = _pairs(linked_world.analyst)[0]
    kept = _judge(linked_world.analyst, pair, "same")
    with pytest.raises(LinkageError):
        judgement_take_back(actor=second, judgement=kept)
    assert client_of(second).post("/link/take-back/", {"judgement": kept.pk}).status_code == 404
    assert _in_force(pair) == "same"


def test_opinions_can_be_derived_again_from_the_judgements(linked_world, second):
    for user in (linked_world.analyst, second):
        for pair, verdict in zip(_pairs(user), ["same", "unsure", "different", "unsure"] * 3, strict=False):
            try:
                _judge(user, pair, verdict)
            except ContradictionError:
                continue
        judgement_take_back(actor=user)
    stands = {}
    gone = set(Judgement.objects.exclude(takes_back=None).values_list("takes_back", flat=True))
    for j in Judgement.objects.filter(takes_back=None).order_by("id"):
        if j.pk not in gone:
            stands[j.mention_a_id, j.mention_b_id, j.by_id] = j.verdict
    rows = Opinion.objects.values_list("mention_a_id", "mention_b_id", "by", "verdict")
    assert {(a, b, by): v for a, b, by, v in rows} == stands
    assert len(stands) > 15


def test_without_consent_for_linkage_nobody_is_judged(linked_world, client_of):
    user = linked_world.analyst
    pair = _pairs(user)[0]
    record.consent_record(
        actor=linked_world.officer, source=pair.mention_a.source, mention=pair.mention_a,
        purpose=Purpose.LINK, granted=False,
    )  # fmt: skip
    with pytest.raises(LinkageError, match="no consent"):
        _judge(user, pair, "same")
    client = client_of(user)
    assert client.get(f"/link/pairs/{pair.pk}/why/").status_code == 404
    told = client.post(
        f"/link/judge/{pair.mention_a_id}/{pair.mention_b_id}/", {"verdict": "same"}, headers=JSON
    )
    assert (told.status_code, "consent" in told.json()["message"]) == (409, True)
    assert not Judgement.objects.exists()


# -- contradictions ------------------------------------------------------------------------------


def _three(linked_world):
    """Three mentions of three sources that may be linked."""
    found, sources = [], set()
    for m in Membership.objects.select_related("mention").order_by("mention_id"):
        if m.mention.source_id not in sources:
            sources.add(m.mention.source_id)
            found.append(m.mention)
    return found[:3]


def test_verdicts_that_cannot_be_true_together_are_refused_with_the_shortest_chain(linked_world):
    user = linked_world.analyst
    one, two, three = _three(linked_world)
    judgement_add(actor=user, mention_a=one, mention_b=two, verdict="same")
    judgement_add(actor=user, mention_a=two, mention_b=three, verdict="same")
    with pytest.raises(ContradictionError) as refused:
        judgement_add(actor=user, mention_a=one, mention_b=three, verdict="different")
    assert refused.value.fields["chain"] == [one.pk, two.pk, three.pk]
    words = refused.value.message
    assert f"M-{one.pk} was judged the same as M-{two.pk}" in words
    assert f"M-{one.pk} and M-{three.pk} were judged to be different people" in words
    assert Judgement.objects.count() == 2
    assert (one.pk, three.pk) not in verdicts_in_force()


def test_two_mentions_of_one_source_are_two_people_unless_judged_the_same(linked_world):
    user = linked_world.analyst
    one = _three(linked_world)[0]
    twin = record.mention_create(actor=linked_world.officer, source=one.source)
    record.consent_record(
        actor=linked_world.officer, source=one.source, mention=twin, purpose=Purpose.LINK, granted=True
    )
    other = _three(linked_world)[1]
    judgement_add(actor=user, mention_a=one, mention_b=other, verdict="same")
    with pytest.raises(ContradictionError, match="stand in one source"):
        judgement_add(actor=user, mention_a=twin, mention_b=other, verdict="same")
    judgement_add(actor=user, mention_a=one, mention_b=twin, verdict="same")
    judgement_add(actor=user, mention_a=twin, mention_b=other, verdict="same")


def test_what_is_kept_never_stops_the_next_linkage(linked_world):
    """Whatever the review takes, the library takes too."""
    user = linked_world.analyst
    for at, pair in enumerate(_pairs(user)[:30]):
        try:
            _judge(user, pair, ("same", "different", "same")[at % 3])
        except ContradictionError:
            continue
    link_run(actor=user)
    person = dict(Membership.objects.filter(run__is_current=True).values_list("mention_id", "person"))
    for (a, b), verdict in verdicts_in_force().items():
        if verdict in ("same", "different"):
            assert (person[a] == person[b]) == (verdict == "same")


# -- two reviewers -------------------------------------------------------------------------------


def test_a_second_look_is_asked_for_a_share_of_pairs_and_for_every_doubtful_one(
    linked_world, second, protection
):
    user = linked_world.analyst
    review_rule_set(actor=protection, second_share=0.0)
    pairs = [p for p in _pairs(user) if 0.1 <= p.probability <= 0.9]
    plain, unsure = pairs[0], pairs[1]
    _judge(user, plain, "different")
    _judge(user, unsure, "unsure")
    assert plain not in _pairs(second)
    assert unsure in _pairs(second)
    review_rule_set(actor=protection, second_share=1.0)
    assert plain in _pairs(second)
    assert plain not in _pairs(user)
    _judge(second, plain, "different")
    third = user_create(actor=None, username="the-third", password=None, role="officer")
    assert plain not in _pairs(third)


def test_a_verdict_against_what_the_machine_was_sure_of_is_looked_at_again(linked_world, second, protection):
    review_rule_set(actor=protection, second_share=0.0)
    sure = next(p for p in _pairs(linked_world.analyst, order="likely") if p.probability > 0.95)
    _judge(linked_world.analyst, sure, "different")
    assert sure in _pairs(second)


def test_where_reviewers_differ_nothing_binds_until_a_third_decides(linked_world, second, client_of):
    user = linked_world.analyst
    pair = _pairs(user)[0]
    _judge(user, pair, "same", why="one date of birth")
    _judge(second, pair, "different")
    assert _in_force(pair) == "unsure"
    assert _pairs(user, shown="contested") == [pair]
    third = user_create(actor=None, username="the-third", password=None, role="officer")
    assert pair in _pairs(third)
    shown = client_of(third).get("/link/agreement/").content.decode()
    assert "shown after your own verdict" in shown
    assert "one date of birth" not in shown
    assert "one date of birth" in client_of(user).get("/link/agreement/").content.decode()
    _judge(third, pair, "same")
    assert _in_force(pair) == "same"
    assert _pairs(user, shown="contested") == []
    assert pair in _pairs(user, shown="same")


def test_agreement_is_measured_between_the_first_two_who_looked(linked_world, second, client_of):
    user = linked_world.analyst
    pairs = _pairs(user)[:6]
    for pair, mine, theirs in zip(pairs, "ssdduu", "ssddus", strict=True):
        words = {"s": "same", "d": "different", "u": "unsure"}
        for who, said in ((user, mine), (second, theirs)):
            Opinion.objects.create(
                mention_a=pair.mention_a, mention_b=pair.mention_b, by=who, verdict=words[said],
                judgement=Judgement.objects.create(
                    mention_a=pair.mention_a, mention_b=pair.mention_b, verdict=words[said], by=who
                ),
            )  # fmt: skip
    found = agreement.overall()
    assert (found.pairs, found.agreed) == (6, 5)
    assert found.value == pytest.approx((5 / 6 - 12 / 36) / (1 - 12 / 36))
    ((one, other, between),) = agreement.by_reviewers()
    assert ({one, other}, between.agreed) == ({user, second}, 5)
    shown = client_of(user).get("/link/agreement/").content.decode()
    assert "0.75" in shown
    assert "the interval is rough" in shown


def test_only_who_manages_the_desk_says_how_many_second_looks(linked_world, protection, client_of):
    assert client_of(linked_world.analyst).post("/link/review/rule/").status_code == 403
    client_of(protection).post("/link/review/rule/", {"second_share": "25"})
    assert queue.second_share() == 0.25
    assert client_of(protection).post("/link/review/rule/", {"second_share": "200"}).status_code == 400
    assert queue.second_share() == 0.25


def test_which_pairs_are_looked_at_twice_is_drawn_from_the_mentions_alone(linked_world):
    lots = dict(Pair.objects.values_list("pk", "lot"))
    before = {(p.mention_a_id, p.mention_b_id): p.lot for p in Pair.objects.all()}
    link_run(actor=linked_world.analyst)
    again = {(p.mention_a_id, p.mention_b_id): p.lot for p in Pair.objects.filter(run__is_current=True)}
    assert all(again[pair] == lot for pair, lot in before.items() if pair in again)
    assert 0.4 < sum(lots.values()) / len(lots) < 0.6


# -- what stays hidden ---------------------------------------------------------------------------


def test_the_score_is_hidden_until_the_verdict_unless_the_reviewer_wants_it_first(linked_world, client_of):
    user = linked_world.analyst
    pair = _pairs(user)[0]
    client = client_of(user)
    address = f"/link/pairs/{pair.pk}/"
    words = "that they are one person"
    assert words not in client.get(address).content.decode()
    assert "after your verdict" in client.get("/link/review/").content.decode()
    assert words in client.get(f"{address}why/").content.decode()
    client.post("/link/review/mine/", {"score_first": "yes"})
    assert words in client.get(address).content.decode()
    client.post(
        f"/link/judge/{pair.mention_a_id}/{pair.mention_b_id}/", {"verdict": "unsure", "blind": "yes"}
    )
    assert (
        not Judgement.objects.get().blind
    )  # whoever sees the score first is not blind, whatever the form says
    reviewer_set(actor=user, score_first=False)
    assert words in client.get(address).content.decode()


def test_others_verdicts_are_hidden_until_ones_own(linked_world, second, client_of, lawyer):
    pair = _pairs(second)[0]
    _judge(linked_world.analyst, pair, "unsure", why="the dates are vague")
    address = f"/link/pairs/{pair.pk}/"
    assert "the dates are vague" not in client_of(second).get(address).content.decode()
    assert "the dates are vague" in client_of(lawyer).get(address).content.decode()
    _judge(second, pair, "same")
    assert "the dates are vague" in client_of(second).get(address).content.decode()


def test_who_may_not_see_names_is_told_what_fits_and_never_what_it_is(linked_world, client_of):
    named = [
        p for p in _pairs(linked_world.analyst, shown="all", order="likely")
        if Name.objects.filter(mention=p.mention_a).exists() and Name.objects.filter(mention=p.mention_b).exists()
    ][:12]  # fmt: skip
    looks = Entry.objects.filter(action="record.names_see")
    before = looks.count()
    closed, open_ = client_of(linked_world.analyst), client_of(linked_world.officer)
    fits = 0
    for pair in named:
        page = closed.get(f"/link/pairs/{pair.pk}/").content.decode()
        page += closed.get(f"/link/pairs/{pair.pk}/why/").content.decode()
        main = page.split("<main", 1)[1]
        for name in Name.objects.filter(mention__in=[pair.mention_a, pair.mention_b]):
            assert name.text not in main
        assert "name in" not in main.split("of other people")[0]
        fits += "Family name" in main and "closed to your role" in main
    assert fits > 3
    assert looks.count() == before
    shown = [open_.get(f"/link/pairs/{p.pk}/").content.decode() for p in named]
    assert looks.count() == before + len(named)
    assert sum("both can be" in page for page in shown) > 3


def test_the_reasons_of_a_suggestion_quote_no_syllable_to_who_may_not_see_names(linked_world, client_of):
    from tumen_desk.link.evidence import open_reasons
    from tumen_desk.link.services import suggestions

    told = 0
    for mention in Mention.objects.filter(memberships__run__is_current=True, names__kind="given")[:40]:
        for found in suggestions(mention):
            full = " ".join(open_reasons(found.reasons, shown=True))
            closed = " ".join(open_reasons(found.reasons, shown=False))
            told += "syllable" in full
            assert "syllable" not in closed
            assert "family name" not in closed
    assert told > 3


def test_a_reason_is_one_of_the_packs_list_or_said_in_words(linked_world, client_of):
    pair = _pairs(linked_world.analyst)[0]
    client = client_of(linked_world.analyst)
    page = client.get(f"/link/pairs/{pair.pk}/").content.decode()
    assert 'data-reason="JR-BIRTH"' in page
    address = f"/link/judge/{pair.mention_a_id}/{pair.mention_b_id}/"
    refused = client.post(address, {"verdict": "same", "reason": "JR-NONE"}, headers=JSON)
    assert "Choose one of the list" in refused.json()["hint"]
    client.post(address, {"verdict": "different", "reason": "JR-RELATIVE", "why": "her sister"}, headers=JSON)
    page = client.get(f"/link/pairs/{pair.pk}/").content.decode()
    assert "rather a relative, not the same person" in page
    assert "her sister" in page


def test_a_pack_without_such_a_list_leaves_the_words(linked_world, monkeypatch, client_of):
    monkeypatch.setattr("tumen_desk.link.reasons.VOCABULARY", "no_such_list")
    pair = _pairs(linked_world.analyst)[0]
    page = client_of(linked_world.analyst).get(f"/link/pairs/{pair.pk}/").content.decode()
    assert "data-reason" not in page
    assert "in your own words" in page
