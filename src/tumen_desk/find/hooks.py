"""What upper rooms may hang on finding.

`work_list(WorkList(…))`: something that waits for somebody's hand. Its keys are already without what the user does
not need to know; they are counted as far as `MOST`, and the beginning is shown. `rows_waiting(…)` makes one of the rows
of a table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import QuerySet

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

Waiting = tuple[str, str]
"""What a person reads, and where it leads."""
MOST: Final = 1_000
"""So far a list is counted. Nobody works through more in a day, and every row may cost a look at its consent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkList:
    """One list of what waits.

    Attributes:
        title, why: as a person reads them.
        keys: the first n of what waits for a user, cheaply: a page asks for `MOST` and one more.
        shown: how those of these keys are shown, in the same order.
        order: its place among the lists.
    """

    title: str
    why: str
    keys: Callable[[User, int], Sequence[Any]]
    shown: Callable[[User, Sequence[Any]], list[Waiting]]
    order: int = 0

    def count(self, user: User) -> int:
        """How many wait, at most one more than `MOST`."""
        return len(self.keys(user, MOST + 1))

    def first(self, user: User, n: int) -> list[Waiting]:
        """The first n as they are shown."""
        return self.shown(user, self.keys(user, n))


_lists: list[WorkList] = []


def rows_waiting(
    *,
    title: str,
    why: str,
    find: Callable[[User], QuerySet[Any]],
    show: Callable[[Any], Waiting],
    order: int = 0,
) -> WorkList:
    """Register a list of rows: their keys are found from an index, and those that are shown are fetched by key."""

    def shown(user: User, keys: Sequence[Any]) -> list[Waiting]:
        if not keys:
            return []
        rows = {row.pk: row for row in find(user).filter(pk__in=keys).order_by()}
        return [show(rows[key]) for key in keys if key in rows]

    return work_list(
        WorkList(
            title=title,
            why=why,
            keys=lambda user, n: list(find(user).values_list("pk", flat=True)[:n]),
            shown=shown,
            order=order,
        )
    )


def work_list(made: WorkList) -> WorkList:
    """Register a list."""
    if all(known.title != made.title for known in _lists):
        _lists.append(made)
    return made


def work_lists() -> list[WorkList]:
    """All lists, in order."""
    return sorted(_lists, key=lambda made: (made.order, made.title))
