"""Fits the weight of names to the table at hand.

`tumen.names` knows how common a name is in the population. A table may hold fewer different names, or
aliases that many share, and then an equally good fit says less. The other fields tell: among the pairs
whose names fit about equally well, what share is one person? That is a mixture of two known densities
with one unknown share per class of fit, so it has one maximum and needs no labels. Where the other
fields say nothing, the weight stays as `tumen.names` gave it. A good fit is never more: whatever else goes with names
would make it look like better evidence than it is. A poor one may be somewhat more, since how often names are
mistyped or misheard differs from table to table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

EDGES: Final = np.array([0.0, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 18, 20, 25])
_SPREAD: Final = 2.0
_POOR: Final = 4.0
_MORE: Final = 2.0
"""How much more than given a fit below `_POOR` may weigh."""
_STEP: Final = 0.25
_REACH: Final = 30.0
_ODDS: Final = np.arange(-22.0, 22.0 + _STEP, _STEP)
_EVIDENCE: Final = np.arange(-_REACH, _REACH + _STEP, _STEP)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameCurve:
    """Natural-log weight of names by their score, for scores above 0.

    Attributes:
        score: scores at which the curve is known, ascending, shape (knots,); straight in between.
        weight: weight there.
        spread: standard deviation of the weight there.
    """

    score: NDArray[np.float64]
    weight: NDArray[np.float64]
    spread: NDArray[np.float64]

    def __call__(self, score: NDArray[np.float64]) -> NDArray[np.float64]:
        """Weights of scores above 0; constant beyond the last knot."""
        return np.asarray(np.interp(score, self.score, self.weight), dtype=np.float64)

    def redraw(self, rng: np.random.Generator) -> NameCurve:
        """A curve drawn from what is known of this one."""
        drawn = self.weight + self.spread * rng.standard_normal(len(self.weight))
        return NameCurve(score=self.score, weight=drawn, spread=self.spread)


def given_curve() -> NameCurve:
    """The curve that leaves scores as they are."""
    score = np.array([0.0, 100.0])
    return NameCurve(score=score, weight=score.copy(), spread=np.zeros(2))


def fit_curve(score: NDArray[np.float64], evidence: NDArray[np.float64], prior_log_odds: float) -> NameCurve:
    """Fit the curve.

    Args:
        score: name scores of pairs found by their names alone, shape (pairs,); only those above 0 count.
        evidence: natural-log weight of all other fields of each pair.
        prior_log_odds: natural-log odds that a random pair is one person.
    """
    named = score > 0  # False for NaN
    score, evidence = score[named], evidence[named]
    place = np.searchsorted(EDGES, score, side="right") - 1
    total = np.bincount(place, minlength=len(EDGES))
    mean = np.bincount(place, weights=score, minlength=len(EDGES)) / np.maximum(total, 1)
    seen = np.flatnonzero(total)
    most = mean[seen] + np.where(mean[seen] < _POOR, _MORE, 0.0)
    histogram = _histogram(place, evidence)[seen]
    odds, spread = _shares(histogram, prior_log_odds + mean[seen], prior_log_odds + most)
    return NameCurve(
        score=np.concatenate([[0.0], mean[seen]]),
        weight=np.concatenate([[0.0], odds - prior_log_odds]),
        spread=np.concatenate([[0.0], spread]),
    )


def _histogram(place: NDArray[np.int64], evidence: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pairs by class of fit and by what the other fields say, in steps of a quarter."""
    column = np.rint((np.clip(evidence, -_REACH, _REACH) + _REACH) / _STEP).astype(np.int64)
    cells = np.bincount(place * len(_EVIDENCE) + column, minlength=len(EDGES) * len(_EVIDENCE))
    return cells.reshape(len(EDGES), len(_EVIDENCE)).astype(np.float64)


def _shares(
    histogram: NDArray[np.float64], expected: NDArray[np.float64], most: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Posterior mean and standard deviation of the log odds of one person in each class of fit."""
    log_share, log_rest = -np.logaddexp(0, -_ODDS), -np.logaddexp(0, _ODDS)
    likelihood = np.logaddexp(_EVIDENCE[:, None] + log_share, log_rest)
    log_prior = -(((_ODDS - expected[:, None]) / _SPREAD) ** 2) / 2
    log_prior[most[:, None] + _STEP / 2 < _ODDS] = -np.inf
    log_posterior = histogram @ likelihood + log_prior
    posterior = np.exp(log_posterior - log_posterior.max(axis=1, keepdims=True))
    posterior /= posterior.sum(axis=1, keepdims=True)
    mean = posterior @ _ODDS
    variance = (posterior * (_ODDS - mean[:, None]) ** 2).sum(axis=1)
    return mean, np.sqrt(variance)
