"""Is the latent-class sampler calibrated? Populations drawn from its own prior, and where they rank in its posterior.

If N, classes and rates are drawn from the prior, a table from them, and the posterior from the table, the truth has an
even rank among the posterior's draws, for every quantity. The 1/N prior must end somewhere to be drawn from: it is cut
off at `least` and `most`, and so is the posterior.

Source: Talts, Betancourt, Simpson, Vehtari and Gelman (2018), arXiv 1804.06788 (ranks); Modrak and others (2023),
Bayesian Analysis (quantities that depend on the table, such as the log likelihood).
"""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tumen.estimation.contract import require
from tumen.estimation.latent_class import LatentClass, sample
from tumen.estimation.table import OverlapTable
from tumen.estimation.unseen import UnseenLaw

__all__ = ["QUANTITIES", "calibration_ranks"]

QUANTITIES = ("population", "chance to be unseen", "log likelihood")

Floats = NDArray[np.float64]


class _Truth(NamedTuple):
    """A population and the table drawn from it."""

    population: int
    table: OverlapTable
    log_seen: float
    log_likelihood: float


def calibration_ranks(
    rng: np.random.Generator, *, least: int, most: int, lists: int, method: LatentClass, sweeps: int
) -> dict[str, float]:
    """Rank of the truth in its posterior, 0-1, for each of QUANTITIES; uniform if the sampler is right.

    Args:
        rng: draws the truth and runs the chains.
        least, most: people; p(N) is proportional to 1/N between them.
        lists: 3-10.
        method: prior of the classes, chains.
        sweeps: of every chain.

    Raises:
        SettingsError: a range that is none.
    """
    require(1 <= least < most, "1 <= least < most is needed.")
    require(3 <= lists <= 10, "lists must be between 3 and 10.")
    truth = _draw_truth(rng, least, most, lists, method)
    states = sample(truth.table, method, rng=rng.spawn(1)[0], sweeps=sweeps).reshape(-1, 4)
    seen = truth.table.observed
    law = UnseenLaw(
        observed=seen, log_seen=states[:, 0], least=max(float(least - seen), 0.0), most=float(most - seen)
    )
    unseen = truth.population - seen
    below, at = law.share(-1.0, unseen - 1.0), law.share(unseen - 1.0, unseen)
    weights = law.inside()
    return dict(
        zip(
            QUANTITIES,
            (
                below + rng.random() * at,
                float(weights @ (states[:, 0] > truth.log_seen) / weights.sum()),
                float(weights @ (states[:, 1] < truth.log_likelihood) / weights.sum()),
            ),
            strict=True,
        )
    )


def _draw_truth(rng: np.random.Generator, least: int, most: int, lists: int, method: LatentClass) -> _Truth:
    """From the prior; drawn again if nobody is seen."""
    sizes = np.arange(least, most + 1)
    chances = np.cumsum(1.0 / sizes)
    cells = np.array(list(product((0, 1), repeat=lists)), dtype=np.int64)
    while True:
        population = int(sizes[np.searchsorted(chances, rng.random() * chances[-1])])
        shares = _draw_shares(rng, cells, method)
        counts = rng.multinomial(population, shares / shares.sum())[1:]
        if counts.any():
            break
    log_seen = float(np.log(shares[1:].sum()))
    filled = counts > 0
    fit = float(counts[filled] @ np.log(shares[1:][filled]) - counts.sum() * log_seen)
    names = tuple(f"list {j:02d}" for j in range(lists))
    return _Truth(population, OverlapTable(lists=names, patterns=cells[1:], counts=counts), log_seen, fit)


def _draw_shares(rng: np.random.Generator, cells: NDArray[np.int64], method: LatentClass) -> Floats:
    """Probability of every combination of lists, that of none first."""
    alpha = max(rng.gamma(method.alpha_shape, 1.0 / method.alpha_rate), 1e-300)
    passed = np.log(1.0 - rng.random(method.classes - 1)) / alpha  # 1 - V, for V ~ Beta(1, alpha)
    kept = np.log(-np.expm1(passed))
    before = np.concatenate([[0.0], np.cumsum(passed)])
    weights = np.exp(before + np.append(kept, 0.0))
    rates = rng.random((method.classes, cells.shape[1]))
    inside = np.where(cells[None], rates[:, None, :], 1.0 - rates[:, None, :]).prod(axis=2)
    return np.asarray(weights @ inside)
