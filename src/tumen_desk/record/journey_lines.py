"""One line a leg, as somebody types it while listening: `crossed 2009-11 Hoeryong > Sanhe waded broker 3000 CNY +2`.

Read are, in any order: the kind of leg, a date of any precision, `from > to`, the means, who helped (a kind, never a
name), an amount with its currency, `+n` for people together, `!` for intercepted. Commas may stand between them, and
`->` or `→` for `>`. What is not understood is kept as a note and said; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.conf import settings

from tumen import dates, places, vocab
from tumen_desk.shell import terms

_PRICE: Final = r"(\d[\d,]*(?:\.\d+)?)\s*({currencies})\b"
_TOGETHER: Final = re.compile(r"(?<!\S)\+(\d{1,4})(?!\S)")
_WAY: Final = re.compile(r"([^>\n]*)>([^>\n]*)")
_ARROW: Final = re.compile(r"[-=–—]*>|[→⇒➔]")
_BREAK: Final = re.compile(r"[,;，、](?=\s)")
_LEAST: Final = 4
_SHORT: Final = 2
"""Hangul and hanja words are short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What was understood of one line; `rest` are the words that were not.

    Attributes:
        given: columns of a leg.
        rest: words left over.
        doubts: sentences on what could mean several things.
    """

    given: dict[str, Any]
    rest: str
    doubts: tuple[str, ...]


def read(text: str) -> Line:
    """One line as columns of a leg.

    Example: `sold 2010 Yanji > Weihai 8000 CNY` gives kind, date, two places, price and currency.
    """
    given: dict[str, Any] = {}
    doubts: list[str] = []
    rest = _ARROW.sub(" > ", f" {text.strip()} ")
    if "!" in rest:
        given["intercepted"], rest = "yes", rest.replace("!", " ")
    rest = _take_number(rest, given)
    rest = _take_price(rest, given)
    rest = _BREAK.sub(" ", _take_date(rest, given))
    rest = _take_way(rest, given, doubts)
    for column, vocabulary in (("kind", "journey_leg"), ("helper_role", "agency"), ("mode", "crossing_mode")):
        rest = _take_term(rest, given, column, vocabulary)
    if "from_place" not in given and "to_place" not in given:
        rest = _take_place(rest, given, doubts)
    return Line(given=given, rest=" ".join(rest.split()), doubts=tuple(doubts))


def _take_number(text: str, given: dict[str, Any]) -> str:
    if found := _TOGETHER.search(text):
        given["people"] = int(found[1]) + 1
        return text[: found.start()] + " " + text[found.end() :]
    return text


def _take_price(text: str, given: dict[str, Any]) -> str:
    known = vocab.load_pack(settings.CONFIG.pack).settings.get("currencies", ())
    pattern = _PRICE.format(currencies="|".join(map(re.escape, known)) or "(?!)")
    if found := re.search(pattern, text, re.IGNORECASE):
        given["price"], given["currency"] = Decimal(found[1].replace(",", "")), found[2].upper()
        return text[: found.start()] + " " + text[found.end() :]
    return text


def _take_date(text: str, given: dict[str, Any]) -> str:
    found = [f for f in dates.find(text) if not f.relative]
    if not found:
        plain = re.search(r"(?<!\S)(1[89]|20)\d\d(-\d\d(-\d\d)?)?(?!\S)", _BREAK.sub(" ", text))
        if not plain:
            return text
        given["date"] = plain[0]
        return text[: plain.start()] + " " + text[plain.end() :]
    first = found[0]
    given["date"] = first.date.edtf
    return text[: first.start] + " " + text[first.end :]


def _take_way(text: str, given: dict[str, Any], doubts: list[str]) -> str:
    """`from > to`: the longest run of words before and after the sign that is one place."""
    found = _WAY.search(text)
    if not found:
        return text
    before, start = _place_of(found[1].split(), last=True, doubts=doubts)
    after, end = _place_of(found[2].split(), last=False, doubts=doubts)
    given |= {k: v for k, v in (("from_place", start), ("to_place", end)) if v}
    return f" {' '.join(before)} {' '.join(after)} "


def _take_place(text: str, given: dict[str, Any], doubts: list[str]) -> str:
    """A place without the sign, if nothing else is left: where the leg led or, as when leaving home, began."""
    rest, code = _place_of(text.split(), last=False, doubts=doubts)
    if not code or rest:
        return text
    kind = given.get("kind", "")
    begins = bool(kind) and terms.vocabulary("journey_leg")[kind].fields.get("place_told") == "from"
    given["from_place" if begins else "to_place"] = code
    return ""


def _place_of(words: list[str], *, last: bool, doubts: list[str]) -> tuple[list[str], str]:
    gazetteer = places.gazetteer(vocab.load_pack(settings.CONFIG.pack))
    for count in range(min(3, len(words)), 0, -1):
        chosen = words[-count:] if last else words[:count]
        found = gazetteer.find(" ".join(chosen))
        sure = [m for m in found.matches if m.score >= 1.0]
        if found.place is not None and sure:
            return (words[:-count] if last else words[count:]), found.place.code
        if sure:
            names = ", ".join(str(m.place.label(terms.language())) for m in sure[:4])
            doubts += [trap.text for trap in found.traps] or [f"{' '.join(chosen)}: {names}?"]
            return words, ""
    return words, ""


def _take_term(text: str, given: dict[str, Any], column: str, vocabulary: str) -> str:
    """The term that most of the words fit; the words it used are taken out."""
    words = text.split()
    best: tuple[int, int, str] = (0, 0, "")
    used: set[int] = set()
    for term in terms.vocabulary(vocabulary):
        if term.deprecated:
            continue
        wanted = set(_words(term.labels.values()))
        spoken = tuple(told["text"].casefold() for told in term.fields.get("aliases", ()))
        typed = enumerate(word.casefold() for word in words)
        hits = {i for i, word in typed if word.startswith(spoken) or any(_fits(word, w) for w in wanted)}
        # More words of the line; of equals the term that says least besides.
        if hits and (len(hits), -len(wanted)) > best[:2]:
            best, used = (len(hits), -len(wanted), term.code), hits
    if not used:
        return text
    given[column] = best[2]
    return " ".join(word for i, word in enumerate(words) if i not in used)


def _words(labels: Iterable[str]) -> Iterable[str]:
    for label in labels:
        yield from (w.casefold() for w in re.findall(r"\w+", label) if len(w) >= _least(w))


def _least(word: str) -> int:
    return _LEAST if word.isascii() else _SHORT


def _fits(typed: str, word: str) -> bool:
    """Whether a typed word is this word, its beginning, or another form of it."""
    typed = typed.strip(".,;:()")
    if len(typed) < _least(typed) - (1 if typed.isascii() else 0):
        return False
    if word.startswith(typed):
        return True
    if typed.isascii():
        return _stem(typed) == _stem(word)
    return len(word) > _SHORT < len(typed) and typed[:_SHORT] == word[:_SHORT]


def _stem(word: str) -> str:
    """A word without the endings that English verbs and nouns take."""
    return re.sub(r"(ing|ed|es|s|e)$", "", word) if len(word) > _LEAST else word
