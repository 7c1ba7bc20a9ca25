"""`tumen extrapolate replicates`: one number from tables whose missing fields were filled in several times."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tumen.cli.estimates import read_text

REPLICATES = "Example: tumen extrapolate replicates replicates.csv --json"
_COLUMNS = ("observed", "mean", "mean_log", "variance_log")


def replicates(
    table: Annotated[
        Path,
        typer.Argument(
            help="CSV, a row a replicate: observed, and mean, mean_log, variance_log of the unseen draws.",
            metavar="TABLE",
        ),
    ],
    level: Annotated[float, typer.Option(help="Probability that the interval should hold.")] = 0.95,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """One number from several estimates of one table, whose missing fields were filled in differently."""
    from rich.console import Console

    from tumen.cli.output import print_json
    from tumen.estimation import Replicate, Sheet, combine_replicates
    from tumen.estimation.sheet import raise_faults

    sheet = Sheet.from_csv(read_text(table)).take({name: name for name in _COLUMNS})
    faults: list[str] = []
    observed = sheet.numbers("observed", faults, low=0, whole="people")
    mean, mean_log, variance = (
        sheet.numbers(name, faults, low=low)
        for name, low in (("mean", 0), ("mean_log", -1e12), ("variance_log", 0))
    )
    raise_faults(faults)
    found = combine_replicates(
        [
            Replicate(observed=int(seen), mean=float(one), mean_log=float(log), variance_log=float(spread))
            for seen, one, log, spread in zip(observed, mean, mean_log, variance, strict=True)
        ],
        level=level,
    )
    if as_json:
        print_json(found)
        return
    Console().print(
        f"{found.point:,.0f} ({found.interval.low:,.0f} – {found.interval.high or 0:,.0f}, {level:.0%}) from "
        f"{found.replicates} replicates, {found.observed:,.0f} seen on average; {found.imputation_share:.0%} of the "
        "uncertainty comes from fields that were filled in.",
        markup=False,
        highlight=False,
    )
