from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tumen.errors import EvaluationError
from tumen.linkage import Judgement, LinkSettings, Mentions, link, write
from tumen.linkage.evaluation import (
    PairSample,
    evaluate,
    expected_rates,
    plan_pairs,
    rates_from_judged,
    read_sample,
    read_verdicts,
    write_sample,
)

if TYPE_CHECKING:
    from tests.library.linkage.evaluation.conftest import Made

Make = Callable[..., "Made"]


def answers(world: Made, sample: PairSample) -> list[Judgement]:
    return [world.verdict(pair.mention_a, pair.mention_b) for pair in sample.pairs]


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_the_intervals_cover_the_truth_as_often_as_they_say(made: Make) -> None:
    inside = {"precision": 0, "recall": 0, "f1": 0}
    repetitions = 60
    for seed in range(repetitions):
        world = made(400, seed=seed, boast=1.0 + 0.6 * (seed % 2), draws=40)
        truth = evaluate(world.links, world.truth)
        sample = plan_pairs(world.links, width=0.06, rng=rng(seed))
        rates = rates_from_judged(sample, answers(world, sample), rng=rng(seed)).rates
        # What no draw ever put together is out of this frame: recall is of what was ever tied.
        for name in inside:
            rate = getattr(rates, name)
            at = getattr(truth, name)
            slack = 0.005 if name != "precision" else 1e-9
            inside[name] += rate.interval.low - slack <= at <= rate.interval.high + slack
    # 95 % asked: of 60 worlds fewer than 53 would be seen once in two hundred times.
    assert min(inside.values()) >= 53, inside


def test_a_plan_gives_the_width_that_was_asked_for_and_judges_few(made: Make) -> None:
    world = made(600, seed=3)
    sizes = []
    for width in (0.03, 0.06, 0.12):
        sample = plan_pairs(world.links, width=width, rng=rng())
        assert max(sample.precision_width, sample.recall_width) <= width
        found = rates_from_judged(sample, answers(world, sample), rng=rng()).rates
        for rate in (found.precision, found.recall):
            assert rate.interval.high is not None
            assert (rate.interval.high - rate.interval.low) / 2 < 1.35 * width
        sizes.append(len(sample.pairs))
    assert sizes[0] > sizes[1] > sizes[2]
    # A simple random sample of as many linked pairs for precision alone would be larger than all of it.
    assert sizes[1] < 250


def test_judging_everything_leaves_no_doubt(made: Make) -> None:
    world = made(40, seed=5)
    sample = plan_pairs(world.links, width=0.005, rng=rng())
    found = rates_from_judged(sample, answers(world, sample), rng=rng())
    truth = evaluate(world.links, world.truth)
    assert found.rates.precision.point == pytest.approx(truth.precision)
    assert found.rates.precision.interval.low == pytest.approx(truth.precision, abs=1e-6)
    assert found.rates.precision.interval.high == pytest.approx(truth.precision, abs=1e-6)


def test_a_sample_that_was_all_right_still_leaves_doubt(made: Make) -> None:
    world = made(300, seed=8)
    sample = plan_pairs(world.links, width=0.05, rng=rng())
    fine = [
        Judgement(
            mention_a=pair.mention_a, mention_b=pair.mention_b,
            verdict="same" if sample.strata[pair.stratum].linked else "different",
        )
        for pair in sample.pairs
    ]  # fmt: skip
    found = rates_from_judged(sample, fine, rng=rng())
    assert found.rates.precision.point == 1
    assert found.rates.precision.interval.low < 0.99
    assert found.rates.recall.interval.low < 0.99
    assert found.bootstrap.precision.interval.low == 1


def test_a_linkage_that_boasts_is_found_out_and_an_honest_one_is_not(made: Make) -> None:
    def told(boast: float, seeds: Iterable[int]) -> int:
        count = 0
        for seed in seeds:
            world = made(400, seed=seed, boast=boast)
            sample = plan_pairs(world.links, width=0.04, rng=rng(seed))
            found = rates_from_judged(sample, answers(world, sample), linkage=world.links, rng=rng(seed))
            count += any("too sure of itself" in each for each in found.warnings)
        return count

    assert told(2.5, range(12)) >= 11
    assert told(1.0, range(12)) <= 2


def test_what_the_draws_expect_stands_beside(made: Make) -> None:
    covered = 0
    for seed in range(20):
        world = made(300, seed=100 + seed)
        truth, expected = evaluate(world.links, world.truth), expected_rates(world.links)
        for name in ("precision", "recall"):
            interval = getattr(expected, name).interval
            covered += interval.low <= getattr(truth, name) <= interval.high
    # An honest linkage: about 38 of 40.
    assert covered >= 33


def test_pairs_left_open_are_not_counted_but_bounded(made: Make) -> None:
    world = made(300, seed=2)
    sample = plan_pairs(world.links, width=0.08, rng=rng())
    verdicts = answers(world, sample)
    first = next(
        at for at, pair in enumerate(sample.pairs)
        if sample.strata[pair.stratum].linked and sample.strata[pair.stratum].judge > 5
    )  # fmt: skip
    verdicts[first] = Judgement(
        mention_a=verdicts[first].mention_a, mention_b=verdicts[first].mention_b, verdict="unsure"
    )
    found = rates_from_judged(sample, verdicts, rng=rng())
    assert sum(one.unsure for one in found.strata) == 1
    assert found.unsure_different[0] <= found.rates.precision.point <= found.unsure_same[0]


