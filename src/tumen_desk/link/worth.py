"""What a verdict on a pair is expected to tell: the order of the review queue.

Let K be what we want to know (the number of persons), p the probability that the two mentions are one person, and
K₁ and K₀ the mean of K over the partition draws in which they are together and apart. Learning the answer lowers the
variance of K by its part between the two answers, the law of total variance:

    worth = Var K − E[Var(K | answer)] = p (1 − p) (K₁ − K₀)²

which is the expected value of perfect information under squared-error loss (H. Raiffa and R. Schlaifer, "Applied
Statistical Decision Theory", 1961, chapter 4). A pair alone is worth p (1 − p), at most a quarter; a pair on which
the arrangement of a larger group hangs is worth more. Groups that no draw connects do not affect each other, so K
counts the persons of the pair's own group, which keeps the noise of all others out.

For the estimate from overlapping lists K is Chao's lower bound, linear in what the group adds to the persons seen, to
those on one list (f₁) and to those on two (f₂): N = n + f₁ (f₁ − 1) / (2 (f₂ + 1)) (A. Chao, "Estimating the
population size for capture-recapture data with unequal catchability", Biometrics 43 (1987), in its bias-corrected
form).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.model import LinkDraws

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
_PAIRS_AT_ONCE: Final = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Worths:
    """Expected reduction of a variance by a verdict on each pair; shape (pairs,) each.

    Attributes:
        persons: of the number of persons, persons².
        estimate: of the estimate from overlapping lists, persons².
        once, twice: mean number of persons on one list and on two, over the draws.
    """

    persons: Floats
    estimate: Floats
    once: float
    twice: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counts:
    """What each draw says of each group, shape (draws, groups) each: persons, those on one list, on two lists."""

    persons: Floats
    once: Floats
    twice: Floats


def worths(
    draws: LinkDraws,
    a: Ints,
    b: Ints,
    probability: Floats,
    lists: Ints,
    *,
    known: tuple[float, float] | None = None,
) -> Worths:
    """What a verdict on each pair is worth.

    Args:
        draws: n mentions in some draws.
        a, b: positions of the mentions of each pair, shape (pairs,).
        probability: that the two are one person, shape (pairs,).
        lists: number of the list on which each mention stands, -1 for none, shape (n,).
        known: how many persons stand on one list and on two, where the draws are of a part of the mentions only: of
            all that the groups of the pairs hold.
    """
    group = groups(draws.labels)
    counts = _counts(draws.labels, group, lists)
    once, twice = known or (float(counts.once.sum(axis=1).mean()), float(counts.twice.sum(axis=1).mean()))
    by_once = (2 * once - 1) / (2 * (twice + 1))
    by_twice = -once * (once - 1) / (2 * (twice + 1) ** 2)
    chao = counts.persons + by_once * counts.once + by_twice * counts.twice
    across = (lists[a] != lists[b]) & (lists[a] >= 0) & (lists[b] >= 0)
    listed = (lists[a] >= 0) & (lists[b] >= 0)
    # Two persons on one list each become one: on both lists, or still on the one.
    joined = -1.0 - by_once * np.where(across, 2.0, listed) + by_twice * across
    spread = probability * (1 - probability)
    effects = [np.empty(len(a)), np.empty(len(a))]
    for at in range(0, len(a), _PAIRS_AT_ONCE):
        part = slice(at, at + _PAIRS_AT_ONCE)
        together = draws.labels[:, a[part]] == draws.labels[:, b[part]]
        for effect, of, alone in (
            (effects[0], counts.persons, np.full(len(a), -1.0)),
            (effects[1], chao, joined),
        ):
            value = of[:, group[a[part]]] + np.where(
                group[a[part]] == group[b[part]], 0.0, of[:, group[b[part]]]
            )
            effect[part] = _difference(value, together, alone[part])
    return Worths(persons=spread * effects[0] ** 2, estimate=spread * effects[1] ** 2, once=once, twice=twice)


def groups(labels: Ints) -> Ints:
    """Number of the group of each mention: mentions that some draw puts together, directly or round corners."""
    count = labels.shape[1]
    edges = np.unique(np.concatenate([_firsts(row) * count + np.arange(count) for row in labels]))
    graph = scipy.sparse.coo_array(
        (np.ones(len(edges), dtype=np.int8), (edges // count, edges % count)), (count, count)
    )
    return np.asarray(scipy.sparse.csgraph.connected_components(graph, directed=False)[1], dtype=np.int64)


def _firsts(row: Ints) -> Ints:
    """For each mention the position of the first of its person."""
    _, first, which = np.unique(row, return_index=True, return_inverse=True)
    return np.asarray(first[which], dtype=np.int64)


def _counts(labels: Ints, group: Ints, lists: Ints) -> _Counts:
    size = int(group.max(initial=-1)) + 1
    found = [np.zeros((len(labels), size)) for _ in range(3)]
    width = int(lists.max(initial=0)) + 1
    for draw, row in enumerate(labels):
        _, first, which = np.unique(row, return_index=True, return_inverse=True)
        on = np.unique(which[lists >= 0] * width + lists[lists >= 0]) // width
        times = np.bincount(on, minlength=len(first))
        for place, chosen in enumerate((first, first[times == 1], first[times == 2])):
            found[place][draw] = np.bincount(group[chosen], minlength=size)
    return _Counts(persons=found[0], once=found[1], twice=found[2])


def _difference(value: Floats, together: NDArray[np.bool_], alone: Floats) -> Floats:
    """Mean of `value` over draws that join each pair less that over those that part it, shape (pairs,).

    One further draw a side says what the pair would do if it stood alone, so that few draws say little.
    """
    middle = value.mean(axis=0)
    joined, parted = together.sum(axis=0), (~together).sum(axis=0)
    same = ((value * together).sum(axis=0) + middle + alone / 2) / (joined + 1)
    apart = ((value * ~together).sum(axis=0) + middle - alone / 2) / (parted + 1)
    return np.asarray(same - apart, dtype=np.float64)
