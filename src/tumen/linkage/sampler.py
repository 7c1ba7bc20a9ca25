"""Draws partitions of groups from their posterior.

Groups of up to five units are enumerated (at most 52 partitions) and drawn from exactly; larger ones are
sampled, see `moves`.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tumen.compiled import compiled
from tumen.linkage.components import Groups
from tumen.linkage.evidence import Board, board, clashes, score
from tumen.linkage.moves import draw_by_moves
from tumen.linkage.written import add_together, plain, write_row

ENUMERATED: Final = 5
_NEVER: Final = -1e12

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Labels = NDArray[np.int32]


class Partitions(NamedTuple):
    """All partitions of up to `ENUMERATED` units.

    Attributes:
        several: how many there are of each number of units.
        label: for each number of units and partition the smallest unit of each unit's cluster.
        cluster: the same, the clusters as bit sets of units; 0 where there are fewer.
    """

    several: Ints
    label: Ints
    cluster: Ints


class Draws(NamedTuple):
    """Where the draws go.

    Attributes:
        label: position of the first mention of each mention's person, shape (draws, mentions).
        together: for each two units of each group the probability that they are one person, added up.
        share: what a whole run of draws adds to it.
        state: where the sampler of each unit's group stands: the number of its cluster; -1 at first.
    """

    label: Labels
    together: Floats
    share: float
    state: Ints


class Starts(NamedTuple):
    """Where the pairs of members, and of units, of each group begin; see `Groups`."""

    members: Ints
    units: Ints


@cache
def _all_partitions() -> Partitions:
    """Every partition of up to `ENUMERATED` units."""
    listed = [_growth((0,), max(units, 1)) for units in range(ENUMERATED + 1)]
    label = np.zeros((len(listed), len(listed[-1]), ENUMERATED), dtype=np.int64)
    cluster = np.zeros_like(label)
    for units, partitions in enumerate(listed):
        for row, partition in enumerate(partitions):
            for unit in range(units):
                label[units, row, unit] = partition.index(partition[unit])
                cluster[units, row, partition[unit]] |= 1 << unit
    return Partitions(np.array([len(each) for each in listed]), label, cluster)


def _growth(prefix: tuple[int, ...], units: int) -> list[tuple[int, ...]]:
    if len(prefix) == units:
        return [prefix]
    return [row for label in range(max(prefix) + 2) for row in _growth((*prefix, label), units)]


def draw(
    groups: Groups, first: int, last: int, starts: Starts, weights: Floats, stated: NDArray[np.bool_],
    size_prior: Floats, rng: np.random.Generator, out: Draws,
) -> None:  # fmt: skip
    """Draw partitions of the groups from `first` to before `last`; as many as `out.label` has rows.

    Args:
        groups: all groups.
        first: the first to draw.
        last: where to end.
        starts: where the pairs of each group begin.
        weights: natural-log weights of the pairs of members of these groups, shape (fields, pairs).
        stated: whether a member states a field, shape (members of all groups, fields).
        size_prior: natural-log prior of a cluster of k mentions at index k.
        rng: the only randomness.
        out: takes the draws.
    """
    units = np.diff(groups.group_start[first : last + 1])
    offset = starts.members - starts.members[first]
    few, many = (first + np.flatnonzero(which) for which in (units <= ENUMERATED, units > ENUMERATED))
    _draw_exactly(groups, few, offset, starts.units, weights, stated, size_prior, _all_partitions(), rng, out)
    for number in many.tolist():
        on = board(groups, number, weights, offset[number], stated, size_prior)
        begin, end = groups.group_start[number : number + 2].tolist()
        together = out.together[starts.units[number] : starts.units[number + 1]]
        members = groups.members[groups.unit_start[begin] : groups.unit_start[end]]
        draw_by_moves(on, members, rng, out.label, together, out.share, out.state[begin:end])


@compiled
def _draw_exactly(
    groups: Groups, numbers: Ints, pair_start: Ints, unit_pair_start: Ints, weights: Floats,
    stated: NDArray[np.bool_], size_prior: Floats, partitions: Partitions, rng: np.random.Generator, out: Draws,
) -> None:  # fmt: skip
    scores, inside = np.empty(1 << ENUMERATED), np.empty(ENUMERATED, dtype=np.int64)
    passed = np.empty(partitions.several[ENUMERATED])
    for number in numbers:
        begin, units = groups.group_start[number], groups.group_start[number + 1] - groups.group_start[number]
        on = board(groups, number, weights, pair_start[number], stated, size_prior)
        _score_all(on, units, scores, inside)
        several = partitions.several[units]
        total = _weigh(partitions.cluster[units], several, units, scores, passed)
        before = 0.0
        for row in range(several):
            share = (passed[row] - before) / total * out.share
            add_together(partitions.label[units, row], share, units, out.together, unit_pair_start[number])
            before = passed[row]
        for row in range(len(out.label)):
            chance, chosen = rng.random() * total, 0
            while chosen < several - 1 and passed[chosen] <= chance:
                chosen += 1
            write_row(on, groups.members, groups.unit_start[begin], partitions.label[units, chosen], units,
                   out.label[row])  # fmt: skip


@compiled
def _score_all(on: Board, units: int, scores: Floats, inside: Ints) -> None:
    """Score every cluster of a group, by its bit set of units."""
    scores[0] = 0.0
    for cluster in range(1, 1 << units):
        count, possible = plain(0), True
        for unit in range(units):
            if cluster >> unit & 1:
                possible = possible and not clashes(on, inside, count, unit)
                inside[count] = unit
                count += 1
        scores[cluster] = max(score(on, inside, count), _NEVER) if possible else _NEVER


@compiled
def _weigh(cluster: Ints, several: int, units: int, scores: Floats, passed: Floats) -> float:
    """The running sum of the weights of all partitions; returns the whole."""
    top = -np.inf
    for row in range(several):
        passed[row] = 0.0
        for at in range(units):
            passed[row] += scores[cluster[row, at]]
        top = max(top, passed[row])
    total = 0.0
    for row in range(several):
        total += np.exp(passed[row] - top)
        passed[row] = total
    return total
