"""Which published numbers may be compared, and which of those contradict one another.

Two claims are compared only when they count the same thing: same quantity, unit and measure, same population and
place, and times that may be the same. Everything else is "not comparable", with each reason. A part can still
contradict its whole: a part that is surely larger than the whole is a fault of one of the two.
Nothing is averaged, and no claim is declared right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Any

from tumen import dates
from tumen.dates import Truth
from tumen.figures.nouns import Claim, Subject

ADDITIVE = frozenset({"stock", "flow", "cumulative"})
"""Measures of which a part cannot be larger than the whole."""

OVER_TIME = frozenset({"flow", "cumulative", "change"})
"""Measures over a time: they are the same only over the same time."""


class Verdict(StrEnum):
    """What comes of putting two claims side by side."""

    AGREE = "agree"
    CONFLICT = "conflict"
    PART_EXCEEDS_WHOLE = "part exceeds whole"
    NOT_COMPARABLE = "not comparable"


class Why(StrEnum):
    """Why two claims cannot be compared. A stable word for translation and for filters."""

    QUANTITY = "other quantity"
    UNIT = "other unit"
    MEASURE = "stock, flow or share"
    POPULATION = "other population"
    PLACE = "other place"
    DATE = "other date"
    NO_NUMBER = "no number"
    NO_TIME = "no time"
    NATURE = "said in another way"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two claims side by side.

    Attributes:
        a: Code of the first.
        b: Code of the second.
        verdict: What comes of it.
        reasons: Why they cannot be compared, each with a sentence; empty otherwise.
        hints: What may explain a difference or an agreement: flags of either, a shared source, times that may differ.
    """

    a: str
    b: str
    verdict: Verdict
    reasons: tuple[tuple[Why, str], ...] = ()
    hints: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "a": self.a, "b": self.b, "verdict": self.verdict.value,
            "reasons": [{"why": why.value, "text": text} for why, text in self.reasons], "hints": list(self.hints),
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictGroup:
    """Claims that may be compared with one another, at least two of which contradict each other.

    Attributes:
        quantity: What they count.
        unit: In which unit.
        measure: Stock, flow, share …
        population: Of whom.
        place: Where.
        claims: All of them, in order of time; also those that agree.
        pairs: The contradictions.
    """

    quantity: Subject
    unit: str
    measure: str
    population: Subject
    place: Subject
    claims: tuple[Claim, ...]
    pairs: tuple[Comparison, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "quantity": self.quantity.code, "unit": self.unit, "measure": self.measure,
            "population": self.population.code, "place": self.place.code, "claims": [c.code for c in self.claims],
            "conflicts": [p.as_dict() for p in self.pairs],
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflicts:
    """What comes of putting many claims side by side.

    Attributes:
        groups: Groups of comparable claims with a contradiction.
        part_exceeds_whole: Pairs in which a part is surely larger than its whole.
        not_comparable: Pairs about the same quantity that must not be compared, with the reasons.
        agreeing: Pairs that may both be right.
    """

    groups: tuple[ConflictGroup, ...]
    part_exceeds_whole: tuple[Comparison, ...]
    not_comparable: tuple[Comparison, ...]
    agreeing: tuple[Comparison, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "groups": [g.as_dict() for g in self.groups],
            "part_exceeds_whole": [c.as_dict() for c in self.part_exceeds_whole],
            "not_comparable": [c.as_dict() for c in self.not_comparable],
            "agreeing": [c.as_dict() for c in self.agreeing],
        }  # fmt: skip


def compare(a: Claim, b: Claim, *, within_days: int = 0) -> Comparison:
    """Two claims side by side. Symmetric but for the order of the two codes.

    Args:
        a: A claim.
        b: A claim.
        within_days: How far apart the days of two stocks, shares or prices may lie and still be compared; the
            comparison then says so. Times of flows have to be the same whatever is given here.
    """
    reasons, relation = _reasons(a, b, within_days)
    if not reasons:
        verdict = Verdict.AGREE if _overlap(a, b) else Verdict.CONFLICT
    elif relation is not None and _exceeds(*relation):
        verdict, reasons = Verdict.PART_EXCEEDS_WHOLE, ()
    else:
        verdict = Verdict.NOT_COMPARABLE
    return Comparison(a=a.code, b=b.code, verdict=verdict, reasons=reasons, hints=_hints(a, b))


def conflicts(claims: Iterable[Claim], *, within_days: int = 0) -> Conflicts:
    """Every pair of claims about the same quantity, sorted into what contradicts, agrees or cannot be compared.

    Args:
        claims: The claims.
        within_days: As in `compare`.
    """
    ordered = sorted(claims, key=lambda c: (dates.sort_key(c.as_of), c.code))
    pairs = [
        compare(a, b, within_days=within_days)
        for a, b in combinations(ordered, 2)
        if a.quantity == b.quantity
    ]
    by_code = {c.code: c for c in ordered}
    return Conflicts(
        groups=_groups(by_code, pairs),
        part_exceeds_whole=_of(pairs, Verdict.PART_EXCEEDS_WHOLE),
        not_comparable=_of(pairs, Verdict.NOT_COMPARABLE),
        agreeing=_of(pairs, Verdict.AGREE),
    )


Relation = tuple[Claim, Claim]
"""Part and whole."""


def _reasons(a: Claim, b: Claim, within_days: int) -> tuple[tuple[tuple[Why, str], ...], Relation | None]:
    """Why the two cannot be compared and, if one counts a part of what the other counts, which is the part."""
    kinds = [
        (why, f"{x} and {y}")
        for why, x, y in (
            (Why.QUANTITY, a.quantity.name(), b.quantity.name()),
            (Why.UNIT, a.unit, b.unit),
            (Why.MEASURE, a.measure, b.measure),
        )
        if x != y
    ]
    for why, silent in (
        (Why.NO_NUMBER, [c.code for c in (a, b) if c.ends is None]),
        (Why.NO_TIME, [c.code for c in (a, b) if c.as_of.earliest is None and c.as_of.latest is None]),
    ):
        if silent:
            gives = f"{silent[0]} and {silent[1]} give" if len(silent) > 1 else f"{silent[0]} gives"
            kinds.append((why, f"{gives} {why.value}"))
    said = ["" if c.nature == "own" else c.nature for c in (a, b)]
    if said[0] != said[1]:
        ways = (nature.replace("-", " ") or "a number as it is" for nature in said)
        kinds.append((Why.NATURE, " and ".join(ways)))
    nested = [
        _nested(a.population, b.population),
        _nested(a.place, b.place),
        _nested_times(a, b, within_days),
    ]
    texts = (
        (Why.POPULATION, a.population.name(), b.population.name()),
        (Why.PLACE, a.place.name(), b.place.name()),
        (Why.DATE, a.as_of.edtf, b.as_of.edtf),
    )
    scopes = [
        (why, f"{x} and {y}" + ("" if side == "other" else ", one a part of the other"))
        for side, (why, x, y) in zip(nested, texts, strict=True)
        if side != "same"
    ]
    reasons = (*kinds, *scopes)
    sides = {side for side in nested if side != "same"}
    if kinds or a.measure not in ADDITIVE or len(sides) != 1 or "other" in sides:
        return reasons, None
    return reasons, (a, b) if "a" in sides else (b, a)


def _nested(a: Subject, b: Subject) -> str:
    """`same`, which of the two is the part (`a` or `b`), or `other`."""
    if a.code == b.code:
        return "same"
    if b.code in a.wholes:
        return "a"
    return "b" if a.code in b.wholes else "other"


def _nested_times(a: Claim, b: Claim, within_days: int) -> str:
    if not {a.measure, b.measure} & OVER_TIME:
        return "other" if days_apart(a, b) > within_days else "same"
    if a.as_of == b.as_of:
        return "same"
    if "change" in (a.measure, b.measure) or any(t.approximate or t.uncertain for t in (a.as_of, b.as_of)):
        return "other"  # a time in doubt is not surely within another
    if dates.contains(b.as_of, a.as_of):
        return "same" if dates.contains(a.as_of, b.as_of) else "a"
    return "b" if dates.contains(a.as_of, b.as_of) else "other"


def days_apart(a: Claim, b: Claim) -> int:
    """Days between the times of two claims at the least: 0 when they may be the same, marks of doubt counted."""
    if dates.overlaps(a.as_of, b.as_of) is not Truth.NO:
        return 0
    earlier, later = sorted((a.as_of, b.as_of), key=dates.sort_key)
    end, start = earlier.fuzzy_latest, later.fuzzy_earliest
    return 0 if end is None or start is None else max(1, (start - end).days)


def _overlap(a: Claim, b: Claim) -> bool:
    first, second = a.ends, b.ends
    if first is None or second is None:
        return True
    return first[0] <= second[1] and second[0] <= first[1]


def _exceeds(part: Claim, whole: Claim) -> bool:
    if part.ends is None or whole.ends is None:
        return False
    return part.ends[0] > whole.ends[1]


def _hints(a: Claim, b: Claim) -> tuple[str, ...]:
    """What a reader should look at before believing the verdict."""
    found = [f"{c.code}: {flag}" for c in (a, b) for flag in c.flags]
    shared = {*a.sources, *a.quoted_by} & {*b.sources, *b.quoted_by}
    if shared:
        found.append(f"not independent: both from {', '.join(sorted(shared))}")
    if a.code in b.derived_from or b.code in a.derived_from:
        found.append("not independent: one is computed from the other")
    if a.as_of != b.as_of:
        word = "may differ" if dates.overlaps(a.as_of, b.as_of) is not Truth.NO else "differ"
        found.append(f"the times {word}: {a.as_of} and {b.as_of}")
    return tuple(found)


def _of(pairs: Iterable[Comparison], verdict: Verdict) -> tuple[Comparison, ...]:
    return tuple(p for p in pairs if p.verdict is verdict)


def _groups(by_code: dict[str, Claim], pairs: Sequence[Comparison]) -> tuple[ConflictGroup, ...]:
    """Connected runs of comparable claims that hold at least one contradiction."""
    group_of = {code: code for code in by_code}

    def root(code: str) -> str:
        while group_of[code] != code:
            code = group_of[code]
        return code

    for p in pairs:
        if p.verdict in (Verdict.AGREE, Verdict.CONFLICT):
            group_of[root(p.b)] = root(p.a)
    disjoint: dict[str, list[Comparison]] = {}
    for p in _of(pairs, Verdict.CONFLICT):
        disjoint.setdefault(root(p.a), []).append(p)
    members: dict[str, list[Claim]] = {}
    for code, claim in by_code.items():
        members.setdefault(root(code), []).append(claim)
    return tuple(_group(members[key], found) for key, found in disjoint.items())


def _group(members: Sequence[Claim], found: Sequence[Comparison]) -> ConflictGroup:
    first = members[0]
    return ConflictGroup(
        quantity=first.quantity, unit=first.unit, measure=first.measure, population=first.population, place=first.place,
        claims=tuple(members), pairs=tuple(found),
    )  # fmt: skip
