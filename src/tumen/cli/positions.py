"""`tumen positions`: what states and bodies said and did: positions, denials, requests, votes, reports, visits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tumen.cli.packs import Amendments, PackName, chosen_pack

if TYPE_CHECKING:
    from tumen.law import Position


def register(app: typer.Typer) -> None:
    """Hang the command on `app`."""
    app.command("positions")(positions)


def positions(
    state: Annotated[
        str, typer.Option(help="Who said or did it, or to whom: code of a state or a body.")
    ] = "",
    kind: Annotated[
        str, typer.Option(help="One kind: position, denial, request, vote, report, visit …")
    ] = "",
    on: Annotated[str, typer.Option(help="A day, month or year with which its day can agree.")] = "",
    about: Annotated[str, typer.Option(help="Code of an act or a reason it is about.")] = "",
    case: Annotated[str, typer.Option(help="Id of a public case it is about.")] = "",
    *,
    unanswered: Annotated[
        bool, typer.Option("--unanswered", help="Requests and visits that nobody answered.")
    ] = False,
    amendments: Amendments = None,
    out: Annotated[Path | None, typer.Option(help="Write them as CSV here.")] = None,
    pack: PackName = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")] = False,
) -> None:
    """What states and bodies said and did, with day, forum, wording and source. It weighs nobody's words.

    Example: tumen positions --kind denial --on 2012
    """
    from tumen import dates, law
    from tumen.cli.output import print_json
    from tumen.errors import LawError

    if kind and kind not in law.KINDS:
        raise LawError(f"There is no kind {kind!r}.", hint=f"There are: {', '.join(law.KINDS)}.")
    log = law.positions(chosen_pack(pack, amendments))
    found = law.said(log, by=state, kind=kind, on=dates.parse(on) if on else None, about=about, case=case)
    if unanswered:
        waiting = {e.code for e, _ in log.unanswered(dates.parse(_today()))}
        found = tuple(e for e in found if e.code in waiting)
    if out is not None:
        out.write_text(law.positions_csv(found), encoding="utf-8", newline="")
    if as_json:
        cited = {s: dict(log.sources.get(s, {})) for e in found for s in e.sources}
        print_json({"version": log.version, "positions": [e.as_dict() for e in found], "sources": cited})
        return
    _show(found)


def _today() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).date().isoformat()


def _show(found: tuple[Position, ...]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("day", "kind", "who", "to", "what", "outcome", "source")
    for e in found:
        place = f" ({e.place})" if e.place else ""
        words = f"\n“{e.wording}”" if e.quoted else f"\n{e.wording}" if e.wording else ""
        table.add_row(
            str(e.date or ""), e.kind, " ".join(filter(None, (e.by, e.speaker))), ", ".join(e.to),
            f"{e.what}{place}{words}", " ".join(filter(None, (e.outcome, e.value))),
            "; ".join([*e.sources, *([] if e.verified else ["not verified"])]),
        )  # fmt: skip
    Console().print(table)
    if not found:
        Console().print("Nothing of that kind stands in the log. `tumen positions` shows all of it.")
