"""The Fellegi–Sunter model: how much each outcome of a comparison speaks for one person.

Names come with a likelihood ratio, which is fitted to the table (`curve`). For the other fields the
chance agreement u is read from random pairs of the same table, and m, the agreement of one person's
mentions, is learnt without labels by expectation–maximisation under Dirichlet priors. What is not stated
is neutral.

Sources: I. P. Fellegi and A. B. Sunter, "A theory for record linkage", JASA 64 (1969), equations 9–11
for the weights; W. E. Winkler, "Using the EM algorithm for weight computation in the Fellegi–Sunter
model of record linkage" (1988) for m without labels.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.comparison import Comparisons, chosen
from tumen.linkage.curve import NameCurve, fit_curve, given_curve
from tumen.linkage.fields import FIELDS, MISSING, Field
from tumen.linkage.settings import LinkSettings
from tumen.progress import SILENT, Progress, check

_ROUNDS: Final = 40
_TOLERANCE: Final = 1e-3
_HOPELESS: Final = -14.0
_CHANCE_STRENGTH: Final = 10.0
_FEWEST_MATCHES: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What the model learnt.

    Attributes:
        m: per field, probability of each level when both mentions are one person; sums to 1 in a group.
        u: the same for two different people.
        m_counts: per field, the Dirichlet counts behind `m` (prior and expected pairs).
        match_share: share of all allowed pairs that are one person.
        name_unrelated: share of one person's pairs of names that have nothing to do with each other.
        curve: weight of names that fit, by their score.
    """

    m: tuple[NDArray[np.float64], ...]
    u: tuple[NDArray[np.float64], ...]
    m_counts: tuple[NDArray[np.float64], ...]
    match_share: float
    name_unrelated: float
    curve: NameCurve

    @property
    def prior_log_odds(self) -> float:
        """Natural-log odds that a random allowed pair is one person."""
        return float(np.log(self.match_share) - np.log1p(-self.match_share))


def learn(
    found: Comparisons,
    teach: NDArray[np.bool_],
    random: Comparisons,
    allowed_pairs: int,
    settings: LinkSettings,
    progress: Progress = SILENT,
) -> Model:
    """Fit the model.

    Args:
        found: the candidate pairs.
        teach: which of them were found without regard to the compared fields, shape (pairs,); only
            these teach m, since a pair found by its birth year says nothing on how often those agree.
        random: random pairs, from which u is read.
        allowed_pairs: number of all pairs that could be one person.
    """  # fmt: skip
    share = min(0.1, max(_FEWEST_MATCHES, 0.25 * np.sqrt(allowed_pairs)) / max(allowed_pairs, 1))
    m_counts = tuple(_priors(field) * settings.prior_strength for field in FIELDS)
    u_counts = _chance_counts(random, np.ones(len(random)))
    model = _model(m_counts, u_counts, share, given_curve(), settings)
    telling = _telling(found, model)
    found, teach = chosen(found, telling), teach[telling]
    progress.start(_ROUNDS, "Learning agreement rates")
    for _ in range(_ROUNDS):
        check(progress)
        weights = field_weights(model, found)
        curve = fit_curve(found.name[teach], weights[1:, teach].sum(axis=0), model.prior_log_odds)
        model = replace(model, curve=curve)
        probability = pair_probability(model, found)
        m_counts = _match_counts(found, probability * teach, settings)
        u_counts = _chance_counts(random, 1 - pair_probability(model, random))
        share = (probability.sum() + _FEWEST_MATCHES) / (allowed_pairs + 2 * _FEWEST_MATCHES)
        fresh = _model(m_counts, u_counts, min(float(share), 0.5), curve, settings)
        moved = max(float(np.abs(new - old).max()) for new, old in zip(fresh.m, model.m, strict=True))
        moved = max(moved, abs(float(np.log(fresh.match_share / model.match_share))))
        model = fresh
        progress.advance()
        if moved < _TOLERANCE:
            break
    return model


def _telling(found: Comparisons, model: Model) -> NDArray[np.bool_]:
    """Pairs that can teach something: names that fit, or odds that are not hopeless from the start."""
    odds = field_weights(model, found).sum(axis=0) + model.prior_log_odds
    return np.asarray((found.name > 0) | (odds > _HOPELESS), dtype=np.bool_)


