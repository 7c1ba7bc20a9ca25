"""`tumen read`: the words of a report with their places, and the figures and dates it states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tumen.documents import Document
    from tumen.reading import Reading


def register(app: typer.Typer) -> None:
    """Hang the command on `app`."""
    app.command("read")(read)


def read(
    report: Annotated[
        str, typer.Argument(help="A PDF, DOCX, HWP, HWPX, ODT, XLSX, EML, HTML or plain text file.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of tables.")] = False,  # noqa: FBT002  (typer reads booleans as flags)
    pack: Annotated[str, typer.Option(help="The situation pack.")] = "",
    lang: Annotated[str, typer.Option(help="en, ko or zh; told from the script if not given.")] = "",
    reference: Annotated[str, typer.Option(help="Date of publication, to reckon 'two years ago' from.")] = "",
    encoding: Annotated[str, typer.Option(help="Encoding of plain text or HTML, if you know it.")] = "",
    timeout: Annotated[float, typer.Option(help="Seconds after which reading is given up.")] = 60.0,
) -> None:
    """Read a report: text, passages with page and paragraph, and candidates for figures and dates.

    Example: tumen read report.pdf --json

    The file is opened in a process of its own without network, so that a hostile one harms nothing.
    All offsets count characters of the text that is printed. Candidates are suggestions, nothing more.
    """
    from tumen import documents, reading, vocab
    from tumen.cli.output import bar, print_json

    document = documents.read_in_jail(report, encoding=encoding or None, timeout=timeout)
    with bar() as progress:
        found = reading.read(
            document,
            pack=pack or vocab.DEFAULT_PACK,
            language=lang or None,
            reference=reference or None,
            progress=progress,
        )
    if as_json:
        print_json(_plain(document, found))
    else:
        _show(document, found)


def _plain(document: Document, found: Reading) -> dict[str, object]:
    """The document, its paragraphs as passages, and the candidates side by side."""
    stated = document.as_dict()
    del stated["paragraphs"]
    passages = [
        {
            "start": passage.start,
            "end": passage.end,
            "page": paragraph.page,
            "paragraph": paragraph.number,
            "kind": paragraph.kind,
            "locator": str(passage.locator),
            "sha256": passage.sha256,
        }
        for paragraph, passage in zip(document.paragraphs, document.passages(), strict=True)
    ]
    return {**stated, "passages": passages, **found.as_dict()}


def _show(document: Document, found: Reading) -> None:
    from rich.console import Console
    from rich.markup import escape

    console = Console(highlight=False)
    pages = f", {len(document.pages)} page(s)" if document.pages else ""
    console.print(
        f"{document.media_type}{pages}, {len(document.text):,} characters, read as {found.language}"
    )
    console.print(f"sha256 {document.sha256}", soft_wrap=True)
    for candidate in document.metadata:
        console.print(escape(f"{candidate.field}: {candidate.value} ({candidate.source})"), soft_wrap=True)
    for caution in document.warnings:
        console.print(f"[yellow]{caution.code}[/yellow]: {escape(caution.message)}", soft_wrap=True)
    for passage in document.passages():
        console.print(f"\n[dim]{passage.locator}[/dim]")
        console.print(escape(passage.text), soft_wrap=True)
    _show_candidates(console, document, found)


def _show_candidates(console: object, document: Document, found: Reading) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    assert isinstance(console, Console)  # noqa: S101  (rich is imported only when something is shown)
    figures = Table("where", "figure", "from", "to", "kind", "why", title="Figures stated (candidates)")
    for claim in found.claims or ():
        quantity = claim.quantity
        where = str(document.locate(quantity.start, quantity.end))
        bounds = [f"{value:,}" if value is not None else "open" for value in (quantity.low, quantity.high)]
        repeated = f"; the same as {claim.duplicate_of}" if claim.duplicate_of else ""
        figures.add_row(where, escape(claim.text), *bounds, quantity.kind, escape(quantity.reason + repeated))
    dated = Table("where", "date", "EDTF", "why", title="Dates stated (candidates)")
    for date in found.dates:
        dated.add_row(
            str(document.locate(date.start, date.end)),
            escape(date.text),
            escape(date.edtf or "not dated"),
            date.reason,
        )
    if found.claims is not None:
        console.print(figures)
    console.print(dated)
