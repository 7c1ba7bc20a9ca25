"""Resolves every group: draws of the partition that carry what is unknown about rates and sizes too.

The prior of a partition is that of exchangeable cluster sizes: K! ∏ k_j! μ(k_j) with μ learnt from the
draws (B. Betancourt, G. Zanella and R. C. Steorts, "Random partition models for microclustering tasks",
JASA 117 (2022), equation 3). Given the number of persons K the groups are independent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from tumen.linkage.columns import Columns
from tumen.linkage.comparison import Comparisons, compare
from tumen.linkage.components import Group
from tumen.linkage.evidence import Scorer
from tumen.linkage.fields import FIELDS
from tumen.linkage.judgements import Constraints
from tumen.linkage.sampler import draw
from tumen.linkage.settings import LinkSettings
from tumen.linkage.weights import Model, field_weights, redraw
from tumen.progress import Progress, check

_SIZE_ROUNDS: Final = 3
_SIZE_DRAWS: Final = 2
_SIZE_STRENGTH: Final = 10.0
_SIZE_DECAY: Final = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What resolving gave.

    Attributes:
        labels: shape (draws, mentions); the label is the position of the first mention of the person.
        together: for each group, probability that two units are one person, shape (units, units).
        sizes: expected number of persons with k mentions, at index k.
    """

    labels: NDArray[np.int64]
    together: tuple[NDArray[np.float64], ...]
    sizes: NDArray[np.float64]


