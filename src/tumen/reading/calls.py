"""Calls on somebody: `we urge A to act`, `B is called on by way of A`, several in the same breath."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tumen.patterns import later
from tumen.reading.addressees import A_BODY, cleaned, spelt_out, subject_before
from tumen.reading.asking import AND_CALLS, PRESS, VERBS
from tumen.reading.dividing import divided
from tumen.reading.recommendation import Recommendation, Status
from tumen.reading.sections import Section
from tumen.reading.sentences import Sentence, Sentences

_VERB_AHEAD = later(
    r"(?:^[\s\xa0]*(?:\(?[0-9a-z]{1,3}[.)]|[•*▪‣◦·–—-])?|\b(?:and|also|to|we|I|who|which|that|it|they|he|she"
    r"|should|must|will|strongly|has|have|had|is|are|was|were"
    r"|be|been|by|reports?|organi[sz]ations?|groups?|committee|commission|coalition|statement|letter|petition"
    r"|resolution|delegation"
    r"|experts?|activists|campaigners|NGOs|famil(?:y|ies)|lawyers|rapporteur|council|parliament|union|court"
    r"|church(?:es)?|network"
    r"|signator(?:y|ies)|undersigned|witness(?:es)?|speakers?|delegates|mission|body|alliance|motion|members"
    r"|participants|authors?|society|relatives|repeatedly|again|jointly)|[,;:“])[\s\xa0]*$",
    re.I,
)
_WEAK_CALL = later(r"(?:press|pressur|ask|request|demand|insist|remind|invit)", re.I)
_PERFORMS = later(
    r"\b(?:Committee|Commission|Council|Assembly|Rapporteur|Group|Parliament|Union|Mission|Panel|Expert|Court|Board"
    r"|Conference|Synod|Network"
    r"|Alliance|Coalition|Association|Watch|Resolution|Motion|Letter|Petition|Organi[sz]ation|Federation|Institute"
    r"|Centre|Center)\b"
)
"""In whose mouth the present tense asks: `The Committee invites the State party to ratify …`."""
_PAPER_ASKS = later(
    r"\b(?:letter|petition|motion|resolution|appeal|statement|report|declaration|memorandum)[\s\xa0]$", re.I
)
_OPENS = later(
    r"[\s\xa0]*(?:\(?[0-9a-z]{1,3}[.)]|[•*▪‣◦·–—-])?[\s\xa0]*(?:(?:Also|Further|Strongly)[\s\xa0])?$"
)
"""What may stand before the verb of an operative paragraph: `4. Requests the Secretary General to …`."""


def is_asked(words: str, call: re.Match[str]) -> bool:
    """`continuous requests from …` is a noun; a state that `presses` another tells of what happened."""
    who, verb = call["who"] or "", call["verb"]
    own = re.match(r"(?:we|i)$", who, re.I)
    if who and not own:
        return (
            not _WEAK_CALL.match(verb)
            or (verb.split()[0].endswith("s") and _PERFORMS.search(who) is not None)
            or bool(
                re.search(
                    r"\b(?:should|must|to)\b", call.group()[len(who) : call.start("verb") - call.start()]
                )
            )
            or call["do"] in PRESS
        )  # `He asked A to press B`: no errand, but a demand on B
    before = words[: call.start("verb")]
    if (
        verb.split()[0].endswith("ing")
        and not re.search(r"\b(?:is|are|am|been|by|also)[\s\xa0]$", before)
        and not own
        and not who
    ):
        return False  # what somebody else asked is told
    opens = _OPENS.match(before)
    if opens and (verb[0].isupper() or before.strip()) and verb.split()[0].endswith("s"):
        return True
    if re.search(rf",[\s\xa0]and[\s\xa0](?:{VERBS})\b|\bin[\s\xa0]\w+ing\b", call["addressee"]):
        return False  # a noun behind `request`, and the verb of something else
    if not own and not _VERB_AHEAD.search(before):
        return False
    if verb.split()[0].endswith("s") and _PAPER_ASKS.search(before):
        return True
    plain = not re.search(r"(?:s|ed|ing)$", verb.split()[0]) or not _WEAK_CALL.match(verb)
    return bool(own) or plain or call["do"] in PRESS


_TO_ANOTHER = later(
    r"(?:,|,?[\s\xa0]and)[\s\xa0](?P<who>(?:the[\s\xa0]"
    r"|all[\s\xa0])?(?:[\w’.-]+[\s\xa0]){0,4}?(?:[A-Z][\w’.-]*|states|governments?|authorities|donors|agency"
    r"|agencies|ministers|leaders|parties|companies|airlines|members|banks|courts|police))"
    rf"[\s\xa0](?P<ask>to[\s\xa0](?:\w+ly[\s\xa0])?(?:{VERBS})\b)"
)
"""`urge A to halt returns, B to open the border and C to help`: the second and the third."""


def _next_to(text: str, place: int, end: int) -> int:
    another = _TO_ANOTHER.search(text, place, end)
    return another.start() if another else end


def called(
    text: str,
    start: int,
    end: int,
    call: re.Match[str],
    sentences: Sentences,
    sentence: Sentence,
    section: Section | None,
) -> Iterator[Recommendation]:
    """`We urge A to press B to act`: B is asked, by way of A."""
    addressee = cleaned(call["addressee"])
    who = (call["who"] or "").strip()
    asked_before = re.search(
        rf"\b(?:should|must|to)[\s\xa0](?:\w+[\s\xa0])?{re.escape(call['verb'])}",
        text[start + call.start() : start + call.end()],
    )
    via = None
    if asked_before and who and who.lower() not in ("we", "i"):
        via = who
    elif asked_before and not who:
        via = subject_before(text[start : start + call.start()], sentences, sentence) or (
            section.addressee if section else None
        )
    inner = re.search(
        rf"\b(?:to|and)[\s\xa0](?:urge|press|persuade|pressure|encourage|convince|ask|call[\s\xa0]on)[\s\xa0]"
        rf"(?P<b>(?:the[\s\xa0])?[A-Z][^.;,]{{2,80}}?)[\s\xa0]to[\s\xa0](?:{VERBS})\b",
        text[start + call.end() - len(call["do"]) - 4 : end],
    )
    if inner:
        addressee, via = inner["b"], addressee
    if via is not None and not A_BODY.match(via):
        via = None
    resolved = spelt_out(addressee, sentences, sentence)
    formal: Status = (
        "formal" if section is not None or re.match(r"(?:we|i)$", who, re.I) or not asked_before else "argued"
    )
    first = start + call.start()
    for other in _TO_ANOTHER.finditer(text, start + call.end(), end):
        last = _next_to(text, other.end(), end)
        yield from divided(
            text, other.start("ask"), last, addressee=other["who"], via=None, status=formal, group=None,
            confidence=0.75, reason="called on in the same breath",
        )  # fmt: skip
    if first_other := _TO_ANOTHER.search(text, start + call.end(), end):
        end = first_other.start()
    further = AND_CALLS.search(text, start + call.end(), end)
    if further is not None:
        whom = cleaned(further["addressee"])
        yield from divided(text, further.start("verb"), end, via=None, status=formal, group=None, confidence=0.8,
                            addressee=resolved if whom in ("it", "them", "him", "her") else whom,
                            reason="somebody is called on", after=further.end())  # fmt: skip
        end = further.start()
    yield from divided(text, first, end, addressee=resolved, via=via, status=formal, group=None, confidence=0.8,
                        reason="somebody is called on",
                        after=start + call.end())  # fmt: skip
