"""The ledger of published figures that a user may read: the pack's, and beside them what this desk keeps itself.

A figure of the desk says what its latest version says. Whoever does not need to know of its source does not see it,
and it is left out while its source may not be used for counting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Exists, OuterRef, Q, Subquery

from tumen import dates
from tumen.errors import LedgerRefused
from tumen.figures import EXPECTED, NATURES, Claim, Ledger, Subject
from tumen_desk.accounts import circles
from tumen_desk.count import claims_queries
from tumen_desk.count.claims_queries import UNPLACED
from tumen_desk.count.models import Figure, Publication, Published, PublishedVersion
from tumen_desk.record.models import Purpose, Source
from tumen_desk.record.queries import allowed_sources, refused_passages

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tumen_desk.accounts.models import User

QUALIFIERS: Final = ("", "about", "at-least", "more-than", "up-to")
MEASURES: Final = ("stock", "flow", "cumulative", "rate", "share", "price", "ratio", "change")
GRADES: Final = ("low", "medium", "high")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one version of a published figure says. Empty means not stated.

    Attributes:
        quantity: Code of the ledger, or a name of one's own; empty while it is not placed.
        value: The number as stated, of shares 0 to 1; None for a range.
        low: Lower end as stated.
        high: Upper end as stated.
        unit: What one unit is.
        measure: One of `MEASURES`.
        population: Code of the ledger, or words.
        place: Code of the ledger, or words.
        as_of: EDTF of the time the number is of.
        qualifier: One of `QUALIFIERS`.
        method: How it came about.
        issuer: Who states it; empty where the source itself does.
        first: Where and when it was first published, where that is not the source.
        note: What a reader must know.
        grade: Of whoever entered it in having it right, one of `GRADES`.
        doubts: Known weaknesses, as the ledger's flags.
        nature: What sort of saying it is, one of `NATURES`; empty for a number stated as it is.
        words: What is said, where no number says it.
        expects: Of a forecast, one of `EXPECTED`.
        series: Of a forecast: the code of the series by which it is checked.
        review: EDTF of the day by which somebody looks again.
        figure: Number of the own figure that it is.
    """

    quantity: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = "persons"
    measure: str = "stock"
    population: str = ""
    place: str = ""
    as_of: str = ""
    qualifier: str = ""
    method: str = ""
    issuer: str = ""
    first: str = ""
    note: str = ""
    grade: str = "medium"
    doubts: tuple[str, ...] = ()
    nature: str = ""
    words: str = ""
    expects: str = ""
    series: str = ""
    review: str = ""
    figure: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain data, as a version keeps it."""
        return {**asdict(self), "doubts": list(self.doubts)}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Entry:
        """What a version keeps; what it does not name is not stated."""
        known = {f.name for f in fields(cls)}
        given = {name: value for name, value in kept.items() if name in known}
        return cls(**{**given, "doubts": tuple(given.get("doubts", ()))})

    def checked(self) -> Entry:
        """The same with its dates as EDTF.

        Raises:
            LedgerRefused: neither a number nor words of another nature, bounds the wrong way round, a share over 1,
                or a word of no list.
            DatesError: the date cannot be read.
        """
        if self.value is None and self.low is None and self.high is None and not (self.nature and self.words):
            raise LedgerRefused(
                "A published figure needs a number, or at least one end of a range.",
                hint="A forecast, an opinion or the like needs its words instead.",
            )
        if self.nature == "forecast" and not self.expects:
            raise LedgerRefused("A forecast expects something.", hint="Say: rise, fall, or go on.")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise LedgerRefused("The lower end is above the upper end.")
        numbers = [n for n in (self.value, self.low, self.high) if n is not None]
        if self.unit == "share" and any(not 0 <= n <= 1 for n in numbers):
            raise LedgerRefused("A share lies between 0 and 1.", hint="Write 70 per cent as 0.7.")
        for word, known in (
            (self.measure, MEASURES),
            (self.qualifier, QUALIFIERS),
            (self.grade, GRADES),
            (self.nature, NATURES),
            (self.expects, EXPECTED),
        ):
            if word not in known:
                raise LedgerRefused(
                    "This is no word of the ledger.", hint=f"Choose one of: {', '.join(known)}."
                )
        return replace(self, as_of=_edtf(self.as_of), review=_edtf(self.review))


def _edtf(written: str) -> str:
    return dates.parse(written).edtf if written else ""


def kept(user: User) -> QuerySet[Published]:
    """The desk's own figures that this user may know of and that may be counted, each with its latest version."""
    latest = PublishedVersion.objects.filter(published=OuterRef("pk")).order_by("-id")
    # Asked row by row: figures of one's own are few, sources and passages many.
    allowed = allowed_sources(Purpose.COUNT).filter(pk=OuterRef("source"))
    usable = Q(source__isnull=True) | Q(Exists(allowed.order_by()))
    refused = Exists(refused_passages(Purpose.COUNT).filter(pk=OuterRef("passage")).order_by())
    return (
        Published.objects.annotate(
            held=Subquery(latest.values("fields")[:1]), withdrawn=Subquery(latest.values("withdrawn")[:1])
        )
        .filter(~refused, usable, circles.known_to(user, "source"), withdrawn=False)
        .select_related("source__issuer", "passage")
        .order_by("pk")
    )


