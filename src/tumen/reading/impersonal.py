"""Asking by nobody: it is time, it falls to A, nothing would help more, A cannot go on waiting."""

from __future__ import annotations

from collections.abc import Iterator

from tumen.patterns import later
from tumen.reading.clauses import MARK_TO, MARKED, NO_VERB, NP, S, clause_end, subject
from tumen.reading.public_bodies import may_ask, public
from tumen.reading.requests import Request

_IT_IS = later(
    rf"\b[Ii]t{S}(?:is|was|would{S}be|remains|falls|becomes|might{S}be|may{S}be|will{S}be|[’']s){S}(?:now{S}"
    rf"|also{S}|then{S}|therefore{S}"
    rf"|only{S}|surely{S}|high{S}|long{S}past{S}|equally{S}|more{S}|far{S})*(?P<how>[a-z]+){S}(?:(?:of|if|were"
    rf"|was){S}(?=[^.;,]{{2,80}}{S}to{S}))?"
    rf"(?:(?:for|(?:up)?on|to|with|up{S}to|in{S}the{S}hands{S}of){S}(?P<to>(?!be\b){NP}){MARK_TO})"
)
_GOOD = frozenset({
    "right", "proper", "fitting", "wise", "prudent", "desirable", "advisable", "helpful", "useful", "good",
    "best", "better", "fair", "just", "essential", "vital", "imperative", "crucial", "critical", "important",
    "necessary", "urgent", "incumbent", "time", "up", "for", "on", "to", "appropriate", "indispensable",
    "reasonable", "sensible", "decent", "preferable", "opportune", "timely", "overdue", "paramount", "fit",
    "welcome", "kind",
})  # fmt: skip
_NAMES_NOBODY = later(
    r"\b(?:note|remember|say|recall|add|stress|mention|know|see|distinguish|bear|point|emphasi[sz]e)\b"
)
_TURN = later(
    rf"\b(?:[Tt]he{S}(?:time|moment|hour){S}(?:has{S}(?:now{S}|long{S})?come|is{S}(?:ripe|right|now)"
    rf"|for{S}waiting{S}is{S}over)"
    rf"|(?:[Tt]he{S}|[Aa]nd{S})?(?:[Oo]nus|[Bb]urden|[Rr]esponsibility|[Tt]ask|[Dd]uty|ball|[Nn]ext{S}move"
    rf"|[Ff]irst{S}move){S}(?:now{S}|then{S}|still{S})?"
    rf"(?:is|lies|rests|falls|belongs|remains|passes){S}(?:now{S}|squarely{S})?(?:with|on|upon|to)"
    rf"|[Ii]t{S}(?:now{S}|then{S})?(?:falls|remains|is{S}left)(?:{S}now)?)"
    rf"(?:{S}(?:for{S}|to{S}(?={NP}{S}to{S}))?(?P<to>{NP}))??{MARK_TO}"
)
_COULD_HELP = later(
    rf"\b(?:[Ii]t{S}would{S}(?:help|be{S}a{S}(?:help|start|beginning|relief)|make{S}a{S}difference)"
    rf"(?:{S}[^.;]{{2,40}}?)?{S}if{S}"
    rf"|[Ww]e{S}(?:would|should){S}(?:welcome|appreciate|be{S}glad|be{S}happy|prefer){S}(?:it{S})?if{S}"
    rf"|[Nn]othing{S}(?:less|short){S}(?:than|of){S}[^.;]{{3,80}}?{S}(?:will|would){S}do\b"
    rf"|[Ww]e{S}look{S}forward{S}to{S}(?:receiving{S}|hearing{S}|seeing{S}|the{S}|your{S}|a{S}|an{S})"
    rf"|[Ii]t{S}(?:is|was){S}(?:also{S}|further{S})?(?:proposed|recommended|suggested|requested|advised){S}"
    rf"(?:to{S}|that{S})|[Aa]ttention{S}is{S}drawn{S}to{S}the{S}need{S}|[Aa]ll{S}(?:that{S}is|it{S}would{S}take"
    rf"|it{S}takes){S}(?:needed{S}|required{S})?is{S}"
    rf"|[Oo]nly{S}[A-Z][\w’-]+{S}can{S}|[Nn]othing{S}(?:would|could){S}[^.;]{{3,50}}?{S}(?:than|as|like){S}"
    rf"|[^.;,]{{3,60}}?{S}would{S}be{S}a{S}(?:good|first|useful|modest){S}(?:start|beginning|step)\b"
    rf"|[Ii]t(?:{S}is|[’']s){S}(?:high{S}|about{S}|past{S})time{S}(?:that{S})?(?!to\b|for\b)(?P<to>{NP}){S}"
    rf"(?=[a-z]+ed\b"
    rf"|came|went|gave|took|said|let|made|began|told|paid|put|set|did|had|got))"
)
_THE_THING = later(
    rf"(?:(?:[Tt]he|[Aa]|[Oo]ne|[Oo]ur|[Mm]y|[Tt]heir|[Ii]ts|[Hh]is|[Hh]er|[Tt]his|[Tt]he{S}[^.;:,]{{3,40}}[’']s?){S}"
    rf"(?:(?:first|second|third|last|final|main|chief|one|only|next|least|best|simplest|right|better|real|wise"
    rf"|good|obvious|possible|central|single|sole|foremost){S}){{0,2}}"
    rf"(?:thing|step|way|start|beginning|remedy|answer|solution|cure|minimum|option|course|approach|task|priority"
    rf"|demand|request|appeal|plea"
    rf"|ask|advice|recommendation|proposal|suggestion|message|wish|hope|concern)(?:{S}(?!(?:was|were|is|are|has"
    rf"|had)\b)[^.;:]{{3,70}}?)??{S}"
    rf"|[Ww]hat{S}(?P<who>[^.;:,]{{1,50}}?){S}(?:wants?|asks?(?:{S}for)?|needs?|seeks?|demands?|requests?"
    rf"|expects?|recommends?|proposes?){S}(?:[^.;:]{{1,40}}?{S})?"
    rf"|[Ww]hat{S}is{S}(?:\w+ly{S})?(?:needed|required|wanted|missing|lacking|called{S}for|overdue){S}"
    rf"(?:[^.;:]{{1,40}}?{S})?)"
    rf"(?:is|are|would{S}be|must{S}be|should{S}be|remains|can{S}only{S}be|lies{S}in|goes{S}to{S}"
    rf"(?P<to>[^.;:]{{3,60}}?)(?=:)|can{S}do{S}(?:now{S}|first{S})?is)"
    rf"(?::|,)?{S}?(?:simple:{S}|this:{S}|clear:{S}|:{S}|to{S}|that{S}|for{S}|not{S}|(?=an?\b|the\b|more\b"
    rf"|[a-z]+{S}(?:the|an?|all|its|their)\b|[a-z]+ing\b))"
)
_LONG = later(
    rf"(?:can(?:not|{S}no{S}longer|[’']t)|must{S}(?:no{S}longer|not)|may{S}no{S}longer|should{S}no{S}longer){S}"
    rf"(?:go{S}on|continue|keep|afford"
    rf"|remain|stay|ignore|look{S}away|stand{S}by|delay|put{S}off|pretend|be{S}(?:allowed|permitted|left"
    rf"|tolerated|ignored|postponed|delayed))\b"
)
_MAY_NOT = later(
    rf"(?:(?:[Nn]o(?:body|{S}one|ne)|[Nn]o{S}[a-z][^.;,]{{2,50}}?){S}(?:may|can|is{S}to|are{S}to){S}"
    rf"(?:be{S}[a-z]+|take{S}place|go{S}ahead)\b[^.;]{{0,80}}?{S}(?:until|before|unless|without|while|so{S}long|as{S}long)\b"
    rf"|[Tt]here{S}can{S}be{S}no{S}[^.;]{{3,80}}?{S}(?:until|before|unless|without|while|so{S}long|as{S}long)\b"
    rf"|[Tt]here{S}(?:must|should|has{S}to|needs{S}to|ought{S}to){S}(?:also{S})?(?:not{S})?be\b)"
)
NOBODY = later(r"\b[Nn]o(?:body|[\s\xa0]one)\b|\b[Tt]here[\s\xa0](?:can|must|should|has|ought)\b")
"""Where such a sentence may stand."""
_LIFTED = later(
    rf"ha(?:s|ve){S}to{S}(?:be{S}(?:\w+ly{S})?(?:lifted|repealed|abolished|ended|stopped|closed|amended|changed"
    rf"|reformed|revised|investigated"
    rf"|released|published|protected|told|withdrawn|tripled|doubled|raised|reopened|prosecuted|compensated"
    rf"|restored|reviewed|suspended|halted|scrapped|dropped|opened|heard)\b"
    rf"|(?={NO_VERB}[a-z]))"
)
_OWES = later(
    rf"owes?{S}[^.;]{{2,60}}?{S}(?:an?{S}(?:\w+{S})?)?(?:apolog(?:y|ies)|explanations?|answers?|the{S}truth|truth"
    rf"|compensation|reparations?|justice"
    rf"|accounts?|reckoning|protection)\b"
)
_LACKED = later(
    rf"(?:needs?|requires?){S}(?:to{S}change|(?:urgent{S}|thorough{S}|immediate{S})?(?:amend|reform|revis|repeal"
    rf"|overhaul|clos|chang|improv|review|replac|strengthen|rewrit)\w*\b)|must{S}change\b"
    rf"|(?:is|are|remains?){S}(?:(?:long{S}|now{S}|still{S}|clearly{S})*overdue|in{S}order\b|(?:\w+ly{S})?"
    rf"(?:needed|required|called{S}for|warranted)(?=[.,;]|$|{S}(?:if|before|now|at)\b))"
)


