"""`tumen places`: which place a text means, and whether two are the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tumen.cli.output import print_json
from tumen.cli.packs import PackName

if TYPE_CHECKING:
    from tumen.places import Found, Match, PlaceComparison

EXAMPLE = """
Example: tumen places "Haven, North Marrow" --pack example
"""


def register(app: typer.Typer) -> None:
    """Hang `places` on the application."""
    app.command("places", help="Find a place by name, in any script or spelling, with reasons." + EXAMPLE)(
        places
    )


def places(
    text: Annotated[str, typer.Argument(help="A name, with or without what contains the place.")],
    pack: PackName = "",
    country: Annotated[
        str | None, typer.Option("--country", help="Only places in this country (code).")
    ] = None,
    lang: Annotated[str, typer.Option("--lang", help="Language of the names: en, ko or zh.")] = "en",
    compare: Annotated[
        str | None, typer.Option("--compare", help="Another place: how do the two agree?")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", help="A date: also show what may have contained the place then.")
    ] = None,
    further: Annotated[
        Path | None, typer.Option("--further", help="Table of further places, made with --make-from.")
    ] = None,
    make_from: Annotated[
        Path | None,
        typer.Option(
            "--make-from", help="Make that table first from this GeoNames dump (text or ZIP) of yours."
        ),
    ] = None,
    countries: Annotated[
        str, typer.Option("--countries", help="With --make-from: only these countries (KP,CN).")
    ] = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")] = False,
) -> None:
    """Find a place by name; exit status 0 also when none fits, because that is an answer."""
    from tumen.dates import parse
    from tumen.places import gazetteer
    from tumen.vocab import DEFAULT_PACK, load_pack

    if make_from is not None:
        _make(make_from, further, countries)
    known = gazetteer(load_pack(pack or DEFAULT_PACK), further=further)
    if compare is not None:
        _compared(known.compare(text, compare, country=country), as_json=as_json)
        return
    found = known.find(text, country=country)
    then = () if on is None or found.place is None else known.areas_on(found.place.code, parse(on))
    if as_json:
        print_json(_plain(found) | ({} if on is None else {"then": [area.code for area in then]}))
        return
    _show(found, lang=lang)
    for area in then:
        typer.echo(f"then in {area.code}  {area.label(lang)}")


def _make(dump: Path, table: Path | None, countries: str) -> None:
    from tumen.cli.output import bar
    from tumen.places import build_further

    if table is None:
        raise typer.BadParameter("Say with --further where the table shall stand.")
    with bar() as progress:
        build_further(dump, table, countries=[c for c in countries.split(",") if c], progress=progress)


def _compared(found: PlaceComparison, *, as_json: bool) -> None:
    if as_json:
        metres = None if found.metres is None else round(found.metres)
        print_json({"level": found.level.name.lower(), "metres": metres, "reasons": list(found.reasons)})
        return
    for reason in found.reasons:
        typer.echo(reason)


def _plain(found: Found) -> dict[str, Any]:
    return {
        "text": found.text,
        "place": None if found.place is None else found.place.code,
        "matches": [_plain_match(match) for match in found],
        "notes": list(found.notes),
        "warnings": [{"code": t.code, "text": t.text, "outside": list(t.outside)} for t in found.traps],
    }


def _plain_match(match: Match) -> dict[str, Any]:
    return {
        "place": match.place.as_dict(),
        "how": match.how.value,
        "score": round(match.score, 4),
        "form": match.form,
        "reasons": list(match.reasons),
        "traps": [trap.code for trap in match.traps],
    }


def _show(found: Found, *, lang: str) -> None:
    from rich.console import Console

    console = Console(markup=False, highlight=False)
    if not found.matches:
        console.print("No place fits.")
    for match in found:
        place = match.place
        sure = "→" if found.place is place else " "
        console.print(f"{sure} {place.code}  {place.label(lang)}  ({place.kind}; {place.precision})")
        console.print(f"    {'; '.join(match.reasons)}")
    if found.matches and found.place is None:
        console.print("Not certain: a person has to choose.")
    for note in found.notes:
        console.print(note)
    for trap in found.traps:
        console.print(f"! {trap.text}")
