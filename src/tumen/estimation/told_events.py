"""What people told of the years before they left: who was there when, and what happened to them.

Each row of people is a stay: a time in which the person was at risk. Only what somebody tells of their own time counts;
hearsay has no time at risk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tumen import dates
from tumen.errors import DatesError
from tumen.estimation.sheet import Sheet, raise_faults
from tumen.model import input_sha256

__all__ = ["ToldEvents"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ToldEvents:
    """Stays of people who were interviewed, and the events they told; made by `from_csv` or `from_sheets`.

    Attributes:
        begin, end: float array (stays,), in years: 2004.5 is the middle of 2004.
        earliest, latest: float array (stays,), when the stay can have begun and ended at the widest.
        person: int array (stays,), numbers of persons from 0.
        cluster: int array (stays,), persons who may tell alike (one source, one family); a person's own number
            where nothing else is known.
        interviewed: float array (stays,), in years; nan where not told.
        columns: other columns of the stays: what tells groups apart.
        event_person: int array (events,).
        event_begin, event_end: float array (events,), between which the event lies.
        strangers: events of persons who have no stay; they are left out.
        undated: events without a date; they are left out.
        sha256: hash of both tables in canonical order.
    """

    begin: Floats
    end: Floats
    earliest: Floats
    latest: Floats
    person: Ints
    cluster: Ints
    interviewed: Floats
    columns: dict[str, tuple[str, ...]]
    event_person: Ints
    event_begin: Floats
    event_end: Floats
    strangers: int
    undated: int
    sha256: str

    @property
    def persons(self) -> int:
        """People interviewed."""
        return int(self.person.max()) + 1

    @classmethod
    def from_csv(
        cls,
        people: str,
        events: str,
        *,
        keep: Sequence[str] = (),
        cluster: str | None = None,
        where: tuple[str, str] | None = None,
    ) -> ToldEvents:
        """Read two tables.

        Args:
            people: CSV, one row a stay: `person`, `from`, `until`, perhaps `interviewed`; dates as told (EDTF or
                words), of which the middle is taken.
            events: CSV, one row an event: `person` and `date`; a date that is not of one year is shared over its years.
            keep: columns of people that tell groups apart.
            cluster: column of people who may tell alike.
            where: (column of events, text): only these events.

        Raises:
            SampleError: every fault at once.
        """
        return cls.from_sheets(
            Sheet.from_csv(people), Sheet.from_csv(events), keep=keep, cluster=cluster, where=where
        )

    @classmethod
    def from_sheets(
        cls,
        people: Sheet,
        events: Sheet,
        *,
        keep: Sequence[str] = (),
        cluster: str | None = None,
        where: tuple[str, str] | None = None,
    ) -> ToldEvents:
        """As `from_csv`, from `Sheet`s."""
        optional = {"interviewed": "interviewed"} if "interviewed" in people.names else {}
        optional |= {"cluster": cluster} if cluster else {}
        kept = {f"group {name}": name for name in keep}
        people = people.take({"person": "person", "from": "from", "until": "until"} | optional | kept)
        events = events.take({"person": "person", "date": "date"} | ({"where": where[0]} if where else {}))
        faults: list[str] = []
        told = _told(events, where, faults)
        names = sorted(set(people.known("person", faults)))
        number = {name: at for at, name in enumerate(names)}
        person = np.array([number[name] for name in people.text("person")], dtype=np.int64)
        since, until = _ranges(people, "from", faults), _ranges(people, "until", faults)
        begin, end = since.mean(1), until.mean(1)
        faults += [
            f"Row {line}: until is not after from."
            for line, low, high in zip(people.lines, begin, end, strict=True)
            if low >= high
        ]
        who, when = events.text("person"), events.text("date")
        ranges = [_span(when[at], events.lines[at], faults) for at in told]
        faults += _overlapping(person, begin, end)
        raise_faults(faults)
        known = [
            (number[who[at]], *span)
            for at, span in zip(told, ranges, strict=True)
            if span is not None and who[at] in number
        ]
        strangers = sum(who[at] not in number for at in told)
        happened = np.array(sorted(known), dtype=float).reshape(-1, 3)
        return cls(
            begin=begin, end=end, earliest=since[:, 0], latest=until[:, 1], person=person,
            cluster=_numbered(people.text("cluster")) if cluster else person,
            interviewed=_interviewed(people),
            columns={name: people.text(f"group {name}") for name in keep},
            event_person=happened[:, 0].astype(np.int64), event_begin=happened[:, 1], event_end=happened[:, 2],
            strangers=strangers, undated=len(told) - strangers - len(known),
            sha256=input_sha256(f"{people.sha256} {events.sha256}".encode()),
        )  # fmt: skip


def _told(events: Sheet, where: tuple[str, str] | None, faults: list[str]) -> list[int]:
    """The rows of events that are asked about."""
    events.known("person", faults)
    if where is None:
        return list(range(len(events.rows)))
    return [at for at, text in enumerate(events.text("where")) if text == where[1]]


def _numbered(names: Sequence[str]) -> Ints:
    return np.unique(names, return_inverse=True)[1].reshape(-1).astype(np.int64)


def year_of(day: date) -> float:
    """A day as a number of years: the first of January of 2004 is 2004.0."""
    first = date(day.year, 1, 1)
    length = (date(day.year, 12, 31) - first).days + 1
    return day.year + (day - first).days / length


@lru_cache(maxsize=20_000)
def _range(text: str) -> tuple[float, float] | None:
    """Between which a written date lies, in years; None if it is open, unknown or no date."""
    try:
        written = dates.parse(text)
    except DatesError:
        return None
    if written.earliest is None or written.latest is None:
        return None
    return year_of(written.earliest), year_of(written.latest) + 1 / 366


def _ranges(sheet: Sheet, name: str, faults: list[str]) -> Floats:
    """(rows, 2): between which each date lies."""
    found = np.full((len(sheet.rows), 2), np.nan)
    for at, (text, line) in enumerate(zip(sheet.text(name), sheet.lines, strict=True)):
        span = _range(text)
        if span is None:
            faults.append(f"Row {line}, {name}: no date with a beginning and an end.")
        else:
            found[at] = span
    return found


def _interviewed(sheet: Sheet) -> Floats:
    """Times of interviews; nan where none is told."""
    found = np.full(len(sheet.rows), np.nan)
    for at, text in enumerate(sheet.text("interviewed") if "interviewed" in sheet.names else ()):
        span = _range(text)
        found[at] = np.nan if span is None else sum(span) / 2
    return found


def _span(text: str, line: int, faults: list[str]) -> tuple[float, float] | None:
    span = _range(text)
    if span is None and text:
        faults.append(f"Row {line} of events, date: no date with a beginning and an end.")
    return span


def _overlapping(person: Ints, begin: Floats, end: Floats) -> list[str]:
    """A person cannot be at risk twice at a time."""
    order = np.lexsort((begin, person))
    same = person[order][1:] == person[order][:-1]
    twice = same & (begin[order][1:] < end[order][:-1] - 1e-9)
    return [f"{int(twice.sum())} stays overlap another stay of the same person."] if twice.any() else []
