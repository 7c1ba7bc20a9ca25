"""One group of accounts and the moves that carry its partition into events from draw to draw.

The prior over partitions is that of Pitman and Yor (J. Pitman 1995, Exchangeable and partially exchangeable random
partitions, eq. 16): a new account belongs to an event told n times with weight n - discount, and to a new one with
weight concentration + discount * events. Few events are told by many and most by few.

What the accounts of one event say is scored field by field, each account that states the field being taken in turn as
the measure of the others, and the mean taken. Adding up all pairs would count the same evidence many times over.

Moves: one unit at a time (Gibbs), and the joining or parting of whole events by sequential allocation (D. B. Dahl
2005, Sequentially-allocated merge-split sampler for conjugate and nonconjugate Dirichlet process mixture models).
"""

from __future__ import annotations

from math import lgamma
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tumen.compiled import compiled

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_NEVER = -1e18


class Group(NamedTuple):
    """Accounts that are resolved together; a unit is an account, or several that were judged the same.

    Attributes:
        weights: natural-log weights of pairs of accounts, shape (accounts, accounts, fields); 0 where not stated.
        stated: whether an account states a field, shape (accounts, fields).
        start: where the accounts of each unit begin, and the end; accounts stand unit by unit.
        barred: units that cannot be one event, shape (units, units).
        tied: pairs of units that a tie connects and nothing bars, shape (ties, 2).
    """

    weights: Floats
    stated: Bools
    start: Ints
    barred: Bools
    tied: Ints


class Sizes(NamedTuple):
    """The prior: its two parameters, and how many events there are outside the group.

    Attributes:
        concentration: above minus the discount.
        discount: 0 to less than 1.
    """

    concentration: float
    discount: float
    outside: int


@compiled
def fit(group: Group, units: Ints, count: int) -> float:
    """Natural-log score of what the first `count` units say, as one event against as many as accounts."""
    size = 0
    for at in range(count):
        size += group.start[units[at] + 1] - group.start[units[at]]
    if size < 2:
        return 0.0
    places = np.empty(size, dtype=np.int64)
    size = 0
    for at in range(count):
        for place in range(group.start[units[at]], group.start[units[at] + 1]):
            places[size] = place
            size += 1
    fields = group.weights.shape[2]
    sums = np.zeros((size, fields))
    for i in range(size):
        for j in range(i + 1, size):
            for field in range(fields):
                weight = group.weights[places[i], places[j], field]
                sums[i, field] += weight
                sums[j, field] += weight
    total = 0.0
    for field in range(fields):
        measures, top = 0, -np.inf
        for i in range(size):
            if group.stated[places[i], field]:
                measures += 1
                top = max(top, sums[i, field])
        if measures > 1:
            mean = 0.0
            for i in range(size):
                if group.stated[places[i], field]:
                    mean += np.exp(sums[i, field] - top)
            total += top + np.log(mean / measures)
    return total


@compiled
def sweep(group: Group, label: Ints, sizes: Sizes, rng: np.random.Generator) -> int:
    """Move each unit once, then try to join or part as many times as there are ties (at most 20); returns events.

    Args:
        group: the group.
        label: event of each unit, numbers below the number of units; changed in place.
        sizes: the prior.
        rng: the only randomness.
    """
    units = len(label)
    near = np.zeros((units, units), dtype=np.bool_)
    for at in range(len(group.tied)):
        near[group.tied[at, 0], group.tied[at, 1]] = near[group.tied[at, 1], group.tied[at, 0]] = True
    events = len(np.unique(label))
    for unit in rng.permutation(units):
        events = _move(group, label, unit, near, events, sizes, rng)
    for _ in range(min(len(group.tied), 20)):
        at = int(rng.random() * len(group.tied))
        events = _join_or_part(group, label, group.tied[at, 0], group.tied[at, 1], events, sizes, rng)
    return events


@compiled
def _members(label: Ints, event: int, into: Ints) -> int:
    count = 0
    for unit in range(len(label)):
        if label[unit] == event:
            into[count] = unit
            count += 1
    return count


@compiled
def _free(label: Ints) -> int:
    """A number that no event has."""
    used = np.zeros(len(label) + 1, dtype=np.bool_)
    for event in label:
        if event >= 0:
            used[event] = True
    for event in range(len(label) + 1):
        if not used[event]:
            return event
    return len(label)


