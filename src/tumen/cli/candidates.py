"""The candidates of a report as tables on a terminal: one a list, with page or paragraph and reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from tumen.documents import Document
    from tumen.reading import Reading

Cells = Callable[[Any], tuple[str, ...]]

_LONGEST: Final = 160
"""Characters of a quotation in a table; the whole stands in the text."""


_WIDE: Final = 110
"""Columns of a terminal, below which the reason of each candidate is left to --json: cells would be a word wide."""


def show(document: Document, found: Reading, *, with_text: bool) -> None:
    """Head, cautions, the text if it is wanted, then a table for every list that holds something."""
    console = Console(highlight=False)
    _head(console, document, found)
    for passage in document.passages() if with_text else ():
        console.print(f"\n[dim]{passage.locator}[/dim]")
        console.print(escape(passage.text), soft_wrap=True)
    counts = []
    for name, title, columns, cells in _TABLES:
        rows = getattr(found, name)
        if rows is None:
            counts.append(f"{title.lower()} not read in this language")
            continue
        counts.append(f"{len(rows)} {title.lower()}")
        if rows:
            _table(console, document, title, columns, rows, cells)
    if found.model is not None:
        _of_model(console, document, found)
    if console.width < _WIDE:
        console.print(f"Why each was found is shown from {_WIDE} columns on, and by --json.", soft_wrap=True)
    console.print("; ".join(counts) + ". Candidates only: a person accepts or drops each.", soft_wrap=True)


def _head(console: Console, document: Document, found: Reading) -> None:
    pages = f", {len(document.pages)} page(s)" if document.pages else ""
    console.print(
        f"{document.media_type}{pages}, {len(document.text):,} characters, read as {found.language}"
    )
    console.print(f"sha256 {document.sha256}", soft_wrap=True)
    for candidate in document.metadata:
        console.print(escape(f"{candidate.field}: {candidate.value} ({candidate.source})"), soft_wrap=True)
    for caution in document.warnings:
        console.print(f"[yellow]{caution.code}[/yellow]: {escape(caution.message)}", soft_wrap=True)
    if any(caution.code == "no-text-layer" for caution in document.warnings):
        console.print(
            "Add --letters eng (or kor+eng) to have its pages read by machine first.", soft_wrap=True
        )


def _table(
    console: Console,
    document: Document,
    title: str,
    columns: Sequence[str],
    rows: Sequence[Any],
    cells: Cells,
) -> None:
    wide = console.width >= _WIDE
    table = Table(title=f"{title} ({len(rows)})", title_justify="left", expand=True)
    table.add_column("where", no_wrap=True)
    for position, column in enumerate(columns):
        table.add_column(column, overflow="fold", ratio=2 if position else 3)
    if wide:
        table.add_column("why", style="dim", ratio=2)
    for row in rows:
        start, end = _place(row)
        shown = cells(row)
        if hasattr(row, "victims_count"):
            shown = (f"{document.text[start:end]} [{shown[0]}]", *shown[1:])
        why = (escape(_reason(row)),) if wide else ()
        table.add_row(str(document.locate(start, end)), *(escape(_short(c)) for c in shown), *why)
    console.print(table)


def _of_model(console: Console, document: Document, found: Reading) -> None:
    asked = found.model
    assert asked is not None  # noqa: S101  (for the type checker)
    if asked.suggested:
        title = f"Suggested by {asked.by}"
        _table(console, document, title, ("list", "words"), asked.suggested, lambda s: (s.list, s.text))
    said = f"{asked.by}: {len(asked.suggested)} added, {asked.known} known, {asked.dropped} not in the text."
    console.print(f"[yellow]{escape(f'{said} {asked.message}'.strip())}[/yellow]", soft_wrap=True)


def _place(row: Any) -> tuple[int, int]:
    if hasattr(row, "quantity"):
        return row.quantity.start, row.quantity.end
    start, end = row.spans[0] if hasattr(row, "spans") else (row.start, row.end)
    return start, end


def _reason(row: Any) -> str:
    if hasattr(row, "quantity"):
        again = f"; the same as {row.duplicate_of}" if row.duplicate_of else ""
        return f"{row.quantity.reason}{again}"
    return getattr(row, "reason", "")


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…"


def _said(*parts: str | None) -> str:
    return "; ".join(p for p in parts if p)


def _of_base(row: Any) -> str:
    """`of 150: 8.0%`, with the interval where people were asked."""
    from tumen.figures import share

    base, low = row.base, row.quantity.low
    whole = f"{base.low:,g}" if base.low == base.high else "about " + base.text
    if row.quantity.kind != "count" or low is None or low != row.quantity.high or base.low != base.high:
        return f"of {whole}"
    one = share(low, base.low)
    interval = f" ({one.level:.0%} interval {one.low:.1%} to {one.high:.1%})" if base.sampled else ""
    return f"of {whole}: {one.share:.1%}{interval}"


def _claim(row: Any) -> tuple[str, ...]:
    bounds = [f"{v:,}" if v is not None else "open" for v in (row.quantity.low, row.quantity.high)]
    number = bounds[0] if bounds[0] == bounds[1] else " to ".join(bounds)
    if row.base is not None:
        number = f"{number} {_of_base(row)}"
    return row.text, number, row.setting.attributed_to or "", _said(row.setting.as_of, row.setting.place)


def _happening(row: Any) -> tuple[str, ...]:
    people = str(row.victims_count or "") or " to ".join(
        "open" if v is None else f"{v:,}" for v in row.victims_range or ()
    )
    return row.what, people, _said(row.date, row.place)


def _demand(row: Any) -> tuple[str, ...]:
    asked = row.addressee or ""
    return row.text, f"{asked} (by way of {row.via})" if row.via else asked, row.status


def _law(row: Any) -> tuple[str, ...]:
    return row.text, row.instrument, row.article or "", row.state or ""


def _source(row: Any) -> tuple[str, ...]:
    return row.text, _said(row.author, row.title, row.date), f"note {row.number}" if row.number else row.form


def _name(row: Any) -> tuple[str, ...]:
    return row.name, row.canonical if row.canonical != row.name else "", row.kind, str(row.mentions)


def _date(row: Any) -> tuple[str, ...]:
    return row.text, row.edtf or "not dated", row.basis


_TABLES: Final[tuple[tuple[str, str, tuple[str, ...], Cells], ...]] = (
    ("claims", "Figures", ("figure", "number", "stated by", "for when, where"), _claim),
    ("incidents", "Incidents", ("told as [words of it]", "people", "when, where"), _happening),
    ("patterns", "Practices", ("told as [words of it]", "people", "when, where"), _happening),
    ("recommendations", "Demands", ("wording", "addressee", "status"), _demand),
    ("legal", "Law", ("wording", "instrument", "article", "state"), _law),
    ("citations", "Sources", ("wording", "author, title, date", "form"), _source),
    ("people_orgs", "People and bodies", ("name", "may be", "kind", "times"), _name),
    ("places", "Places", ("name", "may be", "kind", "times"), _name),
    ("dates", "Dates", ("wording", "EDTF", "basis"), _date),
)
