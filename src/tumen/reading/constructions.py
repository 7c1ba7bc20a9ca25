"""Ways of asking told by how a clause is built: who asks, a verb or noun of asking, who is asked, what for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from tumen.patterns import later
from tumen.reading.asking import VERBS
from tumen.reading.asking_verbs import AGAINST, ASK_OF, ASK_THAT, CALL, DEMAND, OPERATIVE, STRONG, WEAK
from tumen.reading.clauses import MARK_TO, NP, TO, S, clause_end, subject
from tumen.reading.impersonal import impersonal
from tumen.reading.public_bodies import may_ask, public
from tumen.reading.requests import Request

_NO_THING = (
    r"(?!(?:asylum|money|food|water|comments?|him|them|it|me|us|bribes?|nothing|half|as|many|much|few|payments?"
    r"|directions|permission|shelter|work|details"
    r"|cash|ransom|the[\s\xa0]death|a[\s\xa0]death|identification|papers|refuge|to|that|of|in|by|from|on|at|with"
    r"|against|and|or|his|him|her"
    r"|a[\s\xa0](?:lift|ride|bribe|fee|drink|cigarette)|\d)\b)"
    r"(?=[a-zA-Z“\"])"
)
"""Before what is asked for: not what a person on the way asks for, nor a sum."""


@dataclass(frozen=True, slots=True)
class _Way:
    """One construction: `pattern` begins at the verb or noun of asking; `fits` sees its match and its subject."""

    pattern: re.Pattern[str]
    reason: str
    signs: tuple[str, ...]
    fits: Callable[[re.Match[str], str], bool]
    whole: bool = False
    """The demand begins with its subject."""


def _of_a_body(match: re.Match[str], _: str) -> bool:
    if _THEIR_OWN.match(match["to"]) or _BELIEVE.match(match.string, match.end()):
        return False
    return public(match["to"]) and _OF_DUTY.search(match["to"]) is None


def _by_or_of(match: re.Match[str], subject: str) -> bool:
    return public(match["to"]) or may_ask(subject)


def _by_anybody(match: re.Match[str], subject: str) -> bool:
    told = subject.lower() in ("he", "she") or may_ask(subject)
    return told and _PASSIVE_OF.match(match.string, match.end()) is None


def _by_some(match: re.Match[str], subject: str) -> bool:
    if match.string[max(match.start() - 3, 0) : match.start()] == "to ":
        return False  # the right to seek asylum
    if match[0].startswith(("would like", "want ")) and subject.lower() in ("she", "he", "i", "we"):
        return True
    if subject == "I" and match[0].startswith(("asked", "wanted", "begged")):
        return False
    return subject.lower() != "they" and may_ask(subject) and _TABLE.match(subject) is None


_PASSIVE_OF = later(r"(?:caused|made|from|of|by|raised|put|sent|received|addressed|rose|fell|grew)\b")
"""Behind `demands` or `requests`: a noun, and nothing that is asked for."""
_TABLE = later(r"(?:Table|Figure|Chart|Box|Map|Annex|Article|Section)\b")


def _of_subject(match: re.Match[str], subject: str) -> bool:
    if match[0].startswith(("is ", "are ")) and _ANYONE.match(subject):
        return True
    return public(subject) and not (match[0].startswith("w") and _PERSON.match(subject))


_THEIR_OWN = later(
    r"(?:its|their|his|her)[\s\xa0](?:own[\s\xa0])?(?:citizens|people|officials|officers|members"
    r"|workers)"
)
_BELIEVE = later(r"(?:believe|think|assume|imagine|suppose)\b")
"""`Harland wants the world to believe`, `expects its citizens to inform`: what somebody is up to."""
_ANYONE = later(r"(?:anyone|anybody|everyone|everybody|those)\b", re.I)
_OF_DUTY = later(r"\bof[\s\xa0](?:the|its|their)[\s\xa0](?:dut(?:y|ies)|obligations?|ban|prohibition|rule)$")
"""`reminds every state of the duty not to`: what the law is."""
_PERSON = later(r"(?:Mr|Mrs|Ms|Dr|Sir|Miss)\b")


def _written(match: re.Match[str]) -> bool:
    return _WROTE.search(match.string, max(match.start() - 160, 0), match.start()) is not None


_ASKED = (
    rf"(?:urged|called{S}(?:up)?on|asked|requested|encouraged|recommended|invited|advised|exhorted|implored|begged"
    rf"|reminded|entreated|petitioned|pressed|expected|looked{S}to)"
)
_WAYS: tuple[_Way, ...] = (
    _Way(later(rf"(?:{STRONG}){S}(?:also{S}|again{S})?(?P<to>{NP}){MARK_TO}"),
         "somebody is called on",
         ("urg", "press", "exhort", "implor", "entreat", "petition", "lobb", "encourag", "invit", "request",
          "challeng",
          "beseech", "call", "appeal", "ple", "look", "count", "prevail"), _by_or_of),
    _Way(later(rf"(?:{WEAK}){S}(?:also{S}|again{S})?(?P<to>{NP}){MARK_TO}"), "somebody is called on",
         ("ask", "expect", "remind", "advis", "counsel", "trust", "warn", "caution", "want", "push", "beg", "need ",
          "wish",
          "would ", "rel"), _of_a_body),
    _Way(later(rf"{OPERATIVE}{S}(?P<to>{NP}){MARK_TO}"), "somebody is called on",
         ("nstruct", "irects", "uthori", "andates", "asks"),
         lambda m, subject: subject in ("", "and") or may_ask(subject)),
    _Way(later(rf"(?:is|are|was|were|be|been|being){S}(?:\w+ly{S}|also{S}|again{S}|further{S}|therefore{S}"
               rf"|once{S}more{S})*{_ASKED}{S}"
               rf"(?:by{S}[^.;:,]{{3,60}}?{S})?{TO}"),
         "somebody is called on", ("ed to ", "ed by ", "on to ", "ed not ", "upon"), _of_subject, whole=True),
    _Way(later(rf"(?:{ASK_OF}|beg(?:s|ged|ging)?"
               rf"|{CALL}){S}"
               rf"(?P<to>{NP}){S}for{S}{_NO_THING}"), "asked for as a thing", (" for ",), _of_a_body),
    _Way(later(rf"(?:{AGAINST}){S}(?:(?P<to>{NP}){S})?against{S}"),
         "somebody is asked not to", ("against",),
         lambda m, subject: public(m["to"]) if m["to"] else may_ask(subject)),
    _Way(later(rf"(?:(?:call|press|push|appeal|argue|lobby)(?:s|d|ed|ing|es)?{S}for|ple(?:ads?|aded|ading|d){S}for"
               rf"|insist(?:s|ed|ing)?{S}(?:up)?on"
               rf"|{DEMAND}){S}{_NO_THING}"),
         "somebody calls for it", (" for ", " on ", "upon", "recommend", "advocat", "propos", "urg", "demand"),
         _by_anybody),
    _Way(later(rf"(?:ask(?:s|ed)?{S}(?:only{S})?for|begs?{S}for|begged{S}for|wants?|wanted|seeks?|sought|would{S}"
               rf"(?:like|welcome)"
               rf"|requests?|requested|(?:suggest|favou?r)(?:s|ed)?){S}{_NO_THING}"), "somebody calls for it",
         ("ask", "beg", "want", "seek", "sought", "would ", "request", "suggest", "avo"), _by_some),
    _Way(later(rf"(?:demand|insist|ask|request)(?:s|ed)?{S}to{S}(?:see|know|have|be{S}(?:told|shown|given|heard"
               rf"|let))\b"),
         "somebody calls for it", (" to see", " to know", " to have", " to be "), _by_some),
    _Way(later(rf"(?:{ASK_THAT}"
               rf"|decides?|pray\w*|plead(?:s|ed)?){S}(?:(?:(?!to{S})[^.;:,\n]){{3,60}}?{S})?that{S}"
               rf"(?P<to>[^.;:\n]{{2,90}}?){S}(?:not{S})?"
               rf"(?:be{S}[a-z]+|shall{S}|should{S}|(?:{VERBS})\b(?!{S}(?:of|by|and)\b))"),
         "asked with “that”", (" that ",), _by_anybody),
    _Way(later(rf"(?:[Cc]alls?|[Aa]ppeals?|[Rr]equests?|[Pp]leas?|[Dd]emands?|[Ii]nvitations?|[Rr]ecommendations?"
               rf"|[Pp]etitions?){S}(?:(?:up)?on|to){S}(?P<to>{NP}){MARK_TO}"),
         "what a letter or petition asks",
         ("call", "ppeal", "equest", "lea", "emand", "nvitation", "ecommend", "etition"), _of_a_body),
    _Way(later(rf"asking{S}(?P<to>it|them|him|her|{NP}){MARK_TO}|asking{S}for{S}{_NO_THING}"),
         "what a letter or petition asks", ("asking ",), lambda m, subject: _written(m)),
)  # fmt: skip
_WROTE = later(
    r"\b(?:wrote|writ(?:es|ten|ing)|letters?|petitions?|appeals?|statements?|resolutions?|motions?|memo\w*|notes?"
    r"|cables?"
    r"|submissions?)\b[^.;]*$"
)
may_construct = later(
    r"urg(?:e|es|ed|ing)|press(?:es|ed|ing)?|pressur\w+|exhort\w*|implor\w+|entreat\w*|petition\w*|lobb\w+"
    r"|encourag\w+"
    r"|invit\w+|request\w*|challeng\w+|beseech\w*|call(?:s|ed|ing)?|appeal\w*|plea|pleas|plead\w*|pleded|look(?:s"
    r"|ed|ing)?"
    r"|counts?|prevail\w*|ask(?:s|ed|ing)?|expect(?:s|ed|ing)?|remind\w*|advis\w+|counsel\w*|trust|warn\w*|caution\w*"
    r"|want(?:s|ed)?|push\w*|beg|begs|begged|begging|need|needs|wish|wishes|like|rel(?:y|ies)|recommend\w*"
    r"|advocat\w+|propos\w+"
    r"|demand\w*|insist\w*|seek|seeks|sought|welcome|suggest\w*|favou?r\w*|mov(?:e|es|ed)|submit\w*|resolv\w+"
    r"|decides?|pray"
    r"|invitations?|argue[sd]?|time|right|proper|fitting|wise|prudent|desirable|advisable|helpful|useful"
    r"|essential|vital|imperative"
    r"|crucial|critical|important|necessary|urgent|incumbent|falls|remains|ripe|onus|burden|responsibility"
    r"|task|duty|lies|rests"
    r"|help|start|thing|step|way|remedy|answer|solution|message|owes?|overdue|cannot|longer|lifted"
    r""
    r"|needed|required|warranted|hope|proposal|suggestion|nothing|order|minimum|course|approach"
    r"|priority|option|belongs"
).fullmatch
"""Of a word: whether a sentence that holds it may ask by one of these constructions."""


def constructed(text: str, start: int, end: int) -> list[Request]:
    """What one sentence asks by one of these constructions, in order, none overlapping."""
    words = text[start:end]
    found: list[tuple[int, int, str | None, str]] = []
    for way in _WAYS:
        if not any(sign in words for sign in way.signs):
            continue
        place = start
        while match := _search(way.pattern, text, place, end):
            place = match.end()
            who = subject(text, start, match.start())
            if _is_noun(text, start, match) or not way.fits(match, who):
                continue
            first = text.rfind(who, start, match.start()) if way.whole and who else match.start()
            to = match.groupdict().get("to") or (who if way.whole else None)
            found.append((first, match.end(), to, way.reason))
    requests: list[Request] = []
    reached = -1
    for first, after, to, reason in sorted(found, key=lambda row: (row[0], -row[1])):
        if requests and first < requests[-1].end:
            if first <= reached + 1:
                continue  # `we urge A to press B to act`: one demand
            requests[-1] = replace(requests[-1], end=first)
        requests.append(Request(first, clause_end(text, after, end), to, reason, after))
        reached = after
    return requests or list(impersonal(text, start, end, words))


def _search(pattern: re.Pattern[str], text: str, place: int, end: int) -> re.Match[str] | None:
    """The next match at the beginning of a word."""
    while match := pattern.search(text, place, end):
        if match.start() == 0 or not text[match.start() - 1].isalnum():
            return match
        place = match.start() + 1
    return None


_ARTICLE = later(
    r"\b(?:an?|the|its|his|her|their|our|this|these|that|such|no|any|every|per|of|in|on|at|by|for|with|from"
    r"|asylum|recent"
    r"|own|first|new|former|repeated|urgent)[\s\xa0]$",
    re.I,
)


def _is_noun(text: str, start: int, match: re.Match[str]) -> bool:
    """`the request for`, `from asking`: the word is a noun there; a noun of asking has to be one."""
    if (
        match[0][0].isupper()
        or match[0].startswith(("is ", "are ", "was ", "were ", "be "))
        or _OF_NOUN.match(match[0])
    ):
        return False
    return _ARTICLE.search(text, max(start, match.start() - 12), match.start()) is not None


_OF_NOUN = later(
    r"(?:calls?|appeals?|requests?|pleas?|demands?|invitations?|recommendations?|petitions?)[\s\xa0](?:(?:up)?on"
    r"|to)[\s\xa0]"
)
