"""Reading a ledger for its pages: quantities, their claims, how these conflict, series.

Every function takes the ledger to read: `ledger.books(user)`, or the pack's own where none is given. Nothing here
touches the database. A pack without figures gives empty pages.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.conf import settings

from tumen import figures, vocab
from tumen.dates import sort_key
from tumen.errors import UnknownFacts
from tumen.figures import (
    Claim,
    Comparison,
    Conflicts,
    Ledger,
    Subject,
)
from tumen_desk.count.claims_sources import Cited, cited
from tumen_desk.count.claims_words import amount, flag, hint, reason, said
from tumen_desk.shell.spoken import spoken

UNPLACED: Final = Subject(code="not-placed", names={"en": "Not placed yet"})
"""The quantity of figures of which nobody has said what they count; they cannot contradict one another."""


_APART: Final = 1.05
"""Numbers nearer than this are not called apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityLine:
    """One quantity in the list.

    Attributes:
        apart: The highest number divided by the lowest, of the commonest unit: `250 ×`; empty where they agree.
    """

    code: str
    label: str
    claims: int
    first: str
    last: str
    units: tuple[str, ...]
    issuers: int
    apart: str
    contradictions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """One claim, ready to be read."""

    claim: Claim
    amount: str
    as_of: str
    flags: tuple[str, ...]
    said_by: tuple[Cited, ...]
    repeated_by: tuple[Cited, ...]

    @property
    def own(self) -> int | None:
        """Its number, if this desk keeps it and not the pack."""
        kept = re.fullmatch(r"C-(\d{1,15})", self.claim.code)
        return int(kept[1]) if kept else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Claims that count the same people in the same place, in one unit and measure."""

    population: str
    place: str
    lines: tuple[ClaimLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Claims that may be drawn along one axis: one unit and one measure."""

    number: int
    unit: str
    measure: str
    scopes: tuple[Scope, ...]
    drawn: int

    @property
    def lines(self) -> tuple[ClaimLine, ...]:
        """All of them."""
        return tuple(line for scope in self.scopes for line in scope.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two claims side by side, with reasons in words."""

    a: ClaimLine
    b: ClaimLine
    reasons: tuple[str, ...]
    hints: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Comparable claims that cannot all be right."""

    population: str
    place: str
    lines: tuple[ClaimLine, ...]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotComparable:
    """Pairs that must not be compared, for the same kinds of reason."""

    why: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityPage:
    """Everything the page of one quantity says."""

    code: str
    label: str
    names: tuple[tuple[str, str], ...]
    axes: tuple[Axis, ...]
    contradictions: tuple[Contradiction, ...]
    part_exceeds_whole: tuple[Pair, ...]
    agreeing: tuple[Pair, ...]
    not_comparable: tuple[NotComparable, ...]
    within_days: int

    @property
    def claims(self) -> int:
        """How many claims there are."""
        return sum(len(axis.lines) for axis in self.axes)

    @property
    def pairs_apart(self) -> int:
        """How many pairs must not be compared."""
        return sum(len(kind.pairs) for kind in self.not_comparable)


def pack() -> vocab.Pack:
    """The situation pack of this desk."""
    return vocab.load_pack(settings.CONFIG.pack)


def ledger() -> Ledger | None:
    """The ledger of the pack; None when the pack has no figures."""
    try:
        return figures.ledger(pack())
    except UnknownFacts:
        return None


@lru_cache(maxsize=256)
def _conflicts(claims: tuple[Claim, ...], within_days: int) -> Conflicts:
    """Kept by what is compared: the same claims give the same answer."""
    claims = tuple(c for c in claims if c.quantity != UNPLACED)
    return figures.conflicts(claims, within_days=within_days)


def claims_of(code: str, books: Ledger) -> tuple[Claim, ...]:
    """The claims about one quantity, in order of the time they refer to."""
    return tuple(
        sorted((c for c in books.claims if c.quantity.code == code), key=lambda c: sort_key(c.as_of))
    )


def quantities(books: Ledger | None = None) -> list[QuantityLine]:
    """Every quantity about which somebody published a number, in pack order."""
    known = books or ledger()
    if known is None:
        return []
    found = (_quantity_line(q.code, spoken(q.name()), known) for q in known.quantities.values())
    return [line for line in found if line.claims]


def _quantity_line(code: str, label: str, books: Ledger) -> QuantityLine:
    found = claims_of(code, books)
    sorted_out = _conflicts(found, 0) if found else None
    return QuantityLine(
        code=code,
        label=label,
        claims=len(found),
        first=said(found[0].as_of) if found else "",
        last=said(found[-1].as_of) if found else "",
        units=tuple(dict.fromkeys(c.unit for c in found)),
        issuers=len({s for c in found for s in c.sources}),
        apart=_apart(found),
        contradictions=0
        if sorted_out is None
        else sum(len(g.pairs) for g in sorted_out.groups) + len(sorted_out.part_exceeds_whole),
    )


def _apart(claims: Sequence[Claim]) -> str:
    units = Counter(c.unit for c in claims)
    common = units.most_common(1)[0][0] if units else ""
    stated = [end for c in claims if c.unit == common for end in (c.value, c.low, c.high) if end and end > 0]
    ratio = max(stated) / min(stated) if len(stated) > 1 else 1.0
    if ratio < _APART:
        return ""
    return f"{ratio:,.0f} ×" if ratio >= 10 else f"{ratio:.1f} ×"


def quantity(code: str, *, within_days: int = 0, books: Ledger | None = None) -> QuantityPage | None:
    """The page of one quantity; None when the ledger has no such quantity or no claim about it."""
    known = books or ledger()
    if known is None or code not in known.quantities:
        return None
    claims = claims_of(code, known)
    if not claims:
        return None
    lines = {c.code: line(c, known.sources) for c in claims}
    subject, found = known.quantities[code], _conflicts(claims, within_days)
    return QuantityPage(
        code=code,
        label=spoken(subject.name()),
        names=tuple((k, v) for k, v in subject.names.items() if k != "en"),
        axes=tuple(_axes(lines.values())),
        contradictions=tuple(
            Contradiction(
                population=g.population.name(),
                place=g.place.name(),
                lines=tuple(lines[c.code] for c in g.claims),
                pairs=tuple(_pair(p, lines) for p in g.pairs),
            )
            for g in found.groups
        ),
        part_exceeds_whole=tuple(_pair(p, lines) for p in found.part_exceeds_whole),
        agreeing=tuple(_pair(p, lines) for p in found.agreeing),
        not_comparable=tuple(_not_comparable(found.not_comparable, lines)),
        within_days=within_days,
    )


def line(claim: Claim, sources: Mapping[str, Mapping[str, Any]]) -> ClaimLine:
    """A claim in words."""
    return ClaimLine(
        claim=claim,
        amount=amount(claim),
        as_of=said(claim.as_of),
        flags=tuple(flag(f) for f in claim.flags),
        said_by=cited(claim.sources, sources),
        repeated_by=cited(claim.quoted_by, sources),
    )


def _axes(lines: Iterable[ClaimLine]) -> Iterable[Axis]:
    """By unit and measure, the fullest first; inside, by whom and where."""
    by_axis: dict[tuple[str, str], dict[tuple[str, str], list[ClaimLine]]] = defaultdict(dict)
    for line in lines:
        c = line.claim
        scope = by_axis[c.unit, c.measure]
        scope.setdefault((c.population.name(), c.place.name()), []).append(line)
    fullest = sorted(by_axis.items(), key=lambda item: -sum(map(len, item[1].values())))
    for n, ((unit, measure), scopes) in enumerate(fullest, start=1):
        made = tuple(Scope(population=p, place=w, lines=tuple(found)) for (p, w), found in scopes.items())
        drawn = sum(line.claim.ends is not None for scope in made for line in scope.lines)
        ordered = tuple(sorted(made, key=lambda scope: -len(scope.lines)))
        yield Axis(number=n, unit=unit, measure=measure, scopes=ordered, drawn=drawn)


def _pair(found: Comparison, lines: Mapping[str, ClaimLine]) -> Pair:
    a, b = lines[found.a], lines[found.b]
    titles = {s.code: s.title for line in (a, b) for s in (*line.said_by, *line.repeated_by)}
    return Pair(
        a=a,
        b=b,
        reasons=tuple(reason(why.value, text, a.claim, b.claim) for why, text in found.reasons),
        hints=tuple(hint(text, a.claim, b.claim, titles=titles) for text in found.hints),
    )


def _not_comparable(found: Iterable[Comparison], lines: Mapping[str, ClaimLine]) -> Iterable[NotComparable]:
    """Pairs by the kinds of reason, the commonest first."""
    kinds: dict[str, list[Pair]] = defaultdict(list)
    for comparison in found:
        kinds[", ".join(why.value for why, _ in comparison.reasons)].append(_pair(comparison, lines))
    for why, pairs in sorted(kinds.items(), key=lambda item: -len(item[1])):
        yield NotComparable(why=why, pairs=tuple(pairs))


def summary(books: Ledger | None = None) -> Counter[str]:
    """How many claims, quantities, series and contradictions there are: for the first page."""
    known = books or ledger()
    if known is None:
        return Counter()
    lines = quantities(known)
    return Counter(
        claims=len(known.claims),
        quantities=len(lines),
        series=len(known.series),
        contradictions=sum(line.contradictions for line in lines),
    )
