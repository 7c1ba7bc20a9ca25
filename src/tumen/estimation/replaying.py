"""Tables drawn from the model behind a method: as many seen people, recorded once more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tumen.errors import MethodError
from tumen.estimation.best_model import BestModel
from tumen.estimation.contract import Estimate, Method
from tumen.estimation.graph_averaging import GraphAveraging
from tumen.estimation.graphs import decomposable, set_scores
from tumen.estimation.latent_class import LatentClass, visited
from tumen.estimation.list_effects import Independence
from tumen.estimation.loglinear import counts_of
from tumen.estimation.methods import estimate
from tumen.estimation.stepwise import Stepwise
from tumen.estimation.table import OverlapTable
from tumen.progress import Progress, check

__all__ = ["REPLAYED", "replays"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Drawn = tuple[Ints, Ints]  # codes (bits of lists), people
REPLAYED: Mapping[str, bool] = MappingProxyType(
    {
        Independence.id: False,
        Stepwise.id: False,
        BestModel.id: False,
        GraphAveraging.id: True,
        LatentClass.id: True,
    }
)
"""Methods with a model of the combinations, and whether its parameters are drawn too."""

_FEW_LISTS = 10


def replays(
    table: OverlapTable, method: Method, *, drawn: int, rng: np.random.Generator, progress: Progress
) -> Iterator[Drawn]:
    """`drawn` tables of as many people as were seen.

    Raises:
        MethodError: the method is not in REPLAYED, or does not fit this table.
    """
    lightly = method.for_pooling()
    fitted = estimate(
        table, method=lightly, rng=np.random.default_rng(rng.integers(2**32)), progress=progress
    )
    # chains that disagree can be replayed and show why; a fit that does not exist cannot
    if fitted.status.startswith("refused") or not (fitted.is_ok or isinstance(lightly, LatentClass)):
        raise MethodError(f"{method.id} does not fit this table: {fitted.status}.")
    progress.start(drawn, "Drawing tables from the model")
    for codes, people in _source(table, lightly, fitted, drawn, rng, progress):
        check(progress)
        progress.advance()
        yield codes, people


def _source(
    table: OverlapTable,
    method: Method,
    fitted: Estimate,
    drawn: int,
    rng: np.random.Generator,
    progress: Progress,
) -> Iterator[Drawn]:
    if isinstance(method, LatentClass):
        return _from_classes(table, _visited(table, method, drawn, rng, progress), rng)
    if isinstance(method, Independence):
        rates = np.array([list(table.sizes.values())]) / (fitted.point or table.observed)
        return _from_classes(table, (State(np.ones(1), rates) for _ in range(drawn)), rng)
    if isinstance(method, GraphAveraging):
        return _from_cells(table, _graph_cells(table, method, fitted, drawn, rng), rng)
    if isinstance(method, Stepwise | BestModel):
        cells = method.fitted_cells(table, progress)
        return _from_cells(table, (cells for _ in range(drawn)), rng)
    raise MethodError(f"{method.id} has no model that could be replayed.")


class State(NamedTuple):
    """Weights (classes,) and recording rates (classes, lists)."""

    weights: Floats
    rates: Floats


def _visited(
    table: OverlapTable, method: LatentClass, drawn: int, rng: np.random.Generator, progress: Progress
) -> Iterator[State]:
    """States that the chains of the sampler visit, some sweeps apart."""
    return (State(*each) for each in visited(table, method, drawn=drawn, rng=rng, progress=progress))


def _from_classes(table: OverlapTable, states: Iterator[State], rng: np.random.Generator) -> Iterator[Drawn]:
    """People of classes, each on at least one list.

    With few lists all combinations have a probability; with many each person is drawn list by list, given that at
    least one list of those to come records them if none has yet.
    """
    lists = len(table.lists)
    for state in states:
        if lists <= _FEW_LISTS:
            yield _multinomial(_cell_shares(state), table.observed, rng)
            continue
        missed = np.prod(1.0 - state.rates, axis=1)
        seen = state.weights * (1.0 - missed)
        members = rng.choice(len(seen), size=table.observed, p=seen / seen.sum())
        yield _tallied(_recorded(state.rates[members], rng))


def _cell_shares(state: State) -> Floats:
    """(2^lists,) probability of each combination."""
    cells = np.ones((len(state.weights), 1))
    for j in range(state.rates.shape[1]):
        rate = state.rates[:, j : j + 1]
        cells = np.concatenate([cells * (1.0 - rate), cells * rate], axis=1)
    return np.asarray(state.weights @ cells)


def _recorded(rates: Floats, rng: np.random.Generator) -> Ints:
    """(people, lists) of 0/1, nobody without a 1."""
    people, lists = rates.shape
    later = np.cumprod((1.0 - rates)[:, ::-1], axis=1)[:, ::-1]  # missed by this list and all that follow
    found = np.zeros((people, lists), dtype=np.int64)
    none_yet = np.ones(people, dtype=bool)
    for j in range(lists):
        chance = np.where(none_yet, rates[:, j] / np.maximum(1.0 - later[:, j], 1e-300), rates[:, j])
        found[:, j] = rng.random(people) < chance
        none_yet &= found[:, j] == 0
    return found


def _tallied(found: Ints) -> Drawn:
    codes, people = np.unique(found @ (1 << np.arange(found.shape[1], dtype=np.int64)), return_counts=True)
    return codes, people.astype(np.int64)


def _from_cells(table: OverlapTable, cells: Iterator[Floats], rng: np.random.Generator) -> Iterator[Drawn]:
    for each in cells:
        yield _multinomial(each, table.observed, rng)


def _multinomial(cells: Floats, people: int, rng: np.random.Generator) -> Drawn:
    """As many people as seen, over the combinations with at least one list."""
    counts = rng.multinomial(people, cells[1:] / cells[1:].sum())
    codes = np.flatnonzero(counts)
    return codes + 1, counts[codes]


def _graph_cells(
    table: OverlapTable, method: GraphAveraging, fitted: Estimate, drawn: int, rng: np.random.Generator
) -> Iterator[Floats]:
    """Probabilities of the combinations, drawn: the population, a graph given it, then list after list.

    Source: Dawid and Lauritzen (1993), Annals of Statistics 21, 1272 (hyper Dirichlet law).
    """
    counts = counts_of(table)
    prior = method.prior_count or 0.5 ** len(table.lists)
    neighbours, parts = decomposable(len(table.lists))
    populations = rng.choice(np.asarray(fitted.draws), size=drawn)
    for population in populations:
        counts[0] = population - table.observed
        heights = parts @ set_scores(counts, counts[:1], prior=prior)[:, 0]
        weights = np.exp(heights - heights.max())
        graph = neighbours[rng.choice(len(parts), p=weights / weights.sum())]
        yield _hyper_dirichlet(graph, counts, prior, rng)


def _hyper_dirichlet(near: Ints, counts: Floats, prior: float, rng: np.random.Generator) -> Floats:
    """(2^lists,) probabilities under one decomposable graph, drawn from their posterior.

    Lists are taken off one at a time, each while its remaining neighbours are all joined; given those
    neighbours each list depends on nothing else that remains.
    """
    cells = np.arange(len(counts))
    remaining, found = (1 << len(near)) - 1, np.ones(len(counts))
    while remaining:
        v = next(j for j in range(len(near)) if remaining >> j & 1 and _simplicial(near, j, remaining))
        remaining &= ~(1 << v)
        around = int(near[v]) & remaining
        each = prior * (len(counts) >> (around.bit_count() + 1))
        on = (cells >> v & 1).astype(bool)
        yes = np.bincount(cells[on] & around, counts[on], len(counts))
        no = np.bincount(cells[~on] & around, counts[~on], len(counts))
        chance = rng.beta(yes + each, no + each)[cells & around]
        found *= np.where(on, chance, 1.0 - chance)
    return found


def _simplicial(near: Ints, v: int, remaining: int) -> bool:
    around = int(near[v]) & remaining
    return all(around & ~(1 << u) & ~int(near[u]) == 0 for u in range(len(near)) if around >> u & 1)
