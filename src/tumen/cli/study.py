"""`tumen study run`: from mentions to figures, as a recipe says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tumen.study import StudyResult

EPILOG = "Example: tumen study run study.toml --out result/"


def register(app: typer.Typer) -> None:
    """Hang the group on `app`."""
    group = typer.Typer(no_args_is_help=True, help="Lists, linkage, overlap, estimate, figures: one recipe.")
    group.callback()(_group)
    group.command("run", epilog=EPILOG)(run)
    app.add_typer(group, name="study")


def _group() -> None:
    """Lists, linkage, overlap, estimate, figures: one recipe, one manifest."""


def run(
    recipe: Annotated[
        Path, typer.Argument(help="TOML recipe; paths in it are relative to it.", metavar="RECIPE")
    ],
    out: Annotated[Path | None, typer.Option(help="Folder to write; complete or not at all.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,  # noqa: FBT002  (typer reads booleans as flags)
) -> None:
    """Run a recipe and show its figures.

    The study links the mentions itself, or takes the folder that tumen link wrote from them: links = "links/"
    under [inputs].

    With --out also writes figures.json, overlap.csv, clusters.csv and manifest.json. Running it again gives
    the same numbers.
    """
    from tumen import study
    from tumen.cli.output import bar, print_json

    plan = study.read_recipe(recipe)
    with bar() as progress:
        found = study.run(plan, progress=progress)
    made = study.write(found, out) if out is not None else found.run
    if as_json:
        print_json({"figures": [figure.as_dict() for figure in found.figures], "run": made.as_dict()})
    else:
        _show(found)


def _show(found: StudyResult) -> None:
    from rich.console import Console
    from rich.table import Table

    main = found.figures[0]
    console = Console()
    shown = Table(title=f"{main.title} ({main.unit}, {main.as_of})")
    for heading in ("method", "estimate", "interval", "linkage share", "status"):
        shown.add_column(heading)
    for figure, pooled in zip(found.figures, found.pooled, strict=True):
        point = "—" if figure.point is None else f"{figure.point:,.0f}"
        ends = figure.interval
        interval = "—" if ends is None else f"{ends.low:,.0f} – {ends.high:,.0f} ({ends.level:.0%})"
        share = "—" if pooled.linkage_share is None else f"{pooled.linkage_share:.0%}"
        shown.add_row(figure.method, point, interval, share, figure.status)
    console.print(shown)
    console.print(f"Population: {main.population}. Observed: {main.observed:,}. Run {found.run.id}.")
    for words in main.caveats:
        console.print(f"  • {words}")
