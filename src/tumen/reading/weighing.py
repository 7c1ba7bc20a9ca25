"""Demands by what speaks for them together: each sign of a clause has its points, and enough points ask.

The other rules know a demand by its wording. Here no sign is enough alone: who is named (a body, somebody in office,
the reader), what stands for asking (a word of duty, of asking, of what is good or due, a bare verb at the head), by
when it shall be done, and what stands around. The reason of a candidate lists the signs that were found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tumen.patterns import later
from tumen.reading import asking_signs as signs
from tumen.reading.asking import NOT_ASKED, ORDERED, VERBS
from tumen.reading.clauses import S, clause_end, subject
from tumen.reading.public_bodies import may_ask, public, singular

ENOUGH: Final = 3
"""Points from which on a clause asks."""
_DUTY = ("a word of duty", 2)
_MAY = ("a word for what may come", 1)
_OWED = ("a word for what is owed", 2)
_ASKS = ("a plain word of asking", 2)
_MIGHT_ASK = ("a word that may ask", 1)
_BODY = ("a body or somebody in office", 1)
_READER = ("it speaks to its reader", 1)
_DONE = ("something is to be done", 1)
_VOICE = ("a voice that asks in public", 1)
_HEAD = ("it begins with what is to be done", 1)
_OBJECT = ("a verb right before its object", 1)
_NOT = ("it says what not to do, or please", 1)
_GOOD = ("weighed as good or due", 2)
_LET = ("let it be so", 2)
_QUESTION = ("a question to somebody in office", 2)
_SOON = ("it says by when", 1)
_LISTED = ("under a heading for demands", 2)
_BESIDE = ("beside a demand", 1)
_CALLED = ("somebody is called by name", 1)
_THAT = ("an item that begins with “that”", 2)
_ALONE = ("a person who is told of", -1)
_PAST = ("told as past", -1)
_NOUN = ("it may be a noun", -1)
_FINITE = ("a verb that tells stands behind it", -2)
_NEVER = ("no voice of demands", -3)
"""Each sign with its points."""
_NAMES: Final = frozenset(sign[0] for sign in (
    _DUTY, _MAY, _OWED, _ASKS, _MIGHT_ASK, _BODY, _READER, _DONE, _VOICE, _HEAD, _OBJECT, _NOT, _GOOD, _LET, _QUESTION,
    _SOON, _LISTED, _BESIDE, _CALLED, _THAT,
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a sentence: a heading for demands, a demand beside it, a letter that speaks to somebody."""

    listed: bool = False
    beside: bool = False
    letter: bool = False


@dataclass(frozen=True, slots=True)
class Weighed:
    """`text[start:end]` with its signs, asked of `who` where the clause names one; `after` it is said what to do."""

    start: int
    end: int
    after: int
    who: str | None
    signs: tuple[tuple[str, int], ...]

    @property
    def points(self) -> int:
        """What all signs come to."""
        return sum(points for _, points in self.signs)

    @property
    def reason(self) -> str:
        """The signs that speak for it."""
        return "; ".join(dict.fromkeys(name for name, points in self.signs if points > 0))


@dataclass(slots=True)
class Seen:
    """Where a word of duty or of asking may stand in a sentence, and whether anything may be weighed as good there."""

    duty: list[int] = field(default_factory=list)
    asking: list[int] = field(default_factory=list)
    good: bool = False


def clauses(text: str, start: int, end: int, seen: Seen | None) -> list[Weighed]:
    """Every clause of one sentence with a sign of asking, whatever stands around it."""
    if text[end - 1] == ":":
        return []
    found = list(_begun(text, start, end))
    if seen is not None:
        found += [*_bound(text, start, end, seen.duty), *_asked(text, start, end, seen.asking)]
        if seen.good:
            found += _said_good(text, start, end)
        if "?" in text[end - 2 : end]:
            found += _put_as_questions(text, start, end)
    if not found or ORDERED.search(text, start, end):
        return []
    soon = (_SOON,) if signs.SOON.search(text, start, end) else ()
    return [replace(one, signs=(*one.signs, *soon)) for one in found]


def only_signs(reason: str) -> bool:
    """Whether a demand was found by its signs, and by no rule of wording."""
    return all(part in _NAMES for part in reason.split("; "))


