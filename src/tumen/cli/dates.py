"""`tumen dates`: what a written date means, which dates a text holds, whether two may be one person's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tumen.cli.output import print_json

if TYPE_CHECKING:
    from tumen.dates import Date

EXAMPLE = """
Example: tumen dates "2004년 5월 초순" --lang ko --json
"""


def register(app: typer.Typer) -> None:
    """Hang `dates` on the application."""
    app.command("dates", help="Read a date in words or EDTF, or find the dates in a text." + EXAMPLE)(dates)


def dates(
    text: Annotated[str, typer.Argument(help="A date, or with --find any text.")],
    lang: Annotated[
        str | None, typer.Option("--lang", help="Language: en, ko or zh; by default told from the script.")
    ] = None,
    reference: Annotated[
        str | None, typer.Option("--reference", help="What relative dates are reckoned from, in EDTF.")
    ] = None,
    compare: Annotated[
        str | None,
        typer.Option("--compare", help="Another date, or an age at a date: may both be told of one person?"),
    ] = None,
    *,
    find: Annotated[bool, typer.Option("--find", help="Find all dates in the text.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")] = False,
) -> None:
    """Read a date, or find the dates in a text."""
    from tumen import dates as room

    if compare is not None:
        _compare(text, compare, lang=lang, reference=reference, as_json=as_json)
        return
    if not find:
        _show(_described(room.parse(text, language=lang, reference=reference)), as_json=as_json)
        return
    found = [
        {"start": f.start, "end": f.end, "text": f.text, "relative": f.relative, **_described(f.date)}
        for f in room.find(text, lang, reference=reference)
    ]
    if as_json:
        print_json(found)
        return
    for row in found:
        typer.echo(f"{row['start']}–{row['end']}\t{row['text']}\t{row['edtf']}")


def _compare(text: str, other: str, *, lang: str | None, reference: str | None, as_json: bool) -> None:
    from tumen.dates import compare_identity

    a, b = (_date_or_birth(one, lang=lang, reference=reference) for one in (text, other))
    found = compare_identity(a, b)
    if as_json:
        print_json({
            "a": a.edtf, "b": b.edtf, "level": found.level.name.lower(), "agreement": str(found.agreement),
            "reasons": list(found.reasons),
        })  # fmt: skip
        return
    typer.echo(f"{a.edtf}\t{b.edtf}\t{found.agreement}")
    for reason in found.reasons:
        typer.echo(reason)


def _date_or_birth(text: str, *, lang: str | None, reference: str | None) -> Date:
    """A date; or when someone was born of whom an age at a date is told."""
    from tumen.dates import parse, parse_birth
    from tumen.errors import DateUnreadable

    try:
        return parse(text, language=lang, reference=reference)
    except DateUnreadable as unreadable:
        try:
            return parse_birth(text, reference=reference)
        except DateUnreadable:
            raise unreadable from None


def _described(date: Date) -> dict[str, Any]:
    from tumen.dates import LANGUAGES, say

    days = {
        name: value.isoformat() if value is not None else None
        for name, value in (
            ("earliest", date.earliest),
            ("latest", date.latest),
            ("fuzzy_earliest", date.fuzzy_earliest),
            ("fuzzy_latest", date.fuzzy_latest),
        )
    }
    said = {language: say(date, language) for language in LANGUAGES}
    return {"edtf": date.edtf, "precision": str(date.precision), **days, "said": said}


def _show(row: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(row)
        return
    typer.echo(f"{row['edtf']}\t{row['earliest'] or 'open'} – {row['latest'] or 'open'}\t{row['precision']}")
    for language, words in row["said"].items():
        typer.echo(f"{language}\t{words}")
