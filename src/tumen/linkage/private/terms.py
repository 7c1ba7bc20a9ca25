"""What the organisations agree on before anything is sent; every file of the exchange is bound to it."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

from tumen.errors import ExchangeTermsError
from tumen.linkage.private.keys import reading_of
from tumen.linkage.private.recipe import PERSONS, Recipe

Reveal = Literal["counts", "records"]
_FORMAT: Final = 1
_MOST_LISTS: Final = 8
_LEAST_PERSONS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ThirdParty:
    """Somebody who compares and holds no key: a name and two public keys, as hexadecimal digits."""

    name: str
    box: str
    sign: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of one exchange.

    Attributes:
        organisations: in the order in which the file travels; the first begins.
        reveal: `counts`, or `records` too: which own records the others have, as far as they agreed.
        third: who compares; None: both organisations do, each for itself.
        smallest: persons that every list must have.
        largest: persons that no list may have; it bounds what a cheat can try.
        smallest_cell: counts below are not told.
        noise: privacy parameter ε of the counts a third gives (two-sided geometric noise); larger is less noise.
        exposure: expected share of the own persons that a cheating partner may find, at most.
        wait_days: days before the same organisations compare again.
        expires: last moment, ISO 8601.
        exchange: number of the exchange, random.
        reading: digest of how names and dates are read; programs that differ would find nothing in common.
    """

    organisations: tuple[str, ...]
    reveal: Reveal = "counts"
    third: ThirdParty | None = None
    pack: str | None = None
    smallest: int = 100
    largest: int = 20_000
    smallest_cell: int = 5
    noise: float = 1.0
    exposure: float = 0.1
    wait_days: int = 30
    expires: str = ""
    reading: str = ""
    recipe: Recipe = PERSONS
    exchange: str = ""

    @property
    def digest(self) -> bytes:
        """SHA-256 of the terms."""
        return hashlib.sha256(
            json.dumps(self.as_plain(), sort_keys=True, ensure_ascii=False).encode()
        ).digest()

    def as_plain(self) -> dict[str, Any]:
        """The terms as plain data."""
        plain = {each.name: getattr(self, each.name) for each in fields(self)}
        third = asdict(self.third) if self.third is not None else None
        return {
            **plain,
            "format": _FORMAT,
            "organisations": list(self.organisations),
            "recipe": self.recipe.as_plain(),
            "third": third,
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Terms:
        """Terms from plain data; see `as_plain`.

        Raises:
            ExchangeTermsError: of a format this program does not know, or outside their range.
        """
        try:
            values = dict(plain)
            if values.pop("format") != _FORMAT:
                raise ExchangeTermsError(
                    "The exchange was begun with another version of the program.",
                    hint="Use the same version.",
                )
            values["organisations"] = tuple(values["organisations"])
            values["recipe"] = Recipe.from_plain(values["recipe"])
            values["third"] = ThirdParty(**values["third"]) if values["third"] is not None else None
            return _checked(cls(**values))
        except (KeyError, TypeError, ValueError, AttributeError) as fault:
            raise ExchangeTermsError("The terms of this exchange cannot be read.") from fault


def agreed(terms: Terms, *, days: int = 14, now: datetime | None = None) -> Terms:
    """The terms, checked, with a number, a last day and how this program reads.

    Raises:
        ExchangeTermsError: a term outside its range.
    """
    moment = now or datetime.now(UTC)
    if not 1 <= days <= 90:
        raise ExchangeTermsError("An exchange lasts 1 to 90 days.")
    return _checked(
        replace(
            terms,
            exchange=secrets.token_hex(16),
            expires=(moment + timedelta(days=days)).isoformat(timespec="seconds"),
            reading=reading_of(terms.recipe, terms.pack),
        )
    )


def _checked(terms: Terms) -> Terms:
    said = list(_faults(terms))
    if said:
        raise ExchangeTermsError(f"These terms cannot be kept: {'; '.join(said)}.")
    return terms


def _faults(terms: Terms) -> Sequence[str]:
    lists = len(terms.organisations)
    rules = (
        (2 <= lists <= _MOST_LISTS, f"2 to {_MOST_LISTS} organisations take part"),
        (
            len(set(terms.organisations)) == lists and all(terms.organisations),
            "each organisation has its own name",
        ),
        (lists == 2 or terms.third is not None, "more than two organisations need a third who compares"),
        (terms.third is None or terms.third.name not in terms.organisations, "the third has no list"),
        (terms.reveal in ("counts", "records"), "counts or records are revealed"),
        (_LEAST_PERSONS <= terms.smallest < terms.largest, f"lists have {_LEAST_PERSONS} persons and more"),
        (terms.smallest_cell >= 1 and terms.wait_days >= 0, "numbers are not negative"),
        (0 < terms.exposure <= 1 and terms.noise > 0, "exposure lies within 0 and 1, noise above 0"),
    )
    return [said for holds, said in rules if not holds]
