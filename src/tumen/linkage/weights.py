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

from tumen.linkage.comparison import Comparisons
from tumen.linkage.curve import NameCurve, fit_curve, given_curve
from tumen.linkage.fields import FIELDS, MISSING, RARE, SAME, Field
from tumen.linkage.settings import LinkSettings
from tumen.progress import SILENT, Progress, check

_ROUNDS: Final = 40
_TOLERANCE: Final = 1e-3
_HOPELESS: Final = -14.0
_CHANCE_STRENGTH: Final = 10.0
_FEWEST_MATCHES: Final = 1.0
_SHAPE: Final = tuple(len(field.levels) for field in FIELDS)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Patterns:
    """Compared pairs, boiled down to what changes together while learning; p = number of pairs.

    Attributes:
        code: one number for each combination of levels, shape (p,).
        rare: natural-log weight of the rarity of common values, shape (p,).
        name: weight of the names as far as no curve changes it, shape (p,).
        likeness: scores of the names that fit, shape (names that fit,).
        fitting: positions of the pairs they belong to.
    """

    code: NDArray[np.int64]
    rare: NDArray[np.float64]
    name: NDArray[np.float64]
    likeness: NDArray[np.float64]
    fitting: NDArray[np.int64]


def first_model(random: Comparisons, allowed_pairs: int, settings: LinkSettings) -> Model:
    """The model before any pair has taught it; see `learn`."""
    share = min(0.1, max(_FEWEST_MATCHES, 0.25 * np.sqrt(allowed_pairs)) / max(allowed_pairs, 1))
    m_counts = tuple(_priors(field) * settings.prior_strength for field in FIELDS)
    u_counts = _chance_counts(_patterns(random, settings.name_unrelated), np.ones(len(random)))
    return _model(m_counts, u_counts, share, given_curve(), settings)


def telling(model: Model, pairs: Comparisons) -> NDArray[np.bool_]:
    """Pairs that can teach or link something: names that fit, or odds that are not hopeless from the start."""
    odds = pair_weight(model, pairs) + model.prior_log_odds
    return np.asarray((pairs.name > 0) | (odds > _HOPELESS), dtype=np.bool_)


def learn(
    model: Model, found: Comparisons, teach: NDArray[np.bool_], random: Comparisons, allowed_pairs: int,
    settings: LinkSettings, progress: Progress = SILENT,
) -> Model:  # fmt: skip
    """Fit the model.

    Args:
        model: where to start, see `first_model`.
        found: the candidate pairs that are telling.
        teach: which of them were found without regard to the compared fields, shape (pairs,); only
            these teach how much names say, and of them only pairs whose name alone is rather one person's
            than not teach m: a pair found by its birth year says nothing on how often those agree, and
            among many strangers of one common name the few that are one person are lost.
        random: random pairs, from which u is read.
        allowed_pairs: number of all pairs that could be one person.
        settings: see `LinkSettings`.
        progress: told of each round.
    """
    seen, chance = (_patterns(pairs, settings.name_unrelated) for pairs in (found, random))
    taught = teach[seen.fitting]
    identified = teach & (np.nan_to_num(found.name, nan=-np.inf) + model.prior_log_odds > 0)
    progress.start(_ROUNDS, "Learning agreement rates")
    for _ in range(_ROUNDS):
        check(progress)
        evidence = (_level_weights(model)[seen.code] + seen.rare)[seen.fitting[taught]]
        curve = fit_curve(seen.likeness[taught], evidence, model.prior_log_odds)
        model = replace(model, curve=curve)
        probability = logistic(_weight(model, seen) + model.prior_log_odds)
        m_counts = _match_counts(seen, probability * identified, settings)
        u_counts = _chance_counts(chance, 1 - logistic(_weight(model, chance) + model.prior_log_odds))
        share = (probability.sum() + _FEWEST_MATCHES) / (allowed_pairs + 2 * _FEWEST_MATCHES)
        fresh = _model(m_counts, u_counts, min(float(share), 0.5), curve, settings)
        moved = max(float(np.abs(new - old).max()) for new, old in zip(fresh.m, model.m, strict=True))
        moved = max(moved, abs(float(np.log(fresh.match_share / model.match_share))))
        model = fresh
        progress.advance()
        if moved < _TOLERANCE:
            break
    return model


def pair_weight(model: Model, pairs: Comparisons) -> NDArray[np.float64]:
    """Natural-log weight of all fields and the name together, shape (pairs,)."""
    return _weight(model, _patterns(pairs, model.name_unrelated))


