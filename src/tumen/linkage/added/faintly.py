"""Ties of new mentions too faint for a group: each draw joins them with their probability, as a whole run does.

See `tumen.linkage.faint`: two persons of k and l mentions are joined on each of their pairs with a k l-th of its
probability, which depends on k and l too, and not where a rule parts two of them or somebody judged them different.
How large persons are is looked up only for pairs that could be joined whatever the sizes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.added.gathering import bounded
from tumen.linkage.added.meeting import Met, Question
from tumen.linkage.added.relabelling import Draws
from tumen.linkage.comparison import Comparisons, chosen
from tumen.linkage.faint import before_evidence
from tumen.linkage.resolution import Drawn
from tumen.linkage.weights import logistic, pair_weight

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_NO_MATTER: Final = 1e-5
_LARGE: Final = 4
"""A person of more mentions is joined as seldom as one of so many."""


@dataclass(frozen=True, slots=True)
class _Hits:
    """Pairs that a draw may join, draw by draw; all arrays of shape (hits,).

    Attributes:
        row: the draw.
        mine, other: positions of the new mention, and of one that is not drawn again.
        evidence: natural-log weight by the rates of the draw.
        often: with which chance it became a hit.
        number: by which of `Index.drawn` it was drawn.
    """

    row: Ints
    mine: Ints
    other: Ints
    evidence: Floats
    often: Floats
    number: Ints


def join_faint(asked: Question, met: Met, draws: Draws, rng: np.random.Generator) -> None:
    """Join new mentions, in `draws`, with those that are not drawn again."""
    other, mine = met.table.position[met.pairs.a], met.table.position[met.pairs.b]
    faint = np.flatnonzero((met.probability > _NO_MATTER) & ~np.isin(other, draws.position))
    if len(faint):
        hits = _hits(asked.index.drawn, chosen(met.pairs, faint), mine[faint], other[faint], rng)
        if len(hits.row):
            _join(asked, draws, hits, rng)


def _hits(
    drawn: tuple[Drawn, ...], pairs: Comparisons, mine: Ints, other: Ints, rng: np.random.Generator
) -> _Hits:
    """Pairs drawn as often as they would be joined at most, whatever the sizes of their persons."""
    we, they = np.indices((_LARGE, _LARGE)).reshape(2, -1) + 1
    rows, at, evidence, often, number = [], [], [], [], []
    for which, each in enumerate(drawn):
        weight = pair_weight(each.model, pairs)
        chance = logistic(weight + before_evidence(each.model, each.size_prior, we, they).max())
        row, here = np.nonzero(rng.random((each.last - each.first, len(chance))) < chance)
        order = np.lexsort((rng.random(len(row)), row))
        rows.append(each.first + row[order])
        at.append(here[order])
        evidence.append(weight[here[order]])
        often.append(chance[here[order]])
        number.append(np.full(len(order), which))
    found = np.concatenate(at)
    return _Hits(
        np.concatenate(rows), mine[found], other[found], np.concatenate(evidence), np.concatenate(often),
        np.concatenate(number),
    )  # fmt: skip


def _join(asked: Question, draws: Draws, hits: _Hits, rng: np.random.Generator) -> None:
    """Join in each draw the person of a new mention with that of the other, unless they cannot be one."""
    index, place = asked.index, np.searchsorted(draws.position, hits.mine)
    theirs = index.past.label_at(hits.row, hits.other)
    draws.watch(index.past.bearers(hits.row, theirs, but=draws.position)[1])
    ways = list(zip(hits.row.tolist(), place.tolist(), theirs.tolist(), strict=True))
    # As large as they are before any is joined, like those of a whole run.
    sizes = [(len(draws.bearing(row, int(draws.labels[row, at]))), len(draws.bearing(row, label)))
             for row, at, label in ways]  # fmt: skip
    wanted = _wanted(index.drawn, hits, np.array(sizes, dtype=np.int64))
    kept = np.flatnonzero(rng.random(len(wanted)) * hits.often < wanted)
    if not len(kept):
        return
    everyone = np.union1d(draws.position, draws.beside)
    bounds = bounded(index, everyone, asked.read(everyone), asked.together, asked.apart)
    for row, at, label in (ways[hit] for hit in kept.tolist()):
        own = int(draws.labels[row, at])
        if own == label:
            continue
        we, they = draws.bearing(row, own), draws.bearing(row, label)
        if rng.random() * len(we) * len(they) <= 1 and bounds.may_be_one(we, they):
            draws.join(row, own, label)


def _wanted(drawn: tuple[Drawn, ...], hits: _Hits, sizes: Ints) -> Floats:
    """With which chance each pair is joined, were it alone, where its persons have these sizes."""
    one, other = np.minimum(sizes, _LARGE).T
    found = np.empty(len(hits.row))
    for which, each in enumerate(drawn):
        mine = np.flatnonzero(hits.number == which)
        odds = before_evidence(each.model, each.size_prior, one[mine], other[mine])
        found[mine] = logistic(hits.evidence[mine] + odds)
    return found
