"""Averaging over every decomposable graph of dependence between three to six lists."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.estimation.contract import (
    CLOSED,
    LINKED,
    NOT_DETERMINED,
    Answer,
    Method,
    published,
    refused,
    require,
)
from tumen.estimation.graphs import decomposable, graph_name, log_weights
from tumen.estimation.loglinear import counts_of
from tumen.estimation.table import OverlapTable
from tumen.progress import Progress, check

__all__ = ["GraphAveraging"]

Floats = NDArray[np.float64]
_FIRST_NODES = 400
_HEAVY = 4e-4  # a node with more than this share of the posterior is looked at more closely
_MOST_NODES = 12_000
_PEAK_GAP = 2e-4  # relative to the population: how closely each graph's best population is found
_NARROW = 1e-5  # and how close together nodes need to be at most
_NEGLIGIBLE = 40.0  # log weight below the best at which a graph no longer counts
_AT_CEILING = 0.98
_CEILING_SHARE = 0.02
_COMPLETE_SHARE = 0.5
_MOST_STEPS = 2_000_000
_PRIORS_UP_TO = 5  # lists
_DRAWS = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Posterior:
    """Posterior of the unseen people at uneven nodes.

    Attributes:
        unseen: nodes, rising whole numbers.
        share: of the posterior, each node standing for the populations nearest to it.
        best: (graphs,) largest log weight of each graph.
        complete: share of the graph that joins all lists.
        even: whether the nodes are all the populations there are, so that nothing lies between them.
    """

    unseen: Floats
    share: Floats
    best: Floats
    complete: float
    even: bool

    def quantiles(self, at: Floats) -> Floats:
        """Unseen people, whole; between nodes that are apart by interpolation."""
        edges, reached = _edges(self.unseen), np.append(0.0, np.cumsum(self.share))
        reached /= reached[-1]
        cell = np.clip(np.searchsorted(reached, at) - 1, 0, len(self.share) - 1)
        if self.even:
            return np.asarray(self.unseen[cell])
        inside = (at - reached[cell]) / np.maximum(reached[cell + 1] - reached[cell], 1e-300)
        return np.asarray(np.ceil(edges[cell] + inside * (edges[cell + 1] - edges[cell]) - 0.5))


def _edges(nodes: Floats) -> Floats:
    """Where each node's populations begin and end."""
    return np.concatenate([[nodes[0] - 0.5], (nodes[1:] + nodes[:-1]) / 2, [nodes[-1] + 0.5]])


def _posterior(
    table: OverlapTable, *, prior: float, most: float, step: int | None, progress: Progress
) -> _Posterior:
    """Weigh populations: at every `step`-th, or where it matters.

    First nodes are added around the best population of every graph, then, for the graphs that count, between the
    nodes that weigh most.
    """
    counts = counts_of(table)
    parts = decomposable(len(table.lists))[1].astype(float)
    if step is not None:
        nodes: Floats = np.arange(0.0, most + 1.0, step, dtype=np.float64)
        total, peaks = log_weights(parts, counts, nodes, prior=prior)
        return _weighed(nodes, total, peaks[:, 0], parts[-1:], counts, prior=prior, even=True)
    fresh: Floats = np.unique(np.round(np.expm1(np.linspace(0.0, np.log1p(most), _FIRST_NODES))))
    nodes, total = np.empty(0, dtype=np.float64), np.empty(0, dtype=np.float64)
    best, where = np.full(len(parts), -np.inf), np.zeros(len(parts))
    counting = np.ones(len(parts), dtype=bool)
    while fresh.size and len(nodes) + len(fresh) <= _MOST_NODES:
        check(progress)
        weights, peaks = log_weights(parts[counting], counts, fresh, prior=prior)
        at = np.flatnonzero(counting)
        better = peaks[:, 0] > best[at]
        best[at[better]], where[at[better]] = peaks[better, 0], fresh[peaks[better, 1].astype(int)]
        order = np.argsort(np.append(nodes, fresh), kind="stable")
        nodes, total = np.append(nodes, fresh)[order], np.append(total, weights)[order]
        fresh = (
            _near_peaks(nodes, where[counting], observed=table.observed) if counting.all() else np.empty(0)
        )
        if not fresh.size:
            counting = best > best.max() - _NEGLIGIBLE
            fresh = _between_heavy(nodes, total, observed=table.observed)
    return _weighed(nodes, total, best, parts[-1:], counts, prior=prior, even=False)


