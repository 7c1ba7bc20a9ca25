"""`tumen estimate`: how many people, from an overlap table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tumen.estimation import Estimate

EPILOG = "Example: tumen estimate overlap.csv --method latent-class --seed 1 --json"


def register(app: typer.Typer) -> None:
    """Hang the command on `app`."""
    app.command("estimate", epilog=EPILOG)(estimate)


def estimate(
    overlap: Annotated[
        Path, typer.Argument(help="CSV: one 0/1 column per list, and count.", metavar="OVERLAP")
    ],
    method: Annotated[
        str, typer.Option(help="independence, chao-mth, latent-class, or all.")
    ] = "latent-class",
    seed: Annotated[int, typer.Option(min=0, help="Equal seeds give equal numbers.")] = 1,
    level: Annotated[float, typer.Option(help="Probability that the interval should hold.")] = 0.95,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,  # noqa: FBT002  (typer reads booleans as flags)
) -> None:
    """Estimate how many people there are from who stands on which lists together.

    Prints a number only where the data and the computation support one; otherwise the reason.
    """
    from tumen.cli.output import bar, print_json
    from tumen.estimation import OverlapTable, estimate_all

    table = OverlapTable.from_csv(_text(overlap))
    methods = None if method == "all" else [method]
    with bar() as progress:
        found = estimate_all(table, seed=seed, level=level, methods=methods, progress=progress)
    if as_json:
        plain = [one.as_dict() for one in found]
        print_json(plain if method == "all" else plain[0])
    else:
        _show(found)


def _text(path: Path) -> str:
    from tumen.errors import OverlapTableError

    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        raise OverlapTableError(
            f"{path.name} cannot be read as UTF-8 text: {type(wrong).__name__}.", file=path.name
        ) from None


def _show(found: tuple[Estimate, ...]) -> None:
    """A table of the numbers, then what must be true for each."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    shown = Table(title=f"{found[0].observed:,} people observed")
    for heading in ("method", "estimate", "interval", "status"):
        shown.add_column(heading)
    for one in found:
        point = "—" if one.point is None else f"{one.point:,.0f}"
        ends = one.interval
        high = "…" if ends is None or ends.high is None else f"{ends.high:,.0f}"
        interval = "—" if ends is None else f"{ends.low:,.0f} – {high} ({ends.level:.0%})"
        shown.add_row(one.method, point, interval, one.status)
    console.print(shown)
    for one in found:
        _explain(console, one)


def _explain(console: object, one: Estimate) -> None:
    lines = [f"[bold]{one.method}[/bold] holds if:", *(f"  • {words}" for words in one.assumptions)]
    if not one.is_ok and one.modes:
        regions = "; ".join(f"about {m.population:,.0f} ({m.weight:.0%})" for m in one.modes)
        lines.append(f"  Regions the chains visited: {regions}. None of them is an estimate.")
    lines += [f"  ! {words}" for words in one.diagnostics["cautions"]]  # type: ignore[attr-defined]  # plain data
    console.print("\n".join(lines))  # type: ignore[attr-defined]  # a rich Console, imported late
