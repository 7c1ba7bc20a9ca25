"""`tumen letters`: the words of scanned pages and pictures, read by a machine on this computer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Hang the command on `app`."""
    app.command("letters")(letters)


def letters(
    scan: Annotated[str, typer.Argument(help="A scanned PDF, or a JPEG, PNG, TIFF or WebP picture.")],
    lang: Annotated[
        list[str] | None,
        typer.Option(help="Codes of Tesseract, the likeliest first: kor, chi_sim, eng. All that are there."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of text.")] = False,  # noqa: FBT002  (typer reads booleans as flags)
) -> None:
    """Read the letters on pages that hold only pictures of text.

    Example: tumen letters scan.pdf --lang kor --lang eng

    Needs Tesseract, which runs here and sends nothing anywhere. Each page is drawn anew in a process of its own first.
    How sure the machine was is stated; compare with the picture before you quote a word.
    """
    from rich.console import Console
    from rich.markup import escape

    from tumen import documents
    from tumen.cli.output import bar, print_json

    before = documents.read_in_jail(scan)
    languages = lang or documents.machine_languages()
    with bar() as progress:
        after = documents.read_by_machine(before, Path(scan), languages=languages, progress=progress)
    if as_json:
        print_json(after.as_dict())
        return
    console = Console(highlight=False)
    for caution in after.warnings:
        console.print(f"[yellow]{caution.code}[/yellow]: {escape(caution.message)}", soft_wrap=True)
    for passage in after.passages():
        console.print(f"\n[dim]{passage.locator}[/dim]\n{escape(passage.text)}", soft_wrap=True)
