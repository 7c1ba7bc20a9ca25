"""`tumen evaluate why`: why mentions of a written linkage are one person, and what that hangs on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tumen.cli.output import plain_json, print_json
from tumen.errors import EvaluationError

if TYPE_CHECKING:
    from tumen.linkage.evaluation import Tie

HELP = """Say why mentions are one person: reasons, the weakest bridge, what it rests on, who is nearest outside.

Name a person of the table of clusters, or two mentions that were compared. Beside each reason stands how probable the
two would be without it. No name is in what is printed or drawn.

Example: tumen evaluate why links/ p-M0001
Example: tumen evaluate why links/ M0001 M0007 --chart why.vl.json
"""


def why(
    folder: Annotated[Path, typer.Argument(help="Folder that `tumen link` wrote.", metavar="LINKS")],
    who: Annotated[list[str], typer.Argument(help="A person, or two mentions.", metavar="WHO")],
    chart: Annotated[
        Path | None, typer.Option("--chart", help="Write the pair, or the weakest bridge, as Vega-Lite.")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    from dataclasses import asdict

    from tumen.linkage.evaluation import why_pair, why_person

    if len(who) not in (1, 2):
        raise EvaluationError("Name one person, or two mentions.", hint="See `tumen evaluate why --help`.")
    found = why_person(folder, who[0]) if len(who) == 1 else None
    tie = why_pair(folder, *who) if found is None else found.weakest
    if chart is not None and tie is not None:
        try:
            chart.write_text(plain_json(tie.chart()) + "\n", encoding="utf-8")
        except OSError as fault:
            raise EvaluationError(
                f"A file cannot be written: {type(fault).__name__}.", hint="Check the folder."
            ) from fault
    if as_json:
        print_json(asdict(tie) if found is None and tie is not None else found and found.as_dict())
        return
    if found is not None:
        typer.echo(f"{found.person_id}: {', '.join(found.mentions)}")
        for each in found.tree:
            typer.echo(_line(each) + (" (the weakest bridge)" if each is found.weakest else ""))
        if found.untied:
            typer.echo(f"Without a tie of any weight to the others: {', '.join(found.untied)}. Look closely.")
    if tie is not None:
        typer.echo(f"What {tie.mention_a} ~ {tie.mention_b} rests on:" if found else _line(tie))
        for rest in tie.rests_on:
            carries = "; carries it" if rest.carries and tie.probability > 0.5 else ""
            typer.echo(f"  {rest.words}: {rest.bits:+.1f} bits; without it {rest.without:.1%}{carries}")
    if found is not None:
        outside = found.outside
        typer.echo(
            "Nobody outside is near: no pair that leads out is listed."
            if outside is None
            else f"Nearest outside: {found.nearest}, through {_line(outside)}"
        )


def _line(tie: Tie) -> str:
    return f"{tie.mention_a} ~ {tie.mention_b}: {tie.probability:.1%} one person, {tie.bits:+.1f} bits by themselves"
