"""Several methods at once, mixed: which of them is right is doubt as well, and often the larger part of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from tumen.estimation.contract import (
    CLOSED,
    LARGEST,
    LINKED,
    NOT_DETERMINED,
    OK,
    Answer,
    Method,
    require,
)
from tumen.estimation.graph_averaging import GraphAveraging
from tumen.estimation.heterogeneity import Heterogeneity
from tumen.estimation.latent_class import LatentClass
from tumen.estimation.populations import spread
from tumen.estimation.sample_coverage import SampleCoverage
from tumen.estimation.stepwise import Stepwise
from tumen.estimation.table import OverlapTable
from tumen.model import Interval
from tumen.progress import SILENT, Progress, check

__all__ = ["Several"]

_POINTS = 1000  # populations taken from each method
_FEWEST = 2
_FACTOR = 4.0  # medians further apart than this are no one answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """Four ways in which lists and people can depart from independence, mixed in equal parts.

    People who fall into classes (`latent-class`); people who differ smoothly (`heterogeneity`, darroch); dependence
    that shows in pairs of lists (`sample-coverage`); lists that depend on each other (`graph-averaging`, from seven
    lists on `stepwise`). None can be told from the rest by the table alone. The interval is that of the mixture, so it
    grows where they disagree. Where fewer than two give a number, or medians lie further apart than a factor of four,
    none is given.

    Attributes:
        quick: shorter chains and fewer tables drawn, as where many tables are pooled.
        max_sweeps: budget of the chains of latent classes.
        min_observed: fewest people for which a number is given.

    Source: Stone (1961), Annals of Mathematical Statistics 32, 1339 (linear opinion pool); Hoeting, Madigan, Raftery
        and Volinsky (1999), Statistical Science 14, 382 (why doubt of the model belongs in the interval).
    """

    id: ClassVar[str] = "several"
    title: ClassVar[str] = "Several methods, mixed in equal parts"
    needs_rng: ClassVar[bool] = True
    min_lists: ClassVar[int] = 3
    max_lists: ClassVar[int] = 12

    quick: bool = False
    max_sweeps: int = 96_000
    min_observed: int = 30

    def __post_init__(self) -> None:
        require(self.max_sweeps >= 100, "max_sweeps must be at least 100.")
        require(self.min_observed >= 1, "min_observed must be at least 1.")

    def for_pooling(self) -> Method:
        """Shorter chains: the pool of all tables has the draws that one lacks."""
        return replace(self, quick=True)

    def assumptions(self, table: OverlapTable) -> tuple[str, ...]:
        return (
            "One of four stories holds: people fall into classes; people differ smoothly; lists depend in pairs; lists "
            "depend on each other. Before seeing the data each is as likely as the others.",
            "People whom no list could meet are not counted. The data cannot test whether there are any.",
            CLOSED,
            LINKED,
        )

    def members(self, lists: int) -> tuple[Method, ...]:
        """The methods that are mixed for so many lists."""
        third: Method = GraphAveraging(try_priors=False) if lists <= GraphAveraging.max_lists else Stepwise()
        classes = LatentClass(first_sweeps=min(3_000, self.max_sweeps), max_sweeps=self.max_sweeps)
        full = (classes, Heterogeneity(shape="darroch"), SampleCoverage(), third)
        return tuple(each.for_pooling() for each in full) if self.quick else full

    def answer(
        self, table: OverlapTable, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        if len(table.lists) > self.max_lists:
            why = f"{len(table.lists)} lists: at most {self.max_lists}. Merge lists, or use latent-class"
            return Answer(status=f"refused: {why}", diagnostics={"refusals": (why,)})
        chosen = self.members(len(table.lists))
        found: dict[str, Answer] = {}
        for member, own in zip(chosen, rng.spawn(len(chosen)), strict=True):
            check(progress)
            found[member.id] = member.answer(table, level=level, rng=own, progress=SILENT)
        return _mixed(table, found, level=level, rng=rng)


def _mixed(
    table: OverlapTable, found: dict[str, Answer], *, level: float, rng: np.random.Generator
) -> Answer:
    """The mixture of those that gave a number, if they are enough and do not lie too far apart."""
    good = {name: one for name, one in found.items() if _numbered(one)}
    medians = [float(one.point or 0.0) for one in good.values()]
    told: dict[str, object] = {
        "members": {name: _told(one) for name, one in found.items()},
        "factor": max(medians) / min(medians) if medians else None,
        "cautions": tuple(_without(found, good)),
    }
    if len(good) < _FEWEST or max(medians) > _FACTOR * min(medians):
        return Answer(status=NOT_DETERMINED, diagnostics=told)
    values = np.concatenate(
        [
            spread(one.point, one.interval, one.draws, observed=table.observed, level=level, points=_POINTS)
            for one in good.values()
        ]
    )
    low, point, high = np.quantile(values, [(1 - level) / 2, 0.5, (1 + level) / 2])
    if high > LARGEST:
        return Answer(status=NOT_DETERMINED, diagnostics=told)
    # in no order, so that draws of several tables may be added one by one
    draws = np.maximum(np.rint(rng.permutation(values)), table.observed).astype(np.int64)
    ends = Interval(level=level, low=float(low), high=float(high))
    return Answer(status=OK, point=float(point), interval=ends, diagnostics=told, draws=draws)


def _numbered(one: Answer) -> bool:
    return one.status == OK and one.interval is not None and one.interval.high is not None


def _told(one: Answer) -> dict[str, object]:
    ends = one.interval
    return {"status": one.status, "point": one.point, "low": ends and ends.low, "high": ends and ends.high}


def _without(found: dict[str, Answer], good: dict[str, Answer]) -> Iterator[str]:
    for name in [each for each in found if each not in good]:
        yield f"{name} gives no number and is not in the mixture ({found[name].status})"
