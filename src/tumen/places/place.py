"""The nouns of a gazetteer: a place, a form of its name, a trap, a match, a distance."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tumen import dates
from tumen.dates import Date, Truth
from tumen.vocab import Label, Term, thaw


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One way in which a place's name is written.

    Attributes:
        text: As written.
        until: Year in which this name ended, as the source gives it; empty when it is still in use.
        verified: Whether a source stands behind the year.
    """

    text: str
    until: str = ""
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """Where a place, or what is now in it, lay before a change of borders.

    Attributes:
        within: Code of the place that contained it, in whole or in part.
        since: When that began, in EDTF; empty when not known.
        until: When it ended, in EDTF.
        verified: Whether a source stands behind the dates.
    """

    within: str
    until: str
    since: str = ""
    verified: bool = True

    def held(self, on: Date) -> Truth:
        """Whether it lay there at a date: surely, surely not, or it cannot be told."""
        end, start = dates.parse(self.until), dates.parse(self.since) if self.since else None
        if dates.after(on, end) is Truth.YES or (start is not None and dates.before(on, start) is Truth.YES):
            return Truth.NO
        began = start is None or dates.after(on, start) is Truth.YES
        return Truth.YES if began and dates.before(on, end) is Truth.YES else Truth.CANNOT_TELL


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of a gazetteer.

    Attributes:
        code: Its id in the pack's vocabulary `place`.
        labels: Language to name.
        kind: What it is, in the words of the pack (`county`, `river` ...).
        country: Code of the country it lies in; None for what lies between two.
        parent: Code of the place that directly contains it, or None.
        admin: Codes of all places that contain it, nearest first.
        latitude: Degrees north (WGS 84), or None when no source gives a point.
        longitude: Degrees east, or None.
        precision_m: How far from the point a happening "in" this place may be, in metres; None
            without a point.
        point: What the point is: `county seat`, `town centre`, `port`; empty without a point.
        point_verified: Whether a source stands behind the point.
        forms: Every other way in which the name is written, former names included.
        formerly: Where it, or the area that it lies in, lay before borders were changed.
        community: Code of the ethnic group that it, or the area it lies in, was set up for; empty for others.
        fields: What else the pack says.
    """

    code: str
    labels: Mapping[str, str]
    kind: str
    country: str | None
    parent: str | None
    admin: tuple[str, ...]
    latitude: float | None
    longitude: float | None
    precision_m: int | None
    point: str
    point_verified: bool
    forms: tuple[Form, ...]
    formerly: tuple[Former, ...]
    community: str
    fields: Mapping[str, Any]
    term: Term

    def label(self, language: str) -> Label:
        """Its name in one language, or in the first that has one."""
        return self.term.label(language)

    @property
    def precision(self) -> str:
        """How exact the coordinates are, in words; says so when there are none."""
        if self.precision_m is None:
            return "no coordinates"
        doubt = "" if self.point_verified else ", not verified"
        return f"{self.point}, within about {self.precision_m / 1000:g} km{doubt}"

    def as_dict(self) -> dict[str, Any]:
        """The place as plain data."""
        return {
            "code": self.code,
            "labels": thaw(self.labels),
            "kind": self.kind,
            "country": self.country,
            "admin": list(self.admin),
            "latitude": self.latitude,
            "longitude": self.longitude,
            "precision_m": self.precision_m,
            "precision": self.precision,
            "point_verified": self.point_verified,
            "forms": [dataclasses.asdict(form) for form in self.forms],
            "formerly": [dataclasses.asdict(former) for former in self.formerly],
            "community": self.community,
            "sources": list(self.term.sources),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """A reason to look twice: a homonym, a renaming, a spelling that misleads.

    Attributes:
        kind: `homonym`, `renaming` or `spelling`.
        places: Codes it concerns.
        outside: Places of the same name that are not in the gazetteer.
    """

    code: str
    kind: str
    text: str
    names: tuple[str, ...]
    places: tuple[str, ...]
    outside: tuple[str, ...]


class How(StrEnum):
    """How a name fitted, best first."""

    SAME = "same"
    FOLDED = "folded"
    ALIKE = "alike"
    CLOSE = "close"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One place that a text may mean.

    Attributes:
        score: 1 for the same name, less for spellings that had to be folded or are only close.
        form: The form of the name that fitted.
        reasons: Why it fits, in plain words.
        traps: Warnings that concern this place under this name.
    """

    place: Place
    how: How
    score: float
    form: str
    reasons: tuple[str, ...]
    traps: tuple[Trap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a look-up gave: every place that fits, best first.

    Attributes:
        text: What was looked up.
        matches: Places that fit; empty when none does.
        traps: Warnings about the name as such, also when no place of the gazetteer fits.
        notes: What else there is to say: that a place of this name lies in another country than was asked for.
        place: The one place that is meant, or None. It is None when two fit equally, when the best is only a
            close spelling, when a homonym outside the gazetteer fits as well, or when the text itself
            contradicts the gazetteer: then a person has to choose.
    """

    text: str
    matches: tuple[Match, ...]
    traps: tuple[Trap, ...]
    notes: tuple[str, ...]
    place: Place | None

    def __iter__(self) -> Iterator[Match]:
        return iter(self.matches)

    def __len__(self) -> int:
        return len(self.matches)


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """How far two places lie apart.

    Attributes:
        metres: Between the two points, along the surface of a sphere.
        uncertainty_m: The sum of both precisions: the true distance may differ by as much.
    """

    metres: float
    uncertainty_m: int
