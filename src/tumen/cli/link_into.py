"""`tumen link --into`: a few new mentions into a linkage that is there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from tumen.cli.output import bar, print_json

if TYPE_CHECKING:
    from tumen.linkage import Added, Judgement, Mentions


def link_into(
    folder: Path, new: Mentions, judgements: Sequence[Judgement], *, seed: int, dry_run: bool, as_json: bool
) -> None:
    """Link, keep unless only asked, and say whom each new mention may join."""
    import numpy as np

    from tumen import linkage

    index = linkage.Index(folder)
    with bar() as progress:
        added = index.link(new, judgements=judgements, rng=np.random.default_rng(seed), progress=progress)
    if not dry_run:
        index.add(added)
    if as_json:
        print_json(_summary(added, folder, kept=not dry_run))
        return
    for mention in new.mention_id:
        typer.echo(f"{mention}: {_joining(added, mention)}")
    typer.echo(
        "Nothing was kept." if dry_run else f"Kept in {folder}; {len(index)} mentions are linked there now."
    )
    for note in added.notes:
        typer.echo(f"Note: {note}")


def _joining(added: Added, mention: str) -> str:
    told = [f"{one.person_id} with {one.probability:.2f}" for one in added.joins[mention]]
    return f"may be {', '.join(told)}" if told else "nobody who is there"


def _summary(added: Added, folder: Path, *, kept: bool) -> dict[str, object]:
    return {
        "into": str(folder),
        "kept": kept,
        "mentions": {
            mention: [{"person_id": one.person_id, "probability": one.probability} for one in joins]
            for mention, joins in added.joins.items()
        },
        "changed": [
            {"mention_id": row.mention_id, "person_id": row.person_id, "probability": row.probability}
            for row in added.clusters
        ],
        "notes": list(added.notes),
    }
