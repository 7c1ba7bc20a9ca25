"""`tumen quotations`: words of treaties and reports that may be quoted, and a quotation held against them."""

from __future__ import annotations

from typing import Annotated

import typer

from tumen.cli.packs import PackName, chosen_pack


def register(app: typer.Typer) -> None:
    """Hang the command on `app`."""
    app.command("quotations")(quotations)


def quotations(
    text: Annotated[
        str, typer.Argument(help="Words that must stand in them, or in the name of their place.")
    ] = "",
    hold: Annotated[str, typer.Option(help="A quotation to hold against them, word for word.")] = "",
    pack: PackName = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of text.")] = False,
) -> None:
    """Articles and paragraphs that reports quote, with place and source; or what differs in a quotation.

    Example: tumen quotations --hold "No one shall be held in slavery or servitude"

    What a quotation leaves out must be marked by dots, what it puts in by brackets. The English text alone.
    """
    from dataclasses import asdict

    from tumen import law
    from tumen.cli.output import print_json

    kept = chosen_pack(pack)
    if not hold:
        found = law.quotations_with(kept, text)
        if as_json:
            print_json({"quotations": [asdict(q) for q in found]})
            return
        for one in found:
            typer.echo(f"{one.place}{'' if one.verified else ' (from memory)'}\n  {one.words}")
        return
    compared = law.compare_quotation(hold, kept)
    if as_json:
        print_json({"compared": None if compared is None else asdict(compared)})
    elif compared is None:
        typer.echo("None of the texts that are kept.")
    elif compared.exact:
        typer.echo(f"Word for word {compared.quotable.place}.")
    else:
        typer.echo(f"Not word for word {compared.quotable.place}:")
        for said, stands in compared.differences:
            typer.echo(f"  “{said}” where “{stands}” stands")
