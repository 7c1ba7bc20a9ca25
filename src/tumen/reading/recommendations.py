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
    cleaned,
    hoped_of,
    spelt_out,
    subject_before,
    undergoes,
)
from tumen.reading.asking import (
    AND_CALLS,
    AND_FOR,
    AND_THAT,
    ASKED_ALL_THE_SAME,
    ASKS,
    CALL,
    CALL_FOR,
    HAVE_TO,
    INCUMBENT,
    ITEM,
    MARK,
    MODAL,
    NEXT_ACTION,
    NOMINAL,
    NOT_ASKED,
    ONLY_TAKEN,
    ORDERED,
    PLAN,
    PLANNED,
    PRESS,
    SERIES,
    THAT,
    VERBS,
    WISH,
    imperative,
)
from tumen.reading.demand_lists import behind_a_colon, item_with_addressee
from tumen.reading.requests import bare_demand, find_requests, may_request
from tumen.reading.sections import Section, sections
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
    lists = sections(text)
    letter = _LETTER_HEAD.search(text) is not None
    asking = {s.start for s in words.sentences(ASKS, sentences)}
    asking |= {s.start for s in words.sentences(may_request, sentences)} | {
        sentences.at(m.start()).start for m in HAVE_TO.finditer(text)
    }
    found: list[Recommendation] = []
    position = -1
    for sentence in sentences:
        while position + 1 < len(lists) and lists[position + 1].start <= sentence.start:
            position += 1
        section = lists[position] if position >= 0 and sentence.start < lists[position].end else None
        if text[sentence.end - 1] == ":" and any(abs(one.start - sentence.end) < 3 for one in lists):
            continue  # it only leads to a list
        if (
            section is not None
            or sentence.start in asking
            or ":" in text[sentence.start : sentence.start + 90]
        ):
            found += _of_sentence(text, sentence, sentences, section)
        elif letter and (bare := bare_demand(text, sentence.start, sentence.end)):
            found.append(_made(text, bare.start, bare.end, addressee=None, via=None, status="argued", group=None,
                               confidence=0.6, reason=bare.reason))  # fmt: skip
    return [
        replace(r, id=f"r{n:02}")
        for n, r in enumerate(sorted(found, key=lambda r: (r.start, r.end)), start=1)
    ]


_LETTER_HEAD = later(r"^[ \t]*(?:Dear|Your Excellenc|Excellenc|To the Editor|Open letter)", re.M | re.I)


def _of_sentence(
    text: str, sentence: Sentence, sentences: Sentences, section: Section | None
) -> Iterator[Recommendation]:
    start, end = sentence.start, sentence.end
    words = text[start:end]
    item = ITEM.match(words)
    if (
        section is not None
        and item
        and imperative(item["verb"])
        and not MODAL.match(words[: item.end() + 12])
    ):
        yield from _divided(text, start + item.start("verb"), end, addressee=section.addressee, via=section.via,
                            status="formal",
                            group=str(start),
                            confidence=0.9, reason="a demand in a list")  # fmt: skip
        return
    mark = MARK.match(words) if section is not None else None
    if mark and NOMINAL.match(words, mark.end()) and not CALL.search(words):
        yield _made(text, start + mark.end(), end, addressee=section.addressee if section else None, via=None,
                    status="formal", group=str(start), confidence=0.7,
                    reason="a demand in a list, without a verb")  # fmt: skip
        return
    yield from _letters(text, start, end)
    row = list(behind_a_colon(text, start, end))
    own = item_with_addressee(text, start, end) if section is not None and section.addressee is None else None
    if row or own:
        for r in row or (own,):
            if r is not None:
                yield from _divided(text, r.start, r.end, addressee=r.addressee, via=None,
                                    status="formal" if section else "argued", group=str(start), confidence=0.75,
                                    reason=r.reason)  # fmt: skip
        return
    found = list(_told(text, sentence, sentences, section)) or [
        _made(text, r.start, r.end, addressee=r.addressee, via=None, status="formal" if section else "argued",
              group=None, confidence=0.6, reason=r.reason)
        for r in find_requests(text, start, end)
    ]  # fmt: skip
    yield from found
    yield from (
        r for r in _planned(text, start, end) if not any(r.start < f.end and f.start < r.end for f in found)
    )


