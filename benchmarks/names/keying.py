"""Do spellings of one name meet under a key, and do few others meet there?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from people import Row, among, half, matcher_without

from tumen.names.matching import Matcher

DRAWN = 50_000
Pair = tuple[str, str]


def blocking_keys() -> dict[str, float]:
    """Both halves, each with the keys of a matcher that learned from the other half's people only."""
    true: list[bool] = []
    turned: list[bool] = []
    alone: list[bool] = []
    chance: list[bool] = []
    few: list[int] = []
    for which in (0, 1):
        matcher = matcher_without(which)
        found = among(lambda person, which=which: half(person) == which)
        pairs = [(r["name_a"], r["name_b"]) for r in found if r["match"] == "1"]
        true += meeting(matcher, pairs)
        turned += meeting(matcher, exchanged(matcher, pairs))
        alone += meeting(matcher, given_alone(matcher, pairs))
        owner = owners(found)
        chance += meeting(matcher, strangers(owner))
        few += [len(matcher.keys(name)) for name in owner]
    return {
        "recall": round(float(np.mean(true)), 4),
        "recall, given syllables exchanged on one side": round(float(np.mean(turned)), 4),
        "recall, surname missing on one side": round(float(np.mean(alone)), 4),
        "share of random pairs": round(float(np.mean(chance)), 5),
        "keys a name": round(float(np.mean(few)), 2),
        "most keys of a name": max(few),
    }


def meeting(matcher: Matcher, pairs: Iterable[Pair]) -> list[bool]:
    """Whether each pair shares a key."""
    return [not set(matcher.keys(a)).isdisjoint(matcher.keys(b)) for a, b in pairs]


def owners(found: Iterable[Row]) -> dict[str, str]:
    """Whose each spelling is."""
    return {
        name: person for r in found for name, person in ((r["name_a"], r["id_a"]), (r["name_b"], r["id_b"]))
    }


def strangers(owner: dict[str, str]) -> list[Pair]:
    """Random pairs of spellings of two people."""
    everyone = sorted(owner)
    drawn = np.random.default_rng(1).choice(len(everyone), size=(DRAWN, 2))
    pairs = ((everyone[i], everyone[k]) for i, k in drawn.tolist())
    return [(a, b) for a, b in pairs if owner[a] != owner[b]]


def exchanged(matcher: Matcher, pairs: Iterable[Pair]) -> Iterator[Pair]:
    """True pairs, the two given syllables of a name in Hangul or characters exchanged: 김영희 as 김희영."""
    for a, b in both_ways(pairs):
        if len(a) == 3 and a[1] != a[2] and matcher.forms(a)[0].written.script in ("hangul", "han"):
            yield a[0] + a[2] + a[1], b


def given_alone(matcher: Matcher, pairs: Iterable[Pair]) -> Iterator[Pair]:
    """True pairs, one side without its surname."""
    for a, b in both_ways(pairs):
        form = matcher.forms(a)[0]
        if len(a) == 3 and form.written.script in ("hangul", "han"):
            yield a[1:], b
        elif form.readings and form.written.script == "latin" and len(form.written.words) > 1:
            words = a.replace(",", "").split()
            yield " ".join(words[:-1] if form.readings[0].order == "surname last" else words[1:]), b


def both_ways(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Each pair, and turned round."""
    for a, b in pairs:
        yield a, b
        yield b, a
