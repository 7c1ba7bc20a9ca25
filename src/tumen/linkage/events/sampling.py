"""Chains of partitions: groups swept in turn under one prior, its parameters and the agreement rates drawn as well."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.linkage.events.judging import Held
from tumen.linkage.events.levels import FIELDS, WIDEST
from tumen.linkage.events.pairing import Grouped
from tumen.linkage.events.partition import Group, Sizes, sweep
from tumen.linkage.events.rates import Rates, drawn, hand_set, tally
from tumen.linkage.events.settings import EventSettings
from tumen.progress import Progress, check

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_DISCOUNTS: Final = np.linspace(0.0, 0.9, 19)
_RATES_EVERY: Final = 5


@dataclass(slots=True, kw_only=True)
class Chain:
    """Where a chain stands.

    Attributes:
        labels: for each group the event of each unit.
        rates: the agreement rates of the moment.
        sizes: the prior's parameters of the moment.
    """

    grouped: Grouped
    held: Held
    rates: Rates
    sizes: Sizes
    labels: list[Ints]
    groups: list[Group]

    @classmethod
    def begin(cls, grouped: Grouped, held: Held, rates: Rates) -> Chain:
        """Every unit an event of its own."""
        chain = cls(
            grouped=grouped, held=held, rates=rates, sizes=Sizes(float(max(grouped.units, 2)), 0.3, 0),
            labels=[np.arange(len(each.start) - 1) for each in grouped.groups], groups=[],
        )  # fmt: skip
        chain.weigh(rates)
        return chain

    @property
    def events(self) -> int:
        """How many events there are, lone accounts included."""
        return self.grouped.alone + sum(len(np.unique(label)) for label in self.labels)

    def weigh(self, rates: Rates) -> None:
        """Lay the groups out with other rates."""
        self.rates = rates
        self.groups = [each.laid_out(rates) for each in self.grouped.groups]

    def step(self, rng: np.random.Generator) -> None:
        """Sweep every group once, then draw the prior's parameters."""
        events = self.events
        for group, label in zip(self.groups, self.labels, strict=True):
            before = len(np.unique(label))
            outside = Sizes(self.sizes.concentration, self.sizes.discount, events - before)
            events += sweep(group, label, outside, rng) - before
        self.sizes = _draw_sizes(self._cluster_sizes(), rng)

    def counts(self) -> Floats:
        """Levels within events, k accounts counting for k - 1 comparisons; shape (fields, levels)."""
        total = np.zeros((len(FIELDS), WIDEST))
        for laid, label in zip(self.grouped.groups, self.labels, strict=True):
            event = np.repeat(label, np.diff(laid.start))
            x, y = np.triu_indices(len(event), 1)
            same = event[x] == event[y]
            size = np.bincount(event, minlength=len(event))[event[x[same]]]
            total += tally(laid.levels[x[same], y[same]], 2.0 / size)
        return total

    def label_all(self) -> Ints:
        """Position of the first account of each account's event, shape (accounts,)."""
        label = np.array(self.held.unit, dtype=np.int64)
        for laid, local in zip(self.grouped.groups, self.labels, strict=True):
            event = np.repeat(local, np.diff(laid.start))
            first = np.full(len(event), len(label), dtype=np.int64)
            np.minimum.at(first, event, laid.accounts)
            label[laid.accounts] = first[event]
        return label

    def _cluster_sizes(self) -> Ints:
        inside = [np.unique(label, return_counts=True)[1] for label in self.labels]
        return np.concatenate([np.ones(self.grouped.alone, dtype=np.int64), *inside])


def _draw_sizes(sizes: Ints, rng: np.random.Generator) -> Sizes:
    """Concentration and discount drawn from their posterior on a grid, given how often each event is told."""
    units, events = int(sizes.sum()), len(sizes)
    concentrations = np.geomspace(0.5, 20.0 * units, 40)
    theta, sigma = concentrations[:, None], _DISCOUNTS[None, :]
    steps = np.arange(1, events)
    log = (
        np.log(theta[..., None] + sigma[..., None] * steps).sum(axis=-1)
        if events > 1
        else 0.0 * theta * sigma
    )
    gammaln = scipy.special.gammaln
    log = log + gammaln(theta + 1) - gammaln(theta + units)
    several, times = np.unique(sizes, return_counts=True)
    log = log + (times * (gammaln(several - sigma[..., None]) - gammaln(1 - sigma[..., None]))).sum(axis=-1)
    chance = np.exp(log - log.max()).ravel()
    at = int(rng.choice(len(chance), p=chance / chance.sum()))
    i, j = divmod(at, len(_DISCOUNTS))
    return Sizes(float(concentrations[i]), float(_DISCOUNTS[j]), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """What chains drew.

    Attributes:
        labels: shape (draws, accounts).
        together: for each group the probability that two accounts are of one event.
        counts: levels within events, k accounts counting for k - 1 comparisons, the mean over draws.
    """

    labels: Ints
    together: list[Floats]
    counts: Floats


def sample(
    grouped: Grouped, held: Held, rates: Rates, settings: EventSettings, rng: np.random.Generator, progress: Progress,
) -> Sampled:  # fmt: skip
    """Draw partitions with several chains."""
    together = [np.zeros((len(each.accounts),) * 2) for each in grouped.groups]
    labels, counts, swept = [], [], 0
    progress.start(settings.draws, "Drawing partitions into events")
    for wanted in _shared_out(settings.draws, settings.chains):
        chain = Chain.begin(grouped, held, rates)
        for number in range(settings.burn_in + wanted * settings.thin):
            check(progress)
            _step(chain, number, settings, rng)
            if number >= settings.burn_in:
                swept += 1
                _add_together(chain, together)
            if (
                number >= settings.burn_in
                and (number - settings.burn_in) % settings.thin == settings.thin - 1
            ):
                labels.append(chain.label_all())
                counts.append(chain.counts())
                progress.advance()
    return Sampled(
        labels=np.stack(labels), together=[each / swept for each in together],
        counts=np.mean(counts, axis=0),
    )  # fmt: skip


def _step(chain: Chain, number: int, settings: EventSettings, rng: np.random.Generator) -> None:
    chain.step(rng)
    if number % _RATES_EVERY == _RATES_EVERY - 1:
        m = drawn(settings.prior_strength * hand_set()[0] + chain.counts(), rng)
        chain.weigh(replace(chain.rates, m=m))


def _shared_out(draws: int, chains: int) -> list[int]:
    return [draws // chains + (number < draws % chains) for number in range(chains) if number < draws]


def _add_together(chain: Chain, together: list[Floats]) -> None:
    for laid, label, total in zip(chain.grouped.groups, chain.labels, together, strict=True):
        event = np.repeat(label, np.diff(laid.start))
        total += event[:, None] == event[None, :]
