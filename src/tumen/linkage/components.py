"""The candidate graph cut into groups small enough to be resolved exactly or by sampling.

A group holds the mentions that ties of some probability connect. Groups cannot affect each other, so
each is resolved alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.judgements import Constraints


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Mentions to be resolved together.

    Attributes:
        members: positions of the mentions, ascending.
        units: what moves as one (a mention, or mentions judged the same), as indices into `members`;
            in the order of their smallest member.
        near: for each unit a bit set of the units it is tied to.
        barred: for each unit a bit set of the units it must stay apart from.
    """

    members: NDArray[np.int64]
    units: tuple[tuple[int, ...], ...]
    near: tuple[int, ...]
    barred: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The groups, and what the size cap left out.

    Attributes:
        groups: groups of two and more units.
        left_out: ties between groups that would have grown beyond the cap.
        strongest_left_out: probability of the most probable of them; 0 when there are none.
    """

    groups: tuple[Group, ...]
    left_out: int
    strongest_left_out: float


def cut(
    a: NDArray[np.int64], b: NDArray[np.int64], probability: NDArray[np.float64], held: Constraints, cap: int
) -> Cut:
    """Cut the graph of ties `a`–`b`: the most probable ties first, none that makes a group exceed `cap`."""
    unit = np.array(held.unit, dtype=np.int64)
    size = np.bincount(unit, minlength=len(unit))
    root = list(range(len(unit)))
    left_out, strongest = 0, 0.0
    for edge in np.lexsort((b, a, -probability)).tolist():
        x, y = _find(root, int(unit[a[edge]])), _find(root, int(unit[b[edge]]))
        if x == y:
            continue
        if size[x] + size[y] > cap:
            left_out, strongest = left_out + 1, max(strongest, float(probability[edge]))
            continue
        low, high = min(x, y), max(x, y)
        root[high] = low
        size[low] += size[high]
    roots = np.array([_find(root, int(each)) for each in unit], dtype=np.int64)
    return Cut(groups=_groups(a, b, unit, roots, held), left_out=left_out, strongest_left_out=strongest)


def _find(root: list[int], index: int) -> int:
    while root[index] != index:
        root[index] = root[root[index]]
        index = root[index]
    return index


def _groups(
    a: NDArray[np.int64],
    b: NDArray[np.int64],
    unit: NDArray[np.int64],
    roots: NDArray[np.int64],
    held: Constraints,
) -> tuple[Group, ...]:
    ties: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for x, y in zip(a.tolist(), b.tolist(), strict=True):
        if roots[x] == roots[y] and unit[x] != unit[y]:
            ties[int(roots[x])].add((int(unit[x]), int(unit[y])))
    members: dict[int, list[int]] = defaultdict(list)
    for index, each in enumerate(roots.tolist()):
        if each in ties:
            members[each].append(index)
    apart: dict[int, list[int]] = defaultdict(list)
    for x, y in sorted(held.apart):
        apart[x].append(y)
    return tuple(_group(members[each], sorted(ties[each]), unit, held, apart) for each in sorted(ties))


def _group(
    members: list[int], ties: Sequence[tuple[int, int]], unit: NDArray[np.int64], held: Constraints,
    apart: dict[int, list[int]],
) -> Group:  # fmt: skip
    gathered: dict[int, list[int]] = defaultdict(list)
    for place, index in enumerate(members):
        gathered[int(unit[index])].append(place)
    number = {each: place for place, each in enumerate(gathered)}
    near = [0] * len(number)
    for x, y in ties:
        near[number[x]] |= 1 << number[y]
        near[number[y]] |= 1 << number[x]
    of_member = [number[int(unit[index])] for index in members]
    barred = _barred(members, of_member, held, apart, len(number))
    return Group(
        members=np.array(members, dtype=np.int64),
        units=tuple(tuple(places) for places in gathered.values()),
        near=tuple(bits & ~bar for bits, bar in zip(near, barred, strict=True)),
        barred=tuple(barred),
    )


def _barred(
    members: list[int], of_member: list[int], held: Constraints, apart: dict[int, list[int]], count: int
) -> list[int]:
    """Bit sets of the units that share a source or were judged different."""
    barred = [0] * count
    by_source: dict[int, int] = defaultdict(int)
    place = {index: of_member[at] for at, index in enumerate(members)}
    for index, mine in place.items():
        by_source[held.source[index]] |= 1 << mine
    for index, mine in place.items():
        barred[mine] |= by_source[held.source[index]] & ~(1 << mine)
        for other in apart.get(index, ()):
            if other in place and place[other] != mine:
                barred[mine] |= 1 << place[other]
                barred[place[other]] |= 1 << mine
    return barred
