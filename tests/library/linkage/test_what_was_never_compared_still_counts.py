"""Blocking misses pairs of one person; the draws join as many, so that persons are not counted too often."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise

import numpy as np
import pytest

from tumen.linkage import Linkage, LinkSettings, Mentions, link
from tumen.linkage.blocking import blocks
from tumen.linkage.comparison import compare
from tumen.linkage.engine.meetings import meetings
from tumen.linkage.faint import Faint, join
from tumen.linkage.model import pair_weight
from tumen.linkage.sample import sample
from tumen.linkage.told import mention_columns

# So small that much is never compared.
NARROW = LinkSettings(
    draws=60, parameter_draws=6, all_pairs_up_to=0, block_cap=4, field_block_cap=4, training_pairs=20_000
)


def linked(rows: object, settings: LinkSettings) -> Linkage:
    return link(Mentions.from_rows(rows), settings=settings, rng=np.random.default_rng(3))  # type: ignore[arg-type]


def test_the_interval_of_the_number_of_persons_covers_the_truth_though_much_was_never_compared(
    world: Callable[..., object],
) -> None:
    covered = []
    for seed in range(6):
        made = world(130, seed=40 + seed)
        interval = linked(made.rows, NARROW).persons_interval()  # type: ignore[attr-defined]
        covered.append(interval.low <= len(set(made.truth.values())) <= interval.high)  # type: ignore[attr-defined]
    assert sum(covered) >= 5


def test_the_sample_stands_for_all_pairs_and_for_those_not_compared(world: Callable[..., object]) -> None:
    numbers = mention_columns(Mentions.from_rows(world(150, seed=2).rows))  # type: ignore[attr-defined]
    compared = blocks(numbers, NARROW)
    drawn = sample(numbers, np.random.default_rng(1), count=60_000)
    known = {
        pair
        for first, last in pairwise(compared.start.tolist())
        for pair in combinations(compared.mention[first:last].tolist(), 2)
    }
    everything = len(numbers) * (len(numbers) - 1) / 2
    assert drawn.weight.sum() == pytest.approx(everything, rel=0.02)
    was = meetings(compared, numbers).shared(drawn.a, drawn.b)
    assert was.tolist() == [pair in known for pair in zip(drawn.a.tolist(), drawn.b.tolist(), strict=True)]
    assert drawn.weight[was].sum() == pytest.approx(len(known), rel=0.05)
    # What agrees in something is drawn more often, and weighs less for it.
    assert drawn.weight[was].mean() < drawn.weight[~was].mean()


def test_what_must_stay_apart_is_never_joined(world: Callable[..., object]) -> None:
    rows = [dict(row) for row in world(90, seed=5).rows]  # type: ignore[attr-defined]
    for number, row in enumerate(rows):
        row["source_id"] = f"s{number // 4}"
    found = linked(rows, NARROW)
    source = {row["mention_id"]: row["source_id"] for row in rows}
    for draw in found.draws.labels:
        told = [
            (person, source[mention]) for person, mention in zip(draw, found.draws.mention_ids, strict=True)
        ]
        assert len(told) == len(set(told))


def test_how_many_pairs_were_too_faint_is_said(world: Callable[..., object]) -> None:
    found = linked(world(130, seed=40).rows, NARROW)  # type: ignore[attr-defined]
    assert any("persons are not counted too often" in note for note in found.notes)


def test_a_tie_is_joined_the_oftener_the_likelier_a_person_of_that_size_is(
    world: Callable[..., object],
) -> None:
    found = linked(world(60, seed=7).rows, NARROW)  # type: ignore[attr-defined]
    mentions = len(found.draws.mention_ids)
    numbers = mention_columns(Mentions.from_rows(world(60, seed=7).rows))  # type: ignore[attr-defined]
    first, second = np.arange(0, mentions - 1, 2), np.arange(1, mentions, 2)
    pairs = compare(numbers, first, second)
    # Each stands for so many pairs that one in ten would be joined if sizes said no more than the share of pairs.
    stands_for = np.exp(-pair_weight(found.model, pairs) - found.model.prior_log_odds) / 10
    faint = Faint(pairs=pairs, weight=stands_for)
    seldom, often = (_joined(faint, found, likelier) for likelier in (-4.0, 4.0))
    assert 0 < seldom < often / 2


def _joined(faint: Faint, found: Linkage, likelier: float) -> float:
    """Mean number of mentions that ties join, all having stood alone, if sizes make persons of two so much likelier."""
    alone = np.tile(np.arange(len(found.draws.mention_ids), dtype=np.int32), (200, 1))
    prior = np.array([0.0, 0.0, found.model.prior_log_odds + likelier])
    join(alone, faint, found.model, prior, found.held, np.random.default_rng(1))
    return float(np.mean([len(row) - len(np.unique(row)) for row in alone]))
