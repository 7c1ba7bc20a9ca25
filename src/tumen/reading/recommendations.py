"""Recommendations in English text: who asks whom to do what, in lists, in running text and as a wish."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from tumen.patterns import later
from tumen.reading.addressees import (
    A_BODY,
    addressed,
    cleaned,
    hoped_of,
    spelt_out,
    subject_before,
    undergoes,
)
from tumen.reading.asking import (
    ASKS,
    CALL,
    CALL_FOR,
    HAVE_TO,
    HEADING,
    IMPERATIVE,
    ITEM,
    MODAL,
    NEXT_ACTION,
    NOT_ASKED,
    PRESS,
    SERIES,
    TO,
    VERBS,
    WISH,
)
from tumen.reading.sentences import Sentence, Sentences
from tumen.reading.spans import Words

Status = Literal["formal", "argued", "implicit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """One thing asked of one addressee. A candidate.

    Attributes:
        addressee: As written, pronouns resolved where the sentence before allows; None where nobody is named.
        via: Who is asked to press the addressee; None in most cases.
        action: The words of what is asked.
        status: `formal` (in a list of recommendations), `argued` (in running text) or `implicit` (a wish).
        group: Number of the list item it stands in; items that hold several demands are divided.
    """

    id: str
    start: int
    end: int
    text: str
    addressee: str | None
    via: str | None
    action: str
    status: Status
    group: str | None
    confidence: float
    reason: str

    def as_dict(self) -> dict[str, object]:
        """Plain data: head and tail instead of the whole wording."""
        words = self.text
        return {
            "id": self.id, "start": self.start, "end": self.end, "head": words[:50], "tail": words[-25:],
            "addressee": self.addressee,
            "via": self.via, "summary": " ".join(words.split())[:120], "action": self.action, "status": self.status,
            "group": self.group,
            "restates": None, "confidence": self.confidence, "reason": self.reason,
        }  # fmt: skip


def find_recommendations(text: str, sentences: Sentences, words: Words) -> list[Recommendation]:
    """Everything that an English text asks of anybody, divided by action and addressee."""
    sections = _sections(text)
    asking = {s.start for s in words.sentences(ASKS, sentences)} | {
        sentences.at(m.start()).start for m in HAVE_TO.finditer(text)
    }
    found: list[Recommendation] = []
    position = -1
    for sentence in sentences:
        while position + 1 < len(sections) and sections[position + 1][0] <= sentence.start:
            position += 1
        section = sections[position] if position >= 0 and sentence.start < sections[position][1] else None
        if section is not None or sentence.start in asking:
            found += _of_sentence(text, sentence, sentences, section)
    return [
        replace(r, id=f"r{n:02}")
        for n, r in enumerate(sorted(found, key=lambda r: (r.start, r.end)), start=1)
    ]


Section = tuple[int, int, str | None]


def _sections(text: str) -> list[Section]:
    """Stretches under a heading of recommendations, each with the addressee that its own heading names."""
    openings: list[tuple[int, int, str | None]] = [
        (m.start(), m.end(), addressed(m.group())) for m in HEADING.finditer(text)
    ]
    openings += [(m.start(), m.end(), m["addressee"].strip(" :")) for m in TO.finditer(text)]
    openings.sort()
    found: list[Section] = []
    for position, (start, end, addressee) in enumerate(openings):
        limit = openings[position + 1][0] if position + 1 < len(openings) else min(len(text), end + 6_000)
        if addressee is not None or re.search(r"recommend", text[start:end], re.I):
            found.append((end, _list_end(text, end, limit), addressee))
    return [s for s in found if s[1] > s[0]]


def _list_end(text: str, start: int, limit: int) -> int:
    """The end of the run of lines that begin with a demand."""
    end, misses = start, 0
    for line in re.finditer(r"[^\n]+", text[start:limit]):
        words = line.group().strip()
        item = ITEM.match(words)
        if (item and IMPERATIVE.match(item["verb"])) or MODAL.search(words):
            end, misses = start + line.end(), 0
        else:
            misses += 1
            if misses > 3:
                break
    return end


def _of_sentence(
    text: str, sentence: Sentence, sentences: Sentences, section: Section | None
) -> Iterator[Recommendation]:
    start, end = sentence.start, sentence.end
    words = text[start:end]
    item = ITEM.match(words)
    if (
        section is not None
        and item
        and IMPERATIVE.match(item["verb"])
        and not MODAL.match(words[: item.end() + 12])
    ):
        yield from _divided(text, start + item.start("verb"), end, addressee=section[2], via=None, status="formal",
                            group=str(start),
                            confidence=0.9, reason="a demand in a list")  # fmt: skip
        return
    yield from _letters(text, start, end)
    call = CALL.search(words)
    if call and _is_asked(words, call):
        yield from _called(text, start, end, call, sentences, sentence, section)
        return
    asked = [m for m in MODAL.finditer(words) if not NOT_ASKED.search(words[: m.start()])]
    if asked:
        yield from _modal(text, start, end, asked, sentences, sentence, section)
        return
    if call_for := CALL_FOR.search(words):
        yield _made(
            text,
            start + call_for.start(),
            end,
            addressee=None,
            via=None,
            status="argued",
            group=None,
            confidence=0.6,
            reason="somebody calls for it",
        )
        return
    if wish := WISH.search(words):
        first = start + wish.start()
        yield _made(
            text,
            first,
            end,
            addressee=hoped_of(words[wish.end() :]),
            via=None,
            status="implicit",
            group=None,
            confidence=0.5,
            reason="a wish",
        )


_LETTER = later(
    rf"\b(?P<via>(?:(?:a|an|the|this)[\s\xa0])?(?:open[\s\xa0])?(?:letters?(?:[\s\xa0]of[\s\xa0]appeal)?|appeals?"
    rf"|petitions?|pleas?))[\s\xa0](?P<ask>to[\s\xa0](?P<who>(?:the[\s\xa0])?[A-Z][^.,;]{{2,70}}?)[\s\xa0]to[\s\xa0]"
    rf"(?:{VERBS})\b[^.;]*)"
)


def _letters(text: str, start: int, end: int) -> Iterator[Recommendation]:
    """`a letter of appeal to the President to stop …`: a demand inside another."""
    for match in _LETTER.finditer(text, start, end):
        yield _made(text, match.start("ask"), match.end("ask"), addressee=match["who"], via=match["via"],
                    status="formal", group=None,
                    confidence=0.7, reason="what a letter or petition asks")  # fmt: skip


_VERB_AHEAD = later(
    r"(?:^|\b(?:and|also|to|we|I|who|which|that|it|they|he|she|should|must|will|strongly|has|have|had|is|are|was|were"
    r"|be|been|by)|[,;:“])[\s\xa0]*$",
    re.I,
)
_WEAK_CALL = later(r"(?:press|pressur|ask|request|demand|insist|remind)", re.I)


def _is_asked(words: str, call: re.Match[str]) -> bool:
    """`continuous requests from …` is a noun; a state that `presses` another tells of what happened."""
    who, verb = call["who"] or "", call["verb"]
    own = re.match(r"(?:we|i)$", who, re.I)
    if who and not own:
        return not _WEAK_CALL.match(verb) or bool(
            re.search(r"\b(?:should|must|to)\b", call.group()[len(who) : call.start("verb") - call.start()])
        )
    before = words[: call.start("verb")]
    if not own and not _VERB_AHEAD.search(before):
        return False
    plain = not re.search(r"(?:s|ed|ing)$", verb.split()[0]) or not _WEAK_CALL.match(verb)
    return bool(own) or plain


def _called(
    text: str,
    start: int,
    end: int,
    call: re.Match[str],
    sentences: Sentences,
    sentence: Sentence,
    section: Section | None,
) -> Iterator[Recommendation]:
    """`We urge A to press B to act`: B is asked, by way of A."""
    addressee = cleaned(call["addressee"])
    who = (call["who"] or "").strip()
    asked_before = re.search(
        rf"\b(?:should|must|to)[\s\xa0](?:\w+[\s\xa0])?{re.escape(call['verb'])}",
        text[start + call.start() : start + call.end()],
    )
    via = None
    if asked_before and who and who.lower() not in ("we", "i"):
        via = who
    elif asked_before and not who:
        via = subject_before(text[start : start + call.start()], sentences, sentence) or (
            section[2] if section else None
        )
    inner = re.search(
        rf"\b(?:to|and)[\s\xa0](?:urge|press|persuade|pressure|encourage|convince|ask|call[\s\xa0]on)[\s\xa0]"
        rf"(?P<b>(?:the[\s\xa0])?[A-Z][^.;,]{{2,80}}?)[\s\xa0]to[\s\xa0](?:{VERBS})\b",
        text[start + call.end() - len(call["do"]) - 4 : end],
    )
    if inner:
        addressee, via = inner["b"], addressee
    if via is not None and not A_BODY.match(via):
        via = None
    resolved = spelt_out(addressee, sentences, sentence)
    formal: Status = (
        "formal" if section is not None or re.match(r"(?:we|i)$", who, re.I) or not asked_before else "argued"
    )
    first = start + call.start()
    yield from _divided(text, first, end, addressee=resolved, via=via, status=formal, group=None, confidence=0.8,
                        reason="somebody is called on",
                        after=start + call.end())  # fmt: skip


_PASSED_ON = later(r"\b(?:urged|pressed|asked|encouraged|persuaded|called|reminded|held)\b")


def _modal(
    text: str,
    start: int,
    end: int,
    asked: Sequence[re.Match[str]],
    sentences: Sentences,
    sentence: Sentence,
    section: Section | None,
) -> Iterator[Recommendation]:
    for position, match in enumerate(asked):
        first = start if position == 0 else start + asked[position - 1].end()
        stop = start + asked[position + 1].start() if position + 1 < len(asked) else end
        subject_end = start + match.start()
        clause = _clause_start(text, first, subject_end)
        if position + 1 < len(asked):
            stop = _clause_start(text, start + match.end(), stop)
        before = text[clause:subject_end]
        subject = subject_before(before, sentences, sentence)
        passive = (
            re.match(
                r"[\s\xa0]+(?:\w+ly[\s\xa0])?\w+(?:ed|en|ne|ade|ven)\b",
                text[start + match.end() : start + match.end() + 40],
            )
            if match["verb"] == "be"
            else None
        )
        if match["modal"] in ("shall",) or (
            match["modal"] in ("must", "have to", "has to", "needs to", "need to")
            and passive is None
            and undergoes(subject)
        ):
            continue
        # "A should be urged" asks A; "prisoners should be released" does not ask the prisoners.
        asks_it = passive is None or _PASSED_ON.search(passive.group())
        yield from _divided(text, clause, stop, addressee=subject if asks_it else None, via=None,
                            status="formal" if section else "argued", group=None, confidence=0.7,
                            reason=f"“{match['modal']}” with something to do", after=start + match.end())  # fmt: skip


_CLAUSE = later(
    r"[,;:—–][\s\xa0]+(?:(?:and|but|so|therefore|thus|then|hence|however)[\s\xa0,]+)*|[\s\xa0](?:and|but"
    r"|so)[\s\xa0]+(?:that[\s\xa0])?(?=(?:the[\s\xa0])?[A-Z])"
)


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
            r";[\s\xa0]+|:[\s\xa0]+|,[\s\xa0](?:and|but|so)[\s\xa0]|—|[\s\xa0](?:that|because)[\s\xa0]",
            text[cut:subject_end],
        )
    ]
    cut += splits[-1] if splits and text[cut + splits[-1] : subject_end].strip() else 0
    while cut < subject_end and text[cut].isspace():
        cut += 1
    return cut


def _divided(
    text: str, start: int, end: int, *, addressee: str | None, via: str | None, status: Status, group: str | None,
    confidence: float, reason: str,
    after: int | None = None,
) -> Iterator[Recommendation]:  # fmt: skip
    """One record for each action: divided where a new verb begins after `and` or a comma."""
    place = after if after is not None else min(start + 8, end)
    cuts = sorted(
        {
            m.end()
            for pattern in (NEXT_ACTION, SERIES)
            for m in pattern.finditer(text, place, end)
            if m.start() - place > 9
        }
    )
    edges = [start, *cuts, end]
    for a, b in pairwise(edges):
        b = _without_tail(text, a, b)
        if b - a < 12:
            continue
        inner = re.match(
            rf"(?:{'|'.join(sorted(PRESS))})[\s\xa0](?:up)?(?:on[\s\xa0])?(?P<b>[^.;,]{{3,80}}?)[\s\xa0]to[\s\xa0]"
            rf"(?:{VERBS})\b",
            text[a:b],
            re.I,
        )
        one, through = (inner["b"], addressee) if inner else (addressee, via)
        yield _made(
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


def _without_tail(text: str, start: int, end: int) -> int:
    words = text[start:end]
    tail = re.search(r"(?:[\s\xa0,;.:]|\b(?:and|as well as|or|but|also|to|should|must)\b)+$", words)
    return start + tail.start() if tail else end


def _made(
    text: str, start: int, end: int, *, addressee: str | None, via: str | None, status: Status, group: str | None,
    confidence: float, reason: str
) -> Recommendation:  # fmt: skip
    end = _without_tail(text, start, end)
    words = text[start:end]
    verb = MODAL.search(words)
    action = " ".join(words[verb.start("verb") if verb else 0 :].split())[:80]
    return Recommendation(
        id="", start=start, end=end, text=words, addressee=addressee, via=via, action=action, status=status,
        group=group,
        confidence=confidence, reason=reason,
    )  # fmt: skip
