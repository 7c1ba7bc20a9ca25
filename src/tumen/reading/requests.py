"""Further ways in which English text asks: polite questions, `look to A to act`, `her wish was that`, plain nouns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tumen.patterns import later
from tumen.reading.asking import VERBS

_BODY_WHO = (
    r"(?:[Ww]e|I|[Hh]e|[Ss]he|[Tt]hey|[Mm]embers|[Tt]he[\s\xa0](?:undersigned|signator(?:y|ies)|authors?"
    r"|[Ss]pecial[\s\xa0][Rr]apporteur"
    r"|[Ww]orking[\s\xa0][Gg]roup|[Ii]ndependent[\s\xa0][Ee]xpert|[Cc]ommittee|[Cc]ommission|[Cc]ouncil"
    r"|witness(?:es)?|speakers?|delegations?"
    r"|organi[sz]ations?|groups?|families|relatives|coalition|network|panel|[Cc]hair\w*|report|paper|motion"
    r"|letter|petition)"
    r"|(?:[A-Z][\w’.&-]*[\s\xa0]){0,4}[A-Z][\w’.&-]*)"
)
_ADVERB = (
    r"(?:(?:also|therefore|further|strongly|respectfully|hereby|again|now|would|jointly|instead"
    r"|once[\s\xa0]more)[\s\xa0])*"
)
_A_THING = (
    r"(?=(?:an?|the|more|better|greater|full|immediate|urgent|prompt|independent|targeted|free|safe|regular"
    r"|stronger|clear"
    r"|unhindered|public|sanctions|access|assurances|information|clarification|guarantees|funding|support"
    r"|talks|answers|returning|(?!(?:hav|be|go|say)ing\b)[a-z]{3,}ing[\s\xa0](?:an?|the|up|all|its|their|every|any"
    r"|no)\b|returns?)\b)"
)
_SOFT = later(
    r"\b(?P<addressee>(?:[Tt]he[\s\xa0])?[A-Za-z][^.;:,\n]{1,70}?)(?:,[\s\xa0][^.;:]{3,120}?,)?[\s\xa0](?:(?:may"
    r"|might)[\s\xa0](?:wish"
    r"|want|like|care)[\s\xa0]to"
    r"|(?:could|might|can)[\s\xa0](?:usefully|start[\s\xa0]by|begin[\s\xa0]by|help[\s\xa0]by"
    r"|make[\s\xa0]a[\s\xa0]start[\s\xa0]by|do[\s\xa0]more)"
    r"|(?:could|might|may|should)[\s\xa0](?:also[\s\xa0])?consider(?=[\s\xa0][a-z]+ing\b)"
    r"|can[\s\xa0]do[\s\xa0](?:their|its)[\s\xa0](?:part|bit):"
    r"|(?:is|are)[\s\xa0](?:[a-z]+[\s\xa0]){0,2}placed[\s\xa0]to|ha(?:s"
    r"|ve)[\s\xa0]it[\s\xa0](?:with)?in[\s\xa0](?:its|their|his|her)"
    r"[\s\xa0](?:hands?|power|gift)[\s\xa0]to|would[\s\xa0]be[\s\xa0]wise[\s\xa0]to)[\s\xa0](?P<do>[a-z]+)\b"
)
_TOLD_OF = later(r"\b(?:who|which|that|those|anyone|somebody|people|they|he|she|it)$", re.I)
"""Before `may wish to`: people who are spoken of, and asked nothing."""
_LOOKS = later(
    rf"\b{_BODY_WHO}[\s\xa0]{_ADVERB}(?:look(?:s|ed)?[\s\xa0]to|count(?:s)?[\s\xa0]on|rel(?:y|ies)[\s\xa0]on"
    rf"|expect(?:s)?|trust|would[\s\xa0]like(?:[\s\xa0]to[\s\xa0]see)?"
    rf"|wish(?:es)?(?:[\s\xa0]for)?|want(?:s|ed)?|beg(?:s|ged)?|entreat(?:s|ed)?|plead(?:s|ed)?[\s\xa0]with)"
    rf"[\s\xa0](?P<addressee>(?!to\b)(?:the[\s\xa0]|all[\s\xa0]"
    rf"|your[\s\xa0])?[A-Za-z][^.;:\n]{{2,80}}?)[\s\xa0]to[\s\xa0](?:\w+ly[\s\xa0])?(?P<do>{VERBS})\b"
)
_NOUN_THAT = later(
    r"\b(?:recommendations?|requests?|pleas?|appeals?|proposals?|advice|demands?|suggestions?|message|asks?"
    r"|wish|hope)[\s\xa0]"
    r"(?:[\w,]+[\s\xa0]){0,5}?(?:is|was|are|were|would[\s\xa0]be|remains)[\s\xa0](?:(?:a[\s\xa0])?(?:simple"
    r"|clear|this|plain|modest)"
    r"[\s\xa0]?(?:one)?[:,][\s\xa0])?(?P<ask>(?:that|to)[\s\xa0]|(?<=[:,][\s\xa0])(?=(?:" + VERBS + r")\b))"
)
_SECOND_THAT = later(
    r";[\s\xa0](?:and[\s\xa0])?(?:(?:his|her|its|their|the|our|a)[\s\xa0])?(?:second|third|fourth|last"
    r"|other)[^;.]{0,12}?,?[\s\xa0](?P<ask>that[\s\xa0])"
)
_SUBJUNCTIVE = later(
    rf"\b(?:suggest(?:s|ed)?|propos(?:e|es|ed)|prefer(?:s|red)?|argu(?:e|es|ed)|recommend(?:s|ed)?|ask(?:s"
    rf"|ed)?|urg(?:e|es|ed)"
    rf"|request(?:s|ed)?|insist(?:s|ed)?|mov(?:e|es"
    rf"|ed)|advis(?:e|es"
    rf"|ed))(?:[\s\xa0][^.;:,\n]{{3,60}}?)?[\s\xa0](?P<ask>that[\s\xa0](?P<addressee>[^.;:\n]{{2,80}}?)"
    rf"[\s\xa0](?:not[\s\xa0])?(?:be|(?:re)?(?:{VERBS}))\b)"
)
_FOR_A_THING = later(
    rf"\b{_BODY_WHO}[\s\xa0]{_ADVERB}(?:recommend(?:s|ed)?|request(?:s|ed)?|suggest(?:s|ed)?|propos(?:e|es|ed)"
    rf"|seek(?:s)?|favou?r(?:s|ed)?"
    rf"|call(?:s|ed)?[\s\xa0]for|press(?:es|ed)?[\s\xa0]for|ask(?:s|ed)?[\s\xa0]for|welcome|appreciate"
    rf"|be[\s\xa0]grateful[\s\xa0]for|plead(?:s|ed)?[\s\xa0]for|(?:advise|caution)(?:s|d|ed)?[\s\xa0]against"
    rf"|insist(?:s|ed)?[\s\xa0]on)"
    rf"(?:[\s\xa0](?:of|from)[\s\xa0](?P<addressee>[^,.;]{{2,60}}?))?[\s\xa0](?P<ask>){_A_THING}"
)
_POLITE = later(
    rf"\b(?:(?P<please>[Pp]lease)[\s\xa0](?:\w+ly[\s\xa0]|also[\s\xa0]|do[\s\xa0])?|(?P<you>(?:[Cc]ould"
    rf"|[Ww]ould|[Ww]ill|[Cc]an)[\s\xa0]"
    rf"(?:you|your[\s\xa0]\w+|the[\s\xa0][A-Z]\w+(?:[\s\xa0][A-Z]\w+)?|(?:he|she|they)(?=[\s\xa0](?:undertake"
    rf"|commit|agree|consider|give|meet|confirm"
    rf"|publish|assure|ensure|raise|tell)\b)))[\s\xa0](?:please[\s\xa0]|also[\s\xa0]"
    rf"|kindly[\s\xa0]|now[\s\xa0])*"
    rf"|[Ww]e[\s\xa0](?:would|should)[\s\xa0]be[\s\xa0](?:most[\s\xa0]"
    rf"|very[\s\xa0])?grateful[\s\xa0]if[\s\xa0]you[\s\xa0](?:could|would|might)[\s\xa0])(?P<ask>)(?!(?:visit"
    rf"|see|note|read|contact|click|subscribe|follow|cite|enter|register|leave|refer|consult|go|use|turn"
    rf"|remember|bear|feel|be)\b)(?:{VERBS})\b"
)
_CASE_FOR = later(
    r"\b(?:there[\s\xa0]is[\s\xa0](?:an?|every)[\s\xa0](?:\w+[\s\xa0])?(?:case|argument|reason)[\s\xa0](?:for"
    r"|to)[\s\xa0](?:(?P<addressee>(?:the[\s\xa0]"
    r"|all[\s\xa0])?[A-Za-z]{3,}(?:[\s\xa0][A-Za-z]+){0,3}?)[\s\xa0](?=to[\s\xa0][a-z]+))?"
    r"|(?:an?|the)[\s\xa0](?:better|wiser|first|simplest|safer|next|obvious|right)[\s\xa0](?:approach|course"
    r"|step|way|policy|thing|move)[\s\xa0][^.;]{0,30}?"
    r"(?:would|might|is|could|must)[\s\xa0](?:be[\s\xa0])?to[\s\xa0]|what[\s\xa0](?:is|was"
    r"|remains)[\s\xa0](?:\w+[\s\xa0])?(?:needed|required"
    r"|called[\s\xa0]for|lacking)[\s\xa0](?:\w+[\s\xa0])?is[\s\xa0]|(?:the[\s\xa0](?:way[\s\xa0]forward|answer"
    r"|solution|remedy)[\s\xa0]is[\s\xa0]to[\s\xa0]))(?P<ask>)",
    re.I,
)
_LACKING = later(
    r"(?P<what>(?:[Aa]n?|[Ii]ndependent|[Ff]ull|[Ii]mmediate|[Uu]rgent|[Mm]ore|[Bb]etter|[Ss]tronger"
    r"|[Nn]ew)[\s\xa0][^.;:,]{3,80}?)[\s\xa0]"
    r"(?:is|are|remains?)[\s\xa0](?:(?:urgently|badly|desperately|sorely|now|therefore)[\s\xa0](?:needed|required)"
    r"|called[\s\xa0]for|long[\s\xa0]overdue)\b"
)
"""`A moratorium is urgently needed`: a thing that is asked for by being missed."""
_CALL_AGAIN = later(
    r"\b(?:reiterat\w+|repeat\w*|renew\w*|join\w*|echo\w*|support\w*|add\w*)[\s\xa0][^.;]{0,60}?\b(?:calls?|calling"
    r"|appeals?|demands?|request)"
    r"[\s\xa0](?:for|that)[\s\xa0]|\bit[\s\xa0]would[\s\xa0](?:be|help|make)[^.;]{0,40}[\s\xa0]if[\s\xa0]",
    re.I,
)
_THINGS = (
    (_FOR_A_THING, ("recommend", "request", "suggest", "propos", "seek", "favo", "call", "press", "ask", "welcome",
                    "appreciate", "grateful", "plead", "advis", "caution", "insist")),
    (_CASE_FOR, ("there", "better", "wiser", "first", "simplest", "safer", "next", "obvious", "right", "what", "way",
                 "answer", "solution", "remedy")),
    (_CALL_AGAIN, ("call", "appeal", "demand", "request", "it would")),
)  # fmt: skip
"""Ways of asking for a thing, each with letters of which some must stand in the sentence."""
_NUMBERED = later(
    r"\W*(?:[Rr]ecommendation|[Rr]equest|[Dd]emand|[Aa]sk"
    r"|R)[\s\xa0]?\d{1,2}(?:[\s\xa0]?\((?:to[\s\xa0])?(?P<addressee>[^)]{2,60})\))?[:.–—][\s\xa0]*(?P<ask>)"
    rf"(?:{VERBS})\b",
    re.I,
)
_GATE = later(
    r"reiterat\w+|repeat\w*|renew\w*|recommend\w*|requests?|requested|suggest(?:s|ed)?|propos(?:e|es|ed)"
    r"|seeks?|favou?r(?:s|ed)?|grateful"
    r"|please|kindly|welcome|appreciate"
    r"|usefully|wise|wish|wishes|looks?|looked|counts?|relies|trust|like|expects?|beg|begged|plead(?:s|ed)?"
    r"|case|approach|course|step|move|moved"
    r"|could|would|will|can|may|might|message|advice|demands?|pleas?|appeals?|asks?|asked|best|calls?|called"
    r"|press(?:es|ed)?|wants?|wanted|advis(?:e|es|ed)|cautions?|cautioned|insists?|insisted|hands?|power|gift"
    r"|placed|needed|required"
    r"|lacking|overdue|calling|see"
).fullmatch
_NO_DEMAND = later(
    r"\b(?:would[\s\xa0]like[\s\xa0]to|(?:suggest|propos|recommend)\w*[\s\xa0]by|is|are|was|were|be"
    r"|been)[\s\xa0]+$|\bif[\s\xa0]$"
)
may_request = _GATE
_LONGEST_LABEL = 60
_COULD = later(
    rf"(?:(?:First|Second|Third|Fourth|Fifth|Finally|Lastly)(?:ly)?,[\s\xa0])?(?P<addressee>(?:[Tt]he[\s\xa0]"
    rf"|[Aa]ll[\s\xa0])?[A-Z][^.;:,\n]{{1,70}}?)[\s\xa0](?:could|might|can)[\s\xa0](?:{VERBS})\b"
)


def could_do(text: str, start: int, end: int) -> Request | None:
    """`UNHCR could release its notes`: under a heading for what is to be done, a demand; elsewhere it only tells."""
    match = _COULD.match(text, start, end)
    return match and Request(
        start, _stop(text, match.end(), end), match["addressee"], "said to be able to help"
    )


_BARE = later(
    rf"(?:And[\s\xa0]|So[\s\xa0]|But[\s\xa0]|Please,?[\s\xa0])?(?:Do[\s\xa0]not[\s\xa0](?:{VERBS})|(?!(?:Take"
    rf"|Consider|See|Note|Look|Imagine|Remember|Add|Meet|Say|Try"
    rf"|Use|Make|Ask|Work|Show|Study|Report|Question)\b)"
    rf"(?i:{VERBS}))(?:[\s\xa0](?:up|out|off|on|in|back|down))?[\s\xa0](?:the|your|these|those|this|all|every|no"
    rf"|them|him|her|it|its|their|us|each"
    rf"|an?|locking|[a-z]+ing[\s\xa0](?:the|them|people)|to[\s\xa0](?:your|the))\b"
)
"""`Let the Red Cross see them.`: asked of whom a letter is written to."""


def bare_demand(text: str, start: int, end: int) -> Request | None:
    """A sentence of a letter that begins with what it asks."""
    if text[start].isupper() and text[end - 1] not in ":;,?" and _BARE.match(text, start, end):
        return Request(start, end, None, "asked outright in a letter")
    return None


_STOP = later(r"[;?]|,[\s\xa0](?:which|who|said|says|and[\s\xa0](?:he|she|they|we|it)\b)|[.][\s\xa0]*$")
_AND_A_THING = later(
    r"(?:,?[\s\xa0]and|,)[\s\xa0](?=(?:the|an?|for|more|better|access|no)[\s\xa0](?:[\w-]+[\s\xa0]){1,6}?(?:of"
    r"|to|on|for|into|from|before|with|by)\b|access[\s\xa0]to\b|an?[\s\xa0](?:[\w-]+[\s\xa0]){1,3}?(?:answer"
    r"|visit|debate|inquiry|list|date))"
)


@dataclass(frozen=True, slots=True)
class Request:
    """`text[start:end]` asks something, of `addressee` where the words name one."""

    start: int
    end: int
    addressee: str | None
    reason: str
    verb: int = 0
    """Where what is to be done begins, if that is known."""


def find_requests(text: str, start: int, end: int) -> Iterator[Request]:
    """What one sentence asks in these ways, in order; nothing where it only tells."""
    words = text[start:end]

    def said(*signs: str) -> bool:
        return any(sign in words for sign in signs)

    numbered = said(":", ".") and _NUMBERED.match(text, start, min(end, start + 120))
    if numbered:
        yield Request(numbered.start("ask"), end, numbered["addressee"], "a numbered recommendation")
        return
    polite = said("lease ", "grateful", "?") and _POLITE.search(text, start, end)
    if polite and (polite["please"] or not polite["you"] or text[end - 1] == "?"):
        label = text[start : polite.start()].strip()
        whom = (
            label[:-1] if polite["please"] and label.endswith(":") and len(label) < _LONGEST_LABEL else None
        )
        last = end if polite["please"] else _stop(text, polite.end(), end)
        yield Request(polite.start(), last, whom, "a polite request")
        return
    for pattern, reason, signs in (
        (
            _SOFT,
            "somebody is shown what to do",
            (" may ", " might ", " could ", " can ", " placed ", " wise ", " in its ", " in their "),
        ),
        (
            _LOOKS,
            "somebody is looked to",
            ("look", "count", "rel", "expect", "trust", "like", "wish", "want", "beg", "plead"),
        ),
    ):
        match = pattern.search(text, start, end) if said(*signs) else None
        if match and not _TOLD_OF.search(match["addressee"]):
            yield Request(
                match.start("addressee"), _stop(text, match.end(), end), match["addressee"].strip(), reason
            )
            return
    if said(" is ", " was ", " are ", " be ", " were ") and (match := _NOUN_THAT.search(text, start, end)):
        second = _SECOND_THAT.search(text, match.end(), end)
        yield Request(match.start("ask"), second.start() if second else _stop(text, match.end(), end), None,
                      "what somebody’s request was")  # fmt: skip
        if second:
            yield Request(second.start("ask"), _stop(text, second.end(), end), None, "the next request")
        return
    if said("needed", "required", "called for", "overdue") and (match := _LACKING.match(text, start, end)):
        yield Request(start, _stop(text, match.end(), end), None, "asked for as a thing")
        return
    if said(" that ") and (match := _SUBJUNCTIVE.search(text, start, end)):
        yield Request(
            match.start("ask"), _stop(text, match.end(), end), match["addressee"], "asked with “that”"
        )
        return
    low = words.lower()
    for pattern, kinds in _THINGS:
        match = pattern.search(text, start, end) if any(sign in low for sign in kinds) else None
        if match and not _NO_DEMAND.search(text, start, match.start()):
            last = _stop(text, match.end(), end)
            cuts = [m.span() for m in _AND_A_THING.finditer(text, match.end(), last)]
            edges = [(match.start(), match.end()), *cuts, (last, last)]
            for (_, first), (stop, _) in pairwise(edges):
                yield Request(first, stop, match.groupdict().get("addressee"), "asked for as a thing")
            return


def _stop(text: str, place: int, end: int) -> int:
    match = _STOP.search(text, place, end)
    return match.start() if match else end
