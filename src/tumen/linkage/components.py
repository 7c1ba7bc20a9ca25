"""The candidate graph cut into groups small enough to be resolved exactly or by sampling.

A group holds the mentions that ties of some probability connect. Groups cannot affect each other, so
each is resolved alone. They are kept as flat arrays, because a large record has tens of thousands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tumen.compiled import compiled
from tumen.linkage.bounds import Bounds, rule_between
from tumen.linkage.judgements import Constraints

Ints = NDArray[np.int64]


class Groups(NamedTuple):
    """Mentions to be resolved together; a named tuple, because compiled code takes no dataclass.

    A unit is what moves as one: a mention, or mentions judged the same. Units count up through all groups;
    within `tied` and `apart` they are counted within their group.

    Attributes:
        members: positions of the mentions, group by group, in it unit by unit, ascending in each.
        source: number of the source of each member.
        unit_start: where the members of each unit begin, and the end; units are ordered by first member.
        group_start: where the units of each group begin, and the end.
        tied: pairs of units that a tie connects, the lower one first, shape (ties, 2), group by group.
        tied_start: where the ties of each group begin, and the end.
        apart: pairs of units judged different or parted by a rule, shape (pairs, 2), group by group.
        apart_start: where those of each group begin, and the end.
    """

    members: Ints
    source: Ints
    unit_start: Ints
    group_start: Ints
    tied: Ints
    tied_start: Ints
    apart: Ints
    apart_start: Ints

    @property
    def member_start(self) -> Ints:
        """Where the members of each group begin, and the end."""
        return self.unit_start[self.group_start]

    @property
    def pair_start(self) -> Ints:
        """Where the pairs of members of each group begin, in the order of `numpy.triu_indices`."""
        return _pairs_up_to(np.diff(self.member_start))

    @property
    def unit_pair_start(self) -> Ints:
        """Where the pairs of units of each group begin, in the order of `numpy.triu_indices`."""
        return _pairs_up_to(np.diff(self.group_start))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The groups, and what the size cap left out.

    Attributes:
        groups: groups of two and more units.
        left_out: ties between groups that would have grown beyond the cap.
        strongest_left_out: probability of the most probable of them; 0 when there are none.
    """

    groups: Groups
    left_out: int
    strongest_left_out: float


def cut(a: Ints, b: Ints, probability: NDArray[np.float64], held: Constraints, cap: int) -> Cut:
    """Cut the graph of ties `a`–`b`: the most probable ties first, none that makes a group exceed `cap`."""
    unit = np.array(held.unit, dtype=np.int64)
    order = np.lexsort((b, a, -probability))
    x, y = unit[a[order]], unit[b[order]]
    root, left_out = _joined(x, y, np.bincount(unit, minlength=len(unit)), cap)
    return Cut(
        groups=_groups(x, y, unit, root[unit], held),
        left_out=int(left_out.sum()),
        strongest_left_out=float(probability[order][left_out].max(initial=0.0)),
    )


def connected(
    a: Ints, b: Ints, probability: NDArray[np.float64], held: Constraints, cap: int
) -> tuple[Ints, int]:
    """For each mention the first of its group, and how many ties were left out; see `cut`."""
    unit = np.array(held.unit, dtype=np.int64)
    order = np.lexsort((b, a, -probability))
    root, left_out = _joined(unit[a[order]], unit[b[order]], np.bincount(unit, minlength=len(unit)), cap)
    return root[unit], int(left_out.sum())


@compiled
def _find(root: Ints, index: int) -> int:
    while root[index] != index:
        root[index] = root[root[index]]
        index = root[index]
    return index


@compiled
def _joined(x: Ints, y: Ints, size: Ints, cap: int) -> tuple[Ints, NDArray[np.bool_]]:
    """The smallest unit of each unit's group, and which ties were left out."""
    root = np.arange(len(size))
    left_out = np.zeros(len(x), dtype=np.bool_)
    for edge in range(len(x)):
        one, other = _find(root, x[edge]), _find(root, y[edge])
        if one == other:
            continue
        if size[one] + size[other] > cap:
            left_out[edge] = True
            continue
        low, high = min(one, other), max(one, other)
        root[high] = low
        size[low] += size[high]
    for index in range(len(root)):
        root[index] = _find(root, index)
    return root, left_out


