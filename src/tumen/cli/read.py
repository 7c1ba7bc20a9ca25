"""`tumen read`: the words of a report with their places, and the figures and dates it states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tumen.cli.packs import PackName

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
    pack: PackName = "",
    lang: Annotated[str, typer.Option(help="en, ko or zh; told from the script if not given.")] = "",
    reference: Annotated[str, typer.Option(help="Date of publication, to reckon 'two years ago' from.")] = "",
    model: Annotated[
        str,
        typer.Option(
            envvar="TUMEN_LOCAL_MODEL",
            help="Address on this machine of a language model that may add candidates, marked. Off without it.",
        ),
    ] = "",
    text: Annotated[bool, typer.Option("--text", help="Also print the text.")] = False,  # noqa: FBT002  (typer reads booleans as flags)
    encoding: Annotated[str, typer.Option(help="Encoding of plain text or HTML, if you know it.")] = "",
    letters: Annotated[
        str,
        typer.Option(
            help="Read pages without words by machine first; codes of Tesseract with +, as eng or kor+eng."
        ),
    ] = "",
    timeout: Annotated[float, typer.Option(help="Seconds after which reading is given up.")] = 60.0,
) -> None:
    """Read a report: candidates for figures, happenings, demands, law, sources, names and dates, list by list.

    Example: tumen read report.pdf --json

    The file is opened in a process of its own without network, so that a hostile one harms nothing.
    Tables give page or paragraph, and on a terminal of 110 columns or more also the reason; --json always gives it, and
    the text, in whose characters all offsets count. A part of a whole ("12 of 150") is shown with its share.
    Candidates are suggestions, nothing more.
    """
    from tumen import documents, reading, vocab
    from tumen.cli.candidates import show
    from tumen.cli.output import bar, print_json, with_letters

    asked = reading.LocalModel(address=model) if model else None
    document = documents.read_in_jail(report, encoding=encoding or None, timeout=timeout)
    with bar() as progress:
        document = with_letters(document, report, letters, progress)
        found = reading.read(
            document,
            pack=pack or vocab.DEFAULT_PACK,
            language=lang or None,
            reference=reference or None,
            model=asked,
            progress=progress,
        )
    if as_json:
        print_json(_plain(document, found))
    else:
        show(document, found, with_text=text)


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
