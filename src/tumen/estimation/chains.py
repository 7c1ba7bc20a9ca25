"""Chains and ladders of chains: where they start, how far apart the rungs stand, running them side by side."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tumen.estimation.table import OverlapTable
from tumen.estimation.tempering import RECORDED, pattern_places, run_ladder, thin_counts
from tumen.progress import Progress, check

__all__ = ["Ladder", "Prior", "Runner", "side_by_side"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
One = TypeVar("One")
Made = TypeVar("Made")

_SWEEPS_EACH = 3  # between two rounds of exchanges
_STEP = 0.72  # people on a rung, as a share of those on the rung below, before rungs are added
_FEWEST = 24.0  # people on the top rung
_LIFT = 3.0  # by which the shape of alpha is greater on the top rung
_COOLING = 60  # sweeps on every rung on the way down
_PILOT_ROUNDS = 120
_PILOTS = 3
_SELDOM = 0.3  # exchanges accepted more seldom than this call for a rung between
_MOST_RUNGS = 36
_SETTLING = 500  # sweeps with many classes encouraged, before a chain without a ladder
_BETWEEN_CHECKS = 500  # rounds after which a stop is noticed


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """What the sampler must know besides the table.

    Attributes:
        classes: most classes.
        alpha_shape, alpha_rate: gamma prior of the concentration.
        moves: collapsed moves a sweep.
    """

    classes: int
    alpha_shape: float
    alpha_rate: float
    moves: int

    def rungs(self, counts: Ints, everybody: int, *, hold_alpha: float) -> Floats:
        """(rungs, 4), as `run_ladder` takes it; the fewer people on a rung, the more classes it expects."""
        height = np.log(everybody / counts.sum(axis=1)) / max(np.log(everybody / _FEWEST), 1.0)
        made = np.tile([self.alpha_shape, self.alpha_rate, self.moves, hold_alpha], (len(counts), 1))
        made[:, 0] += _LIFT * height
        return np.asarray(made)


@dataclass(slots=True, kw_only=True)
class Ladder:
    """Where one ladder stands; with one rung it is a plain chain. Arrays as in `run_ladder`."""

    rng: np.random.Generator
    counts: Ints
    rates: Floats
    log_weights: Floats
    alpha: Floats
    walkers: Floats
    exchanged: Floats


def side_by_side(work: Callable[[One], Made], each: Sequence[One]) -> list[Made]:
    """In threads; every one has its own stream, so that their number changes no result."""
    with ThreadPoolExecutor(max_workers=min(len(each), os.cpu_count() or 1)) as pool:
        return list(pool.map(work, each))


class Runner:
    """Starts and runs chains for one table and one prior."""

    def __init__(self, table: OverlapTable, prior: Prior) -> None:
        """Args: the overlaps; the prior."""
        self.table = table
        self.prior = prior
        self._places, self._ends = pattern_places(table.patterns)

    def rungs(self, rng: np.random.Generator) -> Ints:
        """Counts (rungs, P), the table itself first, close enough for neighbours to exchange their states.

        Begins with a fixed step; where a short trial shows that exchanges are seldom accepted, adds rungs.
        """
        sizes = [float(self.table.observed)]
        while sizes[-1] * _STEP >= _FEWEST:
            sizes.append(sizes[-1] * _STEP)
        for trial in rng.spawn(_PILOTS):
            ladder = self.start(self._counts(sizes), trial)
            self.run(ladder, rounds=_PILOT_ROUNDS)
            rates = 2.0 * ladder.exchanged[:-1, 0] / _PILOT_ROUNDS
            wide = [t for t, rate in enumerate(rates) if rate < _SELDOM and sizes[t] - sizes[t + 1] >= 2.0]
            wide = sorted(wide, key=lambda t: rates[t])[: _MOST_RUNGS - len(sizes)]
            if not wide:
                break
            sizes = sorted([*sizes, *(np.sqrt(sizes[t] * sizes[t + 1]) for t in wide)], reverse=True)
        return self._counts(sizes)

    def cost(self, counts: Ints) -> float:
        """Patterns and rates that one sweep over all rungs goes through, for a class."""
        return float(np.count_nonzero(counts) + len(counts) * 4 * len(self.table.lists))

    def _counts(self, sizes: Sequence[float]) -> Ints:
        rows = [self.table.counts]
        for size in sizes[1:]:
            rows.append(thin_counts(rows[-1], max(round(size), 1)))
        return np.array(rows)

    def start(self, counts: Ints, rng: np.random.Generator, *, hold_alpha: float = 1.0) -> Ladder:
        """A ladder whose states come down from the top, many classes encouraged or (0) not."""
        ladder = self._blank(counts, rng)
        top = self._blank(counts[-1:], rng)
        top.rates[0] = rng.uniform(0.01, 0.99, top.rates[0].shape)
        top.log_weights[0] = _log(rng.dirichlet(np.ones(self.prior.classes)))
        for t in range(len(counts) - 1, -1, -1):
            top.counts = counts[t : t + 1]
            self.run(top, rounds=_COOLING // _SWEEPS_EACH, hold_alpha=hold_alpha)
            for name in ("rates", "log_weights", "alpha"):
                getattr(ladder, name)[t] = getattr(top, name)[0]
        return ladder

    def started(
        self, counts: Ints, streams: Sequence[np.random.Generator], progress: Progress
    ) -> list[Ladder]:
        """Ladders, one a stream: every other one with many classes encouraged on the way down."""
        check(progress)
        numbered = [(stream, float(number % 2)) for number, stream in enumerate(streams)]
        return side_by_side(lambda each: self.start(counts, each[0], hold_alpha=each[1]), numbered)

    def scattered(self, streams: Sequence[np.random.Generator], progress: Progress) -> list[Ladder]:
        """Plain chains far from each other, one a stream."""
        check(progress)
        numbered = list(enumerate(streams))
        return side_by_side(lambda each: self.spread(each[1], each[0]), numbered)

    def spread(self, rng: np.random.Generator, number: int) -> Ladder:
        """A plain chain from far away: classes around the list margins; scattered; patterns dealt out."""
        chain = self._blank(self.table.counts[None], rng)
        patterns, counts, classes = self.table.patterns, self.table.counts, self.prior.classes
        if number % 3 == 0:
            margins = np.clip(counts @ patterns / counts.sum(), 0.01, 0.99)
            around = np.log(margins / (1 - margins)) + rng.standard_normal((classes, patterns.shape[1]))
            chain.rates[0] = 1 / (1 + np.exp(-around))
            chain.log_weights[0] = _log(rng.dirichlet(np.ones(classes)))
        elif number % 3 == 1:
            chain.rates[0] = rng.uniform(0.01, 0.9, (classes, patterns.shape[1]))
            chain.log_weights[0] = _log(rng.dirichlet(np.ones(classes)))
        else:
            dealt = np.eye(classes)[rng.integers(0, classes, len(counts))] * counts[:, None]
            chain.rates[0] = (dealt.T @ patterns + 0.5) / (dealt.sum(0)[:, None] + 1.0)
            chain.log_weights[0] = _log((dealt.sum(0) + 1.0) / (counts.sum() + classes))
        np.clip(chain.rates, 1e-6, 1 - 1e-6, out=chain.rates)
        # classes merge easily and part with difficulty: one that empties them too soon sits long at a bad fit
        self.run(chain, rounds=_SETTLING // _SWEEPS_EACH, hold_alpha=1.0)
        return chain

    def run(
        self, ladder: Ladder, *, rounds: int, hold_alpha: float = 0.0, progress: Progress | None = None
    ) -> Floats:
        """Run on; recorded states of the lowest rung (rounds, 4), columns as in RECORDED."""
        recorded = np.empty((rounds, len(RECORDED)))
        priors = self.prior.rungs(ladder.counts, self.table.observed, hold_alpha=hold_alpha)
        for begin in range(0, rounds, _BETWEEN_CHECKS):
            if progress is not None:
                check(progress)
            run_ladder(
                ladder.rng, self._places, self._ends, ladder.counts, ladder.rates, ladder.log_weights, ladder.alpha,
                ladder.walkers, priors, _SWEEPS_EACH,
                recorded[begin : begin + _BETWEEN_CHECKS], ladder.exchanged,
            )  # fmt: skip
        return recorded

    def sweeps(self, ladders: Sequence[Ladder], *, sweeps: int, progress: Progress) -> Floats:
        """All ladders side by side, each so many sweeps a rung on; recorded states (ladders, rounds, 4)."""
        rounds = max(sweeps // _SWEEPS_EACH, 1)
        return np.stack(side_by_side(lambda one: self.run(one, rounds=rounds, progress=progress), ladders))

    def _blank(self, counts: Ints, rng: np.random.Generator) -> Ladder:
        rungs, classes, lists = len(counts), self.prior.classes, len(self.table.lists)
        return Ladder(
            rng=rng,
            counts=np.ascontiguousarray(counts),
            rates=np.empty((rungs, classes, lists)),
            log_weights=np.empty((rungs, classes)),
            alpha=np.ones((rungs, 1)),
            walkers=np.arange(rungs, dtype=np.float64)[:, None],
            exchanged=np.zeros((rungs, 1)),
        )


def _log(weights: Floats) -> Floats:
    weights = np.maximum(weights, 1e-12)
    return np.asarray(np.log(weights / weights.sum()))
