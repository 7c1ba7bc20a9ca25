"""`tumen alike`: files that are nearly the same, by their words or by their looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tumen.documents import Document


def register(app: typer.Typer) -> None:
    """Hang the command on `app`."""
    app.command("alike")(alike)


def alike(
    files: Annotated[list[str], typer.Argument(help="Documents and pictures.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")] = False,  # noqa: FBT002  (typer reads booleans as flags)
    least: Annotated[float, typer.Option(min=0.1, max=1, help="Share of the words in common.")] = 0.5,
) -> None:
    """Find documents and pictures that are nearly the same.

    Example: tumen alike first-edition.pdf second-edition.docx photo.jpg --json

    Documents are compared by the runs of letters they share, whatever their format; pictures by light and dark,
    whatever their size. Finding pairs does not say which is the older one, nor whether both go back to one source.
    """
    from tumen.cli.output import print_json

    read = _read(files)
    texts = {name: found.text for name, found in read.items() if found.text.strip()}
    pairs = [*_words(texts, least), *_looks(read)]
    if as_json:
        print_json({"files": len(read), "pairs": pairs})
        return
    _show(pairs)


def _read(files: Sequence[str]) -> dict[str, Document]:
    from tumen import documents
    from tumen.cli.output import bar

    read = {}
    with documents.Jail() as jail, bar() as progress:
        progress.start(len(files), "Reading")
        for file in files:
            read[file] = jail.read(file)
            progress.advance()
    return read


def _words(texts: Mapping[str, str], least: float) -> list[dict[str, object]]:
    from tumen import documents

    return [
        {"first": a, "second": b, "by": "words", "alike": round(share, 3)}
        for a, b, share in documents.nearly_same(texts, least=least)
    ]


def _looks(read: Mapping[str, Document]) -> list[dict[str, object]]:
    from itertools import combinations

    from tumen import documents

    marks = [(name, found.picture.likeness) for name, found in read.items() if found.picture]
    compared = [(a, b, documents.pictures_apart(x, y)) for (a, x), (b, y) in combinations(marks, 2)]
    return [
        {"first": a, "second": b, "by": "looks", "alike": round(1 - apart / 128, 3)}
        for a, b, apart in sorted(compared, key=lambda pair: pair[2])
        if apart < documents.PICTURES_ALIKE
    ]


def _show(pairs: Sequence[Mapping[str, object]]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console(highlight=False)
    if not pairs:
        console.print("No two of these files are nearly the same.")
        return
    table = Table("file", "file", "by", "alike")
    for pair in pairs:
        table.add_row(
            escape(str(pair["first"])), escape(str(pair["second"])), str(pair["by"]), str(pair["alike"])
        )
    console.print(table)