def _patterns(pairs: Comparisons, name_unrelated: float) -> _Patterns:
    fitting = np.flatnonzero(pairs.name > 0)  # False for NaN
    rarity = np.where(np.isnan(pairs.rarity), 1.0, pairs.rarity.astype(np.float64))
    return _Patterns(
        code=np.ravel_multi_index(tuple(pairs.levels), _SHAPE),
        rare=-np.log(rarity).sum(axis=0),
        name=_unlike(pairs.name, name_unrelated),
        likeness=pairs.name[fitting],
        fitting=fitting,
    )


def _weight(model: Model, seen: _Patterns) -> NDArray[np.float64]:
    weight = _level_weights(model)[seen.code] + seen.rare + seen.name
    weight[seen.fitting] += model.curve(seen.likeness)
    return np.asarray(weight, dtype=np.float64)


def _level_weights(model: Model) -> NDArray[np.float64]:
    """Weight of each combination of levels, in the order of `_Patterns.code`; without rarity and name."""
    total = np.zeros(1)
    for row in range(len(FIELDS)):
        ratio = np.log(model.m[row]) - np.log(model.u[row])
        if row in RARE:
            ratio[SAME] = np.log(model.m[row][SAME])
        total = np.add.outer(total, ratio).ravel()
    return np.asarray(total, dtype=np.float64)


def redraw(model: Model, rng: np.random.Generator) -> Model:
    """The model with agreement rates drawn from their posterior, for draws that carry their uncertainty."""
    drawn = []
    for field, counts in zip(FIELDS, model.m_counts, strict=True):
        gamma = np.maximum(rng.standard_gamma(counts), 1e-12)
        drawn.append(_normalised(field, gamma))
    return replace(model, m=tuple(drawn), curve=model.curve.redraw(rng))


def _unlike(score: NDArray[np.float64], name_unrelated: float) -> NDArray[np.float64]:
    """Natural-log weight of names that do not fit; 0 for those that fit or say nothing.

    One person's names differ in a small share of pairs because one of them is unrelated and says nothing,
    so no name can exclude a person.
    """
    silent = np.isnan(score) | (score > 0)
    known = np.where(silent, 0.0, score)
    unlike = np.logaddexp(np.log1p(-name_unrelated) + known, np.log(name_unrelated))
    return np.asarray(np.where(silent, 0.0, unlike), dtype=np.float64)


def field_weights(model: Model, pairs: Comparisons) -> NDArray[np.float64]:
    """Natural-log weights, shape (1 + fields, pairs); the name comes first. Not stated weighs 0."""
    weights = np.empty((1 + len(FIELDS), len(pairs)))
    weights[0] = _unlike(pairs.name, model.name_unrelated)
    fitting = pairs.name > 0
    weights[0, fitting] = model.curve(pairs.name[fitting])
    for row in range(len(FIELDS)):
        weights[row + 1] = (np.log(model.m[row]) - np.log(model.u[row]))[pairs.levels[row]]
    for at, row in enumerate(RARE):
        rare = ~np.isnan(pairs.rarity[at])
        # Agreement on a value of frequency f: m f / f² (Fellegi and Sunter 1969, section 3.3.1).
        weights[row + 1, rare] = np.log(model.m[row][SAME]) - np.log(
            pairs.rarity[at, rare].astype(np.float64)
        )
    return weights


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
    seen: _Patterns, weight: NDArray[np.float64], settings: LinkSettings
) -> tuple[NDArray[np.float64], ...]:
    return tuple(
        _priors(field) * settings.prior_strength + counts
        for field, counts in zip(FIELDS, _level_counts(seen, weight), strict=True)
    )


def _chance_counts(random: _Patterns, weight: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    return tuple(
        np.array([level.chance for level in field.levels]) * _CHANCE_STRENGTH + counts
        for field, counts in zip(FIELDS, _level_counts(random, weight), strict=True)
    )


def _level_counts(seen: _Patterns, weight: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """How much weight falls on each level of each field."""
    cells = np.bincount(seen.code, weights=weight, minlength=int(np.prod(_SHAPE))).reshape(_SHAPE)
    others = [tuple(each for each in range(len(_SHAPE)) if each != row) for row in range(len(_SHAPE))]
    return [np.asarray(cells.sum(axis=axes), dtype=np.float64) for axes in others]


def _normalised(field: Field, counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rates that sum to 1 in each group; 1 for the missing level, so that it weighs nothing."""
    rates = np.ones(len(counts))
    groups = np.array([level.group for level in field.levels])
    for group in set(groups[1:].tolist()):
        inside = groups == group
        rates[inside] = counts[inside] / counts[inside].sum()
    rates[MISSING] = 1.0
    return rates
