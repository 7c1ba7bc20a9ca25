"""Resolves every group: draws of the partition that carry what is unknown about rates and sizes too.

The prior of a partition is that of exchangeable cluster sizes: K! ∏ k_j! μ(k_j) with μ learnt from the
draws (B. Betancourt, G. Zanella and R. C. Steorts, "Random partition models for microclustering tasks",
JASA 117 (2022), equation 3). Given the number of persons K the groups are independent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.linkage.columns import Columns
from tumen.linkage.comparison import Comparisons, compare
from tumen.linkage.components import Groups, within
from tumen.linkage.faint import Faint, join
from tumen.linkage.judgements import Constraints
from tumen.linkage.model import Model, field_weights, redraw
from tumen.linkage.sampler import Draws, Starts, draw
from tumen.linkage.settings import LinkSettings
from tumen.progress import Progress, check

_SIZE_ROUNDS: Final = 3
_SIZE_DRAWS: Final = 2
_POINT_DRAWS: Final = 10
"""Partitions drawn where none is asked for, from which the reported one is taken."""
_SIZE_STRENGTH: Final = 10.0
_SIZE_DECAY: Final = 0.4
_PAIRS_A_BATCH: Final = 100_000
_LEAST_ALLOWED: Final = -20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """By what some of the draws were drawn.

    Attributes:
        first, last: the first of these draws, and one past the last.
        model: the drawn rates.
        size_prior: natural-log prior of a cluster of k mentions at index k.
    """

    first: int
    last: int
    model: Model
    size_prior: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What resolving gave.

    Attributes:
        labels: shape (draws, mentions); the label is the position of the first mention of the person. Where no draws
            were asked for, those that the reported partition is taken from.
        together: probability that two units are one person, for each two of each group; see
            `Groups.unit_pair_start`.
        sizes: expected number of persons with k mentions, at index k.
        drawn: by what they were drawn, in order.
    """

    labels: NDArray[np.int32]
    together: NDArray[np.float64]
    sizes: NDArray[np.float64]
    drawn: tuple[Drawn, ...]


