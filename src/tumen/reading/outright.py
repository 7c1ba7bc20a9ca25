"""Demands made outright in running text: `Open the archives.`, `Ms Vell, open file 3`, `Would the minister …?`"""

from __future__ import annotations

from collections.abc import Iterator

from tumen.patterns import later
from tumen.reading.asking import ACTS, VERBS
from tumen.reading.public_bodies import public
from tumen.reading.requests import Request

_S = r"[\s\xa0]"
OUTRIGHT = "asked outright"
_TO_READERS = (
    r"(?:Take|Consider|See|Note|Look|Imagine|Remember|Add|Meet|Say|Try|Use|Make|Ask|Work|Show|Study|Report"
    r"|Question|Compare"
    r"|Suppose|Think|Count|Picture|Recall|Observe|Turn|Read|Click|Visit|Follow|Contact|Set|Leave|Judge|Keep|Bear"
    r"|Start|Begin"
    r"|Call|Contrast|Assume|Mind|Put|Go|Come|Walk|Join|Find|Listen|Search|Sign(?=[\s\xa0]up)|Speak|Hold|Refer"
    r"|Number|Record"
    r"|Be|Have|Do|Let(?=[\s\xa0](?:us|me|alone)\b)|Trust|Cross|Drive|Learn|Live|Cite|Divide|Quote|Face|State"
    r"|House|Book)"
)
"""What a text tells its reader to do while reading, or words that begin a sentence as nouns."""
_OBJECT = (
    rf"(?:up{_S}|out{_S}|off{_S}|on{_S}|in{_S}|back{_S}|down{_S}|away{_S})?(?:the|your|these|those|this|that|all"
    rf"|every|no|any|[a-z]+ing{_S}(?:the|them|him|her|it|people)|them|him|her|it|its"
    rf"|their|us|each|an?|more|to{_S}(?:the|your|them)|with{_S}(?:the|your|them)|[A-Z])\b"
)
_OUTRIGHT = later(
    rf"(?:[“\"]{_S}?)?(?:And{_S}|So{_S}|But{_S}|Please,?{_S}|Then{_S}|Now{_S}|Above{_S}all,?{_S}|Instead,?{_S}"
    rf"|First(?:ly)?,{_S}|Second(?:ly)?,{_S}|Third(?:ly)?,{_S}|Finally,{_S})?"
    rf"(?P<ask>(?:Do{_S}not|Don[’']t|Never(?:{_S}again)?|do{_S}not|don[’']t|never){_S}(?:{VERBS})\b"
    rf"|(?!{_TO_READERS}\b)(?i:{VERBS}){_S}{_OBJECT})"
)
_AGAIN = later(
    rf"(?:[“\"])?(?:And{_S}|So{_S}|But{_S}|Then{_S})?(?P<ask>(?i:{VERBS})\b(?:{_S}(?:{_OBJECT}|for|to)|[.!]$))"
)
"""A sentence beside one that asks outright may do so in shorter words."""
_FINITE = later(
    r"^[^,;:]{0,80}?[\s\xa0](?:is|are|was|were|has|have|had|does|did|came|comes|went|will|would|can|could|may"
    r"|might)\b"
)
_CALLED = later(
    rf"(?P<who>(?:Mr|Mrs|Ms|Madam|Dr|Sir)\.?{_S}[A-Z][\w’-]+|(?:Mr|Madam){_S}(?:President|Chair\w*|Speaker"
    rf"|Minister|Secretary)"
    rf"|(?:Ministers?|Members?|President|Governor|Commissioner|Senators?|Ambassador|Judges?|Colleagues|Friends"
    rf"|Readers)"
    rf"|(?!(?:The|In|On|At|By|For|From|Last|This|That|Since|After|Before|When|If|Yes|No|Now|Then|Here|There|First"
    rf"|Second|Third|Finally"
    rf"|However|Instead|Meanwhile|And|But|So|Please|Above|Today)\b)[A-Z][\w’-]+(?:{_S}"
    rf"(?:and{_S})?[A-Z][\w’-]+){{0,2}}),{_S}"
    rf"(?:please{_S})?(?P<ask>(?:do{_S}not|don[’']t|never){_S}[a-z]+|(?:{VERBS}){_S}{_OBJECT})"
)
"""`Sofia, put a lawyer on every shift`: whom the words call by name."""
_CALLED_LAST = later(
    rf":{_S}(?P<who>(?:Mr|Mrs|Ms|Madam|Dr|Sir)\.?{_S}[A-Z][\w’-]+|[A-Z][\w’-]+(?:{_S}[A-Z][\w’-]+){{0,2}}),{_S}"
    rf"(?P<ask>(?:please{_S})?(?:{VERBS}){_S}[a-z])"
)
_LED = later(
    rf"(?:If{_S}you(?:[’']re|{_S}are|{_S}work{_S}for)?{_S}(?P<you>[^.;:]{{2,60}}?)[:,]{_S}"
    rf"|(?:(?:[Aa]nd{_S})?[Tt]o|[Aa]s{_S}(?:for|to)){_S}(?P<as>[^:;]{{2,200}}?)(?:{_S}(?:we|I){_S}(?:would{_S}"
    rf"|can{_S}only{_S}|also{_S})?(?:say|ask|appeal))?:{_S}"
    rf"|[^.;:]{{0,60}}?\b(?:plea|appeal|message|request|advice|demand|word|proposal|suggestion|answer){_S}(?:"
    rf"(?:to|for|goes{_S}to|is{_S}to){_S}(?P<plea>[^.;:]{{2,60}}?)(?:{_S}is{_S}\w+)?|is{_S}(?:the{_S}same|simple"
    rf"|short|clear|plain)):{_S}"
    rf"|(?P<who>[A-Z][^.;:,]{{2,60}}?):{_S})(?:please{_S})?(?P<ask>(?:do{_S}not|don[’']t|never){_S}[a-z]+|"
    rf"(?:{VERBS})(?:{_S}{_OBJECT}|{_S}(?:out|up|off|down|away|back|back)\b|{_S}[a-z]+(?:s|ing)?\b|[.!;,]|$))"
)
_FOR_SOMEBODY = later(
    rf"[ \t\xa0]*(?:\(?\d{{1,2}}[.)]|\(?[a-z]\)|[•*–-])[ \t\xa0]+(?P<ask>for{_S}(?P<to>[^;:]{{3,140}}?)[\s\xa0,]+"
    rf"(?:not{_S})?to{_S}[a-z])"
)
"""`1. for the Minister of Justice to revise the rules`: an item behind `it is desirable:`."""
_FURTHER_QUESTION = later(
    rf"(?:[“\"]|And{_S}|But{_S}|So{_S}|Then{_S})?(?P<ask>(?:[Ww]hy{_S}not|[Hh]ow{_S}about"
    rf"|[Ww]hat{_S}about){_S}[a-z]|(?:[Ww]ould|[Ii]s){_S}it{_S}not{_S}(?:be{_S})?(?:better|wiser|time|right|fair"
    rf"|best){_S}(?:to|for|that)|[Ii]s{_S}it{_S}too{_S}much{_S}to{_S}ask)\b"
)
_WISHED = later(rf"May{_S}(?P<to>(?:the|all|our){_S}[^.;:]{{2,60}}?){_S}(?:not{_S})?(?:{VERBS})\b")
_CIVIC = later(
    rf"(?:Call|Write|Phone|Ring|E-?mail|Tell|Ask|Contact|Lobby|Urge){_S}(?:today{_S}|now{_S})?"
    rf"(?:to{_S})?(?:your{_S}|the{_S}(?P<to>[a-z]+))"
)
_SLOGAN = later(
    rf"(?:Never{_S}(?:again{_S})?(?:{VERBS})\b|No{_S}more{_S}[a-z]+|Justice{_S}for{_S}"
    rf"|Freedom{_S}for{_S}|Not{_S}one{_S}more{_S})"
)
_THREATENS = later(
    r"[”\"][\s\xa0]*[^.]*\b(?:guards?|soldiers?|officers?|police\w*|they|men|man|captors?|captain"
    r"|sergeant|broker|gang)\b"
)
_SO = later(rf",{_S}so{_S}(?:please{_S})?(?P<ask>(?:{VERBS}){_S}{_OBJECT})")
_FROM_BODY = later(
    r"\b(?:Articles?|Tables?|Figures?|Sources?|Notes?|Annex|Box|Interview\w*|Case|Page|Photo|Question|Answer|She"
    r"|He|replied|said|asked|says)$"
)
_QUESTION = later(
    rf"(?:[“\"]|Q\d+\.?{_S}|\d{{1,3}}\.{_S}|And{_S}|But{_S})?(?P<ask>(?:[Ww]ill|[Ww]ould|[Cc]ould|[Cc]an){_S}"
    rf"(?P<to>[^.;:?,]{{2,70}}?){_S}(?:now{_S}|also{_S}|please{_S}|at{_S}last{_S}|undertake{_S}to{_S}"
    rf"|commit{_S}to{_S}|agree{_S}to{_S})?"
    rf"(?!be\b|have\b|know\b|understand\b|see\b|remember\b|find\b|stay\b|come\b|go\b|live\b|win\b|work\b|last\b"
    rf"|stand\b|hear\b|count\b|trust\b|carry\b)(?:{VERBS})\b)"
)
_SHORT = 60
"""Characters of a slogan at most."""
_HE = frozenset(["it", "he", "she", "they", "you"])