class _Resolver:
    """Holds the compared groups while size prior and rates change around them."""

    def __init__(
        self, groups: tuple[Group, ...], columns: Columns, held: Constraints, progress: Progress
    ) -> None:
        self.groups = groups
        self._unit = np.array(held.unit, dtype=np.int64)
        self._progress = progress
        self._pairs, self._slices = _all_pairs(groups, columns, progress)
        stated = _stated(columns)
        self._states: list[list[int] | None] = [None] * len(groups)
        self._scorers = [Scorer(group, stated[:, group.members]) for group in groups]
        self._weights = np.zeros((1 + len(FIELDS), len(self._pairs)))
        self._largest = max([2, *np.bincount(self._unit).tolist(), *(len(group.members) for group in groups)])

    def use(self, model: Model) -> None:
        """Score with the rates of `model` from now on."""
        self._weights = field_weights(model, self._pairs)
        for scorer in self._scorers:
            scorer.forget()

    def labels(
        self, count: int, size_prior: NDArray[np.float64], rng: np.random.Generator, label: str
    ) -> tuple[NDArray[np.int64], list[NDArray[np.float64]]]:
        """Draw `count` partitions of all mentions under `size_prior`."""
        labels = np.repeat(self._unit[None, :], count, axis=0)
        together = []
        self._progress.start(len(self.groups), label)
        for place, (group, scorer) in enumerate(zip(self.groups, self._scorers, strict=True)):
            check(self._progress)
            scorer.hold(self._weights[:, self._slices[place]], size_prior)
            units, probable, self._states[place] = draw(scorer, count, rng, self._states[place])
            scorer.release()
            together.append(probable)
            _write(labels, group, units)
            self._progress.advance()
        return labels, together

    def size_prior(self, sizes: NDArray[np.float64]) -> NDArray[np.float64]:
        """Natural-log prior of a cluster of k mentions at index k, given how many there are of each size."""
        k = np.arange(self._largest + 1, dtype=np.float64)
        share = np.maximum(_size_counts(sizes, self._largest), 1e-300)
        prior = gammaln(k + 1) + np.log(share / share.sum()) + np.log(max(sizes.sum(), 1.0))
        prior[0] = 0.0
        return np.asarray(prior, dtype=np.float64)

    def drawn_sizes(self, sizes: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
        """Counts of sizes drawn from their Dirichlet posterior, with the same number of persons."""
        gamma = rng.standard_gamma(np.maximum(_size_counts(sizes, self._largest), 1e-12))
        return np.asarray(gamma / gamma.sum() * sizes.sum(), dtype=np.float64)


def resolve(
    groups: tuple[Group, ...], columns: Columns, held: Constraints, model: Model, settings: LinkSettings,
    rng: np.random.Generator, progress: Progress,
) -> Resolution:  # fmt: skip
    """Draw `settings.draws` partitions."""
    resolver = _Resolver(groups, columns, held, progress)
    resolver.use(model)
    sizes = _first_sizes(len(columns.names), model, columns)
    for _ in range(_SIZE_ROUNDS):
        labels, _ = resolver.labels(_SIZE_DRAWS, resolver.size_prior(sizes), rng, "Learning cluster sizes")
        sizes = cluster_sizes(labels)
    batches: list[NDArray[np.int64]] = []
    together = [np.zeros((len(group.units), len(group.units))) for group in groups]
    for part in np.array_split(np.arange(settings.draws), min(settings.parameter_draws, settings.draws)):
        resolver.use(redraw(model, rng))
        prior = resolver.size_prior(resolver.drawn_sizes(sizes, rng))
        labels, probable = resolver.labels(len(part), prior, rng, "Drawing partitions")
        batches.append(labels)
        for total, found in zip(together, probable, strict=True):
            total += found * (len(part) / settings.draws)
        sizes = cluster_sizes(labels)
    labels = np.concatenate(batches)
    return Resolution(labels=labels, together=tuple(together), sizes=cluster_sizes(labels))


def cluster_sizes(labels: NDArray[np.int64]) -> NDArray[np.float64]:
    """Mean number of clusters of k mentions over draws, at index k."""
    total = np.zeros(1)
    for row in labels:
        found = np.bincount(np.bincount(row))[0:].astype(np.float64)
        found[0] = 0.0
        width = max(len(total), len(found))
        total = np.pad(total, (0, width - len(total))) + np.pad(found, (0, width - len(found)))
    return np.asarray(total / len(labels), dtype=np.float64)


def _size_counts(sizes: NDArray[np.float64], largest: int) -> NDArray[np.float64]:
    """Counts of sizes with a prior that falls off geometrically."""
    prior = _SIZE_DECAY ** np.arange(largest + 1, dtype=np.float64)
    prior[0] = 0.0
    counts = np.asarray(prior / prior.sum() * _SIZE_STRENGTH, dtype=np.float64)
    counts[: min(len(sizes), largest + 1)] += sizes[: largest + 1]
    return counts


def _first_sizes(count: int, model: Model, columns: Columns) -> NDArray[np.float64]:
    """Sizes to start from: as many pairs as the pair model expects, at most half of the mentions."""
    linked = min(model.match_share * allowed_pairs(columns.source), count / 4)
    return np.array([0.0, count - 2 * linked, linked])


def allowed_pairs(source: NDArray[np.int64]) -> int:
    """Number of pairs of mentions that do not share a source."""
    count = len(source)
    shared = np.bincount(source)
    return int(count * (count - 1) // 2 - (shared * (shared - 1) // 2).sum())


def _all_pairs(
    groups: tuple[Group, ...], columns: Columns, progress: Progress
) -> tuple[Comparisons, list[slice]]:
    """Every pair inside every group, compared in one go."""
    firsts, seconds, slices, start = [np.empty(0, np.int64)], [np.empty(0, np.int64)], [], 0
    for group in groups:
        low, high = np.triu_indices(len(group.members), k=1)
        firsts.append(group.members[low])
        seconds.append(group.members[high])
        slices.append(slice(start, start + len(low)))
        start += len(low)
    return compare(columns, np.concatenate(firsts), np.concatenate(seconds), progress), slices


def _stated(columns: Columns) -> NDArray[np.bool_]:
    """Whether each mention states each field, shape (1 + fields, mentions); the name comes first."""
    rows = [np.array([bool(name) for name in columns.names])]
    for field in FIELDS:
        if field.name in columns.values:
            rows.append(columns.values[field.name] >= 0)
        else:
            rows.append(~np.isnan(columns.days[field.name][0]))
    return np.array(rows)


def _write(labels: NDArray[np.int64], group: Group, units: NDArray[np.int64]) -> None:
    """Labels of units → labels of mentions: the position of the first mention of the cluster."""
    first = np.array([group.members[places[0]] for places in group.units], dtype=np.int64)
    for unit, places in enumerate(group.units):
        labels[:, group.members[list(places)]] = first[units[:, unit]][:, None]
