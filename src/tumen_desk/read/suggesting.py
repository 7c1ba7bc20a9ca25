"""What a figure of a text may count: a quantity of the ledger that its sentence speaks of. A person decides."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from tumen.figures import Claim, Ledger, Subject, spoken_of
from tumen_desk.count.ledger import Entry, places_by_name
from tumen_desk.read.lists import of_base

_UNITS: Final = {
    "percent": ("share", "ratio"),
    "count": ("persons", "deaths", "events", "facilities", "violations"),
    "rate": ("ratio",),
    "money": (),
    "duration": (),
}
_QUALIFIERS: Final = (
    (("more than", "over", "above", "exceed"), "more-than"),
    (("at least", "no fewer", "minimum"), "at-least"),
    (("up to", "as many as", "less than", "under", "below", "at most"), "up-to"),
    (("about", "around", "approx", "estimated", "roughly", "some", "nearly", "almost"), "about"),
)
_SURE: Final = 0.7
_FEW: Final = 20
_PEOPLE: Final = re.compile(
    r"\b(?:people|persons?|refugees?|migrants?|wom[ae]n|m[ae]n|girls?|boys?|children|child|defectors?|escapees?|residents?"
    r"|inmates|prisoners|detainees|arrivals|returnees|victims|seekers?|deaths?|civilians|citizens|nationals|students|families|[A-Z]\w+(?:ans|ese))\b|[명인]$"
)
_COUNTED: Final = {
    "events": re.compile(r"\b(?:cases?|events?|incidents?|returns?|repatriations?)\b|건$"),
    "facilities": re.compile(r"\b(?:facilit|camps?\b|prisons?\b|cent(?:re|er)s?\b)|[곳소]$"),
    "violations": re.compile(r"\bviolations?\b|건$"),
}
"""What is counted in units that are nobody."""
_LARGE: Final = 1_000
_CHANGES: Final = re.compile(
    r"\b(?:increas|decreas|rose|risen|fell|fallen|dropp?|declin|grew|grown|shrank|doubl|halv)|감소|증가|줄었|줄어|늘었|늘어"
)
"""A percentage beside these is a change and no share."""
_PAUSE: Final = re.compile(r"[,;:，、](?=\s|$)")
_SEVERAL: Final = 3
"""Numbers that the ledger must hold of a quantity before they tell how large it may be."""
_FAR: Final = 10


class Suggester:
    """Knows the words by which a ledger speaks of its quantities. Made once for a reading."""

    def __init__(self, books: Ledger) -> None:
        self._claims: dict[str, list[Claim]] = defaultdict(list)
        for claim in books.claims:
            self._claims[claim.quantity.code].append(claim)
        self._places = places_by_name(books)

    def entry(self, content: Mapping[str, Any], sentence: str, *, at: int = 0) -> Entry:
        """A candidate as an entry of the ledger, with what it may count where its sentence tells.

        Args:
            content: The candidate.
            sentence: The sentence in which it stands.
            at: Where in the sentence its number stands, in characters.
        """
        scale = 0.01 if content["kind"] == "percent" else 1.0
        low, high = (
            None if v is None else round(v * scale, 12) for v in (content["value_low"], content["value_high"])
        )
        known = self._of(content, sentence, _clause(sentence, at), low=low, high=high)
        share = content["kind"] == "percent"
        value = low if low is not None and low == high else None
        return Entry(
            quantity=known.quantity.code if known else "",
            value=value, low=None if value is not None else low, high=None if value is not None else high,
            unit=known.unit if known else "share" if share else content.get("unit") or "persons",
            measure=known.measure if known else "share" if share else "stock",
            population=known.population.code if known else "",
            place=self._place(content.get("place")) or (known.place.code if known else ""),
            as_of=content.get("as_of") or "", qualifier=_qualifier(content.get("qualifier")),
            issuer=content.get("attributed_to") or "",
            note=of_base(content),
            grade="low" if content["confidence"] < 0.6 or content.get("vague") else "medium",
            doubts=() if content.get("as_of") else ("undated",),
        )  # fmt: skip

    def _of(
        self, content: Mapping[str, Any], sentence: str, clause: str, *, low: float | None, high: float | None
    ) -> Claim | None:
        """The claim of the ledger that speaks most like the sentence; None where nothing is near enough."""
        if content["kind"] == "count" and not _counts_many(content, low, high):
            return None
        units, changes = _units(content), bool(_CHANGES.search(sentence))
        best: tuple[tuple[float, ...], Claim] | None = None
        for claims in self._claims.values():
            fitting = [c for c in claims if c.unit in units]
            if content["kind"] == "percent":
                fitting = [c for c in fitting if (c.measure == "change") == changes]
            same = [c for c in fitting if _same(c, low, high)]
            if not fitting or (content["confidence"] < _SURE and not same):
                continue  # a bare number is one of these only if the ledger has it
            spoken = _spoken(fitting[0].quantity, sentence)
            if not spoken and not (same and _odd(low)):
                continue
            nearest = max(fitting, key=lambda c: self._nearness(c, clause, sentence, low=low, high=high))
            about = len(spoken | _spoken(nearest.population, clause))
            score = (about + bool(same), about, len(spoken & _spoken(fitting[0].quantity, clause)))
            if best is None or score > best[0]:
                best = score, nearest
        if best is None or self._far_above(best[1], low, high):
            return None  # nor is it of the next best: its words spoke of this one
        return best[1]

    def _nearness(
        self, claim: Claim, clause: str, sentence: str, *, low: float | None, high: float | None
    ) -> tuple[int, ...]:
        """How near a claim of one quantity is: whom its clause and where its sentence names, then what is usual.

        The number comes last: the ledger may hold it of others, too.
        """
        said = sentence.casefold()
        where = any(n.casefold() in said for n in (*claim.place.names.values(), *claim.place.told))
        usual = sum(c.population.code == claim.population.code for c in self._claims[claim.quantity.code])
        people = len(_spoken(claim.population, clause))
        return people, where, usual, _same(claim, low, high)

    def _far_above(self, claim: Claim, low: float | None, high: float | None) -> bool:
        """Whether a figure lies an order of magnitude above all that the ledger holds of a quantity in that unit.

        `Millions` of people share the words of the thousands who were counted, and are others.
        """
        like = (c for c in self._claims[claim.quantity.code] if c.unit == claim.unit)
        told = [v for c in like for v in (c.value, c.low, c.high) if v is not None]
        return len(told) >= _SEVERAL and max(low or 0, high or 0) > _FAR * max(told)

    def _place(self, written: str | None) -> str:
        """The code of a place of the ledger, by any of its names; what else is written, as it is."""
        known = self._places.get((written or "").casefold().removeprefix("the "))
        return known.code if known else written or ""


def _counts_many(content: Mapping[str, Any], low: float | None, high: float | None) -> bool:
    """Whether more are counted than those of one occasion; a unit that is nobody counts at any number."""
    people = not content.get("unit") or bool(_PEOPLE.search(content["unit"]))
    return not people or max(low or 0, high or 0) >= _FEW


def _units(content: Mapping[str, Any]) -> tuple[str, ...]:
    """The units that a figure may have: what is named and is nobody is not counted in persons."""
    units, named = _UNITS.get(content["kind"], ()), content.get("unit") or ""
    if content["kind"] != "count" or not named:
        return units
    if _PEOPLE.search(named):
        return ("persons", "deaths")
    return tuple(unit for unit, words in _COUNTED.items() if words.search(named))


def _clause(sentence: str, at: int) -> str:
    """What stands around a place, up to the next comma on both sides."""
    before = max((m.end() for m in _PAUSE.finditer(sentence, 0, at)), default=0)
    behind = _PAUSE.search(sentence, at)
    return sentence[before : behind.start() if behind else len(sentence)]


def _odd(number: float | None) -> bool:
    """A number that speaks for itself: large, and not rounded."""
    return number is not None and number >= _LARGE and number % 100 != 0


def _spoken(subject: Subject, sentence: str) -> frozenset[str]:
    """The words that speak of a quantity or a population: those of the pack, or two of its label."""
    if subject.told:
        return spoken_of(subject, sentence)
    shared = _stems(sentence) & _stems(subject.name())
    return shared if len(shared) > 1 else frozenset()


def _same(claim: Claim, low: float | None, high: float | None) -> bool:
    there = {v for v in (claim.value, claim.low, claim.high) if v is not None}
    return any(v in there for v in (low, high) if v is not None)


def _qualifier(written: str | None) -> str:
    told = (written or "").casefold()
    return next((code for words, code in _QUALIFIERS if any(w in told for w in words)), "")


@lru_cache(maxsize=4000)
def _stems(words: str) -> frozenset[str]:
    """Words of four letters and more, by their first five: `hiding` and `hidden` part, `camps` and `camp` meet."""
    return frozenset(w.lower()[:5].rstrip("s") for w in re.findall(r"[A-Za-z]{4,}", words))
