"""Person-time and events by period and by years before leaving: the cells of a Lexis diagram.

Source: Carstensen (2007), Statistics in Medicine 26, 3018 (person-time in a Lexis diagram).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tumen.estimation.told_events import ToldEvents

__all__ = ["Cells", "divide"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_DAY = 1 / 366


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """What each stay contributes to each period and band.

    Attributes:
        time: float array (stays, periods, bands), person-years.
        events: float array (stays, periods, bands); a date of several years counts in parts.
        outside: events that lie outside every stay of their person.
        vague: share of the events whose date is of more than one period.
    """

    time: Floats
    events: Floats
    outside: int
    vague: float


def divide(told: ToldEvents, *, edges: Floats, lags: Floats) -> Cells:
    """Divide stays and events.

    Args:
        told: stays and events.
        edges: float array (periods + 1,), years.
        lags: float array (bands + 1,), years before the stay ended, from 0; inf for no end.
    """
    time = _lengths(told.begin, told.end, told.end, edges, lags)
    event, stay, share = _pairs(told)
    begin, end = told.begin[stay], told.end[stay]
    # a day told at the edge of a stay whose own end is told by the year only lies within it
    low = np.clip(told.event_begin[event], begin, end - _DAY)
    high = np.clip(told.event_end[event], low + _DAY, end)
    parts = _lengths(low, high, end, edges, lags) * (share / (high - low))[:, None, None]
    found = np.zeros_like(time)
    np.add.at(found, stay, parts)
    several = (parts.sum(2) > 1e-6).sum(1) > 1
    return Cells(
        time=time,
        events=found,
        outside=len(told.event_person) - len(set(event.tolist())),
        vague=float(share[several].sum() / max(share.sum(), 1e-12)),
    )


def _lengths(low: Floats, high: Floats, left: Floats, edges: Floats, lags: Floats) -> Floats:
    """How much of low to high is in each period, so many years before `left`: (n, periods, bands)."""
    bottom = np.maximum(low[:, None], left[:, None] - lags[None, 1:])[:, None, :]
    top = np.minimum(high[:, None], left[:, None] - lags[None, :-1])[:, None, :]
    reach = np.minimum(top, edges[None, 1:, None]) - np.maximum(bottom, edges[None, :-1, None])
    return np.asarray(np.maximum(reach, 0.0))


def _pairs(told: ToldEvents) -> tuple[Ints, Ints, Floats]:
    """Each event with each stay of its person in which it can lie, and the part of it that lies there."""
    order = np.argsort(told.person, kind="stable")
    first = np.searchsorted(told.person[order], told.event_person)
    many = np.searchsorted(told.person[order], told.event_person, side="right") - first
    event = np.repeat(np.arange(len(told.event_person)), many)
    within = np.arange(len(event)) - np.repeat(np.cumsum(many) - many, many)
    stay = order[np.repeat(first, many) + within]
    overlap = np.minimum(told.latest[stay], told.event_end[event]) - np.maximum(
        told.earliest[stay], told.event_begin[event]
    )
    good = overlap > 0
    event, stay, overlap = event[good], stay[good], overlap[good]
    whole = np.bincount(event, overlap, len(told.event_person))
    return event, stay, overlap / whole[event]
