"""Names and words of a draft: states that do not exist, places elsewhere, one person in several spellings, gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tumen import law, places
from tumen.checking.finding import Draft, Finding, Outcome
from tumen.errors import UnknownFacts
from tumen.patterns import later

_FORMAL = later(
    r"\b(?:(?:[A-Z][a-z]+(?:['’]s)?\s+)*(?:Republic|Kingdom|Federation|Union"
    r"|State)\s+of\s+(?:the\s+)?[A-Z][a-z]+)\b"
)


def names_and_words(draft: Draft) -> Iterator[Finding]:
    """Every check of names, places, words for people, and of the text's own wholeness."""
    yield from _states(draft)
    yield from _places(draft)
    yield from _mostly_there(draft)
    yield from _people(draft)
    yield from _terms(draft)
    yield from _gaps(draft)
    yield from _named_victims(draft)


def _states(draft: Draft) -> Iterator[Finding]:
    """The formal name of a state that the register does not have, but that is part of one it has."""
    try:
        register = law.register(draft.pack)
    except UnknownFacts:
        return
    known = {
        n.replace("’", "'"): s
        for s in register.states.values()
        for n in (*s.names.values(), *s.also)
        if n.isascii()
    }
    for match in _FORMAL.finditer(draft.text):
        name = " ".join(match.group().replace("’", "'").split()).removeprefix("The ")
        longer = [n for n in known if name in n and name != n]
        if name not in known and longer:
            yield Finding(start=match.start(), end=match.end(), text=match.group(), rule="name.state",
                          outcome=Outcome.CONFLICTS,
                          says=f"No state of the register has this name. Is {longer[0]} meant?")  # fmt: skip


_CLASSES = {
    "village": ("village", "ri", "dong"),
    "town": ("town", "city/town"),
    "city": ("city", "city/town", "special-city", "municipality"),
    "province": ("province",),
    "county": ("county",),
}
_CLASS = later(
    r"\b(?P<class>village|town|city|province|county)\s+of\s+(?P<name>[A-Z][\w-]+)|\b(?P<name2>[A-Z]"
    r"[\w-]+)\s+(?P<class2>[Vv]illage|[Tt]own|[Pp]rovince)\b"
)


def _misspelt(name: str, near: places.Match) -> bool:
    """Close to a name of the gazetteer and begun alike: another first letter is mostly another place."""
    return near.score < 1 and near.form[:1].casefold() == name[:1].casefold()


def _places(draft: Draft) -> Iterator[Finding]:
    gazetteer = places.gazetteer(draft.pack)
    for name in draft.reading.places or ():
        start, end = name.spans[0]
        found = gazetteer.find(name.name)
        for trap in found.traps or (found.matches[0].traps if found.matches else ()):
            yield Finding(
                start=start,
                end=end,
                text=name.name,
                rule="place.trap",
                outcome=Outcome.ASK,
                says=f"{trap.text}. Keep what the source wrote beside the correction.",
            )
        if (
            found.place is None
            and found.matches
            and _misspelt(name.name, found.matches[0])
            and name.kind != "country"
        ):
            near = found.matches[0]
            yield Finding(
                start=start,
                end=end,
                text=name.name,
                rule="place.spelling",
                outcome=Outcome.ASK,
                says=f"Not in the gazetteer; close to {near.place.label('en')} ({near.place.country}). "
                f"{near.reasons[0]}.",
            )
    for match in re.finditer(
        r"\b(?P<town>[A-Z][a-z-]+),\s+(?P<state>[A-Z][a-z]+(?:\s[A-Z][a-z]+)*)", draft.text
    ):
        yield from _in_state(draft, match, gazetteer)
    for match in _CLASS.finditer(draft.text):
        yield from _class(draft, match, gazetteer)


_MOSTLY = later(
    r"\b(?:predominantly|mostly|mainly|primarily|chiefly|most\s(?:of\sthem\s)?)\b[^.;!?]{0,80}?"
    r"\b(?:haven|refuge|asylum|safety|settle[ds]?|resettle[ds]?|refugees\sin|shelter)\b"
    r"[^.;!?]{0,60}?\bin\s(?:the\s)?(?P<where>[A-Z][\w’-]+(?:\s[A-Z][\w’-]+)?)"
)


def _mostly_there(draft: Draft) -> Iterator[Finding]:
    """`mostly find refuge in A`: a share among states, told without numbers."""
    for match in _MOSTLY.finditer(draft.text):
        yield Finding(
            start=match.start(), end=match.end(), text=match.group(), rule="figure.mostly-there", outcome=Outcome.ASK,
            says=f"That most go to {match['where']} is a share without a number. Set routes and numbers by state "
            "beside it, or give it as the claim of whoever says so.",
        )  # fmt: skip


def _in_state(draft: Draft, match: re.Match[str], gazetteer: places.Gazetteer) -> Iterator[Finding]:
    """`Town, State`: whether the gazetteer has the town, or one close to it, in that state."""
    state, found = gazetteer.find(match["state"]).place, gazetteer.find(match["town"])
    if (
        state is None
        or state.kind != "country"
        or not found.matches
        or found.matches[0].place.kind == "country"
    ):
        return
    best = found.matches[0]
    if (
        best.place.country
        and best.place.country != state.code
        and best.place.code != state.code
        and best.score > 0.7
    ):
        yield Finding(start=match.start(), end=match.end(), text=match.group(), rule="place.other-state",
                      outcome=Outcome.ASK,
                      says=f"The gazetteer has {best.place.label('en')} in {best.place.country}, not in "
                           f"{match['state']} ({best.reasons[0]}).")  # fmt: skip


