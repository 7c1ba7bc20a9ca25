"""Draws partitions of one group from their posterior.

Groups of up to five units are enumerated (at most 52 partitions) and drawn from exactly. Larger ones run
a Gibbs sampler over single units with split–merge moves (D. B. Dahl, "An improved merge-split sampler
for conjugate Dirichlet process mixture models", 2003, sequential allocation), on partitions in which
every unit of a cluster is tied to another one of it.
"""

from __future__ import annotations

import math
from bisect import bisect
from functools import cache
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.evidence import IMPOSSIBLE, Scorer, bits

ENUMERATED: Final = 5
_BURN_IN: Final = 15
_RESUME: Final = 5
_NEVER: Final = -1e12


def draw(
    scorer: Scorer, count: int, rng: np.random.Generator, state: list[int] | None = None
) -> tuple[NDArray[np.int64], NDArray[np.float64], list[int] | None]:
    """Draw partitions.

    Args:
        scorer: scores of clusters.
        count: how many partitions.
        rng: the only randomness.
        state: where an earlier call left off; sampling goes on from there.

    Returns:
        Labels of units, shape (count, units), each the smallest unit of its cluster; the probability that
        two units are one person, shape (units, units); and the state, None where nothing was sampled.
    """
    if len(scorer.group.units) <= ENUMERATED:
        return (*_draw_exactly(scorer, count, rng), None)
    return _draw_by_moves(scorer, count, rng, state)


@cache
def _partitions(units: int) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """All partitions: labels (partitions, units), clusters used (partitions, 2^units), togetherness."""
    labels = np.array(list(_growth((0,), units)), dtype=np.int64)
    used = np.zeros((len(labels), 1 << units))
    for row, partition in enumerate(labels):
        for label in set(partition.tolist()):
            used[row, sum(1 << unit for unit in range(units) if partition[unit] == label)] = 1
    first = np.array([[int(np.argmax(row == label)) for label in row] for row in labels], dtype=np.int64)
    together = (first[:, :, None] == first[:, None, :]).astype(np.float64)
    return first, used, together


def _growth(prefix: tuple[int, ...], units: int) -> list[tuple[int, ...]]:
    if len(prefix) == units:
        return [prefix]
    return [row for label in range(max(prefix) + 2) for row in _growth((*prefix, label), units)]


