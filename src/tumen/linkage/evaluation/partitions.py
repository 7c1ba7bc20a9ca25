"""Partitions as numbers, and pairs of mentions with how probable each is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tumen.model import LinkDraws

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """Pairs of mentions and how probable it is that they are one person, in the order of positions.

    Attributes:
        a, b: positions of the mentions, a below b, shape (pairs,).
        share: the probabilities, shape (pairs,).
    """

    a: Ints
    b: Ints
    share: Floats

    def of(self, a: Ints, b: Ints, mentions: int) -> Floats:
        """The probabilities of given pairs; 0 for pairs that are not there."""
        codes, wanted = self.a * mentions + self.b, np.minimum(a, b) * mentions + np.maximum(a, b)
        if not len(codes):
            return np.zeros(len(wanted))
        place = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
        return np.where(codes[place] == wanted, self.share[place], 0.0)


def labels(values: Sequence[str]) -> Ints:
    """Numbers from 0 that are equal exactly when the values are."""
    return np.asarray(np.unique(np.array(values, dtype=object), return_inverse=True)[1], dtype=np.int64)


def pairs_within(label: Ints) -> tuple[Ints, Ints]:
    """Positions of all pairs with one label, a below b, in order."""
    order = np.argsort(label, kind="stable")
    start = np.flatnonzero(np.diff(label[order], prepend=-1))
    size = np.diff(np.append(start, len(label)))
    first, second = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for each in np.unique(size[size > 1]).tolist():
        member = order[start[size == each][:, None] + np.arange(each)]
        low, high = np.triu_indices(each, k=1)
        first.append(member[:, low].ravel())
        second.append(member[:, high].ravel())
    a, b = np.concatenate(first), np.concatenate(second)
    by = np.lexsort((b, a))
    return a[by], b[by]


def together(draws: LinkDraws) -> Ties:
    """Count, for every pair that any draw puts together, the draws that do."""
    count, n = len(draws.labels), len(draws.mention_ids)
    found = [pairs_within(labels_of(row)) for row in draws.labels]
    codes = np.concatenate([a * n + b for a, b in found]) if found else np.empty(0, dtype=np.int64)
    code, times = np.unique(codes, return_counts=True)
    return Ties(a=code // n, b=code % n, share=times / count)


def labels_of(row: Ints) -> Ints:
    """Numbers from 0 without gaps for one drawn partition."""
    return np.asarray(np.unique(row, return_inverse=True)[1], dtype=np.int64)


def pair_count(sizes: NDArray[np.integer]) -> int:
    """How many pairs clusters of these sizes hold."""
    return int((sizes * (sizes - 1) // 2).sum())
