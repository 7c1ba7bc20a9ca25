"""Who published a number first, who only repeats it, and how many voices there really are.

Two sources that repeat one body are one voice; so are two bodies under one head, and claims of which one was computed
from the other. A chain that leads back to itself has no beginning. Nothing is joined or taken away: this only says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tumen.figures.ledger import Ledger
from tumen.figures.nouns import Claim

_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """One number of one population, with everybody who published it.

    Attributes:
        number: The number, as low and high end; an open end is None.
        claims: Codes of the claims that state it, in pack order.
        sources: Ids of sources by year, those without a year last.
        first: The earliest of them; None where no source has a year.
        repeat: The others: they print it again, which confirms nothing by itself.
        voices: Bodies and publications from which all sources draw, each once.
        circular: Chains of repetition that lead back to where they began.
        warnings: What a reader should know before citing it, in plain sentences.
    """

    quantity: str
    number: tuple[float | None, float | None]
    unit: str
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    first: str | None
    repeat: tuple[str, ...]
    voices: tuple[str, ...]
    circular: tuple[tuple[str, ...], ...]
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)


def quotations(claims: Iterable[Claim], known: Ledger) -> tuple[Quoted, ...]:
    """Every number among some claims with who published it first and who repeats it.

    Args:
        claims: The claims; those with the same quantity, population, place, unit and number belong together.
        known: The ledger they are from, for its sources, repetitions and heads.
    """
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        number = _number(claim)
        if number != (None, None):
            key = (claim.quantity.code, claim.population.code, claim.place.code, claim.unit, number)
            groups.setdefault(key, []).append(claim)
    return tuple(_quoted(group, known) for group in groups.values())


def _number(claim: Claim) -> tuple[float | None, float | None]:
    return (claim.low, claim.high) if claim.value is None else (claim.value, claim.value)


def _quoted(group: Sequence[Claim], known: Ledger) -> Quoted:
    cited = dict.fromkeys(s for c in group for s in (*c.sources, *c.quoted_by))
    sources = tuple(sorted(cited, key=lambda s: (_year(s, known) or 9999, s)))
    dated = [s for s in sources if _year(s, known) is not None]
    circular = tuple(dict.fromkeys(chain for s in sources if (chain := _circle(s, known)) is not None))
    voices = tuple(dict.fromkeys(v for s in sources for v in _roots(s, known)))
    return Quoted(
        quantity=group[0].quantity.code, number=_number(group[0]), unit=group[0].unit,
        claims=tuple(c.code for c in group), sources=sources, first=dated[0] if dated else None,
        repeat=tuple(s for s in sources if not dated or s != dated[0]), voices=voices, circular=circular,
        warnings=tuple(_warnings(group, sources, voices, circular, known)),
    )  # fmt: skip


def _year(source: str, known: Ledger) -> int | None:
    found = _YEAR.search(str(known.sources.get(source, {}).get("year", "")))
    return int(found.group()) if found else None


def _roots(source: str, known: Ledger) -> list[str]:
    """Whom a source draws from in the end; itself where it repeats nobody, nobody where it goes round in a circle."""
    found: list[str] = []
    seen: set[str] = set()
    open_ = [source]
    while open_:
        one = open_.pop()
        if one in seen:
            continue
        seen.add(one)
        further = known.repeats.get(one, ())
        found += [] if further else [one]
        open_ += further
    return found


def _circle(source: str, known: Ledger) -> tuple[str, ...] | None:
    """A way along repetitions back to the source, from its smallest name on; None where there is none."""
    ways: list[tuple[str, ...]] = [(source,)]
    while ways:
        way = ways.pop()
        for further in known.repeats.get(way[-1], ()):
            if further == source:
                start = way.index(min(way))
                return (*way[start:], *way[:start])
            if further not in way:
                ways.append((*way, further))
    return None


def _warnings(
    group: Sequence[Claim],
    sources: Sequence[str],
    voices: Sequence[str],
    circular: Sequence[tuple[str, ...]],
    known: Ledger,
) -> Iterable[str]:
    if len(sources) > 1 and len(voices) == 1:
        yield f"{len(sources)} sources, one voice: all repeat {voices[0]}."
    for chain in circular:
        yield f"A circle without a beginning: {' → '.join((*chain, chain[0]))}."
    names = {*voices, *(str(known.sources.get(s, {}).get("publisher", "")) for s in sources)}
    for pair in known.heads:
        if pair <= names:
            yield f"{' and '.join(sorted(pair))} are under one head: two names, one voice."
    codes = {c.code for c in group}
    for claim in group:
        if claim.derived_from:
            yield f"{claim.code} is computed from {', '.join(claim.derived_from)}: no second confirmation."
    years = {c.as_of.edtf for c in group}
    if len(years) > 1:
        yield f"The same number for {' and '.join(sorted(years))} ({', '.join(sorted(codes))}): one may be a copy."
    if any(c.measure == "share" and "denominator-unclear" in c.flags for c in group):
        yield "A share of whom is not said."
    for claim in group:
        begun = claim.as_of.fuzzy_earliest
        older = [s for s in claim.sources if begun and (y := _year(s, known)) is not None and y < begun.year]
        if older:
            yield f"{claim.code} is of {claim.as_of}, its source {', '.join(older)} is older."
