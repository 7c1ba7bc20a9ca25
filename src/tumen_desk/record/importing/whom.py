"""Whom a row is about: somebody of this import, or of an earlier one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tumen_desk.accounts import circles
from tumen_desk.record.importing.plan import Chunk, Row
from tumen_desk.record.importing.refers import only_ones
from tumen_desk.record.models import Mention

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_NUMBER: Final = re.compile(r"M-(\d{1,18})", re.IGNORECASE)
_Cell = tuple[str, str]
"""What a row says of the person: an id, and the id of the source, empty if it names none."""


class Whom:
    """Finds people by what rows say of them. Two lists may both call somebody `1`: then a row must name the source.

    Attributes:
        made: id in this import → mention; filled as people are written.
        source: mention → the source that tells of it, of everybody who was found or written.
    """

    def __init__(self, actor: User) -> None:
        self._actor = actor
        self.made: dict[str, int] = {}
        self.source: dict[int, int] = {}
        self._known: dict[_Cell, tuple[int, int]] = {}

    def learn(self, chunk: Chunk) -> None:
        """Look up together whom these rows name."""
        cells = {_cell(v) for _, v in chunk.rows if v.get("mention_id")}
        cells = {cell for cell in cells if cell[0] not in self.made and cell not in self._known}
        if not cells:
            return
        there = Mention.objects.filter(circles.known_to(self._actor, "source")).order_by()
        numbers = {cell: int(named[1]) for cell in cells if (named := _NUMBER.fullmatch(cell[0]))}
        keys = set(there.filter(pk__in=set(numbers.values())).values_list("pk", flat=True))
        alone = {cell[0] for cell in cells - numbers.keys() if not cell[1]}
        beside = {cell for cell in cells - numbers.keys() if cell[1]}
        of_any = only_ones(there, "external_id", alone) if alone else {}
        if beside:
            there = there.filter(source__external_id__in={source for _, source in beside})
        of_source = (
            only_ones(there, "external_id", {e for e, _ in beside}, "source__external_id") if beside else {}
        )
        for cell in cells:
            if cell in numbers:
                self._known[cell] = (1, numbers[cell]) if numbers[cell] in keys else (0, 0)
            else:
                self._known[cell] = of_source.get(cell, (0, 0)) if cell[1] else of_any.get(cell[:1], (0, 0))
        found = {self._known[cell][1] for cell in cells} - self.source.keys()
        self.source.update(Mention.objects.filter(pk__in=found).values_list("pk", "source_id"))

    def find(self, v: Row) -> tuple[int, int]:
        """How many people a row may mean, and which, if it is one. `learn` was asked before."""
        external = v.get("mention_id", "")
        return (1, self.made[external]) if external in self.made else self._known.get(_cell(v), (0, 0))


def _cell(v: Row) -> _Cell:
    return v.get("mention_id", ""), v.get("source_id", "")
