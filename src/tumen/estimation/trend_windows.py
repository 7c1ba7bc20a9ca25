"""Do people interviewed under different conditions tell the same of the same years?

If they do, the change of the window did not matter for what they could tell; if they do not, no weighting of groups
repairs the trend, and the reader must know.

Source: Mantel and Haenszel (1959) for person-time, as in Greenland and Robins (1985), Biometrics 41, 55 (common rate
ratio over many thin strata); its variance here is that of the score summed over clusters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from tumen.estimation.lexis import Cells
from tumen.model import Interval

__all__ = ["WindowRatio", "rate_ratio", "window_ratios"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_LEAST_EVENTS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowRatio:
    """Those interviewed from a year on, against those interviewed in the window before.

    Attributes:
        since: year from which interviews were made under other conditions.
        before, after: events told of periods and groups of which both tell.
        ratio: how many times as often those interviewed afterwards tell of the same periods and groups; None where
            too few events are told of by both.
        interval: of the ratio.
        differs: whether the interval leaves 1 out.
    """

    since: int
    before: float
    after: float
    ratio: float | None
    interval: Interval | None

    @property
    def differs(self) -> bool:
        """Whether the interval leaves 1 out."""
        ends = self.interval
        return ends is not None and not ends.low <= 1.0 <= (ends.high or np.inf)

    @property
    def words(self) -> str:
        """The comparison in a sentence."""
        if self.ratio is None or self.interval is None:
            return f"Too few events are told of the same years by people interviewed before and from {self.since}."
        ends = f"{self.interval.low:.2f} to {self.interval.high:.2f}"
        return (
            f"Of the same years and groups, people interviewed from {self.since} tell {self.ratio:.2f} times as often "
            f"as those interviewed before ({ends})."
        )


def window_ratios(
    parts: Cells,
    *,
    group: Ints,
    cluster: Ints,
    interviewed: Floats,
    since: Sequence[int],
    level: float,
) -> tuple[WindowRatio, ...]:
    """Compare each window with the one before it.

    Args:
        parts: what each stay contributes.
        group, cluster: of the stays.
        interviewed: float array (stays,), nan where not told; such stays are in no window.
        since: years in which a new window begins.
        level: 0-1.
    """
    starts = [-np.inf, *map(float, sorted(since)), np.inf]
    found = []
    for at in range(1, len(starts) - 1):
        old = (interviewed >= starts[at - 1]) & (interviewed < starts[at])
        new = (interviewed >= starts[at]) & (interviewed < starts[at + 1])
        found.append(_compared(parts, group, cluster, old, new, since=int(starts[at]), level=level))
    return tuple(found)


def _compared(
    parts: Cells, group: Ints, cluster: Ints, old: NDArray[np.bool_], new: NDArray[np.bool_], *,
    since: int, level: float,
) -> WindowRatio:  # fmt: skip
    kept = old | new
    size = (int(group.max()) + 1, *parts.time.shape[1:])

    def cell_of(values: Floats, which: NDArray[np.bool_]) -> Floats:
        made = np.zeros(size)
        np.add.at(made, group[which], values[which])
        return made

    times = cell_of(parts.time, old), cell_of(parts.time, new)
    both = (times[0] > 0) & (times[1] > 0)
    told = [float((parts.events[which] * both[group[which]]).sum()) for which in (old, new)]
    if min(told) < _LEAST_EVENTS:
        return WindowRatio(since=since, before=told[0], after=told[1], ratio=None, interval=None)
    events = cell_of(parts.events, old) * both, cell_of(parts.events, new) * both
    ratio, scores = rate_ratio(
        events, times, parts.events[kept], parts.time[kept],
        group[kept], new[kept],
    )  # fmt: skip
    summed = np.zeros(int(cluster.max()) + 1)
    np.add.at(summed, cluster[kept], scores)
    clusters = len(np.unique(cluster[kept]))
    error = float(np.sqrt((summed**2).sum() * clusters / max(clusters - 1, 1)))
    reach = float(scipy.special.stdtrit(max(clusters - 1, 1), (1 + level) / 2)) * error
    ends = Interval(level=level, low=ratio * float(np.exp(-reach)), high=ratio * float(np.exp(reach)))
    return WindowRatio(since=since, before=told[0], after=told[1], ratio=ratio, interval=ends)


def rate_ratio(
    events: tuple[Floats, Floats],
    times: tuple[Floats, Floats],
    own_events: Floats,
    own_times: Floats,
    group: Ints,
    new: NDArray[np.bool_],
) -> tuple[float, Floats]:
    """The common ratio of rates of the second to the first over all cells, and what each stay adds to its logarithm.

    Args:
        events, times: of the first and the second, (groups, periods, bands).
        own_events, own_times: float arrays (stays, periods, bands).
        group: int array (stays,).
        new: bool array (stays,), whether a stay is of the second.
    """
    whole = times[0] + times[1]
    safe = np.where((times[0] > 0) & (times[1] > 0), whole, np.inf)
    top, bottom = (events[1] * times[0] / safe).sum(), (events[0] * times[1] / safe).sum()
    ratio = float(top / bottom)
    base = (events[0] + events[1]) / np.maximum(times[0] + ratio * times[1], 1e-300)
    lifted = np.where(new[:, None, None], ratio, 1.0)
    away = own_events - (base[group] * lifted) * own_times
    lever = np.where(new[:, None, None], (times[0] / safe)[group], -ratio * (times[1] / safe)[group])
    return ratio, np.asarray((away * lever).sum((1, 2)) / top)