def _told(
    text: str, sentence: Sentence, sentences: Sentences, section: Section | None
) -> Iterator[Recommendation]:
    """What a sentence asks, by the first way of asking that fits: `that`, a call, a modal verb, a wish."""
    start, end = sentence.start, sentence.end
    words = text[start:end]
    asked = [
        m
        for m in MODAL.finditer(words)
        if m["modal"].startswith(("is", "are"))
        or not NOT_ASKED.search(words[: m.start()])
        or ASKED_ALL_THE_SAME.search(words[: m.start()])
    ]
    wished = _wished_that(words)
    if ORDERED.search(words):
        return
    if wished is not None:
        yield from _that(text, start, end, wished, section)
        return
    call = next((c for c in CALL.finditer(words) if _is_asked(words, c)), None)
    if call and (
        not asked or asked[0].start() >= call.start() or asked[0]["verb"] == call["verb"].split()[0]
    ):
        yield from _called(text, start, end, call, sentences, sentence, section)
        return
    duty = INCUMBENT.search(words)
    if duty and (not asked or duty.start() < asked[0].start()):
        stop = start + asked[0].start() if asked else end
        last = _cut_at_and(text, start + duty.end(), stop)
        yield _made(text, start + duty.start(), last, addressee=cleaned(duty["addressee"]), via=None, status="argued",
                    group=None, confidence=0.7, reason="it is somebody’s to do it")  # fmt: skip
        asked = [m for m in asked if m.start() > duty.end()]
    if asked:
        yield from _modal(text, start, end, asked, sentences, sentence, section)
        return
    if duty:
        return
    if call_for := CALL_FOR.search(words):
        further = list(AND_FOR.finditer(text, start + call_for.end(), end))
        firsts = [start + call_for.start(), *(m.end() for m in further)]
        for a, b in zip(firsts, [*(m.start() for m in further), end], strict=True):
            yield _made(text, a, b, addressee=None, via=None, status="argued", group=None, confidence=0.6,
                        reason="somebody calls for it")  # fmt: skip
        return
    if wish := WISH.search(words):
        yield _made(text, start + wish.start(), end, addressee=hoped_of(words[wish.end() :]), via=None,
                    status="implicit", group=None, confidence=0.5, reason="a wish")  # fmt: skip


def _wished_that(words: str) -> re.Match[str] | None:
    match = THAT.search(words)
    return match if match and not MODAL.search(words[: match.end() + 2]) else None


def _that(
    text: str, start: int, end: int, match: re.Match[str], section: Section | None
) -> Iterator[Recommendation]:
    """`recommends that A do this, and that B do that`: one for each."""
    first: re.Match[str] | None = match
    offset = start
    while first is not None:
        place = offset + first.end()
        further = AND_THAT.search(text, place, end)
        passive = first["do"] == "be"
        if first["addressee"].lower() in ("we", "i", "us"):
            return
        yield from _divided(
            text, offset + first.start("addressee"), further.start() if further else end,
            addressee=(section.addressee if section else None) if passive else cleaned(first["addressee"]), via=None,
            status="formal", group=None, confidence=0.8, reason="somebody recommends or demands that it be done",
            after=place,
        )  # fmt: skip
        first, offset = further, 0


def _planned(text: str, start: int, end: int) -> Iterator[Recommendation]:
    """`we propose … to get A to act`: what a plan wants of somebody."""
    plan = PLAN.search(text, start, end)
    for match in PLANNED.finditer(text, plan.end(), end) if plan else ():
        stop = next((m.start() for m in PLANNED.finditer(text, match.end(), end)), end)
        last = _cut_at_and(text, match.end(), stop)
        yield from _divided(text, match.start(), last, addressee=cleaned(match["addressee"]), via=None,
                            status="argued", group=None, confidence=0.6, reason="part of a plan",
                            after=match.end())  # fmt: skip


