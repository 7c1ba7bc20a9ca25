"""How a series moves: change from year to year, runs in one direction, and its numbers as a table to take away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from tumen.figures import SeriesRow, series_shares
from tumen_desk.count.claims_charts import plain_rows
from tumen_desk.count.claims_series import SeriesPage
from tumen_desk.count.claims_words import number, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A run of changes in one direction.

    Attributes:
        of: Part of the series.
        first: Where it begins.
        last: Where it ends.
        rises: Up or down.
        change: From the first number to the last, as a share of the first; None from nothing.
    """

    of: str
    first: SeriesRow
    last: SeriesRow
    rises: bool
    change: float | None

    @property
    def said(self) -> str:
        """In a sentence."""
        way = "up" if self.rises else "down"
        far = f" ({self.change:+.0%})" if self.change is not None else ""
        return (
            f"{said(self.first.period)} to {said(self.last.period)}: {way} from {number(self.first.value)} "
            f"to {number(self.last.value)}{far}"
        )


def phases(page: SeriesPage) -> tuple[Phase, ...]:
    """Runs in one direction, of each part by its numbers that stand now. A missing year ends a run."""
    return tuple(phase for of in page.parts for phase in _of_part(_standing(page, of)))


def changes(page: SeriesPage) -> dict[tuple[str, str, str], float]:
    """(period, place, part) → change from the year before, as a share of it."""
    found = {}
    for of in page.parts:
        for before, after in pairwise(_standing(page, of)):
            if _next_year(before, after) and before.value:
                found[after.period.edtf, after.place, of] = after.value / before.value - 1
    return found


def _standing(page: SeriesPage, of: str) -> list[SeriesRow]:
    """Numbers of one part that stand now, of one year or day each; of one place only."""
    if page.places and not page.place:
        return []
    return [r for r in plain_rows(page) if r.of == of and r.published is None and not r.status]


def _of_part(rows: Sequence[SeriesRow]) -> Iterator[Phase]:
    steps = [(a, b) for a, b in pairwise(rows) if a.value != b.value and _next_year(a, b)]
    for rises, run in groupby(steps, key=lambda step: step[1].value > step[0].value):
        for chained in _chained(list(run)):
            first, last = chained[0][0], chained[-1][1]
            change = last.value / first.value - 1 if first.value else None
            yield Phase(of=last.of, first=first, last=last, rises=rises, change=change)


def _chained(run: list[tuple[SeriesRow, SeriesRow]]) -> Iterator[list[tuple[SeriesRow, SeriesRow]]]:
    """Steps that follow one another; where a year is missing, another run begins."""
    part = run[:1]
    for before, step in pairwise(run):
        if step[0] is not before[1]:
            yield part
            part = []
        part.append(step)
    yield part


def _next_year(a: SeriesRow, b: SeriesRow) -> bool:
    first, second = a.period.earliest, b.period.earliest
    return first is not None and second is not None and second.year - first.year == 1


def table(page: SeriesPage) -> Iterator[list[str]]:
    """Every number with its vintage, status and sources; the first row names the columns."""
    yield [
        "period",
        "country",
        "part",
        "value",
        "unit",
        "published",
        "stands now",
        "status",
        "verified",
        "sources",
        "share of all",
        "share at least (95 %)",
        "share at most (95 %)",
    ]
    shares = dict(series_shares(page.series))
    for r in page.rows:
        one = shares.get(r)
        published = "" if r.published is None else r.published.edtf
        yield [
            r.period.edtf, r.place, r.of, f"{r.value:.15g}", page.series.unit, published,
            "yes" if r.published is None else "no", r.status, "yes" if r.verified else "no",
            "; ".join(r.sources or page.series.sources),
            *(("", "", "") if one is None else (f"{n:.4f}" for n in (one.share, one.low, one.high))),
        ]  # fmt: skip
    yield []
    yield ["source", "title", "publisher", "year", "address"]
    for s in page.sources:
        yield [s.code, s.title, s.publisher, s.year, s.address]
