"""How well mentions fit together as one person.

Adding up the weights of all pairs would count the same evidence k(k-1)/2 times for k mentions that hold
only k-1 independent comparisons, and would call chains of weak ties certain. Here each field is scored
once: one mention is taken as the measure, the others are compared with it, and the result is averaged
over which mention is the measure. A mention that does not state a field is no measure for it, so a
contradiction cannot hide behind a mention that says little.

A person may also be known by two values of a field, each told by several: a name before and after a marriage,
a birthday by two calendars. Then every retelling of the second is no new error. See `SECOND_VALUE`.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tumen.compiled import compiled
from tumen.linkage.components import Groups, barred

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

SECOND_VALUE: Final = 0.002
"""Share of persons known by two values of a field, for each field."""
_LOG_SECOND: Final = math.log(SECOND_VALUE)


class Board(NamedTuple):
    """One group laid out for scoring; units and members are counted within the group.

    Attributes:
        weights: natural-log weights, shape (members, members, fields); 0 where not stated by both.
        stated: whether a member states a field, shape (members, fields).
        start: where the members of each unit begin, and the end.
        barred: units that must stay apart, shape (units, units).
        near: units that a tie connects, shape (units, units).
        size_prior: natural-log prior of a cluster of k mentions at index k.
        fit: what the others of its cluster say of each member, shape (members, fields); kept by those who move units.
        places, sums: room to reckon in, shape (members,).
    """

    weights: Floats
    stated: NDArray[np.bool_]
    start: Ints
    barred: NDArray[np.bool_]
    near: NDArray[np.bool_]
    size_prior: Floats
    fit: Floats
    places: Ints
    sums: Floats


@compiled
def board(
    groups: Groups, number: int, weights: Floats, begin: int, stated: NDArray[np.bool_], size_prior: Floats
) -> Board:
    """Lay out a group.

    Args:
        groups: all groups.
        number: which one.
        weights: natural-log weights of pairs of members, shape (fields, pairs).
        begin: where the pairs of this group begin in it, in the order of `numpy.triu_indices`.
        stated: whether a member states a field, shape (members of all groups, fields).
        size_prior: natural-log prior of a cluster of k mentions at index k.
    """
    first, last = groups.group_start[number], groups.group_start[number + 1]
    begin_member = groups.unit_start[first]
    start = np.empty(last - first + 1, dtype=np.int64)
    for unit in range(len(start)):
        start[unit] = groups.unit_start[first + unit] - begin_member
    members = groups.unit_start[last] - begin_member
    dense = np.zeros((members, members, len(weights)))
    at = begin
    for i in range(members):
        for j in range(i + 1, members):
            for field in range(len(weights)):
                dense[i, j, field] = dense[j, i, field] = weights[field, at]
            at += 1
    bars = barred(groups, number)
    near = np.zeros(bars.shape, dtype=np.bool_)
    for at in range(groups.tied_start[number], groups.tied_start[number + 1]):
        x, y = groups.tied[at, 0], groups.tied[at, 1]
        near[x, y] = near[y, x] = not bars[x, y]
    return Board(
        dense, stated[begin_member : begin_member + members], start, bars, near, size_prior,
        np.zeros((members, len(weights))), np.empty(members, dtype=np.int64), np.empty(members),
    )  # fmt: skip


@compiled
def score(on: Board, units: Ints, count: int) -> float:
    """Natural-log score of the cluster of the first `count` units; 0 for none. Their `fit` is set.

    It is the prior of the cluster's size plus what the fields say: of each field the mean, over the
    members that state it, of the others measured by it.
    """
    members = _gathered(on, units, count)
    for i in range(members):
        for field in range(on.weights.shape[2]):
            on.fit[on.places[i], field] = 0.0
    for i in range(members):
        for j in range(members):
            for field in range(on.weights.shape[2]):
                on.fit[on.places[i], field] += on.weights[on.places[i], on.places[j], field]
    return _measured(on, members)


@compiled
def score_as_fitted(on: Board, units: Ints, count: int) -> float:
    """The same, `fit` being right already: a cost of members times fields."""
    return _measured(on, _gathered(on, units, count))


@compiled
def score_with(on: Board, units: Ints, count: int, unit: int) -> float:
    """Score of a cluster, whose `fit` is right, with one unit more; nothing is changed."""
    add_to_fit(on, units, count, unit, 1.0)
    units[count] = unit
    found = _measured(on, _gathered(on, units, count + 1))
    add_to_fit(on, units, count, unit, -1.0)
    return found


@compiled
def add_to_fit(on: Board, units: Ints, count: int, unit: int, sign: float) -> None:
    """Let the first `count` units and one more fit each other (`sign` 1), or no longer (-1)."""
    members = _gathered(on, units, count)
    for new in range(on.start[unit], on.start[unit + 1]):
        for field in range(on.weights.shape[2]):
            on.fit[new, field] = 0.0
        if sign > 0:
            for other in range(on.start[unit], on.start[unit + 1]):
                for field in range(on.weights.shape[2]):
                    on.fit[new, field] += on.weights[new, other, field]
        for at in range(members):
            place = on.places[at]
            for field in range(on.weights.shape[2]):
                on.fit[place, field] += sign * on.weights[place, new, field]
                if sign > 0:
                    on.fit[new, field] += on.weights[new, place, field]


@compiled
def _gathered(on: Board, units: Ints, count: int) -> int:
    """List the members of the first `count` units in `places`; how many."""
    members = 0
    for at in range(count):
        for place in range(on.start[units[at]], on.start[units[at] + 1]):
            on.places[members] = place
            members += 1
    return members


@compiled
def _measured(on: Board, members: int) -> float:
    """Score of the cluster of the members in `places`, from what they say of each other."""
    total: float = on.size_prior[members]
    if members < 2:
        return total
    for field in range(on.weights.shape[2]):
        measures, first, top, mean = 0, -1, -np.inf, 0.0
        for i in range(members):
            if on.stated[on.places[i], field]:
                on.sums[measures] = on.fit[on.places[i], field]
                # The order in which members stand must not matter.
                if on.sums[measures] > top or (on.sums[measures] == top and on.places[i] < first):
                    first, top = on.places[i], on.sums[measures]
                measures += 1
        if measures > 1:
            for i in range(measures):
                mean += np.exp(on.sums[i] - top)
            one = top + np.log(mean / measures)
            total += one if measures < 3 else np.logaddexp(one, _by_two_values(on, members, field, first))
    return total


@compiled
def _by_two_values(on: Board, members: int, field: int, first: int) -> float:
    """What a field says if `first` tells one value of the person and the member that fits best tells another.

    Every other member is measured by the value that it fits better. Any share of them may tell the second, each share
    being as probable as any other: that costs the logarithm of a beta function.
    """
    best = -np.inf
    for i in range(members):
        second = on.places[i]
        if not on.stated[second, field] or on.weights[first, second, field] >= 0:
            continue
        found, of_first, of_second = 0.0, 0.0, 0.0
        for j in range(members):
            other = on.places[j]
            if other in (first, second) or not on.stated[other, field]:
                continue
            if on.weights[second, other, field] > on.weights[first, other, field]:
                of_second += 1.0
                found += on.weights[second, other, field]
            else:
                of_first += 1.0
                found += on.weights[first, other, field]
        found += (
            math.lgamma(of_first + 1) + math.lgamma(of_second + 1) - math.lgamma(of_first + of_second + 2)
        )
        best = max(best, found)
    return best + _LOG_SECOND


@compiled
def clashes(on: Board, units: Ints, count: int, unit: int) -> bool:
    """Whether `unit` must stay apart from one of the first `count` of `units`."""
    for at in range(count):  # noqa: SIM110  (compiled code takes no generator)
        if on.barred[unit, units[at]]:
            return True
    return False


@compiled
def all_tied(on: Board, units: Ints, count: int) -> bool:
    """Whether each of the first `count` units is tied to another of them, as sampled partitions demand."""
    for at in range(count):
        tied = count == 1
        for other in range(count):
            tied = tied or on.near[units[at], units[other]]
        if not tied:
            return False
    return True
