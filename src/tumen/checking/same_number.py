"""Which numbers of the ledger a figure of a draft is: by the number itself, and by the words about it."""

from __future__ import annotations

import re
from functools import lru_cache

from tumen import figures, reading

_UNITS = {
    "count": {"persons", "deaths", "events", "facilities", "households"},
    "percent": {"share", "ratio"},
    "rate": {"ratio"},
}
_STOP = frozenset(
    ["people", "from", "that", "with", "which", "were", "have", "year", "years", "more", "than", "some", "their",
     "about", "over",
     "north", "south", "republic", "democratic", "country", "number"]
)  # fmt: skip


def same_number(claim: reading.Claim, known: figures.Claim) -> bool:
    """The same number, or one end of the other."""
    if claim.quantity.vague or not units_fit(claim, known):
        return False
    of_draft, there = stated(claim), _told(known)
    shared = _shared(of_draft, there)
    return bool(shared) and (len(of_draft) == 1 or len(shared) == len(of_draft) or len(there) == 1)


def whole_number(claim: reading.Claim, known: figures.Claim) -> bool:
    """Every end of one is an end of the other."""
    of_draft, there = stated(claim), _told(known)
    return len(_shared(of_draft, there)) == len(of_draft) == len(there)


def same_row(claim: reading.Claim, row: figures.SeriesRow) -> bool:
    """The exact count of a row of a series; small and round numbers are too many to be told apart."""
    low, high = claim.quantity.low, claim.quantity.high
    exact = low is not None and low == high and claim.quantity.kind == "count"
    return exact and row.value == low and row.value >= 60 and row.value % 100 != 0


def speaks_of(text: str, known: figures.Claim) -> bool:
    """Whether words of the pack for what a claim counts, or of whom, stand in a text."""
    return bool(figures.spoken_of(known.quantity, text) or figures.spoken_of(known.population, text))


def of_one_series(words: frozenset[str], series: figures.Series) -> bool:
    """Whether words of the draft speak of a series."""
    return bool(words & stems(f"{series.name()} {series.definition}"))


def units_fit(claim: reading.Claim, known: figures.Claim) -> bool:
    """Whether both may count in one unit; money of any currency may."""
    return known.unit in _UNITS.get(claim.quantity.kind, set()) or claim.quantity.kind == "money"


def ends(claim: reading.Claim) -> tuple[float, float]:
    """Lower and upper end, a percentage as a share; infinite where it is open."""
    scale = 0.01 if claim.quantity.kind == "percent" else 1.0
    low, high = claim.quantity.low, claim.quantity.high
    return (float("-inf") if low is None else low * scale), (float("inf") if high is None else high * scale)


def stated(claim: reading.Claim) -> set[float]:
    """The ends that are stated: one for a point or an open range, else two."""
    return {e for e in ends(claim) if abs(e) != float("inf")}


def subject(known: figures.Claim) -> frozenset[str]:
    """Words of what a claim counts, of whom and where."""
    return whom(known) | stems(known.place.name())


def whom(known: figures.Claim) -> frozenset[str]:
    """Words of what a claim counts and of whom, without the place: whole paragraphs speak of one country."""
    return stems(f"{known.quantity.name()} {known.population.name()}")


@lru_cache(maxsize=5_000)
def stems(words: str) -> frozenset[str]:
    """The beginnings of the longer words."""
    found = (w.lower() for w in re.findall(r"[A-Za-z]{4,}", words))
    return frozenset(w[:5] for w in found if w not in _STOP)


def _told(known: figures.Claim) -> set[float]:
    return {abs(v) for v in (known.value, known.low, known.high) if v is not None}


def _shared(stated: set[float], there: set[float]) -> set[float]:
    return {s for s in stated if any(abs(s - t) <= 0.001 * max(abs(t), 1e-9) for t in there)}


def distinct(known: figures.Claim) -> bool:
    """An odd number, which speaks for itself."""
    number = known.value or known.low or known.high or 0
    return number >= 1000 and number % 100 != 0
