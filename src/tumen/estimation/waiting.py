"""How long it took until something happened, where for some it has not happened yet.

Whoever is still waiting is not left out: then only the quick would be counted. Lengths are told as ranges, so the
middle one is a range too: what it would be if everybody took as little as they said, and as much.

Source: E. L. Kaplan and P. Meier (1958), Journal of the American Statistical Association 53, 457.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tumen.errors import EstimationError


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """One person's wait.

    Attributes:
        low: units of time that it surely lasted.
        high: that it lasted at most; not looked at while it goes on.
        over: whether it has ended.
    """

    low: float
    high: float
    over: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """What is known of several waits.

    Attributes:
        people: how many.
        over: of how many it ended.
        median: by when it had ended for half of them, as a range; None where fewer than half ended in the time seen.
    """

    people: int
    over: int
    median: tuple[float, float | None] | None

    def __str__(self) -> str:
        if self.median is None:
            return ""
        low, high = self.median
        end = "…" if high is None else f"{high:g}"
        return f"{low:g}" if end == f"{low:g}" else f"{low:g}–{end}"


def waits(told: Sequence[Wait]) -> Waits:
    """The middle length of waits of which some go on.

    Args:
        told: one for each person, any unit of time, the same for all.

    Raises:
        EstimationError: a length is negative, or its ends stand in the wrong order.

    Example:
        >>> found = waits([Wait(low=2, high=3), Wait(low=5, high=5), Wait(low=9, high=9, over=False)])
        >>> found.people, found.over, str(found)
        (3, 2, '5')
    """
    if any(w.low < 0 or (w.over and w.high < w.low) for w in told):
        raise EstimationError("A wait has a length below zero, or ends before it can have ended.")
    low = _median([(w.low, w.over) for w in told])
    high = _median([(w.high if w.over else w.low, w.over) for w in told])
    return Waits(
        people=len(told), over=sum(w.over for w in told), median=None if low is None else (low, high)
    )


def _median(lasted: Sequence[tuple[float, bool]]) -> float | None:
    """The first time at which the curve of those still waiting is at one half or below."""
    waiting, share = len(lasted), 1.0
    for time in sorted({at for at, _ in lasted}):
        ended = sum(at == time and over for at, over in lasted)
        share *= 1 - ended / waiting
        # A half that is missed by the rounding of a product is a half.
        if share <= 0.5 + 1e-12:
            return time
        waiting -= sum(at == time for at, _ in lasted)
    return None
