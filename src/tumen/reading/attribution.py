"""Who states a figure, for when and for where: the nearest words that say so, and no further than the text reaches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tumen.patterns import later
from tumen.reading.claim import Quantity
from tumen.reading.mention import Mention, Mentions
from tumen.reading.saying_verbs import HAS_SAYING
from tumen.reading.sentences import Sentence, Sentences
from tumen.reading.spans import Spans
from tumen.reading.subjects import speaker, told
from tumen.reading.tables import under_a_table
from tumen.reading.who_says import A_SPEAKER, PRONOUN_SAYS, REPORTED, SAYING, SPEAKER, Reach


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

_NOTE = later(r"\([Ss]ources?:[\s\xa0](?P<who>[^)]{3,120})\)|[Ss]ources?:[\s\xa0](?P<bare>[^\n.]{3,120})\.?$")
_GOES_ON = later(
    r"^[“\"]?(?:It|They|The[\s\xa0](?:report|survey|study|ministry|organi[sz]ation|group|agency|same)"
    r"|Of[\s\xa0](?:these|them|those|the)|Among[\s\xa0](?:them|these|those)|This[\s\xa0](?:figure|number|report"
    r"|survey)|These[\s\xa0](?:figures|numbers|interviews)|Another)\b"
)
_PRONOUNS = frozenset(
    ["it", "they", "he", "she", "we", "i", "this", "that", "these", "those", "there", "one", "who", "which"]
)
_NOBODY = later(r"^(?:the[\s\xa0])?(?:number|figure|refugees?|defectors?|North|South)$", re.I)


class Sources:
    """Who says what in a text, sentence by sentence; each sentence is looked at once."""

    def __init__(self, text: str, sentences: Sentences, mentions: Mentions) -> None:
        self._text, self._sentences, self._mentions = text, sentences, mentions
        self._kept: dict[int, list[_Said]] = {}
        self._speakers: dict[int, str | None] = {}
        self._labels: int | None = None
        self._said_by: int | None = None

    def of(self, place: int) -> tuple[str | None, str | None]:
        """Who states what stands at a place, and how the text ties them."""
        sentence = self._sentences.at(place)
        own = _nearest(self._text, sentence, self._own(sentence), place)
        if own is None and (under := under_a_table(self._text, place)):
            return under, "the source under a table"
        if own is not None:
            return own.who, own.reach
        paragraph = self._sentences.paragraph(sentence)
        if quoted := self._quoted(sentence, paragraph):
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
        for other in reversed(paragraph[-2:]):
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

    def _own(self, sentence: Sentence) -> list[_Said]:
        if sentence.start not in self._kept:
            self._kept[sentence.start] = _said(self._text, sentence)
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
                return _tidy(named)
            if people and not it:
                return people[-1].text
            if said := [s for s in self._own(earlier) if not _MANY.search(s.who)]:
                return said[-1].who
        return None

    def _quoted(self, sentence: Sentence, paragraph: Sequence[Sentence]) -> str | None:
        """Who says words in quotation marks that a sentence beside them names: `“There were nine. …,” said A.`"""
        if self._text[sentence.start] not in '“"':
            return None
        position = next(n for n, s in enumerate(paragraph) if s.start == sentence.start)
        closed = "”" in self._text[sentence.start : sentence.end]
        for other in paragraph[position + 1 : position + 3] if not closed else ():
            if said := [s for s in self._own(other) if s.way == "behind"]:
                return said[0].who
        before = self._own(paragraph[position - 1]) if position else []
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


@dataclass(frozen=True, slots=True)
class _Said:
    start: int
    end: int
    who: str
    reach: str
    way: Reach
    begins: int
    """From where on what it says may stand."""


_LINE = later(r"(?:^|\n)[ \t]*(?:\d{1,2}(?:\.\d{1,2})*\.?[ \t]+)?(?=[A-Z])")
_SPEAKERS = 3
"""So many paragraphs that begin with a name and a colon make minutes."""
_MANY = later(r"(?:s|people|men|women|media|press|police|staff)$")


_SEMICOLON = later(r";[\s\xa0]")


def _nearest(text: str, sentence: Sentence, said: Sequence[_Said], place: int) -> _Said | None:
    """The last source before a figure that reaches ahead, else the first behind it that reaches back."""
    first = max((m.end() for m in _SEMICOLON.finditer(text, sentence.start, place)), default=0)
    before = [s for s in said if first <= s.start and s.begins <= place and s.way != "behind"]
    behind = [s for s in said if s.start >= place and s.way != "ahead"]
    if behind and (not before or (behind[0].way == "behind" and before[-1].reach == "says")):
        return behind[0]
    if before:
        return before[-1]
    inside = [s for s in said if s.way == "behind" or s.start <= place < s.end]
    return inside[-1] if inside else None


_CLAUSE = later(r",[\s\xa0](?P<said>.+)$", re.S)
_A_NAME = later(r"(?:Mr|Ms|Mrs|Dr|Prof(?:essor)?\.?[\s\xa0])?[A-Z][\w’.-]+(?:[\s\xa0][A-Z][\w’.-]+)+$")


def _without_clause(who: str) -> str:
    """`the minister, Ila Vell` is the minister Ila Vell; `Ila Vell, a nurse` is Ila Vell."""
    clause = _CLAUSE.search(who)
    if clause is None or "“" in who or '"' in who:
        return who
    head = who[: clause.start()]
    if _A_NAME.match(clause["said"]) and not _A_NAME.search(head):
        return f"{head} {clause['said']}"
    return head


def _said(text: str, sentence: Sentence) -> list[_Said]:
    """Every source of a sentence in order, none overlapping."""
    found: list[_Said] = []
    words = text[sentence.start : sentence.end]
    saying = HAS_SAYING.search(words) is not None
    for pattern, reach, way, signs in SAYING:
        if (reach == "says" and not saying) or (signs and not any(sign in words for sign in signs)):
            continue
        for match in pattern.finditer(text, sentence.start, sentence.end):
            who = _tidy(_without_clause(match["who"]))
            a, b = match.span("who")
            if who is None or any(s.start < b and a < s.end for s in found):
                continue
            what = match.groupdict().get("what")
            title = what.strip('“”"') if what and what[0] in '“"”' else None
            named = who if title is None else f"{who}, {title}"
            found.append(_Said(start=a, end=b, who=" ".join(named.split()), reach=reach, way=way, begins=b))
    for one in told(text, sentence.start, sentence.end) if saying else ():
        if (who := _tidy(one.who)) and not any(s.start < one.end and one.start < s.end for s in found):
            way = "behind" if one.behind else "ahead"
            found.append(_Said(start=one.start, end=one.end, who=who, reach="says", way=way, begins=one.verb))
    return sorted(found, key=lambda s: s.start)


def _tidy(who: str) -> str | None:
    words = " ".join(who.split()).strip(" ,.;:")
    words = re.sub(r"[’']s$", "", words)
    words = re.sub(r"^(?:an?|the)[\s\xa0](?=[A-Z])", "", words)
    if words.lower() in _PRONOUNS or len(words) < 2 or _NOBODY.match(words):
        return None
    return words


_AT_SECOND_HAND = later(r"\([^()]*\b(?:quoted|cited|reported|reproduced)[\s\xa0]in\b|\baccording[\s\xa0]to\b")
_NO_NUMBER = later(r"[^\d;]{0,120}\([^\d();]*|[^\d;]{0,60}")


def setting(
    text: str, quantity: Quantity, *, sentences: Sentences, sources: Sources, mentions: Mentions,
    dates: Spans[str], notes: Spans[str], authors: Spans[str],
) -> Setting:  # fmt: skip
    """What stands around one figure."""
    sentence = sentences.at(quantity.value_start)
    who, reach = sources.of(quantity.value_start)
    beside = next((a for a in authors.within(quantity.value_end, sentence.end)), None)
    between = "" if beside is None else text[quantity.value_end : beside[0]]
    if beside is not None and who is not None and _AT_SECOND_HAND.search(between):
        pass  # the work only passes on what somebody said
    elif beside is not None and _NO_NUMBER.fullmatch(between):
        who, reach = " ".join(beside[2].split()), "an author and a year behind it"
    elif beside is not None and who is None:
        who, reach = " ".join(beside[2].split()), "an author and a year at the end of the sentence"
    inside = dates.within(sentence.start, sentence.end)
    return Setting(
        attributed_to=who, reach=reach, as_of=_as_of(quantity, inside), footnote=_footnote(quantity, sentence, notes),
        place=_place(text, quantity, sentence, mentions),
    )  # fmt: skip


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
    r"\b(?:in|into|at|across|throughout|inside|within|near|from)[\s\xa0](?:the[\s\xa0])?(?:\w+[\s\xa0])?$"
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
    return chosen.text if chosen else None


def _tied(text: str, mention: Mention) -> bool:
    return bool(_LEADS_THERE.search(text[max(mention.start - 22, 0) : mention.start]))
