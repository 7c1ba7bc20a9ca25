"""All methods beside each other, the checks of one of them, and a verdict in words.

The verdict is a set of rules, each of which says itself in a sentence. It never turns a doubtful number into a good
one, and never says that a number is right: people on no list leave no trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from tumen.errors import MethodError
from tumen.estimation.charts import Chart
from tumen.estimation.consistency import InternalConsistency, internal_consistency
from tumen.estimation.contract import Estimate, Method
from tumen.estimation.methods import METHODS, SIDE_BY_SIDE, estimate_all, method_settings
from tumen.estimation.pictures import estimates_chart
from tumen.estimation.predictive import PosteriorPredictive, posterior_predictive
from tumen.estimation.sensitivity import Sensitivity, sensitivity
from tumen.estimation.table import OverlapTable
from tumen.progress import SILENT, Progress

__all__ = ["Appraisal", "Verdict", "appraise"]

LOWER = ("independence", "chao-mth")
"""Methods that are too low wherever people differ; they do not vote on how large the population is."""
ASSUMED = ("no-highest-interaction", "odds-ratio")
"""Methods whose one free number is assumed; their grid shows what it does, and they do not vote either."""

MIXED = ("several",)
"""A mixture says nothing that its members do not."""

_APART = 1.5  # largest over smallest estimate at which methods no longer tell one story
_FAR_APART = 2.0  # and at which only the lower end is known
_BIASED = 0.25  # |log ratio| of hidden lists: a quarter too low or too high
_OUTSIDE = 0.15  # share of counts outside their 95% band: three times as many as by chance
_COPIED = 0.7  # share of the shorter list that stands on the longer


class Verdict(StrEnum):
    """How far the number carries."""

    HOLDS = "the checks hold together"
    CARE = "use with care"
    LOWER_ONLY = "only the lower end is known"
    NONE = "no number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """One table, every method, the checks of the main one.

    Attributes:
        main: the estimate the checks are about.
        estimates: every method, `main` among them.
        consistency: lists hidden and estimated.
        predictive: the table replayed; None where the method has no model of the combinations.
        sensitivity: other decisions.
        verdict: how far the number carries.
        reasons: why, one sentence each.
    """

    main: Estimate
    estimates: tuple[Estimate, ...]
    consistency: InternalConsistency
    predictive: PosteriorPredictive | None
    sensitivity: Sensitivity
    verdict: Verdict
    reasons: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON."""
        return {
            "main": self.main.method,
            "verdict": str(self.verdict),
            "reasons": list(self.reasons),
            "estimates": [one.as_dict() for one in self.estimates],
            "consistency": self.consistency.as_dict(),
            "predictive": None if self.predictive is None else self.predictive.as_dict(),
            "sensitivity": self.sensitivity.as_dict(),
        }

    def plot(self) -> Chart:
        """Every method with its interval."""
        return estimates_chart(self.estimates)


def appraise(
    table: OverlapTable,
    *,
    method: str | Method = "latent-class",
    methods: Iterable[str | Method] | None = None,
    level: float = 0.95,
    seed: int = 1,
    progress: Progress = SILENT,
) -> Appraisal:
    """Estimate by every method, check the main one, and say how far it carries.

    Args:
        table: the overlaps.
        method: the main one.
        methods: others to stand beside it; None for all but `several`, a mixture of some of them.
        level: of the intervals, 0-1.
        seed: of every step.
        progress: told of each step.

    Raises:
        MethodError: there is no such method.
        SettingsError: level outside 0-1.
        Stopped: the person asked to stop.
    """
    main = method_settings(method) if isinstance(method, str) else method
    others = [
        method_settings(m) if isinstance(m, str) else m
        for m in (SIDE_BY_SIDE if methods is None else methods)
    ]
    beside = [main, *(each for each in others if each.id != main.id)]
    found = estimate_all(table, seed=seed, level=level, methods=beside, progress=progress)
    order = [*METHODS]
    estimates = tuple(sorted(found, key=lambda one: order.index(one.method) if one.method in order else -1))
    hidden = internal_consistency(table, method=main, level=level, seed=seed, progress=progress)
    decided = sensitivity(table, method=main, level=level, seed=seed, progress=progress)
    try:
        replayed = posterior_predictive(table, method=main, seed=seed, progress=progress)
    except MethodError:
        replayed = None
    verdict, reasons = _judged(table, found[0], estimates, hidden, replayed, decided)
    return Appraisal(
        main=found[0],
        estimates=estimates,
        consistency=hidden,
        predictive=replayed,
        sensitivity=decided,
        verdict=verdict,
        reasons=reasons,
    )


