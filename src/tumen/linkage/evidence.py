"""How well mentions fit together as one person.

Adding up the weights of all pairs would count the same evidence k(k-1)/2 times for k mentions that hold
only k-1 independent comparisons, and would call chains of weak ties certain. Here each field is scored
once: one mention is taken as the measure, the others are compared with it, and the result is averaged
over which mention is the measure. A mention that does not state a field is no measure for it, so a
contradiction cannot hide behind a mention that says little.
"""

from __future__ import annotations

import math
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.components import Group

IMPOSSIBLE = float("-inf")


class Scorer:
    """Scores clusters of one group of mentions; clusters are bit sets of units, and scores are kept."""

    __slots__ = ("_evidence", "_joined", "_size_prior", "_stated", "_weights", "group")

    def __init__(self, group: Group, stated: NDArray[np.bool_]) -> None:
        """Begin to score.

        Args:
            group: the mentions.
            stated: whether a member states a field, shape (fields, members).
        """
        self.group = group
        self._stated: list[list[bool]] = stated.tolist()
        self._weights: list[list[list[float]]] = []
        self._size_prior: list[float] = []
        self._evidence: dict[int, tuple[float, int]] = {}
        self._joined: dict[int, bool] = {}

    def forget(self) -> None:
        """Drop kept scores, because the weights are about to change."""
        self._evidence = {}

    def hold(self, weights: NDArray[np.float64], size_prior: NDArray[np.float64]) -> None:
        """Take weights in hand for a while.

        Args:
            weights: natural-log weights of the pairs of members in the order of `numpy.triu_indices`,
                shape (fields, pairs); the same as before unless `forget` was called.
            size_prior: natural-log prior of a cluster of k mentions at index k.
        """
        count = len(self.group.members)
        dense = np.zeros((len(weights), count, count))
        low, high = np.triu_indices(count, k=1)
        dense[:, low, high] = dense[:, high, low] = weights
        self._weights = dense.tolist()
        self._size_prior = size_prior.tolist()

    def release(self) -> None:
        """Give the weights back; they are large, the kept scores are not."""
        self._weights = []

    def score(self, cluster: int) -> float:
        """Natural-log score of a cluster: what its fields say plus the prior of its size; 0 for none."""
        if not cluster:
            return 0.0
        known = self._evidence.get(cluster)
        if known is None:
            known = self._evidence[cluster] = self._measure(cluster)
        return known[0] + self._size_prior[known[1]]

    def joined(self, cluster: int) -> bool:
        """Whether every unit is tied to another one of the cluster, as the sampled partitions demand."""
        if not cluster & (cluster - 1):
            return True
        known = self._joined.get(cluster)
        if known is None:
            near = self.group.near
            known = self._joined[cluster] = all(near[unit] & cluster for unit in bits(cluster))
        return known

    def _measure(self, cluster: int) -> tuple[float, int]:
        units = bits(cluster)
        barred = self.group.barred
        if any(barred[unit] & cluster for unit in units):
            return IMPOSSIBLE, 0
        places = [place for unit in units for place in self.group.units[unit]]
        if len(places) == 1:
            return 0.0, 1
        if len(places) == 2:
            a, b = places
            return sum([weights[a][b] for weights in self._weights]), 2  # 0 where not stated
        total = 0.0
        for weights, stated in zip(self._weights, self._stated, strict=True):
            measures = [place for place in places if stated[place]]
            if len(measures) > 1:
                total += _fit(weights, measures)
        return total, len(places)


def _fit(weights: list[list[float]], measures: list[int]) -> float:
    """How well one field fits: the mean, over the members that state it, of the others measured by it."""
    if len(measures) == 2:
        return weights[measures[0]][measures[1]]
    if len(measures) == 3:
        a, b, c = measures
        ab, ac, bc = weights[a][b], weights[a][c], weights[b][c]
        sums = [ab + ac, ab + bc, ac + bc]
    else:
        taken = itemgetter(*measures)
        sums = [sum(taken(weights[place])) for place in measures]
    top = max(sums)
    return top + math.log(sum([math.exp(each - top) for each in sums]) / len(sums))


def bits(cluster: int) -> list[int]:
    """The units of a bit set, ascending."""
    found = []
    while cluster:
        low = cluster & -cluster
        found.append(low.bit_length() - 1)
        cluster ^= low
    return found
