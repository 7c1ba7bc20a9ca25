"""The sampler visits partitions as often as their posterior says, by every kind of move."""

from __future__ import annotations

from math import lgamma

import numpy as np
import pytest

from tumen.linkage.events.partition import Group, Sizes, fit, sweep

UNITS = 4
FIELDS = 2


def partitions(n: int) -> list[tuple[int, ...]]:
    """Every way of parting n units, each as labels that count up."""
    found = [(0,)]
    for _ in range(n - 1):
        found = [(*row, label) for row in found for label in range(max(row) + 2)]
    return found


def a_group(seed: int, *, barred: bool) -> Group:
    rng = np.random.default_rng(seed)
    weights = rng.normal(0.3, 1.2, size=(UNITS, UNITS, FIELDS))
    weights = weights + weights.transpose(1, 0, 2)
    weights[np.arange(UNITS), np.arange(UNITS)] = 0
    stated = np.ones((UNITS, FIELDS), dtype=np.bool_)
    stated[1, 1] = False
    weights[1, :, 1] = weights[:, 1, 1] = 0
    bars = np.zeros((UNITS, UNITS), dtype=np.bool_)
    bars[0, 3] = bars[3, 0] = barred
    tied = np.array(
        [(a, b) for a in range(UNITS) for b in range(a + 1, UNITS) if not bars[a, b]], dtype=np.int64
    )
    return Group(weights, stated, np.arange(UNITS + 1), bars, tied)


def log_posterior(group: Group, row: tuple[int, ...], sizes: Sizes) -> float:
    total = 0.0
    for event in set(row):
        units = np.array([unit for unit, label in enumerate(row) if label == event], dtype=np.int64)
        if any(group.barred[a, b] for a in units for b in units):
            return -np.inf
        total += fit(group, units, len(units))
        total += lgamma(len(units) - sizes.discount) - lgamma(1 - sizes.discount)
    new = sizes.concentration + sizes.discount * (sizes.outside + np.arange(len(set(row))))
    return total + float(np.log(new).sum())


@pytest.mark.parametrize(("seed", "barred"), [(1, False), (2, True)])
def test_every_partition_comes_as_often_as_its_posterior_says(seed, barred):
    group, sizes, rng = a_group(seed, barred=barred), Sizes(2.0, 0.3, 3), np.random.default_rng(7)
    rows = partitions(UNITS)
    logs = np.array([log_posterior(group, row, sizes) for row in rows])
    expected = np.exp(logs - logs.max()) / np.exp(logs - logs.max()).sum()
    label, counts = np.arange(UNITS), dict.fromkeys(rows, 0)
    draws = 10_000
    for _ in range(draws):
        events = sweep(group, label, sizes, rng)
        assert events == len(set(label.tolist()))
        order: dict[int, int] = {}
        counts[tuple(order.setdefault(each, len(order)) for each in label.tolist())] += 1
    seen = np.array([counts[row] for row in rows]) / draws
    assert np.abs(seen - expected).max() < 0.02


def test_accounts_of_one_event_do_not_count_as_many_pairs_as_they_make():
    weights = np.ones((6, 6, 1)) - np.eye(6)[:, :, None]
    group = Group(
        weights, np.ones((6, 1), dtype=np.bool_), np.arange(7), np.zeros((6, 6), dtype=np.bool_),
        np.zeros((0, 2), dtype=np.int64),
    )  # fmt: skip
    assert fit(group, np.arange(6), 6) == pytest.approx(5.0)


def test_an_account_that_states_nothing_hides_no_contradiction():
    weights = np.zeros((3, 3, 1))
    weights[0, 1, 0] = weights[1, 0, 0] = -8.0
    stated = np.array([[True], [True], [False]])
    group = Group(
        weights, stated, np.arange(4), np.zeros((3, 3), dtype=np.bool_), np.zeros((0, 2), dtype=np.int64)
    )
    assert fit(group, np.arange(3), 3) == pytest.approx(-8.0)
