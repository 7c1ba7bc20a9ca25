"""What a marked passage may say: offers for the form, each with the words it rests on. A person decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.conf import settings

from tumen import dates, vocab
from tumen.errors import DatesError
from tumen.search import Analyser
from tumen.search.analyser import hangul_of, like_names
from tumen_desk.find import indexing
from tumen_desk.shell import terms

_FIELDS: Final = (
    ("type", "act_type"),
    ("place", "place"),
    ("agency", "agency"),
    ("outcome", "victim_outcome"),
)
_LANGUAGES: Final = ("en", "ko", "zh")
_MOST_OF_A_FIELD: Final = 4
_MOST: Final = 9
_LEAST_NAME: Final = 0.5
_SHORTEST_LABEL: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An offer: `value` for the form's `field`, shown as `label`, because the passage says `quote`."""

    field: str
    value: str
    label: str
    quote: str


def candidates(text: str, *, reference: str = "", language: str = "en") -> list[Candidate]:
    """Dates, acts, places, bodies, outcomes and names that stand in a passage, at most nine.

    Args:
        text: of the passage.
        reference: EDTF date of the source, to reckon "last year" from.
        language: of labels.
    """
    offered: list[Candidate] = []
    for found in (_dates(text, reference), _terms(text, language), _names(text)):
        offered += found
    order = ("type", "date", "name", "place", "agency", "outcome")
    kept = [c for field in order for c in [o for o in offered if o.field == field][:_MOST_OF_A_FIELD]]
    return sorted(kept[:_MOST], key=lambda c: order.index(c.field))


def _dates(text: str, reference: str) -> Iterator[Candidate]:
    seen: set[str] = set()
    try:
        found = dates.find(text, reference=reference or None)
    except DatesError:
        return
    for one in found:
        if one.date.edtf not in seen:
            seen.add(one.date.edtf)
            label = dates.say(one.date, terms.language())
            yield Candidate(field="date", value=one.date.edtf, label=label, quote=one.text)


def _terms(text: str, language: str) -> Iterator[Candidate]:
    """Terms whose label stands in the passage in any of its forms, the longest first."""
    by = indexing.by()
    said = [word.term for word in by.words(text)]
    whole = " ".join(said)
    present = set(said)
    for field, vocabulary in _FIELDS:
        hits = [
            (len(cut), code, label)
            for cut, code, label in _labels(vocabulary, by)
            if cut[0] in present and f" {' '.join(cut)} " in f" {whole} "
        ]
        seen: set[str] = set()
        for _, code, label in sorted(hits, key=lambda hit: -hit[0]):
            if code not in seen:
                seen.add(code)
                shown = str(_vocabulary(vocabulary)[code].label(language))
                yield Candidate(field=field, value=code, label=shown, quote=label)


def _vocabulary(name: str) -> vocab.Vocabulary:
    return vocab.load_pack(settings.CONFIG.pack).vocabulary(name)


@lru_cache(maxsize=8)
def _labels(vocabulary: str, by: Analyser) -> tuple[tuple[tuple[str, ...], str, str], ...]:
    """(terms of a label, code, label), for each part of each label in three languages."""
    found = []
    for term in _vocabulary(vocabulary):
        for language in _LANGUAGES:
            for part in str(term.label(language)).replace("·", "/").split("/"):
                label = part.partition("(")[0].strip()
                cut = tuple(word.term for word in by.words(label))
                if cut and len(label) >= _SHORTEST_LABEL:
                    found.append((cut, term.code, label))
    return tuple(found)


def _names(text: str) -> Iterator[Candidate]:
    """Stretches that read as a Korean or Chinese name, as they are written, and are nothing else."""
    whole = {(w.start, w.end) for w in indexing.by().words(text) if w.proper}
    places = _written("place") | _written("agency")
    taken: list[tuple[int, int]] = []
    for start, end in sorted(like_names(text), key=lambda span: (span[0] - span[1], span)):
        written = text[start:end]
        alone = (start, end) in whole or _is_latin(written) or _stands_alone(text, start, end)
        if not alone or written.casefold() in places or not hangul_of(written, least=_LEAST_NAME):
            continue
        if all(end <= low or high <= start for low, high in taken):
            taken.append((start, end))
            yield Candidate(field="name", value=written, label=written, quote=written)


def _is_latin(written: str) -> bool:
    return written[0] < "\u0530"


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Chinese characters between other signs: inside a sentence nearly any two or three could be a name."""
    beside = text[max(start - 1, 0) : start] + text[end : end + 1]
    return "\u3400" <= text[start] < "\ua000" and not any(letter.isalpha() for letter in beside)


@lru_cache(maxsize=4)
def _written(vocabulary: str) -> frozenset[str]:
    return frozenset(label.casefold() for _, _, label in _labels(vocabulary, indexing.by()))
