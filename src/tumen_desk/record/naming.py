"""Names of the record in every spelling: the keys under which they meet, who bears one, how one may be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import connections, router
from django.db.models import Q

from tumen import names
from tumen_desk.accounts import circles
from tumen_desk.accounts.access import Door, require
from tumen_desk.record.models import Mention, Name, NameKey

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_LOOKED_AT: Final = 5000
_SPELLINGS: Final[tuple[tuple[str, names.System], ...]] = (
    ("Revised Romanisation", "rr"),
    ("McCune-Reischauer", "mr"),
    ("Guideline of 1992", "dprk"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """A mention one of whose names fits what was asked."""

    mention: Mention
    name: Name
    fit: names.NameComparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One Hangul that a written name may mean: its probability and its spellings, (system, text)."""

    hangul: str
    chance: float
    spellings: tuple[tuple[str, str], ...]


def index(written: Iterable[Name]) -> None:
    """Make the keys of names that were just written."""
    # A name has four keys and more: as instances they would take most of the time of an import.
    digest = NameKey.key.field.get_prep_value
    rows = [(name.pk, digest(key)) for name in written for key in names.keys(name.text)]
    with connections[router.db_for_write(NameKey)].cursor() as cursor:
        cursor.executemany(f'INSERT INTO "{NameKey._meta.db_table}" (name_id, "key") VALUES (%s, %s)', rows)


def bearers(user: User, text: str, *, most: int) -> list[Bearer]:
    """Mentions that bear this name in any spelling, or whose name contains it; the best fit first.

    Below them those whose name has the two given syllables in each other's place: two names, or one that a hasty hand
    turned round. Each mention stands there once, with its best name. Cost: an index look-up a key, then two quick
    comparisons for each name found (at most 5,000).

    Raises:
        PermissionDenied: this user's role may not see names.
    """
    require(user, Door.NAMES_SEE)
    found = list(
        Name.objects.filter(Q(pk__in=_meeting(text)) | Q(text__icontains=text))
        .filter(circles.known_to(user, "mention__source"))
        .select_related("mention__source__issuer")
        .order_by("-pk")[:_LOOKED_AT]
    )
    scores = names.compare_many([text] * len(found), [name.text for name in found])
    ranked = sorted(zip(found, scores.tolist(), strict=True), key=lambda pair: -pair[1])
    best: dict[int, Name] = {}
    for name, score in ranked:
        if score > 0 or text.casefold() in name.text.casefold():
            best.setdefault(name.mention_id, name)
    for name in _turned_round(text, [name for name, _ in ranked if name.mention_id not in best]):
        best.setdefault(name.mention_id, name)
    return [
        Bearer(mention=name.mention, name=name, fit=names.compare(text, name.text))
        for name in list(best.values())[:most]
    ]


def _turned_round(text: str, others: Sequence[Name]) -> list[Name]:
    """Names that differ from this one by two given syllables in each other's place; the best fit first."""
    readings = [r for form in names.parse(text).forms for r in form.readings if len(r.given) == 2]
    if not readings or not others:
        return []
    surname, (first, second) = readings[0].surname, readings[0].given
    turned = (surname.best if surname else "") + second.best + first.best
    scores = names.compare_many([turned] * len(others), [name.text for name in others])
    likely = sorted(
        (pair for pair in zip(others, scores.tolist(), strict=True) if pair[1] > 0), key=lambda pair: -pair[1]
    )
    return [name for name, _ in likely if names.compare(text, name.text).exchanged]


def readings(text: str, *, least: float = 0.02) -> list[Reading]:
    """What a name may mean in Hangul, likeliest first; empty when it reads as neither Korean nor Chinese."""
    return [
        Reading(hangul=hangul, chance=chance, spellings=tuple(_spellings(hangul)))
        for hangul, chance in names.parse(text).likeliest()
        if chance >= least
    ]


def _spellings(hangul: str) -> Iterator[tuple[str, str]]:
    for label, system in _SPELLINGS:
        # that guideline writes the surname as the North begins it: Ri for 이, Rim or Im for 임
        written = names.northern_spellings(hangul) if system == "dprk" else (hangul,)
        yield from ((label, names.romanise(text, system)) for text in written)


def _meeting(text: str) -> Sequence[int]:
    met = NameKey.objects.filter(key__in=names.keys(text)).values_list("name", flat=True).distinct()
    return list(met[:_LOOKED_AT])
