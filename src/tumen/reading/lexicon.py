"""What a pack and the general tables bring to reading: names of states, places, bodies, people, law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tumen.patterns import later
from tumen.reading.name_words import HEADS
from tumen.vocab import Pack

_LATIN = later(r"^[A-Z][\x20-\x7eÀ-ɏ–’]*$")
_BETWEEN = later(r"[\s,]+")
_BRACKETS = later(r"\s*\([^)]*\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a form of a name stands for.

    Attributes:
        canonical: The name under which all its forms are joined.
        kind: `country`, `state body`, `organisation`, `person`, `instrument` …
        country: Two-letter code where it is a place or belongs to a state; else None.
        code: Id in the pack; else empty.
        place: Whether it is a place.
    """

    canonical: str
    kind: str
    country: str | None = None
    code: str = ""
    place: bool = False


@dataclass(slots=True)
class Lexicon:
    """Names by their words, folded: `("ministry", "of", "unification")`. Made by `lexicon(pack)`.

    Attributes:
        names: Words of a form to what it stands for.
        adjectives: Adjective of a state to the state.
        instruments: Folded title or short name to code and title.
        surnames: Family names that stand before given names as well as after.
        fled: Nouns for the people the pack is about.
        longest: First word of a name to the number of words of the longest name that begins so.
    """

    names: dict[tuple[str, ...], Known] = field(default_factory=dict)
    adjectives: dict[str, Known] = field(default_factory=dict)
    instruments: dict[str, Known] = field(default_factory=dict)
    surnames: frozenset[str] = frozenset()
    fled: tuple[str, ...] = ()
    longest: dict[str, int] = field(default_factory=dict)

    def add(self, form: str, known: Known) -> None:
        """One form; the first meaning of a form stands."""
        words = folded_words(form)
        if words:
            self.names.setdefault(words, known)
            self.longest[words[0]] = max(self.longest.get(words[0], 0), len(words))


@lru_cache(maxsize=20_000)
def folded_words(text: str) -> tuple[str, ...]:
    """Words for look-up: lower case, hyphens open, apostrophes alike, without points."""
    plain = text.replace("’", "'").replace("-", " ").replace("–", " ").replace(".", "").lower()
    return tuple(w for w in _BETWEEN.split(plain) if w)