_ASKING_WORDS = frozenset(VERBS.split("|")) | frozenset({
    "do", "don", "not", "never", "again", "will", "would", "could", "can", "why", "how", "what", "is",
    "may", "no", "justice", "freedom", "if", "to", "as", "and", "so", "but", "please", "then", "now",
    "above", "instead", "first", "firstly", "second", "secondly", "third", "thirdly", "finally", "for",
    "call", "write", "phone", "ring", "email", "tell", "contact",
})  # fmt: skip
_FIRST_WORD = later(r"[^A-Za-z]*([A-Za-z-]+)")
_CALLS_BY_NAME = later(r"[A-Z][^,:;]{1,50},[\s\xa0](?:please[\s\xa0])?([a-z]+)")


def may_speak(text: str, start: int, end: int) -> bool:
    """Whether a sentence may ask outright: by its first word, by a colon, or by a verb behind a name."""
    first = _FIRST_WORD.match(text, start, end)
    if first is not None and first[1].lower() in _ASKING_WORDS:
        return True
    if (
        ":" in text[start : start + _LEAD]
        or ": " in text[start:end]
        or text[end - 1] == "?"
        or ", so " in text[start:end]
    ):
        return True
    called = _CALLS_BY_NAME.match(text, start, end)
    return called is not None and (called[1] in _ASKING_WORDS)


