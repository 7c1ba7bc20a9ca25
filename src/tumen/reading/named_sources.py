"""Sources that one sentence names, and which of them is the nearest to a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tumen.patterns import later
from tumen.reading.saying_verbs import HAS_SAYING
from tumen.reading.sentences import Sentence
from tumen.reading.subjects import told
from tumen.reading.who_says import SAYING, Reach

_PRONOUNS = frozenset(
    ["it", "they", "he", "she", "we", "i", "this", "that", "these", "those", "there", "one", "who", "which"]
)
_A_CLAUSE = later(r"\b(?:believes|says|thinks|claims|puts|gives)\b")
_NOBODY = later(
    r"^(?:let|please|whoever|anyone|anybody|those|no|nobody)\b|^(?:the[\s\xa0])?(?:number|figure|refugees?"
    r"|defectors?|North|South)$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Said:
    start: int
    end: int
    who: str
    reach: str
    way: Reach
    begins: int
    """From where on what it says may stand."""


_SEMICOLON = later(r";[\s\xa0]")


def nearest(text: str, sentence: Sentence, said: Sequence[Said], place: int) -> Said | None:
    """The last source before a figure that reaches ahead, else the first behind it that reaches back."""
    first = max(
        (m.end() for m in _SEMICOLON.finditer(text, sentence.start, place) if not _aside(text, sentence, m)),
        default=0,
    )
    before = [
        s for s in said if first <= s.start and s.begins <= place and s.end <= place and s.way != "behind"
    ]
    behind = [s for s in said if s.start > place and s.way != "ahead"]
    if behind and (not before or (behind[0].way == "behind" and before[-1].reach == "says")):
        return behind[0]
    if before:
        return max(before, key=lambda s: (s.begins, s.start))
    inside = [s for s in said if s.way == "behind" and s.end <= place]
    return inside[-1] if inside else None


def _aside(text: str, sentence: Sentence, sign: re.Match[str]) -> bool:
    """Whether a sign stands in brackets."""
    return text.count("(", sentence.start, sign.start()) > text.count(")", sentence.start, sign.start())


def counts_itself(said: Sequence[Said], place: int) -> bool:
    """`Two diplomats said`: the number counts who speaks, and nobody else is said to state it."""
    return any(s.start <= place < s.end for s in said)


_CLAUSE = later(r",[\s\xa0](?P<said>.+)$", re.S)
_A_NAME = later(r"(?:Mr|Ms|Mrs|Dr|Prof(?:essor)?\.?[\s\xa0])?[A-Z][\w’.-]+(?:[\s\xa0][A-Z][\w’.-]+)+$")


def _without_clause(who: str) -> str:
    """`the minister, Ila Vell` is the minister Ila Vell; `Ila Vell, a nurse` is Ila Vell."""
    clause = _CLAUSE.search(who)
    if clause is None or "“" in who or '"' in who:
        return who
    head = who[: clause.start()]
    if _A_NAME.match(clause["said"]) and not _A_NAME.search(head):
        return f"{head} {clause['said']}"
    return head


_ASKED_BY = later(
    r"\bwhom[\s\xa0](?P<who>(?:(?:the|an?|its|our|their)[\s\xa0]|(?=[A-Z]))[\w’&.-]+(?:[\s\xa0](?!has\b|had\b|have\b)[\w’&.-]+){0,5}?)[\s\xa0]"
    r"(?:(?:has|have|had|also|then)[\s\xa0])*(?:questioned|interviewed|asked|talked|spoke|spoken|surveyed|polled|met|traced"
    r"|heard|consulted|reached|treated|counted)\b"
)
"""`of 640 women whom the Harbour Collective questioned`: what they told it."""


def sources_of(text: str, sentence: Sentence) -> list[Said]:
    """Every source of a sentence in order, none overlapping."""
    found: list[Said] = []
    words = text[sentence.start : sentence.end]
    saying = HAS_SAYING.search(words) is not None
    for pattern, reach, way, signs in SAYING:
        if (reach == "says" and not saying) or (signs and not any(sign in words for sign in signs)):
            continue
        for match in pattern.finditer(text, sentence.start, sentence.end):
            group = next(g for g in ("who", "who2", "who3") if match.groupdict().get(g))
            who = tidy(_without_clause(match[group]))
            a, b = match.span(group)
            if who is None or any(s.start < b and a < s.end for s in found):
                continue
            what = match.groupdict().get("what")
            title = what.strip('“”"') if what and what[0] in '“"”' else None
            named = who if title is None else f"{who}, {title}"
            found.append(Said(start=a, end=b, who=" ".join(named.split()), reach=reach, way=way, begins=b))
    if " whom " in words:
        for match in _ASKED_BY.finditer(text, sentence.start, sentence.end):
            if who := tidy(match["who"]):
                a, b = match.span("who")
                found.append(
                    Said(start=a, end=b, who=who, reach="asked them", way="both", begins=sentence.start)
                )
    for one in told(text, sentence.start, sentence.end) if saying else ():
        if (who := tidy(one.who)) and not any(s.start < one.end and one.start < s.end for s in found):
            way = "behind" if one.behind else "ahead"
            found.append(Said(start=one.start, end=one.end, who=who, reach="says", way=way, begins=one.verb))
    return sorted(found, key=lambda s: s.start)


def tidy(who: str) -> str | None:
    words = " ".join(who.split()).strip(" ,.;:")
    words = re.sub(r"[’']s$", "", words)
    words = re.sub(r"^(?:an?|the)[\s\xa0](?=[A-Z])", "", words)
    if words.lower() in _PRONOUNS or len(words) < 2 or _NOBODY.match(words) or _A_CLAUSE.search(words):
        return None
    return words
