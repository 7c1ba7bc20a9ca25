"""What looks like a demand and only tells: what an author has to mention, and on what power relies."""

from __future__ import annotations

from typing import Final

from tumen.patterns import later
from tumen.reading.asking import CALL, MODAL
from tumen.reading.clauses import S
from tumen.reading.public_bodies import SPEAKERS, singular
from tumen.reading.recommendation import Recommendation

_SIGNS: Final = ("one ", "ne has", "ne must", "e have", "e must", "e should", "e need", "rel")
_AUTHOR: Final = later(
    rf"(?:^|\W)(?:[Oo]ne|[Ww]e){S}(?:(?:also|therefore|then|now|only|just){S})*(?:must|should|ha(?:s|ve){S}to|needs?{S}to"
    rf"|ought{S}to){S}(?:(?:also|again|always|however|not|never|\w+ly){S})*(?:mention|say(?!{S}to\b)|note|remember|recall"
    rf"|add|stress|emphasi[sz]e|point{S}out|concede|admit{S}that|admit,|(?:bear|keep){S}in{S}mind|not{S}forget)\b"
)
"""`One has to mention …`: an author of himself."""
_RELIES: Final = later(rf"rel(?:y|ies|ied|ying){S}on\b")
_WHO_MAY_RELY: Final = later(rf"\b(?P<who>\w+){S}(?:(?:all|still|also|now|therefore|\w+ly){S})*$")


def only_told(text: str, sentence: int, demand: Recommendation) -> bool:
    """Whether the words of a demand ask nobody.

    Args:
        text: an English text.
        sentence: where the sentence begins in which the demand stands.
        demand: what a rule took for one.
    """
    words = text[demand.start : demand.end]
    if not any(sign in words for sign in _SIGNS):
        return False
    if _RELIES.match(words):
        return not _asks_by_relying(text[sentence : demand.start])
    if own := _AUTHOR.search(words):
        rest = words[own.end() :]
        return not (MODAL.search(words[: own.start()]) or MODAL.search(rest) or CALL.search(rest))
    return False


def _asks_by_relying(before: str) -> bool:
    """`We rely on the court to hear the case` asks; `the state relies on camps to punish` tells."""
    who = _WHO_MAY_RELY.search(before)
    if who is None:
        return not before.strip()
    word = who["who"].lower()
    return word in SPEAKERS or singular(word) in SPEAKERS or word.removesuffix("es") in SPEAKERS
