"""Well-formed tables from which no population can be estimated and why; and what is doubtful about others."""

from __future__ import annotations

import numpy as np
import scipy

from tumen.estimation.table import OverlapTable

__all__ = ["cautions", "empty_list", "refusals"]

_MAIN_PIECE = 0.9  # share of the people that must hang together
_COPY_SIZE = 10  # two identical lists of this size are no accident


def _identical_lists(table: OverlapTable) -> tuple[list[str], list[str]]:
    """Lists that hold the same people: (copies too long to be chance, short ones)."""
    copies: list[str] = []
    short: list[str] = []
    for i, first in enumerate(table.lists):
        for j in range(i + 1, len(table.lists)):
            if np.array_equal(table.patterns[:, i], table.patterns[:, j]):
                words = (
                    f"{first} and {table.lists[j]} hold exactly the same people; a copy is not a second list"
                )
                (copies if table.sizes[first] >= _COPY_SIZE else short).append(words)
    return copies, short


def _islands(table: OverlapTable) -> tuple[str, float]:
    """Groups of lists that share nobody, in words, and the share of people in the largest."""
    shared = table.patterns.T @ (table.patterns * table.counts[:, None])
    pieces, piece = scipy.sparse.csgraph.connected_components(shared > 0, directed=False)
    groups = [
        "+".join(name for name, p in zip(table.lists, piece, strict=True) if p == k) for k in range(pieces)
    ]
    people = np.bincount(piece[table.patterns.argmax(axis=1)], table.counts, pieces)
    words = f"nobody connects {' with '.join(groups)}" if pieces > 1 else ""
    return words, float(people.max() / table.observed)


def _overlap_reasons(table: OverlapTable) -> list[str]:
    if not table.counts[table.patterns.sum(axis=1) > 1].any():
        return ["no overlap: nobody stands on two lists"]
    words, main = _islands(table)
    return [f"no overlap: {words}"] if main < _MAIN_PIECE else []


def empty_list(name: str) -> str:
    """What is said of a list that nobody stands on."""
    return f"nobody stands on list {name}, which counts as not there"


def refusals(table: OverlapTable, *, min_observed: int, min_lists: int = 2) -> tuple[str, ...]:
    """Every reason why no method may give a number; empty if there is none. An empty list counts as not there.

    Args:
        table: a well-formed table.
        min_observed: fewest people on any list.
        min_lists: fewest lists that the method can learn from.
    """
    if table.lists and table.observed == 0:
        return ("nobody stands on any list",)
    table, empty = table.without_empty()
    if len(table.lists) < min_lists:
        return (f"{len(table.lists)} lists: at least {min_lists} are needed", *map(empty_list, empty))
    reasons = []
    if table.observed < min_observed:
        reasons.append(f"only {table.observed} people observed; at least {min_observed} are needed")
    if len(table.counts) == 1:
        reasons.append("everybody stands on the same lists, so nothing shows who is missed")
        return tuple(reasons)
    return (*reasons, *_overlap_reasons(table), *_identical_lists(table)[0])


def cautions(table: OverlapTable) -> tuple[str, ...]:
    """What a reader of the number should know about the table; the table is one that was not refused."""
    found = list(_identical_lists(table)[1])
    islands = _islands(table)[0]
    if islands:
        found.append(f"{islands}; the smaller group adds no knowledge of who is missed")
    whole = [name for name, size in table.sizes.items() if size == table.observed]
    found += [
        f"list {name} holds everybody, which forces the estimate to what was observed" for name in whole
    ]
    repeated = int(table.counts[table.patterns.sum(axis=1) > 1].sum())
    if repeated < 10:
        found.append(f"only {repeated} people stand on two or more lists")
    return tuple(found)
