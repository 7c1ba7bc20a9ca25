"""Finding the row that a cell of a table refers to: of this import, of an earlier one, or by the number of the desk.

What some thousand rows refer to is asked for at once (`learn`, `source_of`): a query for each row would take longer
than to write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from django.db import models
from django.db.models import Count, Min

from tumen_desk.accounts import circles
from tumen_desk.record.models import (
    Account,
    Act,
    Document,
    Leg,
    Mention,
    Policy,
    Session,
    Source,
    Stay,
    Telling,
    Transfer,
    Unit,
)

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_NUMBER: Final = re.compile(r"([A-Z]+)-(\d{1,18})")
NOUNS: Final[Mapping[str, tuple[type[models.Model], str, str]]] = {
    "source": (Source, "S", "pk"),
    "mention": (Mention, "M", "source"),
    "account": (Account, "A", "source"),
    "document": (Document, "D", "source"),
    "act": (Act, "ACT", "account__source"),
    "stay": (Stay, "STAY", "account__source"),
    "leg": (Leg, "LEG", "account__source"),
    "transfer": (Transfer, "TRANSFER", "account__source"),
    "session": (Session, "SESSION", "interview__source"),
    "unit": (Unit, "U", ""),
    "policy": (Policy, "R", ""),
    "telling": (Telling, "T", "source"),
}
"""What may be referred to: its table, the letters of its numbers, the way to its source (empty: it has none)."""


class Refers:
    """Finds rows by what a cell says.

    What lies in a circle that is closed to whoever imports is not there. An id that two lists use is nobody's: the
    number says which.

    Args:
        actor: who imports.
        made: noun → id in this import → row; read anew each time, so it may be filled as tables are written.
    """

    def __init__(self, actor: User, made: Mapping[str, Mapping[str, int]]) -> None:
        self._actor, self._made = actor, made
        self._known: dict[tuple[str, str], int] = {}
        self._sources: dict[tuple[str, int], int | None] = {}
        self._asked: dict[str, set[int]] = {}

    def learn(self, noun: str, texts: Iterable[str]) -> None:
        """Look up together what these cells say, so that `find` and `source_of` ask no more."""
        texts = set(texts)
        self._learn(noun, texts)
        self._asked[noun] = {self.find(noun, text) for text in texts}

    def _learn(self, noun: str, texts: Iterable[str]) -> None:
        here = self._made.get(noun, {})
        new = {t for t in texts if t and t not in here and (noun, t) not in self._known}
        if not new:
            return
        numbered = {t: n for t in new if (n := self._number(noun, t))}
        there = self._there(noun)
        keys = set(there.filter(pk__in=set(numbered.values())).values_list("pk", flat=True))
        self._known.update({(noun, t): n if n in keys else 0 for t, n in numbered.items()})
        named, sha = new - numbered.keys(), noun == "document"
        found = only_ones(
            there, "file_sha256" if sha else "external_id", {t.lower() if sha else t for t in named}
        )
        self._known.update({(noun, t): found.get((t.lower() if sha else t,), (0, 0))[1] for t in named})

    def find(self, noun: str, text: str) -> int:
        """The key of the row; 0 if there is none or more than one."""
        here = self._made.get(noun, {})
        if text in here:
            return here[text]
        if text and (noun, text) not in self._known:
            self._learn(noun, [text])
        return self._known.get((noun, text), 0)

    def source_of(self, noun: str, key: int | None) -> int | None:
        """The source on which a row rests; None without a row. The first question answers for all that were learnt."""
        model, _letters, way = NOUNS[noun]
        if key is None or not way:
            return None
        if (noun, key) not in self._sources:
            asked = self._asked.pop(noun, set()) | {key}
            rows = model._default_manager.filter(pk__in=asked).values_list("pk", way)
            self._sources[noun, key] = None
            self._sources.update({(noun, pk): source for pk, source in rows})
        return self._sources[noun, key]

    def _there(self, noun: str) -> models.QuerySet[Any]:
        """The rows that whoever imports may know of."""
        model, _letters, way = NOUNS[noun]
        found = model._default_manager.order_by()
        return found.filter(circles.known_to(self._actor, way)) if way else found

    def _number(self, noun: str, text: str) -> int:
        """The number of the desk that a cell names; 0 if it is none."""
        number = _NUMBER.fullmatch(text.upper())
        return int(number[2]) if number is not None and number[1] == NOUNS[noun][1] else 0


def only_ones(
    found: models.QuerySet[Any], column: str, texts: Iterable[str], *beside: str
) -> dict[tuple[Any, ...], tuple[int, int]]:
    """Rows by what they are called: the values of `column` and of those `beside` → how many there are, and the key.

    The key is that of the only one, and 0 if there are several.
    """
    grouped = found.filter(**{f"{column}__in": set(texts)}).values_list(column, *beside)
    rows = grouped.annotate(many=Count("pk"), one=Min("pk"))
    return {tuple(called): (many, one if many == 1 else 0) for *called, many, one in rows}
