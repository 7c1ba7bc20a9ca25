"""A list on its way: whose it is, under which masks it lies, and what its owner promised about it."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tumen.errors import ExchangeDamaged, ExchangeForeign, PrivateListError
from tumen.linkage.private.comparing import MaskedList, masked_list
from tumen.linkage.private.envelope import for_third, open_by_third, signature, signed_by
from tumen.linkage.private.exposure import Exposure
from tumen.linkage.private.keys import Keys
from tumen.linkage.private.points import WIDTH, masked_again, masked_keys
from tumen.linkage.private.terms import Terms
from tumen.progress import SILENT, Progress


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Entry:
    """One list of an exchange.

    Attributes:
        masks: organisations whose mask lies on it.
        persons: how many it has.
        chance: part → probability that two of its persons agree.
        commitment: SHA-256 of the list under its owner's mask alone.
        promise: the owner's signature over terms, size, chance and commitment.
        sealed: whether the points are sealed for the third, being complete.
        points: persons × slots × 32 bytes.
    """

    owner: str
    masks: tuple[str, ...]
    persons: int
    chance: Mapping[str, float]
    commitment: str
    promise: str
    sealed: bool
    points: bytes

    def as_plain(self) -> dict[str, Any]:
        """Everything but the points."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "points"}
        return {**plain, "masks": list(self.masks), "chance": dict(self.chance)}

    @classmethod
    def from_plain(cls, plain: dict[str, Any], points: bytes) -> Entry:
        """An entry from what `as_plain` gave and its points."""
        return cls(**{**plain, "masks": tuple(plain["masks"])}, points=points)

    def complete(self, terms: Terms) -> bool:
        """Whether every organisation laid on its mask."""
        return set(self.masks) == set(terms.organisations)


def own_entry(
    keys: Keys, terms: Terms, *, me: str, mask: bytes, sign: bytes, domain: bytes, exposed: Exposure,
    progress: Progress = SILENT,
) -> tuple[Entry, list[str]]:  # fmt: skip
    """The own list under the own mask, in random order, and the persons in that order."""
    order = list(range(len(keys)))
    secrets.SystemRandom().shuffle(order)
    kept = set(exposed.kept)
    texts: list[bytes | None] = []
    for person in order:
        for number in range(len(terms.recipe.kinds)):
            for key in keys.rows[person][terms.recipe.places(number)]:
                texts.append(
                    json.dumps([number, *key]).encode() if key is not None and number in kept else None
                )
    points = masked_keys(texts, mask, domain=domain, progress=progress)
    entry = Entry(
        owner=me, masks=(me,), persons=len(keys), commitment=hashlib.sha256(points).hexdigest(), promise="",
        chance={part: float(f"{chance:.3g}") for part, chance in keys.chance.items()}, sealed=False, points=points,
    )  # fmt: skip
    return replace(entry, promise=signature(sign, _promised(entry, terms))), [
        keys.ids[each] for each in order
    ]


def check_entry(entry: Entry, terms: Terms, signers: Mapping[str, str]) -> None:
    """Whether a list is what its owner promised and what the terms allow.

    Raises:
        ExchangeForeign: of nobody in this exchange, or not promised by its owner.
        PrivateListError: too few or too many persons.
        ExchangeDamaged: the points do not fit the promise.
    """
    if entry.owner not in terms.organisations or not set(entry.masks) <= set(terms.organisations):
        raise ExchangeForeign("The file holds a list of somebody who does not take part.")
    if not signed_by(signers.get(entry.owner, ""), entry.promise, _promised(entry, terms)):
        raise ExchangeForeign(f"The list of {entry.owner} was not signed by {entry.owner}.")
    check_size(entry.persons, terms, whose=entry.owner)
    if entry.sealed:
        return
    if len(entry.points) != entry.persons * terms.recipe.slots * WIDTH:
        raise ExchangeDamaged(f"The list of {entry.owner} does not hold as many persons as promised.")
    if entry.masks == (entry.owner,) and hashlib.sha256(entry.points).hexdigest() != entry.commitment:
        raise ExchangeDamaged(f"The list of {entry.owner} is not the one that was promised.")


def check_size(persons: int, terms: Terms, *, whose: str) -> None:
    """Whether a list has as many persons as agreed.

    Raises:
        PrivateListError: too few, in which one person could be found, or too many, with which one could guess.
    """
    if persons < terms.smallest:
        raise PrivateListError(
            f"The list of {whose} has {persons} persons who may be compared; {terms.smallest} are needed.",
            hint="In a short list a count says who is in it. Do not fill it up: compare later.",
        )
    if persons > terms.largest:
        raise PrivateListError(
            f"The list of {whose} has {persons} persons; the agreed most is {terms.largest}.",
            hint="Begin anew with a larger number, knowing that it lets a cheat guess more.",
        )


def under_my_mask(entry: Entry, terms: Terms, *, me: str, mask: bytes, progress: Progress = SILENT) -> Entry:
    """The entry with one more mask, in new order unless records may be revealed; sealed for the third once
    complete."""
    if me in entry.masks:
        return entry
    points = masked_again(entry.points, mask, progress=progress)
    if terms.reveal == "counts":
        points = _shuffled(points, terms)
    masked = replace(entry, points=points, masks=(*entry.masks, me))
    if masked.complete(terms) and terms.third is not None:
        return replace(masked, points=for_third(terms.third.box, points), sealed=True)
    return masked


def as_list(entry: Entry, terms: Terms, *, box: bytes | None = None) -> MaskedList:
    """A complete entry, ready to be compared; a third gives the own private key."""
    points = open_by_third(box, entry.points) if entry.sealed and box is not None else entry.points
    found = masked_list(points, entry.chance, slots=terms.recipe.slots)
    if len(found) != entry.persons:
        raise ExchangeDamaged(f"The list of {entry.owner} lost or gained persons on its way.")
    return found


def _shuffled(points: bytes, terms: Terms) -> bytes:
    rows = np.frombuffer(points, dtype=np.uint8).reshape(-1, terms.recipe.slots * WIDTH)
    order = list(range(len(rows)))
    secrets.SystemRandom().shuffle(order)
    return rows[order].tobytes()


def _promised(entry: Entry, terms: Terms) -> bytes:
    said = [entry.owner, entry.persons, dict(entry.chance), entry.commitment]
    return terms.digest + json.dumps(said, sort_keys=True, ensure_ascii=False).encode()
