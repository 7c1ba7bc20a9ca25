"""`tumen link`: a table of mentions in; persons, explained pairs and partition draws out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tumen.cli.output import bar, print_json
from tumen.errors import MentionsError

_HELP = """Link mentions of persons, told by different sources, into persons.

TABLE is CSV or Parquet with one row per mention: mention_id, source_id and name are needed; organisation,
role, name_other, name_kind, sex, birth, birthplace, left and died are used when there.

OUT becomes a folder with clusters (mention_id, person_id, probability), pairs (with reasons), draws
(one column per draw; equal numbers are one person) and manifest.json. It appears complete or not at all.

Example: tumen link persons.csv --out links/ --map name=full_name --judgements reviewed.csv --seed 7
"""


def register(app: typer.Typer) -> None:
    """Hang `link` on `app`."""
    app.command("link", help=_HELP)(link)


def link(
    table: Annotated[Path, typer.Argument(help="CSV or Parquet table of mentions.", metavar="TABLE")],
    out: Annotated[
        Path, typer.Option("--out", help="Folder to write; an earlier linkage in it is replaced.")
    ],
    mapped: Annotated[
        list[str] | None, typer.Option("--map", help="FIELD=COLUMN where a column has another heading.")
    ] = None,
    judgements: Annotated[
        Path | None,
        typer.Option("--judgements", help="CSV: mention_a, mention_b, verdict (same, different, unsure)."),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Equal input and seed, equal results.")] = 0,
    draws: Annotated[int, typer.Option("--draws", min=1, help="Partitions to draw; 50 and more.")] = 100,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write CSV instead of Parquet.")] = False,  # noqa: FBT002  (typer reads booleans as flags)
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,  # noqa: FBT002  (typer reads booleans as flags)
) -> None:
    """Read, link, write, and say what was found."""
    import numpy as np

    from tumen import linkage

    mapping = _mapping(mapped or [])
    read = linkage.Mentions.from_parquet if table.suffix.lower() == ".parquet" else linkage.Mentions.from_csv
    mentions = read(table, mapping=mapping)
    decided = linkage.judgements_from_csv(judgements) if judgements is not None else ()
    with bar() as progress:
        found = linkage.link(
            mentions,
            judgements=decided,
            settings=linkage.LinkSettings(draws=draws),
            rng=np.random.default_rng(seed),
            progress=progress,
        )
        run = linkage.write(found, out, format="csv" if as_csv else "parquet")
    interval = found.persons_interval()
    summary = {
        "mentions": len(mentions),
        "persons": found.person_count,
        "persons_interval": {"level": interval.level, "low": interval.low, "high": interval.high},
        "pairs": len(found.pairs),
        "draws": draws,
        "notes": list(found.notes),
        "out": str(out),
        "run": run.as_dict(),
    }
    if as_json:
        print_json(summary)
        return
    typer.echo(
        f"{len(mentions)} mentions of {found.person_count} persons "
        f"({interval.level:.0%} interval {interval.low:.0f} to {interval.high:.0f}, of the persons mentioned)."
    )
    typer.echo(f"{len(found.pairs)} pairs that may be one person, {draws} draws. Written to {out}.")
    for note in found.notes:
        typer.echo(f"Note: {note}")


def _mapping(mapped: list[str]) -> dict[str, str]:
    bad = [each for each in mapped if not all(each.partition("="))]
    if bad:
        raise MentionsError(
            f"--map needs FIELD=COLUMN, not {', '.join(bad)}.", hint="For example --map name=full_name."
        )
    return {field: column for field, _, column in (each.partition("=") for each in mapped)}
