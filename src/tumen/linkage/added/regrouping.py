"""The groups that new mentions touch, cut and drawn again by the rates and sizes behind each kept draw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tumen.linkage.added.gathering import table
from tumen.linkage.added.meeting import Met, Question
from tumen.linkage.comparison import Comparisons, chosen
from tumen.linkage.components import Groups, connected, cut
from tumen.linkage.faint import Faint
from tumen.linkage.judgements import Constraints, held_by, said_of
from tumen.linkage.resolution import Resolution, draw_as_before
from tumen.progress import Progress

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_OLD_TIE: Final = 2.0
"""Ties that held before come first when groups are cut anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrouped:
    """Those that are touched, and how they were drawn again; counted within them.

    Attributes:
        position: where they stand in the index, ascending; the new ones last.
        mention_id: their ids.
        first_new: how many were there already.
        held: what every partition must respect.
        pairs: those of the pairs that were met whose other mention is among them.
        met: which of all pairs these are.
        groups: the groups that hold a new mention.
        tie: pairs that ties connect in them, shape (ties, 2).
        resolution: their draws.
        left_out: ties that were left out because a group would have grown too large.
    """

    position: Ints
    mention_id: tuple[str, ...]
    first_new: int
    held: Constraints
    pairs: Comparisons
    met: Ints
    groups: Groups
    tie: Ints
    resolution: Resolution
    left_out: int

    @property
    def group(self) -> Ints:
        """The number of the group of each; -1 for none."""
        return _number_of(self.groups, len(self.position))

    @property
    def unit(self) -> Ints:
        """For each the first of those it must stay with."""
        return np.array(self.held.unit, dtype=np.int64)


def regrouped(asked: Question, met: Met, rng: np.random.Generator, progress: Progress) -> Regrouped:
    """Draw again what the new mentions touch."""
    index, position = asked.index, met.table.position
    tied = (met.weight > 0) & (met.probability >= index.settings.edge_probability)
    tied &= position[met.pairs.a] < asked.first
    touched = index.closed(np.union1d(position[met.pairs.a[tied]], asked.near).astype(np.int64))
    wanted = np.concatenate([touched, asked.positions])
    rows = asked.rows(touched)
    together, apart = said_of(rows, asked.said(rows))
    said = [(int(wanted[a]), int(wanted[b])) for a, b in together]
    local = table(index, wanted, asked.read(wanted), together=said)
    held = held_by(rows.mention_id, together, apart, local.bounds)
    known = np.flatnonzero(local.holds(position[met.pairs.a]))
    pairs = chosen(met.pairs, known)
    a, b = (local.at(position[each]) for each in (pairs.a, pairs.b))
    pairs = replace(pairs, a=a, b=b, rarities=local.columns.rarities)
    groups, tie, left_out = _groups(asked, local.position, held, pairs, met, known)
    none = chosen(pairs, np.zeros(len(pairs), dtype=np.bool_))
    faint = Faint(pairs=none, weight=np.zeros(0))
    return Regrouped(
        position=local.position, mention_id=rows.mention_id, first_new=len(touched), held=held, pairs=pairs,
        met=known, groups=groups, tie=tie, left_out=left_out,
        resolution=draw_as_before(groups, faint, local.columns, held, index.drawn, rng, progress),
    )  # fmt: skip


def _groups(
    asked: Question, position: Ints, held: Constraints, pairs: Comparisons, met: Met, known: Ints
) -> tuple[Groups, Ints, int]:
    """The groups that hold a new mention, their ties, and how many ties were left out."""
    settings, first_new = asked.index.settings, len(position) - len(asked.new)
    weight, probability = met.weight[known], met.probability[known]
    unit = np.array(held.unit, dtype=np.int64)
    tied = (weight > 0) & (probability >= settings.edge_probability) & (unit[pairs.a] != unit[pairs.b])
    tied &= held.allowed(pairs.a, pairs.b)
    before = np.searchsorted(position, asked.index.past.ties(position[:first_new]))
    before = before[unit[before[:, 0]] != unit[before[:, 1]]]
    a = np.concatenate([before[:, 0], pairs.a[tied]])
    b = np.concatenate([before[:, 1], pairs.b[tied]])
    chance = np.concatenate([np.full(len(before), _OLD_TIE), probability[tied]])
    first, left_out = connected(a, b, chance, held, settings.group_cap)
    # What was judged the same as a new mention moves with it, tied or not.
    inside = (first[a] == first[b]) & np.isin(first[a], first[first_new:])
    groups = cut(a[inside], b[inside], chance[inside], held, settings.group_cap).groups
    return groups, np.stack([a[inside], b[inside]], axis=1), left_out


def _number_of(groups: Groups, count: int) -> Ints:
    """The number of the group of each mention; -1 for none."""
    found = np.full(count, -1, dtype=np.int64)
    found[groups.members] = np.repeat(np.arange(len(groups.group_start) - 1), np.diff(groups.member_start))
    return found
