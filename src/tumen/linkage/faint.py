"""Faint ties: pairs too improbable, each by itself, to be resolved in a group; together they are not nothing.

A draw joins each of them with its probability. If one mention is of one person with four others, there are four
such pairs but one person less: so two persons of k and l mentions are joined on each of their k times l pairs
with a k l-th of its probability. Where joining would put two mentions into one person that a rule parts or that were
judged different, it is left.

How probable a tie is before any evidence can be said in two ways: as often as a random pair is one person; or by the
prior of cluster sizes, as often as two single mentions are one person rather than two. The first knows nothing of what
is joined; the second takes one pair that fits for evidence of all. The odds lie halfway between, which was set on
made-up worlds: by the first alone draws have 1 to 2 % too many persons there. To take the prior of the two persons as
large as they are joined too much where persons have many mentions (`benchmarks/linkage`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tumen.compiled import compiled
from tumen.linkage.bounds import Bounds, has, rule_between
from tumen.linkage.comparison import Comparisons
from tumen.linkage.judgements import Constraints
from tumen.linkage.model import Model, logistic, pair_weight

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Labels = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Faint:
    """Pairs outside all groups.

    Attributes:
        pairs: the compared pairs.
        weight: how many pairs each stands for, shape (pairs,); 1 where only for itself.
    """

    pairs: Comparisons
    weight: Floats

    def expected(self, model: Model) -> Floats:
        """Expected number of pairs of one person that each stands for, shape (pairs,)."""
        odds = pair_weight(model, self.pairs) + model.prior_log_odds
        return np.asarray(self.weight * logistic(odds), dtype=np.float64)


def join(
    labels: Labels,
    faint: Faint,
    model: Model,
    size_prior: Floats,
    held: Constraints,
    rng: np.random.Generator,
) -> None:
    """Join faint ties in drawn partitions, in place.

    Args:
        labels: position of the first mention of each mention's person, shape (draws, mentions).
        faint: the ties.
        model: what the evidence for each weighs, and how often a random pair is one person.
        size_prior: natural-log prior of a person of k mentions at index k; larger ones are taken for the largest.
        held: what must stay apart.
        rng: the only randomness.
    """
    if not len(faint.weight):
        return
    apart = held.apart_codes
    odds = pair_weight(model, faint.pairs) + before_evidence(model, size_prior)
    chance = _chances(faint.weight * logistic(odds))
    for row in labels:
        chosen = rng.permutation(np.flatnonzero(rng.random(len(chance)) < chance))
        _join(row, faint.pairs.a[chosen], faint.pairs.b[chosen], held.bounds, apart, rng)


def before_evidence(model: Model, size_prior: Floats) -> float:
    """Natural-log odds before any evidence that two persons are one; see the module.

    Args:
        model: how often a random pair is one person.
        size_prior: see `join`.
    """
    two = float(size_prior[min(2, len(size_prior) - 1)] - 2 * size_prior[1])
    return (model.prior_log_odds + two) / 2


def _chances(expected: Floats) -> Floats:
    """Chances with the same sum, none above 1: what one pair cannot stand for alone, the others share."""
    chance = expected.copy()
    total = min(float(expected.sum()), len(expected) / 2)
    while (chance > 1).any():
        chance = np.minimum(chance, 1.0)
        below = chance < 1
        chance[below] *= (total - (~below).sum()) / max(chance[below].sum(), 1e-300)
    return chance


@compiled
def _join(label: Labels, a: Ints, b: Ints, bounds: Bounds, apart: Ints, rng: np.random.Generator) -> None:
    # Members of a person as a chain: from the first to the next, until -1.
    after, last = np.full(len(label), -1, dtype=np.int64), np.arange(len(label))
    size = np.zeros(len(label), dtype=np.int64)
    for mention in range(len(label)):
        first = label[mention]
        size[first] += 1
        if first != mention:
            after[last[first]] = mention
            last[first] = mention
    for pair in range(len(a)):
        low, high = min(label[a[pair]], label[b[pair]]), max(label[a[pair]], label[b[pair]])
        if low == high or rng.random() * size[low] * size[high] > 1:
            continue
        if _clash(low, high, after, bounds, apart):
            continue
        member = high
        while member >= 0:
            label[member] = low
            member = after[member]
        after[last[low]] = high
        last[low] = last[high]
        size[low] += size[high]


@compiled
def _clash(low: int, high: int, after: Ints, bounds: Bounds, apart: Ints) -> bool:
    """Whether two persons hold mentions that a rule parts, or that were judged different."""
    one = low
    while one >= 0:
        other = high
        while other >= 0:
            code = min(one, other) * len(after) + max(one, other)
            if rule_between(bounds, one, other) > 0 or has(apart, code):
                return True
            other = after[other]
        one = after[one]
    return False
