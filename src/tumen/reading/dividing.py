"""Where one sentence asks for several things: a demand for each action."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tumen.patterns import later
from tumen.reading.asking import NEXT_ACTION, PRESS, SERIES, VERBS
from tumen.reading.public_bodies import public
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


_ANOTHER = later(
    r"(?:[,;]?[\s\xa0]and|;)[\s\xa0](?P<who>(?:the|all|its|their|other|both|[A-Z])[^.,;:()]{2,60}?),?[\s\xa0]"
    r"(?:not[\s\xa0])?to[\s\xa0](?:\w+ly[\s\xa0])?"
    rf"(?:{VERBS})\b"
)
"""`the Union is invited to deploy observers, and its Council to hear them`: another who is asked."""
_VERB_IN = later(
    r"[\s\xa0](?:to|is|are|was|were|has|have|had|that|who|which|will|would|should|must|can|could|may|right|duty"
    r"|need|needs|permission|access|ability|failure|refusal"
    r"|order|way|chance|opportunity|effort|efforts|attempts?|obligation|decision|plan|plans|pledge|promise|wish"
    r"|steps|measures)\b"
)
"""Words of a clause or of a noun with its own `to`: no body that is asked."""
_SHORTEST = 5
"""Characters between a verb and the next one that asks for something else."""
_AND_TO = later(
    r"(?:[,;]?[\s\xa0](?:and|or|but)|[,;])[\s\xa0](?:also[\s\xa0]|then[\s\xa0]|finally[\s\xa0])?"
    r"(?:not[\s\xa0])?to[\s\xa0](?:not[\s\xa0]|\w+ly[\s\xa0])?"
    r"(?=(?!be[\s\xa0]|whom\b|which\b|those\b|these\b)[a-z]+(?<!s)(?<!ing)(?<!ed)(?<!ion)(?<!ment)[\s\xa0](?:the"
    r"|an?|all|its|their|his|her|any|every|no|them|it|him|us|that|those|these|each|to|into|in|up|out|away|back|from|with)\b)"
)
"""`to tell the families …, and to screen every woman`: another thing to do, by whatever verb."""


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
            for pattern in (NEXT_ACTION, SERIES, _NEXT_IN_A_ROW, _AFTER_A_SEMICOLON, _AND_IF, _AND_TO)
            for m in pattern.finditer(text, place, end)
            if m.start() - place > _SHORTEST
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
        another = _ANOTHER.search(text, a + _SHORTEST, b) if inner is None else None
        if another and not (public(another["who"]) and _VERB_IN.search(another["who"]) is None):
            another = None
        if another:
            yield made(text, another.start("who"), b, addressee=another["who"].strip(), via=None, status=status,
                       group=group, confidence=confidence, reason="called on in the same breath")  # fmt: skip
            b = without_tail(text, a, another.start())
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
