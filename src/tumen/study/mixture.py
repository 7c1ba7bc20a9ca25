"""Carry what linkage does not know into the interval: one posterior per distinct table, mixed over draws.

Source: linkage averaging, Sadinle (2018), Annals of Applied Statistics 12, 1013.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tumen.estimation import Estimate, Method, OverlapTable, estimate, method_settings, populations
from tumen.model import Interval, LinkDraws, ListMembership
from tumen.progress import SILENT, Progress, check
from tumen.study.lists import overlap_of_draw, overlap_of_labels
from tumen.study.thresholds import READILY, SPARINGLY, AtThreshold, at_threshold, partition_at

__all__ = ["Pooled", "estimate_over_draws"]

Floats = NDArray[np.float64]
_POINTS = 2000  # populations taken from each table's posterior
_LEAST_UNSEEN = 0.5
_MAY_FAIL = 0.1  # share of draws that may be without a number


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooled:
    """An estimate over many partitions.

    Attributes:
        method: id of the method.
        point, interval: of the mixture; None unless status is `ok`.
        observed: interval of the number of people on at least one list, over the draws.
        status: `ok`, or why there is no number.
        linkage_share: share of the variance of log population that is due to linkage, 0-1; None without a
            number.
        draws_used: partitions used.
        distinct_tables: different overlap tables among them; each was estimated once.
        without_number: draws whose table gave no number, and were left out.
        reported: the full estimate on the reported partition; as if linkage were certain.
        estimates: one per distinct table, the most frequent first.
        weights: share of the draws with that table.
        thresholds: what links made more readily, as reported, and more sparingly would give.
    """

    method: str
    point: float | None
    interval: Interval | None
    observed: Interval
    status: str
    linkage_share: float | None
    draws_used: int
    distinct_tables: int
    without_number: int
    reported: Estimate
    estimates: tuple[Estimate, ...]
    weights: tuple[float, ...]
    thresholds: tuple[AtThreshold, ...]

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON; estimates by status and number only."""
        return {
            "method": self.method,
            "point": self.point,
            "interval": self.interval,
            "observed": self.observed,
            "status": self.status,
            "linkage_share": self.linkage_share,
            "draws_used": self.draws_used,
            "distinct_tables": self.distinct_tables,
            "without_number": self.without_number,
            "reported": self.reported.as_dict(),
            "thresholds": [asdict(each) for each in self.thresholds],
            "tables": [
                {"sha256": each.input_sha256, "weight": weight, "point": each.point, "status": each.status}
                for each, weight in zip(self.estimates, self.weights, strict=True)
            ],
        }


def estimate_over_draws(
    draws: LinkDraws,
    memberships: Sequence[ListMembership],
    *,
    method: str | Method = "latent-class",
    level: float = 0.95,
    seed: int,
    reported: OverlapTable | None = None,
    use_draws: int | None = None,
    progress: Progress = SILENT,
) -> Pooled:
    """Estimate on every partition drawn and mix the posteriors.

    The reported table is estimated in full, with every check of convergence; `tumen estimate` on it with
    the same seed gives the same number. Each distinct table among the draws is then estimated once with less
    work (`Method.for_pooling`), because their posteriors are pooled.

    Args:
        draws: partitions of mentions into persons.
        memberships: which mention stands on which list.
        method: an id from `tumen.estimation.METHODS` or a settings object.
        level: of the interval, 0-1.
        seed: of every estimate.
        reported: table of the partition that is reported; None for the most frequent one.
        use_draws: how many partitions to use, evenly spaced; None for all.
        progress: told of each distinct table.
    """
    total = len(draws.labels)
    chosen = np.unique(np.linspace(0, total - 1, min(use_draws or total, total)).round().astype(int))
    tables = [overlap_of_draw(memberships, draws, int(draw)) for draw in chosen]
    frequency = Counter(tables)
    chief = reported or frequency.most_common(1)[0][0]
    full = method_settings(method) if isinstance(method, str) else method
    progress.start(len(frequency) + 2, f"{full.id}: estimating on each distinct table")
    best = estimate(chief, method=full, level=level, rng=np.random.default_rng(seed))
    found: dict[OverlapTable, Estimate] = {}
    light = full.for_pooling()

    def of(table: OverlapTable) -> Estimate:
        """Its estimate with less work; equal tables cost once."""
        if table not in found:
            check(progress)
            progress.advance()
            found[table] = estimate(table, method=light, level=level, rng=np.random.default_rng(seed))
        return found[table]

    for table in frequency:
        of(table)
    used = replace(draws, labels=draws.labels[chosen])
    readily, sparingly = (
        overlap_of_labels(memberships, draws, partition_at(used, share)) for share in (READILY, SPARINGLY)
    )
    thresholds = (
        at_threshold(of(readily), READILY),
        at_threshold(best, None),
        at_threshold(of(sparingly), SPARINGLY),
    )
    mixed = {table: found[table] for table in frequency}
    return _pool(frequency, mixed, best, thresholds, level=level)


