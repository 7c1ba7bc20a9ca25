"""What holds a person together: the strongest tree of ties between its mentions, its weakest bridge, who is nearest."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from tumen_desk.link.adapters import verdicts_in_force
from tumen_desk.link.models import LinkRun, Membership, Pair
from tumen_desk.link.queue import open_to

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_DRAWN: Final = 12
_SIZE: Final = 360.0
_ACROSS: Final = 640.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Two mentions of a person; `judged` is the verdict in force, if any, `in_tree` whether the person hangs on it."""

    pair: Pair
    judged: str
    in_tree: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """Why some mentions are one person.

    Attributes:
        members: numbers of the mentions.
        ties: all compared pairs among them, those of the strongest tree first, the strongest first.
        weakest: the tie of the tree that speaks least for one person; None for fewer than two mentions.
        sides: the mentions on either side of it.
        apart: mentions that no compared pair ties to the first one: only the whole arrangement does.
        outside: the likeliest pair of a member and a mention of another person, if any was worth listing.
        other: key of the person outside.
    """

    members: tuple[int, ...]
    ties: tuple[Tie, ...]
    weakest: Tie | None
    sides: tuple[tuple[int, ...], tuple[int, ...]]
    apart: tuple[int, ...]
    outside: Pair | None
    other: str


def ties(user: User, run: LinkRun, members: Sequence[int]) -> Ties:
    """The ties of a person's mentions, all of which the user may know and whose consent stands."""
    pairs = list(
        Pair.objects.filter(run=run, mention_a__in=members, mention_b__in=members).order_by(
            "-probability", "-weight_log2", "id"
        )
    )
    judged = verdicts_in_force(around=members)
    tree = _strongest_tree(members, pairs)
    found = [
        Tie(pair=p, judged=judged.get((p.mention_a_id, p.mention_b_id), ""), in_tree=p in tree) for p in pairs
    ]
    found.sort(key=lambda tie: not tie.in_tree)
    bridges = [tie for tie in found if tie.in_tree]
    weakest = min(bridges, key=_strength, default=None)
    outside = _outside(user, run, members)
    return Ties(
        members=tuple(members),
        ties=tuple(found),
        weakest=weakest,
        sides=sides(members, [t.pair for t in bridges if t is not weakest], weakest.pair)
        if weakest
        else ((), ()),
        apart=tuple(sorted(set(members) - _reached(members[:1], [t.pair for t in bridges]))),
        outside=outside,
        other=_person_outside(run, outside, members),
    )


def parted(run: LinkRun, members: Sequence[int], cut: Pair) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The two sides of a person cut at any of its pairs: the strongest tree without it decides who goes where."""
    pairs = Pair.objects.filter(run=run, mention_a__in=members, mention_b__in=members).exclude(pk=cut.pk)
    strongest = pairs.order_by("-probability", "-weight_log2", "id")
    tree = _strongest_tree(members, strongest, apart=(cut.mention_a_id, cut.mention_b_id))
    return sides(members, tree, cut)


def _strength(tie: Tie) -> tuple[bool, float, float]:
    return tie.judged == "same", tie.pair.probability, tie.pair.weight_log2


def _strongest_tree(
    members: Sequence[int], pairs: Iterable[Pair], *, apart: tuple[int, int] | None = None
) -> set[Pair]:
    """Maximum spanning tree (J. B. Kruskal, Proceedings of the AMS 7 (1956)); `pairs` come strongest first.

    With `apart` two trees, one for each of these two mentions.
    """
    root = {m: m for m in members}

    def find(mention: int) -> int:
        while root[mention] != mention:
            mention = root[mention]
        return mention

    tree = set()
    for pair in pairs:
        a, b = find(pair.mention_a_id), find(pair.mention_b_id)
        if a != b and not (apart and {a, b} == {find(m) for m in apart}):
            root[b] = a
            tree.add(pair)
    return tree


def sides(
    members: Sequence[int], bridges: Iterable[Pair], cut: Pair
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The mentions on either side of `cut` in the tree of the other bridges; who is tied to neither stays with `a`."""
    there = _reached([cut.mention_b_id], list(bridges))
    return tuple(m for m in members if m not in there), tuple(m for m in members if m in there)


def _reached(start: Iterable[int], pairs: Sequence[Pair]) -> set[int]:
    found = set(start)
    while True:
        more = {
            m
            for p in pairs
            for m in (p.mention_a_id, p.mention_b_id)
            if {p.mention_a_id, p.mention_b_id} & found
        }
        if more <= found:
            return found
        found |= more


def _outside(user: User, run: LinkRun, members: Sequence[int]) -> Pair | None:
    inside_a, inside_b = Q(mention_a__in=members), Q(mention_b__in=members)
    return (
        open_to(user)
        .filter(inside_a & ~inside_b | inside_b & ~inside_a, run=run)
        .order_by("-probability", "id")
        .first()
    )


def _person_outside(run: LinkRun, pair: Pair | None, members: Sequence[int]) -> str:
    if pair is None:
        return ""
    mention = pair.mention_b_id if pair.mention_a_id in members else pair.mention_a_id
    return Membership.objects.filter(run=run, mention=mention).values_list("person", flat=True).first() or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One mention drawn: where, and where its label begins."""

    mention: int
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str
    outside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One tie drawn: from, to, how thick; `kind` is `tie`, `loose` or `cut`."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """A person drawn: mentions round a circle, ties between them."""

    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    width: float
    height: float


def graph(found: Ties) -> Graph | None:
    """Lay out the ties of a person; None where there are too many mentions for a picture to help."""
    if not 2 <= len(found.members) <= _DRAWN:
        return None
    # Side by side, so that the bridge to cut lies between two bunches.
    order = [*found.sides[0], *found.sides[1]] or list(found.members)
    dots = {m: _dot(m, at / len(order), outside=False) for at, m in enumerate(order)}
    lines = []
    for tie in reversed(found.ties):
        a, b = dots[tie.pair.mention_a_id], dots[tie.pair.mention_b_id]
        kind = "cut" if tie is found.weakest else "tie" if tie.in_tree else "loose"
        lines.append(
            Line(x1=a.x, y1=a.y, x2=b.x, y2=b.y, width=round(1 + 5 * tie.pair.probability, 1), kind=kind)
        )
    return Graph(dots=tuple(dots.values()), lines=tuple(lines), width=_ACROSS, height=_SIZE)


def _dot(mention: int, turn: float, *, outside: bool) -> Dot:
    angle = 2 * math.pi * (turn - 0.25)
    x, y = _ACROSS / 2 + 120 * math.cos(angle), _SIZE / 2 + 120 * math.sin(angle)
    right = math.cos(angle) > -0.01
    return Dot(
        mention=mention, x=round(x, 1), y=round(y, 1), label_x=round(x + (18 if right else -18), 1),
        label_y=round(y + 4, 1), anchor="start" if right else "end", outside=outside,
    )  # fmt: skip
