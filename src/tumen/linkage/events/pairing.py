"""Which pairs of accounts are compared, which of them tie, and the groups that ties make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.events.comparing import Comparer
from tumen.linkage.events.judging import Held
from tumen.linkage.events.levels import FIELDS, WIDEST
from tumen.linkage.events.partition import Group
from tumen.linkage.events.rates import Rates, tally
from tumen.progress import Progress, check

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Levels = NDArray[np.int8]

_BATCH: Final = 400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Compared pairs worth keeping, and how often each level came up among all that were compared.

    Attributes:
        a, b: positions of accounts, a < b.
        levels: shape (pairs, fields).
        all_levels: over every pair that may be one event, shape (fields, levels).
        compared: how many those were.
    """

    a: Ints
    b: Ints
    levels: Levels
    all_levels: Floats
    compared: int


def compare(
    comparer: Comparer, pairs: Iterator[tuple[Ints, Ints]], held: Held, first: Rates, least: float, progress: Progress,
) -> Pairs:  # fmt: skip
    """Compare pairs batch by batch, and keep those whose weight by the first rates is `least` or more."""
    unit, source = np.array(held.unit), np.array(held.source)
    kept: list[tuple[Ints, Ints, Levels]] = []
    counts, compared = np.zeros((len(FIELDS), WIDEST)), 0
    for a, b in pairs:
        check(progress)
        levels = comparer.levels(a, b)
        free = source[a] != source[b]
        counts += tally(levels[free])
        compared += int(free.sum())
        keep = (first.of_pairs(levels, a, b).sum(axis=1) >= least) | (unit[a] == unit[b])
        kept.append((a[keep], b[keep], levels[keep]))
        progress.advance(len(a))
    a, b, levels = (np.concatenate(parts) for parts in zip(*kept, strict=True))
    return Pairs(a=a, b=b, levels=levels, all_levels=counts, compared=compared)


def all_pairs(count: int) -> Iterator[tuple[Ints, Ints]]:
    """Every pair once, in batches."""
    rows = max(1, _BATCH // max(count, 1))
    for first in range(0, count, rows):
        x = np.arange(first, min(first + rows, count))
        a, b = np.repeat(x, count), np.tile(np.arange(count), len(x))
        yield a[a < b], b[a < b]


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """One group before it is weighed.

    Attributes:
        accounts: positions of its accounts, unit by unit.
        start: where the accounts of each unit begin, and the end.
        levels: shape (accounts, accounts, fields).
        stated: shape (accounts, fields).
        barred: shape (units, units).
        tied: shape (ties, 2).
    """

    accounts: Ints
    start: Ints
    levels: Levels
    stated: NDArray[np.bool_]
    barred: NDArray[np.bool_]
    tied: Ints

    def laid_out(self, rates: Rates) -> Group:
        """The group with the weights that go with some rates."""
        n = len(self.accounts)
        x, y = np.triu_indices(n, 1)
        weights = np.zeros((n, n, len(FIELDS)))
        weights[x, y] = rates.of_pairs(self.levels[x, y], self.accounts[x], self.accounts[y])
        weights[y, x] = weights[x, y]
        return Group(weights, self.stated, self.start, self.barred, self.tied)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """All groups of two and more units.

    Attributes:
        units: how many units there are in all, lone ones included.
        left_out: ties that would have made a group too large.
        strongest_left_out: natural-log weight of the strongest of them.
    """

    groups: tuple[Laid, ...]
    units: int
    left_out: int
    strongest_left_out: float

    @property
    def alone(self) -> int:
        """Units that nothing ties to another."""
        return self.units - sum(len(each.start) - 1 for each in self.groups)


def group(comparer: Comparer, found: Pairs, weight: Floats, held: Held, *, least: float, cap: int) -> Grouped:
    """Cut the accounts into groups along ties of `least` and more, the strongest first, none beyond `cap` accounts."""
    unit = np.array(held.unit, dtype=np.int64)
    free = np.array(
        [not held.clash(a, b) for a, b in zip(found.a.tolist(), found.b.tolist(), strict=True)], dtype=bool
    )
    rows = np.flatnonzero((weight >= least) & (unit[found.a] != unit[found.b]) & free)
    rows = rows[np.argsort(-weight[rows], kind="stable")]
    root, left = _joined(
        unit[found.a[rows]], unit[found.b[rows]], np.bincount(unit, minlength=len(unit)), cap
    )
    tied: dict[int, list[tuple[int, int]]] = {}
    for row in rows[~left]:
        x, y = int(unit[found.a[row]]), int(unit[found.b[row]])
        tied.setdefault(int(root[x]), []).append((min(x, y), max(x, y)))
    stated = comparer.stated
    groups = tuple(
        _laid(comparer, np.flatnonzero(root[unit] == key), unit, tied[key], stated, held)
        for key in sorted(tied)
    )
    lost = weight[rows[left]]
    return Grouped(
        groups=groups, units=len(set(held.unit)), left_out=len(lost),
        strongest_left_out=float(lost.max(initial=-np.inf)),
    )  # fmt: skip


def _joined(x: Ints, y: Ints, size: Ints, cap: int) -> tuple[Ints, NDArray[np.bool_]]:
    """The root of each unit's group, and which ties lie between groups that would have grown too large."""
    root = list(range(len(size)))
    grown = size.tolist()

    def find(index: int) -> int:
        while root[index] != index:
            root[index] = root[root[index]]
            index = root[index]
        return index

    left = np.zeros(len(x), dtype=np.bool_)
    for at, (one, other) in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
        low, high = sorted((find(one), find(other)))
        if low == high:
            continue
        if grown[low] + grown[high] > cap:
            left[at] = True
            continue
        root[high] = low
        grown[low] += grown[high]
    return np.array([find(index) for index in range(len(root))], dtype=np.int64), left


def _laid(
    comparer: Comparer,
    accounts: Ints,
    unit: Ints,
    tied: list[tuple[int, int]],
    stated: NDArray[np.bool_],
    held: Held,
) -> Laid:
    accounts = accounts[np.lexsort((accounts, unit[accounts]))]
    starts = np.flatnonzero(np.diff(unit[accounts], prepend=-1))
    number = {int(unit[accounts[at]]): index for index, at in enumerate(starts)}
    start = np.append(starts, len(accounts))
    n = len(accounts)
    a, b = np.repeat(accounts, n), np.tile(accounts, n)
    levels = comparer.levels(np.minimum(a, b), np.maximum(a, b)).reshape(n, n, -1)
    local = np.repeat(np.arange(len(starts)), np.diff(start))
    barred = _barred(accounts, local, held, len(starts))
    ties = sorted({(number[x], number[y]) for x, y in tied})
    pairs = np.array([(x, y) for x, y in ties if not barred[x, y]], dtype=np.int64).reshape(-1, 2)
    return Laid(
        accounts=accounts, start=start, levels=levels, stated=stated[accounts], barred=barred, tied=pairs
    )


def _barred(accounts: Ints, local: Ints, held: Held, units: int) -> NDArray[np.bool_]:
    """Units of which any two accounts clash."""
    source = np.array(held.source)[accounts]
    clash = source[:, None] == source[None, :]
    place = {int(account): index for index, account in enumerate(accounts)}
    for pairs, value in ((held.together, False), (held.apart, True)):
        for a, b in pairs:
            if a in place and b in place:
                clash[place[a], place[b]] = clash[place[b], place[a]] = value
    found = np.zeros((units, units), dtype=np.bool_)
    x, y = np.nonzero(clash)
    found[local[x], local[y]] = True
    np.fill_diagonal(found, val=False)
    return found
