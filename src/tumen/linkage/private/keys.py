"""From records to keys: short texts that two records of one person share, whatever script or precision they have.

A key that two of the own records share is dropped from both. It could not say which of them is meant; and with it
goes everything that attacks on masked lists feed on: inside one list no value repeats, so there is no frequency to
align with a census, no pattern to mine and no graph of similar records to match.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import Final

from tumen import dates, names, places, vocab
from tumen.errors import DatesError, NamesError
from tumen.linkage.private.recipe import PERSONS, Recipe
from tumen.linkage.private.records import Records, Row
from tumen.progress import SILENT, Progress, check

_LEAST_READING: Final = 0.05
_CHUNK: Final = 500
_PROBE: Final = ("김영희", "Ri Chun-hwa", "金永浩", "Пак Чхоль Су", "Jung Hyang Sook", "Joshua Miller")

Key = tuple[str, ...]
Values = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Keys:
    """The keys of a list; n persons, K slots a person. The repr shows no values.

    Attributes:
        ids: the persons.
        rows: for each person K keys, None where there is none.
        shares: part → value → share of the persons who have it.
        chance: part → probability that two different persons of the list agree in it.
        keyless: persons without any key left.
        repeated: keys dropped because two persons of the list share them.
    """

    recipe: Recipe
    ids: tuple[str, ...]
    rows: tuple[tuple[Key | None, ...], ...]
    shares: Mapping[str, Mapping[str, float]]
    chance: Mapping[str, float]
    keyless: int
    repeated: int

    def __len__(self) -> int:
        return len(self.ids)

    def __repr__(self) -> str:
        return f"Keys({len(self)} persons, {self.recipe.slots} slots)"


def make_keys(
    records: Records, *, recipe: Recipe = PERSONS, pack: str | None = None, progress: Progress = SILENT
) -> Keys:
    """The keys of all records.

    Args:
        records: the own list.
        recipe: which keys.
        pack: situation pack whose gazetteer gives one code to all spellings of a place; None: as written.
        progress: told of the records read.
    """
    progress.start(len(records), "Reading names, dates and places")
    parted: list[Values] = []
    for number, rows in enumerate(records.rows):
        if number % _CHUNK == 0:
            check(progress)
            progress.advance(min(_CHUNK, len(records) - number))
        parted.append(_values(rows, recipe, pack))
    rows_of_keys = [_keys(values, recipe) for values in parted]
    often = Counter((slot_kind, key) for row in rows_of_keys for slot_kind, key in set(_stated(row, recipe)))
    unique = [_unique(row, recipe, often) for row in rows_of_keys]
    counts = {part: Counter(value for values in parted for value in values[part]) for part in recipe.parts}
    return Keys(
        recipe=recipe,
        ids=records.ids,
        rows=tuple(unique),
        shares={part: {v: n / len(records) for v, n in found.items()} for part, found in counts.items()},
        chance={part: _chance(found.values(), len(records)) for part, found in counts.items()},
        keyless=sum(not any(row) for row in unique),
        repeated=sum(1 for n in often.values() if n > 1),
    )


def reading_of(recipe: Recipe, pack: str | None) -> str:
    """A digest of how this program reads names and dates: two programs that differ would find nothing in common."""
    rows = [({"name": name, "birth": "1970-03-05", "birthplace": "x", "sex": "f"},) for name in _PROBE]
    read = [_keys(_values(each, recipe, pack), recipe) for each in rows]
    return hashlib.sha256(repr((recipe.as_plain(), pack, read)).encode()).hexdigest()[:16]


def _stated(row: Sequence[Key | None], recipe: Recipe) -> Iterable[tuple[int, Key]]:
    for number in range(len(recipe.kinds)):
        for key in row[recipe.places(number)]:
            if key is not None:
                yield number, key


def _unique(
    row: Sequence[Key | None], recipe: Recipe, often: Mapping[tuple[int, Key], int]
) -> tuple[Key | None, ...]:
    found: list[Key | None] = []
    for number in range(len(recipe.kinds)):
        found += [
            key if key is not None and often[number, key] == 1 else None for key in row[recipe.places(number)]
        ]
    return tuple(found)


def _chance(counts: Iterable[int], persons: int) -> float:
    """Share of pairs of persons that agree; with half a pair added, so that nothing is taken for impossible."""
    pairs = persons * (persons - 1) / 2
    return (sum(n * (n - 1) / 2 for n in counts) + 0.5) / (pairs + 1)


def _keys(values: Values, recipe: Recipe) -> tuple[Key | None, ...]:
    found: list[Key | None] = []
    for kind in recipe.kinds:
        made = list(dict.fromkeys(product(*(values[part] for part in kind.parts))))[: kind.slots]
        found += [*made, *([None] * (kind.slots - len(made)))]
    return tuple(found)


def _values(rows: Sequence[Row], recipe: Recipe, pack: str | None) -> Values:
    """Part → what a person's rows say, the first row first, nothing twice."""
    return {
        part: tuple(dict.fromkeys(value for row in rows for value in _read(part, row, pack)))
        for part in recipe.parts
    }