def _class(draft: Draft, match: re.Match[str], gazetteer: places.Gazetteer) -> Iterator[Finding]:
    name, told = match["name"] or match["name2"], (match["class"] or match["class2"]).lower()
    found = gazetteer.find(name).place
    if (
        found is not None
        and found.kind not in _CLASSES[told]
        and found.kind != "country"
        and told not in found.kind
    ):
        yield Finding(start=match.start(), end=match.end(), text=match.group(), rule="place.class",
                      outcome=Outcome.CONFLICTS,
                      says=f"The gazetteer calls {found.label('en')} a {found.kind}, not a {told}.")  # fmt: skip


def _people(draft: Draft) -> Iterator[Finding]:
    """One person in several spellings, or in another than the pack's."""
    forms: dict[str, list[str]] = {}
    first: dict[str, tuple[int, int]] = {}
    for name in draft.reading.people_orgs or ():
        if name.kind.startswith("person") and len(name.name.split()) > 1 and not name.name.startswith("Mr"):
            forms.setdefault(name.canonical, []).append(name.name)
            first[name.canonical] = name.spans[0]
    for canonical, found in forms.items():
        spelt = [one for one in found if not _as_in_a_list(one, canonical)] or [canonical]
        different = {s.replace("-", " ").lower() for s in (*spelt, canonical)}
        if len(different) > 1 or len(set(spelt)) > 1:
            start, end = first[canonical]
            told = " / ".join(dict.fromkeys([*spelt, canonical]))
            yield Finding(start=start, end=end, text=draft.text[start:end], rule="name.variants", outcome=Outcome.ASK,
                          says=f"These may be one person: {told}. Choose one spelling "
                          "outside of quotations.")  # fmt: skip


def _as_in_a_list(name: str, canonical: str) -> bool:
    """`Vell, Ona` in a list of works is Ona Vell, spelt no other way."""
    last, comma, first = name.partition(", ")
    return bool(comma) and f"{first} {last}" == canonical


def _terms(draft: Draft) -> Iterator[Finding]:
    """More than one word for the same people: each carries a legal claim."""
    if "term_for_people" not in draft.pack.vocabularies:
        return
    used: dict[str, int] = {}
    for term in draft.pack.vocabulary("term_for_people"):
        word = str(term.labels.get("en", "")).split(" (")[0].strip('"')
        match = re.search(rf"\b{re.escape(word)}s?\b", draft.text, re.I) if word and " " not in word else None
        if match:
            used[word] = match.start()
    if len(used) > 1:
        word, start = max(used.items(), key=lambda u: u[1])
        yield Finding(start=start, end=start + len(word), text=draft.text[start : start + len(word)],
                      rule="name.terms", outcome=Outcome.ASK,
                      says=f"The same people are called {', '.join(used)}. Choose one set, define it, and leave "
                           f"quotations alone.")  # fmt: skip


def _gaps(draft: Draft) -> Iterator[Finding]:
    """A sentence that breaks off."""
    for position, sentence in enumerate(draft.sentences.all):
        words = draft.text[sentence.start : sentence.end]
        following = draft.sentences.all[position + 1] if position + 1 < len(draft.sentences.all) else None
        ends_paragraph = following is None or following.paragraph != sentence.paragraph
        begins_small = re.search(
            r"\b(?:that|the|of|and|which|to|in|a|an|with|for|by|was|were|is|are|has|have|found"
            r"|shows?)$",
            words,
        )
        if ends_paragraph and len(words) > 40 and begins_small and not re.search(r"[.!?:;”\")\]]$", words):
            yield Finding(start=sentence.start, end=sentence.end, text=words[:120], rule="text.gap",
                          outcome=Outcome.ASK,
                          says="The sentence breaks off. Mark the gap and look in the source "
                          "for what stood there.")  # fmt: skip


_SAID = later(r"\b(?:said|says|told|according to|wrote|by)\s$", re.I)
_SPEAKS = later(
    r",?\s(?:said|says|told|wrote|reported|announced|confirmed)\b|,\s(?:the\s|a\s|an\s)?(?:[\w’-]+\s){0,4}(?:director|officer"
    r"|professor|chief|president|minister|secretary|researcher|rapporteur|commissioner|editor|spokes\w+|ambassador)\b"
)


def _speaks(text: str, start: int, end: int) -> bool:
    """Somebody who speaks about what was done, in an office or as an author, is not told of as its victim."""
    return bool(_SAID.search(text, max(start - 16, 0), start) or _SPEAKS.match(text, end))


def _named_victims(draft: Draft) -> Iterator[Finding]:
    """A person named beside what was done to people: consent, or that of the next of kin."""
    told: set[str] = set()
    public = {n.canonical for n in draft.reading.people_orgs or () if n.kind != "person"}
    for happening in draft.reading.incidents or ():
        if not happening.core:
            continue
        for name in draft.reading.people_orgs or ():
            inside = [s for s in name.spans if any(a <= s[0] < b for a, b in happening.spans)]
            if name.kind == "person" and inside and name.canonical not in public | told:
                if _speaks(draft.text, *inside[0]):
                    continue
                told.add(name.canonical)
                start, end = inside[0]
                yield Finding(start=start, end=end, text=draft.text[start:end], rule="name.victim", outcome=Outcome.ASK,
                              says="A person is named beside what was done to people. Is there consent, or that of "
                                   "the next of kin?")  # fmt: skip
