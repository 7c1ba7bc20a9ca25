"""`tumen extrapolate`: from one list, a survey, chains of referral, networks, households or flows to a number."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from tumen.estimation import Estimate

HELP = "Estimate without overlapping lists: repeats, survey, referrals, networks, mortality, balance."

Table = Annotated[Path, typer.Argument(help="CSV with a header row.", metavar="TABLE")]
Level = Annotated[float, typer.Option(help="Probability that the interval should hold.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Seed = Annotated[int, typer.Option(min=0, help="Equal seeds give equal numbers.")]


def register(app: typer.Typer) -> None:
    """Hang the group on `app`."""
    group = typer.Typer(no_args_is_help=True, help=HELP)
    group.callback()(_group)
    group.command("repeats", epilog=REPEATS)(repeats)
    app.add_typer(group, name="extrapolate")


def _group() -> None:
    """Estimate without overlapping lists: repeats, survey, referrals, networks, mortality, balance."""


REPEATS = "Example: tumen extrapolate repeats arrests.csv --covariate sex --covariate age"


def repeats(
    table: Table,
    method: Annotated[
        str, typer.Option(help="chao-counts, chao-one-inflated, zelterman, counts, or all.")
    ] = "all",
    count: Annotated[str, typer.Option(help="Column: times recorded.")] = "count",
    people: Annotated[
        str | None, typer.Option(help="Column: people a row stands for; without it, one.")
    ] = None,
    covariate: Annotated[
        list[str] | None, typer.Option(help="Column that may explain the counts; may be repeated.")
    ] = None,
    family: Annotated[
        str, typer.Option(help="For counts: poisson, geometric, negative-binomial.")
    ] = "poisson",
    one_inflation: Annotated[
        str, typer.Option(help="For counts: none, never-again, always-once, left-out.")
    ] = "none",
    level: Level = 0.95,
    *,
    as_json: AsJson = False,
) -> None:
    """How many people, from one list on which some stand several times: arrests, repatriations, visits.

    One row a person with the times they were recorded, or one row a group with --people. The methods stand
    side by side because the same counts allow very different numbers.
    """
    from tumen.estimation import REPEAT_METHODS, RepeatCounts, RepeatModel, estimate_from

    sample = RepeatCounts.from_csv(read_text(table), count=count, people=people, covariates=covariate or ())
    by_id: dict[str, Any] = {one.id: one for one in REPEAT_METHODS}
    by_id["counts"] = RepeatModel(family=family, one_inflation=one_inflation)
    chosen = REPEAT_METHODS if method == "all" else (_pick(by_id, method),)
    found = [estimate_from(sample, method=one, level=level) for one in chosen]
    show(found, title=f"{sample.observed:,} people recorded", as_json=as_json)


def _pick(known: dict[str, Any], name: str) -> Any:
    from tumen.errors import MethodError

    if name not in known:
        raise MethodError(f"There is no method {name!r}.", hint=f"Methods: {', '.join(known)}, all.")
    return known[name]


def read_text(path: Path) -> str:
    """A file as text, or a SampleError."""
    from tumen.errors import SampleError

    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        raise SampleError(
            f"{path.name} cannot be read as UTF-8 text: {type(wrong).__name__}.", file=path.name
        ) from None


def show(found: Sequence[Estimate], *, title: str, as_json: bool) -> None:
    """The numbers as a table, then what must be true for each; or all of them as JSON."""
    from rich.console import Console

    from tumen.cli.output import print_json

    if as_json:
        plain = [one.as_dict() for one in found]
        print_json(plain if len(plain) != 1 else plain[0])
        return
    console = Console()
    console.print(_numbers(found, title))
    for one in found:
        console.print("\n".join(_explanation(one)), markup=False, highlight=False)


def _numbers(found: Sequence[Estimate], title: str) -> Any:
    from rich.table import Table as Grid

    grid = Grid(title=title)
    for heading in ("method", "estimate", "interval", "unit", "status"):
        grid.add_column(heading)
    for one in found:
        ends = one.interval
        high = "…" if ends is None or ends.high is None else _number(ends.high)
        interval = "—" if ends is None else f"{_number(ends.low)} – {high} ({ends.level:.0%})"
        point = "—" if one.point is None else _number(one.point)
        grid.add_row(_label(one), point, interval, str(one.diagnostics["unit"]), one.status)
    return grid


def _label(one: Estimate) -> str:
    """The method with what distinguishes it from the same method beside it."""
    told = [str(value) for value in one.settings.values() if isinstance(value, str) and value != "none"]
    return " ".join([one.method, *told])


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def _explanation(one: Estimate) -> list[str]:
    plain = one.diagnostics
    lines = [f"{_label(one)} holds if:", *(f"  • {words}" for words in one.assumptions)]
    lines += [f"  not for: {words}" for words in plain["avoid"]]  # type: ignore[attr-defined]  # plain data
    lines += [f"  ! {words}" for words in plain["cautions"]]  # type: ignore[attr-defined]  # plain data
    return [*lines, f"  no number, because {plain['why']}"] if "why" in plain else lines
