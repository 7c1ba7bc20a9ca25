"""`tumen bodies`: which agency, group or facility a text means, and whether two are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tumen.cli.output import print_json
from tumen.cli.packs import PackName

if TYPE_CHECKING:
    from tumen.bodies import BodiesFound, BodyComparison

EXAMPLE = """
Example: tumen bodies "the coast guard" --pack example
"""


def register(app: typer.Typer) -> None:
    """Hang `bodies` on the application."""
    app.command(
        "bodies", help="Find an agency, group or facility by any of its names, with reasons." + EXAMPLE
    )(bodies)


def bodies(
    text: Annotated[str, typer.Argument(help="A name as told, with or without a place beside it.")],
    on: Annotated[
        str | None, typer.Option("--on", help="When it acted, in words or EDTF: names belong to periods.")
    ] = None,
    compare: Annotated[
        str | None, typer.Option("--compare", help="Another body: how do the two agree?")
    ] = None,
    pack: PackName = "",
    lang: Annotated[str, typer.Option("--lang", help="Language of the names: en, ko or zh.")] = "en",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")] = False,
) -> None:
    """Find a body by name; exit status 0 also when none fits, because that is an answer."""
    from tumen import bodies as room
    from tumen.dates import parse
    from tumen.vocab import DEFAULT_PACK, load_pack

    known = room.register(load_pack(pack or DEFAULT_PACK))
    when = None if on is None else parse(on)
    if compare is not None:
        _compared(room.compare(known, text, compare, on_a=when, on_b=when), as_json=as_json)
        return
    found = known.find(text, on=when)
    if as_json:
        print_json(_plain(found))
        return
    _show(found, lang=lang)


def _compared(found: BodyComparison, *, as_json: bool) -> None:
    if as_json:
        print_json({"level": found.level.name.lower(), "reasons": list(found.reasons)})
        return
    for reason in found.reasons:
        typer.echo(reason)


def _plain(found: BodiesFound) -> dict[str, Any]:
    return {
        "text": found.text,
        "body": None if found.body is None else found.body.code,
        "at": None if found.at is None else found.at.code,
        "matches": [
            {"body": m.body.as_dict(), "score": round(m.score, 4), "name": m.name.text, "then": m.then,
             "reasons": list(m.reasons)}
            for m in found
        ],
    }  # fmt: skip


def _show(found: BodiesFound, *, lang: str) -> None:
    if not found.matches:
        typer.echo("No body fits.")
    for match in found:
        sure = "→" if found.body is match.body else " "
        typer.echo(f"{sure} {match.body.code}  {match.body.label(lang)}")
        typer.echo(f"    {'; '.join(match.reasons)}")
    if found.at is not None:
        typer.echo(f"beside {found.at.code}  {found.at.label(lang)}")
    if found.matches and found.body is None:
        typer.echo("Not certain: a person has to choose.")
