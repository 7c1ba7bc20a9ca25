"""What asks because of what stands around it: beside a demand, in a letter, or by signs that are enough together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from tumen.reading.as_demands import apart_from, as_demands, is_heading
from tumen.reading.asking_signs import OTHERWISE, begins_asking, begins_duty, weighs
from tumen.reading.outright import OUTRIGHT, outright
from tumen.reading.public_bodies import public
from tumen.reading.recommendation import Recommendation
from tumen.reading.requests import Request, could_do
from tumen.reading.sections import Section
from tumen.reading.sentences import Sentences
from tumen.reading.spans import Words
from tumen.reading.weighing import Around, Seen, clauses, weighed


def go_on(text: str, sentences: Sentences, found: dict[int, list[Recommendation]]) -> None:
    """Beside a sentence that asks fewer words ask: `Count the girls. Put up a list.`, `Donors could pay for it.`"""
    rows = sentences.all
    for step in (1, -1):
        for number in range(len(rows))[::step]:
            other = number - step
            if not 0 <= other < len(rows) or rows[other].paragraph != rows[number].paragraph:
                continue
            one = rows[number]
            before = found.get(rows[other].start)
            if found.get(one.start) or not before:
                continue
            could = could_do(text, one.start, one.end)
            more = [could] if could and could.addressee and public(could.addressee) else []
            if any(r.reason == OUTRIGHT for r in before):
                more = list(outright(text, one.start, one.end, beside=True)) or more
            found[one.start] = list(as_demands(text, more, None))


def add_weighed(
    text: str,
    sentences: Sentences,
    words: Words,
    found: dict[int, list[Recommendation]],
    under: Mapping[int, Section | None],
    *,
    letter: bool,
) -> None:
    """Adds what asks by its signs, where no other rule found a demand; twice, so that one stands beside another."""
    rows = sentences.all
    seen_in: defaultdict[int, Seen] = defaultdict(Seen)
    for place in words.starts(begins_duty):
        seen_in[sentences.index(place)].duty.append(place)
    for place in words.starts(begins_asking):
        seen_in[sentences.index(place)].asking.append(place)
    for place in (*words.starts(weighs), *_phrases(text)):
        seen_in[sentences.index(place)].good = True
    signs = {
        n: clauses(text, one.start, one.end, seen_in.get(n))
        for n, one in enumerate(rows)
        if one.start in under and not is_heading(text, one)
    }
    tried: Iterable[int] = signs
    for _ in range(2):
        more: dict[int, list[Recommendation]] = {}
        for n in tried:
            one, section = rows[n], under[rows[n].start]
            beside = any(
                found.get(rows[other].start)
                for other in (n - 1, n + 1)
                if 0 <= other < len(rows) and abs(rows[other].paragraph - one.paragraph) < 2
            )
            if not signs[n] and section is None and not beside:
                continue
            around = Around(listed=section is not None, beside=beside, letter=letter)
            enough = weighed(text, one.start, one.end, signs[n], around)
            requests = [Request(w.start, w.end, w.who, w.reason, w.after) for w in enough]
            new = apart_from(requests, found.get(one.start, []))
            if asked := [replace(r, confidence=0.5) for r in as_demands(text, new, section)]:
                more[n] = asked
        for n, asked in more.items():
            found[rows[n].start] = [*found.get(rows[n].start, []), *asked]
        tried = sorted({n + step for n in more for step in (-1, 1)} & signs.keys())


def _phrases(text: str) -> Iterator[int]:
    """Where signs of several common words stand."""
    plain = text.replace("\n", " ").replace("\xa0", " ")
    for phrase in OTHERWISE:
        place = plain.find(phrase)
        while place >= 0:
            yield place
            place = plain.find(phrase, place + 1)
