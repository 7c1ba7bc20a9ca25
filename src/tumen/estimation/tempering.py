"""One run of the sampler, alone or at the bottom of a ladder of ever fewer people.

Regions of populations that fit alike lie far apart: no path of small moves leads from "few large classes" to
"many small classes" through fits as good. A ladder has such a path. Its rungs sample the same model for a part
of the people each; with few people everything is possible and classes come and go. Neighbouring rungs exchange
their states by Metropolis' rule, which leaves the posterior of each as it is, so the lowest rung, which knows all
people, visits every region as often as it weighs.

Upper rungs also expect more classes, because classes merge easily and part with difficulty: fits with many classes
are found from above. Taking people out, rather than flattening the likelihood, keeps every rung a whole-number
table, for which the exact sweep of `gibbs.py` serves; and rungs with few people cost little.

Source: Geyer (1991), Computing Science and Statistics 23, 156 (exchange between chains); Chopin (2002),
Biometrika 89, 539 (posteriors of part of the data as a path); Okabe and others (2001), Chemical Physics Letters
335, 435 (exchanges that alternate between even and odd neighbours).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tumen.compiled import compiled
from tumen.estimation.gibbs import refresh, sweep

__all__ = ["RECORDED", "pattern_places", "run_ladder", "thin_counts"]

RECORDED = ("log_seen_share", "log_likelihood", "occupied_classes", "walker")

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def pattern_places(patterns: Ints) -> tuple[Ints, Ints]:
    """The lists of every pattern one after the other, and where each pattern stops."""
    return np.nonzero(patterns)[1].astype(np.int64), np.cumsum(patterns.sum(axis=1)).astype(np.int64)


def thin_counts(counts: Ints, people: int) -> Ints:
    """Every so-many-th person of the table in its canonical order, `people` of them in all."""
    kept = np.floor(np.cumsum(counts) * (people / counts.sum()) + 0.5)
    return np.asarray(np.diff(kept, prepend=0.0).astype(np.int64))


@compiled
def _exchange_gain(
    places: Ints, ends: Ints, counts: Ints, rates: Floats, log_weights: Floats, seen: Floats, t: int
) -> float:
    """Log ratio by which exchanging the states of rungs t and t + 1 multiplies their joint posterior."""
    extra = counts[t] - counts[t + 1]
    total: float = -extra.sum() * (np.log(seen[t + 1]) - np.log(seen[t]))
    chance = np.empty(2)
    base = np.empty((2, rates.shape[1]))
    odds = np.empty((2, rates.shape[1], rates.shape[2]))
    for side in range(2):
        for k in range(rates.shape[1]):
            base[side, k] = log_weights[t + side, k]
            for j in range(rates.shape[2]):
                rate = rates[t + side, k, j]
                base[side, k] += np.log1p(-rate)
                odds[side, k, j] = rate / (1.0 - rate)
            base[side, k] = np.exp(base[side, k])
    begin = 0
    for p in range(ends.shape[0]):
        if extra[p] > 0:
            for side in range(2):
                chance[side] = 1e-300
                for k in range(rates.shape[1]):
                    product = base[side, k]
                    for at in range(begin, ends[p]):
                        product *= odds[side, k, places[at]]
                    chance[side] += product
            total += extra[p] * np.log(chance[1] / chance[0])
        begin = ends[p]
    return total


@compiled
def _exchange(one: Floats, other: Floats) -> None:
    held = one.copy()
    one[:] = other
    other[:] = held


@compiled
def run_ladder(
    rng: np.random.Generator,
    places: Ints,
    ends: Ints,
    counts: Ints,
    rates: Floats,
    log_weights: Floats,
    alpha: Floats,
    walkers: Floats,
    priors: Floats,
    sweeps_each: int,
    recorded: Floats,
    exchanged: Floats,
) -> None:
    """Run in place: before each recorded state, `sweeps_each` sweeps on every rung and one round of exchanges.

    Args:
        places, ends: see `pattern_places`.
        counts: (rungs, P), the table itself first; with one rung this is a plain chain.
        rates, log_weights, alpha: (rungs, K, J), (rungs, K), (rungs, 1).
        walkers: (rungs, 1), the rung on which the state now on this rung began.
        priors: (rungs, 4), see `gibbs.sweep`; rungs may differ in the shape of alpha only.
        recorded: (rounds, 4), states of the lowest rung, columns as in RECORDED.
        exchanged: (rungs, 1), to which the accepted exchanges of rungs t and t + 1 are added.
    """
    rungs, classes = log_weights.shape
    people = counts.sum(axis=1)
    missed = np.empty((rungs, classes))
    chances = np.empty((rungs, classes, counts.shape[1]))
    mixture = np.empty(counts.shape)
    state = np.empty((rungs, 3))
    occupied = 0
    for t in range(rungs):
        refresh(places, ends, counts[t], people[t], rates[t], log_weights[t], alpha[t, 0], missed[t], chances[t],
                mixture[t], state[t])  # fmt: skip
    for turn in range(recorded.shape[0]):
        for t in range(rungs - 1, -1, -1):
            for _ in range(sweeps_each):
                occupied = sweep(rng, places, ends, counts[t], people[t], rates[t], log_weights[t], alpha[t], priors[t],
                                 missed[t], chances[t], mixture[t], state[t])  # fmt: skip
        recorded[turn, 0] = np.log(state[0, 0])
        recorded[turn, 1] = state[0, 1]
        recorded[turn, 2] = occupied
        recorded[turn, 3] = walkers[0, 0]
        for t in range(turn % 2, rungs - 1, 2):
            gain = _exchange_gain(places, ends, counts, rates, log_weights, state[:, 0], t)
            gain += (priors[t, 0] - priors[t + 1, 0]) * np.log(alpha[t + 1, 0] / alpha[t, 0])
            if np.log(1.0 - rng.random()) < gain:
                exchanged[t, 0] += 1.0
                _exchange(rates[t], rates[t + 1])
                _exchange(log_weights[t], log_weights[t + 1])
                _exchange(alpha[t], alpha[t + 1])
                _exchange(walkers[t], walkers[t + 1])
                for at in (t, t + 1):
                    refresh(places, ends, counts[at], people[at], rates[at], log_weights[at], alpha[at, 0],
                            missed[at], chances[at], mixture[at], state[at])  # fmt: skip
