"""Who is asked: an addressee in a heading, before a verb or behind a wish, and what a pronoun stands for."""

from __future__ import annotations

import re
from typing import Final

from tumen.patterns import later
from tumen.reading.asking import PRONOUN
from tumen.reading.sentences import Sentence, Sentences

A_BODY: Final = later(
    r"(?:(?:[Tt]he|[Aa]ll|[Oo]ther|[Nn]eighbou?ring|[Ii]ts|[Tt]heir)[\s\xa0])*(?:[A-Z]|states|governments?)[^,;]{1,70}$"
)
"""States, bodies and whoever has a name; not a group of people."""


def addressed(heading: str) -> str | None:
    """The addressee that the heading of a list names."""
    match = re.search(
        r"(?:calls?[\s\xa0](?:up)?on|urges?|asks?|recommendations?[\s\xa0](?:to|for))[\s\xa0](.{3,100}?)(?:[\s\xa0]"
        r"to)?:?$",
        heading.strip(),
        re.I,
    )
    return match[1].strip(" :") if match else None


def hoped_of(words: str) -> str | None:
    """Of whom something is hoped, from the words behind the wish."""
    match = re.match(r"[\s\xa0]*(?:that|for)?[\s\xa0]*((?:the[\s\xa0])?(?:[A-Z][\w’.-]*[\s\xa0]?)+)", words)
    return match[1].strip() if match else None


def undergoes(subject: str | None) -> bool:
    """`they must pay a broker` tells what people undergo; only a body or a state is asked by a bare `must`."""
    if subject is not None and re.match(r"(?:[Nn]o(?:[\s\xa0]one|body|ne)?|[Nn]either)\b", subject):
        return False
    return (
        subject is None
        or not re.search(
            r"[A-Z]|\b(?:states?|countr|governments?|community|authorities|council|we|you|all|everyone|nations?"
            r"|press|media|donors?|churches|parliaments?|ministers?|leaders?|courts?|partners|agenc(?:y|ies)"
            r"|organi[sz]ations?|compan"
            r"(?:y|ies)|businesses|employers|police|prosecutors?|officials|readers)\b",
            subject,
        )
        or bool(
            re.search(
                r"\b(?:refugees?|defectors?|migrants?|escapees?|women|people|families|children|victims?|prisoners?"
                r"|inmates?|workers?|travellers?|citizens|detainees?|applicants?|passengers?|residents"
                r"|[A-Z][a-z]+(?:ans|ese))\b",
                subject[:1].lower() + subject[1:],
            )
        )
    )


def subject_before(before: str, sentences: Sentences, sentence: Sentence) -> str | None:
    """The noun phrase that ends before the verb."""
    words = re.sub(
        r"^[\s\xa0]*(?:(?:Therefore|Thus|However|Moreover|Finally|Furthermore|In addition|Also|And|But|So|then"
        r"|therefore),?[\s\xa0]+)+",
        "",
        before,
    )
    words = re.sub(r"[\s\xa0,]*(?:therefore|also|thus|however|then|now|all)?[\s\xa0,]*$", "", words)
    return spelt_out(cleaned(words), sentences, sentence)


_MARKED = later(
    r"(?:[•*▪‣◦·–—●○■□►➢✓»>→➤◆◇★☐\uf0b7-]|\(?(?:\d{1,3}(?:\.\d{1,2})*[.)]|(?:[a-z]|[ivx]{1,4})\)))[ ]+(?=\S)"
)
"""`25. China`, `→ The Council`: the mark of an item is no part of a name."""


def cleaned(words: str) -> str | None:
    """An addressee without the words that lead to it; None for none."""
    bare = " ".join(words.split()).strip(' ,;:“”"')
    bare = bare[mark.end() :] if (mark := _MARKED.match(bare)) else bare
    bare = _BY_THE_WAY.sub("", bare)
    return re.sub(r"^(?:that|on|upon|to)\s", "", bare)[-120:] or None


_BY_THE_WAY = later(
    r",\s(?:for\s(?:its|their|his|her)\spart|(?:he|she|they|we|it)\s(?:added|said|says|wrote|argued|insisted)|too"
    r"|in\sturn|meanwhile)$"
)
"""`Frontex, for its part,`: what is no part of the name."""
_SUBJECT = later(
    r"(?:^|[\s\xa0])(?P<who>(?:[Tt]he|[Aa]ll|[Ii]ts|[Oo]ur)[\s\xa0](?:[\w’-]+[\s\xa0]){0,3}?(?:community"
    r"|governments?|authorities|states|council"
    r"|committee|commission|ministry|parliament|police|army|courts?|organi[sz]ations?|donors|nations|leaders"
    r"|parties|agency|union)\b"
    r"(?:[\s\xa0]of[\s\xa0][A-Z]\w+)?)"
)
_A_NAME = later(
    r"(?:^|[\s\xa0])(?!(?:The|This|That|These|Those|It|In|At|On|But|And|For|If|As|A|An|We|They|He|She|Our|Its|There"
    r"|When|While|Such|No)[\s\xa0](?![A-Z]))"
    r"((?:[A-Z][\w’.-]*[\s\xa0]?){1,5}(?:government|authorities)?)"
)


def spelt_out(addressee: str | None, sentences: Sentences, sentence: Sentence) -> str | None:
    """A pronoun stands for the first body or name of the sentence before it."""
    if addressee is None or not PRONOUN.match(addressee):
        return addressee
    number = sentences.index(sentence.start)
    for earlier in reversed(sentences.all[max(number - 2, 0) : number]):
        words = sentences.text[earlier.start : earlier.end]
        body, name = _SUBJECT.search(words), _A_NAME.search(words)
        if body and (name is None or body.start() <= name.start()):
            return body["who"].strip()
        if name:
            return name[1].strip()
    return addressee
