"""`tumen check`: figures, dates, treaty statements, sources and names of a draft beside what is known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tumen.cli.packs import PackName

if TYPE_CHECKING:
    from tumen.checking import Checked
    from tumen.documents import Document


def register(app: typer.Typer) -> None:
    """Hang the command on `app`."""
    app.command("check")(check)


def check(
    draft: Annotated[str, typer.Argument(help="A DOCX, PDF, HTML or plain text file.")],
    out: Annotated[str, typer.Option(help="Write a copy of the DOCX with each remark as a comment.")] = "",
    pack: PackName = "",
    reference: Annotated[str, typer.Option(help="Date of the draft, to reckon 'two years ago' from.")] = "",
    questions: Annotated[bool, typer.Option(help="Also show what is only asked, not in conflict.")] = True,  # noqa: FBT002  (typer reads booleans as flags)
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")] = False,  # noqa: FBT002  (typer reads booleans as flags)
    letters: Annotated[
        str,
        typer.Option(
            help="Read pages without words by machine first; codes of Tesseract with +, as eng or kor+eng."
        ),
    ] = "",
    timeout: Annotated[float, typer.Option(help="Seconds after which reading is given up.")] = 60.0,
) -> None:
    """Check a draft before it is published: what agrees with the ledger and the register of law, what does not.

    Example: tumen check draft.docx --out draft-checked.docx

    Nothing is corrected and nobody is declared right. The draft stays as it is; --out writes a copy.
    """
    from tumen import checking, documents, vocab
    from tumen.cli.output import bar, print_json, with_letters
    from tumen.errors import UncommentableDraft

    if out and (Path(draft).suffix.lower() != ".docx" or Path(out).resolve() == Path(draft).resolve()):
        raise UncommentableDraft("Comments can be written only into a copy of a DOCX.")
    document = documents.read_in_jail(draft, timeout=timeout)
    with bar() as progress:
        document = with_letters(document, draft, letters, progress)
        found = checking.check(
            document, pack=pack or vocab.DEFAULT_PACK, reference=reference or None, progress=progress
        )
    placed = checking.comment(Path(draft), found.findings, document, out=Path(out)) if out else None
    if as_json:
        print_json({**found.as_dict(), "sha256": document.sha256, "comments": placed})
    else:
        _show(document, found, questions=questions)


def _show(document: Document, found: Checked, *, questions: bool) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from tumen.checking import Outcome

    table = Table("where", "words", "what", "says", expand=True)
    for f in found.findings:
        if questions or f.outcome is not Outcome.ASK:
            known = "".join(f"\n• {line}" for line in f.known[:3])
            where = str(document.locate(f.start, f.end))
            words = escape(" ".join(f.text.split())[:60])
            table.add_row(where, words, f"{f.outcome.value}\n{f.rule}", escape(f.says + known))
    console = Console()
    for caution in document.warnings:
        console.print(f"[yellow]{caution.code}[/yellow]: {escape(caution.message)}", soft_wrap=True)
    if any(caution.code == "no-text-layer" for caution in document.warnings):
        console.print(
            "Add --letters eng (or kor+eng) to have its pages read by machine first.", soft_wrap=True
        )
    console.print(table)
    console.print("; ".join(f"{name}: {count}" for name, count in found.counts().items()), highlight=False)
