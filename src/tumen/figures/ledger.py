"""The ledger of one pack: claims and series, checked when first asked for and kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError

from tumen import dates, vocab
from tumen.dates import Date, sort_key
from tumen.errors import FiguresError, UnknownQuantity
from tumen.figures.against import Yardstick
from tumen.figures.context import Context, read_context
from tumen.figures.money import Money
from tumen.figures.nouns import Claim, Series, SeriesRow, Subject
from tumen.figures.rows import (
    AgainstRow,
    ClaimRow,
    ContextRow,
    HeadRow,
    MoneyRow,
    NumberRow,
    QuotationRow,
    SeriesHeadRow,
    SubjectRow,
    TotalRow,
)

AnyPack: TypeAlias = vocab.Pack | str
Schema = TypeVar("Schema", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Everything one pack says in numbers.

    Attributes:
        pack: Name of the pack.
        version: Version of its figures file.
        quantities: Code to quantity, in pack order.
        claims: Every published number, in pack order.
        series: Code to series.
        sources: Source id to title, publisher, year, url.
        repeats: Source id to what it repeats: a body, a publication or another source id.
        heads: Pairs of bodies under one head: two names, one voice.
        context: Phases, policies, events and drivers that sources put beside the numbers, in order of time.
        money: Rates and price levels by year, to look at prices in one currency.
        against: What statements are set beside: series, tables of a record, and what stays open.
    """

    pack: str
    version: str
    quantities: Mapping[str, Subject]
    claims: tuple[Claim, ...]
    series: Mapping[str, Series]
    sources: Mapping[str, Mapping[str, Any]]
    repeats: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    heads: tuple[frozenset[str], ...] = ()
    context: tuple[Context, ...] = ()
    money: Money = field(default_factory=Money)
    against: tuple[Yardstick, ...] = ()


def ledger(pack: AnyPack) -> Ledger:
    """The ledger of a pack, by the pack or by its name.

    Raises:
        UnknownPack: There is no such pack.
        UnknownFacts: The pack has no figures.
        FiguresError: Its figures do not fit together.
    """
    found = vocab.load_pack(pack) if isinstance(pack, str) else pack
    return _ledger(_Key(found))


def claims(pack: AnyPack) -> tuple[Claim, ...]:
    """Every published number of a pack, in pack order."""
    return ledger(pack).claims


def series(pack: AnyPack) -> tuple[Series, ...]:
    """Every series of a pack, in pack order."""
    return tuple(ledger(pack).series.values())


def by_quantity(quantity: str, pack: AnyPack) -> tuple[Claim, ...]:
    """The claims about one quantity, by its code or label in any language, in order of the time they refer to.

    Raises:
        UnknownQuantity: The pack has no such quantity; the hint lists what there is.
    """
    known = ledger(pack)
    wanted = quantity.casefold().strip()
    codes = {
        q.code
        for q in known.quantities.values()
        if wanted in {f.casefold() for f in (q.code, *q.names.values())}
    }
    if not codes:
        raise UnknownQuantity(
            f"The pack {known.pack} has no quantity {quantity!r}.",
            hint=f"There are: {', '.join(known.quantities)}.",
        )
    found = (c for c in known.claims if c.quantity.code in codes)
    return tuple(sorted(found, key=lambda c: sort_key(c.as_of)))


