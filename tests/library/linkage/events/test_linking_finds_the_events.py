"""Accounts of one happening come together, accounts of two stay apart, and it is said how sure that is."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from tumen.errors import LinkageError
from tumen.linkage.events import (
    Accounts,
    EventJudgement,
    EventSettings,
    evaluate_events,
    link_events,
    same_place_month_kind,
    tellings,
)
from tumen.synth import Happenings, World, tell_happenings, write

QUICK = EventSettings(draws=30, chains=2, burn_in=10, thin=1, learning_rounds=1)


def test_two_groups_of_seven_are_not_merged_though_both_are_seven(of_sevens):
    assert of_sevens.probability("r1", "u1") < 0.02
    assert of_sevens.probability("r1", "r2") > 0.5
    assert of_sevens.probability("u1", "u2") > 0.9


def test_the_reasons_are_in_words_and_add_up(of_sevens):
    said = {reason.field: reason for reason in of_sevens.explain("r1", "u1")}
    assert said["number"].words == "the same number"
    assert said["date"].words == "more than a year apart"
    assert sum(reason.weight_log2 for reason in said.values()) < -3
    pair = next(pair for pair in of_sevens.pairs if {pair.account_a, pair.account_b} == {"u1", "u2"})
    assert sum(reason.weight_log2 for reason in pair.reasons) == pytest.approx(pair.weight_log2)
    assert not any("CN-" in str(reason) for reason in pair.reasons)


def test_what_is_not_told_weighs_nothing(of_sevens):
    assert "outcome" not in {reason.field for reason in of_sevens.explain("r1", "u1")}


def test_two_accounts_of_one_source_are_two_events(of_sevens):
    assert of_sevens.probability("e2", "e3") == 0


def test_unless_a_person_judged_that_the_source_tells_one_event_twice(sevens, rng):
    judged = [EventJudgement(account_a="e2", account_b="e3", verdict="same")]
    assert link_events(sevens, judgements=judged, settings=QUICK, rng=rng).probability("e2", "e3") == 1


@pytest.mark.parametrize(("verdict", "together"), [("same", {1.0}), ("different", {0.0})])
def test_verdicts_hold_in_every_draw(sevens, rng, verdict, together):
    for a, b in (("u1", "u2"), ("r1", "u2")):
        judged = [EventJudgement(account_a=a, account_b=b, verdict=verdict)]
        assert link_events(sevens, judgements=judged, settings=QUICK, rng=rng).probability(a, b) in together


def test_an_unsure_verdict_changes_nothing(sevens, of_sevens):
    judged = [EventJudgement(account_a="r1", account_b="r2", verdict="unsure")]
    found = link_events(sevens, judgements=judged, settings=QUICK, rng=np.random.default_rng(3))
    plain = link_events(sevens, settings=QUICK, rng=np.random.default_rng(3))
    assert np.array_equal(found.draws.labels, plain.draws.labels)


def test_equal_seeds_give_equal_draws_whatever_the_order_of_rows(world):
    rows = world["accounts"][:20]
    first, second = (
        link_events(Accounts.from_rows(each), settings=QUICK, rng=np.random.default_rng(2))
        for each in (rows, rows[::-1])
    )
    assert np.array_equal(first.draws.labels, second.draws.labels)
    assert first.run.id == second.run.id


def test_it_finds_far_more_of_the_truth_than_place_month_and_kind(world, of_world):
    truth = {row["account_id"]: row["event_id"] for row in world["truth/accounts"]}
    found = evaluate_events({row.account_id: row.event_id for row in of_world.clusters}, truth)
    naive = evaluate_events(same_place_month_kind(of_world.accounts), truth)
    assert found.f1 > 0.75 > 3 * naive.f1 / 2
    assert found.exact > naive.exact


def test_draws_partition_every_account_and_probabilities_are_their_shares(of_world):
    labels = of_world.draws.labels
    assert labels.shape == (60, len(of_world.accounts))
    assert all(row[at] == at for row in labels for at in set(row.tolist()))  # named by the first account
    assert all(0 <= row.probability <= 1 for row in of_world.clusters)


def test_large_tables_are_compared_by_shared_keys_and_agree_with_the_full_comparison(world):
    accounts = Accounts.from_rows(world["accounts"])
    keyed = EventSettings(draws=20, chains=1, burn_in=15, thin=1, learning_rounds=1, all_pairs_up_to=10)
    truth = {row["account_id"]: row["event_id"] for row in world["truth/accounts"]}
    found = link_events(accounts, settings=keyed, rng=np.random.default_rng(1))
    score = evaluate_events({row.account_id: row.event_id for row in found.clusters}, truth)
    assert score.f1 > 0.6


def test_informants_tellings_and_events_are_counted_apart(of_world):
    counts = tellings(of_world, kinds=["EXECPUB"])
    everything = tellings(of_world)
    assert 0 < counts.share_of_informants < 1
    assert counts.events_interval.low <= counts.events <= counts.events_interval.high < counts.accounts
    assert counts.accounts < everything.accounts
    assert counts.informants == everything.informants


def test_another_situation_is_linked_with_its_own_pack(rng):
    world = tell_happenings(Happenings(events=7, seed=2, pack="example"))
    settings = EventSettings(pack="example", draws=20, chains=1, burn_in=15, thin=1, learning_rounds=1)
    found = link_events(Accounts.from_rows(world["accounts"]), settings=settings, rng=rng)
    truth = {row["account_id"]: row["event_id"] for row in world["truth/accounts"]}
    score = evaluate_events({row.account_id: row.event_id for row in found.clusters}, truth)
    assert score.precision > 0.5
    assert score.events_found < len(found.accounts)


def test_settings_out_of_range_are_refused():
    with pytest.raises(LinkageError, match="draws, edge_probability"):
        EventSettings(draws=0, edge_probability=1.5)


def test_an_unknown_account_cannot_be_explained(of_sevens):
    with pytest.raises(LinkageError, match="no account zz"):
        of_sevens.explain("r1", "zz")


def test_like_acts_of_one_body_in_one_manner_are_not_one_event(rng, tmp_path):
    """Beatings of many people, all by the same guards in the same manner: told one by one in a made-up world."""
    write(World(people=200, seed=1, texts=0), tmp_path)
    acts, mentions, true = (
        list(csv.DictReader((tmp_path / name).read_text("utf-8").splitlines()))
        for name in ("acts.csv", "mentions.csv", "truth/acts.csv")
    )
    names = {row["mention_id"]: row["name"] for row in mentions}
    rows = [
        {"account_id": act["act_id"], "kind": act["type"], "participants": names[act["mention_id"]],
         **{field: act[field] for field in ("source_id", "place", "date", "agency", "method", "outcome")}}
        for act in acts
    ]  # fmt: skip
    found = link_events(Accounts.from_rows(rows), settings=QUICK, rng=rng)
    truth = {row["act_id"]: row["event_id"] for row in true}
    assert evaluate_events({row.account_id: row.event_id for row in found.clusters}, truth).precision > 0.9