def _read(part: str, row: Row, pack: str | None) -> tuple[str, ...]:
    column, _, transform = part.partition(".")
    text = row.get(column, "")
    if column == "name":
        if row.get("name_kind") == "pseudonym":
            return ()
        text = "|".join(each for each in (text, row.get("name_other", "")) if each)
    if column == "birthplace" and pack is not None:
        return _place(text, pack)
    return _TRANSFORMS[transform](text) if text else ()


def _folded(text: str) -> tuple[str, ...]:
    folded = "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
    return (folded,) if folded else ()


@lru_cache(maxsize=200_000)
def _name_keys(text: str) -> tuple[str, ...]:
    try:
        return names.keys(text)
    except NamesError:
        return ()


def _skeleton(text: str) -> tuple[str, ...]:
    """Surname with the consonants of the given name; of a name that is not read, its words."""
    found = _name_keys(text)
    return tuple(key for key in found if not key.startswith((":", "w:"))) or tuple(
        key for key in found if key.startswith("w:")
    )


def _given(text: str) -> tuple[str, ...]:
    return tuple(key for key in _name_keys(text) if key.startswith(":"))[:1]


def _surname(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key.partition(":")[0] for key in _skeleton(text) if not key.startswith("w:")))


@lru_cache(maxsize=200_000)
def _hangul(text: str) -> tuple[str, ...]:
    try:
        read = names.parse(text).likeliest(2)
    except NamesError:
        read = ()
    return tuple(hangul for hangul, share in read if share >= _LEAST_READING) or _folded(text)


@lru_cache(maxsize=200_000)
def _span(text: str) -> tuple[str, str] | None:
    """First and last possible day in ISO form; None when either is open."""
    try:
        date = dates.parse(text)
    except DatesError:
        return None
    if date.earliest is None or date.latest is None:
        return None
    return date.earliest.isoformat(), date.latest.isoformat()


def _common(text: str, width: int, start: int = 0) -> tuple[str, ...]:
    span = _span(text)
    if span is None or span[0][:width] != span[1][:width]:
        return ()
    return (span[0][start:width],)


def _years(text: str) -> tuple[str, ...]:
    """Two neighbouring years, so that years one apart still meet; of a span up to three years, the middle."""
    span = _span(text)
    if span is None:
        return ()
    first, last = int(span[0][:4]), int(span[1][:4])
    if last - first > 2:
        return ()
    middle = (first + last) // 2
    return str(middle), str(middle + 1)


@cache
def _gazetteer(pack: str) -> places.Gazetteer:
    return places.gazetteer(vocab.load_pack(pack))


@lru_cache(maxsize=50_000)
def _place(text: str, pack: str) -> tuple[str, ...]:
    if not text:
        return ()
    known = _gazetteer(pack)
    if text in known:
        return (text,)
    place = known.find(text).place
    return (place.code,) if place is not None else _folded(text)


_TRANSFORMS: Final[Mapping[str, Callable[[str], tuple[str, ...]]]] = {
    "": _folded,
    "skeleton": _skeleton,
    "hangul": _hangul,
    "given": _given,
    "surname": _surname,
    "day": lambda text: _common(text, 10),
    "month": lambda text: _common(text, 7),
    "year": lambda text: _common(text, 4),
    "month_day": lambda text: _common(text, 10, 5),
    "years": _years,
}