def _cut_at_and(text: str, start: int, stop: int) -> int:
    """Before the `and`, comma or number that leads on to the next demand."""
    tail = re.search(r"(?:[\s\xa0,;]|\band\b|\d\))+$", text[start:stop])
    return start + tail.start() if tail else stop


_LETTER = later(
    rf"\b(?P<via>(?:(?:a|an|the|this|its|their|our|his"
    rf"|her)[\s\xa0](?:open[\s\xa0])?(?:letters?(?:[\s\xa0]of[\s\xa0]appeal)?|appeals?"
    rf"|petitions?|pleas?)"
    rf"|(?:open[\s\xa0])?letters?(?:[\s\xa0]of[\s\xa0]appeal)?))[\s\xa0](?P<ask>to[\s\xa0](?P<who>(?:the"
    rf"[\s\xa0])?[A-Z][^.,;]{{2,70}}?)[\s\xa0]to[\s\xa0]"
    rf"(?:{VERBS})\b[^.;]*)"
)


def _letters(text: str, start: int, end: int) -> Iterator[Recommendation]:
    """`a letter of appeal to the President to stop …`: a demand inside another."""
    for match in _LETTER.finditer(text, start, end):
        yield _made(text, match.start("ask"), match.end("ask"), addressee=match["who"], via=match["via"],
                    status="formal", group=None,
                    confidence=0.7, reason="what a letter or petition asks")  # fmt: skip


_VERB_AHEAD = later(
    r"(?:^[\s\xa0]*(?:\(?[0-9a-z]{1,3}[.)]|[•*▪‣◦·–—-])?|\b(?:and|also|to|we|I|who|which|that|it|they|he|she"
    r"|should|must|will|strongly|has|have|had|is|are|was|were"
    r"|be|been|by|reports?|organi[sz]ations?|groups?|committee|commission|coalition|statement|letter|petition"
    r"|resolution|delegation"
    r"|experts?|activists|campaigners|NGOs|famil(?:y|ies)|lawyers|rapporteur|council|parliament|union|court"
    r"|church(?:es)?|network"
    r"|signator(?:y|ies)|undersigned|witness(?:es)?|speakers?|delegates|mission|body|alliance|motion|members"
    r"|participants|authors?|society|relatives|repeatedly|again|jointly)|[,;:“])[\s\xa0]*$",
    re.I,
)
_WEAK_CALL = later(r"(?:press|pressur|ask|request|demand|insist|remind|invit)", re.I)
_OPENS = later(
    r"[\s\xa0]*(?:\(?[0-9a-z]{1,3}[.)]|[•*▪‣◦·–—-])?[\s\xa0]*(?:(?:Also|Further|Strongly)[\s\xa0])?$"
)
"""What may stand before the verb of an operative paragraph: `4. Requests the Secretary General to …`."""


def _is_asked(words: str, call: re.Match[str]) -> bool:
    """`continuous requests from …` is a noun; a state that `presses` another tells of what happened."""
    who, verb = call["who"] or "", call["verb"]
    own = re.match(r"(?:we|i)$", who, re.I)
    if who and not own:
        return not _WEAK_CALL.match(verb) or bool(
            re.search(r"\b(?:should|must|to)\b", call.group()[len(who) : call.start("verb") - call.start()])
        )
    before = words[: call.start("verb")]
    if (
        verb.split()[0].endswith("ing")
        and not re.search(r"\b(?:is|are|am|been|by|also)[\s\xa0]$", before)
        and not own
        and not who
    ):
        return False  # what somebody else asked is told
    if _OPENS.match(before) and verb[0].isupper() and verb.split()[0].endswith("s"):
        return True
    if re.search(rf",[\s\xa0]and[\s\xa0](?:{VERBS})\b|\bin[\s\xa0]\w+ing\b", call["addressee"]):
        return False  # a noun behind `request`, and the verb of something else
    if not own and not _VERB_AHEAD.search(before):
        return False
    plain = not re.search(r"(?:s|ed|ing)$", verb.split()[0]) or not _WEAK_CALL.match(verb)
    return bool(own) or plain


