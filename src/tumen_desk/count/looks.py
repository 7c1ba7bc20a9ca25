"""A first look at the lists of a question: how they overlap, and which of them may not be two."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from tumen.estimation import OverlapTable, guarded_overlaps
from tumen_desk.count.recipes import CountRecipe

LEAST = 4
"""Fewest people of a combination of lists that is shown by itself."""
_COPIED = 0.7


def describe(
    table: OverlapTable, citations: Mapping[tuple[str, str], int], recipe: CountRecipe
) -> dict[str, Any]:
    """What a person needs to see before computing, as plain data; small combinations are guarded."""
    guarded = guarded_overlaps(table, least=LEAST)
    chart = guarded.plot(unit=recipe.unit)
    return {
        "observed": table.observed,
        "overlaps": guarded.as_dict(),
        "words": guarded.words,
        "chart": {"title": chart.title, "words": chart.words, "spec": dict(chart.spec)},
        "pairs": pairs(table, citations, recipe),
        "warnings": _warnings(table),
    }


def pairs(
    table: OverlapTable, citations: Mapping[tuple[str, str], int], recipe: CountRecipe
) -> list[dict[str, Any]]:
    """Every two lists: how much of the shorter stands on the longer, and who cites whom; the closest first."""
    names = recipe.list_names
    cited: dict[frozenset[str], int] = {}
    for (one, other), times in citations.items():
        key = frozenset({names.get(one, one), names.get(other, other)})
        cited[key] = cited.get(key, 0) + times
    shared = table.patterns.T @ (table.patterns * table.counts[:, None])
    found = []
    for i, j in combinations(range(len(table.lists)), 2):
        both, shorter = int(shared[i, j]), int(min(shared[i, i], shared[j, j]))
        times = cited.get(frozenset({table.lists[i], table.lists[j]}), 0)
        share = both / shorter if shorter else 0.0
        found.append(
            {
                "lists": [table.lists[i], table.lists[j]],
                "both": both if both == 0 or both >= LEAST else None,
                "share": round(share, 2) if both == 0 or both >= LEAST else None,
                "citations": times,
                "copied": share >= _COPIED and both >= LEAST,
            }
        )
    return sorted(found, key=lambda row: (-(row["share"] or 0.0), -row["citations"]))


def _warnings(table: OverlapTable) -> list[str]:
    found = []
    if len(table.lists) < 2:
        found.append(
            "There is one list only: nothing shows who is missed. Ask for more acts, a longer period or other lists."
        )
    elif len(table.lists) == 2:
        found.append("Two lists say nothing about how they depend on each other; three or more do.")
    repeated = int(table.counts[table.patterns.sum(axis=1) > 1].sum()) if len(table.counts) else 0
    if len(table.lists) > 1 and repeated < 10:
        found.append("Hardly anybody stands on two lists: the overlaps say little about those on none.")
    if table.observed < 30:
        found.append("Fewer than 30 were seen: too few for a number.")
    return found
