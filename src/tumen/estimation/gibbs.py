"""One sweep of the latent-class sampler: the arithmetic only, compiled.

The model: each person belongs to one of K classes; within a class the lists record independently.
Class weights come from a truncated stick-breaking process with concentration alpha ~ Gamma(a, b);
recording rates are uniform; p(N) is proportional to 1/N without an end. N is summed out exactly: what is left
is a zero-truncated multinomial, and the unseen people given the rest are negative binomial (`unseen.py`).

A sweep is a Gibbs sweep with the unseen people filled in, followed by moves made with the unseen people and
all class memberships summed out. The plain Gibbs sweep crawls along the ridge "rarer class, larger class"
because the imputed unseen people pin the rates down, and it seldom fills an empty class, because a class
with one member must look like that member. The collapsed moves do both.

Arrays: counts (P,), some of which may be 0; rates (K, J); log_weights (K,); alpha (1,). The patterns come as
`places`, the lists of every pattern one after the other, and `ends` (P,), where each pattern stops.
state = [seen share, log likelihood, log stick].

Source: Manrique-Vallier (2016), Biometrics 72, 1246 (model, Gibbs steps); Papaspiliopoulos and Roberts
(2008), Biometrika 95, 169 (label moves). The collapsed move is derived in docs/methods/estimation.md.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tumen.compiled import compiled

__all__ = ["refresh", "sweep"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_TINY = 1e-300
_CLOSE = 1e-9  # rates are kept this far from 0 and 1, where logarithms end
_COUNTABLE = 1e15  # people filled in by one Gibbs step; beyond, whole numbers end


@compiled
def _fill_chances(
    places: Ints, ends: Ints, counts: Ints, rates: Floats, missed: float, k: int, column: Floats
) -> None:
    """column[p]: probability of pattern p for a member of a class with these rates (row k).

    `missed` is the log probability of no list; each list in the pattern turns a miss into a hit. Patterns
    are short, so this costs less than a product over all lists. Patterns nobody has are left out.
    """
    base = np.exp(missed)
    odds = np.empty(rates.shape[1])
    for j in range(rates.shape[1]):
        odds[j] = rates[k, j] / (1.0 - rates[k, j])
    begin = 0
    for p in range(ends.shape[0]):
        if counts[p] > 0:
            product = base
            for at in range(begin, ends[p]):
                product *= odds[places[at]]
            column[p] = max(product, _TINY)
        begin = ends[p]


@compiled
def _missed(rates: Floats, k: int) -> float:
    """Log probability that no list records a member of class k."""
    product: float = 1.0
    total: float = 0.0
    for j in range(rates.shape[1]):
        product *= 1.0 - rates[k, j]
        if product < 1e-200:
            total += np.log(product)
            product = 1.0
    if total == 0.0 and product > 0.5:  # near one, where 1 - rate has lost its digits
        for j in range(rates.shape[1]):
            total += np.log1p(-rates[k, j])
        return total
    total += np.log(product)
    return total


@compiled
def _seen_share(log_weights: Floats, missed: Floats) -> float:
    """Probability of standing on at least one list, without cancellation when it is small."""
    total: float = 0.0
    for k in range(log_weights.shape[0]):
        total -= np.exp(log_weights[k]) * np.expm1(missed[k])
    return max(total, _TINY)


@compiled
def _log_likelihood(counts: Ints, mixture: Floats, people: int, seen_share: float) -> float:
    """Zero-truncated multinomial: what is left of the likelihood once N is summed out under 1/N."""
    total: float = -people * np.log(seen_share)
    for p in range(counts.shape[0]):
        if counts[p] > 0:
            total += counts[p] * np.log(mixture[p])
    return total


@compiled
def _log_stick(log_weights: Floats, alpha: float) -> float:
    """Log prior of the weights in additive log-ratio coordinates, up to a constant in alpha.

    Sums stay on the logarithmic scale: with a small alpha the last weights lie far below the smallest number.
    """
    classes = log_weights.shape[0]
    rest: float = log_weights[classes - 1]
    total: float = alpha * rest
    for k in range(classes - 2, -1, -1):
        one = log_weights[k]
        total += one
        if k > 0:
            rest = one + np.log1p(np.exp(rest - one)) if one > rest else rest + np.log1p(np.exp(one - rest))
            total -= rest
    return total


@compiled
def _draw_unseen(rng: np.random.Generator, people: int, seen_share: float) -> int:
    """Unseen people given the rest: negative binomial, as a Poisson with a gamma rate."""
    if people == 0:
        return 0
    rate = rng.standard_gamma(people) * (1.0 - seen_share) / seen_share
    if rate > _COUNTABLE:
        return int(_COUNTABLE)
    return rng.poisson(rate)


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
        if left == 1:
            taken = 1 if rng.random() * remaining < shares[k] else 0
        else:
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
    mixture: Floats,
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
        if counts[p] > 0:
            for k in range(classes):
                shares[k] = weights[k] * chances[k, p]
            _deal(rng, counts[p], shares, mixture[p], dealt)
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
            if everyone[k] == 0:
                rate = rng.random()
            else:
                hit = rng.standard_gamma(1.0 + captures[k, j])
                rate = hit / (hit + rng.standard_gamma(1.0 + everyone[k] - captures[k, j]))
            rates[k, j] = min(max(rate, _CLOSE), 1.0 - _CLOSE)


@compiled
def _draw_weights(rng: np.random.Generator, everyone: Ints, log_weights: Floats, alpha: float) -> None:
    """Sticks in log scale, where small shapes underflow: log G(a) = log G(a + 1) + log(U)/a."""
    classes = log_weights.shape[0]
    after = everyone.sum()
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
def _log_order(log_weights: Floats, prior: Floats) -> float:
    """As `_log_stick`, with the concentration summed out unless it is held."""
    if prior[3] > 0.0:
        return _log_stick(log_weights, prior[3])
    classes = log_weights.shape[0]
    summed: float = (prior[0] + classes - 1) * np.log(prior[1] - log_weights[classes - 1])
    return _log_stick(log_weights, 0.0) - summed


@compiled
def _swap_two(rng: np.random.Generator, rates: Floats, log_weights: Floats, prior: Floats) -> None:
    """Exchange the labels of two classes, so that no order of the sticks is a trap.

    With the concentration summed out: it is small where the first class is the largest and great where the last
    one is, so that given its value neither order leads to the other. It must be drawn anew right after.
    """
    classes = log_weights.shape[0]
    first = rng.integers(0, classes)
    second = (first + rng.integers(1, classes)) % classes
    before = _log_order(log_weights, prior)
    log_weights[first], log_weights[second] = log_weights[second], log_weights[first]
    if np.log(1.0 - rng.random()) < _log_order(log_weights, prior) - before:
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
def _propose_rates(
    rng: np.random.Generator, rates: Floats, k: int, together: float, apart: float, proposed: Floats
) -> float:
    """New logit rates of class k in row 0 of `proposed`; the log ratio of priors, or a refusal (-inf)."""
    above: float = 1.0
    below: float = 1.0
    for j in range(rates.shape[1]):
        old = rates[k, j]
        step = together
        if apart > 0.0:
            step += apart * rng.standard_normal()
        new = old / (old + (1.0 - old) * np.exp(-step))
        if new < _CLOSE or new > 1.0 - _CLOSE:
            return -np.inf
        proposed[0, j] = new
        # uniform prior on the rate, seen from the logit scale
        above *= new * (1.0 - new)
        below *= old * (1.0 - old)
    if above < 1e-250 or below < 1e-250:
        total: float = 0.0
        for j in range(rates.shape[1]):
            old, new = rates[k, j], proposed[0, j]
            total += np.log(new * (1.0 - new)) - np.log(old * (1.0 - old))
        return total
    ratio: float = np.log(above / below)
    return ratio


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
    alpha: float,
    missed: Floats,
    chances: Floats,
    mixture: Floats,
    state: Floats,
) -> None:
    """Propose new rates and a new weight for one class; accept by Metropolis and Hastings.

    Whole, because the proposal, its inverse and the bookkeeping must be read together. Two kinds:
    *shift* takes the class from which an unseen person comes and makes it "recorded more rarely, but larger"
    (or the reverse), keeping the size of its seen part; *resize* takes any class and changes its weight by
    any order of magnitude. In the coordinates (logit rates, log-ratio weights) both are translations, so the
    Jacobian is one.
    """
    classes, lists = rates.shape
    scale = 10.0 ** (2.0 * rng.random() - 1.5)
    if resize:
        k = int(rng.integers(0, classes))
        together = 0.0
        apart = 0.3 * scale
    else:
        k = _choose_unseen_class(rng, log_weights, missed, state[0])
        together = scale * rng.standard_normal()
        apart = 0.3 * scale if rng.random() < 0.5 else 0.0
    proposed = np.empty((1, lists))
    log_ratio = _propose_rates(rng, rates, k, together, apart, proposed)
    if log_ratio == -np.inf:
        return
    old_missed = missed[k]
    new_missed = _missed(proposed, 0)
    new_log_weights = log_weights.copy()
    if resize:
        new_log_weights[k] += 10.0 ** (2.3 * rng.random() - 1.0) * rng.standard_normal()
    else:
        new_log_weights[k] += np.log(np.expm1(old_missed) / np.expm1(new_missed))
    old_weight = np.exp(log_weights[k])
    new_weight = np.exp(new_log_weights[k])
    total = max(1.0 - old_weight, 0.0) + new_weight
    if old_weight > 0.999:  # 1 - weight has lost its digits
        total = new_weight
        for c in range(classes):
            if c != k:
                total += np.exp(log_weights[c])
    new_log_weights -= np.log(total)
    missed[k] = new_missed
    new_share = _seen_share(new_log_weights, missed)
    missed[k] = old_missed
    column = np.empty(counts.shape[0])
    _fill_chances(places, ends, counts, proposed, new_missed, 0, column)
    fresh = np.empty(counts.shape[0])
    for p in range(counts.shape[0]):
        if counts[p] > 0:
            others = max(mixture[p] - old_weight * chances[k, p], 0.0)
            fresh[p] = max((others + new_weight * column[p]) / total, _TINY)
    new_likelihood = _log_likelihood(counts, fresh, people, new_share)
    new_stick = _log_stick(new_log_weights, alpha)
    log_ratio += new_likelihood - state[1] + new_stick - state[2]
    if not resize:  # the class was chosen with a probability that the move itself changes
        log_ratio += new_log_weights[k] + new_missed - np.log(max(1.0 - new_share, _TINY))
        log_ratio -= log_weights[k] + old_missed - np.log(max(1.0 - state[0], _TINY))
    if not np.log(1.0 - rng.random()) < log_ratio:
        return
    rates[k] = proposed[0]
    log_weights[:] = new_log_weights
    missed[k] = new_missed
    chances[k] = column
    mixture[:] = fresh
    state[0] = new_share
    state[1] = new_likelihood
    state[2] = new_stick


@compiled
def refresh(
    places: Ints,
    ends: Ints,
    counts: Ints,
    people: int,
    rates: Floats,
    log_weights: Floats,
    alpha: float,
    missed: Floats,
    chances: Floats,
    mixture: Floats,
    state: Floats,
) -> None:
    """Recompute everything that follows from rates and weights. chances (K, P), mixture (P,), missed (K,)."""
    mixture[:] = 0.0
    for k in range(rates.shape[0]):
        missed[k] = _missed(rates, k)
        _fill_chances(places, ends, counts, rates, missed[k], k, chances[k])
        weight = np.exp(log_weights[k])
        for p in range(counts.shape[0]):
            if counts[p] > 0:
                mixture[p] += weight * chances[k, p]
    for p in range(counts.shape[0]):
        mixture[p] = max(mixture[p], _TINY)
    state[0] = _seen_share(log_weights, missed)
    state[1] = _log_likelihood(counts, mixture, people, state[0])
    state[2] = _log_stick(log_weights, alpha)


@compiled
def sweep(
    rng: np.random.Generator,
    places: Ints,
    ends: Ints,
    counts: Ints,
    people: int,
    rates: Floats,
    log_weights: Floats,
    alpha: Floats,
    prior: Floats,
    missed: Floats,
    chances: Floats,
    mixture: Floats,
    state: Floats,
) -> int:
    """One sweep in place; the number of classes that hold anybody seen. `refresh` must have been called.

    Args:
        prior: [shape of alpha, rate of alpha, collapsed moves a sweep, alpha held at this if above 0].
    """
    classes = rates.shape[0]
    captures = np.empty(rates.shape, dtype=np.int64)
    sizes = np.empty(classes, dtype=np.int64)
    hidden = np.empty(classes, dtype=np.int64)
    _deal_patterns(rng, places, ends, counts, chances, mixture, np.exp(log_weights), captures, sizes)
    shares = np.exp(log_weights + missed)
    _deal(rng, _draw_unseen(rng, people, state[0]), shares, shares.sum(), hidden)
    everyone = sizes + hidden
    _draw_rates(rng, captures, everyone, rates)
    _draw_weights(rng, everyone, log_weights, alpha[0])
    _swap_two(rng, rates, log_weights, prior)
    if prior[3] > 0.0:
        alpha[0] = prior[3]
    else:
        alpha[0] = rng.standard_gamma(prior[0] + classes - 1) / (prior[1] - log_weights[classes - 1])
    refresh(
        places, ends, counts, people, rates, log_weights, alpha[0], missed, chances, mixture, state
    )  # fmt: skip
    for move in range(int(prior[2])):
        _move_class(
            rng, move % 2 == 1, places, ends, counts, people, rates, log_weights, alpha[0], missed, chances,
            mixture, state,
        )  # fmt: skip
    return int(np.count_nonzero(sizes))
