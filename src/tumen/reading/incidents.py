"""Happenings in English text: an incident has an occasion of its own, a practice is told in general terms."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tumen.patterns import later, small
from tumen.reading.happening_words import (
    A_DAY,
    A_PLACE,
    ADVICE,
    CLAIMED,
    COUNTED,
    DEED,
    DID,
    EVENT,
    FATE,
    FINITE,
    FIRST_WORDS,
    GENERAL,
    HABIT,
    ITS_DEED,
    NO_OCCASION,
    OURS,
    PAST,
    PEOPLE,
    PERFECT,
    PRESENT,
    SHE,
    THEY,
    TOLL,
    TREND,
    YEAR,
)
from tumen.reading.mention import Mention, Mentions
from tumen.reading.sentences import Sentence, Sentences
from tumen.reading.spans import Spans, Words
from tumen.reading.suffered import may_suffer, suffered


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that was done to people, or by them, as one or more sentences tell it. A candidate.

    Attributes:
        spans: Where it is told; more than one where the very words come again.
        what: The words that made it a happening, in the order of the text.
        victims_count: Number of people named beside it; None where there is none or a range.
        victims_range: Lower and upper end where a range or a vague word stands there.
        actors: Names of who acts, as far as the sentence has them.
        place: The place named beside it.
        date: EDTF of the date named beside it.
        source_named: Who is said to have told it.
        footnote: Number of the footnote at its end.
        core: Something done to persons, flight or protection; not an institutional act.
        practice: It is told in general terms (`are often sold`) and is listed apart.
    """

    id: str
    spans: tuple[tuple[int, int], ...]
    what: str
    victims_count: int | None
    victims_range: tuple[float | None, float | None] | None
    actors: tuple[str, ...]
    place: str | None
    date: str | None
    source_named: str | None
    footnote: str | None
    core: bool
    practice: bool
    confidence: float
    reason: str

    def as_dict(self) -> dict[str, object]:
        """Plain data in the exchange schema."""
        plain: dict[str, object] = {f: getattr(self, f) for f in self.__dataclass_fields__ if f != "practice"}
        plain["spans"] = [{"start": a, "end": b} for a, b in self.spans]
        plain["date_basis"] = None if self.date is None else "named beside it"
        return plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What other readers found, for a sentence to be completed from: (start, end, value) in order.

    `not_told` are stretches that tell nothing: works in notes, whose dates are their own.
    """

    dates: Spans[str]
    not_told: Spans[None]
    numbers: Spans[tuple[float | None, float | None, str]]
    notes: Spans[str]
    sources: Spans[str]


def _may_tell(word: str) -> bool:
    return bool(FIRST_WORDS(word) or may_suffer(word))


def find_happenings(
    text: str, sentences: Sentences, mentions: Mentions, beside: Beside, words: Words
) -> list[Happening]:
    """Every happening that an English text tells, incidents and practices, in order."""
    found: list[Happening] = []
    seen: dict[str, int] = {}
    begins = words.starts(FIRST_WORDS)
    for sentence in words.sentences(_may_tell, sentences):
        first, last = (bisect_left(begins, place) for place in (sentence.start, sentence.end))
        made = _of_sentence(
            text, sentence, mentions, beside, begins[first:last], going_on=_told_person(found, sentence)
        )
        if made is None:
            continue
        said = " ".join(text[sentence.start : sentence.end].split())
        known = seen.setdefault(said, len(found))
        if known < len(found) and len(said) > 30:
            found[known] = replace(found[known], spans=(*found[known].spans, *made.spans))
        else:
            found.append(made)
    told = [replace(h, id=f"i{n:02}") for n, h in enumerate((h for h in found if not h.practice), start=1)]
    return told + [replace(h, id=f"p{n:02}") for n, h in enumerate((h for h in found if h.practice), start=1)]


def _told_person(found: Sequence[Happening], sentence: Sentence) -> bool:
    """Whether the sentences right before told of an incident: a pronoun then goes on telling it."""
    last = next((h for h in reversed(found[-3:]) if not h.practice), None)
    return last is not None and sentence.start - last.spans[-1][1] < GOES_ON


GOES_ON = 220
"""Characters: two sentences or so, over which a story is taken to go on."""


def _events(low: str, begins: Iterable[int]) -> Iterator[re.Match[str]]:
    """The words of a happening, tried only where a word stands that may begin one."""
    last = 0
    for place in begins:
        if place >= last and (event := EVENT.match(low, place)):
            last = event.end()
            yield event


def _of_sentence(
    text: str,
    sentence: Sentence,
    mentions: Mentions,
    beside: Beside,
    begins: Sequence[int],
    *,
    going_on: bool,
) -> Happening | None:
    start, end = sentence.start, sentence.end
    if end - start < _SHORTEST or beside.not_told.touch(start, start + 1):
        return None
    words = text[start:end]
    low = small(words)
    if "\t" in words or (words[-1].isalpha() and end - start < _HEADING and _is_heading(low)):
        return None
    told_of = _events(low, (place - start for place in begins))
    events = [e for e in told_of if not OURS.search(low[max(e.start() - 60, 0) : e.start()])]
    advice = ADVICE.search(words)
    unlisted = None
    if all(m.lastgroup == "official" for m in events):
        first = next((m for m in mentions.within(start, start + 1) if m.kind.startswith("person")), None)
        if first is not None and NO_OCCASION.search(low) is None:
            low_name = "he" + low[first.end - start :]  # whom a name names suffers what a pronoun does
        else:
            low_name = low
        unlisted = suffered(low_name, going_on=going_on)
    if not (events or unlisted) or (
        advice
        and (
            all(m.start() > advice.start() for m in events if m.lastgroup != "official")
            or not YEAR.search(words)
        )
    ):
        return None
    named = [m for m in mentions.within(start, end) if not beside.not_told.touch(m.start, m.end)]
    dates = beside.dates.within(start, end)
    core = unlisted is not None or any(m.lastgroup in ("harm", "flight") for m in events)
    if not core and not any(m.kind.startswith("person") for m in named) and all(len(d[2]) < 7 for d in dates):
        return None  # an institutional act without a day or a person is told by nobody as an occasion
    numbers = [n for _, _, n in beside.numbers.within(start, end) if n[2] == "count"]
    particular, reason = _particular(words, low, dates, named, numbers, going_on=going_on)
    past = bool(PAST.search(_NOW.sub(" ", words).lower()))
    if unlisted and not (past and particular > 1):
        return None
    deed = unlisted is not None or any(
        m.lastgroup in ("harm", "flight") and DEED.fullmatch(m.group()) for m in events
    )
    deed = deed or bool(dates and ITS_DEED.search(low))
    general = len(GENERAL.findall(low)) + (1 if not dates and PRESENT.search(low) else 0)
    general += not A_DAY.search(reason) and CLAIMED.search(low) is not None
    told = not general and (dates or core)
    enough = 2 + (general > 1) - bool(told)
    counted = bool(numbers) or COUNTED.search(low) is not None
    toll = core and _holds(words, "toll", "missing", "dead", "unaccounted") and TOLL.search(low) is not None
    if not toll and particular and general < 2:
        toll = _holds(words, *_FATES) and FATE.search(low) is not None
    incident = (past and particular >= enough) or toll or (core and counted and _over(low))
    if core and not deed and not counted and not A_DAY.search(reason):
        incident = False  # `the repatriation of refugees is illegal`: named, not told
    if incident and not (toll or A_DAY.search(reason) or (counted and _over(low))):
        incident = NO_OCCASION.search(low) is None
    if incident and (words[-1] == "?" or _HOLDS.search(low) is not None):
        incident = False
    if incident and not toll and _SURVEYED.search(low) is not None:
        incident = False
    if incident and not toll and TREND.search(low) is not None:
        incident = False
    if not core and not (incident and A_DAY.search(reason)):
        return None
    if unlisted and not incident:
        return None
    exact = next((int(low) for low, high, _ in numbers if low is not None and low == high), None)
    ranged = next(((low, high) for low, high, _ in numbers if low != high), None)
    places = [m for m in named if m.is_place]
    return Happening(
        id="", spans=((start, end),), what=_what(events, unlisted),
        victims_count=exact, victims_range=ranged if exact is None else None,
        actors=tuple(dict.fromkeys(m.text for m in named if m.is_actor))[:5], place=_place(text, places),
        date=dates[0][2] if dates else None,
        source_named=next((who for _, _, who in beside.sources.within(start, end)), None),
        footnote=next((number for _, _, number in beside.notes.within(start + 1, end + 3)), None),
        core=core, practice=not incident, confidence=min(0.9, 0.4 + 0.15 * particular) if incident else 0.6,
        reason=f"an occasion of its own: {reason}" if incident else "told in general terms or without an occasion",
    )  # fmt: skip


_SURVEYED = later(
    r"(?:\bper\s?cent|%)\s(?:of\s[^.;,]{0,40}\s)?(?:had|have|said)\b|\bsurvey(?:ed)?\s(?:of|by|among|\d)"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|\d{1,2})\s(?:out\sof|in)\s(?:every\s)?(?:three|four|five|six|ten|hundred|\d{1,3})\b"
    r"|\bof\sthe\s\S+\s(?:[a-z]+\s)?(?:interviewed|questioned|surveyed|polled)\b|^\W*in\s\d+\sof\s(?:them|these|those)\b"
    r"|\bstop(?:s|ped)?\scounting\b"
)
"""Answers that many gave: `38 per cent had been detained`."""
_HOLDS = later(
    r"^\W*(?:\d+\.\s)?(?:(?:[\w’.-]+\s){1,4}?(?:repl(?:y|ies|ied)|contends?|submits?|objects?|counters?)\sthat\b"
    r"|in\s(?:[\w’]+\s){1,3}(?:submission|view|opinion)\b)"
)
"""`Norwell replies that …`, `in the source’s submission`: what a side holds."""
_HEADING = 70
"""Characters of a heading at most."""
_HEADS = later(
    r"^\W*(?:\(?[a-z\d]{1,4}[.)]\s)?(?!\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|\w+teen"
    r"|\w+ty|dozens|hundreds|an?|another|his|her)\b)"
)


def _is_heading(low: str) -> bool:
    """`Treatment of persons returned`: no stop at its end, no number at its head, and no verb that tells."""
    return _HEADS.match(low) is not None and FINITE.search(low) is None and YEAR.search(low) is None


_SHORTEST = 10
"""Characters: `He fell.` tells too little to be offered."""
_FATES = ("seen", "heard", "come", "fate", "whereabouts", "still", "know")


def _holds(words: str, *signs: str) -> bool:
    """Whether any of some letters stand in a sentence; to ask is cheaper than to try a pattern."""
    return any(sign in words for sign in signs)


_NOW = later(
    r"\b(?:is|are|am|be|being|gets?|can|may)\s(?:\w+ly\s|often\s|not\s|also\s|still\s)?(?:\w+(?:ed|en)|caught"
    r"|shot|sold|sent|held|beat|taken)\b"
)
"""`is caught`: a participle of the present, which looks like a past."""


def _what(events: Sequence[re.Match[str]], unlisted: re.Match[str] | None) -> str:
    words = [match.group().lower() for match in (*events, unlisted) if match is not None]
    return "; ".join(dict.fromkeys(words))[:120]


def _over(low: str) -> bool:
    """`dozens … have been deported`, `deported 40 men`: beside a number of people, what was done to them is over."""
    match = PERFECT.search(low) or DID.search(low)
    return match is not None and not HABIT.search(low, 0, match.end())


_THOSE_WHO = later(r"\b(?:women|children|people|men)\swho\b")
Number = tuple[float | None, float | None, str]


def _particular(
    words: str,
    low: str,
    dates: Sequence[tuple[int, int, str]],
    named: Sequence[Mention],
    numbers: Sequence[Number],
    going_on: bool,  # noqa: FBT001
) -> tuple[int, str]:
    """How much speaks for one occasion: a date, a number of people, a person, a small place, a sentence before."""
    signs = []
    if any(len(d[2]) >= 7 for d in dates):
        signs += ["a day or month", "a day or month"]
    elif dates:
        signs.append("a date")
    if any(low is not None and low == high and low < 1000 for low, high, _ in numbers):
        signs.append("a number of people")
    elif PEOPLE.search(low) and not _THOSE_WHO.search(words):
        signs.append("persons told of one by one")
    if any(m.kind.startswith("person") for m in named):
        signs.append("a named person")
    if any(m.is_place and m.kind not in ("country", "continent") for m in named):
        signs.append("a named place")
    if SHE.search(words):
        signs.append("one person")
    elif THEY.search(low):
        signs.append("people spoken of")
    if not signs and A_PLACE.search(low):
        signs.append("a place spoken of")
    if going_on:
        signs.append("the sentence before told it")
    return len(signs), ", ".join(dict.fromkeys(signs)) or "none"


def _place(text: str, places: Sequence[Mention]) -> str | None:
    """The place behind `in`, `at` or `near`, the smallest first."""
    behind = [
        m
        for m in places
        if re.search(
            r"\b(?:in|at|near|outside|inside)[\s\xa0](?:the[\s\xa0])?(?:\w+[\s\xa0])?$",
            text[max(m.start - 20, 0) : m.start],
        )
    ]
    chosen = behind or list(places)
    small = [m for m in chosen if m.kind != "country"] or chosen
    return small[0].text if small else None
