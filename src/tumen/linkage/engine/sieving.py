"""Compare a batch of candidate pairs and keep those that may matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.columns import Columns
from tumen.linkage.comparison import Comparisons, chosen, compare
from tumen.linkage.engine.meetings import Batch, Meetings
from tumen.linkage.fields import Field
from tumen.linkage.weights import Model, logistic, pair_weight

NO_MATTER: Final = 1e-5
"""A pair less probable than this is neither tied, nor listed, nor counted among the faint."""

Keep = Callable[[Model, Comparisons], NDArray[np.bool_]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is left of a batch.

    Attributes:
        tried: how many pairs were compared.
        pairs: those that were kept.
        rules: which rules found each of them, a bit each.
    """

    tried: int
    pairs: Comparisons
    rules: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """All that comparing a batch takes; it can be sent to another process.

    Attributes:
        columns: the mentions.
        meetings: who meets whom.
        model: by what pairs are weighed.
        keep: which compared pairs are kept; a function of a module, so that others can find it.
    """

    columns: Columns
    meetings: Meetings
    model: Model
    keep: Keep

    def sift(self, batch: Batch) -> Kept:
        """Compare the pairs of a batch."""
        tried = self.meetings.candidates(batch)
        pairs = compare(self.columns, tried.a, tried.b)
        which = np.flatnonzero(self.keep(self.model, pairs))
        return Kept(tried=len(tried), pairs=chosen(pairs, which), rules=tried.rules[which])


def matters(model: Model, pairs: Comparisons) -> NDArray[np.bool_]:
    """Pairs that a model which has learnt does not take for two people for certain."""
    odds = pair_weight(model, pairs) + model.prior_log_odds
    return np.asarray(logistic(odds) > NO_MATTER, dtype=np.bool_)


def gathered(kept: Iterable[Kept]) -> tuple[Comparisons, NDArray[np.int64]]:
    """What is left of all batches in the order of mentions, whatever order they came in; and the rules.

    Column by column, so that hardly more than what is kept is held at a time.
    """
    columns: list[list[NDArray[Any]]] = [[] for _ in range(6)]
    fields: tuple[Field, ...] = ()
    for each in kept:
        pairs, fields = each.pairs, each.pairs.fields
        parts: tuple[NDArray[Any], ...] = (
            pairs.a,
            pairs.b,
            pairs.name,
            pairs.levels,
            pairs.density,
            each.rules,
        )
        for column, part in zip(columns, parts, strict=True):
            column.append(part)
    a, b = (_joined(column) for column in columns[:2])
    order = np.lexsort((b, a))
    a, b = a[order], b[order]
    name, levels, density, rules = (_joined(column)[..., order] for column in columns[2:])
    return Comparisons(fields=fields, a=a, b=b, name=name, levels=levels, density=density), rules


def _joined(parts: list[NDArray[Any]]) -> NDArray[Any]:
    """Parts one after the other; they are let go."""
    whole = np.concatenate(parts, axis=-1)
    parts.clear()
    return whole
