"""The bodies of a pack, looked up by any of their names; which body was called what when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tumen import dates
from tumen.bodies.body import BodiesFound, Body, BodyMatch, BodyName
from tumen.dates import Date, Truth
from tumen.errors import DatesError, UnknownBody
from tumen.places import Gazetteer, Place, fold, gazetteer, loose, tidy
from tumen.vocab import Pack, Term

VOCABULARIES = ("agency", "named_facility", "facility_type")
"""Where a pack keeps its bodies; those that it has are read."""

_SAME, _FOLDED, _ALIKE = 1.0, 0.95, 0.9
# A name outside its period is a weak sign and no refusal: people use today's names for then, and the other way round.
_NOT_THEN = 0.8
_ALIKE_LETTERS = 6
_BRACKETS = re.compile(r"[(（]([^)）]*)[)）]")
_BETWEEN = re.compile(r"\s+/\s+|·|/(?=[가-힣一-鿿])")
_BESIDE = re.compile(r"^(?P<body>.+?)(?:,|\s+(?:in|of|at))\s+(?P<place>[^,]+)$")


class Register:
    """The bodies of one pack. Make one with `register(pack)`."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.places: Gazetteer = gazetteer(pack)
        terms = [term for name in VOCABULARIES if name in pack.vocabularies for term in pack.vocabulary(name)]
        self._bodies = {(term.vocabulary, term.code): _body(term) for term in terms}
        self._keys: dict[tuple[float, str], list[tuple[Body, BodyName]]] = {}
        for body in self:
            for name in body.names:
                self._add(body, name)

    def get(self, vocabulary: str, code: str) -> Body:
        """The body with this code.

        Raises:
            UnknownBody: There is none.
        """
        if (vocabulary, code) not in self._bodies:
            raise UnknownBody(f"{vocabulary} has no body {code}.", vocabulary=vocabulary, body=code)
        return self._bodies[vocabulary, code]

    def find(self, text: str, *, on: Date | None = None) -> BodiesFound:
        """Bodies that a text may mean, best first, each with its reasons.

        The text may name a place beside the body: `the police of Haven`.

        Args:
            text: A name in any script and spelling, an abbreviation, or what people say.
            on: When the body acted, or when it was told of: a name outside its period then counts for less.

        Example:
            >>> from tumen.vocab import load_pack
            >>> found = register(load_pack("example")).find("harbour police, Haven")
            >>> found.body.code, found.matches[0].reasons
            ('SAL-PORT', ('another name of Port Police of Salt',))
        """
        if matches := self._matches(text, on):
            return BodiesFound(text=text, matches=matches, body=_chosen(matches), at=None)
        for name, at in self._beside(text):
            if matches := self._matches(name, on):
                return BodiesFound(text=text, matches=matches, body=_chosen(matches), at=at)
        return BodiesFound(text=text, matches=(), body=None, at=None)

    def called(self, vocabulary: str, code: str, on: Date) -> tuple[BodyName, ...]:
        """What a body may have been called at a date, names with a period only.

        Raises:
            UnknownBody: There is no such body.
        """
        return tuple(name for name in self.get(vocabulary, code).names if name.dated and in_use(name, on))

    def __iter__(self) -> Iterator[Body]:
        return iter(self._bodies.values())

    def __len__(self) -> int:
        return len(self._bodies)

    def _add(self, body: Body, name: BodyName) -> None:
        plain = _plain(name.text)
        folded = fold(plain)
        keys = [(_SAME, plain), (_FOLDED, folded)]
        if len(alike := loose(folded)) >= _ALIKE_LETTERS:
            keys.append((_ALIKE, alike))
        for key in keys:
            self._keys.setdefault(key, []).append((body, name))

    def _matches(self, text: str, on: Date | None) -> tuple[BodyMatch, ...]:
        plain = _plain(text)
        folded = fold(plain)
        best: dict[tuple[str, str], BodyMatch] = {}
        for key in ((_SAME, plain), (_FOLDED, folded), (_ALIKE, loose(folded))):
            if best or not key[1]:
                continue
            for body, name in self._keys.get(key, ()):
                match = _match(body, name, key[0], on)
                known = best.get((body.vocabulary, body.code))
                # of several periods of one name the one that fits counts
                if known is None or match.score > known.score:
                    best[body.vocabulary, body.code] = match
        return tuple(sorted(best.values(), key=lambda m: (-m.score, m.body.vocabulary, m.body.code)))

    def _beside(self, text: str) -> Iterator[tuple[str, Place | None]]:
        """Readings as a body and a place: `body, place`; `place body`, with or without a space."""
        if (beside := _BESIDE.match(text.strip())) is not None:
            yield from self._placed(beside["body"], beside["place"])
        words = text.split()
        for cut in range(len(words) - 1, 0, -1):
            yield from self._placed(" ".join(words[cut:]), " ".join(words[:cut]))
        joined = "".join(words)
        if not joined.isascii():
            for cut in range(len(joined) - 2, 1, -1):
                yield from self._placed(joined[cut:], joined[:cut])

    def _placed(self, body: str, place: str) -> Iterator[tuple[str, Place | None]]:
        """The reading, if the place is known; which place it is may be in doubt."""
        found = self.places.find(place)
        if found.matches and found.matches[0].score >= self.places.doubtful:
            yield body, found.place


