"""`tumen trend`: how often something happened year by year, told by people who could be interviewed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tumen.cli.estimates import read_text
from tumen.cli.output import bar, print_json

if TYPE_CHECKING:
    from rich.table import Table

    from tumen.estimation import Trend

HELP = "How often something happened year by year, when who could be interviewed changed."

_RATES = """The rate of an event by period, over the time at risk of those interviewed, with the naive trend beside it.

PEOPLE has one row a stay: person, from, until, perhaps interviewed, and columns that tell groups apart. EVENTS has one
row an event: person and date. Dates are written as they were told.

Example: tumen trend rates people.csv events.csv --years 2000-2023 --alike region --alike sex --before-leaving 1,4
"""

_MAKE_UP = """Write made-up people of whom ever others could be interviewed, with what happened to them and the truth.

Nothing in it is real. OUT gets people.csv, events.csv, arrivals.csv and truth/years.csv.

Example: tumen trend make-up --factor 2 --seed 1 --out years/
Then:    tumen trend rates years/people.csv years/events.csv --years 2000-2023 --arrivals years/arrivals.csv
"""


def register(app: typer.Typer) -> None:
    """Hang the group on `app`."""
    group = typer.Typer(no_args_is_help=True, help=HELP)
    group.command("rates", help=_RATES)(rates)
    group.command("make-up", help=_MAKE_UP)(make_up)
    app.add_typer(group, name="trend")


def rates(
    people: Annotated[Path, typer.Argument(help="CSV: one row a stay.", metavar="PEOPLE")],
    events: Annotated[Path, typer.Argument(help="CSV: one row an event.", metavar="EVENTS")],
    years: Annotated[str, typer.Option(help="FIRST-LAST year asked about.")],
    width: Annotated[int, typer.Option(min=1, help="Years in a period.")] = 1,
    alike: Annotated[
        list[str] | None,
        typer.Option(help="Column of groups that weigh the same in every period; may be repeated."),
    ] = None,
    before_leaving: Annotated[
        str,
        typer.Option(
            help="Years before leaving at which a band begins, such as 1,4: bands weigh the same, too, and earlier "
            "time is left out (end with inf to keep it)."
        ),
    ] = "",
    arrivals: Annotated[
        Path | None, typer.Option(help="CSV: how many arrived (count) in each group of its other columns.")
    ] = None,
    window: Annotated[
        list[int] | None,
        typer.Option(help="Year from which interviews were made under other conditions; may be repeated."),
    ] = None,
    compare: Annotated[str, typer.Option(help="Two times, such as 2002-2007,2014-2019.")] = "",
    form: Annotated[
        str, typer.Option(help="factors: gaps between groups are filled; direct: not.")
    ] = "factors",
    cluster: Annotated[str | None, typer.Option(help="Column of people who may tell alike.")] = None,
    where: Annotated[str | None, typer.Option(help="COLUMN=TEXT of events: only these.")] = None,
    per: Annotated[float, typer.Option(help="Person-years that a rate is per.")] = 1000.0,
    level: Annotated[float, typer.Option(help="Probability that the interval should hold.")] = 0.95,
    *,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print one row a period as CSV.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """The rate of an event by period, with the naive trend beside it."""
    from tumen.estimation import Arrivals, RateTrend, ToldEvents, trend

    method = RateTrend(
        years=_years(years), width=width, standardise=tuple(alike or ()), windows=tuple(window or ()), form=form,
        before_leaving=tuple(_number(text) for text in before_leaving.split(",") if text.strip()), per=per,
        compare=_pair(compare) if compare else None,
    )  # fmt: skip
    counted = None if arrivals is None else Arrivals.from_csv(read_text(arrivals))
    columns = dict.fromkeys((*method.standardise, *(counted.columns if counted else ())))
    told = ToldEvents.from_csv(
        read_text(people), read_text(events), keep=tuple(columns), cluster=cluster, where=_where(where)
    )
    with bar() as progress:
        found = trend(told, method=method, arrivals=counted, level=level, progress=progress)
    if as_csv:
        typer.echo(found.to_csv(), nl=False)
    elif as_json:
        print_json(found.as_dict())
    else:
        _show(found)


def make_up(
    out: Annotated[Path, typer.Option("--out", help="Folder to write; must not exist yet.")],
    people: Annotated[int, typer.Option("--people", help="How many arrived, 200 to 200,000.")] = 4000,
    factor: Annotated[
        float, typer.Option("--factor", help="How many times as often in the last year as in the first.")
    ] = 1.0,
    seed: Annotated[int, typer.Option("--seed", help="Any whole number; same seed, same tables.")] = 1,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the run as JSON.")] = False,
) -> None:
    """Write made-up people of whom ever others could be interviewed."""
    from tumen.synth import ChangingAccess, write_years

    run = write_years(ChangingAccess(people=people, factor=factor, seed=seed), out)
    if as_json:
        print_json({"out": str(out), **run.as_dict()})
        return
    typer.echo(
        f"Of {people} made-up people, those who could be interviewed are in {out}. Nothing in it is real."
    )


def _show(found: Trend) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(_periods(found, Table(title=f"{found.unit}, {found.persons:,} people interviewed")))
    lines = [found.change.words, f"By the other form: {found.otherwise.words.partition(' The events')[0]}"]
    lines += [window.words for window in found.windows]
    lines += ["It holds if:", *(f"  • {words}" for words in found.assumptions)]
    lines += [*(f"  ! {words}" for words in found.cautions)]
    lines += ["Not for:", *(f"  • {words}" for words in found.avoid)]
    console.print("\n".join(lines), markup=False, highlight=False)


def _periods(found: Trend, grid: Table) -> Table:
    for heading in ("period", "told a year", "person-years", "crude rate", "rate", "interval"):
        grid.add_column(heading, justify="right")
    for one in found.periods:
        ends = one.interval
        interval = "—" if ends is None else f"{ends.low:.3g} – {ends.high:.3g}"
        crude, rate = ("—" if value is None else f"{value:.3g}" for value in (one.crude, one.rate))
        grid.add_row(one.name, f"{one.naive:.1f}", f"{one.person_years:,.0f}", crude, rate, interval)
    return grid


def _years(text: str) -> tuple[int, int]:
    first, dash, last = text.strip().partition("-")
    try:
        return int(first), int(last if dash else first)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not of the form FIRST-LAST") from None


def _pair(text: str) -> Any:
    found = tuple(_years(part) for part in text.split(","))
    if len(found) != 2:
        raise typer.BadParameter(f"{text!r} is not of the form FIRST-LAST,FIRST-LAST")
    return found


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a number") from None


def _where(text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise typer.BadParameter(f"{text!r} is not of the form COLUMN=TEXT")
    return name, value
