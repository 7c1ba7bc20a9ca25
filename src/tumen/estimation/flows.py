"""A stock that people enter and leave, year by year: what stated ranges of the flows allow for it.

Source: the balancing equation of demography, Preston, Heuveline and Guillot (2001), Demography; ranges by
simulation, and dropping draws that are impossible, as in Bayesian melding, Poole and Raftery (2000), Journal of the
American Statistical Association 95, 1244.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from tumen.estimation.contract import LARGEST, NOT_DETERMINED, OK, Answer, refuse, require
from tumen.estimation.sheet import Sheet, raise_faults
from tumen.model import Interval
from tumen.progress import Progress, check

__all__ = ["FlowTable", "StockBalance"]

Floats = NDArray[np.float64]
KINDS = ("start", "in", "out", "known")
_MOST_YEARS = 300
_KEPT = 500  # draws that must survive what is impossible
_CONTRADICTED = 0.5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FlowTable:
    """Ranges of a stock's flows; made by `from_csv` or `from_sheet`.

    Attributes:
        years: in order, without a gap.
        start: (low, best, high) of the stock before the first year.
        flows: name and sign (+1 in, -1 out) → float array (years, 3) of low, best, high.
        known: year → (low, high) between which the stock at its end lies.
        observed: rows read.
        sha256: hash of the canonical table.
    """

    years: tuple[int, ...]
    start: Floats
    flows: dict[tuple[str, int], Floats]
    known: dict[int, tuple[float, float]]
    observed: int
    sha256: str

    @classmethod
    def from_csv(cls, text: str) -> FlowTable:
        """Read the columns year, kind, flow, low, best, high; `best` may be empty.

        `kind` is `start` (the stock before the first year, one row), `in` or `out` (a flow of that year; `flow` is its
        name), or `known` (the stock at the end of that year lies between low and high). Every flow has a row for
        every year: nobody writes a year away by leaving it out.

        Raises:
            SampleError: every fault at once.
        """
        return cls.from_sheet(Sheet.from_csv(text))

    @classmethod
    def from_sheet(cls, sheet: Sheet) -> FlowTable:
        """As `from_csv`, from a `Sheet`."""
        sheet = sheet.take({name: name for name in ("year", "kind", "flow", "low", "best", "high")})
        faults: list[str] = []
        year = sheet.numbers("year", faults, whole="years")
        ranges = _ranges(sheet, faults)
        kind = sheet.text("kind")
        faults += [
            f"Row {line}: kind is one of {', '.join(KINDS)}, not {one!r}."
            for one, line in zip(kind, sheet.lines, strict=True)
            if one not in KINDS
        ]
        raise_faults(faults)
        moves = np.array([one in ("in", "out") for one in kind])
        years = tuple(sorted({int(y) for y in year[moves]}))
        faults += _year_faults(years, kind, year)
        raise_faults(faults)
        flows = _flows(sheet, year, ranges, years, faults)
        raise_faults(faults)
        known = {int(y): (r[0], r[2]) for y, r, one in zip(year, ranges, kind, strict=True) if one == "known"}
        return cls(
            years=years,
            start=ranges[kind.index("start")],
            flows=flows,
            known=known,
            observed=len(kind),
            sha256=sheet.sha256,
        )


def _ranges(sheet: Sheet, faults: list[str]) -> Floats:
    """(rows, 3): low, best, high; best is nan where none is stated."""
    low, high = (sheet.numbers(name, faults, low=0) for name in ("low", "high"))
    best = sheet.numbers("best", faults, low=0, empty="na")
    middle = np.where(np.isnan(best), low, best)
    for lo, mid, hi, line in zip(low, middle, high, sheet.lines, strict=True):
        if not lo <= mid <= hi and not np.isnan([lo, hi]).any():
            faults.append(f"Row {line}: low, best and high are not in that order.")
    return np.column_stack([low, best, high])


def _year_faults(years: tuple[int, ...], kind: tuple[str, ...], year: Floats) -> list[str]:
    if not years:
        return ["There is no flow: no row of kind in or out."]
    if years[-1] - years[0] >= _MOST_YEARS:
        return [f"The years {years[0]}-{years[-1]} are more than {_MOST_YEARS}."]
    found = [] if kind.count("start") == 1 else ["Exactly one row of kind start is needed."]
    told = [int(y) for y, one in zip(year, kind, strict=True) if one == "known"]
    found += [f"Two rows say what the stock of {y} was." for y in sorted(set(told)) if told.count(y) > 1]
    return found + [f"A stock of {y} is told, but no flow." for y in told if not years[0] <= y <= years[-1]]


def _flows(
    sheet: Sheet, year: Floats, ranges: Floats, years: tuple[int, ...], faults: list[str]
) -> dict[tuple[str, int], Floats]:
    every = range(years[0], years[-1] + 1)
    faults += [f"No flow at all is told for {y}." for y in every if y not in years]
    told: dict[tuple[str, int], dict[int, Floats]] = {}
    for name, one, y, values in zip(sheet.text("flow"), sheet.text("kind"), year, ranges, strict=True):
        if one in ("in", "out"):
            of = told.setdefault((name, 1 if one == "in" else -1), {})
            faults += [f"Flow {name!r} has two rows for {y:.0f}."] if int(y) in of else []
            of[int(y)] = values
    for (name, _), of in told.items():
        faults += [f"Flow {name!r} has no row for {y}." for y in years if y not in of]
    return {} if faults else {key: np.array([of[y] for y in years]) for key, of in sorted(told.items())}


def _quantile(ranges: Floats, u: Floats) -> Floats:
    """Triangular where a best value is stated, uniform where not; `u` (draws, …) between 0 and 1."""
    low, best, high = ranges[..., 0], ranges[..., 1], ranges[..., 2]
    width = high - low
    with np.errstate(all="ignore"):
        left = np.where(width > 0, (best - low) / width, 0.0)
        rising = low + np.sqrt(u * width * (best - low))
        falling = high - np.sqrt((1 - u) * width * (high - best))
    triangular = np.where(u < left, rising, falling)
    return np.asarray(np.where(np.isnan(best), low + u * width, triangular))


@dataclass(frozen=True, slots=True, kw_only=True)
class StockBalance:
    """The stock at the end of a year: what it was, plus who came, less who left.

    Values are drawn from the stated ranges (triangular around a best value, else uniform). Draws in which a stock
    becomes negative or leaves what is known of it are dropped. The point is the median.

    Attributes:
        year: whose end is asked about; None: the last.
        errors: `shared`: a flow that is told too low in one year is so in every year, as when one source counts;
            `separate`: each year errs by itself, which makes the interval narrower.
        replicates: draws before any is dropped.

    Source: Preston, Heuveline and Guillot (2001), Demography; Poole and Raftery (2000), Journal of the
        American Statistical Association 95, 1244.
    """

    id: ClassVar[str] = "stock-balance"
    title: ClassVar[str] = "Balance of a stock by year"
    unit: ClassVar[str] = "people"
    needs_rng: ClassVar[bool] = True
    avoid: ClassVar[tuple[str, ...]] = (
        "Where a flow that matters was left out: nothing in the numbers can show it.",
        "Ranges chosen so that the result looks right; state where each comes from.",
    )

    year: int | None = None
    errors: str = "shared"
    replicates: int = 20_000

    def __post_init__(self) -> None:
        require(self.errors in ("shared", "separate"), "errors is shared or separate.")
        require(1000 <= self.replicates <= 1_000_000, "replicates lies between 1,000 and 1,000,000.")

    def assumptions(self) -> tuple[str, ...]:
        years = {
            "shared": "A flow that is told too low or too high in one year is so in every year.",
            "separate": "Whether a flow is told too low or too high in one year says nothing of the next.",
        }
        return (
            "The true values lie in the stated ranges, near the best values where these are stated.",
            "All ways into and out of the stock are in the table, and nobody is counted in two of them.",
            "What is wrong with one flow says nothing of another.",
            years[self.errors],
        )

    def answer(
        self, sample: FlowTable, *, level: float, rng: np.random.Generator, progress: Progress
    ) -> Answer:
        if self.year is not None and self.year not in sample.years:
            return refuse(f"the flows are told for {sample.years[0]}-{sample.years[-1]}, not for {self.year}")
        check(progress)
        stocks, good = self._draw(sample, rng)
        told: dict[str, object] = {"kept": float(good.mean()), "best": _best(sample)}
        if good.sum() < _KEPT:
            why = f"the ranges contradict each other: {good.sum()} of {self.replicates} draws are possible"
            return Answer(status=NOT_DETERMINED, diagnostics={**told, "why": why})
        stocks = stocks[good]
        if stocks.max() > LARGEST:
            return Answer(
                status=NOT_DETERMINED, diagnostics={**told, "why": "the ranges have no bounds worth the name"}
            )
        outer = (1 - level) / 2
        low, middle, high = np.quantile(stocks, [outer, 0.5, 1 - outer], axis=0)
        rows = zip(sample.years, low, middle, high, *_limits(sample), strict=True)
        names = ("year", "low", "median", "high", "lowest_possible", "highest_possible")
        told["years"] = [dict(zip(names, (row[0], *map(float, row[1:])), strict=True)) for row in rows]
        if good.mean() < _CONTRADICTED:
            told["cautions"] = (f"only {good.mean():.0%} of the draws are possible: some range is doubtful",)
        at = -1 if self.year is None else sample.years.index(self.year)
        ends = Interval(level=level, low=float(low[at]), high=float(high[at]))
        draws = np.rint(stocks[:, at]).astype(np.int64)
        return Answer(status=OK, point=float(middle[at]), interval=ends, diagnostics=told, draws=draws)

    def _draw(self, sample: FlowTable, rng: np.random.Generator) -> tuple[Floats, NDArray[np.bool_]]:
        """Stocks (replicates, years), and which draws are possible."""
        n, years = self.replicates, len(sample.years)
        net = np.zeros((n, years))
        start = _quantile(sample.start, rng.random(n))
        for (_, sign), ranges in sample.flows.items():
            u = rng.random((n, 1 if self.errors == "shared" else years))
            net += sign * _quantile(ranges, np.broadcast_to(u, (n, years)))
        stocks = start[:, None] + net.cumsum(1)
        good = (stocks >= 0).all(1)
        for year, (low, high) in sample.known.items():
            at = stocks[:, sample.years.index(year)]
            good &= (at >= low) & (at <= high)
        return stocks, good


def _best(sample: FlowTable) -> list[float] | None:
    """Stocks from the best values alone; None unless all are stated."""
    net = sum(sign * ranges[:, 1] for (_, sign), ranges in sample.flows.items())
    found = sample.start[1] + np.cumsum(net)
    return None if np.isnan(found).any() else [float(x) for x in found]


def _limits(sample: FlowTable) -> tuple[Floats, Floats]:
    """The lowest and highest stocks that the ranges allow, year by year, what is known of stocks included."""
    lows, highs = [], []
    low, high = sample.start[0], sample.start[2]
    for at, year in enumerate(sample.years):
        low += sum(
            ranges[at, 0] if sign > 0 else -ranges[at, 2] for (_, sign), ranges in sample.flows.items()
        )
        high += sum(
            ranges[at, 2] if sign > 0 else -ranges[at, 0] for (_, sign), ranges in sample.flows.items()
        )
        floor, ceiling = sample.known.get(year, (0.0, np.inf))
        low, high = max(low, floor, 0.0), min(high, ceiling)
        lows.append(low)
        highs.append(high)
    return np.array(lows), np.array(highs)
