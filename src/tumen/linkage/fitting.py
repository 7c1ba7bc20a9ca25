"""Learns how often one person's mentions agree, without labels: expectation–maximisation under Dirichlet priors.

The chance agreement is read from random pairs of the same table (`strangers`), and how much names say from pairs found
by them alone (`curve`).

Source: W. E. Winkler, "Using the EM algorithm for weight computation in the Fellegi–Sunter model of record linkage"
(1988).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.comparison import Comparisons, chosen
from tumen.linkage.curve import fit_curve
from tumen.linkage.fields import Field, normalised
from tumen.linkage.model import Model, level_weights, logistic, pair_weight, weight_of
from tumen.linkage.name_weight import first_name_weight
from tumen.linkage.seen import Seen, seen_in
from tumen.linkage.settings import LinkSettings
from tumen.linkage.strangers import chance_counts, excess, namesake_rates
from tumen.progress import SILENT, Progress, check

_ROUNDS: Final = 40
_TOLERANCE: Final = 1e-3
_FEWEST_MATCHES: Final = 1.0
_STRANGERS: Final = 0.95
_NAME_ROUNDS: Final = 8
_NAME_TOLERANCE: Final = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaching:
    """Which compared pairs may teach what.

    Attributes:
        fields: per field, the pairs found without regard to it, shape (fields, pairs); only these teach m. A pair
            found by its birth year says nothing on how often those agree.
        names: the pairs found by their names alone, shape (pairs,): these teach how much names say, and in what
            namesakes agree.
        vouched: the pairs that agree in something that hardly any two people share, whatever their names, shape
            (pairs,).
    """

    fields: NDArray[np.bool_]
    names: NDArray[np.bool_]
    vouched: NDArray[np.bool_]


def first_model(
    random: Comparisons, weight: NDArray[np.float64], allowed_pairs: int, settings: LinkSettings
) -> Model:
    """The model before any pair has taught it; see `learn`."""
    share = min(0.1, max(_FEWEST_MATCHES, 0.25 * np.sqrt(allowed_pairs)) / max(allowed_pairs, 1))
    m_counts = tuple(field.priors * settings.prior_strength for field in random.fields)
    names = first_name_weight(settings.name_loose, settings.name_unrelated).among(random.name, weight)
    chance = seen_in(random, names)
    u_counts = chance_counts(random.fields, chance, _shares(weight))
    empty = tuple(np.ones(len(field.levels)) for field in random.fields)
    start = Model(
        fields=random.fields, m=empty, u=empty, namesakes=empty, m_counts=m_counts, match_share=share, names=names,
        excess=excess(random.fields, chance, np.zeros(len(random))),
    )  # fmt: skip
    return _refreshed(start, m_counts, u_counts, chance, np.zeros(len(random)), share)


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
    return _with_last(model, found, teach, allowed_pairs, settings)


def _with_last(
    model: Model, found: Comparisons, teach: Teaching, allowed_pairs: int, settings: LinkSettings
) -> Model:
    """The fields that are learnt last, from what the others say of each pair; see `Field.last`."""
    seen = seen_in(found, model.names)
    probability = logistic(weight_of(model, seen) + model.prior_log_odds)
    counts = _match_counts(model.fields, seen, probability, teach.fields, settings)
    rows = list(zip(model.fields, counts, model.m_counts, model.m, strict=True))
    model = replace(
        model,
        m=tuple(normalised(field, fresh) if field.last else rates for field, fresh, _, rates in rows),
        m_counts=tuple(fresh if field.last else before for field, fresh, before, _ in rows),
    )
    probability = logistic(weight_of(model, seen) + model.prior_log_odds)
    return replace(model, match_share=_match_share(probability, allowed_pairs))


def _fitted(
    model: Model, found: Comparisons, teach: Teaching, random: Comparisons, weight: NDArray[np.float64],
    allowed_pairs: int, settings: LinkSettings, progress: Progress,
) -> Model:  # fmt: skip
    """The model with all but the shares of loosely told and unrelated names fitted."""
    seen, chance = (seen_in(pairs, model.names) for pairs in (found, random))
    taught = teach.names[seen.fitting]
    for _ in range(_ROUNDS):
        check(progress)
        evidence = (level_weights(model, seen)[seen.code] + seen.rare)[seen.fitting[taught]]
        curve = fit_curve(seen.likeness[taught], evidence, model.prior_log_odds)
        model = replace(model, names=replace(model.names, curve=curve))
        probability = logistic(weight_of(model, seen) + model.prior_log_odds)
        m_counts = _match_counts(model.fields, seen, probability, teach.fields, settings)
        apart = (1 - logistic(weight_of(model, chance) + model.prior_log_odds)) * weight
        # One person's pairs agree in everything together: few of them would look like a habit of strangers.
        strangers = np.where(apart > _STRANGERS * weight, apart, 0.0)
        model = replace(model, excess=excess(model.fields, chance, strangers))
        u_counts = chance_counts(model.fields, chance, apart)
        # What is learnt last says nothing until then.
        m_counts = tuple(
            by_chance if field.last else counts
            for field, counts, by_chance in zip(model.fields, m_counts, u_counts, strict=True)
        )
        two_people = (1 - probability) * teach.names
        share = _match_share(probability, allowed_pairs)
        fresh = _refreshed(model, m_counts, u_counts, seen, two_people, share)
        moved = max(float(np.abs(new - old).max()) for new, old in zip(fresh.m, model.m, strict=True))
        moved = max(moved, abs(float(np.log(fresh.match_share / model.match_share))))
        model = fresh
        progress.advance()
        if moved < _TOLERANCE:
            break
    return model


def _refreshed(
    model: Model,
    m_counts: Sequence[NDArray[np.float64]],
    u_counts: Sequence[NDArray[np.float64]],
    seen: Seen,
    two_people: NDArray[np.float64],
    share: float,
) -> Model:
    """The model with rates from these counts, and those of namesakes from pairs with these chances of two people."""
    m, u = (
        tuple(normalised(field, each) for field, each in zip(model.fields, counts, strict=True))
        for counts in (m_counts, u_counts)
    )
    return replace(
        model, m=m, u=u, namesakes=namesake_rates(model.fields, m, u, seen, two_people),
        m_counts=tuple(m_counts), match_share=share,
    )  # fmt: skip


def _match_share(probability: NDArray[np.float64], allowed_pairs: int) -> float:
    """The share of pairs that are one person, by their probabilities."""
    return min(float((probability.sum() + _FEWEST_MATCHES) / (allowed_pairs + 2 * _FEWEST_MATCHES)), 0.5)


def _match_counts(
    fields: Sequence[Field], seen: Seen, probability: NDArray[np.float64], teach: NDArray[np.bool_],
    settings: LinkSettings,
) -> tuple[NDArray[np.float64], ...]:  # fmt: skip
    combinations = seen.combination.shape[1]
    counts = []
    for row, field in enumerate(fields):
        cells = np.bincount(seen.code, weights=probability * teach[row], minlength=combinations)
        met = np.bincount(seen.combination[row], weights=cells, minlength=len(field.levels))
        counts.append(field.priors * settings.prior_strength + met)
    return tuple(counts)


def _shares(weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights with mean 1."""
    return weight * (len(weight) / max(float(weight.sum()), 1e-300))
