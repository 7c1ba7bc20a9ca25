"""Clauses of asking: what stands for a noun phrase or a bare verb, the subject before a verb, the end of a clause."""

from __future__ import annotations

from tumen.patterns import later

S = r"[\s\xa0]"
NO_VERB = (
    r"(?!(?:the|an?|its|their|his|her|our|your|my|this|these|those|any|all|each|every|some|no|one|which|whom|what"
    r"|date|him|them|it|us|me|other|more|and|or|by|work|school|prison|death|court)\b)"
)
TO = rf"(?:not{S}|never{S}|again{S})?to{S}(?:not{S}|never{S})?(?:\w+ly{S})?(?={NO_VERB}[a-z])"
"""Before what is to be done: any word where a bare verb has to stand, of no list."""
NP = r"(?!to\b|for\b|that\b|by\b|against\b|from\b|of\b)(?:[^.;:()“”\"\n]|(?<=\b[A-Z])\.){2,110}?"
MARK_TO = rf"[,\s\xa0]+{TO}"
_EDGE = later(
    rf"[;:“”\"—–]|,{S}(?:and|but|so|which|who){S}|{S}(?:that|because|while|whereas|but|and(?={S}(?:the|we|it|they"
    rf"|she|he|[A-Z]))){S}"
)
_ADVERBS = later(
    rf"(?:^|{S})(?:(?:has|have|had|also|therefore|again|repeatedly|further|strongly|hereby|now|would|will|must"
    rf"|jointly|then"
    rf"|in{S}turn|twice|once{S}more|can|do|does|did|is|are|was|were|am|been|should|only|not|may|might|could|still"
    rf"|never|today|[a-z]+ly){S}*)+$"
)
MARKED = later(r"^\W*(?:\(?[0-9a-zA-Z]{1,4}[.)][\s\xa0]+)?")
_STOP = later(
    rf"[;?]|,{S}(?:said|says|which|who|and{S}(?:he|she|they|we|it)\b|but{S})|[.][\s\xa0”\"’)]*$|[”\"]"
)


def subject(text: str, start: int, place: int) -> str:
    """The noun phrase before a verb, in its clause: `40 judges` of `In an open letter, 40 judges have`."""
    cut = max((m.end() for m in _EDGE.finditer(text, start, place)), default=start)
    words = _ADVERBS.sub("", text[cut:place].strip())
    words = words.strip(" \xa0\n,")
    parts = [p.strip() for p in words.split(", ") if p.strip()]
    if len(parts) > 1:
        closed = text[cut:place].rstrip().endswith(",")
        words = parts[0] if closed else parts[-1]
    return MARKED.sub("", words).strip()


def clause_end(text: str, place: int, end: int) -> int:
    match = _STOP.search(text, place, end)
    return match.start() if match else end
