"""What a reader hands out: one figure that a text states, with its bounds and why it was taken for one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["count", "percent", "money", "duration", "rate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number as one language's reader found it, before it is numbered and compared with others.

    Attributes:
        start: offset of the first character, with the qualifier.
        end: offset after the last character, with the unit.
        value_start: offset of the number alone.
        value_end: offset after it, with percent sign, currency or magnitude word.
        low: lower bound; None where the words set none (`up to`).
        high: upper bound; None where the words set none (`more than`).
        unit: what is counted, as written; None where nothing stands there.
        kind: count, percent (0 to 100), money, duration (also ages) or rate (a ratio).
        qualifier: `about`, `more than`…, as written, joined by `; `; None if there is none.
        vague: the bounds are a convention for a word such as `thousands`.
        confidence: 0 to 1, fixed by rule; an order of trust and not a probability.
        reason: the rule that took it for a figure, in plain words.
    """

    start: int
    end: int
    value_start: int
    value_end: int
    low: float | None
    high: float | None
    unit: str | None
    kind: Kind
    qualifier: str | None
    vague: bool
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Lower and upper bound of a figure, either of which may be open."""

    low: float | None
    high: float | None


def vague_bounds(order: float) -> Bounds:
    """What `hundreds`, `thousands`, `tens of thousands`… stand for: 2 to 9.99 times the order.

    A convention, not a measurement: nobody says "thousands" of one thousand.

    Example:
        >>> vague_bounds(10_000)
        Bounds(low=20000, high=99999)
    """
    return Bounds(low=2 * order, high=10 * order - 1)


LOW_ONLY, HIGH_ONLY, AROUND = "low", "high", "around"


def bounded(low: float, high: float, direction: str | None) -> Bounds:
    """Open one side of a value or range: `more than` sets only the lower bound, `up to` only the upper."""
    if direction == LOW_ONLY:
        return Bounds(low=low, high=None)
    if direction == HIGH_ONLY:
        return Bounds(low=None, high=high)
    return Bounds(low=low, high=high)


def plain(value: float) -> float:
    """An int where the value is whole, so that 15 does not print as 15.0; at most four decimals."""
    return int(value) if float(value).is_integer() else round(value, 4)


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, with overlapping ones joined."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def overlapping(spans: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """The first of some `merged` spans that shares a character with `start` to `end`."""
    place = bisect_right(spans, start, key=lambda span: span[1])
    return spans[place] if place < len(spans) and spans[place][0] < end else None
