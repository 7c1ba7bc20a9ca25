"""`tumen estimate`: how many people, from an overlap table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tumen.estimation import Estimate, Method, OverlapTable

EPILOG = "Example: tumen estimate overlap.csv --method graph-averaging --set prior_count=1 --json"

# id and what it takes for granted; `tumen.estimation.METHODS` is not imported for the help because it is slow
METHODS = {
    "independence": "lists independent, people alike; nearly always too low",
    "chao-mth": "a lower bound when people differ; lists independent for each person",
    "heterogeneity": "people differ in an assumed shape; lists independent for each person",
    "sample-coverage": "dependence shows in pairs of lists; 3 lists or more",
    "stepwise": "pairs of lists depend where the data demand it; 3 to 12 lists",
    "best-model": "the dependence with the lowest BIC holds for people on no list; 3 to 6 lists",
    "graph-averaging": "dependence is a graph without a hole, all graphs averaged; 3 to 6 lists",
    "latent-class": "people fall into classes; lists independent within a class; 3 lists or more",
    "no-highest-interaction": "no interaction of all lists at once, and what if there is one; 3 to 12 lists",
    "odds-ratio": "two lists with an assumed odds ratio, and what if it is another",
    "several": "classes, smooth differences, pairs or graphs of lists: one of four holds; 3 to 12 lists",
}


def register(app: typer.Typer) -> None:
    """Hang the command on `app`."""
    app.command("estimate", epilog=EPILOG)(estimate)


def estimate(
    overlap: Annotated[
        Path,
        typer.Argument(
            help="CSV: one 0/1 column per list, and count; or times recorded, and people.", metavar="OVERLAP"
        ),
    ],
    method: Annotated[
        str,
        typer.Option(
            help="One of the methods below, or all. [default: latent-class; all for times recorded]",
            metavar="METHOD",
        ),
    ] = "",
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", help="A setting of the method, such as xi=2; repeat for more.", metavar="NAME=VALUE"
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Equal seeds give equal numbers.")] = 1,
    level: Annotated[float, typer.Option(help="Probability that the interval should hold.")] = 0.95,
    by: Annotated[
        str,
        typer.Option(
            help="Columns that name strata, such as sex,year: an estimate for each, and sums of draws.",
            metavar="COLUMNS",
        ),
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option(
            help="With --by: a folder that keeps each stratum, so that a killed run goes on.",
            metavar="FOLDER",
        ),
    ] = None,
    workers: Annotated[int, typer.Option(min=0, help="With --by: processes; 0 for one a processor.")] = 0,
    checks: Annotated[  # noqa: FBT002  (typer reads booleans as flags)
        bool,
        typer.Option(
            "--checks",
            help="Stand every method beside it, hide each list and find it again, replay the table, decide otherwise.",
        ),
    ] = False,
    draws: Annotated[
        Path | None,
        typer.Option(help="Also write the draws of the population to this CSV file.", metavar="FILE"),
    ] = None,
    paragraph: Annotated[  # noqa: FBT002  (typer reads booleans as flags)
        bool, typer.Option("--paragraph", help="Print a methods paragraph with references instead.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,  # noqa: FBT002  (typer reads booleans as flags)
) -> None:
    """Estimate how many people there are from who stands on which lists together.

    Prints a number only where the data and the computation support one; otherwise the reason.

    {methods}

    A table of two columns, times recorded (1, 2, …) and people, is one list with repeated events: its methods
    stand side by side as in `tumen extrapolate repeats`.
    """
    from tumen.cli.output import bar, print_json
    from tumen.estimation import OverlapTable, estimate_all, frequency_table

    if not by and (times := frequency_table(_text(overlap))) is not None:
        from tumen.cli.times import estimate_times

        estimate_times(
            times, method=method or "all", settings=_given(settings or []), level=level, as_json=as_json
        )
        return
    method = method or "latent-class"
    methods = _chosen(method, settings or [])
    if by:
        from tumen.cli.strata import estimate_by

        chosen = _one(methods)
        estimate_by(
            _text(overlap),
            by=by,
            method=chosen,
            seed=seed,
            level=level,
            out=out,
            workers=workers,
            as_json=as_json,
        )
        return
    table = OverlapTable.from_csv(_text(overlap))
    if checks:
        _check(table, methods, seed=seed, level=level, as_json=as_json)
        return
    with bar() as progress:
        found = estimate_all(table, seed=seed, level=level, methods=methods, progress=progress)
    if draws is not None:
        _write_draws(found, draws)
    if paragraph:
        typer.echo("\n\n".join(one.methods_paragraph() for one in found))
    elif as_json:
        plain = [one.as_dict() for one in found]
        print_json(plain if method == "all" else plain[0])
    else:
        _show(found)


def _write_draws(found: tuple[Estimate, ...], path: Path) -> None:
    """The draws of the one method that was asked for."""
    from tumen.errors import MethodError, OverlapTableError

    drawn = found[0]
    if len(found) > 1 or drawn.draws is None:
        raise MethodError(
            f"There are no draws of {drawn.method if len(found) == 1 else 'all methods together'} to write.",
            hint="Ask one method that has draws: latent-class, graph-averaging. Its status must be ok.",
        )
    try:
        path.write_text(drawn.draws_csv(), encoding="utf-8")
    except OSError as wrong:
        raise OverlapTableError(f"{path.name} cannot be written: {type(wrong).__name__}.") from None


# a docstring cannot be computed where it stands
estimate.__doc__ = (estimate.__doc__ or "").replace(
    "{methods}", "\n\n    ".join(f"{name}: {words}." for name, words in METHODS.items())
)


def _chosen(method: str, settings: list[str]) -> list[Method] | None:
    """The method with its settings; None for all."""
    from tumen.errors import SettingsError
    from tumen.estimation import method_settings

    if method == "all":
        if settings:
            raise SettingsError("--set goes with one method, not with all.")
        return None
    return [method_settings(method, _given(settings))]


def _given(settings: list[str]) -> dict[str, object]:
    """NAME=VALUE as a mapping."""
    from tumen.errors import SettingsError

    given: dict[str, object] = {}
    for each in settings:
        name, sign, value = each.partition("=")
        if not sign:
            raise SettingsError(f"{each!r} is no setting.", hint="Write it as NAME=VALUE.")
        given[name.strip()] = _value(value.strip())
    return given


def _one(methods: list[Method] | None) -> Method:
    from tumen.errors import SettingsError

    if methods is None:
        raise SettingsError("--by goes with one method, not with all.")
    return methods[0]


def _check(
    table: OverlapTable, methods: list[Method] | None, *, seed: int, level: float, as_json: bool
) -> None:
    """Every method, the checks of the one asked for (or of latent classes), and the verdict."""
    from rich.console import Console

    from tumen.cli.output import bar, print_json
    from tumen.estimation import appraise

    with bar() as progress:
        found = appraise(
            table, method=methods[0] if methods else "latent-class", seed=seed, level=level, progress=progress
        )
    if as_json:
        print_json(found.as_dict())
        return
    _show(found.estimates)
    replayed = "no model to replay" if found.predictive is None else found.predictive.words
    console = Console()
    console.print(f"\n[bold]{found.main.method}: {found.verdict}[/bold]")
    lines = [f"  • {words}" for words in found.reasons]
    lines += [f"Hidden lists: {found.consistency.words}", f"Replayed: {replayed}"]
    lines += [f"Otherwise: {found.sensitivity.words}"]
    console.print("\n".join(lines), markup=False, highlight=False)


def _value(text: str) -> object:
    """A number, a list of numbers, or a word."""
    import json

    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


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
    rows = one.diagnostics.get("sensitivity")
    if isinstance(rows, list):
        lines.append(f"  If it were otherwise: {'; '.join(map(_row, rows))}.")
    if not one.is_ok and one.modes:
        regions = "; ".join(f"about {m.population:,.0f} ({m.weight:.0%})" for m in one.modes)
        lines.append(f"  Regions the chains visited: {regions}. None of them is an estimate.")
    lines += [f"  ! {words}" for words in one.diagnostics["cautions"]]  # type: ignore[attr-defined]  # plain data
    console.print("\n".join(lines))  # type: ignore[attr-defined]  # a rich Console, imported late


def _row(row: dict[str, float]) -> str:
    """One line of a sensitivity table in words."""
    named = ", ".join(
        f"{name} {value:g}" for name, value in row.items() if name not in {"point", "low", "high"}
    )
    return f"{named} gives {row['point']:,.0f} ({row['low']:,.0f} – {row['high']:,.0f})"
