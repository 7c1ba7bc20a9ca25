from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tumen.errors import EvaluationError
from tumen.linkage import Mentions
from tumen.linkage.evaluation import (
    GroupErrors,
    errors_by_group,
    judged_errors_by_group,
    plan_pairs,
    rates_from_judged,
)


def table(world: Any, latin: Callable[[int], bool]) -> Mentions:
    return Mentions.from_rows(
        {
            "mention_id": mention, "source_id": mention, "sex": "f", "organisation": f"o{int(mention[1:5]) % 2}",
            "name": "Kim Yong Hui" if latin(int(mention[1:5])) else "김영희",
        }
        for mention in world.truth
    )  # fmt: skip


def of(groups: tuple[GroupErrors, ...], group: str) -> GroupErrors:
    return next(one for one in groups if one.group == group)


def spoilt(world: Any, latin: Callable[[int], bool]) -> dict[str, str]:
    """The same truth, but of those written in Latin letters every third link is wrong."""
    truth = dict(world.truth)
    for number in range(0, len(truth) // 2, 3):
        if latin(number):
            truth[f"m{number:04d}b"] = f"other-{number}"
    return truth


def in_latin(number: int) -> bool:
    return number % 4 == 1


def test_the_group_that_is_linked_worse_is_named_and_no_other(made: Callable[..., Any]) -> None:
    world = made(800, seed=5)
    groups = errors_by_group(world.links, spoilt(world, in_latin), table(world, in_latin))
    assert of(groups, "latin + latin").worse_precision
    assert not of(groups, "hangul + hangul").worse_precision
    assert not any(one.worse_recall for one in groups if one.by == "organisation")
    assert {one.by for one in groups} == {"script", "organisation", "told by both"}
    assert of(groups, "1 of 5").linked == sum(one.linked for one in groups if one.by == "script")


def test_without_a_difference_hardly_any_group_is_named(made: Callable[..., Any]) -> None:
    named = 0
    for seed in range(20):
        world = made(300, seed=seed)
        groups = errors_by_group(world.links, world.truth, table(world, in_latin))
        named += any(one.worse_precision or one.worse_recall for one in groups)
    assert named <= 4


def test_small_cells_say_nothing(made: Callable[..., Any]) -> None:
    world = made(60, seed=5)
    groups = errors_by_group(world.links, world.truth, table(world, lambda number: number < 4))
    few = of(groups, "latin + latin")
    assert (few.precision, few.recall, few.worse_precision) == (None, None, False)
    assert of(groups, "hangul + hangul").precision is not None


def test_a_judged_sample_tells_it_too(made: Callable[..., Any]) -> None:
    world = made(800, seed=5)
    truth = spoilt(world, in_latin)
    sample = plan_pairs(world.links, width=0.02, rng=np.random.default_rng(1))
    verdicts = [world.verdict(pair.mention_a, pair.mention_b) for pair in sample.pairs]
    mentions = table(world, in_latin)
    world.truth.update(truth)
    verdicts = [world.verdict(pair.mention_a, pair.mention_b) for pair in sample.pairs]
    groups = judged_errors_by_group(sample, verdicts, mentions)
    assert of(groups, "latin + latin").worse_precision
    known = errors_by_group(world.links, truth, mentions)
    for name in ("hangul + hangul", "latin + latin"):
        interval = of(groups, name).precision
        right = of(known, name).precision
        assert interval is not None
        assert right is not None
        assert interval.interval.low <= right.point <= interval.interval.high  # type: ignore[operator]
    # Over all pairs of one organisation or the other the groups add up to the whole.
    whole = rates_from_judged(sample, verdicts, rng=np.random.default_rng(2)).rates.precision.point
    parts = [one.precision.point for one in groups if one.by == "organisation" and one.precision]
    assert min(parts) <= whole <= max(parts)


def test_another_table_is_refused(made: Callable[..., Any]) -> None:
    with pytest.raises(EvaluationError):
        errors_by_group(made(20, seed=1).links, made(20, seed=1).truth, table(made(21, seed=1), in_latin))