def impersonal(text: str, start: int, end: int, words: str) -> Iterator[Request]:
    """What is asked by nobody: it is time, it falls to A, nothing would help more, A cannot go on waiting."""

    def said(*signs: str) -> bool:
        return any(sign in words for sign in signs)

    def made(first: int, after: int, to: str | None, reason: str) -> Request:
        return Request(first, clause_end(text, after, end), to, reason, after)

    if said(
        "t is ", "t was ", "t would be", "t remains", "t falls", "t may be", "t might be", "t's ", "t’s "
    ) and (match := _IT_IS.search(text, start, end)):
        right = match["how"] in _GOOD and not _NAMES_NOBODY.match(text, match.end())
        if right and public(match["to"]):
            yield made(match.start(), match.end(), match["to"], "it is somebody’s to do it")
            return
    if (
        said(
            "come",
            "ripe",
            "falls",
            "lies",
            "rests",
            "belongs",
            "remains",
            "passes",
            " is left",
            " is now",
            " is on",
            " is with",
        )
        and (match := _TURN.search(text, start, end))
        and (match["to"] is None or public(match["to"]))
    ):
        yield made(match.start(), match.end(), match["to"], "it is somebody’s to do it")
        return
    if said(
        "would",
        "could",
        " time ",
        "othing ",
        "forward",
        "drawn",
        "needed",
        "proposed",
        "recommended",
        "suggested",
        "nly ",
    ) and (match := _COULD_HELP.search(text, start, end)):
        yield made(match.start(), match.end(), match["to"], "asked for as a thing")
        return
    opening = MARKED.match(text, start, end)
    head = opening.end() if opening else start
    if (
        said(" is", " are", " would be", " must be", "remains", "lies in", "goes to")
        and (match := _THE_THING.match(text, head, end))
        and (match["who"] is None or may_ask(match["who"]))
    ):
        yield made(head, match.end(), match["to"], "what is named as the thing to do")
        return
    for pattern, check in ((_LONG, public), (_LIFTED, None), (_OWES, public), (_LACKED, None)):
        match = pattern.search(text, start, end)
        if match is None:
            continue
        who = subject(text, start, match.start())
        if not who or (check is not None and not check(who)):
            continue
        if check is None and pattern is _LIFTED and " be " not in match[0] and not public(who):
            continue
        first = max(text.rfind(who, start, match.start()), start)
        yield made(first, match.end(), who if check else None, "somebody may not leave it so")
        return
    if (match := _MAY_NOT.search(text, start, end)) and not text[start : match.start()].rstrip().endswith(
        " that"
    ):
        yield made(match.start(), match.end(), None, "somebody may not leave it so")
