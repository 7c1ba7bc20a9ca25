"""What upper rooms may hang on finding.

`work_list(title, why, find, order)`: something that waits for somebody's hand. `find(user)` gives the rows as a
queryset or list of (label, address), already without what the user does not need to know; it is counted and its
beginning shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

Waiting = tuple[str, str]
"""What a person reads, and where it leads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkList:
    """One list of what waits: `count(user)` rows, of which `first(user, n)` gives the beginning."""

    title: str
    why: str
    count: Callable[[User], int]
    first: Callable[[User, int], Sequence[Waiting]]
    order: int = 0


_lists: list[WorkList] = []


def work_list(made: WorkList) -> WorkList:
    """Register a list."""
    if all(known.title != made.title for known in _lists):
        _lists.append(made)
    return made


def work_lists() -> list[WorkList]:
    """All lists, in order."""
    return sorted(_lists, key=lambda made: (made.order, made.title))
