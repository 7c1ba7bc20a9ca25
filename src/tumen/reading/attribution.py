"""Who states a figure, for when and for where: the nearest words that say so, and no further than the text reaches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tumen.patterns import later
from tumen.reading.bracket_sources import in_brackets, of_label
from tumen.reading.claim import Quantity
from tumen.reading.mention import Mention, Mentions
from tumen.reading.named_sources import Said, counts_itself, nearest, sources_of, tidy
from tumen.reading.sentences import Sentence, Sentences
from tumen.reading.spans import Spans
from tumen.reading.subjects import speaker
from tumen.reading.tables import place_of_row, under_a_table, year_of_column
from tumen.reading.who_says import A_SPEAKER, PRONOUN_SAYS, REPORTED, SPEAKER


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What stands around a figure. Each part is None where the text does not give it.

    Attributes:
        attributed_to: Who states it, as written.
        reach: How the text ties the source to the figure.
        as_of: EDTF of the date it is tied to.
        place: The place it is tied to.
        footnote: Number of the footnote behind it.
    """

    attributed_to: str | None = None
    reach: str | None = None
    as_of: str | None = None
    place: str | None = None
    footnote: str | None = None


NOWHERE = Setting()
"""Of a figure around which nothing was found."""
_NOTE = later(
    r"\([Ss]ources?:[\s\xa0](?P<who>[^)]{3,120})\)|[Ss]ources?:[\s\xa0](?P<bare>[^\n.\]]{3,120})[.\]]{0,2}$"
)
_GOES_ON = later(
    r"^[“\"]?(?:It|They|The[\s\xa0](?:report|survey|study|ministry|organi[sz]ation|group|agency|same)"
    r"|Of[\s\xa0](?:these|them|those|the)|Among[\s\xa0](?:them|these|those)|This[\s\xa0](?:figure|number|report"
    r"|survey)|These[\s\xa0](?:figures|numbers|interviews)|Another)\b"
)


