"""`tumen synth`: write a made-up world with known truth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from tumen.cli.output import bar, print_json
from tumen.cli.packs import PackName
from tumen.errors import WorldError

_HELP = """Write a made-up world with known truth: people, organisations that record some, and the truth.

Nothing in it is real, and every file says so. The same settings give the same files, byte for byte.

Example: tumen synth --people 2000 --seed 1 --out world/
Then:    tumen link world/mentions.csv --out links/
"""


def register(app: typer.Typer) -> None:
    """Hang the command on the command line."""
    app.command("synth", help=_HELP)(synth)


def _texts(value: str | None) -> int | None:
    if value is None:
        return None
    if value in ("all", "none"):
        return 100_000_000 if value == "all" else 0
    if not value.isdigit():
        raise WorldError(f"--texts {value!r} is not a number, all or none.")
    return int(value)


def synth(
    out: Path = typer.Option(..., "--out", help="Folder to write; must not exist yet."),  # noqa: B008
    people: int = typer.Option(2000, "--people", help="How many people, 200 to 1,000,000."),
    seed: int = typer.Option(1, "--seed", help="Any whole number; same seed, same world."),
    pack: PackName = "",
    organisations: int = typer.Option(5, "--organisations", help="How many organisations record."),
    coverage: float = typer.Option(1.0, "--coverage", help="Factor on every chance of being recorded."),
    heterogeneity: float = typer.Option(
        1.0, "--heterogeneity", help="0: all equally easy to reach. 1: as in the pack."
    ),
    never_reachable: float = typer.Option(
        0.0, "--never-reachable", help="Share of people nobody can record."
    ),
    typing_mistakes: float = typer.Option(
        0.03, "--typing-mistakes", help="Share of names with a typing mistake."
    ),
    texts: str = typer.Option(
        None, "--texts", help="Readable interviews: a number, all or none. All up to 2,000 people."
    ),
    workers: int = typer.Option(1, "--workers", help="Processes; the world is the same for any number."),
    replace: bool = typer.Option(False, "--replace", help="Replace an older made-up world in that folder."),  # noqa: FBT001, FBT003  (typer reads booleans as flags)
    as_json: bool = typer.Option(False, "--json", help="Print the run as JSON."),  # noqa: FBT001, FBT003
) -> None:
    """Write a made-up world."""
    from tumen.synth import World, write
    from tumen.vocab import DEFAULT_PACK

    world = World(
        people=people, seed=seed, pack=pack or DEFAULT_PACK, organisations=organisations, coverage=coverage,
        heterogeneity=heterogeneity, never_reachable=never_reachable, typing_mistakes=typing_mistakes,
        texts=_texts(texts),
    )  # fmt: skip
    with bar() as progress:
        run = write(world, out, progress=progress, replace=replace, workers=workers)
    if as_json:
        print_json({"out": str(out), **run.as_dict()})
        return
    _report(out, run.outputs)


def _report(out: Path, outputs: Any) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"A made-up world in {out}", caption="Everything in it is invented; see README.txt.")
    table.add_column("file")
    table.add_column("rows", justify="right")
    for name, what in outputs.items():
        if isinstance(what, dict) and "rows" in what:
            table.add_row(name, f"{what['rows']:,}")
        elif isinstance(what, int):
            table.add_row(f"{name}/", f"{what:,}")
    Console().print(table)
