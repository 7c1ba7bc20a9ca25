"""Places compared for linkage: one pair with reasons, or distinct places as numbers and pairs by the million."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from tumen.places.agreement import PLACE_LEVELS, PlaceComparison, PlaceLevel
from tumen.places.folding import fold
from tumen.places.sphere import metres_between

if TYPE_CHECKING:
    from tumen.places.gazetteer import Gazetteer
    from tumen.places.place import Place

Numbers = NDArray[np.int64]
Levels = NDArray[np.int8]

NEAR_METRES: Final = 30_000.0
"""A day's walk: places this far apart, or less, are near. Their precisions may add to the distance, not shorten it."""

_NOWHERE: Final = -1
_MOST_CANDIDATES: Final = 4


class PlaceTable:
    """Distinct told places as numbers, so that pairs of them can be compared by the million.

    Args:
        gazetteer: Where they are looked up.
        told: Codes or written names; None or empty where not stated. Pairs refer to them by position, -1 being
            "not stated" too. A name that fits several places is compared with each of them, and the best counts.
        country: Where names are looked up first, as in `Gazetteer.find`.
        near_metres: Points this far apart, or less, are near.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        told: Sequence[str | None],
        *,
        country: str | None = None,
        near_metres: float = NEAR_METRES,
    ) -> None:
        self._near = near_metres
        self._gazetteer = gazetteer
        candidates = [_candidates(gazetteer, text or "", country) for text in told]
        codes = sorted({code for row in candidates for code in row})
        self._codes = codes
        number = {code: index for index, code in enumerate(codes)}
        self._size = len(told)
        width = max(1, *(len(row) for row in candidates), 1)
        # one row more stands for "not stated", so that position -1 finds it
        self._places = np.full((len(told) + 1, width), _NOWHERE, dtype=np.int64)
        for index, row in enumerate(candidates):
            self._places[index, : len(row)] = [number[code] for code in row]
        self._count = (self._places != _NOWHERE).sum(axis=1)
        self._text = _text_numbers(told)
        self._read(codes, number)

    def __len__(self) -> int:
        return self._size

    def levels(self, a: Numbers, b: Numbers) -> Levels:
        """How places at positions `a` agree with those at `b`.

        Args:
            a, b: Positions, shape (pairs,); -1 where not stated.

        Returns:
            `PlaceLevel` numbers, shape (pairs,). The same for `(a, b)` and `(b, a)`.
        """
        level = np.full(len(a), PlaceLevel.UNKNOWN, dtype=np.int8)
        level[self._text[a] == self._text[b]] = PlaceLevel.SAME
        level[(self._text[a] == _NOWHERE) | (self._text[b] == _NOWHERE)] = PlaceLevel.MISSING
        number_a, number_b = self._count[a], self._count[b]
        single = np.flatnonzero((number_a == 1) & (number_b == 1))
        level[single] = self._between(self._places[a[single], 0], self._places[b[single], 0])
        several = np.flatnonzero((number_a > 0) & (number_b > 0) & (number_a + number_b > 2))
        if len(several):
            level[several] = self._best_of(a[several], b[several], level[several])
        return level

    def compare(self, a: int, b: int) -> PlaceComparison:
        """One pair, with reasons."""
        level = PlaceLevel(int(self.levels(np.array([a]), np.array([b]))[0]))
        reasons = [PLACE_LEVELS[level]]
        one, other = self._only(a), self._only(b)
        metres = None
        if one is not None and other is not None and one.code != other.code:
            metres, said = _apart(one, other)
            reasons += said
            reasons += _then(one, other) if level is PlaceLevel.INSIDE_THEN else []
        return PlaceComparison(level=level, reasons=tuple(reasons), metres=metres)

    def _only(self, index: int) -> Place | None:
        return self._gazetteer.get(self._codes[self._places[index, 0]]) if self._count[index] == 1 else None

    def _read(self, codes: Sequence[str], number: dict[str, int]) -> None:
        """What contains what, as numbers; places that contain others are numbered after those that were told."""
        places = [self._gazetteer.get(code) for code in codes]
        order = dict(number)
        chains = [place.admin for place in places]
        thens = [_then_codes(self._gazetteer, place) for place in places]
        for code in (code for chain in (*chains, *thens) for code in chain):
            order.setdefault(code, len(order))
        self._above = _padded([[order[code] for code in chain] for chain in chains])
        self._then = _padded([[order[code] for code in then] for then in thens])
        countries = [place.country or place.code for place in places]
        self._country = np.array([order.setdefault(code, len(order)) for code in countries], dtype=np.int64)
        self._is_country = self._country == np.arange(len(codes))
        # The outermost place is a country; the one inside it is what people call a region.
        regions = [_region(place) for place in places]
        self._region = np.array([order.setdefault(code, len(order)) for code in regions], dtype=np.int64)
        points = [(place.latitude, place.longitude) for place in places]
        self._latitude = np.radians([np.nan if north is None else north for north, _ in points])
        self._longitude = np.radians([np.nan if east is None else east for _, east in points])

    def _between(self, a: Numbers, b: Numbers) -> Levels:
        """Levels of places by number; both are in the gazetteer."""
        one_country = self._country[a] == self._country[b]
        inside = _holds(self._above, a, b) | _holds(self._above, b, a)
        then = _holds(self._then, a, b) | _holds(self._then, b, a)
        metres = metres_between(self._latitude[a], self._longitude[a], self._latitude[b], self._longitude[b])
        with np.errstate(invalid="ignore"):
            near = metres <= self._near
        level = np.select(
            [
                a == b,
                inside & (self._is_country[a] | self._is_country[b]),
                inside,
                then,
                near & one_country,
                (self._region[a] == self._region[b]),
                near,
                one_country,
            ],
            [
                PlaceLevel.SAME, PlaceLevel.IN_COUNTRY, PlaceLevel.INSIDE, PlaceLevel.INSIDE_THEN,
                PlaceLevel.NEAR, PlaceLevel.SAME_REGION, PlaceLevel.ACROSS_BORDER, PlaceLevel.OTHER_REGION,
            ],
            PlaceLevel.OTHER_COUNTRY,
        )  # fmt: skip
        return np.asarray(level, dtype=np.int8)

    def _best_of(self, a: Numbers, b: Numbers, level: Levels) -> Levels:
        """For names that fit several places: the strongest level of any two; the same place only may be the same."""
        same_text = level == PlaceLevel.SAME
        best = np.full(len(a), PlaceLevel.UNKNOWN, dtype=np.int8)
        for i in range(int(self._count[a].max())):
            for j in range(int(self._count[b].max())):
                both = np.flatnonzero((self._count[a] > i) & (self._count[b] > j))
                found = self._between(self._places[a[both], i], self._places[b[both], j])
                best[both] = np.minimum(best[both], found)
        best[best == PlaceLevel.SAME] = PlaceLevel.MAY_BE_SAME
        best[same_text] = PlaceLevel.MAY_BE_SAME
        return best


def _candidates(gazetteer: Gazetteer, text: str, country: str | None) -> tuple[str, ...]:
    """Codes that a told place may mean: one where there is no doubt."""
    if not text or text in gazetteer:
        return (text,) if text else ()
    found = gazetteer.find(text, country=country)
    if found.place is not None:
        return (found.place.code,)
    best = [match for match in found if match.score == found.matches[0].score]
    sure = [match.place.code for match in best if match.score >= gazetteer.doubtful]
    return tuple(sure[:_MOST_CANDIDATES])


def _text_numbers(told: Sequence[str | None]) -> Numbers:
    """A number for each told text, the same for spellings of one name; -1 where nothing is told, and for row -1."""
    keys = [fold(text) if text else "" for text in told]
    order = {key: index for index, key in enumerate(sorted(set(keys) - {""}))}
    return np.array([*(order.get(key, _NOWHERE) for key in keys), _NOWHERE], dtype=np.int64)


def _then_codes(gazetteer: Gazetteer, place: Place) -> tuple[str, ...]:
    """Areas that contained a place once and do not now."""
    return tuple(former.within for former in place.formerly if former.within not in place.admin)


def _region(place: Place) -> str:
    chain = (place.code, *place.admin)
    return chain[-2] if len(chain) > 1 else chain[0]


def _padded(rows: Sequence[Sequence[int]]) -> Numbers:
    width = max(1, *(len(row) for row in rows), 1)
    return np.array([[*row, *[_NOWHERE] * (width - len(row))] for row in rows], dtype=np.int64).reshape(
        -1, width
    )


def _holds(chains: Numbers, inner: Numbers, outer: Numbers) -> NDArray[np.bool_]:
    held = np.zeros(len(inner), dtype=bool)
    for column in range(chains.shape[1]):
        held |= chains[inner, column] == outer
    return held


def _apart(a: Place, b: Place) -> tuple[float | None, list[str]]:
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return None, []
    radians = np.radians([[a.latitude], [a.longitude], [b.latitude], [b.longitude]])
    metres = float(metres_between(*radians)[0])
    doubt = ((a.precision_m or 0) + (b.precision_m or 0)) / 1000
    return metres, [f"about {metres / 1000:.0f} km apart, give or take {doubt:.0f} km"]


def _then(a: Place, b: Place) -> list[str]:
    return [
        f"{inner.label('en')} lay in {outer.label('en')} until {former.until}"
        + ("" if former.verified else " (not verified)")
        for inner, outer in ((a, b), (b, a))
        for former in inner.formerly
        if former.within == outer.code
    ]
