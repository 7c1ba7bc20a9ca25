"""Who states a figure, for when and for where: the nearest words that say so, and no further than the text reaches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tumen.patterns import later
from tumen.reading.claim import Quantity
from tumen.reading.mention import Mention, Mentions
from tumen.reading.sentences import Sentence, Sentences
from tumen.reading.spans import Spans


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

_NAME = (
    r"(?:(?!(?:An?|The|In|It|They|This|That|These|Those|We|He|She|One|Some|Most|Many|Of|At|Up|About|Over|More|Only"
    r"|No|Since|While|As|If|But|And|For|By|On)\b)[A-Z][\w’'&.-]*(?:[\s\xa0](?:(?:of|for|on|and|the|in|against|to"
    r"|at|&)[\s\xa0]){0,2}[A-Z][\w’'&.-]*)*)"
)
_PLAIN = (
    r"(?:(?:the|some|several|many|most|one|a|an|other|local|various|government|official|unofficial|reliable|anonymous"
    r"|former|aid|relief|relief-|non-governmental|nongovernmental|international|independent"
    r"|western|[A-Z][\w’.-]*)[\s\xa0]+)*"
    r"(?:sources?|officials?|experts?|observers?|analysts?|activists?|scholars?|researchers?|newspapers?|media|press"
    r"|reports?|estimates?|agenc(?:y|ies)|organi[sz]ations?|groups?|NGOs|workers?|missionaries|defectors?|refugees?"
    r"|escapees?|witnesses|survivors?|statistics|figures|surveys?|stud(?:y|ies)|interviewees|government|ministry"
    r"|authorities|spokes\w+|committee|commission)"
)
_WHO = (
    rf"(?P<who>(?:the[\s\xa0]|a[\s\xa0]|an[\s\xa0])?(?:[“\"”](?:19|20)?[^”\"“]{{5,120}}[”\"][^,.;]{{0,80}}"
    rf"|{_NAME}(?:[’']s)?(?:[\s\xa0](?:report|survey|study|estimates?|figures|statistics|research"
    rf"|data))?(?:[\s\xa0][“\"”][^”\"“]{{5,120}}[”\"])?|{_PLAIN}(?:[\s\xa0](?:in|from|of|at|by)[\s\xa0]"
    rf"(?:the[\s\xa0])?{_NAME})?))"
)
_WHERE = r"(?:[\s\xa0]in[\s\xa0](?:a|an|its|their|the)[\s\xa0][^,.;]{3,40}?)?"
_SAY = (
    r"(?:say|says|said|state|states|stated|estimat(?:e|es|ed)|report|reports|reported|claim|claims|claimed|found|finds"
    r"|find|show|shows|showed|shown|suggest|suggests|suggested|believe|believes|believed|indicate|indicates|indicated"
    r"|document|documents|documented|note|notes|noted|conclud(?:e|es|ed)|put|puts|reveal|reveals|revealed|told|tell"
    r"|announced|calculat(?:es|ed)|count|counts|counted|confirm(?:s|ed)?|assert(?:s|ed)?|maintain(?:s|ed)?|record(?:s"
    r"|ed)|list(?:s|ed)|predict(?:s|ed)?|warn(?:s|ed)?|classified|ranked|interviewed|surveyed|held)"
)
_AHEAD = (
    (later(r"\b[Aa]ccording[\s\xa0]to[\s\xa0](?P<who>[^,;()“”\"]{3,120}?(?:[“\"”][^”\"“]{3,120}[”\"]"
                r"[^,;()]{0,60}?)?)(?=[,;()]|\.?$|[\s\xa0](?:there|more|about|at|over|some|up)[\s\xa0])"),
                "according to"),
    (later(rf"\b(?:[Aa]ccording[\s\xa0]to|[Bb]ased[\s\xa0]on|[Aa]s[\s\xa0]reported[\s\xa0]by|[Aa]s[\s\xa0]per"
                rf"|[Ff]igures[\s\xa0]from|[Dd]ata[\s\xa0]from|[Ss]tatistics[\s\xa0](?:of|from))[\s\xa0]{_WHO}"),
                "according to"),
    (later(rf"\b{_WHO}{_WHERE}(?:,[^,]{{3,80}},)?[\s\xa0](?:(?:has|have|had|also|currently|recently|now"
                rf"|officially|itself"
                rf"|conservatively|can|could|would|may)[\s\xa0]){{0,3}}{_SAY}\b(?![\s\xa0]to[\s\xa0]\w+[\s\xa0]him)"),
                "says"),
    (later(rf"\b[Ii]n[\s\xa0](?:its|a|the|their)[\s\xa0](?P<what>[“\"”][^”\"“]{{5,120}}[”\"]|(?:19"
                rf"|20)\d\d[\s\xa0]\w+)[,\s\xa0]+{_WHO}"), "in its report"),
)  # fmt: skip
_BEHIND = (
    (
        later(
            rf"[\s\xa0,(]+(?:according[\s\xa0]to|as[\s\xa0](?:reported|estimated|stated|documented|recorded)[\s\xa0]by"
            rf"|(?:reported|estimated|cited|quoted|counted|published|documented|verified|interviewed|recorded|given"
            rf"|released)[\s\xa0]by)[\s\xa0]{_WHO}"
        ),
        "according to",
    ),
    (later(rf",[”\"]?[\s\xa0]{_WHO}[\s\xa0](?:has[\s\xa0]|have[\s\xa0])?{_SAY}\b"), "says"),
    (later(rf",[”\"]?[\s\xa0](?:said|says|reports|reported)[\s\xa0]{_WHO}"), "says"),
)
_NOTE = later(r"\([Ss]ources?:[\s\xa0](?P<who>[^)]{3,120})\)|[Ss]ources?:[\s\xa0](?P<bare>[^\n.]{3,120})\.?$")
_GOES_ON = later(
    r"^[“\"]?(?:It|They|He|She|The[\s\xa0](?:report|survey|study|ministry|organi[sz]ation|group|agency|same)"
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
        self._kept: dict[int, tuple[tuple[int, int, str], str] | None] = {}

    def of(self, place: int) -> tuple[str | None, str | None]:
        """Who states what stands at a place, and how the text ties them."""
        sentence = self._sentences.at(place)
        own = self._own(sentence)
        if own is not None:
            return own[0][2], own[1]
        number = self._sentences.index(sentence.start)
        words = self._text[sentence.start : sentence.end]
        if (
            number
            and _GOES_ON.match(words)
            and (before := self._sentences.all[number - 1]).paragraph == sentence.paragraph
        ):
            carried = self._own(before)
            if carried is not None:
                return carried[0][2], "the sentence before names it"
        for other in reversed(self._sentences.paragraph(sentence)[-2:]):
            note = _NOTE.search(self._text, other.start, other.end)
            if note is not None:
                return " ".join(
                    (note["who"] or note["bare"]).split()
                ), "a source note at the end of the paragraph"
        return None, None

    def spans(self) -> list[tuple[int, int, str]]:
        """Every source that was found so far."""
        return sorted(kept[0] for kept in self._kept.values() if kept is not None)

    def _own(self, sentence: Sentence) -> tuple[tuple[int, int, str], str] | None:
        if sentence.start not in self._kept:
            self._kept[sentence.start] = _source(self._text, sentence)
        return self._kept[sentence.start]


def _source(text: str, sentence: Sentence) -> tuple[tuple[int, int, str], str] | None:
    for pattern, reach in (*_AHEAD, *_BEHIND):
        for match in pattern.finditer(text, sentence.start, sentence.end):
            who = _tidy(match["who"])
            if who is None:
                continue
            what = match.groupdict().get("what")
            title = what.strip('“”"') if what and what[0] in '“"”' else None
            named = who if title is None else f"{who}, {title}"
            return (match.start("who"), match.end("who"), " ".join(named.split())), reach
    return None


def _tidy(who: str) -> str | None:
    words = " ".join(who.split()).strip(" ,.;:")
    words = re.sub(r"[’']s$", "", words)
    words = re.sub(r"^(?:an?|the)[\s\xa0](?=[A-Z])", "", words)
    if words.lower() in _PRONOUNS or len(words) < 2 or _NOBODY.match(words):
        return None
    return words


_NO_NUMBER = later(r"[^\d;]{0,120}\([^\d();]*|[^\d;]{0,60}")


def setting(
    text: str, quantity: Quantity, *, sentences: Sentences, sources: Sources, mentions: Mentions,
    dates: Spans[str], notes: Spans[str], authors: Spans[str],
) -> Setting:  # fmt: skip
    """What stands around one figure."""
    sentence = sentences.at(quantity.value_start)
    who, reach = sources.of(quantity.value_start)
    beside = next((a for a in authors.within(quantity.value_end, sentence.end)), None)
    if beside is not None and _NO_NUMBER.fullmatch(text, quantity.value_end, beside[0]):
        who, reach = " ".join(beside[2].split()), "an author and a year behind it"
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
