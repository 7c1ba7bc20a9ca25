"""Titles of instruments in English text: written out, shortened, by number or symbol, or pointed back to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tumen.patterns import later
from tumen.reading.lexicon import Lexicon
from tumen.reading.sentences import Sentence
from tumen.reading.short_titles import anaphora, by_number, by_year, protocols, short_names
from tumen.reading.spans import Words
from tumen.reading.title import HEAD, HEADS, Title, each, lookup

_GAP = r"[\s\xa0]{1,2}"
_FIRST = r"[A-Z][\w’'-]*"
_LEAD = later(rf"(?:\b(?:the{_GAP})?(?:\d{{4}}{_GAP})?)(?:\b{_FIRST}{_GAP}(?:(?:of|in){_GAP})?){{0,7}}$")
"""What stands before the head of a treaty: `the 1951 UN Refugee `."""
_OF_A_STATUTE = later(
    rf"(?:\b(?:the{_GAP})?(?:\d{{4}}{_GAP})?)"
    rf"(?:(?:\b{_FIRST}|\([A-Z][^()\n]{{2,60}}\))"
    rf"(?:,?{_GAP}(?:and{_GAP}|of{_GAP}(?:the{_GAP})?|for{_GAP}(?:the{_GAP})?|on{_GAP}|to{_GAP}|in{_GAP}"
    rf"|against{_GAP}|with{_GAP})?)){{0,9}}$"
)
"""Before that of a law of a state, which may hold commas and brackets: `Entry, Stay and Exit (Aliens) `."""
_TAIL_WORDS = (
    r"(?:of|on|to|for|against|relating|relative|concerning|regarding|in|with|between|and|or|the|by|from|its|their"
    r"|other|all|forms|as|a"
    r"|persons|status|rights|refugees?|elimination|prevention|protection|punishment)"
)
_IN_A_SERIES = (
    rf",(?=[\s\xa0](?!{HEAD}\b)(?:Especially\b"
    rf"|{_FIRST}(?:[\s\xa0]{_FIRST})?(?:,[\s\xa0]{_FIRST}(?:[\s\xa0]{_FIRST})?){{0,3}},?"
    rf"[\s\xa0](?:and|or)[\s\xa0](?:Other[\s\xa0])?[A-Z]))"
)
"""A comma inside a title stands between the parts of a series; any other ends the title."""
_TAIL = later(
    rf"(?:{_GAP}(?:on|of|to|for|[Aa]gainst|[Rr]elating{_GAP}to|[Rr]elative{_GAP}to|[Cc]oncerning|[Rr]egarding"
    rf"|[Gg]overning|between|with)"
    rf"{_GAP}(?:{_TAIL_WORDS}{_GAP})*(?!States?\b|Parties\b)(?:(?:[A-Z][\w’'-]*(?:{_IN_A_SERIES})?"
    rf"|\d{{4}})(?:{_GAP}(?:{_TAIL_WORDS}{_GAP})*(?=[A-Z])|(?=\W"
    rf"|$)))+)?"
    rf"(?:,?{_GAP}(?:Nos?\.?{_GAP})?\d{{1,3}}\b(?![,.:]?\d|{_GAP}(?:of|states|countries|\w+ed)\b))?"
    rf"(?:{_GAP}of{_GAP}(?:\d{{1,2}}{_GAP}[A-Z][a-z]+{_GAP})?\d{{4}}|{_GAP}\((?:19|20)\d\d\)|,?{_GAP}(?:19"
    rf"|20)\d\d(?:[–-]\d{{2,4}})?(?![\d,.]\d))?"
)
_OWN_LAW = later(
    r"\b(?:(?:its|their|the|(?:[A-Z][\w-]+[\s\xa0]){0,2}[A-Z][\w-]+(?:[’']s)?)[\s\xa0])(?:own[\s\xa0])?"
    r"(?:[Cc]onstitution|[Cc]riminal[\s\xa0](?:[Pp]rocedure[\s\xa0])?(?:[Cc]ode|[Ll]aw)|[Pp]enal[\s\xa0][Cc]ode|[Nn]"
    r"ationality[\s\xa0][Ll]aw"
    r"|(?:[Cc]ivil|[Cc]riminal|[Pp]enal|[Ff]amily|[Ll]abou?r|[Aa]dministrative|[Mm]ilitary|[Ee]lection"
    r"|[Cc]ustoms)[\s\xa0]"
    r"(?:[Pp]rocedure|[Ee]nforcement|[Ee]xecution|[Oo]ffen[cs]es|[Vv]iolations)[\s\xa0](?:[Cc]ode|[Ll]aw))\b"
    r"|\b(?:[Ii]ts|[Tt]heir|[A-Z][\w-]+[’'](?:s)?)[\s\xa0](?:own[\s\xa0])?(?:new[\s\xa0])?(?:law|act|decree"
    r"|code)[\s\xa0]of"
    r"[\s\xa0](?:19|20)\d\d(?:[\s\xa0]on[\s\xa0][a-z-]+(?:[\s\xa0](?:and"
    r"|of)[\s\xa0](?:enforced[\s\xa0])?[a-z-]+)?)?\b"
)
_PAREN = later(
    r"[\s\xa0]?\((?:the[\s\xa0])?(?:[A-Z][\w’-]*[\s\xa0]){1,4}(?:Convention|Protocol|Covenant|Declaration|Treaty)\)|"
    r"[\s\xa0]?\((?:[A-Z][A-Za-z]?[A-Z]{1,7}|also[^)]{3,50}|[“\"‘'][^)]{2,60}|(?:herein)?after[^)]{3,60}"
    r"|hereafter[^)]{3,60}"
    r"|or[\s\xa0][“\"‘'][^)]{2,60}|the[\s\xa0][^)]{3,40}|(?:No\.?[\s\xa0])?\d+/\d+(?:/E[CU])?)\)"
)
_NOT_LAW = later(
    r"\b(?:Special[\s\xa0]Protocol|Party[\s\xa0]Act|Law[\s\xa0]School|Constitution[\s\xa0](?:Day|Avenue)|Rule[\s\xa0]"
    r"of[\s\xa0]Law)\b"
)


def find_titles(text: str, lexicon: Lexicon, holding: Sequence[Sentence], words: Words) -> list[Title]:
    """Every title of an instrument in the sentences that speak of law, in order, none overlapping."""
    found: list[Title] = []
    for first, last in _written_out(text, holding):
        start, end = _tidy(text, first, last)
        if end - start < 6 or _NOT_LAW.search(text, start, end) or not _names_a_law(text[start:end]):
            continue
        paren = _PAREN.match(text, end)
        found.append(_title(text, start, paren.end() if paren else end, end, lexicon))
    found += [
        Title(start=m.start(), end=m.end(), known=None, title=" ".join(m.group().split()), kind="domestic law",
               confidence=0.7, reason="a law of a state, named by its kind") for m in each(_OWN_LAW, text, holding)
    ]  # fmt: skip
    found += by_year(text, lexicon, holding)
    found += by_number(text, holding)
    found += short_names(text, lexicon, found, words)
    found += anaphora(text, found, holding)
    found += protocols(text, found, lexicon, holding)
    kept: list[Title] = []
    for title in sorted(found, key=lambda t: (t.start, -t.end)):
        if kept and title.start < kept[-1].end:
            continue
        if (
            kept
            and kept[-1].title.startswith("Protocol No")
            and _TO_THE.fullmatch(text, kept[-1].end, title.start)
        ):
            kept[-1] = replace(kept[-1], end=title.end, title=f"{kept[-1].title} to the {title.title}")
            continue
        kept.append(title)
    return _defined(text, kept)


_TO_THE = later(r"[\s\xa0]to[\s\xa0](?:the[\s\xa0])?")
_CALLED = later(
    r"[(\[](?:(?:here(?:in)?after|referred[\s\xa0]to"
    r"|called)[\s\xa0,:]*(?:referred[\s\xa0]to[\s\xa0])?(?:as[\s\xa0])?)?"
    r"[“\"‘']?(?:the[\s\xa0])?(?P<short>[A-Z][\w’ -]{2,50}?)[”\"’']?[)\]]$"
)


def _defined(text: str, titles: list[Title]) -> list[Title]:
    """`the Act on Exit (“the Exit Act”)`: a short name stands for the instrument from there on."""
    meant: dict[str, Title] = {}
    done: list[Title] = []
    for title in titles:
        named = meant.get(title.title)
        done.append(
            title if named is None else replace(title, known=named.known, title=named.title, kind=named.kind)
        )
        called = _CALLED.search(text, title.start, title.end)
        if called is not None:
            meant[called["short"]] = title
    return done


_AND_ANOTHER = later(
    rf"[\s\xa0](?:and|or|as well as)[\s\xa0](?:(?:to|of|in)[\s\xa0])?(?:(?:the|its)[\s\xa0])?(?:\d{{4}}[\s\xa0])?"
    rf"(?:[A-Z][\w-]*[\s\xa0]){{0,4}}{HEAD}(?:\b|(?=[’']))"
)
"""`the Convention on A and to the Convention on B` are two."""
_STATUTES = later(r"Acts?|Laws?|Code|Bill|Ordinance|Decree-Law|Regulations?|Edict|Proclamation")


_A_BODY_BEFORE = later(
    r"(?:Committee|Council|Ministry|Government|Parliament|Commission|Court|Department|Office|Directorate|Assembly"
    r"|Rights)\b[^,]{0,40},[\s\xa0]"
)
"""A body and a comma in front of a law belong to a note, not to the title."""


def _written_out(text: str, holding: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """Where titles stand: from a head back over the words that belong to it, then on to the end of the title."""
    for sentence in holding:
        last = sentence.start
        for head in HEADS.finditer(text, sentence.start, sentence.end):
            if head.start() < last:
                continue
            lead = _OF_A_STATUTE if _STATUTES.match(head.group()) else _LEAD
            floor = max(last, head.start() - 140)
            before = lead.search(text, floor, head.start())
            start = before.start() if before else head.start()
            for body in _A_BODY_BEFORE.finditer(text, start, head.start()):
                start = body.end()
            tail = _TAIL.match(text, head.end(), sentence.end)
            last = tail.end() if tail else head.end()
            another = _AND_ANOTHER.search(text, head.end(), last)
            last = another.start() if another else last
            yield start, last


def _names_a_law(words: str) -> bool:
    """`the Act` and `Protocol` alone name none; a word beside the head is needed."""
    return len([w for w in words.split() if w.lower() not in ("the", "of", "a", "this")]) > 1


def _tidy(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    lead = re.match(
        r"(?:(?:Under|In|The|Both|As|By|And|Articles?|Sections?|Of|To|On|For|From|Its|Their|Although|Despite"
        r"|Following|Through|However|While"
        r"|When|With|According|States?|Parties|Party|China|Since|Government|Parliament|Ratify|Accede|Sign|Repeal"
        r"|Amend|Abolish|Implement|Adopt|Revise|Enforce"
        r"|Recalling|Having|Withdraw|Respect|Honou?r|Uphold|Review),?[\s\xa0](?:of[\s\xa0]|to[\s\xa0]"
        r"|the[\s\xa0])*)+(?=[A-Z\d])",
        words,
    )
    if lead:
        start += lead.end()
    tail = re.search(
        r"(?:[\s\xa0,]+(?:of|on|to|for|the|and|or|in|with|by|from|a|its|their|between|against))+$",
        text[start:end],
    )
    return start, start + tail.start() if tail else end


def _title(text: str, start: int, end: int, title_end: int, lexicon: Lexicon) -> Title:
    words = " ".join(text[start:title_end].split())
    known = lookup(words, lexicon)
    if known is not None:
        code, title, kind = known
        return Title(
            start=start,
            end=end,
            known=code,
            title=title,
            kind=kind,
            confidence=0.95,
            reason="an instrument of the pack",
        )
    kind = "domestic law" if re.search(r"\b(?:Act|Law|Code|Constitution|Proclamation)\b", words) else "treaty"
    kind = "soft law" if re.search(r"\b(?:Declaration|Principles|Rules)\b", words) else kind
    return Title(
        start=start,
        end=end,
        known=None,
        title=words.removeprefix("the ").removeprefix("The "),
        kind=kind,
        confidence=0.7,
        reason="a capitalised title with a word for a law",
    )
