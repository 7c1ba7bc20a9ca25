"""Does a method find a list that is hidden from it?

People on one list are a population whose size is known. Those of them who stand on some other list too are seen; how
many are there in all, from the other lists alone? The answer is on the list.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from tumen.estimation.charts import Chart, band_chart
from tumen.estimation.contract import Estimate, Method, require
from tumen.estimation.methods import estimate, method_settings
from tumen.estimation.table import OverlapTable
from tumen.progress import SILENT, Progress, check

__all__ = ["HiddenList", "InternalConsistency", "internal_consistency"]

_AT_LEAST = 30  # records of a list: below, an interval holds nearly everything


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenList:
    """One list, hidden and estimated.

    Attributes:
        name: of the list.
        size: people on it: the truth.
        seen: those of them on at least one other list.
        point, low, high: the estimate of `size` from the other lists; None unless status is `ok`.
        status: of that estimate.
        left_out: other lists that share nobody with this one and say nothing about it.
    """

    name: str
    size: int
    seen: int
    point: float | None
    low: float | None
    high: float | None
    status: str
    left_out: tuple[str, ...]

    @property
    def covered(self) -> bool | None:
        """Whether the interval holds the size; None without a number."""
        return None if self.low is None or self.high is None else self.low <= self.size <= self.high

    @property
    def log_ratio(self) -> float | None:
        """Natural logarithm of estimate over size: below 0 is too low; None without a number."""
        return None if self.point is None else float(np.log(self.point / self.size))


@dataclass(frozen=True, slots=True, kw_only=True)
class InternalConsistency:
    """Every list of some size, hidden in turn.

    Passing does not show that people on no list at all are counted well: they may differ from everybody on a list.

    Attributes:
        method: id of the method.
        level: of the intervals, 0-1.
        hidden: one a list, by name.
        too_short: lists with fewer than the fewest records asked for.
        input_sha256: hash of the table.
        seed: of every estimate.
    """

    method: str
    level: float
    hidden: tuple[HiddenList, ...]
    too_short: tuple[str, ...]
    input_sha256: str
    seed: int

    @property
    def answered(self) -> tuple[HiddenList, ...]:
        """Those with a number."""
        return tuple(each for each in self.hidden if each.point is not None)

    @property
    def covered(self) -> int:
        """How many of them hold the truth."""
        return sum(bool(each.covered) for each in self.answered)

    @property
    def mean_log_ratio(self) -> float | None:
        """Average of the log ratios: the usual bias, -0.3 is a quarter too low; None without any number."""
        ratios = [each.log_ratio for each in self.answered if each.log_ratio is not None]
        return float(np.mean(ratios)) if ratios else None

    @property
    def words(self) -> str:
        """The result in sentences."""
        if not self.hidden:
            return "No list is long enough to be hidden and found again."
        if not self.answered:
            return f"For none of {len(self.hidden)} hidden lists does the method give a number."
        ratio = float(np.exp(self.mean_log_ratio or 0.0))
        side = "below" if ratio < 1 else "above"
        return (
            f"{self.covered} of {len(self.answered)} hidden lists lie in their interval; estimates are on average "
            f"{abs(1 - ratio):.0%} {side} the known size."
        )

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON."""
        rows = [asdict(each) | {"covered": each.covered, "log_ratio": each.log_ratio} for each in self.hidden]
        return {
            "method": self.method, "level": self.level, "hidden": rows, "too_short": list(self.too_short),
            "answered": len(self.answered), "covered": self.covered, "mean_log_ratio": self.mean_log_ratio,
            "words": self.words, "input_sha256": self.input_sha256, "seed": self.seed,
        }  # fmt: skip

    def plot(self) -> Chart:
        """Each list's estimate over its known size, which is the line at 1."""
        rows = [
            {"who": each.name, "point": None}
            if each.point is None or each.low is None or each.high is None
            else {
                "who": each.name, "point": each.point / each.size, "low": each.low / each.size,
                "high": each.high / each.size,
            }
            for each in self.hidden
        ]  # fmt: skip
        return band_chart(
            rows, title="Lists hidden and estimated", words=self.words, axis="estimate / known size", line=1.0
        )


def internal_consistency(
    table: OverlapTable,
    *,
    method: str | Method = "latent-class",
    level: float = 0.95,
    seed: int = 1,
    at_least: int = _AT_LEAST,
    progress: Progress = SILENT,
) -> InternalConsistency:
    """Hide every list in turn and estimate its size from those of its people who stand on other lists.

    Args:
        table: the overlaps.
        method: an id or a settings object; it works with the settings of `for_pooling`.
        level: of the intervals, 0-1.
        seed: of every estimate.
        at_least: fewest records of a list that is tried.
        progress: told of each list.

    Raises:
        MethodError: there is no such method.
        SettingsError: a setting outside its range.
        Stopped: the person asked to stop.

    Source: Binette and Steorts (2022), Journal of the Royal Statistical Society A 185, 1009 (internal consistency).
    """
    require(at_least >= 1, "at_least must be at least 1.")
    chosen = (method_settings(method) if isinstance(method, str) else method).for_pooling()
    long = [name for name in table.lists if table.sizes[name] >= at_least]
    progress.start(len(long), "Hiding each list in turn")
    hidden = []
    for name in long:
        check(progress)
        hidden.append(_hide(table, name, chosen, level=level, seed=seed))
        progress.advance()
    return InternalConsistency(
        method=chosen.id,
        level=level,
        hidden=tuple(hidden),
        too_short=tuple(name for name in table.lists if name not in long),
        input_sha256=table.sha256,
        seed=seed,
    )


def _hide(table: OverlapTable, name: str, method: Method, *, level: float, seed: int) -> HiddenList:
    within, left_out = people_on(table, name)
    found: Estimate = estimate(within, method=method, level=level, rng=np.random.default_rng(seed))
    ends = found.interval
    return HiddenList(
        name=name,
        size=table.sizes[name],
        seen=within.observed,
        point=found.point,
        low=None if ends is None else ends.low,
        high=None if ends is None else ends.high,
        status=found.status,
        left_out=left_out,
    )


def people_on(table: OverlapTable, name: str) -> tuple[OverlapTable, tuple[str, ...]]:
    """The people on one list by the other lists they stand on; and the other lists that share nobody with it."""
    at = table.lists.index(name)
    on = table.patterns[:, at] == 1
    shares = (table.patterns[on].any(axis=0)) & (np.arange(len(table.lists)) != at)
    left_out = tuple(n for j, n in enumerate(table.lists) if j != at and not shares[j])
    patterns, counts = table.patterns[on][:, shares], table.counts[on]
    seen = patterns.any(axis=1) if patterns.shape[1] else np.zeros(len(counts), dtype=bool)
    lists = tuple(n for n, kept in zip(table.lists, shares, strict=True) if kept)
    return OverlapTable(lists=lists, patterns=patterns[seen], counts=counts[seen]), left_out