class Sources:
    """Who says what in a text, sentence by sentence; each sentence is looked at once."""

    def __init__(self, text: str, sentences: Sentences, mentions: Mentions) -> None:
        self._text, self._sentences, self._mentions = text, sentences, mentions
        self._kept: dict[int, list[Said]] = {}
        self._speakers: dict[int, str | None] = {}
        self._labels: int | None = None
        self._said_by: int | None = None

    def of(self, place: int) -> tuple[str | None, str | None]:
        """Who states what stands at a place, and how the text ties them."""
        sentence = self._sentences.at(place)
        said = self._own(sentence)
        own = nearest(self._text, sentence, said, place)
        if own is None and counts_itself(said, place):
            return None, None
        if own is None and (under := under_a_table(self._text, place)):
            return under, "the source under a table"
        if own is not None and _OF_HIM_OR_HER.match(own.who) and (who := self._meant(sentence, own.start)):
            return who, own.reach
        if own is not None:
            return own.who, own.reach
        paragraph = self._sentences.paragraph(sentence)
        if quoted := self._quoted(sentence, paragraph, place):
            return quoted, "whose words are quoted"
        number = self._sentences.index(sentence.start)
        words = self._text[sentence.start : sentence.end]
        if reported := self._reported(sentence, paragraph):
            return reported, "who speaks here"
        if pronoun := PRONOUN_SAYS.search(words):
            who = self._meant(sentence, sentence.start + pronoun.start())
            if who is not None:
                return who, "a pronoun for whom the text named before"
        if (
            number
            and _GOES_ON.match(words)
            and (before := self._sentences.all[number - 1]).paragraph == sentence.paragraph
        ):
            carried = self._own(before)
            if carried:
                return carried[-1].who, "the sentence before names it"
        for other in (
            reversed(paragraph[-2:]) if paragraph[-_BEFORE_A_NOTE:][0].start <= sentence.start else ()
        ):
            note = _NOTE.search(self._text, other.start, other.end)
            if note is not None:
                return " ".join(
                    (note["who"] or note["bare"]).split()
                ), "a source note at the end of the paragraph"
        speaker = self._speaker(paragraph)
        return speaker, None if speaker is None else "who speaks here"

    def spans(self) -> list[tuple[int, int, str]]:
        """Every source that was found so far."""
        return sorted((s.start, s.end, s.who) for kept in self._kept.values() for s in kept)

    def _own(self, sentence: Sentence) -> list[Said]:
        if sentence.start not in self._kept:
            self._kept[sentence.start] = sources_of(self._text, sentence)
        return self._kept[sentence.start]

    def _meant(self, sentence: Sentence, place: int) -> str | None:
        """Whom `she said` means: the last person named or quoted in the sentences before; `it` a body or a paper."""
        number = self._sentences.index(sentence.start)
        it = self._text[place : place + 2].lower() == "it"
        for earlier in reversed(self._sentences.all[max(number - 4, 0) : number]):
            people = [
                m for m in self._mentions.within(earlier.start, earlier.end) if m.kind.startswith("person")
            ]
            if it and (named := speaker(self._text, earlier.start, earlier.end)):
                return tidy(named)
            if people and not it:
                return people[-1].text
            if said := [s for s in self._own(earlier) if not _MANY.search(s.who)]:
                return said[-1].who
        return None

    def _quoted(self, sentence: Sentence, paragraph: Sequence[Sentence], place: int) -> str | None:
        """Who says words in quotation marks: `“There were nine. …,” said A.`, `A told us: “… . There were nine.”`"""
        opened = _open_quote(self._text, paragraph[0].start, place)
        if opened is None:
            return None
        position = next(n for n, s in enumerate(paragraph) if s.start == sentence.start)
        first = next((n for n, s in enumerate(paragraph) if s.start <= opened < s.end), position)
        for one in reversed(self._own(paragraph[first])):
            if one.end <= opened and one.way != "behind":
                return one.who
        closed = _QUOTE_ENDS.search(self._text, max(place, opened + 1), paragraph[-1].end)
        if closed is not None:
            for other in paragraph[position : position + 4]:
                for one in self._own(other):
                    if one.way == "behind" and one.start >= closed.start():
                        return one.who
        before = self._own(paragraph[first - 1]) if first else []
        return before[-1].who if before and before[-1].reach == "says" else None

    def _minutes(self) -> bool:
        """Whether the paragraphs of a text are for the most part what named people say."""
        if self._labels is None:
            starts = (m.end() for m in _LINE.finditer(self._text))
            self._labels = sum(SPEAKER.match(self._text, a, a + 160) is not None for a in starts)
        return self._labels >= _SPEAKERS

    def _reported(self, sentence: Sentence, paragraph: Sequence[Sentence]) -> str | None:
        """In minutes of what was said, told in the third person: the last speaker of the paragraph goes on speaking."""
        if self._said_by is None:
            starts = (m.end() for m in _LINE.finditer(self._text))
            self._said_by = sum(REPORTED.match(self._text, a, a + 160) is not None for a in starts)
        if self._said_by < _SPEAKERS:
            return None
        for earlier in reversed(paragraph):
            if earlier.start < sentence.start:
                for one in reversed(self._own(earlier)):
                    if one.reach == "says" and A_SPEAKER.match(one.who):
                        return one.who
        return None

    def _speaker(self, paragraph: Sequence[Sentence]) -> str | None:
        """Whose words a paragraph of minutes holds."""
        first = paragraph[0]
        if first.start not in self._speakers:
            match = self._minutes() and SPEAKER.match(self._text, first.start, first.start + 160)
            self._speakers[first.start] = " ".join(match["who"].split()) if match else None
        return self._speakers[first.start]


_BEFORE_A_NOTE = 3
"""A source note speaks for the last sentences of its paragraph: itself, and two before it."""
_QUOTE_ENDS = later(r"[”\"]")


def _open_quote(text: str, start: int, place: int) -> int | None:
    """Where the quotation begins in which a place stands; None where it stands in none."""
    opened = text.rfind("“", start, place)
    if opened >= 0:
        return opened if text.find("”", opened, place) < 0 else None
    return text.rfind('"', start, place) if text.count('"', start, place) % 2 else None


_LINE = later(r"(?:^|\n)[ \t]*(?:\d{1,2}(?:\.\d{1,2})*\.?[ \t]+)?(?=[A-Z])")
_SPEAKERS = 3
"""So many paragraphs that begin with a name and a colon make minutes."""
_OF_HIM_OR_HER = later(
    r"(?:[Hh]is|[Hh]er)[\s\xa0](?:\w+[\s\xa0]){0,2}?(?:surveys?|reports?|stud(?:y|ies)|counts?|tally|estimates?|figures"
    r"|books?|papers?|lists?|notes|diary|interviews|records|sums)\b"
)
"""`Her own survey had 38 %`: of whom the text named before."""
_MANY = later(r"(?:s|people|men|women|media|press|police|staff)$")
_FAR = frozenset(["the sentence before names it", "a pronoun for whom the text named before"])
"""Ties that a source in brackets in the same sentence goes before."""
_AT_SECOND_HAND = later(r"\([^()]*\b(?:quoted|cited|reported|reproduced)[\s\xa0]in\b|\baccording[\s\xa0]to\b")
_NO_NUMBER = later(r"[^\d;]{0,120}\([^\d();]*|[^\d;]{0,60}")