def weighed(text: str, start: int, end: int, found: Sequence[Weighed], around: Around) -> list[Weighed]:
    """Those clauses of a sentence that ask by their signs and by what stands around, in order, none within another."""
    if around.listed or around.beside:
        found = [*found, *_to_do(text, start, end, listed=around.listed)]
    if not found:
        return []
    more = [*([_LISTED] if around.listed else []), *([_BESIDE] if around.beside else [])]
    you = around.letter and signs.YOU.search(text, start, end) is not None
    rows = []
    for one in found:
        read = (you or (around.letter and _HEAD in one.signs)) and _READER not in one.signs
        whole = replace(one, signs=(*one.signs, *more, *([_READER] if read else [])))
        if whole.points >= ENOUGH:
            rows.append(whole)
    kept: list[Weighed] = []
    for one in sorted(rows, key=lambda one: (one.start, -one.points)):
        if kept and one.start < kept[-1].end:
            if not _APART.search(text, kept[-1].after, one.start):
                continue
            kept[-1] = replace(kept[-1], end=one.start)
        kept.append(one)
    return kept


_APART = later(r"(?:[;:–—]|,|\b(?:and|or|but))[\s\xa0]+(?:and[\s\xa0]|also[\s\xa0]|then[\s\xa0])?$")
"""Before a second demand in one sentence."""
_SMALL = frozenset(["they", "it", "those", "everyone", "everybody", "nobody", "no one"])


def _bound(text: str, start: int, end: int, places: Sequence[int]) -> Iterator[Weighed]:
    """`Norwell owes …`, `the court is under a duty to …`: what a subject is bound, free or told to do."""
    before: Weighed | None = None
    for place in places:
        m = signs.DUTY.match(text, place, end)
        if m is None or (before is not None and place < before.after):
            continue
        if m["owed"] is None and not signs.BARE.match(text, m.end(), end):
            continue
        who = subject(text, start, m.start())
        stop = clause_end(text, m.end(), end)
        if before is not None and who.lower() in ("", "and", "or"):
            yield replace(before, start=m.start(), end=stop, after=m.end())  # the same subject, once more
            continue
        row = [_DUTY if m["strong"] else _OWED if m["owed"] else _MAY]
        if signs.WHOEVER.match(who):
            row.append(_ALONE)
        elif public(who):
            row.append(_BODY)
        elif who.lower() in ("you", "your"):
            row.append(_READER)
        elif m["strong"] and who and signs.UNDERGONE.match(text, m.end(), end):
            row.append(_DONE)
        elif who.lower() not in _SMALL:
            row.append(_ALONE)
        if NOT_ASKED.search(text[start : m.start()]):
            row.append(_PAST)
        first = text.rfind(who, start, m.start()) if who else m.start()
        before = Weighed(first, stop, m.end(), who or None, tuple(row))
        yield before


def _asked(text: str, start: int, end: int, places: Sequence[int]) -> Iterator[Weighed]:
    """`pressed for an invitation`, `we expect that …`: a word of asking, and behind it what is asked for."""
    for place in places:
        if m := signs.HAVE_DO.match(text, place, end):
            row = [_MIGHT_ASK, _OBJECT, *([_BODY] if public(m["of"]) else [])]
            yield Weighed(place, clause_end(text, m.end(), end), m.end(), m["of"], tuple(row))
        m = signs.ASK.match(text, place, end)
        if m is None:
            continue
        thing = signs.THING.match(text, m.end(), end) if m[0].lower().endswith("for") else None
        what = thing or signs.WHAT_FOR.match(text, m.end(), end)
        if what is None or signs.NO_CALL.search(text, max(start, m.start() - 12), m.start()):
            continue
        if m[0][0].isupper() and m.start() > start + _MARKED and text[m.start() - 1] != "“":
            continue  # `the Court of Appeal`
        parts = what.groupdict()
        of = (parts.get("of") or "").strip(" ,")
        if signs.BY_LAW.search(of):
            continue
        if parts.get("deed") and (not public(parts["whom"]) or singular(parts["whom"]) != parts["whom"]):
            continue  # `that states accept` is told; `that the state accept` is asked
        row = [_ASKS if m["hard"] else _MIGHT_ASK]
        if of:
            row += (
                [_BODY] if public(of) else [_READER] if of.lower() == "you" else [] if m["hard"] else [_ALONE]
            )
        if parts.get("that"):
            row.append(_DONE)
        row += _whose_voice(text, start, m)
        yield Weighed(m.start(), clause_end(text, what.end(), end), what.end(), of or None, tuple(row))


def _whose_voice(text: str, start: int, asks: re.Match[str]) -> Iterator[tuple[str, int]]:
    """Who asks, and whether it is told as past; a noun of asking has nobody before it."""
    who, place = subject(text, start, asks.start()), asks.start()
    noun = signs.AS_A_NOUN.search(text, max(start, place - 8), place)
    if signs.NO_VOICE.search(who):
        yield _NEVER
    elif noun is None and may_ask(who) and not signs.WAS.search(text, max(start, place - 6), place):
        yield _VOICE
    if signs.A_PAST.match(asks[0]):
        yield _PAST
    if noun is not None:
        yield _NOUN


