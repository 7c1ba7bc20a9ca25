"""`tumen calendar`: what comes round in a month: sessions, deadlines, anniversaries, seasons."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tumen.cli.packs import PackName


def register(app: typer.Typer) -> None:
    """Hang the command on `app`."""
    app.command("calendar")(calendar)


def calendar(
    month: Annotated[str, typer.Argument(help="The month, as 2027-02.")],
    language: Annotated[str, typer.Option(help="Language of the titles: en, ko or zh.")] = "en",
    out: Annotated[Path | None, typer.Option(help="Write an iCalendar file (.ics) here.")] = None,
    pack: PackName = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")] = False,  # noqa: FBT002  (typer reads booleans as flags)
) -> None:
    """Sessions, deadlines, anniversaries and seasons of a month, as the pack knows them. No entry names a person.

    Example: tumen calendar 2027-02 --out february.ics
    """
    from datetime import UTC, datetime

    from tumen import law, vocab
    from tumen.cli.output import print_json
    from tumen.errors import LawError

    year, _, number = month.partition("-")
    if not (year.isdigit() and number.isdigit()):
        raise LawError(f"Not a month: {month!r}.", hint="Write it as 2027-02.")
    found = law.calendar_of(int(year), int(number), pack or vocab.DEFAULT_PACK, language=language)
    if out is not None:
        text = law.as_ics(found, stamp=datetime.now(UTC), name=f"Tumen {month}")
        out.write_text(text, encoding="utf-8", newline="")
    if as_json:
        print_json({"month": month, "entries": found})
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("from", "to", "kind", "what", "years", "verified", title=month, title_justify="left")
    for e in found:
        years = "" if e.years is None else str(e.years)
        table.add_row(str(e.start), str(e.end), e.kind, e.title, years, "yes" if e.verified else "no")
    Console().print(table)
