"""Ties of new mentions too faint for a group: each draw joins them with their probability, as a whole run does.

See `tumen.linkage.faint`: two persons of k and l mentions are joined on each of their pairs with a k l-th of its
probability, and not where a rule parts two of them or somebody judged them different.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.added.gathering import Bounded, bounded
from tumen.linkage.added.meeting import Met, Question
from tumen.linkage.added.relabelling import Draws
from tumen.linkage.comparison import Comparisons, chosen
from tumen.linkage.weights import logistic, pair_weight

Ints = NDArray[np.int64]

_NO_MATTER: Final = 1e-5


def join_faint(asked: Question, met: Met, draws: Draws, rng: np.random.Generator) -> None:
    """Join new mentions, in `draws`, with those that are not drawn again."""
    other, mine = met.table.position[met.pairs.a], met.table.position[met.pairs.b]
    faint = np.flatnonzero((met.probability > _NO_MATTER) & ~np.isin(other, draws.position))
    hits = list(_hits(asked, chosen(met.pairs, faint), rng))
    if hits:
        row, at = np.array(hits, dtype=np.int64).T
        _Joining(asked, draws, row, other[faint][at]).join(mine[faint][at], rng)


def _hits(asked: Question, pairs: Comparisons, rng: np.random.Generator) -> Iterator[tuple[int, int]]:
    """The draws, and in each the pairs that it may join."""
    for each in asked.index.drawn:
        chance = logistic(pair_weight(each.model, pairs) + each.model.prior_log_odds)
        for row in range(each.first, each.last):
            chosen_here = rng.permutation(np.flatnonzero(rng.random(len(chance)) < chance))
            yield from ((row, at) for at in chosen_here.tolist())


class _Joining:
    """Everybody who may be of one person with some mentions in some draws, looked up once.

    Args:
        asked: what was asked.
        draws: the draws.
        rows: draws.
        other: in each of these the position of a mention that is not drawn again.
    """

    def __init__(self, asked: Question, draws: Draws, rows: Ints, other: Ints) -> None:
        index = asked.index
        self._draws, self._rows, self._theirs = draws, rows, index.past.label_at(rows, other)
        _, fellows = index.past.bearers(rows, self._theirs, but=draws.position)
        draws.watch(fellows)
        everyone = np.union1d(draws.position, draws.beside)
        self._everyone: Bounded = bounded(index, everyone, asked.read(everyone), asked.together, asked.apart)

    def join(self, mine: Ints, rng: np.random.Generator) -> None:
        """Join in each of these draws the person of a new mention with that of the other, unless they cannot be one."""
        draws = self._draws
        place = np.searchsorted(draws.position, mine)
        for row, at, label in zip(self._rows.tolist(), place.tolist(), self._theirs.tolist(), strict=True):
            own = int(draws.labels[row, at])
            if own == label:
                continue
            we, they = draws.bearing(row, own), draws.bearing(row, label)
            if rng.random() * len(we) * len(they) <= 1 and self._everyone.may_be_one(we, they):
                draws.join(row, own, label)
