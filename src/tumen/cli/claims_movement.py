"""How a series moved and what became of forecasts, on the command line."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tumen.figures import Moved, Series


def show_forecasts(pack: str, *, as_json: bool) -> None:
    """Every forecast beside what came, then the claims whose day of review has come."""
    from tumen import figures
    from tumen.cli.output import print_json

    known = figures.ledger(pack)
    found = figures.check_forecasts(known.claims, known.series)
    again = figures.due(known.claims, datetime.now(UTC).date())
    if as_json:
        print_json({"forecasts": [f.as_dict() for f in found], "due": [c.as_dict() for c in again]})
        return
    from rich.console import Console

    console = Console(highlight=False)
    for f in found:
        console.print(f"{f.claim.code}, {', '.join(f.claim.sources)}: {f.claim.words}\n  {f.says}")
    console.print("To look at again:")
    for c in again:
        console.print(f"  {c.code} by {c.review}: {c.nature or 'number'}, {c.words or c.quantity.name()}")


def show(series: Series, pack: str, *, between: str, word: str, as_json: bool) -> None:
    """Change from one year to another, or everything that can be said of how a series moved."""
    from tumen import figures
    from tumen.cli.output import print_json

    known, years = figures.ledger(pack), figures.yearly(series)
    if between:
        change = _between(series, between)
        fit = figures.fits(word, change) if word else ""
        if as_json:
            print_json({**change.as_dict(), "word": word, "fit": fit})
        else:
            _say([change.said + (f". The word {word!r}: {fit}." if word else "")])
        return
    jump, months = figures.shift(years), figures.same_months(series)
    season = figures.seasons(series, known.series)
    rows = [
        (entry, figures.around(years, begun.year) if (begun := entry.when.earliest) else ())
        for entry in figures.beside(known.context, series.code)
    ]
    after = [lag for lag in figures.lags(known.context) if series.code in lag.then.on]
    if as_json:
        print_json({
            "shift": jump and jump.as_dict(), "season": season and season.as_dict(),
            "same_months": [m.as_dict() for m in months],
            "context": [{**entry.as_dict(), "around": [a.as_dict() for a in moved]} for entry, moved in rows],
            "lags": [
                {"first": x.first.code, "then": x.then.code, "least": x.least, "most": x.most} for x in after
            ],
        })  # fmt: skip
        return
    told = [jump.said if jump else "Fewer than six whole years: no change of level is looked for."]
    told += [season.said] if season else []
    told += [f"the same months, {m.said}" for m in months]
    for entry, moved in rows:
        told.append(f"{entry.when}: {entry.name()} ({', '.join(entry.sources)})")
        told += [f"  {f'{a.lag} years later' if a.lag else 'at once'}: {a.change.said}" for a in moved]
    told += [f"{x.then.name()} follows {x.first.name()}: {x.said}" for x in after]
    _say([*told, "What came after something did not come because of it."])


def _say(lines: Sequence[str]) -> None:
    import typer

    for line in lines:
        typer.echo(line)


def _between(series: Series, asked: str) -> Moved:
    from tumen import figures
    from tumen.errors import FiguresError

    given = re.fullmatch(r"\s*(\d{4})\s*[:/-]\s*(\d{4})\s*", asked)
    years = figures.yearly(series)
    if given is None or any(int(y) not in years for y in given.groups()):
        raise FiguresError(
            f"{asked!r} does not name two years of {series.name()}.",
            hint=f"Write two as 2012:2018. There are: {', '.join(map(str, years)) or 'none'}.",
        )
    first, then = (int(y) for y in given.groups())
    return figures.moved(years[first], years[then], times=(str(first), str(then)))
