"""`tumen vocab`: what a situation pack holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tumen.cli.output import print_json

if TYPE_CHECKING:
    from tumen.vocab import Pack, Vocabulary

EXAMPLE = """
Example: tumen vocab example act_type --lang ko
"""


def register(app: typer.Typer) -> None:
    """Hang `vocab` on the application."""
    app.command("vocab", help="Show the packs, the vocabularies of a pack, or the terms of one." + EXAMPLE)(
        vocab
    )


def vocab(
    pack: Annotated[
        str | None, typer.Argument(help="Name of a pack; without it, all packs are listed.")
    ] = None,
    vocabulary: Annotated[str | None, typer.Argument(help="Id of a vocabulary of the pack.")] = None,
    lang: Annotated[str, typer.Option("--lang", help="Language of the labels: en, ko or zh.")] = "en",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")] = False,
) -> None:
    """Show the packs, the vocabularies of a pack, or the terms of one."""
    from tumen.vocab import load_pack, packs

    if pack is None:
        _show_packs([load_pack(name) for name in packs()], lang=lang, as_json=as_json)
    elif vocabulary is None:
        _show_pack(load_pack(pack), lang=lang, as_json=as_json)
    else:
        _show_vocabulary(load_pack(pack).vocabulary(vocabulary), lang=lang, as_json=as_json)


def _show_packs(found: list[Pack], *, lang: str, as_json: bool) -> None:
    rows = [
        {
            "pack": p.name,
            "version": p.version,
            "title": str(p.title(lang)),
            "vocabularies": len(p.vocabularies),
        }
        for p in found
    ]
    if as_json:
        print_json(rows)
        return
    _table(["pack", "version", "title", "vocabularies"], [[str(v) for v in row.values()] for row in rows])


def _show_pack(pack: Pack, *, lang: str, as_json: bool) -> None:
    if as_json:
        print_json({
            "pack": pack.name,
            "version": pack.version,
            "content_sha256": pack.content_sha256,
            "title": str(pack.title(lang)),
            "languages": list(pack.languages),
            "credits": list(pack.credits),
            "facts": list(pack.facts_files),
            "vocabularies": [{"id": v.id, "title": str(v.title(lang)), "terms": len(v)} for v in pack],
        })  # fmt: skip
        return
    _table(["vocabulary", "terms", "title"], [[v.id, str(len(v)), _said(v.title(lang))] for v in pack])


def _show_vocabulary(vocabulary: Vocabulary, *, lang: str, as_json: bool) -> None:
    if as_json:
        terms = [{**t.as_dict(), "label": str(t.label(lang)), "label_language": t.label(lang).language}
                 for t in vocabulary]  # fmt: skip
        retired = {code: {"since": r.since, "replaced_by": r.replaced_by, "reason": r.reason}
                   for code, r in vocabulary.retired.items()}  # fmt: skip
        print_json({
            "id": vocabulary.id, "title": str(vocabulary.title(lang)), "terms": terms, "retired": retired,
        })  # fmt: skip
        return
    rows = [[t.code, _said(t.label(lang)), "" if t.verified else "unverified", t.note] for t in vocabulary]
    _table(["code", "label", "", "note"], rows)


def _said(label: object) -> str:
    """A label, with its language when it is not the one asked for."""
    fallen = getattr(label, "fell_back", False)
    return f"{label} [{getattr(label, 'language', '')}]" if fallen else str(label)


def _table(headings: list[str], rows: list[list[str]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE)
    for heading in headings:
        table.add_column(heading)
    for row in rows:
        # plain text: square brackets in a label are brackets, not markup
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)
