"""Finding the row that a cell of a table refers to: of this import, of an earlier one, or by the number of the desk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.db import models

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

    def find(self, noun: str, text: str) -> int:
        """The key of the row; 0 if there is none or more than one."""
        here = self._made.get(noun, {})
        if text in here:
            return here[text]
        if (noun, text) not in self._known:
            self._known[noun, text] = self._earlier(noun, text) if text else 0
        return self._known[noun, text]

    def _earlier(self, noun: str, text: str) -> int:
        model, letters, source = NOUNS[noun]
        found = model._default_manager.order_by("pk")
        if source:
            found = found.filter(circles.known_to(self._actor, source))
        number = _NUMBER.fullmatch(text.upper())
        if number is not None and number[1] == letters:
            found = found.filter(pk=int(number[2]))
        elif noun == "document":
            found = found.filter(file_sha256=text.lower())
        else:
            found = found.filter(external_id=text)
        keys = list(found.values_list("pk", flat=True)[:2])
        return int(keys[0]) if len(keys) == 1 else 0


def source_of(noun: str, key: int | None) -> int | None:
    """The source on which a row rests; None without a row."""
    model, _letters, way = NOUNS[noun]
    if key is None or not way:
        return None
    return model._default_manager.filter(pk=key).values_list(way, flat=True).first()
