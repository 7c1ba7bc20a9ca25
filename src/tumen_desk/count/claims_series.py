"""Reading the series of a pack for their pages: periods, parts, and what was published earlier of the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tumen.figures import Ledger, Series, SeriesRow, Share, series_shares
from tumen_desk.count.claims_queries import ledger
from tumen_desk.count.claims_sources import Cited, cited
from tumen_desk.count.claims_words import said


@dataclass(frozen=True, slots=True, kw_only=True)
class Vintage:
    """One number as published at one time; `published` is empty for the one that stands now."""

    row: SeriesRow
    published: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What was published for one period and part: the number that stands now, then earlier ones, latest first.

    `share` is that number beside the whole of its period, where the series gives one.
    """

    current: Vintage | None
    earlier: tuple[Vintage, ...]
    share: Share | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodLine:
    """One row of the table of a series."""

    period: str
    place: str
    parts: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def by_part(self) -> tuple[tuple[str, Cell], ...]:
        """Each part with what was published of it."""
        return tuple(zip(self.parts, self.cells, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPage:
    """Everything the page of one series says."""

    series: Series
    parts: tuple[str, ...]
    places: tuple[str, ...]
    place: str
    lines: tuple[PeriodLine, ...]
    sources: tuple[Cited, ...]
    revised: int
    first: str
    last: str

    @property
    def rows(self) -> tuple[SeriesRow, ...]:
        """The numbers of the chosen place, or all."""
        return chosen_rows(self.series, self.place)


def all_series() -> list[SeriesPage]:
    """Every series, in pack order."""
    known = ledger()
    return [] if known is None else [_series_page(s, known, place="") for s in known.series.values()]


def series(code: str, *, place: str = "") -> SeriesPage | None:
    """The page of one series; None when the pack has no such series. An unknown place is taken as none."""
    known = ledger()
    if known is None or code not in known.series:
        return None
    return _series_page(known.series[code], known, place=place)


def chosen_rows(found: Series, place: str) -> tuple[SeriesRow, ...]:
    """The numbers of one place, or all."""
    return tuple(r for r in found.rows if not place or r.place == place)


def _series_page(found: Series, known: Ledger, *, place: str) -> SeriesPage:
    places = tuple(sorted({r.place for r in found.rows if r.place}))
    place = place if place in places else ""
    rows = chosen_rows(found, place)
    parts = tuple(sorted(dict.fromkeys(r.of for r in rows), key=lambda of: of != "total"))
    periods = [r.period for r in rows]
    return SeriesPage(
        series=found,
        parts=parts,
        places=places,
        place=place,
        lines=tuple(_period_lines(rows, parts, dict(series_shares(found)))),
        sources=cited([*found.sources, *(s for r in rows for s in r.sources)], known.sources),
        revised=len(found.revised()),
        first=said(periods[0]) if periods else "",
        last=said(periods[-1]) if periods else "",
    )


def _period_lines(
    rows: Iterable[SeriesRow], parts: tuple[str, ...], shares: Mapping[SeriesRow, Share]
) -> Iterable[PeriodLine]:
    cells: dict[tuple[str, str], dict[str, list[SeriesRow]]] = defaultdict(lambda: defaultdict(list))
    words: dict[str, str] = {}
    for r in rows:
        words.setdefault(r.period.edtf, said(r.period))
        cells[r.period.edtf, r.place][r.of].append(r)
    for (period, place), by_part in cells.items():
        made = tuple(_cell(by_part.get(of, []), shares) for of in parts)
        yield PeriodLine(period=words[period], place=place, parts=parts, cells=made)


def _cell(rows: list[SeriesRow], shares: Mapping[SeriesRow, Share]) -> Cell:
    """The rows come oldest vintage first, the one that stands now last."""
    made = [Vintage(row=r, published="" if r.published is None else said(r.published)) for r in rows]
    current = next((v for v in made if v.row.published is None), None)
    return Cell(
        current=current,
        earlier=tuple(v for v in reversed(made) if v.row.published is not None),
        share=None if current is None else shares.get(current.row),
    )