def books(user: User) -> Ledger:
    """Everything published that this user may read: the pack's ledger with the desk's own figures in it."""
    base = claims_queries.ledger() or Ledger(
        pack=claims_queries.pack().name, version="", quantities={}, claims=(), series={}, sources={}
    )
    rows = [(row, Entry.of(held)) for row, held in _held(kept(user))]
    may_go = _published(entry.figure for _, entry in rows if entry.figure is not None)
    rows = [(row, entry) for row, entry in rows if entry.figure is None or entry.figure in may_go]
    if not rows:
        return base
    known = _Known(base)
    claims = tuple(known.claim(row, entry) for row, entry in rows)
    quantities = {**base.quantities, **{c.quantity.code: c.quantity for c in claims}}
    sources = {**base.sources, **dict(_described(row) for row, _ in rows)}
    return replace(base, claims=(*base.claims, *claims), quantities=quantities, sources=sources)


def _published(figures: Iterable[int]) -> set[int]:
    """Those of the desk's own figures that may be published by now: the latest decision holds."""
    latest = Publication.objects.filter(figure=OuterRef("pk")).order_by("-id")
    allowed = Figure.objects.annotate(may_go=Subquery(latest.values("allowed")[:1])).filter(may_go=True)
    return set(allowed.filter(pk__in=set(figures)).values_list("pk", flat=True))


def own_code(pk: int) -> str:
    """How a figure of the desk is called among the claims."""
    return f"C-{pk}"


def _held(rows: Iterable[Published]) -> Iterator[tuple[Published, Mapping[str, Any]]]:
    """Each figure with what its latest version says, as `kept` annotated it."""
    for row in rows:
        yield row, vars(row)["held"]


class _Known:
    """Subjects of the pack's ledger by code and by name: what is written either way is the same."""

    def __init__(self, base: Ledger) -> None:
        self.quantities = _by_name(base.quantities.values())
        self.populations = _by_name(c.population for c in base.claims)
        self.places = places_by_name(base)

    def claim(self, row: Published, entry: Entry) -> Claim:
        told_by = f"S-{row.source_id}" if row.source_id else ""
        first = entry.issuer or told_by
        return Claim(
            code=own_code(row.pk),
            quantity=_subject(entry.quantity, self.quantities) if entry.quantity else UNPLACED,
            value=entry.value, low=entry.low, high=entry.high, unit=entry.unit, measure=entry.measure,
            population=_subject(entry.population or "not stated", self.populations),
            place=_subject(entry.place or "not stated", self.places),
            as_of=dates.parse(entry.as_of or "XXXX"), qualifier=entry.qualifier, method=entry.method,
            sources=(first,) if first else (), quoted_by=(told_by,) if entry.issuer and told_by else (),
            flags=entry.doubts, note=entry.note, confidence=entry.grade, nature=entry.nature, words=entry.words,
            expects=entry.expects, series=entry.series,
            review=dates.parse(entry.review) if entry.review else None, figure=entry.figure,
        )  # fmt: skip


def subjects(book: Ledger) -> dict[str, tuple[Subject, ...]]:
    """What there is to choose from: quantities, populations and places that a ledger speaks of, each once."""
    return {
        "quantity": tuple(q for q in book.quantities.values() if q != UNPLACED),
        "population": _once(c.population for c in book.claims),
        "place": _once([*(c.place for c in book.claims), *(s.place for s in book.series.values())]),
    }


def _once(found: Iterable[Subject]) -> tuple[Subject, ...]:
    return tuple({s.code: s for s in found}.values())


def places_by_name(book: Ledger) -> dict[str, Subject]:
    """The places of a ledger by code, by name and by what texts call them, in small letters."""
    found = [*(c.place for c in book.claims), *(s.place for s in book.series.values())]
    return {word.strip().casefold(): p for p in found for word in p.told} | _by_name(found)


def _by_name(found: Iterable[Subject]) -> dict[str, Subject]:
    return {name.casefold(): s for s in found for name in (s.code, *s.names.values())}


def _subject(written: str, known: Mapping[str, Subject]) -> Subject:
    # A code stands in addresses: a stroke would divide it.
    return known.get(written.casefold()) or Subject(code=written.replace("/", "∕"), names={"en": written})


def _described(row: Published) -> tuple[str, dict[str, str]]:
    source: Source | None = row.source
    if source is None:
        return "", {}
    issuer = source.issuer.name if source.issuer else ""
    return f"S-{source.pk}", {
        "title": source.title, "publisher": issuer, "year": source.date[:4], "url": source.address
    }  # fmt: skip


def versions(published: Published) -> Iterator[tuple[PublishedVersion, tuple[tuple[str, str, str], ...]]]:
    """Every version, the latest first, each with what it changed: (field, before, after)."""
    rows = list(published.versions.select_related("by"))
    for row, before in zip(rows, [*rows[1:], None], strict=True):
        yield row, _changed(before.fields if before else {}, row.fields) if before else ()


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (name, _plain(before.get(name)), _plain(value))
        for name, value in after.items()
        if before.get(name) != value
    )


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value:,.10g}" if isinstance(value, float) else str(value or "")
