"""Look-up by name: the same, otherwise spelt, alike, or only close; and what the text says around it.

Two places that fit equally well are both given, and none is chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from tumen.places.folding import fold, letters, loose, tidy
from tumen.places.kinds import joined_stem, kind_fits, split_kind, stem
from tumen.places.place import Form, Found, How, Match, Place, Trap
from tumen.places.readings import Context, readings

# A close spelling shares so much of its letters (one minus normalised insertions and deletions) and is at
# least so long: in shorter names one letter is another place.
CLOSE_SHARE = 0.82
CLOSE_LETTERS = 5
_SCORES = {How.SAME: 1.0, How.FOLDED: 0.95, How.ALIKE: 0.9}
_ALIKE_LETTERS = 5
# A close spelling never scores as well as a doubtful one.
_CLOSE = 0.8
# Against the text: another kind of area, or another place around it.
_AGAINST = 0.5
# A place that only the further table knows stands behind those of the pack.
_FURTHER = 0.9

DOUBTFUL = _SCORES[How.ALIKE] * _FURTHER
"""Of a lower score are close spellings, and names against which the text itself speaks."""

Further = Callable[[str], Iterable[tuple[Place, str]]]
"""Places outside the pack under a folded key, each with the form that has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hit:
    place: Place
    form: Form
    how: How
    score: float
    said: str = ""
    share: float = 1.0
    further: bool = False