class _Key:
    """A pack as a key of the cache: two packs are the same when their content is."""

    def __init__(self, pack: vocab.Pack) -> None:
        self.pack = pack

    def __hash__(self) -> int:
        return hash(self.pack.content_sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.pack.content_sha256 == self.pack.content_sha256


@lru_cache(maxsize=8)
def _ledger(key: _Key) -> Ledger:
    facts: Mapping[str, Any] = vocab.thaw(key.pack.facts("figures"))
    tables: Mapping[str, list[dict[str, Any]]] = facts["tables"]
    quantities = _subjects(_read(tables, "quantities", SubjectRow))
    populations = _subjects(_read(tables, "populations", SubjectRow))
    places = _subjects(_read(tables, "places", SubjectRow))
    numbers: dict[str, list[SeriesRow]] = {}
    for n in _read(tables, "series_rows", NumberRow):
        numbers.setdefault(n.series, []).append(_number(n))
    totals: dict[str, list[tuple[Date, str, float]]] = {}
    for t in _read(tables, "published_totals", TotalRow):
        totals.setdefault(t.series, []).append((dates.parse(t.as_of), t.of, t.value))
    repeats: dict[str, tuple[str, ...]] = {}
    for q in _read(tables, "quotations", QuotationRow):
        repeats[q.source] = (*repeats.get(q.source, ()), q.repeats)
    heads = tuple(frozenset((h.a, h.b)) for h in _read(tables, "heads", HeadRow))
    claim_rows, series_rows = _read(tables, "claims", ClaimRow), _read(tables, "series", SeriesHeadRow)
    _check(claim_rows, series_rows, quantities, populations, places, {*numbers, *totals})
    set_against = _read(tables, "against", AgainstRow)
    _check_against(set_against, {c.id for c in claim_rows}, {s.id for s in series_rows}, places)
    beside = read_context(_read(tables, "context", ContextRow), {*quantities, *(s.id for s in series_rows)})
    return Ledger(
        pack=key.pack.name,
        version=facts["version"],
        quantities=quantities,
        claims=tuple(_claim(r, quantities, populations, places) for r in claim_rows),
        series={
            r.id: _series(r, populations, places, numbers.get(r.id, []), totals.get(r.id, []))
            for r in series_rows
        },
        sources={**{k: _source(v) for k, v in key.pack.sources.items()}, **facts["sources"]},
        repeats=repeats,
        heads=heads,
        context=beside,
        money=_money(_read(tables, "money", MoneyRow)),
        against=tuple(_against(r, places) for r in set_against),
    )


def _money(rows: list[MoneyRow]) -> Money:
    return Money(
        rates={(r.unit, r.year): r.value for r in rows if r.kind == "rate"},
        index={r.year: r.value for r in rows if r.kind == "index"},
        verified=all(r.verified for r in rows),
    )


def _read(tables: Mapping[str, list[dict[str, Any]]], name: str, schema: type[Schema]) -> list[Schema]:
    made = []
    for position, row in enumerate(tables.get(name, []), start=1):
        try:
            made.append(schema.model_validate(row))
        except ValidationError as error:
            where = [
                f"{name} {row.get('id', position)}.{'.'.join(map(str, e['loc']))}" for e in error.errors()
            ]
            raise FiguresError(
                f"A row of the figures does not fit: {'; '.join(where)}.", faults=tuple(where)
            ) from None
    return made


def _subjects(rows: Iterable[SubjectRow]) -> dict[str, Subject]:
    rows = list(rows)
    above = {r.id: r.within for r in rows}
    return {
        r.id: Subject(
            code=r.id, names=_names(r), wholes=_wholes(r.id, above), under=tuple(r.under), told=tuple(r.told)
        )
        for r in rows
    }


def _wholes(code: str, above: Mapping[str, str | None]) -> tuple[str, ...]:
    found: list[str] = []
    whole = above[code]
    while whole is not None:
        if whole in found or whole not in above:
            raise FiguresError(
                f"{code} is said to be within {whole}, which leads nowhere or round in a circle."
            )
        found.append(whole)
        whole = above[whole]
    return tuple(found)


def _check(
    claim_rows: Iterable[ClaimRow],
    series_rows: Iterable[SeriesHeadRow],
    quantities: Mapping[str, Subject],
    populations: Mapping[str, Subject],
    places: Mapping[str, Subject],
    used: set[str],
) -> None:
    """Every reference leads somewhere, and no range runs backwards."""
    faults = []
    for c in claim_rows:
        known = ((c.quantity, quantities), (c.population, populations), (c.place, places))
        faults += [f"{c.id}: no {code}" for code, where in known if code not in where]
        if c.low is not None and c.high is not None and c.low > c.high:
            faults.append(f"{c.id}: runs backwards")
        if c.series and c.series not in {s.id for s in series_rows}:
            faults.append(f"{c.id}: no series {c.series}")
        if c.nature and not c.words:
            faults.append(f"{c.id}: a {c.nature} without its words")
    for s in series_rows:
        faults += [f"{s.id}: no {s.place}"] if s.place not in places else []
        faults += [f"{s.id}: no {s.population}"] if s.population and s.population not in populations else []
    faults += [
        f"{code}: rows of a series that is not described"
        for code in sorted(used - {s.id for s in series_rows})
    ]
    if faults:
        raise FiguresError(f"The figures do not fit together: {'; '.join(faults[:5])}.", faults=tuple(faults))


def _check_against(
    rows: Iterable[AgainstRow], claims: set[str], series: set[str], places: Mapping[str, Subject]
) -> None:
    faults = []
    for r in rows:
        faults += [] if r.claim in claims else [f"no claim {r.claim}"]
        faults += [] if not r.series or r.series in series else [f"{r.claim}: no series {r.series}"]
        faults += [] if not r.place or r.place in places else [f"{r.claim}: no {r.place}"]
        faults += [f"{r.claim}: a series and a table in one row"] if r.series and r.table else []
    if faults:
        raise FiguresError(f"The figures do not fit together: {'; '.join(faults[:5])}.", faults=tuple(faults))


def _against(row: AgainstRow, places: Mapping[str, Subject]) -> Yardstick:
    return Yardstick(
        claim=row.claim, names=_names(row), series=row.series, of=row.of if row.series else "",
        place=places.get(row.place), table=row.table,
    )  # fmt: skip


def _claim(
    row: ClaimRow,
    quantities: Mapping[str, Subject],
    populations: Mapping[str, Subject],
    places: Mapping[str, Subject],
) -> Claim:
    return Claim(
        code=row.id, quantity=quantities[row.quantity], value=row.value, low=row.low, high=row.high, unit=row.unit,
        measure=row.measure, population=populations[row.population], place=places[row.place],
        as_of=dates.parse(row.as_of), qualifier=row.qualifier, method=row.method, method_kind=row.method_kind,
        sources=tuple(row.sources), quoted_by=tuple(row.quoted_by), flags=tuple(row.flags), note=row.note,
        confidence=row.confidence, verified=row.verified, nature=row.nature, words=row.words, expects=row.expects,
        series=row.series, review=None if row.review is None else dates.parse(row.review),
    )  # fmt: skip


def _series(
    row: SeriesHeadRow,
    populations: Mapping[str, Subject],
    places: Mapping[str, Subject],
    numbers: list[SeriesRow],
    totals: list[tuple[Date, str, float]],
) -> Series:
    return Series(
        code=row.id, names=_names(row), unit=row.unit,
        population=None if row.population is None else populations[row.population], place=places[row.place],
        definition=row.definition, rows=tuple(sorted(numbers, key=_order)), totals=tuple(totals),
        sources=tuple(row.sources),
    )  # fmt: skip


def _number(row: NumberRow) -> SeriesRow:
    return SeriesRow(
        period=dates.parse(row.period), of=row.of, value=row.value,
        published=None if row.published is None else dates.parse(row.published), status=row.status, place=row.place,
        sources=tuple(row.sources), verified=row.verified,
    )  # fmt: skip


def _order(row: SeriesRow) -> tuple[object, ...]:
    """By period, place, part, then vintage with the one that stands now last."""
    vintage = (1,) if row.published is None else (0, sort_key(row.published))
    return sort_key(row.period), row.place, row.of, vintage


def _names(row: SubjectRow | SeriesHeadRow | AgainstRow) -> dict[str, str]:
    return {language: name for language in ("en", "ko", "zh") if (name := getattr(row, language))}


def _source(source: vocab.Source) -> dict[str, str]:
    return {"title": source.title, "publisher": source.publisher, "year": source.year, "url": source.url}
