"""Where one sentence asks for several things: a demand for each action."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tumen.patterns import later
from tumen.reading.asking import NEXT_ACTION, PRESS, SERIES, VERBS
from tumen.reading.recommendation import Recommendation, Status, made, without_tail

_AFTER_A_SEMICOLON = later(rf";[\s\xa0]+(?:(?:and|or)[\s\xa0]+)?(?:to[\s\xa0]+)?(?=(?:{VERBS})\b)")
_NEXT_IN_A_ROW = later(
    rf"[,;:][\s\xa0]+(?:and[\s\xa0]+)?\(?(?:\d{{1,2}}|[a-z]|[ivx]{{1,4}})\)[\s\xa0]+(?=to[\s\xa0]"
    rf"|(?:\w+ly[\s\xa0])?(?:{VERBS})\b)"
)


_AND_IF = later(
    rf",?[\s\xa0]and,?[\s\xa0](?=(?:if|when|where|once|until|failing)[^,.;]{{3,60}},[\s\xa0]to[\s\xa0](?:{VERBS})\b)"
    r"|,?[\s\xa0]and[\s\xa0](?=(?:reiterat|repeat|renew)\w*[\s\xa0](?:its|his|her|their|the)[\s\xa0](?:calls?"
    r"|requests?|appeals?|demands?)\b)"
)
"""A condition before the next demand, or one that is made again: each begins a demand of its own."""


_CONDITION = later(
    r"\band,?[\s\xa0](?:if|when|where|once|until|failing)[^,.;]{3,60},[\s\xa0](?:to[\s\xa0])?$"
)
"""What stands behind it goes with its condition."""


def divided(
    text: str, start: int, end: int, *, addressee: str | None, via: str | None, status: Status, group: str | None,
    confidence: float, reason: str,
    after: int | None = None,
) -> Iterator[Recommendation]:  # fmt: skip
    """One record for each action: divided where a new verb begins after `and` or a comma."""
    place = after if after is not None else min(start + 8, end)
    cuts = sorted(
        {
            m.end()
            for pattern in (NEXT_ACTION, SERIES, _NEXT_IN_A_ROW, _AFTER_A_SEMICOLON, _AND_IF)
            for m in pattern.finditer(text, place, end)
            if m.start() - place > 9
        }
    )
    edges = [start, *(c for c in cuts if not _CONDITION.search(text, place, c)), end]
    for a, b in pairwise(edges):
        b = without_tail(text, a, b)
        if b - a < 12:
            continue
        inner = re.match(
            rf"(?:{'|'.join(sorted(PRESS))})[\s\xa0](?:up)?(?:on[\s\xa0])?(?P<b>[^.;,]{{3,80}}?)[\s\xa0]to[\s\xa0]"
            rf"(?:{VERBS})\b",
            text[a:b],
            re.I,
        )
        one, through = (inner["b"], addressee) if inner else (addressee, via)
        yield made(
            text,
            a,
            b,
            addressee=one,
            via=through,
            status=status,
            group=group,
            confidence=confidence,
            reason=reason,
        )
