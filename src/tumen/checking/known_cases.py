"""Incidents of a draft beside public cases: different accounts are both kept, equal numbers are not equal groups."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tumen import dates, law, reading
from tumen.checking.common_words import common_words
from tumen.checking.finding import Draft, Finding, Outcome
from tumen.dates import Truth
from tumen.errors import DatesError, UnknownFacts

_STOP = frozenset(("with", "from", "that", "their", "were", "people", "public", "returned"))
ENOUGH = 3
"""Signs (words, number, time) that an incident and a case have to share before one is shown beside the other."""


def beside_cases(draft: Draft) -> Iterator[Finding]:
    """Public cases that an incident of the draft may be, with what is told differently about them."""
    try:
        cases = law.public_cases(draft.pack)
    except UnknownFacts:
        return
    shown: set[str] = set()
    passed_over = _STOP | common_words(draft.pack)
    for happening in draft.reading.incidents or ():
        start, end = happening.spans[0]
        fitting = [c for c in cases if _signs(draft.text[start:end], happening, c, passed_over) >= ENOUGH]
        for case in (c for c in fitting[:3] if c.code not in shown):
            shown.add(case.code)
            for conflict in case.conflicts:
                told = "; ".join(f"{v.value} ({v.said_by})" for v in conflict.values)
                yield _about(
                    draft,
                    happening,
                    "case.told-differently",
                    f"{case.title}: the {conflict.field} is told differently. {told}. Keep both.",
                    case,
                )
        alike = [c for c in cases if _same_number(happening, c)]
        if len(alike) > 1 and fitting:
            told = "; ".join(f"{c.code} {c.title} ({c.date})" for c in alike[:4])
            yield _about(
                draft,
                happening,
                "case.same-number",
                f"Several groups of this size are known; the number alone does not make them one: {told}.",
                alike[0],
            )


def _signs(
    words: str, happening: reading.Happening, case: law.PublicCase, passed_over: frozenset[str]
) -> int:
    told = f"{case.title} {case.composition} {' '.join(case.places)} {' '.join(case.actors)} {case.outcome}"
    shared = _stems(words, passed_over) & _stems(told, passed_over)
    if not _names(words, passed_over) & _names(f"{case.title} {case.composition} {told}", passed_over):
        return 0  # no place, state or body in common: the same few words are told of groups everywhere
    alike = _same_number(happening, case) + _same_time(happening, case)
    return len(shared) + alike if len(shared) > 1 and (alike or len(shared) > ENOUGH) else 0


def _same_number(happening: reading.Happening, case: law.PublicCase) -> bool:
    number = happening.victims_count
    there = case.number
    return number is not None and number > 1 and there is not None and there.low == there.high == number


def _same_time(happening: reading.Happening, case: law.PublicCase) -> bool:
    try:
        return (
            happening.date is not None
            and case.date is not None
            and dates.overlaps(dates.parse(happening.date), case.date) is not Truth.NO
        )
    except DatesError:
        return False


def _stems(words: str, passed_over: frozenset[str]) -> set[str]:
    return {w.lower()[:6] for w in re.findall(r"[A-Za-z]{4,}", words) if w.lower() not in passed_over}


def _names(words: str, passed_over: frozenset[str]) -> set[str]:
    """Words with a capital inside a sentence, by their first letters: `Kenya` and `Kenyan` are alike."""
    found = re.findall(r"(?<=[a-z,;)] )[A-Z][A-Za-z]{3,}", f"a {words}")
    return {w.lower()[:5] for w in found if w.lower() not in passed_over}


def _about(draft: Draft, happening: reading.Happening, rule: str, says: str, case: law.PublicCase) -> Finding:
    start, end = happening.spans[0]
    return Finding(
        start=start,
        end=end,
        text=draft.text[start:end][:200],
        rule=rule,
        outcome=Outcome.ASK,
        says=says,
        known=(f"{case.code} ({', '.join(case.sources)})",),
    )


def policies_apart(texts: Sequence[tuple[str, reading.Reading]]) -> list[tuple[str, str, str]]:
    """Orders and policies that several texts tell of with the same words and different dates: one, renewed, or several.

    Args:
        texts: Name and reading of each text.

    Returns:
        Rows of (name of the first text, name of the second, question).
    """
    told = [
        (name, h)
        for name, found in texts
        for h in (*(found.incidents or ()), *(found.patterns or ()))
        if "order" in h.what
    ]
    rows = []
    for i, (name, one) in enumerate(told):
        for other_name, other in told[i + 1 :]:
            shared = set(one.what.split("; ")) & set(other.what.split("; "))
            if name != other_name and len(shared) > 1 and one.date != other.date:
                days = f"{one.date or 'nowhere'} and {other.date or 'nowhere'}"
                says = f"Both tell of an order ({', '.join(sorted(shared))}), dated {days}."
                rows.append((name, other_name, f"{says} One renewed, or two? Words do not join them."))
    return rows
