"""Recommendations in English text: who asks whom to do what, in lists, in running text and as a wish."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tumen.patterns import later
from tumen.reading.addressees import (
    cleaned,
    hoped_of,
)
from tumen.reading.as_demands import SHORTEST, apart_from, as_demands, is_heading
from tumen.reading.asking import (
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
    NOMINAL,
    NOT_ASKED,
    ORDERED,
    PLAN,
    PLANNED,
    THAT,
    VERBS,
    WISH,
    asks_in_a_list,
)
from tumen.reading.asking_signs import NO_VOICE
from tumen.reading.beside_demands import add_weighed, go_on
from tumen.reading.by_words import settle
from tumen.reading.calls import called, is_asked
from tumen.reading.constructions import constructed, may_construct
from tumen.reading.demand_lists import behind_a_colon, item_with_addressee
from tumen.reading.dividing import divided
from tumen.reading.headed import fragment, headed
from tumen.reading.impersonal import NOBODY
from tumen.reading.letters import LETTER_HEAD, letters_ask, to_whom
from tumen.reading.modals import bound
from tumen.reading.only_told import only_told
from tumen.reading.outright import OUTRIGHT, may_speak, outright
from tumen.reading.public_bodies import public
from tumen.reading.recommendation import Recommendation, made
from tumen.reading.requests import bare_demand, could_do, find_requests, may_request
from tumen.reading.sections import Section, sections
from tumen.reading.sentences import Sentence, Sentences
from tumen.reading.spans import Words


def find_recommendations(text: str, sentences: Sentences, words: Words) -> list[Recommendation]:
    """Everything that an English text asks of anybody, divided by action and addressee."""
    found, under = by_rules(text, sentences, words)
    settle(text, sentences, found, under)
    every = (r for at, rows in found.items() for r in rows if not only_told(text, at, r))
    return [
        replace(r, id=f"r{n:02}")
        for n, r in enumerate(sorted(every, key=lambda r: (r.start, r.end)), start=1)
    ]


def by_rules(
    text: str, sentences: Sentences, words: Words
) -> tuple[dict[int, list[Recommendation]], dict[int, Section | None]]:
    """What rules find, and the list that each sentence stands in, both by where the sentence begins."""
    lists = sections(text)
    letter = LETTER_HEAD.search(text) is not None
    telling = {s.start for s in words.sentences(ASKS, sentences)}
    telling |= {sentences.at(m.start()).start for m in HAVE_TO.finditer(text)}
    asking = telling | {s.start for s in words.sentences(may_request, sentences)}
    further = {s.start for s in words.sentences(may_construct, sentences)}
    further |= {
        sentences.at(m.start()).start for pattern in (HAVE_TO, NOBODY) for m in pattern.finditer(text)
    }
    found: dict[int, list[Recommendation]] = {}
    under: dict[int, Section | None] = {}
    position = -1
    for sentence in sentences:
        while position + 1 < len(lists) and lists[position + 1].start <= sentence.start:
            position += 1
        section = lists[position] if position >= 0 and sentence.start < lists[position].end else None
        if text[sentence.end - 1] == ":" and any(abs(one.start - sentence.end) < 3 for one in lists):
            continue  # it only leads to a list
        under[sentence.start] = section
        asked: list[Recommendation] = []
        if (
            section is not None
            or sentence.start in asking
            or ":" in text[sentence.start : sentence.start + 90]
        ):
            told = section is not None or sentence.start in telling
            asked = list(_of_sentence(text, sentence, sentences, section, told=told))
        if section is not None or sentence.start in further:
            asked += _further(text, sentence, section, asked)
        if may_speak(text, sentence.start, sentence.end):
            spoken = outright(text, sentence.start, sentence.end, beside=False)
            asked += as_demands(text, apart_from(spoken, asked), section)
        if not asked and letter and (bare := bare_demand(text, sentence.start, sentence.end)):
            asked = [made(text, bare.start, bare.end, addressee=None, via=None, status="argued", group=None,
                          confidence=0.6, reason=bare.reason)]  # fmt: skip
        found[sentence.start] = [to_whom(text, r, sentence) for r in asked] if letter else asked
    go_on(text, sentences, found)
    add_weighed(text, sentences, words, found, under, letter=letter)
    return found, under


def whole_sentences(demands: Iterable[Recommendation], sentences: Sentences) -> Iterator[tuple[int, int]]:
    """The sentences that do nothing but ask, in a list or outright: they tell no happening."""
    for one in demands:
        sentence = sentences.at(one.start)
        if one.start - sentence.start < SHORTEST and (one.status == "formal" or one.reason == OUTRIGHT):
            yield sentence.start, sentence.end


_THAT_HE = later(
    rf"[Tt]hat[\s\xa0](?P<who>(?:the[\s\xa0]|all[\s\xa0])?[A-Z][^,;.]{{1,60}}?)[\s\xa0](?:be[\s\xa0](?:asked"
    rf"|requested|urged|invited|called)|{VERBS})\b"
)
"""`(i) That the Clerk write to …`: an item of a resolution, with its addressee."""
_NO = later(r"\b(?:[Dd]o[\s\xa0]not|[Nn]ot|[Nn]ever)\b")
"""Before the verb of an item: without it the demand would be turned round."""


def _of_sentence(
    text: str, sentence: Sentence, sentences: Sentences, section: Section | None, *, told: bool
) -> Iterator[Recommendation]:
    start, end = sentence.start, sentence.end
    words = text[start:end]
    item = ITEM.match(words)
    if (
        section is not None
        and item
        and asks_in_a_list(words, item)
        and not MODAL.match(words[: item.end() + 12])
    ):
        no = _NO.search(words, 0, item.start("verb"))
        first = start + (no.start() if no else item.start("verb"))
        yield from divided(text, first, end, addressee=section.addressee, via=section.via,
                            status="formal",
                            group=str(start),
                            confidence=0.9, reason="a demand in a list")  # fmt: skip
        return
    mark = MARK.match(words) if section is not None else None
    if mark and NOMINAL.match(words, mark.end()) and not CALL.search(words):
        whom = section.addressee if section else None
        asked = None if whom else _THAT_HE.match(words, mark.end())
        whom = asked["who"] if asked else whom
        yield made(text, start + mark.end(), end, addressee=whom, via=None,
                    status="formal", group=str(start), confidence=0.7,
                    reason="a demand in a list, without a verb")  # fmt: skip
        return
    yield from letters_ask(text, start, end)
    row = list(behind_a_colon(text, start, end, listed=section is not None and section.listed))
    own = item_with_addressee(text, start, end) if section is not None and section.addressee is None else None
    if row or own:
        for r in row or (own,):
            if r is not None:
                yield from divided(text, r.start, r.end, addressee=r.addressee, via=None,
                                    status="formal" if section else "argued", group=str(start), confidence=0.75,
                                    reason=r.reason)  # fmt: skip
        return
    found = list(_told(text, sentence, sentences, section)) if told else []
    if not found and not is_heading(text, sentence):
        found = list(_requested(text, start, end, section))
    if not found and section is not None and (could := could_do(text, start, end)):
        found = [made(text, could.start, could.end, addressee=could.addressee, via=None, status="formal", group=None,
                      confidence=0.5, reason=could.reason)]  # fmt: skip
    yield from found
    yield from (
        r for r in _planned(text, start, end) if not any(r.start < f.end and f.start < r.end for f in found)
    )


def _further(
    text: str, sentence: Sentence, section: Section | None, asked: Sequence[Recommendation]
) -> Iterator[Recommendation]:
    """What a sentence asks by how its clauses are built, where nothing else was found to ask."""
    if is_heading(text, sentence):
        return
    requests = constructed(text, sentence.start, sentence.end)
    if section is not None and not requests and not asked:
        requests = list(headed(text, sentence.start, sentence.end, addressed=section.addressee is not None))
        if not requests and (section.listed or section.addressee is not None):
            requests = list(fragment(text, sentence.start, sentence.end, marked=not section.listed))
    yield from as_demands(text, apart_from(requests, asked), section)


def _requested(text: str, start: int, end: int, section: Section | None) -> Iterator[Recommendation]:
    """The further ways of asking."""
    yield from as_demands(text, find_requests(text, start, end), section)


_SAID_THAT = later(
    r"\b(?:sa(?:id|ys)|added|warned|wrote|declared|noted|told[\s\xa0][^.;,]{2,40}?|thinks?|thought|repeated"
    r"|concluded|feels?|felt)[\s\xa0]"
    r"that[\s\xa0](?P<who>[^.;:,]{2,60}?)[\s\xa0]$"
)
"""`the agency said that governments must do more`: told by somebody, and asked of a body."""


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
        or ((said := _SAID_THAT.search(words, 0, m.start())) is not None and public(said["who"]))
    ]
    wished = _wished_that(words)
    if ORDERED.search(words) or (wished and NO_VOICE.search(words, 0, wished.start())):
        return
    if wished is not None:
        yield from _that(text, start, end, wished, section)
        return
    call = next((c for c in CALL.finditer(words) if is_asked(words, c)), None)
    if call and (
        not asked or asked[0].start() >= call.start() or asked[0]["verb"] == call["verb"].split()[0]
    ):
        yield from called(text, start, end, call, sentences, sentence, section)
        return
    duty = INCUMBENT.search(words)
    if duty and (not asked or duty.start() < asked[0].start()):
        stop = start + asked[0].start() if asked else end
        last = _cut_at_and(text, start + duty.end(), stop)
        yield made(text, start + duty.start(), last, addressee=cleaned(duty["addressee"]), via=None, status="argued",
                    group=None, confidence=0.7, reason="it is somebody’s to do it")  # fmt: skip
        asked = [m for m in asked if m.start() > duty.end()]
    if asked:
        yield from bound(text, start, end, asked, sentences, sentence, section)
        return
    if duty:
        return
    if call_for := CALL_FOR.search(words):
        further = list(AND_FOR.finditer(text, start + call_for.end(), end))
        firsts = [start + call_for.start(), *(m.end() for m in further)]
        for a, b in zip(firsts, [*(m.start() for m in further), end], strict=True):
            yield made(text, a, b, addressee=None, via=None, status="argued", group=None, confidence=0.6,
                        reason="somebody calls for it")  # fmt: skip
        return
    if wish := WISH.search(words):
        yield made(text, start + wish.start(), end, addressee=hoped_of(words[wish.end() :]), via=None,
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
        yield from divided(
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
        yield from divided(text, match.start(), last, addressee=cleaned(match["addressee"]), via=None,
                            status="argued", group=None, confidence=0.6, reason="part of a plan",
                            after=match.end())  # fmt: skip


def _cut_at_and(text: str, start: int, stop: int) -> int:
    """Before the `and`, comma or number that leads on to the next demand."""
    tail = re.search(r"(?:[\s\xa0,;]|\band\b|\d\))+$", text[start:stop])
    return start + tail.start() if tail else stop
