"""The graph of dependence of one event, as places and lengths: a template draws it, with a table under it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tumen.linkage.events import Dependence, Node

_DRAWN: Final = 24
_WIDTH: Final = 760.0
_HEIGHT: Final = 420.0
_INNER: Final = (210.0, 130.0)
_OUTER: Final = (290.0, 185.0)
_DERIVED: Final = frozenset({"quotes", "heard from"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One account or outside source: where it stands, and where its label does; `kind` is how it is drawn."""

    label: str
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One tie; `kind` is `from` (an arrow to where it comes from), `certain` or `may`."""

    x1: float
    y1: float
    x2: float
    y2: float
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Accounts round a circle, outside sources round them, ties between."""

    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    width: float
    height: float


def graph(found: Dependence, labels: Mapping[str, str]) -> Graph | None:
    """Lay out who depends on whom; None where there is nothing to draw, or too much for a picture to help.

    Args:
        found: the graph.
        labels: id of a node → what stands beside it; the id itself where there is none.
    """
    if not found.ties or len(found.nodes) > _DRAWN:
        return None
    inner = [node for node in found.nodes if not node.outside]
    outer = [node for node in found.nodes if node.outside]
    dots = {node.id: _dot(node, at / len(inner), labels) for at, node in enumerate(inner)}
    dots |= {node.id: _dot(node, (at + 0.5) / len(outer), labels) for at, node in enumerate(outer)}
    lines = [
        _line(
            dots[tie.a], dots[tie.b], "from" if tie.kind in _DERIVED else "certain" if tie.certain else "may"
        )
        for tie in sorted(found.ties, key=lambda tie: tie.certain)
    ]
    return Graph(dots=tuple(dots.values()), lines=tuple(lines), width=_WIDTH, height=_HEIGHT)


def _dot(node: Node, turn: float, labels: Mapping[str, str]) -> Dot:
    angle = 2 * math.pi * (turn - 0.25)
    across, down = _OUTER if node.outside else _INNER
    x, y = _WIDTH / 2 + across * math.cos(angle), _HEIGHT / 2 + down * math.sin(angle)
    right = math.cos(angle) > -0.01
    return Dot(
        label=labels.get(node.id, node.id), x=round(x, 1), y=round(y, 1),
        label_x=round(x + (16 if right else -16), 1), label_y=round(y + 4, 1),
        anchor="start" if right else "end", kind="outside" if node.outside else "saw" if node.first_hand else "told",
    )  # fmt: skip


def _line(a: Dot, b: Dot, kind: str) -> Line:
    """A line that ends at the rims of both dots, so that an arrow's head is seen."""
    length = math.hypot(b.x - a.x, b.y - a.y) or 1.0
    step_x, step_y = (b.x - a.x) / length * 12, (b.y - a.y) / length * 12
    return Line(
        x1=round(a.x + step_x, 1), y1=round(a.y + step_y, 1), x2=round(b.x - step_x, 1), y2=round(b.y - step_y, 1),
        kind=kind,
    )  # fmt: skip