_TO_ANOTHER = later(
    r"(?:,|,?[\s\xa0]and)[\s\xa0](?P<who>(?:the[\s\xa0]"
    r"|all[\s\xa0])?(?:[\w’.-]+[\s\xa0]){0,4}?(?:[A-Z][\w’.-]*|states|governments?|authorities|donors|agency"
    r"|agencies))"
    rf"[\s\xa0](?P<ask>to[\s\xa0](?:\w+ly[\s\xa0])?(?:{VERBS})\b)"
)
"""`urge A to halt returns, B to open the border and C to help`: the second and the third."""


def _next_to(text: str, place: int, end: int) -> int:
    another = _TO_ANOTHER.search(text, place, end)
    return another.start() if another else end


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
            section.addressee if section else None
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
    for other in _TO_ANOTHER.finditer(text, start + call.end(), end):
        last = _next_to(text, other.end(), end)
        yield from _divided(
            text, other.start("ask"), last, addressee=other["who"], via=None, status=formal, group=None,
            confidence=0.75, reason="called on in the same breath",
        )  # fmt: skip
    if first_other := _TO_ANOTHER.search(text, start + call.end(), end):
        end = first_other.start()
    further = AND_CALLS.search(text, start + call.end(), end)
    if further is not None:
        whom = cleaned(further["addressee"])
        yield from _divided(text, further.start("verb"), end, via=None, status=formal, group=None, confidence=0.8,
                            addressee=resolved if whom in ("it", "them", "him", "her") else whom,
                            reason="somebody is called on", after=further.end())  # fmt: skip
        end = further.start()
    yield from _divided(text, first, end, addressee=resolved, via=via, status=formal, group=None, confidence=0.8,
                        reason="somebody is called on",
                        after=start + call.end())  # fmt: skip


_BOUND = later(
    r"\b(?:we|community|world|governments?|states|nations?|leaders?|council|authorities|parties|UN|Nations)\b",
    re.I,
)
"""Of whom `they have to act` is asked rather than told."""
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
            stop = _next_clause(text, start + match.end(), stop)
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
        if (
            match["modal"] == "shall"
            or (match["modal"] in ("have to", "has to") and not _BOUND.search(before))
            or ONLY_TAKEN.match(text, start + match.end())
            or (
                match["modal"] in ("must", "have to", "has to", "needs to", "need to")
                and passive is None
                and undergoes(subject)
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
        yield from _divided(text, clause, stop, addressee=heard, via=None,
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
            r";[\s\xa0]+|:[\s\xa0]+|,[\s\xa0](?:and|but|so)[\s\xa0]|—|[\s\xa0](?:that|because)[\s\xa0]",
            text[cut:subject_end],
        )
    ]
    cut += splits[-1] if splits and text[cut + splits[-1] : subject_end].strip() else 0
    while cut < subject_end and text[cut].isspace():
        cut += 1
    return cut


_AFTER_A_SEMICOLON = later(rf";[\s\xa0]+(?:(?:and|or)[\s\xa0]+)?(?:to[\s\xa0]+)?(?=(?:{VERBS})\b)")
_NEXT_IN_A_ROW = later(
    rf"[,;:][\s\xa0]+(?:and[\s\xa0]+)?\(?(?:\d{{1,2}}|[a-z]|[ivx]{{1,4}})\)[\s\xa0]+(?=to[\s\xa0]"
    rf"|(?:\w+ly[\s\xa0])?(?:{VERBS})\b)"
)


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
            for pattern in (NEXT_ACTION, SERIES, _NEXT_IN_A_ROW, _AFTER_A_SEMICOLON)
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
