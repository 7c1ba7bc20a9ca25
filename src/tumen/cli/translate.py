"""`tumen translate`: a draft in another language by a language model on this computer."""

from __future__ import annotations

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Hang the command on `app`."""
    app.command("translate")(translate)


def translate(
    report: Annotated[str, typer.Argument(help="Any file that `tumen read` reads.")],
    model: Annotated[
        str, typer.Option(envvar="TUMEN_LOCAL_MODEL", help="Address on this machine of a language model.")
    ],
    to: Annotated[str, typer.Option(help="en, ko or zh.")] = "en",
    name: Annotated[str, typer.Option(help="Name of the model, if the server has several.")] = "",
    seconds: Annotated[float, typer.Option(help="For the whole text.")] = 3600.0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of text.")] = False,  # noqa: FBT002  (typer reads booleans as flags)
) -> None:
    """Draft a translation, paragraph beside paragraph: to understand with, never to quote.

    Example: tumen translate interview.hwpx --model http://127.0.0.1:8080 --to en

    Any local server that takes /v1/chat/completions will do. Nothing but an address of this machine is taken.
    """
    from rich.console import Console
    from rich.markup import escape

    from tumen import documents, reading
    from tumen.cli.output import bar, print_json

    asked = reading.LocalModel(address=model, name=name, seconds=seconds)
    document = documents.read_in_jail(report)
    with bar() as progress:
        found = reading.translate(document.text, asked, language=to, progress=progress)
    if as_json:
        print_json(found)
        return
    console = Console(highlight=False)
    for stretch in found.stretches:
        console.print(f"\n[dim]{escape(stretch.original)}[/dim]\n{escape(stretch.draft)}", soft_wrap=True)
    console.print(f"\n[yellow]Draft by a machine ({escape(found.by)}); not to be quoted.[/yellow]")
    if found.message:
        console.print(f"[yellow]{escape(found.message)}[/yellow]", soft_wrap=True)
