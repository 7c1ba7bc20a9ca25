"""Places and bodies."""

from __future__ import annotations

from tumen.errors.base import InputError

__all__ = [
    "BodiesError",
    "FurtherTableError",
    "PlaceWithoutPoint",
    "PlacesError",
    "UnknownBody",
    "UnknownPlace",
]


class PlacesError(InputError):
    """An unknown place."""

    code = "places"


class UnknownPlace(PlacesError):
    """The code is not in the gazetteer."""

    code = "places.unknown"
    default_hint = "`tumen places TEXT` searches by name."


class PlaceWithoutPoint(PlacesError):
    """The gazetteer has no coordinates for the place."""

    code = "places.point"
    default_hint = "Use a place that contains it and has coordinates."


class FurtherTableError(PlacesError):
    """A GeoNames dump that cannot be read, or a file that is no table of further places."""

    code = "places.further"
    default_hint = "Give a dump of GeoNames (KP.txt, allCountries.zip), or a table made from one."


class BodiesError(InputError):
    """An unknown agency, group or facility."""

    code = "bodies"


class UnknownBody(BodiesError):
    """A code that the pack's vocabularies of bodies do not have."""

    code = "bodies.unknown"
    default_hint = "`tumen bodies TEXT` searches by name."
