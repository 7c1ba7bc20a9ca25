"""The one partition to report: the one the draws agree with most.

It keeps the expected number of wrongly joined and wrongly parted pairs small (Binder's loss: D. A. Binder,
"Bayesian cluster analysis", Biometrika 65 (1978)), starting from the best of joining step by step the
two clusters that belong together most, then moving single units while that helps. Units that must
stay apart are never joined.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tumen.compiled import compiled
from tumen.linkage.components import Groups, barred

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def consensus(groups: Groups, together: Floats) -> Ints:
    """For each member the position of the first mention of its person, shape (members,).

    Args:
        groups: the groups.
        together: probability that two units are one person; see `Groups.unit_pair_start`.
    """
    return _consensus(groups, groups.unit_pair_start, together)


@compiled
def _consensus(groups: Groups, unit_pair_start: Ints, together: Floats) -> Ints:
    person = np.empty(len(groups.members), dtype=np.int64)
    for number in range(len(groups.group_start) - 1):
        gain = _gain(groups, number, together[unit_pair_start[number] : unit_pair_start[number + 1]])
        label = np.arange(len(gain))
        _join(gain.copy(), label)
        _move(gain, label)
        begin = groups.group_start[number]
        first = np.full(len(gain), -1)
        for unit in range(len(gain)):
            if first[label[unit]] < 0:
                first[label[unit]] = groups.members[groups.unit_start[begin + unit]]
            for place in range(groups.unit_start[begin + unit], groups.unit_start[begin + unit + 1]):
                person[place] = first[label[unit]]
    return person


@compiled
def _gain(groups: Groups, number: int, together: Floats) -> Floats:
    """What joining two units gains, shape (units, units): pairs expected right less pairs expected wrong."""
    bars = barred(groups, number)
    units, begin, at = len(bars), groups.group_start[number], 0
    gain = np.zeros((units, units))
    size = np.empty(units)
    for unit in range(units):
        size[unit] = groups.unit_start[begin + unit + 1] - groups.unit_start[begin + unit]
    for x in range(units):
        for y in range(x + 1, units):
            gain[x, y] = -np.inf if bars[x, y] else (together[at] - 0.5) * size[x] * size[y]
            gain[y, x] = gain[x, y]
            at += 1
    return gain


@compiled
def _join(between: Floats, label: Ints) -> None:
    """Join the two clusters with the greatest gain until none helps; a cluster is named by its first unit."""
    units = len(label)
    while True:
        best, low, high = 0.0, -1, -1
        for x in range(units):
            if label[x] == x:
                for y in range(x + 1, units):
                    if between[x, y] > best and label[y] == y:
                        best, low, high = between[x, y], x, y
        if low < 0:
            return
        for unit in range(units):
            between[low, unit] += between[high, unit]
            between[unit, low] = between[low, unit]
            if label[unit] == high:
                label[unit] = low


@compiled
def _move(gain: Floats, label: Ints) -> None:
    """Move single units to where they fit best until no move helps."""
    units = len(label)
    fit, size = np.zeros(units), np.zeros(units, dtype=np.int64)
    for unit in range(units):
        size[label[unit]] += 1
    moved = True
    while moved:
        moved = False
        for unit in range(units):
            fit[:] = 0.0
            for other in range(units):
                if other != unit:
                    fit[label[other]] += gain[unit, other]
            size[label[unit]] -= 1
            best, chosen = 0.0, -1
            for cluster in range(units):
                if size[cluster] == 0 and chosen < 0:
                    chosen = cluster
            for cluster in range(units):
                if size[cluster] > 0 and fit[cluster] > best + 1e-12:
                    best, chosen = fit[cluster], cluster
            if best > fit[label[unit]] + 1e-12:
                label[unit], moved = chosen, True
            size[label[unit]] += 1
