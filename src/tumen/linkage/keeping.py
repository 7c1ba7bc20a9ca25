"""Which compared pairs are kept: all that may matter, and of the many that hardly do a share that stands for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.comparison import Comparisons
from tumen.linkage.mixing import mixed
from tumen.linkage.model import Model, logistic, pair_weight

_HOPELESS: Final = -14.0
NO_MATTER: Final = 1e-5
"""A pair less probable than this is neither tied, nor listed, nor counted among the faint."""
_WHOLE: Final = 1e-3
"""Pairs of this probability and more are kept one and all; it lies below what ties and lists pairs."""


@dataclass(frozen=True, slots=True)
class Keep:
    """Which compared pairs are kept.

    Attributes:
        least: those of more than these natural-log odds.
        fitting: and those whose names fit, whatever else.
        whole: of those less probable than this a share alone, see `standing_for`; 0 keeps them all.
    """

    least: float
    fitting: bool = False
    whole: float = 0.0

    def __call__(self, model: Model, pairs: Comparisons) -> NDArray[np.bool_]:
        """Whether each pair is kept, shape (pairs,)."""
        odds = pair_weight(model, pairs) + model.prior_log_odds
        kept = odds > self.least
        if self.fitting:
            kept |= pairs.name > 0
        if self.whole:
            kept &= _chance_of(pairs.a, pairs.b) * standing_for(logistic(odds), self.whole) < 1
        return np.asarray(kept, dtype=np.bool_)


def standing_for(probability: NDArray[np.float64], whole: float) -> NDArray[np.float64]:
    """How many pairs of its kind each kept pair stands for, shape (pairs,).

    Of very many pairs that are hardly one person those of probability p are kept with a chance of p / `whole` and stand
    for `whole` / p of them, so that as many links are expected of those that are kept as of all.

    Args:
        probability: of each pair, shape (pairs,).
        whole: pairs of this probability and more are all kept; 0 if all are.
    """
    return np.maximum(1.0, whole / np.maximum(probability, 1e-300))


def _chance_of(a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.float64]:
    """An even number between 0 and 1 for each pair, the same whoever asks and in whatever order."""
    return mixed(a.astype(np.uint64), b.astype(np.uint64)).astype(np.float64) / 2.0**64


telling: Final = Keep(_HOPELESS, fitting=True)
"""Pairs that can teach or link something: names that fit, or odds that are not hopeless from the start."""

matters: Final = Keep(float(np.log(NO_MATTER / (1 - NO_MATTER))))
"""Pairs that a model which has learnt does not take for two people for certain."""


def matters_of_many(edge: float, listed: float) -> Keep:
    """The same for a table of very many pairs: those that hardly matter are kept as a share of them.

    Args:
        edge, listed: from which probability on pairs are tied, and listed; of these all are kept.
    """
    return Keep(matters.least, whole=min(_WHOLE, edge, listed))