def _weighed(
    nodes: Floats, total: Floats, best: Floats, complete: Floats, counts: Floats, *, prior: float, even: bool
) -> _Posterior:
    logs = total if even else total + np.log(np.diff(_edges(nodes)))
    whole = scipy.special.logsumexp(logs)
    alone = log_weights(complete, counts, nodes, prior=prior)[0] + logs - total
    return _Posterior(
        unseen=nodes,
        share=np.exp(logs - whole),
        best=best,
        complete=float(np.exp(scipy.special.logsumexp(alone) - whole)),
        even=even,
    )


def _near_peaks(nodes: Floats, peaks: Floats, *, observed: int) -> Floats:
    top = np.zeros(len(nodes), dtype=bool)
    top[np.searchsorted(nodes, np.unique(peaks))] = True
    return _midpoints(nodes, top, at_least=_PEAK_GAP * (observed + nodes[1:]))


def _between_heavy(nodes: Floats, total: Floats, *, observed: int) -> Floats:
    logs = total + np.log(np.diff(_edges(nodes)))
    heavy = np.exp(logs - scipy.special.logsumexp(logs)) > _HEAVY
    return _midpoints(nodes, heavy, at_least=_NARROW * (observed + nodes[1:]))


def _midpoints(nodes: Floats, around: NDArray[np.bool_], *, at_least: Floats) -> Floats:
    """Whole numbers halfway to the neighbours of the nodes `around`, where the gap is worth it."""
    split = (around[1:] | around[:-1]) & (np.diff(nodes) > np.maximum(1.0, at_least))
    return np.floor((nodes[1:] + nodes[:-1])[split] / 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphAveraging:
    """Every decomposable graph of dependence between the lists, each weighed by how well it foretells the table.

    The posterior of the population is exact up to rounding: nothing is drawn. Weights stay in logarithms, so
    counts may be of any size. The graph that joins all lists has no knowledge of who is missed: under it the prior
    alone sets the population; where it holds more than half of the posterior, no number is given.

    Attributes:
        prior_count: Dirichlet count of each cell; None for 1 / 2^lists, so that all cells together weigh one person.
        max_unseen_ratio: p(N) is proportional to 1/N up to this many unseen people per observed one.
        step: None looks closely where the posterior lies; a number looks at every step-th population only, as other
            software does.
        try_priors: whether to compute the estimate with other priors too, for `sensitivity`.
        min_observed: fewest people for which a number is given.

    Source: Madigan and York (1997), Biometrika 84, 19.
    """

    id: ClassVar[str] = "graph-averaging"
    title: ClassVar[str] = "Bayesian average over decomposable graphs"
    needs_rng: ClassVar[bool] = False
    min_lists: ClassVar[int] = 3
    max_lists: ClassVar[int] = 6

    prior_count: float | None = None
    max_unseen_ratio: float = 20.0
    step: int | None = None
    try_priors: bool = True
    min_observed: int = 30

    def __post_init__(self) -> None:
        require(self.prior_count is None or 0 < self.prior_count <= 1e6, "prior_count must be positive.")
        require(0 < self.max_unseen_ratio <= 1e6, "max_unseen_ratio must be positive and at most a million.")
        require(self.step is None or self.step >= 1, "step must be at least 1.")
        require(self.min_observed >= 1, "min_observed must be at least 1.")

    def for_pooling(self) -> Method:
        """The same without the other priors."""
        return replace(self, try_priors=False)

    def assumptions(self, table: OverlapTable) -> tuple[str, ...]:
        return (
            "Which lists depend on each other can be drawn as a graph without a hole; everybody follows the same "
            "graph and rates, so people differ only in ways that dependence between lists can imitate.",
            "If all lists depend on each other at once, the data say nothing of who is missed.",
            "Before seeing the data every order of magnitude of the population is equally likely, up to "
            f"{self.max_unseen_ratio + 1:g} times the {table.observed} people observed.",
            CLOSED,
            LINKED,
        )

    def answer(
        self, table: OverlapTable, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        lists = len(table.lists)
        if lists > self.max_lists:
            return refused(
                f"{lists} lists have too many graphs; at most {self.max_lists} lists. Merge lists, or use latent-class"
            )
        if self.step is not None and self.max_unseen_ratio * table.observed / self.step > _MOST_STEPS:
            return refused(f"more than {_MOST_STEPS:,} populations at this step; leave step out")
        progress.start(None, "Averaging over graphs")
        found = self._posterior(table, progress)
        low, point, high = table.observed + found.quantiles(np.array([(1 - level) / 2, 0.5, (1 + level) / 2]))
        ceiling = found.unseen > _AT_CEILING * self.max_unseen_ratio * table.observed
        at_ceiling = float(found.share[ceiling].sum())
        diagnostics = self._diagnostics(table, found) | {
            "posterior": {"low": float(low), "median": float(point), "high": float(high)},
            "share_at_ceiling": round(at_ceiling, 6),
        }
        if found.complete > _COMPLETE_SHARE:
            diagnostics["cautions"] = (
                "the lists depend on each other in every way, so the prior alone speaks",
            )
        if found.complete > _COMPLETE_SHARE or at_ceiling > _CEILING_SHARE:
            return Answer(status=NOT_DETERMINED, diagnostics=diagnostics)
        if self.try_priors and lists <= _PRIORS_UP_TO:
            diagnostics["sensitivity"] = self._other_priors(table, level=level, progress=progress)
        even = (np.arange(_DRAWS) + 0.5) / _DRAWS
        return published(
            table, point=float(point), low=float(low), high=float(high), level=level, diagnostics=diagnostics,
            draws=(table.observed + found.quantiles(even)).astype(np.int64),
        )  # fmt: skip

    def _posterior(self, table: OverlapTable, progress: Progress) -> _Posterior:
        most = float(np.floor(self.max_unseen_ratio * table.observed))
        prior = self.prior_count or 0.5 ** len(table.lists)
        return _posterior(table, prior=prior, most=most, step=self.step, progress=progress)

    def _diagnostics(self, table: OverlapTable, found: _Posterior) -> dict[str, object]:
        neighbours = decomposable(len(table.lists))[0]
        heights = np.exp(found.best - found.best.max())
        order = np.argsort(-found.best, kind="stable")[:5]
        return {
            "prior_count": self.prior_count or 0.5 ** len(table.lists),
            "mean": float(found.share @ found.unseen) + table.observed,
            "graphs": len(neighbours),
            "best_graphs": [
                {"joined": graph_name(neighbours[i], table.lists), "height": round(float(heights[i]), 6)}
                for i in order
            ],
            "share_of_complete_graph": round(found.complete, 6),
        }

    def _other_priors(
        self, table: OverlapTable, *, level: float, progress: Progress
    ) -> list[dict[str, float]]:
        """What a heavier prior of the cells would say, and a longer one of the population."""
        rows = []
        for other in (
            replace(self, prior_count=1.0, step=None),
            replace(self, max_unseen_ratio=2.5 * self.max_unseen_ratio, step=None),
        ):
            found = other._posterior(table, progress)
            at = np.array([(1 - level) / 2, 0.5, (1 + level) / 2])
            low, point, high = (float(x) for x in table.observed + found.quantiles(at))
            rows.append(
                {
                    "prior_count": other.prior_count or 0.5 ** len(table.lists),
                    "max_unseen_ratio": other.max_unseen_ratio,
                    "point": point,
                    "low": low,
                    "high": high,
                }
            )
        return rows
