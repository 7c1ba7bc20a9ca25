"""Who stands on which lists, once mentions are grouped into persons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tumen.errors import StudyInputError
from tumen.estimation import OverlapTable
from tumen.model import LinkDraws, ListMembership

__all__ = ["overlap", "overlap_of_draw", "overlap_of_labels"]


def overlap(memberships: Sequence[ListMembership], clusters: Mapping[str, str]) -> OverlapTable:
    """The overlap table of persons on lists.

    Args:
        memberships: which mention stands on which list; mentions without one count for nothing.
        clusters: mention id → person id.

    Raises:
        StudyInputError: a mention belongs to no person.
    """
    persons = _persons(memberships, clusters)
    return _table(memberships, np.unique(persons, return_inverse=True)[1])


def _persons(memberships: Sequence[ListMembership], clusters: Mapping[str, str]) -> list[str]:
    lost = sum(each.mention_id not in clusters for each in memberships)
    if lost:
        raise StudyInputError(f"{lost} mentions on a list belong to no person.")
    return [clusters[each.mention_id] for each in memberships]


def overlap_of_draw(memberships: Sequence[ListMembership], draws: LinkDraws, draw: int) -> OverlapTable:
    """The overlap table of one draw (row of `draws.labels`).

    Raises:
        StudyInputError: a mention on a list is not among the draws.
    """
    return overlap_of_labels(memberships, draws, draws.labels[draw])


def overlap_of_labels(
    memberships: Sequence[ListMembership], draws: LinkDraws, whose: NDArray[np.int64]
) -> OverlapTable:
    """The overlap table of any partition of the mentions of `draws`, one label a mention.

    Raises:
        StudyInputError: a mention on a list is not among the draws.
    """
    column = {mention: at for at, mention in enumerate(draws.mention_ids)}
    lost = sum(each.mention_id not in column for each in memberships)
    if lost:
        raise StudyInputError(f"{lost} mentions on a list were not linked.")
    labels = whose[[column[each.mention_id] for each in memberships]]
    return _table(memberships, np.unique(labels, return_inverse=True)[1])


def _table(memberships: Sequence[ListMembership], person: NDArray[np.intp]) -> OverlapTable:
    """Rows are persons; or a person's episodes, where the memberships tell them apart."""
    if any(each.episode for each in memberships):
        named = [f"{one}|{each.episode}" for one, each in zip(person.tolist(), memberships, strict=True)]
        person = np.unique(named, return_inverse=True)[1]
    lists = sorted({each.list_id for each in memberships})
    place = {name: at for at, name in enumerate(lists)}
    cells = np.zeros((int(person.max()) + 1 if len(person) else 0, len(lists)), dtype=np.int64)
    cells[person, [place[each.list_id] for each in memberships]] = 1
    return OverlapTable.from_people(lists, cells)
