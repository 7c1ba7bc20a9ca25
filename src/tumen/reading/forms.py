"""Forms of one name joined under one canonical name, look-alikes kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tumen.reading.lexicon import Lexicon, folded_words
from tumen.reading.mention import Mention
from tumen.reading.name_words import TITLED


def joined(found: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """Forms of one person under one canonical name: `Mr. Vell` under `Ona Vell` where only one Vell is told of."""
    full = [
        m
        for m in found
        if m.kind.startswith("person") and len(m.text.split()) > 1 and not TITLED.match(m.text.split()[0])
    ]
    by_sound: dict[frozenset[str], Mention] = {}
    for known, person in ((w, k) for w, k in lexicon.names.items() if k.kind.startswith("person")):
        by_sound.setdefault(
            _sound(" ".join(known)),
            Mention(start=0, end=0, text="", kind=person.kind, canonical=person.canonical, country=None,
                    confidence=0.9, reason="a variant of a known name"),
        )  # fmt: skip
    for mention in full:
        by_sound.setdefault(_sound(mention.text), mention)
    people = {id(m): by_sound[_sound(m.text)] for m in full}
    joined = []
    for mention in found:
        known_as = people.get(id(mention))
        if mention.kind.startswith("person") and known_as is None:
            known_as = _only_one(mention, full, people)
        joined.append(mention if known_as is None else _as(mention, known_as))
    return joined


def _as(mention: Mention, other: Mention) -> Mention:
    return Mention(
        start=mention.start, end=mention.end, text=mention.text, kind=other.kind, canonical=other.canonical,
        country=mention.country, confidence=mention.confidence, reason=mention.reason, is_place=False,
    )  # fmt: skip


def _only_one(mention: Mention, full: Iterable[Mention], people: dict[int, Mention]) -> Mention | None:
    last = mention.text.split()[-1]
    fitting = {
        people[id(m)].canonical: people[id(m)]
        for m in full
        if m.start < mention.start and last in m.text.split()
    }
    return next(iter(fitting.values())) if len(fitting) == 1 else None


def _sound(name: str) -> frozenset[str]:
    """Words of a name without order, hyphens and the vowels in which romanisations of one name differ."""
    words = [re.sub(r"eo|oo|ou|u|o", "o", re.sub(r"ae|e", "e", w)) for w in folded_words(name)]
    return frozenset(words)
