"""`tumen pictures`: the pictures inside a document, listed and taken out."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Hang the command on `app`."""
    app.command("pictures")(pictures)


def pictures(
    document: Annotated[Path, typer.Argument(help="A PDF, DOCX, ODT, HWP, HWPX or XLSX.")],
    out: Annotated[Path | None, typer.Option(help="Take them out into this folder, which is made.")] = None,
    plain: Annotated[  # noqa: FBT002  (typer reads booleans as flags)
        bool, typer.Option("--plain", help="Without camera, date and place, drawn anew.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")] = False,  # noqa: FBT002
) -> None:
    """List the pictures inside a document, or take them out.

    Example: tumen pictures report.docx --out pictures/ --plain

    Each with where it stands, its kind, size and SHA-256. What stands in several places is one picture. A picture may
    say of itself when and where it was taken; with --plain the copies hold pixels only. The document is read in a
    process of its own; files that stand in the folder already are not written over.
    """
    from tumen import documents
    from tumen.cli.output import print_json
    from tumen.errors import InputError

    with documents.Jail() as jail:
        found = jail.pictures_inside(document)
        names = {p.number: f"{p.number:03}.{_ending(p.media_type, plain=plain)}" for p in found}
        if out is not None:
            taken = [out / name for name in names.values()]
            if any(path.exists() for path in taken):
                raise InputError(f"{out} holds pictures already.", hint="Choose another folder.")
            for picture, path in zip(found, taken, strict=True):
                content = jail.picture_inside(document, picture.number)
                out.mkdir(parents=True, exist_ok=True)
                path.write_bytes(jail.plain_copy(content, name=path.name) if plain else content)
    rows = [
        {
            **asdict(p),
            "picture": {"width": p.picture.width, "height": p.picture.height, "likeness": p.picture.likeness},
        }
        for p in found
    ]
    if as_json:
        print_json({"pictures": rows, "written": list(names.values()) if out is not None else []})
        return
    _show(rows)


def _ending(media_type: str, *, plain: bool) -> str:
    kind = media_type.partition("/")[2]
    return "jpg" if kind == "jpeg" else "png" if plain else kind


def _show(rows: list[dict[str, object]]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table("", "where", "kind", "bytes", "SHA-256")
    for row in rows:
        where = escape(str(row["where"]))
        table.add_row(
            str(row["number"]), where, str(row["media_type"]), f"{row['bytes']:,}", str(row["sha256"])[:16]
        )
    Console().print(table if rows else "No picture is inside.")
