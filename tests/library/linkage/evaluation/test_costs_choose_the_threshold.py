from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen.errors import EvaluationError
from tumen.linkage import Links, Membership
from tumen.linkage.evaluation import choose_threshold
from tumen.model import LinkDraws, Run


def test_dear_false_links_make_it_careful_and_dear_missed_links_bold(made: Callable[..., Any]) -> None:
    world = made(300, seed=4)
    careful, even, bold = (
        choose_threshold(world.links, false_link=a, missed_link=b) for a, b in ((9, 1), (1, 1), (1, 9))
    )
    assert careful.best.links < even.best.links < bold.best.links
    assert careful.best.precision > even.best.precision > bold.best.precision
    assert careful.best.recall < even.best.recall < bold.best.recall
    # Two by two, the best threshold is the one that belongs to the costs.
    for found, threshold in ((careful, 0.9), (even, 0.5), (bold, 0.1)):
        same = next(one for one in found.choices if one.threshold == threshold)
        assert found.best.cost == pytest.approx(same.cost)
        assert found.best.cost <= found.reported.cost + 1e-9
    assert len({row.person_id for row in bold.clusters}) == bold.best.persons


def test_an_expected_cost_is_what_is_paid_on_average(made: Callable[..., Any]) -> None:
    gaps = []
    for seed in range(15):
        world = made(200, seed=50 + seed)
        curve = choose_threshold(world.links, false_link=3, thresholds=(0.5,))
        person = {row.mention_id: row.person_id for row in curve.clusters}
        twos = [(f"m{number:04d}a", f"m{number:04d}b") for number in range(200)]
        false = sum(person[a] == person[b] and world.truth[a] != world.truth[b] for a, b in twos)
        missed = sum(person[a] != person[b] and world.truth[a] == world.truth[b] for a, b in twos)
        gaps.append(3 * false + missed - curve.best.cost)
    assert abs(np.mean(gaps)) < 3 * np.std(gaps) / np.sqrt(len(gaps)) + 1


@given(st.lists(st.lists(st.integers(0, 3), min_size=4, max_size=4), min_size=3, max_size=8))
@settings(deadline=None, max_examples=40)
def test_no_partition_of_four_mentions_is_much_cheaper(draws: list[list[int]]) -> None:
    rows = np.array(draws)
    ids = tuple("abcd")
    clusters = tuple(Membership(mention_id=each, person_id=f"p-{each}", probability=1.0) for each in ids)
    run = Run(kind="link", recipe={}, inputs={"mentions": ""})
    links = Links(clusters=clusters, draws=LinkDraws(mention_ids=ids, labels=rows), run=run)
    found = choose_threshold(links)
    share = np.mean([row[:, None] == row for row in rows], axis=0)
    at = np.triu_indices(4, k=1)

    def cost(label: np.ndarray) -> float:
        same = (label[:, None] == label)[at]
        return float(np.where(same, 1 - share[at], share[at]).sum())

    cheapest = min(cost(np.array(label)) for label in product(range(4), repeat=4))
    mine = cost(np.array([ord(row.person_id[-1]) for row in found.clusters]))
    assert mine == pytest.approx(found.best.cost)
    assert cheapest - 1e-9 <= mine <= cheapest + 0.7
    # What no draw puts together stays apart.
    for a, b in zip(*at, strict=True):
        if share[a, b] == 0:
            assert found.clusters[a].person_id != found.clusters[b].person_id


def test_the_chart_holds_its_numbers(made: Callable[..., Any]) -> None:
    found = choose_threshold(made(60, seed=1).links, false_link=4)
    chart = found.chart()
    rows = chart["layer"][0]["data"]["values"]
    assert len(rows) == 3 * len(found.choices)
    assert min(row["cost"] for row in rows if row["part"] == "cost") == found.best.cost
    assert f"{found.best.threshold:.2f}" in chart["description"]


def test_costs_must_be_above_nothing(made: Callable[..., Any]) -> None:
    with pytest.raises(EvaluationError):
        choose_threshold(made(20, seed=1).links, false_link=0)
