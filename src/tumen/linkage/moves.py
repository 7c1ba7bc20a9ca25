"""Samples partitions of one larger group.

Gibbs moves of single units with split–merge moves (D. B. Dahl, "An improved merge-split sampler for
conjugate Dirichlet process mixture models", 2003, sequential allocation), on partitions in which every
unit of a cluster is tied to another one of it. Units that hardly ever had a choice in the first sweeps are visited
less often in the others; that is a random scan, which keeps the posterior.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tumen.compiled import compiled
from tumen.linkage.evidence import (
    Board,
    add_to_fit,
    all_tied,
    clashes,
    score,
    score_as_fitted,
    score_with,
)
from tumen.linkage.written import add_together, plain, write_row

_BURN_IN: Final = 15
_RESUME: Final = 3
_VISITS_TO_CALM: Final = 0.1
_SURE: Final = 0.999
_UNITS_A_SPLIT: Final = 12

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Labels = NDArray[np.int32]


class _Clusters(NamedTuple):
    """The partition a sampler stands at.

    Attributes:
        of: cluster of each unit.
        size: units in each cluster.
        units: the units of each cluster, as many as its size, shape (clusters, units).
        score: score of each cluster.
        free: clusters without a unit, as many as `left[0]`; the last is taken first.
        left: how many.
        option, gain, one, other: room to reckon in.
    """

    of: Ints
    size: Ints
    units: Ints
    score: Floats
    free: Ints
    left: Ints
    option: Ints
    gain: Floats
    one: Ints
    other: Ints


@compiled
def draw_by_moves(
    on: Board,
    members: Ints,
    rng: np.random.Generator,
    labels: Labels,
    together: Floats,
    share: float,
    state: Ints,
) -> None:
    units, fresh = len(state), state[0] < 0
    if fresh:
        for unit in range(units):
            state[unit] = unit
    now, ties = _clusters(on, state), _ties(on)
    share /= len(labels)
    begin = -(_BURN_IN if fresh else _RESUME)
    calm = np.ones(units, dtype=np.bool_)
    for row in range(begin, len(labels)):
        # Which units are calm is settled before the first draw: then choosing whom to visit depends on nothing drawn.
        settling = row < 0
        for unit in _order(units, rng):
            if settling or not calm[unit] or rng.random() < _VISITS_TO_CALM:
                sure = _reassign(on, now, unit, rng)
                if settling:
                    calm[unit] &= sure
        if len(ties):
            for _ in range(max(1, units // _UNITS_A_SPLIT)):
                tie = _below(len(ties), rng)
                a, b = ties[tie, 0], ties[tie, 1]
                if settling or not (calm[a] and calm[b]) or rng.random() < _VISITS_TO_CALM:
                    _split_or_merge(on, now, a, b, rng)
                    _refit(on, now, a, b)
        if row >= 0:
            _name(now, state)
            add_together(state, share, units, together, plain(0))
            write_row(on, members, plain(0), state, units, labels[row])


@compiled
def _name(now: _Clusters, label: Ints) -> None:
    """Name each cluster by its first unit."""
    for unit in range(len(label)):
        now.option[unit] = -1
    for unit in range(len(label)):
        if now.option[now.of[unit]] < 0:
            now.option[now.of[unit]] = unit
        label[unit] = now.option[now.of[unit]]


@compiled
def _ties(on: Board) -> Ints:
    """Tied units, the lower one first, shape (ties, 2)."""
    units, count = len(on.near), 0
    ties = np.empty((units * (units - 1) // 2, 2), dtype=np.int64)
    for x in range(units):
        for y in range(x + 1, units):
            if on.near[x, y]:
                ties[count, 0], ties[count, 1] = x, y
                count += 1
    return ties[:count]


@compiled
def _clusters(on: Board, of: Ints) -> _Clusters:
    units = len(of)
    now = _Clusters(
        np.empty(units, dtype=np.int64),
        np.zeros(units, dtype=np.int64),
        np.empty((units, units), dtype=np.int64),
        np.zeros(units),
        np.empty(units, dtype=np.int64),
        np.zeros(1, dtype=np.int64),
        np.empty(units + 1, dtype=np.int64),
        np.empty(units + 1),
        np.empty(units, dtype=np.int64),
        np.empty(units, dtype=np.int64),
    )
    for unit in range(units):
        cluster = of[unit]
        now.of[unit] = cluster
        now.units[cluster, now.size[cluster]] = unit
        now.size[cluster] += 1
    for cluster in range(units - 1, -1, -1):
        now.score[cluster] = score(on, now.units[cluster], now.size[cluster])
        if now.size[cluster] == 0:
            now.free[now.left[0]] = cluster
            now.left[0] += 1
    return now


@compiled
def _drop(on: Board, now: _Clusters, unit: int) -> None:
    """Take a unit out of its cluster; the score of what stays is left for the caller to set."""
    cluster = now.of[unit]
    now.size[cluster] -= 1
    for at in range(now.size[cluster]):
        if now.units[cluster, at] == unit:
            now.units[cluster, at] = now.units[cluster, now.size[cluster]]
    add_to_fit(on, now.units[cluster], now.size[cluster], unit, -1.0)
    if now.size[cluster] == 0:
        now.score[cluster] = 0.0
        now.free[now.left[0]] = cluster
        now.left[0] += 1


@compiled
def _put(on: Board, now: _Clusters, unit: int, cluster: int, new_score: float) -> None:
    """Put a unit that was taken out into a cluster; an empty one must be the last of the free ones."""
    if now.size[cluster] == 0:
        now.left[0] -= 1
    add_to_fit(on, now.units[cluster], now.size[cluster], unit, 1.0)
    now.units[cluster, now.size[cluster]] = unit
    now.size[cluster] += 1
    now.of[unit] = cluster
    now.score[cluster] = new_score


@compiled
def _below(limit: int, rng: np.random.Generator) -> int:
    return min(int(rng.random() * limit), limit - 1)


@compiled
def _shuffle(values: Ints, count: int, rng: np.random.Generator) -> None:
    for at in range(count - 1, 0, -1):
        other = _below(at + 1, rng)
        values[at], values[other] = values[other], values[at]


@compiled
def _order(units: int, rng: np.random.Generator) -> Ints:
    order = np.arange(units)
    _shuffle(order, units, rng)
    return order


@compiled
def _reassign(on: Board, now: _Clusters, unit: int, rng: np.random.Generator) -> bool:
    """Draw the cluster of one unit given all others; whether there was little to choose."""
    here, held = now.of[unit], now.score[now.of[unit]]
    _drop(on, now, unit)
    if not all_tied(on, now.units[here], now.size[here]):
        # Without this unit another one would hang loose, which no drawn partition may show: it stays.
        _put(on, now, unit, here, held)
        return False
    now.score[here] = score_as_fitted(on, now.units[here], now.size[here]) if now.size[here] else 0.0
    alone = now.free[now.left[0] - 1]
    now.option[0], now.gain[0], count = (
        alone,
        score_with(on, now.units[alone], now.size[alone], unit),
        plain(1),
    )
    for other in range(len(now.of)):
        cluster = now.of[other]
        # A cluster is weighed once, at its first unit that is tied to this one.
        if other == unit or not on.near[unit, other] or _listed(now.option, count, cluster):
            continue
        if not clashes(on, now.units[cluster], now.size[cluster], unit):
            joined = held if cluster == here else score_with(on, now.units[cluster], now.size[cluster], unit)
            now.option[count], now.gain[count] = cluster, joined - now.score[cluster]
            count += 1
    at, chance = _drawn(now.gain, count, rng)
    cluster = now.option[at]
    _put(on, now, unit, cluster, now.score[cluster] + now.gain[at])
    return chance > _SURE


@compiled
def _listed(values: Ints, count: int, value: int) -> bool:
    for at in range(count):  # noqa: SIM110  (compiled code takes no generator)
        if values[at] == value:
            return True
    return False


@compiled
def _drawn(log_weight: Floats, count: int, rng: np.random.Generator) -> tuple[int, float]:
    """One of the first `count`, with chances in proportion to the exponentials; and its chance."""
    if count == 1:
        return 0, 1.0
    top, total = -np.inf, 0.0
    for at in range(count):
        top = max(top, log_weight[at])
    for at in range(count):
        total += np.exp(log_weight[at] - top)
    left = rng.random() * total
    for at in range(count - 1):
        left -= np.exp(log_weight[at] - top)
        if left < 0:
            return at, np.exp(log_weight[at] - top) / total
    return count - 1, np.exp(log_weight[count - 1] - top) / total


@compiled
def _split_or_merge(on: Board, now: _Clusters, a: int, b: int, rng: np.random.Generator) -> None:
    """Propose to merge the clusters of two tied units, or to split the one that holds both."""
    one, other = now.of[a], now.of[b]
    parted = one != other
    if parted:
        for at in range(now.size[one]):
            if clashes(on, now.units[other], now.size[other], now.units[one, at]):
                return
    log_proposal, left, right, left_score, right_score = _allocated(on, now, a, b, rng)
    if log_proposal == -np.inf or not (all_tied(on, now.one, left) and all_tied(on, now.other, right)):
        return
    whole = now.score[one]
    if parted:
        for at in range(right):
            now.one[left + at] = now.other[at]
        whole = score(on, now.one, left + right)
    log_ratio = whole - left_score - right_score + log_proposal
    if np.log(1 - rng.random()) >= (log_ratio if parted else -log_ratio):
        return
    target = one if parted else now.free[now.left[0] - 1]
    for at in range(right):
        _drop(on, now, now.other[at])
        _put(on, now, now.other[at], target, whole if parted else right_score)
    if not parted:
        now.score[one] = left_score


@compiled
def _refit(on: Board, now: _Clusters, a: int, b: int) -> None:
    """Set the fit of the clusters of two units right again, after sharing them out was tried."""
    now.score[now.of[a]] = score(on, now.units[now.of[a]], now.size[now.of[a]])
    if now.of[a] != now.of[b]:
        now.score[now.of[b]] = score(on, now.units[now.of[b]], now.size[now.of[b]])


@compiled
def _allocated(
    on: Board, now: _Clusters, a: int, b: int, rng: np.random.Generator
) -> tuple[float, int, int, float, float]:
    """Share the units of the clusters of `a` and `b` between `a` and `b`, one by one.

    Where the two are parted, everyone goes where they are now: the chance of that is what is asked for.

    Returns:
        The log chance; how many units went to `a` (in `now.one`) and to `b` (in `now.other`); their scores.
    """
    parted, home = now.of[a] != now.of[b], now.of[a]
    others = now.option
    count = _others(now, home, a, b, plain(0))
    if parted:
        count = _others(now, now.of[b], a, b, count)
    _shuffle(others, count, rng)
    now.one[0], now.other[0], left, right, log_chance = a, b, plain(1), plain(1), 0.0
    left_score, right_score = score(on, now.one, left), score(on, now.other, right)
    for at in range(count):
        unit = others[at]
        with_left = -np.inf if clashes(on, now.one, left, unit) else score_with(on, now.one, left, unit)
        with_right = (
            -np.inf if clashes(on, now.other, right, unit) else score_with(on, now.other, right, unit)
        )
        if with_left == -np.inf and with_right == -np.inf:
            return -np.inf, left, right, left_score, right_score
        share = 1 / (1 + np.exp(min(with_right - right_score - with_left + left_score, 700.0)))
        goes_left = now.of[unit] == home if parted else rng.random() < share
        log_chance += np.log(max(share if goes_left else 1 - share, 1e-300))
        if goes_left:
            add_to_fit(on, now.one, left, unit, 1.0)
            now.one[left], left, left_score = unit, left + 1, with_left
        else:
            add_to_fit(on, now.other, right, unit, 1.0)
            now.other[right], right, right_score = unit, right + 1, with_right
    return log_chance, left, right, left_score, right_score


@compiled
def _others(now: _Clusters, cluster: int, a: int, b: int, count: int) -> int:
    """Write the units of a cluster except `a` and `b` behind the first `count` of `now.option`."""
    for at in range(now.size[cluster]):
        unit = now.units[cluster, at]
        if unit != a and unit != b:
            now.option[count] = unit
            count += 1
    return count
