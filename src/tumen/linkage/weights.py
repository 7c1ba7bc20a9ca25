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

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.compiled import COMPILED
from tumen.linkage.comparison import Comparisons, chosen
from tumen.linkage.curve import fit_curve
from tumen.linkage.fields import NEUTRAL, Field
from tumen.linkage.name_weight import SLIPS, TEMPER, NameWeight, first_name_weight
from tumen.linkage.settings import LinkSettings
from tumen.linkage.weighing import Scales, weigh, weigh_fields
from tumen.progress import SILENT, Progress, check

_ROUNDS: Final = 40
_TOLERANCE: Final = 1e-3
_CHANCE_STRENGTH: Final = 100.0
_FEWEST_MATCHES: Final = 1.0
_EXCESS_STRENGTH: Final = 10.0
_STRANGERS: Final = 0.95
_NAME_ROUNDS: Final = 8
_NAME_TOLERANCE: Final = 0.03
_WEIGHED: Final = 500_000
_WORTH_COMPILING: Final = 5_000
"""Fewer pairs are weighed before the compiler is loaded."""
_TRUST: Final = 0.04
"""Standard deviation of the logarithm of what evidence counts in a draw, however many pairs taught it."""
_UNLEARNT: Final = 8.0
"""The variance beside it, times the number of pairs that taught."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What the model learnt.

    Attributes:
        fields: what is compared besides the name.
        m: per field, probability of each level when both mentions are one person; sums to 1 in a group.
        u: the same for two different people.
        excess: for each two fields, by their levels, how much more often than alone they come out so together by
            chance (natural log): who was born in one decade left in one decade.
        m_counts: per field, the Dirichlet counts behind `m` (prior and expected pairs).
        match_share: share of all allowed pairs that are one person.
        names: how much names weigh, by their score.
        trust: what all evidence is multiplied by; 1 but in draws, see `redraw`.
    """

    fields: tuple[Field, ...]
    m: tuple[NDArray[np.float64], ...]
    u: tuple[NDArray[np.float64], ...]
    excess: tuple[NDArray[np.float64], ...]
    m_counts: tuple[NDArray[np.float64], ...]
    match_share: float
    names: NameWeight
    trust: float = 1.0

    @property
    def prior_log_odds(self) -> float:
        """Natural-log odds that a random allowed pair is one person."""
        return float(np.log(self.match_share) - np.log1p(-self.match_share))


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaching:
    """Which compared pairs may teach what.

    Attributes:
        fields: per field, the pairs found without regard to it, shape (fields, pairs); only these teach m. A pair
            found by its birth year says nothing on how often those agree.
        names: the pairs found by their names alone, shape (pairs,): these teach how much names say. Where there are
            names, only pairs whose name makes one person rather likely teach m, since among many strangers of one
            common name the few that are one person are lost.
        vouched: the pairs that agree in something that hardly any two people share, whatever their names, shape
            (pairs,).
    """

    fields: NDArray[np.bool_]
    names: NDArray[np.bool_]
    vouched: NDArray[np.bool_]

    def identified(self, found: Comparisons, prior_log_odds: float) -> NDArray[np.bool_]:
        """Per field the pairs that teach its m, shape (fields, pairs)."""
        if np.isnan(found.name).all():
            return self.fields
        return self.fields & (np.nan_to_num(found.name, nan=-np.inf) + prior_log_odds > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Patterns:
    """Compared pairs, boiled down to what changes together while learning; p = number of pairs.

    Attributes:
        combination: the distinct combinations of levels, shape (fields, combinations).
        code: which of them each pair has, shape (p,).
        rare: natural-log weight of how rare the values are, over all fields, shape (p,).
        name: weight of the names as far as no curve changes it, shape (p,); 0 for those that fit.
        likeness: weight of the names that fit before the curve, shape (names that fit,).
        fitting: positions of the pairs they belong to.
    """

    combination: NDArray[np.int64]
    code: NDArray[np.int64]
    rare: NDArray[np.float64]
    name: NDArray[np.float64]
    likeness: NDArray[np.float64]
    fitting: NDArray[np.int64]


def first_model(
    random: Comparisons, weight: NDArray[np.float64], allowed_pairs: int, settings: LinkSettings
) -> Model:
    """The model before any pair has taught it; see `learn`."""
    share = min(0.1, max(_FEWEST_MATCHES, 0.25 * np.sqrt(allowed_pairs)) / max(allowed_pairs, 1))
    m_counts = tuple(field.priors * settings.prior_strength for field in random.fields)
    names = first_name_weight(settings.name_loose, settings.name_unrelated).among(random.name, weight)
    chance = _patterns(random, names)
    u_counts = _chance_counts(random.fields, chance, _shares(weight))
    empty = tuple(np.ones(len(field.levels)) for field in random.fields)
    start = Model(
        fields=random.fields, m=empty, u=empty, excess=_excess(random.fields, chance, np.zeros(len(random))),
        m_counts=m_counts, match_share=share, names=names,
    )  # fmt: skip
    return _refreshed(start, m_counts, u_counts, share)


def learn(
    model: Model, found: Comparisons, teach: Teaching, random: Comparisons, weight: NDArray[np.float64],
    allowed_pairs: int, settings: LinkSettings, progress: Progress = SILENT,
) -> Model:  # fmt: skip
    """Fit the model.

    Args:
        model: where to start, see `first_model`.
        found: the candidate pairs that are telling.
        teach: which of them teach what.
        random: a sample of pairs, from which u is read.
        weight: how many pairs each of them stands for, shape (random pairs,).
        allowed_pairs: number of all pairs that could be one person.
        settings: see `LinkSettings`.
        progress: told of each round.
    """
    progress.start(_ROUNDS, "Learning agreement rates")
    weight = _shares(weight)
    prior = model.names
    vouched = chosen(found, np.flatnonzero(teach.vouched & ~np.isnan(found.name)))
    for _ in range(_NAME_ROUNDS):
        model = _fitted(model, found, teach, random, weight, allowed_pairs, settings, progress)
        strangers = weight * (1 - logistic(pair_weight(model, random) + model.prior_log_odds))
        one_person = logistic(pair_weight(model, vouched) + model.prior_log_odds)
        names = model.names.among(random.name, strangers).taught(vouched.name, one_person, prior)
        settled = bool(np.abs(np.log(names.shares / model.names.shares)).max() < _NAME_TOLERANCE)
        model = replace(model, names=names)
        if settled:
            break
    return _with_last(model, found, teach, settings)


def _with_last(model: Model, found: Comparisons, teach: Teaching, settings: LinkSettings) -> Model:
    """The fields that are learnt last, from what the others say of each pair; see `Field.last`."""
    seen = _patterns(found, model.names)
    probability = logistic(_weight(model, seen) + model.prior_log_odds)
    identified = teach.identified(found, model.prior_log_odds)
    counts = _match_counts(model.fields, seen, probability, identified, settings)
    rows = list(zip(model.fields, counts, model.m_counts, model.m, strict=True))
    return replace(
        model,
        m=tuple(_normalised(field, fresh) if field.last else rates for field, fresh, _, rates in rows),
        m_counts=tuple(fresh if field.last else before for field, fresh, before, _ in rows),
    )


def _fitted(
    model: Model, found: Comparisons, teach: Teaching, random: Comparisons, weight: NDArray[np.float64],
    allowed_pairs: int, settings: LinkSettings, progress: Progress,
) -> Model:  # fmt: skip
    """The model with all but the shares of loosely told and unrelated names fitted."""
    seen, chance = (_patterns(pairs, model.names) for pairs in (found, random))
    taught = teach.names[seen.fitting]
    identified = teach.identified(found, model.prior_log_odds)
    for _ in range(_ROUNDS):
        check(progress)
        evidence = (_level_weights(model, seen.combination)[seen.code] + seen.rare)[seen.fitting[taught]]
        curve = fit_curve(seen.likeness[taught], evidence, model.prior_log_odds)
        model = replace(model, names=replace(model.names, curve=curve))
        probability = logistic(_weight(model, seen) + model.prior_log_odds)
        m_counts = _match_counts(model.fields, seen, probability, identified, settings)
        apart = (1 - logistic(_weight(model, chance) + model.prior_log_odds)) * weight
        # One person's pairs agree in everything together: few of them would look like a habit of strangers.
        strangers = np.where(apart > _STRANGERS * weight, apart, 0.0)
        model = replace(model, excess=_excess(model.fields, chance, strangers))
        u_counts = _chance_counts(model.fields, chance, apart)
        # What is learnt last says nothing until then.
        m_counts = tuple(
            by_chance if field.last else counts
            for field, counts, by_chance in zip(model.fields, m_counts, u_counts, strict=True)
        )
        share = (probability.sum() + _FEWEST_MATCHES) / (allowed_pairs + 2 * _FEWEST_MATCHES)
        fresh = _refreshed(model, m_counts, u_counts, min(float(share), 0.5))
        moved = max(float(np.abs(new - old).max()) for new, old in zip(fresh.m, model.m, strict=True))
        moved = max(moved, abs(float(np.log(fresh.match_share / model.match_share))))
        model = fresh
        progress.advance()
        if moved < _TOLERANCE:
            break
    return model


def pair_weight(model: Model, pairs: Comparisons) -> NDArray[np.float64]:
    """Natural-log weight of all fields and the name together, shape (pairs,)."""
    if COMPILED and len(pairs) >= _WORTH_COMPILING:
        found = np.empty(len(pairs))
        weigh(scales(model), pairs.rarities, pairs.a, pairs.b, pairs.name, pairs.levels, found)
        return found
    # Some at a time: weighing takes several times the room of what is weighed.
    some = [slice(begin, begin + _WEIGHED) for begin in range(0, max(len(pairs), 1), _WEIGHED)]
    return np.concatenate([_weight(model, _patterns(chosen(pairs, each), model.names)) for each in some])


def scales(model: Model) -> Scales:
    """The model as compiled code takes it."""
    most = max([1, *(len(field.levels) for field in model.fields)])
    count = len(model.fields)
    ratio, excess = np.zeros((count, most)), np.zeros((count, count, most, most))
    for row, each in enumerate(_ratios(model)):
        ratio[row, : len(each)] = each
    for (x, y), each in zip(combinations(range(count), 2), model.excess, strict=True):
        excess[x, y, : each.shape[0], : each.shape[1]] = each
    names = model.names
    return Scales(
        ratio=ratio, excess=excess, shares=np.log(names.shares), loose=names.loose_chance, half=TEMPER,
        worst=SLIPS[0], best=SLIPS[1], score=names.curve.score, weight=names.curve.weight, trust=model.trust,
    )  # fmt: skip


def _patterns(pairs: Comparisons, names: NameWeight) -> _Patterns:
    told = names.told(pairs.name)
    fitting = np.flatnonzero(told > 0)
    likeness = told[fitting]
    told[fitting] = 0.0
    combination, code = _combinations(pairs)
    return _Patterns(
        combination=combination,
        code=code,
        rare=-pairs.density.sum(axis=0, dtype=np.float64),
        name=told,
        likeness=likeness,
        fitting=fitting,
    )


def _weight(model: Model, seen: _Patterns) -> NDArray[np.float64]:
    weight = _level_weights(model, seen.combination)[seen.code] + seen.rare + seen.name
    weight[seen.fitting] += model.names.curve(seen.likeness)
    return np.asarray(model.trust * weight, dtype=np.float64)


def _combinations(pairs: Comparisons) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The distinct combinations of levels, and which of them each pair has."""
    shape = tuple(len(field.levels) for field in pairs.fields)
    code = np.zeros(len(pairs), dtype=np.int64)
    for size, levels in zip(shape, pairs.levels, strict=True):
        code *= size
        code += levels
    distinct, back = np.unique(code, return_inverse=True)
    return np.array(np.unravel_index(distinct, shape), dtype=np.int64), back.astype(np.int64)


def _level_weights(model: Model, combination: NDArray[np.int64]) -> NDArray[np.float64]:
    """Weight of each combination of levels; without rarity and name."""
    total = _together_weight(model, combination)
    for row, ratio in enumerate(_ratios(model)):
        total += ratio[combination[row]]
    return total


def _ratios(model: Model) -> list[NDArray[np.float64]]:
    """Per field the natural-log weight of each level."""
    return [np.log(m) - np.log(u) for m, u in zip(model.m, model.u, strict=True)]


def _together_weight(model: Model, levels: NDArray[np.int64] | NDArray[np.int8]) -> NDArray[np.float64]:
    """Natural-log weight of levels that go together by chance more often, or less, than each alone; shape (pairs,)."""
    total = np.zeros(levels.shape[1])
    for (x, y), excess in zip(combinations(range(len(levels)), 2), model.excess, strict=True):
        total -= excess[levels[x], levels[y]]
    return total


def _excess(
    fields: Sequence[Field], random: _Patterns, weight: NDArray[np.float64]
) -> tuple[NDArray[np.float64], ...]:
    """How much more often than alone two fields come out so together by chance, as natural logs; see `Model.excess`."""
    cells = np.bincount(random.code, weights=weight, minlength=random.combination.shape[1])
    grouped = [_by_group(field) for field in fields]
    found = []
    for x, y in combinations(range(len(fields)), 2):
        one, other = len(fields[x].levels), len(fields[y].levels)
        at = random.combination[x] * other + random.combination[y]
        table = np.bincount(at, weights=cells, minlength=one * other).astype(np.float64).reshape(one, other)
        found.append(_log_excess(table, grouped[x], grouped[y]))
    return tuple(found)


def _by_group(field: Field) -> NDArray[np.float64]:
    """Which group each level is of, shape (levels, groups); a neutral level is of none."""
    groups = sorted(set(field.groups.tolist()) - {NEUTRAL})
    return np.equal.outer(field.groups, groups).astype(np.float64)


def _log_excess(
    table: NDArray[np.float64], one: NDArray[np.float64], other: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The excess of each cell over what its row and column alone would hold, group by group; 0 for neutral levels."""
    inside = np.asarray(one.T @ table @ other)
    alone = (one @ (one.T @ table)) * (table @ other @ other.T) / np.maximum(one @ inside @ other.T, 1.0)
    told = np.outer(one.any(axis=1), other.any(axis=1))
    return np.where(told, np.log((table + _EXCESS_STRENGTH) / (alone + _EXCESS_STRENGTH)), 0.0)


def redraw(model: Model, rng: np.random.Generator) -> Model:
    """The model with agreement rates drawn from their posterior, for draws that carry their uncertainty.

    Rates cannot say how far the model itself is wrong: that fields are not quite independent, or errors come together.
    So a draw takes all evidence for somewhat more or less than it says: by `_TRUST`, and by more where few pairs taught
    it, since rarities and what goes together by chance are not redrawn either. Both are our own, set on made-up worlds,
    in the spirit of J. W. Miller and D. B. Dunson, "Robust Bayesian inference via coarsening", JASA 114 (2019).
    """
    drawn = []
    for field, counts in zip(model.fields, model.m_counts, strict=True):
        gamma = np.maximum(rng.standard_gamma(counts), 1e-12)
        drawn.append(_normalised(field, gamma))
    taught = max(float(counts.sum()) for counts in model.m_counts)
    trust = float(np.exp(np.sqrt(_TRUST**2 + _UNLEARNT / taught) * rng.standard_normal()))
    return replace(model, m=tuple(drawn), names=model.names.redraw(rng), trust=trust)


def field_weights(model: Model, pairs: Comparisons) -> NDArray[np.float64]:
    """Natural-log weights, shape (1 + fields + 1, pairs): the name, the fields, and what the fields say together.

    What is not stated weighs 0.
    """
    weights = np.empty((2 + len(model.fields), len(pairs)))
    if COMPILED and len(pairs) >= _WORTH_COMPILING:
        weigh_fields(scales(model), pairs.rarities, pairs.a, pairs.b, pairs.name, pairs.levels, weights)
        return weights
    weights[0] = model.names(pairs.name)
    for row, (ratio, rare) in enumerate(zip(_ratios(model), pairs.density, strict=True)):
        weights[row + 1] = ratio[pairs.levels[row]] - rare
    weights[-1] = _together_weight(model, pairs.levels)
    weights *= model.trust
    return weights


def _shares(weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights with mean 1."""
    return weight * (len(weight) / max(float(weight.sum()), 1e-300))


def logistic(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probability of natural-log odds."""
    return np.asarray(0.5 * (1 + np.tanh(log_odds / 2)), dtype=np.float64)


def _refreshed(
    model: Model,
    m_counts: Sequence[NDArray[np.float64]],
    u_counts: Sequence[NDArray[np.float64]],
    share: float,
) -> Model:
    """The model with rates from these counts."""
    return replace(
        model,
        m=tuple(_normalised(field, counts) for field, counts in zip(model.fields, m_counts, strict=True)),
        u=tuple(_normalised(field, counts) for field, counts in zip(model.fields, u_counts, strict=True)),
        m_counts=tuple(m_counts), match_share=share,
    )  # fmt: skip


def _match_counts(
    fields: Sequence[Field], seen: _Patterns, probability: NDArray[np.float64], teach: NDArray[np.bool_],
    settings: LinkSettings,
) -> tuple[NDArray[np.float64], ...]:  # fmt: skip
    combinations = seen.combination.shape[1]
    counts = []
    for row, field in enumerate(fields):
        cells = np.bincount(seen.code, weights=probability * teach[row], minlength=combinations)
        met = np.bincount(seen.combination[row], weights=cells, minlength=len(field.levels))
        counts.append(field.priors * settings.prior_strength + met)
    return tuple(counts)


def _chance_counts(
    fields: Sequence[Field], random: _Patterns, weight: NDArray[np.float64]
) -> tuple[NDArray[np.float64], ...]:
    return tuple(
        field.chances * _CHANCE_STRENGTH + counts
        for field, counts in zip(fields, _level_counts(fields, random, weight), strict=True)
    )


def _level_counts(
    fields: Sequence[Field], seen: _Patterns, weight: NDArray[np.float64]
) -> list[NDArray[np.float64]]:
    """How much weight falls on each level of each field."""
    cells = np.bincount(seen.code, weights=weight, minlength=seen.combination.shape[1])
    return [
        np.asarray(np.bincount(levels, weights=cells, minlength=len(field.levels)), dtype=np.float64)
        for field, levels in zip(fields, seen.combination, strict=True)
    ]


def _normalised(field: Field, counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rates that sum to 1 in each group; 1 for a neutral level, so that it weighs nothing."""
    rates = np.ones(len(counts))
    for group in set(field.groups.tolist()) - {NEUTRAL}:
        inside = field.groups == group
        rates[inside] = counts[inside] / counts[inside].sum()
    return rates
