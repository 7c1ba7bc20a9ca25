"""The draws of a group against its posterior, worked out partition by partition in plain Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import beta

from tumen.linkage.components import Groups, cut
from tumen.linkage.consensus import consensus
from tumen.linkage.evidence import SECOND_VALUE
from tumen.linkage.judgements import Judgement, constraints
from tumen.linkage.mentions import Mentions
from tumen.linkage.sampler import Draws, Starts, draw

FIELDS = 3
PRIOR = np.array([0.0, 0.0, -1.0, -1.4, -2.5, -3.0, -4.0, -5.0, -6.0])
Partition = tuple[tuple[int, ...], ...]


class Made:
    """One group of so many mentions, some in one source, some judged the same, all tied in a ring."""

    def __init__(self, count: int, seed: int, *, same: int = 0, shared: int = 0, chords: int = 2) -> None:
        rng = np.random.default_rng(seed)
        self.count = count
        self.sources = [f"s{0 if place in (2, 4)[:shared] else place + 9}" for place in range(count)]
        rows = [
            {"mention_id": f"m{i}", "source_id": source, "name": "x"} for i, source in enumerate(self.sources)
        ]
        mentions = Mentions.from_rows(rows)
        judged = [Judgement(mention_a="m0", mention_b=f"m{i + 1}", verdict="same") for i in range(same)]
        self.held = constraints(mentions, judged)
        self.stated = rng.random((count, FIELDS)) < 0.8
        self.weights = np.zeros((FIELDS, count, count))
        for low, high in combinations(range(count), 2):
            both = self.stated[low] & self.stated[high]
            self.weights[:, low, high] = self.weights[:, high, low] = both * rng.normal(0.3, 1.2, FIELDS)
        ties = {(i, i + 1) for i in range(count - 1)} | {(0, count - 1)}
        ties |= {tuple(sorted(rng.choice(count, 2, replace=False).tolist())) for _ in range(chords)}  # type: ignore[misc]
        usable = [tie for tie in sorted(ties) if self.held.unit[tie[0]] != self.held.unit[tie[1]]]
        a, b = np.array(usable, dtype=np.int64).T
        free = self.held.allowed(a, b)
        found = cut(a[free], b[free], np.full(int(free.sum()), 0.5), self.held, 99)
        self.groups: Groups = found.groups
        units = np.split(self.groups.members, self.groups.unit_start[1:-1])
        self.units = [unit.tolist() for unit in units]
        self.ties = {tuple(tie) for tie in self.groups.tied.tolist()}

    def draw(self, draws: int, runs: int = 1) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        low, high = np.triu_indices(self.count, k=1)
        order = self.groups.members
        weights = np.ascontiguousarray(self.weights[:, order[low], order[high]])
        starts = Starts(members=self.groups.pair_start, units=self.groups.unit_pair_start)
        labels = np.empty((draws, self.count), dtype=np.int64)
        together = np.zeros(int(starts.units[-1]))
        state = np.full(len(self.units), -1, dtype=np.int64)
        rng = np.random.default_rng(1)
        for rows in np.array_split(np.arange(draws), runs):
            out = Draws(
                label=labels[rows[0] : rows[-1] + 1], together=together, share=len(rows) / draws, state=state
            )
            draw(self.groups, 0, 1, starts, weights, self.stated[order], PRIOR, rng, out)
        return labels, together

    def posterior(self, *, tied: bool) -> dict[Partition, float]:
        found = {}
        for partition in partitions(tuple(range(len(self.units)))):
            if not tied or all(self.hangs_together(cluster) for cluster in partition):
                found[partition] = float(np.exp(sum(self.score(cluster) for cluster in partition)))
        total = sum(found.values())
        return {partition: weight / total for partition, weight in found.items()}

    def hangs_together(self, cluster: tuple[int, ...]) -> bool:
        return len(cluster) == 1 or all(
            any(tuple(sorted((unit, other))) in self.ties for other in cluster if other != unit)
            for unit in cluster
        )

    def score(self, cluster: tuple[int, ...]) -> float:
        for x, y in combinations(cluster, 2):
            if {self.sources[i] for i in self.units[x]} & {self.sources[i] for i in self.units[y]}:
                return -np.inf
        places = [place for unit in cluster for place in self.units[unit]]
        total = PRIOR[len(places)]
        for field in range(FIELDS):
            measures = [place for place in places if self.stated[place, field]]
            if len(measures) > 1:
                sums = [sum(self.weights[field, one, other] for other in measures) for one in measures]
                first = measures[int(np.argmax(sums))]
                total += np.log(
                    np.mean(np.exp(sums)) + SECOND_VALUE * self.by_two_values(field, measures, first)
                )
        return float(total)

    def by_two_values(self, field: int, measures: list[int], first: int) -> float:
        """The likelihood where `first` tells one value of the field, and whoever fits best another."""
        found = [0.0]
        weight = self.weights[field]
        for second in measures:
            if len(measures) > 2 and weight[first, second] < 0:
                others = [each for each in measures if each not in (first, second)]
                ratio = np.exp(sum(max(weight[first, each], weight[second, each]) for each in others))
                told = sum(weight[second, each] > weight[first, each] for each in others)
                found.append(ratio * beta(told + 1, len(others) - told + 1))
        return max(found)

    def partition(self, row: NDArray[np.int64]) -> Partition:
        labels = [int(row[unit[0]]) for unit in self.units]
        assert all(row[place] == row[unit[0]] for unit in self.units for place in unit)
        clusters = {label: tuple(i for i, each in enumerate(labels) if each == label) for label in labels}
        for label, cluster in clusters.items():
            assert label == min(place for unit in cluster for place in self.units[unit])
        return tuple(sorted(clusters.values()))


def partitions(units: tuple[int, ...]) -> Iterator[Partition]:
    if not units:
        yield ()
        return
    first, rest = units[0], units[1:]
    for size in range(len(rest) + 1):
        for company in combinations(rest, size):
            left = tuple(unit for unit in rest if unit not in company)
            for others in partitions(left):
                yield tuple(sorted(((first, *company), *others)))


def distance(made: Made, labels: NDArray[np.int64], posterior: dict[Partition, float]) -> float:
    """Total variation between what was drawn and the posterior."""
    seen = Counter(made.partition(row) for row in labels)
    assert seen.keys() <= {partition for partition, chance in posterior.items() if chance > 0}
    return sum(abs(seen[each] / len(labels) - chance) for each, chance in posterior.items()) / 2


def chance_together(made: Made, posterior: dict[Partition, float]) -> list[float]:
    return [
        sum(chance for each, chance in posterior.items() if any(x in c and y in c for c in each))
        for x, y in combinations(range(len(made.units)), 2)
    ]


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    count=st.integers(3, 6),
    same=st.integers(0, 1),
    shared=st.integers(0, 2),
)
def test_small_groups_are_drawn_exactly(seed: int, count: int, same: int, shared: int) -> None:
    made = Made(count, seed, same=max(same, count - 5), shared=shared if count > 4 else 0)
    labels, together = made.draw(4000, runs=2)
    posterior = made.posterior(tied=False)
    assert together == pytest.approx(chance_together(made, posterior), abs=1e-9)
    assert distance(made, labels, posterior) < 0.08


@pytest.mark.parametrize(("seed", "same", "shared"), [(1, 0, 0), (2, 1, 2), (3, 0, 2), (5, 1, 0)])
def test_large_groups_are_drawn_from_their_posterior(seed: int, same: int, shared: int) -> None:
    made = Made(7, seed, same=same, shared=shared)
    labels, together = made.draw(40_000, runs=3)
    posterior = made.posterior(tied=True)
    assert together == pytest.approx(chance_together(made, posterior), abs=0.02)
    assert distance(made, labels, posterior) < 0.04


def test_the_reported_partition_joins_what_belongs_together_and_nothing_barred() -> None:
    made = Made(6, 4, shared=2)
    pairs = list(combinations(range(6), 2))
    together = np.array([1.0 if {x, y} <= {0, 1, 2} or {x, y} == {2, 4} else 0.1 for x, y in pairs])
    person = dict(zip(made.groups.members.tolist(), consensus(made.groups, together).tolist(), strict=True))
    assert [person[i] for i in range(6)] == [0, 0, 0, 3, 4, 5]


def test_a_second_value_told_by_several_is_one_contradiction_not_many() -> None:
    # Eight agree in two fields; in the third four of them tell one value and four another.
    made = Made(8, 3, chords=20)
    half = np.arange(8) < 4
    made.stated[:] = True
    made.weights[:] = 9.0 * ~np.eye(8, dtype=bool)
    made.weights[0] = np.where(half[:, None] == half[None, :], 3.0, -4.0) * ~np.eye(8, dtype=bool)
    together = tuple(range(8))
    # Measured by one value the four others would be four errors: 3 × 3 − 4 × 4.
    two = np.log(SECOND_VALUE) + 6 * 3.0 + np.log(beta(4, 4))
    assert made.score(together) == pytest.approx(
        PRIOR[8] + 2 * 7 * 9.0 + np.logaddexp(3 * 3.0 - 4 * 4.0, two)
    )
    labels, _ = made.draw(200)
    assert np.mean([len(set(row.tolist())) == 1 for row in labels]) > 0.95
