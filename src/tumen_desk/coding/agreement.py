"""How far two coders agree on what paragraphs tell, beyond chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tumen_desk.coding.models import Second
from tumen_desk.record.models import Act

NOTHING: Final = "—"
"""What a paragraph tells that nobody coded: an answer like any other, for both saw it."""

Codes = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A paragraph on which the two differ."""

    document: int
    start: int
    first: Codes
    second: Codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Of all paragraphs that two people coded.

    Attributes:
        paragraphs: how many both saw.
        same: on how many they say exactly the same.
        alpha: Krippendorff's alpha; paragraphs may tell several acts, so that two sets differ by degrees (MASI).
        kappa: Cohen's kappa on whether a paragraph tells of any act at all.
        differences: paragraphs on which they differ.
    """

    paragraphs: int
    same: int
    alpha: float | None
    kappa: float | None
    differences: tuple[Difference, ...]


def agreement(seconds: Iterable[Second]) -> Agreement:
    """Agreement over finished second codings.

    Source: K. Krippendorff, "Content Analysis" (2004), chapter 11, for alpha; R. Passonneau, "Measuring agreement on
    set-valued items" (LREC 2006) for the distance MASI; J. Cohen, "A coefficient of agreement for nominal scales"
    (1960) for kappa. All computed by NLTK (`nltk.metrics.agreement`).
    """
    units = [unit for second in seconds if second.done_at for unit in _units(second)]
    pairs = [(first, other) for _, _, first, other in units]
    return Agreement(
        paragraphs=len(units),
        same=sum(first == other for first, other in pairs),
        alpha=alpha(pairs),
        kappa=kappa([(bool(first), bool(other)) for first, other in pairs]),
        differences=tuple(
            Difference(document=document, start=start, first=first, second=other)
            for document, start, first, other in units
            if first != other
        ),
    )


def alpha(pairs: Sequence[tuple[Codes, Codes]]) -> float | None:
    """Krippendorff's alpha over sets of codes; None where all say one thing, so that chance alone agrees."""
    marked = [(_said(first), _said(other)) for first, other in pairs]
    if len({said for pair in marked for said in pair}) < 2:
        return None
    from nltk.metrics import masi_distance
    from nltk.metrics.agreement import AnnotationTask

    return float(AnnotationTask(data=_rows(marked), distance=masi_distance).alpha())


def kappa(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    """Cohen's kappa of two coders; None where both always say one thing."""
    if len({said for pair in pairs for said in pair}) < 2:
        return None
    from nltk.metrics.agreement import AnnotationTask

    return float(AnnotationTask(data=_rows([(str(a), str(b)) for a, b in pairs])).kappa())


def _said(codes: Codes) -> Codes:
    return codes or frozenset((NOTHING,))


def _rows(pairs: Sequence[tuple[object, object]]) -> list[tuple[str, str, object]]:
    return [
        (coder, str(number), said)
        for number, pair in enumerate(pairs)
        for coder, said in zip("ab", pair, strict=True)
    ]


def _units(second: Second) -> list[tuple[int, int, Codes, Codes]]:
    """Paragraphs with what the first coders and the second said of them: document, start, codes, codes."""
    document = second.document
    acts = Act.objects.filter(passage__document=document, coded__isnull=False).exclude(
        coded__user=second.coder
    )
    first = list(acts.values_list("passage__start", "passage__end", "type"))
    other = list(second.codes.values_list("start", "end", "type"))
    paragraphs: Sequence[Mapping[str, int]] = document.layout.get("paragraphs") or (
        {"start": 0, "end": len(document.text)},
    )
    return [(document.pk, p["start"], _within(p, first), _within(p, other)) for p in paragraphs]


def _within(paragraph: Mapping[str, int], codes: Iterable[tuple[int, int, str]]) -> Codes:
    """Codes of passages that begin in a paragraph: a passage over a border counts once."""
    return frozenset(type for start, _, type in codes if paragraph["start"] <= start < paragraph["end"])