class Index:
    """Every form of every name, by the keys under which it may be asked for."""

    def __init__(
        self, places: Mapping[str, Place], *, traps: Iterable[Trap], further: Further | None = None
    ) -> None:
        self._places = places
        self._further = further
        self._same: dict[str, list[tuple[str, Form]]] = {}
        self._folded: dict[str, list[tuple[str, Form]]] = {}
        self._alike: dict[str, list[tuple[str, Form]]] = {}
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
        hits, notes = self._in_country(hits, country)
        traps = self._traps_of(name)
        matches = [self._match(hit, traps=traps, context=context) for hit in hits]
        matches.sort(key=lambda match: (-match.score, match.place.code))
        narrowed = bool(context) or country is not None
        return Found(
            text=text, matches=tuple(matches), traps=traps, notes=notes,
            place=_chosen(matches, traps, narrowed=narrowed),
        )  # fmt: skip

    def _add(self, code: str, form: Form) -> None:
        plain = tidy(form.text)
        # asked for without `county`, 시 or 县, a name with it fits as well as one that never had it
        for key in {plain, stem(plain)}:
            folded = fold(key)
            self._same.setdefault(key, []).append((code, form))
            self._folded.setdefault(folded, []).append((code, form))
            if len(alike := loose(folded)) >= _ALIKE_LETTERS - 1:
                self._alike.setdefault(alike, []).append((code, form))

    def known(self, text: str) -> frozenset[str]:
        """Codes of the pack's places of this name, however spelt."""
        return frozenset(hit.place.code for hit in self._named(text, further=False))

    def _named(self, text: str, *, further: bool = True) -> list[_Hit]:
        """Places of this name, the best form for each."""
        plain = tidy(text)
        bare, said = split_kind(plain)
        keys = [(plain, ""), *([(bare, said)] if bare != plain else [])]
        found = [(How.SAME, pair, kind) for key, kind in keys for pair in self._same.get(key, ())]
        found += [(How.FOLDED, pair, kind) for key, kind in keys for pair in self._folded.get(fold(key), ())]
        hits: dict[str, _Hit] = {}
        for how, (code, form), kind in found or self._sounding(bare, said):
            hits.setdefault(
                code, _Hit(place=self._places[code], form=form, how=how, score=_SCORES[how], said=kind)
            )
        own = [_ranked(hit, hits, plain) for hit in hits.values()]
        return [*own, *self._hits_further(keys, hits)] if further else own

    def _sounding(self, bare: str, said: str) -> list[tuple[How, tuple[str, Form], str]]:
        """Names that differ only by vowels that are mixed up, or by a word for a kind written in one with it."""
        if not bare.isascii():
            return []
        cut = joined_stem(bare)
        if cut != bare and (joined := self._folded.get(fold(cut), ())):
            return [(How.FOLDED, pair, said) for pair in joined]
        folded = [fold(key) for key in dict.fromkeys((bare, cut))]
        found = [
            pair for key in folded if len(key) >= _ALIKE_LETTERS for pair in self._alike.get(loose(key), ())
        ]
        return [(How.ALIKE, pair, said) for pair in found]

    def _hits_further(self, keys: list[tuple[str, str]], hits: Mapping[str, _Hit]) -> list[_Hit]:
        if self._further is None:
            return []
        near = [hit.place for hit in hits.values()]
        found: dict[str, _Hit] = {}
        for key, said in keys:
            for place, form in self._further(fold(key)):
                if not any(_one_place(place, known) for known in near):
                    hit = _Hit(
                        place=place, form=Form(text=form), how=How.FOLDED, said=said, further=True,
                        score=_SCORES[How.FOLDED] * (_FURTHER if near else 1.0),
                    )  # fmt: skip
                    found.setdefault(place.code, hit)
        return list(found.values())

    def _read(self, text: str) -> tuple[list[_Hit], Context, str]:
        """Hits, the places that the text names around it, and the part of the text that is the name."""
        first = None
        if hits := self._named(text):
            return hits, (), text
        for name, context in readings(text, self.known):
            if hits := self._named(name):
                if any(_agrees(hit.place, context) and kind_fits(hit.said, hit.place.kind) for hit in hits):
                    return hits, context, name
                first = first or (hits, context, name)
        # no reading agrees with the gazetteer: the first is shown, with the contradiction as its reason
        return first or ([], (), text)

    def _close(self, text: str, *, limit: int) -> list[_Hit]:
        bare, said = split_kind(tidy(text))
        asked = letters(fold(bare))
        if len(asked) < CLOSE_LETTERS:
            return []
        found = process.extract(
            asked, self._letters, scorer=fuzz.ratio, score_cutoff=100 * CLOSE_SHARE, limit=2 * limit
        )
        hits: dict[str, _Hit] = {}
        for _, share, key in found:
            for code, form in self._folded[key]:
                hit = _Hit(
                    place=self._places[code], form=form, how=How.CLOSE, score=_CLOSE * share / 100, said=said,
                    share=share / 100,
                )  # fmt: skip
                hits.setdefault(code, hit)
        return list(hits.values())[:limit]

    def _in_country(self, hits: list[_Hit], country: str | None) -> tuple[list[_Hit], tuple[str, ...]]:
        if country is None:
            return hits, ()
        inside = [hit for hit in hits if country in (hit.place.country, hit.place.code)]
        outside = [hit.place for hit in hits if hit not in inside and hit.how is not How.CLOSE]
        asked = str(self._places[country].label("en")) if country in self._places else country
        notes = () if inside else tuple(
            f"{place.label('en')} lies in {self._country_of(place)}, not in {asked}" for place in outside
        )  # fmt: skip
        return inside, notes

    def _country_of(self, place: Place) -> str:
        known = self._places.get(place.country or "")
        return str(known.label("en")) if known is not None else "no one country"

    def _traps_of(self, name: str) -> tuple[Trap, ...]:
        plain = tidy(name)
        found = [*self._traps.get(fold(plain), ()), *self._traps.get(fold(stem(plain)), ())]
        return tuple({trap.code: trap for trap in found}.values())

    def _match(self, hit: _Hit, *, traps: tuple[Trap, ...], context: Context) -> Match:
        place = hit.place
        against = [*self._against_kind(hit), *self._against_context(place, context)]
        reasons = [_reason(hit), *_until(hit.form)]
        if hit.further:
            reasons.append("in the further table, not in the pack")
        if context and _agrees(place, context):
            above = [code for code in place.admin if any(code in c for c in context)]
            if above:
                reasons.append("lies in " + ", ".join(str(self._places[code].label("en")) for code in above))
            reasons += [
                f"lay in {self._places[former.within].label('en')} until {former.until}"
                + ("" if former.verified else " (not verified)")
                for former in place.formerly
                if any(former.within in c and not c & {place.code, *place.admin} for c in context)
            ]
        if kind_fits(hit.said, place.kind) is None:
            reasons.append(f"the text says {hit.said}; this is a {place.kind}")
        return Match(
            place=place,
            how=hit.how,
            score=hit.score * (_AGAINST if against else 1.0),
            form=hit.form.text,
            reasons=(*reasons, *against),
            traps=tuple(trap for trap in traps if place.code in trap.places),
        )

    def _against_kind(self, hit: _Hit) -> list[str]:
        if kind_fits(hit.said, hit.place.kind) is False:
            return [f"the text says {hit.said}, but this is a {hit.place.kind}"]
        return []

    def _against_context(self, place: Place, context: Context) -> list[str]:
        if not context or _agrees(place, context):
            return []
        said = ["does not lie where the text puts it"]
        if place.admin:
            said.append("lies in " + ", ".join(str(self._places[code].label("en")) for code in place.admin))
        return said