def _groups(x: Ints, y: Ints, unit: Ints, root: Ints, held: Constraints) -> Groups:
    """Flat groups: all members whose unit is not the only one of its root."""
    position = np.arange(len(unit))
    several = np.bincount(root[np.unique(unit)], minlength=len(unit)) > 1
    order = np.lexsort((position, unit, root))
    members = order[several[root[order]]]
    starts_unit = _starts(unit[members])
    number = np.full(len(unit), -1, dtype=np.int64)
    number[members[starts_unit]] = np.arange(len(starts_unit))  # a unit is named by its first member
    starts_group = _starts(root[members])
    first = number[unit[members[starts_group]]]
    group_start = np.append(first, len(starts_unit))
    inside = root[x] == root[y]
    tied, tied_start = _local(number[x[inside]], number[y[inside]], group_start)
    parted = _parted(members, np.append(starts_group, len(members)), held.bounds)
    judged = unit[np.concatenate([np.array(sorted(held.apart), dtype=np.int64).reshape(-1, 2), parted])]
    judged = judged[root[judged[:, 0]] == root[judged[:, 1]]]
    apart, apart_start = _local(number[judged[:, 0]], number[judged[:, 1]], group_start)
    return Groups(
        members=members, source=np.array(held.source, dtype=np.int64)[members],
        unit_start=np.append(starts_unit, len(members)), group_start=group_start,
        tied=tied, tied_start=tied_start, apart=apart, apart_start=apart_start,
    )  # fmt: skip


@compiled
def _parted(members: Ints, start: Ints, bounds: Bounds) -> Ints:
    """Members of one group, of two sources, that a rule parts; shape (pairs, 2)."""
    found = [(-1, -1) for _ in range(0)]
    for group in range(len(start) - 1):
        for x in range(start[group], start[group + 1]):
            for y in range(x + 1, start[group + 1]):
                i, j = members[x], members[y]
                if bounds.source[i] != bounds.source[j] and rule_between(bounds, i, j) > 0:
                    found.append((i, j))
    pairs = np.empty((len(found), 2), dtype=np.int64)
    for at in range(len(found)):
        pairs[at, 0], pairs[at, 1] = found[at]
    return pairs


def _starts(values: Ints) -> Ints:
    """Where a new value begins."""
    return np.flatnonzero(np.diff(values, prepend=-1))


def _local(x: Ints, y: Ints, group_start: Ints) -> tuple[Ints, Ints]:
    """Distinct pairs of units, counted within their group, and where those of each group begin."""
    units = int(group_start[-1])
    codes = np.unique(np.minimum(x, y) * units + np.maximum(x, y))
    pairs = np.stack([codes // max(units, 1), codes % max(units, 1)], axis=1)
    group = np.searchsorted(group_start, pairs[:, 0], side="right") - 1
    start = np.searchsorted(group, np.arange(len(group_start)))
    return pairs - group_start[group][:, None], start


def _pairs_up_to(sizes: Ints) -> Ints:
    return np.concatenate([[0], np.cumsum(sizes * (sizes - 1) // 2)])


@compiled
def within(members: Ints, start: Ints) -> tuple[Ints, Ints]:
    """Every two members of each of some groups, in the order of `numpy.triu_indices`.

    Args:
        members: of all groups.
        start: where those of each of these groups begin, and the end.
    """
    room = 0
    for group in range(len(start) - 1):
        room += (start[group + 1] - start[group]) * (start[group + 1] - start[group] - 1) // 2
    a, b, at = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64), 0
    for group in range(len(start) - 1):
        for x in range(start[group], start[group + 1]):
            for y in range(x + 1, start[group + 1]):
                a[at], b[at] = members[x], members[y]
                at += 1
    return a, b


@compiled
def barred(groups: Groups, number: int) -> NDArray[np.bool_]:
    """Units of a group that must stay apart: a source in common, or judged so; shape (units, units)."""
    begin, units = groups.group_start[number], groups.group_start[number + 1] - groups.group_start[number]
    found = np.zeros((units, units), dtype=np.bool_)
    for x in range(units):
        for y in range(x + 1, units):
            for i in range(groups.unit_start[begin + x], groups.unit_start[begin + x + 1]):
                for j in range(groups.unit_start[begin + y], groups.unit_start[begin + y + 1]):
                    if groups.source[i] == groups.source[j]:
                        found[x, y] = found[y, x] = True
    for at in range(groups.apart_start[number], groups.apart_start[number + 1]):
        x, y = groups.apart[at, 0], groups.apart[at, 1]
        found[x, y] = found[y, x] = True
    return found
