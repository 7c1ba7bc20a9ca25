"""What no one person can be: rules that part two mentions whatever else speaks for them.

Each rule is certain or silent: dates are intervals, and only what cannot be true with any day in them counts. A death
or a crossing is often told a year wrong, so a year is granted. Most rules hold unless a person said otherwise: a
verdict that two mentions are one overrides them, because a date may be wrong and a source may speak of one person
twice. That a group is no person, and that nobody is a relative of their own, no verdict changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tumen import dates, vocab
from tumen.compiled import compiled
from tumen.linkage.kin import CHILD, PARENT, Kin, kin_of, kinship_of, ties
from tumen.linkage.kinds import Ints, lasting, numbered
from tumen.linkage.mentions import Mentions, parts, triples
from tumen.linkage.records import Records

Floats = NDArray[np.float64]

_GRANTED: Final = 366.0
_YOUNGEST_PARENT: Final = 3652.0
_DAY: Final = 1.0
_DEATH: Final = "death"


class Bar(IntEnum):
    """Why two mentions are two people; 0 where nothing says so."""

    NONE = 0
    SOURCE = 1
    GROUP = 2
    KIN = 3
    DEATH = 4
    STAYS = 5
    AGE = 6

    @property
    def words(self) -> str:
        """The rule in plain words."""
        return _WORDS[self]

    @property
    def unless_said(self) -> bool:
        """Whether a verdict that the two are one person overrides it; a chain of verdicts overrides what dates say."""
        return self not in (Bar.GROUP, Bar.KIN)


_WORDS: Final = {
    Bar.NONE: "nothing rules it out",
    Bar.SOURCE: "one source speaks of both, as of two people",
    Bar.GROUP: "one of them is a group of people, which may contain the other but is no person",
    Bar.KIN: "one is a relative of the other, and nobody is a relative of their own",
    Bar.DEATH: "one had died more than a year before the other was seen alive",
    Bar.STAYS: "both were held at one time, in two different places",
    Bar.AGE: "one was born before a parent of the other was ten years old",
}


class Bounds(NamedTuple):
    """What bounds each of n mentions; a named tuple, because compiled code takes no dataclass.

    Attributes:
        source: number of the source, shape (n,).
        group: whether it is of several people.
        died: last day on which the person may have died; infinite where not stated.
        alive: last day on which the person was alive for certain; minus infinite where none is known.
        born_first, born_last: first and last possible day of birth.
        after, before: days after and before which the person was born for certain, by parents and children.
        stay_start: where the stays of each mention begin, and the end, shape (n + 1,).
        stay_place: number of the place of each stay, the same in every table.
        stay_from, stay_to: first and last day on which the person was there for certain.
        tied: mentions one of which is told as a relative of the other, as `low * n + high`, ascending.
        said: pairs that somebody said are one person, likewise; only rules that no verdict changes hold for them.
    """

    source: Ints
    group: NDArray[np.bool_]
    died: Floats
    alive: Floats
    born_first: Floats
    born_last: Floats
    after: Floats
    before: Floats
    stay_start: Ints
    stay_place: Ints
    stay_from: Floats
    stay_to: Floats
    tied: Ints
    said: Ints

    def rules(self, a: Ints, b: Ints) -> Ints:
        """The rule that parts each pair, see `Bar`; shape (pairs,)."""
        found: Ints = _rules(self, a, b)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stays:
    start: Ints
    place: Ints
    first: Floats
    last: Floats


def bounds_of(mentions: Mentions | Records, together: frozenset[tuple[int, int]], pack: str | None) -> Bounds:
    """What bounds each mention; of other records only the source.

    Args:
        mentions: the mentions.
        together: pairs (low, high) that somebody said are one.
        pack: situation pack that says which relations are kin.
    """
    count = len(mentions)
    source, said = numbered(mentions.source_id)[1], _codes(together, count)
    nothing = np.full(count, np.inf)
    if isinstance(mentions, Records):
        return Bounds(
            source=source, group=np.zeros(count, dtype=np.bool_), died=nothing, alive=-nothing,
            born_first=-nothing, born_last=nothing, after=-nothing, before=nothing,
            stay_start=np.zeros(count + 1, dtype=np.int64), stay_place=_codes(frozenset(), 0), stay_from=np.empty(0),
            stay_to=np.empty(0), tied=_codes(frozenset(), 0), said=said,
        )  # fmt: skip
    born_first, born_last = _days(mentions.birth)
    kinship = kinship_of(pack)
    kin = kin_of(mentions.mention_id, mentions.related_to, mentions.relation, kinship)
    held = _stays(mentions.held)
    return Bounds(
        source=source, group=np.array([each != "" for each in mentions.group], dtype=np.bool_),
        died=_died(mentions, deadly_acts(pack)), alive=_alive(mentions),
        born_first=born_first, born_last=born_last,
        after=_most(kin.of(PARENT), born_first) + _YOUNGEST_PARENT,
        before=-_most(kin.of(CHILD), -born_last) - _YOUNGEST_PARENT,
        stay_start=held.start, stay_place=held.place, stay_from=held.first, stay_to=held.last,
        tied=_tied(mentions, kinship), said=said,
    )  # fmt: skip


def _codes(pairs: frozenset[tuple[int, int]], count: int) -> Ints:
    return np.array(sorted(low * count + high for low, high in pairs), dtype=np.int64)


def _days(values: Sequence[str]) -> tuple[Floats, Floats]:
    """First and last possible day of each date; infinite where open or not stated."""
    known = {value: days_of(value) for value in set(values)}
    both = np.array([known[value] for value in values], dtype=np.float64).reshape(-1, 2)
    return np.ascontiguousarray(both[:, 0]), np.ascontiguousarray(both[:, 1])


def days_of(value: str) -> tuple[float, float]:
    """First and last possible day of a date, as day numbers; infinite where open or not stated."""
    if not value:
        return -np.inf, np.inf
    date = dates.parse(value)
    first = -np.inf if date.earliest is None else float(date.earliest.toordinal())
    return first, np.inf if date.latest is None else float(date.latest.toordinal())


def deadly_acts(pack: str | None) -> frozenset[str]:
    """The types of act that are a death, whose victim died that day: the plain word, and the codes of a pack."""
    codes = () if pack is None else vocab.load_pack(pack).settings.get("deadly", ())
    return frozenset({_DEATH, *codes})


def _died(mentions: Mentions, deadly: frozenset[str]) -> Floats:
    """The last day on which each person may have died, by what is told of it and by acts that are a death."""
    known = {cell: _killed(cell, deadly) for cell in set(mentions.acts)}
    told = np.stack([_days(mentions.died)[1], np.array([known[cell] for cell in mentions.acts])])
    # Where they say two things the later day holds; where one says nothing, the other.
    latest = np.where(np.isinf(told), -np.inf, told).max(axis=0)
    return np.where(np.isinf(latest), np.inf, latest)


def _killed(cell: str, deadly: frozenset[str]) -> float:
    days = [days_of(day)[1] for act, _, day in triples(cell) if act in deadly]
    return max([day for day in days if day < np.inf], default=np.inf)


def _alive(mentions: Mentions) -> Floats:
    """The last day on which each person was alive for certain: who left was alive that day."""
    known = {
        cell: max([-np.inf, *(days_of(part)[0] for part in parts(cell))]) for cell in set(mentions.alive)
    }
    seen = np.array([known[cell] for cell in mentions.alive], dtype=np.float64)
    return np.maximum(seen, _days(mentions.left)[0])


def _most(kin: Kin, value: Floats) -> Floats:
    """The greatest value among the relatives of each mention; minus infinite where there are none."""
    found = np.full(len(value), -np.inf)
    np.maximum.at(found, np.repeat(np.arange(len(value)), np.diff(kin.start)), value[kin.relative])
    return found


def _stays(cells: Sequence[str]) -> _Stays:
    """The stays of each mention that cover a day for certain."""
    known = {cell: [_sure(*stay) for stay in triples(cell)] for cell in set(cells)}
    several = [[stay for stay in known[cell] if stay[1] < stay[2]] for cell in cells]
    flat = [stay for mine in several for stay in mine]
    times = np.array([(first, last) for _, first, last in flat], dtype=np.float64).reshape(-1, 2)
    return _Stays(
        start=np.cumsum([0, *(len(mine) for mine in several)], dtype=np.int64),
        place=np.array([lasting(place) for place, _, _ in flat], dtype=np.int64),
        first=np.ascontiguousarray(times[:, 0]),
        last=np.ascontiguousarray(times[:, 1]),
    )


def _sure(place: str, begin: str, end: str) -> tuple[str, float, float]:
    """A stay with the days that it covers whenever it began and ended."""
    return place, days_of(begin)[1], days_of(end)[0]


def _tied(mentions: Mentions, kinship: Mapping[str, str]) -> Ints:
    """Only what is told: that two children of one mother are siblings is concluded, and may be one child told twice."""
    position = {mention: at for at, mention in enumerate(mentions.mention_id)}
    told = zip(mentions.related_to, mentions.relation, strict=True)
    pairs = (
        (me, position[other])
        for me, cells in enumerate(told)
        for other, relation in ties(*cells)
        if relation in kinship and other in position
    )
    return _codes(frozenset((min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]), len(mentions))


@compiled
def _rules(bounds: Bounds, a: Ints, b: Ints) -> Ints:
    found = np.empty(len(a), dtype=np.int64)
    for pair in range(len(a)):
        found[pair] = rule_between(bounds, a[pair], b[pair])
    return found


@compiled
def rule_between(bounds: Bounds, i: int, j: int) -> int:
    """The rule that parts two mentions, see `Bar`; 0 for none."""
    if bounds.group[i] or bounds.group[j]:
        return 2
    code = min(i, j) * len(bounds.source) + max(i, j)
    if has(bounds.tied, code):
        return 3
    if bounds.source[i] == bounds.source[j]:
        return 0 if has(bounds.said, code) else 1
    found = 0
    if bounds.died[i] + _GRANTED < bounds.alive[j] or bounds.died[j] + _GRANTED < bounds.alive[i]:
        found = 4
    elif _apart(bounds, i, j):
        found = 5
    elif _too_old(bounds, i, j) or _too_old(bounds, j, i):
        found = 6
    return 0 if found > 0 and has(bounds.said, code) else found


@compiled
def has(codes: Ints, code: int) -> bool:
    """Whether a code is among ascending ones."""
    at = np.searchsorted(codes, code)
    return bool(at < len(codes) and codes[at] == code)


@compiled
def _apart(bounds: Bounds, i: int, j: int) -> bool:
    """Whether the two were in different places on more than a day; on one day somebody may be moved."""
    for x in range(bounds.stay_start[i], bounds.stay_start[i + 1]):
        for y in range(bounds.stay_start[j], bounds.stay_start[j + 1]):
            first = max(bounds.stay_from[x], bounds.stay_from[y])
            last = min(bounds.stay_to[x], bounds.stay_to[y])
            if bounds.stay_place[x] != bounds.stay_place[y] and last - first > _DAY:
                return True
    return False


@compiled
def _too_old(bounds: Bounds, i: int, j: int) -> bool:
    """Whether `i` was born too early for the parents of `j`, or its children too early for the parents of `j`."""
    return bool(
        bounds.born_last[i] < bounds.after[j]
        or bounds.before[i] < bounds.born_first[j]
        or bounds.before[i] < bounds.after[j]
    )
