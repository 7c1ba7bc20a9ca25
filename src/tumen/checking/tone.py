"""Tone of a draft: superlatives and comparisons with other crimes, words that take a side, what is said to be known.

None of them is wrong by itself. A comparison belongs to whoever draws it, and a superlative to whoever compared; what
everybody is said to know needs a source as much as anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tumen.checking.finding import Draft, Finding, Outcome
from tumen.errors import UnknownFacts
from tumen.patterns import later

_GRAVE = "brutal|repressive|oppressive|cruel|horrific|heinous|barbaric|savage|evil|inhuman(?:e)?|notorious|terrible"
_SUPERLATIVE = later(
    rf"\b(?:(?:the\s)?(?:world['’]s\s)?(?:very\s)?(?:worst|cruell?est|gravest|most\s(?:{_GRAVE}))"
    r"|without\s(?:any\s)?(?:parallel|precedent|equal)|unparalleled|unprecedented|unequall?ed|second\sto\snone"
    r"|like\snowhere\selse|(?:never|nowhere)\sbefore\sin\s(?:human\s)?history)\b",
    re.IGNORECASE,
)
_CRIMES = (
    r"Auschwitz|Holocaust|Shoah|Nazi\w*|Hitler\w*|Gulags?|Stalin\w*|Khmer\sRouge|genocid\w+|apartheid"
    r"|slave\strade"
)
_COMPARISON = later(
    r"\b(?:like|liken(?:s|ed)?\s[^.;!?]{0,60}?\bto|compar(?:e[sd]?|able|ison)\b[^.;!?]{0,60}?\b(?:to|with)|worse\sthan"
    rf"|reminiscent\sof|similar\sto|(?:another|modern|new|today['’]s))\s[^.;!?]{{0,30}}?\b(?:{_CRIMES})\b",
    re.IGNORECASE,
)
_KNOWN = later(
    r"\b(?:it\sis\s)?(?:(?:well|widely|commonly|generally|universally)[\s-](?:known|accepted|agreed|acknowledged)"
    r"|no\sone\sdoubts|nobody\sdoubts|beyond\s(?:any\s)?doubt|everybody\sknows|everyone\sknows|as\sis\sknown)\b",
    re.IGNORECASE,
)
_SPEAKER = later(
    r"(?P<who>(?:[A-Z][\w’'-]+\s){1,4})(?:said|says|told|wrote|writes|called|calls|described|describes|compared|compares"
    r"|likened|found|finds|concluded|reported)\b|\b[Aa]ccording\sto\s(?:the\s)?(?P<by>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*)"
)
_NOTE = later(r"(?:[.,;:”’)\]]\s?\d{1,3}\b(?!\s?%)|\[\d{1,3}\]|\(\d{4}\))")


def tone(draft: Draft) -> Iterator[Finding]:
    """Every check of tone; each asks, none corrects."""
    for match in _SUPERLATIVE.finditer(draft.text):
        yield _ask(
            match, "tone.superlative", f"A superlative: who compared, and with what? {_who(draft, match)}"
        )
    for match in _COMPARISON.finditer(draft.text):
        yield _ask(match, "tone.comparison", f"A comparison with another crime. {_who(draft, match)}")
    for match in _KNOWN.finditer(draft.text):
        if not _NOTE.search(_around(draft, match)):
            yield _ask(
                match,
                "source.well-known",
                "What everybody is said to know or accept is a claim of consensus: say who holds it, with a source. "
                "Each person still gets a test of their own.",
            )
    yield from _loaded(draft)


def _ask(match: re.Match[str], rule: str, says: str) -> Finding:
    return Finding(
        start=match.start(),
        end=match.end(),
        text=match.group(),
        rule=rule,
        outcome=Outcome.ASK,
        says=says.strip(),
    )


def _around(draft: Draft, match: re.Match[str]) -> str:
    """The sentence, and a few letters behind it for the mark of a note."""
    end = re.compile(r"[.!?]").search(draft.text, match.end())
    start = max(draft.text.rfind(stop, 0, match.start()) for stop in (". ", "! ", "? ", "\n"))
    return draft.text[start + 1 : (end.end() if end else len(draft.text)) + 5]


def _who(draft: Draft, match: re.Match[str]) -> str:
    found = _SPEAKER.search(_around(draft, match))
    if found is None:
        return "Nobody is named as saying so: name the speaker, or leave it out."
    return f"Said by {(found['who'] or found['by']).strip()}: keep the speaker beside it."


def _loaded(draft: Draft) -> Iterator[Finding]:
    """Words that take a side, with the neutral ones of the pack; between the marks of a quotation they stand."""
    try:
        rows = draft.pack.facts("reading")["tables"].get("loaded", ())
    except UnknownFacts:
        return
    quoted = [m.span() for m in re.finditer(r"“[^”]*”|\"[^\"\n]*\"", draft.text)]
    for row in rows:
        words = "|".join(re.escape(word) for word in row["words"])
        for match in re.finditer(rf"\b(?:{words})\b", draft.text, re.IGNORECASE):
            if not any(a <= match.start() < b for a, b in quoted):
                says = f"A word that takes a side ({row['side']}). Neutral: {', '.join(row['neutral'])}."
                yield _ask(match, "tone.loaded", says)
