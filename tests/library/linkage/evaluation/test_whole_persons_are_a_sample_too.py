from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from tumen.errors import EvaluationError
from tumen.linkage import Judgement, Links, Membership
from tumen.linkage.evaluation import (
    PersonSample,
    evaluate,
    plan_persons,
    rates_from_persons,
    read_sample,
    write_sample,
)
from tumen.model import LinkDraws, Run


def town(seed: int) -> tuple[Links, dict[str, str]]:
    """Persons of one to six mentions; some mentions stand with somebody else's."""
    rng = np.random.default_rng(seed)
    owner = np.repeat(np.arange(250), rng.integers(1, 7, 250))
    moved = rng.random(len(owner)) < 0.1
    found = np.where(moved, rng.integers(0, 250, len(owner)), owner)
    ids = tuple(f"m{number:05d}" for number in range(len(owner)))
    clusters = tuple(
        Membership(mention_id=each, person_id=f"p-{at}", probability=1.0)
        for each, at in zip(ids, found.tolist(), strict=True)
    )
    # A second draw with the truth makes those candidates who belong together.
    draws = LinkDraws(mention_ids=ids, labels=np.stack([found, owner]))
    run = Run(kind="link", recipe={}, inputs={"mentions": str(seed)})
    truth = dict(zip(ids, map(str, owner.tolist()), strict=True))
    return Links(clusters=clusters, draws=draws, run=run), truth


def answers(sample: PersonSample, truth: dict[str, str]) -> list[Judgement]:
    return [
        Judgement(mention_a=a, mention_b=b, verdict="same" if truth[a] == truth[b] else "different")
        for a, b in sample.to_judge()
    ]


def test_rates_of_whole_persons_cover_the_truth() -> None:
    inside: dict[str, int] = defaultdict(int)
    mean: dict[str, list[float]] = defaultdict(list)
    names = ("precision", "recall", "b3_precision", "b3_recall")
    for seed in range(40):
        links, truth = town(seed)
        sample = plan_persons(links, persons=60, rng=np.random.default_rng(seed))
        rates = rates_from_persons(sample, answers(sample, truth), links)
        score = evaluate(links, truth)
        for name in names:
            rate, at = getattr(rates, name), getattr(score, name)
            inside[name] += rate.interval.low <= at <= rate.interval.high
            mean[name].append(rate.point - at)
        inside["exact"] += (
            rates.exact.interval.low <= score.cluster_recall <= (rates.exact.interval.high or 1)
        )
    assert min(inside.values()) >= 33, dict(inside)
    for name in names:
        assert abs(np.mean(mean[name])) < 0.02


def test_a_sample_of_persons_is_written_and_read(tmp_path) -> None:
    links, truth = town(1)
    sample = plan_persons(links, persons=10, rng=np.random.default_rng(2))
    write_sample(sample, tmp_path)
    assert read_sample(tmp_path) == sample
    for drawn, others in zip(sample.drawn, sample.candidates, strict=True):
        assert {each for each in truth if truth[each] == truth[drawn]} <= {drawn, *others}


def test_what_cannot_be_reckoned_with_is_refused() -> None:
    links, truth = town(1)
    sample = plan_persons(links, persons=20, rng=np.random.default_rng(2))
    said = answers(sample, truth)
    open_ = [Judgement(mention_a=said[0].mention_a, mention_b=said[0].mention_b, verdict="unsure"), *said[1:]]
    with pytest.raises(EvaluationError, match="left open"):
        rates_from_persons(sample, open_, links)
    with pytest.raises(EvaluationError, match="another linkage"):
        rates_from_persons(sample, said, town(2)[0])
    with pytest.raises(EvaluationError, match="does not have"):
        rates_from_persons(sample, [Judgement(mention_a="x", mention_b="y", verdict="same")], links)
    with pytest.raises(EvaluationError, match="At least 2"):
        plan_persons(links, persons=1, rng=np.random.default_rng(2))