def _judged(
    table: OverlapTable,
    main: Estimate,
    estimates: tuple[Estimate, ...],
    hidden: InternalConsistency,
    replayed: PosteriorPredictive | None,
    decided: Sensitivity,
) -> tuple[Verdict, tuple[str, ...]]:
    copies = tuple(_copies(table))
    if main.point is None:
        return Verdict.NONE, (f"The main method gives no number: {main.status}.", *_bound(estimates), *copies)
    apart, told = _spread(estimates)
    doubts = [
        *_beyond(main, estimates),
        *_from_checks(hidden, replayed),
        *_from_decisions(main, decided),
        *copies,
    ]
    if apart > _FAR_APART:
        return Verdict.LOWER_ONLY, (told, *_bound(estimates), *doubts)
    if apart > _APART or doubts:
        return Verdict.CARE, (told, *doubts)
    return Verdict.HOLDS, (
        told,
        hidden.words,
        *_replays(replayed),
        "No other decision moves it out of its interval.",
    )


def _replays(replayed: PosteriorPredictive | None) -> Iterator[str]:
    if replayed is not None:
        off = f"{len(replayed.outside)} of {len(replayed.compared)} counts are off"
        yield f"The model gives tables like this one: {off}."


def _spread(estimates: tuple[Estimate, ...]) -> tuple[float, str]:
    """How far the methods that may vote lie apart, as a factor and in words."""
    voting = [
        one for one in estimates if one.point is not None and one.method not in (*LOWER, *ASSUMED, *MIXED)
    ]
    if len(voting) < 2:
        return (
            1.0,
            "Fewer than two methods that allow for dependence give a number; there is nothing to compare.",
        )
    points = [one.point or 0.0 for one in voting]
    factor = max(points) / min(points)
    return factor, (
        f"{len(voting)} methods that allow for dependence or differences give {min(points):,.0f} to "
        f"{max(points):,.0f}, a factor of {factor:.2f}."
    )


def _bound(estimates: tuple[Estimate, ...]) -> Iterator[str]:
    for one in estimates:
        if one.method == "chao-mth" and one.interval is not None:
            yield f"Show the lower bound: at least {one.interval.low:,.0f}, probably more than {one.point:,.0f}."


def _beyond(main: Estimate, estimates: tuple[Estimate, ...]) -> Iterator[str]:
    bound = next((one for one in estimates if one.method == "chao-mth" and one.interval is not None), None)
    if bound and bound.interval and main.interval and (main.interval.high or np.inf) < bound.interval.low:
        yield f"The whole interval lies below the lower bound of {bound.interval.low:,.0f}."


def _from_checks(hidden: InternalConsistency, replayed: PosteriorPredictive | None) -> Iterator[str]:
    bias = hidden.mean_log_ratio
    if hidden.answered and (hidden.covered < 0.6 * len(hidden.answered) or abs(bias or 0.0) > _BIASED):
        yield hidden.words
    if not hidden.answered:
        why = hidden.hidden[0].status.removeprefix("refused: ") if hidden.hidden else "no list is long enough"
        yield f"The method could not be tried on lists of known size: {why}."
    if replayed and len(replayed.outside) > _OUTSIDE * len(replayed.compared):
        off = f"{len(replayed.outside)} of {len(replayed.compared)} counts are off"
        yield f"The model does not give tables like this one: {off}."


def _from_decisions(main: Estimate, decided: Sensitivity) -> Iterator[str]:
    ends = main.interval
    if ends is None or ends.high is None:
        return
    for row in (*decided.of("without a list"), *decided.of("two lists as one"), *decided.of("prior")):
        if row.point is not None and not ends.low <= row.point <= ends.high:
            yield f"Decided otherwise ({row.words}), the number is {row.point:,.0f}, outside the interval."


def _copies(table: OverlapTable) -> Iterator[str]:
    both = table.patterns.T @ (table.patterns * table.counts[:, None])
    for i, first in enumerate(table.lists):
        for j in range(i + 1, len(table.lists)):
            share = both[i, j] / max(1, min(both[i, i], both[j, j]))
            if share >= _COPIED:
                yield (
                    f"{share:.0%} of the shorter of {first} and {table.lists[j]} stand on the other too: was one "
                    "copied, or did one refer people to the other? Then merge them."
                )
