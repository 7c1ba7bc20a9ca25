"""Ties of new mentions too faint for a group: each draw joins them with their probability, as a whole run does.

See `tumen.linkage.faint`: two persons of k and l mentions are joined on each of their pairs with a k l-th of its
probability, and not where a rule parts two of them or somebody judged them different. Whom the other person holds is
looked up only for pairs that are drawn by the size of the new mention's person.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.added.gathering import bounded
from tumen.linkage.added.meeting import Met, Question
from tumen.linkage.added.relabelling import Draws
from tumen.linkage.comparison import Comparisons, chosen
from tumen.linkage.faint import before_evidence
from tumen.linkage.keeping import NO_MATTER
from tumen.linkage.model import logistic, pair_weight
from tumen.linkage.resolution import Drawn

Ints = NDArray[np.int64]


class _Hits(NamedTuple):
    """Pairs that a draw may join, draw by draw; all arrays of shape (hits,).

    Attributes:
        row: the draw.
        at: the pair.
        several: how many mentions the person of the new mention has in the draw.
    """

    row: Ints
    at: Ints
    several: Ints


def join_faint(asked: Question, met: Met, draws: Draws, rng: np.random.Generator) -> None:
    """Join new mentions, in `draws`, with those that are not drawn again."""
    other, mine = met.table.position[met.pairs.a], met.table.position[met.pairs.b]
    faint = np.flatnonzero((met.probability > NO_MATTER) & ~np.isin(other, draws.position))
    place = np.searchsorted(draws.position, mine[faint])
    hits = _hits(asked.index.drawn, chosen(met.pairs, faint), draws.several(place), rng)
    if len(hits.row):
        _join(asked, draws, hits, place[hits.at], other[faint][hits.at], rng)


def _hits(drawn: tuple[Drawn, ...], pairs: Comparisons, several: Ints, rng: np.random.Generator) -> _Hits:
    """Pairs drawn as often as they are joined where the other mention is a person by itself.

    Args:
        drawn: rates and sizes.
        pairs: the pairs.
        several: how many mentions the person of the new one has in each draw, shape (draws, pairs).
    """
    found = []
    for each in drawn:
        ours = several[each.first : each.last]
        chance = logistic(pair_weight(each.model, pairs) + before_evidence(each.model, each.size_prior))
        row, at = np.nonzero(rng.random(ours.shape) * ours < chance)
        order = np.lexsort((rng.random(len(row)), row))
        found.append((each.first + row[order], at[order], ours[row, at][order]))
    return _Hits(*(np.concatenate(part) for part in zip(*found, strict=True)))


def _join(
    asked: Question, draws: Draws, hits: _Hits, place: Ints, other: Ints, rng: np.random.Generator
) -> None:
    """Join in each draw the person of a new mention with that of the other, unless they cannot be one.

    Args:
        asked: what was asked.
        draws: the draws; changed.
        hits: the pairs, draw by draw.
        place: where the new mention of each stands in `draws`.
        other: the position of the other mention.
        rng: the only randomness.
    """
    index = asked.index
    own, theirs = draws.labels[hits.row, place], index.past.label_at(hits.row, other)
    persons, back = np.unique(np.stack([hits.row, theirs]), axis=1, return_inverse=True)
    which, fellows = index.past.bearers(*persons, but=draws.position)
    several = np.maximum(np.bincount(which, minlength=persons.shape[1]) + draws.bearers_of(*persons), 1)
    kept = np.flatnonzero((own != theirs) & (rng.random(len(back)) * several[back] < 1))
    if not len(kept):
        return
    draws.watch(np.unique(fellows[np.isin(which, back[kept])]))
    everyone = np.union1d(draws.position, draws.beside)
    bounds = bounded(index, everyone, asked.read(everyone), asked.together, asked.apart)
    told = (hits.row, place, theirs, hits.several * several[back])
    for row, at, label, product in zip(*(each[kept].tolist() for each in told), strict=True):
        mine = int(draws.labels[row, at])
        if mine == label:
            continue
        we, they = draws.bearing(row, mine), draws.bearing(row, label)
        # They may have grown meanwhile; for what they were at first it was drawn already.
        if rng.random() * len(we) * len(they) <= product and bounds.may_be_one(we, they):
            draws.join(row, mine, label)