class _Resolver:
    """Holds the compared groups while size prior and rates change around them.

    Groups go in batches: as many as hold `_PAIRS_A_BATCH` pairs, so that the weights of only so many are
    spelt out at a time.
    """

    def __init__(self, groups: Groups, columns: Columns, held: Constraints, progress: Progress) -> None:
        self._groups = groups
        self._starts = Starts(members=groups.pair_start, units=groups.unit_pair_start)
        self._unit = np.array(held.unit, dtype=np.int64)
        self._progress = progress
        self._batches = _batches(self._starts.members)
        self._columns = columns
        self._compared = [
            (pairs.name, pairs.levels) for pairs in _compared(groups, self._batches, columns, progress)
        ]
        self._stated = np.ascontiguousarray(_stated(columns)[:, groups.members].T)
        self._state = np.full(int(groups.group_start[-1]), -1, dtype=np.int64)
        sizes = np.diff(groups.member_start)
        self._largest = max([2, int(np.bincount(self._unit).max(initial=0)), int(sizes.max(initial=0))])
        self._allowed = log_allowed_share(np.bincount(columns.source), self._largest)

    def draw(
        self, model: Model, size_prior: NDArray[np.float64], rng: np.random.Generator, label: str,
        labels: NDArray[np.int32], together: NDArray[np.float64], share: float,
    ) -> None:  # fmt: skip
        """Fill the rows of `labels` with partitions; add to `together` what share of them join two units."""
        labels[:] = self._unit
        out = Draws(label=labels, together=together, share=share, state=self._state)
        self._progress.start(len(self._batches), label)
        check(self._progress)
        for (first, last), (name, levels) in zip(self._batches, self._compared, strict=True):
            check(self._progress)
            a, b = within(self._groups.members, self._groups.member_start[first : last + 1])
            pairs = Comparisons(
                fields=self._columns.fields,
                a=a,
                b=b,
                name=name,
                levels=levels,
                rarities=self._columns.rarities,
            )
            weights = field_weights(model, pairs)
            draw(self._groups, first, last, self._starts, weights, self._stated, size_prior, rng, out)
            self._progress.advance()

    def size_prior(self, sizes: NDArray[np.float64]) -> NDArray[np.float64]:
        """Natural-log prior of a cluster of k mentions at index k, given how many there are of each size."""
        k = np.arange(self._largest + 1, dtype=np.float64)
        share = np.maximum(_size_counts(sizes, self._largest), 1e-300)
        prior = scipy.special.gammaln(k + 1) + np.log(share / share.sum())
        prior += np.log(max(sizes.sum(), 1.0)) - self._allowed
        prior[0] = 0.0
        return np.asarray(prior, dtype=np.float64)

    def reaching(self, size_prior: NDArray[np.float64]) -> NDArray[np.float64]:
        """A prior learnt on other groups, long enough for these: beyond its end it falls on as it fell last."""
        beyond = np.arange(1, self._largest + 2 - len(size_prior), dtype=np.float64)
        return np.concatenate(
            [size_prior, size_prior[-1] + beyond * min(size_prior[-1] - size_prior[-2], 0.0)]
        )

    def drawn_sizes(self, sizes: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
        """Counts of sizes drawn from their Dirichlet posterior, with the same number of persons."""
        gamma = rng.standard_gamma(np.maximum(_size_counts(sizes, self._largest), 1e-12))
        return np.asarray(gamma / gamma.sum() * sizes.sum(), dtype=np.float64)


def resolve(
    groups: Groups, faint: Faint, columns: Columns, held: Constraints, model: Model, settings: LinkSettings,
    rng: np.random.Generator, progress: Progress,
) -> Resolution:  # fmt: skip
    """Draw `settings.draws` partitions; ties too faint for a group are joined in the end.

    Where none is asked for, groups are resolved by the rates as they were learnt, and faint ties are left.
    """
    resolver = _Resolver(groups, columns, held, progress)
    sizes = _first_sizes(len(columns.names), model, columns)
    together = np.zeros(int(groups.unit_pair_start[-1]))
    few = np.empty((_SIZE_DRAWS, len(columns.names)), dtype=np.int32)
    for _ in range(_SIZE_ROUNDS):
        resolver.draw(model, resolver.size_prior(sizes), rng, "Learning cluster sizes", few, together, 0.0)
        sizes = cluster_sizes(few)
    if not settings.draws:
        labels = np.empty((_POINT_DRAWS, len(columns.names)), dtype=np.int32)
        prior = resolver.size_prior(sizes)
        resolver.draw(model, prior, rng, "Resolving groups", labels, together, 1.0)
        known = Drawn(first=0, last=0, model=model, size_prior=prior)
        return Resolution(labels=labels, together=together, sizes=cluster_sizes(labels), drawn=(known,))
    labels = np.empty((settings.draws, len(columns.names)), dtype=np.int32)
    # Slices of rows, so that every batch is written where it stays.
    parts = (
        np.linspace(0, settings.draws, min(settings.parameter_draws, settings.draws) + 1).round().astype(int)
    )
    drawn = []
    for begin, end in pairwise(parts.tolist()):
        varied = redraw(model, rng)
        prior = resolver.size_prior(resolver.drawn_sizes(sizes, rng))
        rows, share = labels[begin:end], (end - begin) / settings.draws
        resolver.draw(varied, prior, rng, "Drawing partitions", rows, together, share)
        sizes = cluster_sizes(rows)
        join(rows, faint, varied, prior, held, rng)
        drawn.append(Drawn(first=begin, last=end, model=varied, size_prior=prior))
    return Resolution(labels=labels, together=together, sizes=cluster_sizes(labels), drawn=tuple(drawn))


def draw_as_before(
    groups: Groups, faint: Faint, columns: Columns, held: Constraints, drawn: Sequence[Drawn],
    rng: np.random.Generator, progress: Progress,
) -> Resolution:  # fmt: skip
    """Draw partitions by rates and sizes that were drawn before; nothing is learnt.

    Args:
        drawn: by what; as many partitions are drawn as these say.
    """
    resolver = _Resolver(groups, columns, held, progress)
    together = np.zeros(int(groups.unit_pair_start[-1]))
    labels = np.empty((drawn[-1].last, len(columns.names)), dtype=np.int32)
    for each in drawn:
        prior = resolver.reaching(each.size_prior)
        rows, share = labels[each.first : each.last], (each.last - each.first) / len(labels)
        resolver.draw(each.model, prior, rng, "Drawing partitions", rows, together, share)
        join(rows, faint, each.model, prior, held, rng)
    return Resolution(labels=labels, together=together, sizes=cluster_sizes(labels), drawn=tuple(drawn))


def cluster_sizes(labels: NDArray[np.int32]) -> NDArray[np.float64]:
    """Mean number of clusters of k mentions over draws, at index k."""
    several = [np.bincount(np.bincount(row)) for row in labels]
    total = np.zeros(max(len(each) for each in several))
    for each in several:
        total[: len(each)] += each
    total[0] = 0.0
    return total / len(labels)


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


def log_allowed_share(several: NDArray[np.int64], largest: int) -> NDArray[np.float64]:
    """Natural log of the share of all sets of k mentions in which no two are of one source, at index k.

    A prior over sizes gives a size to every set of mentions. Where few sets are possible at all, as between two lists,
    each of these is that much more probable.

    Args:
        several: mentions of each source.
        largest: the greatest k.
    """
    # The chance that k draws without replacement are of k sources: k! e_k(s) / (n (n - 1) … (n - k + 1)), with the
    # elementary symmetric polynomial e_k of the sizes s; sizes are taken relative to n, so that nothing overflows.
    count = max(int(several.sum()), 1)
    symmetric = np.zeros(largest + 1)
    symmetric[0] = 1.0
    sizes, sources = np.unique(several[several > 0], return_counts=True)
    for size, sharing in zip(sizes.tolist(), sources.tolist(), strict=True):
        symmetric = np.convolve(symmetric, _binomial(size / count, sharing, largest))[: largest + 1]
    k = np.arange(largest + 1, dtype=np.float64)
    orders = np.concatenate([[0.0], np.cumsum(np.log(np.maximum(1 - k[:-1] / count, 1e-300)))])
    share = np.log(np.maximum(symmetric, 1e-300)) + scipy.special.gammaln(k + 1) - orders
    return np.asarray(np.clip(share, _LEAST_ALLOWED, 0.0), dtype=np.float64)


def _binomial(size: float, sharing: int, largest: int) -> NDArray[np.float64]:
    """Coefficients of (1 + size x)^sharing up to x^largest."""
    k = np.arange(min(sharing, largest) + 1, dtype=np.float64)
    gammaln = scipy.special.gammaln
    return np.asarray(
        np.exp(gammaln(sharing + 1) - gammaln(k + 1) - gammaln(sharing - k + 1) + k * np.log(size))
    )


def _batches(pair_start: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Runs of groups (first, one past the last) with about `_PAIRS_A_BATCH` pairs each."""
    batch = pair_start[:-1] // _PAIRS_A_BATCH
    cuts = np.flatnonzero(np.diff(batch, prepend=-1, append=-1))
    return [(first, last) for first, last in pairwise(cuts.tolist())]


def _compared(
    groups: Groups, batches: list[tuple[int, int]], columns: Columns, progress: Progress
) -> Iterator[Comparisons]:
    """Every pair of members of every group, batch by batch."""
    for first, last in batches:
        a, b = within(groups.members, groups.member_start[first : last + 1])
        yield compare(columns, a, b, progress)


def _stated(columns: Columns) -> NDArray[np.bool_]:
    """Whether each mention states the name, each field, and anything together; shape (1 + fields + 1, mentions)."""
    rows = [columns.name_number >= 0, *(column.number >= 0 for column in columns.told)]
    return np.array([*rows, np.ones(len(columns), dtype=bool)])
