"""`tumen estimate --by`: an estimate for each stratum, and what they add up to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

    from tumen.estimation import Method, StrataEstimates, Total

_SHOWN = 60  # strata in the table on the screen; `strata.csv` and JSON have all


def estimate_by(
    text: str,
    *,
    by: str,
    method: Method,
    seed: int,
    level: float,
    out: Path | None,
    workers: int,
    as_json: bool,
) -> None:
    """Estimate every stratum and show them with their sums."""
    from tumen.cli.output import bar, print_json
    from tumen.estimation import Strata, estimate_strata

    strata = Strata.from_csv(text, by=[name.strip() for name in by.split(",") if name.strip()])
    kept = None if out is None else out / "kept"
    with bar() as progress:
        found = estimate_strata(
            strata,
            method=method,
            level=level,
            seed=seed,
            folder=kept,
            workers=workers or None,
            progress=progress,
        )
    if out is not None:
        (out / "strata.csv").write_text(found.to_csv(), encoding="utf-8")
    if as_json:
        sums = {name: [one.as_dict() for one in found.totals(by=[name])] for name in strata.dimensions}
        print_json(found.as_dict() | {"totals": sums})
        return
    _show(found)


def _show(found: StrataEstimates) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(_numbers(found, Table(title=f"{found.method}, {found.level:.0%} intervals")))
    more = len(found.estimates) - _SHOWN
    lines = [f"… and {more} more strata; --json or --out has all."] if more > 0 else []
    for name in found.strata.dimensions if len(found.strata.dimensions) > 1 else ():
        lines += [f"By {name}:", *(f"  {_named(one)}: {one.words}" for one in found.totals(by=[name]))]
    console.print("\n".join([*lines, f"In all: {found.total().words}"]), markup=False, highlight=False)


def _named(one: Total) -> str:
    return ", ".join(one.key) or "(empty)"


def _numbers(found: StrataEstimates, grid: Table) -> Table:
    for heading in (*found.strata.dimensions, "seen", "estimate", "interval", "status"):
        grid.add_column(heading)
    for part, one in list(zip(found.strata.parts, found.estimates, strict=True))[:_SHOWN]:
        ends = one.interval
        high = "…" if ends is None or ends.high is None else f"{ends.high:,.0f}"
        interval = "—" if ends is None else f"{ends.low:,.0f} – {high}"
        point = f"at least {one.observed:,}" if one.point is None else f"{one.point:,.0f}"
        grid.add_row(*part.key, f"{one.observed:,}", point, interval, one.status)
    return grid
