"""Names that their form gives, and how they go together with the names that other ways found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tumen.reading.mention import Mention
from tumen.reading.offices import of_states, offices
from tumen.reading.people_told import TITLE, people
from tumen.reading.spans import Words


def by_form(text: str, lower: frozenset[str], words: Words, *, also: Iterable[Mention] = ()) -> list[Mention]:
    """Offices, bodies of states and people whom their form names, in order, none overlapping.

    Args:
        text: Any English text.
        lower: Words of the text that also stand in small letters: they are no names.
        words: The words of the text, by which most forms are looked for.
        also: What other forms told, of the same rank.
    """
    found = [*offices(text, words), *of_states(text, lower), *people(text, lower, words), *also]
    kept: list[Mention] = []
    for one in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def preferred(found: Sequence[Mention], formed: Sequence[Mention]) -> list[Mention]:
    """Both lists as one: what only the form tells gives way to a longer name, and to one that the tables hold."""
    kept: list[Mention] = []
    out: set[int] = set()
    place = 0
    for one in formed:
        while place < len(found) and found[place].end <= one.start:
            place += 1
        beside = []
        for other in found[place:]:
            if other.start >= one.end:
                break
            beside.append(other)
        if any(_goes_first(other, one) for other in beside):
            continue
        kept.append(one)
        out |= {id(other) for other in beside}
    left = [m for m in found if id(m) not in out]
    left += [cut for m in found if id(m) in out for one in kept if (cut := _before(m, one)) is not None]
    return sorted([*kept, *left], key=lambda m: m.start)


def _before(other: Mention, one: Mention) -> Mention | None:
    """What is left of a body when a person stands at its end: `Refugee Council` before `Dr. Obuya`."""
    if other.kind != "organisation" or not other.start < one.start < other.end or one.kind != "person":
        return None
    words = other.text[: one.start - other.start]
    bare = re.sub(rf"[ \xa0\n,]*(?:{TITLE}\.?)?[ \xa0\n,]*$", "", words)
    if len(bare.split()) < _BODY_WORDS:
        return None
    return replace(other, end=other.start + len(bare), text=bare, canonical=" ".join(bare.split()))


_BODY_WORDS = 2


def _goes_first(other: Mention, one: Mention) -> bool:
    if (other.start, other.end) == (one.start, one.end):
        return other.confidence > one.confidence
    within = other.start <= one.start and one.end <= other.end
    return within and "a title before the name" not in (other.reason, one.reason)