def _pool(
    frequency: Counter[OverlapTable],
    found: dict[OverlapTable, Estimate],
    best: Estimate,
    thresholds: tuple[AtThreshold, ...],
    *,
    level: float,
) -> Pooled:
    order = sorted(found, key=lambda table: (-frequency[table], table.sha256))
    total = sum(frequency.values())
    estimates = tuple(found[table] for table in order)
    good = [table for table in order if found[table].is_ok]
    failed = total - sum(frequency[table] for table in good)
    point = interval = share = None
    status = _status(estimates, failed / total) if best.is_ok else best.status
    if status == "ok":
        samples = [_stand_ins(found[table], best, level=level) for table in good]
        weights = np.array([frequency[table] for table in good], dtype=float)
        point, interval = _mixed(samples, weights, level=level)
        share = _linkage_share(samples, weights)
    return Pooled(
        method=estimates[0].method,
        point=point,
        interval=interval,
        observed=_observed(frequency, level=level),
        status=status,
        linkage_share=share,
        draws_used=total,
        distinct_tables=len(order),
        without_number=failed,
        reported=best,
        estimates=estimates,
        weights=tuple(frequency[table] / total for table in order),
        thresholds=thresholds,
    )


def _status(estimates: Sequence[Estimate], failed: float) -> str:
    """A number needs nine draws in ten that support one; otherwise the commonest reason."""
    if failed <= _MAY_FAIL:
        return "ok"
    return Counter(each.status for each in estimates if not each.is_ok).most_common(1)[0][0]


def _stand_ins(one: Estimate, best: Estimate, *, level: float) -> Floats:
    """Populations that stand for the estimate of one table.

    Where the form for pooling leaves out what the full one knows of its own doubt, as which model to choose, the
    tables would vary by linkage alone and the mixture could be narrower than the reported estimate. So the law of
    the full estimate is moved to where this table puts the unseen people.
    """
    if one.draws is not None or one.point is None or best.point is None or one.settings == best.settings:
        return populations(one, level=level, points=_POINTS)
    unseen = populations(best, level=level, points=_POINTS) - best.observed
    moved = max(one.point - one.observed, _LEAST_UNSEEN) / max(best.point - best.observed, _LEAST_UNSEEN)
    return np.asarray(one.observed + unseen * moved)


def _mixed(samples: Sequence[Floats], weights: Floats, *, level: float) -> tuple[float, Interval]:
    values = np.concatenate(samples)
    weight = np.repeat(weights / weights.sum() / _POINTS, _POINTS)
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weight[order])
    wanted = np.array([(1 - level) / 2, 0.5, (1 + level) / 2])
    low, point, high = values[order][np.minimum(np.searchsorted(reached, wanted), len(values) - 1)]
    return float(point), Interval(level=level, low=float(low), high=float(high))


def _linkage_share(samples: Sequence[Floats], weights: Floats) -> float:
    """Variance between the tables over all variance, of log population (law of total variance)."""
    shares = weights / weights.sum()
    means = np.array([np.log(each).mean() for each in samples])
    within = float(shares @ np.array([np.log(each).var() for each in samples]))
    between = float(shares @ (means - shares @ means) ** 2)
    return between / (within + between) if within + between > 0 else 0.0


def _observed(frequency: Counter[OverlapTable], *, level: float) -> Interval:
    seen = [table.observed for table in frequency.elements()]
    low, high = np.quantile(seen, [(1 - level) / 2, (1 + level) / 2])
    return Interval(level=level, low=float(low), high=float(high))
