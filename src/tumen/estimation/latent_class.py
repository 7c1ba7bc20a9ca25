"""Bayesian latent classes: plain chains, then ladders of chains, until they agree or the budget is spent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from tumen.estimation.chains import Ladder, Prior, Runner
from tumen.estimation.contract import (
    CLOSED,
    LARGEST,
    LINKED,
    NOT_CONVERGED,
    NOT_DETERMINED,
    OK,
    Answer,
    Method,
    Mode,
    require,
)
from tumen.estimation.convergence import ess_bulk, ess_tail, median_error, rhat
from tumen.estimation.modes import find_modes, lie_apart, settled_elsewhere
from tumen.estimation.table import OverlapTable
from tumen.estimation.unseen import UnseenLaw
from tumen.model import Interval
from tumen.progress import SILENT, Progress, check

__all__ = ["LatentClass", "sample", "visited"]

Floats = NDArray[np.float64]
_AT_CEILING = 0.98
_CEILING_SHARE = 0.02
_LOOSE_RHAT = 1.05
_FIT_RHAT = 1.02  # of plain chains
_SOME = 0.15  # share of explorers elsewhere from which the data count as undecided: one of six
_IN_REACH = 4.0  # effective draws may grow so many times faster than the sweeps before a stage is given up
_WORK = 2.5e7  # patterns and rates that one ladder may go through
_APART = 12  # sweeps between two states that are replayed
_WARM_UP = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class LatentClass:
    """Mixture of classes within which lists are independent, with as many classes as the data ask for.

    Plain chains from starts far apart come first. If they agree on the population and on how well the classes
    fit, that is the posterior. If they do not, or cannot within the budget, ladders of chains follow: each
    exchanges states with chains for fewer and fewer people, so that it visits each region of populations as
    often as the region weighs. A number is published only if the chains agree: R-hat at most `rhat_limit`,
    effective draws at least `ess_limit`, in the middle and at both ends. Otherwise they run on, half as long
    again each time, until `max_sweeps`, and then the status says so and no number is given. Nor is one given where
    the chains agree but one of the plain ones stayed, before they did, in a region far away that fits alike: then
    the prior of the classes chooses, not the data.

    Attributes:
        classes: most classes (truncation of the stick-breaking process).
        alpha_shape, alpha_rate: gamma prior of the concentration; small means few classes.
        chains: ladders, each from its own start; they run only if the plain chains do not agree.
        explorers: plain chains, from starts of three kinds; 0 for ladders at once.
        first_sweeps: sweeps a chain before the first look; the first quarter of all sweeps is discarded.
        max_sweeps: budget of sweeps, of a plain chain and of a rung; less for ladders on tables of very many
            patterns, whose sweeps cost more. A stage is given up as soon as its budget cannot be enough.
        collapsed_moves: moves a sweep with unseen people and memberships summed out.
        max_unseen_ratio: p(N) is proportional to 1/N up to this many unseen people per observed one; None for
            no end. What the estimate would be without an end is always told.
        precision: the chains run on, within the budget, until the Monte Carlo error of the logarithm of the
            point is this small.
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
    chains: int = 4
    explorers: int = 6
    first_sweeps: int = 3_000
    max_sweeps: int = 96_000
    collapsed_moves: int = 6
    max_unseen_ratio: float | None = 20.0
    precision: float = 0.005
    rhat_limit: float = 1.01
    ess_limit: float = 400.0
    min_observed: int = 30

    def __post_init__(self) -> None:
        require(2 <= self.classes <= 100, "classes must be between 2 and 100.")
        require(self.alpha_shape > 0 and self.alpha_rate > 0, "The prior of alpha needs positive numbers.")
        require(self.chains >= 4, "At least 4 chains are needed to see whether they agree.")
        require(
            self.explorers == 0 or self.explorers >= 4, "At least 4 plain chains are needed, or none at all."
        )
        require(100 <= self.first_sweeps <= self.max_sweeps, "100 <= first_sweeps <= max_sweeps is needed.")
        require(self.collapsed_moves >= 0, "collapsed_moves cannot be negative.")
        require(
            self.max_unseen_ratio is None or self.max_unseen_ratio > 0, "max_unseen_ratio must be positive."
        )
        require(self.precision > 0, "precision must be positive.")
        require(self.min_observed >= 1, "min_observed must be at least 1.")

    def for_pooling(self) -> Method:
        """Shorter chains, looser limits: the pool of all tables has the effective draws that one lacks."""
        return replace(
            self, chains=4, explorers=4, first_sweeps=min(600, self.first_sweeps),
            max_sweeps=min(9_600, self.max_sweeps), precision=max(0.05, self.precision),
            rhat_limit=max(1.05, self.rhat_limit), ess_limit=min(60.0, self.ess_limit),
        )  # fmt: skip

    def assumptions(self, table: OverlapTable) -> tuple[str, ...]:
        few = ("Three lists show differences between people badly; the number is probably too low.",)
        before = "Before seeing the data every order of magnitude of the population is equally likely"
        ratio = self.max_unseen_ratio
        return (
            *(few if len(table.lists) == 3 else ()),
            "People fall into a few classes; within a class the lists record independently.",
            "People whom no list could meet are not counted. The data cannot test whether there are any.",
            CLOSED,
            LINKED,
            f"{before}."
            if ratio is None
            else f"{before}, up to {ratio + 1:g} times the {table.observed} people observed.",
        )

    def answer(
        self, table: OverlapTable, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        progress.start(None, "Running chains")
        explorers, apart, ladders, last = rng.spawn(4)
        runner = self._runner(table)
        plain = None
        if self.explorers:
            chains = runner.scattered(explorers.spawn(self.explorers), progress)
            plain = self._run(runner, chains, budget=self.max_sweeps, level=level, progress=progress)
            if plain.agree:
                return plain.answer(last)
        counts = runner.rungs(apart)
        budget = max(min(self.max_sweeps, int(_WORK / runner.cost(counts))), self.first_sweeps)
        chains = runner.started(counts, ladders.spawn(self.chains), progress)
        climbed = self._run(runner, chains, budget=budget, level=level, progress=progress, plain=plain)
        return climbed.answer(last)

    def _run(
        self,
        runner: Runner,
        chains: list[Ladder],
        *,
        budget: int,
        level: float,
        progress: Progress,
        plain: _Judged | None = None,
    ) -> _Judged:
        """Run on, half as long again each time, until the chains agree or it is clear that they will not."""
        recorded = np.empty((len(chains), 0, 4))
        done, block = 0, self.first_sweeps
        before: _Judged | None = plain
        while True:
            fresh = runner.sweeps(chains, sweeps=block, progress=progress)
            recorded = np.concatenate([recorded, fresh], axis=1)
            done += block
            progress.advance()
            judged = _Judged(
                table=runner.table, method=self, kept=recorded[:, recorded.shape[1] // 4 :], plain=before,
                sweeps=done, rungs=len(chains[0].counts), level=level,
            )  # fmt: skip
            if judged.finished or done >= budget or judged.out_of_reach(budget / done):
                return judged
            before = before or judged
            block = min(done // 2, budget - done)

    def _runner(self, table: OverlapTable) -> Runner:
        prior = Prior(
            classes=self.classes, alpha_shape=self.alpha_shape, alpha_rate=self.alpha_rate,
            moves=self.collapsed_moves,
        )  # fmt: skip
        return Runner(table, prior)

    def most_unseen(self, table: OverlapTable) -> float:
        """Where the prior ends."""
        return (
            np.inf
            if self.max_unseen_ratio is None
            else float(np.floor(self.max_unseen_ratio * table.observed))
        )


@dataclass(slots=True, kw_only=True)
class _Judged:
    """What the recorded states say: do the chains agree, how exactly, and on what.

    `plain` is what the plain chains said before: at their first look, or for ladders when they gave up. A chain
    that has left a region by now stayed there once, and the region fits as well as it did. Plain chains must agree
    on the fit as on the population: fits that differ by a class often go with populations that differ little.
    """

    table: OverlapTable
    method: LatentClass
    kept: Floats
    plain: _Judged | None
    sweeps: int
    rungs: int
    level: float
    law: UnseenLaw = field(init=False)
    diagnostics: dict[str, object] = field(init=False)
    worth: float = field(init=False)
    agree: bool = field(init=False)
    precise: bool = field(init=False)
    hopeless: bool = field(init=False)

    def __post_init__(self) -> None:
        log_seen, fit = self.kept[:, :, 0], self.kept[:, :, 1]
        of_population, of_fit = rhat(log_seen), rhat(fit)
        bulk, tail = ess_bulk(log_seen), ess_tail(log_seen, level=self.level)
        error = median_error(self._population(self.kept))
        self.law = UnseenLaw(
            observed=self.table.observed,
            log_seen=log_seen.reshape(-1),
            most=self.method.most_unseen(self.table),
        )
        climbed = self.rungs > 1
        self.worth = min(bulk, tail) if climbed else min(bulk, tail, 2.0 * ess_bulk(fit))
        self.agree = (
            of_population <= self.method.rhat_limit
            and of_fit <= max(_LOOSE_RHAT if climbed else _FIT_RHAT, self.method.rhat_limit)
            and self.worth >= self.method.ess_limit
        )
        self.precise = error <= self.method.precision
        self.hopeless = self.agree and self._leans()
        self.diagnostics = {
            "rhat": round(of_population, 4),
            "rhat_log_likelihood": round(of_fit, 4),
            "ess_bulk": round(bulk),
            "ess_tail": round(tail),
            "monte_carlo_error": round(error, 5),
            "chains": len(self.kept),
            "rungs": self.rungs,
            "sweeps_per_chain": self.sweeps,
            "chain_medians": [float(np.median(chain)) for chain in self._population(self.kept)],
            "occupied_classes": float(np.median(self.kept[:, :, 2])),
        }

    @property
    def finished(self) -> bool:
        """Agreed, and as exact as asked for; or agreed that no number will come."""
        return self.agree and (self.precise or self.hopeless)

    def out_of_reach(self, times: float) -> bool:
        """Whether so many times as many sweeps would leave the chains without enough effective draws."""
        return not self.agree and _IN_REACH * times * self.worth < self.method.ess_limit

    def _population(self, states: Floats) -> Floats:
        """Expected population of each state."""
        return np.asarray(self.table.observed * np.exp(-states[:, :, 0]))

    def _leans(self) -> bool:
        """Whether the posterior lies beyond the prior's end, or against it, or beyond all reason."""
        most = self.law.most
        if most == np.inf:
            return self.table.observed + self.law.quantiles((0.5,))[0] > LARGEST
        leaning = self.law.share(_AT_CEILING * most, most)
        return leaning > _CEILING_SHARE or self.law.below(most) < 0.5 or self.table.observed + most > LARGEST

    def _modes(self) -> tuple[Mode, ...]:
        """Modes of the posterior; then regions it hardly visits where many explorers stay, that fit as well."""
        population = self._population(self.kept).reshape(-1)
        fits = self.kept[:, :, 1].reshape(-1)
        modes = find_modes(
            population, fits, self.kept[:, :, 2].reshape(-1), observed=self.table.observed,
            effective=float(str(self.diagnostics["ess_bulk"])),
        )  # fmt: skip
        if self.plain is None:
            return modes
        stayed = self.plain.kept[:, self.plain.kept.shape[1] // 3 :]
        explored = np.stack([self._population(stayed), stayed[:, :, 1], stayed[:, :, 2]], axis=2)
        share, elsewhere = settled_elsewhere(explored, modes, population, fits)
        self.diagnostics["explorers_elsewhere"] = round(share, 3)
        return (*modes, *elsewhere) if share >= _SOME else modes

    def answer(self, rng: np.random.Generator) -> Answer:
        """The number; or why there is none."""
        modes = self._modes()
        apart = lie_apart(modes)
        if not self.agree:
            medians = [float(median) for median in self.diagnostics["chain_medians"]]  # type: ignore[attr-defined]  # a list
            apart = apart or max(medians) > 1.25 * min(medians)
            status = NOT_DETERMINED if apart else NOT_CONVERGED
            return Answer(status=status, diagnostics=self.diagnostics, modes=modes)
        low, point, high = self._posterior()
        if apart or self.hopeless or max(point, high) > LARGEST:
            return Answer(status=NOT_DETERMINED, diagnostics=self.diagnostics, modes=modes)
        return Answer(
            status=OK,
            point=point,
            interval=Interval(level=self.level, low=low, high=high),
            diagnostics=self.diagnostics,
            modes=modes,
            draws=(self.law.draw(rng) + self.table.observed).astype(np.int64),
        )

    def _posterior(self) -> tuple[float, float, float]:
        """Limits and median; told in the diagnostics with what they would be if the prior had no end.

        Where more than half of the posterior lies beyond that end, what lies before it is a few stray draws: then
        only what it would be without one is told.
        """
        levels = ((1 - self.level) / 2, 0.5, (1 + self.level) / 2)
        names = ("low", "median", "high")
        found = tuple(self.table.observed + unseen for unseen in self.law.quantiles(levels))
        told = found
        if self.law.most < np.inf:
            endless = replace(self.law, most=np.inf)
            free = tuple(self.table.observed + unseen for unseen in endless.quantiles(levels))
            inside = self.law.below(self.law.most)
            told = found if inside >= 0.5 else free
            self.diagnostics["share_beyond_ceiling"] = round(1.0 - inside, 4)
            self.diagnostics["without_ceiling"] = dict(zip(names, free, strict=True))
        if told[1] <= LARGEST:
            self.diagnostics["posterior"] = dict(zip(names, told, strict=True))
        return found[0], found[1], found[2]


def sample(
    table: OverlapTable,
    method: LatentClass,
    *,
    rng: np.random.Generator,
    sweeps: int,
    progress: Progress = SILENT,
) -> Floats:
    """States of exactly `sweeps` sweeps a chain, whether or not a number may be published.

    For checks of the sampler (exact posteriors, simulation-based calibration), not for figures.

    Returns:
        (chains, draws, 4): log of the probability to be seen, log likelihood, occupied classes, and the rung from
        which the state came.
    """
    runner = method._runner(table)
    apart, ladders = rng.spawn(2)
    running = runner.started(runner.rungs(apart), ladders.spawn(method.chains), progress)
    recorded = runner.sweeps(running, sweeps=sweeps, progress=progress)
    return recorded[:, recorded.shape[1] // 4 :]


def visited(
    table: OverlapTable,
    method: LatentClass,
    *,
    drawn: int,
    rng: np.random.Generator,
    progress: Progress = SILENT,
) -> Iterator[tuple[Floats, Floats]]:
    """Weights (classes,) and recording rates (classes, lists) of states from the posterior, some sweeps apart."""
    runner = method._runner(table)
    apart, ladders = rng.spawn(2)
    running = runner.started(runner.rungs(apart), ladders.spawn(method.chains), progress)
    runner.sweeps(running, sweeps=_WARM_UP, progress=progress)
    for number in range(drawn):
        check(progress)
        if number % len(running) == 0:
            runner.sweeps(running, sweeps=_APART, progress=progress)
        one = running[number % len(running)]
        weights = np.exp(one.log_weights[0])
        yield weights / weights.sum(), one.rates[0].copy()
