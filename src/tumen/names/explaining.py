"""Why two names look alike or not, in plain words."""

from __future__ import annotations

import math

from tumen.names.deck import Form, length_code
from tumen.names.lattice import Reading
from tumen.names.matching import Matcher
from tumen.names.tables import FIRST, LATER, SURNAME
from tumen.names.units import Unit

__all__ = ["exchanged", "reasons"]

_PLACE_WORDS = ("family name", "first given syllable", "second given syllable", "third given syllable")
_POSITIONS = (SURNAME, FIRST, LATER, LATER)
# Readings that count when syllables are looked for in each other's place.
_LIKELY = 0.1


def reasons(matcher: Matcher, a: str, b: str) -> tuple[str, ...]:
    """Reasons from the likeliest pair of readings of the best pair of forms; the strongest first."""
    best = matcher.best_forms(a, b)
    if best is None:
        return ("A name is missing: nothing can be said.",)
    left, right, score = best
    if not (left.readings and right.readings):
        return _of_strings(left, right, score)
    return _of_readings(matcher, left, right)


def exchanged(matcher: Matcher, a: str, b: str) -> bool:
    """Whether the names would fit if the two given syllables of one stood in each other's place, and only then."""
    best = matcher.best_forms(a, b)
    return best is not None and bool(_crossed(matcher, best[0], best[1]))


def _crossed(matcher: Matcher, left: Form, right: Form) -> list[tuple[Reading, Reading]]:
    return [(x, y) for x in left.readings for y in right.readings if _exchanged(matcher, x, y)]


def _of_strings(left: Form, right: Form, score: float) -> tuple[str, ...]:
    if "relative" in (*left.written.marks, *right.written.marks):
        return ("One of the two names a relative of the person meant: nothing can be said.",)
    if left.written.script != right.written.script:
        return (
            "One of the names is neither Korean nor Chinese, and the scripts differ: nothing can be said.",
        )
    likeness = "much alike" if score > 0 else "little alike"
    return (f"Not a Korean or Chinese name; as strings they are {likeness} ({score:+.1f}).",)


def _of_readings(matcher: Matcher, left: Form, right: Form) -> tuple[str, ...]:
    pairs = [(x, y) for x in left.readings for y in right.readings]
    crossed = _crossed(matcher, left, right)
    x, y = (
        max(crossed, key=lambda pair: pair[0].weight * pair[1].weight)
        if crossed
        else max(pairs, key=lambda pair: pair[0].weight * pair[1].weight * _ratio(matcher, *pair))
    )
    said = [s for s in (_of_place(matcher, x, y, i) for i in range(4)) if s is not None]
    said.sort(key=lambda s: -abs(s[0]))
    texts = _of_exchange(x, y) if crossed else []
    texts += [text for _, text in said]
    texts += _of_relatives(matcher, x, y)
    texts += _of_shape(x, y)
    return tuple(texts)


def _exchanged(matcher: Matcher, x: Reading, y: Reading) -> bool:
    """Whether two given syllables do not fit as they stand, but each fits the other's place (영희 and 희영)."""
    if min(x.weight, y.weight) < _LIKELY or not len(x.given) == len(y.given) == 2:
        return False
    if x.surname and y.surname and matcher.between(x.surname, y.surname) <= 1:
        return False
    turned = tuple(matcher.placed(y.given[1 - i], _POSITIONS[1 + i]) for i in range(2))
    if any(b is None or matcher.between(a, b) <= 1 for a, b in zip(x.given, turned, strict=True)):
        return False
    return matcher.between(x.given[0], y.given[0]) * matcher.between(x.given[1], y.given[1]) < 1


def _of_exchange(x: Reading, y: Reading) -> list[str]:
    """Said, not scored: of the 3,002 true pairs that the rates were set on, none differs so."""
    one, other = ("-".join(unit.text for unit in reading.given) for reading in (x, y))
    return [
        f"given-name syllables exchanged: {one} / {other}; two names, unless one was written the wrong way round"
    ]


def _of_relatives(matcher: Matcher, x: Reading, y: Reading) -> list[str]:
    """What is shared may be shared by descent: brothers and cousins often have one given syllable in common."""
    surname, first, later = (
        1.0 if a is None or b is None else matcher.between(a, b)
        for a, b in list(zip(_units(x), _units(y), strict=True))[:3]
    )
    family, generation = matcher.rates.family, matcher.rates.generation
    kin = surname * (family + generation * (first + later) / 2)
    weight = -math.log(1 - family - generation + kin)
    if weight > -0.5:
        return []
    return [f"relatives too share a family name and often a given syllable ({weight:+.1f})"]


def _units(reading: Reading) -> tuple[Unit | None, ...]:
    return (reading.surname, *reading.given, *(None,) * (3 - len(reading.given)))


def _ratio(matcher: Matcher, x: Reading, y: Reading) -> float:
    ratio = 1.0
    for a, b in zip(_units(x), _units(y), strict=True):
        if a is not None and b is not None:
            ratio *= matcher.between(a, b)
    return ratio


def _of_place(matcher: Matcher, x: Reading, y: Reading, place: int) -> tuple[float, str] | None:
    a, b = _units(x)[place], _units(y)[place]
    if a is None and b is None:
        return None
    if a is None or b is None:
        return (0.0, f"{_PLACE_WORDS[place]}: on one side only, left out of account") if place < 2 else None
    weight = math.log(matcher.between(a, b))
    shared = _shared(a, b)
    share = matcher.units.share(shared, _POSITIONS[place]) if shared else 0.0
    return (
        weight,
        f"{_PLACE_WORDS[place]}: {a.text} / {b.text}, {_verdict(weight, shared, share)} ({weight:+.1f})",
    )


def _shared(a: Unit, b: Unit) -> str:
    """The likeliest Hangul that both can mean, if any."""
    other = dict(b.nodes)
    common = [(p * other[node], node) for node, p in a.nodes if node in other]
    return max(common)[1] if common else ""


def _verdict(weight: float, shared: str, share: float) -> str:
    if not shared and weight > 0.5:
        return "two ways to write one syllable"
    if weight < -0.5 or not shared:
        return "do not fit each other"
    if weight < 0.5:
        return "fit, but say little"
    often = f"1 name in {max(round(1 / share), 1)}" if share >= 1e-4 else "very rare"
    strength = "common, so weak evidence"
    if weight >= 2.5:
        strength = "fairly usual" if weight <= 4.5 else "uncommon, so strong evidence"
    return f"both can be {shared} ({often}: {strength})"


def _of_shape(x: Reading, y: Reading) -> list[str]:
    texts = []
    one, other = length_code(x), length_code(y)
    if one and other and 4 not in (one, other) and one != other:
        texts.append("given names of different length speak against it")
    if {x.order, y.order} == {"surname first", "surname last"}:
        texts.append("written in different order, which says nothing")
    return texts