def setting(
    text: str, quantity: Quantity, *, sentences: Sentences, sources: Sources, mentions: Mentions,
    dates: Spans[str], notes: Spans[str], authors: Spans[str],
) -> Setting:  # fmt: skip
    """What stands around one figure."""
    sentence = sentences.at(quantity.value_start)
    who, reach = sources.of(quantity.value_start)
    label = of_label(text, sentence.start, quantity.value_start)
    if label is not None and (who is None or who in text[sentence.start : label[0]]):
        who, reach = label[1], "a label before it"
    elif who is None or reach in _FAR:
        line = text.find("\n", sentence.end)
        bracketed = in_brackets(
            text, sentence.start, quantity.value_end, sentence.end, line_end=line if line >= 0 else len(text)
        )
        if bracketed is not None:
            who, reach = bracketed, "a source in brackets behind it"
    beside = next((a for a in authors.within(quantity.value_end, sentence.end)), None)
    between = "" if beside is None else text[quantity.value_end : beside[0]]
    if beside is not None and who is not None and _AT_SECOND_HAND.search(between):
        pass  # the work only passes on what somebody said
    elif beside is not None and _NO_NUMBER.fullmatch(between):
        who, reach = " ".join(beside[2].split()), "an author and a year behind it"
    elif beside is not None and who is None:
        who, reach = " ".join(beside[2].split()), "an author and a year at the end of the sentence"
    inside = dates.within(sentence.start, sentence.end)
    place = quantity.value_start
    return Setting(
        attributed_to=who,
        reach=reach,
        as_of=year_of_column(text, place) or _as_of(quantity, inside),
        footnote=_footnote(quantity, sentence, notes),
        place=_place(text, quantity, sentence, mentions) or place_of_row(text, place),
    )


def _as_of(quantity: Quantity, dates: Sequence[tuple[int, int, str]]) -> str | None:
    """The nearest date of the sentence, one before the figure rather than one behind it."""
    if not dates:
        return None
    near = min(
        dates,
        key=lambda d: (quantity.start - d[1]) if d[1] <= quantity.start else 1.5 * (d[0] - quantity.end),
    )
    return near[2]


def _footnote(quantity: Quantity, sentence: Sentence, notes: Spans[str]) -> str | None:
    """The first mark behind the figure in its sentence or right at its end."""
    return next((number for _, _, number in notes.within(quantity.value_end, sentence.end + 5)), None)


_STOP = later(r"[,;:.]")
_OPENS = later(r"\s*\(?$")
_LEADS_THERE = later(
    r"\b(?:in|into|at|across|throughout|inside|within|near|from|to|over|off|outside|around|above|below|hit)[\s\xa0]"
    r"(?:the[\s\xa0])?(?:\w+[\s\xa0])?$",
    re.I,
)


def _place(text: str, quantity: Quantity, sentence: Sentence, mentions: Mentions) -> str | None:
    """A place in the words that follow the figure up to the next comma, else the last place before it."""
    named = [m for m in mentions.within(sentence.start, sentence.end) if m.is_place]
    stop = _STOP.search(text, quantity.end, sentence.end)
    behind = [m for m in named if quantity.value_end <= m.start < (stop.start() if stop else sentence.end)]
    tied = [m for m in behind if _tied(text, m)]
    before = [m for m in named if m.end <= quantity.start and _tied(text, m)]
    chosen: Mention | None = tied[0] if tied else before[-1] if before else None
    if chosen is None and _OPENS.match(text[max(quantity.start - 2, sentence.start) : quantity.start]):
        left = [m for m in named if 0 <= quantity.start - m.end <= 2]
        chosen = left[-1] if left else None
    if chosen is None:
        chosen = next((m for m in named if _acts(text, quantity, m)), None)
    return chosen.text if chosen else None


_ACTS = later(
    r"(?:[\s\xa0](?:has|have|had|also|alone|now|then|still))*[\s\xa0](?!and\b|or\b|of\b|to\b|the\b|is\b|was\b)[a-z]+[\s\xa0]"
)
_CLAUSE_BEFORE = later(r"(?:^|[.;:,—–]|\b(?:and|but|while|whereas|that|when))\s*(?:[Tt]he\s)?$")


def _acts(text: str, quantity: Quantity, mention: Mention) -> bool:
    """`Norwell expelled more than 900`: the place that is the subject of the clause."""
    if not mention.end <= quantity.start or _STOP.search(text, mention.end, quantity.start):
        return False
    ahead = text[max(mention.start - 12, 0) : mention.start]
    return (
        _CLAUSE_BEFORE.search(ahead) is not None
        and _ACTS.match(text, mention.end, quantity.start) is not None
    )


def _tied(text: str, mention: Mention) -> bool:
    return bool(_LEADS_THERE.search(text[max(mention.start - 22, 0) : mention.start]))
