"""The Fellegi–Sunter model: how much each outcome of a comparison speaks for one person.

Names come with a likelihood ratio, which is fitted to the table (`curve`). For each other field u is how often two
different people come out at a level by chance, and m how often two mentions of one person do. Namesakes come out
alike more often than others in what goes with a name, such as the sex, so where names fit u is that among namesakes.
What is not stated is neutral. `fitting` learns the rates.

Source: I. P. Fellegi and A. B. Sunter, "A theory for record linkage", JASA 64 (1969), equations 9–11.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.compiled import COMPILED
from tumen.linkage.comparison import Comparisons, chosen
from tumen.linkage.fields import Field, normalised
from tumen.linkage.name_weight import SLIPS, TEMPER, NameWeight
from tumen.linkage.seen import FITS, Seen, fit_of, seen_in
from tumen.linkage.weighing import Scales, weigh, weigh_fields

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
        namesakes: per field, the same for two different people whose names fit, the worst that fit first, see
            `FITS`: they are mostly of one sex and may be kin; shape (classes, levels).
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
    namesakes: tuple[NDArray[np.float64], ...]
    excess: tuple[NDArray[np.float64], ...]
    m_counts: tuple[NDArray[np.float64], ...]
    match_share: float
    names: NameWeight
    trust: float = 1.0

    @property
    def prior_log_odds(self) -> float:
        """Natural-log odds that a random allowed pair is one person."""
        return float(np.log(self.match_share) - np.log1p(-self.match_share))


def pair_weight(model: Model, pairs: Comparisons) -> NDArray[np.float64]:
    """Natural-log weight of all fields and the name together, shape (pairs,)."""
    if COMPILED and len(pairs) >= _WORTH_COMPILING:
        found = np.empty(len(pairs))
        weigh(scales(model), pairs.rarities, pairs.a, pairs.b, pairs.name, pairs.levels, found)
        return found
    # Some at a time: weighing takes several times the room of what is weighed.
    some = [slice(begin, begin + _WEIGHED) for begin in range(0, max(len(pairs), 1), _WEIGHED)]
    return np.concatenate([weight_of(model, seen_in(chosen(pairs, each), model.names)) for each in some])


def field_weights(model: Model, pairs: Comparisons) -> NDArray[np.float64]:
    """Natural-log weights, shape (1 + fields + 1, pairs): the name, the fields, and what the fields say together.

    What is not stated weighs 0.
    """
    weights = np.empty((2 + len(model.fields), len(pairs)))
    if COMPILED and len(pairs) >= _WORTH_COMPILING:
        weigh_fields(scales(model), pairs.rarities, pairs.a, pairs.b, pairs.name, pairs.levels, weights)
        return weights
    weights[0] = model.names(pairs.name)
    fit = fit_of(pairs.name)
    for row, (ratio, rare) in enumerate(zip(_ratios(model), pairs.density, strict=True)):
        weights[row + 1] = ratio[fit, pairs.levels[row]] - rare
    weights[-1] = _together_weight(model, pairs.levels)
    weights *= model.trust
    return weights


def scales(model: Model) -> Scales:
    """The model as compiled code takes it."""
    most = max([1, *(len(field.levels) for field in model.fields)])
    count = len(model.fields)
    ratio, excess = np.zeros((1 + len(FITS), count, most)), np.zeros((count, count, most, most))
    for row, each in enumerate(_ratios(model)):
        ratio[:, row, : each.shape[1]] = each
    for (x, y), each in zip(combinations(range(count), 2), model.excess, strict=True):
        excess[x, y, : each.shape[0], : each.shape[1]] = each
    names = model.names
    return Scales(
        fits=np.array(FITS), ratio=ratio, excess=excess, shares=np.log(names.shares), loose=names.loose_chance,
        half=TEMPER, worst=SLIPS[0], best=SLIPS[1], score=names.curve.score, weight=names.curve.weight,
        trust=model.trust,
    )  # fmt: skip


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
        drawn.append(normalised(field, gamma))
    taught = max(float(counts.sum()) for counts in model.m_counts)
    trust = float(np.exp(np.sqrt(_TRUST**2 + _UNLEARNT / taught) * rng.standard_normal()))
    return replace(model, m=tuple(drawn), names=model.names.redraw(rng), trust=trust)


def weight_of(model: Model, seen: Seen) -> NDArray[np.float64]:
    weight = level_weights(model, seen)[seen.code] + seen.rare + seen.name
    weight[seen.fitting] += model.names.curve(seen.likeness)
    return np.asarray(model.trust * weight, dtype=np.float64)


def level_weights(model: Model, seen: Seen) -> NDArray[np.float64]:
    """Weight of each combination of levels; without rarity and name."""
    total = _together_weight(model, seen.combination)
    for row, ratio in enumerate(_ratios(model)):
        total += ratio[seen.fit, seen.combination[row]]
    return total


def _ratios(model: Model) -> list[NDArray[np.float64]]:
    """Per field the natural-log weight of each level, by how well names fit, shape (1 + classes, levels)."""
    rows = zip(model.m, model.u, model.namesakes, strict=True)
    return [np.log(m) - np.log(np.vstack([u, named])) for m, u, named in rows]


def _together_weight(model: Model, levels: NDArray[np.int64] | NDArray[np.int8]) -> NDArray[np.float64]:
    """Natural-log weight of levels that go together by chance more often, or less, than each alone; shape (pairs,)."""
    total = np.zeros(levels.shape[1])
    for (x, y), excess in zip(combinations(range(len(levels)), 2), model.excess, strict=True):
        total -= excess[levels[x], levels[y]]
    return total


def logistic(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probability of natural-log odds."""
    return np.asarray(0.5 * (1 + np.tanh(log_odds / 2)), dtype=np.float64)
