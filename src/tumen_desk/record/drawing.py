"""A journey drawn: where its legs go, and when. Plain shapes for a template; a table beside them says the same."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from tumen import dates, places, vocab
from tumen.errors import PlacesError
from tumen_desk.record.journeys import Journey, phase
from tumen_desk.record.models import Leg, Stay
from tumen_desk.shell import terms

WIDTH: Final = 640
HEIGHT: Final = 420
_MARGIN: Final = 56
ROW: Final = 24
LABELS: Final = 210
_LINE: Final = 14
_LABEL: Final = 110


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A place on the drawing."""

    x: float
    y: float
    label: str
    label_y: float
    country: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A leg on the drawing; `bend_x`, `bend_y` keep ways there and back apart."""

    path: str
    kind: str
    number: int
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """Where the legs go. `unplaced` are places without a point, said in words below."""

    dots: tuple[Dot, ...]
    arrows: tuple[Arrow, ...]
    unplaced: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One leg or stay in time: surely from `sure_x` on for `sure`, possibly from `x` on for `width`."""

    y: float
    x: float
    width: float
    sure_x: float
    sure: float
    label: str
    kind: str
    open_end: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """When; `undated` are labels of what cannot be placed in time."""

    bars: tuple[Bar, ...]
    years: tuple[tuple[float, int], ...]
    height: int
    undated: tuple[str, ...]


def drawn_map(journeys: Iterable[Journey]) -> Map | None:
    """Legs between places that have a point; None if there are fewer than two of those."""
    legs = [leg for journey in journeys for leg in journey.legs]
    codes = dict.fromkeys(code for leg in legs for code in (leg.from_place, leg.to_place) if code)
    points: dict[str, places.Place] = {}
    unplaced: list[str] = []
    for code in codes:
        place = _place(code)
        if place is not None and place.latitude is not None and place.longitude is not None:
            points[code] = place
        else:
            unplaced.append(_label(code))
    if len(points) < 2:
        return None
    spots = _project(points)
    dots = tuple(_dots(points, spots))
    return Map(dots=dots, arrows=tuple(_arrows(legs, spots)), unplaced=tuple(unplaced))


def _place(code: str) -> places.Place | None:
    try:
        return places.gazetteer(vocab.load_pack(settings.CONFIG.pack)).get(code)
    except PlacesError:
        return None


def _label(code: str) -> str:
    place = _place(code)
    return str(place.label(terms.language())) if place else code


def _project(points: dict[str, places.Place]) -> dict[str, tuple[float, float]]:
    """Equirectangular about the middle; the longer side fills the frame."""
    lats = [float(p.latitude or 0) for p in points.values()]
    lons = [float(p.longitude or 0) for p in points.values()]
    squeeze = math.cos(math.radians((min(lats) + max(lats)) / 2))
    wide, tall = (max(lons) - min(lons)) * squeeze, max(lats) - min(lats)
    scale = min((WIDTH - 2 * _MARGIN) / max(wide, 0.2), (HEIGHT - 2 * _MARGIN) / max(tall, 0.2))
    left, top = (WIDTH - wide * scale) / 2, (HEIGHT - tall * scale) / 2
    return {
        code: (
            round(left + (float(p.longitude or 0) - min(lons)) * squeeze * scale, 1),
            round(top + (max(lats) - float(p.latitude or 0)) * scale, 1),
        )
        for code, p in points.items()
    }


def _dots(points: dict[str, places.Place], spots: dict[str, tuple[float, float]]) -> Iterable[Dot]:
    """Places with their labels; a label that would lie on another moves below it."""
    taken: list[tuple[float, float]] = []
    for code, (x, y) in sorted(spots.items(), key=lambda item: item[1][::-1]):
        at = y
        while any(abs(at - other_y) < _LINE and abs(x - other_x) < _LABEL for other_x, other_y in taken):
            at += _LINE
        taken.append((x, at))
        place = points[code]
        yield Dot(
            x=x,
            y=y,
            label=str(place.label(terms.language())),
            label_y=round(at, 1),
            country=place.country or "",
            anchor="end" if x > WIDTH * 0.72 else "start",
        )


