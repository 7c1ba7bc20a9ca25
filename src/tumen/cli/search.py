"""`tumen search`: passages of files in which words stand, in whatever form, and names in whatever script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tumen.documents import Document
    from tumen.search import Found, Query


def register(app: typer.Typer) -> None:
    """Hang the command on `app`."""
    app.command("search")(search)


def search(
    words: Annotated[str, typer.Argument(help='Words, a name, or "words next to each other".')],
    files: Annotated[
        list[str], typer.Argument(help="PDF, DOCX, HWP, HWPX, ODT, XLSX, EML, HTML or text files.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of text.")] = False,  # noqa: FBT002  (typer reads booleans as flags)
    most: Annotated[int, typer.Option(min=1, help="How many passages at most.")] = 20,
) -> None:
    """Find the passages of files in which words stand.

    Example: tumen search "건너다" interview.hwpx report.pdf --json

    Korean words are found in every form, Chinese in every compound, English by its stem; a name typed in one script is
    found in the others. A minus before a word leaves passages with it out; OR between two words asks for either.
    Nothing is kept: the index is made in memory and gone with the command.
    """
    from tumen.cli.output import print_json
    from tumen.search import parse

    query = parse(words)
    read, found = _look(query, files, most)
    if as_json:
        print_json({"query": words, "passages": [_plain(f, files, read, query) for f in found]})
    else:
        _show(found, files, read, query)


def _look(query: Query, files: Sequence[str], most: int) -> tuple[list[Document], list[Found]]:
    import sqlite3
    from contextlib import closing

    from tumen import documents
    from tumen.cli.output import bar
    from tumen.errors import TumenError
    from tumen.search import Index, Piece

    with closing(sqlite3.connect(":memory:")) as connection, documents.Jail() as jail, bar() as progress:
        index, read = Index(connection), []
        progress.start(len(files), "Reading")
        for number, file in enumerate(files):
            try:
                document = jail.read(file)
            except TumenError as error:  # of several files it must be said which
                raise type(error)(f"{file}: {error.message}", hint=error.hint) from error
            read.append(document)
            index.add(
                number,
                (Piece(text=p.text, start=p.start, end=p.end) for p in document.passages()),
                source=number,
            )
            progress.advance()
        return read, index.find(query, limit=most)


def _plain(found: Found, files: Sequence[str], read: list[Document], query: Query) -> dict[str, object]:
    from tumen.search import snippet

    document = read[found.document]
    passage = document.passage(found.start, found.end)
    return {
        "file": files[found.document],
        "locator": str(passage.locator),
        "start": found.start,
        "end": found.end,
        "text": passage.text,
        "hits": [part.text for part in snippet(passage.text, query) if part.hit],
    }


def _show(found: Sequence[Found], files: Sequence[str], read: list[Document], query: Query) -> None:
    from rich.console import Console
    from rich.text import Text

    from tumen.search import snippet

    console = Console(highlight=False)
    for one in found:
        passage = read[one.document].passage(one.start, one.end)
        console.print(Text(f"{files[one.document]}, {passage.locator}", style="dim"), soft_wrap=True)
        line = Text()
        for part in snippet(passage.text, query):
            line.append(part.text, style="bold" if part.hit else "")
        console.print(line, soft_wrap=True)
    if not found:
        console.print("No passage fits.")