_LEAD = 210
"""Characters in which whom somebody speaks to is named."""


def outright(text: str, start: int, end: int, *, beside: bool) -> Iterator[Request]:
    """What one sentence asks outright.

    Args:
        text: the whole text.
        start, end: the sentence.
        beside: whether the sentence before asked outright too: then fewer words are enough.
    """
    last = end - 1 if text[end - 1] in ".!" else end
    item = _FOR_SOMEBODY.match(text, start, end)
    if item and public(item["to"]):
        yield Request(item.start("ask"), last, item["to"], OUTRIGHT)
        return
    match = (
        _CALLED.match(text, start, end)
        or _LED.match(text, start, end)
        or _CALLED_LAST.search(text, start, end)
    )
    if match:
        groups = match.groupdict()
        who = next((groups[k] for k in ("who", "you", "as", "plea") if groups.get(k)), None)
        if who is None or not _FROM_BODY.search(who):
            yield Request(match.start(), last, who, OUTRIGHT, match.start("ask"))
            return
    if text[end - 1] == "?":
        match = _QUESTION.match(text, start, end)
        if match and (
            public(match["to"]) or (match["to"].lower() in _HE and (beside or match["to"].lower() == "you"))
        ):
            yield Request(match.start("ask"), end, match["to"], OUTRIGHT)
        elif further := _FURTHER_QUESTION.match(text, start, end):
            yield Request(further.start("ask"), end, None, OUTRIGHT)
        return
    if text[end - 1] in ":;,":
        return
    short = _WISHED.match(text, start, end) or (
        _SLOGAN.match(text, start, end) if end - start < _SHORT else None
    )
    civic = _CIVIC.match(text, start, end)
    if (short and (short.re.groups == 0 or public(short["to"]))) or (
        civic and (not civic["to"] or public(civic["to"]))
    ):
        yield Request(start, last, None, OUTRIGHT)
        return
    if text[start] in '“"' and _THREATENS.search(text, start + 1, end):
        return
    match = _OUTRIGHT.match(text, start, end) or (_AGAIN.match(text, start, end) if beside else None)
    if match and (match["ask"][0] in "DdNn" or not _FINITE.match(text[match.end() : end])):
        yield Request(match.start("ask"), last, None, OUTRIGHT)
        return
    if beside and ACTS.match(text, start, end) and not _FINITE.match(text[start:end]):
        yield Request(start, last, None, OUTRIGHT)
        return
    if match := _SO.search(text, start, end):
        yield Request(match.start("ask"), last, None, OUTRIGHT)
