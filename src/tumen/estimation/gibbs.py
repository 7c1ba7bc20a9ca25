"""One chain of the latent-class sampler: the arithmetic only, compiled.

The model: each person belongs to one of K classes; within a class the lists record independently.
Class weights come from a truncated stick-breaking process with concentration alpha ~ Gamma(a, b);
recording rates are uniform; p(N) is proportional to 1/N up to `ceiling` unseen people.

A sweep is a Gibbs sweep with the unseen people filled in, followed by moves made with the unseen people and
all class memberships summed out. The plain Gibbs sweep crawls along the ridge "rarer class, larger class"
because the imputed unseen people pin the rates down, and it seldom fills an empty class, because a class
with one member must look like that member. The collapsed moves do both.

Arrays: patterns (P, J) of 0/1; counts (P,); rates (K, J); log_weights (K,); scalars = [alpha, unseen].

Source: Manrique-Vallier (2016), Biometrics 72, 1246 (model, Gibbs steps); Papaspiliopoulos and Roberts
(2008), Biometrika 95, 169 (label moves). The collapsed move is derived in docs/methods/estimation.md.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tumen.compiled import compiled

__all__ = ["RECORDED", "run_chain"]

RECORDED = ("log_seen_share", "log_likelihood", "occupied_classes", "unseen")

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_TINY = 1e-300
_CLOSE = 1e-9  # rates are kept this far from 0 and 1, where logarithms end


@compiled
def _fill_chances(places: Ints, ends: Ints, rates: Floats, missed: float, k: int, column: Floats) -> None:
    """column[p]: probability of pattern p for a member of a class with these rates (row k).

    `missed` is the log probability of no list; each list in the pattern turns a miss into a hit. Patterns
    are short, so this costs less than a product over all lists. places[ends[p-1]:ends[p]] are the lists of p.
    """
    base = np.exp(missed)
    begin = 0
    for p in range(ends.shape[0]):
        product = base
        for at in range(begin, ends[p]):
            rate = rates[k, places[at]]
            product *= rate / (1.0 - rate)
        column[p] = max(product, _TINY)
        begin = ends[p]


@compiled
def _missed(rates: Floats, k: int) -> float:
    """Log probability that no list records a member of class k."""
    total: float = 0.0
    for j in range(rates.shape[1]):
        total += np.log1p(-rates[k, j])
    return total


@compiled
def _seen_share(log_weights: Floats, missed: Floats) -> float:
    """Probability of standing on at least one list, without cancellation when it is small."""
    total: float = 0.0
    for k in range(log_weights.shape[0]):
        total -= np.exp(log_weights[k]) * np.expm1(missed[k])
    return max(total, _TINY)


@compiled
def _log_likelihood(counts: Ints, chances: Floats, weights: Floats, seen_share: float) -> float:
    """Zero-truncated multinomial: what is left of the likelihood once N is summed out under 1/N."""
    total: float = 0.0
    people = 0
    for p in range(counts.shape[0]):
        mixture = 0.0
        for k in range(weights.shape[0]):
            mixture += weights[k] * chances[p, k]
        total += counts[p] * np.log(max(mixture, _TINY))
        people += counts[p]
    truncation: float = people * np.log(seen_share)
    return total - truncation


@compiled
def _log_stick(log_weights: Floats, alpha: float) -> float:
    """Log prior of the weights in additive log-ratio coordinates, up to a constant in alpha."""
    classes = log_weights.shape[0]
    rest: float = log_weights[classes - 1]
    total: float = alpha * rest
    for k in range(classes - 2, -1, -1):
        total += log_weights[k]
        if k > 0:
            high = max(rest, log_weights[k])
            rest = high + np.log(np.exp(rest - high) + np.exp(log_weights[k] - high))
            total -= rest
    return total


@compiled
def _draw_unseen(rng: np.random.Generator, people: int, seen_share: float) -> float:
    """Unseen people given the rest: negative binomial, as a Poisson with a gamma rate."""
    rate = rng.standard_gamma(people) * (1.0 - seen_share) / seen_share
    if rate > 1e12:
        return rate
    return float(rng.poisson(rate))


@compiled
def _deal(rng: np.random.Generator, people: int, shares: Floats, total: float, dealt: Ints) -> None:
    """Multinomial by successive binomials; `shares` sum to `total`."""
    left = people
    remaining = total
    for k in range(shares.shape[0]):
        if left == 0 or k == shares.shape[0] - 1 or remaining <= 0.0:
            dealt[k] = left
            left = 0
            continue
        taken = rng.binomial(left, min(1.0, shares[k] / remaining))
        dealt[k] = taken
        left -= taken
        remaining -= shares[k]


@compiled
def _deal_patterns(
    rng: np.random.Generator,
    places: Ints,
    ends: Ints,
    counts: Ints,
    chances: Floats,
    weights: Floats,
    captures: Ints,
    sizes: Ints,
) -> None:
    """Put the people of every observed pattern into classes; tally class sizes and captures per list."""
    classes = weights.shape[0]
    shares = np.empty(classes)
    dealt = np.empty(classes, dtype=np.int64)
    captures[:] = 0
    sizes[:] = 0
    begin = 0
    for p in range(counts.shape[0]):
        total = 0.0
        for k in range(classes):
            shares[k] = weights[k] * chances[p, k]
            total += shares[k]
        _deal(rng, counts[p], shares, total, dealt)
        for k in range(classes):
            if dealt[k] > 0:
                sizes[k] += dealt[k]
                for at in range(begin, ends[p]):
                    captures[k, places[at]] += dealt[k]
        begin = ends[p]


@compiled
def _draw_rates(rng: np.random.Generator, captures: Ints, everyone: Ints, rates: Floats) -> None:
    for k in range(rates.shape[0]):
        for j in range(rates.shape[1]):
            hit = rng.standard_gamma(1.0 + captures[k, j])
            miss = rng.standard_gamma(1.0 + everyone[k] - captures[k, j])
            rates[k, j] = min(max(hit / (hit + miss), _CLOSE), 1.0 - _CLOSE)


@compiled
def _draw_weights(rng: np.random.Generator, everyone: Ints, log_weights: Floats, alpha: float) -> None:
    """Sticks in log scale, where small shapes underflow: log G(a) = log G(a + 1) + log(U)/a."""
    classes = log_weights.shape[0]
    after = 0
    for k in range(classes):
        after += everyone[k]
    left = 0.0
    for k in range(classes - 1):
        after -= everyone[k]
        kept = np.log(rng.standard_gamma(1.0 + everyone[k]))
        shape = alpha + after
        passed = np.log(rng.standard_gamma(1.0 + shape)) + np.log(1.0 - rng.random()) / shape
        high = max(kept, passed)
        both = high + np.log(np.exp(kept - high) + np.exp(passed - high))
        log_weights[k] = left + kept - both
        left += passed - both
    log_weights[classes - 1] = left


@compiled
def _swap_two(rng: np.random.Generator, rates: Floats, log_weights: Floats, alpha: float) -> None:
    """Exchange the labels of two classes, so that no order of the sticks is a trap."""
    classes = log_weights.shape[0]
    first = rng.integers(0, classes)
    second = (first + rng.integers(1, classes)) % classes
    before = _log_stick(log_weights, alpha)
    log_weights[first], log_weights[second] = log_weights[second], log_weights[first]
    if np.log(1.0 - rng.random()) < _log_stick(log_weights, alpha) - before:
        for j in range(rates.shape[1]):
            rates[first, j], rates[second, j] = rates[second, j], rates[first, j]
    else:
        log_weights[first], log_weights[second] = log_weights[second], log_weights[first]


@compiled
def _choose_unseen_class(
    rng: np.random.Generator, log_weights: Floats, missed: Floats, seen_share: float
) -> int:
    """A class, with the probability that an unseen person belongs to it."""
    classes: int = log_weights.shape[0]
    target = rng.random() * (1.0 - seen_share)
    for k in range(classes):
        target -= np.exp(log_weights[k] + missed[k])
        if target < 0.0:
            return k
    return classes - 1


@compiled
def _move_class(
    rng: np.random.Generator,
    resize: bool,  # noqa: FBT001  (compiled functions take positional arguments only)
    places: Ints,
    ends: Ints,
    counts: Ints,
    people: int,
    rates: Floats,
    log_weights: Floats,
    missed: Floats,
    chances: Floats,
    scalars: Floats,
    state: Floats,
    ceiling: float,
) -> None:
    """Propose new rates and a new weight for one class; accept by Metropolis and Hastings.

    Whole, because the proposal, its inverse and the bookkeeping must be read together. Two kinds:
    *shift* takes the class from which an unseen person comes and makes it "recorded more rarely, but larger"
    (or the reverse), keeping the size of its seen part; *resize* takes any class and changes its weight by
    any order of magnitude. In the coordinates (logit rates, log-ratio weights) both are translations, so the
    Jacobian is one. state = [seen share, log likelihood, log stick]. `unseen` is proposed jointly with the
    class, which makes the ceiling exact.
    """
    classes, lists = rates.shape
    seen_share = state[0]
    scale = 10.0 ** (2.0 * rng.random() - 1.5)
    if resize:
        k = int(rng.integers(0, classes))
        together = 0.0
        apart = 0.3 * scale
    else:
        k = _choose_unseen_class(rng, log_weights, missed, seen_share)
        together = scale * rng.standard_normal()
        apart = 0.3 * scale if rng.random() < 0.5 else 0.0
    old_rates = rates[k].copy()
    old_missed = missed[k]
    new_missed = 0.0
    log_ratio = 0.0
    for j in range(lists):
        old = old_rates[j]
        logit = np.log(old / (1.0 - old)) + together + apart * rng.standard_normal()
        new = 1.0 / (1.0 + np.exp(-logit))
        if new < _CLOSE or new > 1.0 - _CLOSE:
            rates[k, :] = old_rates
            return
        rates[k, j] = new
        new_missed += np.log1p(-new)
        # uniform prior on the rate, seen from the logit scale
        log_ratio += np.log(new * (1.0 - new) / (old * (1.0 - old)))
    new_log_weights = log_weights.copy()
    if resize:
        new_log_weights[k] += 10.0 ** (2.3 * rng.random() - 1.0) * rng.standard_normal()
    else:
        new_log_weights[k] += np.log(np.expm1(old_missed) / np.expm1(new_missed))
    new_weights = np.exp(new_log_weights)
    total = new_weights.sum()
    new_weights /= total
    new_log_weights -= np.log(total)
    missed[k] = new_missed
    new_share = _seen_share(new_log_weights, missed)
    missed[k] = old_missed
    column = np.empty(counts.shape[0])
    _fill_chances(places, ends, rates, new_missed, k, column)
    new_likelihood = -people * np.log(new_share)
    for p in range(counts.shape[0]):
        mixture = new_weights[k] * column[p]
        for c in range(classes):
            if c != k:
                mixture += new_weights[c] * chances[p, c]
        new_likelihood += counts[p] * np.log(max(mixture, _TINY))
    new_stick = _log_stick(new_log_weights, scalars[0])
    log_ratio += new_likelihood - state[1] + new_stick - state[2]
    if not resize:  # the class was chosen with a probability that the move itself changes
        log_ratio += new_log_weights[k] + new_missed - np.log(max(1.0 - new_share, _TINY))
        log_ratio -= log_weights[k] + old_missed - np.log(max(1.0 - seen_share, _TINY))
    unseen = ceiling + 1.0
    if np.log(1.0 - rng.random()) < log_ratio:
        unseen = _draw_unseen(rng, people, new_share)
    if unseen > ceiling:
        rates[k, :] = old_rates
        return
    scalars[1] = unseen
    log_weights[:] = new_log_weights
    missed[k] = new_missed
    chances[:, k] = column
    state[0] = new_share
    state[1] = new_likelihood
    state[2] = new_stick


@compiled
def _refresh(
    places: Ints,
    ends: Ints,
    counts: Ints,
    rates: Floats,
    log_weights: Floats,
    missed: Floats,
    chances: Floats,
    state: Floats,
    alpha: float,
) -> None:
    """Recompute everything that follows from rates and weights."""
    for k in range(rates.shape[0]):
        missed[k] = _missed(rates, k)
        _fill_chances(places, ends, rates, missed[k], k, chances[:, k])
    state[0] = _seen_share(log_weights, missed)
    state[1] = _log_likelihood(counts, chances, np.exp(log_weights), state[0])
    state[2] = _log_stick(log_weights, alpha)


@compiled
def _places(patterns: Ints, ends: Ints) -> Ints:
    """The lists of every pattern one after the other; `ends` is filled with where each pattern stops."""
    places = np.empty(patterns.sum(), dtype=np.int64)
    at = 0
    for p in range(patterns.shape[0]):
        for j in range(patterns.shape[1]):
            if patterns[p, j]:
                places[at] = j
                at += 1
        ends[p] = at
    return places


@compiled
def run_chain(
    rng: np.random.Generator,
    patterns: Ints,
    counts: Ints,
    rates: Floats,
    log_weights: Floats,
    scalars: Floats,
    prior: Floats,
    sweeps: int,
    thin: int,
    recorded: Floats,
) -> None:
    """Run `sweeps` sweeps in place and write every `thin`-th state to `recorded` (sweeps // thin, 4).

    Args:
        prior: [shape of alpha, rate of alpha, most unseen people, collapsed moves a sweep, 1 to hold alpha].
        recorded: one row a kept sweep, columns as in RECORDED.
    """
    classes = rates.shape[0]
    people = counts.sum()
    ends = np.empty(counts.shape[0], dtype=np.int64)
    places = _places(patterns, ends)
    missed = np.empty(classes)
    chances = np.empty((counts.shape[0], classes))
    captures = np.empty(rates.shape, dtype=np.int64)
    sizes = np.empty(classes, dtype=np.int64)
    hidden = np.empty(classes, dtype=np.int64)
    state = np.empty(3)
    ceiling = prior[2]
    _refresh(places, ends, counts, rates, log_weights, missed, chances, state, scalars[0])
    for sweep in range(sweeps):
        _deal_patterns(rng, places, ends, counts, chances, np.exp(log_weights), captures, sizes)
        unseen = _draw_unseen(rng, people, state[0])
        if unseen <= ceiling:  # a proposal from the untruncated law, refused above the ceiling
            scalars[1] = unseen
        shares = np.exp(log_weights + missed)
        _deal(rng, int(scalars[1]), shares, shares.sum(), hidden)
        everyone = sizes + hidden
        _draw_rates(rng, captures, everyone, rates)
        _draw_weights(rng, everyone, log_weights, scalars[0])
        if prior[4] == 0.0:
            scalars[0] = rng.standard_gamma(prior[0] + classes - 1) / (prior[1] - log_weights[classes - 1])
        _swap_two(rng, rates, log_weights, scalars[0])
        _refresh(places, ends, counts, rates, log_weights, missed, chances, state, scalars[0])
        for move in range(int(prior[3])):
            _move_class(
                rng, move % 2 == 1, places, ends, counts, people, rates, log_weights, missed, chances,
                scalars, state, ceiling,
            )  # fmt: skip
        if (sweep + 1) % thin == 0:
            row = (sweep + 1) // thin - 1
            recorded[row, 0] = np.log(state[0])
            recorded[row, 1] = state[1]
            recorded[row, 2] = np.count_nonzero(sizes)
            recorded[row, 3] = scalars[1]
