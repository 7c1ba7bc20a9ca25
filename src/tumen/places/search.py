"""Look-up by name: the same, otherwise spelt, or only close; and what the text says around it.

Two places that fit equally well are both given, and none is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from tumen.places.folding import fold, letters, stem, tidy
from tumen.places.place import Form, Found, How, Match, Place, Trap

# A close spelling shares so much of its letters (one minus normalised insertions and deletions) and is at
# least so long: in shorter names one letter is another place.
CLOSE_SHARE = 0.82
CLOSE_LETTERS = 5
_SCORES = {How.SAME: 1.0, How.FOLDED: 0.95}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hit:
    code: str
    form: Form
    how: How
    score: float


class Index:
    """Every form of every name, by the keys under which it may be asked for."""

    def __init__(self, places: Mapping[str, Place], *, traps: Iterable[Trap]) -> None:
        self._places = places
        self._same: dict[str, list[tuple[str, Form]]] = {}
        self._folded: dict[str, list[tuple[str, Form]]] = {}
        self._traps: dict[str, list[Trap]] = {}
        for place in places.values():
            for form in (*(Form(text=label) for label in place.labels.values()), *place.forms):
                self._add(place.code, form)
        for trap in traps:
            for name in trap.names:
                self._traps.setdefault(fold(name), []).append(trap)
        self._letters = {key: letters(key) for key in self._folded}

    def find(self, text: str, *, country: str | None, limit: int) -> Found:
        """See `Gazetteer.find`."""
        hits, context, name = self._read(text)
        if not hits:
            hits, context, name = self._close(text, limit=limit), (), text
        if country is not None:
            hits = [hit for hit in hits if country in (self._places[hit.code].country, hit.code)]
        traps = self._traps_of(name)
        agreeing = self._agreeing(hits, context)
        matches = [self._match(hit, traps=traps, context=context, agreeing=agreeing) for hit in hits]
        matches.sort(key=lambda match: (-match.score, match.place.code))
        narrowed = bool(context) or country is not None
        return Found(
            text=text, matches=tuple(matches), traps=traps, place=_chosen(matches, traps, narrowed=narrowed)
        )

    def _add(self, code: str, form: Form) -> None:
        plain = tidy(form.text)
        # asked for without `county`, 시 or 县, a name with it fits as well as one that never had it
        for key in {plain, stem(plain)}:
            self._same.setdefault(key, []).append((code, form))
            self._folded.setdefault(fold(key), []).append((code, form))

    def _named(self, text: str) -> list[_Hit]:
        """Places of this name, the best form for each."""
        plain = tidy(text)
        folded = [*self._folded.get(fold(plain), ()), *self._folded.get(fold(stem(plain)), ())]
        found = [(How.SAME, pair) for pair in self._same.get(plain, ())]
        found += [(How.FOLDED, pair) for pair in folded]
        hits: dict[str, _Hit] = {}
        for how, (code, form) in found:
            hits.setdefault(code, _Hit(code=code, form=form, how=how, score=_SCORES[how]))
        return list(hits.values())

    def _read(self, text: str) -> tuple[list[_Hit], tuple[frozenset[str], ...], str]:
        """Hits, the places that the text names around it, and the part of the text that is the name."""
        if hits := self._named(text):
            return hits, (), text
        first = None
        for name, around in _readings(text, self._same):
            context = tuple(frozenset(hit.code for hit in self._named(part)) for part in around)
            if (hits := self._named(name)) and all(context):
                if self._agreeing(hits, context):
                    return hits, context, name
                first = first or (hits, context, name)
        # no reading agrees with the gazetteer: the first is shown, with the contradiction as its reason
        return first or ([], (), text)

    def _close(self, text: str, *, limit: int) -> list[_Hit]:
        asked = letters(fold(stem(tidy(text))))
        if len(asked) < CLOSE_LETTERS:
            return []
        found = process.extract(
            asked, self._letters, scorer=fuzz.ratio, score_cutoff=100 * CLOSE_SHARE, limit=2 * limit
        )
        hits: dict[str, _Hit] = {}
        for _, share, key in found:
            for code, form in self._folded[key]:
                # a close spelling never scores as well as a folded one
                hits.setdefault(code, _Hit(code=code, form=form, how=How.CLOSE, score=0.9 * share / 100))
        return list(hits.values())[:limit]

    def _traps_of(self, name: str) -> tuple[Trap, ...]:
        plain = tidy(name)
        found = [*self._traps.get(fold(plain), ()), *self._traps.get(fold(stem(plain)), ())]
        return tuple({trap.code: trap for trap in found}.values())

    def _agreeing(self, hits: list[_Hit], context: tuple[frozenset[str], ...]) -> frozenset[str]:
        """Codes of hits that lie in every place the text names around them."""
        return frozenset(h.code for h in hits if all(c & set(self._places[h.code].admin) for c in context))

    def _match(
        self,
        hit: _Hit,
        *,
        traps: tuple[Trap, ...],
        context: tuple[frozenset[str], ...],
        agreeing: frozenset[str],
    ) -> Match:
        place = self._places[hit.code]
        score = hit.score
        reasons = [_reason(hit)]
        if hit.form.until:
            reasons.append(
                f"a former name, until {hit.form.until}" + ("" if hit.form.verified else " (not verified)")
            )
        if context and hit.code in agreeing:
            above = [code for code in place.admin if any(code in c for c in context)]
            reasons.append("lies in " + ", ".join(str(self._places[code].label("en")) for code in above))
        elif context:
            reasons.append("does not lie where the text puts it")
            score *= 0.5
        concerning = tuple(trap for trap in traps if hit.code in trap.places)
        return Match(
            place=place,
            how=hit.how,
            score=score,
            form=hit.form.text,
            reasons=tuple(reasons),
            traps=concerning,
        )


def _reason(hit: _Hit) -> str:
    if hit.how is How.SAME:
        return f"the name is {hit.form.text}"
    if hit.how is How.FOLDED:
        return f"another spelling of {hit.form.text}"
    return f"close to {hit.form.text}: {hit.score / 0.9:.0%} of the letters agree"


def _readings(text: str, known: Mapping[str, object]) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Ways to read a text as a name and what lies around it: `small, large`; `large small`; `largesmall`."""
    parts = [part.strip() for part in re.split(r"[,，、/]", text) if part.strip()]
    if len(parts) > 1:
        yield parts[0], tuple(parts[1:])
        yield parts[-1], tuple(parts[:-1])
    words = text.split()
    if len(words) > 1:
        yield words[-1], tuple(words[:-1])
    plain = tidy(text)
    if not plain.isascii():
        yield from _peeled(plain, known)


def _peeled(text: str, known: Mapping[str, object]) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Written without spaces: take known names off the front, longest first, until a name is left."""
    for end in range(len(text) - 2, 1, -1):
        if text[:end] in known:
            rest = text[end:].strip()
            yield rest, (text[:end],)
            for name, around in _peeled(rest, known):
                yield name, (text[:end], *around)


def _chosen(matches: list[Match], traps: tuple[Trap, ...], *, narrowed: bool) -> Place | None:
    """The one place that is meant, if there is no doubt."""
    if not matches or matches[0].how is How.CLOSE:
        return None
    best = [match for match in matches if match.score == matches[0].score]
    if len(best) > 1 or best[0].score < _SCORES[How.FOLDED]:
        return None
    if any(len(set(trap.places) & {match.place.code for match in matches}) > 1 for trap in traps):
        return None
    # a homonym elsewhere fits as well, unless the text or the caller said where to look
    if not narrowed and any(trap.outside for trap in traps):
        return None
    return best[0].place
