"""Bodies compared for linkage: one pair with reasons, or distinct told bodies as numbers and many pairs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tumen.bodies.body import BODY_LEVELS, BodiesFound, Body, BodyComparison, BodyLevel
from tumen.bodies.register import Register
from tumen.dates import Date
from tumen.places import PlaceLevel, fold

Numbers = NDArray[np.int64]
Levels = NDArray[np.int8]

# Offices told in places that may be one, or of which one lies in the other, are not two offices.
_ONE_OFFICE = frozenset({
    PlaceLevel.MISSING, PlaceLevel.SAME, PlaceLevel.MAY_BE_SAME, PlaceLevel.INSIDE, PlaceLevel.INSIDE_THEN,
    PlaceLevel.IN_COUNTRY, PlaceLevel.UNKNOWN,
})  # fmt: skip


def compare(
    register: Register, a: str | None, b: str | None, *, on_a: Date | None = None, on_b: Date | None = None
) -> BodyComparison:
    """How two told bodies agree, with reasons.

    Args:
        register: The bodies that are known.
        a, b: Names as told; None or empty where not stated, which says nothing.
        on_a, on_b: When each acted, where known: names belong to periods.

    Example:
        >>> from tumen.bodies import register
        >>> from tumen.vocab import load_pack
        >>> compare(register(load_pack("example")), "Marrow Coast Guard", "the coast guard").level.name
        'SAME'
    """
    if not a or not b:
        return _compared(BodyLevel.MISSING)
    first, second = register.find(a, on=on_a), register.find(b, on=on_b)
    if not first.matches or not second.matches:
        return _compared(BodyLevel.SAME if fold(a) == fold(b) else BodyLevel.UNKNOWN)
    if first.body is None or second.body is None:
        return _of_candidates(first, second)
    if first.body == second.body:
        return _of_one(register, first, second)
    return _of_two(first.body, second.body)


class BodyTable:
    """Distinct told bodies as numbers. Each distinct pair is compared once.

    Args:
        register: The bodies that are known.
        told: Names as told; None or empty where not stated. Pairs refer to them by position, -1 being "not stated".
        on: When each acted, shape as `told`; None where nothing is known.
    """

    def __init__(
        self, register: Register, told: Sequence[str | None], *, on: Sequence[Date | None] | None = None
    ) -> None:
        self._register = register
        self._told = (*told, None)
        self._on = (*(on if on is not None else [None] * len(told)), None)
        self._known: dict[int, BodyLevel] = {}

    def __len__(self) -> int:
        return len(self._told) - 1

    def levels(self, a: Numbers, b: Numbers) -> Levels:
        """How bodies at positions `a` agree with those at `b`; `BodyLevel` numbers, shape (pairs,)."""
        size = len(self._told)
        one, other = a % size, b % size
        codes, back = np.unique(np.minimum(one, other) * size + np.maximum(one, other), return_inverse=True)
        found = np.array([self._level(int(code)) for code in codes], dtype=np.int8)
        return np.asarray(found[back], dtype=np.int8)

    def _level(self, code: int) -> BodyLevel:
        if code not in self._known:
            a, b = divmod(code, len(self._told))
            self._known[code] = compare(
                self._register, self._told[a], self._told[b], on_a=self._on[a], on_b=self._on[b]
            ).level
        return self._known[code]


def _compared(level: BodyLevel, *more: str) -> BodyComparison:
    return BodyComparison(level=level, reasons=(BODY_LEVELS[level], *more))


def _of_candidates(first: BodiesFound, second: BodiesFound) -> BodyComparison:
    """One of the names fits several bodies: they may be the same, or cannot be."""
    codes = [{(m.body.vocabulary, m.body.code) for m in found} for found in (first, second)]
    if codes[0] & codes[1]:
        names = sorted({str(m.body.label("en")) for f in (first, second) if f.body is None for m in f})
        return _compared(BodyLevel.MAY_BE_SAME, f"the name fits {'; '.join(names)}")
    return _compared(BodyLevel.DIFFERENT)


def _of_two(a: Body, b: Body) -> BodyComparison:
    if b.code == a.kind or a.code == b.kind:
        return _compared(BodyLevel.KIND_OF)
    if a.kind is not None and a.kind == b.kind:
        return _compared(BodyLevel.SAME_KIND)
    return _compared(BodyLevel.SAME_SIDE if _one_side(a, b) else BodyLevel.DIFFERENT)


def _of_one(register: Register, first: BodiesFound, second: BodiesFound) -> BodyComparison:
    """Both mean one body: of which place, and by a name that it had then?"""
    reasons = [f"both are {first.matches[0].body.label('en')}"]
    if first.at is not None and second.at is not None:
        where = register.places.compare(first.at.code, second.at.code)
        reasons += [f"told beside places: {reason}" for reason in where.reasons]
        if where.level not in _ONE_OFFICE:
            return _compared(BodyLevel.SAME_ELSEWHERE, *reasons)
    late = [
        f"called so {match.name.period}"
        for found in (first, second)
        for match in found.matches[:1]
        if match.then is False
    ]
    if late:
        return _compared(BodyLevel.SAME_WEAKLY, *reasons, *sorted(late))
    return _compared(BodyLevel.SAME, *reasons)


def _one_side(a: Body, b: Body) -> bool:
    return a.vocabulary == b.vocabulary and a.group is not None and a.group == b.group