_DEEDS = frozenset(VERBS.split("|"))
_NO_OBJECT = frozenset(["with", "to", "for", "from", "on", "at", "into", "back", None])
_LONGEST_NAME = 60
_MARKED = 12
"""Characters in which a mark and `to` stand."""


def _is_deed(verb: str) -> bool:
    return verb in _DEEDS or signs.MORE_DEEDS(verb) is not None


def _begun(text: str, start: int, end: int) -> Iterator[Weighed]:
    """`Cancel the flight`, `Sofia, put a lawyer on it`, `– that it be opened`: clauses that begin with the deed."""
    first = signs.FIRST.match(text, start, end)
    for m in [*([first] if first else []), *signs.LATER.finditer(text, start, end)]:
        if m["verb"].isupper() or not (m["no"] or _is_deed(m["verb"].lower())):
            continue
        lead = text[start : m.start()].strip(" “")
        called = 0 < len(lead) < _LONGEST_NAME and signs.A_NAME.fullmatch(lead) is not None and public(lead)
        if m["mark"].startswith(",") and not (called or m["no"]):
            continue
        stop = clause_end(text, m.end(), end)
        row = [_HEAD, *([_NOT] if m["no"] else []), *([] if m["object"] in _NO_OBJECT else [_OBJECT])]
        if called:
            row.append(_CALLED)
        if signs.FINITE.search(text, m.end(), min(end, m.end() + 60, stop)):
            row.append(_FINITE)
        yield Weighed(m.start("ask"), stop, m.end(), lead if called else None, tuple(row))
    if item := signs.THAT_ITEM.match(text, start, end):
        yield Weighed(item.start("ask"), clause_end(text, item.end(), end), item.end(), None, (_THAT, _DONE))
    let = any(sign in text[start:end] for sign in ("et ", "ake sure", "it that"))
    for m in _each(signs.LET, text, start, end) if let else ():
        to = _BODY if public(m["to"]) else _OBJECT
        yield Weighed(m.start("ask"), clause_end(text, m.end(), end), m.end(), m["to"], (_LET, to))


def _to_do(text: str, start: int, end: int, *, listed: bool) -> Iterator[Weighed]:
    """`to publish the list`, `not to return anyone`: parts of an item, or what follows a demand."""
    for m in _each(signs.TO_DO, text, start, end):
        if listed or m.end() < start + _MARKED:
            row = (_HEAD, _SOON) if signs.SOON.search(text, m.end(), end) else (_HEAD,)
            yield Weighed(m.start("ask"), clause_end(text, m.end(), end), m.end(), None, row)


def _each(pattern: str, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Where a sentence begins so, behind its mark, and where one of its clauses does."""
    mark = signs.MARK.match(text, start, end)
    head = signs.AT_HEAD[pattern].match(text, mark.end() if mark else start, end)
    yield from [head] if head else []
    yield from signs.FURTHER[pattern].finditer(text, head.end() if head else start, end)


def _said_good(text: str, start: int, end: int) -> Iterator[Weighed]:
    """`It is fitting for A to …`, `a first step would be to …`: what would be good, or is due."""
    for m in signs.GOOD.finditer(text, start, end):
        row = (_GOOD, _BODY) if m["who"] and public(m["who"]) else (_GOOD,)
        yield Weighed(m.start(), clause_end(text, m.end(), end), m.end(), m["who"], row)
    for m in signs.WANTED.finditer(text, start, end):
        who = next(filter(None, m.groupdict().values()), None) or subject(text, start, m.start())
        if not signs.NO_VOICE.search(who):
            yield Weighed(m.start(), clause_end(text, m.end(), end), m.end(), who or None, (_GOOD, _DONE))
    for m in signs.IS_FOR.finditer(text, start, end):
        if public(m["who"]):
            yield Weighed(m.start(), clause_end(text, m.end(), end), m.end(), m["who"], (_GOOD, _BODY))
    for m in signs.DUE.finditer(text, start, end):
        near = _NEAR.match(text, m.end(), end)
        named = public(subject(text, start, m.start())) or (near is not None and public(near["who"]))
        yield Weighed(m.start(), clause_end(text, m.end(), end), m.end(), near["who"] if near else None,
                      (_GOOD, _BODY) if named else (_GOOD,))  # fmt: skip


_NEAR = later(
    rf"\s*(?:(?:for|of|to|with|on){S})?(?P<who>[^.;:,]{{2,60}}?){S}(?:to{S}(?=(?:{VERBS})\b)|can|could|is)"
)


def _put_as_questions(text: str, start: int, end: int) -> Iterator[Weighed]:
    for m in _each(signs.QUESTION, text, start, end):
        if public(m["who"]) or m["who"].lower() == "you":
            yield Weighed(m.start("ask"), end, m.end(), m["who"], (_QUESTION,))
