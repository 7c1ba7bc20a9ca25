"""Decomposable graphs of dependence between lists, and the posterior of the unseen people over all of them.

The marginal likelihood of a decomposable graph is a product over its cliques divided by one over its separators.
Taking lists off one at a time, each time one whose remaining neighbours are all joined, gives both at once: the
neighbours with the list are added and without it subtracted. So every graph is a row of whole numbers over sets
of lists, and all graphs at all populations are one matrix product.

Source: Madigan and York (1997), Biometrika 84, 19; Dawid and Lauritzen (1993), Annals of Statistics 21, 1272.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations

import numpy as np
import scipy
from numpy.typing import NDArray

__all__ = ["decomposable", "graph_name", "log_weights", "set_scores"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_GRAPHS_AT_ONCE = 2048


@cache
def decomposable(lists: int) -> tuple[Ints, Ints]:
    """All decomposable graphs on up to six lists.

    Returns:
        (neighbours, parts): neighbours (graphs, lists) as bits; parts (graphs, 2^lists), how often each set of
        lists is a clique less how often it is a separator. There are 8, 61, 822 and 18,154 graphs on 3 to 6.
    """
    pairs = list(combinations(range(lists), 2))
    codes = np.arange(1 << len(pairs))
    near = np.zeros((len(codes), lists), dtype=np.int64)
    for place, (i, j) in enumerate(pairs):
        joined = codes >> place & 1
        near[:, i] |= joined << j
        near[:, j] |= joined << i
    remaining = np.full(len(codes), (1 << lists) - 1)
    parts = np.zeros((len(codes), 1 << lists), dtype=np.int64)
    rows = np.arange(len(codes))
    for _ in range(lists):
        waiting = np.ones(len(codes), dtype=bool)
        for v in range(lists):
            around = near[:, v] & remaining
            free = waiting & (remaining >> v & 1 == 1) & _all_joined(near, around, lists)
            np.add.at(parts, (rows[free], around[free] | 1 << v), 1)
            np.add.at(parts, (rows[free], around[free]), -1)
            remaining[free] &= ~(1 << v)
            waiting &= ~free
    good = remaining == 0
    return near[good], parts[good]


def _all_joined(near: Ints, group: Ints, lists: int) -> NDArray[np.bool_]:
    """Whether the lists of each group are joined to each other."""
    holds = np.ones(len(near), dtype=bool)
    for u in range(lists):
        others = group & ~(1 << u)
        holds &= (group >> u & 1 == 0) | (others & ~near[:, u] == 0)
    return holds


def graph_name(neighbours: Ints, lists: tuple[str, ...]) -> str:
    """The joined pairs of one graph, such as `A-B, B-C`; `none` where nothing is joined."""
    found = [
        f"{lists[i]}-{lists[j]}" for i, j in combinations(range(len(lists)), 2) if neighbours[i] >> j & 1
    ]
    return ", ".join(found) or "none"


def set_scores(counts: Floats, unseen: Floats, *, prior: float) -> Floats:
    """Log marginal likelihood of the lists in each set, shape (2^lists, populations); 0 for the empty set.

    Args:
        counts: (2^lists,) people in each cell by bits; cell 0 is ignored.
        unseen: (populations,) people on no list.
        prior: Dirichlet count of each cell of the full table.
    """
    size = len(counts)
    people = counts.sum() + unseen
    total = prior * size
    gammaln = scipy.special.gammaln
    whole = gammaln(total) - gammaln(people + total)
    found = np.zeros((size, len(unseen)))
    cells = np.arange(size)
    for group in range(1, size):
        inside = np.bincount(cells & group, counts, size)
        each = prior * (size >> group.bit_count())
        members = np.unique(cells & group)[1:]
        known = (gammaln(inside[members] + each) - gammaln(each)).sum()
        found[group] = gammaln(unseen + inside[0] + each) - gammaln(each) + known + whole
    return found


def log_weights(
    parts: Ints | Floats, counts: Floats, unseen: Floats, *, prior: float
) -> tuple[Floats, Floats]:
    """Log posterior weights, not normalised, p(N) proportional to 1/N, all graphs alike.

    Returns:
        (by population, summed over graphs; by graph, its largest value and where: shape (graphs, 2)).
    """
    scores = set_scores(counts, unseen, prior=prior)
    people = counts.sum() + unseen
    common = scipy.special.gammaln(people + 1) - scipy.special.gammaln(unseen + 1) - np.log(people)
    total = np.full(len(unseen), -np.inf)
    best = np.empty((len(parts), 2))
    for begin in range(0, len(parts), _GRAPHS_AT_ONCE):
        block = parts[begin : begin + _GRAPHS_AT_ONCE] @ scores + common
        where = block.argmax(1)
        best[begin : begin + len(block)] = np.column_stack([block.max(1), where])
        total = np.logaddexp(total, scipy.special.logsumexp(block, axis=0))
    return total, best