def _arrows(legs: list[Leg], spots: dict[str, tuple[float, float]]) -> Iterable[Arrow]:
    seen: dict[tuple[str, str], int] = {}
    for number, leg in enumerate(legs, start=1):
        if leg.from_place not in spots or leg.to_place not in spots or leg.from_place == leg.to_place:
            continue
        way = (leg.from_place, leg.to_place)
        seen[way] = seen.get(way, 0) + 1
        (x1, y1), (x2, y2) = spots[leg.from_place], spots[leg.to_place]
        # Each further journey over the same way bends more, so that none hides another.
        bend = 0.16 * seen[way]
        mx, my = (x1 + x2) / 2 - (y2 - y1) * bend, (y1 + y2) / 2 + (x2 - x1) * bend
        yield Arrow(
            path=f"M{x1:.1f} {y1:.1f} Q{mx:.1f} {my:.1f} {x2:.1f} {y2:.1f}",
            kind=phase(leg) or "moves",
            number=number,
            x=round((x1 + x2 + 2 * mx) / 4, 1),
            y=round((y1 + y2 + 2 * my) / 4, 1),
        )


def timeline(journeys: Sequence[Journey]) -> Timeline | None:
    """Legs and stays as bars, in time; None if nothing has a date."""
    things: list[Leg | Stay] = [leg for journey in journeys for leg in journey.legs]
    things += {stay.pk: stay for journey in journeys for stay in journey.stays}.values()
    dated = [(thing, _span(thing)) for thing in things]
    placed = sorted(((t, s) for t, s in dated if s is not None), key=lambda pair: (pair[1][0], pair[1][1]))
    if not placed:
        return None
    first = min(span[0] for _, span in placed).year
    last = max(span[3] for _, span in placed).year + 1
    scale = (WIDTH - LABELS - 20) / max(1, last - first)
    bars = tuple(_bar(thing, span, row, first, scale) for row, (thing, span) in enumerate(placed))
    step = max(1, math.ceil((last - first) / 8))
    years = tuple((LABELS + (y - first) * scale, y) for y in range(first, last + 1, step))
    undated = tuple(_what(t) for t, span in dated if span is None)
    return Timeline(bars=bars, years=years, height=len(bars) * ROW + 34, undated=undated)


Span = tuple[datetime.date, datetime.date, datetime.date, datetime.date]


def _span(thing: Leg | Stay) -> Span | None:
    """Earliest and latest begin, earliest and latest end; None without a date that is bounded."""
    if thing.date_low is None or thing.date_high is None:
        return None
    if not thing.ended:
        return thing.date_low, thing.date_high, thing.date_low, thing.date_high
    end = dates.parse(thing.ended)
    return (
        thing.date_low,
        thing.date_high,
        max(end.earliest or thing.date_low, thing.date_low),
        max(end.latest or thing.date_high, thing.date_high),
    )


def _bar(thing: Leg | Stay, span: Span, row: int, first: int, scale: float) -> Bar:
    begins, surely, ends, latest = (LABELS + _years(day, first) * scale for day in span)
    sure_x, sure_end = (surely, ends) if ends > surely else (begins, begins)
    return Bar(
        y=row * ROW + 6,
        x=round(begins, 1),
        width=round(max(latest - begins, 3), 1),
        sure_x=round(sure_x, 1),
        sure=round(max(sure_end - sure_x, 0), 1),
        label=_what(thing),
        kind="held" if isinstance(thing, Stay) else phase(thing) or "moves",
        open_end=not thing.ended,
    )


def _years(day: datetime.date, first: int) -> float:
    return day.year - first + (day.timetuple().tm_yday - 1) / 366


def _what(thing: Leg | Stay) -> str:
    if isinstance(thing, Stay):
        found = (("named_facility", thing.facility), ("facility_type", thing.facility_type))
    else:
        found = (("journey_leg", thing.kind), ("journey_leg", ""))
    for vocabulary, code in found:
        if code:
            known = terms.vocabulary(vocabulary)
            return str(known[code].label(terms.language())) if code in known else code
    return "—"