def test_pairs_that_were_never_listed_are_judged_too(world: Callable[..., object], tmp_path: Path) -> None:
    made_up = world(150, seed=4)
    mentions = Mentions.from_rows(made_up.rows)  # type: ignore[attr-defined]
    truth: dict[str, str] = made_up.truth  # type: ignore[attr-defined]
    narrow = LinkSettings(draws=40, parameter_draws=4, all_pairs_up_to=0, block_cap=4, field_block_cap=4)
    found = link(mentions, settings=narrow, rng=rng(3))
    write(found, tmp_path / "links")
    sample = plan_pairs(tmp_path / "links", mentions=mentions, width=0.06, rng=rng(5))
    rest = [one for one in sample.strata if not one.known]
    assert rest
    assert sum(one.judge for one in rest) > 0
    verdicts = [
        Judgement(
            mention_a=pair.mention_a, mention_b=pair.mention_b,
            verdict="same" if truth[pair.mention_a] == truth[pair.mention_b] else "different",
        )
        for pair in sample.pairs
    ]  # fmt: skip
    rates = rates_from_judged(sample, verdicts, linkage=tmp_path / "links", rng=rng(6))
    known = evaluate(found, truth)
    assert (
        rates.with_beyond.recall.interval.low <= known.recall <= (rates.with_beyond.recall.interval.high or 1)
    )
    assert rates.rates.precision.interval.low <= known.precision <= (rates.rates.precision.interval.high or 1)
    listed = plan_pairs(found, width=0.06, rng=rng(5))
    assert any("never showed" in each for each in rates_from_judged(
        listed, [world_verdict(truth, pair.mention_a, pair.mention_b) for pair in listed.pairs], rng=rng(1),
    ).warnings)  # fmt: skip


def world_verdict(truth: dict[str, str], a: str, b: str) -> Judgement:
    return Judgement(mention_a=a, mention_b=b, verdict="same" if truth[a] == truth[b] else "different")


def test_a_sheet_gives_nothing_away_and_comes_back(made: Make, tmp_path: Path) -> None:
    world = made(200, seed=7)
    sample = plan_pairs(world.links, width=0.1, rng=rng(9))
    write_sample(sample, tmp_path / "sample")
    with (tmp_path / "sample" / "pairs.csv").open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == ["mention_a", "mention_b", "verdict"]
    assert read_sample(tmp_path / "sample") == sample
    assert read_verdicts(tmp_path / "sample") == ()
    for row in rows:
        row["verdict"] = world.verdict(row["mention_a"], row["mention_b"]).verdict.upper()
    filled = tmp_path / "filled.csv"
    with filled.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert len(read_verdicts(filled)) == len(sample.pairs)
    with pytest.raises(EvaluationError):
        write_sample(sample, tmp_path / "sample")
    with pytest.raises(EvaluationError):
        read_sample(tmp_path)


def test_names_stand_in_the_sheet_only_if_asked(world: Callable[..., object], tmp_path: Path) -> None:
    mentions = Mentions.from_rows(world(30, seed=4).rows)  # type: ignore[attr-defined]
    found = link(mentions, settings=LinkSettings(draws=10, parameter_draws=1), rng=rng())
    sample = plan_pairs(found, width=0.2, rng=rng())
    write_sample(sample, tmp_path / "named", shown=mentions)
    with (tmp_path / "named" / "pairs.csv").open(encoding="utf-8-sig") as stream:
        row = next(csv.DictReader(stream))
    names = dict(zip(mentions.mention_id, mentions.name, strict=True))
    assert (row["name_a"], row["name_b"]) == (names[row["mention_a"]], names[row["mention_b"]])
    assert not {"probability", "stratum", "person_id"} & row.keys()


@pytest.mark.parametrize("wrong", [{"width": 0.0}, {"level": 1.0}, {"reach": 0.0}, {"most": 0}])
def test_settings_out_of_range_are_refused(made: Make, wrong: dict[str, float]) -> None:
    with pytest.raises(EvaluationError, match="cannot be planned"):
        plan_pairs(made(20, seed=1).links, rng=rng(), **wrong)  # type: ignore[arg-type]


def test_a_budget_is_kept(made: Make) -> None:
    sample = plan_pairs(made(600, seed=3).links, width=0.02, most=90, rng=rng())
    assert len(sample.pairs) <= 90
    assert max(sample.precision_width, sample.recall_width) > 0.02


def test_a_sample_of_another_linkage_and_two_verdicts_on_one_pair_are_refused(made: Make) -> None:
    world = made(60, seed=1)
    sample = plan_pairs(world.links, width=0.1, rng=rng())
    verdicts = answers(world, sample)
    with pytest.raises(EvaluationError, match="another linkage"):
        rates_from_judged(sample, verdicts, linkage=made(60, seed=2).links, rng=rng())
    turned = {"same": "different", "different": "same"}[verdicts[0].verdict]
    other = Judgement(mention_a=verdicts[0].mention_b, mention_b=verdicts[0].mention_a, verdict=turned)  # type: ignore[arg-type]
    with pytest.raises(EvaluationError, match="disagree"):
        rates_from_judged(sample, [*verdicts, other], rng=rng())
    with pytest.raises(EvaluationError, match="judged yet"):
        rates_from_judged(sample, [], rng=rng())
