"""Bayesian latent classes: several over-dispersed chains, run until they agree or the budget is spent."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from tumen.estimation.contract import (
    CLOSED,
    LARGEST,
    LINKED,
    NOT_CONVERGED,
    NOT_DETERMINED,
    OK,
    Answer,
    Method,
    require,
)
from tumen.estimation.convergence import ess_bulk, ess_tail, rhat
from tumen.estimation.gibbs import run_chain
from tumen.estimation.modes import find_modes
from tumen.estimation.table import OverlapTable
from tumen.model import Interval
from tumen.progress import Progress, check

__all__ = ["LatentClass", "sample"]

Floats = NDArray[np.float64]
_KEPT_A_CHAIN = 2000  # states kept a chain and block
_SETTLING = 500  # sweeps before the first counted one
_AT_CEILING = 0.98
_CEILING_SHARE = 0.02
_LOOSE_RHAT = 1.05


@dataclass(slots=True)
class _Chain:
    """Where one chain stands."""

    rng: np.random.Generator
    rates: Floats
    log_weights: Floats
    scalars: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class LatentClass:
    """Mixture of classes within which lists are independent, with as many classes as the data ask for.

    A number is published only if the chains agree: R-hat of the population at most `rhat_limit`, effective
    draws at least `ess_limit`. Otherwise the chains run on, twice as long each time, until `max_sweeps`, and
    then the status says so and no number is given.

    Attributes:
        classes: most classes (truncation of the stick-breaking process).
        alpha_shape, alpha_rate: gamma prior of the concentration; small means few classes.
        chains: chains, started far apart in three different ways.
        first_sweeps: sweeps a chain before the first look; the first quarter of all sweeps is discarded.
        max_sweeps: budget of sweeps a chain.
        collapsed_moves: moves a sweep with unseen people and memberships summed out.
        max_unseen_ratio: p(N) is proportional to 1/N up to this many unseen people per observed one.
        rhat_limit, ess_limit: what must be reached before a number is published.
        min_observed: fewest people for which a number is given.

    Source: Manrique-Vallier (2016), Biometrics 72, 1246.
    """

    id: ClassVar[str] = "latent-class"
    title: ClassVar[str] = "Bayesian latent classes"
    needs_rng: ClassVar[bool] = True
    min_lists: ClassVar[int] = 3  # two lists say nothing about classes; the prior would speak alone

    classes: int = 10
    alpha_shape: float = 0.25
    alpha_rate: float = 0.25
    chains: int = 6
    first_sweeps: int = 10_000
    max_sweeps: int = 160_000
    collapsed_moves: int = 12
    max_unseen_ratio: float = 20.0
    rhat_limit: float = 1.01
    ess_limit: float = 400.0
    min_observed: int = 30

    def __post_init__(self) -> None:
        require(2 <= self.classes <= 100, "classes must be between 2 and 100.")
        require(self.alpha_shape > 0 and self.alpha_rate > 0, "The prior of alpha needs positive numbers.")
        require(self.chains >= 4, "At least 4 chains are needed to see whether they agree.")
        require(100 <= self.first_sweeps <= self.max_sweeps, "100 <= first_sweeps <= max_sweeps is needed.")
        require(self.collapsed_moves >= 0, "collapsed_moves cannot be negative.")
        require(self.max_unseen_ratio > 0, "max_unseen_ratio must be positive.")
        require(self.min_observed >= 1, "min_observed must be at least 1.")

    def for_pooling(self) -> Method:
        """Four chains, looser limits: the pool of all tables has the effective draws that one lacks."""
        return replace(
            self, chains=4, first_sweeps=min(4_000, self.first_sweeps), max_sweeps=min(32_000, self.max_sweeps),
            rhat_limit=max(1.05, self.rhat_limit), ess_limit=min(60.0, self.ess_limit),
        )  # fmt: skip

    def assumptions(self, table: OverlapTable) -> tuple[str, ...]:
        few = ("Three lists show differences between people badly; the number is probably too low.",)
        return (
            *(few if len(table.lists) == 3 else ()),
            "People fall into a few classes; within a class the lists record independently.",
            "People whom no list could meet are not counted. The data cannot test whether there are any.",
            CLOSED,
            LINKED,
            "Before seeing the data every order of magnitude of the population is equally likely, up to "
            f"{self.max_unseen_ratio + 1:g} times the {table.observed} people observed.",
        )

    def answer(
        self, table: OverlapTable, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        chains = [self._start(table, stream, number) for number, stream in enumerate(rng.spawn(self.chains))]
        self._settle(table, chains)
        recorded = np.empty((self.chains, 0, 4))
        done, block = 0, self.first_sweeps
        progress.start(None, "Running chains")
        while True:
            check(progress)
            recorded = self._extend(
                table, chains, recorded, block=block, thin=max(1, (done + block) // _KEPT_A_CHAIN)
            )
            done += block
            progress.advance()
            found = self._judge(table, recorded[:, recorded.shape[1] // 4 :], level=level, sweeps=done)
            if found.status == OK or done >= self.max_sweeps or found.diagnostics.get("settled"):
                return found
            block = min(done, self.max_sweeps - done)

    def _settle(self, table: OverlapTable, chains: list[_Chain]) -> None:
        """Unrecorded sweeps with many classes encouraged.

        Classes merge easily and part with difficulty: a chain that empties them too soon sits for long at a
        fit hundreds of log units too low.
        """
        for chain in chains:
            self._run(table, chain, block=_SETTLING, thin=_SETTLING, hold_alpha=1.0)

    def _extend(
        self, table: OverlapTable, chains: list[_Chain], recorded: Floats, *, block: int, thin: int
    ) -> Floats:
        """Run every chain `block` sweeps on. Earlier states are thinned alike, so that all weigh the same."""
        before = int(recorded.shape[1])
        with ThreadPoolExecutor(max_workers=min(len(chains), os.cpu_count() or 1)) as pool:
            fresh = list(pool.map(lambda chain: self._run(table, chain, block=block, thin=thin), chains))
        joined = np.stack(fresh)
        if not before:
            return joined
        # the run so far was as long as this block: keep as many states of it
        step = max(1, before // joined.shape[1])
        return np.concatenate([recorded[:, step - 1 :: step], joined], axis=1)

    def _run(
        self, table: OverlapTable, chain: _Chain, *, block: int, thin: int, hold_alpha: float = 0.0
    ) -> Floats:
        prior = np.array(
            [self.alpha_shape, self.alpha_rate, self._ceiling(table), self.collapsed_moves, hold_alpha]
        )
        recorded = np.empty((block // thin, 4))
        run_chain(
            chain.rng, table.patterns, table.counts, chain.rates, chain.log_weights, chain.scalars, prior,
            block, thin, recorded,
        )  # fmt: skip
        return recorded

    def _ceiling(self, table: OverlapTable) -> float:
        return float(np.floor(self.max_unseen_ratio * table.observed))

    def _start(self, table: OverlapTable, rng: np.random.Generator, number: int) -> _Chain:
        """Three kinds of start: classes around the list margins; scattered classes; patterns dealt out."""
        lists, classes = len(table.lists), self.classes
        margins = np.clip(table.counts @ table.patterns / table.observed, 0.01, 0.99)
        if number % 3 == 0:
            around = np.log(margins / (1 - margins)) + rng.standard_normal((classes, lists))
            rates = 1 / (1 + np.exp(-around))
            weights = rng.dirichlet(np.ones(classes))
        elif number % 3 == 1:
            rates = rng.uniform(0.01, 0.9, (classes, lists))
            weights = rng.dirichlet(np.ones(classes))
        else:
            dealt = np.eye(classes)[rng.integers(0, classes, len(table.counts))] * table.counts[:, None]
            rates = (dealt.T @ table.patterns + 0.5) / (dealt.sum(0)[:, None] + 1.0)
            weights = (dealt.sum(0) + 1.0) / (table.observed + classes)
        weights = np.maximum(weights, 1e-12)
        return _Chain(
            rng=rng,
            rates=np.clip(rates, 1e-6, 1 - 1e-6),
            log_weights=np.log(weights / weights.sum()),
            scalars=np.array([1.0, 0.0]),
        )

    def _judge(self, table: OverlapTable, kept: Floats, *, level: float, sweeps: int) -> Answer:
        """Compare the chains; publish, or say why not. `kept` is (chains, draws, 4), see gibbs.RECORDED."""
        unseen = kept[:, :, 3]
        population = unseen + table.observed
        at_ceiling = float((unseen > _AT_CEILING * self._ceiling(table)).mean())
        diagnostics: dict[str, object] = {
            "rhat": round(rhat(population), 4),
            "rhat_log_seen_share": round(rhat(kept[:, :, 0]), 4),
            "rhat_log_likelihood": round(rhat(kept[:, :, 1]), 4),
            "ess_bulk": round(ess_bulk(population)),
            "ess_tail": round(ess_tail(population, level=level)),
            "chains": self.chains,
            "sweeps_per_chain": sweeps,
            "chain_medians": [float(np.median(chain)) for chain in population],
            "occupied_classes": float(np.median(kept[:, :, 2])),
            "share_at_ceiling": round(at_ceiling, 4),
        }
        flat = kept.reshape(-1, 4)
        modes = find_modes(flat[:, 3], flat[:, 1], flat[:, 2], observed=table.observed)
        status = self._status(diagnostics, population, at_ceiling)
        if status != OK:
            return Answer(status=status, diagnostics=diagnostics, modes=modes)
        low, point, high = np.quantile(population, [(1 - level) / 2, 0.5, (1 + level) / 2])
        return Answer(
            status=OK,
            point=float(point),
            interval=Interval(level=level, low=float(low), high=float(high)),
            diagnostics=diagnostics,
            modes=modes,
            draws=population.reshape(-1).astype(np.int64),
        )

    def _status(self, diagnostics: dict[str, object], population: Floats, at_ceiling: float) -> str:
        agree = max(float(str(diagnostics["rhat"])), float(str(diagnostics["rhat_log_seen_share"])))
        fit_agrees = float(str(diagnostics["rhat_log_likelihood"])) <= _LOOSE_RHAT
        worth = min(float(str(diagnostics["ess_bulk"])), float(str(diagnostics["ess_tail"])))
        medians = np.median(population, axis=1)
        if agree > self.rhat_limit or worth < self.ess_limit or not fit_agrees:
            # chains that sit apart fit the data alike, or they would have met
            return NOT_DETERMINED if medians.max() > 1.25 * medians.min() else NOT_CONVERGED
        if at_ceiling > _CEILING_SHARE or np.median(population) > LARGEST:
            diagnostics["settled"] = True
            return NOT_DETERMINED
        return OK


def sample(
    table: OverlapTable, method: LatentClass, *, rng: np.random.Generator, sweeps: int
) -> NDArray[np.int64]:
    """Populations drawn in exactly `sweeps` sweeps a chain, whether or not they may be published.

    For checks of the sampler (exact posteriors, simulation-based calibration), not for figures.
    """
    chains = [method._start(table, stream, number) for number, stream in enumerate(rng.spawn(method.chains))]
    method._settle(table, chains)
    recorded = method._extend(table, chains, np.empty((method.chains, 0, 4)), block=sweeps, thin=1)
    population = recorded[:, recorded.shape[1] // 4 :, 3] + table.observed
    return np.asarray(population.reshape(-1).astype(np.int64))
