"""A gazetteer made from a pack: places by code, what contains what, how far apart, and look-up by name."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import lru_cache

from tumen.errors import PlaceWithoutPoint, UnknownPlace
from tumen.places.place import Distance, Form, Former, Found, Place, Trap
from tumen.places.search import Index
from tumen.vocab import Pack, Term

# Mean radius of the earth R1 = (2a + b) / 3 of the GRS 80 ellipsoid, in metres. Source: Moritz (2000),
# Geodetic Reference System 1980, Journal of Geodesy 74, 128-133.
EARTH_RADIUS_M = 6_371_008.8


class Gazetteer:
    """The places of one pack. Make one with `gazetteer(pack)`."""

    def __init__(self, pack: Pack) -> None:
        vocabulary = pack.vocabulary("place")
        self.pack = pack
        self.credits = pack.credits
        self._places: Mapping[str, Place] = {
            term.code: _place(term, above=vocabulary.ancestors(term.code)) for term in vocabulary
        }
        self._opposite = _pairs(pack)
        self._index = Index(self._places, traps=_traps(pack))

    def get(self, code: str) -> Place:
        """The place with this code.

        Raises:
            UnknownPlace: There is none.
        """
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

    def within(self, code: str) -> tuple[Place, ...]:
        """Every place that lies in one, that place first."""
        return (self.get(code), *(place for place in self if code in place.admin))

    def opposite(self, code: str) -> tuple[Place, ...]:
        """Ports that a border agreement pairs with this one."""
        return tuple(self.get(other) for other in self._opposite.get(self.get(code).code, ()))

    def distance(self, a: str, b: str) -> Distance:
        """How far two places lie apart (great circle, haversine formula).

        Raises:
            UnknownPlace: One of the codes is not in the gazetteer.
            PlaceWithoutPoint: One of them has no coordinates.

        Source:
            Sinnott (1984), Virtues of the Haversine, Sky and Telescope 68(2), 159.
        """
        lat_a, lon_a, near_a = _located(self.get(a))
        lat_b, lon_b, near_b = _located(self.get(b))
        half = math.sin((lat_b - lat_a) / 2) ** 2
        half += math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
        # rounding can lift the value for two opposite points of the earth just above one
        metres = 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, half)))
        return Distance(metres=metres, uncertainty_m=near_a + near_b)

    def __iter__(self) -> Iterator[Place]:
        return iter(self._places.values())

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, code: object) -> bool:
        return code in self._places


@lru_cache(maxsize=8)
def gazetteer(pack: Pack) -> Gazetteer:
    """The gazetteer of a pack; made once and kept.

    Raises:
        InvalidPack: The pack's vocabulary of places does not validate.
    """
    return Gazetteer(pack)


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