def redraw(model: Model, rng: np.random.Generator) -> Model:
    """The model with agreement rates drawn from their posterior, for draws that carry their uncertainty."""
    drawn = []
    for field, counts in zip(FIELDS, model.m_counts, strict=True):
        gamma = np.maximum(rng.standard_gamma(counts), 1e-12)
        drawn.append(_normalised(field, gamma))
    return replace(model, m=tuple(drawn), curve=model.curve.redraw(rng))


def name_weight(model: Model, score: NDArray[np.float64]) -> NDArray[np.float64]:
    """Natural-log weight of names.

    Above 0 the score goes through the curve. Below, one person's names differ in a small share of
    pairs because one of them is unrelated and says nothing, so no name can exclude a person.
    """
    silent = np.isnan(score)
    known = np.where(silent, 0.0, score)
    unlike = np.logaddexp(
        np.log1p(-model.name_unrelated) + np.minimum(known, 0), np.log(model.name_unrelated)
    )
    return np.where(silent, 0.0, np.where(known > 0, model.curve(known), unlike))


def field_weights(model: Model, pairs: Comparisons) -> NDArray[np.float64]:
    """Natural-log weights, shape (1 + fields, pairs); the name comes first. Not stated weighs 0."""
    weights = np.empty((1 + len(FIELDS), len(pairs)))
    weights[0] = name_weight(model, pairs.name)
    for row in range(len(FIELDS)):
        level = pairs.levels[row]
        ratio = np.log(model.m[row]) - np.log(model.u[row])
        weights[row + 1] = ratio[level]
        rare = ~np.isnan(pairs.rarity[row])
        # Agreement on a value of frequency f: m f / f² (Fellegi and Sunter 1969, section 3.3.1).
        weights[row + 1, rare] = np.log(model.m[row][level[rare]]) - np.log(pairs.rarity[row, rare])
    return weights


def pair_probability(model: Model, pairs: Comparisons) -> NDArray[np.float64]:
    """Probability that each pair is one person, from these two mentions alone."""
    return logistic(field_weights(model, pairs).sum(axis=0) + model.prior_log_odds)


def logistic(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probability of natural-log odds."""
    return np.asarray(0.5 * (1 + np.tanh(log_odds / 2)), dtype=np.float64)


def _model(
    m_counts: tuple[NDArray[np.float64], ...], u_counts: tuple[NDArray[np.float64], ...],
    share: float, curve: NameCurve, settings: LinkSettings,
) -> Model:  # fmt: skip
    return Model(
        m=tuple(_normalised(field, counts) for field, counts in zip(FIELDS, m_counts, strict=True)),
        u=tuple(_normalised(field, counts) for field, counts in zip(FIELDS, u_counts, strict=True)),
        m_counts=m_counts, match_share=share, name_unrelated=settings.name_unrelated, curve=curve,
    )  # fmt: skip


def _priors(field: Field) -> NDArray[np.float64]:
    return np.array([level.prior for level in field.levels])


def _match_counts(
    pairs: Comparisons, weight: NDArray[np.float64], settings: LinkSettings
) -> tuple[NDArray[np.float64], ...]:
    return tuple(
        _priors(field) * settings.prior_strength
        + np.bincount(pairs.levels[row], weights=weight, minlength=len(field.levels))
        for row, field in enumerate(FIELDS)
    )


def _chance_counts(random: Comparisons, weight: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    return tuple(
        np.array([level.chance for level in field.levels]) * _CHANCE_STRENGTH
        + np.bincount(random.levels[row], weights=weight, minlength=len(field.levels))
        for row, field in enumerate(FIELDS)
    )


def _normalised(field: Field, counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rates that sum to 1 in each group; 1 for the missing level, so that it weighs nothing."""
    rates = np.ones(len(counts))
    groups = np.array([level.group for level in field.levels])
    for group in set(groups[1:].tolist()):
        inside = groups == group
        rates[inside] = counts[inside] / counts[inside].sum()
    rates[MISSING] = 1.0
    return rates
