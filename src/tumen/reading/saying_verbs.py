"""Verbs by which somebody states something, in classes by what their subject may be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tumen.patterns import later


def _forms(words: str) -> Iterable[str]:
    """`note` → `note`, `notes`, `noted`; `deny` → `deny`, `denies`, `denied`."""
    for word in words.split():
        if word.endswith("e"):
            yield rf"{word}[sd]?"
        elif word.endswith("y") and word[-2] not in "aeou":
            yield rf"{word[:-1]}(?:y|ies|ied)"
        else:
            yield rf"{word}(?:s|es|ed)?"


SAYS: Final = "|".join((
    r"sa(?:y|ys|id)|t(?:ell|ells|old)|sp(?:eak|eaks|oke)[\s\xa0](?:only[\s\xa0])?of|talk(?:s|ed)?[\s\xa0]of"
    r"|wr(?:ite|ites|ote|itten)(?![\s\xa0](?:down|to)\b)|conclud(?:e|es"
    r"|ed)(?=[\s\xa0](?:[^.;]{0,40}[\s\xa0])?that\b)|th(?:ink|inks|ought)|held[\s\xa0]that|sw(?:ear|ears|ore)"
    r"|admit(?:s|ted)?"
    r"|stop(?:s|ped)?[\s\xa0]counting[\s\xa0]at"
    r"|(?:prefer(?:s|red)?|continue[sd]?)[\s\xa0]to[\s\xa0](?:speak|talk)[\s\xa0]of|spoken[\s\xa0]of|told[\s\xa0]of|refer(?:s|red)?[\s\xa0]to|quot(?:e|es|ed)|cit(?:e|es|ed)(?![\s\xa0]in\b)",
    r"(?:puts?|sets?|place[sd]?)(?=[\s\xa0](?:the|it|them|that|this|their|its|total|arrivals|losses|deaths)\b"
    r"[^.;]{0,60}?[\s\xa0](?:at|near|between|closer|as)\b)|arriv(?:e|es|ed)[\s\xa0]at",
    r"(?:us(?:e|es|ed)|adopt(?:s|ed)?)(?=[\s\xa0](?:the|a|one)[\s\xa0](?:\w+[\s\xa0])?(?:figure|number|estimate)\b)",
    r"(?:consider|regard)(?:s|ed)?(?=[\s\xa0][^.;]{0,40}\d)|work(?:s|ed)?[\s\xa0]with(?=[\s\xa0][“\"]?\d)",
    *_forms(
        "state estimate report claim believe reckon guess announce warn assert maintain insist argue recall remember"
        " acknowledge concede testify explain allege add(?![\\s\\xa0]+up\\b) reply answer declare predict calculate"
        " mention note observe describe confirm reveal disclose suggest infer extrapolate complain"
        " emphasize emphasise stress"
        " retort counter rejoin respond submit posit aver remark recount relate reiterate lament specify itemise"
        " assume suspect project forecast deny dispute contend hint communicate advise inform certify attest"
    ),
))  # fmt: skip
"""Whoever is the subject speaks, whatever word names him."""
SHOWS: Final = "|".join((
    r"f(?:ind|inds|ound)|charge[sd]?(?=[\s\xa0]that\b)|reads?(?=:)|show(?:s|ed|n)?|giv(?:e|es)|gave|counts?|counted",
    *_forms(
        "indicate document record list register yield identify interview survey collect verify monitor track trace"
        " publish classify rank derive obtain witness detect log question poll compile point[\\s\\xa0]to"
        " put(?![\\s\\xa0](?:on|in|to|into|up|down|out|under|behind|aside|through)\\b)"
        " detail contain ascertain establish"
    ),
    r"(?:heard|t(?:akes?|ook)[\s\xa0]in|(?:holds?|held|ke(?:ep|eps|pt))[\s\xa0](?:open[\s\xa0])?(?:files|records)[\s\xa0]on)"
    r"(?=[\s\xa0](?:about[\s\xa0]|some[\s\xa0]|only[\s\xa0])?(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|\w+teen|\w+ty)\b(?![\s\xa0](?:cases|witnesses|appeals|arguments)\b))",
    r"sp(?:eak|eaks|oke|oken)[\s\xa0](?:with|to)|me(?:et|ets|t)[\s\xa0]with",
))  # fmt: skip
"""Bodies, people by their work and papers state so; of anything else it tells what happened."""
HOLDS: Final = (
    r"ha[sd]|have|hold(?:s)?|held|carr(?:y|ies|ied)|includ(?:e|es|ed)|cover(?:s|ed)?|runs?|comes?[\s\xa0]to"
)
"""Of papers alone: `the register has 58 entries`."""

ADVERBS: Final = (
    r"(?:(?:has|have|had|also|currently|recently|now|officially|itself|themselves|later|once|since|already|then"
    r"|only|long"
    r"|conservatively|can|could|would|may|might|will|did|does|do|thus|first|repeatedly|publicly|again|still"
    r"|\w+ly)[\s\xa0]+){0,4}"
)
"""What may stand between a subject and its verb."""

VERB: Final = later(rf"\b(?<![’'-])(?:(?P<says>{SAYS})|(?P<shows>{SHOWS})|(?P<holds>{HOLDS}))(?![\w’'-])")
_BEFORE: Final = frozenset(
    [
        "has",
        "have",
        "had",
        "also",
        "currently",
        "recently",
        "now",
        "officially",
        "itself",
        "themselves",
        "later",
        "once",
        "since",
        "already",
        "then",
        "only",
        "long",
        "can",
        "could",
        "would",
        "may",
        "might",
        "will",
        "did",
        "does",
        "do",
        "thus",
        "first",
        "again",
        "still",
        "nevertheless",
        "nonetheless",
        "however",
        "instead",
        "moreover",
        "meanwhile",
        "therefore",
    ]
)


def with_adverbs(text: str, start: int, place: int) -> int:
    """Where the adverbs and helping verbs before a verb begin: `has since` of `who has since said`."""
    for _ in range(_MOST_ADVERBS):
        bare = len(text[start:place].rstrip())
        first = (
            max(text.rfind(" ", start, start + bare), text.rfind("\xa0", start, start + bare), start - 1) + 1
        )
        word = text[first : start + bare]
        if not (word in _BEFORE or (word.endswith("ly") and word.islower() and len(word) > _SHORTEST_ADVERB)):
            break
        place = first
    return place


_MOST_ADVERBS = 4
_SHORTEST_ADVERB = 4
HAS_SAYING: Final = VERB
"""Asked first: many sentences with a number in them hold no such verb."""
