"""`A should act`: the clause of a modal verb, who is its subject, and whether he is asked or only tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tumen.patterns import later
from tumen.reading.addressees import subject_before, undergoes
from tumen.reading.asking import ONLY_TAKEN
from tumen.reading.dividing import divided
from tumen.reading.recommendation import Recommendation
from tumen.reading.sections import Section
from tumen.reading.sentences import Sentence, Sentences

_BOUND = later(
    r"\b(?:we|community|world|governments?|states|nations?|leaders?|council|authorities|parties|UN|Nations)\b",
    re.I,
)
"""Of whom `they have to act` is asked rather than told."""
_PASSED_ON = later(r"\b(?:urged|pressed|asked|encouraged|persuaded|called|reminded|held)\b")


_WHOEVER = later(
    r"whoever\b|(?:anyone|anybody|those|everyone|a[\s\xa0]person)[\s\xa0](?:who|says|has|is|was)\b", re.I
)
"""`Whoever says the word must be registered`: what a law says."""
_SAME_SUBJECT = later(
    r"[\s\xa0,](?:and|but|or)[\s\xa0](?:(?:also|then|therefore|in[\s\xa0]particular)[\s\xa0])?$"
)
"""`A should stop returns and should open the border`: the second has no subject of its own."""
_ENDS = frozenset(["go", "stop", "end", "cease", "change"])
_SOMEBODY = later(
    r"(?:it|they|he|she|we|you|i|one|who)$|\b(?:people|persons?|refugees?|defectors?|migrants?|escapees?|women|men|girls?|boys?"
    r"|families|children|victims?|prisoners?|inmates?|workers?|traders?|smugglers?|brokers?|drivers?|soldiers)\b",
    re.I,
)


def bound(
    text: str,
    start: int,
    end: int,
    asked: Sequence[re.Match[str]],
    sentences: Sentences,
    sentence: Sentence,
    section: Section | None,
) -> Iterator[Recommendation]:
    """What the clauses with a modal verb ask, each of its subject."""
    subject = None
    for position, match in enumerate(asked):
        first = start if position == 0 else start + asked[position - 1].end()
        stop = start + asked[position + 1].start() if position + 1 < len(asked) else end
        subject_end = start + match.start()
        clause = _clause_start(text, first, subject_end)
        if position + 1 < len(asked):
            stop = _next_clause(text, start + match.end(), stop)
        if position and _SAME_SUBJECT.search(text, first, subject_end):
            clause = subject_end
        before = text[clause:subject_end]
        subject = subject_before(before, sentences, sentence) if before or not position else subject
        passive = (
            re.match(
                r"[\s\xa0]+(?:\w+ly[\s\xa0])?\w+(?:ed|en|ne|ade|ven)\b",
                text[start + match.end() : start + match.end() + 40],
            )
            if match["verb"] == "be"
            else None
        )
        if (
            match["modal"] == "shall"
            or (subject is not None and _WHOEVER.match(subject) is not None)
            or (match["modal"] in ("have to", "has to") and not _BOUND.search(before))
            or ONLY_TAKEN.match(text, start + match.end())
            or (
                match["modal"] in ("must", "have to", "has to", "needs to", "need to")
                and passive is None
                and undergoes(subject)
                and not (match["verb"] in _ENDS and subject and not _SOMEBODY.search(subject))
            )
        ):
            continue
        # "A should be urged" asks A; "prisoners should be released" does not ask the prisoners.
        asks_it = passive is None or _PASSED_ON.search(passive.group())
        by = re.search(
            r"\bby[\s\xa0]((?:the[\s\xa0])?(?:international[\s\xa0]community|[A-Z][\w’-]*(?:[\s\xa0][A-Z][\w’-]*)*))",
            text[start + match.end() : stop],
        )
        heard = subject if asks_it else by[1] if by else section.addressee if section else None
        yield from divided(text, clause, stop, addressee=heard, via=None,
                            status="formal" if section else "argued", group=None, confidence=0.7,
                            reason=f"“{match['modal']}” with something to do", after=start + match.end())  # fmt: skip


_CLAUSE = later(
    r"[,;:—–][\s\xa0]+(?:(?:and|but|so|therefore|thus|then|hence|however)[\s\xa0,]+)*|[\s\xa0](?:and|but"
    r"|so)[\s\xa0]+(?:that[\s\xa0])?(?=(?:the[\s\xa0])?[A-Z])"
)


def _next_clause(text: str, first: int, modal: int) -> int:
    """Where the clause of a second modal verb begins: at its own subject, or at the `and` before it."""
    cut = _clause_start(text, first, modal)
    if text[first:cut].strip():
        return cut
    joins = [m.start() for m in re.finditer(r",?[\s\xa0](?:and|or|but)[\s\xa0]", text[first:modal])]
    return first + joins[-1] if joins else modal


def _clause_start(text: str, first: int, subject_end: int) -> int:
    """Where the clause of a subject begins: after an introduction (`Considering …, the criteria should`)."""
    opening = re.match(
        r"[\s\xa0]*(?:Considering|Given|If|When|While|As|Although|Because|Since|Until|In|For|With|Therefore|Thus"
        r"|Finally|Moreover|However|Instead|At|To|Under|First|Second|Third|Despite|Rather|Until|Once|But|And|So)\b",
        text[first:subject_end],
    )  # fmt: skip
    cut = first
    if opening:
        splits = [m.end() for m in _CLAUSE.finditer(text, first, subject_end)]
        cut = splits[-1] if splits and text[splits[-1] : subject_end].strip() else first
    splits = [
        m.end()
        for m in re.finditer(
            r";[\s\xa0]+|:[\s\xa0]+|,[\s\xa0](?:and|but|so)[\s\xa0](?!(?:in[\s\xa0]particular|especially|notably)[\s\xa0]+\S)|—|[\s\xa0](?:that|because)[\s\xa0]",
            text[cut:subject_end],
        )
    ]
    cut += splits[-1] if splits and text[cut + splits[-1] : subject_end].strip() else 0
    while cut < subject_end and text[cut].isspace():
        cut += 1
    return cut
