"""What a figure of a text may count: a quantity of the ledger that its sentence speaks of. A person decides."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from tumen.figures import Claim, Ledger
from tumen_desk.count.ledger import Entry
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
_LEAST: Final = 2.6
_SURE: Final = 0.7
_FEW: Final = 20
_PEOPLE: Final = re.compile(
    r"\b(?:people|persons?|refugees?|migrants?|wom[ae]n|m[ae]n|girls?|boys?|children|child|defectors?|escapees?|residents?"
    r"|inmates|prisoners|detainees|arrivals|returnees|victims|seekers?|deaths?|civilians|students|families|[A-Z]\w+(?:ans|ese))\b"
)
_SAME_NUMBER: Final = 2.0
_SEVERAL: Final = 3
"""Numbers that the ledger must hold of a quantity before they tell how large it may be."""
_FAR: Final = 10


class Suggester:
    """Knows the words by which a ledger speaks of its quantities. Made once for a reading."""

    def __init__(self, books: Ledger) -> None:
        self._claims: dict[str, list[Claim]] = defaultdict(list)
        for claim in books.claims:
            self._claims[claim.quantity.code].append(claim)
        self._words = {code: _stems(_about(claims)) for code, claims in self._claims.items()}
        spread = Counter(stem for words in self._words.values() for stem in words)
        self._weight = {stem: math.log((1 + len(self._words)) / n) for stem, n in spread.items()}
        self._places = {
            p.casefold(): p for c in books.claims for p in (c.place.code, *c.place.names.values())
        }

    def entry(self, content: Mapping[str, Any], sentence: str) -> Entry:
        """A candidate as an entry of the ledger, with what it may count where its sentence tells."""
        scale = 0.01 if content["kind"] == "percent" else 1.0
        low, high = (
            None if v is None else round(v * scale, 12) for v in (content["value_low"], content["value_high"])
        )
        known = self._of(content, sentence, low=low, high=high)
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
        self, content: Mapping[str, Any], sentence: str, *, low: float | None, high: float | None
    ) -> Claim | None:
        """The claim of the ledger that speaks most like the sentence; None where nothing is near enough."""
        said, units = _stems(sentence), _UNITS.get(content["kind"], ())
        if content["kind"] == "count" and not _counts_people(content, low, high):
            units = tuple(unit for unit in units if unit != "persons")
        best: tuple[float, Claim] | None = None
        for code, words in self._words.items():
            fitting = [c for c in self._claims[code] if c.unit in units]
            if not fitting:
                continue
            score = sum(self._weight[stem] for stem in said & words)
            same = [c for c in fitting if _same(c, low, high)]
            if same:
                score += _SAME_NUMBER
            elif content["confidence"] < _SURE:
                continue  # a bare number is one of these only if the ledger has it
            if score >= _LEAST and (best is None or score > best[0]):
                nearest = max(same or fitting, key=lambda c: len(said & _stems(_about([c]))))
                best = score, nearest
        if best is None or self._far_above(best[1], low, high):
            return None  # nor is it of the next best: its words spoke of this one
        return best[1]

    def _far_above(self, claim: Claim, low: float | None, high: float | None) -> bool:
        """Whether a figure lies an order of magnitude above all that the ledger holds of a quantity in that unit.

        `Millions` of people share the words of the thousands who were counted, and are others.
        """
        like = (c for c in self._claims[claim.quantity.code] if c.unit == claim.unit)
        told = [v for c in like for v in (c.value, c.low, c.high) if v is not None]
        return len(told) >= _SEVERAL and max(low or 0, high or 0) > _FAR * max(told)

    def _place(self, written: str | None) -> str:
        return "" if not written else self._places.get(written.casefold(), written)


def _counts_people(content: Mapping[str, Any], low: float | None, high: float | None) -> bool:
    """Whether people are counted, and more than those of one occasion; where no unit stands, it may be."""
    unit = content.get("unit")
    return max(low or 0, high or 0) >= _FEW and (not unit or bool(_PEOPLE.search(unit)))


def _about(claims: list[Claim]) -> str:
    return " ".join(
        dict.fromkeys(f"{c.quantity.name()} {c.population.name()} {c.place.name()}" for c in claims)
    )


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