class PackKey:
    """A pack as a key of a cache: two packs are the same when their content is."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def __hash__(self) -> int:
        return hash(self.pack.content_sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PackKey) and other.pack.content_sha256 == self.pack.content_sha256


def lexicon(pack: Pack) -> Lexicon:
    """The names of a pack and of the general tables; kept."""
    return _lexicon(PackKey(pack))


@lru_cache(maxsize=4)
def _lexicon(key: PackKey) -> Lexicon:
    pack, made = key.pack, Lexicon()
    facts: Mapping[str, Any] = pack.facts("reading")["tables"] if "reading" in pack.facts_files else {}
    law: Mapping[str, Any] = pack.facts("law")["tables"] if "law" in pack.facts_files else {}
    for row in facts.get("bodies", ()):
        for form in row["forms"]:
            made.add(form, Known(canonical=row["name"], kind=row["kind"], code=row["id"]))
    for row in facts.get("people", ()):
        made.add(row["name"], Known(canonical=row["name"], kind=f"person ({row['kind']})", code=row["id"]))
    for row in facts.get("places", ()):
        for form in row["forms"]:
            made.add(
                form,
                Known(
                    canonical=row["name"],
                    kind=row["kind"],
                    country=row.get("country"),
                    code=row["id"],
                    place=True,
                ),
            )
    add_states(made)
    _add_places(made, pack)
    _add_cities(made)
    for canonical, kind, forms in _table("reading_bodies.tsv"):
        for form in forms.split("|"):
            made.add(form, Known(canonical=canonical, kind=kind))
    _add_agencies(made, pack)
    _add_instruments(made, law)
    made.surnames = frozenset(_surnames(pack))
    made.fled = tuple(n for row in facts.get("nouns", ()) if row["id"] == "fled" for n in row["en"])
    return made


def _table(name: str) -> Iterator[list[str]]:
    for line in files("tumen.data").joinpath(name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [*line.split("\t"), "", ""][:3]


def add_states(made: Lexicon) -> None:
    """The names and adjectives of states, from the general table."""
    for code, names, adjectives in _table("reading_states.tsv"):
        forms = names.split("|") if names else []
        canonical = forms[0] if forms else code
        known = Known(canonical=canonical, kind="country", country=None if code == "XX" else code, place=True)
        for form in forms:
            made.add(form, known)
        for adjective in filter(None, adjectives.split("|")):
            made.adjectives.setdefault(adjective, known)


def _add_cities(made: Lexicon) -> None:
    for code, names, _ in _table("reading_cities.tsv"):
        forms = names.split("|")
        for form in forms:
            made.add(form, Known(canonical=forms[0], kind="city", country=code, place=True))


def _add_places(made: Lexicon, pack: Pack) -> None:
    vocabulary = pack.vocabulary("place")
    countries = {
        t.code: str(t.fields.get("iso2") or "") or None
        for t in vocabulary
        if t.fields.get("kind") == "country"
    }
    for term in vocabulary:
        kind, country = (
            str(term.fields.get("kind", "place")),
            countries.get(str(term.fields.get("country", ""))),
        )
        known = Known(canonical=str(term.label("en")), kind=kind, country=country, code=term.code, place=True)
        forms = [str(term.label("en")), *(f["text"] for f in term.fields.get("forms", ()))]
        for form in _latin(forms):
            made.add(form, known)


def _add_agencies(made: Lexicon, pack: Pack) -> None:
    for name in ("agency", "named_facility"):
        for term in pack.vocabulary(name) if name in pack.vocabularies else ():
            known = Known(
                canonical=str(term.label("en")),
                kind="facility" if name == "named_facility" else "state body",
                code=term.code,
                place=name == "named_facility",
            )
            aliases = (a["text"] for a in term.fields.get("aliases", ()))
            for form in _latin([*str(term.label("en")).split(" / "), *aliases]):
                if form.lower() not in HEADS:  # `Court` alone is no name
                    made.add(form, known)


def _latin(forms: Iterable[str]) -> list[str]:
    """Forms in Latin letters that begin with a capital; a word of small letters is no name."""
    bare = (_BRACKETS.sub("", form).strip() for form in forms)
    return [form for form in bare if len(form) > 2 and _LATIN.match(form)]


def _add_instruments(made: Lexicon, law: Mapping[str, Any]) -> None:
    for row in law.get("instruments", ()):
        known = Known(canonical=row["title"], kind=row["kind"], code=row["id"])
        for form in (row["title"], row["short"], row["id"], *row.get("also", ()), row.get("ko", "")):
            if form:
                made.instruments.setdefault(folded_title(form), known)

    for code, forms, _ in _table("reading_treaties_ko.tsv"):
        known_by_code = next((k for k in made.instruments.values() if k.code == code), None)
        if known_by_code is not None:
            for form in forms.split("|"):
                made.instruments.setdefault(folded_title(form), known_by_code)


def folded_title(text: str) -> str:
    """A title of a law for look-up: without article, body of law in front, small words and years."""
    words = [w for w in folded_words(_BRACKETS.sub("", text)) if w not in _SMALL]
    return " ".join(w.rstrip("s") for w in words)


_SMALL = frozenset(
    {
        "the",
        "of",
        "on",
        "to",
        "for",
        "and",
        "un",
        "united",
        "nations",
        "international",
        "a",
        "relating",
        "other",
    }
)


def _surnames(pack: Pack) -> Iterator[str]:
    if "surname_romanisation" in pack.vocabularies:
        for term in pack.vocabulary("surname_romanisation"):
            yield from (str(f) for f in term.fields.get("roman", ()))
