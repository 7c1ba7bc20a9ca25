"""Which persons a group of people may contain: stated with reasons, never linked and never counted.

A source may speak of a family, or of five people, without saying who they are. Such a group is no person, so nothing
links it; but somebody of whom another source speaks may be one of them. That is stated for whoever the same was done to
in the same place at the same time, who was held there with them, or of whom a source says that they were together; not
for those whom dates, kin or sex rule out. How many of a group these are remains what the source says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.bounds import Bar, Bounds, days_of
from tumen.linkage.kin import kinship_of, ties
from tumen.linkage.kinds import Ints
from tumen.linkage.mentions import Mentions, triples
from tumen.linkage.result import Linkage

_DONE: Final = "the same was done to both, in one place, on days that may be one"
_HELD: Final = "both were held in one place at one time"
_TOLD: Final = "a source says that they were together"
# A date that leaves more days open than these says too little: many were arrested in one year.
_MOST_DAYS: Final = 31.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MayContain:
    """A group that may contain a person.

    Attributes:
        group: the mention of the group.
        mention: a mention of the person.
        person_id: the person, as the linkage reports it.
        reasons: why, in plain words.
    """

    group: str
    mention: str
    person_id: str
    reasons: tuple[str, ...]


def may_contain(found: Linkage) -> tuple[MayContain, ...]:
    """Who may be inside the groups of a linkage, group by group; most reasons first.

    Args:
        found: a linkage of mentions; where none is a group, or records were linked, the answer is empty.
    """
    mentions = found.state.mentions
    if not isinstance(mentions, Mentions) or not any(mentions.group):
        return ()
    reasons: dict[tuple[int, int], set[str]] = defaultdict(set)
    for one, another, why in _reasons(mentions, kinship_of(found.state.settings.pack)):
        reasons[one, another].add(why)
    pairs = sorted(reasons, key=lambda pair: (pair[0], -len(reasons[pair]), pair[1]))
    group, other = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    possible = _possible(mentions, found.held.bounds, group, other)
    return tuple(
        MayContain(
            group=mentions.mention_id[one], mention=mentions.mention_id[another],
            person_id=found.clusters[another].person_id, reasons=tuple(sorted(reasons[one, another])),
        )
        for one, another in np.stack([group, other], axis=1)[possible].tolist()
    )  # fmt: skip


def _possible(mentions: Mentions, bounds: Bounds, group: Ints, other: Ints) -> NDArray[np.bool_]:
    """Whether somebody may be in a group: no day, relative or sex says otherwise; one source may speak of both."""
    count = len(mentions)
    loose = bounds._replace(group=np.zeros(count, dtype=np.bool_), source=np.arange(count))
    sex = np.array(mentions.sex)
    two = (sex[group] != sex[other]) & (sex[group] != "") & (sex[other] != "")
    return np.asarray((loose.rules(group, other) == Bar.NONE) & ~two, dtype=np.bool_)


def _reasons(mentions: Mentions, kinship: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Group, somebody, and what speaks for it."""
    yield from _together(mentions, kinship)
    happened: dict[tuple[str, ...], list[tuple[int, float, float]]] = defaultdict(list)
    for at, (acts, held) in enumerate(zip(mentions.acts, mentions.held, strict=True)):
        for kind, place, day in triples(acts):
            first, last = days_of(day)
            if place and last - first < _MOST_DAYS:
                happened[_DONE, kind, place].append((at, first, last))
        for place, begin, end in triples(held):
            # From the last day on which it may have begun to the first on which it may have ended.
            first, last = days_of(begin)[1], days_of(end)[0]
            if first <= last:
                happened[_HELD, place].append((at, first, last))
    for (why, *_), several in happened.items():
        yield from ((group, other, why) for group, other in _at_once(mentions, several))


def _at_once(mentions: Mentions, several: list[tuple[int, float, float]]) -> Iterator[tuple[int, int]]:
    """Each group with everybody to whom something happened at a time that may be the same."""
    at = np.array([each for each, _, _ in several])
    first, last = np.array([times for _, *times in several]).T
    alone = np.array([not mentions.group[each] for each in at])
    for row in np.flatnonzero(~alone).tolist():
        met = alone & (first <= last[row]) & (last >= first[row])
        yield from ((int(at[row]), other) for other in at[met].tolist())


def _together(mentions: Mentions, kinship: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Those whom a source ties to a group, other than as its relatives."""
    position = {mention: at for at, mention in enumerate(mentions.mention_id)}
    for me, cells in enumerate(zip(mentions.related_to, mentions.relation, strict=True)):
        for told, relation in ties(*cells):
            other = position.get(told)
            if (
                other is None
                or relation in kinship
                or bool(mentions.group[me]) == bool(mentions.group[other])
            ):
                continue
            group, person = (me, other) if mentions.group[me] else (other, me)
            yield group, person, _TOLD