@lru_cache(maxsize=8)
def register(pack: Pack) -> Register:
    """The bodies of a pack; made once and kept.

    Raises:
        InvalidPack: A vocabulary of the pack does not validate.
    """
    return Register(pack)


def in_use(name: BodyName, on: Date) -> bool:
    """Whether a name may have been in use at a date; a name without a period always may."""
    began, ended = _date(name.since), _date(name.until)
    if began is not None and dates.before(on, began) is Truth.YES:
        return False
    return ended is None or dates.after(on, ended) is not Truth.YES


@lru_cache(maxsize=1024)
def _date(text: str) -> Date | None:
    """A bound as the pack writes it; of a bound that is itself a range (`2020-05/06`) the first part."""
    for part in (text, text.split("/")[0]):
        try:
            return dates.parse(part) if part else None
        except DatesError:
            continue
    return None


def _plain(text: str) -> str:
    """A tidy name without the article, and with full stops and hyphens of abbreviations gone."""
    return re.sub(r"^the ", "", tidy(text).replace(".", ""))


def _match(body: Body, name: BodyName, score: float, on: Date | None) -> BodyMatch:
    then = in_use(name, on) if on is not None and name.dated else None
    label = str(body.label("en"))
    reasons = [f"the name is {label}" if tidy(name.text) == tidy(label) else f"another name of {label}"]
    if score == _ALIKE:
        reasons = [f"{name.text} with vowels that are often mixed up"]
    if name.dated:
        reasons.append(f"called so {name.period}")
    if then is False:
        reasons.append("not called so then: a weak sign")
    return BodyMatch(
        body=body,
        score=score * (_NOT_THEN if then is False else 1.0),
        name=name,
        then=then,
        reasons=tuple(reasons),
    )


def _chosen(matches: tuple[BodyMatch, ...]) -> Body | None:
    """The one body that is meant: the only one, or the only one that was called so then."""
    if len(matches) <= 1:
        return matches[0].body if matches else None
    fitting = [match for match in matches if match.then is not False]
    return fitting[0].body if len(fitting) == 1 and fitting[0].then else None


def _body(term: Term) -> Body:
    return Body(
        vocabulary=term.vocabulary,
        code=term.code,
        names=_names(term),
        group=term.group,
        kind=term.fields.get("type"),
        place=term.fields.get("place"),
        term=term,
    )


def _names(term: Term) -> tuple[BodyName, ...]:
    """Dated names first: a label or a spoken form that repeats one of them is that one."""
    fields = term.fields
    dated = [
        BodyName(
            text=row[key],
            since=row.get("from", ""),
            until=row.get("to", ""),
            verified=row.get("verified", True),
        )
        for row in (*fields.get("names", ()), *fields.get("aliases", ()))
        for key in ("ko", "en", "zh", "text")
        if key in row
    ]
    texts = [part for label in term.labels.values() for part in _parts(label)]
    texts += [*fields.get("spoken", ()), *fields.get("roman", ())]
    texts += [fields[key] for key in ("hanja", "pinyin") if key in fields]
    known = {tidy(name.text) for name in dated}
    bounds = {"since": fields.get("valid_from", ""), "until": fields.get("valid_to", "")}
    plain = [
        BodyName(text=text, verified=False, **bounds)
        for text in dict.fromkeys(texts)
        if tidy(text) not in known
    ]
    return (*plain, *dict.fromkeys(dated))


def _parts(label: str) -> list[str]:
    """A label, and the names that it joins: `border guards / border police`, 109상무·1118상무, 경비대(경비총국)."""
    outside = _BRACKETS.sub("", label).strip()
    inside = [text for text in _BRACKETS.findall(label) if not text.isascii()]
    parts = [part.strip() for text in (outside, *inside) for part in _BETWEEN.split(text)]
    return [label, *(part for part in parts if part)]
