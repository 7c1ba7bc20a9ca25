"""The family of a person as one source tells it, as generations; a plain shape for a drawing and for a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db.models import Q

from tumen import vocab
from tumen_desk.record.models import Mention, Tie

COLUMN: Final = 150
ROW: Final = 84
_MOST: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """One person of the tree; `role` is what they are to the first one, as far as one tie says it."""

    mention: Mention
    x: int
    y: int
    is_first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One tie, with its relation."""

    x1: int
    y1: int
    x2: int
    y2: int
    relation: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Generations from above to below; `others` are ties that are no descent."""

    people: tuple[Relative, ...]
    lines: tuple[Line, ...]
    width: int
    height: int


def _steps() -> Mapping[str, int]:
    """Relation → how many generations `mention` stands below `other`, as the pack says which term is which."""
    kinship: Mapping[str, Any] = vocab.load_pack(settings.CONFIG.pack).settings.get("kinship", {})
    down = {"parent": -1, "child": 1, "spouse": 0, "sibling": 0}
    return {str(code): down[name] for name, code in kinship.items() if name in down}


def tree(mention: Mention) -> Tree | None:
    """Everybody tied to a person within the source, parents above and children below; None without ties."""
    steps = _steps()
    level: dict[int, int] = {mention.pk: 0}
    ties: dict[int, Tie] = {}
    frontier = [mention.pk]
    while frontier and len(level) < _MOST:
        found = Tie.objects.filter(Q(mention__in=frontier) | Q(other__in=frontier)).order_by("id")
        fresh: list[int] = []
        for tie in found:
            ties[tie.pk] = tie
            down = steps.get(tie.relation, 0)
            for one, other, by in (
                (tie.mention_id, tie.other_id, -down),
                (tie.other_id, tie.mention_id, down),
            ):
                if one in level and other not in level:
                    level[other] = level[one] + by
                    fresh.append(other)
        frontier = fresh
    if not ties:
        return None
    return _laid_out(mention, level, list(ties.values()))


def _laid_out(first: Mention, level: dict[int, int], ties: list[Tie]) -> Tree:
    people = Mention.objects.in_bulk(level)
    top = min(level.values())
    rows: dict[int, list[int]] = {}
    for pk in level:
        rows.setdefault(level[pk] - top, []).append(pk)
    widest = max(len(row) for row in rows.values())
    spots = {
        pk: (int((widest - len(row)) * COLUMN / 2) + at * COLUMN + COLUMN // 2, number * ROW + 30)
        for number, row in rows.items()
        for at, pk in enumerate(row)
    }
    drawn = tuple(
        Relative(mention=people[pk], x=x, y=y, is_first=pk == first.pk) for pk, (x, y) in spots.items()
    )
    lines = tuple(
        Line(
            x1=spots[t.mention_id][0],
            y1=spots[t.mention_id][1],
            x2=spots[t.other_id][0],
            y2=spots[t.other_id][1],
            relation=t.relation,
            since=t.since,
        )
        for t in ties
        if t.mention_id in spots and t.other_id in spots
    )
    return Tree(people=drawn, lines=lines, width=widest * COLUMN, height=len(rows) * ROW)