@compiled
def _move(
    group: Group, label: Ints, unit: int, near: Bools, events: int, sizes: Sizes, rng: np.random.Generator
) -> int:
    units = len(label)
    inside = np.empty(units + 1, dtype=np.int64)
    alone = _members(label, label[unit], inside) == 1
    label[unit] = -1
    if alone:
        events -= 1
    tried = np.zeros(units + 1, dtype=np.bool_)
    event, logs = np.empty(units + 1, dtype=np.int64), np.empty(units + 1)
    inside[0] = unit
    event[0] = _free(label)
    logs[0] = np.log(sizes.concentration + sizes.discount * (events + sizes.outside)) + fit(group, inside, 1)
    options = 1
    for other in range(units):
        if near[unit, other] and not tried[label[other]]:
            tried[label[other]] = True
            count = _members(label, label[other], inside)
            possible = True
            for at in range(count):
                possible = possible and not group.barred[unit, inside[at]]
            if possible:
                without = fit(group, inside, count)
                inside[count] = unit
                event[options] = label[other]
                logs[options] = np.log(count - sizes.discount) + fit(group, inside, count + 1) - without
                options += 1
    chosen = _drawn(logs, options, rng)
    label[unit] = event[chosen]
    return events + 1 if chosen == 0 else events


@compiled
def _drawn(logs: Floats, options: int, rng: np.random.Generator) -> int:
    top = logs[:options].max()
    passed = np.cumsum(np.exp(logs[:options] - top))
    return min(int(np.searchsorted(passed, rng.random() * passed[-1], side="right")), options - 1)


@compiled
def _join_or_part(
    group: Group, label: Ints, i: int, j: int, events: int, sizes: Sizes, rng: np.random.Generator
) -> int:
    """Metropolis–Hastings on whole events: where `i` and `j` are one event part it, else join their events."""
    units, joined = len(label), label[i] == label[j]
    one, other = np.empty(units, dtype=np.int64), np.empty(units, dtype=np.int64)
    whole = np.empty(units, dtype=np.int64)
    count = _members(label, label[i], whole)
    if not joined:
        count += _members(label, label[j], whole[count:])
        for x in range(count):
            for y in range(x):
                if group.barred[whole[x], whole[y]]:
                    return events
    log_path, n, m = _allocate(group, whole[:count], label, i, j, sizes, rng, one, other)
    if log_path <= _NEVER:
        return events
    after = events + sizes.outside + (0 if joined else -1)  # events when the two are one
    log_parted = (
        fit(group, one, n) + fit(group, other, m) + lgamma(n - sizes.discount) + lgamma(m - sizes.discount)
        - lgamma(1 - sizes.discount) + np.log(sizes.concentration + sizes.discount * after)
    )  # fmt: skip
    log_joined = fit(group, whole, count) + lgamma(count - sizes.discount)
    ratio = log_parted - log_joined - log_path
    accepted = np.log(rng.random()) < (ratio if joined else -ratio)
    if not accepted:
        return events
    if not joined:
        label[whole[:count]] = label[i]
        return events - 1
    label[other[:m]] = _free(label)
    return events + 1


@compiled
def _allocate(
    group: Group, whole: Ints, label: Ints, i: int, j: int, sizes: Sizes, rng: np.random.Generator,
    one: Ints, other: Ints,
) -> tuple[float, int, int]:  # fmt: skip
    """Share out the units of an event between `i` and `j`, one after the other; the log chance of that outcome.

    Where the two are apart already, nothing is drawn and the chance is that of the partition as it is.
    """
    drawing = label[i] == label[j]
    one[0], other[0], n, m, log_path = i, j, 1, 1, 0.0
    fits = np.zeros(4)
    fits[0], fits[1] = fit(group, one, 1), fit(group, other, 1)
    for unit in rng.permutation(whole):
        if unit in (i, j):
            continue
        one[n], other[m] = unit, unit
        fits[2], fits[3] = fit(group, one, n + 1), fit(group, other, m + 1)
        first = np.log(n - sizes.discount) + fits[2] - fits[0]
        second = np.log(m - sizes.discount) + fits[3] - fits[1]
        for at in range(n):
            first = _NEVER if group.barred[unit, one[at]] else first
        for at in range(m):
            second = _NEVER if group.barred[unit, other[at]] else second
        if max(first, second) <= _NEVER:
            return _NEVER, n, m
        chance = 1.0 / (1.0 + np.exp(min(max(second - first, -700.0), 700.0)))
        to_first = rng.random() < chance if drawing else label[unit] == label[i]
        log_path += np.log(max(chance if to_first else 1.0 - chance, 1e-300))
        if to_first:
            fits[0], n = fits[2], n + 1
        else:
            fits[1], m = fits[3], m + 1
    return log_path, n, m
