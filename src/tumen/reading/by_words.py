"""Settles which sentences ask: adds what words alone speak for, and lets go what they speak against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from tumen.reading import asking_words
from tumen.reading.as_demands import as_demands, is_heading
from tumen.reading.asking import MODAL
from tumen.reading.clauses import subject
from tumen.reading.public_bodies import public
from tumen.reading.recommendation import Recommendation
from tumen.reading.requests import Request
from tumen.reading.sections import Section
from tumen.reading.sentences import Sentence, Sentences
from tumen.reading.weighing import only_signs

LIKELY: Final = 0.35
"""How likely a sentence must ask to be offered where no rule found a demand."""
UNLIKELY: Final = 0.04
"""Below this what was found by its signs alone is let go; what was found by its wording stays."""


def settle(
    text: str,
    sentences: Sentences,
    found: dict[int, list[Recommendation]],
    under: Mapping[int, Section | None],
) -> None:
    """Weighs every sentence and gives each demand the chance of its sentence, in place.

    Args:
        text: an English text.
        sentences: its sentences.
        found: what rules found, by where the sentence begins.
        under: the list that a sentence stands in, by the same; a sentence that only leads to a list is not in it.
    """
    weighed = asking_words.signs(
        text, sentences, {start: [r.reason for r in rows] for start, rows in found.items()}
    )
    for one, row in zip(sentences, weighed, strict=True):
        chance = asking_words.chance(row)
        if rows := found.get(one.start):
            kept = rows if chance >= UNLIKELY else [r for r in rows if not only_signs(r.reason)]
            found[one.start] = [replace(r, confidence=round(chance, 2)) for r in kept]
        elif chance >= LIKELY and one.start in under and not is_heading(text, one):
            words = "”, “".join(asking_words.heaviest(row))
            reason = f"words that often ask: “{words}”" if words else "its words together speak for it"
            asked = Request(one.start, one.end, _of_whom(text, one), reason)
            found[one.start] = [
                replace(r, confidence=round(chance, 2)) for r in as_demands(text, [asked], under[one.start])
            ]


def _of_whom(text: str, one: Sentence) -> str | None:
    duty = MODAL.search(text, one.start, one.end)
    who = subject(text, one.start, duty.start()) if duty else ""
    return who if public(who) else None
