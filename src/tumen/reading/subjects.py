"""Who says it: the subject before each verb of stating, found by how a clause is built and not by a list of people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tumen.patterns import later
from tumen.reading.saying_nouns import BODIES, BY_WORK, NOT_SPEAKING, PAPERS
from tumen.reading.saying_verbs import ADVERBS, SAYS, SHOWS, VERB, with_adverbs

_BOUNDARY = later(
    r"[;“”\"!?]|:(?![\s\xa0]?\d{1,3}\))|[\s\xa0][—–-][\s\xa0]|,[\s\xa0](?:and|but|while|whereas|though|although|so"
    r"|yet)[\s\xa0]|[\s\xa0]"
    r"(?:while|whereas|although|because|(?P<that>that)|but|if|whether|and(?=[\s\xa0](?:the|a|an|some|several"
    r"|one)[\s\xa0]))[\s\xa0]"
)
"""A clause begins behind it."""
_INTRO = later(
    r"(?:In|On|By|Since|During|Between|From|For|At|After|Before|Until|Within|Over|Throughout|Under|With|Among|Of"
    r"|Asked|Answering"
    r"|Speaking|Citing|Writing|Drawing|Based|Given|According|By|by|To|Despite|Following|Like|Unlike|Instead|Later"
    r"|Earlier|Elsewhere"
    r"|in|on|by|since|during|for|at|after|before|until|with|of|from)\b"
)
_TIME = later(
    r"(?:(?:In|On|By|Since|During|Between|From|Until|At|For|in|on|by|since|from|until)[\s\xa0](?:(?:the|early|late"
    r"|mid|end|of|and|to|or"
    r"|last|this|that|same|next|year|years|month|months|week|day|days|beginning|start|spring|summer|autumn|winter"
    r"|January|February"
    r"|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday"
    r"|Friday|Saturday|Sunday"
    r"|report|paper|review|\d{1,2}(?:st|nd|rd|th)?|(?:19|20)\d\ds?(?:[–/-]\d\d)?)[\s\xa0]+)+)"
)
"""`By 2016 a motion …`, `Between May and July Tide Watch …`: a time and no comma behind it."""
_IN_A_PAPER = later(
    rf"[Ii]n[\s\xa0](?:its|their|his|her|an?|the)[\s\xa0](?:[\w’-]+[\s\xa0]){{0,3}}?"
    rf"(?:{'|'.join(sorted(PAPERS))})[\s\xa0]+(?=the\b|an?\b|[A-Z])"
)
"""`In its annual report the ministry gives …`: what it says it in."""
_LEADS = later(
    r"(?:(?:\d{1,3}(?:\.\d{1,2})*\.?|\([a-z\d]{1,3}\)|[•*–-]|[Aa]nd|[Bb]ut|[Ww]hile|[Aa]lthough|[Tt]hough"
    r"|[Ww]hereas|[Aa]s|[Ii]f|[Ww]hen|[Bb]ecause|[Yy]et|[Ss]o|[Hh]owever|[Mm]eanwhile"
    r"|[Nn]ow|[Tt]hen|[Tt]oday|[Oo]nly|[Ee]ven|[Ss]till|[Hh]ere|[Oo]fficially)[\s\xa0]+)+"
)
_FINITE = later(
    r"\b(?:is|are|was|were|am|has|have|had|will|would|did|does|do|can|could|may|might|must|should|been|being|to|not"
    r"|fled|left|came|went|lost|rose|fell|died|says?|said|gave|took|sent|told|saw|ran|made|found|held|kept"
    r"|brought|got"
    r"|it|they|we|he|she|there)\b|[a-z]ed[\s\xa0](?:the|an?|his|her|its|their|up|off|\d)\b"
)
_CUT = later(
    r"[\s\xa0](?:who|whom|which|whose|that|where|when|we|they|she|he|I|reached|interviewed|consulted|contacted"
    r"|asked|quoted|cited"
    r"|[a-z]+ing[\s\xa0](?:the|an?|its|their|this|that|his|her)|(?!(?:United|Red|Armed|Allied|Associated|Combined"
    r"|Retired|Displaced)\b)(?:[a-z]+(?:ed|ing)|kept|made|sent|drawn|written|led|run|held|built|given|taken"
    r"|shown)[\s\xa0](?:by|in|on|at|for|from|with|near|across|along|through))\b.*$",
    re.S,
)
"""What is only said of somebody: `a conscript who has since fled`, `residents reached by telephone`."""
_MADE_BY = later(
    r"(?:[\w’'-]+[\s\xa0]){1,5}?(?:launched|published|written|kept|compiled|prepared|issued|released|conducted"
    r"|commissioned|signed|filed|sent|made)"
    r"[\s\xa0]by[\s\xa0](?:the[\s\xa0])?(?:(?:of[\s\xa0](?:the[\s\xa0])?|for[\s\xa0])?[A-Z][\w’&-]*[\s\xa0]*"
    r"|[a-z]+[\s\xa0]*){1,4}?(?=[\s\xa0]*(?:$|in|on|of|for|after|from)\b|$)"
)
"""Who made a paper stands with it: `the appeal launched by the Red Cross`."""
_MARKS = later(r"[\s\xa0]*(?:\([^()]*\)|\[\w{1,3}\])[\s\xa0]*")
_WORD = later(r"[A-Za-zÀ-ÿ][\w’'.&-]*|\d[\w,.]*")
_PREPOSITION = later(
    r"[\s\xa0](?:of|in|from|at|by|for|on|with|near|inside|outside|across|along|close|of|about|to|behind"
    r"|under)[\s\xa0]"
)


@dataclass(frozen=True, slots=True)
class Told:
    """`text[start:end]` is who says it, by a verb at `verb`; `behind` where the words stand behind what is said."""

    start: int
    end: int
    who: str
    verb: int
    behind: bool


_ENDS = later(
    r"(?:[\s\xa0](?:us|me|reporters|journalists|(?:the[\s\xa0]|an?[\s\xa0])?(?:(?:of|for)[\s\xa0]"
    r"|[A-Z][\w’]*[\s\xa0]?){1,6}))?[\s\xa0]*(?:[,.;)”\"]|$|(?:on|in|last|this|at)[\s\xa0](?:[A-Z]\w+|\d|week|month"
    r"|year|the[\s\xa0]time)[^,;]{0,30}[.,]?$)"
)
_GOES_OUT = later(
    r"[\s\xa0](?:in|on|to|at|during|after|before|last|this|by|late|early|when|as|through)\b"
    r"(?![^.;]*\bthat\b)[^.;:“\"]*(?:[.;]|$)"
)
"""Behind `, the ombudsman wrote`: only when, where and to whom, and the sentence is over."""
_A_NOUN = later(
    r"(?:report|estimate|claim|record|document|count|survey|list|log|poll|note|project|track|interview|forecast"
    r"|register|answer"
    r"|mention|account|address|trace|monitor|rank|view|find|show|state|quote|number)s?$|repl(?:y|ies)$"
)
_NOUN_AHEAD = later(
    r"[\s\xa0]+(?:of|by|from|range|and[\s\xa0](?:other|the)|were|was|are|is|have|has|had|made|kept|taken)\b"
)
_NOUN_BEFORE = later(
    r"\b(?:an?|the|its|his|her|their|our|my|this|these|those|every|each|no|of|in|by|from|on|for|with|per|any|both"
    r"|other|such|own|first|second|third|last|new|latest|recent|annual|final|official|leaked|draft|white|internal"
    r"|joint|whose|public)[\s\xa0]$",
    re.I,
)
"""`a think tank`, `its records`: what looks like a verb is a noun."""
_PASSIVE = later(r"\b(?:is|are|was|were|be|been|being)[\s\xa0]+(?:\w+ly[\s\xa0]|also[\s\xa0]|not[\s\xa0])?$")
_NUMBERS_ALONE = later(
    r"[\s\xa0]*(?:(?:only|about|some|around|at[\s\xa0]least|more[\s\xa0]than|over|just|nearly|up[\s\xa0]to|an?|the"
    r"|[“\"])[\s\xa0]*)*(?:\d|one|two|three"
    r"|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|dozens|hundreds|thousands|no[\s\xa0])"
)
_PARTS = later(
    r"[\s\xa0][\w,]+[\s\xa0](?:pages|chapters|sections|parts|articles|paragraphs|volumes|annexes|provinces|years"
    r"|counties|countries|states)\b"
)


def told(text: str, start: int, end: int) -> Iterator[Told]:
    """Everybody who states something in a sentence, in order."""
    floor, text = start, _without_asides(text, start, end)
    for verb in VERB.finditer(text, start, end):
        form = verb["says"] or verb["shows"] or verb["holds"]
        if _NOUN_BEFORE.search(text, max(verb.start() - 14, start), verb.start()) or (
            form.endswith("ed") and _BY.match(text, verb.end())
        ):
            continue
        if _A_NOUN.match(form) and _is_noun(text, verb, end):
            continue
        if _GIVES.match(form) and not _A_FIGURE.match(text, verb.end()):
            continue
        found = _subject(text, start, floor, verb) or _of_the_verb_before(text, start, verb)
        if found is not None:
            yield found
            floor = verb.end()


def _of_the_verb_before(text: str, start: int, verb: re.Match[str]) -> Told | None:
    """`Dr Vell called it a trap and told us that`: the second verb has the subject of the first."""
    place = with_adverbs(text, start, verb.start())
    if not verb["says"] or _AND.search(text, start, place) is None or _PARTED.search(text, start, place):
        return None
    finite = _FIRST_VERB.search(text, start, place)
    phrase = _phrase(text, start, finite.start()) if finite else None
    if phrase is None or speaker(text, start, place) is None:
        return None
    return Told(phrase[0], phrase[1], phrase[2], place, behind=False)


_AND = later(r",?[\s\xa0]and[\s\xa0]*$")
_PARTED = later(r"[;:!?]")
_ASIDE = later(r"\([^()]*[;:][^()]*\)")


def _without_asides(text: str, start: int, end: int) -> str:
    """The text with blanks for long words in brackets, which would part a subject from its verb."""
    if "(" not in text[start:end] or _ASIDE.search(text, start, end) is None:
        return text
    blank = _ASIDE.sub(lambda m: " " * len(m[0]), text[start:end])
    return text[:start] + blank + text[end:]


_BY = later(r"[\s\xa0](?:by|as|here|below|above|only[\s\xa0]as)\b")
_GIVES = later(r"g(?:iv|av)e")
_A_FIGURE = later(
    r"[\s\xa0](?:(?:an?|the|its|their|his|her|only|about|some|around|more[\s\xa0]than|at[\s\xa0]least|much|far"
    r"|higher|lower)[\s\xa0])*"
    r"[“\"]?(?:\d|number|figure|total|toll|count|estimate|age|range|one|two|three|four|five|six|seven|eight|nine"
    r"|ten|dozens|hundreds|thousands)"
)


def _is_noun(text: str, verb: re.Match[str], end: int) -> bool:
    """`Hospital records show`, `, monitors at the border recorded`: a verb of its own follows."""
    if _NUMBERS_ALONE.match(text, verb.end()):
        return False
    if _NOUN_AHEAD.match(text, verb.end()) or VERB.match(text, verb.end() + 1):
        return True
    if text[: verb.start()].rstrip()[-1:] not in (",", ";", ""):
        return False
    stop = _STOP.search(text, verb.end(), end)
    return VERB.search(text, verb.end(), stop.start() if stop else end) is not None


_STOP = later(r"[,;:.“]|[\s\xa0]that[\s\xa0]")


def speaker(text: str, start: int, end: int) -> str | None:
    """The body or the paper that opens a sentence, up to its first verb: what `It says` behind it means."""
    finite = _FIRST_VERB.search(text, start, end)
    phrase = _phrase(text, start, finite.start()) if finite else None
    if phrase is None:
        return None
    words = _WORD.findall(_PREPOSITION.split(_CUT.sub("", phrase[2]))[0])
    head = words[-1].removesuffix("’s") if words else ""
    known = (
        head.lower() in BODIES
        or head.lower() in PAPERS
        or (head[:1].isupper() and len(words) > 1)
        or head.isupper()
    )
    return phrase[2] if known and head.lower() not in NOT_SPEAKING else None


_FIRST_VERB = later(
    rf"[\s\xa0](?=(?:{ADVERBS})(?:is|are|was|were|has|have|had|will|would|does|do|did|can|could|may|might|runs?"
    rf"|works?|began|keeps?|kept"
    r"|opened|closed|looks?|tracks?|helps?|helped|offers?|offered|[a-z]{3,}(?:ed|es))\b)"
)


def _subject(text: str, start: int, floor: int, verb: re.Match[str]) -> Told | None:
    place = with_adverbs(text, floor, verb.start())
    if _PASSIVE.search(text, max(floor, place - 24), place):
        return None
    phrase = _phrase(text, floor, place)
    if phrase is None:
        return None
    first, last, who = phrase
    if not _may_state(text, who, verb):
        return None
    lead = text[start:first].strip()
    behind = ("," in lead or lead.endswith(("”", '"'))) and (
        _ENDS.match(text, verb.end()) is not None
        or (_FINITE.search(lead) is not None and _GOES_OUT.match(text, verb.end()) is not None)
    )
    between = (
        behind
        and _FINITE.search(lead) is None
        and text[verb.end() : verb.end() + 1] == ","
        and not any(sign.isdigit() for sign in lead)
    )
    return Told(first, last, who, place, behind and not between)


_IN_NAMES = frozenset(["road", "river", "village", "border", "house", "camp", "way", "rights", "other"])
"""Words that state nothing, and end the name of many a body: `Lantern Road`."""


def _may_state(text: str, who: str, verb: re.Match[str]) -> bool:
    words = _WORD.findall(_PREPOSITION.split(_CUT.sub("", who))[0])
    if len(words) > 1 and words[-1].isdigit():
        words = words[:-1]  # `Entry 88 in the ledger`
    head = words[-1].removesuffix("’s") if words else ""
    named = head[:1].isupper() and len(words) > 1 and head.lower() in _IN_NAMES
    if not head or (head.lower() in NOT_SPEAKING and not named) or head[0].isdigit():
        return False
    if verb["says"]:
        return True
    if verb["holds"]:
        kept = head.lower() in PAPERS and _NUMBERS_ALONE.match(text, verb.end()) is not None
        return kept and _PARTS.match(text, verb.end()) is None
    low = head.lower()
    return bool(low in PAPERS or low in BODIES or head[0].isupper() or BY_WORK.match(low))


def _phrase(text: str, floor: int, end: int) -> tuple[int, int, str] | None:
    """The noun phrase right before a place: `Ola Brink` of `In May Ola Brink, the mayor,`."""
    first = max(
        (
            m.end()
            for m in _BOUNDARY.finditer(text, floor, end)
            if not m["that"] or _COMPLEMENT.search(text, floor, m.start())
        ),
        default=floor,
    )
    edges = [m.start() for m in _COMMA.finditer(text, first, end)]
    parts = [(a, b) for a, b in zip([first, *(e + 1 for e in edges)], [*edges, end], strict=True)]
    closed = bool(edges) and not text[parts[-1][0] : parts[-1][1]].strip()
    if closed:
        chosen = [p for p in (_trimmed(text, a, b) for a, b in parts[:-1]) if p is not None]
        if not chosen or _WE.match(text, *parts[0]):
            return None
        head, *beside = chosen
        named = next((b for b in beside[:1] if _A_NAME.fullmatch(b[2]) and not _A_NAME.search(head[2])), None)
        return head if named is None else (head[0], named[1], f"{head[2]} {named[2]}")
    if len(parts) > 1 and _RELATIVE.match(text, *parts[-1]):
        return _named_last(text, first, parts[-1][0] - 1)
    return _trimmed(text, *parts[-1])


_RELATIVE = later(r"[\s\xa0]*(?:who|which|whose)[\s\xa0]")
_NAMED_LAST = later(
    r"(?P<who>(?:[Tt]he[\s\xa0])?[A-Z][\w’'.&-]*(?:[\s\xa0](?:(?:of|for|on|the|and"
    r"|in)[\s\xa0]){0,2}[A-Z][\w’'.&-]*)*)[\s\xa0]*(?:\([^()]*\))?[\s\xa0]*$"
)
_WE = later(r"[\s\xa0]*(?:We|I)[\s\xa0]*$")
"""`We, 34 organisations, write`: nobody but the authors."""


def _named_last(text: str, start: int, end: int) -> tuple[int, int, str] | None:
    """Whom a clause with `who` or `whose` tells of: the name that ends right before it."""
    match = _NAMED_LAST.search(text, max(start, end - _LONGEST), end)
    if match is None:
        return None
    return match.start("who"), match.end("who"), " ".join(match["who"].split())


_COMPLEMENT = later(
    rf"\b(?:{SAYS}|{SHOWS}|fact|so|evidence|view|information|indications?|clear|concern(?:ed)?|allegations?|claims?"
    rf"|reports?|belief|true|likely"
    rf"|possible|me|us|him|her|them|reporters|told[\s\xa0][^.;,]{{2,50}}|informed[\s\xa0][^.;,]{{2,50}})$"
)
"""Before a `that` which opens a clause of its own; behind any other noun it tells more of the noun."""
_COMMA = later(r",(?!\d{3}\b)")
_A_NAME = later(r"(?:Mr|Ms|Mrs|Dr|Prof(?:essor)?\.?[\s\xa0])?[A-Z][\w’.-]+(?:[\s\xa0][A-Z][\w’.-]+)+")


def _trimmed(text: str, a: int, b: int) -> tuple[int, int, str] | None:
    """A noun phrase without the words that lead to it; None where it is no noun phrase."""
    while a < b and text[a].isspace():
        a += 1
    for lead in (_LEADS, _TIME, _IN_A_PAPER):
        if match := lead.match(text, a, b):
            a = match.end()
    if _INTRO.match(text, a, b):
        return None
    words = _MARKS.sub(" ", text[a:b])
    made = _MADE_BY.match(words)
    words = (words[: made.end()] if made else _CUT.sub("", words)).strip(" \n\t\xa0,")
    if not 1 < len(words) <= _LONGEST or (made is None and _FINITE.search(words)) or _PRONOUN.match(words):
        return None
    if _OWNED.match(words) or not (words[0].isupper() or words[0] in '“"' or _plain(words)):
        return None
    return a, a + len(words), " ".join(words.split())


_PRONOUN = later(r"(?:It|They|We|He|She|I|You|There|This|That|Who|Which|What|How|Nobody|None)\b", re.I)
_OWNED = later(
    r"(?:its|their|our|my|whose|this|these)\b|(?:the[\s\xa0])?(?:mandate[\s\xa0-]holder|authors?[’'])"
    r"|the[\s\xa0]present",
    re.I,
)
"""What belongs to somebody not named here, or to the authors themselves."""
_LONGEST = 110
"""Characters. No subject is longer."""


def _plain(words: str) -> bool:
    """A few small words with nothing before them: `relatives`, `church workers`, `two former guards`."""
    return len(words.split()) <= 9 and words[0].isalpha()
