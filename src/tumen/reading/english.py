"""Figures in English text: numbers, ranges, percentages, money, ages, vague words, with their qualifiers.

Left out on purpose: dates, ordinals, numbers of articles, pages, lists and footnotes, names with a
number, and a bare `one`, which is nearly always a pronoun.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tumen.patterns import later, small
from tumen.reading.claim import (
    AROUND,
    HIGH_ONLY,
    LOW_ONLY,
    Bounds,
    Kind,
    Quantity,
    bounded,
    merged,
    plain,
)
from tumen.reading.english_numbers import NumberFound, numbers
from tumen.reading.no_counts import NO_UNIT, TIME_UNIT, UNIT_WORD, counts_something, is_label, is_plural

_QUALIFIERS: Sequence[tuple[str, str]] = (
    (LOW_ONLY, r"(?:well\s+)?(?:more|greater|higher|longer|older)\s+than|(?:well\s+)?over|above|at\s+least|exceed\w*"
               r"|no\s+(?:fewer|less)\s+than|in\s+excess\s+of|upwards?\s+of|a\s+minimum\s+of|not\s+less\s+than"),
    (HIGH_ONLY, r"(?<!add\s)(?<!adds\s)(?<!added\s)(?<!adding\s)up\s+to"
                r"|as\s+(?:many|much|high|long|few|little)\s+as|(?:fewer|less|lower|younger)\s+than|under|below"
                r"|at\s+most|no\s+more\s+than|not\s+more\s+than|a\s+maximum\s+of"),
    (AROUND, r"about|around|approximately|roughly|some|nearly|almost|close\s+to|an?\s+estimated|estimated|only|just"
             r"|an?\s+average\s+of|on\s+average|circa|ca\.|c\."),
)  # fmt: skip
_BEFORE = [
    (way, later(rf"(?:^|(?<=[^\w]))({words})\s+(?:(?:the|a|an|another)\s+)?$")) for way, words in _QUALIFIERS
]
_AFTER = (
    (
        LOW_ONLY,
        later(r"\s*(\+|or\s+(?:more|older|over)|and\s+(?:more|above|over|older)|plus)(?!\w)", re.I),
    ),
    (HIGH_ONLY, later(r"\s*(or\s+(?:less|fewer|under|younger)|and\s+(?:under|below|younger))\b", re.I)),
    (AROUND, later(r"\s*(or\s+so)\b", re.I)),
)
_ESTIMATE = later(r"\bestimat(?:e|es|ed|ing)\b(?=[^.;!?]{0,60}$)")
_URL = later(r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]+")
_OLD = later(r"[\s-]*(?:years?|months?)[\s-]+olds?\b|[\s-]*(?:years?|months?)\s+of\s+age\b", re.I)
_AGED = later(r"\b(?:aged?|ages|age\s+of)\s+(?:of\s+)?$", re.I)
_PART_OF = later(r"\s+of\s+(?:the|them|these|those|its|their|his|her|our|whom|us)\b", re.I)
_THE_FEW = later(r"\b(?:the|these|those|all|other|remaining)\s+$", re.I)
_THEN = later(r"\s+(?:who|had|have|has|were|was|are|did|while|whom|whose|also|later|then)\b|[,;.]")
"""`The four had fled`, `the other three.`: people who were counted before."""
_MEASURES = frozenset(
    {"kg", "km", "m", "cm", "g", "ha", "year", "month", "week", "day", "hour", "minute", "person", "man"}
)
_ANOTHER = later(r"\b(?:another|all|the\sother|the\sremaining)\s+(?:some\s+|about\s+)?$", re.I)
_AGED_ALIKE = later(
    r"(?:\b(?:sons?|daughters?|child|boy|girl|brother|sister|mother|father|niece|nephew|twins|woman|man)"
    r"|[A-Z][a-z]+),\s(?:now\s|then\s|just\s|only\s)?$"
    r"|\b(?:now|then)\s$"
)
"""`her son, now five,`: an age beside a person."""
_WHO = later(
    r"\s+(?:died|fled|drowned|escaped|survived|returned|remained?|disappeared|perished|stayed|refused"
    r"|could|would|will|later|also|who|whom|whose|others?|more|had|have|were|was|made|of\s+whom)\b"
)
"""`twenty one who had …`, `another seven made it`: people, though nothing is named behind the number."""
_GROUP_OF = later(
    r"\b(?:famil(?:y|ies)|groups?|part(?:y|ies)|teams?|total|couples?|crews?|boys?|girls?|(?:wo)?m[ae]n|child|mother"
    r"|father)\s+of\s+$",
    re.I,
)
LONGEST_UNIT = 6
"""Words. A longer phrase is no longer the name of what is counted."""


def find_quantities(text: str, taken: Sequence[tuple[int, int]]) -> list[Quantity]:
    """Every figure in an English text, in order, none overlapping.

    Args:
        text: any text.
        taken: spans that are something else (dates), as pairs of offsets in order.
    """
    links = _URL.finditer(text) if any(sign in text for sign in ("://", "www.", "@")) else ()
    blocked = merged([*taken, *((m.start(), m.end()) for m in links)])
    found: list[Quantity] = []
    labelled_end = -1
    for match in numbers(text, blocked):
        if is_label(text, match.start, labelled_end):
            labelled_end = match.end
        elif counts_something(text, match):
            quantity = _complete(text, match)
            if quantity is not None:
                found.append(quantity)
    return found


def _complete(text: str, found: NumberFound) -> Quantity | None:
    """Add qualifier, unit and kind; None where a small number word stands without anything counted."""
    start, direction, words = _qualifier(text, found.start)
    way, addition, after = _qualifier_after(text, found.end)
    end, unit = _unit(text, found, after)
    if not addition:
        way, addition, end = _qualifier_after(text, end)
    words += addition
    weak = not found.digits and not found.vague and found.low < 100
    grouped = (
        _GROUP_OF.search(text, max(start - 20, 0), start)
        or _PART_OF.match(text, found.end)
        or (_THE_FEW.search(text, max(start - 20, 0), start) and _THEN.match(text, found.end))
        or _ANOTHER.search(text, max(start - 20, 0), found.start)
        or (_WHO.match(text, found.end) and found.low > 1)
        or _AGED.search(text[max(start - 20, 0) : start])
        or (_AGED_ALIKE.search(text[max(start - 30, 0) : start]) and re.match(r"[,)]", text[found.end :]))
    )
    if unit is None and weak and found.kind is None and not grouped:
        return None
    kind = _kind(text, found, unit)
    bounds = _bounds(found, direction or way)
    ahead = small(text[max(found.start - 90, 0) : found.start])
    if "estimat" in ahead and not any("estimated" in word for word in words) and _ESTIMATE.search(ahead):
        words.append("estimated")
    return Quantity(
        start=start,
        end=end,
        value_start=found.start,
        value_end=found.end,
        low=None if bounds.low is None else plain(bounds.low),
        high=None if bounds.high is None else plain(bounds.high),
        unit=unit,
        kind=kind,
        qualifier="; ".join(words) or None,
        vague=found.vague,
        confidence=_confidence(found, unit, kind),
        reason=_reason(found, unit, kind, words),
    )


def _bounds(found: NumberFound, direction: str | None) -> Bounds:
    # "up to thousands" is still of that order: a vague word keeps its own lower bound.
    return bounded(found.low, found.high, direction if not found.vague or direction == LOW_ONLY else None)


def _qualifier(text: str, start: int) -> tuple[int, str | None, list[str]]:
    """Qualifiers right before the number, innermost last: where they begin, what they open, their words."""
    direction: str | None = None
    words: list[str] = []
    for _ in range(3):
        before = small(text[max(start - 40, 0) : start])
        hit = next(((way, m) for way, pattern in _BEFORE if (m := pattern.search(before))), None)
        if hit is None:
            break
        way, match = hit
        start -= len(before) - match.start(1)
        words.insert(0, " ".join(match.group(1).split()))
        if way != AROUND:
            direction = direction or way
    return start, direction, words


def _qualifier_after(text: str, place: int) -> tuple[str | None, list[str], int]:
    """A qualifier that follows the number or its unit: what it opens, its words, and where it ends."""
    for way, pattern in _AFTER:
        match = pattern.match(text, place)
        if match:
            words = [" ".join(match.group(1).lower().split())]
            return (None if way == AROUND else way), words, match.end()
    return None, [], place


_OF_THE = later(r"\s+of\s+(?:(?:the|these|those|all|its|their)\s+)*")


def _unit(text: str, found: NumberFound, position: int) -> tuple[int, str | None]:
    """The noun phrase after the number, up to its plural, without which nothing is named: `young refugees`."""
    age = _OLD.match(text, position)
    if age:
        return age.end(), age.group().strip(" -\n")
    linked = _OF_THE.match(text, position)
    if linked and (found.vague or found.kind == "percent"):
        position = linked.end()
    elif found.kind == "percent":
        return position, None
    first, end = position, position
    for _ in range(LONGEST_UNIT):
        word = UNIT_WORD.match(text, end)
        if word is None or word.group(1).lower() in NO_UNIT or "\n\n" in word.group():
            break
        end = word.end()
        if is_plural(word.group(1)) or word.group(1) in _MEASURES:
            return end, " ".join(text[first:end].strip(" -\n").split())
    return found.end, None


def _kind(text: str, found: NumberFound, unit: str | None) -> Kind:
    if found.kind is not None:
        return found.kind
    last = (unit or "").split(" ")[-1]
    if unit and (TIME_UNIT.match(last) or TIME_UNIT.match(unit)):
        return "duration"
    return "duration" if _AGED.search(text[max(found.start - 20, 0) : found.start]) else "count"


def _confidence(found: NumberFound, unit: str | None, kind: Kind) -> float:
    if found.vague:
        return 0.7 if unit else 0.6
    if kind in ("percent", "money"):
        return 0.9
    if unit is None:
        return 0.5
    return 0.9 if found.digits else 0.8


def _reason(found: NumberFound, unit: str | None, kind: Kind, words: Sequence[str]) -> str:
    what = (
        "a word for an order of magnitude"
        if found.vague
        else "a range"
        if found.low != found.high
        else "a number"
    )
    counted = f" followed by “{unit}”" if unit else " with nothing named after it"
    said = f", qualified by {', '.join(f'“{w}”' for w in words)}" if words else ""
    return f"{what} ({kind}){counted}{said}"