def _draw_exactly(
    scorer: Scorer, count: int, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    labels, used, together = _partitions(len(scorer.group.units))
    scores = np.array([max(scorer.score(cluster), _NEVER) for cluster in range(used.shape[1])])
    log_weight = used @ scores
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    cumulative = np.cumsum(weight)
    chosen = np.searchsorted(cumulative, rng.random(count) * cumulative[-1], side="right")
    return labels[np.minimum(chosen, len(labels) - 1)], np.tensordot(weight, together, axes=1)


def _draw_by_moves(
    scorer: Scorer, count: int, rng: np.random.Generator, state: list[int] | None
) -> tuple[NDArray[np.int64], NDArray[np.float64], list[int]]:
    units = len(scorer.group.units)
    chain = _Chain(scorer, rng, state)
    for _ in range(_BURN_IN if state is None else _RESUME):
        chain.sweep()
    labels = np.empty((count, units), dtype=np.int64)
    together = np.zeros((units, units))
    for row in range(count):
        chain.sweep()
        labels[row] = chain.labels()
        together += labels[row][:, None] == labels[row][None, :]
    return labels, together / count, chain.cluster


class _Chain:
    """One running sampler: `cluster[unit]` is the bit set of the cluster that holds the unit."""

    __slots__ = ("_choices", "_near", "_pairs", "_rng", "_scorer", "cluster")

    def __init__(self, scorer: Scorer, rng: np.random.Generator, state: list[int] | None) -> None:
        self._scorer = scorer
        self._rng = rng
        self._near = [bits(near) for near in scorer.group.near]
        self._pairs = [(a, b) for a, near in enumerate(self._near) for b in near if a < b]
        self._choices: dict[tuple[int, tuple[int, ...]], tuple[tuple[int, ...], list[float]]] = {}
        self.cluster = list(state) if state is not None else [1 << unit for unit in range(len(self._near))]

    def labels(self) -> list[int]:
        return [(cluster & -cluster).bit_length() - 1 for cluster in self.cluster]

    def sweep(self) -> None:
        chances = self._rng.random(len(self.cluster)).tolist()
        for unit in self._rng.permutation(len(self.cluster)).tolist():
            self._reassign(unit, chances[unit])
        picks = self._rng.integers(len(self._pairs), size=max(1, len(self.cluster) // 12)).tolist()
        for pick in picks:
            self._split_or_merge(*self._pairs[pick])

    def _reassign(self, unit: int, chance: float) -> None:
        bit = 1 << unit
        cluster = self.cluster
        rest = cluster[unit] & ~bit
        options = tuple(sorted({0} | {cluster[other] & ~bit for other in self._near[unit]}))
        known = self._choices.get((unit, options))
        if known is None:
            known = self._choices[unit, options] = self._choice(unit, options)
        targets, passed = known
        target = targets[bisect(passed, chance * passed[-1], hi=len(passed) - 1)]
        if target != rest and targets != (rest,):
            self._set(rest)
            self._set(target | bit)

    def _choice(self, unit: int, options: tuple[int, ...]) -> tuple[tuple[int, ...], list[float]]:
        """Where the unit may go and the running sum of the weights of going there."""
        scorer, bit = self._scorer, 1 << unit
        loose = [option for option in options if not scorer.joined(option)]
        if loose:
            # Without this unit another one would hang loose, which no drawn partition may show: it stays.
            return (loose[0],), [1.0]
        barred = scorer.group.barred[unit]
        near = scorer.group.near[unit]
        open_to = tuple(option for option in options if not option & barred and (not option or option & near))
        gains = [scorer.score(option | bit) - scorer.score(option) for option in open_to]
        top = max(gains)
        return open_to, list(accumulate(math.exp(gain - top) for gain in gains))

    def _set(self, cluster: int) -> None:
        for unit in bits(cluster):
            self.cluster[unit] = cluster

    def _split_or_merge(self, a: int, b: int) -> None:
        scorer = self._scorer
        whole = self.cluster[a] | self.cluster[b]
        parted = not self.cluster[a] >> b & 1
        if parted and scorer.score(whole) == IMPOSSIBLE:
            return
        others = [unit for unit in bits(whole) if unit not in (a, b)]
        others = [others[place] for place in self._rng.permutation(len(others)).tolist()]
        side, log_proposal = self._allocate(a, b, others, self.cluster[a] if parted else None)
        if log_proposal == IMPOSSIBLE:
            return
        split = scorer.score(side) + scorer.score(whole & ~side)
        if split == IMPOSSIBLE or not (scorer.joined(side) and scorer.joined(whole & ~side)):
            return
        log_ratio = scorer.score(whole) - split + log_proposal
        if not parted:
            log_ratio = -log_ratio
        if math.log(1 - self._rng.random()) < log_ratio:
            if parted:
                self._set(whole)
            else:
                self._set(side)
                self._set(whole & ~side)

    def _allocate(self, a: int, b: int, others: list[int], forced: int | None) -> tuple[int, float]:
        """Share `others` between the sides of `a` and `b` one by one; returns a's side and its log chance."""
        scorer = self._scorer
        left, right, log_chance = 1 << a, 1 << b, 0.0
        chances = self._rng.random(len(others)).tolist()
        for unit, chance in zip(others, chances, strict=True):
            bit = 1 << unit
            to_left = scorer.score(left | bit) - scorer.score(left)
            to_right = scorer.score(right | bit) - scorer.score(right)
            if to_left == to_right == IMPOSSIBLE:
                return left, IMPOSSIBLE
            share = 1 / (1 + math.exp(min(to_right - to_left, 700.0)))
            goes_left = chance < share if forced is None else bool(forced & bit)
            log_chance += math.log(max(share if goes_left else 1 - share, 1e-300))
            left, right = (left | bit, right) if goes_left else (left, right | bit)
        return left, log_chance
