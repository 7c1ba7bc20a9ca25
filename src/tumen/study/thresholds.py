"""What the number would be if links were made more readily, or more sparingly: partitions at thresholds.

Two mentions that are one person in a share of the draws are linked if that share reaches a threshold, and whoever
hangs together through such links is one person. A low threshold links readily and shows how far false links could take
the number down; a high one shows how far missed links could take it up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tumen.estimation import Estimate
from tumen.model import Interval, LinkDraws

__all__ = ["READILY", "SPARINGLY", "AtThreshold", "at_threshold", "partition_at"]

READILY, SPARINGLY = 0.25, 0.75
_WORDS = {READILY: "links made more readily", SPARINGLY: "links made more sparingly"}

Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class AtThreshold:
    """An estimate on the partition at one threshold, as if its links were certain.

    Attributes:
        share: of the draws in which two mentions must be one person to be linked; None for the reported partition.
        words: the same in words.
        observed: people on at least one list.
        status, point, interval: of the estimate; point and interval None without a number.
    """

    share: float | None
    words: str
    observed: int
    status: str
    point: float | None
    interval: Interval | None


def at_threshold(found: Estimate, share: float | None) -> AtThreshold:
    """An estimate with the threshold of its table."""
    words = "links as reported" if share is None else _WORDS[share]
    return AtThreshold(
        share=share, words=words, observed=found.observed, status=found.status, point=found.point,
        interval=found.interval,
    )  # fmt: skip


def partition_at(draws: LinkDraws, share: float) -> Labels:
    """Persons at a threshold: one label a mention, in the order of the draws.

    Args:
        draws: partitions.
        share: 0-1, of the draws in which two mentions must be one person to be linked.
    """
    from scipy import sparse
    from scipy.sparse import csgraph

    size = len(draws.mention_ids)
    if not size:
        return np.zeros(0, dtype=np.int64)
    pairs, times = np.unique(
        np.concatenate([_together(row.astype(np.int64)) for row in draws.labels]), return_counts=True
    )
    kept = pairs[times >= share * len(draws.labels)]
    graph = sparse.coo_array(
        (np.ones(len(kept), dtype=np.int8), (kept // size, kept % size)), shape=(size, size)
    )
    return np.asarray(csgraph.connected_components(graph, directed=False)[1], dtype=np.int64)


def _together(labels: Labels) -> Labels:
    """Pairs of mentions that are one person, each as one number."""
    size = len(labels)
    order = np.argsort(labels, kind="stable")
    ordered = labels[order]
    found = [np.zeros(0, dtype=np.int64)]
    for apart in range(1, size):
        same = ordered[apart:] == ordered[:-apart]
        if not same.any():
            break
        found.append(order[:-apart][same] * size + order[apart:][same])
    return np.concatenate(found)