def _ranked(hit: _Hit, hits: Mapping[str, _Hit], plain: str) -> _Hit:
    """A bare name means a town rather than the port in it; a name with its kind means what is called just so."""
    if tidy(hit.form.text) == plain:
        return hit
    port = hit.place.kind == "port" and any(code in hits for code in hit.place.admin)
    other = kind_fits(hit.said, hit.place.kind) is None and any(
        tidy(another.form.text) == plain for another in hits.values()
    )
    return replace(hit, score=hit.score * _FURTHER) if port or other else hit


def _agrees(place: Place, context: Context) -> bool:
    """Whether a place lies in, or is, everything that the text names around it; as borders are or were."""
    around = {place.code, *place.admin, *(former.within for former in place.formerly)}
    return all(named & around for named in context)


def _until(form: Form) -> list[str]:
    if not form.until:
        return []
    return [f"a former name, until {form.until}" + ("" if form.verified else " (not verified)")]


def _reason(hit: _Hit) -> str:
    if hit.how is How.SAME:
        return f"the name is {hit.form.text}"
    if hit.how is How.FOLDED:
        return f"another spelling of {hit.form.text}"
    if hit.how is How.ALIKE:
        return f"{hit.form.text} with vowels that are often mixed up"
    return f"close to {hit.form.text}: {hit.share:.0%} of the letters agree"


def _one_place(place: Place, known: Place) -> bool:
    """Whether a place of the further table is one the pack has: the same country, and no farther than its precision."""
    if place.country != known.country or known.latitude is None or known.longitude is None:
        return place.country == known.country and known.latitude is None
    if place.latitude is None or place.longitude is None or known.precision_m is None:
        return False
    degrees = known.precision_m / 111_000
    east = abs(place.longitude - known.longitude) * 0.75  # a degree of longitude between 35 and 50 north
    return abs(place.latitude - known.latitude) <= degrees and east <= degrees


def _chosen(matches: list[Match], traps: tuple[Trap, ...], *, narrowed: bool) -> Place | None:
    """The one place that is meant, if there is no doubt."""
    if not matches or matches[0].how is How.CLOSE:
        return None
    best = [match for match in matches if match.score == matches[0].score]
    if len(best) > 1 or best[0].score < DOUBTFUL:
        return None
    fitting = {match.place.code for match in matches if match.score > _AGAINST}
    if any(len(set(trap.places) & fitting) > 1 for trap in traps):
        return None
    # a homonym elsewhere fits as well, unless the text or the caller said where to look
    if not narrowed and any(trap.outside for trap in traps):
        return None
    return best[0].place
