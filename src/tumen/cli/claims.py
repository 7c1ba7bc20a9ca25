"""`tumen claims`: published numbers side by side, what contradicts what, and series with vintages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tumen.cli.packs import PackName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tumen.figures import Claim, Conflicts, Ledger, Quoted, Series


def register(app: typer.Typer) -> None:
    """Hang the command on `app`."""
    app.command("claims")(claims)


def claims(
    quantity: Annotated[str, typer.Option(help="One quantity, by code or label. Without it: all.")] = "",
    series: Annotated[
        str, typer.Option(help="One series with its vintages instead of claims; `all` for all.")
    ] = "",
    within_days: Annotated[
        int,
        typer.Option(
            min=0, help="How far apart two days may lie for stocks, shares and prices to be compared."
        ),
    ] = 0,
    movement: Annotated[  # noqa: FBT002  (typer reads booleans as flags)
        bool, typer.Option("--movement", help="Of --series: where and how it changed.")
    ] = False,
    between: Annotated[
        str, typer.Option(help="Of --series: the change from one year to another, as 2012:2018.")
    ] = "",
    word: Annotated[
        str, typer.Option(help="With --between: does this word fit? `slight fall`, `by about half` …")
    ] = "",
    forecasts: Annotated[  # noqa: FBT002  (typer reads booleans as flags)
        bool, typer.Option("--forecasts", help="Forecasts beside what came; what to look at again.")
    ] = False,
    sources: Annotated[bool, typer.Option("--sources", help="Who published each first.")] = False,  # noqa: FBT002  (typer reads booleans as flags)
    out: Annotated[
        Path | None,
        typer.Option(help="Write all claims, series and sources into this new folder, with a manifest."),
    ] = None,
    form: Annotated[str, typer.Option(help="What --out writes: csv or parquet.")] = "csv",
    pack: PackName = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of tables.")] = False,  # noqa: FBT002  (typer reads booleans as flags)
) -> None:
    """Published numbers: who says what of whom, which contradict each other, which must not be compared.

    Example: tumen claims --quantity CAMP-POPULATION --within-days 60

    Example: tumen claims --quantity HAVEN

    Example: tumen claims --series ARRIVALS --between 2012:2018 --word "slight fall"
    """
    from tumen import figures, vocab
    from tumen.cli import claims_movement

    pack = pack or vocab.DEFAULT_PACK
    if out is not None:
        _export(pack, out, form)
        return
    if forecasts:
        claims_movement.show_forecasts(pack, as_json=as_json)
        return
    if series and (movement or between):
        (found_series,) = _series(series, pack)
        claims_movement.show(found_series, pack, between=between, word=word, as_json=as_json)
        return
    if series:
        _show_series(_series(series, pack), as_json=as_json)
        return
    found = figures.by_quantity(quantity, pack) if quantity else figures.claims(pack)
    if sources:
        _show_quotations(figures.quotations(found, figures.ledger(pack)), as_json=as_json)
        return
    _show_claims(found, figures.conflicts(found, within_days=within_days), pack, as_json=as_json)


def _export(pack: str, out: Path, form: str) -> None:
    from tumen import figures
    from tumen.cli.output import print_json
    from tumen.errors import FiguresError

    if form not in ("csv", "parquet"):
        raise FiguresError(f"{form!r} is no form in which the ledger is written.", hint="Use csv or parquet.")
    run = figures.export(figures.ledger(pack), out, form="csv" if form == "csv" else "parquet")
    print_json({"out": str(out), **run.as_dict()})


def _show_quotations(found: Sequence[Quoted], *, as_json: bool) -> None:
    from tumen.cli.output import print_json

    if as_json:
        print_json([q.as_dict() for q in found])
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("number", "first published by", "repeated by", "voices", "look out for", expand=True)
    for q in found:
        table.add_row(
            f"{_between(*q.number)} {q.unit}\n{', '.join(q.claims)}", q.first or "no year known", ", ".join(q.repeat),
            ", ".join(q.voices), "\n".join(q.warnings),
        )  # fmt: skip
    Console().print(table)


def _series(code: str, pack: str) -> Sequence[Series]:
    from tumen import figures
    from tumen.errors import UnknownQuantity

    known = figures.ledger(pack).series
    if code.casefold() == "all":
        return tuple(known.values())
    found = known.get(code.upper())
    if found is None:
        raise UnknownQuantity(
            f"The pack {pack} has no series {code!r}.", hint=f"There are: {', '.join(known)}."
        )
    return (found,)


def _show_series(found: Sequence[Series], *, as_json: bool) -> None:
    from tumen import figures
    from tumen.cli.output import print_json

    if as_json:
        print_json([
            {
                "id": s.code, "label": s.name(), "unit": s.unit, "definition": s.definition,
                "rows": figures.series_chart_rows(s),
                "shares": [
                    {"period": r.period.edtf, "of": r.of, "place": r.place,
                     "published": None if r.published is None else r.published.edtf, **one.as_dict()}
                    for r, one in figures.series_shares(s)
                ],
                "discrepancies": [
                    {"as_of": d.as_of.edtf, "of": d.of, "published": d.published, "computed": d.computed}
                    for d in s.discrepancies()
                ],
            }
            for s in found
        ])  # fmt: skip
        return
    from rich.console import Console
    from rich.table import Table

    for s in found:
        shares = dict(figures.series_shares(s))
        table = Table(
            "period",
            "of",
            "value",
            "share of all (95 %)",
            "published",
            "sources",
            title=f"{s.name()} ({s.unit}): {s.definition}",
        )
        for r in s.rows:
            marks = " ".join(m for m in (r.status, "" if r.verified else "not verified") if m)
            table.add_row(
                r.period.edtf, f"{r.of} {r.place}".strip(), f"{r.value:,g} {marks}".strip(),
                f"{one.share:.1%} ({one.low:.1%} to {one.high:.1%})" if (one := shares.get(r)) else "",
                "stands now" if r.published is None else r.published.edtf, ", ".join(r.sources),
            )  # fmt: skip
        Console().print(table)


def _show_claims(found: Sequence[Claim], sides: Conflicts, pack: str, *, as_json: bool) -> None:
    from tumen import figures
    from tumen.cli.output import print_json

    known = figures.ledger(pack)
    if as_json:
        cited = sorted({s for c in found for s in (*c.sources, *c.quoted_by)})
        print_json({
            "claims": [c.as_dict() for c in found], **sides.as_dict(),
            "beside": [b.as_dict() for c in found for b in figures.against(c, known.against, known.series)],
            "sources": {s: dict(known.sources[s]) for s in cited},
            "pack": {"name": known.pack, "version": known.version},
        })  # fmt: skip
        return
    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table("id", "what", "number", "of whom, where, when", "method", "sources", expand=True)
    for c in found:
        table.add_row(
            c.code, c.quantity.name(), said(c), f"{c.population.name()}; {c.place.name()}; {c.as_of}",
            "\n".join(t for t in (c.nature, c.words, c.method, c.note) if t), ", ".join(c.sources),
        )  # fmt: skip
    console.print(table)
    _print_beside(found, known)
    for group in sides.groups:
        for pair in group.pairs:
            why = f" ({'; '.join(pair.hints)})" if pair.hints else ""
            console.print(f"  contradict each other: {pair.a} and {pair.b}{why}", highlight=False)
    for pair in sides.part_exceeds_whole:
        console.print(f"  a part larger than its whole: {pair.a} and {pair.b}", highlight=False)
    for pair in sides.not_comparable if len(found) <= 30 else ():
        reasons = ", ".join(f"{why.value} ({text})" for why, text in pair.reasons)
        console.print(f"  not comparable: {pair.a} and {pair.b}: {reasons}", highlight=False)


def _print_beside(found: Sequence[Claim], known: Ledger) -> None:
    """Statements beside the series and tables by which they can be looked at, and what stays open."""
    from rich.console import Console

    from tumen import figures

    console = Console(highlight=False)
    for c in found:
        for b in figures.against(c, known.against, known.series):
            place = "" if b.what.place is None else f", {b.what.place.name()}"
            if b.series is not None:
                numbers = ", ".join(f"{year}: {value:,g}" for year, value in b.years.items()) or "no number"
                most = f" (most: {b.most[1]:,g} in {b.most[0]})" if b.most else ""
                head = f" beside {b.series.name()}{place}, {b.what.of.replace('_', ' ')}: {numbers}{most}"
            elif b.what.table:
                head = f" beside the table `{b.what.table}` of a record, on a desk"
            else:
                head = ", not decided"
            console.print(f"  {c.code}{head}. {b.what.says()}")


def _between(low: float | None, high: float | None) -> str:
    """A number with its ends as people say them."""
    if low is None or high is None:
        return (
            "no number" if low == high else f"at least {low:,.10g}" if high is None else f"up to {high:,.10g}"
        )
    return f"{low:,.10g}" if low == high else f"{low:,.10g} to {high:,.10g}"


def said(claim: Claim) -> str:
    """A claim's number as it was stated, with its unit."""
    unit = claim.unit
    if claim.value is not None:
        return f"{claim.qualifier.replace('-', ' ')} {claim.value:,.10g} {unit}".strip()
    if claim.low is not None and claim.high is not None:
        return f"{claim.low:,.10g} to {claim.high:,.10g} {unit}"
    if claim.low is not None or claim.high is not None:
        word = claim.qualifier.replace("-", " ") or ("at least" if claim.high is None else "up to")
        return f"{word} {claim.low if claim.low is not None else claim.high:,.10g} {unit}"
    return "no number"
