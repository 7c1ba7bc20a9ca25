"""A gazetteer made from a pack: places by code, what contains what, how far apart, and look-up by name."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np

from tumen.dates import Date, Truth
from tumen.errors import PlaceWithoutPoint, UnknownPlace
from tumen.places.agreement import PlaceComparison
from tumen.places.comparing import PlaceTable
from tumen.places.further import CREDIT, PREFIX, FurtherTable
from tumen.places.place import Distance, Form, Former, Found, Place, Trap
from tumen.places.search import DOUBTFUL, Index
from tumen.places.sphere import metres_between
from tumen.vocab import Pack, Term


class Gazetteer:
    """The places of one pack. Make one with `gazetteer(pack)`.

    Attributes:
        doubtful: Matches of a lower score are never more than an offer.
    """

    doubtful = DOUBTFUL

    def __init__(self, pack: Pack, *, further: Path | None = None) -> None:
        vocabulary = pack.vocabulary("place")
        self.pack = pack
        self._places: Mapping[str, Place] = {
            term.code: _place(term, above=vocabulary.ancestors(term.code)) for term in vocabulary
        }
        self._opposite = _pairs(pack)
        self._ids = {place.fields.get("geonames") for place in self._places.values()}
        self._further = None if further is None else self._open(further)
        self._index = Index(
            self._places, traps=_traps(pack), further=None if self._further is None else self._named_further
        )

    def get(self, code: str) -> Place:
        """The place with this code.

        Raises:
            UnknownPlace: There is none.
        """
        if code not in self._places and self._further is not None:
            found = self._further.get(code)
            if found is not None:
                return found
        if code not in self._places:
            raise UnknownPlace(f"There is no place {code}.", place=code)
        return self._places[code]

    def find(self, text: str, *, country: str | None = None, limit: int = 5) -> Found:
        """Places that a text may mean, best first, each with its reasons.

        The text may carry what contains the place, in any usual order and with or without
        spaces: `Haven, North Marrow`, `강원도 철원군`, `广东省广州市`.

        Args:
            text: A name in any script and spelling.
            country: Only places in this country (code of the country's place).
            limit: At most so many close spellings; places with the same name are never cut off.

        Example:
            >>> from tumen.vocab import load_pack
            >>> places = gazetteer(load_pack("example"))
            >>> found = places.find("Haven")
            >>> [match.place.code for match in found], found.place
            (['MRW-HAVEN', 'SAL-HAVEN'], None)
            >>> places.find("Haven, North Marrow").place.code
            'MRW-HAVEN'
        """
        return self._index.find(text, country=country, limit=limit)

    def contains(self, outer: str, inner: str) -> bool:
        """Whether one place lies in another, or is it.

        Raises:
            UnknownPlace: One of the codes is not in the gazetteer.
        """
        return self.get(outer).code in (inner, *self.get(inner).admin)

    def areas_on(self, code: str, on: Date) -> tuple[Place, ...]:
        """Every area that may have contained a place at a date, as borders were then.

        Where the date leaves it open, both the areas of before and those of after a change are given.

        Raises:
            UnknownPlace: There is no such place.
        """
        place = self.get(code)
        held = {former: former.held(on) for former in place.formerly}
        then = [former.within for former, truth in held.items() if truth is not Truth.NO]
        codes = self._unchanged(place) if Truth.YES in held.values() else place.admin
        chain = [*codes, *(area for former in then for area in (former, *self.get(former).admin))]
        return tuple(self.get(area) for area in dict.fromkeys(chain))

    def _unchanged(self, place: Place) -> tuple[str, ...]:
        """What contains a place below the area whose borders were changed; nothing if they were its own."""
        moved = [area for area in place.admin if self.get(area).formerly == place.formerly]
        return tuple(moved[:-1])

    def within(self, code: str) -> tuple[Place, ...]:
        """Every place that lies in one, that place first."""
        return (self.get(code), *(place for place in self if code in place.admin))

    def opposite(self, code: str) -> tuple[Place, ...]:
        """Ports that a border agreement pairs with this one."""
        return tuple(self.get(other) for other in self._opposite.get(self.get(code).code, ()))

    def distance(self, a: str, b: str) -> Distance:
        """How far two places lie apart (great circle).

        Raises:
            UnknownPlace: One of the codes is not in the gazetteer.
            PlaceWithoutPoint: One of them has no coordinates.
        """
        lat_a, lon_a, near_a = _located(self.get(a))
        lat_b, lon_b, near_b = _located(self.get(b))
        metres = metres_between(*(np.array([value]) for value in (lat_a, lon_a, lat_b, lon_b)))
        return Distance(metres=float(metres[0]), uncertainty_m=near_a + near_b)

    def compare(self, a: str | None, b: str | None, *, country: str | None = None) -> PlaceComparison:
        """How two told places agree, with reasons.

        Args:
            a, b: Codes or written names; None or empty where not stated, which says nothing.
            country: Where names are looked up first, as in `find`.

        Example:
            >>> from tumen.vocab import load_pack
            >>> places = gazetteer(load_pack("example"))
            >>> places.compare("MRW-HAVEN", "North Marrow").reasons
            ('one lies in the other',)
            >>> places.compare("Haven", "SAL-HAVEN").level.name
            'MAY_BE_SAME'
        """
        return PlaceTable(self, (a, b), country=country).compare(0, 1)

    @property
    def credits(self) -> tuple[str, ...]:
        """Lines that have to be shown where its facts are shown."""
        return (*self.pack.credits, *([] if self._further is None else [CREDIT]))

    def _open(self, path: Path) -> FurtherTable:
        letters = {place.fields.get("iso2"): place.code for place in self._places.values()}
        return FurtherTable(path, country_of=letters.get, area_of=self._chain_of_area)

    def _chain_of_area(self, name: str, country: str) -> tuple[str, ...]:
        """A province of the pack and what contains it, by one of its names; nothing if there is doubt."""
        found = [code for code in self._index.known(name) if self._places[code].parent == country]
        return (found[0], *self._places[found[0]].admin) if len(found) == 1 else ()

    def _named_further(self, key: str) -> list[tuple[Place, str]]:
        if self._further is None:
            return []
        return [
            (place, form)
            for place, form in self._further.named(key)
            if int(place.code.removeprefix(PREFIX)) not in self._ids
        ]

    def __iter__(self) -> Iterator[Place]:
        return iter(self._places.values())

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, code: object) -> bool:
        if code in self._places:
            return True
        return self._further is not None and isinstance(code, str) and self._further.get(code) is not None


@lru_cache(maxsize=8)
def gazetteer(pack: Pack, *, further: Path | None = None) -> Gazetteer:
    """The gazetteer of a pack; made once and kept.

    Args:
        pack: Whose places.
        further: A table made by `build_further`; its places stand behind those of the pack.

    Raises:
        InvalidPack: The pack's vocabulary of places does not validate.
        FurtherTableError: The further table cannot be opened.
    """
    return Gazetteer(pack, further=further)


def _place(term: Term, *, above: tuple[Term, ...]) -> Place:
    fields = term.fields
    # what is told of a place itself stands for what is told of the areas that it lies in
    changed = next((t.fields["formerly"] for t in (term, *above) if "formerly" in t.fields), ())
    return Place(
        code=term.code,
        labels=term.labels,
        kind=fields.get("kind", ""),
        country=fields.get("country"),
        parent=term.parent,
        admin=tuple(t.code for t in above),
        latitude=fields.get("latitude"),
        longitude=fields.get("longitude"),
        precision_m=fields.get("precision_m"),
        point=fields.get("point", ""),
        point_verified=fields.get("point_verified", True),
        forms=tuple(Form(**form) for form in fields.get("forms", ())),
        formerly=tuple(Former(**former) for former in changed),
        community=next((t.fields["community"] for t in (term, *above) if "community" in t.fields), ""),
        fields=fields,
        term=term,
    )


def _traps(pack: Pack) -> tuple[Trap, ...]:
    if "gazetteer_trap" not in pack.vocabularies:
        return ()
    return tuple(
        Trap(
            code=term.code,
            kind=term.fields["kind"],
            text=str(term.label(pack.languages[0])),
            names=term.fields["names"],
            places=term.fields.get("places", ()),
            outside=term.fields.get("outside", ()),
        )
        for term in pack.vocabulary("gazetteer_trap")
    )


def _pairs(pack: Pack) -> dict[str, list[str]]:
    opposite: dict[str, list[str]] = {}
    if "port_pair" in pack.vocabularies:
        for term in pack.vocabulary("port_pair"):
            one, other = term.fields["places"]
            opposite.setdefault(one, []).append(other)
            opposite.setdefault(other, []).append(one)
    return opposite


def _located(place: Place) -> tuple[float, float, int]:
    """Latitude and longitude in radians, precision in metres."""
    if place.latitude is None or place.longitude is None or place.precision_m is None:
        raise PlaceWithoutPoint(f"{place.code} has no coordinates.", place=place.code)
    return math.radians(place.latitude), math.radians(place.longitude), place.precision_m
