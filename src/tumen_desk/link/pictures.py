"""Pictures of the link room, as places and lengths: templates draw them as SVG, with a table under each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tumen.linkage.evaluation import Band, CostCurve
from tumen_desk.link.evidence import Step

_WIDTH: Final = 860.0
_WORDS: Final = 340.0
_LETTERS: Final = 52
_ROW: Final = 30
_EDGE: Final = 46.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One step drawn: where it begins, how long it is, where its number stands; `sign` is `for` or `against`."""

    words: str
    label: str
    bits: float
    x: float
    width: float
    y: int
    end: float
    label_x: float
    anchor: str
    sign: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """Bars from left (two people) to right (one person).

    Attributes:
        bars: one for each step; each begins where the one before it ended.
        zero: where even odds stand.
        total: log2 odds at the end.
        width, height: size of the drawing.
    """

    bars: tuple[Bar, ...]
    zero: float
    total: float
    width: float
    height: int


def waterfall(steps: Sequence[Step]) -> Waterfall:
    """Lay out a waterfall; bits add up from the first step to the last."""
    ends = [0.0]
    for step in steps:
        ends.append(ends[-1] + step.bits)
    low, high = min(ends), max(ends)
    scale = (_WIDTH - _WORDS - 2 * _EDGE) / max(high - low, 1.0)

    def place(bits: float) -> float:
        return round(_WORDS + _EDGE + (bits - low) * scale, 1)

    bars = []
    for at, step in enumerate(steps):
        left, right = sorted((place(ends[at]), place(ends[at + 1])))
        speaks = step.bits >= 0
        bars.append(
            Bar(
                words=step.words,
                label=step.words if len(step.words) <= _LETTERS else f"{step.words[: _LETTERS - 1]}…",
                bits=step.bits,
                x=left,
                width=round(max(right - left, 1.0), 1),
                y=at * _ROW + 8,
                end=place(ends[at + 1]),
                label_x=right + 5 if speaks else left - 5,
                anchor="start" if speaks else "end",
                sign="for" if speaks else "against",
            )
        )
    return Waterfall(
        bars=tuple(bars), zero=place(0.0), total=ends[-1], width=_WIDTH, height=len(steps) * _ROW + 8
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A band of probability drawn: the share that was seen, and its interval from `low` to `high`, in places."""

    x: float
    y: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Cost by threshold drawn: lines as lists of places, and where the cheapest threshold stands."""

    cost: str
    false_links: str
    missed_links: str
    best: float
    top: float


_SIDE: Final = 300.0
_WIDE: Final = 480.0


def dots(bands: Sequence[Band]) -> list[Dot]:
    """Bands in a square of 300 by 300, above each expected share the share that was seen."""
    return [
        Dot(
            x=round(_SIDE * band.expected, 1), y=_up(band.seen), low=_up(band.interval.low),
            high=_up(band.interval.high),
        )
        for band in bands
        if band.expected is not None and band.seen is not None and band.interval is not None
    ]  # fmt: skip


def _up(share: float | None) -> float:
    """A share as a place; an interval without an upper end reaches to 1."""
    return round(_SIDE * (1 - (1.0 if share is None else share)), 1)


def curve(found: CostCurve) -> Curve:
    """What each threshold costs, in 480 by 300."""
    top = max(1e-9, *(one.cost for one in found.choices))

    def line(costs: Iterable[float]) -> str:
        places = zip(found.choices, costs, strict=True)
        return " ".join(f"{_WIDE * (one.threshold or 0):.1f},{_up(cost / top):.1f}" for one, cost in places)

    return Curve(
        cost=line(one.cost for one in found.choices),
        false_links=line(one.false_links * found.false_link for one in found.choices),
        missed_links=line(one.missed_links * found.missed_link for one in found.choices),
        best=round(_WIDE * (found.best.threshold or 0), 1),
        top=top,
    )
